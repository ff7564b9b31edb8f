//! Mails that came in: kept before they are read, so that none is lost.

use crate::error::Result;
use crate::sight::{Eyes, visible};
use crate::statement::sql;
use crate::tx::Tx;
use domain::mail::{MailInState, MailProof};
use domain::message::MailFacts;
use domain::ticket::TicketCode;
use domain::{MailInId, MailboxId, MessageId, TicketId, Timestamp, UserId};
use sqlx::FromRow;
use sqlx::types::Json;

/// The columns of a [`MailInRecord`].
macro_rules! mail_in_columns {
    () => {
        "SELECT m.id, m.mailbox_id, m.rcpt, m.peer, m.size, m.is_whole, m.state, m.reason, m.said, m.from_email, m.from_name, m.subject,
                m.snippet, m.proof, m.ticket_id, m.message_id, m.created_at"
    };
}

/// Those of a [`MailInShown`]: the wall between teams stands before a mail as it does before its ticket (B20).
macro_rules! mail_in_shown {
    () => {
        concat!(
            mail_in_columns!(),
            ", t.code FROM mail_in m LEFT JOIN ticket t ON t.org_id = m.org_id AND t.id = m.ticket_id"
        )
    };
}

sql! {
    /// Nothing when that very place gave it before: a look that ends half-way is made again.
    tenant MAIL_IN_ADD (id: MailInId, mailbox: Option<MailboxId>, source: String, rcpt: String, peer: Option<Json<serde_json::Value>>,
        size: i64, whole: bool, ticket: Option<TicketId>, proof: Json<MailProof>, at: Timestamp) =
        "INSERT INTO mail_in (org_id, id, mailbox_id, source, rcpt, peer, size, is_whole, ticket_id, proof, state, reason, said, from_email,
            from_name, subject, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', '', '', '', '', '', $11)
         ON CONFLICT (org_id, source) DO NOTHING";
    tenant MAIL_IN_SOURCE (source: String) = "SELECT 1 AS yes FROM mail_in WHERE org_id = $1 AND source = $2";
    tenant MAIL_IN_ONE (id: MailInId) = concat!(mail_in_columns!(), " FROM mail_in m WHERE m.org_id = $1 AND m.id = $2");
    tenant MAIL_IN_READ (id: MailInId, from_email: String, from_name: String, subject: String, snippet: String, proof: Json<MailProof>,
        dedup: String) =
        "UPDATE mail_in SET from_email = $3, from_name = $4, subject = $5, snippet = $6, proof = $7, dedup = $8
         WHERE org_id = $1 AND id = $2";
    tenant MAIL_IN_SET (id: MailInId, state: MailInState, reason: String, said: String, ticket: Option<TicketId>,
        message: Option<MessageId>) =
        "UPDATE mail_in SET state = $3, reason = $4, said = $5, ticket_id = $6, message_id = $7 WHERE org_id = $1 AND id = $2";
    /// The same mail, at the same place, that was read before: in one mailbox, or at the reply addresses of one ticket.
    tenant MAIL_IN_TWIN (id: MailInId, dedup: String, mailbox: Option<MailboxId>, ticket: Option<TicketId>) =
        "SELECT id FROM mail_in WHERE org_id = $1 AND dedup = $3 AND id <> $2 AND state <> 'waiting'
         AND (mailbox_id = $4 OR (mailbox_id IS NULL AND $4 IS NULL AND ticket_id = $5)) LIMIT 1";
    /// The same mail, at the same ticket: it came to its reply address and to a mailbox, say.
    tenant MAIL_IN_TWIN_AT (id: MailInId, dedup: String, ticket: TicketId, held: bool) =
        "SELECT id FROM mail_in WHERE org_id = $1 AND dedup = $3 AND id <> $2 AND ticket_id = $4
         AND (state = 'done' OR ($5 AND state = 'held')) LIMIT 1";
    tenant MAIL_IN_OF_MAILBOX (user: Option<UserId>, unrouted: bool, all: bool, mailbox: MailboxId, most: i64) =
        concat!(mail_in_shown!(), " WHERE m.org_id = $1 AND m.mailbox_id = $5 AND (m.ticket_id IS NULL OR ", visible!(), ")
            ORDER BY m.created_at DESC, m.id DESC LIMIT $6");
    tenant MAIL_IN_OF_STATE (user: Option<UserId>, unrouted: bool, all: bool, state: MailInState, most: i64) =
        concat!(mail_in_shown!(), " WHERE m.org_id = $1 AND m.state = $5 AND (m.ticket_id IS NULL OR ", visible!(), ")
            ORDER BY m.created_at DESC, m.id DESC LIMIT $6");
    tenant MAIL_IN_HELD (ticket: TicketId) =
        concat!(mail_in_columns!(), " FROM mail_in m WHERE m.org_id = $1 AND m.ticket_id = $2 AND m.state = 'held' ORDER BY m.created_at, m.id LIMIT 50");
    tenant MAIL_IN_TODAY (since: Timestamp) =
        "SELECT b.id, (SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM mail_in m WHERE m.org_id = b.org_id AND m.mailbox_id = b.id
            AND m.created_at >= $2 LIMIT 1001) AS capped) FROM mailbox b WHERE b.org_id = $1";
    /// How many tickets that address opened by mail.
    tenant MAIL_IN_OPENED (from_email: String, since: Timestamp, most: i64) =
        "SELECT id FROM mail_in WHERE org_id = $1 AND from_email = $2 AND created_at > $3 AND reason = 'opened' LIMIT $4";
    /// How many mails that address wrote to one ticket.
    tenant MAIL_IN_TO_TICKET (from_email: String, since: Timestamp, ticket: TicketId, most: i64) =
        "SELECT id FROM mail_in WHERE org_id = $1 AND from_email = $2 AND created_at > $3 AND ticket_id = $4 LIMIT $5";
    tenant MAIL_IN_DROP (id: MailInId) = "DELETE FROM mail_in WHERE org_id = $1 AND id = $2";
    tenant MESSAGE_MAIL_ADD (message: MessageId, ticket: TicketId, mail: MailInId, from_email: String, proof: Json<MailProof>,
        facts: Json<MailFacts>, header_id: Option<String>) =
        "INSERT INTO message_mail (org_id, message_id, ticket_id, mail_id, from_email, proof, facts, header_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The newest of the customer's own: nobody else's mail is known to them.
    tenant MESSAGE_MAIL_IDS (ticket: TicketId) =
        "SELECT b.header_id, m.created_at FROM message_mail b
         JOIN message m ON m.org_id = b.org_id AND m.id = b.message_id
         JOIN ticket t ON t.org_id = b.org_id AND t.id = b.ticket_id
         WHERE b.org_id = $1 AND b.ticket_id = $2 AND b.header_id IS NOT NULL AND m.author_contact_id = t.contact_id
         ORDER BY m.number DESC LIMIT 10";
    tenant MESSAGE_MAILS (ticket: TicketId) =
        "SELECT message_id, mail_id, from_email, proof, facts FROM message_mail WHERE org_id = $1 AND ticket_id = $2";
}

