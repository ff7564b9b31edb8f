//! The forms of `/{org}/settings/roles`: the same page, the same use cases, with a script or without.

use super::form::Form;
use super::member::again;
use super::organization::read;
use super::site::enter;
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::permission::Permissions;
use domain::role::{RoleEdit, RoleNew, RoleTag};
use domain::{Permission, RoleId};

/// `POST /{org}/settings/roles`: told apart by the button `do`: `add` (the default), `duplicate`, `save` or `delete`, the last
/// three about the `role` they name. 303 to the role, or to the list after a deletion; a field that is wrong comes back with the
/// page.
pub async fn edit(State(state): State<AppState>, Path(org): Path<String>, request: Request) -> Response {
    let scope = match enter(&state, &org, request.headers(), request.uri()).await {
        Ok(scope) => scope,
        Err(refusal) => return refusal,
    };
    let (page, form) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let desk = &state.desk;
    let slug = &scope.org().slug;
    // What can be no id is no role's: answered after the permission is asked for.
    let role = form.text("role").parse::<RoleId>().unwrap_or(RoleId(uuid::Uuid::nil()));
    let to = |role: &RoleTag, done: &str| format!("/{slug}/settings/roles?role={}&done={done}", role.key);
    let done = match form.text("do") {
        "save" => {
            let (name, description) = (Some(form.text("name").to_owned()), Some(form.text("description").to_owned()));
            let edit = RoleEdit { name, description, permissions: Some(ticked(&form)) };
            let saved = format!("/{slug}/settings/roles?role={role}&done=saved");
            desk.role_edit(&scope, role, edit).await.map(|()| saved)
        }
        "duplicate" => desk.role_duplicate(&scope, form.text("role")).await.map(|made| to(&made, "copied")),
        "delete" => {
            let list = format!("/{slug}/settings/roles?done=deleted");
            desk.role_delete(&scope, role, Some(form.text("instead"))).await.map(|()| list)
        }
        _ => {
            let new = RoleNew {
                name: form.text("name").to_owned(),
                from: form.has("start").then(|| form.text("start").to_owned()),
                ..RoleNew::default()
            };
            desk.role_add(&scope, new).await.map(|made| to(&made, "added"))
        }
    };
    match done {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(error) => again(&state, page, slug.clone(), form.values(), &error).await,
    }
}

/// Every box that is ticked; a name that is none is left out.
fn ticked(form: &Form) -> Permissions {
    let boxes = form.values().into_iter().filter(|(field, _)| field == "permission");
    boxes.filter_map(|(_, name)| Permission::parse(&name).ok()).collect()
}
