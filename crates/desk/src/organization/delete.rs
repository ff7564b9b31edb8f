//! Delete an organization: for ever, at once, and nothing of it stays but a receipt (S1-61, B33).

use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::job::Job;
use domain::organization::OrgDanger;
use domain::{Field, OrgId, Permission};

impl Desk {
    /// What would go, to be told before it is asked. Errors: `Forbidden` without `org:delete`.
    pub async fn org_danger(&self, scope: &Scope) -> Result<OrgDanger> {
        scope.may(Permission::OrgDelete)?;
        let mut tx = self.store.read(scope.sight()).await?;
        let counts = tx.org_counts().await?;
        Ok(OrgDanger { name: tx.org_record().await?.name.into(), tickets: counts.tickets, members: counts.members })
    }

    /// Deletes the organization with all that is in it; its keys, links and sessions open nothing from that moment, its files
    /// are removed by a job. `confirm` is its name, typed by a person. Errors: `Forbidden` without `org:delete`,
    /// `Invalid(Confirm)`.
    pub async fn org_delete(&self, scope: &Scope, confirm: &str) -> Result<()> {
        scope.may(Permission::OrgDelete)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let name: String = tx.org_record().await?.name.into();
        if confirm.trim() != name {
            let words = format!("`confirm` must be the organization's name. Type {name} to delete it.");
            return Err(Error::invalid(Field::Confirm, words));
        }
        let (org, by) = (scope.org().id, scope.actor().user());
        tx.org_delete(by, self.job_id(at), &Job::OrgPurge { org }, at).await?;
        let seq = tx.seq() + 1;
        tx.commit().await?;
        self.job_ready();
        self.changed(scope.org(), seq, &Event::OrgDeleted, None, by);
        Ok(())
    }

    /// Removes what no table names any more. Done again it finds nothing to do.
    pub(crate) async fn org_purge(&self, org: OrgId) -> Result<()> {
        self.ports.files.forget(org).await.map_err(Error::Broken)?;
        self.ports.mailer.forget(org).await.map_err(Error::Broken)
    }
}
