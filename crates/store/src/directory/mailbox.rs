//! Addresses of the whole installation, and the folders that are to be looked into: read before an organization is known.

use crate::directory::entry::OrgEntry;
use crate::error::Result;
use crate::statement::sql;
use crate::tx::{Global, Tx};
use domain::{MailboxId, OrgId, TicketId, Timestamp};
use sqlx::FromRow;

sql! {
    shared ORG_OF_ADDRESS (key: String) =
        "SELECT o.id AS org_id, o.tenant_id, o.slug, o.name AS org_name, o.prefix, o.padding, o.timezone, o.accent, o.logo, a.mailbox_id
         FROM mailbox_address a JOIN org o ON o.id = a.org_id WHERE a.address_key = $1";
    /// A ticket's organization. Says nothing about who may write to it.
    shared ORG_OF_TICKET (ticket: TicketId) =
        "SELECT o.id AS org_id, o.tenant_id, o.slug, o.name AS org_name, o.prefix, o.padding, o.timezone, o.accent, o.logo
         FROM ticket_link l JOIN org o ON o.id = l.org_id WHERE l.ticket_id = $1 LIMIT 1";
    /// Nothing when anybody in the installation has it.
    tenant ADDRESS_ADD (key: String, mailbox: MailboxId) =
        "INSERT INTO mailbox_address (org_id, address_key, mailbox_id) VALUES ($1, $2, $3) ON CONFLICT (address_key) DO NOTHING";
    tenant POLL_SET (mailbox: MailboxId, at: Timestamp) =
        "INSERT INTO mailbox_poll (org_id, mailbox_id, due_at) VALUES ($1, $2, $3)
         ON CONFLICT (org_id, mailbox_id) DO UPDATE SET due_at = excluded.due_at, held_until = NULL";
    /// The row stays locked: nobody takes the folder, or sets it anew, before the transaction ends.
    tenant POLL_HELD (mailbox: MailboxId, held: Timestamp) =
        "UPDATE mailbox_poll SET held_until = $3 WHERE org_id = $1 AND mailbox_id = $2 AND held_until = $3";
    tenant POLL_DROP (mailbox: MailboxId) = "DELETE FROM mailbox_poll WHERE org_id = $1 AND mailbox_id = $2";
    shared POLLS_DUE (now: Timestamp, most: i64) =
        "SELECT org_id, mailbox_id FROM mailbox_poll WHERE due_at <= $1 AND (held_until IS NULL OR held_until <= $1)
         ORDER BY due_at, mailbox_id LIMIT $2";
    /// Nothing when somebody else is at it.
    shared POLL_CLAIM (org: OrgId, mailbox: MailboxId, now: Timestamp, until: Timestamp) =
        "UPDATE mailbox_poll SET held_until = $4 WHERE org_id = $1 AND mailbox_id = $2 AND due_at <= $3
         AND (held_until IS NULL OR held_until <= $3)";
    /// Nothing when it was given to somebody else, or set anew, since.
    shared POLL_HOLD (org: OrgId, mailbox: MailboxId, held: Timestamp, until: Timestamp) =
        "UPDATE mailbox_poll SET held_until = $4 WHERE org_id = $1 AND mailbox_id = $2 AND held_until = $3";
    shared POLL_DONE (org: OrgId, mailbox: MailboxId, held: Timestamp, due: Timestamp) =
        "UPDATE mailbox_poll SET held_until = NULL, due_at = $4 WHERE org_id = $1 AND mailbox_id = $2 AND held_until = $3";
}

#[derive(FromRow)]
struct AddressRow {
    #[sqlx(flatten)]
    org: OrgEntry,
    mailbox_id: MailboxId,
}

/// A folder that is to be looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of mailbox_poll")]
pub struct PollDue {
    pub org_id: OrgId,
    pub mailbox_id: MailboxId,
}

impl Global {
    /// The mailbox an address leads to, and its organization.
    pub async fn mailbox_of_address(&mut self, key: &str) -> Result<Option<(OrgEntry, MailboxId)>> {
        let row: Option<AddressRow> = self.maybe(ORG_OF_ADDRESS { key: key.to_owned() }).await?;
        Ok(row.map(|row| (row.org, row.mailbox_id)))
    }

    /// The organization of a ticket that an address names. Whether it may is for the proof in the address to say.
    pub async fn org_of_ticket(&mut self, ticket: TicketId) -> Result<Option<OrgEntry>> {
        self.maybe(ORG_OF_TICKET { ticket }).await
    }

    /// The folders that are due and that nobody is at, the longest due first.
    pub async fn polls_due(&mut self, now: Timestamp, most: i64) -> Result<Vec<PollDue>> {
        self.all(POLLS_DUE { now, most }).await
    }

    /// Takes a folder until `until`; `false` when somebody was faster.
    pub async fn poll_claim(&mut self, poll: PollDue, now: Timestamp, until: Timestamp) -> Result<bool> {
        Ok(self.run(POLL_CLAIM { org: poll.org_id, mailbox: poll.mailbox_id, now, until }).await? == 1)
    }

    /// Keeps a folder that was taken until `held`; `false` when it is somebody else's by now.
    pub async fn poll_hold(&mut self, poll: PollDue, held: Timestamp, until: Timestamp) -> Result<bool> {
        Ok(self.run(POLL_HOLD { org: poll.org_id, mailbox: poll.mailbox_id, held, until }).await? == 1)
    }

    /// Gives a folder back, to be looked into again at `due`.
    pub async fn poll_done(&mut self, poll: PollDue, held: Timestamp, due: Timestamp) -> Result<()> {
        self.run(POLL_DONE { org: poll.org_id, mailbox: poll.mailbox_id, held, due }).await?;
        Ok(())
    }
}

impl Tx {
    /// Leads an address to a mailbox; `false` when anybody in the installation has it.
    pub async fn mailbox_address_add(&mut self, key: &str, mailbox: MailboxId) -> Result<bool> {
        Ok(self.run(ADDRESS_ADD { key: key.to_owned(), mailbox }).await? == 1)
    }

    /// Has a mailbox's folder looked into from `at` on, by whoever is free.
    pub async fn mailbox_poll_set(&mut self, mailbox: MailboxId, at: Timestamp) -> Result<()> {
        self.run(POLL_SET { mailbox, at }).await?;
        Ok(())
    }

    /// Whether the folder that was taken until `held` is still the caller's, as it stays until this transaction ends.
    pub async fn mailbox_poll_held(&mut self, mailbox: MailboxId, held: Timestamp) -> Result<bool> {
        Ok(self.run(POLL_HELD { mailbox, held }).await? == 1)
    }

    /// Nobody looks into it any more.
    pub async fn mailbox_poll_drop(&mut self, mailbox: MailboxId) -> Result<()> {
        self.run(POLL_DROP { mailbox }).await?;
        Ok(())
    }
}
