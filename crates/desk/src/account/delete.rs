//! The end of an account: memberships end, everything personal goes, and what was written keeps the name it was signed with
//! (INV-17).

use crate::access::UserScope;
use crate::audit::Entry;
use crate::{Desk, Error, Result};
use domain::access::Sight;
use domain::audit::AuditAction;
use domain::event::Event;
use domain::live::Change;
use domain::{OrgSlug, Timestamp};
use serde_json::json;
use store::Tx;

/// What stands where a name stood.
const NOBODY: &str = "Deleted account";

impl Desk {
    /// Deletes the account, for ever, whole or not at all: every membership ends, their tickets are nobody's, sessions and
    /// mailed links end, name and address go, and mails that wait are dropped. Errors: `Invalid(CurrentPassword)`, `SlowDown`,
    /// `Unconfirmed`; `LastOwner` while an organization would be without one (`account_profile` names them).
    pub async fn account_delete(&self, user: &UserScope, password: &str) -> Result<()> {
        self.password_proved(user, password).await?;
        let at = self.now();
        let mut global = self.store.write_global().await?;
        let mut told = Vec::new();
        for org in global.orgs_of_user(user.id()).await? {
            let slug = global.org_entry_by_id(org).await?.ok_or(Error::NotFound)?.slug;
            let mut tx = global.enter(&Sight::everything(org, Some(user.id()))).await?;
            told.extend(self.member_gone(&mut tx, user, &slug, at).await?);
            global = tx.leave().await?;
        }
        // Somebody let them in just now: once more, please.
        if !global.orgs_of_user(user.id()).await?.is_empty() {
            return Err(Error::Stale);
        }
        if !global.user_delete(user.id(), user.tenant(), &user.user().name, NOBODY, at).await? {
            return Err(Error::SignedOut);
        }
        global.commit().await?;
        for change in told {
            self.ports.live.publish(change);
        }
        self.signed_out(user.id());
        Ok(())
    }

    /// Takes a person out of the organization of the transaction, by their own will: their open tickets are nobody's, the log
    /// says so. Answers what live screens are to be told after the commit. Errors: `LastOwner`. The counter row is locked, so
    /// of two owners who leave at once one stays.
    pub(crate) async fn member_gone(
        &self,
        tx: &mut Tx,
        user: &UserScope,
        org: &OrgSlug,
        at: Timestamp,
    ) -> Result<Vec<Change>> {
        let role = tx.membership_role(user.id()).await?.ok_or(Error::NotFound)?;
        if role.is_owner() && tx.owners_besides(user.id()).await? == 0 {
            return Err(Error::LastOwner);
        }
        let (id, name) = (user.id(), &user.user().name);
        let change = |seq, event: &Event, ticket| Change {
            org: org.clone(),
            seq,
            kind: event.kind().to_owned(),
            ticket,
            by: Some(id),
        };
        let open = tx.tickets_hand_over(id, None).await?;
        let mut told = Vec::with_capacity(open.len() + 1);
        for (ticket, code) in open {
            let event = Event::TicketAssigned { to: None };
            let seq = tx.record(&event, Some(ticket), Some(id), name, at).await?;
            told.push(change(seq, &event, Some(code)));
        }
        tx.membership_remove(id).await?;
        let event = Event::MemberChanged { name: name.clone() };
        let seq = tx.record(&event, None, Some(id), name, at).await?;
        let open_tickets = told.len();
        told.push(change(seq, &event, None));
        let org_name = tx.org_record().await?.name;
        let entry = Entry::new(AuditAction::MemberLeft, org_name.as_str())
            .before(json!({ "role": role }))
            .after(json!({ "open_tickets": open_tickets }));
        self.audit(tx, user, entry, at).await?;
        Ok(told)
    }
}
