//! Domains that an organization's mail is signed for (RFC 6376).

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::{MailDomainId, Timestamp};
use sqlx::FromRow;

sql! {
    tenant MAIL_DOMAINS () =
        "SELECT id, domain, selector, record, secret, is_seen FROM mail_domain WHERE org_id = $1 ORDER BY domain";
    tenant MAIL_DOMAIN (domain: String) =
        "SELECT id, domain, selector, record, secret, is_seen FROM mail_domain WHERE org_id = $1 AND domain = $2";
    tenant MAIL_DOMAIN_ADD (id: MailDomainId, domain: String, selector: String, record: String, secret: String, seen: bool,
        at: Timestamp) =
        "INSERT INTO mail_domain (org_id, id, domain, selector, record, secret, is_seen, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (org_id, domain) DO NOTHING";
    tenant MAIL_DOMAIN_SEEN (id: MailDomainId, seen: bool) = "UPDATE mail_domain SET is_seen = $3 WHERE org_id = $1 AND id = $2";
    /// The first to prove it has it.
    tenant MAIL_DOMAIN_OWN (domain: String) =
        "INSERT INTO mail_domain_owner (domain, org_id) VALUES ($2, $1) ON CONFLICT (domain) DO NOTHING";
    tenant MAIL_DOMAIN_DISOWN (domain: String) = "DELETE FROM mail_domain_owner WHERE org_id = $1 AND domain = $2";
    tenant MAIL_DOMAIN_FOREIGN (domain: String) =
        "SELECT 1 AS yes FROM mail_domain_owner w JOIN org theirs ON theirs.id = w.org_id JOIN org ours ON ours.id = $1
         WHERE w.domain = $2 AND theirs.tenant_id <> ours.tenant_id";
    tenant MAIL_DOMAIN_DROP (domain: String) = "DELETE FROM mail_domain WHERE org_id = $1 AND domain = $2";
}

/// A domain with the key that signs for it, sealed.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of mail_domain")]
pub struct MailDomainRecord {
    pub id: MailDomainId,
    pub domain: String,
    pub selector: String,
    pub record: String,
    pub secret: String,
    pub is_seen: bool,
}

impl Tx {
    /// All of them, by name.
    pub async fn mail_domains(&mut self) -> Result<Vec<MailDomainRecord>> {
        self.all(MAIL_DOMAINS {}).await
    }

    /// The one of that name.
    pub async fn mail_domain(&mut self, domain: &str) -> Result<Option<MailDomainRecord>> {
        self.maybe(MAIL_DOMAIN { domain: domain.to_owned() }).await
    }

    /// Keeps a new one; `false` when there is one of that name.
    pub async fn mail_domain_add(&mut self, record: MailDomainRecord, at: Timestamp) -> Result<bool> {
        let MailDomainRecord { id, domain, selector, record, secret, is_seen: seen } = record;
        Ok(self.run(MAIL_DOMAIN_ADD { id, domain, selector, record, secret, seen, at }).await? == 1)
    }

    /// Whether its record was there when it was last looked for: then the domain is proven to be the organization's.
    pub async fn mail_domain_seen(&mut self, record: &MailDomainRecord, seen: bool) -> Result<()> {
        self.run(MAIL_DOMAIN_SEEN { id: record.id, seen }).await?;
        let domain = record.domain.clone();
        if seen {
            self.run(MAIL_DOMAIN_OWN { domain }).await?;
        } else {
            self.run(MAIL_DOMAIN_DISOWN { domain }).await?;
        }
        Ok(())
    }

    /// Whether another customer of the installation has proven that the domain is theirs.
    pub async fn mail_domain_is_foreign(&mut self, domain: &str) -> Result<bool> {
        let row: Option<(i32,)> = self.maybe(MAIL_DOMAIN_FOREIGN { domain: domain.to_owned() }).await?;
        Ok(row.is_some())
    }

    /// Forgets one, and its key.
    pub async fn mail_domain_drop(&mut self, domain: &str) -> Result<()> {
        self.run(MAIL_DOMAIN_DROP { domain: domain.to_owned() }).await?;
        Ok(())
    }
}
