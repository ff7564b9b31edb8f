//! Members: users in an organization, each with exactly one role.

use crate::permission::Permissions;
use crate::role::{RoleChoice, RoleTag};
use crate::team::TeamTag;
use crate::{Moment, Timestamp, UserId};
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

/// What would become of one's own tickets, before one leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    /// Tickets that wait for one.
    pub open_tickets: i64,
    /// Who could have those instead, by name.
    pub heirs: Vec<MemberTag>,
}

/// How long after a visit somebody still counts as there, in seconds. Visits are written once a minute, so that another node
/// may know of one a minute late.
const THERE_FOR: i64 = 5 * 60;

/// Whether somebody is there to answer (B30).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// At work here within the last minutes.
    Online,
    /// Not seen for longer, or never.
    Offline,
    /// Said so themselves, wherever they were seen.
    Away,
}

impl Presence {
    /// What somebody is at `now`, who said or did not say that they are away, and was last seen at `seen`.
    #[must_use]
    pub fn of(away: bool, seen: Option<Timestamp>, now: Timestamp) -> Self {
        match seen {
            _ if away => Self::Away,
            Some(seen) if now.seconds_since(seen) < THERE_FOR => Self::Online,
            _ => Self::Offline,
        }
    }

    /// Whether they said that they are away.
    #[must_use]
    pub fn is_away(self) -> bool {
        self == Self::Away
    }
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
    /// Whether they are there, when this was read.
    pub presence: Presence,
    /// Their tickets that are not done and that the asker sees, counted to 1,000.
    pub open: i64,
    /// When they were last seen here.
    pub seen: Option<Moment>,
}

#[cfg(test)]
mod tests {
    use super::Presence;
    use crate::Timestamp;

    #[test]
    fn only_who_was_here_within_minutes_is_online() {
        let now = Timestamp(1_000_000_000_000);
        let ago = |seconds: i64| Some(now.plus_seconds(-seconds));
        for (away, seen, presence) in [
            (false, ago(0), Presence::Online),
            (false, ago(299), Presence::Online),
            (false, ago(300), Presence::Offline),
            (false, ago(90 * 86_400), Presence::Offline),
            (false, None, Presence::Offline),
            (true, ago(0), Presence::Away),
            (true, ago(90 * 86_400), Presence::Away),
            // A node whose clock is a little ahead.
            (false, ago(-3), Presence::Online),
        ] {
            assert_eq!(Presence::of(away, seen, now), presence, "{away} {seen:?}");
        }
    }
}
