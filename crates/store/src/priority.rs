//! Priorities: an organization's ordered ranks of urgency (D6).

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::PriorityId;
use domain::priority::PriorityTag;
use sqlx::FromRow;

sql! {
    tenant PRIORITY_LIST () = "SELECT id, name, color, rank FROM priority WHERE org_id = $1 ORDER BY rank DESC, id";
    tenant PRIORITY_ONE (id: PriorityId) = "SELECT id, name, color, rank FROM priority WHERE org_id = $1 AND id = $2";
    tenant PRIORITY_DEFAULT () =
        "SELECT id, name, color, rank FROM priority WHERE org_id = $1 ORDER BY is_default DESC, rank, id LIMIT 1";
    tenant PRIORITY_ADD (id: PriorityId, name: String, color: String, rank: i64, is_default: bool) =
        "INSERT INTO priority (org_id, id, name, color, rank, is_default) VALUES ($1, $2, $3, $4, $5, $6)";
}

#[derive(FromRow)]
struct PriorityRow {
    id: PriorityId,
    name: String,
    color: String,
    rank: i64,
}

impl From<PriorityRow> for PriorityTag {
    fn from(row: PriorityRow) -> Self {
        Self { id: row.id, name: row.name, color: row.color, rank: row.rank }
    }
}

impl Tx {
    /// All priorities, the most urgent first.
    pub async fn priority_list(&mut self) -> Result<Vec<PriorityTag>> {
        let rows: Vec<PriorityRow> = self.all(PRIORITY_LIST {}).await?;
        Ok(rows.into_iter().map(PriorityTag::from).collect())
    }

    /// The priority of that id.
    pub async fn priority_by_id(&mut self, id: PriorityId) -> Result<Option<PriorityTag>> {
        let row: Option<PriorityRow> = self.maybe(PRIORITY_ONE { id }).await?;
        Ok(row.map(PriorityTag::from))
    }

    /// What a new ticket gets.
    pub async fn priority_default(&mut self) -> Result<PriorityTag> {
        let row: PriorityRow = self.one(PRIORITY_DEFAULT {}).await?;
        Ok(row.into())
    }

    /// Keeps a new priority.
    pub async fn priority_add(&mut self, priority: &PriorityTag, is_default: bool) -> Result<()> {
        let PriorityTag { id, name, color, rank } = priority.clone();
        self.run(PRIORITY_ADD { id, name, color, rank, is_default }).await?;
        Ok(())
    }
}
