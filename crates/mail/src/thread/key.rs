//! The installation's key for what it sends out and wants to recognise: HMAC-SHA256 (RFC 2104), cut to 128 bits, compared in constant time.

use domain::{OrgId, SiteId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A key. It shows nothing of itself, and two of them cannot be compared.
#[derive(Clone)]
pub struct ThreadKey(Hmac<Sha256>);

/// A key of less than 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key for mail addresses needs at least 32 bytes")]
pub struct KeyTooShort;

/// Where a ticket lives: a proof made for one place is none in another (peers.md 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The data wall.
    pub org: OrgId,
    /// The surface inside it.
    pub site: SiteId,
}

pub(super) type Tag = [u8; 16];

impl ThreadKey {
    /// A key from random bytes that the installation keeps outside its database.
    ///
    /// # Errors
    /// [`KeyTooShort`].
    pub fn new(bytes: &[u8]) -> Result<Self, KeyTooShort> {
        if bytes.len() < 32 {
            return Err(KeyTooShort);
        }
        Hmac::new_from_slice(bytes).map(Self).map_err(|_| KeyTooShort)
    }

    /// The proof of `facts` in `place`. `purpose` keeps a proof for one use from serving another; every fact has a fixed length.
    pub(super) fn tag(&self, purpose: &str, place: Place, facts: &[&[u8]]) -> Tag {
        let full = self.mac(purpose, place, facts).finalize().into_bytes();
        let mut tag = Tag::default();
        tag.copy_from_slice(&full[..16]);
        tag
    }

    /// Whether `tag` is that proof; takes the same time for every wrong one.
    pub(super) fn proves(&self, tag: &Tag, purpose: &str, place: Place, facts: &[&[u8]]) -> bool {
        self.mac(purpose, place, facts).verify_truncated_left(tag).is_ok()
    }

    fn mac(&self, purpose: &str, place: Place, facts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(place.org.0.as_bytes());
        mac.update(place.site.0.as_bytes());
        facts.iter().for_each(|fact| mac.update(fact));
        mac
    }
}

impl std::fmt::Debug for ThreadKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ThreadKey")
    }
}
