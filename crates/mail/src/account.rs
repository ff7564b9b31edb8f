//! Mails to people with a login. None of them carries a word that a stranger typed: whoever signs up with somebody else's
//! address must not be able to write to them through us (security.md A10).

use crate::letter::{Letter, Part};

const GOODBYE: &str = "Helpstead";

/// Asks to confirm an address.
#[must_use]
pub fn confirm(url: &str) -> Letter {
    Letter {
        subject: "Confirm your address".to_owned(),
        parts: vec![
            Part::words("Hello,"),
            Part::words("one tap and your account is ready."),
            Part::link("Confirm your address", url),
            Part::words("The link works once and for one hour. If you did not create an account, do nothing."),
            Part::words(GOODBYE),
        ],
    }
}

/// Lets its reader choose a new password.
#[must_use]
pub fn reset(url: &str) -> Letter {
    Letter {
        subject: "Choose a new password".to_owned(),
        parts: vec![
            Part::words("Hello,"),
            Part::words("somebody, we hope you, asked for a new password for this address."),
            Part::link("Choose a new password", url),
            Part::words(
                "The link works once and for one hour. If it was not you, do nothing: your password stays as it is.",
            ),
            Part::words(GOODBYE),
        ],
    }
}

/// Tells the owner of an account that somebody tried to sign up with their address.
#[must_use]
pub fn already_registered(sign_in: &str, forgot: &str) -> Letter {
    Letter {
        subject: "You already have an account".to_owned(),
        parts: vec![
            Part::words("Hello,"),
            Part::words(
                "somebody, we hope you, wanted to create an account with this address. It has one already, and nothing was changed.",
            ),
            Part::link("Sign in", sign_in),
            Part::link("Choose a new password", forgot),
            Part::words("If it was not you, do nothing."),
            Part::words(GOODBYE),
        ],
    }
}