/// A mail that came in.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of mail_in")]
pub struct MailInRecord {
    pub id: MailInId,
    pub mailbox_id: Option<MailboxId>,
    pub rcpt: String,
    pub peer: Option<Json<serde_json::Value>>,
    pub size: i64,
    pub is_whole: bool,
    pub state: MailInState,
    pub reason: String,
    pub said: String,
    pub from_email: String,
    pub from_name: String,
    pub subject: String,
    pub snippet: String,
    pub proof: Json<MailProof>,
    pub ticket_id: Option<TicketId>,
    pub message_id: Option<MessageId>,
    pub created_at: Timestamp,
}

/// The same with the code of its ticket.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of mail_in and ticket")]
pub struct MailInShown {
    #[sqlx(flatten)]
    pub mail: MailInRecord,
    pub code: Option<TicketCode>,
}

/// A mail to be kept before anybody reads it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of mail_in")]
pub struct MailInNew {
    pub id: MailInId,
    pub mailbox: Option<MailboxId>,
    pub source: String,
    pub rcpt: String,
    pub peer: Option<serde_json::Value>,
    pub size: i64,
    pub whole: bool,
    /// The ticket whose reply address it came to, where it came to no mailbox.
    pub ticket: Option<TicketId>,
}

/// What was read in a mail.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of mail_in")]
pub struct MailInRead {
    pub from_email: String,
    pub from_name: String,
    pub subject: String,
    pub snippet: String,
    pub proof: MailProof,
    pub dedup: String,
}

