//! Customers and strangers: at one site's door, or with the link of one ticket.

use super::OrgCard;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::access::Sight;
use domain::key::{KeyKind, KeyText};
use domain::origin::Origin;
use domain::{ContactId, OrgSlug, SiteId, SiteSlug, TicketId};

/// A stranger at one site's door: may open tickets there, and nothing else.
#[derive(Clone, Debug)]
pub struct SiteScope {
    org: OrgCard,
    site: SiteId,
    site_slug: SiteSlug,
    site_name: String,
}

impl SiteScope {
    /// The organization behind the site.
    #[must_use]
    pub fn org(&self) -> &OrgCard {
        &self.org
    }
    /// The site.
    #[must_use]
    pub fn site(&self) -> SiteId {
        self.site
    }
    /// Its slug.
    #[must_use]
    pub fn site_slug(&self) -> &SiteSlug {
        &self.site_slug
    }
    /// Its name.
    #[must_use]
    pub fn site_name(&self) -> &str {
        &self.site_name
    }
    /// Opens the store for this site's organization.
    #[must_use]
    pub fn sight(&self) -> Sight {
        Sight::everything(self.org.id, None)
    }
}

/// A customer with the link of ONE ticket.
#[derive(Clone, Debug)]
pub struct LinkScope {
    org: OrgCard,
    ticket: TicketId,
    contact: ContactId,
}

impl LinkScope {
    /// The organization behind the ticket.
    #[must_use]
    pub fn org(&self) -> &OrgCard {
        &self.org
    }
    /// The only ticket it opens.
    #[must_use]
    pub fn ticket(&self) -> TicketId {
        self.ticket
    }
    /// The customer.
    #[must_use]
    pub fn contact(&self) -> ContactId {
        self.contact
    }
    /// Opens the store for this ticket's organization.
    #[must_use]
    pub fn sight(&self) -> Sight {
        Sight::everything(self.org.id, None)
    }
}

impl Desk {
    /// A browser on a customer's own page: `pk_` key and `Origin`. Errors: the `Key*` and `Origin*` ones.
    pub async fn enter_site_key(&self, key: Option<&str>, origin: Option<&str>) -> Result<SiteScope> {
        let key = KeyText::parse(key.ok_or(Error::KeyMissing)?).map_err(|_| Error::KeyInvalid)?;
        if key.kind() != KeyKind::Site {
            return Err(Error::KeyInvalid);
        }
        let mut tx = self.store.read_global().await?;
        let (org, site) = tx.site_of_key(key.as_str()).await?.ok_or(Error::KeyInvalid)?;
        if site.revoked_at.is_some() {
            return Err(Error::KeyRevoked);
        }
        let origin = origin.filter(|origin| !origin.is_empty()).ok_or(Error::OriginMissing)?;
        let parsed = Origin::parse(origin).map_err(|_| Error::OriginNotAllowed(origin.to_owned()))?;
        let org = OrgCard::from(org);
        if !tx.site_allows_origin(org.id, site.site_id, &parsed).await? && !self.is_own_origin(&parsed) {
            drop(tx);
            self.site_knocked(&org, site.site_id, &parsed).await;
            return Err(Error::OriginNotAllowed(origin.to_owned()));
        }
        self.site_key_used(site.key_id, &parsed);
        Ok(SiteScope { org, site: site.site_id, site_slug: site.slug, site_name: site.name })
    }

    /// A stranger on a site's hosted support page. Errors: `NotFound`.
    pub async fn enter_site_page(&self, org: &OrgSlug, site: &SiteSlug) -> Result<SiteScope> {
        let org: OrgCard = self.store.read_global().await?.org_entry(org).await?.ok_or(Error::NotFound)?.into();
        let mut tx = self.store.read(&Sight::everything(org.id, None)).await?;
        let site = tx.site_head(site).await?.ok_or(Error::NotFound)?;
        Ok(SiteScope { org, site: site.id, site_slug: site.slug, site_name: site.name })
    }

    /// A customer with the link of one ticket. Errors: `NotFound`, the same for expired, wrong and malformed.
    pub async fn enter_link(&self, token: &str) -> Result<LinkScope> {
        let mut tx = self.store.read_global().await?;
        let (org, link) = tx.ticket_of_link(&hash(token)).await?.ok_or(Error::NotFound)?;
        if link.expires_at <= self.now() {
            return Err(Error::NotFound);
        }
        Ok(LinkScope { org: org.into(), ticket: link.ticket_id, contact: link.contact_id })
    }

    /// The hosted pages live on our own origin, where the widget can be tried.
    fn is_own_origin(&self, origin: &Origin) -> bool {
        Origin::parse(&self.settings.public_url).is_ok_and(|own| own == *origin)
    }
}
