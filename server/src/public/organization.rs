//! Form posts about organizations from a browser without script: the same pages, the same use cases.

use super::form::Form;
use crate::render::{to_sign_in, typed_page};
use crate::security::caller;
use crate::state::AppState;
use app::form::Typed;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use domain::OrgSlug;
use domain::organization::{OrgEdit, OrgNew};

/// The fields of the form that makes an organization.
const NEW: [&str; 6] = ["name", "slug", "prefix", "currency", "timezone", "description"];
/// The fields of the settings.
const EDIT: [&str; 7] = ["name", "description", "prefix", "padding", "currency", "timezone", "seats"];

/// `POST /new`: makes the organization; 303 to its inbox, or 422 with the form as it was typed.
pub async fn create(State(state): State<AppState>, request: Request) -> Response {
    let user = match caller::user(&state, request.headers()).await {
        Ok(Some(user)) => user,
        Ok(None) => return to_sign_in(request.uri()),
        Err(error) => return super::refuse(&error),
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let text = |name: &str| form.text(name).to_owned();
    let said = |name: &str| Some(text(name)).filter(|text| !text.trim().is_empty());
    let new = OrgNew {
        name: text("name"),
        slug: text("slug"),
        prefix: said("prefix"),
        currency: said("currency"),
        timezone: said("timezone"),
        description: text("description"),
    };
    match state.desk.org_create(&user, new).await {
        Ok(slug) => Redirect::to(&format!("/{slug}/tickets")).into_response(),
        Err(Error::Invalid(problems)) => {
            typed_page(&state, page, None, Typed { values: values(&form, &NEW), problems }).await
        }
        Err(error) => super::refuse(&error),
    }
}

/// `POST /{org}/settings/organization`: 303 to the same page, or 422 with the form as it was typed.
pub async fn edit(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match caller::scope(&state, request.headers(), &org).await {
        Ok(scope) => scope,
        Err(Error::SignedOut) => return to_sign_in(request.uri()),
        Err(error) => return super::refuse(&error),
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let said = |name: &str| form.has(name).then(|| form.text(name).to_owned());
    let edit = OrgEdit {
        name: said("name"),
        slug: said("slug"),
        description: said("description"),
        prefix: said("prefix"),
        padding: said("padding").map(|digits| digits.trim().parse().unwrap_or(-1)),
        currency: said("currency"),
        timezone: said("timezone"),
        accent: said("accent"),
        signature: said("signature"),
        seats: said("seats").map(|seats| match seats.trim() {
            "" => None,
            digits => Some(digits.parse().unwrap_or(-1)),
        }),
    };
    match state.desk.org_edit(&scope, edit).await {
        Ok(org) => Redirect::to(&format!("/{}/settings/organization", org.slug)).into_response(),
        Err(Error::Invalid(problems)) => {
            let slug: OrgSlug = scope.org().slug.clone();
            typed_page(&state, page, Some(slug), Typed { values: values(&form, &EDIT), problems }).await
        }
        Err(error) => super::refuse(&error),
    }
}

/// `POST /{org}/settings/danger`: deletes the organization; 303 to wherever the person goes next, or 422 with the form again.
pub async fn delete(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match caller::scope(&state, request.headers(), &org).await {
        Ok(scope) => scope,
        Err(Error::SignedOut) => return to_sign_in(request.uri()),
        Err(error) => return super::refuse(&error),
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    match state.desk.org_delete(&scope, form.text("confirm")).await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(Error::Invalid(problems)) => {
            let slug: OrgSlug = scope.org().slug.clone();
            typed_page(&state, page, Some(slug), Typed { values: values(&form, &["confirm"]), problems }).await
        }
        Err(error) => super::refuse(&error),
    }
}

/// The form, and the request without it: what the page is rendered from when something is wrong.
pub(super) async fn read(request: Request) -> Result<(Request, Form), Response> {
    let (parts, body) = request.into_parts();
    let page = Request::from_parts(parts.clone(), axum::body::Body::empty());
    match Form::read(Request::from_parts(parts, body)).await {
        Ok(form) => Ok((page, form)),
        Err(error) => Err(super::html(error.status(), app::public::trouble("That did not work", error.message()))),
    }
}

/// What was typed, for the page to show again.
pub(super) fn values(form: &Form, names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| ((*name).to_owned(), form.text(name).to_owned())).collect()
}
