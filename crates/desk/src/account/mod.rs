//! Accounts: a person and their login, shared by all their organizations (S1-20). No use case here says whether an
//! address has an account: known and unknown answer the same, with the same work (security.md A6).

pub(crate) mod seen;

mod confirm;
mod delete;
mod device;
mod email;
mod forgot;
mod home;
mod known_passwords;
mod mails;
mod memberships;
mod open;
pub(crate) mod passkey;
mod password;
mod profile;
mod prove;
mod rename;
mod reset;
mod second_step;
mod security;
mod sessions;
mod set_password;
mod sign_in;
mod sign_up;
mod signature;
pub(crate) mod throttle;
mod totp;

pub(crate) use mails::LINK_LIFE;
pub use passkey::PasskeyQuestion;
pub(crate) use password::Password;
pub use second_step::SecondStep;

use domain::{Timestamp, UserId};
use std::sync::atomic::{AtomicU64, Ordering};

/// A browser that just signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The cookie's value: 256 random bits. Kept nowhere but in that browser.
    pub token: String,
    /// When it ends in any case.
    pub expires_at: Timestamp,
    /// Who.
    pub user: UserId,
}

/// What accounts remember in this process: how often each was tried, and how many passwords were hashed.
#[derive(Default)]
pub(crate) struct Accounts {
    /// Wrong passwords, by address.
    pub(crate) tries: throttle::Throttle,
    /// Mails that strangers made us send, by address.
    pub(crate) mails: throttle::Throttle,
    hashed: AtomicU64,
}

impl Accounts {
    pub(crate) fn count_hash(&self) {
        self.hashed.fetch_add(1, Ordering::Relaxed);
    }
}

impl crate::Desk {
    /// How many times argon2 ran in this process: what tests compare instead of a clock (security.md 5.7).
    #[must_use]
    pub fn account_hashes(&self) -> u64 {
        self.accounts.hashed.load(Ordering::Relaxed)
    }
}
