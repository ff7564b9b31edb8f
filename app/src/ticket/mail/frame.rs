//! A mail as its sender made it look: in a frame in which nothing runs and from which nothing calls home. It is fetched when it is opened.

use super::text;
use crate::layout::use_org;
use crate::ui::{Icon, browser};
use domain::MailInId;
use leptos::html;
use leptos::prelude::*;

/// Nothing but that a link may open a window of its own, which is then an ordinary one.
const SANDBOX: &str = "allow-popups allow-popups-to-escape-sandbox";

/// The frame behind its disclosure.
#[component]
pub fn Frame(
    /// Which mail.
    mail: MailInId,
    /// Pictures of the web in it, which nobody has asked for yet.
    pictures: usize,
    /// What opens it, and what closes it again.
    #[prop(default = (text::SHOW_FORMATTED, text::HIDE_FORMATTED))]
    words: (&'static str, &'static str),
) -> impl IntoView {
    let src = format!("/{}/mail/{mail}/frame", use_org().slug);
    // A link may fill a frame by its name, so even this needs no script.
    let (name, with_pictures) = (format!("mail-{mail}"), format!("{src}?pictures=1"));
    let target = name.clone();
    let load = (pictures > 0).then(|| {
        view! {
            <p class="mail-frame-bar">
                <a class="ui-button" data-size="small" href=with_pictures target=target rel="external"><Icon name="image"/><span>{text::load_pictures(pictures)}</span></a>
                <small>{text::PICTURES_WHY}</small>
            </p>
        }
    });
    // Out of sight until it is opened, and not fetched before.
    let frame = html::iframe().attr("loading", "lazy").name(name).title(text::FORMATTED).src(src).sandbox(SANDBOX);
    view! {
        <details class="mail-frame">
            <summary><Icon name="chevron-right"/><span>{words.0}</span><span>{words.1}</span></summary>
            {load}
            <div class="mail-frame-box">{frame}</div>
        </details>
    }
}

/// Opens or closes the newest formatted mail of the page, and puts the keyboard there.
pub fn open_newest() {
    let Ok(all) = document().query_selector_all(".message .mail-frame > summary") else { return };
    let newest = all.length().checked_sub(1).and_then(|last| all.item(last));
    let Some(summary) = newest.and_then(|node| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(node).ok())
    else {
        return;
    };
    summary.click();
    // Where the keyboard goes is a help, no more.
    let _ = summary.focus();
    browser::reveal(&summary);
}
