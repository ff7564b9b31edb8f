//! Slugs: the names in addresses, `/{orgSlug}/...` and `/s/{orgSlug}/{siteSlug}`. Permanent once given (B5).

use crate::text::text_type;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The fewest characters of a slug.
pub const SLUG_MIN: usize = 2;
/// The most characters of a slug.
pub const SLUG_MAX: usize = 40;

/// An organization's slug: 2 to 40 of `a-z`, `0-9` and single hyphens inside. A new one is none of [`RESERVED`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrgSlug(String);

/// A site's slug, unique in its organization: the same shape, nothing reserved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteSlug(String);

/// Why a slug was refused. The words say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SlugError {
    /// Nothing was written.
    #[error("Write a short name for the address.")]
    Empty,
    /// Fewer than [`SLUG_MIN`] characters.
    #[error("Use at least 2 characters.")]
    TooShort,
    /// More than [`SLUG_MAX`] characters.
    #[error("Use at most 40 characters.")]
    TooLong,
    /// Something else than `a-z`, `0-9` and `-`.
    #[error("Use only the letters a to z in lower case, digits and hyphens.")]
    BadCharacter,
    /// A hyphen at an end, or two in a row.
    #[error("Put hyphens one at a time and only between letters or digits.")]
    BadHyphen,
    /// The product itself needs this address (B31).
    #[error("This address is reserved. Choose another one.")]
    Reserved,
}

/// Slugs that no organization can have (B31): first path segments of our own addresses, now or likely, and words that
/// would pass for us. Compared with both route tables by a test. Sorted.
///
/// Only new slugs are held against this list: an organization that has a word from before it was added keeps it.
#[rustfmt::skip]
pub const RESERVED: &[&str] = &[
    ".well-known", "about", "abuse", "account", "accounts", "admin", "administrator", "api", "assets", "auth",
    "billing", "callback", "cdn", "check-mail", "confirm", "dashboard", "dev", "docs", "download", "favicon", "feedback", "files",
    "forgot", "health", "healthz", "help", "helpstead", "hooks", "images", "internal", "invitation", "invitations", "invite", "live", "livez",
    "login", "logout", "me", "media", "metrics", "new", "null", "oauth", "openapi", "organizations", "orgs",
    "password", "pkg", "portal", "postmaster", "pricing", "privacy", "profile", "public", "ready", "readyz",
    "register", "reset", "robots", "root", "s", "saml", "scim", "search", "security", "session", "sessions",
    "settings", "sign-in", "sign-out", "sign-up", "signin", "signout", "signup", "sitemap", "sites", "sso",
    "static", "status", "support", "system", "t", "tenants", "terms", "theme", "ticket", "tickets", "undefined", "uploads",
    "user", "users", "v1", "v2", "v3", "verify", "webhook", "webhooks", "widget", "ws", "www",
];

impl OrgSlug {
    /// Checks a slug exactly as written: nothing is trimmed or folded, so one organization has one address.
    ///
    /// # Errors
    /// [`SlugError`], never `Reserved`: whoever has a slug keeps it.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        check(text).map(|()| Self(text.to_owned()))
    }

    /// Checks a slug for a new organization.
    ///
    /// # Errors
    /// [`SlugError`], `Reserved` for a word of [`RESERVED`] whatever its length.
    pub fn parse_new(text: &str) -> Result<Self, SlugError> {
        if RESERVED.contains(&text) { Err(SlugError::Reserved) } else { Self::parse(text) }
    }

    /// A slug made from an organization's name; "org" when the name has nothing to make one from.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self(slug_from_name(name))
    }

    /// The slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SiteSlug {
    /// Checks a slug exactly as written.
    ///
    /// # Errors
    /// [`SlugError`], never `Reserved`.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        check(text).map(|()| Self(text.to_owned()))
    }

    /// A slug made from a site's name, such as `support`; "site" when the name has nothing to make one from.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self(lengthen(slugged(name), "site"))
    }

    /// The slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_type!(OrgSlug, SlugError);
text_type!(SiteSlug, SlugError);

