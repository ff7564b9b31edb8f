//! What happens when somebody is a member no more, by their own will or another's: their tickets have somebody else, or nobody.

use crate::audit::{By, Entry};
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::live::Change;
use domain::member::MemberTag;
use domain::{Field, OrgSlug, Timestamp, UserId};
use serde_json::json;
use store::Tx;

/// Whoever goes.
pub(crate) struct Going<'a> {
    pub(crate) user: UserId,
    pub(crate) name: &'a str,
    /// Who has their open tickets from now on; nobody, where nobody is said.
    pub(crate) heir: Option<UserId>,
}

/// Who could have the open tickets of a member who goes, by name.
pub(super) async fn heirs(tx: &mut Tx, going: UserId) -> Result<Vec<MemberTag>> {
    Ok(tx.member_tags().await?.into_iter().filter(|heir| heir.id != going).collect())
}

/// The one of them who was chosen. Errors: `Invalid(Assignee)`.
async fn heir(tx: &mut Tx, going: UserId, chosen: Option<UserId>) -> Result<Option<MemberTag>> {
    let Some(chosen) = chosen else { return Ok(None) };
    let fits = tx.member_tag(chosen).await?.filter(|heir| heir.id != going);
    fits.map(Some).ok_or_else(|| Error::invalid(Field::Assignee, "Choose somebody here who works on tickets."))
}

impl Desk {
    /// Takes a person out of the organization of the transaction; the log says who did it. Answers what live screens are to be
    /// told after the commit. Errors: `NotFound`, `LastOwner`, `Invalid(Assignee)` for an heir who cannot work on tickets. The counter row is locked, so of two owners who leave at once
    /// one stays.
    pub(crate) async fn member_gone(
        &self,
        tx: &mut Tx,
        Going { user, name, heir }: Going<'_>,
        by: impl Into<By>,
        org: &OrgSlug,
        at: Timestamp,
    ) -> Result<Vec<Change>> {
        let by = by.into();
        let role = tx.membership_role(user).await?.ok_or(Error::NotFound)?;
        if role.is_owner() && tx.owners_besides(user).await? == 0 {
            return Err(Error::LastOwner);
        }
        let heir = self::heir(tx, user, heir).await?;
        let (by_id, by_name) = (by.id(), by.name().to_owned());
        let change = |seq, event: &Event, ticket| Change {
            org: org.clone(),
            seq,
            kind: event.kind().to_owned(),
            ticket,
            by: by_id,
        };
        let open = tx.tickets_hand_over(user, heir.as_ref().map(|heir| heir.id)).await?;
        let mut told = Vec::with_capacity(open.len() + 1);
        for (ticket, code) in open {
            let event = Event::TicketAssigned { to: heir.as_ref().map(|heir| heir.name.clone()) };
            let seq = tx.record(&event, Some(ticket), by_id, &by_name, at).await?;
            told.push(change(seq, &event, Some(code)));
        }
        tx.membership_remove(user).await?;
        tx.streams_prove(user).await?;
        let event = Event::MemberChanged { name: name.to_owned() };
        let seq = tx.record(&event, None, by_id, &by_name, at).await?;
        let open_tickets = told.len();
        told.push(change(seq, &event, None));
        let left = by_id == Some(user);
        let (action, target) = if left {
            (AuditAction::MemberLeft, tx.org_record().await?.name.as_str().to_owned())
        } else {
            (AuditAction::MemberRemoved, name.to_owned())
        };
        let after = json!({ "open_tickets": open_tickets, "handed_to": heir.map(|heir| heir.name) });
        let entry = Entry::new(action, target).before(json!({ "role": role })).after(after);
        self.audit(tx, by, entry, at).await?;
        Ok(told)
    }

    /// Tells the screens, after the commit; the person's own streams over the organization end.
    pub(crate) fn member_gone_told(&self, user: UserId, told: Vec<Change>) {
        for change in told {
            self.ports.live.publish(change);
        }
        self.signed_out(user);
    }
}
