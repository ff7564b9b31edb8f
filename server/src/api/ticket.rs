//! `/v1/orgs/{org}/tickets`: tickets, as programs see them (D35).

use super::{Problem, body};
use crate::security::caller;
use crate::state::AppState;
use app::error::AppError;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use desk::Error;
use desk::ticket::{MessageNew, TicketChange, TicketNew};
use domain::event::EventLine;
use domain::message::{HeldMail, MessageView};
use domain::ticket::{
    AssigneeFilter, Place, Sort, Tab, TeamFilter, TicketCode, TicketFilter, TicketPage, TicketRow, TimelineItem,
    Version,
};
use domain::{Field, PriorityId, SiteSlug, StatusId, TeamId, UserId};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

/// What an address may say about a list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Asked {
    tab: Option<Tab>,
    site: Option<String>,
    /// `any`, `me`, `nobody` or a user's id.
    assignee: Option<String>,
    /// `any`, `none` or a team's id.
    team: Option<String>,
    /// A priority's id.
    priority: Option<String>,
    sort: Option<Sort>,
    search: String,
    #[serde(alias = "cursor")]
    after: Option<String>,
    before: Option<String>,
}

/// A ticket a program writes down for a customer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    site: String,
    email: String,
    #[serde(default)]
    name: String,
    subject: String,
    body: String,
}

/// A reply or a note.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    body: String,
    /// `last_message` of the ticket as the writer knows it: a reply to what the customer has since added to is refused.
    seen: i64,
    /// What the ticket's status becomes with it.
    #[serde(default)]
    status: Option<StatusId>,
    /// Who else gets the reply by mail.
    #[serde(default)]
    cc: Vec<String>,
}

/// What is to become of a ticket; a field that is not there stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    version: Version,
    #[serde(default)]
    subject: Option<String>,
    #[serde(default)]
    status: Option<StatusId>,
    #[serde(default)]
    priority: Option<PriorityId>,
    /// `null` takes the ticket from everybody.
    #[serde(default, deserialize_with = "said")]
    assignee: Option<Option<UserId>>,
    /// `null` takes the ticket out of every team.
    #[serde(default, deserialize_with = "said")]
    team: Option<Option<TeamId>>,
}

/// Tells `null` from nothing.
fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// `GET /v1/orgs/{org}/tickets?tab=open&site=shop&assignee=me&team=none&priority=...&sort=newest&search=printer&after=...`: 50 at a
/// time; `after` takes a `next_cursor`, `before` a `previous_cursor`.
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    uri: Uri,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let list = state.desk.ticket_list(&scope, &filter(&uri)?).await?;
    Ok(Json(json!({
        "data": list.rows.iter().map(row).collect::<Vec<_>>(),
        "previous_cursor": list.previous,
        "next_cursor": list.next,
        "counts": list.counts,
        "seq": list.seq,
    })))
}

/// `POST /v1/orgs/{org}/tickets`: 201 with code and the customer's link. With `Idempotency-Key`, once.
pub async fn open(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path(org): Path<String>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let Open { site, email, name, subject, body } = body(&bytes)?;
    let new = TicketNew { site, email, name, subject, body, idempotency: idempotency(&headers) };
    let opened = state.desk.ticket_open(&scope, new).await?;
    Ok((StatusCode::CREATED, Json(json!(opened))))
}

/// `GET /v1/orgs/{org}/tickets/{code}`: the ticket with its timeline.
pub async fn show(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, code)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    Ok(Json(page(&state.desk.ticket_show(&scope, &known(&code)?).await?)))
}

/// `PATCH /v1/orgs/{org}/tickets/{code}` with `{"version", "subject"?, "status"?, "priority"?, "assignee"?, "team"?}`; 409 `stale`
/// when the ticket has another version by now.
pub async fn edit(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, code)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<Json<Value>, Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let Change { version, subject, status, priority, assignee, team } = body(&bytes)?;
    let change = TicketChange { subject, status, priority, assignee, team };
    Ok(Json(row(&state.desk.ticket_change(&scope, &known(&code)?, change, version).await?)))
}

