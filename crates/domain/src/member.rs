//! Members: users in an organization, each with exactly one role.

use crate::permission::Permissions;
use crate::role::{RoleChoice, RoleTag};
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
    /// The teams they are in, by name.
    pub teams: Vec<TeamTag>,
    /// When they were last seen here.
    pub seen: Option<Moment>,
    /// Whether signing in takes them a code as well.
    pub two_factor: bool,
    /// Whether they may enter; one at rest keeps name and history.
    pub is_active: bool,
}

/// What the asker may do with a member (B12): the screen shows these ways and no others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberWays {
    /// Give them another role.
    pub role: bool,
    /// Deactivate them, or activate them again.
    pub rest: bool,
    /// Remove them.
    pub remove: bool,
    /// Make them owner and step down.
    pub transfer: bool,
}

/// A member of the team page, and what the asker may do with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    /// Who.
    pub member: MemberRow,
    /// The asker's ways.
    pub ways: MemberWays,
}

/// The team page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    /// By name.
    pub rows: Vec<TeamRow>,
    /// The roles the asker may give, the mightiest first.
    pub roles: Vec<RoleChoice>,
}

/// One member: what they may do here and through what (D1), and what would become of their tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPage {
    /// Who.
    pub member: MemberRow,
    /// What their role is for.
    pub role_description: String,
    /// What it allows at this moment; nothing while they are at rest.
    pub permissions: Permissions,
    /// Tickets that wait for them.
    pub open_tickets: i64,
    /// Who could have those instead, by name.
    pub heirs: Vec<MemberTag>,
    /// The asker's ways.
    pub ways: MemberWays,
    /// The roles the asker may give.
    pub roles: Vec<RoleChoice>,
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
