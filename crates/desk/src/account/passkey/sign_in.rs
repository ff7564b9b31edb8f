//! Sign in with a passkey: no address is typed, the device names the account. Everybody is asked alike, so nobody learns from it
//! who has one.

use super::{QUESTION, QUESTION_LIFE, broken, credential_hash};
use crate::account::SignedIn;
use crate::account::throttle::PASSWORDS;
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::job::AccountNotice;
use domain::key::base62;
use domain::{Field, UserId};
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential, WebauthnError};

/// One sentence, whatever is wrong: unknown, removed, too late, forged.
const WRONG: &str = "This passkey does not sign in here. Try again, or use your password.";

/// What a browser is asked before it signs in.
#[derive(Clone, Debug)]
pub struct PasskeyQuestion {
    /// Comes back with the answer. 256 random bits.
    pub token: String,
    /// `PublicKeyCredentialRequestOptions`, with bytes in base64url. The same for everybody but for the challenge.
    pub options: Value,
}

impl Desk {
    /// Asks a browser. Errors: `NotFound` where there can be no passkeys.
    pub async fn account_passkey_ask(&self) -> Result<PasskeyQuestion> {
        let (options, state) = self.ceremonies()?.start_discoverable_authentication().map_err(broken)?;
        let token = base62(self.ports.ids.secret());
        let question = self.closed(QUESTION, Uuid::nil(), &state)?;
        let mut tx = self.store.write_global().await?;
        tx.passkey_question_add(hash(&token), question, self.now().plus_seconds(QUESTION_LIFE)).await?;
        tx.commit().await?;
        Ok(PasskeyQuestion { token, options: serde_json::to_value(options.public_key).map_err(broken)? })
    }

    /// Signs a browser in with what its device signed, as JSON: both factors at once, so no code is asked for. The question is
    /// used up, whatever comes of it. Errors: `Invalid(Passkey)`, the same for everything that is wrong; `SlowDown` after
    /// several wrong answers of one passkey; `NotFound` where there can be none.
    pub async fn account_sign_in_passkey(&self, token: &str, credential: &str, user_agent: &str) -> Result<SignedIn> {
        let ceremonies = self.ceremonies()?;
        let wrong = || Error::invalid(Field::Passkey, WRONG);
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        let question = tx.passkey_question_take(hash(token), at).await?;
        tx.commit().await?;
        let state: DiscoverableAuthentication = self.opened(QUESTION, Uuid::nil(), &question.ok_or_else(wrong)?)?;
        let signed: PublicKeyCredential = serde_json::from_str(credential).map_err(|_| wrong())?;
        let (user, id) = ceremonies.identify_discoverable_authentication(&signed).map_err(|_| wrong())?;
        let user = UserId(user);
        let mut tx = self.store.read_global().await?;
        // Somebody else's key under this person's name is none.
        let record = tx.passkey_of_credential(credential_hash(id), user).await?.ok_or_else(wrong)?;
        drop(tx);
        let tries = format!("passkey {}", record.id);
        self.accounts.tries.attempt(&tries, PASSWORDS, at).map_err(Error::SlowDown)?;
        let mut key = self.passkey_opened(&record)?;
        let fits = match ceremonies.finish_discoverable_authentication_v2(&signed, state, &key) {
            Ok(fits) if fits.user_verified() => fits,
            Err(WebauthnError::CredentialPossibleCompromise) => {
                self.passkey_copied(user).await?;
                return Err(wrong());
            }
            _ => return Err(wrong()),
        };
        key.update_credential(&fits);

        let mut tx = self.store.write_global().await?;
        let sealed = self.passkey_closed(record.id, user, &key)?;
        if !tx.passkey_used(record.id, i64::from(fits.counter()), sealed, at).await? {
            return Err(wrong());
        }
        let signed_in = self.session_open(&mut tx, user, user_agent, at).await?;
        tx.commit().await?;
        self.accounts.tries.clear(&tries);
        Ok(signed_in)
    }

    /// It signed well and counted backwards: there are two of it, and who has the other is not known.
    async fn passkey_copied(&self, user: UserId) -> Result<()> {
        tracing::warn!(%user, "a passkey counted backwards: it may have been copied");
        let mut tx = self.store.write_global().await?;
        self.account_notice(&mut tx, user, AccountNotice::PasskeyRefused, self.now()).await?;
        tx.commit().await?;
        self.job_ready();
        Ok(())
    }
}
