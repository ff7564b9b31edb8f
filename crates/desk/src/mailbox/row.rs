//! Mailboxes and the mails that came to them, as screens and the audit log show them.

use crate::access::mailbox::forward_local;
use crate::mail_in::FLOODED;
use crate::moment::Zone;
use crate::{Desk, Result};
use domain::mail::MailInState;
use domain::mailbox::{
    DkimRecord, DomainRow, MailInRow, MailboxChoices, MailboxHealth, MailboxRow, MailboxTest, ServerCard,
};
use domain::site::SiteTag;
use domain::{MailAddress, MailboxId};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use store::Tx;
use store::mail_domain::MailDomainRecord;
use store::mail_in::MailInShown;
use store::mailbox::MailboxRecord;

/// What is looked up once for all mailboxes.
pub(super) struct Seen {
    /// Mails of the day that is in the organization now.
    today: HashMap<MailboxId, i64>,
    /// The address that mail of an unproven domain leaves from.
    platform: MailAddress,
    /// Domains that are proven to be the organization's.
    proven: HashSet<String>,
    /// Whether that is asked for at all.
    any_sender: bool,
}

impl Seen {
    pub(super) async fn of(desk: &Desk, tx: &mut Tx, zone: &Zone) -> Result<Self> {
        let proven = tx.mail_domains().await?.into_iter().filter(|record| record.is_seen);
        Ok(Self {
            today: tx.mail_in_since(zone.day_of(desk.now())).await?.into_iter().collect(),
            platform: desk.platform_address()?,
            proven: proven.map(|record| record.domain).collect(),
            any_sender: desk.settings.any_sender,
        })
    }

    /// A mailbox in the list.
    pub(super) fn row(&self, zone: &Zone, record: &MailboxRecord) -> MailboxRow {
        let moment = |at| zone.moment(at);
        let test = record.test_at.map(|asked| MailboxTest {
            asked: moment(asked),
            sent: record.test_sent_at.map(moment),
            received: record.test_received_at.map(moment),
            error: record.test_error.clone(),
        });
        let own = self.any_sender || record.smtp.is_some() || self.proven.contains(record.address.domain());
        MailboxRow {
            id: record.id,
            address: record.address.clone(),
            name: record.name.clone(),
            site: SiteTag { slug: record.site_slug.clone(), name: record.site_name.clone() },
            kind: record.kind,
            direction: record.direction,
            stand_in: (record.direction.sends() && !own).then(|| self.platform.clone()),
            health: MailboxHealth {
                polled: record.polled_at.map(moment),
                received: record.received_at.map(moment),
                error: record.error.clone().zip(record.error_at.map(moment)),
                smtp_error: record.smtp_error.clone().zip(record.smtp_error_at.map(moment)),
                today: self.today.get(&record.id).copied().unwrap_or_default(),
                test,
            },
        }
    }
}

/// Mails that came in.
pub(super) fn mails(zone: &Zone, shown: Vec<MailInShown>) -> Vec<MailInRow> {
    let row = |MailInShown { mail, code }| MailInRow {
        id: mail.id,
        rcpt: mail.rcpt,
        from: mail.from_email,
        subject: mail.subject,
        opens: mail.state == MailInState::Quarantined && mail.reason == FLOODED,
        state: mail.state,
        said: mail.said,
        proof: mail.proof.0,
        ticket: code,
        size: mail.size,
        at: zone.moment(mail.created_at),
    };
    shown.into_iter().map(row).collect()
}

/// A domain, with the record of its key.
pub(super) fn domain(domain: String, record: Option<&MailDomainRecord>) -> DomainRow {
    let dkim = record.map(|record| DkimRecord {
        name: format!("{}._domainkey.{domain}", record.selector),
        text: record.record.clone(),
        is_seen: record.is_seen,
    });
    DomainRow { domain, dkim }
}

/// What the audit log may show of a mailbox: no secret.
pub(super) async fn fields(tx: &mut Tx, record: &MailboxRecord) -> Result<Value> {
    let team = match record.team_id {
        Some(team) => tx.team_tag(team).await?.map(|team| team.name),
        None => None,
    };
    let priority = match record.priority_id {
        Some(priority) => tx.priority_by_id(priority).await?.map(|priority| priority.name),
        None => None,
    };
    let server = |card: &ServerCard| format!("{}@{}:{} ({})", card.user, card.host, card.port, card.tls);
    Ok(json!({
        "address": record.address,
        "name": record.name,
        "site": record.site_slug,
        "kind": record.kind,
        "direction": record.direction,
        "team": team,
        "priority": priority,
        "imap": record.imap.as_ref().map(|card| server(&card.0)),
        "folder": record.folder,
        "interval": record.interval_s,
        "smtp": record.smtp.as_ref().map(|card| server(&card.0)),
    }))
}

impl Desk {
    /// What the form of a mailbox offers.
    pub(super) async fn mailbox_choices(&self, tx: &mut Tx) -> Result<MailboxChoices> {
        Ok(MailboxChoices {
            sites: tx.site_tags().await?,
            teams: tx.team_tags().await?,
            priorities: tx.priority_list().await?,
            receiver: self.settings.mail_domain.clone(),
        })
    }

    /// Where a mailbox's mail may be forwarded to, where there is a receiver.
    pub(super) fn mailbox_forward(&self, id: MailboxId) -> Option<MailAddress> {
        let domain = self.settings.mail_domain.as_deref()?;
        MailAddress::parse(&format!("{}@{domain}", forward_local(id))).ok()
    }
}
