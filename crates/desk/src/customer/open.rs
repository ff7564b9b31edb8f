//! Open a ticket without an account: from a site's hosted page, its widget, or a program with its key.

use crate::access::{Actor, SiteScope};
use crate::attachment::{Upload, files_problem, prints};
use crate::ticket::new::CheckedTicket;
use crate::ticket::prose::Prose;
use crate::ticket::repeat::Repeat;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::text::{Body, Name, Subject};
use domain::ticket::{Channel, TicketOpened};
use domain::{Field, MailAddress, Problems};
use store::attachment::AttachmentNew;

/// A stranger's ticket as it was typed.
#[derive(Clone, Debug)]
pub struct CustomerTicketNew {
    /// Where answers go.
    pub email: String,
    /// What they call themselves; may be empty.
    pub name: String,
    /// What it is about.
    pub subject: String,
    /// What they wrote.
    pub body: String,
    /// Makes a second submit of the same thing harmless.
    pub idempotency: Option<String>,
    /// What came with it.
    pub files: Vec<Upload>,
    /// The way it came in.
    pub channel: Channel,
}

struct Checked {
    email: MailAddress,
    name: String,
    subject: Subject,
    body: Prose,
}

impl Desk {
    /// Opens a ticket at the scope's site and mails the customer its link. Errors: `Invalid` with every wrong field;
    /// `IdempotencyMismatch` when the key was used for something else. Nothing of a refused attempt is kept, its key neither.
    pub async fn customer_open(&self, scope: &SiteScope, mut new: CustomerTicketNew) -> Result<TicketOpened> {
        let files = std::mem::take(&mut new.files);
        let checked = checked(&new, &files)?;
        let request = (&new.email, &new.name, &new.subject, &new.body, prints(&files));
        let repeat = Repeat::of(format_args!("customer_open/{}", scope.site()), new.idempotency.as_deref(), &request)?;
        if repeat.is_some() && !files.is_empty() {
            // Before any file is written: a double tap must not cost the disk anything.
            let mut tx = self.store.read(&scope.sight()).await?;
            if let Some(done) = Repeat::before(repeat.as_ref(), &mut tx).await? {
                return self.ticket_opened(&mut tx, done.ticket_id).await;
            }
        }
        let kept = self.attachment_keep(scope.org().id, files).await?;
        let opened = self.customer_opened(scope, checked, new.channel, repeat, &kept).await;
        if !matches!(opened, Ok((_, true))) {
            self.attachment_forget(scope.org().id, &kept).await;
        }
        Ok(opened?.0)
    }

    /// The ticket, and whether this call made it.
    async fn customer_opened(
        &self,
        scope: &SiteScope,
        new: Checked,
        channel: Channel,
        repeat: Option<Repeat>,
        kept: &[AttachmentNew],
    ) -> Result<(TicketOpened, bool)> {
        let at = self.now();
        let mut tx = self.store.write(&scope.sight()).await?;
        if let Some(done) = Repeat::before(repeat.as_ref(), &mut tx).await? {
            return Ok((self.ticket_opened(&mut tx, done.ticket_id).await?, false));
        }
        let Checked { email, name, subject, body } = new;
        let opened_by = Actor::Customer { id: None, name: name.clone() };
        let ticket = CheckedTicket {
            site: scope.site(),
            email,
            name,
            subject,
            body,
            channel,
            opened_by: &opened_by,
            acknowledged: true,
        };
        let inserted = self.ticket_insert(&mut tx, scope.org(), ticket, at).await?;
        for file in kept {
            tx.attachment_add(inserted.ticket, inserted.message, file, at).await?;
        }
        Repeat::keep(repeat, &mut tx, inserted.ticket, 1, at).await?;
        tx.commit().await?;
        self.job_ready();
        self.changed(scope.org(), inserted.seq, &Event::TicketOpened, Some(&inserted.code), None);
        Ok((TicketOpened { code: inserted.code, url: inserted.url }, true))
    }
}

/// Everything that is wrong, at once.
fn checked(new: &CustomerTicketNew, files: &[Upload]) -> Result<Checked> {
    let mut problems = Problems::default();
    let email = problems.take(Field::Email, MailAddress::parse(&new.email));
    let subject = problems.take(Field::Subject, Subject::parse(&new.subject));
    let body = problems.take(Field::Body, Body::parse(&new.body));
    let name = match new.name.trim() {
        "" => Some(String::new()),
        name => problems.take(Field::Name, Name::parse(name)).map(String::from),
    };
    problems.0.extend(files_problem(files));
    match (email, name, subject, body) {
        (Some(email), Some(name), Some(subject), Some(body)) if problems.is_empty() => {
            Ok(Checked { email, name, subject, body: body.into() })
        }
        _ => Err(Error::Invalid(problems)),
    }
}