/// `POST /v1/orgs/{org}/tickets/{code}/replies`: 201; the customer gets it by mail. 409 `stale` when the customer has
/// written since. With `Idempotency-Key`, once.
pub async fn reply(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, code)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let written = state.desk.ticket_reply(&scope, &known(&code)?, message(&headers, &bytes)?).await?;
    Ok((StatusCode::CREATED, Json(page(&written))))
}

/// `POST /v1/orgs/{org}/tickets/{code}/notes`: 201; members alone read it. With `Idempotency-Key`, once.
pub async fn note(
    State(state): State<AppState>,
    headers: HeaderMap,
    Path((org, code)): Path<(String, String)>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let scope = caller::scope(&state, &headers, &org).await?;
    let written = state.desk.ticket_note(&scope, &known(&code)?, message(&headers, &bytes)?).await?;
    Ok((StatusCode::CREATED, Json(page(&written))))
}

fn message(headers: &HeaderMap, bytes: &[u8]) -> Result<MessageNew, Problem> {
    let Message { body, seen, status, cc } = body(bytes)?;
    Ok(MessageNew { body, seen, idempotency: idempotency(headers), files: Vec::new(), then: status, cc })
}

/// What is no visible ASCII is refused by the use case, in words.
fn idempotency(headers: &HeaderMap) -> Option<String> {
    headers.get("idempotency-key").map(|key| key.to_str().unwrap_or_default().to_owned())
}

/// What can be no code is no ticket's.
pub(super) fn known(code: &str) -> Result<TicketCode, Error> {
    TicketCode::parse(code).map_err(|_| Error::NotFound)
}

fn filter(uri: &Uri) -> Result<TicketFilter, Problem> {
    let asked = Query::<Asked>::try_from_uri(uri);
    let Query(asked) = asked.map_err(|error| {
        AppError::new(400, "malformed", &format!("The address is not what this list takes: {error}."))
    })?;
    let site = asked.site.as_deref().map(SiteSlug::parse).transpose().map_err(|_| Error::NotFound)?;
    let assignee = match asked.assignee.as_deref() {
        None | Some("any") => AssigneeFilter::Any,
        Some("me") => AssigneeFilter::Me,
        Some("nobody") => AssigneeFilter::Nobody,
        Some(id) => {
            let unknown = |_| Error::invalid(Field::Assignee, "Say any, me, nobody, or a member's id.");
            AssigneeFilter::Member(id.parse().map_err(unknown)?)
        }
    };
    let team = match asked.team.as_deref() {
        None | Some("any") => TeamFilter::Any,
        Some("none") => TeamFilter::Unrouted,
        Some(id) => {
            let unknown = |_| Error::invalid(Field::Team, "Say any, none, or a team's id.");
            TeamFilter::Team(id.parse().map_err(unknown)?)
        }
    };
    let unknown = |_| Error::invalid(Field::Priority, "Say a priority's id.");
    let priority = asked.priority.as_deref().map(str::parse).transpose().map_err(unknown)?;
    let place = match (asked.after, asked.before) {
        (None, None) => Place::Start,
        (Some(cursor), None) => Place::After(cursor),
        (None, Some(cursor)) => Place::Before(cursor),
        (Some(_), Some(_)) => {
            return Err(Error::invalid(Field::Filter, "Say after or before, not both.").into());
        }
    };
    Ok(TicketFilter {
        tab: asked.tab.unwrap_or_default(),
        site,
        assignee,
        team,
        priority,
        sort: asked.sort.unwrap_or_default(),
        search: asked.search,
        place,
    })
}

fn row(ticket: &TicketRow) -> Value {
    json!({
        "code": ticket.code,
        "subject": ticket.subject,
        "snippet": ticket.snippet,
        "requester": ticket.requester,
        "site": ticket.site,
        "status": ticket.status,
        "priority": ticket.priority,
        "assignee": ticket.assignee,
        "team": ticket.team,
        "version": ticket.version,
        "last_message": ticket.last_message,
        "unread": ticket.unread,
        "waiting_since": ticket.waiting.as_ref().map(|moment| moment.at.rfc3339()),
        "active_at": ticket.active.at.rfc3339(),
        "created_at": ticket.created.at.rfc3339(),
    })
}

