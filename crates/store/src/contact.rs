//! Contacts: customers, one per organization and address, made on first contact (S1-11, S1-15).

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::{ContactId, MailAddress, Timestamp};
use sqlx::FromRow;

sql! {
    /// The first name given stays: a stranger who knows an address cannot rename its owner.
    tenant CONTACT_KNOWN (id: ContactId, email: MailAddress, email_key: String, name: String, at: Timestamp) =
        "INSERT INTO contact (org_id, id, email, email_key, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org_id, email_key) DO UPDATE SET name = CASE WHEN contact.name = '' THEN excluded.name ELSE contact.name END
         RETURNING id, email, name";
}

/// A customer.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of contact")]
pub struct ContactRecord {
    pub id: ContactId,
    pub email: String,
    pub name: String,
}

impl Tx {
    /// The contact of an address, made with `id` and `name` when the organization does not know it yet.
    pub async fn contact_known(
        &mut self,
        id: ContactId,
        email: &MailAddress,
        name: &str,
        at: Timestamp,
    ) -> Result<ContactRecord> {
        let email_key = email.key().to_owned();
        self.one(CONTACT_KNOWN { id, email: email.clone(), email_key, name: name.to_owned(), at }).await
    }
}
