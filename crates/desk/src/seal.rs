//! Secrets that must be read again, and so cannot be hashed: kept under a key that is not in the database (INV-8). The place
//! of a text is part of its seal, so that one cannot be moved to another row.

use crate::token::{hex, unhex};
use crate::{Desk, Error, Result};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uuid::Uuid;

/// Bytes of a nonce: enough to draw them at random for ever.
const NONCE: usize = 24;
/// Names the way of sealing, so that another may come.
const MARK: &str = "x1:";

impl Desk {
    /// Seals `plain` for the column `place` of the row `id`.
    pub(crate) fn seal(&self, place: &str, id: Uuid, plain: &[u8]) -> Result<String> {
        let secret = self.ports.ids.secret();
        let nonce: [u8; NONCE] = std::array::from_fn(|i| secret[i]);
        let aad = bound(place, id);
        let sealed = self
            .sealer()
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
            .map_err(|error| Error::Broken(format!("{place} cannot be sealed: {error}")))?;
        Ok(format!("{MARK}{}{}", hex(&nonce), hex(&sealed)))
    }

    /// Opens what [`Self::seal`] sealed for the same column and row. Errors: `Broken` for anything else, and after the
    /// installation's secret was changed.
    pub(crate) fn unseal(&self, place: &str, id: Uuid, sealed: &str) -> Result<Vec<u8>> {
        let broken =
            || Error::Broken(format!("{place} of {id} cannot be opened: is the installation's secret another one?"));
        let bytes = sealed.strip_prefix(MARK).and_then(unhex).ok_or_else(broken)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or_else(broken)?;
        let aad = bound(place, id);
        self.sealer().decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &aad }).map_err(|_| broken())
    }

    fn sealer(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.keyed("seal", Uuid::nil(), &[]).into())
    }
}

fn bound(place: &str, id: Uuid) -> Vec<u8> {
    [place.as_bytes(), &[0], id.as_bytes()].concat()
}
