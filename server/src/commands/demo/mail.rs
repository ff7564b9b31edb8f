//! The demo's mailboxes, and two mails that came to them: through the same door as every other.

use super::fill::Made;
use crate::state::AppState;
use anyhow::{Context as _, Result};
use desk::Desk;
use desk::access::Scope;
use desk::mail_in::Arrival;
use domain::MailAddress;
use domain::mailbox::MailboxTyped;

/// Mails as they were written. Each begins with who wrote it and where it goes.
const MAILS: [&str; 2] = [include_str!("talk/invoice.eml"), include_str!("talk/newsletter.eml")];

/// A mailbox for each site, under the domain that the site's own pages are on; none where this installation receives no mail.
pub(super) async fn mailboxes(desk: &Desk, made: &Made, owner: &Scope) -> Result<()> {
    if desk.settings().mail_domain.is_none() {
        return Ok(());
    }
    for site in made.org.sites {
        let typed = MailboxTyped {
            address: address(site.origins, site.slug)?,
            site: site.slug.to_owned(),
            ..MailboxTyped::default()
        };
        desk.mailbox_create(owner, typed).await.with_context(|| site.slug)?;
    }
    Ok(())
}

fn address(origins: &[&str], slug: &str) -> Result<String> {
    let host =
        origins.first().and_then(|origin| origin.strip_prefix("https://")).context("a site without an origin")?;
    Ok(format!("{slug}@{host}"))
}

/// What came by mail a moment ago: kept, to be read and acknowledged by the first process that serves it.
pub(super) async fn mails(state: &AppState) -> Result<()> {
    if state.desk.settings().mail_domain.is_none() {
        return Ok(());
    }
    for mail in MAILS {
        let field = |name: &str| mail.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let to = MailAddress::parse(field("To:").context("a mail to nobody")?)?;
        let place = state.desk.enter_mailbox(&to).await?;
        let raw = mail.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
        state.desk.mail_receive(&place, Arrival { source: None, peer: None, raw, whole: true }).await?;
    }
    Ok(())
}
