//! Users: people with one login for all their organizations (S1-20).

use crate::organization::OrgTag;
use crate::{MailAddress, Moment, PasskeyId, SessionId, UserId};
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

/// What the profile page shows beside what every page knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfilePage {
    /// Another address that waits to be confirmed by its mail.
    pub pending: Option<MailAddress>,
    /// The organizations that would be without an owner: while there is one, the account cannot be deleted.
    pub sole_owner_of: Vec<OrgTag>,
    /// What stands under their replies; empty for nothing.
    pub signature: String,
}

/// What the security page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityPage {
    /// Whether signing in with the password needs a code.
    pub two_factor: TwoFactor,
    /// The other way to sign in.
    pub passkeys: Passkeys,
}

/// The passkeys of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkeys {
    /// Whether the desk can have any: browsers tie them to a name, reached over https or on this machine.
    pub possible: bool,
    /// In the order in which they were added.
    pub rows: Vec<PasskeyRow>,
    /// One that is being added in this browser.
    pub begun: Option<PasskeySetup>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRow {
    /// Which.
    pub id: PasskeyId,
    /// What its person calls it.
    pub name: String,
    /// When it was added.
    pub since: Moment,
    /// When it last signed somebody in.
    pub used: Option<Moment>,
}

/// What a browser needs to know to make one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeySetup {
    /// What it will be called.
    pub name: String,
    /// `PublicKeyCredentialCreationOptions`, as JSON with bytes in base64url.
    pub options: String,
}

/// How far two-factor is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TwoFactor {
    /// A password is enough.
    Off,
    /// Begun: a first code is to be shown.
    Begun(TotpSetup),
    /// A code is asked for.
    On {
        /// Since when.
        since: Moment,
        /// Recovery codes that are left.
        codes_left: i64,
    },
}

/// What an app that makes codes needs to know.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpSetup {
    /// The secret, in groups of four.
    pub secret: String,
    /// The same with all its circumstances, for an app on this device.
    pub uri: String,
    /// The same to be photographed.
    pub picture: QrPicture,
}

/// A secret is never printed.
impl std::fmt::Debug for TotpSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSetup")
    }
}

/// A QR code: squares of side 1 in a field of `size`, its quiet margin included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrPicture {
    /// Width and height.
    pub size: i32,
    /// The dark squares, as the path of an SVG.
    pub path: String,
}
