//! What the account page says.

/// Its title.
pub const ACCOUNT: &str = "Account";
/// Under the title.
pub const ONE_LOGIN: &str = "One login for all your organizations.";
/// First part.
pub const PROFILE: &str = "Profile";
/// Why a name.
pub const PROFILE_WHY: &str = "Customers see your name on answers, never your address.";
/// The part about the password.
pub const PASSWORD: &str = "Password";
/// How it is changed.
pub const PASSWORD_WHY: &str = "We mail you a link. Choosing a new one signs out every session.";
/// The part about browsers.
pub const SESSIONS: &str = "Sessions";
/// What they are.
pub const SESSIONS_WHY: &str = "Where you are signed in.";
/// The way out.
pub const SIGN_OUT: &str = "Sign out";
/// The browser that asks.
pub const THIS_ONE: &str = "This one";
/// After a new name.
pub const SAVED: &str = "Saved";
