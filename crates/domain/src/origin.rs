//! Web origins, as a browser writes them: `https://www.example.com`, `http://localhost:3000` (S0-19, S0-20, B19).

use crate::text::text_type;
use serde::{Deserialize, Serialize};
use std::net::{Ipv4Addr, Ipv6Addr};
use thiserror::Error;

/// `scheme://host[:port]`, normalised: equal origins are equal texts and compare with an `Origin` header byte by byte.
/// `https` only, except on this very machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

/// Why a text is no origin we accept. The words say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum OriginError {
    /// Nothing was written.
    #[error("Write an origin such as https://www.example.com.")]
    Empty,
    /// No `http://` or `https://` in front.
    #[error("Start with https://, such as https://www.example.com.")]
    NoScheme,
    /// Plain `http` to somewhere else than this machine.
    #[error("Use https://. Plain http:// works for localhost only.")]
    NotHttps,
    /// A wildcard.
    #[error("Write each origin out; * is not allowed.")]
    Wildcard,
    /// The origin of sandboxed frames and local files, which anybody can have.
    #[error("The origin \"null\" is not allowed; serve the page over https.")]
    Null,
    /// A name in front of the host.
    #[error("Leave out the user name and the @.")]
    UserInfo,
    /// Something after the host and port.
    #[error("Leave out everything after the host name, such as /contact or ?page=1.")]
    Path,
    /// Letters beyond ASCII.
    #[error("Write the host name as punycode, such as xn--bcher-kva.example for bücher.example.")]
    NonAscii,
    /// Not a host name or address.
    #[error("Check the host name: letters, digits, hyphens and single dots between them.")]
    BadHost,
    /// Not a port.
    #[error("A port is a number from 1 to 65535.")]
    BadPort,
}

impl Origin {
    /// Trims, lower-cases, drops the default port and one slash at the end, and checks.
    ///
    /// # Errors
    /// [`OriginError`] says what to change.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let text = text.trim().to_ascii_lowercase();
        if text.is_empty() {
            return Err(OriginError::Empty);
        }
        if !text.is_ascii() {
            return Err(OriginError::NonAscii);
        }
        if text == "null" {
            return Err(OriginError::Null);
        }
        if text.contains('*') {
            return Err(OriginError::Wildcard);
        }
        let (scheme, rest) = text.split_once("://").ok_or(OriginError::NoScheme)?;
        let default_port = match scheme {
            "https" => 443,
            "http" => 80,
            _ => return Err(OriginError::NoScheme),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains(['/', '\\', '?', '#']) {
            return Err(OriginError::Path);
        }
        if rest.contains('@') {
            return Err(OriginError::UserInfo);
        }
        let (host, port) = split_port(rest)?;
        let host = checked_host(host)?;
        if scheme == "http" && !is_this_machine(&host) {
            return Err(OriginError::NotHttps);
        }
        Ok(Self(match port {
            Some(port) if port != default_port => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        }))
    }

    /// Such as `www.example.com`, without the port; an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => host,
            _ => rest,
        }
    }

    /// Whether it is `localhost`, `127.0.0.1` or `[::1]`: for development only.
    #[must_use]
    pub fn is_local(&self) -> bool {
        is_this_machine(self.host())
    }

    /// The origin as a browser writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_type!(Origin, OriginError);

fn is_this_machine(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

fn split_port(text: &str) -> Result<(&str, Option<u16>), OriginError> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => return Ok((text, None)),
    };
    if port.len() > 5 || !port.bytes().all(|b| b.is_ascii_digit()) {
        return Err(OriginError::BadPort);
    }
    match port.parse() {
        Ok(port) if port > 0 => Ok((host, Some(port))),
        _ => Err(OriginError::BadPort),
    }
}

/// The host as browsers write it: an IPv6 address is shortened, a name that ends like a number must be an IPv4 address.
fn checked_host(host: &str) -> Result<String, OriginError> {
    if let Some(inside) = host.strip_prefix('[') {
        let inside = inside.strip_suffix(']').ok_or(OriginError::BadHost)?;
        let address: Ipv6Addr = inside.parse().map_err(|_| OriginError::BadHost)?;
        return match address.to_ipv4() {
            Some(_) if !address.is_loopback() => Err(OriginError::BadHost), // browsers and Rust write these differently
            _ => Ok(format!("[{address}]")),
        };
    }
    let last = host.rsplit('.').next().unwrap_or(host);
    let fits = if last.starts_with(|c: char| c.is_ascii_digit()) {
        host.parse::<Ipv4Addr>().is_ok()
    } else {
        is_host_name(host)
    };
    if fits { Ok(host.to_owned()) } else { Err(OriginError::BadHost) }
}

