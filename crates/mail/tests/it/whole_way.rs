//! What may come of anybody's bytes, from their first to the answer they get: parse, thread, guard, quote, sanitise, show, compose. The
//! fuzz target (`crates/mail/fuzz`) goes the same way with bytes of its own making.

use crate::world::{self, known};
use mail::guard::{Outgoing, marks};
use mail::html::{Pictures, from_text, sanitise, show};
use mail::thread::{Thread, ThreadKey};
use mail::ticket::{About, Reply};
use mail::{Brand, Envelope, Incoming, compose};
use std::borrow::Cow;
use std::sync::LazyLock;

/// A key that made none of the proofs in the corpus.
static STRANGE: LazyLock<ThreadKey> = LazyLock::new(|| ThreadKey::new(&[9; 32]).expect("long enough"));

/// Of the remote ones none.
struct Blocked;

impl Pictures for Blocked {
    fn inline(&self, _: &str) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed("/picture"))
    }
    fn remote(&self, _: &str) -> Option<Cow<'_, str>> {
        None
    }
}

/// Nothing in there panics, outgrows its input, has a proof that we did not make, or could act in a browser.
pub fn whole_way(raw: &[u8]) {
    let Ok(incoming) = mail::parse(raw) else { return };
    let most = raw.len() * 10 + 1_000;
    assert!(!incoming.subject.chars().any(char::is_control) && !incoming.from.name.chars().any(char::is_control));
    let _ = mail::thread(&incoming, &world::key(), known);
    assert_eq!(mail::thread(&incoming, &STRANGE, known), Thread::New);
    let _ = world::received(|receiver| mail::guard(&incoming, receiver));
    let readable = incoming.readable();
    assert!(readable.len() <= most, "{} of text from {}", readable.len(), raw.len());
    let joined: String = mail::quote(&readable, &incoming.subject).iter().map(|piece| piece.text).collect();
    assert_eq!(joined, readable);
    let shown = mail::shown(&readable, &incoming.subject);
    assert!(shown.len() <= readable.len() * 10 + 20_000 && !shown.contains("<script"), "{shown}");
    for file in &incoming.attachments {
        let bad = ['/', '\\', '"', '\r', '\n', '\0'];
        assert!(!file.name.is_empty() && !file.name.contains(bad), "{:?}", file.name);
    }
    if let Some(html) = &incoming.html {
        let shown = harmless(html);
        assert!(shown.len() <= most, "{} of HTML from {}", shown.len(), raw.len());
    }
    answer(&incoming, &readable);
}

/// What a browser could act on is gone, sanitising again changes nothing, and shown without leave nothing is fetched. The HTML as it is
/// shown.
pub fn harmless(html: &str) -> String {
    let once = sanitise(html);
    // Where a long text may break depends on how its characters are written.
    let unbroken = |html: &str| html.replace("<wbr>", "");
    assert_eq!(unbroken(&sanitise(&once.html).html), unbroken(&once.html), "from {html:?}");
    let shown = show(&once.html, &Blocked);
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
    shown
}

/// A tag without the values of its attributes.
fn outside_quotes(tag: &str) -> String {
    tag.split('"').step_by(2).collect()
}

/// Whatever they wrote is quoted to them: our mail is from us, to them, and has no header that we did not write.
fn answer(incoming: &Incoming, readable: &str) {
    let brand = Brand { accent: "#0b6e63".to_owned(), name: "Acme".to_owned(), logo: None };
    let url = "https://desk.example/ticket/8sKq2VbN0tYx";
    let about = About { code: "ACME-042", site: "Acme Shop", url: Some(url), brand: &brand, answer_by_mail: true };
    let name = &incoming.from.name;
    let reply = Reply {
        subject: &incoming.subject,
        author: name,
        text: readable,
        html: &from_text(readable),
        org_signature: Some(name.clone()),
        agent_signature: None,
        left_out: &[name],
    };
    let letter = mail::ticket::replied(about, reply);
    let envelope = Envelope {
        message_id: "0192f0c1-0000-7000-8000-000000000001".to_owned(),
        references: incoming.references.clone(),
        in_reply_to: incoming.message_id.clone(),
        from_name: name.clone(),
        from: world::address("help@acme.example"),
        reply_to: None,
        to: incoming.from.clone(),
        cc: Vec::new(),
        marks: marks(Outgoing::Person, "here"),
        at: domain::Timestamp(1_795_377_600_000_000),
    };
    let raw = compose(&envelope, &letter).expect("a name for the message").raw;
    let Ok(ours) = mail::parse(&raw) else {
        assert!(raw.len() > mail::parse::limits::MESSAGE_BYTES, "a mail of {} bytes cannot be read", raw.len());
        return;
    };
    assert_eq!(ours.from.address, world::address("help@acme.example"));
    assert_eq!(ours.to.iter().map(|to| &to.address).collect::<Vec<_>>(), [&incoming.from.address]);
    assert!(ours.cc.is_empty() && ours.reply_to.is_none() && ours.attachments.is_empty(), "{:?}", ours.fields);
}
