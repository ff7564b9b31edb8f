//! Servers of a mailbox's own, as somebody types them: every field has its own words when it cannot be taken.

use crate::mail::MailTls;
use crate::mailbox::{ServerCard, ServerTyped};
use crate::origin::is_host_name;
use crate::{Field, Problems};
use std::net::Ipv4Addr;

/// The most characters of a user's name, and of a password.
const MOST: usize = 254;

/// What a server is for: which fields of a form it has, and which ports it usually listens on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerUse {
    /// Where a folder is (IMAP).
    Folder,
    /// Where mail leaves (SMTP).
    Sending,
}

impl ServerUse {
    /// Host, port, user and password.
    #[must_use]
    pub fn fields(self) -> [Field; 4] {
        match self {
            Self::Folder => [Field::ImapHost, Field::ImapPort, Field::ImapUser, Field::ImapPassword],
            Self::Sending => [Field::SmtpHost, Field::SmtpPort, Field::SmtpUser, Field::SmtpPassword],
        }
    }

    /// The port it has where nobody says another.
    #[must_use]
    pub fn usual_port(self, tls: MailTls) -> u16 {
        match (self, tls) {
            (Self::Folder, MailTls::Tls) => 993,
            (Self::Folder, MailTls::StartTls | MailTls::Plain) => 143,
            (Self::Sending, MailTls::Tls) => 465,
            (Self::Sending, MailTls::StartTls) => 587,
            (Self::Sending, MailTls::Plain) => 25,
        }
    }
}

impl ServerTyped {
    /// Whether nothing was typed: then there is no such server.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.host, &self.user, &self.password].iter().all(|text| text.trim().is_empty())
    }

    /// The server without its password, or what is wrong with each field.
    pub fn card(&self, what: ServerUse, problems: &mut Problems) -> Option<ServerCard> {
        let [host_field, port_field, user_field, password_field] = what.fields();
        let before = problems.0.len();
        let host = self.host.trim().trim_end_matches('.').to_ascii_lowercase();
        let is_host = is_host_name(&host) && (host.parse::<Ipv4Addr>().is_ok() || !is_number(&host));
        if host.is_empty() {
            problems.add(host_field, "Write the server's name, such as mail.example.com.");
        } else if !is_host {
            problems.add(
                host_field,
                "Write a name such as mail.example.com, without a port, a slash or anything before it.",
            );
        }
        let port = match self.port.trim() {
            "" => Some(what.usual_port(self.tls)),
            port => port.parse().ok().filter(|port| *port > 0),
        };
        if port.is_none() {
            problems.add(
                port_field,
                format!("Write a number from 1 to 65535, or nothing for {}.", what.usual_port(self.tls)),
            );
        }
        let user = self.user.trim();
        if user.is_empty() && what == ServerUse::Folder {
            problems.add(user_field, "Write who signs in there: mostly the address itself.");
        } else if !fits(user) {
            problems.add(user_field, "Use at most 254 visible characters.");
        }
        if !fits(&self.password) {
            problems.add(password_field, "Use at most 254 visible characters.");
        }
        if problems.0.len() > before {
            return None;
        }
        Some(ServerCard { host, port: port?, tls: self.tls, user: user.to_owned() })
    }
}

impl ServerCard {
    /// As a form shows it: without a password, which stays as it is while that field is left empty.
    #[must_use]
    pub fn typed(&self) -> ServerTyped {
        let Self { host, port, tls, user } = self.clone();
        ServerTyped { host, port: port.to_string(), tls, user, password: String::new() }
    }
}

/// Digits at the end are an address, and an address has four of them.
fn is_number(host: &str) -> bool {
    host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()))
}

fn fits(text: &str) -> bool {
    text.chars().count() <= MOST && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::ServerUse;
    use crate::mail::MailTls;
    use crate::mailbox::ServerTyped;
    use crate::{Field, Problems};

    fn typed(host: &str, port: &str, tls: MailTls, user: &str) -> ServerTyped {
        let (host, port, user) = (host.to_owned(), port.to_owned(), user.to_owned());
        ServerTyped { host, port, tls, user, password: "secret".to_owned() }
    }

    #[test]
    fn an_empty_port_is_the_usual_one() {
        for (what, tls, port) in [
            (ServerUse::Folder, MailTls::Tls, 993),
            (ServerUse::Folder, MailTls::StartTls, 143),
            (ServerUse::Folder, MailTls::Plain, 143),
            (ServerUse::Sending, MailTls::Tls, 465),
            (ServerUse::Sending, MailTls::StartTls, 587),
            (ServerUse::Sending, MailTls::Plain, 25),
        ] {
            let mut problems = Problems::default();
            let card = typed(" Mail.Example.COM. ", "", tls, " ana ").card(what, &mut problems).expect("a server");
            assert_eq!((card.host.as_str(), card.port, card.user.as_str()), ("mail.example.com", port, "ana"));
            assert_eq!(card.typed().password, "", "a password never comes back");
        }
    }

    #[test]
    fn every_field_has_its_own_words() {
        let mut problems = Problems::default();
        let wrong =
            ServerTyped { password: "a\r\nb".to_owned(), ..typed("https://mail.example.com/", "0", MailTls::Tls, "") };
        assert_eq!(wrong.card(ServerUse::Folder, &mut problems), None);
        let fields: Vec<Field> = problems.0.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [Field::ImapHost, Field::ImapPort, Field::ImapUser, Field::ImapPassword]);
        for (host, port, is_good) in [
            ("mail.example.com", "65535", true),
            ("10.1.2.3", "143", true),
            ("mailserver", "25", true),
            ("300.1.2.3", "25", false),
            ("1234", "25", false),
            ("mail example.com", "25", false),
            ("mail.example.com:993", "", false),
            ("mail.example.com", "65536", false),
            ("mail.example.com", "-1", false),
            ("", "", false),
        ] {
            let card = typed(host, port, MailTls::Tls, "").card(ServerUse::Sending, &mut Problems::default());
            assert_eq!(card.is_some(), is_good, "{host}:{port}");
        }
    }

    #[test]
    fn a_form_left_alone_is_no_server() {
        assert!(ServerTyped { port: "465".to_owned(), ..ServerTyped::default() }.is_empty());
        assert!(!typed("", "", MailTls::Tls, "").is_empty(), "a password needs a server");
    }
}
