//! A ticket: what it is, and the shapes in which it travels.

pub use crate::prefix::{Prefix, TicketCode, TicketCodeError};

use crate::contact::ContactCard;
use crate::event::EventLine;
use crate::member::MemberTag;
use crate::message::{HeldMail, MessageView};
use crate::priority::PriorityTag;
use crate::site::SiteTag;
use crate::status::{Category, StatusTag};
use crate::team::TeamTag;
use crate::{Moment, PriorityId, SiteSlug, TeamId, UserId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How often subject, status, priority or assignee changed. A message does not raise it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub i64);

#[cfg(feature = "sql")]
crate::sql::sql_int!(Version);

/// The way a ticket came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The hosted support page.
    Page,
    /// The widget on the site's own pages.
    Widget,
    /// A program, with the site's key.
    Api,
    /// An agent wrote it down for a customer.
    Agent,
    /// A mail.
    Mail,
    /// The first ticket of every organization, to try things on.
    Welcome,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Page, Self::Widget, Self::Api, Self::Agent, Self::Mail, Self::Welcome];

    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Widget => "widget",
            Self::Api => "api",
            Self::Agent => "agent",
            Self::Mail => "mail",
            Self::Welcome => "welcome",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Text that names no channel.
#[derive(Debug, thiserror::Error)]
#[error("unknown channel")]
pub struct ChannelError;

impl TryFrom<String> for Channel {
    type Error = ChannelError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::ALL.into_iter().find(|c| c.as_str() == text).ok_or(ChannelError)
    }
}

#[cfg(feature = "sql")]
crate::sql::sql_text!(Channel);

/// A ticket as a line of a list and as the head of its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketRow {
    /// Such as `ACME-042`; its address.
    pub code: TicketCode,
    /// What it is about.
    pub subject: String,
    /// The beginning of the newest message.
    pub snippet: String,
    /// The customer.
    pub requester: ContactCard,
    /// Where it came in.
    pub site: SiteTag,
    /// Where it stands.
    pub status: StatusTag,
    /// How urgent it is.
    pub priority: PriorityTag,
    /// Who has it.
    pub assignee: Option<MemberTag>,
    /// Whose it is; in no team it is unrouted.
    pub team: Option<TeamTag>,
    /// For writes: what the writer has seen.
    pub version: Version,
    /// Number of the newest message.
    pub last_message: i64,
    /// Whether it holds something the asking member has not read.
    pub unread: bool,
    /// Since when the customer waits for an answer.
    pub waiting: Option<Moment>,
    /// When something last happened.
    pub active: Moment,
    /// When it came in.
    pub created: Moment,
}

/// Which tickets a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// Status category open.
    #[default]
    Open,
    /// Status category pending.
    Pending,
    /// Status category resolved.
    Resolved,
    /// Status category closed.
    Closed,
    /// Every ticket.
    All,
}

impl Tab {
    /// In the order shown.
    pub const ALL: [Self; 5] = [Self::Open, Self::Pending, Self::Resolved, Self::Closed, Self::All];

    /// The word in the address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::All => "all",
        }
    }

    /// The word in the address, back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.as_str() == text)
    }

    /// The status category it shows; `None` for all.
    #[must_use]
    pub fn category(self) -> Option<Category> {
        match self {
            Self::Open => Some(Category::Open),
            Self::Pending => Some(Category::Pending),
            Self::Resolved => Some(Category::Resolved),
            Self::Closed => Some(Category::Closed),
            Self::All => None,
        }
    }
}

/// Whose tickets a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssigneeFilter {
    /// Everybody's and nobody's.
    #[default]
    Any,
    /// The asking member's.
    Me,
    /// Those that nobody has.
    Nobody,
    /// One member's.
    Member(UserId),
}

/// Of which team a list shows tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamFilter {
    /// Of every team and of none.
    #[default]
    Any,
    /// Those in no team.
    Unrouted,
    /// One team's.
    Team(TeamId),
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Where something happened last comes first.
    #[default]
    Newest,
    /// What has been left longest comes first.
    Oldest,
}

/// Which part of a list. Cursors are opaque, from [`TicketList`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Its first page.
    #[default]
    Start,
    /// What comes after a cursor.
    After(String),
    /// What comes before a cursor.
    Before(String),
}

