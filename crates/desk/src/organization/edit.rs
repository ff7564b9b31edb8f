//! Change an organization's settings (S3-24 to S3-30). The slug is not one of them (S0-10).

use super::create::checked_zone;
use super::show::page;
use super::{OrgEdit, checked_accent, checked_padding};
use crate::access::Scope;
use crate::audit::Entry;
use crate::error::checked;
use crate::{Desk, Result};
use domain::audit::AuditAction;
use domain::currency::Currency;
use domain::event::Event;
use domain::organization::OrgPage;
use domain::prefix::Prefix;
use domain::signature::Signature;
use domain::text::{Description, Name};
use domain::{Field, OrgSlug, Permission, Problem, Problems};
use serde_json::{Value, json};
use store::organization::OrgRecord;

impl Desk {
    /// Changes what was said and leaves the rest. New tickets get the new prefix; codes once given never change (B15).
    /// Errors: `Forbidden` without `org:edit`, and without `billing:manage` for the seats; `Invalid` per field, a different
    /// slug with the code `slug_immutable`, fewer seats than are taken with `seats_used` (S3-13).
    pub async fn org_edit(&self, scope: &Scope, edit: OrgEdit) -> Result<OrgPage> {
        scope.may(Permission::OrgEdit)?;
        if edit.seats.is_some() {
            scope.may(Permission::BillingManage)?;
        }
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let mut org = tx.org_record().await?;
        let before = fields(&org);
        let used = tx.seats(at).await?.used();
        checked(apply(&mut org, edit, used))?;
        tx.org_update(org.clone()).await?;
        let by = scope.actor().user();
        let seq = tx.record(&Event::OrgChanged, None, by, scope.actor().name(), at).await?;
        let entry = Entry::new(AuditAction::OrgEdited, org.name.as_str()).before(before).after(fields(&org));
        self.audit(&mut tx, scope, entry, at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &Event::OrgChanged, None, by);
        Ok(page(org))
    }
}

/// What the audit log may show of it.
fn fields(org: &OrgRecord) -> Value {
    let OrgRecord { name, description, prefix, padding, currency, timezone, accent, seats, signature, .. } = org;
    json!({ "name": name, "description": description, "prefix": prefix, "padding": padding, "currency": currency,
        "timezone": timezone, "accent": accent, "seats": seats, "signature": signature })
}

fn apply(org: &mut OrgRecord, edit: OrgEdit, seats_used: i64) -> Problems {
    let mut problems = Problems::default();
    if edit.slug.as_deref().is_some_and(|slug| slug != OrgSlug::as_str(&org.slug)) {
        let words = "The address is for ever: links in old mails carry it.";
        problems.0.push(Problem::coded(Field::Slug, "slug_immutable", words));
    }
    set(&mut org.name, problems.take(Field::Name, edit.name.as_deref().map(Name::parse).transpose()));
    set(
        &mut org.description,
        problems.take(Field::Description, edit.description.as_deref().map(Description::parse).transpose()),
    );
    set(&mut org.prefix, problems.take(Field::Prefix, edit.prefix.as_deref().map(Prefix::parse).transpose()));
    set(&mut org.padding, problems.take(Field::Padding, edit.padding.map(checked_padding).transpose()));
    set(&mut org.currency, problems.take(Field::Currency, edit.currency.as_deref().map(Currency::parse).transpose()));
    set(&mut org.timezone, problems.take(Field::Timezone, edit.timezone.as_deref().map(checked_zone).transpose()));
    match edit.seats {
        Some(Some(seats)) if seats < seats_used.max(1) => {
            let words =
                format!("{} taken now. Have at least as many, or leave it empty for any number.", counted(seats_used));
            problems.0.push(Problem::coded(Field::Seats, "seats_used", words));
        }
        Some(seats) => org.seats = seats,
        None => {}
    }
    set(&mut org.accent, problems.take(Field::Accent, edit.accent.as_deref().map(checked_accent).transpose()));
    set(
        &mut org.signature,
        problems.take(Field::Signature, edit.signature.as_deref().map(Signature::parse).transpose()),
    );
    problems
}

fn counted(seats: i64) -> String {
    if seats == 1 { "1 seat is".to_owned() } else { format!("{seats} seats are") }
}

/// A value that was said and is right replaces the old one.
fn set<T>(old: &mut T, new: Option<Option<T>>) {
    if let Some(new) = new.flatten() {
        *old = new;
    }
}
