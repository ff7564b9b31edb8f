//! Mails to people with a login. None of them carries a word that a stranger typed: whoever signs up with somebody else's
//! address must not be able to write to them through us (security.md A10).

use crate::letter::{Letter, Part};
use domain::job::AccountNotice;

const GOODBYE: &str = "Helpstead";

/// Asks to confirm an address.
#[must_use]
pub fn confirm(url: &str) -> Letter {
    Letter::of_product(
        "Confirm your address",
        vec![
            Part::words("Hello,"),
            Part::words("one tap and your account is ready."),
            Part::link("Confirm your address", url),
            Part::words("The link works once and for one hour. If you did not create an account, do nothing."),
            Part::words(GOODBYE),
        ],
    )
}

/// Lets its reader choose a new password.
#[must_use]
pub fn reset(url: &str) -> Letter {
    Letter::of_product(
        "Choose a new password",
        vec![
            Part::words("Hello,"),
            Part::words("somebody, we hope you, asked for a new password for this address."),
            Part::link("Choose a new password", url),
            Part::words(
                "The link works once and for one hour. If it was not you, do nothing: your password stays as it is.",
            ),
            Part::words(GOODBYE),
        ],
    )
}

/// Tells the owner of an account that somebody tried to sign up with their address.
#[must_use]
pub fn already_registered(sign_in: &str, forgot: &str) -> Letter {
    Letter::of_product(
        "You already have an account",
        vec![
            Part::words("Hello,"),
            Part::words(
                "somebody, we hope you, wanted to create an account with this address. It has one already, and nothing was changed.",
            ),
            Part::link("Sign in", sign_in),
            Part::link("Choose a new password", forgot),
            Part::words("If it was not you, do nothing."),
            Part::words(GOODBYE),
        ],
    )
}

/// Asks to confirm another address for an account.
#[must_use]
pub fn email_change(url: &str) -> Letter {
    Letter::of_product(
        "Confirm your new address",
        vec![
            Part::words("Hello,"),
            Part::words("somebody, we hope you, wants to sign in with this address from now on."),
            Part::link("Confirm the new address", url),
            Part::words("The link works once and for one hour. If it was not you, do nothing."),
            Part::words(GOODBYE),
        ],
    )
}

/// Tells somebody what was done with their account. `security` is the page to look at it, `forgot` the way to shut others out.
#[must_use]
pub fn notice(notice: AccountNotice, security: &str, forgot: &str) -> Letter {
    let (subject, done) = match notice {
        AccountNotice::TwoFactorOn => {
            ("Two-factor is on", "from now on, signing in to your account needs a code as well as the password.")
        }
        AccountNotice::TwoFactorOff => {
            ("Two-factor is off", "from now on, the password alone is enough to sign in to your account.")
        }
        AccountNotice::RecoveryCodeUsed => {
            ("A recovery code was used", "somebody signed in to your account with a recovery code. It works no more.")
        }
        AccountNotice::RecoveryCodesRenewed => {
            ("New recovery codes", "your account has new recovery codes. The old ones work no more.")
        }
        AccountNotice::EmailChangeAsked => (
            "Another address was asked for",
            "somebody wants your account to have another mail address. A link was mailed there; until it is opened, this one stays.",
        ),
        AccountNotice::PasskeyAdded => {
            ("A passkey was added", "from now on, a new passkey signs in to your account without a password.")
        }
        AccountNotice::PasskeyRemoved => {
            ("A passkey was removed", "one of your passkeys does not sign in to your account any more.")
        }
        AccountNotice::PasskeyRefused => (
            "A passkey was refused",
            "somebody wanted to sign in with one of your passkeys that seems to have been copied. They were not let in. Remove that passkey and add a new one.",
        ),
    };
    Letter::of_product(
        subject,
        vec![
            Part::words("Hello,"),
            Part::words(done),
            Part::words(
                "If it was you, there is nothing to do. If it was not, choose a new password at once: that signs everybody else out.",
            ),
            Part::link("Choose a new password", forgot),
            Part::link("Look at your account", security),
            Part::words(GOODBYE),
        ],
    )
}
