//! The signed-in person and their organizations: resolved by the server, embedded in the page, kept by the browser.
//!
//! Because it is there from the first moment, the frame around every page is built without waiting, and switching to
//! another organization needs no round trip before something shows (screens.md 4).

use domain::organization::{Me, OrgRow};
use domain::{MailAddress, OrgSlug, UserId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is signed in, and where they may go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The person.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: MailAddress,
    /// Whether the address was confirmed: needed to create an organization.
    pub confirmed: bool,
    /// Their organizations, last used first.
    pub orgs: Vec<OrgRow>,
    /// On loopback without SMTP, where mail goes to be read.
    pub outbox: bool,
}

impl Session {
    /// The person in one of their organizations; `None` where they are no member.
    #[must_use]
    pub fn me(&self, slug: &OrgSlug) -> Option<Me> {
        let org = self.orgs.iter().find(|org| org.slug == *slug)?.clone();
        let permissions = org.permissions;
        Some(Me {
            user: self.user,
            name: self.name.clone(),
            email: self.email.clone(),
            permissions,
            org,
            orgs: self.orgs.clone(),
        })
    }
}

/// Where the page keeps its session for the browser (a data block, which no script policy runs).
pub const ELEMENT: &str = "session";

/// The session as a signal; `None` on a page for strangers.
#[derive(Clone, Copy)]
pub struct SessionSignal(pub RwSignal<Option<Session>>);

/// Provides the session to everything below: from the request on the server, from the page in the browser.
pub fn provide_session() {
    provide_context(SessionSignal(RwSignal::new(initial())));
}

/// Asks again where the person may go, and what they may do there, when a membership or a role changed, or the stream came back:
/// menus follow without a new page.
pub fn follow_memberships() {
    let (live, session) = (crate::live::use_live(), use_session());
    let ask = move || {
        leptos::task::spawn_local(async move {
            let Ok(orgs) = crate::organization::calls::org_mine().await else { return };
            if session.with_untracked(|session| session.as_ref().is_some_and(|session| session.orgs != orgs)) {
                session.update(|session| session.iter_mut().for_each(|session| session.orgs.clone_from(&orgs)));
            }
        });
    };
    Effect::new(move |_| {
        let about_people = |kind: &str| matches!(kind, "member_changed" | "role_changed");
        if live.last.with(|last| last.as_ref().is_some_and(|change| about_people(&change.kind))) {
            ask();
        }
    });
    Effect::new(move |was_lost: Option<bool>| {
        let is_lost = live.state.get() != crate::live::LiveState::Connected;
        if was_lost == Some(true) && !is_lost {
            ask();
        }
        is_lost
    });
}

/// The session of this page.
#[must_use]
pub fn use_session() -> RwSignal<Option<Session>> {
    expect_context::<SessionSignal>().0
}

#[cfg(not(target_arch = "wasm32"))]
fn initial() -> Option<Session> {
    use_context::<crate::request::Caller>().and_then(|caller| caller.session)
}

#[cfg(target_arch = "wasm32")]
fn initial() -> Option<Session> {
    let text = document().get_element_by_id(ELEMENT)?.text_content()?;
    serde_json::from_str(&text).ok()
}
