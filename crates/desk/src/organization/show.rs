//! An organization's own settings.

use crate::access::Scope;
use crate::{Desk, Result};
use domain::Permission;
use domain::organization::OrgPage;
use store::organization::OrgRecord;

impl Desk {
    /// Everything the Overview page shows. Errors: `Forbidden` without `org:read`.
    pub async fn org_show(&self, scope: &Scope) -> Result<OrgPage> {
        scope.may(Permission::OrgRead)?;
        let mut tx = self.store.read(scope.sight()).await?;
        Ok(page(tx.org_record().await?))
    }
}

pub(super) fn page(org: OrgRecord) -> OrgPage {
    OrgPage {
        id: org.id,
        slug: org.slug,
        name: org.name.as_str().to_owned(),
        description: org.description.as_str().to_owned(),
        prefix: org.prefix,
        padding: org.padding,
        currency: org.currency,
        timezone: org.timezone,
        accent: org.accent,
        logo: org.logo,
        signature: org.signature,
        seats: org.seats,
        created_at: org.created_at,
    }
}
