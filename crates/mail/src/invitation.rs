//! Mails about invitations. They reach people who never heard of us, and carry names that anybody can choose: a name is cut
//! short and made such that no mail program turns it into a link (security.md A3).

use crate::letter::{Letter, Part};

const GOODBYE: &str = "Helpstead";

/// Characters of a name in a mail to a stranger.
const NAME_MAX: usize = 60;

/// An invitation, as its mail tells of it.
#[derive(Clone, Copy, Debug)]
pub struct Invited<'a> {
    /// The organization's name.
    pub org: &'a str,
    /// The inviter's name.
    pub inviter: Option<&'a str>,
    /// The name of the role.
    pub role: &'a str,
    /// The whole address of the link.
    pub url: &'a str,
    /// When the link stops working, with its zone.
    pub until: &'a str,
}

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They came in.
    Accepted,
    /// They said no.
    Declined,
}

/// Asks to join an organization.
#[must_use]
pub fn invited(about: Invited<'_>) -> Letter {
    let (org, role) = (plain(about.org), plain(about.role));
    let who = about.inviter.map_or_else(|| "You are invited".to_owned(), |name| format!("{} invites you", plain(name)));
    Letter::of_product(
        format!("Join {org} on Helpstead"),
        vec![
            Part::words("Hello,"),
            Part::words(format!("{who} to work in {org}, as {role}.")),
            Part::link("Accept or decline", about.url),
            Part::words(format!(
                "The link is for this address only. It works once, until {}. If you do not know {org}, do nothing.",
                about.until
            )),
            Part::words(GOODBYE),
        ],
    )
}

/// Tells the inviter what became of it.
#[must_use]
pub fn answered(answer: Answer, email: &str, org: &str, role: &str, page: &str) -> Letter {
    let (org, role) = (plain(org), plain(role));
    let (subject, words) = match answer {
        Answer::Accepted => (
            format!("{email} joined {org}"),
            format!("{email} accepted your invitation and works in {org} now, as {role}."),
        ),
        Answer::Declined => (
            format!("{email} declined your invitation"),
            format!("{email} does not want to join {org}. Their seat is free again."),
        ),
    };
    Letter::of_product(
        subject,
        vec![Part::words("Hello,"), Part::words(words), Part::link("See your invitations", page), Part::words(GOODBYE)],
    )
}

/// A name without anything a mail program would make a link of, and not too long.
fn plain(name: &str) -> String {
    let spaced = name.replace("://", " ").replace(['/', '\\', '@', '<', '>'], " ");
    let mut text = String::new();
    let mut letters = spaced.chars().peekable();
    while let Some(c) = letters.next() {
        text.push(c);
        // `evil.example` becomes `evil. example`; `Acme Inc.` stays.
        if c == '.' && letters.peek().is_some_and(|next| next.is_alphanumeric()) {
            text.push(' ');
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    if text.chars().count() <= NAME_MAX {
        return text;
    }
    let cut: String = text.chars().take(NAME_MAX - 1).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn no_name_is_a_link() {
        for (name, shown) in [
            ("Acme Inc.", "Acme Inc."),
            ("Buy at https://evil.example/now", "Buy at https evil. example now"),
            ("www.evil.example", "www. evil. example"),
            ("mail me@evil.example", "mail me evil. example"),
            ("Bücher.test GmbH", "Bücher. test GmbH"),
            ("", ""),
        ] {
            assert_eq!(plain(name), shown);
        }
        let long = plain(&"word ".repeat(40));
        assert!(long.chars().count() <= 60 && long.ends_with('…'), "{long}");
    }
}
