//! The second step of signing in: a code of the app, or a recovery code, from the browser that gave the password.

use super::SignedIn;
use super::throttle::CODES;
use super::totp::{Code, parse_code};
use crate::token::hash;
use crate::{Desk, Error, Result};
use domain::job::{AccountNotice, Job};
use domain::key::base62;
use domain::{Field, Timestamp, UserId};
use store::Global;

/// Seconds between a password and its code.
const STEP_LIFE: i64 = 300;
/// Codes that may be tried before the password is asked for again.
const STEP_TRIES: i64 = 5;
/// One sentence, whatever is wrong with a code: mistyped, used before, too old.
const WRONG: &str = "This code does not fit. Codes of the app change every 30 seconds and work once.";

/// What a browser holds that gave a password and is to give a code.
#[derive(Clone)]
pub struct SecondStep {
    /// 256 random bits. Kept nowhere but in that browser.
    pub token: String,
    /// When it ends in any case.
    pub expires_at: Timestamp,
}

/// The token is not printed.
impl std::fmt::Debug for SecondStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondStep").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl Desk {
    pub(super) async fn second_step(&self, tx: &mut Global, user: UserId, at: Timestamp) -> Result<SecondStep> {
        let token = base62(self.ports.ids.secret());
        let expires_at = at.plus_seconds(STEP_LIFE);
        tx.sign_in_step_add(hash(&token), user, expires_at).await?;
        Ok(SecondStep { token, expires_at })
    }

    /// Passes while a code is waited for; changes nothing. Errors: `NotFound` when the password is to be given again.
    pub async fn account_code_awaited(&self, token: &str) -> Result<()> {
        let mut tx = self.store.read_global().await?;
        tx.sign_in_step_peek(&hash(token), self.now(), STEP_TRIES).await?.map(|_| ()).ok_or(Error::NotFound)
    }

    /// Signs a browser in with a code of the app or a recovery code. Of any number of tries with one code, one gets in.
    /// Errors: `Invalid(Code)`; `SlowDown` after several wrong ones; `NotFound` when the step has ended.
    pub async fn account_sign_in_code(&self, token: &str, code: &str, user_agent: &str) -> Result<SignedIn> {
        let (at, hash) = (self.now(), hash(token));
        let mut tx = self.store.read_global().await?;
        let user = tx.sign_in_step_peek(&hash, at, STEP_TRIES).await?.ok_or(Error::NotFound)?;
        let totp = tx.totp_of_user(user).await?.filter(|totp| totp.confirmed_at.is_some()).ok_or(Error::NotFound)?;
        drop(tx);
        let key = code_key(user);
        self.accounts.tries.attempt(&key, CODES, at).map_err(Error::SlowDown)?;
        let code = parse_code(code);
        let fits = match &code {
            Some(Code::App(digits)) => self.totp_step(user, &totp.secret, digits, at)?,
            _ => None,
        };

        let mut tx = self.store.write_global().await?;
        if !tx.sign_in_step_try(&hash, at, STEP_TRIES).await? {
            return Err(Error::NotFound);
        }
        let taken = match (&code, fits) {
            (Some(Code::App(_)), Some(step)) => tx.totp_take(user, step).await?,
            (Some(Code::Recovery(code)), _) => {
                let taken = tx.recovery_code_take(user, &self.recovery_hash(user, code), at).await?;
                if taken {
                    let job = Job::MailAccountNotice { user, notice: AccountNotice::RecoveryCodeUsed };
                    tx.job_add(self.job_id(at), &job, at).await?;
                }
                taken
            }
            _ => false,
        };
        if !taken {
            tx.commit().await?;
            return Err(Error::invalid(Field::Code, WRONG));
        }
        tx.sign_in_step_end(&hash).await?;
        let signed_in = self.session_open(&mut tx, user, user_agent, at).await?;
        tx.commit().await?;
        self.accounts.tries.clear(&key);
        self.job_ready();
        Ok(signed_in)
    }
}

/// What tries of codes are counted by: the account, in whatever browser.
pub(super) fn code_key(user: UserId) -> String {
    format!("code {user}")
}
