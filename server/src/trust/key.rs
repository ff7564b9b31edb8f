//! Our own signature (RFC 6376): keys, and the header that goes on top of a mail.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::ports::DkimKey;
use getrandom::SysRng;
use mail_auth::common::crypto::{RsaKey, Sha256};
use mail_auth::common::headers::HeaderWriter as _;
use mail_auth::dkim::DkimSigner;
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _};
use rsa::rand_core::UnwrapErr;
use rsa::{RsaPrivateKey, RsaPublicKey};
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// Every receiver can check RSA; longer keys do not fit into one answer of the DNS (RFC 8301).
const BITS: usize = 2048;

/// What is signed. `From` twice: whoever adds another one breaks the signature. Of the others, those that a mail does not have may not be
/// added either.
const SIGNED: [&str; 13] = [
    "From",
    "From",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Reply-To",
    "Auto-Submitted",
];

/// A new key; takes about a second of one processor.
pub fn make() -> Result<DkimKey, String> {
    let told = |error: &dyn std::fmt::Display| format!("no key could be made: {error}");
    let private = RsaPrivateKey::new(&mut UnwrapErr(SysRng), BITS).map_err(|error| told(&error))?;
    let public = RsaPublicKey::from(&private).to_public_key_der().map_err(|error| told(&error))?;
    let private = private.to_pkcs8_der().map_err(|error| told(&error))?;
    Ok(DkimKey {
        private: private.as_bytes().to_vec(),
        record: format!("v=DKIM1; k=rsa; p={}", STANDARD.encode(public.as_bytes())),
    })
}

/// `raw` with a signature on top. Errors: a domain or selector that no name in the DNS can have, a key that is none.
pub fn sign(raw: &[u8], domain: &str, selector: &str, private: &[u8]) -> Result<Vec<u8>, String> {
    for name in [domain, selector] {
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_')) {
            return Err(format!("`{name}` cannot stand in a signature"));
        }
    }
    let told = |error: mail_auth::Error| format!("the mail could not be signed: {error}");
    let key = RsaKey::<Sha256>::from_key_der(PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(private))).map_err(told)?;
    let signer = DkimSigner::from_key(key).domain(domain).selector(selector).headers(SIGNED);
    let mut signed = signer.sign(raw).map_err(told)?.to_header().into_bytes();
    signed.extend_from_slice(raw);
    Ok(signed)
}
