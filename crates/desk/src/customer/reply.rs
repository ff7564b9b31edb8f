//! The customer writes again. Whatever was over or waiting for them is open again (D7).

use super::customer_of;
use crate::access::LinkScope;
use crate::attachment::{Upload, files_problem, prints};
use crate::ticket::message::CheckedMessage;
use crate::ticket::prose::Prose;
use crate::ticket::repeat::Repeat;
use crate::{Desk, Error, Result};
use domain::message::MessageKind;
use domain::text::Body;
use domain::{Field, Problems};
use store::attachment::AttachmentNew;

impl Desk {
    /// Adds the customer's message to the link's ticket. Errors: `Invalid` for body, files or key; `IdempotencyMismatch`.
    /// Nothing of a refused attempt is kept.
    pub async fn customer_reply(
        &self,
        scope: &LinkScope,
        body: &str,
        files: Vec<Upload>,
        idempotency: Option<String>,
    ) -> Result<()> {
        let mut problems = Problems::default();
        let body = problems.take(Field::Body, Body::parse(body));
        problems.0.extend(files_problem(&files));
        let (Some(body), true) = (body, problems.is_empty()) else { return Err(Error::Invalid(problems)) };
        let request = (body.as_str(), prints(&files));
        let repeat = Repeat::of(format_args!("customer_reply/{}", scope.ticket()), idempotency.as_deref(), &request)?;
        if repeat.is_some()
            && Repeat::before(repeat.as_ref(), &mut self.store.read(&scope.sight()).await?).await?.is_some()
        {
            return Ok(());
        }
        let kept = self.attachment_keep(scope.org().id, files).await?;
        let written = self.customer_replied(scope, body.into(), repeat, &kept).await;
        if !matches!(written, Ok(true)) {
            self.attachment_forget(scope.org().id, &kept).await;
        }
        written.map(drop)
    }

    /// Whether this call wrote the message.
    async fn customer_replied(
        &self,
        scope: &LinkScope,
        body: Prose,
        repeat: Option<Repeat>,
        files: &[AttachmentNew],
    ) -> Result<bool> {
        let at = self.now();
        let mut tx = self.store.write(&scope.sight()).await?;
        if Repeat::before(repeat.as_ref(), &mut tx).await?.is_some() {
            return Ok(false);
        }
        let mut ticket = tx.ticket_by_id(scope.ticket()).await?.ok_or(Error::NotFound)?;
        let author = customer_of(scope, &ticket);
        let kind = MessageKind::Public;
        let message = CheckedMessage { kind, author: &author, body, files, cc: &[], automatic: false };
        let told = self.message_insert(&mut tx, &mut ticket, message, at).await?.told;
        Repeat::keep(repeat, &mut tx, ticket.id, ticket.last_message, at).await?;
        tx.commit().await?;
        self.job_ready();
        self.ticket_told(scope.org(), &ticket.code, None, &told);
        Ok(true)
    }
}
