//! Copies that would come back: nobody is copied in under an address that leads here, where it would open a ticket or answer itself.

use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::{Field, MailAddress};
use store::Tx;
use store::mail_in::MessageMailRecord;

/// The addresses of an organization's mailboxes.
struct OwnAddresses(Vec<String>);

impl Desk {
    /// Errors: `Invalid(Cc)` for a copy to a mailbox of the organization's, or to an address that means something to the installation.
    pub(crate) async fn mail_copies_leave(&self, scope: &Scope, copies: &[MailAddress]) -> Result<()> {
        if copies.is_empty() {
            return Ok(());
        }
        let own = self.mail_own(&mut self.store.read(scope.sight()).await?).await?;
        match copies.iter().find(|copy| self.mail_leads_back(&own, copy)) {
            Some(copy) => {
                let words = format!("{copy} leads back to this desk: what is sent there opens a ticket. Leave it out.");
                Err(Error::invalid(Field::Cc, words))
            }
            None => Ok(()),
        }
    }

    /// Leaves out of Cc what leads back here: who stays there is suggested for a copy.
    pub(super) async fn mail_copies_suggested(&self, tx: &mut Tx, mails: &mut [MessageMailRecord]) -> Result<()> {
        if mails.iter().all(|mail| mail.facts.0.cc.is_empty()) {
            return Ok(());
        }
        let own = self.mail_own(tx).await?;
        let leaves = |person: &String| {
            MailAddress::parse(bare(person)).is_ok_and(|address| !self.mail_leads_back(&own, &address))
        };
        mails.iter_mut().for_each(|mail| mail.facts.0.cc.retain(leaves));
        Ok(())
    }

    async fn mail_own(&self, tx: &mut Tx) -> Result<OwnAddresses> {
        let boxes = tx.mailbox_records().await?;
        Ok(OwnAddresses(boxes.iter().map(|mailbox| mailbox.address.key().to_owned()).collect()))
    }

    /// A mailbox gets what is sent to it with a plus sign as well. Another organization's mailboxes are anybody's addresses.
    fn mail_leads_back(&self, own: &OwnAddresses, address: &MailAddress) -> bool {
        let (local, domain) = address.key().split_once('@').unwrap_or_default();
        let base = local.split('+').next().unwrap_or_default();
        let is_own = |key: &str| own.0.iter().any(|own| own == key);
        is_own(address.key()) || is_own(&format!("{base}@{domain}")) || self.is_reserved(address, base, domain)
    }
}

/// The address alone, of `Ana <ana@example.com>`.
fn bare(person: &str) -> &str {
    person.rsplit_once('<').and_then(|(_, rest)| rest.strip_suffix('>')).unwrap_or(person)
}
