//! A mail that belongs to a ticket: the customer's next message, an agent's answer, or something that waits beside it.

use super::reading::{Goes, Reading};
use super::said::Said;
use super::{done, ended};
use crate::access::{Actor, Scope};
use crate::ticket::Told;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::mail::{MailInState, Verdict};
use domain::ticket::TicketCode;
use domain::{Permission, TicketId, UserId};
use mail::thread::Who;
use store::mail_in::MailInSet;

/// Mails that one address adds to one ticket in [`WINDOW`]; what comes after them waits for a person (peers.md 3.1).
const BUDGET: i64 = 10;
/// Seconds.
const WINDOW: i64 = 600;

impl Desk {
    /// The sender takes part and the proof is good. What else has to hold is asked here: nobody speaks in another's name.
    pub(super) async fn mail_replied(
        &self,
        reading: Reading<'_>,
        ticket: TicketId,
        who: Who,
        machine: bool,
    ) -> Result<()> {
        if reading.read.proof.dmarc == Verdict::Fail {
            let said = "The sender's domain says that this mail is not from them (DMARC failed).";
            return self.mail_held(&reading, ticket, "dmarc", said).await;
        }
        if self.mail_floods(&reading, ticket).await? {
            let said = "This address wrote many mails to this ticket within a few minutes.";
            return self.mail_held(&reading, ticket, super::FLOODED, said).await;
        }
        match who {
            Who::Contact(contact) => {
                let actor = Actor::Customer { id: Some(contact), name: reading.author() };
                let scope = reading.scope.clone();
                self.mail_added(reading, &scope, ticket, &actor, machine).await
            }
            Who::User(user) => match self.mail_agent(&reading, ticket, user, machine).await? {
                Ok(scope) => {
                    let actor = scope.actor().clone();
                    self.mail_added(reading, &scope, ticket, &actor, false).await
                }
                Err((reason, said)) => self.mail_held(&reading, ticket, reason, said).await,
            },
        }
    }

    /// Whether that member may answer by this mail, at this moment (security.md A10), and as whom; else why not.
    async fn mail_agent(
        &self,
        reading: &Reading<'_>,
        ticket: TicketId,
        user: UserId,
        machine: bool,
    ) -> Result<std::result::Result<Scope, (&'static str, &'static str)>> {
        if machine {
            return Ok(Err((
                "agent_machine",
                "An automatic answer from a member's address is not sent to the customer.",
            )));
        }
        let allowed = self.store.read(reading.scope.sight()).await?.mail_settings().await?.agents;
        if !allowed {
            return Ok(Err((
                "agent_off",
                "Members may not answer by mail here. An admin can allow it under Mailboxes.",
            )));
        }
        if reading.read.proof.dmarc != Verdict::Pass {
            return Ok(Err(("agent_unproven", "Nothing proves that this member wrote the mail (DMARC did not pass).")));
        }
        let scope = match self.enter_by_mail(reading.scope.org().id, user).await {
            Ok(scope) => scope,
            Err(Error::NotFound) => return Ok(Err(("agent_gone", "Whoever wrote this does not work here any more."))),
            Err(error) => return Err(error),
        };
        let sees = self.store.read(scope.sight()).await?.ticket_by_id(ticket).await?.is_some();
        if scope.may(Permission::TicketWrite).is_err() || !sees {
            return Ok(Err(("agent_forbidden", "This member may not answer this ticket.")));
        }
        Ok(Ok(scope))
    }

    async fn mail_floods(&self, reading: &Reading<'_>, ticket: TicketId) -> Result<bool> {
        let mut tx = self.store.read(reading.scope.sight()).await?;
        let since = self.now().plus_seconds(-WINDOW);
        let written = tx.mail_in_to_ticket(&reading.read.from_email, since, ticket, BUDGET).await?;
        Ok(written >= usize::try_from(BUDGET).unwrap_or(usize::MAX))
    }

    /// Adds the mail to the ticket, as its author sees it.
    async fn mail_added(
        &self,
        reading: Reading<'_>,
        scope: &Scope,
        ticket: TicketId,
        author: &Actor,
        machine: bool,
    ) -> Result<()> {
        let said = Said::of(reading.incoming.clone(), machine)?;
        let said = if author.user().is_some() { said.new_words_alone()? } else { said };
        let (words, files) = self.mail_words(scope.org().id, said).await?;
        let at = self.now();
        let added = async {
            let mut tx = self.store.write(scope.sight()).await?;
            if !reading.begins(&mut tx, Goes::Into(ticket)).await? {
                tx.commit().await?;
                return Ok(None);
            }
            let mut record = tx.ticket_by_id(ticket).await?.ok_or(Error::NotFound)?;
            if let Actor::Customer { id: Some(contact), .. } = author {
                tx.contact_heard(*contact).await?;
            }
            let written = self.mail_message(&mut tx, (&reading, author), &mut record, (words, &files), at).await?;
            tx.mail_in_set(reading.record.id, done("replied", ticket, Some(written.id))).await?;
            tx.commit().await?;
            Ok(Some((record.code, written.told)))
        };
        let added: Result<Option<(TicketCode, Told)>> = added.await;
        if !matches!(added, Ok(Some(_))) {
            self.attachment_forget(scope.org().id, &files).await;
        }
        if let Some((code, told)) = added? {
            self.job_ready();
            self.ticket_told(scope.org(), &code, author.user(), &told);
        }
        Ok(())
    }

    /// Keeps the mail beside the ticket until an agent decides; it makes nobody a reader (INV-14).
    pub(super) async fn mail_held(
        &self,
        reading: &Reading<'_>,
        ticket: TicketId,
        reason: &'static str,
        said: &str,
    ) -> Result<()> {
        let Reading { scope, record, .. } = reading;
        let mut tx = self.store.write(scope.sight()).await?;
        if !reading.begins(&mut tx, Goes::Beside(ticket)).await? {
            return Ok(tx.commit().await?);
        }
        let found = tx.ticket_by_id(ticket).await?.ok_or(Error::NotFound)?;
        let set = MailInSet { ticket: Some(ticket), ..ended(MailInState::Held, reason, said) };
        tx.mail_in_set(record.id, set).await?;
        let event = Event::TicketMailHeld;
        let seq = tx.record(&event, Some(ticket), None, scope.actor().name(), self.now()).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, Some(&found.code), None);
        Ok(())
    }
}
