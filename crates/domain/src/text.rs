//! Text that people type: trimmed, limited, and free of what no screen can show and no database can hold.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What every newtype over checked text has in common, once its `parse(&str)` and `as_str()` exist: `Display`,
/// `FromStr`, `TryFrom<String>` (for serde), `From<T> for String`, `AsRef<str>` and, with feature `sql`, sqlx's traits.
macro_rules! text_type {
    ($name:ident, $error:ty) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        #[cfg(feature = "sql")]
        crate::sql::sql_text!($name);
    };
}
pub(crate) use text_type;

/// Why a text was refused. The words say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing that can be seen.
    #[error("Write something here.")]
    Empty,
    /// More characters (not bytes) than allowed.
    #[error("Use at most {max} characters.")]
    TooLong {
        /// The most characters allowed.
        max: usize,
    },
    /// A NUL character, which PostgreSQL cannot store.
    #[error("Remove the NUL character; it cannot be stored.")]
    Nul,
    /// Another control character, or a line break where one line is wanted.
    #[error("Remove the control characters; only visible characters fit here.")]
    Control,
}

macro_rules! typed_text {
    ($($(#[$meta:meta])* $name:ident: $min:literal..=$max:literal, $lines:expr;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most characters (Unicode scalar values) it may have.
            pub const MAX: usize = $max;

            /// Tidies and checks what was typed.
            ///
            /// # Errors
            /// [`TextError`] when it is empty and may not be, too long, or holds control characters.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                tidy(text, $lines, $min, $max).map(Self)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        text_type!($name, TextError);
    )*};
}

typed_text! {
    /// The name of an organization, a site or a person: one line, 1 to 80 characters.
    Name: 1..=80, Lines::One;
    /// What a ticket is about: one line, 1 to 200 characters; line breaks, tabs and runs of spaces become one space.
    Subject: 1..=200, Lines::Joined;
    /// What somebody wrote: many lines, 1 to 100,000 characters; line ends are LF, white space at the end is cut.
    Body: 1..=100_000, Lines::Many;
    /// A few lines that may stay empty, 0 to 2,000 characters.
    #[derive(Default)]
    Description: 0..=2_000, Lines::Many;
}

/// What becomes of line breaks and tabs.
#[derive(Clone, Copy)]
enum Lines {
    /// They are refused.
    One,
    /// They become one space.
    Joined,
    /// They stay; a line ends with LF.
    Many,
}

/// Lines that may be empty, for texts with rules of their own.
pub(crate) fn tidied_lines(text: &str, max: usize) -> Result<String, TextError> {
    tidy(text, Lines::Many, 0, max)
}

fn tidy(text: &str, lines: Lines, min: usize, max: usize) -> Result<String, TextError> {
    let tidied = match lines {
        Lines::One => text.trim().to_owned(),
        Lines::Joined => {
            let words = text.trim().split([' ', '\t', '\r', '\n', '\u{2028}', '\u{2029}']);
            words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        }
        Lines::Many => text.trim_end().replace("\r\n", "\n").replace('\r', "\n"),
    };
    if tidied.contains('\0') {
        return Err(TextError::Nul);
    }
    let refused = |c: char| match lines {
        Lines::Many => c.is_control() && !matches!(c, '\n' | '\t'),
        Lines::One | Lines::Joined => c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'),
    };
    if tidied.contains(refused) {
        return Err(TextError::Control);
    }
    if min > 0 && tidied.chars().all(is_blank) {
        return Err(TextError::Empty);
    }
    match tidied.chars().count() {
        count if count > max => Err(TextError::TooLong { max }),
        _ => Ok(tidied),
    }
}

/// White space, and characters that take no room: a name made of them could be neither seen nor clicked.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{Body, Description, Name, Subject, TextError};
    use proptest::prelude::*;

    #[test]
    fn a_name_is_one_trimmed_line() {
        for (typed, kept) in [
            ("  Acme Corp \n", Ok("Acme Corp")),
            ("Zoë 🦀", Ok("Zoë 🦀")),
            ("", Err(TextError::Empty)),
            (" \t\n\u{200b}\u{feff} ", Err(TextError::Empty)),
            ("Acme\nCorp", Err(TextError::Control)),
            ("Acme\tCorp", Err(TextError::Control)),
            ("Acme\u{2028}Corp", Err(TextError::Control)),
            ("Acme\u{1b}[31m", Err(TextError::Control)),
            ("Ac\0me", Err(TextError::Nul)),
        ] {
            assert_eq!(Name::parse(typed).as_ref().map(Name::as_str), kept.as_ref().copied(), "{typed:?}");
        }
    }

    #[test]
    fn a_subject_is_joined_into_one_line() {
        for (typed, kept) in [
            ("Printer\r\n on  fire", Ok("Printer on fire")),
            ("\ta\tb\n\n\u{2029}c ", Ok("a b c")),
            ("\r\n", Err(TextError::Empty)),
            ("a\u{7}b", Err(TextError::Control)),
        ] {
            assert_eq!(Subject::parse(typed).as_ref().map(Subject::as_str), kept.as_ref().copied(), "{typed:?}");
        }
    }

    #[test]
    fn a_body_keeps_its_lines_and_its_indent() {
        for (typed, kept) in [
            ("  indented\r\n\tcode\rend\n\n  ", Ok("  indented\n\tcode\nend")),
            ("\n \n", Err(TextError::Empty)),
            ("a\u{c}b", Err(TextError::Control)),
            ("a\0", Err(TextError::Nul)),
        ] {
            assert_eq!(Body::parse(typed).as_ref().map(Body::as_str), kept.as_ref().copied(), "{typed:?}");
        }
    }

    #[test]
    fn limits_count_characters_not_bytes() {
        for max in [Name::MAX, Subject::MAX, Body::MAX, Description::MAX] {
            let (fits, over) = ("é".repeat(max), "é".repeat(max + 1));
            let results = |text: &str| match max {
                Name::MAX => Name::parse(text).map(drop),
                Subject::MAX => Subject::parse(text).map(drop),
                Body::MAX => Body::parse(text).map(drop),
                _ => Description::parse(text).map(drop),
            };
            assert_eq!(results(&fits), Ok(()));
            assert_eq!(results(&over), Err(TextError::TooLong { max }));
        }
        assert_eq!(TextError::TooLong { max: 80 }.to_string(), "Use at most 80 characters.");
    }

    #[test]
    fn a_description_may_be_empty() {
        assert_eq!(Description::parse(" \r\n").expect("empty is fine"), Description::default());
    }

    #[test]
    fn json_is_checked_like_typing() {
        let name: Name = serde_json::from_str(r#"" Ana ""#).expect("a name");
        assert_eq!(serde_json::to_string(&name).expect("a string"), r#""Ana""#);
        let problem = serde_json::from_str::<Name>(r#""""#).expect_err("empty");
        assert!(problem.to_string().contains("Write something"));
    }

    proptest! {
        #[test]
        fn what_was_tidied_stays_as_it_is(typed in "(?s).{0,120}") {
            if let Ok(name) = Name::parse(&typed) {
                prop_assert_eq!(Name::parse(name.as_str()), Ok(name));
            }
            if let Ok(subject) = Subject::parse(&typed) {
                prop_assert!(!subject.as_str().contains(['\n', '\r', '\t', '\0']));
                prop_assert_eq!(Subject::parse(subject.as_str()), Ok(subject));
            }
            if let Ok(body) = Body::parse(&typed) {
                prop_assert!(!body.as_str().contains(['\r', '\0']));
                prop_assert_eq!(Body::parse(body.as_str()), Ok(body));
            }
        }
    }
}
