//! Every mail of `tests/corpus` through parse, thread, guard, quote and HTML, compared with the JSON beside it. With
//! `HELPSTEAD_WRITE_CORPUS=1` the JSON is written instead: read the difference before committing it.

use crate::world;
use mail::guard::{Bounce, Guard};
use mail::parse::{Attachment, Person};
use mail::thread::{Thread, Who};
use mail::{Incoming, html};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn names(ending: &str) -> BTreeSet<String> {
    let files = std::fs::read_dir(folder()).expect("the corpus").map(|file| file.expect("a file").file_name());
    files.filter_map(|name| Some(name.to_str()?.strip_suffix(ending)?.to_owned())).collect()
}

#[test]
fn every_mail_becomes_what_is_written_beside_it() {
    let write = std::env::var_os("HELPSTEAD_WRITE_CORPUS").is_some();
    let mails = names(".eml");
    assert!(mails.len() >= 150, "only {} mails", mails.len());
    let mut wrong = Vec::new();
    for name in &mails {
        let raw = std::fs::read(folder().join(format!("{name}.eml"))).expect("a mail");
        let became = became(&raw);
        let beside = folder().join(format!("{name}.json"));
        if write {
            let text = serde_json::to_string_pretty(&became).expect("JSON") + "\n";
            std::fs::write(&beside, text).expect("written");
        } else {
            let expected: Value =
                std::fs::read(&beside).map_or(Value::Null, |text| serde_json::from_slice(&text).expect("JSON"));
            if expected != became {
                wrong.push(format!("{name}: expected {expected:#}\nbecame {became:#}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), mails.len(), wrong.join("\n"));
    let orphans: Vec<String> = names(".json").difference(&mails).cloned().collect();
    assert!(orphans.is_empty(), "no mail for {orphans:?}");
}

/// All that is known of a mail, as JSON; what is empty is left out.
fn became(raw: &[u8]) -> Value {
    let incoming = match mail::parse(raw) {
        Ok(incoming) => incoming,
        Err(refused) => return json!({ "refused": refused, "quarantine": refused.is_quarantine() }),
    };
    let readable = incoming.readable();
    let pieces: Vec<Value> = mail::quote(&readable, &incoming.subject)
        .iter()
        .map(|piece| json!({ "kind": piece.kind, "text": piece.text }))
        .collect();
    let sanitised = incoming.html.as_deref().map(html::sanitise).unwrap_or_default();
    let mut value = json!({
        "from": shown(&incoming.from),
        "reply_to": incoming.reply_to,
        "to": incoming.to.iter().map(shown).collect::<Vec<_>>(),
        "cc": incoming.cc.iter().map(shown).collect::<Vec<_>>(),
        "delivered_to": incoming.delivered_to,
        "subject": incoming.subject,
        "date": incoming.date.map(domain::Timestamp::rfc3339),
        "message_id": incoming.message_id,
        "in_reply_to": incoming.in_reply_to,
        "references": incoming.references,
        "pieces": pieces,
        "text_made_from_html": incoming.text.is_none() && incoming.html.is_some(),
        "html": sanitised.html,
        "pictures_to_ask_for": sanitised.remote,
        "pictures_inside": sanitised.inline,
        "attachments": incoming.attachments.iter().map(attachment).collect::<Vec<_>>(),
        "notes": incoming.notes,
        "thread": thread(&incoming),
        "guard": guard(&incoming),
    });
    if let Value::Object(fields) = &mut value {
        fields.retain(|_, value| {
            !matches!(value, Value::Null | Value::Bool(false))
                && *value != json!("")
                && *value != json!([])
                && *value != json!(0)
        });
    }
    value
}

fn shown(person: &Person) -> Value {
    if person.name.is_empty() { json!(person.address) } else { json!(format!("{} <{}>", person.name, person.address)) }
}

fn attachment(file: &Attachment) -> Value {
    json!({
        "name": file.name, "media": file.media, "kind": file.kind, "bytes": file.bytes.len(), "content_id": file.content_id,
        "inline": file.inline,
    })
}

fn thread(incoming: &Incoming) -> Value {
    match mail::thread(incoming, &world::key(), world::known) {
        Thread::Reply { who, by, .. } => json!({ "reply_of": who_is(who), "by": by }),
        Thread::Possible { by, .. } => json!({ "possible_reply_by": by }),
        Thread::New => json!("new"),
    }
}

fn who_is(who: Who) -> &'static str {
    [(world::ANA, "ana"), (world::BO, "bo"), (world::MIA, "mia")]
        .iter()
        .find(|(known, _)| *known == who)
        .map_or("nobody", |(_, name)| name)
}

fn guard(incoming: &Incoming) -> Value {
    match world::received(|receiver| mail::guard(incoming, receiver)) {
        Guard::Person => json!("person"),
        Guard::Own => json!("own"),
        Guard::Automatic(reason) => json!({ "automatic": reason }),
        Guard::Bounce(bounce) => bounced(&bounce),
    }
}

fn bounced(bounce: &Bounce) -> Value {
    let failed = bounce
        .failed
        .iter()
        .map(|one| json!({ "address": one.address, "action": one.action, "status": one.status, "said": one.said }));
    let about = mail::thread::about(&bounce.about, &world::key(), |_| Some(world::HERE));
    json!({
        "bounce": failed.collect::<Vec<_>>(),
        "permanent": bounce.is_permanent(),
        "of_our_mail": about == Some((world::TICKET, world::MAIL)),
    })
}
