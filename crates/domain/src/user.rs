//! Users: people with one login for all their organizations (S1-20).

use crate::{Moment, SessionId, UserId};
use serde::{Deserialize, Serialize};

/// The signed-in person, as their own account page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserCard {
    /// Which.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether the address was confirmed by its mail.
    pub confirmed: bool,
}

/// A signed-in browser in the list of the account page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Which.
    pub id: SessionId,
    /// Such as `Firefox on Linux`.
    pub device: String,
    /// When it signed in.
    pub since: Moment,
    /// When it was last used.
    pub seen: Moment,
    /// Whether it is the one that asks.
    pub current: bool,
}
