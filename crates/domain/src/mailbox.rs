//! Mailboxes: the addresses of an organization, each with the one site it delivers to (D13, B18), and how mail leaves (D14).

use crate::mail::{MailInState, MailProof, MailTls, word};
use crate::priority::PriorityTag;
use crate::site::SiteTag;
use crate::team::TeamTag;
use crate::ticket::TicketCode;
use crate::{MailAddress, MailInId, MailboxId, Moment, PriorityId, SiteSlug, TeamId};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// How far a folder has been read: durable, so that after a week's outage everything is caught up and nothing comes twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor {
    /// UIDVALIDITY: another one means that all numbers mean something else (RFC 3501 section 2.3.1.1).
    pub validity: u32,
    /// The last UID that has been read.
    pub uid: u32,
}

/// How a mailbox gets its mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailboxKind {
    /// The built-in receiver: mail comes to us, or is forwarded to us.
    #[default]
    Receiver,
    /// A folder elsewhere, which we look into.
    Imap,
}

word!(MailboxKind, MailboxKindError, "use receiver or imap", Receiver = "receiver", Imap = "imap");

/// What a mailbox is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Mail comes in and replies leave from it.
    #[default]
    Both,
    /// Mail comes in; replies leave from another address.
    In,
    /// Replies leave from it.
    Out,
}

word!(Direction, DirectionError, "use both, in or out", Both = "both", In = "in", Out = "out");

impl Direction {
    /// Whether mail comes in.
    #[must_use]
    pub fn receives(self) -> bool {
        self != Self::Out
    }

    /// Whether replies leave from it.
    #[must_use]
    pub fn sends(self) -> bool {
        self != Self::In
    }
}

/// From which address replies leave (S1-30).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboundMode {
    /// The mailbox that got the ticket; where none did, the site's own.
    #[default]
    Original,
    /// The mailbox of the ticket's site.
    SiteDefault,
    /// One mailbox for all.
    Fixed,
    /// The installation's own address.
    Platform,
}

word!(
    OutboundMode,
    OutboundModeError,
    "use original, site_default, fixed or platform",
    Original = "original",
    SiteDefault = "site_default",
    Fixed = "fixed",
    Platform = "platform"
);

/// A server of a mailbox's own, as it is kept and shown: without its password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerCard {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: MailTls,
    /// Empty where nobody has to sign in.
    pub user: String,
}

/// A server of a mailbox's own, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerTyped {
    /// Its name.
    pub host: String,
    /// Its port; programs may send a number.
    #[serde(deserialize_with = "text_or_number")]
    pub port: String,
    /// How the connection is protected.
    pub tls: MailTls,
    /// Who signs in; may be empty.
    pub user: String,
    /// Empty keeps the one that is kept.
    pub password: String,
}

fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Port {
        Number(u64),
        Text(String),
    }
    Ok(match Port::deserialize(deserializer)? {
        Port::Number(number) => number.to_string(),
        Port::Text(text) => text,
    })
}

/// A mailbox as somebody typed it; checked by the use case, so that every mistake is told at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailboxTyped {
    /// Its address. For ever: another address is another mailbox.
    pub address: String,
    /// The name people see beside the address; empty for the site's.
    pub name: String,
    /// The one site it delivers to.
    pub site: String,
    /// How it gets its mail.
    pub kind: MailboxKind,
    /// What it is for.
    pub direction: Direction,
    /// The team its tickets go to; none leaves it to the site.
    pub team: Option<TeamId>,
    /// The priority of its tickets; none is the organization's default.
    pub priority: Option<PriorityId>,
    /// Where its folder is; for [`MailboxKind::Imap`].
    pub imap: Option<ServerTyped>,
    /// Which folder; empty is `INBOX`.
    pub folder: String,
    /// Seconds between two looks, 30 to 3600; 0 is 120.
    pub interval: i64,
    /// Its own server to send by; none is the installation's way.
    pub smtp: Option<ServerTyped>,
}

/// How a mailbox is doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxHealth {
    /// The last look into its folder.
    pub polled: Option<Moment>,
    /// The last mail that came in.
    pub received: Option<Moment>,
    /// What went wrong with the last look, in words, and when.
    pub error: Option<(String, Moment)>,
    /// What its own server says instead of taking mail, and since when.
    pub smtp_error: Option<(String, Moment)>,
    /// Mails in since midnight in the organization's zone.
    pub today: i64,
    /// How its last test went.
    pub test: Option<MailboxTest>,
}

/// A test that really sends and receives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxTest {
    /// When it was asked for.
    pub asked: Moment,
    /// When a server took the mail.
    pub sent: Option<Moment>,
    /// When it came in.
    pub received: Option<Moment>,
    /// What went wrong.
    pub error: Option<String>,
}

/// A mailbox in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxRow {
    /// Which.
    pub id: MailboxId,
    /// Its address.
    pub address: MailAddress,
    /// The name people see beside it; may be empty.
    pub name: String,
    /// The one site it delivers to.
    pub site: SiteTag,
    /// How it gets its mail.
    pub kind: MailboxKind,
    /// What it is for.
    pub direction: Direction,
    /// The installation's own address, where replies leave from that one for now: it is not proven whose domain this is.
    pub stand_in: Option<MailAddress>,
    /// How it is doing.
    pub health: MailboxHealth,
}

