//! What of a typed address is taken.

use super::name::Name;
use url::Url;

/// Bytes an address may have.
const LONGEST: usize = 2_000;

/// Whom to ask for what.
pub(super) struct Target {
    pub(super) name: Name,
    pub(super) port: u16,
    /// Host and port as they are sent.
    pub(super) authority: String,
    /// What is asked for, with its query.
    pub(super) path: String,
}

impl Target {
    /// `None` for what is not `https`, carries a name or a password, or is no address at all.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok().filter(|_| text.len() <= LONGEST)?;
        if url.scheme() != "https" || !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let name = Name::of(url.host()?)?;
        let authority = url.port().map_or_else(|| name.host.clone(), |port| format!("{}:{port}", name.host));
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        Some(Self { name, port: url.port_or_known_default()?, authority, path })
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn an_address_is_taken_apart_as_it_is_sent() {
        let target = Target::parse("https://Pictures.Example:8443/a b.png?size=2&x#there").expect("an address");
        assert_eq!((target.name.host.as_str(), target.port, target.name.ip), ("pictures.example", 8443, None));
        assert_eq!(target.authority, "pictures.example:8443");
        assert_eq!(target.path, "/a%20b.png?size=2&x");
        let target = Target::parse("https://pictures.example").expect("an address");
        assert_eq!((target.port, target.authority.as_str(), target.path.as_str()), (443, "pictures.example", "/"));
    }

    #[test]
    fn what_is_no_plain_https_address_is_not_taken() {
        for text in [
            "",
            "logo.png",
            "//pictures.example/logo.png",
            "http://pictures.example/logo.png",
            "ftp://pictures.example/logo.png",
            "file:///etc/passwd",
            "data:image/png;base64,AAAA",
            "gopher://pictures.example/",
            "https://",
            "https:///",
            "https://ana@pictures.example/",
            "https://ana:secret@pictures.example/",
            "https://:secret@pictures.example/",
            "https://pictures.example:99999/",
            "https://pictures .example/",
            "https://[::1/",
            "https://[fe80::1%25eth0]/",
            "https://1.2.3.4.5/",
            "https://256.1.1.1/",
        ] {
            assert!(Target::parse(text).is_none(), "{text}");
        }
        assert!(Target::parse(&format!("https://pictures.example/{}", "x".repeat(2_000))).is_none());
    }
}
