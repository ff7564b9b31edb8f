//! Header fields (RFC 5322 section 2.2): split, unfolded, found by name. Values are bytes of a stranger until somebody decodes them.

use super::clean;
use super::decode;
use super::limits;
use super::refused::Refused;
use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};

/// The header fields of a message or of a part, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<Field>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    /// As it came.
    name: String,
    /// Unfolded, with a line feed at the end: what the decoders want.
    value: Vec<u8>,
}

impl Fields {
    /// Splits `raw` into its fields and its body. A line that is no field ends them, as if the empty line had been forgotten.
    ///
    /// # Errors
    /// [`Refused::TooManyHeaders`].
    pub(crate) fn split(raw: &[u8]) -> Result<(Self, &[u8]), Refused> {
        let Ends { fields, body, .. } = Ends::find(raw)?;
        Ok((Self::readable(fields), &raw[body..]))
    }

    /// Headers are ASCII or UTF-8 (RFC 6532); old programs wrote their own charset.
    fn readable(mut fields: Vec<Field>) -> Self {
        for field in fields.iter_mut().filter(|field| std::str::from_utf8(&field.value).is_err()) {
            field.value = decode::text(&field.value, None).0.into_bytes();
        }
        Self(fields)
    }

    /// How many fields there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How often a field occurs, whatever the case of its name; so below.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.values(name).count()
    }

    /// Whether it occurs.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }

    /// Whether a field's name begins with `start`.
    #[must_use]
    pub fn has_beginning(&self, start: &str) -> bool {
        let begins = |name: &str| name.get(..start.len()).is_some_and(|name| name.eq_ignore_ascii_case(start));
        self.0.iter().any(|field| begins(&field.name))
    }

    /// The first value of a field, its encoded words decoded (RFC 2047) and cleaned to one line.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.texts(name).next()
    }

    /// All values of a field, as [`text`](Self::text).
    pub fn texts(&self, name: &str) -> impl Iterator<Item = String> {
        self.values(name).map(decoded)
    }

    /// All fields in order: their names as they came, and their values as [`text`](Self::text).
    pub fn lines(&self) -> impl Iterator<Item = (&str, String)> {
        self.0.iter().map(|field| (field.name.as_str(), decoded(&field.value)))
    }

    /// The values of a field as bytes, unfolded, each ending with a line feed.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.0.iter().filter(move |field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value.as_slice())
    }

    /// Content-Type and Content-Disposition with their parameters (RFC 2045, 2183, 2231).
    pub(crate) fn typed(&self, name: &str) -> Option<ContentType<'_>> {
        match MessageStream::new(self.values(name).next()?).parse_content_type() {
            HeaderValue::ContentType(value) => Some(value),
            _ => None,
        }
    }
}

impl Field {
    /// Adds a line to the value; what is beyond the look is cut.
    fn push(&mut self, line: &[u8]) {
        let line = line.trim_ascii();
        if line.is_empty() {
            return;
        }
        self.value.pop();
        let free = limits::FIELD_LOOK.saturating_sub(self.value.len());
        if !self.value.is_empty() && free > 0 {
            self.value.push(b' ');
        }
        // A bare carriage return is no end of a line here, whatever it is elsewhere.
        self.value.extend(line.iter().take(free).map(|b| if matches!(b, b'\r' | b'\n' | 0) { b' ' } else { *b }));
        self.value.push(b'\n');
    }
}

/// Where the fields of a message end.
struct Ends {
    fields: Vec<Field>,
    /// Where the body begins.
    body: usize,
    /// Whether nobody can read another end: fields and their folded lines alone, then a line with nothing in it.
    plain: bool,
}

impl Ends {
    fn find(raw: &[u8]) -> Result<Self, Refused> {
        let mut fields: Vec<Field> = Vec::new();
        let mbox = is_mbox_line(raw);
        let mut at = if mbox { line_end(raw, 0) } else { 0 };
        while at < raw.len() {
            let end = line_end(raw, at);
            let line = &raw[at..end];
            let text = line.trim_ascii_end();
            // Before it is asked whether the line is empty: one of blanks alone is folding (RFC 5322 section 4.2), and whoever
            // checks signatures reads on behind it.
            let folded = matches!(line[0], b' ' | b'\t');
            match fields.last_mut() {
                Some(field) if folded => field.push(text),
                _ if text.is_empty() => {
                    let plain = !mbox && matches!(line, b"\n" | b"\r\n");
                    return Ok(Self { fields, body: end, plain });
                }
                _ => {
                    let Some((name, value)) = name_and_value(text) else { break };
                    let mut field = Field { name, value: vec![b'\n'] };
                    field.push(value);
                    fields.push(field);
                }
            }
            if fields.len() > limits::FIELDS || end > limits::FIELD_BYTES {
                return Err(Refused::TooManyHeaders);
            }
            at = end;
        }
        Ok(Self { fields, body: at, plain: false })
    }
}

/// Where the body of a message begins, when everybody who reads it finds the same place; only of such a message can anything be proven.
/// `None` also beyond the [`limits`].
#[must_use]
pub fn plain_body(raw: &[u8]) -> Option<usize> {
    Ends::find(raw).ok().filter(|ends| ends.plain).map(|ends| ends.body)
}

/// Without its encoded words, and of one line.
fn decoded(value: &[u8]) -> String {
    match MessageStream::new(value).parse_unstructured() {
        HeaderValue::Text(text) => clean::one_line(&text),
        _ => String::new(),
    }
}

/// The index behind the next line feed.
pub(crate) fn line_end(raw: &[u8], at: usize) -> usize {
    raw[at..].iter().position(|b| *b == b'\n').map_or(raw.len(), |found| at + found + 1)
}

/// The line that mailboxes in one file put above each mail.
fn is_mbox_line(raw: &[u8]) -> bool {
    raw.strip_prefix(b"From ").is_some_and(|rest| !rest.trim_ascii_start().starts_with(b":"))
}

fn name_and_value(line: &[u8]) -> Option<(String, &[u8])> {
    let colon = line.iter().position(|b| *b == b':')?;
    let name = line[..colon].trim_ascii_end();
    let visible = !name.is_empty() && name.iter().all(|b| b.is_ascii_graphic());
    visible.then(|| (String::from_utf8_lossy(name).into_owned(), &line[colon + 1..]))
}