/// Labels of 1 to 63 lower-case letters, digits and inner hyphens, with dots between, 253 characters at most.
pub(crate) fn is_host_name(name: &str) -> bool {
    name.len() <= 253
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

#[cfg(test)]
mod tests {
    use super::{Origin, OriginError};
    use proptest::prelude::*;

    #[test]
    fn origins_become_what_a_browser_sends() {
        for (typed, kept) in [
            ("https://www.example.com", "https://www.example.com"),
            (" HTTPS://WWW.Example.COM/ ", "https://www.example.com"),
            ("https://example.com:443", "https://example.com"),
            ("https://example.com:0443/", "https://example.com"),
            ("https://example.com:8443", "https://example.com:8443"),
            ("https://example.com:65535", "https://example.com:65535"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
            ("https://intranet", "https://intranet"),
            ("https://3m.com", "https://3m.com"),
            ("https://192.0.2.7:80", "https://192.0.2.7:80"),
            ("https://[2001:0DB8:0:0::1]:443", "https://[2001:db8::1]"),
            ("http://localhost", "http://localhost"),
            ("http://localhost:80/", "http://localhost"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://127.0.0.1:5173", "http://127.0.0.1:5173"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
            ("https://localhost:443", "https://localhost"),
        ] {
            assert_eq!(Origin::parse(typed).as_ref().map(Origin::as_str), Ok(kept), "{typed}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_a_reason() {
        for (typed, problem) in [
            ("", OriginError::Empty),
            (" ", OriginError::Empty),
            ("example.com", OriginError::NoScheme),
            ("//example.com", OriginError::NoScheme),
            ("https:example.com", OriginError::NoScheme),
            ("ftp://example.com", OriginError::NoScheme),
            ("chrome-extension://abc", OriginError::NoScheme),
            ("http://example.com", OriginError::NotHttps),
            ("http://127.0.0.2", OriginError::NotHttps),
            ("http://localhost.example.com", OriginError::NotHttps),
            ("*", OriginError::Wildcard),
            ("https://*.example.com", OriginError::Wildcard),
            ("null", OriginError::Null),
            ("NULL", OriginError::Null),
            ("https://ana@example.com", OriginError::UserInfo),
            ("https://example.com:x@evil.example", OriginError::UserInfo),
            ("https://example.com/contact", OriginError::Path),
            ("https://example.com//", OriginError::Path),
            ("https://example.com?x", OriginError::Path),
            ("https://example.com#x", OriginError::Path),
            ("https://example.com\\x", OriginError::Path),
            ("https://bücher.example", OriginError::NonAscii),
            ("https://", OriginError::BadHost),
            ("https:///", OriginError::BadHost),
            ("https://exam ple.com", OriginError::BadHost),
            ("https://example.com, https://b.example", OriginError::Path),
            ("https://example.com\r\nx", OriginError::BadHost),
            ("https://example..com", OriginError::BadHost),
            ("https://example.com.", OriginError::BadHost),
            ("https://-a.com", OriginError::BadHost),
            ("https://a_b.com", OriginError::BadHost),
            ("https://1.2.3", OriginError::BadHost),
            ("https://1.2.3.256", OriginError::BadHost),
            ("https://0x7f.1", OriginError::BadHost),
            ("https://[::1", OriginError::BadHost),
            ("https://[::ffff:1.2.3.4]", OriginError::BadHost),
            ("https://[fe80::1%25eth0]", OriginError::BadHost),
            ("https://::1", OriginError::BadHost),
            ("https://example.com:", OriginError::BadPort),
            ("https://example.com:0", OriginError::BadPort),
            ("https://example.com:65536", OriginError::BadPort),
            ("https://example.com:+80", OriginError::BadPort),
            ("https://example.com:443x", OriginError::BadPort),
        ] {
            assert_eq!(Origin::parse(typed), Err(problem), "{typed}");
        }
        let long = "a".repeat(64);
        assert_eq!(Origin::parse(&format!("https://{long}.example")), Err(OriginError::BadHost));
    }

    #[test]
    fn host_and_whether_it_is_local() {
        for (text, host, local) in [
            ("https://www.example.com", "www.example.com", false),
            ("https://www.example.com:8443", "www.example.com", false),
            ("https://[2001:db8::1]", "[2001:db8::1]", false),
            ("http://[::1]:3000", "[::1]", true),
            ("https://localhost", "localhost", true),
            ("http://127.0.0.1:1", "127.0.0.1", true),
        ] {
            let origin = Origin::parse(text).expect("an origin");
            assert_eq!((origin.host(), origin.is_local()), (host, local));
        }
    }

    proptest! {
        #[test]
        fn a_normalised_origin_stays_as_it_is(
            typed in "https?://(localhost|[a-zA-Z0-9.\\[\\]:-]{0,30})(:[0-9]{0,6})?/?",
        ) {
            if let Ok(origin) = Origin::parse(&typed) {
                prop_assert_eq!(Origin::parse(origin.as_str()), Ok(origin));
            }
        }

        #[test]
        fn no_text_makes_it_panic(typed in "\\PC{0,40}") {
            let _ = Origin::parse(&typed);
        }
    }
}