/// Everything the address of a list says (the URL drives state, design.md section 5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TicketFilter {
    /// Which.
    pub tab: Tab,
    /// Of one site, or of all.
    pub site: Option<SiteSlug>,
    /// Whose.
    pub assignee: AssigneeFilter,
    /// Of which team.
    #[serde(default)]
    pub team: TeamFilter,
    /// Of one priority, or of all.
    pub priority: Option<PriorityId>,
    /// In which order.
    pub sort: Sort,
    /// Words to find in code, subject and sender; empty for no search.
    pub search: String,
    /// Which part of it.
    pub place: Place,
}

/// Rows of one page of a list.
pub const PAGE_ROWS: i64 = 50;
/// Counting stops here and says `1,000+`: flat cost under every filter.
pub const COUNT_LIMIT: i64 = 1000;

/// Tickets per tab under the list's other filters, each counted to [`COUNT_LIMIT`] + 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the tab it names")]
pub struct TabCounts {
    pub open: i64,
    pub pending: i64,
    pub resolved: i64,
    pub closed: i64,
    pub all: i64,
}

impl TabCounts {
    /// The number of one tab.
    #[must_use]
    pub fn of(&self, tab: Tab) -> i64 {
        match tab {
            Tab::Open => self.open,
            Tab::Pending => self.pending,
            Tab::Resolved => self.resolved,
            Tab::Closed => self.closed,
            Tab::All => self.all,
        }
    }

    /// As shown: `128`, or `1,000+`.
    #[must_use]
    pub fn text(&self, tab: Tab) -> String {
        let count = self.of(tab);
        if count > COUNT_LIMIT { "1,000+".to_owned() } else { count.to_string() }
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketList {
    /// The rows, in order.
    pub rows: Vec<TicketRow>,
    /// Per tab.
    pub counts: TabCounts,
    /// Where the page before this one ends; `None` on the first.
    pub previous: Option<String>,
    /// Where the page after this one begins; `None` on the last.
    pub next: Option<String>,
    /// The sites to filter by.
    pub sites: Vec<SiteTag>,
    /// The members to filter by and to give tickets to.
    pub members: Vec<MemberTag>,
    /// The teams to filter by.
    pub teams: Vec<TeamTag>,
    /// What a row's status may become, so that `e` and `s` act on the list without asking first.
    pub statuses: Vec<StatusTag>,
    /// The priorities to filter by, and what a row's may become.
    pub priorities: Vec<PriorityTag>,
    /// The organization's event number this was read at (Live).
    pub seq: i64,
}

/// An entry of a timeline.
// In the browser, where addresses are half as long, it is not large.
#[cfg_attr(not(target_arch = "wasm32"), expect(clippy::large_enum_variant, reason = "nearly all items are messages"))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TimelineItem {
    /// Somebody wrote.
    Message(MessageView),
    /// Something changed.
    Event(EventLine),
}

/// Everything a ticket's page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketPage {
    /// Its head.
    pub ticket: TicketRow,
    /// Oldest first.
    pub timeline: Vec<TimelineItem>,
    /// The newest message the asking member had read before now.
    pub seen: i64,
    /// What its status may become.
    pub statuses: Vec<StatusTag>,
    /// What its priority may become.
    pub priorities: Vec<PriorityTag>,
    /// Who may have it: whoever sees it (D9).
    pub members: Vec<MemberTag>,
    /// The teams it can go to.
    pub teams: Vec<TeamTag>,
    /// Mails that wait beside it for an agent to decide.
    pub held: Vec<HeldMail>,
    /// The address that replies leave from.
    pub leaves_from: String,
    /// When mail to the customer came back, and what was said.
    pub bounced: Option<(Moment, String)>,
    /// The organization's event number this was read at (Live).
    pub seq: i64,
}

/// A ticket as its customer sees it: public messages, newest first; never notes, scores or members' addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerTicket {
    /// Whose desk this is.
    pub org_name: String,
    /// The organization's slug, for its colours.
    pub org_slug: crate::OrgSlug,
    /// Which of its faces.
    pub site: SiteTag,
    /// Such as `ACME-042`.
    pub code: TicketCode,
    /// What it is about.
    pub subject: String,
    /// What the status is called.
    pub status: String,
    /// What the status means.
    pub category: Category,
    /// Newest first.
    pub messages: Vec<MessageView>,
    /// The customer's own name or address.
    pub requester: ContactCard,
}

/// The answer to a new ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketOpened {
    /// Such as `ACME-042`.
    pub code: TicketCode,
    /// The customer's way back to it.
    pub url: String,
}