/// What became of a mail.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of mail_in")]
pub struct MailInSet {
    pub state: MailInState,
    pub reason: &'static str,
    pub said: String,
    pub ticket: Option<TicketId>,
    pub message: Option<MessageId>,
}

/// What a message that came by mail has besides its words.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of message_mail")]
pub struct MessageMailRecord {
    pub message_id: MessageId,
    pub mail_id: MailInId,
    pub from_email: String,
    pub proof: Json<MailProof>,
    pub facts: Json<MailFacts>,
}

/// The same, to be kept.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of message_mail")]
pub struct MessageMailNew {
    pub message: MessageId,
    pub mail: MailInId,
    pub from_email: String,
    pub proof: MailProof,
    pub facts: MailFacts,
    /// Its Message-ID, where it has one that can be named.
    pub header_id: Option<String>,
}

/// A mail of the customer's, as ours name it.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of message_mail and message")]
pub struct MessageMailId {
    pub header_id: String,
    pub created_at: Timestamp,
}

impl Tx {
    /// Keeps a mail; `false` when the same place gave it before.
    pub async fn mail_in_add(&mut self, mail: MailInNew, at: Timestamp) -> Result<bool> {
        let MailInNew { id, mailbox, source, rcpt, peer, size, whole, ticket } = mail;
        let (peer, proof) = (peer.map(Json), Json(MailProof::default()));
        Ok(self.run(MAIL_IN_ADD { id, mailbox, source, rcpt, peer, size, whole, ticket, proof, at }).await? == 1)
    }

