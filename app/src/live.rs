//! Live: what changed in the organizations of the signed-in person, as signals.
//!
//! The stream names changes, never content; a page that cares refetches through the normal, authorised path. One stream
//! per BROWSER, because over plain HTTP/1.1 a host gets six connections: the tab that holds the lock `helpstead-live`
//! listens for all organizations and tells the other tabs (`stream.rs`).

#[cfg(target_arch = "wasm32")]
mod stream;

use domain::OrgSlug;
use domain::live::{Change, SIGHT_CHANGED};
use leptos::prelude::*;

/// The kind of a change that only says: there is news you have not read.
pub const CAUGHT_UP: &str = "caught_up";

/// Whether the change may be one of what the person sees (B20): what a page remembers may not be theirs any more.
#[must_use]
pub fn moves_sight(change: &Change) -> bool {
    matches!(change.kind.as_str(), SIGHT_CHANGED | "team_changed" | "member_changed")
}

/// How the stream is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveState {
    /// Listening, or about to for the first time.
    Connected,
    /// Lost; the next try comes in so many seconds.
    Lost {
        /// Counts down.
        seconds: u32,
    },
}

/// The stream, as pages see it.
#[derive(Clone, Copy)]
pub struct Live {
    /// The newest change of any organization of the person.
    pub last: Signal<Option<Change>>,
    /// Whether changes arrive at all.
    pub state: Signal<LiveState>,
    set_last: WriteSignal<Option<Change>>,
    set_state: WriteSignal<LiveState>,
    hurry: RwSignal<u32>,
    read: RwSignal<Option<(OrgSlug, i64)>>,
}

impl Live {
    /// Tells at which event number a page was read: a stream that begins later, or is further already, catches up from
    /// there, so that nothing between the page and the stream is missed.
    pub fn read_at(&self, org: &OrgSlug, seq: i64) {
        self.read.set(Some((org.clone(), seq)));
    }

    /// Tries again now instead of after the countdown.
    pub fn retry(&self) {
        self.hurry.update(|tries| *tries += 1);
    }
}

/// Provides the stream to everything below; it starts in the browser, for people who are signed in.
pub fn provide_live() {
    let (last, set_last) = signal(None);
    let (state, set_state) = signal(LiveState::Connected);
    let live = Live {
        last: last.into(),
        state: state.into(),
        set_last,
        set_state,
        hurry: RwSignal::new(0),
        read: RwSignal::new(None),
    };
    provide_context(live);
    let session = crate::session::use_session();
    Effect::new(move |started: Option<bool>| {
        let orgs: Vec<_> = session.with(|s| s.iter().flat_map(|s| s.orgs.iter().map(|org| org.slug.clone())).collect());
        if orgs.is_empty() {
            return started.unwrap_or(false);
        }
        start(live, orgs, started.unwrap_or(false));
        true
    });
}

/// The stream of this browser.
#[must_use]
pub fn use_live() -> Live {
    expect_context::<Live>()
}

#[cfg(target_arch = "wasm32")]
fn start(live: Live, orgs: Vec<OrgSlug>, started: bool) {
    stream::listen(live, orgs, started);
}

/// Effects run in the browser only; this keeps the server's build whole.
#[cfg(not(target_arch = "wasm32"))]
fn start(live: Live, _orgs: Vec<OrgSlug>, _started: bool) {
    let _ = (live.set_last, live.set_state, live.read);
}
