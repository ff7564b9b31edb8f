//! Anything through parse, thread, guard, quote and HTML: no panic, no hang, nothing that outgrows its input, and no proof that we did
//! not make. Whatever this finds becomes a mail of the corpus.

use crate::world::{self, HERE, known};
use mail::html::{Pictures, sanitise, show};
use mail::thread::{Thread, ThreadKey};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// A debug build on a busy machine; a hang is longer.
const SOON: Duration = Duration::from_secs(10);

static CORPUS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the corpus").map(|file| file.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a mail")).collect()
});

/// A key that made none of the proofs in the corpus.
static STRANGE: LazyLock<ThreadKey> = LazyLock::new(|| ThreadKey::new(&[9; 32]).expect("long enough"));

struct Nothing;

impl Pictures for Nothing {
    fn inline(&self, _: &str) -> Option<String> {
        Some("/picture".to_owned())
    }
    fn remote(&self, _: &str) -> Option<String> {
        None
    }
}

fn through(raw: &[u8]) {
    let start = Instant::now();
    if let Ok(incoming) = mail::parse(raw) {
        let grown = |length: usize| length <= raw.len() * 12 + 1_000;
        assert!(!incoming.subject.chars().any(char::is_control) && !incoming.from.name.chars().any(char::is_control));
        let _ = mail::thread(&incoming, &world::key(), HERE, known);
        assert_eq!(mail::thread(&incoming, &STRANGE, HERE, known), Thread::New);
        let _ = world::received(|receiver| mail::guard(&incoming, receiver));
        let readable = incoming.readable();
        assert!(grown(readable.len()), "{} of text from {}", readable.len(), raw.len());
        let joined: String = mail::quote(&readable, &incoming.subject).iter().map(|piece| piece.text).collect();
        assert_eq!(joined, readable);
        let shown = mail::shown(&readable, &incoming.subject);
        assert!(shown.len() <= readable.len() * 10 + 20_000 && !shown.contains("<script"), "{shown}");
        for file in &incoming.attachments {
            assert!(
                !file.name.is_empty() && !file.name.contains(['/', '\\', '"', '\r', '\n', '\0']),
                "{:?}",
                file.name
            );
        }
        if let Some(html) = &incoming.html {
            harmless(html);
            assert!(grown(sanitise(html).html.len()));
        }
    }
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

/// What a browser could act on is gone, sanitising again changes nothing, and shown without leave nothing is fetched.
fn harmless(html: &str) {
    let once = sanitise(html);
    // Where a long text may break depends on how its characters are written.
    let unbroken = |html: &str| html.replace("<wbr>", "");
    assert_eq!(unbroken(&sanitise(&once.html).html), unbroken(&once.html), "from {html:?}");
    let shown = show(&once.html, &Nothing);
    for html in [&once.html, &shown] {
        let tags = html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default().to_ascii_lowercase());
        for tag in tags {
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
            let bad = [
                "script", "style", "form", "input", "button", "meta", "link", "base", "iframe", "object", "embed",
                "svg", "math", "video", "audio", "template",
            ];
            assert!(!bad.contains(&name), "<{tag}>");
            let outside = outside_quotes(&tag);
            assert!(
                !outside.contains(" on") && !outside.contains("style=") && !outside.contains("background="),
                "<{tag}>"
            );
            assert!(!tag.contains("=\"javascript:") && !tag.contains("=\"data:") && !tag.contains("=\"//"), "<{tag}>");
        }
    }
    assert!(!shown.contains("<img src=\"http"), "{shown}");
}

/// A tag without the values of its attributes.
fn outside_quotes(tag: &str) -> String {
    tag.split('"').step_by(2).collect()
}

