//! What a caller may see: the plain part of a scope that the store understands, and the rule it follows (B20).

use crate::{OrgId, UserId};

/// How many of the organization's tickets are seen (B20 as amended).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// All of them.
    Everything,
    /// Those of the member's teams and those the member has; those in no team where the organization says so.
    Teams {
        /// Whether tickets in no team are seen too.
        unrouted: bool,
    },
}

impl Reach {
    /// Whether a ticket is seen: `mine` when the asking member has it, `team` says of its team, where it has one, whether the
    /// asking member is in it. The store has the same rule as SQL; a test holds both against each other.
    #[must_use]
    pub fn sees(self, mine: bool, team: Option<bool>) -> bool {
        match self {
            Self::Everything => true,
            Self::Teams { unrouted } => mine || team.unwrap_or(unrouted),
        }
    }
}

/// What the reach of a member follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether their role may manage members, as owner and admin may: a role of the organization's own counts like an agent
    /// otherwise.
    pub manages: bool,
    /// Whether they are the built-in viewer.
    pub looks_on: bool,
    /// Whether they are in any team.
    pub in_team: bool,
    /// Whether the organization has any team: without one, everybody sees all.
    pub has_teams: bool,
    /// The organization's setting `unrouted_visible`.
    pub unrouted: bool,
}

impl Standing {
    /// What they see (B20): who manages, and a viewer without a team, sees all; teams bind everybody else.
    #[must_use]
    pub fn reach(self) -> Reach {
        if self.manages || !self.has_teams || (self.looks_on && !self.in_team) {
            Reach::Everything
        } else {
            Reach::Teams { unrouted: self.unrouted }
        }
    }
}

/// One organization, and whose eyes look at it. Made by `desk::access` alone; the store filters by it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sight {
    /// The organization: the only one any statement of the transaction can reach.
    pub org: OrgId,
    /// The member who looks, where a person does; "assigned to me" and "unread" are theirs.
    pub user: Option<UserId>,
    /// Which of its tickets there are for them.
    pub reach: Reach,
}

impl Sight {
    /// Sees every ticket of the organization: the desk itself, and doors that lead to one ticket alone.
    #[must_use]
    pub fn everything(org: OrgId, user: Option<UserId>) -> Self {
        Self { org, user, reach: Reach::Everything }
    }

    /// Looks with a member's eyes.
    #[must_use]
    pub fn of_member(org: OrgId, user: UserId, reach: Reach) -> Self {
        Self { org, user: Some(user), reach }
    }

    /// Whether nothing is hidden from it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.reach == Reach::Everything
    }
}

#[cfg(test)]
mod tests {
    use super::{Reach, Standing};

    const AGENT: Standing =
        Standing { manages: false, looks_on: false, in_team: false, has_teams: true, unrouted: true };

    #[test]
    fn without_teams_everybody_sees_all() {
        for (manages, looks_on) in [(false, false), (false, true), (true, false)] {
            let standing = Standing { manages, looks_on, has_teams: false, unrouted: false, ..AGENT };
            assert_eq!(standing.reach(), Reach::Everything);
        }
    }

    #[test]
    fn teams_bind_agents_and_viewers_who_are_in_one() {
        assert_eq!(AGENT.reach(), Reach::Teams { unrouted: true });
        assert_eq!(Standing { in_team: true, unrouted: false, ..AGENT }.reach(), Reach::Teams { unrouted: false });
        assert_eq!(Standing { looks_on: true, ..AGENT }.reach(), Reach::Everything);
        assert_eq!(Standing { looks_on: true, in_team: true, ..AGENT }.reach(), Reach::Teams { unrouted: true });
        assert_eq!(Standing { manages: true, in_team: true, ..AGENT }.reach(), Reach::Everything);
    }

    #[test]
    fn a_ticket_is_seen_by_its_team_and_by_whoever_has_it() {
        let bound = Reach::Teams { unrouted: false };
        assert!(bound.sees(true, Some(false)) && bound.sees(false, Some(true)) && bound.sees(true, None));
        assert!(!bound.sees(false, Some(false)) && !bound.sees(false, None));
        let open = Reach::Teams { unrouted: true };
        assert!(open.sees(false, None) && !open.sees(false, Some(false)));
        assert!(Reach::Everything.sees(false, Some(false)));
    }
}
