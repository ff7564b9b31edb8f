//! Members: users in an organization, each with exactly one role.

use crate::role::RoleTag;
use crate::team::TeamTag;
use crate::{Moment, UserId};
use serde::{Deserialize, Serialize};

/// A member as a name to pick or to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberTag {
    /// Which user.
    pub id: UserId,
    /// Their name.
    pub name: String,
}

/// A member in the list of the team page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    /// Which user.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they may do here.
    pub role: RoleTag,
    /// When they were last seen here.
    pub seen: Option<Moment>,
}

/// Somebody who answers for the organization, in its directory (B30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Which user.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they may do here.
    pub role: RoleTag,
    /// The teams they are in, by name.
    pub teams: Vec<TeamTag>,
    /// Whether they said that they are away.
    pub away: bool,
    /// Their tickets that are not done and that the asker sees, counted to 1,000.
    pub open: i64,
    /// When they were last seen here.
    pub seen: Option<Moment>,
}
