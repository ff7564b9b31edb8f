//! What the account pages say.

use crate::layout::theme::Theme;

/// Their title.
pub const ACCOUNT: &str = "Account";
/// Under the title.
pub const ONE_LOGIN: &str = "One login for all your organizations.";
/// First page, and its first part.
pub const PROFILE: &str = "Profile";
/// Why a name.
pub const PROFILE_WHY: &str = "Customers see your name on answers, never your address.";
/// The part about the address.
pub const MAIL: &str = "Mail address";
/// How it changes.
pub const MAIL_WHY: &str = "A new one is yours once you open the mail we send there. Until then this one works.";
/// The part about the signature.
pub const SIGNATURE: &str = "Your signature";
/// Where it stands.
pub const SIGNATURE_WHY: &str = "Under your replies that go out by mail, below the organization's own words.";
/// Where there is none.
pub const NO_SIGNATURE: &str = "Without one, only the organization's words stand there.";
/// Where somebody works nowhere yet.
pub const YOUR_ORGANIZATION: &str = "Your organization";
/// What a new one does.
pub const SIGNATURE_SHOWN: &str = "Replies from now on carry it.";
/// The part about the password.
pub const PASSWORD: &str = "Password";
/// What a new one does.
pub const PASSWORD_WHY: &str = "A new one signs out every other browser.";
/// What is asked of one.
pub const PASSWORD_RULE: &str = "At least 12 characters. A sentence is fine.";
/// Where it is asked for again.
pub const PRESENT_PASSWORD: &str = "Present password";
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
/// The last part.
pub const DELETE: &str = "Delete account";
/// What that means.
pub const DELETE_WHY: &str = "For good: there is no way back, and your address can be used anew.";
/// The page about browsers.
pub const SESSIONS: &str = "Sessions";
/// What they are.
pub const SESSIONS_WHY: &str = "Where you are signed in. Whoever is signed out here is out within a second.";
/// The way out.
pub const SIGN_OUT: &str = "Sign out";
/// The way out for all but one.
pub const SIGN_OUT_OTHERS: &str = "Sign out all others";
/// The browser that asks.
pub const THIS_ONE: &str = "This one";
/// The page about signing in.
pub const SECURITY: &str = "Security";
/// The part about codes.
pub const TWO_FACTOR: &str = "Two-factor";
/// What they are.
pub const TWO_FACTOR_WHY: &str = "A code of an app on your phone, asked for after the password.";
/// The part about keys.
pub const PASSKEYS: &str = "Passkeys";
/// What they are.
pub const PASSKEYS_WHY: &str = "A key that your device holds. It signs in alone, without password and code.";
/// The page about memberships.
pub const ORGANIZATIONS: &str = "Organizations";
/// What they are.
pub const ORGANIZATIONS_WHY: &str = "All organizations you belong to, with your role in each.";
/// After a new name.
pub const SAVED: &str = "Saved";
/// What that does.
pub const NAME_SHOWN: &str = "Answers from now on carry this name.";

/// What was done, where no script says it at the foot of the page: by the word in the address.
#[must_use]
pub fn done(what: &str) -> Option<(&'static str, &'static str)> {
    Some(match what {
        "name" => (SAVED, NAME_SHOWN),
        "signature" => (SAVED, SIGNATURE_SHOWN),
        "password" => (PASSWORD_CHANGED, OTHERS_OUT),
        "mail" => ("Look into your new mailbox", "Open the link in the mail we sent there. It works for one hour."),
        "mail-confirmed" => ("Your address is changed", OTHERS_OUT),
        "two-factor-off" => ("Two-factor is off", "Your password alone is enough to sign in."),
        "passkey-added" => ("Your passkey is ready", "It signs you in from now on. Your password still does, too."),
        "passkey-removed" => ("The passkey is removed", "It signs in no more."),
        "session" => ("Signed out", "That browser is out."),
        "sessions" => ("Signed out", OTHERS_OUT),
        "default" => (SAVED, "Signing in leads there from now on."),
        "left" => ("You have left", "Its tickets that were yours are nobody's now."),
        "handed-over" => ("You have left", "Its open tickets that were yours have somebody else now."),
        _ => return None,
    })
}

/// What a theme is called.
#[must_use]
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "As the system has it",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}
