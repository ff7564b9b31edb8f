//! Ticket prefixes and the codes made with them: `ACME` and `ACME-042` (B13 to B16, S3-23 to S3-30).

use crate::slug::fold;
use crate::text::text_type;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use thiserror::Error;

/// What stands before the number of a ticket code: 1 to 10 of `A-Z`, `0-9` and single hyphens inside, a letter
/// somewhere (`CLIENT-A`, `3M`, `24H`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prefix(String);

/// Why a prefix was refused. The words say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PrefixError {
    /// Nothing was written.
    #[error("Write a prefix such as ACME.")]
    Empty,
    /// More than [`Prefix::MAX`] characters (S3-26).
    #[error("Use at most 10 characters.")]
    TooLong,
    /// Something else than `A-Z`, `0-9` and `-`.
    #[error("Use only the letters A to Z, digits and hyphens.")]
    BadCharacter,
    /// A hyphen at an end, or two in a row.
    #[error("Put hyphens one at a time and only between letters or digits.")]
    BadHyphen,
    /// Digits only, which would read like a number.
    #[error("Use at least one letter.")]
    NoLetter,
}

impl Prefix {
    /// The most characters.
    pub const MAX: usize = 10;

    /// Trims, upper-cases and checks (B14 as amended).
    ///
    /// # Errors
    /// [`PrefixError`] says which rule is broken.
    pub fn parse(text: &str) -> Result<Self, PrefixError> {
        let text = text.trim().to_ascii_uppercase();
        if text.is_empty() {
            return Err(PrefixError::Empty);
        }
        if !text.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b'-')) {
            return Err(PrefixError::BadCharacter);
        }
        if text.len() > Self::MAX {
            return Err(PrefixError::TooLong);
        }
        if text.starts_with('-') || text.ends_with('-') || text.contains("--") {
            return Err(PrefixError::BadHyphen);
        }
        if !text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(PrefixError::NoLetter);
        }
        Ok(Self(text))
    }

    /// The prefix offered for an organization's name: its first word that can be one (`Acme Corp` gives `ACME`), cut to
    /// fit; `TKT` when there is none. Words of one letter are passed over.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let folded = fold(name);
        let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
        let mut fitting = words.filter(|word| word.len() > 1 && *word != "the");
        fitting.find_map(|word| Self::parse(&word[..word.len().min(Self::MAX)]).ok()).unwrap_or_default()
    }

    /// Whether to warn: one letter says little in `A-1` (S1-46). Allowed all the same.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.0.len() == 1
    }

    /// The prefix, in upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `TKT` (B13).
impl Default for Prefix {
    fn default() -> Self {
        Self("TKT".to_owned())
    }
}

text_type!(Prefix, PrefixError);

/// The code people say on the phone, such as `ACME-042`. Stored as rendered and never re-rendered (B15); two codes are
/// equal when prefix and number are, so `SUP-1` is `SUP-001`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketCode {
    prefix: Prefix,
    number: i64,
    text: String,
}

/// Why a text is no ticket code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TicketCodeError {
    /// No hyphen, so no prefix.
    #[error("Write the code with its prefix, such as ACME-42.")]
    NoHyphen,
    /// What follows the last hyphen is no number from 1 up, or too long.
    #[error("A ticket code ends with a hyphen and a number, such as ACME-42.")]
    BadNumber,
    /// What precedes the last hyphen is no prefix.
    #[error("This code does not start with a ticket prefix. {0}")]
    BadPrefix(#[from] PrefixError),
}

impl TicketCode {
    /// The most digits a code may have; every number that fits into them fits into `i64`.
    const DIGITS_MAX: usize = 18;

    /// The code of ticket `number` (from 1), padded with zeros to `padding` digits (S3-23: 3; 0 for none).
    #[must_use]
    pub fn render(prefix: &Prefix, number: i64, padding: i64) -> Self {
        debug_assert!(number > 0, "ticket numbers start at 1");
        let width = usize::try_from(padding).unwrap_or(0).min(Self::DIGITS_MAX);
        Self { prefix: prefix.clone(), number, text: format!("{prefix}-{number:0width$}") }
    }