    /// Whether that very place gave a mail already.
    pub async fn mail_in_known(&mut self, source: &str) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(MAIL_IN_SOURCE { source: source.to_owned() }).await?;
        Ok(row.is_some())
    }

    /// The mail of that id.
    pub async fn mail_in(&mut self, id: MailInId) -> Result<Option<MailInRecord>> {
        self.maybe(MAIL_IN_ONE { id }).await
    }

    /// Keeps what was read in a mail.
    pub async fn mail_in_read(&mut self, id: MailInId, read: MailInRead) -> Result<()> {
        let MailInRead { from_email, from_name, subject, snippet, proof, dedup } = read;
        self.run(MAIL_IN_READ { id, from_email, from_name, subject, snippet, proof: Json(proof), dedup }).await?;
        Ok(())
    }

    /// Keeps what became of a mail.
    pub async fn mail_in_set(&mut self, id: MailInId, set: MailInSet) -> Result<()> {
        let MailInSet { state, reason, said, ticket, message } = set;
        self.run(MAIL_IN_SET { id, state, reason: reason.to_owned(), said, ticket, message }).await?;
        Ok(())
    }

    /// Whether the same mail was read before, in the same mailbox or, where it came to a reply address, at the same ticket.
    pub async fn mail_in_twin(&mut self, record: &MailInRecord, dedup: &str) -> Result<bool> {
        let (id, dedup, mailbox, ticket) = (record.id, dedup.to_owned(), record.mailbox_id, record.ticket_id);
        let row: Option<(MailInId,)> = self.maybe(MAIL_IN_TWIN { id, dedup, mailbox, ticket }).await?;
        Ok(row.is_some())
    }

    /// Whether the same mail was added to the same ticket before, wherever it was received; with `held`, also whether it waits beside it.
    pub async fn mail_in_twin_at(&mut self, id: MailInId, dedup: &str, ticket: TicketId, held: bool) -> Result<bool> {
        let row: Option<(MailInId,)> =
            self.maybe(MAIL_IN_TWIN_AT { id, dedup: dedup.to_owned(), ticket, held }).await?;
        Ok(row.is_some())
    }

    /// The newest mails of a mailbox that the caller may know of.
    pub async fn mail_in_of_mailbox(&mut self, mailbox: MailboxId, most: i64) -> Result<Vec<MailInShown>> {
        let Eyes { user, unrouted, all } = self.eyes();
        self.all(MAIL_IN_OF_MAILBOX { user, unrouted, all, mailbox, most }).await
    }

    /// The newest mails of a state that the caller may know of.
    pub async fn mail_in_of_state(&mut self, state: MailInState, most: i64) -> Result<Vec<MailInShown>> {
        let Eyes { user, unrouted, all } = self.eyes();
        self.all(MAIL_IN_OF_STATE { user, unrouted, all, state, most }).await
    }

    /// The mails that wait beside a ticket, oldest first.
    pub async fn mail_in_held(&mut self, ticket: TicketId) -> Result<Vec<MailInRecord>> {
        self.all(MAIL_IN_HELD { ticket }).await
    }

    /// How many mails came to each mailbox since then, counted to 1,001.
    pub async fn mail_in_since(&mut self, since: Timestamp) -> Result<Vec<(MailboxId, i64)>> {
        self.all(MAIL_IN_TODAY { since }).await
    }

    /// How many tickets an address opened by mail since then, counted to `most`.
    pub async fn mail_in_opened(&mut self, from: &str, since: Timestamp, most: i64) -> Result<usize> {
        let rows: Vec<(MailInId,)> = self.all(MAIL_IN_OPENED { from_email: from.to_owned(), since, most }).await?;
        Ok(rows.len())
    }

    /// How many mails an address wrote to one ticket since then, counted to `most`.
    pub async fn mail_in_to_ticket(
        &mut self,
        from: &str,
        since: Timestamp,
        ticket: TicketId,
        most: i64,
    ) -> Result<usize> {
        let rows: Vec<(MailInId,)> =
            self.all(MAIL_IN_TO_TICKET { from_email: from.to_owned(), since, ticket, most }).await?;
        Ok(rows.len())
    }

    /// Forgets a mail.
    pub async fn mail_in_drop(&mut self, id: MailInId) -> Result<()> {
        self.run(MAIL_IN_DROP { id }).await?;
        Ok(())
    }

    /// Keeps what a message has besides its words.
    pub async fn message_mail_add(&mut self, ticket: TicketId, mail: MessageMailNew) -> Result<()> {
        let MessageMailNew { message, mail, from_email, proof, facts, header_id } = mail;
        let (proof, facts) = (Json(proof), Json(facts));
        self.run(MESSAGE_MAIL_ADD { message, ticket, mail, from_email, proof, facts, header_id }).await?;
        Ok(())
    }

    /// The customer's mails of a ticket that can be named, oldest first, at most ten.
    pub async fn message_mail_ids(&mut self, ticket: TicketId) -> Result<Vec<MessageMailId>> {
        let mut rows: Vec<MessageMailId> = self.all(MESSAGE_MAIL_IDS { ticket }).await?;
        rows.reverse();
        Ok(rows)
    }

    /// What the messages of a ticket that came by mail have besides their words.
    pub async fn message_mails(&mut self, ticket: TicketId) -> Result<Vec<MessageMailRecord>> {
        self.all(MESSAGE_MAILS { ticket }).await
    }
}
