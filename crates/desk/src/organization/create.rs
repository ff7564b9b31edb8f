//! Make an organization, whole or not at all (S4-07 to S4-12, B39).

use super::{OrgNew, first_accent};
use crate::access::{OrgCard, UserScope};
use crate::audit::Entry;
use crate::error::checked;
use crate::moment::Zone;
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::currency::{Currency, TimeZoneName};
use domain::event::Event;
use domain::prefix::Prefix;
use domain::signature::Signature;
use domain::text::{Description, Name};
use domain::{Field, OrgId, OrgSlug, Problems, TenantId};
use serde_json::json;
use store::organization::OrgRecord;

/// Digits of the first organization's numbers (S3-23).
const PADDING: i64 = 3;

impl Desk {
    /// Makes an organization with everything needed to start: statuses, priorities, a form, a site with its key, a ticket
    /// to try things on; its maker becomes owner (S3-05). Errors: `Unconfirmed`, `Invalid` per field; a slug that is
    /// taken, also by somebody who is a moment faster, is `Invalid` with the code `slug_taken`.
    pub async fn org_create(&self, user: &UserScope, new: OrgNew) -> Result<OrgSlug> {
        if !user.user().confirmed {
            return Err(Error::Unconfirmed);
        }
        let at = self.now();
        let org = self.checked_org(&new, at)?;
        let mut card = card(user, &org);
        let mut global = self.store.write_global().await?;
        if !global.tenant_is_own(user.id(), card.tenant).await? {
            // They came by invitation, into somebody else's tenant: from now on they have one of their own.
            card.tenant = TenantId(self.ports.ids.uuid(at));
            let name = Name::parse(&user.user().name).map_err(|error| Error::Broken(error.to_string()))?;
            global.tenant_of_own(user.id(), card.tenant, name, at).await?;
        }
        if !global.org_add(card.tenant, org).await? {
            return Err(taken(&card.slug));
        }
        global.tenant_named(card.tenant, &card.slug).await?;
        global.user_used_org(user.id(), card.id).await?;
        let mut tx = global.bind(card.id, user.id()).await?;
        self.org_provision(&mut tx, &card, user, at).await?;
        let seq = tx.record(&Event::OrgChanged, None, Some(user.id()), &user.user().name, at).await?;
        let entry = Entry::new(AuditAction::OrgCreated, card.name.clone()).after(json!({ "slug": card.slug }));
        self.audit(&mut tx, user, entry, at).await?;
        tx.commit().await?;
        self.changed(&card, seq, &Event::OrgChanged, None, Some(user.id()));
        Ok(card.slug)
    }

    fn checked_org(&self, new: &OrgNew, at: domain::Timestamp) -> Result<OrgRecord> {
        let mut problems = Problems::default();
        let name = problems.take(Field::Name, Name::parse(&new.name));
        let slug = problems.take(Field::Slug, OrgSlug::parse_new(&new.slug));
        let description = problems.take(Field::Description, Description::parse(&new.description));
        let prefix = problems.take(Field::Prefix, said(&new.prefix).map_or(Ok(Prefix::default()), Prefix::parse));
        let currency =
            problems.take(Field::Currency, said(&new.currency).map_or(Ok(Currency::default()), Currency::parse));
        let timezone =
            problems.take(Field::Timezone, said(&new.timezone).map_or(Ok(TimeZoneName::default()), checked_zone));
        checked(problems)?;
        let (Some(name), Some(slug), Some(description), Some(prefix), Some(currency), Some(timezone)) =
            (name, slug, description, prefix, currency, timezone)
        else {
            return Err(Error::Broken("a field without a value and without a problem".to_owned()));
        };
        let id = OrgId(self.ports.ids.uuid(at));
        let accent = first_accent(slug.as_str());
        Ok(OrgRecord {
            id,
            slug,
            name,
            description,
            prefix,
            padding: PADDING,
            currency,
            timezone,
            accent,
            logo: None,
            signature: Signature::default(),
            seats: None,
            created_at: at,
        })
    }
}

/// What was typed, where something was.
fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// A zone that exists; the domain checks the shape only.
pub(super) fn checked_zone(text: &str) -> Result<TimeZoneName, &'static str> {
    const UNKNOWN: &str = "Choose a time zone such as Europe/Helsinki or UTC.";
    let zone = TimeZoneName::parse(text).map_err(|_| UNKNOWN)?;
    if Zone::exists(&zone) { Ok(zone) } else { Err(UNKNOWN) }
}

fn taken(slug: &OrgSlug) -> Error {
    Error::invalid_coded(Field::Slug, "slug_taken", format!("The address {slug} is taken. Choose another one."))
}

fn card(user: &UserScope, org: &OrgRecord) -> OrgCard {
    OrgCard {
        id: org.id,
        tenant: user.tenant(),
        slug: org.slug.clone(),
        name: org.name.as_str().to_owned(),
        prefix: org.prefix.clone(),
        padding: org.padding,
        timezone: org.timezone.clone(),
        accent: org.accent.clone(),
        logo: org.logo,
    }
}
