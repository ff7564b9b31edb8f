//! Whom a typed name means, read as browsers read it: every spelling of a number is that number.

use std::net::IpAddr;
use tokio_rustls::rustls::pki_types::ServerName;
use url::Host;

/// Bytes the name of a host may have (RFC 1035).
const LONGEST: usize = 253;

/// Somebody out there.
pub(crate) struct Name {
    /// The name, or the address as text; one of v6 in brackets.
    pub(crate) host: String,
    /// The address, where no name was typed.
    pub(crate) ip: Option<IpAddr>,
    /// Who must prove to be there.
    pub(crate) server: ServerName<'static>,
}

impl Name {
    /// `None` for what is neither a name nor an address; one of v6 may come without its brackets.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        let bare = text.parse().map(Host::Ipv6);
        Self::of(bare.or_else(|_| Host::parse(text)).ok()?)
    }

    /// `None` for a name that no certificate can be made out to.
    pub(super) fn of<S: AsRef<str> + ToString>(host: Host<S>) -> Option<Self> {
        let (ip, server) = match &host {
            Host::Domain(name) => (None, ServerName::try_from(name.to_string()).ok()?),
            Host::Ipv4(ip) => (Some(IpAddr::V4(*ip)), ServerName::IpAddress(IpAddr::V4(*ip).into())),
            Host::Ipv6(ip) => (Some(IpAddr::V6(*ip)), ServerName::IpAddress(IpAddr::V6(*ip).into())),
        };
        Some(Self { host: host.to_string(), ip, server })
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_name_is_what_a_browser_would_ask() {
        for (text, host, ip) in [
            (" Mail.Example ", "mail.example", None),
            ("bücher.example", "xn--bcher-kva.example", None),
            ("2130706433", "127.0.0.1", Some("127.0.0.1")),
            ("0x7f.1", "127.0.0.1", Some("127.0.0.1")),
            ("[2001:DB8::1]", "[2001:db8::1]", Some("2001:db8::1")),
            ("2001:db8::1", "[2001:db8::1]", Some("2001:db8::1")),
        ] {
            let name = Name::parse(text).expect(text);
            assert_eq!((name.host.as_str(), name.ip), (host, ip.map(|ip| ip.parse().expect("an address"))), "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_nobody() {
        for text in [
            "",
            " ",
            "mail example",
            "mail.example:993",
            "imaps://mail.example",
            "a/b",
            "ana@mail.example",
            "1.2.3.4.5",
            "mail\r\nexample",
        ] {
            assert!(Name::parse(text).is_none(), "{text}");
        }
        assert!(Name::parse(&"a.".repeat(200)).is_none());
    }
}
