//! Teams: groups of members that decide which tickets an agent sees (D9, B20).

use crate::member::MemberTag;
use crate::site::SiteTag;
use crate::{TeamId, UserId};
use serde::{Deserialize, Serialize};

/// A team as a name to pick or to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamTag {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
}

/// Somebody in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Which user.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Whether they lead it.
    pub lead: bool,
}

/// A team in the list of teams, and as programs see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Who is in it, by name, those who lead it first.
    pub members: Vec<TeamMember>,
    /// The sites whose new tickets come to it, where it is their only team.
    pub sites: Vec<SiteTag>,
    /// Its tickets that are not done and that the asker sees, counted to 1,000.
    pub open: i64,
}

/// The page of teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    /// By name.
    pub teams: Vec<TeamRow>,
    /// Everybody who could be in one.
    pub members: Vec<MemberTag>,
    /// Every site that one could cover.
    pub sites: Vec<SiteTag>,
    /// Whether tickets in no team are seen by everybody (B20).
    pub unrouted_visible: bool,
}

/// Somebody who is to be in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamSeat {
    /// Which user.
    pub id: UserId,
    /// Whether they lead it.
    #[serde(default)]
    pub lead: bool,
}

/// What is to become of a team, or what a new one is; `None` leaves a field as it is, or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TeamEdit {
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Everybody in it.
    pub members: Option<Vec<TeamSeat>>,
    /// The slugs of all sites it covers.
    pub sites: Option<Vec<String>>,
}
