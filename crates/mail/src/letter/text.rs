//! The plain text of a letter: lines are as long as their paragraphs, because mail programs break them better than we can.

use super::{Letter, Link, Part};

pub(super) fn text(letter: &Letter) -> String {
    let parts: Vec<String> = letter.parts.iter().map(part).collect();
    parts.join("\n\n") + "\n"
}

fn part(part: &Part) -> String {
    match part {
        Part::Words(text) | Part::Message { text, .. } => text.trim_end().to_owned(),
        Part::Link(link) => told(link),
        Part::Quiet { words, link } => format!("{words}{}", link.as_ref().map(told).unwrap_or_default()),
        // RFC 3676: dash, dash, space, end of line.
        Part::Signature(text) => format!("-- \n{}", text.trim_end()),
    }
}

fn told(link: &Link) -> String {
    format!("{}: {}", link.label, link.url)
}

#[cfg(test)]
mod tests {
    use crate::letter::{Brand, Letter, Part};

    #[test]
    fn parts_are_told_in_order_and_nothing_is_escaped() {
        let letter = Letter::new(
            &Brand::product(),
            "a < b",
            vec![
                Part::words("<b>\n&"),
                Part::link("Go", "https://x.example/?a=\"&b"),
                Part::Signature("Ana\n".to_owned()),
                Part::quiet_link("Or ", "look here", "https://x.example/"),
                Part::left_out(&["a.zip", "b.zip"], Some("https://x.example/t")),
            ],
        );
        assert_eq!(
            letter.text(),
            "<b>\n&\n\nGo: https://x.example/?a=\"&b\n\n-- \nAna\n\nOr look here: https://x.example/\n\n\
             a.zip, b.zip are too large for a mail. Get them on this page: https://x.example/t\n"
        );
    }
}
