//! Add a passkey, in two steps: the password, then the device.

use super::{MOST, QUESTION_LIFE, SETUP, Setup, broken, credential_hash};
use crate::access::UserScope;
use crate::account::device::device;
use crate::{Desk, Error, Result};
use domain::job::AccountNotice;
use domain::text::Name;
use domain::{Field, PasskeyId};
use serde_json::{Value, json};
use store::passkey::PasskeyNew;
use webauthn_rs::prelude::{CreationChallengeResponse, RegisterPublicKeyCredential};

/// Of one that no device made, or made for something else.
const WRONG: &str = "This device made no passkey that can be used here. Begin again.";
/// Of a form that came back as it was.
const NOT_MADE: &str = "No passkey was made. This step needs a script: let this page run its own, and try again.";

impl Desk {
    /// Begins to add a passkey in this browser, anew where it was begun before. Without a name it is called after the browser.
    /// Errors: `Unconfirmed`, `Invalid(Name, CurrentPassword)`, `SlowDown`; `Conflict` when there are enough; `NotFound` where
    /// there can be none.
    pub async fn account_passkey_begin(
        &self,
        user: &UserScope,
        password: &str,
        name: &str,
        user_agent: &str,
    ) -> Result<()> {
        let ceremonies = self.ceremonies()?;
        let name = if name.trim().is_empty() { device(user_agent) } else { name.to_owned() };
        let name = Name::parse(&name).map_err(|error| Error::invalid(Field::Name, error))?;
        self.password_proved(user, password).await?;
        let mut tx = self.store.write_global().await?;
        let known = tx.passkeys_of_user(user.id()).await?;
        if known.len() >= MOST {
            return Err(Error::Conflict(format!("{MOST} passkeys are enough. Remove one first.")));
        }
        // A device that has one for this account says so instead of making a second. One that cannot be read any more is not
        // in the way of a new one.
        let known = known.iter().filter_map(|record| self.passkey_opened(record).ok()).map(|key| key.cred_id().clone());
        let card = user.user();
        let (options, state) = ceremonies
            .start_passkey_registration(user.id().0, &card.email, &card.name, Some(known.collect()))
            .map_err(broken)?;
        let setup = Setup { options: findable(&options)?, state };
        let question = self.closed(SETUP, user.session().0, &setup)?;
        let expires_at = self.now().plus_seconds(QUESTION_LIFE);
        tx.passkey_setup_begin(user.session(), name, question, expires_at).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets what is being added in this browser; nothing happens where nothing is.
    pub async fn account_passkey_cancel(&self, user: &UserScope) -> Result<()> {
        let mut tx = self.store.write_global().await?;
        tx.passkey_setup_take(user.session(), self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Adds what the device made, as JSON. The question is used up, whatever comes of it. Errors: `Invalid(Passkey)`; `Conflict`
    /// when there are enough; `NotFound` when nothing is being added, or not any more.
    pub async fn account_passkey_add(&self, user: &UserScope, credential: &str) -> Result<()> {
        let ceremonies = self.ceremonies()?;
        let wrong = |words: &str| Error::invalid(Field::Passkey, words);
        if credential.is_empty() {
            return Err(wrong(NOT_MADE));
        }
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        let taken = tx.passkey_setup_take(user.session(), at).await?.ok_or(Error::NotFound)?;
        tx.commit().await?;
        let setup: Setup = self.opened(SETUP, user.session().0, &taken.question)?;
        let made: RegisterPublicKeyCredential = serde_json::from_str(credential).map_err(|_| wrong(WRONG))?;
        let key = ceremonies.finish_passkey_registration(&made, &setup.state).map_err(|_| wrong(WRONG))?;

        let id = PasskeyId(self.ports.ids.uuid(at));
        let new = PasskeyNew {
            id,
            user: user.id(),
            credential_hash: credential_hash(key.cred_id()),
            name: taken.name,
            key: self.passkey_closed(id, user.id(), &key)?,
            counter: 0,
        };
        let mut tx = self.store.write_global().await?;
        if tx.passkeys_of_user(user.id()).await?.len() >= MOST {
            return Err(Error::Conflict(format!("{MOST} passkeys are enough. Remove one first.")));
        }
        if !tx.passkey_add(new, at).await? {
            return Err(wrong("This passkey is in use already."));
        }
        self.account_notice(&mut tx, user.id(), AccountNotice::PasskeyAdded, at).await?;
        tx.commit().await?;
        self.job_ready();
        Ok(())
    }
}

/// The options as a browser takes them. The key must be one that is found without an address typed first, or nobody could sign
/// in with it here.
fn findable(options: &CreationChallengeResponse) -> Result<String> {
    let mut options: Value = serde_json::to_value(options).map_err(broken)?;
    let choice = &mut options["publicKey"]["authenticatorSelection"];
    choice["residentKey"] = json!("required");
    choice["requireResidentKey"] = json!(true);
    Ok(options["publicKey"].to_string())
}