    /// Splits at the LAST hyphen, because a prefix may hold one: `CLIENT-A-7` is number 7 of `CLIENT-A`. Trims and
    /// upper-cases; keeps the zeros as typed.
    ///
    /// # Errors
    /// [`TicketCodeError`] when there is no hyphen, no number or no valid prefix.
    pub fn parse(text: &str) -> Result<Self, TicketCodeError> {
        let text = text.trim().to_ascii_uppercase();
        let (prefix, digits) = text.rsplit_once('-').ok_or(TicketCodeError::NoHyphen)?;
        if digits.len() > Self::DIGITS_MAX || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(TicketCodeError::BadNumber);
        }
        let number = digits.parse().ok().filter(|number| *number > 0).ok_or(TicketCodeError::BadNumber)?;
        if prefix.ends_with(char::is_whitespace) {
            return Err(PrefixError::BadCharacter.into());
        }
        Ok(Self { prefix: Prefix::parse(prefix)?, number, text })
    }

    /// What stands before the number.
    #[must_use]
    pub fn prefix(&self) -> &Prefix {
        &self.prefix
    }

    /// The number, from 1.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.number
    }

    /// The code as rendered or typed, in upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

text_type!(TicketCode, TicketCodeError);

impl PartialEq for TicketCode {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for TicketCode {}

impl PartialOrd for TicketCode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TicketCode {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.prefix, self.number).cmp(&(&other.prefix, other.number))
    }
}

