//! Say no. The seat is free at once, and the inviter is told.

use crate::access::{InvitationScope, UserScope};
use crate::audit::{By, Entry};
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::job::Job;

impl Desk {
    /// Declines with the account the invitation is for, or with its mailed link alone. Errors: `WrongAccount` for anybody else;
    /// `NotFound` where it ended meanwhile.
    pub async fn invitation_decline(
        &self,
        user: Option<&UserScope>,
        door: &InvitationScope,
        ip: Option<String>,
    ) -> Result<()> {
        let (id, name, by) = match user {
            Some(user) if door.is_for(user) && (user.user().confirmed || door.proves_address()) => {
                (Some(user.id()), user.user().name.clone(), By::from(user))
            }
            None if door.proves_address() => {
                (None, door.email().to_owned(), By::newcomer(None, door.email().to_owned(), ip))
            }
            _ => return Err(Error::WrongAccount),
        };
        let at = self.now();
        let mut tx = self.store.write(&door.sight()).await?;
        if !tx.invitation_answer(door.entry(), false, at).await? {
            return Err(Error::NotFound);
        }
        self.audit(&mut tx, by, Entry::new(AuditAction::InvitationDeclined, door.email()), at).await?;
        tx.job_add(self.job_id(at), &Job::MailInvitationAnswered { invitation: door.id() }, at).await?;
        let seq = tx.record(&Event::InvitationChanged, None, id, &name, at).await?;
        tx.commit().await?;
        self.job_ready();
        self.invitation_told(door.org(), seq, id);
        Ok(())
    }
}
