//! What a browser posts: urlencoded or multipart, read once, within limits, into fields and files.
//!
//! A file over its limit is cut one byte above it and the rest thrown away: the use case refuses it together with all else that
//! is wrong, and the page comes back with everything that was typed. Nothing else is ever kept beyond the limits.

use axum::body::Body;
use axum::extract::multipart::{Field as Part, Multipart};
use axum::extract::{DefaultBodyLimit, FromRequest};
use axum::http::{Request, StatusCode, header};
use desk::attachment::Upload;
use domain::attachment::{MAX_BYTES, MAX_FILES};

/// Bytes that are read of a whole form: a phone's video more than fits, so that its sender is told in words instead of being
/// cut off.
const MAX_FORM: usize = 200 * 1024 * 1024;
/// Bytes that are kept of one file: enough to see that it is too large.
const MAX_FILE: usize = MAX_BYTES as usize + 1;
/// Bytes of a form without files, and of one field: 100,000 characters fit, whatever they are.
const MAX_TEXT: usize = 1024 * 1024;
/// Fields and files of one form.
const MAX_PARTS: usize = 600;

/// Why a form could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormError {
    /// Neither urlencoded nor multipart, or cut off.
    Malformed,
    /// A field that is no UTF-8.
    NotUtf8,
    /// A field with a NUL character.
    Nul,
    /// More bytes than all limits together allow.
    TooLarge,
}

impl FormError {
    /// 400 or 413.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// `too_large` or `malformed`, as programs read it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            _ => "malformed",
        }
    }

    /// What a person can do about it.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Malformed => "The form did not arrive whole. Go back and send it again.",
            Self::NotUtf8 => "The form holds text that cannot be read. Go back, type it again and send it.",
            Self::Nul => {
                "The form holds a character that cannot be stored (NUL). Go back, remove it and send it again."
            }
            Self::TooLarge => "That is too much at once. Send at most 5 files of 10 MB each.",
        }
    }
}

/// A form as it was posted.
#[derive(Debug, Default)]
pub struct Form {
    texts: Vec<(String, String)>,
    files: Vec<Upload>,
}

impl Form {
    /// Reads the body. Errors: see [`FormError`]; files over their limits are none, the use case tells of them.
    pub async fn read(request: Request<Body>) -> Result<Self, FormError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "application/x-www-form-urlencoded" => Self::urlencoded(request).await,
            "multipart/form-data" => Self::multipart(request, MAX_FORM).await,
            _ => Err(FormError::Malformed),
        }
    }

    async fn urlencoded(request: Request<Body>) -> Result<Self, FormError> {
        let body = axum::body::to_bytes(request.into_body(), MAX_TEXT).await.map_err(|_| FormError::TooLarge)?;
        let texts = pairs(&body)?;
        if texts.len() > MAX_PARTS {
            return Err(FormError::TooLarge);
        }
        if texts.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(FormError::Nul);
        }
        Ok(Self { texts, ..Self::default() })
    }

    async fn multipart(mut request: Request<Body>, limit: usize) -> Result<Self, FormError> {
        DefaultBodyLimit::max(limit).apply(&mut request);
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| FormError::Malformed)?;
        let mut form = Self::default();
        let mut count = 0;
        while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
            count += 1;
            if count > MAX_PARTS {
                return Err(FormError::TooLarge);
            }
            form.take(part).await?;
        }
        Ok(form)
    }

    async fn take(&mut self, mut part: Part<'_>) -> Result<(), FormError> {
        let name = part.name().unwrap_or_default().to_owned();
        let Some(file) = part.file_name().map(str::to_owned) else {
            let bytes = gather(&mut part, MAX_TEXT + 1).await?;
            if bytes.len() > MAX_TEXT {
                return Err(FormError::TooLarge);
            }
            let value = String::from_utf8(bytes).map_err(|_| FormError::NotUtf8)?;
            if value.contains('\0') || name.contains('\0') {
                return Err(FormError::Nul);
            }
            self.texts.push((name, value));
            return Ok(());
        };
        let content_type = part.content_type().unwrap_or_default().to_owned();
        // The first file too many is noted without its bytes, for the use case to see.
        let bytes = gather(&mut part, if self.files.len() < MAX_FILES { MAX_FILE } else { 0 }).await?;
        let left_alone = file.is_empty() && bytes.is_empty();
        if !left_alone && self.files.len() <= MAX_FILES {
            self.files.push(Upload { name: file, content_type, bytes, content_id: None });
        }
        Ok(())
    }

    /// The first value of a field; empty when there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.texts.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field: the ticked boxes of a list.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.texts.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
    }

    /// All fields as they came, for the page to come back with.
    #[must_use]
    pub fn values(&self) -> Vec<(String, String)> {
        self.texts.clone()
    }

    /// Whether the field was posted at all: a ticked box.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.texts.iter().any(|(field, _)| field == name)
    }

    /// Whether files were chosen, which a browser forgets when the page comes back.
    #[must_use]
    pub fn has_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// The files, in the order given.
    pub fn take_files(&mut self) -> Vec<Upload> {
        std::mem::take(&mut self.files)
    }

    /// The number that makes a double submit harmless; `None` when the page did not send one.
    #[must_use]
    pub fn once(&self) -> Option<String> {
        Some(self.text(ONCE)).filter(|once| is_once(once)).map(str::to_owned)
    }

    /// Whether something filled in the field that people never meet.
    #[must_use]
    pub fn is_from_a_machine(&self) -> bool {
        !self.text(HONEYPOT).is_empty()
    }
}