pub(super) fn page(page: &TicketPage) -> Value {
    let mut ticket = row(&page.ticket);
    ticket["timeline"] = page.timeline.iter().map(item).collect();
    ticket["held"] = page.held.iter().map(held).collect();
    ticket["leaves_from"] = json!(page.leaves_from);
    ticket["bounced"] = json!(page.bounced.as_ref().map(|(at, said)| json!({ "at": at.at.rfc3339(), "said": said })));
    ticket["seq"] = json!(page.seq);
    ticket
}

fn held(mail: &HeldMail) -> Value {
    let HeldMail { id, from, name, subject, snippet, said, proof, at } = mail;
    json!({
        "id": id,
        "from": from,
        "name": name,
        "subject": subject,
        "snippet": snippet,
        "said": said,
        "proof": proof,
        "created_at": at.at.rfc3339(),
    })
}

fn item(item: &TimelineItem) -> Value {
    match item {
        TimelineItem::Message(MessageView {
            number,
            id,
            kind,
            from_customer,
            is_requester,
            author,
            html,
            at,
            attachments,
            mail,
            delivery,
        }) => {
            json!({
                "type": "message",
                "number": number,
                "id": id,
                "kind": kind,
                "from_customer": from_customer,
                "is_requester": is_requester,
                "author": author,
                "html": html,
                "created_at": at.at.rfc3339(),
                "attachments": attachments,
                "mail": mail,
                "delivery": delivery,
            })
        }
        TimelineItem::Event(EventLine { seq, text, at }) => {
            json!({ "type": "event", "seq": seq, "text": text, "created_at": at.at.rfc3339() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Message, filter};
    use domain::ticket::{AssigneeFilter, Place, Sort, Tab};

    #[test]
    fn null_takes_a_ticket_away_and_nothing_leaves_it() {
        let change = |text: &str| serde_json::from_str::<Change>(text);
        assert_eq!(change(r#"{"version":1}"#).expect("a change").assignee, None);
        assert_eq!(change(r#"{"version":1,"assignee":null}"#).expect("a change").assignee, Some(None));
        for refused in [r"{}", r#"{"version":1,"body":"x"}"#, r#"{"version":1,"assignee":"ana"}"#] {
            assert!(change(refused).is_err(), "{refused}");
        }
        assert!(serde_json::from_str::<Message>(r#"{"body":"x"}"#).is_err(), "what the writer saw must be said");
    }

    #[test]
    fn the_address_says_which_tickets() {
        let asked =
            filter(&"/x?tab=all&site=shop&assignee=nobody&sort=oldest&search=a%20b".parse().expect("an address"));
        let asked = asked.expect("a filter");
        assert_eq!((asked.tab, asked.sort, asked.search.as_str()), (Tab::All, Sort::Oldest, "a b"));
        assert_eq!((asked.assignee, asked.site.expect("a site").as_str()), (AssigneeFilter::Nobody, "shop"));
        let place = |query: &str| filter(&format!("/x?{query}").parse().expect("an address")).expect("a filter").place;
        assert_eq!(place(""), Place::Start);
        assert_eq!(place("after=a"), Place::After("a".to_owned()));
        assert_eq!(place("cursor=a"), Place::After("a".to_owned()), "as it was called first");
        assert_eq!(place("before=a"), Place::Before("a".to_owned()));
        for refused in [
            "/x?tab=x",
            "/x?page=2",
            "/x?assignee=ana",
            "/x?site=No%20Slug",
            "/x?priority=high",
            "/x?team=blue",
            "/x?after=a&before=b",
        ] {
            assert!(filter(&refused.parse().expect("an address")).is_err(), "{refused}");
        }
    }
}
