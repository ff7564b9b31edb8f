//! A mail as its sender made it look, for a sandboxed frame: nothing in it runs, and nothing calls home (security.md A11).

use super::pictures::{Shown, addresses};
use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::MailInId;
use mail::Incoming;
use mail::html::{LOOK, Sanitised, sanitise, show};

/// A mail to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFrame {
    /// Sanitised; its pictures are in it.
    pub html: String,
    /// What it is about.
    pub subject: String,
    /// Whether the end of a very long one was cut.
    pub cut: bool,
}

impl Desk {
    /// The mail's own HTML, or its text where it has none. Pictures that came along are there; those of the web are once somebody asks
    /// for them with `pictures`, and are fetched by this machine. What is not there is marked `data-blocked`. Errors: as for
    /// [`Desk::mail_original`]; `Conflict` for a mail that cannot be read.
    pub async fn mail_frame(&self, scope: &Scope, mail: MailInId, pictures: bool) -> Result<MailFrame> {
        let record = self.mail_seen(scope, mail).await?;
        let raw = self.mail_raw_of(scope.org().id, record.id).await?;
        let made = self.mail_aside(move || mail::parse(&raw).map(|incoming| Made::of(incoming, pictures))).await?;
        let made = made.map_err(|refused| Error::Conflict(refused.to_string()))?;
        match made {
            Made::Text(frame) => Ok(frame),
            Made::Html { sanitised: Sanitised { html, cut, .. }, mut shown, remote, subject } => {
                shown.fetch(remote, &self.ports.fetch).await;
                self.mail_aside(move || MailFrame { html: show(&html, &shown), subject, cut }).await
            }
        }
    }
}

enum Made {
    /// Nothing is left to do.
    Text(MailFrame),
    Html {
        sanitised: Sanitised,
        shown: Shown,
        /// Addresses of the web that are to be asked.
        remote: Vec<String>,
        subject: String,
    },
}

impl Made {
    fn of(incoming: Incoming, pictures: bool) -> Self {
        let Incoming { html, text, attachments, subject, .. } = incoming;
        let Some(html) = html else {
            let text = text.unwrap_or_default();
            let mut end = text.len().min(LOOK);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let html = mail::shown(&text[..end], &subject);
            return Self::Text(MailFrame { html, subject, cut: end < text.len() });
        };
        let sanitised = sanitise(&html);
        let shown = Shown::inline(&sanitised.inline, &attachments);
        let remote = if pictures { addresses(&sanitised.html) } else { Vec::new() };
        Self::Html { sanitised, shown, remote, subject }
    }
}
