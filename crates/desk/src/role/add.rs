//! Add a role (S2-22): as a copy of another one, ready made, or ticked by hand.

use super::{RoleHere, fields, unknown};
use crate::access::Scope;
use crate::audit::Entry;
use crate::error::checked;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::permission::Permissions;
use domain::role::{BuiltInRole, MANAGER, RoleKey, RoleNew, RoleStart, RoleTag};
use domain::text::{Description, Name};
use domain::{Field, Permission, Problems, RoleId, Timestamp};
use store::Tx;
use store::role::RoleRecord;

/// Copies of one role that are given a name by themselves.
const COPIES: usize = 100;

impl Desk {
    /// Makes a role; without `from` it begins as a copy of Agent (B11). Errors: `Forbidden` without `role:edit`; `Invalid` per
    /// field, also for a role to begin as that is none here; `RoleNotYours` when it could do what the caller may not;
    /// `NameTaken`.
    pub async fn role_add(&self, scope: &Scope, new: RoleNew) -> Result<RoleTag> {
        scope.may(Permission::RoleEdit)?;
        let mut problems = Problems::default();
        let name = problems.take(Field::Name, Name::parse(&new.name));
        let description = problems.take(Field::Description, Description::parse(&new.description));
        let start = new.from.as_deref().map_or(Ok(RoleStart::Copy(BuiltInRole::Agent.into())), RoleStart::parse);
        let start = start.ok();
        if start.is_none() {
            problems.add(Field::Role, "Choose one of the roles of this organization.");
        }
        checked(problems)?;
        let (Some(name), Some(description), Some(start)) = (name, description, start) else {
            return Err(Error::Broken("a field without a value and without a problem".to_owned()));
        };
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let permissions = match (new.permissions, start) {
            (Some(ticked), _) => ticked,
            (None, RoleStart::Manager) => MANAGER,
            (None, RoleStart::Empty) => Permissions::NONE,
            (None, RoleStart::Copy(key)) => RoleHere::of(&mut tx, key).await?.ok_or_else(unknown)?.permissions,
        };
        self.role_made(tx, scope, (name, description, permissions), at).await
    }

    /// Makes a role like another one, by a name like its name. Errors: `Forbidden` without `role:edit`; `NotFound`;
    /// `RoleNotYours`.
    pub async fn role_duplicate(&self, scope: &Scope, key: &str) -> Result<RoleTag> {
        scope.may(Permission::RoleEdit)?;
        let key = RoleKey::parse(key.trim()).map_err(|_| Error::NotFound)?;
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let role = RoleHere::of(&mut tx, key).await?.ok_or(Error::NotFound)?;
        let description = match key {
            RoleKey::Own(id) => tx.role_record(id).await?.map(|role| role.description).unwrap_or_default(),
            RoleKey::BuiltIn(_) => Description::default(),
        };
        let names: Vec<String> = RoleHere::all(&mut tx).await?.into_iter().map(|role| role.tag.name).collect();
        let name = free_name(&role.tag.name, &names).ok_or(Error::NameTaken)?;
        self.role_made(tx, scope, (name, description, role.permissions), at).await
    }

    async fn role_made(
        &self,
        mut tx: Tx,
        scope: &Scope,
        (name, description, permissions): (Name, Description, Permissions),
        at: Timestamp,
    ) -> Result<RoleTag> {
        let me = self.standing(&mut tx, scope).await?;
        me.may(Permission::RoleEdit)?;
        me.holds(permissions)?;
        let id = RoleId(self.ports.ids.uuid(at));
        let role = RoleRecord { id, name, description, permissions };
        if super::is_built_in(&role.name) || !tx.role_add(role.clone(), at).await? {
            return Err(Error::NameTaken);
        }
        let entry = Entry::new(AuditAction::RoleAdded, role.name.as_str()).after(fields(&role));
        self.audit(&mut tx, scope, entry, at).await?;
        self.role_changed(tx, scope, role.name.as_str(), at).await?;
        Ok(RoleHere::from(role).tag)
    }
}

/// The first of `Agent (copy)`, `Agent (copy 2)` ... that nobody has.
fn free_name(of: &str, taken: &[String]) -> Option<Name> {
    let is_taken = |name: &Name| taken.iter().any(|one| one.to_lowercase() == name.as_str().to_lowercase());
    let name = |copy: usize| {
        let end = if copy == 1 { " (copy)".to_owned() } else { format!(" (copy {copy})") };
        // The end counts, so that a long name gives way to it.
        let room = 80_usize.saturating_sub(end.chars().count());
        let short: String = of.chars().take(room).collect();
        Name::parse(&format!("{}{end}", short.trim_end())).ok()
    };
    (1..=COPIES).filter_map(name).find(|name| !is_taken(name))
}
