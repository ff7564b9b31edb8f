//! Who wrote, and to whom (RFC 5322 section 3.6.2 and 3.6.3).

use super::fields::Fields;
use super::refused::Refused;
use super::{clean, limits};
use domain::MailAddress;
use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, Address, HeaderValue};
use serde::{Deserialize, Serialize};

/// A person in a header. The name of one who writes to us is whatever the sender wrote, cleaned; only the address counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// One line of at most 80 characters; may be empty.
    pub name: String,
    /// Where mail to them goes.
    pub address: MailAddress,
}

impl From<MailAddress> for Person {
    /// Somebody of whom only the address is known.
    fn from(address: MailAddress) -> Self {
        Self { name: String::new(), address }
    }
}

/// The one sender.
///
/// # Errors
/// [`Refused::NoFrom`], [`Refused::TwoFrom`] and [`Refused::FromUnusable`].
pub(crate) fn sender(fields: &Fields) -> Result<Person, Refused> {
    let mut values = fields.values("from");
    let value = values.next().ok_or(Refused::NoFrom)?;
    if values.next().is_some() {
        return Err(Refused::TwoFrom);
    }
    let addresses: Vec<Addr<'_>> = match MessageStream::new(value).parse_address() {
        HeaderValue::Address(Address::List(list)) => list,
        // A group has no one who wrote.
        HeaderValue::Address(Address::Group(groups)) => groups.into_iter().flat_map(|group| group.addresses).collect(),
        _ => Vec::new(),
    };
    match addresses.as_slice() {
        [] if value.trim_ascii().is_empty() => Err(Refused::NoFrom),
        [] => Err(Refused::FromUnusable),
        [one] => person(one, value).or_else(|| daemon(value)).ok_or(Refused::FromUnusable),
        _ => Err(Refused::TwoFrom),
    }
}

/// Everybody in all fields of that name whose address can be used, each once.
pub(crate) fn all(fields: &Fields, name: &str) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for value in fields.values(name) {
        let HeaderValue::Address(addresses) = MessageStream::new(value).parse_address() else { continue };
        for person in addresses.iter().take(limits::RECIPIENTS).filter_map(|address| person(address, value)) {
            if people.len() < limits::RECIPIENTS && !people.iter().any(|known| known.address == person.address) {
                people.push(person);
            }
        }
    }
    people
}

/// An address counts only as it stands in the header: one that came out of an encoded word is a name that looks like an address.
fn person(from: &Addr<'_>, value: &[u8]) -> Option<Person> {
    let typed = from.address.as_deref()?.trim();
    let stands = !typed.is_empty() && value.windows(typed.len()).any(|part| part == typed.as_bytes());
    let address = address(typed).filter(|_| stands)?;
    Some(Person { name: name(from.name.as_deref().unwrap_or_default(), &address), address })
}

/// The address as we read it, its domain as punycode when it is written in another script (RFC 6531).
#[must_use]
pub fn address(typed: &str) -> Option<MailAddress> {
    let typed = typed.trim().trim_start_matches('<').trim_end_matches('>');
    if typed.is_ascii() {
        return MailAddress::parse(typed).ok();
    }
    let (local, domain) = typed.rsplit_once('@')?;
    MailAddress::parse(&format!("{local}@{}", idna::domain_to_ascii(domain).ok()?)).ok()
}

/// The mail system of a host without a domain, as bounces name it (RFC 3464 section 2 leaves it open). Never answered.
fn daemon(value: &[u8]) -> Option<Person> {
    let text = String::from_utf8_lossy(value).to_ascii_lowercase();
    let local = ["mailer-daemon", "postmaster"].into_iter().find(|local| text.contains(local))?;
    let one = text.matches('@').count() <= 1;
    let address = MailAddress::parse(&format!("{local}@localhost")).ok().filter(|_| one)?;
    Some(Person { name: String::new(), address })
}

/// Without the quotes that some programs leave, and without an address in place of a name.
fn name(typed: &str, address: &MailAddress) -> String {
    let name = clean::cut_line(typed, clean::NAME);
    let name = name.trim_matches(|c: char| matches!(c, '"' | '\'') || c.is_whitespace());
    if name.eq_ignore_ascii_case(address.as_str()) { String::new() } else { name.to_owned() }
}
