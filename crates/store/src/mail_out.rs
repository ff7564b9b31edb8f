//! Mails of ours about tickets: every one is written down with what became of it, and its id makes its Message-ID.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::mail::MailOutState;
use domain::{JobId, MailboxId, MessageId, TicketId, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

sql! {
    tenant MAIL_OUT_ADD (id: JobId, ticket: TicketId, message: Option<MessageId>, kind: String, to_key: String, to_base: String,
        cc: Json<Vec<String>>, at: Timestamp) =
        "INSERT INTO mail_out (org_id, id, ticket_id, message_id, kind, to_key, to_base, cc, state, said, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', '', $9)";
    tenant MAIL_OUT_ONE (id: JobId) =
        "SELECT id, ticket_id, message_id, kind, to_key, cc, state, said, tries FROM mail_out WHERE org_id = $1 AND id = $2";
    tenant MAIL_OUT_OF_TICKET (ticket: TicketId) =
        "SELECT id, ticket_id, message_id, kind, to_key, cc, state, said, tries FROM mail_out WHERE org_id = $1 AND ticket_id = $2
         ORDER BY created_at, id";
    tenant MAIL_OUT_SENT (id: JobId, mailbox: Option<MailboxId>, host: String, at: Timestamp) =
        "UPDATE mail_out SET state = 'sent', said = '', mailbox_id = $3, host = $4, sent_at = $5, tries = tries + 1
         WHERE org_id = $1 AND id = $2 AND state = 'waiting'";
    tenant MAIL_OUT_TRIED (id: JobId, said: String) =
        "UPDATE mail_out SET said = $3, tries = tries + 1 WHERE org_id = $1 AND id = $2 AND state = 'waiting'";
    /// Only what waits can fail; what comes back may have gone without our knowing.
    tenant MAIL_OUT_ENDED (id: JobId, state: MailOutState, said: String) =
        "UPDATE mail_out SET state = $3, said = $4, sent_at = CASE WHEN $3 = 'withheld' THEN NULL ELSE sent_at END
         WHERE org_id = $1 AND id = $2 AND (state = 'waiting' OR $3 = 'bounced')";
    tenant MAIL_OUT_LEFT (ticket: TicketId, mailbox: MailboxId) =
        "SELECT 1 AS yes FROM mail_out WHERE org_id = $1 AND ticket_id = $2 AND mailbox_id = $3 LIMIT 1";
    tenant MAIL_OUT_SETTLE () =
        "UPDATE mail_out SET state = 'sent', sent_at = created_at, tries = 1 WHERE org_id = $1 AND state = 'waiting'";
    /// Counts from now on, whether a server takes it at once or later: of two at the same time the second sees the first.
    tenant MAIL_OUT_GOES (id: JobId, at: Timestamp) = "UPDATE mail_out SET sent_at = $3 WHERE org_id = $1 AND id = $2";
    tenant MAIL_OUT_TO (to_base: String, kind: String, since: Timestamp, id: JobId) =
        "SELECT 1 AS yes FROM mail_out WHERE org_id = $1 AND to_base = $2 AND kind = $3 AND sent_at > $4 AND id <> $5 LIMIT 1";
    tenant MAIL_OUT_TO_AGENT (ticket: TicketId, to_key: String, since: Timestamp, id: JobId) =
        "SELECT 1 AS yes FROM mail_out WHERE org_id = $1 AND ticket_id = $2 AND to_key = $3 AND kind = 'agent' AND sent_at > $4
         AND id <> $5 LIMIT 1";
    tenant MAIL_OUT_KIND_SINCE (kind: String, since: Timestamp, most: i64, id: JobId) =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM
            (SELECT 1 FROM mail_out WHERE org_id = $1 AND kind = $2 AND sent_at > $3 AND id <> $5 LIMIT $4) AS capped";
    tenant MAIL_OUT_SINCE (since: Timestamp, most: i64, id: JobId) =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM
            (SELECT 1 FROM mail_out WHERE org_id = $1 AND sent_at > $2 AND id <> $4 LIMIT $3) AS capped";
    tenant MAIL_OUT_WITHHELD (since: Timestamp) =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM mail_out WHERE org_id = $1 AND state = 'withheld' AND created_at > $2
            AND kind = 'acknowledgement' LIMIT 1001) AS capped";
    tenant MAIL_OUT_AGAIN (id: JobId) =
        "UPDATE mail_out SET state = 'waiting', said = '', tries = 0, sent_at = NULL
         WHERE org_id = $1 AND id = $2 AND state IN ('failed', 'bounced', 'withheld')";
    /// Nothing when it says that already.
    tenant MAIL_OUT_WAITS (id: JobId, said: String) =
        "UPDATE mail_out SET said = $3, sent_at = NULL WHERE org_id = $1 AND id = $2 AND state = 'waiting' AND said <> $3";
    tenant MAIL_OUT_NTH (nth: i64, id: JobId) =
        "SELECT sent_at FROM mail_out WHERE org_id = $1 AND sent_at IS NOT NULL AND id <> $3 ORDER BY sent_at DESC LIMIT 1 OFFSET $2";
    /// The newest mails about a ticket that went out, for References.
    tenant MAIL_OUT_IDS (ticket: TicketId, id: JobId) =
        "SELECT id, host, created_at FROM mail_out WHERE org_id = $1 AND ticket_id = $2 AND id <> $3 AND state IN ('sent', 'bounced')
            AND kind NOT IN ('agent', 'copy')
         ORDER BY created_at DESC, id DESC LIMIT 10";
    tenant MAIL_OUT_HOST (ticket: TicketId) =
        "SELECT host FROM mail_out WHERE org_id = $1 AND ticket_id = $2 AND host IS NOT NULL ORDER BY created_at, id LIMIT 1";
}

