//! Live: what a stream says. Names of what changed, never content; the page refetches through the authorised path.

use crate::ticket::TicketCode;
use serde::{Deserialize, Serialize};

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
