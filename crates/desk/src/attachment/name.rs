//! File names, made safe once, before anything looks at them, and never changed again (security.md A11).

/// Characters a name may have: long enough for people, short enough for every file system (255 bytes).
const MAX: usize = 120;

/// The name without folders, without characters that are invisible, turn the direction of text or mean something to a
/// shell, a header or a file system, and without dots in front. Never empty.
pub(crate) fn safe_name(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let plain: String = last.chars().filter(|c| !is_hidden(*c)).map(|c| if is_special(c) { '_' } else { c }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = words.trim_matches(['.', ' ']);
    if name.is_empty() {
        return "file".to_owned();
    }
    shorten(if is_device(name) { format!("_{name}") } else { name.to_owned() })
}

/// Takes characters out of the middle, so that the ending stays: `holiday…ing.tar.gz` still opens.
fn shorten(name: String) -> String {
    let count = name.chars().count();
    if count <= MAX {
        return name;
    }
    let tail: String = name.chars().skip(count - 20).collect();
    let head: String = name.chars().take(MAX - 21).collect();
    format!("{head}…{tail}")
}

/// Controls, and the format characters of Unicode (category Cf) that people cannot see.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn is_special(c: char) -> bool {
    matches!(c, '"' | '\'' | '<' | '>' | ':' | '|' | '?' | '*' | ';' | '`' | '$' | '%' | '&')
}

/// Names that Windows takes for a device, whatever their ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |word: &str| {
        stem.strip_prefix(word)
            .is_some_and(|rest| rest.len() == 1 && rest != "0" && rest.as_bytes()[0].is_ascii_digit())
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::{MAX, safe_name};

    #[test]
    fn hostile_names_become_plain_ones() {
        for (raw, safe) in [
            (".htaccess", "htaccess"),
            ("\u{200b}.htaccess", "htaccess"),
            ("..\\..\\secret.txt", "secret.txt"),
            ("../../etc/passwd", "passwd"),
            ("con.txt", "_con.txt"),
            ("COM1", "_COM1"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("a\";x=\"b.png", "a__x=_b.png"),
            ("a\r\nSet-Cookie: x\0.txt", "aSet-Cookie_ x.txt"),
            ("  two   words .pdf ", "two words .pdf"),
            ("Rechnung März.pdf", "Rechnung März.pdf"),
            ("...", "file"),
            ("", "file"),
            ("dir/", "dir"),
        ] {
            assert_eq!(safe_name(raw), safe, "{raw:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = safe_name(&format!("{}.tar.gz", "x".repeat(400)));
        assert_eq!(long.chars().count(), MAX);
        assert!(long.ends_with(".tar.gz"));
    }

    #[test]
    fn a_safe_name_stays_as_it_is() {
        for raw in ["a b.png", "\u{200b}.x", "con", "é…ü.pdf", "..a..", "a%2fb"] {
            let once = safe_name(raw);
            assert_eq!(safe_name(&once), once);
        }
    }
}
