//! Priorities: an organization's ordered ranks of urgency (D6).

use crate::PriorityId;
use serde::{Deserialize, Serialize};

/// A priority as screens show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorityTag {
    /// Which.
    pub id: PriorityId,
    /// Such as `Urgent`.
    pub name: String,
    /// A palette name, as for statuses.
    pub color: String,
    /// Higher is more urgent.
    pub rank: i64,
}
