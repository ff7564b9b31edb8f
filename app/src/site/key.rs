//! The site's key: always readable, with Copy and Rotate (B40).

use super::calls::site_key_rotate;
use super::show::Here;
use super::text;
use crate::ui::dialog::Dialog;
use crate::ui::toast::use_toasts;
use crate::ui::{CopyButton, Icon, Notice, Time};
use domain::Permission;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The key, when it was made and last used, and the way to a new one.
#[component]
pub(super) fn KeySection(here: Here) -> impl IntoView {
    let page = here.page;
    let key = Signal::derive(move || page.with(|page| page.key.key.clone()));
    let rotating = RwSignal::new(false);
    let may = here.may.contains(Permission::ApikeyRotate);
    let used = move || {
        let card = page.with(|page| page.key.clone());
        match card.used {
            Some((moment, origin)) => {
                view! { <span class="ui-hint">"Made "{card.created.text}", used "<Time moment/>" from "{origin}</span> }
                    .into_any()
            }
            None => view! { <span class="ui-hint">"Made "{card.created.text}", never used"</span> }.into_any(),
        }
    };
    // With a script a dialog asks; without one the page itself does, at the address this form leads to.
    let ask = move |event: SubmitEvent| {
        event.prevent_default();
        rotating.set(true);
    };
    let (path, asks, asked) = (format!("{}#key", here.path()), here.asks("rotate"), here.clone());
    view! {
        <section class="section" id="key" aria-labelledby="key-title">
            <div class="section-head"><h2 id="key-title">"Key"</h2><p>{text::KEY_IS_PUBLIC}</p></div>
            <div class="section-body">
                <div class="ui-copy"><code id="site-key">{move || key.get()}</code><CopyButton text=key what="the key"/></div>
                <div class="ui-button-row">
                    {used}
                    {may.then(|| view! {
                        <form method="get" action=path on:submit=ask>
                            <button class="ui-button" data-size="small" type="submit" name="confirm" value="rotate" aria-haspopup="dialog">
                                <Icon name="refresh"/><span>"Rotate…"</span>
                            </button>
                        </form>
                    })}
                </div>
                {move || (may && asks.get()).then(|| view! { <RotateHere here=asked.clone()/> })}
            </div>
        </section>
        <Rotate here open=rotating/>
    }
}

/// The same question on the page itself.
#[component]
fn RotateHere(here: Here) -> impl IntoView {
    let path = here.path();
    let (name, used) = here.page.with_untracked(|page| (page.site.name.clone(), page.key.used.clone()));
    let used = match used {
        Some((moment, origin)) => format!("The old key was last used {} from {origin}.", moment.text),
        None => "The old key was never used.".to_owned(),
    };
    view! {
        <Notice tone="amber" icon="warning" title=format!("Rotate the key of “{name}”?") text=format!("{used} {}", text::ROTATE_AT_ONCE)>
            <a class="ui-button" href=path.clone()>"Cancel"</a>
            <form method="post" action=path>
                <button class="ui-button" data-kind="primary" type="submit" name="do" value="rotate">"Rotate key"</button>
            </form>
        </Notice>
    }
}

/// Says where and when the old key was last used BEFORE it asks (screens.md 8).
#[component]
fn Rotate(here: Here, open: RwSignal<bool>) -> impl IntoView {
    let page = here.page;
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let title = format!("Rotate the key of “{}”?", page.with_untracked(|page| page.site.name.clone()));
    let here = StoredValue::new(here);
    let rotate = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let here = here.get_value();
        spawn_local(async move {
            let answer = site_key_rotate(here.org, here.site).await;
            busy.try_set(false);
            match answer {
                Ok(page) => {
                    here.page.try_set(page);
                    open.try_set(false);
                    toasts.say("The new key works now. The old one does not.");
                }
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    view! {
        <Dialog open title=title id="rotate">
            <div class="ui-dialog-body">
                <p>{move || match page.with(|page| page.key.used.clone()) {
                    Some((moment, origin)) => view! {
                        "The old key was last used "<strong><Time moment/></strong>" from "<strong>{origin}</strong>"."
                    }.into_any(),
                    None => view! { "The old key was never used." }.into_any(),
                }}</p>
                <p>{text::ROTATE_AT_ONCE}</p>
            </div>
            <div class="ui-dialog-foot">
                <button class="ui-button" type="button" autofocus on:click=move |_| open.set(false)>"Cancel"</button>
                <button class="ui-button" data-kind="primary" type="button" aria-busy=move || busy.get().then_some("true") on:click=rotate>"Rotate key"</button>
            </div>
        </Dialog>
    }
}
