//! Sites that decide for themselves from which address their replies leave. Plain forms, one a site.

use super::calls::site_mail_set;
use super::list::Here;
use super::{site_typed, text};
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Choice, Icon, Sent, browser};
use domain::mailbox::{OutboundMode, SiteMail};
use domain::{Field, Problems};
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
    let lines = sites.into_iter().map(|site| view! { <SiteLine here=here.clone() site/> }).collect_view();
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
fn SiteLine(here: Here, site: SiteMail) -> AnyView {
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
    let senders = page.with_untracked(|page| {
        let own = page.mailboxes.iter().filter(|row| row.site.slug == of && row.direction.sends());
        let own = own.map(|row| (row.id.to_string(), row.address.to_string()));
        std::iter::once((String::new(), "Its oldest mailbox".to_owned())).chain(own).collect::<Vec<_>>()
    });
    let modes = OutboundMode::ALL.iter().map(|one| (one.as_str().to_owned(), text::mode(*one).0.to_owned()));
    let modes =
        std::iter::once((String::new(), "As the organization decides".to_owned())).chain(modes).collect::<Vec<_>>();
    let mode = begin.mode.map(|mode| mode.as_str().to_owned()).unwrap_or_default();
    let mailbox = begin.mailbox.map(|id| id.to_string()).unwrap_or_default();
    let (path, said) = (here.path(), name.clone());
    let prefix = format!("site-{slug}");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(mail) =
            Sent::of(&event).filter(|_| !busy.get_untracked()).and_then(|sent| site_typed(|name| sent.text(name)))
        else {
            return;
        };
        busy.set(true);
        let (here, said, prefix) = (here.clone(), said.clone(), prefix.clone());
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
                Err(error) => {
                    if let Some(problem) = error.fields.0.first() {
                        browser::focus_soon(format!("{prefix}-{}", problem.field.name()));
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    let error = |field| problem_of(problems, field);
    view! {
        <li>
            <form method="post" action=path on:submit=submit>
                <input type="hidden" name="site" value=slug.to_string()/>
                <strong>{name.clone()}</strong>
                <Choice label=format!("How replies of {name} leave") name="mode" id=format!("site-{slug}-mode") options=modes chosen=mode error=error(Field::Mode) unlabelled=true/>
                <Choice label=format!("The mailbox of {name}") name="mailbox" id=format!("site-{slug}-mailbox") options=senders chosen=mailbox error=error(Field::Mailbox) unlabelled=true/>
                <button class="ui-button" type="submit" name="do" value="site" aria-busy=move || busy.get().then_some("true")>
                    "Save"<span class="visually-hidden">{format!(" for {name}")}</span>
                </button>
            </form>
        </li>
    }
    .into_any()
}