/// A mail of ours to be written down with the job that sends it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of mail_out")]
pub struct MailOutNew {
    pub id: JobId,
    pub ticket: TicketId,
    pub message: Option<MessageId>,
    pub kind: MailOutKind,
    pub to_key: String,
    pub cc: Vec<String>,
}

/// What a mail of ours is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailOutKind {
    /// An agent's public reply.
    Reply,
    /// The same, to somebody who is copied in: a mail of its own, so that one refused address is nobody else's trouble.
    Copy,
    /// "Your ticket arrived."
    Acknowledgement,
    /// A new link for somebody who lost theirs.
    Link,
    /// To the agent who has the ticket.
    Agent,
}

impl MailOutKind {
    /// The word in the table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Copy => "copy",
            Self::Acknowledgement => "acknowledgement",
            Self::Link => "link",
            Self::Agent => "agent",
        }
    }

    fn word(self) -> String {
        self.as_str().to_owned()
    }
}

/// An address without what follows a plus sign: most providers bring all of those to one person.
fn base(key: &str) -> String {
    let (local, domain) = key.rsplit_once('@').unwrap_or((key, ""));
    format!("{}@{domain}", local.split('+').next().unwrap_or(local))
}

/// A mail of ours, with what became of it.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of mail_out")]
pub struct MailOutRecord {
    pub id: JobId,
    pub ticket_id: TicketId,
    pub message_id: Option<MessageId>,
    pub kind: String,
    pub to_key: String,
    pub cc: Json<Vec<String>>,
    pub state: MailOutState,
    pub said: String,
    pub tries: i64,
}

/// A mail of ours that went out, as later ones name it.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of mail_out")]
pub struct MailOutBefore {
    pub id: JobId,
    pub host: Option<String>,
    pub created_at: Timestamp,
}

impl Tx {
    /// Writes a mail down before it goes.
    pub async fn mail_out_add(&mut self, mail: MailOutNew, at: Timestamp) -> Result<()> {
        let MailOutNew { id, ticket, message, kind, to_key, cc } = mail;
        let (kind, to_base) = (kind.word(), base(&to_key));
        self.later(MAIL_OUT_ADD { id, ticket, message, kind, to_key, to_base, cc: Json(cc), at }).await
    }

    /// The mail of that id.
    pub async fn mail_out(&mut self, id: JobId) -> Result<Option<MailOutRecord>> {
        self.maybe(MAIL_OUT_ONE { id }).await
    }

    /// All mails about a ticket.
    pub async fn mail_out_of_ticket(&mut self, ticket: TicketId) -> Result<Vec<MailOutRecord>> {
        self.all(MAIL_OUT_OF_TICKET { ticket }).await
    }

    /// A server took it, with a Message-ID at `host`; `false` when that was known.
    pub async fn mail_out_sent(
        &mut self,
        id: JobId,
        mailbox: Option<MailboxId>,
        host: &str,
        at: Timestamp,
    ) -> Result<bool> {
        Ok(self.run(MAIL_OUT_SENT { id, mailbox, host: host.to_owned(), at }).await? == 1)
    }

