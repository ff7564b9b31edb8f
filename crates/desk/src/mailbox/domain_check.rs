//! Look what a domain says about its mail, and say what to publish.

use super::row::domain;
use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::Permission;
use domain::mail_record::{above, dkim, dmarc, spf};
use domain::mailbox::{DomainCheck, RecordCheck};
use store::mailbox::MailboxRecord;

/// Domains above one that are asked for their policy.
const ABOVE: usize = 3;

impl Desk {
    /// SPF, DKIM and DMARC of a domain of the organization's addresses. Whether the key's record is there is remembered: only then mail
    /// is signed. Errors: `Forbidden` without `mailbox:edit`, `NotFound` for a domain of nobody here.
    pub async fn mail_domain_check(&self, scope: &Scope, name: &str) -> Result<DomainCheck> {
        scope.may(Permission::MailboxEdit)?;
        let name = name.trim().to_ascii_lowercase();
        let mut tx = self.store.read(scope.sight()).await?;
        let record = tx.mail_domain(&name).await?;
        let mut boxes = tx.mailbox_records().await?;
        drop(tx);
        boxes.retain(|mailbox| mailbox.address.domain() == name);
        if record.is_none() && boxes.is_empty() {
            return Err(Error::NotFound);
        }
        let own = leaves_by_own_servers(&boxes);
        let host = self.platform_address()?.domain().to_owned();
        let trust = &self.ports.trust;
        let found = trust.txt(&name).await;
        let spf = spf(&name, &host, own, found.as_deref().map_err(String::as_str));
        let ours = domain(name.clone(), record.as_ref()).dkim;
        let found = match &ours {
            Some(ours) => trust.txt(&ours.name).await,
            None => Ok(Vec::new()),
        };
        let (dkim, seen) = dkim(&name, ours.as_ref(), found.as_deref().map_err(String::as_str));
        let dmarc = self.dmarc_of(&name).await;
        if let (Some(record), Some(seen)) = (record, seen)
            // Whoever has proven it may have to become its owner still: another one may have been first, and be gone.
            && (record.is_seen != seen || seen)
        {
            let changed = record.is_seen != seen;
            let mut tx = self.store.write(scope.sight()).await?;
            tx.mail_domain_seen(&record, seen).await?;
            let told = match changed {
                true => Some(self.mailbox_changed(&mut tx, scope, "", self.now()).await?),
                false => None,
            };
            tx.commit().await?;
            if let Some((seq, event)) = told {
                self.changed(scope.org(), seq, &event, None, scope.actor().user());
            }
        }
        Ok(DomainCheck { domain: name, checks: vec![spf, dkim, dmarc] })
    }

    /// The policy of the domain, or of the nearest one above it that has one (RFC 7489 section 6.6.3).
    async fn dmarc_of(&self, name: &str) -> RecordCheck {
        let mut of = name;
        for _ in 0..=ABOVE {
            let found = self.ports.trust.txt(&format!("_dmarc.{of}")).await;
            let check = dmarc(name, of, found.as_deref().map_err(String::as_str));
            match above(of) {
                Some(next) if check.found.is_none() && found.is_ok() => of = next,
                // Where nobody above says anything either, the domain itself is the place to say it.
                _ if check.found.is_none() && found.is_ok() => break,
                _ => return check,
            }
        }
        dmarc(name, name, Ok(&[]))
    }
}

/// Whether nothing of these addresses leaves by the installation's own way.
fn leaves_by_own_servers(boxes: &[MailboxRecord]) -> bool {
    let mut sending = boxes.iter().filter(|mailbox| mailbox.direction.sends()).peekable();
    sending.peek().is_some() && sending.all(|mailbox| mailbox.smtp.is_some())
}
