//! Taking the site away: says what stops and where the tickets go, before it asks.

use super::calls::{site_delete, site_list};
use super::list::counted;
use super::show::Here;
use crate::ui::dialog::Dialog;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Time};
use domain::site::{SiteRow, SiteTag};
use domain::{Permission, SiteSlug};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// The way to the dialog, for those who may.
#[component]
pub(super) fn Danger(here: Here) -> impl IntoView {
    let open = RwSignal::new(false);
    here.may.contains(Permission::SiteDelete).then(|| {
        view! {
            <section class="section" aria-labelledby="site-danger">
                <div class="section-head"><h2 id="site-danger">"Danger"</h2></div>
                <div class="section-body">
                    <div class="danger">
                        <div><h3>"Delete this site"</h3><p>"Its key and its page stop at once. Its tickets go to another site."</p></div>
                        <button class="ui-button" data-kind="danger" type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>"Delete site…"</button>
                    </div>
                </div>
            </section>
            <Delete here open/>
        }
    })
}

#[component]
fn Delete(here: Here, open: RwSignal<bool>) -> impl IntoView {
    let page = here.page;
    let title = format!("Delete the site “{}”?", page.with_untracked(|page| page.site.name.clone()));
    let slug = here.site.to_string();
    let (confirm, move_to, busy) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    let others: RwSignal<Option<Vec<SiteTag>>> = RwSignal::new(None);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let asked = here.clone();
    Effect::new(move |_| {
        if open.get() && others.with_untracked(Option::is_none) {
            let here = asked.clone();
            spawn_local(async move {
                let sites: Vec<SiteRow> = site_list(here.org).await.unwrap_or_default();
                let sites = sites
                    .into_iter()
                    .filter(|site| site.slug != here.site)
                    .map(|site| SiteTag { slug: site.slug, name: site.name });
                let sites: Vec<SiteTag> = sites.collect();
                move_to.try_set(sites.first().map(|site| site.slug.to_string()).unwrap_or_default());
                others.try_set(Some(sites));
            });
        }
    });
    let word = slug.clone();
    let ready = Memo::new(move |_| {
        confirm.with(|typed| typed.trim() == word)
            && others.with(|others| others.as_ref().is_some_and(|sites| !sites.is_empty()))
    });
    let here = StoredValue::new(here);
    let navigate = StoredValue::new(navigate);
    let delete = move |_| {
        if busy.get_untracked() || !ready.get_untracked() {
            return;
        }
        busy.set(true);
        let (here, to) = (here.get_value(), SiteSlug::parse(&move_to.get_untracked()).ok());
        spawn_local(async move {
            let answer = site_delete(here.org.clone(), here.site, confirm.get_untracked(), to).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    toasts.say("The site is deleted.");
                    navigate.try_with_value(|navigate| navigate(&format!("/{}/sites", here.org), Default::default()));
                }
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    let tickets = move || page.with(|page| page.tickets);
    view! {
        <Dialog open title=title id="delete-site">
            <div class="ui-dialog-body">
                <p>"This cannot be undone. At once:"</p>
                <ul class="ui-facts-list" role="list">
                    <li><Icon name="key"/>{move || match page.with(|page| page.key.used.clone()) {
                        Some((moment, origin)) => view! { <span>"Its key stops working. It was used "<strong><Time moment/></strong>" from "{origin}"."</span> }.into_any(),
                        None => view! { <span>"Its key stops working. It was never used."</span> }.into_any(),
                    }}</li>
                    <li><Icon name="site"/><span>"Its support page answers “not found”."</span></li>
                    <li><Icon name="inbox"/><span>{move || match tickets() {
                        0 => view! { "It has no tickets." }.into_any(),
                        1 => view! { <strong>"1 ticket"</strong>" goes to the site you choose." }.into_any(),
                        count => view! { <strong>{counted(count)}" tickets"</strong>" go to the site you choose." }.into_any(),
                    }}</span></li>
                </ul>
                {move || others.get().map(|sites| if sites.is_empty() {
                    view! { <p class="ui-error"><Icon name="warning"/><span>"An organization keeps at least one site. Create another one first."</span></p> }.into_any()
                } else if tickets() == 0 {
                    ().into_any()
                } else {
                    let options = sites.into_iter().map(|site| view! { <option value=site.slug.to_string()>{site.name}</option> }).collect_view();
                    view! {
                        <div class="ui-field">
                            <label class="ui-label" for="move-to">"Who gets the tickets"</label>
                            <select class="ui-input" id="move-to" on:change=move |event| move_to.set(event_target_value(&event))>{options}</select>
                        </div>
                    }.into_any()
                })}
                <div class="ui-field">
                    <label class="ui-label" for="delete-word">"Type "<code>{slug.clone()}</code>" to go on"</label>
                    <input class="ui-input" id="delete-word" autofocus autocomplete="off" spellcheck="false" autocapitalize="none"
                        on:input=move |event| confirm.set(event_target_value(&event))/>
                </div>
            </div>
            <div class="ui-dialog-foot">
                <button class="ui-button" type="button" on:click=move |_| open.set(false)>"Keep it"</button>
                <button class="ui-button" data-kind="danger-final" type="button" disabled=move || !ready.get()
                    aria-busy=move || busy.get().then_some("true") on:click=delete>"Delete site"</button>
            </div>
        </Dialog>
    }
}
