//! Which teams members are in, looked up once for a whole list.

use crate::Result;
use domain::UserId;
use domain::team::TeamTag;
use store::Tx;
use store::team::TeamMemberRecord;

/// Every team, and who is in it.
pub(super) struct Within {
    teams: Vec<TeamTag>,
    seats: Vec<TeamMemberRecord>,
}

impl Within {
    pub(super) async fn read(tx: &mut Tx) -> Result<Self> {
        Ok(Self { teams: tx.team_tags().await?, seats: tx.team_members().await? })
    }

    /// The teams of one member, by name.
    pub(super) fn of(&self, user: UserId) -> Vec<TeamTag> {
        let has = |team: &&TeamTag| self.seats.iter().any(|seat| seat.id == user && seat.team_id == team.id);
        self.teams.iter().filter(has).cloned().collect()
    }
}
