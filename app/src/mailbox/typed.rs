//! The fields of the forms of this room as what they mean: the same for a script, for a form that posts itself, and for one that came
//! back.

use domain::SiteSlug;
use domain::mail::MailTls;
use domain::mailbox::{Direction, MailSettings, MailboxKind, MailboxTyped, OutboundMode, ServerTyped, SiteMail};

/// A mailbox, by the names of its fields.
pub fn typed(value: impl Fn(&str) -> String) -> MailboxTyped {
    let server = |use_: &str| ServerTyped {
        host: value(&format!("{use_}_host")),
        port: value(&format!("{use_}_port")),
        tls: MailTls::try_from(value(&format!("{use_}_tls"))).unwrap_or_default(),
        user: value(&format!("{use_}_user")),
        password: value(&format!("{use_}_password")),
    };
    MailboxTyped {
        address: value("address"),
        name: value("name"),
        site: value("site"),
        kind: MailboxKind::try_from(value("kind")).unwrap_or_default(),
        direction: Direction::try_from(value("direction")).unwrap_or_default(),
        team: value("team").parse().ok(),
        priority: value("priority").parse().ok(),
        imap: Some(server("imap")),
        folder: value("folder"),
        interval: number(&value("interval")),
        smtp: Some(server("smtp")),
    }
}

/// How mail leaves, by the names of its fields; a box that is not ticked is not there.
pub fn settings_typed(value: impl Fn(&str) -> String) -> MailSettings {
    MailSettings {
        mode: OutboundMode::try_from(value("mode")).unwrap_or_default(),
        fixed: value("mailbox").parse().ok(),
        acknowledges: !value("acknowledges").is_empty(),
        ack_limit: number(&value("ack_limit")),
        day_limit: number(&value("day_limit")),
        agents: !value("agents").is_empty(),
    }
}

/// What a site decides for itself; nothing where there is no such site.
pub fn site_typed(value: impl Fn(&str) -> String) -> Option<SiteMail> {
    Some(SiteMail {
        site: SiteSlug::parse(&value("site")).ok()?,
        mode: OutboundMode::try_from(value("mode")).ok(),
        mailbox: value("mailbox").parse().ok(),
    })
}

/// Nothing is 0; what is no number is none that fits.
fn number(text: &str) -> i64 {
    match text.trim() {
        "" => 0,
        text => text.parse().unwrap_or(-1),
    }
}

#[cfg(test)]
mod tests {
    use super::{settings_typed, site_typed, typed};
    use domain::mail::MailTls;
    use domain::mailbox::{Direction, MailboxKind, OutboundMode};

    fn of(fields: &'static [(&str, &str)]) -> impl Fn(&str) -> String {
        move |name| {
            fields.iter().find(|(field, _)| *field == name).map(|(_, value)| (*value).to_owned()).unwrap_or_default()
        }
    }

    #[test]
    fn a_form_is_a_mailbox() {
        let mailbox = typed(of(&[
            ("address", "a@b.example"),
            ("kind", "imap"),
            ("direction", "in"),
            ("interval", "60"),
            ("imap_host", "imap.b.example"),
            ("imap_tls", "start_tls"),
        ]));
        let imap = mailbox.imap.expect("its fields are there");
        assert_eq!((mailbox.kind, mailbox.direction, mailbox.interval), (MailboxKind::Imap, Direction::In, 60));
        assert_eq!((imap.host.as_str(), imap.tls), ("imap.b.example", MailTls::StartTls));
        assert!(mailbox.smtp.is_some_and(|smtp| smtp.is_empty()));
        assert_eq!(typed(of(&[("interval", "often")])).interval, -1, "refused, not taken for the usual");
    }

    #[test]
    fn a_box_that_is_not_ticked_is_not_sent() {
        let settings = settings_typed(of(&[("mode", "platform"), ("ack_limit", "7"), ("agents", "yes")]));
        assert_eq!((settings.mode, settings.ack_limit, settings.day_limit), (OutboundMode::Platform, 7, 0));
        assert!(settings.agents && !settings.acknowledges);
        let site = site_typed(of(&[("site", "shop"), ("mode", "")])).expect("a site");
        assert_eq!((site.mode, site.mailbox), (None, None));
        assert_eq!(site_typed(of(&[])), None);
    }
}