fn check(text: &str) -> Result<(), SlugError> {
    if text.is_empty() {
        return Err(SlugError::Empty);
    }
    if !text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
        return Err(SlugError::BadCharacter);
    }
    if text.starts_with('-') || text.ends_with('-') || text.contains("--") {
        return Err(SlugError::BadHyphen);
    }
    match text.len() {
        ..SLUG_MIN => Err(SlugError::TooShort),
        SLUG_MIN..=SLUG_MAX => Ok(()),
        _ => Err(SlugError::TooLong),
    }
}

/// The slug offered for an organization's name: `Café Ünion` gives `cafe-union`. Always a valid [`OrgSlug`] (so also a
/// valid [`SiteSlug`]); whether it is free is another question, see [`slug_suggestions`].
#[must_use]
pub fn slug_from_name(name: &str) -> String {
    let slug = slugged(name);
    if RESERVED.contains(&slug.as_str()) { format!("{slug}-org") } else { lengthen(slug, "org") }
}

/// Other slugs for when `base` is taken or reserved: `base-support`, `base-help`, `base-desk`, then `base-2`, `base-3`
/// and so on without end. All valid; a long base is cut to make room.
pub fn slug_suggestions(base: &str) -> impl Iterator<Item = OrgSlug> + use<> {
    let base = lengthen(slugged(base), "org");
    let words = ["support", "help", "desk"].into_iter().map(str::to_owned);
    words.chain((2_u64..).map(|number| number.to_string())).filter_map(move |ending| {
        let room = SLUG_MAX - 1 - ending.len();
        let start = base[..base.len().min(room)].trim_end_matches('-');
        OrgSlug::parse_new(&format!("{start}-{ending}")).ok()
    })
}

