//! Tokens in mailed links: derived from an id and the installation's secret, so a mail can be sent again after a crash
//! and no secret lies in the queue; only the hash is stored.

use crate::Desk;
use domain::key::base62;
use sha2::{Digest, Sha256};
use uuid::Uuid;

impl Desk {
    /// The 256-bit token of the row `id`, for one `purpose` only: HMAC-SHA-256 in its plain definition (RFC 2104).
    pub(crate) fn token(&self, purpose: &str, id: Uuid) -> String {
        let mut block = [0u8; 64];
        block[..32].copy_from_slice(&self.settings.secret);
        let pad = |byte: u8| block.map(|b| b ^ byte);
        let inner = Sha256::new()
            .chain_update(pad(0x36))
            .chain_update(purpose)
            .chain_update([0])
            .chain_update(id.as_bytes())
            .finalize();
        let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
        base62(outer.into())
    }
}

/// What is stored of a token or a session: SHA-256 in hex.
pub(crate) fn hash(token: &str) -> String {
    let digest = Sha256::digest(token.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
