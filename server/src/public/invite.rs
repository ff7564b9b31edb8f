//! The forms of `/{org}/settings/invitations` from a browser without script: the same page, the same use cases.

use super::form::Form;
use super::organization::{read, values};
use super::site::enter;
use crate::render::{answered_page, typed_page};
use crate::state::AppState;
use app::error::AppError;
use app::form::Typed;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use desk::Error;
use desk::access::Scope;
use domain::invitation::{InvitationLine, InvitationNew, InvitationOutcome};
use domain::{Field, InvitationId, Problem, Problems};

/// `POST /{org}/settings/invitations`: told apart by the button `do`: `invite` (the default), `resend`, `link` or `revoke`. 303
/// to the page, which says what was done; 422 where an address has to be looked at again, with an answer for each; 200 with a
/// link, which stands nowhere else.
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
    let known = || form.text("invitation").parse::<InvitationId>().map_err(|_| Error::NotFound);
    let done = match form.text("do") {
        "resend" => async { desk.invitation_resend(&scope, known()?).await }.await.map(|()| to(&scope, "resent")),
        "revoke" => async { desk.invitation_revoke(&scope, known()?).await }.await.map(|()| to(&scope, "revoked")),
        "link" => {
            let made = async { Ok((known()?, desk.invitation_link(&scope, known()?).await?)) }.await;
            match made {
                Ok((id, link)) => return with_link(&state, &scope, page, id, link).await,
                Err(error) => Err(error),
            }
        }
        _ => return invite(&state, &scope, page, &form).await,
    };
    done.unwrap_or_else(|error| super::refuse(&error))
}

async fn invite(state: &AppState, scope: &Scope, page: Request, form: &Form) -> Response {
    let (emails, role) = (vec![form.text("emails").to_owned()], form.text("role").to_owned());
    let new = InvitationNew { emails, role, teams: form.all("team") };
    let slug = Some(scope.org().slug.clone());
    match state.desk.invitation_create(scope, new).await {
        Ok(lines) if lines.iter().all(|line| line.outcome == InvitationOutcome::Invited) => to(scope, "invited"),
        Ok(lines) => {
            let open = lines.iter().filter(|line| line.is_open()).map(|line| line.typed.as_str());
            let open = open.collect::<Vec<_>>().join("\n");
            let mut values = vec![("emails".to_owned(), open), ("role".to_owned(), form.text("role").to_owned())];
            values.extend(teams(form));
            values.push(("lines".to_owned(), json(&lines)));
            typed_page(state, page, slug, Typed { values, problems: Problems::default() }).await
        }
        Err(Error::Forbidden(permission)) => super::refuse(&Error::Forbidden(permission)),
        Err(error) => {
            let shown = AppError::of(&error);
            let problems = match error {
                Error::Invalid(problems) => problems,
                _ => Problem::coded(Field::Email, &shown.code, &shown.message).into(),
            };
            let status = StatusCode::from_u16(shown.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            let mut values = values(form, &["emails", "role"]);
            values.extend(teams(form));
            let typed = Typed { values, problems };
            let mut response = answered_page(state, page, slug, typed, status).await;
            if let Some(seconds) = shown.retry_after {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            response
        }
    }
}

/// The page with the new link on it.
async fn with_link(state: &AppState, scope: &Scope, page: Request, id: InvitationId, link: String) -> Response {
    let rows = match state.desk.invitation_list(scope).await {
        Ok(page) => page.rows,
        Err(error) => return super::refuse(&error),
    };
    let email = rows.into_iter().find(|row| row.id == id).map(|row| row.email).unwrap_or_default();
    let values = vec![("link".to_owned(), link), ("link_for".to_owned(), email)];
    let typed = Typed { values, problems: Problems::default() };
    answered_page(state, page, Some(scope.org().slug.clone()), typed, StatusCode::OK).await
}

/// The ticked teams, for the page to tick them again.
fn teams(form: &Form) -> impl Iterator<Item = (String, String)> {
    form.all("team").into_iter().map(|id| ("team".to_owned(), id))
}

fn to(scope: &Scope, done: &str) -> Response {
    Redirect::to(&format!("/{}/settings/invitations?done={done}", scope.org().slug)).into_response()
}

fn json(lines: &[InvitationLine]) -> String {
    serde_json::to_string(lines).unwrap_or_default()
}
