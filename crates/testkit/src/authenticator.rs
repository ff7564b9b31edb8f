//! A device that holds one passkey, and the browser around it: what both do together (Web Authentication, level 3). Every part of
//! it can be bent, to see what is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The person is there.
const PRESENT: u8 = 1;
/// And was recognized: a finger, a face, a PIN.
const VERIFIED: u8 = 4;
/// A new key follows.
const ATTESTED: u8 = 64;

/// The device. Its clone is a copy of the key, as a thief would make it.
#[derive(Clone)]
pub struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    /// Where its browser is.
    pub origin: String,
    /// For whom it says the key is.
    pub handle: Vec<u8>,
    /// Signatures so far; one that is shared between devices on purpose says 0 for ever.
    pub counter: u32,
    /// Whether it counts.
    pub counts: bool,
    /// Whether it recognizes its person.
    pub verifies: bool,
}

impl Authenticator {
    /// A device whose browser is at `origin`, with nothing on it yet.
    #[must_use]
    pub fn at(origin: &str) -> Self {
        let secret = [*Uuid::new_v4().as_bytes(), *Uuid::new_v4().as_bytes()].concat();
        Self {
            key: SigningKey::from_slice(&secret).expect("nearly every number is a key"),
            id: Uuid::new_v4().as_bytes().to_vec(),
            origin: origin.to_owned(),
            handle: Vec::new(),
            counter: 0,
            counts: true,
            verifies: true,
        }
    }

    /// `navigator.credentials.create`: the key, as the page posts it.
    pub fn create(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        self.handle = URL_SAFE_NO_PAD.decode(text(&options["user"]["id"])).expect("base64url");
        let client = self.client_data("webauthn.create", text(&options["challenge"]));
        let mut signed = self.data(text(&options["rp"]["id"]), ATTESTED);
        signed.extend([0; 16]);
        signed.extend([0, u8::try_from(self.id.len()).expect("short")]);
        signed.extend(&self.id);
        signed.extend(self.public_key());
        // {"fmt": "none", "attStmt": {}, "authData": bytes}
        let mut object = vec![0xa3];
        object.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(signed.len()).expect("short"));
        object.extend(signed);
        json!({
            "id": base64(&self.id), "rawId": base64(&self.id), "type": "public-key",
            "response": {"attestationObject": base64(&object), "clientDataJSON": base64(client.as_bytes())},
        })
        .to_string()
    }

    /// `navigator.credentials.get`: the signature, as the page posts it.
    pub fn get(&mut self, options: &Value) -> String {
        let client = self.client_data("webauthn.get", text(&options["challenge"]));
        self.counter += u32::from(self.counts);
        let data = self.data(text(&options["rpId"]), 0);
        let signed = [data.as_slice(), &Sha256::digest(client.as_bytes())].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": base64(&self.id), "rawId": base64(&self.id), "type": "public-key",
            "response": {
                "authenticatorData": base64(&data),
                "clientDataJSON": base64(client.as_bytes()),
                "signature": base64(signature.to_der().as_bytes()),
                "userHandle": base64(&self.handle),
            },
        })
        .to_string()
    }

    fn client_data(&self, kind: &str, challenge: &str) -> String {
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false}).to_string()
    }

    fn data(&self, name: &str, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(name.as_bytes()).to_vec();
        data.push(PRESENT | flags | if self.verifies { VERIFIED } else { 0 });
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// In COSE: an elliptic curve key (1: 2) for ES256 (3: -7) on P-256 (-1: 1), x (-2) and y (-3).
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), x, b"\x22\x58\x20", y].concat()
    }
}

fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
