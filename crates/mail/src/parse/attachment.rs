//! What came with a message beside its text.

use super::decode;
use super::file_name::file_name;
use super::split::{Inside, Part};
use serde::{Deserialize, Serialize};

/// A file of a message. Untrusted in all: the media type is what the sender says it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Cleaned (security.md A11); never empty.
    pub name: String,
    /// Such as `application/pdf`, in lower case, letters and signs only.
    pub media: String,
    /// What it is to a reader of mail.
    pub kind: Kind,
    /// What the HTML calls it, without brackets: `cid:...` (RFC 2392).
    pub content_id: Option<String>,
    /// Whether it is part of the text, not beside it.
    pub inline: bool,
    /// Decoded.
    pub bytes: Vec<u8>,
}

/// What a file is to a reader of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any file.
    File,
    /// A picture, by its media type.
    Picture,
    /// An invitation or its answer (RFC 5545).
    Calendar,
    /// `winmail.dat`: Outlook's own wrapping, which holds the real attachments.
    Tnef,
    /// A detached signature (S/MIME or PGP).
    Signature,
    /// A message that only its receiver's key opens, or that is wrapped in its signature (S/MIME or PGP).
    Sealed,
    /// Another message.
    Message,
    /// What became of a mail of ours (RFC 3464).
    DeliveryStatus,
    /// The headers of a mail of ours (RFC 6522).
    Headers,
}

/// The pictures that may be shown in a text: what browsers draw without running anything (security.md A11).
const INLINE: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// The leaf as a file; whether its encoding was broken.
pub(crate) fn attachment(part: &Part<'_>, related: bool) -> (Attachment, bool) {
    let Inside::Leaf(body) = part.inside else { unreachable!("only leaves are files") };
    let (bytes, broken) = decode::bytes(&part.fields, body);
    let media = clean_media(&part.media);
    let typed = name_of(part);
    let kind = kind(&media, typed.as_deref().unwrap_or_default());
    let fallback = fallback(kind, &media);
    let content_id = super::ids::content_id(&part.fields);
    let disposition = part.fields.typed("content-disposition");
    let inline = INLINE.contains(&media.as_str())
        && content_id.is_some()
        && (related || disposition.is_none_or(|disposition| !disposition.is_attachment()));
    let name = file_name(typed.as_deref().unwrap_or_default(), &fallback);
    (Attachment { name, media, kind, content_id, inline, bytes }, broken)
}

/// The name that the sender gave, in either header.
pub(crate) fn name_of(part: &Part<'_>) -> Option<String> {
    let (disposition, kind) = (part.fields.typed("content-disposition"), part.fields.typed("content-type"));
    let name = disposition.as_ref().and_then(|value| value.attribute("filename"));
    let name = name.or_else(|| kind.as_ref().and_then(|value| value.attribute("name")));
    name.map(decoded).filter(|name| !name.trim().is_empty())
}

/// Many programs put encoded words where RFC 2231 wants something else.
fn decoded(name: &str) -> String {
    if !name.contains("=?") {
        return name.to_owned();
    }
    let line = format!("{}\n", name.replace(['\r', '\n'], " "));
    match mail_parser::parsers::MessageStream::new(line.as_bytes()).parse_unstructured() {
        mail_parser::HeaderValue::Text(text) => text.into_owned(),
        _ => name.to_owned(),
    }
}

fn kind(media: &str, name: &str) -> Kind {
    let named = |ending: &str| name.len() >= ending.len() && name.to_ascii_lowercase().ends_with(ending);
    match media {
        "application/ms-tnef" | "application/vnd.ms-tnef" => Kind::Tnef,
        _ if name.eq_ignore_ascii_case("winmail.dat") => Kind::Tnef,
        "text/calendar" | "application/ics" => Kind::Calendar,
        "application/pkcs7-signature" | "application/x-pkcs7-signature" | "application/pgp-signature" => {
            Kind::Signature
        }
        "application/pkcs7-mime" | "application/x-pkcs7-mime" | "application/pgp-encrypted" => Kind::Sealed,
        "message/rfc822" | "message/global" => Kind::Message,
        "message/delivery-status" | "message/global-delivery-status" => Kind::DeliveryStatus,
        "text/rfc822-headers" | "message/global-headers" => Kind::Headers,
        _ if media.starts_with("image/") => Kind::Picture,
        _ if named(".p7s") => Kind::Signature,
        _ if named(".p7m") => Kind::Sealed,
        _ if named(".ics") => Kind::Calendar,
        _ => Kind::File,
    }
}

fn fallback(kind: Kind, media: &str) -> String {
    let ending = match (kind, media) {
        (Kind::Calendar, _) => return "invite.ics".to_owned(),
        (Kind::Tnef, _) => return "winmail.dat".to_owned(),
        (Kind::Message, _) => return "message.eml".to_owned(),
        (_, "application/pgp-encrypted") => return "pgp-version.txt".to_owned(),
        (Kind::Sealed, _) => return "smime.p7m".to_owned(),
        (Kind::Signature, "application/pgp-signature") => return "signature.asc".to_owned(),
        (Kind::Signature, _) => return "smime.p7s".to_owned(),
        (Kind::DeliveryStatus, _) => return "delivery-status.txt".to_owned(),
        (Kind::Headers, _) => return "headers.txt".to_owned(),
        (_, "message/disposition-notification" | "message/feedback-report") => return "report.txt".to_owned(),
        (_, "image/jpeg") => "jpg",
        (_, "text/plain") => "txt",
        (_, "text/html") => "html",
        (_, "image/png" | "image/gif" | "image/webp" | "application/pdf" | "text/csv") => {
            media.rsplit('/').next().unwrap_or("bin")
        }
        _ => "bin",
    };
    format!("attachment.{ending}")
}

/// A media type goes into headers of ours: nothing but what RFC 6838 allows.
pub(crate) fn clean_media(media: &str) -> String {
    let token =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b));
    let fits = media.len() <= 127 && media.split_once('/').is_some_and(|(kind, sub)| token(kind) && token(sub));
    if fits { media.to_owned() } else { "application/octet-stream".to_owned() }
}
