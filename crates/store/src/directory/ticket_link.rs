//! Ticket links: a customer's way back to one ticket. Only the hash of the token is kept; the token itself is derived
//! from the link's id, so a mail can be written again without a secret lying anywhere.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::{ContactId, TicketId, TicketLinkId, Timestamp};
use sqlx::FromRow;

sql! {
    tenant TICKET_LINK_ADD (id: TicketLinkId, token_hash: String, ticket: TicketId, contact: ContactId, at: Timestamp, expires_at: Timestamp) =
        "INSERT INTO ticket_link (org_id, id, token_hash, ticket_id, contact_id, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    tenant TICKET_LINK_OF (ticket: TicketId) =
        "SELECT id, contact_id, expires_at FROM ticket_link WHERE org_id = $1 AND ticket_id = $2
         ORDER BY expires_at DESC, id DESC LIMIT 1";
    tenant TICKET_LINK_RENEW (link: TicketLinkId, expires_at: Timestamp) =
        "UPDATE ticket_link SET expires_at = $3 WHERE org_id = $1 AND id = $2 AND expires_at < $3";
}

/// A ticket's link.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
#[expect(missing_docs, reason = "columns of ticket_link")]
pub struct TicketLinkRecord {
    pub id: TicketLinkId,
    pub contact_id: ContactId,
    pub expires_at: Timestamp,
}

impl Tx {
    /// Keeps a link of a ticket for its contact.
    pub async fn ticket_link_add(
        &mut self,
        ticket: TicketId,
        link: TicketLinkRecord,
        token_hash: String,
        at: Timestamp,
    ) -> Result<()> {
        let TicketLinkRecord { id, contact_id: contact, expires_at } = link;
        self.later(TICKET_LINK_ADD { id, token_hash, ticket, contact, at, expires_at }).await
    }

    /// The link of a ticket that lives longest, expired or not.
    pub async fn ticket_link_of(&mut self, ticket: TicketId) -> Result<Option<TicketLinkRecord>> {
        self.maybe(TICKET_LINK_OF { ticket }).await
    }

    /// Lets a link live until `expires_at`, if that is longer than it would.
    pub async fn ticket_link_renew(&mut self, link: TicketLinkId, expires_at: Timestamp) -> Result<u64> {
        self.run(TICKET_LINK_RENEW { link, expires_at }).await
    }
}
