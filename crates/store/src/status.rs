//! Statuses: an organization's own names for the fixed categories (B23).

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::StatusId;
use domain::status::{Category, StatusTag};
use sqlx::FromRow;

sql! {
    tenant STATUS_LIST () = "SELECT id, name, category, color FROM status WHERE org_id = $1 ORDER BY position, id";
    tenant STATUS_ONE (id: StatusId) = "SELECT id, name, category, color FROM status WHERE org_id = $1 AND id = $2";
    tenant STATUS_FIRST_OF (category: Category) =
        "SELECT id, name, category, color FROM status WHERE org_id = $1 AND category = $2 ORDER BY position, id LIMIT 1";
    tenant STATUS_ADD (id: StatusId, name: String, category: Category, color: String, position: i64) =
        "INSERT INTO status (org_id, id, name, category, color, position) VALUES ($1, $2, $3, $4, $5, $6)";
}

#[derive(FromRow)]
struct StatusRow {
    id: StatusId,
    name: String,
    category: Category,
    color: String,
}

impl From<StatusRow> for StatusTag {
    fn from(row: StatusRow) -> Self {
        Self { id: row.id, name: row.name, category: row.category, color: row.color }
    }
}

impl Tx {
    /// All statuses, in the organization's order.
    pub async fn status_list(&mut self) -> Result<Vec<StatusTag>> {
        let rows: Vec<StatusRow> = self.all(STATUS_LIST {}).await?;
        Ok(rows.into_iter().map(StatusTag::from).collect())
    }

    /// The status of that id.
    pub async fn status_by_id(&mut self, id: StatusId) -> Result<Option<StatusTag>> {
        let row: Option<StatusRow> = self.maybe(STATUS_ONE { id }).await?;
        Ok(row.map(StatusTag::from))
    }

    /// The first status of a category: what a new, reopened or solved ticket gets. Every organization has one of each
    /// fixed category.
    pub async fn status_first_of(&mut self, category: Category) -> Result<Option<StatusTag>> {
        let row: Option<StatusRow> = self.maybe(STATUS_FIRST_OF { category }).await?;
        Ok(row.map(StatusTag::from))
    }

    /// Keeps a new status.
    pub async fn status_add(&mut self, status: &StatusTag, position: i64) -> Result<()> {
        let StatusTag { id, name, category, color } = status.clone();
        self.run(STATUS_ADD { id, name, category, color, position }).await?;
        Ok(())
    }
}