impl Hash for TicketCode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.prefix, self.number).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::{Prefix, PrefixError, TicketCode, TicketCodeError};
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn prefix(text: &str) -> Prefix {
        Prefix::parse(text).expect("a prefix")
    }

    #[test]
    fn shape() {
        for (typed, result) in [
            ("ACME", Ok("ACME")),
            (" acme ", Ok("ACME")),
            ("Client-a", Ok("CLIENT-A")),
            ("3M", Ok("3M")),
            ("24h", Ok("24H")),
            ("1-a", Ok("1-A")),
            ("A", Ok("A")),
            ("ABCDEFGHIJ", Ok("ABCDEFGHIJ")),
            ("ABCDEFGHIJK", Err(PrefixError::TooLong)),
            ("", Err(PrefixError::Empty)),
            ("  ", Err(PrefixError::Empty)),
            ("42", Err(PrefixError::NoLetter)),
            ("4-2", Err(PrefixError::NoLetter)),
            ("AC ME", Err(PrefixError::BadCharacter)),
            ("AC_ME", Err(PrefixError::BadCharacter)),
            ("ACMÉ", Err(PrefixError::BadCharacter)),
            ("ﬁ", Err(PrefixError::BadCharacter)),
            ("-A", Err(PrefixError::BadHyphen)),
            ("A-", Err(PrefixError::BadHyphen)),
            ("A--B", Err(PrefixError::BadHyphen)),
        ] {
            assert_eq!(Prefix::parse(typed).as_ref().map(Prefix::as_str), result.as_ref().copied(), "{typed:?}");
        }
    }

    #[test]
    fn one_letter_is_a_warning_not_an_error() {
        assert!(prefix("A").is_short());
        assert!(!prefix("AB").is_short());
    }

    #[test]
    fn a_name_offers_its_first_fitting_word() {
        for (name, offered) in [
            ("Acme Corp", "ACME"),
            ("Émile & Fils", "EMILE"),
            ("3M", "3M"),
            ("24 Hours", "HOURS"),
            ("The Bakery", "BAKERY"),
            ("A. Smith", "SMITH"),
            ("O'Brien", "OBRIEN"),
            ("Internationale Spedition", "INTERNATIO"),
            ("12345678901a", "TKT"),
            ("日本", "TKT"),
            ("", "TKT"),
        ] {
            assert_eq!(Prefix::from_name(name).as_str(), offered, "{name}");
        }
        assert_eq!(Prefix::default().as_str(), "TKT");
    }

    #[test]
    fn rendering_pads_but_never_cuts() {
        for (number, padding, text) in [
            (1, 3, "CLIENT-A-001"),
            (999, 3, "CLIENT-A-999"),
            (1000, 3, "CLIENT-A-1000"),
            (1, 0, "CLIENT-A-1"),
            (7, -5, "CLIENT-A-7"),
            (7, 1_000_000, "CLIENT-A-000000000000000007"),
        ] {
            let code = TicketCode::render(&prefix("CLIENT-A"), number, padding);
            assert_eq!(code.as_str(), text);
            assert_eq!(TicketCode::parse(text), Ok(code));
        }
    }

    #[test]
    fn parsing_splits_at_the_last_hyphen() {
        let code = TicketCode::parse(" client-a-007 ").expect("a code");
        assert_eq!((code.prefix().as_str(), code.number(), code.as_str()), ("CLIENT-A", 7, "CLIENT-A-007"));
        for (typed, problem) in [
            ("", TicketCodeError::NoHyphen),
            ("ACME", TicketCodeError::NoHyphen),
            ("ACME-", TicketCodeError::BadNumber),
            ("ACME-0", TicketCodeError::BadNumber),
            ("ACME-1a", TicketCodeError::BadNumber),
            ("ACME-+1", TicketCodeError::BadNumber),
            ("ACME- 1", TicketCodeError::BadNumber),
            ("ACME-1000000000000000000", TicketCodeError::BadNumber),
            ("ACME -1", TicketCodeError::BadPrefix(PrefixError::BadCharacter)),
            ("-1", TicketCodeError::BadPrefix(PrefixError::Empty)),
            ("ACME--1", TicketCodeError::BadPrefix(PrefixError::BadHyphen)),
            ("42-1", TicketCodeError::BadPrefix(PrefixError::NoLetter)),
        ] {
            assert_eq!(TicketCode::parse(typed), Err(problem), "{typed:?}");
        }
    }

    #[test]
    fn codes_are_equal_by_prefix_and_number() {
        let codes = ["SUP-1", "sup-001", "SUP-2", "SUP-10", "HELP-1"];
        let mut parsed: Vec<TicketCode> = codes.iter().map(|code| code.parse().expect("a code")).collect();
        assert_eq!(parsed[0], parsed[1]);
        assert_eq!(parsed.iter().collect::<HashSet<_>>().len(), 4);
        parsed.sort();
        let order: Vec<&str> = parsed.iter().map(TicketCode::as_str).collect();
        assert_eq!(order, ["HELP-1", "SUP-1", "SUP-001", "SUP-2", "SUP-10"]);
        assert_eq!(serde_json::to_string(&parsed[2]).expect("a string"), r#""SUP-001""#);
    }

    proptest! {
        #[test]
        fn what_is_rendered_is_read_back(
            text in "[A-Z0-9]{1,4}(-[A-Z0-9]{1,4})?",
            number in 1..1_000_000_000_000_000_000_i64,
            padding in 0..20_i64,
        ) {
            if let Ok(prefix) = Prefix::parse(&text) {
                let code = TicketCode::render(&prefix, number, padding);
                let read = TicketCode::parse(&code.as_str().to_lowercase()).expect("a code");
                prop_assert_eq!(read.as_str(), code.as_str());
                prop_assert_eq!(read, code);
            }
        }

        #[test]
        fn every_name_offers_a_valid_prefix(name in "\\PC{0,40}") {
            let offered = Prefix::from_name(&name);
            prop_assert_eq!(Prefix::parse(offered.as_str()), Ok(offered));
        }
    }
}
