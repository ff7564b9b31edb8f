//! Files: always downloaded, never shown in place, whatever they claim to be (security.md A11).

use crate::api;
use crate::security::caller;
use crate::security::limit::Kind;
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::attachment::Download;
use domain::AttachmentId;

/// `GET /ticket/{token}/files/{file}`: a file of the link's own ticket.
pub async fn of_link(
    State(state): State<AppState>,
    Path((token, file)): Path<(String, String)>,
    request: Request,
) -> Response {
    if let Err(error) = super::support::knock(&state, &request, Kind::Link, "") {
        return super::support::slow_down(&error);
    }
    handed_out(link_file(&state, &token, &file).await)
}

/// `GET /{org}/files/{file}`: a file of any ticket the member sees.
pub async fn of_member(
    State(state): State<AppState>,
    Path((org, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    handed_out(member_file(&state, &headers, &org, &file).await)
}

async fn link_file(state: &AppState, token: &str, file: &str) -> desk::Result<Download> {
    let scope = state.desk.enter_link(token).await?;
    state.desk.attachment_get_by_link(&scope, id(file)?).await
}

async fn member_file(state: &AppState, headers: &HeaderMap, org: &str, file: &str) -> desk::Result<Download> {
    let scope = caller::scope(state, headers, org).await?;
    state.desk.attachment_get(&scope, id(file)?).await
}

fn id(text: &str) -> desk::Result<AttachmentId> {
    text.parse().map_err(|_| desk::Error::NotFound)
}

pub(super) fn handed_out(found: desk::Result<Download>) -> Response {
    let file = match found {
        Ok(file) => file,
        // A stranger's question for a file and one for nothing at all are answered alike.
        Err(desk::Error::NotFound | desk::Error::SignedOut) => return super::refuse(&desk::Error::NotFound),
        Err(error @ desk::Error::Forbidden(_)) => return api::refuse(&app::error::AppError::of(&error)),
        Err(error) => return super::refuse(&error),
    };
    let mut response = (StatusCode::OK, file.bytes).into_response();
    let disposition = HeaderValue::try_from(disposition(&file.name)).unwrap_or(HeaderValue::from_static("attachment"));
    let fixed = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The name twice: plain for old browsers, and whole (RFC 5987, RFC 6266).
fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || " ._-()+,@".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", percent(name))
}

/// Everything but `attr-char` of RFC 5987.
fn percent(text: &str) -> String {
    let keep = |b: u8| b.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&b);
    text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::{disposition, handed_out};
    use desk::attachment::Download;

    #[test]
    fn a_name_is_one_name_whatever_is_in_it() {
        for (name, header) in [
            ("a b.pdf", "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf"),
            ("März.png", "attachment; filename=\"M_rz.png\"; filename*=UTF-8''M%C3%A4rz.png"),
            ("a\";x=\"b", "attachment; filename=\"a__x__b\"; filename*=UTF-8''a%22%3Bx%3D%22b"),
            ("a\r\nX: y", "attachment; filename=\"a__X_ y\"; filename*=UTF-8''a%0D%0AX%3A%20y"),
        ] {
            assert_eq!(disposition(name), header);
        }
    }

    #[test]
    fn no_file_is_ever_shown_in_place() {
        let file = Download { name: "evil.html".to_owned(), bytes: b"<script>".to_vec() };
        let response = handed_out(Ok(file));
        let header = |name: &str| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        assert_eq!(header("content-type"), "application/octet-stream");
        assert!(header("content-disposition").starts_with("attachment"));
        assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(
            (header("x-content-type-options"), header("cache-control")),
            ("nosniff".to_owned(), "no-store".to_owned())
        );
    }
}