/// The hidden field with the number of [`Form::once`].
pub const ONCE: &str = "once";
/// The field that people never meet.
pub const HONEYPOT: &str = "website";

/// A new number for a form that is shown.
#[must_use]
pub fn mint_once() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// Only what we mint, or what looks like it.
fn is_once(text: &str) -> bool {
    (8..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// The first `limit` bytes of a part. The rest is read and dropped.
async fn gather(part: &mut Part<'_>, limit: usize) -> Result<Vec<u8>, FormError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| broken(&error))? {
        let room = limit - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(bytes)
}

fn broken(error: &axum::extract::multipart::MultipartError) -> FormError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { FormError::TooLarge } else { FormError::Malformed }
}

/// The fields of an urlencoded body. What is no UTF-8 is refused, not replaced: a person should be told.
fn pairs(body: &[u8]) -> Result<Vec<(String, String)>, FormError> {
    let pair = |pair: &[u8]| {
        let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
        Ok((decoded(&pair[..at])?, decoded(pair.get(at + 1..).unwrap_or_default())?))
    };
    body.split(|b| *b == b'&').filter(|part| !part.is_empty()).map(pair).collect()
}

/// The text behind its percent signs. What is no UTF-8 is refused.
pub(crate) fn decoded(mut text: &[u8]) -> Result<String, FormError> {
    let mut bytes = Vec::with_capacity(text.len());
    while let Some((first, rest)) = text.split_first() {
        let hex = |at: usize| {
            rest.get(at).and_then(|b| char::from(*b).to_digit(16)).and_then(|digit| u8::try_from(digit).ok())
        };
        (text, _) = match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => (&rest[2..], bytes.push(high << 4 | low)),
            (b'+', ..) => (rest, bytes.push(b' ')),
            _ => (rest, bytes.push(*first)),
        };
    }
    String::from_utf8(bytes).map_err(|_| FormError::NotUtf8)
}

#[cfg(test)]
mod tests {
    use super::{Form, FormError, MAX_FILE, is_once, mint_once};
    use axum::body::Body;
    use axum::http::{Request, StatusCode};

    const TEN: usize = 10 * 1024 * 1024;

    fn urlencoded(body: impl Into<Body>) -> Request<Body> {
        Request::post("/")
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .body(body.into())
            .expect("a request")
    }