    /// Whether a mail about a ticket left from a mailbox.
    pub async fn mail_out_left(&mut self, ticket: TicketId, mailbox: MailboxId) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(MAIL_OUT_LEFT { ticket, mailbox }).await?;
        Ok(row.is_some())
    }

    /// It did not go this time; `false` when it has ended meanwhile.
    pub async fn mail_out_tried(&mut self, id: JobId, said: &str) -> Result<bool> {
        Ok(self.run(MAIL_OUT_TRIED { id, said: said.to_owned() }).await? == 1)
    }

    /// It will not go, or it came back. `false` when it failed too late: it is known to be sent, or has ended otherwise.
    pub async fn mail_out_ended(&mut self, id: JobId, state: MailOutState, said: &str) -> Result<bool> {
        Ok(self.run(MAIL_OUT_ENDED { id, state, said: said.to_owned() }).await? == 1)
    }

    /// Whether whoever reads that address got a mail of that kind since then, this one aside.
    pub async fn mail_out_to(&mut self, to: &str, kind: MailOutKind, since: Timestamp, id: JobId) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(MAIL_OUT_TO { to_base: base(to), kind: kind.word(), since, id }).await?;
        Ok(row.is_some())
    }

    /// Whether that agent got another mail about the ticket since then.
    pub async fn mail_out_to_agent(&mut self, ticket: TicketId, to: &str, since: Timestamp, id: JobId) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(MAIL_OUT_TO_AGENT { ticket, to_key: to.to_owned(), since, id }).await?;
        Ok(row.is_some())
    }

    /// Other mails of a kind that went out since then, counted to `most`.
    pub async fn mail_out_kind_since(
        &mut self,
        kind: MailOutKind,
        since: Timestamp,
        most: i64,
        id: JobId,
    ) -> Result<i64> {
        let row: (i64,) = self.one(MAIL_OUT_KIND_SINCE { kind: kind.word(), since, most, id }).await?;
        Ok(row.0)
    }

    /// Other mails that went out since then, counted to `most`.
    pub async fn mail_out_since(&mut self, since: Timestamp, most: i64, id: JobId) -> Result<i64> {
        let row: (i64,) = self.one(MAIL_OUT_SINCE { since, most, id }).await?;
        Ok(row.0)
    }

    /// Acknowledgements that were held back since then, counted to 1,001.
    pub async fn mail_out_withheld(&mut self, since: Timestamp) -> Result<i64> {
        let row: (i64,) = self.one(MAIL_OUT_WITHHELD { since }).await?;
        Ok(row.0)
    }

    /// It waits as at first; `false` when it went, or waits already.
    pub async fn mail_out_again(&mut self, id: JobId) -> Result<bool> {
        Ok(self.run(MAIL_OUT_AGAIN { id }).await? == 1)
    }

    /// When the newest mail went out but for `nth` newer ones, this one aside.
    pub async fn mail_out_nth(&mut self, nth: i64, id: JobId) -> Result<Option<Timestamp>> {
        let row: Option<(Timestamp,)> = self.maybe(MAIL_OUT_NTH { nth, id }).await?;
        Ok(row.map(|row| row.0))
    }

    /// It may not go yet, and does not count until it does; `false` when that was known.
    pub async fn mail_out_waits(&mut self, id: JobId, said: &str) -> Result<bool> {
        Ok(self.run(MAIL_OUT_WAITS { id, said: said.to_owned() }).await? == 1)
    }

    /// Whatever waits went when it was asked for: for those who write history.
    pub async fn mail_out_settle(&mut self) -> Result<()> {
        self.run(MAIL_OUT_SETTLE {}).await?;
        Ok(())
    }

    /// It goes now, and counts from now on.
    pub async fn mail_out_goes(&mut self, id: JobId, at: Timestamp) -> Result<()> {
        self.run(MAIL_OUT_GOES { id, at }).await?;
        Ok(())
    }

    /// The mails about a ticket that its customer got before this one, oldest first, at most ten.
    pub async fn mail_out_before(&mut self, ticket: TicketId, id: JobId) -> Result<Vec<MailOutBefore>> {
        let mut rows: Vec<MailOutBefore> = self.all(MAIL_OUT_IDS { ticket, id }).await?;
        rows.reverse();
        Ok(rows)
    }

    /// The host that the first mail about a ticket left with.
    pub async fn mail_out_host(&mut self, ticket: TicketId) -> Result<Option<String>> {
        let row: Option<(String,)> = self.maybe(MAIL_OUT_HOST { ticket }).await?;
        Ok(row.map(|row| row.0))
    }
}
