//! Enhanced status codes (RFC 3463): `5.1.1` says that the mailbox does not exist.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Such as `5.1.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Status {
    class: u8,
    subject: u16,
    detail: u16,
}

/// A text that is no status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a status code has three numbers, such as 5.1.1")]
pub struct NoStatus;

impl Status {
    /// Reads `2.x.x`, `4.x.x` or `5.x.x`, each number of at most three digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.');
        let mut number = || numbers.next().filter(|part| (1..=3).contains(&part.len()))?.parse::<u16>().ok();
        let (class, subject, detail) = (number()?, number()?, number()?);
        let class = u8::try_from(class).ok().filter(|class| matches!(class, 2 | 4 | 5))?;
        numbers.next().is_none().then_some(Self { class, subject, detail })
    }

    /// The first one in a sentence.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        let words = text.split(|c: char| !c.is_ascii_digit() && c != '.');
        words.map(|word| word.trim_matches('.')).filter(|word| word.len() >= 5).find_map(Self::parse)
    }

    /// Whether trying again is of no use.
    #[must_use]
    pub fn is_permanent(self) -> bool {
        self.class == 5
    }

    /// Whether the mail arrived after all.
    #[must_use]
    pub fn is_success(self) -> bool {
        self.class == 2
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl TryFrom<String> for Status {
    type Error = NoStatus;
    fn try_from(text: String) -> Result<Self, NoStatus> {
        Self::parse(&text).ok_or(NoStatus)
    }
}

impl From<Status> for String {
    fn from(status: Status) -> Self {
        status.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn codes_alone_and_in_sentences() {
        for (text, status) in [
            ("5.1.1", Some("5.1.1")),
            ("550 5.7.26 Unauthenticated email", Some("5.7.26")),
            ("Remote host said: 550 #5.1.1 no such user.", Some("5.1.1")),
            ("host 192.0.2.1 said no", None),
            ("at 4.4.7.", Some("4.4.7")),
            ("9.1.1 5.1", None),
        ] {
            assert_eq!(Status::find(text).map(|status| status.to_string()).as_deref(), status, "{text}");
        }
    }
}
