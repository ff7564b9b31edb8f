//! Open a ticket for a customer who called, wrote elsewhere or stands at the desk.

use super::new::CheckedTicket;
use super::repeat::Repeat;
use crate::access::Scope;
use crate::error::checked;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::text::{Body, Name, Subject};
use domain::ticket::{Channel, TicketOpened};
use domain::{Field, MailAddress, Permission, Problems, SiteSlug, TicketId};
use serde::Serialize;
use store::Tx;

/// A ticket as an agent or a program typed it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TicketNew {
    /// Where it belongs: always exactly one site (S0-30).
    pub site: String,
    /// The customer's address.
    pub email: String,
    /// What the customer is called; may be empty.
    pub name: String,
    /// What it is about.
    pub subject: String,
    /// The first message.
    pub body: String,
    /// Makes a second try the same ticket.
    #[serde(skip)]
    pub idempotency: Option<String>,
}

impl Desk {
    /// Opens a ticket. Where its site leads it to a team whose tickets the caller does not see, they have it themselves until
    /// they give it away (D9). Errors: `Forbidden` without `ticket:write`, `Invalid` with every field that is wrong,
    /// `IdempotencyMismatch`.
    pub async fn ticket_open(&self, scope: &Scope, new: TicketNew) -> Result<TicketOpened> {
        scope.may(Permission::TicketWrite)?;
        let actor = scope.actor();
        let whose = actor.user().map_or_else(|| "system".to_owned(), |user| user.to_string());
        let repeat = Repeat::of(format_args!("ticket_open/{whose}"), new.idempotency.as_deref(), &new)?;
        let mut problems = Problems::default();
        let slug = problems.take(Field::Site, SiteSlug::parse(&new.site));
        let email = problems.take(Field::Email, MailAddress::parse(&new.email));
        let name = match new.name.trim() {
            "" => Some(String::new()),
            name => problems.take(Field::Name, Name::parse(name)).map(String::from),
        };
        let subject = problems.take(Field::Subject, Subject::parse(&new.subject));
        let body = problems.take(Field::Body, Body::parse(&new.body));
        let (Some(slug), Some(email), Some(name), Some(subject), Some(body)) = (slug, email, name, subject, body)
        else {
            return Err(checked(problems).err().unwrap_or(Error::NotFound));
        };
        let (at, body) = (self.now(), body.into());
        let mut tx = self.store.write(scope.sight()).await?;
        if let Some(done) = Repeat::before(repeat.as_ref(), &mut tx).await? {
            return self.ticket_opened(&mut tx, done.ticket_id).await;
        }
        let site = tx
            .site_head(&slug)
            .await?
            .ok_or_else(|| Error::invalid(Field::Site, "Choose one of the organization's sites."))?;
        let ticket = CheckedTicket {
            site: site.id,
            email,
            name,
            subject,
            body,
            channel: Channel::Agent,
            opened_by: actor,
            acknowledged: true,
        };
        let inserted = self.ticket_insert(&mut tx, scope.org(), ticket, at).await?;
        if let Some(user) = actor.user()
            && tx.ticket_by_id(inserted.ticket).await?.is_none()
        {
            tx.ticket_keep(inserted.ticket, user).await?;
        }
        Repeat::keep(repeat, &mut tx, inserted.ticket, 1, at).await?;
        tx.commit().await?;
        self.job_ready();
        self.changed(scope.org(), inserted.seq, &Event::TicketOpened, Some(&inserted.code), actor.user());
        Ok(TicketOpened { code: inserted.code, url: inserted.url })
    }

    /// The answer to a ticket that was opened before, for a request that came twice.
    pub(crate) async fn ticket_opened(&self, tx: &mut Tx, ticket: TicketId) -> Result<TicketOpened> {
        let record = tx.ticket_by_id(ticket).await?.ok_or(Error::NotFound)?;
        let link = tx.ticket_link_of(ticket).await?.ok_or(Error::NotFound)?;
        Ok(TicketOpened { code: record.code, url: self.ticket_url(link.id) })
    }
}
