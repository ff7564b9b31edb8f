//! Servers of providers whose names nobody should have to look up.

use domain::mail::MailTls;

/// A provider's servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Preset {
    /// As people call it.
    pub(super) name: &'static str,
    /// What follows the `@` there; a country's ending may follow a dot at the end.
    domains: &'static [&'static str],
    /// Host, port and protection of the folder.
    pub(super) imap: (&'static str, &'static str, MailTls),
    /// The same of sending.
    pub(super) smtp: (&'static str, &'static str, MailTls),
    /// What it takes to be let in.
    pub(super) note: &'static str,
}

use MailTls::{StartTls, Tls};

/// All of them, as they are offered.
pub(super) const PRESETS: &[Preset] = &[
    Preset {
        name: "Google",
        domains: &["gmail.com", "googlemail.com"],
        imap: ("imap.gmail.com", "993", Tls),
        smtp: ("smtp.gmail.com", "465", Tls),
        note: "Google lets programs in with an app password only: make one in the account's security settings. Signing in with Google (OAuth) is not offered here.",
    },
    Preset {
        name: "Microsoft",
        domains: &["outlook.", "hotmail.", "live.", "msn.com", "onmicrosoft.com", "office365.com"],
        imap: ("outlook.office365.com", "993", Tls),
        smtp: ("smtp.office365.com", "587", StartTls),
        note: "Microsoft lets programs into most accounts by OAuth only, which is not offered here. Where no app password is to be had, forward the mail instead.",
    },
    Preset {
        name: "iCloud",
        domains: &["icloud.com", "me.com", "mac.com"],
        imap: ("imap.mail.me.com", "993", Tls),
        smtp: ("smtp.mail.me.com", "587", StartTls),
        note: "Apple lets programs in with an app-specific password only: make one at account.apple.com.",
    },
    Preset {
        name: "Yahoo",
        domains: &["yahoo.", "ymail.com"],
        imap: ("imap.mail.yahoo.com", "993", Tls),
        smtp: ("smtp.mail.yahoo.com", "465", Tls),
        note: "Yahoo lets programs in with an app password only: make one in the account's security settings.",
    },
    Preset {
        name: "Fastmail",
        domains: &["fastmail.com", "fastmail.fm"],
        imap: ("imap.fastmail.com", "993", Tls),
        smtp: ("smtp.fastmail.com", "465", Tls),
        note: "Fastmail lets programs in with an app password only: make one under Privacy & Security.",
    },
    Preset {
        name: "Zoho",
        domains: &["zoho.", "zohomail."],
        imap: ("imap.zoho.com", "993", Tls),
        smtp: ("smtp.zoho.com", "465", Tls),
        note: "Turn IMAP on in Zoho's mail settings; with two-factor on, make an app password. Accounts in Europe are at imap.zoho.eu and smtp.zoho.eu.",
    },
    Preset {
        name: "GMX",
        domains: &["gmx."],
        imap: ("imap.gmx.net", "993", Tls),
        smtp: ("mail.gmx.net", "465", Tls),
        note: "Allow access by POP3 and IMAP in GMX's settings first; with two-factor on, make an app password.",
    },
    Preset {
        name: "WEB.DE",
        domains: &["web.de"],
        imap: ("imap.web.de", "993", Tls),
        smtp: ("smtp.web.de", "587", StartTls),
        note: "Allow access by POP3 and IMAP in WEB.DE's settings first; with two-factor on, make an app password.",
    },
];

/// The provider of an address.
pub(super) fn of_address(address: &str) -> Option<&'static Preset> {
    let domain = address.trim().rsplit_once('@')?.1.to_ascii_lowercase();
    PRESETS.iter().find(|preset| preset.domains.iter().any(|known| is_of(&domain, known)))
}

fn is_of(domain: &str, known: &str) -> bool {
    match known.strip_suffix('.') {
        // Such as `yahoo.` for yahoo.com, yahoo.de and yahoo.co.uk.
        Some(name) => domain.strip_prefix(name).is_some_and(|rest| rest.len() > 2 && rest.starts_with('.')),
        None => {
            domain == known
                || domain.strip_suffix(known).is_some_and(|rest| known == "onmicrosoft.com" && rest.ends_with('.'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of_address;

    #[test]
    fn providers_are_known_by_what_follows_the_at() {
        for (address, name) in [
            ("ana@gmail.com", Some("Google")),
            ("ana@GoogleMail.com ", Some("Google")),
            ("ana@outlook.de", Some("Microsoft")),
            ("help@clienta.onmicrosoft.com", Some("Microsoft")),
            ("ana@yahoo.co.uk", Some("Yahoo")),
            ("ana@gmx.at", Some("GMX")),
            ("ana@web.de", Some("WEB.DE")),
            ("ana@me.com", Some("iCloud")),
            ("help@home.com", None),
            ("help@notgmail.com", None),
            ("help@yahoo.", None),
            ("help", None),
        ] {
            assert_eq!(of_address(address).map(|preset| preset.name), name, "{address}");
        }
    }
}
