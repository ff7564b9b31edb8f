//! The ids of the mails we send (RFC 5322 section 3.6.4): `<hs.ticket.mail.proof@host>`. A mail that answers one names it in In-Reply-To
//! and References; one that was made up, or made in another place, has no proof.

use super::base32;
use super::key::{Place, Tag, ThreadKey};
use domain::TicketId;
use uuid::Uuid;

const PURPOSE: &str = "helpstead message id 1";
const MARK: &str = "hs";

/// An id that looks like ours: proves nothing yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OwnId {
    pub ticket: TicketId,
    pub mail: Uuid,
    tag: Tag,
}

/// The part before the `@` of the Message-ID of the mail `mail` about `ticket`. The same every time, so a mail that is sent again
/// after a crash is the same mail.
#[must_use]
pub fn message_id(key: &ThreadKey, place: Place, ticket: TicketId, mail: Uuid) -> String {
    let tag = key.tag(PURPOSE, place, &[ticket.0.as_bytes(), mail.as_bytes()]);
    let [ticket, mail, tag] = [ticket.0.as_bytes(), mail.as_bytes(), &tag].map(|bytes| base32::encode(bytes));
    format!("{MARK}.{ticket}.{mail}.{tag}")
}

/// What all mails of a ticket name first in References, whether such a mail was ever sent or not: mail programs keep them together by it,
/// and an answer that remembers nothing else still finds its ticket. The part before the `@`.
#[must_use]
pub fn first_id(key: &ThreadKey, place: Place, ticket: TicketId) -> String {
    message_id(key, place, ticket, ticket.0)
}

impl OwnId {
    /// Reads an id, with or without its host.
    pub fn read(id: &str) -> Option<Self> {
        let local = id.split('@').next()?;
        let mut parts = local.split('.');
        let mark = parts.next()?;
        let mut bytes = || base32::decode::<16>(parts.next()?);
        let (ticket, mail, tag) = (bytes()?, bytes()?, bytes()?);
        let whole = mark.eq_ignore_ascii_case(MARK) && parts.next().is_none();
        whole.then(|| Self { ticket: TicketId(Uuid::from_bytes(ticket)), mail: Uuid::from_bytes(mail), tag })
    }

    /// Whether we made it, here.
    pub fn is_ours(&self, key: &ThreadKey, place: Place) -> bool {
        key.proves(&self.tag, PURPOSE, place, &[self.ticket.0.as_bytes(), self.mail.as_bytes()])
    }
}
