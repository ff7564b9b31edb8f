//! Form posts about sites from a browser without script: the same pages, the same use cases.

use super::organization::{read, values};
use crate::render::{to_sign_in, typed_page};
use crate::security::caller;
use crate::state::AppState;
use app::form::Typed;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use desk::access::Scope;
use domain::SiteSlug;
use domain::site::{SiteEdit, SiteNew};

/// The fields of the form that makes a site.
const NEW: [&str; 4] = ["name", "slug", "description", "origins"];
/// The fields of the forms that change one.
const EDIT: [&str; 5] = ["name", "description", "origins", "origin", "confirm"];

/// `POST /{org}/sites/new`: makes the site; 303 to its page, or 422 with the form as it was typed.
pub async fn create(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let text = |name: &str| form.text(name).to_owned();
    let new = SiteNew {
        name: text("name"),
        slug: text("slug"),
        description: text("description"),
        origins: vec![text("origins")],
    };
    match state.desk.site_create(&scope, new).await {
        Ok(site) => Redirect::to(&format!("/{}/sites/{}", scope.org().slug, site.slug)).into_response(),
        Err(Error::Invalid(problems)) => {
            let typed = Typed { values: values(&form, &NEW), problems };
            typed_page(&state, page, Some(scope.org().slug.clone()), typed).await
        }
        Err(error) => super::refuse(&error),
    }
}

/// `POST /{org}/sites/{site}`: the page's forms, told apart by the button `do`: `save` (the default), `allow`, `remove`,
/// `rotate` or `delete`. 303 to the page again, or to the list after a deletion; 422 with what was typed.
pub async fn edit(
    State(state): State<AppState>,
    Path((org, site)): Path<(String, String)>,
    request: Request,
) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let Ok(slug) = SiteSlug::parse(&site) else { return super::refuse(&Error::NotFound) };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let desk = &state.desk;
    let said = |name: &str| form.has(name).then(|| form.text(name).to_owned());
    let here = format!("/{}/sites/{slug}", scope.org().slug);
    let done = match form.text("do") {
        "allow" => desk.site_allow_origin(&scope, &slug, form.text("origin")).await.map(|_| here),
        "remove" => desk.site_remove_origin(&scope, &slug, form.text("origin")).await.map(|_| here),
        "rotate" => desk.site_key_rotate(&scope, &slug).await.map(|_| here),
        "delete" => {
            let move_to = SiteSlug::parse(form.text("move_to")).ok();
            let list = format!("/{}/sites", scope.org().slug);
            desk.site_delete(&scope, &slug, form.text("confirm"), move_to).await.map(|()| list)
        }
        _ => {
            let origins = said("origins").map(|origins| vec![origins]);
            let edit = SiteEdit { name: said("name"), slug: said("slug"), description: said("description"), origins };
            desk.site_edit(&scope, &slug, edit).await.map(|_| here)
        }
    };
    match done {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(Error::Invalid(problems)) => {
            let typed = Typed { values: values(&form, &EDIT), problems };
            typed_page(&state, page, Some(scope.org().slug.clone()), typed).await
        }
        Err(error) => super::refuse(&error),
    }
}

pub(super) async fn enter(state: &AppState, org: &str, headers: &HeaderMap, uri: &Uri) -> Result<Scope, Response> {
    match caller::scope(state, headers, org).await {
        Ok(scope) => Ok(scope),
        Err(Error::SignedOut) => Err(to_sign_in(uri)),
        Err(error) => Err(super::refuse(&error)),
    }
}
