//! Live: what a stream says. Names of what changed, never content; the page refetches through the authorised path.

use crate::ticket::TicketCode;
use serde::{Deserialize, Serialize};

/// The kind of a change that only says: what you may see is not what it was a moment ago. It names no ticket.
pub const SIGHT_CHANGED: &str = "sight_changed";

/// One change of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The organization's slug: one stream serves the tabs of several.
    pub org: crate::OrgSlug,
    /// Its number in the organization, gap-free.
    pub seq: i64,
    /// Such as `ticket_opened`.
    pub kind: String,
    /// The ticket it is about.
    pub ticket: Option<TicketCode>,
    /// Who did it, so that a screen does not announce one's own act.
    pub by: Option<crate::UserId>,
}
