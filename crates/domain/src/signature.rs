//! The signature under every mailed reply (S1-31): words of the organization, with places for what differs.

use crate::text::{TextError, text_type, tidied_lines};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What may stand in braces, and what it becomes.
pub const PLACES: [(&str, &str); 3] = [
    ("{agent}", "whoever wrote the reply"),
    ("{organization}", "the organization's name"),
    ("{site}", "the site the ticket came from"),
];

/// A few lines that may stay empty, 0 to 1,000 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Signature(String);

/// Why a signature was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// As for every text.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Something in braces that would stand there as it is.
    #[error("{0} means nothing here. Use {{agent}}, {{organization}} or {{site}}.")]
    Place(String),
}

impl Signature {
    /// The most characters.
    pub const MAX: usize = 1000;

    /// Tidies and checks what was typed.
    ///
    /// # Errors
    /// [`SignatureError`] for a text that is none, or with a place that does not exist.
    pub fn parse(text: &str) -> Result<Self, SignatureError> {
        let text = tidied_lines(text, Self::MAX)?;
        let unknown = places(&text).find(|place| !PLACES.iter().any(|(known, _)| known == place)).map(str::to_owned);
        unknown.map_or(Ok(Self(text)), |place| Err(SignatureError::Place(place)))
    }

    /// As it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// What stands under a reply. Each place is filled once: a name with braces in it stays a name.
    #[must_use]
    pub fn filled(&self, agent: &str, organization: &str, site: &str) -> String {
        let mut text = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        while let Some(at) = rest.find('{') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            let known = PLACES.iter().zip([agent, organization, site]).find(|((place, _), _)| rest.starts_with(place));
            let (taken, words) = known.map_or((1, "{"), |((place, _), words)| (place.len(), words));
            text.push_str(words);
            rest = &rest[taken..];
        }
        text.push_str(rest);
        text
    }
}

/// Words in braces. A brace that is not closed, or closed with anything but letters between, is a brace.
fn places(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(move |(at, _)| {
        let end = text[at..].find('}')?;
        let place = &text[at..=at + end];
        let word = &place[1..place.len() - 1];
        (!word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')).then_some(place)
    })
}

text_type!(Signature, SignatureError);

#[cfg(test)]
mod tests {
    use super::{Signature, SignatureError};
    use proptest::prelude::*;

    #[test]
    fn places_are_filled_and_nothing_else_is() {
        let signature = Signature::parse("{agent}\r\n{organization} · {site}  \n").expect("a signature");
        assert_eq!(signature.filled("Ana", "Acme", "Shop"), "Ana\nAcme · Shop");
        assert_eq!(signature.filled("{site}", "{agent}", "S"), "{site}\n{agent} · S", "a name is not filled again");
        let braces = Signature::parse("{ } {} {not closed {agent}").expect("a signature");
        assert_eq!(braces.filled("Ana", "", ""), "{ } {} {not closed Ana");
        assert!(Signature::default().is_empty() && Signature::parse(" \n ").expect("none").is_empty());
    }

    #[test]
    fn a_place_that_does_not_exist_is_told() {
        let refused = Signature::parse("Best,\n{name}").expect_err("refused");
        assert_eq!(refused, SignatureError::Place("{name}".to_owned()));
        assert!(refused.to_string().contains("{agent}, {organization} or {site}"));
        assert!(Signature::parse(&"x".repeat(1001)).is_err() && Signature::parse("a\0b").is_err());
    }

    proptest! {
        #[test]
        fn without_braces_nothing_changes(text in "[^{}\\p{C}]{0,80}") {
            let signature = Signature::parse(&text).expect("a signature");
            prop_assert_eq!(signature.filled("A", "O", "S"), text.trim_end());
        }
    }
}
