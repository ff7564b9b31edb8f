//! Mail addresses: strict enough to be safe in a header, lax enough for every mailbox people have.

use crate::origin::is_host_name;
use crate::text::text_type;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use thiserror::Error;

/// An address such as `Ana@example.com`. Written as typed (the domain in lower case), compared in lower case: whoever
/// types `ana@example.com` tomorrow is the same person.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailAddress {
    text: String,
    key: String,
}

/// Why a text is no mail address we accept. The words say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MailAddressError {
    /// Nothing was written.
    #[error("Write a mail address such as ana@example.com.")]
    Empty,
    /// More than 254 characters, or more than 64 before the `@`.
    #[error("This mail address is too long. Use at most 254 characters, 64 of them before the @.")]
    TooLong,
    /// Not exactly one `@`.
    #[error("A mail address has one @, such as ana@example.com.")]
    NotOneAt,
    /// The part before the `@` is empty or has a character or dot where none may be.
    #[error("Check the part before the @: plain letters, digits and signs such as . _ + -, no spaces or quotes.")]
    BadLocalPart,
    /// The part after the `@` is no domain.
    #[error("Check the part after the @, such as example.com. Write other scripts as punycode (xn--...).")]
    BadDomain,
}

impl MailAddress {
    /// Trims and checks one bare address, without a display name.
    ///
    /// # Errors
    /// [`MailAddressError`] says which part to look at.
    pub fn parse(text: &str) -> Result<Self, MailAddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(MailAddressError::Empty);
        }
        let (local, domain) = text.split_once('@').ok_or(MailAddressError::NotOneAt)?;
        if domain.contains('@') {
            return Err(MailAddressError::NotOneAt);
        }
        if text.len() > 254 || local.len() > 64 {
            return Err(MailAddressError::TooLong);
        }
        if !is_local_part(local) {
            return Err(MailAddressError::BadLocalPart);
        }
        let domain = domain.to_ascii_lowercase();
        if !is_mail_domain(&domain) {
            return Err(MailAddressError::BadDomain);
        }
        let text = format!("{local}@{domain}");
        Ok(Self { key: text.to_ascii_lowercase(), text })
    }

    /// The address as typed, its domain in lower case: the form to show and to send to.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The address in lower case: the form that is unique, and that equality and order go by.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What follows the `@`, in lower case.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.key.split_once('@').map_or("", |(_, domain)| domain)
    }
}

text_type!(MailAddress, MailAddressError);

/// A dot-atom of RFC 5322: no quoting, so nothing in it can end a header or start another address.
fn is_local_part(local: &str) -> bool {
    let atom = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    local.split('.').all(|part| !part.is_empty() && part.bytes().all(atom))
}

/// A host name with a dot whose last label is not a number, or `localhost`.
fn is_mail_domain(domain: &str) -> bool {
    let last = domain.rsplit_once('.').map(|(_, last)| last);
    let dotted = last.is_some_and(|last| !last.bytes().all(|b| b.is_ascii_digit()));
    is_host_name(domain) && (dotted || domain == "localhost")
}

/// The address alone, of `Ana <ana@example.com>`: what people paste.
#[must_use]
pub fn bare(person: &str) -> &str {
    let inner = person.trim().rsplit_once('<').and_then(|(_, rest)| rest.strip_suffix('>'));
    inner.unwrap_or(person).trim()
}

impl PartialEq for MailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for MailAddress {}

