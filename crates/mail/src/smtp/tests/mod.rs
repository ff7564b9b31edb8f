//! Conversations, with a host that knows a few people and keeps what it is given.

mod dialogue;
mod limits;
mod pieces;
mod smuggling;

use super::{Mail, Session, Step};
use domain::MailAddress;

/// Who has mail here.
const KNOWN: [&str; 3] = ["help@desk.example", "postmaster@desk.example", "sales@other.example"];
const HELLO: &str = "EHLO mx.b.example\r\n";
const ENVELOPE: &str = "MAIL FROM:<ana@b.example>\r\nRCPT TO:<help@desk.example>\r\nDATA\r\n";

/// A client's view of a conversation.
#[derive(Debug, Default, PartialEq, Eq)]
struct Heard {
    /// Every reply line.
    replies: Vec<String>,
    mails: Vec<Mail<String>>,
    closed: bool,
    /// Handshakes that were asked for.
    secured: usize,
}

impl Heard {
    /// The codes of all replies, such as `250 2.1.0` or `354`; lines that go on are left out.
    fn codes(&self) -> Vec<&str> {
        let last = self.replies.iter().filter(|line| line.as_bytes().get(3) == Some(&b' '));
        last.map(|line| {
            let (_, words) = line.split_at(4);
            let enhanced =
                words.split(' ').next().filter(|word| word.split('.').all(|part| part.parse::<u8>().is_ok()));
            &line[..enhanced.map_or(3, |word| 4 + word.len())]
        })
        .collect()
    }
}

/// A session with its host, fed piece by piece.
struct Talk {
    session: Session<String>,
    heard: Heard,
}

impl Talk {
    fn new() -> Self {
        let mut talk = Self { session: Session::new("desk.example", true), heard: Heard::default() };
        talk.say(b"");
        talk
    }

    fn say(&mut self, piece: &[u8]) {
        let mut input = piece;
        while let Some(step) = self.session.step(&mut input) {
            match step {
                Step::Reply(said) => {
                    let said = said.strip_suffix("\r\n").expect("whole lines");
                    self.heard.replies.extend(said.split("\r\n").map(str::to_owned));
                }
                Step::AskRecipient(address) => self.answer(&address),
                Step::Deliver(mail) if mail.data.starts_with(b"Lose") => self.session.not_kept(),
                Step::Deliver(mail) => {
                    self.heard.mails.push(mail);
                    self.session.kept("id");
                }
                Step::StartTls => {
                    self.heard.secured += 1;
                    self.session.secured();
                }
                Step::Close => self.heard.closed = true,
            }
        }
        assert!(input.is_empty() || self.heard.closed, "something was left unread");
    }

    fn answer(&mut self, address: &MailAddress) {
        match address.as_str() {
            known if KNOWN.contains(&known) => self.session.here(known.to_owned()),
            "later@desk.example" => self.session.later(),
            _ => self.session.nobody(),
        }
    }
}

/// All of it in one piece.
fn talk(said: &[u8]) -> Heard {
    let mut talk = Talk::new();
    talk.say(said);
    talk.heard
}
