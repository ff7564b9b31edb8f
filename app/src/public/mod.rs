//! Pages of customers and strangers: rendered by the server from data, without any script (design.md section 5).
//!
//! A page is a pure function from data to a view. Its handler (server/src/public) loads by one use case and calls
//! [`page`]; the same page with what was typed and what to do about it answers 422.

pub mod account;
pub mod customer;
pub mod invitation;
pub mod outbox;
pub mod support;

use crate::layout::mark::OrgMark;
use crate::shell::names;
use crate::text;
use domain::OrgSlug;
use leptos::prelude::*;

/// Whose page it is.
#[derive(Clone, Debug)]
pub enum Frame {
    /// The product's own: sign-in and its sisters, the outbox.
    Product,
    /// A site's: its mark, its name, its colours.
    Site {
        /// The organization, for its colours.
        org: OrgSlug,
        /// `#rrggbb`.
        accent: String,
        /// Where its logo is, when it has one.
        logo: Option<String>,
        /// The site's name.
        name: String,
        /// The site's hosted page.
        home: String,
    },
}

/// What stands around a public page.
#[derive(Clone, Debug)]
pub struct PublicShell {
    /// Of the browser's tab.
    pub title: String,
    /// Whose page it is.
    pub frame: Frame,
    /// A narrow column, for cards such as sign-in.
    pub narrow: bool,
    /// The one script of the one page that cannot do all of its work without (docs/decisions/0003).
    pub script: Option<&'static str>,
}

impl PublicShell {
    /// A card of the product itself.
    #[must_use]
    pub fn product(title: &str) -> Self {
        Self { title: format!("{title} · {}", text::PRODUCT), frame: Frame::Product, narrow: true, script: None }
    }
}

/// The whole document.
#[must_use]
pub fn page<V: IntoView>(shell: PublicShell, body: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    owner.with(|| {
        let (head, theme, foot) = match shell.frame {
            Frame::Product => (
                view! { <a href="/"><ProductMark/>{text::PRODUCT}</a> }.into_any(),
                None,
                view! { <span>"Helpstead, one desk for every customer"</span> }.into_any(),
            ),
            Frame::Site { org, accent, logo, name, home } => (
                view! { <a href=home><OrgMark name=name.clone() accent=accent logo=logo/>{name}</a> }.into_any(),
                Some(format!("/{org}/theme.css")),
                view! { <span>"Runs on Helpstead"</span> }.into_any(),
            ),
        };
        let html = view! {
            <html lang="en">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{shell.title}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                    <link rel="stylesheet" href=names().public_css/>
                    {theme.map(|href| view! { <link rel="stylesheet" href=href/> })}
                    {shell.script.map(|src| view! { <script src=src defer></script> })}
                </head>
                <body>
                    <a class="skip-link" href="#main">{text::SKIP}</a>
                    <div class="portal">
                        <header class="portal-head">{head}</header>
                        <main class="portal-main" id="main" data-width=shell.narrow.then_some("narrow")>{body()}</main>
                        <footer class="portal-foot">{foot}</footer>
                    </div>
                </body>
            </html>
        };
        format!("<!DOCTYPE html>{}", html.to_html())
    })
}

/// The product's own mark.
#[component]
fn ProductMark() -> impl IntoView {
    view! {
        <svg class="ui-mark" viewBox="0 0 24 24" aria-hidden="true">
            <rect width="24" height="24" rx="6" fill="#0b6e63"></rect>
            <path d="M6.5 18V11.2L12 6.5l5.5 4.7V18M6.5 13.8c2.2 2.4 8.8 2.4 11 0" fill="none" stroke="#fff" stroke-width="2"
                stroke-linecap="round" stroke-linejoin="round"></path>
        </svg>
    }
}

/// Nothing is here, for people who are not signed in: the same bytes for what does not exist and what is not theirs.
#[must_use]
pub fn not_found() -> String {
    page(PublicShell::product(text::NOT_FOUND), || {
        view! {
            <section class="panel">
                <header class="portal-title"><h1>{text::NOT_FOUND}</h1><p>"Please check the address for a typing mistake."</p></header>
                <a class="ui-button" href="/sign-in">"Sign in"</a>
            </section>
        }
    })
}

/// Something is in the way; says what, and how to go on.
#[must_use]
pub fn trouble(title: &str, message: &str) -> String {
    page(PublicShell::product(title), || {
        view! {
            <section class="panel">
                <header class="portal-title"><h1>{title.to_owned()}</h1><p>{message.to_owned()}</p></header>
                <a class="ui-button" href="/">"Go to the start"</a>
            </section>
        }
    })
}
