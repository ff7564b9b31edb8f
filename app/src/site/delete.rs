//! Taking the site away: says what stops and where the tickets go, before it asks. In a dialog, and without a script on the
//! page itself.

use super::calls::site_delete;
use super::list::counted;
use super::show::Here;
use crate::ui::dialog::Dialog;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Invalid, Time};
use domain::site::SitePage;
use domain::{Field, Permission, SiteSlug};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// The way to the question, for those who may.
#[component]
pub(super) fn Danger(here: Here) -> impl IntoView {
    let open = RwSignal::new(false);
    let ask = move |event: SubmitEvent| {
        event.prevent_default();
        open.set(true);
    };
    let (path, asks, asked) = (format!("{}#danger", here.path()), here.asks("delete"), here.clone());
    here.may.contains(Permission::SiteDelete).then(|| {
        view! {
            <section class="section" id="danger" aria-labelledby="site-danger">
                <div class="section-head"><h2 id="site-danger">"Danger"</h2></div>
                <div class="section-body">
                    <div class="danger">
                        <div><h3>"Delete this site"</h3><p>"Its key, its page and its mailboxes stop at once. Its tickets go to another site."</p></div>
                        <form method="get" action=path on:submit=ask>
                            <button class="ui-button" data-kind="danger" type="submit" name="confirm" value="delete" aria-haspopup="dialog">"Delete site…"</button>
                        </form>
                    </div>
                    {move || asks.get().then(|| view! { <DeleteHere here=asked.clone()/> })}
                </div>
            </section>
            <Delete here open/>
        }
    })
}

/// What stops, and where the tickets go.
#[component]
fn Consequences(page: RwSignal<SitePage>) -> impl IntoView {
    view! {
        <p>"This cannot be undone. At once:"</p>
        <ul class="ui-facts-list" role="list">
            <li><Icon name="key"/>{move || match page.with(|page| page.key.used.clone()) {
                Some((moment, origin)) => view! { <span>"Its key stops working. It was used "<strong><Time moment/></strong>" from "{origin}"."</span> }.into_any(),
                None => view! { <span>"Its key stops working. It was never used."</span> }.into_any(),
            }}</li>
            <li><Icon name="site"/><span>"Its support page answers “not found”."</span></li>
            {move || match page.with(|page| page.mailboxes.clone()).as_slice() {
                [] => None,
                [one] => Some(format!("Mail to {one} is refused.")),
                [one, rest @ ..] => Some(format!("Mail to {one} and {} more of its addresses is refused.", rest.len())),
            }.map(|words| view! { <li><Icon name="mail"/><span>{words}</span></li> })}
            <li><Icon name="inbox"/><span>{move || match page.with(|page| page.tickets) {
                0 => view! { "It has no tickets." }.into_any(),
                1 => view! { <strong>"1 ticket"</strong>" goes to the site you choose." }.into_any(),
                count => view! { <strong>{counted(count)}" tickets"</strong>" go to the site you choose." }.into_any(),
            }}</span></li>
        </ul>
        {move || page.with(|page| page.others.is_empty()).then(|| view! {
            <p class="ui-error"><Icon name="warning"/><span>"An organization keeps at least one site. Create another one first."</span></p>
        })}
    }
}

/// The sites that could get the tickets, for a list to choose from.
fn heirs(page: &SitePage, chosen: Option<&SiteSlug>) -> impl IntoView + use<> {
    let options = page.others.iter().map(|site| {
        let (slug, name, selected) = (site.slug.to_string(), site.name.clone(), chosen == Some(&site.slug));
        view! { <option value=slug selected=selected>{name}</option> }
    });
    options.collect_view()
}

/// The question on the page itself: a form that posts itself.
#[component]
fn DeleteHere(here: Here) -> impl IntoView {
    let page = here.page;
    let (name, slug) = (page.with_untracked(|page| page.site.name.clone()), here.site.to_string());
    let (back, action) = (here.path(), format!("{}?confirm=delete#danger", here.path()));
    let problems = RwSignal::new(here.typed.problems.clone());
    let (confirm_error, site_error) = (problem_of(problems, Field::Confirm), problem_of(problems, Field::Site));
    let (may_go, has_tickets) = page.with_untracked(|page| (!page.others.is_empty(), page.tickets > 0));
    let move_to = has_tickets.then(|| {
        view! {
            <div class="ui-field">
                <label class="ui-label" for="site">"Who gets the tickets"</label>
                <select class="ui-input" id="site" name="move_to">{page.with_untracked(|page| heirs(page, None))}</select>
                <Invalid id="site" error=site_error/>
            </div>
        }
    });
    let fields = may_go.then(|| {
        view! {
            {move_to}
            <div class="ui-field">
                <label class="ui-label" for="confirm">"Type "<code>{slug}</code>" to go on"</label>
                <input class="ui-input" id="confirm" name="confirm" value=here.typed.value("confirm") required autocomplete="off" spellcheck="false"
                    autocapitalize="none" aria-describedby="confirm-error" aria-invalid=move || confirm_error.with(Option::is_some).then_some("true")/>
                <Invalid id="confirm" error=confirm_error/>
            </div>
        }
    });
    let button = may_go.then(|| {
        view! { <button class="ui-button" data-kind="danger-final" type="submit" name="do" value="delete">"Delete site"</button> }
    });
    view! {
        <form class="ui-notice" data-tone="red" method="post" action=action>
            <Icon name="warning"/>
            <div>
                <h3>{format!("Delete the site “{name}”?")}</h3>
                <div class="ui-form"><Consequences page/>{fields}</div>
            </div>
            <div class="ui-button-row"><a class="ui-button" href=back>"Keep it"</a>{button}</div>
        </form>
    }
}

#[component]
fn Delete(here: Here, open: RwSignal<bool>) -> impl IntoView {
    let page = here.page;
    let title = format!("Delete the site “{}”?", page.with_untracked(|page| page.site.name.clone()));
    let slug = here.site.to_string();
    // Nothing chosen is the first of the list.
    let (confirm, move_to) = (RwSignal::new(String::new()), RwSignal::new(None::<SiteSlug>));
    let busy = RwSignal::new(false);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let word = slug.clone();
    let ready =
        Memo::new(move |_| confirm.with(|typed| typed.trim() == word) && page.with(|page| !page.others.is_empty()));
    let here = StoredValue::new(here);
    let navigate = StoredValue::new(navigate);
    let delete = move |_| {
        if busy.get_untracked() || !ready.get_untracked() {
            return;
        }
        busy.set(true);
        let first = || page.with_untracked(|page| page.others.first().map(|site| site.slug.clone()));
        let (here, to) = (here.get_value(), move_to.get_untracked().or_else(first));
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
    view! {
        <Dialog open title=title id="delete-site">
            <div class="ui-dialog-body">
                <Consequences page/>
                {move || page.with(|page| page.tickets > 0 && !page.others.is_empty()).then(|| view! {
                    <div class="ui-field">
                        <label class="ui-label" for="move-to">"Who gets the tickets"</label>
                        <select class="ui-input" id="move-to" on:change=move |event| move_to.set(SiteSlug::parse(&event_target_value(&event)).ok())>{page.with(|page| heirs(page, move_to.get_untracked().as_ref()))}</select>
                    </div>
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