/// A mailbox with everything its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxPage {
    /// The mailbox.
    pub row: MailboxRow,
    /// The team its tickets go to.
    pub team: Option<TeamId>,
    /// The priority of its tickets.
    pub priority: Option<PriorityId>,
    /// Where its folder is.
    pub imap: Option<ServerCard>,
    /// Which folder.
    pub folder: String,
    /// Seconds between two looks.
    pub interval: i64,
    /// Its own server to send by.
    pub smtp: Option<ServerCard>,
    /// Where to forward mail to, where there is a receiver.
    pub forward: Option<MailAddress>,
    /// The newest mails that came in.
    pub recent: Vec<MailInRow>,
    /// What the form offers.
    pub choices: MailboxChoices,
}

impl MailboxPage {
    /// The mailbox as its form begins: what was kept, without passwords.
    #[must_use]
    pub fn typed(&self) -> MailboxTyped {
        MailboxTyped {
            address: self.row.address.to_string(),
            name: self.row.name.clone(),
            site: self.row.site.slug.to_string(),
            kind: self.row.kind,
            direction: self.row.direction,
            team: self.team,
            priority: self.priority,
            imap: self.imap.as_ref().map(ServerCard::typed),
            folder: self.folder.clone(),
            interval: self.interval,
            smtp: self.smtp.as_ref().map(ServerCard::typed),
        }
    }
}

/// What the form of a mailbox offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxChoices {
    /// The sites.
    pub sites: Vec<SiteTag>,
    /// The teams.
    pub teams: Vec<TeamTag>,
    /// The priorities.
    pub priorities: Vec<PriorityTag>,
    /// The domain whose mail comes to the built-in receiver; none: there is no receiver.
    pub receiver: Option<String>,
}

/// Everything the mailboxes page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxesPage {
    /// The mailboxes, by address.
    pub mailboxes: Vec<MailboxRow>,
    /// What nobody could place, the newest first.
    pub waiting: Vec<MailInRow>,
    /// How mail leaves.
    pub settings: MailSettings,
    /// The sites that decide for themselves.
    pub sites: Vec<SiteMail>,
    /// The domains of the addresses, with what is known of each.
    pub domains: Vec<DomainRow>,
    /// What the form of a mailbox offers.
    pub choices: MailboxChoices,
    /// The address that mail of no mailbox comes from.
    pub platform: MailAddress,
    /// Acknowledgements that were held back within a day, counted to 1,001.
    pub withheld: i64,
}

/// How mail leaves an organization (D14), and what may be done by mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// From which address replies leave.
    pub mode: OutboundMode,
    /// The one for [`OutboundMode::Fixed`].
    pub fixed: Option<MailboxId>,
    /// Whether whoever opens a ticket gets a mail that it arrived.
    pub acknowledges: bool,
    /// Acknowledgements in an hour, whoever asks for them.
    pub ack_limit: i64,
    /// Mails in a day.
    pub day_limit: i64,
    /// Whether agents may answer by mail.
    pub agents: bool,
}

/// What one site decides for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteMail {
    /// Which.
    pub site: SiteSlug,
    /// From which address its replies leave; none follows the organization.
    pub mode: Option<OutboundMode>,
    /// The mailbox that counts as its own; none is its oldest.
    pub mailbox: Option<MailboxId>,
}

/// A mail that came in, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailInRow {
    /// Which.
    pub id: MailInId,
    /// The address it came to.
    pub rcpt: String,
    /// Who wrote it; empty when that cannot be told.
    pub from: String,
    /// What it is about.
    pub subject: String,
    /// What became of it.
    pub state: MailInState,
    /// Why, in a sentence.
    pub said: String,
    /// Whether only its number kept it from being a ticket, so that somebody can make one of it.
    pub opens: bool,
    /// Whether the sender is who they say.
    pub proof: MailProof,
    /// Its ticket, where it has one and the caller sees it.
    pub ticket: Option<TicketCode>,
    /// Bytes.
    pub size: i64,
    /// When it came.
    pub at: Moment,
}

/// A domain of the organization's addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainRow {
    /// Such as `clienta.com`.
    pub domain: String,
    /// The record to publish, and whether it has been seen; none: mail is not signed for it.
    pub dkim: Option<DkimRecord>,
}

/// A record that lets others check our signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DkimRecord {
    /// Its name, such as `hs-1a2b3c4d._domainkey.clienta.com`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Whether it was there when we last looked: only then mail is signed.
    pub is_seen: bool,
}

/// How a domain is set up to send through us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainCheck {
    /// Such as `clienta.com`.
    pub domain: String,
    /// SPF, DKIM and DMARC, in this order.
    pub checks: Vec<RecordCheck>,
}

/// One record of a domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordCheck {
    /// Such as `SPF`.
    pub what: String,
    /// The record's name.
    pub name: String,
    /// What stands there.
    pub found: Option<String>,
    /// How good that is.
    pub verdict: RecordVerdict,
    /// What to do, or that all is well.
    pub said: String,
    /// What to publish, where something is missing.
    pub wanted: Option<String>,
}

/// How good a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordVerdict {
    /// As it should be.
    Good,
    /// It works, and could be better.
    Weak,
    /// It is missing or wrong.
    Bad,
    /// It could not be asked.
    Unknown,
}

/// The least and the most seconds between two looks into a folder.
pub const INTERVALS: std::ops::RangeInclusive<i64> = 30..=3600;
/// The usual.
pub const INTERVAL: i64 = 120;
/// The least and the most acknowledgements an hour.
pub const ACK_LIMITS: std::ops::RangeInclusive<i64> = 1..=1_000;
/// The least and the most mails a day, copies counted; whoever runs the installation may allow fewer.
pub const DAY_LIMITS: std::ops::RangeInclusive<i64> = 1..=100_000;
/// The most mailboxes of an organization.
pub const MOST: i64 = 200;
