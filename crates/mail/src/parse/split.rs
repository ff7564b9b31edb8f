//! A message as a tree of its MIME parts (RFC 2046), in one pass over its lines for each level.

use super::fields::{Fields, line_end};
use super::limits;
use super::refused::Refused;

/// A part and what is in it.
pub(crate) struct Part<'a> {
    pub fields: Fields,
    /// Such as `text/plain`, in lower case. What names none is that.
    pub media: String,
    pub inside: Inside<'a>,
}

pub(crate) enum Inside<'a> {
    /// Undecoded bytes.
    Leaf(&'a [u8]),
    Parts(Vec<Part<'a>>),
}

/// Splits a whole message.
///
/// # Errors
/// [`Refused`] beyond the limits.
pub(crate) fn split(raw: &[u8]) -> Result<Part<'_>, Refused> {
    part(raw, 0, &mut 0, "text/plain")
}

fn part<'a>(raw: &'a [u8], depth: usize, count: &mut usize, default: &str) -> Result<Part<'a>, Refused> {
    *count += 1;
    if *count > limits::PARTS {
        return Err(Refused::TooManyParts);
    }
    let (fields, body) = Fields::split(raw)?;
    let kind = fields.typed("content-type");
    let named = kind.as_ref().and_then(|kind| Some(format!("{}/{}", kind.c_type, kind.c_subtype.as_deref()?)));
    let media = named.map_or_else(|| default.to_owned(), |name| name.to_ascii_lowercase());
    let boundary = kind.as_ref().and_then(|kind| kind.attribute("boundary")).map(str::to_owned);
    let slices = match boundary.filter(|boundary| media.starts_with("multipart/") && !boundary.is_empty()) {
        Some(boundary) => slices(body, boundary.trim_end().as_bytes())?,
        None => Vec::new(),
    };
    if slices.is_empty() {
        return Ok(Part { fields, media, inside: Inside::Leaf(body) });
    }
    if depth == limits::DEPTH {
        return Err(Refused::TooDeep);
    }
    let default = if media == "multipart/digest" { "message/rfc822" } else { "text/plain" };
    let parts = slices.into_iter().map(|slice| part(slice, depth + 1, count, default));
    let parts = parts.collect::<Result<Vec<_>, _>>()?;
    Ok(Part { fields, media, inside: Inside::Parts(parts) })
}

/// What stands between the delimiter lines; a missing last one is forgiven.
fn slices<'a>(body: &'a [u8], boundary: &[u8]) -> Result<Vec<&'a [u8]>, Refused> {
    let mut slices = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    while at < body.len() {
        let end = line_end(body, at);
        if let Some(last) = delimiter(&body[at..end], boundary) {
            if let Some(from) = open {
                slices.push(without_line_end(&body[from..at]));
            }
            open = (!last).then_some(end);
            if last {
                break;
            }
            if slices.len() > limits::PARTS {
                return Err(Refused::TooManyParts);
            }
        }
        at = end;
    }
    slices.extend(open.map(|from| &body[from..]));
    Ok(slices)
}

/// Whether the line is a delimiter, and then whether it is the last.
fn delimiter(line: &[u8], boundary: &[u8]) -> Option<bool> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?.trim_ascii_end();
    match rest {
        b"" => Some(false),
        b"--" => Some(true),
        _ => None,
    }
}

/// The line end before a delimiter belongs to the delimiter.
fn without_line_end(slice: &[u8]) -> &[u8] {
    let slice = slice.strip_suffix(b"\n").unwrap_or(slice);
    slice.strip_suffix(b"\r").unwrap_or(slice)
}
