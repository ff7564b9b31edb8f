//! The screen, both sides of the wire: views, and the server functions they call.
//!
//! One room per noun. `mod.rs` names the pages, `calls.rs` holds the server functions (3 to 8 lines each: enter, one use
//! case, convert), every other file one page or a part of one. `ui` knows no noun; `layout` frames the pages.

pub mod account;
pub mod audit;
pub mod error;
pub mod export;
pub mod form;
pub mod invitation;
pub mod layout;
pub mod live;
pub mod mailbox;
pub mod member;
pub mod organization;
pub mod role;
pub mod routes;
pub mod session;
pub mod site;
pub mod team;
pub mod text;
pub mod ticket;
pub mod ui;

#[cfg(not(target_arch = "wasm32"))]
pub mod public;
#[cfg(not(target_arch = "wasm32"))]
pub mod request;
#[cfg(not(target_arch = "wasm32"))]
pub mod shell;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::Router;

/// The hydrated application, for people who work here.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    session::provide_session();
    ui::toast::provide_toasts();
    ui::keys::provide_keys();
    live::provide_live();
    ticket::forget_with_sight();
    session::follow_memberships();
    view! {
        <Title formatter=|title: String| if title.is_empty() { text::PRODUCT.to_owned() } else { format!("{title} · {}", text::PRODUCT) }/>
        <Router>
            <routes::AppRoutes/>
        </Router>
    }
}