impl PartialOrd for MailAddress {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for MailAddress {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl Hash for MailAddress {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::{MailAddress, MailAddressError};
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn addresses_that_people_have() {
        for (typed, kept, key, domain) in [
            ("ana@example.com", "ana@example.com", "ana@example.com", "example.com"),
            (" Ana.Lee@Example.COM ", "Ana.Lee@example.com", "ana.lee@example.com", "example.com"),
            ("O'Brien+tag@a.b.c", "O'Brien+tag@a.b.c", "o'brien+tag@a.b.c", "a.b.c"),
            ("root@localhost", "root@localhost", "root@localhost", "localhost"),
            ("x@xn--bcher-kva.example", "x@xn--bcher-kva.example", "x@xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("_=/{|}~!#$%&*^`?-@3m.com", "_=/{|}~!#$%&*^`?-@3m.com", "_=/{|}~!#$%&*^`?-@3m.com", "3m.com"),
        ] {
            let address = MailAddress::parse(typed).expect("an address");
            assert_eq!((address.as_str(), address.key(), address.domain()), (kept, key, domain));
        }
    }

    #[test]
    fn what_is_no_address() {
        for (typed, problem) in [
            ("", MailAddressError::Empty),
            (" \n", MailAddressError::Empty),
            ("ana", MailAddressError::NotOneAt),
            ("a@b@example.com", MailAddressError::NotOneAt),
            ("@example.com", MailAddressError::BadLocalPart),
            ("ana @example.com", MailAddressError::BadLocalPart),
            (".ana@example.com", MailAddressError::BadLocalPart),
            ("ana.@example.com", MailAddressError::BadLocalPart),
            ("a..b@example.com", MailAddressError::BadLocalPart),
            ("\"ana\"@example.com", MailAddressError::BadLocalPart),
            ("Ana <ana@example.com", MailAddressError::BadLocalPart),
            ("a,b@example.com", MailAddressError::BadLocalPart),
            ("a\r\nBcc: b@example.com", MailAddressError::BadLocalPart),
            ("a\0@example.com", MailAddressError::BadLocalPart),
            ("anä@example.com", MailAddressError::BadLocalPart),
            ("ana@", MailAddressError::BadDomain),
            ("ana@example", MailAddressError::BadDomain),
            ("ana@example.com.", MailAddressError::BadDomain),
            ("ana@.example.com", MailAddressError::BadDomain),
            ("ana@exa..com", MailAddressError::BadDomain),
            ("ana@-a.com", MailAddressError::BadDomain),
            ("ana@a_b.com", MailAddressError::BadDomain),
            ("ana@bücher.example", MailAddressError::BadDomain),
            ("ana@[192.0.2.1]", MailAddressError::BadDomain),
            ("ana@192.0.2.1", MailAddressError::BadDomain),
            ("ana@example.com>", MailAddressError::BadDomain),
            ("ana@example.com, b", MailAddressError::BadDomain),
            ("ana@example.com\nx", MailAddressError::BadDomain),
        ] {
            assert_eq!(MailAddress::parse(typed), Err(problem), "{typed:?}");
        }
    }

    #[test]
    fn lengths() {
        let local = "a".repeat(64);
        let domain = format!("{0}.{0}.{1}.com", "b".repeat(60), "c".repeat(63)); // 60 + 60 + 63 + 3 + 3 dots = 189
        assert_eq!(MailAddress::parse(&format!("{local}@{domain}")).map(drop), Ok(()));
        assert_eq!(MailAddress::parse(&format!("{local}a@{domain}")), Err(MailAddressError::TooLong));
        assert_eq!(MailAddress::parse(&format!("{local}@b{domain}")), Err(MailAddressError::TooLong));
    }

    #[test]
    fn the_same_mailbox_is_equal_however_it_is_typed() {
        let parse = |text| MailAddress::parse(text).expect("an address");
        let (one, other) = (parse("Ana@example.com"), parse("ana@EXAMPLE.com"));
        assert_eq!(one, other);
        assert_eq!(HashSet::from([one.clone(), other]).len(), 1);
        assert_eq!(serde_json::to_string(&one).expect("a string"), r#""Ana@example.com""#);
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_safe_in_a_header(typed in "[ -~\\r\\n\\x00é]{0,10}@[ -~\\r\\né]{0,10}") {
            if let Ok(address) = MailAddress::parse(&typed) {
                let text = address.as_str();
                prop_assert!(text.bytes().all(|b| b.is_ascii_graphic()) && !text.contains([',', ';', '<', '>', '"']));
                let again = MailAddress::parse(text).expect("still an address");
                prop_assert_eq!(again.as_str(), text);
            }
        }
    }
}
