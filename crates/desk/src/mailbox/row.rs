//! Mailboxes and the mails that came to them, as screens and the audit log show them.

use crate::access::mailbox::forward_local;
use crate::moment::Zone;
use crate::{Desk, Result};
use domain::mailbox::{
    DkimRecord, DomainRow, MailInRow, MailboxChoices, MailboxHealth, MailboxRow, MailboxTest, ServerCard,
};
use domain::site::SiteTag;
use domain::{MailAddress, MailboxId};
use serde_json::{Value, json};
use store::Tx;
use store::mail_domain::MailDomainRecord;
use store::mail_in::MailInRecord;
use store::mailbox::MailboxRecord;

/// A mailbox in the list, with the mails of the day that is at `zone` now.
pub(super) async fn row(desk: &Desk, tx: &mut Tx, zone: &Zone, record: &MailboxRecord) -> Result<MailboxRow> {
    let today = tx.mail_in_since(record.id, zone.day_of(desk.now())).await?;
    let moment = |at| zone.moment(at);
    let test = record.test_at.map(|asked| MailboxTest {
        asked: moment(asked),
        sent: record.test_sent_at.map(moment),
        received: record.test_received_at.map(moment),
        error: record.test_error.clone(),
    });
    Ok(MailboxRow {
        id: record.id,
        address: record.address.clone(),
        name: record.name.clone(),
        site: SiteTag { slug: record.site_slug.clone(), name: record.site_name.clone() },
        kind: record.kind,
        direction: record.direction,
        health: MailboxHealth {
            polled: record.polled_at.map(moment),
            received: record.received_at.map(moment),
            error: record.error.clone().zip(record.error_at.map(moment)),
            smtp_error: record.smtp_error.clone().zip(record.smtp_error_at.map(moment)),
            today,
            test,
        },
    })
}

/// Mails that came in; a ticket is named where the caller sees it.
pub(super) async fn mails(tx: &mut Tx, zone: &Zone, records: Vec<MailInRecord>) -> Result<Vec<MailInRow>> {
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        let ticket = match record.ticket_id {
            Some(ticket) => tx.ticket_by_id(ticket).await?.map(|ticket| ticket.code),
            None => None,
        };
        rows.push(MailInRow {
            id: record.id,
            rcpt: record.rcpt,
            from: record.from_email,
            subject: record.subject,
            state: record.state,
            said: record.said,
            proof: record.proof.0,
            ticket,
            size: record.size,
            at: zone.moment(record.created_at),
        });
    }
    Ok(rows)
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
