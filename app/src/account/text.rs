//! What the account page says.

use crate::layout::theme::Theme;

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
/// What a new one does.
pub const PASSWORD_WHY: &str = "A new one signs out every other browser.";
/// What is asked of one.
pub const PASSWORD_RULE: &str = "At least 12 characters. A sentence is fine.";
/// The way without the present one.
pub const FORGOTTEN: &str = "Forgotten? We mail you a link";
/// After a new one.
pub const PASSWORD_CHANGED: &str = "Your password is changed";
/// What that did.
pub const OTHERS_OUT: &str = "Every other browser is signed out.";
/// The part about colours.
pub const THEME: &str = "Theme";
/// How it works.
pub const THEME_WHY: &str = "For this browser. The key d changes it anywhere.";
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
/// What that does.
pub const NAME_SHOWN: &str = "Answers from now on carry this name.";

/// What a theme is called.
#[must_use]
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "As the system has it",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}