/// Pieces that HTML goes wrong at.
fn html_piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a href=\"",
        "<a href=https://x.example>",
        "</a>",
        "<img src=",
        "<img src='https://x.example/a.png' alt=\"<b>\">",
        "<img src=cid:a@b>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<ul>",
        "<li>",
        "<pre>",
        "\n",
        "</pre>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<svg>",
        "</svg>",
        "<svg/>",
        "<math>",
        "<mtext>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<!doctype html>",
        "javascript:alert(1)",
        "//evil.example",
        "onerror=alert(1)",
        " style=x",
        "\"",
        "'",
        ">",
        "<",
        "=",
        "&lt;script&gt;",
        "&#x3c;",
        "&amp;",
        "&",
        "remote:https%3A%2F%2Fx.example",
        "<img src=\"remote:javascript%3Ax\">",
        "<h1>",
        "</h1>",
        "<blockquote>",
        "</blockquote>",
        "<center>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<caption>",
        "<thead>",
        "<hr>",
        "<br/>",
        "<noscript>",
        "<title>",
        "<textarea>",
        "<xmp>",
        "<plaintext>",
        "<form action=x>",
        "<input>",
        "<select>",
        "<option>",
        "<base href=x>",
        "<meta http-equiv=refresh>",
        "<a dir=rtl>",
        "<div dir=\"rtl\">",
        "<div>",
        "</div>",
        "<template>",
        "<frameset>",
        "<body onload=x>",
        "<font>",
        "<nobr>",
        "\u{0}",
        "é",
        "😀",
    ]);
    prop_oneof![8 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,8}"]
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        through(&bytes);
        through(&[b"From: ana@example.com\r\nContent-Type: text/html\r\n\r\n".as_slice(), &bytes].concat());
    }

    #[test]
    fn any_header(bytes in prop::collection::vec(prop::sample::select(b" \t\r\n=?\"<>()@,:;\\aq*/%'utf-8b".to_vec()), 0..400), name in 0..8usize) {
        let name = ["From", "To", "Subject", "Content-Type", "Content-Disposition", "References", "Date", "Delivered-To"][name];
        let from = if name == "From" { "" } else { "From: ana@example.com\r\n" };
        through(&[from.as_bytes(), name.as_bytes(), b": ", &bytes, b"\r\n\r\nx"].concat());
    }

    #[test]
    fn a_mail_of_the_corpus_with_bytes_changed(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4u8, any::<u8>(), 1..40usize), 1..12),
    ) {
        let mut raw = which.get(&CORPUS).clone();
        for (at, kind, byte, length) in changes {
            if raw.is_empty() {
                break;
            }
            let at = at.index(raw.len());
            let end = (at + length).min(raw.len());
            match kind {
                0 => raw[at] = byte,
                1 => drop(raw.drain(at..end)),
                2 => raw.insert(at, byte),
                _ => {
                    let part = raw[at..end].to_vec();
                    raw.splice(at..at, part);
                }
            }
        }
        through(&raw);
    }

    #[test]
    fn two_mails_of_the_corpus_mixed(one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(), at in any::<prop::sample::Index>()) {
        let (one, other) = (one.get(&CORPUS), other.get(&CORPUS));
        let cut = at.index(one.len().max(1));
        through(&[&one[..cut.min(one.len())], other.as_slice()].concat());
        through(&[one.as_slice(), &other[cut.min(other.len())..]].concat());
    }

    #[test]
    fn html_of_pieces(pieces in prop::collection::vec(html_piece(), 0..40)) {
        harmless(&pieces.concat());
    }

    #[test]
    fn a_made_up_proof_is_none(ticket_first: bool, digits in "[0-9a-hjkmnp-tv-z]{52}", parts in prop::array::uniform3("[0-9a-hjkmnp-tv-z]{26}")) {
        let [ticket, mail, tag] = parts;
        // Most made-up tickets do not exist; this one does.
        let real = format!("{}r4", "0".repeat(24));
        let token = if ticket_first { format!("{real}{}0", &digits[26..51]) } else { digits };
        let (ticket, mail, tag) = (if ticket_first { real } else { ticket }, format!("{}0", &mail[..25]), format!("{}0", &tag[..25]));
        let raw = format!("From: ana@example.com\r\nTo: reply+{token}@desk.example\r\nIn-Reply-To: <hs.{ticket}.{mail}.{tag}@desk.example>\r\n\r\nx");
        let incoming = mail::parse(raw.as_bytes()).expect("a mail");
        prop_assert_eq!(mail::thread(&incoming, &world::key(), HERE, known), Thread::New);
    }
}
