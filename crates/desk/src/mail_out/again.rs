//! Send a reply once more, because somebody mended what was in its way.

use crate::access::Scope;
use crate::ticket::visible;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::job::Job;
use domain::ticket::{TicketCode, TicketPage};
use domain::{MessageId, Permission};
use store::mail_out::MailOutKind;

impl Desk {
    /// Lets those mails of a reply wait again that failed, came back or were withheld. Each keeps its id, so whoever has it already sees
    /// the same mail. Errors: `Forbidden` without `ticket:write`, `NotFound`, `Conflict` where all of them went or are on their way.
    pub async fn mail_send_again(&self, scope: &Scope, code: &TicketCode, message: MessageId) -> Result<TicketPage> {
        scope.may(Permission::TicketWrite)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let ticket = visible(&mut tx, code).await?;
        let mut mails = tx.mail_out_of_ticket(ticket.id).await?;
        let kinds = [MailOutKind::Reply, MailOutKind::Copy].map(MailOutKind::as_str);
        mails.retain(|mail| mail.message_id == Some(message) && kinds.contains(&mail.kind.as_str()));
        if mails.is_empty() {
            return Err(Error::NotFound);
        }
        let job = Job::MailTicketReplied { ticket: ticket.id, message };
        let mut waits = false;
        for mail in mails {
            if tx.mail_out_again(mail.id).await? {
                tx.job_again(mail.id, &job, at).await?;
                waits = true;
            }
        }
        if !waits {
            return Err(Error::Conflict("This mail was sent, or is on its way.".to_owned()));
        }
        let (event, actor) = (Event::TicketMailAgain, scope.actor());
        let seq = tx.record(&event, Some(ticket.id), actor.user(), actor.name(), at).await?;
        tx.commit().await?;
        self.job_ready();
        self.changed(scope.org(), seq, &event, Some(code), actor.user());
        self.ticket_page(scope, code).await
    }
}
