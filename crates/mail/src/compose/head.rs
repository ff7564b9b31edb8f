//! The header fields of our own mail (RFC 5322 section 2.2): whatever goes into one goes through [`Head::field`], where nothing can end it
//! (security.md A10).

use super::encode::{encoded_words, is_plain};
use crate::parse::{Person, clean, ids};

/// Columns that a line has at most, where a field can be broken (RFC 5322 section 2.1.1).
const COLUMNS: usize = 76;
/// Message ids of References: the first, which says where it all began, and the newest.
const REFERENCES: usize = 21;

/// Fields in the making, in the order in which they are written.
#[derive(Debug, Default)]
pub(super) struct Head(String);

impl Head {
    /// A line that somebody may have typed.
    pub fn text(&mut self, name: &str, value: &str) {
        self.field(name, words(&clean::one_line(value)));
    }

    /// People, each address once; no field where there is nobody.
    pub fn people(&mut self, name: &str, people: &[&Person]) {
        let mut pieces = Vec::new();
        for (at, person) in people.iter().enumerate() {
            if people[..at].iter().all(|before| before.address != person.address) {
                if let Some(last) = pieces.last_mut() {
                    *last = format!("{last},");
                }
                pieces.extend(mailbox(person));
            }
        }
        self.field(name, pieces);
    }

    /// Message ids, each once and in brackets: what is none is left out, and of too many the middle. No field where none is left.
    pub fn ids<'a>(&mut self, name: &str, ids: impl Iterator<Item = &'a str>) {
        let mut kept: Vec<&str> = Vec::new();
        for id in ids.map(bare).filter(|id| ids::is_id(id)) {
            if !kept.contains(&id) {
                kept.push(id);
            }
        }
        if kept.len() > REFERENCES {
            kept.drain(1..=kept.len() - REFERENCES);
        }
        self.field(name, kept.iter().map(|id| format!("<{id}>")).collect());
    }

    /// A value of ours, ASCII and of one line; without pieces no field. Whatever is no visible ASCII character or space vanishes here, in
    /// every field that there is.
    pub fn field(&mut self, name: &str, pieces: Vec<String>) {
        if pieces.is_empty() {
            return;
        }
        self.0.push_str(name);
        self.0.push(':');
        let mut column = name.len() + 1;
        for (at, piece) in pieces.into_iter().enumerate() {
            let piece: String = piece.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
            // Nothing stands between a name and the first fold: some programs take such a field for an empty one.
            if at > 0 && column + 1 + piece.len() > COLUMNS {
                self.0.push_str("\r\n");
                column = 0;
            }
            self.0.push(' ');
            self.0.push_str(&piece);
            column += 1 + piece.len();
        }
        self.0.push_str("\r\n");
    }

    /// The fields, and the empty line that ends them.
    pub fn end(self) -> String {
        self.0 + "\r\n"
    }
}

/// An id without its brackets.
pub(super) fn bare(id: &str) -> &str {
    id.trim().trim_start_matches('<').trim_end_matches('>')
}

/// An address, behind the name of whose it is (RFC 5322 section 3.4).
fn mailbox(person: &Person) -> Vec<String> {
    let name = clean::cut_line(&person.name, clean::NAME);
    let address = person.address.as_str();
    if name.is_empty() {
        return vec![address.to_owned()];
    }
    let atoms = |c: char| c.is_ascii_alphanumeric() || " !#$%&'*+-/=?^_`{|}~".contains(c);
    let mut pieces = if !is_plain(&name) || name.chars().all(atoms) {
        words(&name)
    } else {
        vec![format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))]
    };
    pieces.push(format!("<{address}>"));
    pieces
}

/// A line as pieces with a space between each two: as it stands where it can, else all of it in encoded words (RFC 2047).
fn words(line: &str) -> Vec<String> {
    if is_plain(line) {
        line.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    } else {
        encoded_words(line)
    }
}

#[cfg(test)]
mod tests {
    use super::Head;
    use crate::parse::Person;
    use domain::MailAddress;
    use proptest::prelude::*;

    fn person(name: &str, address: &str) -> Person {
        Person { name: name.to_owned(), address: MailAddress::parse(address).expect("an address") }
    }

    #[test]
    fn people_are_written_as_mail_programs_read_them() {
        for (name, written) in [
            ("", "a@b.example"),
            ("Ana Lee", "Ana Lee <a@b.example>"),
            ("Lee, Ana (\"Annie\") \\", "\"Lee, Ana (\\\"Annie\\\") \\\\\" <a@b.example>"),
            ("Zoë", "=?utf-8?q?Zo=C3=AB?= <a@b.example>"),
            ("=?utf-8?q?x?=", "=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?= <a@b.example>"),
        ] {
            let mut head = Head::default();
            head.people("To", &[&person(name, "a@b.example"), &person("Twice", "A@b.example")]);
            assert_eq!(head.end(), format!("To: {written}\r\n\r\n"));
        }
        let mut head = Head::default();
        head.people("Cc", &[]);
        assert_eq!(head.end(), "\r\n");
    }

    #[test]
    fn of_many_ids_the_first_and_the_newest_stay() {
        let ids: Vec<String> = (0..60).map(|at| format!("<{at}@b.example>")).collect();
        let mut head = Head::default();
        head.ids("References", ids.iter().map(String::as_str).chain(["59@b.example", "no id", "a@b\r\nBcc:c@d"]));
        let text = head.end();
        assert_eq!(text.matches('@').count(), 21, "{text}");
        assert!(
            text.starts_with("References: <0@b.example> <40@b.example>") && text.ends_with("<59@b.example>\r\n\r\n")
        );
        assert!(text.lines().all(|line| line.len() <= 76), "{text}");
    }

    proptest! {
        #[test]
        fn a_field_is_one_field(value in "(\\PC|\r|\n|\0|\u{2028}|=\\?|é|😀| ){0,120}") {
            let mut head = Head::default();
            head.text("X-Test", &value);
            head.people("To", &[&person(&value, "a@b.example")]);
            let text = head.end();
            for line in text.trim_end().split("\r\n") {
                let begins = line.starts_with("X-Test: ") || line.starts_with("To: ") || line.starts_with(' ');
                prop_assert!(begins && line.len() <= 200, "{}", text);
                prop_assert!(line.bytes().all(|b| b.is_ascii_graphic() || b == b' '), "{}", text);
            }
            prop_assert!(text.matches("\r\nTo: ").count() + usize::from(text.starts_with("To: ")) == 1, "{}", text);
        }
    }
}
