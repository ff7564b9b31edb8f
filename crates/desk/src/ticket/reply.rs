//! Answer a customer.

use super::change::set_status;
use super::message::CheckedMessage;
use super::prose::Prose;
use super::repeat::Repeat;
use super::visible;
use crate::access::Scope;
use crate::attachment::Upload;
use crate::{Desk, Error, Result};
use domain::mail_address::bare;
use domain::message::MessageKind;
use domain::text::Body;
use domain::ticket::{TicketCode, TicketPage};
use domain::{Field, MailAddress, Permission, StatusId};
use sha2::{Digest as _, Sha256};
use store::attachment::AttachmentNew;

/// A reply or a note as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct MessageNew {
    /// Markdown.
    pub body: String,
    /// Number of the newest message the writer saw.
    pub seen: i64,
    /// Makes a second try the same message.
    pub idempotency: Option<String>,
    /// What goes with it.
    pub files: Vec<Upload>,
    /// Who else gets it by mail, besides the customer.
    pub cc: Vec<String>,
    /// The status the ticket gets with it ("send and resolve"); `None` leaves it.
    pub then: Option<StatusId>,
}

impl Desk {
    /// Sends a public reply. Errors: `Forbidden` without `ticket:write`, `NotFound`, `Stale` when the customer wrote something
    /// the writer has not seen, `Invalid` for text, files, copies or status, `IdempotencyMismatch`.
    pub async fn ticket_reply(&self, scope: &Scope, code: &TicketCode, new: MessageNew) -> Result<TicketPage> {
        self.ticket_write(scope, code, MessageKind::Public, new).await
    }

    /// Keeps a message of a member. Its files go to the disk before the transaction, which nobody should have to wait for.
    pub(super) async fn ticket_write(
        &self,
        scope: &Scope,
        code: &TicketCode,
        kind: MessageKind,
        new: MessageNew,
    ) -> Result<TicketPage> {
        scope.may(Permission::TicketWrite)?;
        let body = Body::parse(&new.body).map_err(|error| Error::invalid(Field::Body, error))?;
        let whose = scope.actor().user().map_or_else(|| "system".to_owned(), |user| user.to_string());
        let files: Vec<(&str, Vec<u8>)> =
            new.files.iter().map(|file| (file.name.as_str(), Sha256::digest(&file.bytes).to_vec())).collect();
        let cc = copies(kind, &new.cc)?;
        self.mail_copies_leave(scope, &cc).await?;
        let request = (code.prefix(), code.number(), body.as_str(), new.then, files, &new.cc);
        let repeat = Repeat::of(format_args!("ticket_{kind}/{whose}"), new.idempotency.as_deref(), &request)?;
        let kept = self.attachment_keep(scope.org().id, new.files).await?;
        let write = Write { kind, body: body.into(), seen: new.seen, then: new.then, repeat, files: &kept, cc: &cc };
        let written = self.ticket_written(scope, code, write).await;
        // Kept only by a message that came to be: not by a refused one, and not by the repetition of one.
        if !matches!(written, Ok(true)) {
            self.attachment_forget(scope.org().id, &kept).await;
        }
        written?;
        self.ticket_page(scope, code).await
    }

    /// Whether something was written: `false` when the same request had written it before.
    async fn ticket_written(&self, scope: &Scope, code: &TicketCode, write: Write<'_>) -> Result<bool> {
        let Write { kind, body, seen, then, repeat, files, cc } = write;
        let (at, actor) = (self.now(), scope.actor());
        let mut tx = self.store.write(scope.sight()).await?;
        if Repeat::before(repeat.as_ref(), &mut tx).await?.is_some() {
            return Ok(false);
        }
        let mut ticket = visible(&mut tx, code).await?;
        if kind == MessageKind::Public && tx.message_last_of_customer(ticket.id).await? > seen {
            return Err(Error::Stale);
        }
        // Who writes has read what they saw.
        ticket.seen = ticket.seen.max(seen);
        let message = CheckedMessage { kind, author: actor, body, files, cc, automatic: false };
        let mut told = self.message_insert(&mut tx, &mut ticket, message, at).await?.told;
        if let Some(status) = then
            && let Some(event) = set_status(&mut tx, &mut ticket, status).await?
        {
            if !tx.ticket_set(&mut ticket).await? {
                return Err(Error::Stale);
            }
            told.push((tx.record(&event, Some(ticket.id), actor.user(), actor.name(), at).await?, event));
        }
        Repeat::keep(repeat, &mut tx, ticket.id, ticket.last_message, at).await?;
        tx.commit().await?;
        self.job_ready();
        self.ticket_told(scope.org(), &ticket.code, actor.user(), &told);
        Ok(true)
    }
}

struct Write<'a> {
    kind: MessageKind,
    body: Prose,
    seen: i64,
    then: Option<StatusId>,
    repeat: Option<Repeat>,
    files: &'a [AttachmentNew],
    cc: &'a [MailAddress],
}

/// Most people who get a copy of a reply.
const CC: usize = 10;

/// Whom a copy goes to, each once. Errors: `Invalid(Cc)` for what is no address, for too many, and on a note, which leaves by no mail.
fn copies(kind: MessageKind, typed: &[String]) -> Result<Vec<MailAddress>> {
    let mut found: Vec<MailAddress> = Vec::new();
    for text in typed.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        let address =
            MailAddress::parse(bare(text)).map_err(|error| Error::invalid(Field::Cc, format!("{text}: {error}")))?;
        if !found.contains(&address) {
            found.push(address);
        }
    }
    match kind {
        _ if found.len() > CC => Err(Error::invalid(Field::Cc, format!("A copy goes to at most {CC} people."))),
        MessageKind::Note if !found.is_empty() => Err(Error::invalid(Field::Cc, "A note is sent to nobody.")),
        _ => Ok(found),
    }
}
