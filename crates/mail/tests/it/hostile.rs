//! Anything on its [whole way](whole_way): no panic, no hang, nothing that outgrows its input, and no proof that we did not make. What
//! finds more in more time is the fuzz target, `crates/mail/fuzz`; whatever either finds becomes a mail of the corpus.

use crate::whole_way::{harmless, whole_way};
use crate::world::{self, known};
use mail::thread::Thread;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// A debug build on a busy machine; a hang is longer.
const SOON: Duration = Duration::from_secs(10);

/// Mails of the corpus, changed: each of the tests below.
const MUTATIONS: u32 = 2_000;

static CORPUS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the corpus").map(|file| file.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a mail")).collect()
});

fn through(raw: &[u8]) {
    let start = Instant::now();
    whole_way(raw);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
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

#[test]
fn every_mail_of_the_corpus_goes_its_whole_way() {
    CORPUS.iter().for_each(|raw| through(raw));
}

#[test]
fn what_is_short_enough_to_stay_stays_when_it_is_sanitised_again() {
    for piece in ["a", "<", "\"", "'", "&", "&amp;", "&#60;", "&copy;", "é", "\u{a0}", "%", " ", "&am&lt;p;"] {
        for times in [300, 600, 700, 1_400, 2_100, 4_100] {
            let value = piece.repeat(times);
            harmless(&format!(
                "<a href='https://a.example/{value}'>x</a><a href=\"mailto:a@b.example?subject={value}\">x</a>"
            ));
            harmless(&format!("<img src='http://a.example/{value}' alt=\"{value}\"><img src=\"cid:{value}\">"));
        }
    }
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
        prop_assert_eq!(mail::thread(&incoming, &world::key(), known), Thread::New);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(MUTATIONS))]

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
}
