//! Names of attachments: for a person to read and to save under. Normalised first, checked after, never changed again (security.md A11).

use super::clean::is_format;
use unicode_normalization::UnicodeNormalization;

/// The most bytes of a name, so that every file system takes it.
const LONGEST: usize = 120;

/// The name as it may be shown and saved: no path, no controls, no hidden characters, no leading dot, no name that Windows keeps for itself.
/// `fallback` when nothing is left.
#[must_use]
pub fn file_name(typed: &str, fallback: &str) -> String {
    let normal: String = typed.nfkc().filter(|c| !c.is_control() && !is_format(*c)).take(LONGEST * 4).collect();
    let last = normal.rsplit(['/', '\\']).next().unwrap_or_default();
    let safe = last.replace([':', '*', '?', '"', '<', '>', '|', ';', '%', '`', '$'], "_");
    let words: Vec<&str> = safe.split_whitespace().collect();
    let name = words.join(" ");
    let name = cut(bare(&name));
    if name.is_empty() {
        return fallback.to_owned();
    }
    if is_device(&name) { format!("_{name}") } else { name }
}

/// Without dots, spaces and dashes at the ends: they hide files, or make options of them.
fn bare(name: &str) -> &str {
    name.trim_start_matches(['.', ' ', '-', '~']).trim_end_matches(['.', ' '])
}

/// At most [`LONGEST`] bytes, the ending kept.
fn cut(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let ending =
        name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 10 && !ending.contains(' '));
    let room = LONGEST - ending.map_or(0, |ending| ending.len() + 1);
    let mut at = room;
    while !name.is_char_boundary(at) {
        at -= 1;
    }
    let stem = name[..at].trim_end_matches(['.', ' ']);
    ending.map_or_else(|| stem.to_owned(), |ending| format!("{stem}.{ending}"))
}

/// `CON`, `NUL`, `COM1`, with any ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |start: &str| {
        stem.strip_prefix(start).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::file_name;
    use proptest::prelude::*;

    #[test]
    fn names_that_were_used_for_attacks() {
        for (typed, kept) in [
            (".htaccess", "htaccess"),
            ("\u{200b}.htaccess", "htaccess"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("../../etc/passwd", "passwd"),
            ("con.txt", "_con.txt"),
            ("COM1", "_COM1"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("a\";x=\"", "a__x=_"),
            ("a\r\nSet-Cookie: b\0.txt", "aSet-Cookie_ b.txt"),
            ("\u{ff0e}\u{ff0e}\u{ff0f}x.txt", "x.txt"),
            ("   ", "file"),
            ("...", "file"),
            ("Résumé 2026.pdf", "Résumé 2026.pdf"),
            ("счёт.pdf", "счёт.pdf"),
        ] {
            assert_eq!(file_name(typed, "file"), kept, "{typed:?}");
        }
        let long = file_name(&format!("{}.pdf", "é".repeat(300)), "file");
        assert!(long.len() <= 120 && long.ends_with(".pdf"), "{long}");
    }

    proptest! {
        #[test]
        fn a_name_is_one_name_and_stays(typed in "\\PC{0,300}|[ -~\\\\/.\\r\\n\\x00\u{202e}\u{200b}]{0,40}") {
            let name = file_name(&typed, "file");
            prop_assert!(!name.is_empty() && name.len() <= 121);
            prop_assert!(!name.contains(['/', '\\', '"', '\r', '\n', '\0', ';']) && !name.starts_with('.'));
            prop_assert_eq!(file_name(&name, "file"), name);
        }
    }
}
