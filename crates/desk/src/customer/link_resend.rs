//! "Send me a new link": for a link that is old. The answer is the same whatever is true (screens.md 7).

use crate::ticket::new::LINK_LIFE;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::access::Sight;
use domain::job::Job;
use domain::{Field, MailAddress, TicketLinkId};
use store::directory::ticket_link::TicketLinkRecord;
use store::mail_out::{MailOutKind, MailOutNew};

impl Desk {
    /// Mails a fresh link of the ticket behind `token`, expired or not, if `email` is its customer's address; otherwise does
    /// nothing, and says so to nobody. Errors: `Invalid(Field::Email)` for what is no address at all.
    pub async fn customer_link_resend(&self, token: &str, email: &str) -> Result<()> {
        let email = MailAddress::parse(email).map_err(|error| Error::invalid(Field::Email, error))?;
        let found = self.store.read_global().await?.ticket_of_link(&hash(token)).await?;
        let Some((org, link)) = found else { return Ok(()) };
        let at = self.now();
        let mut tx = self.store.write(&Sight::everything(org.org_id, None)).await?;
        let Some(ticket) = tx.ticket_by_id(link.ticket_id).await? else { return Ok(()) };
        let is_theirs = MailAddress::parse(&ticket.contact_email).is_ok_and(|theirs| theirs == email);
        if !is_theirs || ticket.contact_id != link.contact_id {
            return Ok(());
        }
        // A link of its own: whoever found the old one, in an old mailbox or a log, gets nothing from it.
        let id = TicketLinkId(self.ports.ids.uuid(at));
        let fresh = TicketLinkRecord { id, contact_id: link.contact_id, expires_at: at.plus_seconds(LINK_LIFE) };
        tx.ticket_link_add(ticket.id, fresh, hash(&self.token("ticket", id.0)), at).await?;
        let (id, to_key) = (self.job_id(at), email.key().to_owned());
        let mail = MailOutNew { id, ticket: ticket.id, message: None, kind: MailOutKind::Link, to_key, cc: Vec::new() };
        tx.mail_out_add(mail, at).await?;
        tx.job_add(id, &Job::MailTicketLink { ticket: ticket.id }, at).await?;
        tx.commit().await?;
        self.job_ready();
        Ok(())
    }
}
