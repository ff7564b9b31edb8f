//! Taking an organization away, with everything in it; a receipt stays (B33).

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::job::Job;
use domain::{JobId, Timestamp, UserId};
use sqlx::FromRow;
use sqlx::types::Json;

sql! {
    tenant ORG_COUNTS () =
        "SELECT CAST((SELECT COUNT(*) FROM ticket WHERE org_id = $1) AS BIGINT) AS tickets,
                CAST((SELECT COUNT(*) FROM membership WHERE org_id = $1) AS BIGINT) AS members";
    tenant ORG_RECEIPT_ADD (by: Option<UserId>, at: Timestamp, tickets: i64, members: i64) =
        "INSERT INTO org_receipt (org_id, tenant_id, slug, deleted_by, deleted_at, tickets, members)
         SELECT id, tenant_id, slug, $2, $3, $4, $5 FROM org WHERE id = $1";
    /// In no organization's name: a job of its own would go with it.
    tenant ORG_PURGE_ADD (id: JobId, kind: String, payload: Json<Job>, at: Timestamp) =
        "INSERT INTO job (id, kind, payload, run_at, created_at) SELECT $2, $3, $4, $5, $5 FROM org WHERE id = $1";
    tenant ORG_LEFT () = "UPDATE user_account SET last_org_id = NULL WHERE last_org_id = $1";
    tenant ORG_NO_DEFAULT () = "UPDATE user_account SET default_org_id = NULL WHERE default_org_id = $1";
    /// First, because they hold on to sites, contacts, statuses and members.
    tenant ORG_TICKETS_DELETE () = "DELETE FROM ticket WHERE org_id = $1";
    /// Everything else hangs on it.
    tenant ORG_DELETE () = "DELETE FROM org WHERE id = $1";
}

/// What goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct OrgCounts {
    /// All of them, closed ones too.
    pub tickets: i64,
    /// Active or not.
    pub members: i64,
}

impl Tx {
    /// What would go with the organization.
    pub async fn org_counts(&mut self) -> Result<OrgCounts> {
        self.one(ORG_COUNTS {}).await
    }

    /// Deletes the organization of this transaction, writes the receipt and asks for its files to be removed by `purge`.
    pub async fn org_delete(
        &mut self,
        by: Option<UserId>,
        purge: JobId,
        job: &Job,
        at: Timestamp,
    ) -> Result<OrgCounts> {
        let counts = self.org_counts().await?;
        self.run(ORG_RECEIPT_ADD { by, at, tickets: counts.tickets, members: counts.members }).await?;
        self.run(ORG_PURGE_ADD { id: purge, kind: job.kind().to_owned(), payload: Json(job.clone()), at }).await?;
        self.run(ORG_LEFT {}).await?;
        self.run(ORG_NO_DEFAULT {}).await?;
        self.run(ORG_TICKETS_DELETE {}).await?;
        self.run(ORG_DELETE {}).await?;
        Ok(counts)
    }
}
