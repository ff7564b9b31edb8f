//! Change a role; whoever has it may do the new things, and no more, on their next click.

use super::{RoleHere, fields, is_built_in};
use crate::access::Scope;
use crate::audit::Entry;
use crate::error::checked;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::role::{RoleEdit, RoleKey};
use domain::text::{Description, Name};
use domain::{Field, Permission, Problems, RoleId};
use store::role::RoleRecord;

impl Desk {
    /// Changes what was said and leaves the rest. Errors: `Forbidden` without `role:edit`; `NotFound`; `RoleNotYours` when it may
    /// do, or could do afterwards, what the caller may not; `Invalid` per field; `NameTaken`.
    pub async fn role_edit(&self, scope: &Scope, id: RoleId, edit: RoleEdit) -> Result<()> {
        scope.may(Permission::RoleEdit)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let me = self.standing(&mut tx, scope).await?;
        me.may(Permission::RoleEdit)?;
        let before = tx.role_record(id).await?.ok_or(Error::NotFound)?;
        me.takes(&RoleHere::from(before.clone()))?;
        let mut problems = Problems::default();
        let name = problems.take(Field::Name, Name::parse(edit.name.as_deref().unwrap_or(before.name.as_str())));
        let description = edit.description.as_deref().unwrap_or(before.description.as_str());
        let description = problems.take(Field::Description, Description::parse(description));
        checked(problems)?;
        let (Some(name), Some(description)) = (name, description) else {
            return Err(Error::Broken("a field without a value and without a problem".to_owned()));
        };
        let permissions = edit.permissions.unwrap_or(before.permissions);
        me.holds(permissions)?;
        let after = RoleRecord { id, name, description, permissions };
        if is_built_in(&after.name) || !tx.role_update(after.clone()).await? {
            return Err(Error::NameTaken);
        }
        let entry =
            Entry::new(AuditAction::RoleEdited, after.name.as_str()).before(fields(&before)).after(fields(&after));
        self.audit(&mut tx, scope, entry, at).await?;
        let holders = tx.members_of_role(RoleKey::Own(id)).await?;
        for user in &holders {
            tx.streams_prove(*user).await?;
        }
        self.role_changed(tx, scope, after.name.as_str(), at).await?;
        for user in holders {
            self.signed_out(user);
        }
        Ok(())
    }
}
