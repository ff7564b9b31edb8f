//! Teams (D9, B20): who is in them, which sites they cover, and with that who sees which tickets.

mod create;
mod delete;
mod edit;
mod list;
mod unrouted;

use crate::access::Scope;
use crate::error::checked;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::team::{TeamEdit, TeamRow, TeamSeat};
use domain::text::{Description, Name};
use domain::{Field, Problems, SiteId, SiteSlug, TeamId, Timestamp, UserId};
use serde_json::{Value, json};
use store::Tx;

/// The most people of a team.
const MEMBERS: usize = 500;

/// A team whose words have been checked.
struct CheckedTeam {
    name: Name,
    description: Description,
    members: Option<Vec<TeamSeat>>,
    sites: Option<Vec<String>>,
}

impl CheckedTeam {
    /// What was typed over what is kept. Errors: `Invalid` per field.
    fn of(edit: TeamEdit, kept: Option<&TeamRow>) -> Result<Self> {
        let mut problems = Problems::default();
        let old = |pick: fn(&TeamRow) -> &str| kept.map(pick).unwrap_or_default().to_owned();
        let name = edit.name.unwrap_or_else(|| old(|team| &team.name));
        let description = edit.description.unwrap_or_else(|| old(|team| &team.description));
        let name = problems.take(Field::Name, Name::parse(&name));
        let description = problems.take(Field::Description, Description::parse(&description));
        if edit.members.as_ref().is_some_and(|members| members.len() > MEMBERS) {
            problems.add(Field::Members, format!("A team has at most {MEMBERS} people."));
        }
        checked(problems)?;
        let (Some(name), Some(description)) = (name, description) else {
            return Err(Error::Broken("a field without a value and without a problem".to_owned()));
        };
        Ok(Self { name, description, members: edit.members, sites: edit.sites })
    }
}

/// A team whose people and sites are the organization's too.
struct KnownTeam {
    name: Name,
    description: Description,
    seats: Option<Vec<(UserId, bool)>>,
    sites: Option<Vec<SiteId>>,
}

impl CheckedTeam {
    /// Looks up who and what was named, before anything is written. Errors: `Invalid` for whoever is no active member, and for a
    /// site that the organization does not have.
    async fn known(self, tx: &mut Tx) -> Result<KnownTeam> {
        let Self { name, description, members, sites } = self;
        let seats = match members {
            Some(members) => Some(seats(tx, members).await?),
            None => None,
        };
        let sites = match sites {
            Some(slugs) => Some(covered(tx, slugs).await?),
            None => None,
        };
        Ok(KnownTeam { name, description, seats, sites })
    }
}

async fn seats(tx: &mut Tx, members: Vec<TeamSeat>) -> Result<Vec<(UserId, bool)>> {
    let mut seats: Vec<(UserId, bool)> = Vec::with_capacity(members.len());
    for TeamSeat { id, lead } in members {
        let member = tx.membership_state(id).await?.filter(|member| member.deactivated_at.is_none());
        if member.is_none() {
            return Err(Error::invalid(Field::Members, "Choose members of the organization."));
        }
        match seats.iter_mut().find(|seat| seat.0 == id) {
            Some(seat) => seat.1 |= lead,
            None => seats.push((id, lead)),
        }
    }
    Ok(seats)
}

async fn covered(tx: &mut Tx, slugs: Vec<String>) -> Result<Vec<SiteId>> {
    let unknown = || Error::invalid(Field::Sites, "Choose sites of the organization.");
    let mut sites = Vec::with_capacity(slugs.len());
    for slug in slugs {
        let slug = SiteSlug::parse(&slug).map_err(|_| unknown())?;
        let site = tx.site_head(&slug).await?.ok_or_else(unknown)?;
        if !sites.contains(&site.id) {
            sites.push(site.id);
        }
    }
    Ok(sites)
}

impl Desk {
    /// Keeps who is in a team and what it covers, where that was said.
    async fn team_filled(&self, tx: &mut Tx, id: TeamId, team: KnownTeam) -> Result<()> {
        if let Some(seats) = team.seats
            && !tx.team_members_set(id, &seats).await?
        {
            return Err(Error::Broken("a member of the team went while the organization was locked".to_owned()));
        }
        if let Some(sites) = team.sites {
            tx.team_sites_set(id, &sites).await?;
        }
        Ok(())
    }

    /// Writes the event. Everybody's sight may be another from here on: streams look again when they hear of it.
    async fn team_changed(&self, tx: &mut Tx, scope: &Scope, name: &str, at: Timestamp) -> Result<(i64, Event)> {
        let event = Event::TeamChanged { name: name.to_owned() };
        let seq = tx.record(&event, None, scope.actor().user(), scope.actor().name(), at).await?;
        Ok((seq, event))
    }
}

/// Every team of the organization as its page shows it.
async fn rows(tx: &mut Tx) -> Result<Vec<TeamRow>> {
    let (records, members, sites) = (tx.team_records().await?, tx.team_members().await?, tx.team_sites().await?);
    let row = |record: store::team::TeamRecord| TeamRow {
        members: members
            .iter()
            .filter(|member| member.team_id == record.id)
            .map(|member| domain::team::TeamMember { id: member.id, name: member.name.clone(), lead: member.is_lead })
            .collect(),
        sites: sites.iter().filter(|site| site.team_id == record.id).cloned().map(Into::into).collect(),
        id: record.id,
        name: record.name,
        description: record.description,
        open: record.open_tickets,
    };
    Ok(records.into_iter().map(row).collect())
}

/// One team as its page shows it. Errors: `NotFound`.
async fn row(tx: &mut Tx, id: TeamId) -> Result<TeamRow> {
    rows(tx).await?.into_iter().find(|team| team.id == id).ok_or(Error::NotFound)
}

/// What the audit log may show of a team.
fn fields(team: &TeamRow) -> Value {
    let members: Vec<&str> = team.members.iter().map(|member| member.name.as_str()).collect();
    let leads: Vec<&str> =
        team.members.iter().filter(|member| member.lead).map(|member| member.name.as_str()).collect();
    let sites: Vec<&str> = team.sites.iter().map(|site| site.slug.as_str()).collect();
    json!({ "name": team.name, "description": team.description, "members": members, "leads": leads, "sites": sites })
}

fn name_taken(name: &str) -> Error {
    Error::invalid_coded(Field::Name, "name_taken", format!("The organization has a team “{name}” already."))
}
