//! Change what a ticket is: subject, status, priority, assignee, one or all at once, guarded by its version.

use super::new::{found_by, unpadded};
use super::{at, row_for, visible};
use crate::access::Scope;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::status::{Category, StatusTag};
use domain::text::Subject;
use domain::ticket::{TicketCode, TicketRow, Version};
use domain::{Field, Permission, PriorityId, StatusId, TeamId, UserId};
use store::Tx;
use store::ticket::TicketRecord;

/// What is to become of a ticket; `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketChange {
    /// What it is about, as it was typed.
    pub subject: Option<String>,
    /// The new status.
    pub status: Option<StatusId>,
    /// The new priority.
    pub priority: Option<PriorityId>,
    /// The new assignee, or `Some(None)` for nobody.
    pub assignee: Option<Option<UserId>>,
    /// The new team, or `Some(None)` for none.
    pub team: Option<Option<TeamId>>,
}

impl TicketChange {
    /// Who gets it is a matter of its own.
    fn routes(&self) -> bool {
        self.assignee.is_some() || self.team.is_some()
    }

    fn writes(&self) -> bool {
        self.subject.is_some() || self.status.is_some() || self.priority.is_some()
    }
}

impl Desk {
    /// Changes the ticket `code` as its version `seen` was seen. What already is as asked raises no version. Errors:
    /// `Forbidden` without `ticket:write` (for an assignee or a team `ticket:assign`), `NotFound`, `Stale`, `Invalid` for a
    /// subject that is none, for a status, priority or team that is not the organization's and for an assignee who is no
    /// member, only looks on, or does not see the ticket where it goes (D9).
    pub async fn ticket_change(
        &self,
        scope: &Scope,
        code: &TicketCode,
        change: TicketChange,
        seen: Version,
    ) -> Result<TicketRow> {
        if change.routes() {
            scope.may(Permission::TicketAssign)?;
        }
        if change.writes() || !change.routes() {
            scope.may(Permission::TicketWrite)?;
        }
        let subject = change.subject.as_deref().map(Subject::parse).transpose();
        let subject = subject.map_err(|error| Error::invalid(Field::Subject, error))?;
        let now = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let mut ticket = visible(&mut tx, code).await?;
        at(&ticket, seen)?;
        let mut events = Vec::new();
        if let Some(subject) = subject {
            events.extend(set_subject(&mut tx, &mut ticket, &subject).await?);
        }
        if let Some(id) = change.status {
            events.extend(set_status(&mut tx, &mut ticket, id).await?);
        }
        if let Some(id) = change.priority {
            events.extend(set_priority(&mut tx, &mut ticket, id).await?);
        }
        // Before the assignee, who has to see the ticket where it goes.
        if let Some(to) = change.team {
            events.extend(set_team(&mut tx, &mut ticket, to).await?);
        }
        if let Some(to) = change.assignee {
            events.extend(assign(&mut tx, &mut ticket, to).await?);
        }
        if events.is_empty() {
            return Ok(row_for(ticket, scope));
        }
        if !tx.ticket_set(&mut ticket).await? {
            return Err(Error::Stale);
        }
        let (actor, mut told) = (scope.actor(), Vec::new());
        for event in events {
            told.push((tx.record(&event, Some(ticket.id), actor.user(), actor.name(), now).await?, event));
        }
        tx.commit().await?;
        self.ticket_told(scope.org(), &ticket.code, actor.user(), &told);
        Ok(row_for(ticket, scope))
    }
}

/// Says in other words what the ticket is about; it is found by those from now on. `None` when they are the same.
async fn set_subject(tx: &mut Tx, ticket: &mut TicketRecord, subject: &Subject) -> Result<Option<Event>> {
    if subject.as_str() == ticket.subject {
        return Ok(None);
    }
    let from = std::mem::replace(&mut ticket.subject, subject.as_str().to_owned());
    let unpadded = unpadded(&ticket.code);
    let words = found_by(&ticket.code, &unpadded, &ticket.subject, &ticket.contact_name, &ticket.contact_email);
    tx.search_doc_set(ticket.id, &words).await?;
    Ok(Some(Event::TicketSubjectSet { from, to: ticket.subject.clone() }))
}

/// Gives the ticket a status of its organization. `None` when it has it already.
pub(super) async fn set_status(tx: &mut Tx, ticket: &mut TicketRecord, id: StatusId) -> Result<Option<Event>> {
    if id == ticket.status_id {
        return Ok(None);
    }
    let unknown = || Error::invalid(Field::Status, "Choose one of the organization's statuses.");
    let status = tx.status_by_id(id).await?.ok_or_else(unknown)?;
    let event = Event::TicketStatusSet { from: ticket.status_name.clone(), to: status.name.clone() };
    enter(ticket, status);
    Ok(Some(event))
}

/// Nobody waits for an answer on a ticket that is done.
pub(super) fn enter(ticket: &mut TicketRecord, status: StatusTag) {
    if matches!(status.category, Category::Resolved | Category::Closed) {
        ticket.waiting_since = None;
    }
    ticket.status_id = status.id;
    ticket.status_name = status.name;
    ticket.category = status.category;
    ticket.status_color = status.color;
}

async fn set_priority(tx: &mut Tx, ticket: &mut TicketRecord, id: PriorityId) -> Result<Option<Event>> {
    if id == ticket.priority_id {
        return Ok(None);
    }
    let unknown = || Error::invalid(Field::Priority, "Choose one of the organization's priorities.");
    let priority = tx.priority_by_id(id).await?.ok_or_else(unknown)?;
    let event = Event::TicketPrioritySet { from: ticket.priority_name.clone(), to: priority.name.clone() };
    ticket.priority_id = priority.id;
    ticket.priority_name = priority.name;
    ticket.priority_color = priority.color;
    ticket.priority_rank = priority.rank;
    Ok(Some(event))
}

/// Sends the ticket to a team of its organization, or to none. Who sees it is another matter at once (B20).
async fn set_team(tx: &mut Tx, ticket: &mut TicketRecord, to: Option<TeamId>) -> Result<Option<Event>> {
    if to == ticket.team_id {
        return Ok(None);
    }
    let team = match to {
        None => None,
        Some(id) => {
            let unknown = || Error::invalid(Field::Team, "Choose one of the organization's teams.");
            Some(tx.team_tag(id).await?.ok_or_else(unknown)?)
        }
    };
    ticket.team_id = to;
    let from = std::mem::replace(&mut ticket.team_name, team.map(|team| team.name));
    Ok(Some(Event::TicketTeamSet { from, to: ticket.team_name.clone() }))
}

async fn assign(tx: &mut Tx, ticket: &mut TicketRecord, to: Option<UserId>) -> Result<Option<Event>> {
    if to == ticket.assignee_id {
        return Ok(None);
    }
    let member = match to {
        None => None,
        Some(user) => {
            let stranger =
                || Error::invalid(Field::Assignee, "Choose a member of the organization who may answer tickets.");
            let member = tx.member_tag(user).await?.ok_or_else(stranger)?;
            if !tx.member_sees(user, ticket.team_id).await? {
                let words = format!(
                    "{} does not see tickets of this team. Move the ticket first, or choose somebody else.",
                    member.name
                );
                return Err(Error::invalid_coded(Field::Assignee, "not_in_sight", words));
            }
            Some(member)
        }
    };
    ticket.assignee_id = to;
    ticket.assignee_name = member.map(|member| member.name);
    Ok(Some(Event::TicketAssigned { to: ticket.assignee_name.clone() }))
}
