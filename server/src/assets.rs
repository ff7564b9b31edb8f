//! The site's files: embedded by `build.rs`, served compressed, kept by browsers for ever where the name holds a hash.

use app::shell::AssetNames;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use flate2::read::GzDecoder;
use std::borrow::Cow;
use std::io::Read as _;

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// One file with its compressed twins, which exist only where they are smaller.
#[derive(Debug)]
pub struct Asset {
    path: &'static str,
    content_type: &'static str,
    /// The path holds a hash of the content.
    immutable: bool,
    /// Of the uncompressed content.
    hash: &'static str,
    /// `None` where the binary carries the compressed forms alone.
    raw: Option<&'static [u8]>,
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

/// The addresses a page's head names. Empty when the binary was built without a site.
#[must_use]
pub const fn names() -> AssetNames {
    AssetNames { js: JS, wasm: WASM, css: CSS, public_css: PUBLIC_CSS }
}

/// The addresses of all files, for the route table.
pub fn paths() -> impl Iterator<Item = &'static str> {
    ASSETS.iter().map(|asset| asset.path)
}

/// The file at `path`, such as `/favicon.svg`.
#[must_use]
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.binary_search_by(|asset| asset.path.cmp(path)).ok().and_then(|index| ASSETS.get(index))
}

/// Answers GET and HEAD with the file; 404 without one, 405 to any other method.
pub async fn serve(request: Request<Body>) -> Response<Body> {
    let Some(asset) = find(request.uri().path()) else { return status(StatusCode::NOT_FOUND) };
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut refused = status(StatusCode::METHOD_NOT_ALLOWED);
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    asset.answer(request.headers())
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

impl Asset {
    /// The form this browser understands, or 304 when it has it already.
    fn answer(&self, asked: &HeaderMap) -> Response<Body> {
        let (encoding, bytes) = self.pick(asked);
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        let cache = if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if self.for_other_sites() {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
        }
        if !self.immutable {
            // Two encodings are two representations: each has its own tag.
            let tag = format!("\"{}{}\"", self.hash, encoding.unwrap_or_default());
            let unchanged = asked.get(header::IF_NONE_MATCH).is_some_and(|known| names_tag(known, &tag));
            if let Ok(tag) = HeaderValue::try_from(tag) {
                headers.insert(header::ETAG, tag);
            }
            if unchanged {
                *response.status_mut() = StatusCode::NOT_MODIFIED;
                return response;
            }
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        *response.body_mut() = match bytes {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(bytes) => Body::from(bytes),
        };
        response
    }

    /// Brotli before gzip before plain, as far as there is a twin and the browser takes it.
    fn pick(&self, asked: &HeaderMap) -> (Option<&'static str>, Cow<'static, [u8]>) {
        let takes = |coding: &str| {
            let lists = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
            lists.flat_map(|list| list.split(',')).any(|offer| accepts(offer, coding))
        };
        match (self.br, self.gz) {
            (Some(bytes), _) if takes("br") => (Some("br"), bytes.into()),
            (_, Some(bytes)) if takes("gzip") => (Some("gzip"), bytes.into()),
            _ => (None, self.plain()),
        }
    }

    fn plain(&self) -> Cow<'static, [u8]> {
        match (self.raw, self.gz) {
            (Some(raw), _) => raw.into(),
            (None, Some(gz)) => {
                let mut plain = Vec::new();
                if let Err(error) = GzDecoder::new(gz).read_to_end(&mut plain) {
                    tracing::error!(%error, path = self.path, "a file of the site is broken");
                }
                plain.into()
            }
            (None, None) => Cow::Borrowed(&[]),
        }
    }

    /// The widget runs on customers' pages, which may load only what says so.
    fn for_other_sites(&self) -> bool {
        self.path == "/widget.js" || self.path.starts_with("/widget/")
    }
}

/// Whether one member of `Accept-Encoding`, such as `br;q=0.5`, asks for `coding`.
fn accepts(offer: &str, coding: &str) -> bool {
    let mut parts = offer.split(';').map(str::trim);
    let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
    let refused = parts.filter_map(|part| part.strip_prefix("q=")).any(|quality| quality.parse() == Ok(0.0_f32));
    named && !refused
}

/// Whether `If-None-Match` lists `tag`; a proxy may have made it a weak one.
fn names_tag(known: &HeaderValue, tag: &str) -> bool {
    let known = known.to_str().unwrap_or_default();
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDGET: Asset = Asset {
        path: "/widget.js",
        content_type: "text/javascript; charset=utf-8",
        immutable: false,
        hash: "0123",
        raw: Some(b"plain"),
        br: Some(b"br"),
        gz: Some(b"gz"),
    };
    const MODULE: Asset = Asset {
        path: "/pkg/helpstead-4567.wasm",
        content_type: "application/wasm",
        immutable: true,
        br: None,
        ..WIDGET
    };

    fn ask(asset: &Asset, headers: &[(header::HeaderName, &'static str)]) -> Response<Body> {
        asset.answer(&headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect())
    }

    fn said<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap_or("?"))
    }

    #[test]
    fn the_smallest_form_the_browser_takes_is_sent() {
        for (asset, accept, encoding, length) in [
            (&WIDGET, "gzip, deflate, br", "br", "2"),
            (&WIDGET, "gzip;q=1.0, br;q=0", "gzip", "2"),
            (&WIDGET, "identity", "", "5"),
            (&WIDGET, "brotli", "", "5"),
            (&MODULE, "br, GZIP;q=0.5", "gzip", "2"),
        ] {
            let response = ask(asset, &[(header::ACCEPT_ENCODING, accept)]);
            assert_eq!(
                (said(&response, "content-encoding"), said(&response, "content-length")),
                (encoding, length),
                "{accept}"
            );
            assert_eq!(said(&response, "vary"), "accept-encoding");
            assert_eq!(said(&response, "x-content-type-options"), "nosniff");
        }
    }

    #[test]
    fn what_is_carried_compressed_alone_is_there_plain_too() {
        // `plain`, as gzip writes it.
        const GZ: &[u8] = &[
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff, 0x2b, 0xc8, 0x49, 0xcc, 0xcc, 3, 0, 0xcf, 0x62, 0x20, 0x19, 5, 0, 0,
            0,
        ];
        let packed = Asset { raw: None, gz: Some(GZ), ..MODULE };
        assert_eq!(packed.plain().as_ref(), b"plain");
        assert_eq!(said(&ask(&packed, &[]), "content-length"), "5");
    }

    #[test]
    fn a_hashed_name_is_kept_for_ever_and_any_other_is_asked_after() {
        let module = ask(&MODULE, &[]);
        assert_eq!(
            (said(&module, "cache-control"), said(&module, "etag")),
            ("public, max-age=31536000, immutable", "")
        );
        let widget = ask(&WIDGET, &[]);
        assert_eq!((said(&widget, "cache-control"), said(&widget, "etag")), ("no-cache", "\"0123\""));
    }

    #[test]
    fn what_the_browser_has_already_is_not_sent_again() {
        for (tags, expected) in [
            ("\"0123br\"", StatusCode::NOT_MODIFIED),
            ("\"x\", W/\"0123br\"", StatusCode::NOT_MODIFIED),
            ("*", StatusCode::NOT_MODIFIED),
            ("\"0123\"", StatusCode::OK),
        ] {
            let response = ask(&WIDGET, &[(header::ACCEPT_ENCODING, "br"), (header::IF_NONE_MATCH, tags)]);
            assert_eq!(response.status(), expected, "{tags}");
            assert_eq!(said(&response, "etag"), "\"0123br\"");
        }
    }

    #[test]
    fn only_the_widget_may_be_loaded_by_other_sites() {
        let response = ask(&WIDGET, &[]);
        assert_eq!(said(&response, "access-control-allow-origin"), "*");
        assert_eq!(said(&response, "cross-origin-resource-policy"), "cross-origin");
        let response = ask(&MODULE, &[]);
        assert_eq!(
            (said(&response, "access-control-allow-origin"), said(&response, "cross-origin-resource-policy")),
            ("", "")
        );
    }

    #[test]
    fn the_table_is_in_the_order_the_search_needs() {
        assert!(ASSETS.is_sorted_by_key(|asset| asset.path));
        assert!(ASSETS.iter().all(|asset| find(asset.path).is_some()));
        assert!(find("/no/such/file").is_none());
    }
}
