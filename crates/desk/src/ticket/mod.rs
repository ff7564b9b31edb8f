//! Tickets: opened, answered, changed. One file per thing done; what agents and customers share stands in `new`,
//! `message` and `change`.

mod assign;
pub(crate) mod change;
pub(crate) mod counts;
mod list;
pub(crate) mod message;
pub(crate) mod new;
mod note;
mod open;
pub(crate) mod prose;
pub(crate) mod repeat;
mod reply;
mod seen;
mod set_priority;
mod set_status;
mod set_subject;
mod set_team;
mod show;

pub use change::TicketChange;
pub use open::TicketNew;
pub use reply::MessageNew;

use crate::access::Scope;
use crate::moment::Zone;
use crate::{Desk, Error, Result};
use domain::contact::ContactCard;
use domain::event::Event;
use domain::member::MemberTag;
use domain::priority::PriorityTag;
use domain::site::SiteTag;
use domain::status::StatusTag;
use domain::team::TeamTag;
use domain::ticket::{TicketCode, TicketRow, Version};
use domain::{TicketLinkId, UserId};
use store::Tx;
use store::ticket::TicketRecord;

/// Events of a transaction with their numbers, to be told to live screens after its commit.
pub(crate) type Told = Vec<(i64, Event)>;

/// A ticket as this caller sees it. Errors: `NotFound`, the same for what may not be seen.
pub(crate) async fn visible(tx: &mut Tx, code: &TicketCode) -> Result<TicketRecord> {
    tx.ticket_visible(code).await?.ok_or(Error::NotFound)
}

/// Passes when the caller has seen the latest version. Errors: `Stale`.
pub(crate) fn at(ticket: &TicketRecord, seen: Version) -> Result<()> {
    if ticket.version == seen { Ok(()) } else { Err(Error::Stale) }
}

impl Desk {
    /// The customer's way back to a ticket: the token is derived from the link's row.
    pub(crate) fn ticket_url(&self, link: TicketLinkId) -> String {
        format!("{}/ticket/{}", self.settings.public_url, self.token("ticket", link.0))
    }

    /// Tells live screens what was done to a ticket, after the commit.
    pub(crate) fn ticket_told(&self, org: &crate::access::OrgCard, code: &TicketCode, by: Option<UserId>, told: &Told) {
        for (seq, event) in told {
            self.changed(org, *seq, event, Some(code), by);
        }
    }
}

/// A record as the screens show it. Only a member has read anything, so only for a member something is unread.
pub(crate) fn row(ticket: TicketRecord, zone: &Zone, user: Option<UserId>) -> TicketRow {
    TicketRow {
        unread: user.is_some() && ticket.last_message > ticket.seen,
        assignee: ticket.assignee_id.map(|id| MemberTag { id, name: ticket.assignee_name.unwrap_or_default() }),
        team: ticket.team_id.map(|id| TeamTag { id, name: ticket.team_name.unwrap_or_default() }),
        code: ticket.code,
        subject: ticket.subject,
        snippet: ticket.snippet,
        requester: ContactCard { name: ticket.contact_name, email: ticket.contact_email },
        site: SiteTag { slug: ticket.site_slug, name: ticket.site_name },
        status: StatusTag {
            id: ticket.status_id,
            name: ticket.status_name,
            category: ticket.category,
            color: ticket.status_color,
        },
        priority: PriorityTag {
            id: ticket.priority_id,
            name: ticket.priority_name,
            color: ticket.priority_color,
            rank: ticket.priority_rank,
        },
        version: ticket.version,
        last_message: ticket.last_message,
        waiting: ticket.waiting_since.map(|at| zone.moment(at)),
        active: zone.moment(ticket.active_at),
        created: zone.moment(ticket.created_at),
    }
}

/// A record as the caller of a scope sees it.
pub(crate) fn row_for(ticket: TicketRecord, scope: &Scope) -> TicketRow {
    row(ticket, &scope.org().zone(), scope.actor().user())
}
