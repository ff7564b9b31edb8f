//! Everything the page of mailboxes shows.

use super::row::{Seen, domain, mails};
use crate::access::Scope;
use crate::{Desk, Result};
use domain::Permission;
use domain::mail::MailInState;
use domain::mailbox::MailboxesPage;
use std::collections::BTreeSet;

/// Mails that nobody could place, on the page.
const WAITING: i64 = 100;

impl Desk {
    /// All mailboxes with how they are doing, what nobody could place, how mail leaves, and the domains of the addresses. Errors:
    /// `Forbidden` without `mailbox:edit`.
    pub async fn mailbox_list(&self, scope: &Scope) -> Result<MailboxesPage> {
        scope.may(Permission::MailboxEdit)?;
        let zone = scope.org().zone();
        let mut tx = self.store.read(scope.sight()).await?;
        let records = tx.mailbox_records().await?;
        let seen = Seen::of(self, &mut tx, &zone).await?;
        let mailboxes = records.iter().map(|record| seen.row(&zone, record)).collect();
        let waiting = tx.mail_in_of_state(MailInState::Quarantined, WAITING).await?;
        let signed = tx.mail_domains().await?;
        let mut names: BTreeSet<String> = records.iter().map(|record| record.address.domain().to_owned()).collect();
        names.extend(signed.iter().map(|record| record.domain.clone()));
        let domains = names.into_iter().map(|name| {
            let record = signed.iter().find(|record| record.domain == name);
            domain(name, record)
        });
        Ok(MailboxesPage {
            mailboxes,
            waiting: mails(&zone, waiting),
            settings: self.mail_settings_shown(tx.mail_settings().await?),
            sites: tx.sites_mail().await?,
            domains: domains.collect(),
            choices: self.mailbox_choices(&mut tx).await?,
            platform: self.platform_address()?,
            withheld: tx.mail_out_withheld(self.now().plus_seconds(-86_400)).await?,
        })
    }
}
