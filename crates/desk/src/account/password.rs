//! Passwords: what is taken, and how it is kept (argon2id, 19,456 KiB, 2 passes, 1 lane; security.md A6).

use super::known_passwords::is_common;
use crate::{Desk, Error, Result};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::MailAddress;

/// Characters a password has at least.
pub(crate) const MIN: usize = 12;
/// And at most.
pub(crate) const MAX: usize = 128;

/// Compared with when there is no account, so that an unknown address costs what a known one does.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$aGVscHN0ZWFkbm9ib2R5IQ$KHK0NP5hVkwXQm0C0zqPpXKxJBtjHYnBmYHYNPvl2Oc";

/// A new password, checked and otherwise unmodified. Never printed.
pub(crate) struct Password(String);

impl Password {
    /// Checks a new password; `Err` says what to do. No rules of composition: length is what counts.
    pub(crate) fn parse(text: &str, email: Option<&MailAddress>) -> std::result::Result<Self, &'static str> {
        let first = text.chars().next();
        match text.chars().count() {
            0 => Err("Choose a password."),
            1..MIN => Err("Use at least 12 characters. A sentence is fine."),
            count if count > MAX => Err("Use at most 128 characters."),
            _ if text.chars().all(|c| Some(c) == first) => Err("Use more than one character."),
            _ if email.is_some_and(|email| text.eq_ignore_ascii_case(email.as_str())) => {
                Err("Use something other than your address.")
            }
            _ if is_common(text) => {
                Err("This is one of the first that are guessed. Choose another: a sentence is fine.")
            }
            _ => Ok(Self(text.to_owned())),
        }
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

impl Desk {
    /// The PHC string to keep.
    pub(crate) async fn password_hash(&self, password: Password) -> Result<String> {
        let salt = self.ports.ids.secret();
        self.hashing(move || {
            let hash: PasswordHash = argon2()?
                .hash_password_with_salt(password.0.as_bytes(), &salt[..16])
                .map_err(|error| Error::Broken(error.to_string()))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether `typed` is the password of `kept`; the same work when there is no account.
    pub(crate) async fn password_fits(&self, typed: &str, kept: Option<&str>) -> Result<bool> {
        // What is too long is no password of ours, and not worth hashing whole.
        let sane = typed.chars().count() <= MAX;
        let typed = if sane { typed.to_owned() } else { String::new() };
        let known = kept.is_some();
        let kept = kept.unwrap_or(NOBODY).to_owned();
        self.hashing(move || {
            let kept = PasswordHash::new(&kept).map_err(|error| Error::Broken(error.to_string()))?;
            let fits = argon2()?.verify_password(typed.as_bytes(), &kept).is_ok();
            Ok(fits && known && sane)
        })
        .await
    }

    /// Runs argon2 away from the async threads, as many at once as there are cores.
    async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let permit = self.hashing.clone().acquire_owned().await.map_err(|error| Error::Broken(error.to_string()))?;
        self.accounts.count_hash();
        let work = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        work.await.map_err(|error| Error::Broken(error.to_string()))?
    }
}

#[cfg(test)]
mod tests {
    use super::{NOBODY, Password};
    use argon2::password_hash::phc::PasswordHash;

    #[test]
    fn nobody_costs_what_everybody_costs() {
        let hash = PasswordHash::new(NOBODY).expect("a PHC string");
        assert_eq!(hash.params.get_decimal("m"), Some(19_456));
        assert_eq!(hash.params.get_decimal("t"), Some(2));
        assert_eq!(hash.params.get_decimal("p"), Some(1));
        assert_eq!(hash.hash.map(|hash| hash.len()), Some(32));
    }

    #[test]
    fn length_counts_and_nothing_else_is_asked() {
        for good in ["correct horse", "пароль из слов", &"a sentence of 16".repeat(8)] {
            assert!(Password::parse(good, None).is_ok(), "{good}");
        }
        for bad in ["", "short", "aaaaaaaaaaaaaaa", "elevenchars", "aaaaaaaaaaab", &"a sentence of 16 ".repeat(8)] {
            assert!(Password::parse(bad, None).is_err(), "{bad}");
        }
    }
}
