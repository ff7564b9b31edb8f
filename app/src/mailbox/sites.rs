//! Sites that decide for themselves from which address their replies leave. Plain forms, one a site.

use super::calls::site_mail_set;
use super::list::Here;
use super::{site_typed, text};
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Invalid, Sent};
use domain::mailbox::{OutboundMode, SiteMail};
use domain::{Field, MailboxId, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section; closed while all follow the organization.
#[component]
pub(super) fn Sites(here: Here) -> impl IntoView {
    let page = here.page;
    let sites = page.with_untracked(|page| page.sites.clone());
    let deciding = move || {
        page.with(|page| page.sites.iter().filter(|site| site.mode.is_some() || site.mailbox.is_some()).count())
    };
    let begun = sites.iter().any(|site| site.mode.is_some() || site.mailbox.is_some()) || here.is_back("site");
    let count = move || match deciding() {
        0 => "none, all follow the organization".to_owned(),
        1 => "1 site".to_owned(),
        count => format!("{count} sites"),
    };
    let lines = sites.into_iter().map(|site| view! { <Line here=here.clone() site/> }).collect_view();
    view! {
        <section class="section" aria-labelledby="sites-title">
            <div class="section-head"><h2 id="sites-title">{text::SITES}</h2></div>
            <div class="section-body">
                <details class="ui-more mailbox-sites" open=begun>
                    <summary><Icon name="chevron-right"/><span>"Decide for a site"</span><span class="ui-hint">{count}</span></summary>
                    <ul role="list">{lines}</ul>
                </details>
            </div>
        </section>
    }
}

#[component]
fn Line(here: Here, site: SiteMail) -> impl IntoView {
    let (page, slug) = (here.page, site.site.clone());
    let back = here.is_back("site") && here.typed.value("site") == slug.as_str();
    let begin = if back { site_typed(|name| here.typed.value(name)).unwrap_or(site) } else { site };
    let problems = RwSignal::new(if back { here.typed.problems.clone() } else { Problems::default() });
    let busy = RwSignal::new(false);
    let toasts = use_toasts();
    let named = slug.clone();
    let name = page.with_untracked(|page| {
        let tag = page.choices.sites.iter().find(|tag| tag.slug == named);
        tag.map_or_else(|| named.to_string(), |tag| tag.name.clone())
    });
    let of = slug.clone();
    let senders = Memo::new(move |_| {
        page.with(|page| {
            let own = page.mailboxes.iter().filter(|row| row.site.slug == of && row.direction.sends());
            own.map(|row| (row.id, row.address.to_string())).collect::<Vec<(MailboxId, String)>>()
        })
    });
    let chosen = begin.mailbox;
    let options = move || {
        let options = senders.get().into_iter().map(|(id, address)| {
            view! { <option value=id.to_string() selected=chosen == Some(id)>{address}</option> }
        });
        options.collect_view()
    };
    let modes = OutboundMode::ALL.iter().map(|one| {
        view! { <option value=one.as_str() selected=begin.mode == Some(*one)>{text::mode(*one).0}</option> }
    });
    let modes = modes.collect_view();
    let (path, said) = (here.path(), name.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(mail) =
            Sent::of(&event).filter(|_| !busy.get_untracked()).and_then(|sent| site_typed(|name| sent.text(name)))
        else {
            return;
        };
        busy.set(true);
        let (here, said) = (here.clone(), said.clone());
        spawn_local(async move {
            let answer = site_mail_set(here.org.clone(), mail).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    problems.try_set(Problems::default());
                    toasts.say(format!("Saved for {said}"));
                    here.read_again();
                }
                Err(error) if error.fields.is_empty() => toasts.warn(error.message),
                Err(error) => drop(problems.try_set(error.fields)),
            }
        });
    };
    let (mode_id, box_id) = (format!("site-{slug}-mode"), format!("site-{slug}-mailbox"));
    let (mode_error, box_error) = (problem_of(problems, Field::Mode), problem_of(problems, Field::Mailbox));
    view! {
        <li>
            <form method="post" action=path on:submit=submit>
                <input type="hidden" name="site" value=slug.to_string()/>
                <strong>{name.clone()}</strong>
                <div class="ui-field">
                    <label class="visually-hidden" for=mode_id.clone()>{format!("How replies of {name} leave")}</label>
                    <select class="ui-input" id=mode_id.clone() name="mode" aria-describedby=format!("{mode_id}-error")><option value="">"As the organization decides"</option>{modes}</select>
                    <Invalid id=mode_id error=mode_error/>
                </div>
                <div class="ui-field">
                    <label class="visually-hidden" for=box_id.clone()>{format!("The mailbox of {name}")}</label>
                    <select class="ui-input" id=box_id.clone() name="mailbox" aria-describedby=format!("{box_id}-error")><option value="">"Its oldest mailbox"</option>{options}</select>
                    <Invalid id=box_id error=box_error/>
                </div>
                <button class="ui-button" type="submit" name="do" value="site" aria-busy=move || busy.get().then_some("true")>
                    "Save"<span class="visually-hidden">{format!(" for {name}")}</span>
                </button>
            </form>
        </li>
    }
}