/// At most [`SLUG_MAX`] characters of the slug's alphabet, hyphens in their place; may be too short.
fn slugged(name: &str) -> String {
    let mut slug = String::new();
    for c in fold(name).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(SLUG_MAX);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn lengthen(slug: String, word: &str) -> String {
    match slug.len() {
        0 => word.to_owned(),
        1 => format!("{slug}-{word}"),
        _ => slug,
    }
}

/// Lower case, without the marks of Latin letters, apostrophes and combining marks dropped.
pub(crate) fn fold(text: &str) -> String {
    const LETTERS: &[(&str, &str)] = &[
        ("àáâãäåāăąǎǻạảấầẩẫậắằẳẵặª", "a"),
        ("çćĉċč", "c"),
        ("ďđḍ", "d"),
        ("èéêëēĕėęěẹẻẽếềểễệə", "e"),
        ("ĝğġģǧ", "g"),
        ("ĥħḥ", "h"),
        ("ìíîïĩīĭįıǐỉị", "i"),
        ("ĵ", "j"),
        ("ķĸǩ", "k"),
        ("ĺļľŀł", "l"),
        ("ñńņňŋ", "n"),
        ("òóôõöøōŏőơǒǿọỏốồổỗộớờởỡợº", "o"),
        ("ŕŗř", "r"),
        ("śŝşšșṣ", "s"),
        ("ţťŧțṭ", "t"),
        ("ùúûüũūŭůűųưǔụủứừửữự", "u"),
        ("ŵẁẃẅ", "w"),
        ("ýÿŷỳỵỷỹ", "y"),
        ("źżžẓ", "z"),
        ("æǽ", "ae"),
        ("œ", "oe"),
        ("ß", "ss"),
        ("þ", "th"),
        ("ð", "d"),
        ("ĳ", "ij"),
        ("'’‘ʼ´`", ""),
    ];
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match LETTERS.iter().find(|(from, _)| from.contains(c)) {
            Some((_, to)) => folded.push_str(to),
            None if matches!(c, '\u{300}'..='\u{36f}') => {}
            None => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{OrgSlug, RESERVED, SiteSlug, SlugError, slug_from_name, slug_suggestions};
    use proptest::prelude::*;

    #[test]
    fn shape() {
        let longest = "a".repeat(40);
        let too_long = "a".repeat(41);
        for (typed, result) in [
            ("acme", Ok(())),
            ("a1", Ok(())),
            ("42", Ok(())),
            ("client-a", Ok(())),
            (longest.as_str(), Ok(())),
            ("", Err(SlugError::Empty)),
            ("a", Err(SlugError::TooShort)),
            (too_long.as_str(), Err(SlugError::TooLong)),
            ("Acme", Err(SlugError::BadCharacter)),
            ("acme corp", Err(SlugError::BadCharacter)),
            (" acme", Err(SlugError::BadCharacter)),
            ("acmé", Err(SlugError::BadCharacter)),
            ("ac_me", Err(SlugError::BadCharacter)),
            ("acme/x", Err(SlugError::BadCharacter)),
            ("ac\0me", Err(SlugError::BadCharacter)),
            ("-acme", Err(SlugError::BadHyphen)),
            ("acme-", Err(SlugError::BadHyphen)),
            ("xn--acme", Err(SlugError::BadHyphen)),
            ("--", Err(SlugError::BadHyphen)),
        ] {
            assert_eq!(OrgSlug::parse(typed).map(drop), result, "{typed:?}");
            assert_eq!(OrgSlug::parse_new(typed).map(drop), result, "{typed:?}");
            assert_eq!(SiteSlug::parse(typed).map(drop), result, "{typed:?}");
        }
    }

    #[test]
    fn our_own_addresses_are_reserved_for_organizations_only() {
        for word in RESERVED {
            assert_eq!(OrgSlug::parse_new(word), Err(SlugError::Reserved), "{word}");
            assert_ne!(OrgSlug::parse(word).map(drop), Err(SlugError::Reserved), "{word}");
            assert_ne!(SiteSlug::parse(word).map(drop), Err(SlugError::Reserved), "{word}");
        }
        assert!(RESERVED.is_sorted_by(|a, b| a < b), "sorted, nothing twice");
        // Who had it before it was reserved is still read: from a table, an address, a page.
        assert!(serde_json::from_str::<OrgSlug>(r#""api""#).is_ok());
        assert!(serde_json::from_str::<SiteSlug>(r#""support""#).is_ok());
    }

    #[test]
    fn a_slug_made_from_a_name_reads_like_it() {
        for (name, org, site) in [
            ("Acme Corp", "acme-corp", "acme-corp"),
            ("  Café Ünion & Søn  ", "cafe-union-son", "cafe-union-son"),
            ("Straße 7", "strasse-7", "strasse-7"),
            ("Cafe\u{301}", "cafe", "cafe"),
            ("O'Brien’s", "obriens", "obriens"),
            ("İŞ -- Bankası", "is-bankasi", "is-bankasi"),
            ("Đại Việt", "dai-viet", "dai-viet"),
            ("日本", "org", "site"),
            ("", "org", "site"),
            ("X", "x-org", "x-site"),
            ("Support", "support-org", "support"),
            ("T", "t-org", "t-site"),
        ] {
            assert_eq!(slug_from_name(name), org, "{name}");
            assert_eq!(OrgSlug::from_name(name).as_str(), org, "{name}");
            assert_eq!(SiteSlug::from_name(name).as_str(), site, "{name}");
        }
    }

    #[test]
    fn suggestions_start_with_words_and_go_on_with_numbers() {
        let first: Vec<String> = slug_suggestions("acme").take(5).map(String::from).collect();
        assert_eq!(first, ["acme-support", "acme-help", "acme-desk", "acme-2", "acme-3"]);
        assert_eq!(slug_suggestions("").next().map(String::from), Some("org-support".to_owned()));
        assert_eq!(slug_suggestions("api").take(1000).count(), 1000);
    }

    proptest! {
        #[test]
        fn every_name_gives_a_valid_slug(name in "\\PC{0,60}|[a-z0-9 .-]{0,60}") {
            let slug = slug_from_name(&name);
            prop_assert_eq!(OrgSlug::parse_new(&slug).map(|slug| slug.as_str().to_owned()), Ok(slug.clone()));
            prop_assert!(SiteSlug::parse(&slug).is_ok());
            prop_assert!(SiteSlug::parse(SiteSlug::from_name(&name).as_str()).is_ok());
            let suggested: Vec<OrgSlug> = slug_suggestions(&name).take(12).collect();
            prop_assert_eq!(suggested.len(), 12);
            for slug in suggested {
                prop_assert_eq!(OrgSlug::parse_new(slug.as_str()), Ok(slug));
            }
        }
    }
}
