//! Make a key that signs mail of a domain. Nothing is signed before a check has seen its record.

use super::row::domain;
use crate::access::Scope;
use crate::audit::Entry;
use crate::mail_out::DKIM_SECRET;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::mailbox::DomainRow;
use domain::{MailDomainId, Permission};
use std::sync::Arc;
use store::mail_domain::MailDomainRecord;

impl Desk {
    /// Makes the key of a domain that has a mailbox, sealed, and says which record to publish; the one that is there already stays.
    /// Errors: `Forbidden` without `mailbox:edit`, `NotFound` for a domain of nobody here.
    pub async fn mail_domain_sign(&self, scope: &Scope, name: &str) -> Result<DomainRow> {
        scope.may(Permission::MailboxEdit)?;
        let name = name.trim().to_ascii_lowercase();
        let mut tx = self.store.read(scope.sight()).await?;
        if let Some(record) = tx.mail_domain(&name).await? {
            return Ok(domain(name, Some(&record)));
        }
        if !tx.mailbox_records().await?.iter().any(|mailbox| mailbox.address.domain() == name) {
            return Err(Error::NotFound);
        }
        drop(tx);
        let trust = Arc::clone(&self.ports.trust);
        // Two primes take a core for a while.
        let made = tokio::task::spawn_blocking(move || trust.key()).await;
        let key = made.map_err(|error| Error::Broken(error.to_string()))?.map_err(Error::Broken)?;
        let at = self.now();
        let id = MailDomainId(self.ports.ids.uuid(at));
        let record = MailDomainRecord {
            id,
            domain: name.clone(),
            selector: selector(id),
            record: key.record,
            secret: self.seal(DKIM_SECRET, id.0, &key.private)?,
            is_seen: false,
        };
        let mut tx = self.store.write(scope.sight()).await?;
        if !tx.mail_domain_add(record.clone(), at).await? {
            // Somebody was faster; theirs stays.
            let record = tx.mail_domain(&name).await?.ok_or(Error::NotFound)?;
            return Ok(domain(name, Some(&record)));
        }
        self.audit(&mut tx, scope, Entry::new(AuditAction::MailDomainSigned, name.clone()), at).await?;
        let (seq, event) = self.mailbox_changed(&mut tx, scope, "", at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, None, scope.actor().user());
        Ok(domain(name, Some(&record)))
    }
}

/// What the key's record is called below `_domainkey`: for each key another name, because two organizations may have addresses at one
/// domain, and a record that went is remembered for a while. The digits are the end of the id, which is random; its beginning is the time.
fn selector(id: MailDomainId) -> String {
    format!("hs-{}", &id.0.simple().to_string()[24..])
}

#[cfg(test)]
mod tests {
    use super::selector;
    use domain::MailDomainId;

    #[test]
    fn a_selector_is_the_end_of_the_id() {
        let id = "019ac3d2-7f00-7abc-8def-0123456789ab".parse().expect("an id");
        assert_eq!(selector(MailDomainId(id)), "hs-456789ab");
    }
}
