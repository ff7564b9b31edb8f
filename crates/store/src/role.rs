//! Roles an organization made itself (D1). The built-in ones are no rows: they are the same everywhere.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::permission::Permissions;
use domain::text::{Description, Name};
use domain::{RoleId, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

sql! {
    /// Nothing when the organization has a role of that name.
    tenant ROLE_ADD (id: RoleId, name: Name, name_key: String, description: Description, permissions: Json<Permissions>,
        at: Timestamp) =
        "INSERT INTO role (org_id, id, name, name_key, description, permissions, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (org_id, name_key) DO NOTHING";
    /// Nothing when another role has the name.
    tenant ROLE_UPDATE (id: RoleId, name: Name, name_key: String, description: Description, permissions: Json<Permissions>) =
        "UPDATE role SET name = $3, name_key = $4, description = $5, permissions = $6 WHERE org_id = $1 AND id = $2
         AND NOT EXISTS (SELECT 1 FROM role other WHERE other.org_id = $1 AND other.name_key = $4 AND other.id <> $2)";
    tenant ROLE_DROP (id: RoleId) = "DELETE FROM role WHERE org_id = $1 AND id = $2";
    tenant ROLE_LIST () =
        "SELECT id, name, description, permissions FROM role WHERE org_id = $1 ORDER BY name_key, id";
    tenant ROLE_ONE (id: RoleId) = "SELECT id, name, description, permissions FROM role WHERE org_id = $1 AND id = $2";
}

/// A role of the organization's own.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of role")]
pub struct RoleRecord {
    pub id: RoleId,
    pub name: Name,
    pub description: Description,
    pub permissions: Permissions,
}

#[derive(FromRow)]
struct RoleRow {
    id: RoleId,
    name: Name,
    description: Description,
    permissions: Json<serde_json::Value>,
}

impl From<RoleRow> for RoleRecord {
    fn from(RoleRow { id, name, description, permissions }: RoleRow) -> Self {
        // A list this program cannot read, written by a newer one, allows nothing.
        let permissions = serde_json::from_value(permissions.0).unwrap_or_default();
        Self { id, name, description, permissions }
    }
}

/// Two roles cannot be told apart by case alone.
fn folded(name: &Name) -> String {
    name.as_str().to_lowercase()
}

impl Tx {
    /// Keeps a new role; `false` when the organization has one of that name, whatever its case.
    pub async fn role_add(&mut self, role: RoleRecord, at: Timestamp) -> Result<bool> {
        let RoleRecord { id, name, description, permissions } = role;
        let name_key = folded(&name);
        let permissions = Json(permissions);
        Ok(self.run(ROLE_ADD { id, name, name_key, description, permissions, at }).await? == 1)
    }

    /// Keeps a changed role; `false` when another one has its name. The role must be there.
    pub async fn role_update(&mut self, role: RoleRecord) -> Result<bool> {
        let RoleRecord { id, name, description, permissions } = role;
        let (name_key, permissions) = (folded(&name), Json(permissions));
        Ok(self.run(ROLE_UPDATE { id, name, name_key, description, permissions }).await? == 1)
    }

    /// Takes a role away. Nobody may have it any more.
    pub async fn role_drop(&mut self, id: RoleId) -> Result<()> {
        self.run(ROLE_DROP { id }).await?;
        Ok(())
    }

    /// All of the organization's own roles, by name.
    pub async fn role_list(&mut self) -> Result<Vec<RoleRecord>> {
        let rows: Vec<RoleRow> = self.all(ROLE_LIST {}).await?;
        Ok(rows.into_iter().map(RoleRecord::from).collect())
    }

    /// The role of that id.
    pub async fn role_record(&mut self, id: RoleId) -> Result<Option<RoleRecord>> {
        let row: Option<RoleRow> = self.maybe(ROLE_ONE { id }).await?;
        Ok(row.map(RoleRecord::from))
    }
}
