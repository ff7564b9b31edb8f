//! `GET /live/{org}?after=SEQ&also=slug:SEQ,slug`: one stream for all organizations a browser shows (design.md section 5).
//!
//! It names what changed, never content, and only of organizations the session is a member of, asked again while it runs; of a
//! ticket behind the wall (B20) it names nothing.

use crate::api;
use crate::security::{caller, session};
use crate::state::AppState;
use app::error::AppError;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use desk::access::UserScope;
use domain::live::Change;
use domain::{OrgSlug, UserId};
use serde::Deserialize;
use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// How often a stream proves that it lives and that its session still does.
const PULSE: Duration = Duration::from_secs(15);

/// Where to go on.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Of the organization in the path.
    after: Option<i64>,
    /// Further organizations, `slug` or `slug:SEQ`, separated by commas.
    #[serde(default)]
    also: String,
}

/// Opens the stream. Errors: `signed_out`; an organization that is not the caller's is `not_found`.
pub async fn open(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    // Before the session is looked at: one that ends in between is heard of.
    let signed_out = state.hub.signed_out();
    let user = match caller::user(&state, &headers).await {
        Ok(Some(user)) => user,
        Ok(None) => return api::refuse(&AppError::of(&desk::Error::SignedOut)),
        Err(error) => return api::refuse(&AppError::of(&error)),
    };
    // Listening begins before catching up is read: what happens in between comes twice rather than never, and `seen` drops it.
    let listener = state.hub.listen();
    let mut seen = HashMap::new();
    let wanted = std::iter::once((slug.clone(), asked.after)).chain(asked.also.split(',').filter_map(part));
    let mut refused = None;
    for (slug, after) in wanted {
        let scope = match OrgSlug::parse(&slug) {
            Ok(slug) => state.desk.overhear_org(&user, &slug).await,
            Err(_) => Err(desk::Error::NotFound),
        };
        let start = match &scope {
            Ok(scope) => state.desk.live_start(scope, after).await,
            Err(_) => Err(desk::Error::NotFound),
        };
        match start {
            Ok(seq) => {
                if let Ok(scope) = scope {
                    seen.insert(scope.org().slug.clone(), Seen { seq, whole: scope.sight().is_whole() });
                }
            }
            // An organization that was left meanwhile: the rest goes on.
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    if let (true, Some(error)) = (seen.is_empty(), refused) {
        return api::refuse(&AppError::of(&error));
    }
    let token = session::token(&headers, &state.config).unwrap_or_default();
    let (sender, receiver) = mpsc::channel(64);
    tokio::spawn(feed(Feed { state, user, token, seen, sender }, listener, signed_out));
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::new().interval(PULSE)).into_response()
}

fn part(text: &str) -> Option<(String, Option<i64>)> {
    let (slug, seq) = text.split_once(':').map_or((text, None), |(slug, seq)| (slug, seq.parse().ok()));
    (!slug.is_empty()).then(|| (slug.to_owned(), seq))
}

/// How far a stream is with one organization.
#[derive(Clone, Copy)]
struct Seen {
    /// The newest change looked at, sent or not.
    seq: i64,
    /// Whether every ticket may be named. Asked again after each change that is no ticket's: it may be the one that ends this.
    whole: bool,
}

struct Feed {
    state: AppState,
    user: UserScope,
    token: String,
    /// Per organization.
    seen: HashMap<OrgSlug, Seen>,
    sender: mpsc::Sender<Result<Event, Infallible>>,
}

async fn feed(mut feed: Feed, mut listener: Receiver<Change>, mut signed_out: Receiver<Option<UserId>>) {
    let hub = feed.state.hub.clone();
    let mut pulse = tokio::time::interval(PULSE);
    let end = tokio::time::sleep(feed.state.desk.time_left(&feed.user));
    tokio::pin!(end);
    if feed.catch_up().await.is_none() {
        return;
    }
    loop {
        let alive = tokio::select! {
            change = listener.recv() => match change {
                Ok(change) => feed.pass(change).await,
                Err(RecvError::Lagged(_)) => feed.catch_up().await,
                Err(RecvError::Closed) => None,
            },
            whose = signed_out.recv() => match whose {
                Ok(Some(user)) if user != feed.user.id() => Some(()),
                Ok(_) | Err(RecvError::Lagged(_)) => feed.prove().await,
                Err(RecvError::Closed) => None,
            },
            _ = pulse.tick() => feed.prove().await,
            () = &mut end => feed.say_signed_out().await,
            () = hub.closed() => None,
            () = feed.sender.closed() => None,
        };
        if alive.is_none() {
            return;
        }
    }
}

impl Feed {
    /// Sends one change, unless it was sent already or belongs to somebody else. A gap is filled from the database, and so is
    /// every ticket's change where the person does not see all: the database knows which may be named.
    async fn pass(&mut self, change: Change) -> Option<()> {
        // Another person's organization: its changes pass by.
        let Some(seen) = self.seen.get(&change.org).copied() else { return Some(()) };
        if change.seq <= seen.seq {
            return Some(());
        }
        let is_tickets = change.ticket.is_some();
        if change.seq > seen.seq + 1 || (is_tickets && !seen.whole) {
            return self.catch_up_one(&change.org.clone()).await;
        }
        let whole = is_tickets || self.sees_all(&change.org).await;
        self.seen.insert(change.org.clone(), Seen { seq: change.seq, whole });
        self.send(change).await
    }

    /// Whether every ticket of the organization may be named now; none of one that is left or gone.
    async fn sees_all(&self, slug: &OrgSlug) -> bool {
        self.state.desk.overhear_org(&self.user, slug).await.is_ok_and(|scope| scope.sight().is_whole())
    }

    async fn catch_up(&mut self) -> Option<()> {
        let slugs: Vec<OrgSlug> = self.seen.keys().cloned().collect();
        for slug in slugs {
            self.catch_up_one(&slug).await?;
        }
        self.sender.send(Ok(Event::default().event("pulse").data("{}"))).await.ok()
    }

    async fn catch_up_one(&mut self, slug: &OrgSlug) -> Option<()> {
        let after = self.seen.get(slug)?.seq;
        let news = async {
            let scope = self.state.desk.overhear_org(&self.user, slug).await?;
            let news = self.state.desk.live_after(&scope, after).await?;
            Ok::<_, desk::Error>((scope.sight().is_whole(), news))
        };
        match news.await {
            Ok((whole, news)) => {
                self.seen.insert(slug.clone(), Seen { seq: news.seq, whole });
                for change in news.changes {
                    self.send(change).await?;
                }
                Some(())
            }
            Err(desk::Error::NotFound | desk::Error::Forbidden(_)) => self.let_go(slug, after).await,
            Err(_) => None,
        }
    }

    /// The last word about an organization the person is no member of any more, or may not listen to: the browser asks what is
    /// left. What it hears of others goes on; a stream that is about none any more ends.
    async fn let_go(&mut self, slug: &OrgSlug, seq: i64) -> Option<()> {
        self.seen.remove(slug);
        let kind = "member_changed".to_owned();
        let last = Change { org: slug.clone(), seq, kind, ticket: None, by: None };
        let event = Event::default().event("change").json_data(&last).ok()?;
        self.sender.send(Ok(event)).await.ok()?;
        (!self.seen.is_empty()).then_some(())
    }

    async fn send(&self, change: Change) -> Option<()> {
        let event = Event::default().event("change").json_data(&change).ok()?;
        self.sender.send(Ok(event)).await.ok()
    }

    /// A session that ended is told, so that the page goes to sign-in, and ends the stream; a membership that did ends what is
    /// heard of its organization. What no notice told of, because the ear on the database was away, is caught up.
    async fn prove(&mut self) -> Option<()> {
        match self.state.desk.enter_session(&self.token).await {
            Ok(_) => self.catch_up().await,
            Err(desk::Error::SignedOut) => self.say_signed_out().await,
            Err(_) => None,
        }
    }

    /// The last word of a stream.
    async fn say_signed_out(&mut self) -> Option<()> {
        // A browser that is gone needs no word.
        let _ = self.sender.send(Ok(Event::default().event("signed_out").data("{}"))).await;
        None
    }
}
