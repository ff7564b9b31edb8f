//! Passkeys (D28, security.md A6): a key that a device or a keeper of passwords holds for this desk's name, and gives out only
//! to who unlocks it. Whoever signs in with one has proved both what they have and who they are.

mod add;
mod remove;
mod sign_in;

pub use sign_in::PasskeyQuestion;

use super::sessions::utc;
use crate::access::UserScope;
use crate::token::hex;
use crate::{Desk, Error, Result};
use domain::user::{PasskeyRow, PasskeySetup, Passkeys};
use domain::{PasskeyId, UserId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use store::Global;
use store::passkey::PasskeyRecord;
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, Url, Webauthn, WebauthnBuilder};

/// Seconds a question waits for its answer.
const QUESTION_LIFE: i64 = 300;
/// Passkeys of an account.
const MOST: usize = 20;
/// Where a key stands, as part of its seal.
const KEY: &str = "passkey.key";
/// Where the question of one that is being added stands.
const SETUP: &str = "passkey_setup.question";
/// Where the question to a browser that signs in stands.
const QUESTION: &str = "passkey_question.question";

/// The ceremonies for the desk's own address; `None` where browsers offer none: they tie a key to a name, which they reached
/// over https or on this machine.
pub(crate) fn ceremonies(public_url: &str) -> Option<Arc<Webauthn>> {
    let origin = Url::parse(public_url).ok()?;
    let name = origin.domain()?;
    if origin.scheme() != "https" && name != "localhost" {
        return None;
    }
    let builder = WebauthnBuilder::new(name, &origin).ok()?;
    let life = Duration::from_secs(QUESTION_LIFE.unsigned_abs());
    builder.rp_name("Helpstead").timeout(life).build().ok().map(Arc::new)
}

/// What a browser was asked, and what its answer is held against.
#[derive(Serialize, Deserialize)]
struct Setup {
    options: String,
    state: PasskeyRegistration,
}

impl Desk {
    /// What the security page shows of them.
    pub(super) async fn passkeys_shown(&self, tx: &mut Global, user: &UserScope) -> Result<Passkeys> {
        let zone = utc()?;
        let records = tx.passkeys_of_user(user.id()).await?;
        let begun = match tx.passkey_setup_peek(user.session(), self.now()).await? {
            None => None,
            Some(setup) => {
                let Setup { options, .. } = self.opened(SETUP, user.session().0, &setup.question)?;
                Some(PasskeySetup { name: setup.name.to_string(), options })
            }
        };
        let rows = records.into_iter().map(|record| PasskeyRow {
            id: record.id,
            name: record.name.to_string(),
            since: zone.moment(record.created_at),
            used: record.used_at.map(|at| zone.moment(at)),
        });
        Ok(Passkeys { possible: self.passkeys.is_some(), rows: rows.collect(), begun })
    }

    /// Whether the desk can have passkeys, at the address it goes by.
    #[must_use]
    pub fn account_passkeys_possible(&self) -> bool {
        self.passkeys.is_some()
    }

    /// Errors: `NotFound` where there can be no passkeys.
    fn ceremonies(&self) -> Result<&Webauthn> {
        self.passkeys.as_deref().ok_or(Error::NotFound)
    }

    /// A key as it is kept: whose it is stands under the seal, too.
    fn passkey_closed(&self, id: PasskeyId, user: UserId, key: &Passkey) -> Result<String> {
        self.closed(KEY, id.0, &(user, key))
    }

    fn passkey_opened(&self, record: &PasskeyRecord) -> Result<Passkey> {
        let (user, key) = self.opened::<(UserId, Passkey)>(KEY, record.id.0, &record.key)?;
        if user != record.user_id {
            return Err(broken(format!("passkey {} was given to another account", record.id)));
        }
        Ok(key)
    }

    fn closed(&self, place: &str, id: Uuid, value: &impl Serialize) -> Result<String> {
        self.seal(place, id, &serde_json::to_vec(value).map_err(broken)?)
    }

    fn opened<T: DeserializeOwned>(&self, place: &str, id: Uuid, sealed: &str) -> Result<T> {
        serde_json::from_slice(&self.unseal(place, id, sealed)?).map_err(broken)
    }
}

/// By what a key is found: what it calls itself may be long, and is nobody's business.
fn credential_hash(id: &[u8]) -> String {
    hex(&Sha256::digest(id))
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::ceremonies;

    #[test]
    fn a_name_over_https_or_this_machine_by_its_name_can_have_passkeys() {
        for good in ["https://desk.example", "https://desk.example:8443", "http://localhost:3000"] {
            assert!(ceremonies(good).is_some(), "{good}");
        }
        for bad in
            ["http://127.0.0.1:3000", "https://[::1]", "https://192.0.2.1", "http://desk.example", "desk.example"]
        {
            assert!(ceremonies(bad).is_none(), "{bad}");
        }
    }
}
