//! Tokens in mailed links: derived from an id and the installation's secret, so a mail can be sent again after a crash
//! and no secret lies in the queue; only the hash is stored.

use crate::Desk;
use domain::key::base62;
use sha2::{Digest, Sha256};
use uuid::Uuid;

impl Desk {
    /// The 256-bit token of the row `id`, for one `purpose` only.
    pub(crate) fn token(&self, purpose: &str, id: Uuid) -> String {
        base62(self.keyed(purpose, id, &[]))
    }

    /// What is stored of something `id` knows that is too short to be hashed without a key, such as a recovery code.
    pub(crate) fn keyed_hash(&self, purpose: &str, id: Uuid, text: &str) -> String {
        hex(&self.keyed(purpose, id, text.as_bytes()))
    }

    /// 256 bits that nobody finds without the installation's secret: HMAC-SHA-256 in its plain definition (RFC 2104).
    pub(crate) fn keyed(&self, purpose: &str, id: Uuid, text: &[u8]) -> [u8; 32] {
        let mut block = [0u8; 64];
        block[..32].copy_from_slice(&self.settings.secret);
        let pad = |byte: u8| block.map(|b| b ^ byte);
        let inner = Sha256::new()
            .chain_update(pad(0x36))
            .chain_update(purpose)
            .chain_update([0])
            .chain_update(id.as_bytes())
            .chain_update(text)
            .finalize();
        Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
    }
}

/// What is stored of a token or a session: SHA-256 in hex.
pub(crate) fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Bytes as text.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Text as bytes; `None` for what is no hex.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::{hex, unhex};

    #[test]
    fn hex_reads_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        for bad in ["0", "0g", "é0"] {
            assert_eq!(unhex(bad), None, "{bad}");
        }
    }
}
