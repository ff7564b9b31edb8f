//! The form of `/{org}/settings/branding`, with script and without, and the logo as everybody fetches it.

use super::form::Form;
use super::organization::{read, values};
use super::site::enter;
use crate::render::typed_page;
use crate::state::AppState;
use app::form::Typed;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use desk::access::Scope;
use domain::organization::OrgEdit;
use domain::{Field, OrgSlug, Problem};

/// `POST /{org}/settings/branding`: told apart by the button `do`: `logo` (with a file), `fetch` (with its address), `remove`, or
/// none of them: colour and signature. 303 to the page, which says what was done; 422 with the page as it was typed.
pub async fn edit(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let (page, mut form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    match changed(&state, &scope, &mut form).await {
        Ok(done) => Redirect::to(&format!("/{}/settings/branding?done={done}", scope.org().slug)).into_response(),
        Err(Error::Invalid(problems)) => {
            let typed = Typed { values: values(&form, &["accent", "signature", "logo_url"]), problems };
            typed_page(&state, page, Some(scope.org().slug.clone()), typed).await
        }
        Err(error) => super::refuse(&error),
    }
}

async fn changed(state: &AppState, scope: &Scope, form: &mut Form) -> desk::Result<&'static str> {
    match form.text("do") {
        "logo" => {
            let file = form.take_files().into_iter().next();
            let chosen = file.ok_or_else(|| {
                Error::Invalid(Problem::coded(Field::Logo, "missing", "Choose a picture first.").into())
            });
            // Whether they may comes before what they sent.
            scope.may(domain::Permission::OrgEdit)?;
            state.desk.org_logo_set(scope, chosen?).await.map(|_| "logo")
        }
        "fetch" => state.desk.org_logo_fetch(scope, form.text("logo_url")).await.map(|_| "logo"),
        "remove" => state.desk.org_logo_remove(scope).await.map(|()| "removed"),
        _ => {
            let said = |name: &str| form.has(name).then(|| form.text(name).to_owned());
            let edit = OrgEdit { accent: said("accent"), signature: said("signature"), ..OrgEdit::default() };
            state.desk.org_edit(scope, edit).await.map(|_| "saved")
        }
    }
}

/// `GET /{org}/logo/{logo}`: a PNG of our own making, for pages and mail programs. Its address changes with each that is chosen.
pub async fn logo(State(state): State<AppState>, Path((org, logo)): Path<(String, String)>) -> Response {
    let (Ok(slug), Ok(logo)) = (OrgSlug::parse(&org), logo.parse()) else { return super::refuse(&Error::NotFound) };
    match state.desk.org_logo(&slug, logo).await {
        Ok(png) => {
            let headers = [
                (header::CONTENT_TYPE, "image/png"),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
                (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
            ];
            (headers, png).into_response()
        }
        Err(error) => super::refuse(&error),
    }
}
