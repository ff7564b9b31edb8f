//! Invite one or many (S2-27): an answer for each line, and nothing lost because two of them are wrong.

use super::mails::HOURLY;
use crate::access::Scope;
use crate::audit::Entry;
use crate::role::RoleHere;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::invitation::{InvitationLine, InvitationNew, InvitationOutcome, LINES_MAX, addresses};
use domain::role::RoleKey;
use domain::{Field, InvitationId, MailAddress, Permission, TeamId, Timestamp};
use serde_json::json;
use store::Tx;

/// What is left to give, line after line.
struct Budget {
    seats: domain::invitation::Seats,
    mails: i64,
}

impl Desk {
    /// Invites every address of `new.emails` with one role and mails each its link. An invitation that ran out is renewed.
    /// They come into `new.teams`. Errors: `Forbidden` without `member:invite`; `Invalid` for no address at all, too many, a role
    /// that is not one of the organization's, or a team that the caller does not see into. Where nobody could be invited, `SeatLimitReached` when seats were what was missing, `SlowDown` when too
    /// many mails went out this hour; then nothing was written.
    pub async fn invitation_create(&self, scope: &Scope, new: InvitationNew) -> Result<Vec<InvitationLine>> {
        scope.may(Permission::MemberInvite)?;
        let pasted = addresses(&new.emails.join("\n"));
        if pasted.is_empty() {
            return Err(Error::invalid(Field::Email, "Write at least one mail address."));
        }
        if pasted.len() > LINES_MAX {
            let words = format!("These are {}. Invite at most {LINES_MAX} at once.", pasted.len());
            return Err(Error::invalid_coded(Field::Email, "too_many", words));
        }
        let unknown = || Error::invalid(Field::Role, "Choose one of the roles of this organization.");
        let key = RoleKey::parse(new.role.trim()).map_err(|_| unknown())?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let role = RoleHere::of(&mut tx, key).await?.ok_or_else(unknown)?;
        let teams = teams_given(&mut tx, scope, &new.teams).await?;
        let mails = self.invitation_mails_left(&mut tx, at).await?;
        let mut budget = Budget { seats: tx.seats(at).await?, mails };
        let mut lines = Vec::with_capacity(pasted.len());
        for entry in pasted {
            let (outcome, message, id) = match entry.address {
                Err(problem) => (InvitationOutcome::NotAnAddress, problem.to_string(), None),
                Ok(email) => self.invite(&mut tx, scope, (&role, &teams), email, &mut budget, at).await?,
            };
            lines.push(InvitationLine { typed: entry.typed, outcome, message, id });
        }
        let any = |outcome| lines.iter().any(|line| line.outcome == outcome);
        if !any(InvitationOutcome::Invited) {
            // Dropped without a commit: nothing was written.
            if any(InvitationOutcome::NoSeat) {
                return Err(Error::SeatLimitReached);
            }
            if any(InvitationOutcome::TooMany) {
                self.invitation_mails_free(&mut tx, at).await?;
            }
            return Ok(lines);
        }
        let seq = self.invitation_changed(&mut tx, scope, at).await?;
        tx.commit().await?;
        self.job_ready();
        self.invitation_told(scope.org(), seq, scope.actor().user());
        Ok(lines)
    }

    async fn invite(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        (role, teams): (&RoleHere, &[TeamId]),
        email: MailAddress,
        budget: &mut Budget,
        at: Timestamp,
    ) -> Result<(InvitationOutcome, String, Option<InvitationId>)> {
        use InvitationOutcome::{AlreadyInvited, AlreadyMember, Invited, NoSeat, RoleNotYours, TooMany};
        let told = |outcome, message: &str| Ok((outcome, message.to_owned(), None));
        match tx.membership_of_email(&email).await? {
            Some(member) if member.deactivated_at.is_some() => {
                return told(AlreadyMember, "Is a member here, deactivated. Activate them again instead.");
            }
            Some(_) => return told(AlreadyMember, "Is a member here already."),
            None => {}
        }
        let before = tx.invitation_pending_of(&email).await?;
        if let Some(pending) = before.as_ref().filter(|pending| pending.expires_at > at) {
            return Ok((
                AlreadyInvited,
                "Has an invitation already. Send it again from the list below.".to_owned(),
                Some(pending.id),
            ));
        }
        if role.tag.key.is_owner() {
            return told(
                RoleNotYours,
                "Nobody is invited as owner: invite an admin, whom an owner can make owner later.",
            );
        }
        if role.given_by(scope).is_err() {
            return told(RoleNotYours, "This role may do what you may not, so you cannot give it.");
        }
        if !budget.seats.has_free() {
            return told(NoSeat, "No seat is left.");
        }
        if budget.mails == 0 {
            return told(TooMany, &format!("{HOURLY} invitations went out within the hour. Try this one later."));
        }
        match self.invitation_mails_to(tx, &email, at).await {
            Err(Error::SlowDown(_)) => return told(TooMany, "Has had several invitations today. Try again tomorrow."),
            free => free?,
        }
        let by = scope.actor().user();
        let (id, generation) = match &before {
            Some(expired) => (expired.id, expired.generation + 1),
            None => (InvitationId(self.ports.ids.uuid(at)), 1),
        };
        let link = self.invitation_link_new((id, generation), role.tag.key, by, at);
        match before {
            Some(_) => {
                tx.invitation_renew(id, link, (generation, true), at).await?;
            }
            None => tx.invitation_add(id, email.clone(), link, at).await?,
        }
        tx.invitation_teams_set(id, teams).await?;
        self.invitation_mail(tx, &email, (id, generation), at).await?;
        let entry = Entry::new(AuditAction::InvitationSent, email.as_str()).after(json!({ "role": role.tag.name }));
        self.audit(tx, scope, entry, at).await?;
        budget.seats.invited += 1;
        budget.mails -= 1;
        Ok((Invited, "The invitation is on its way.".to_owned(), Some(id)))
    }
}

/// The teams of those ids. Nobody takes somebody where they do not see themselves. Errors: `Invalid(Field::Team)`.
async fn teams_given(tx: &mut Tx, scope: &Scope, ids: &[String]) -> Result<Vec<TeamId>> {
    let unknown = || Error::invalid(Field::Team, "Choose among the teams whose tickets you see.");
    let yours = match scope.actor().user() {
        Some(user) if !ids.is_empty() => tx.teams_to_give(user).await?,
        _ => Vec::new(),
    };
    let mut teams = Vec::with_capacity(ids.len());
    for id in ids {
        let team = yours.iter().find(|team| team.id.to_string() == *id).ok_or_else(unknown)?;
        if !teams.contains(&team.id) {
            teams.push(team.id);
        }
    }
    Ok(teams)
}