    /// Parts as `(name, file name, bytes)`.
    fn multipart(parts: &[(&str, Option<&str>, Vec<u8>)]) -> Request<Body> {
        let mut body = Vec::new();
        for (name, file, bytes) in parts {
            let file =
                file.map(|file| format!("; filename=\"{file}\"\r\nContent-Type: text/plain")).unwrap_or_default();
            body.extend(format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--XX--\r\n");
        Request::post("/")
            .header("content-type", "multipart/form-data; boundary=XX")
            .body(body.into())
            .expect("a request")
    }

    async fn refused(request: Request<Body>) -> FormError {
        Form::read(request).await.expect_err("refused")
    }

    #[tokio::test]
    async fn fields_are_read_from_both_encodings() {
        let form =
            Form::read(urlencoded("mail=ana%40example.com&message=a+b%0D%0Ac&message=second")).await.expect("a form");
        assert_eq!((form.text("mail"), form.text("message"), form.text("none")), ("ana@example.com", "a b\r\nc", ""));
        let parts = [("mail", None, b"ana@example.com".to_vec()), ("files", Some("a.txt"), b"hello".to_vec())];
        let mut form = Form::read(multipart(&parts)).await.expect("a form");
        assert_eq!(form.text("mail"), "ana@example.com");
        let files = form.take_files();
        assert_eq!(
            (files[0].name.as_str(), files[0].content_type.as_str(), files[0].bytes.as_slice()),
            ("a.txt", "text/plain", &b"hello"[..])
        );
    }

    #[tokio::test]
    async fn a_file_field_left_alone_is_no_file() {
        let mut form = Form::read(multipart(&[("files", Some(""), Vec::new())])).await.expect("a form");
        assert!(!form.has_files() && form.take_files().is_empty());
    }

    #[tokio::test]
    async fn a_file_over_its_limit_costs_nobody_what_they_typed() {
        let parts = [
            ("message", None, b"typed".to_vec()),
            ("files", Some("big.bin"), vec![1; TEN + 1]),
            ("name", None, b"Ana".to_vec()),
        ];
        let mut form = Form::read(multipart(&parts)).await.expect("a form");
        assert_eq!((form.text("message"), form.text("name")), ("typed", "Ana"));
        assert_eq!(form.take_files()[0].bytes.len(), MAX_FILE, "cut one byte above what is taken");
        let huge = [("files", Some("huge.bin"), vec![1; 3 * TEN]), ("name", None, b"Ana".to_vec())];
        assert_eq!(Form::read(multipart(&huge)).await.expect("a form").text("name"), "Ana");
        let mut exact = Form::read(multipart(&[("files", Some("fits.bin"), vec![1; TEN])])).await.expect("a form");
        assert_eq!(exact.take_files()[0].bytes.len(), TEN);
    }

    #[tokio::test]
    async fn of_too_many_files_one_is_noted() {
        let nine: Vec<_> = (0..9).map(|_| ("files", Some("a"), vec![b'x'])).collect();
        let mut form = Form::read(multipart(&nine)).await.expect("a form");
        let sizes: Vec<usize> = form.take_files().iter().map(|file| file.bytes.len()).collect();
        assert_eq!(sizes, [1, 1, 1, 1, 1, 0]);
    }

    #[tokio::test]
    async fn there_is_an_end_to_reading() {
        let parts = [("files", Some("huge"), vec![1; 2 * TEN])];
        assert_eq!(Form::multipart(multipart(&parts), TEN).await.expect_err("refused"), FormError::TooLarge);
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_refused_in_words() {
        let long = format!("message={}", "x".repeat(1024 * 1024));
        let many = "a=1&".repeat(601);
        for (request, error) in [
            (urlencoded("message=%FF"), FormError::NotUtf8),
            (urlencoded("message=a%00b"), FormError::Nul),
            (urlencoded(long), FormError::TooLarge),
            (urlencoded(many), FormError::TooLarge),
            (multipart(&[("message", None, vec![0xff])]), FormError::NotUtf8),
            (multipart(&[("message", None, b"a\0b".to_vec())]), FormError::Nul),
            (multipart(&[("message", None, vec![b'x'; 1024 * 1024 + 1])]), FormError::TooLarge),
            (Request::post("/").body(Body::from("x=1")).expect("a request"), FormError::Malformed),
        ] {
            let kind = request.headers().get("content-type").cloned();
            assert_eq!(refused(request).await, error, "{kind:?}");
        }
        let cut = Request::post("/")
            .header("content-type", "multipart/form-data; boundary=XX")
            .body(Body::from("--XX\r\nContent-"))
            .expect("a request");
        assert_eq!(refused(cut).await, FormError::Malformed);
        assert_eq!(FormError::TooLarge.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[test]
    fn a_number_is_one_we_may_have_minted() {
        assert!(is_once(&mint_once()));
        for bad in ["", "short", "with space 1", "ünicode-1", &"x".repeat(65)] {
            assert!(!is_once(bad), "{bad}");
        }
    }

    #[tokio::test]
    async fn a_filled_honeypot_tells_a_machine() {
        assert!(Form::read(urlencoded("website=http%3A%2F%2Fx")).await.expect("a form").is_from_a_machine());
        assert!(!Form::read(urlencoded("website=")).await.expect("a form").is_from_a_machine());
    }
}
