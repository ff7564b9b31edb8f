//! The page of exports: one button, how far the present one is, and those that were made.

use super::calls::{export_create, export_list};
use super::row::Line;
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::layout::use_org;
use crate::live::use_live;
use crate::organization::{SettingsTabs, Trouble};
use crate::ui::toast::use_toasts;
use crate::ui::{Empty, Icon, Notice, Skeleton};
use domain::OrgSlug;
use domain::export::ExportPage;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use std::time::Duration;

/// How often to look while one is being made.
const LOOK: Duration = Duration::from_secs(1);

/// What every part of the page works with.
#[derive(Clone)]
struct Here {
    org: OrgSlug,
    page: RwSignal<ExportPage>,
    /// Why none could be asked for.
    trouble: RwSignal<Option<String>>,
}

impl Here {
    fn read_again(&self) {
        let here = self.clone();
        spawn_local(async move {
            if let Ok(page) = export_list(here.org).await {
                here.page.try_set(page);
            }
        });
    }
}

/// The page, for owners.
#[component]
pub fn ExportListPage() -> impl IntoView {
    let org = use_org();
    let (asked, typed) = (org.slug.clone(), Typed::of_request());
    let loaded = Resource::new_blocking(
        || (),
        move |()| {
            let (org, typed) = (asked.clone(), typed.clone());
            async move { Ok::<_, AppError>((export_list(org).await?, typed)) }
        },
    );
    let slug = org.slug.clone();
    view! {
        <Title text=format!("{} · {}", text::TITLE, org.me.org.name)/>
        <Suspense fallback=|| view! { <div class="page"><Skeleton width=2/></div> }>
            {move || {
                let org = slug.clone();
                loaded.get().map(|loaded| match loaded {
                    Ok((page, typed)) => {
                        let trouble = Some(typed.value("trouble")).filter(|words| !words.is_empty());
                        view! { <Exports here=Here { org, page: RwSignal::new(page), trouble: RwSignal::new(trouble) }/> }.into_any()
                    }
                    Err(error) => view! { <Trouble error/> }.into_any(),
                })
            }}
        </Suspense>
    }
}

#[component]
fn Exports(here: Here) -> impl IntoView {
    follow(&here);
    let (page, org) = (here.page, here.org.clone());
    let empty = Memo::new(move |_| page.with(|page| page.rows.is_empty()));
    let ids = move || page.with(|page| page.rows.iter().map(|row| row.id).collect::<Vec<_>>());
    let table = move || {
        if empty.get() {
            return view! { <Empty icon="file" title="No export yet" text=text::NONE/> }.into_any();
        }
        let org = org.clone();
        view! {
            <div class="ui-table-frame">
                <table class="ui-table">
                    <thead><tr>
                        <th scope="col">"Asked for"</th><th scope="col">"State"</th>
                        <th scope="col" data-hide="narrow">"Size"</th><th scope="col"><span class="visually-hidden">"What to do"</span></th>
                    </tr></thead>
                    <tbody><For each=ids key=|id| *id let(id)><Line org=org.clone() page id/></For></tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="page">
            <header class="page-head"><div><h1>{text::TITLE}</h1><p>{text::WHAT}</p></div></header>
            <SettingsTabs/>
            <Make here=here.clone()/>
            <section class="section export-list" aria-labelledby="exports-title">
                <div class="section-head"><h2 id="exports-title">"Exports"</h2><p>{text::KEPT}</p></div>
                <div class="section-body">{table}</div>
            </section>
        </div>
    }
}

/// What is in the file, and the button. A plain form, so that it works without script.
#[component]
fn Make(here: Here) -> impl IntoView {
    let (page, trouble) = (here.page, here.trouble);
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let working = Memo::new(move |_| page.with(ExportPage::is_working));
    let action = format!("/{}/settings/export", here.org);
    let again = action.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let here = here.clone();
        spawn_local(async move {
            let answer = export_create(here.org.clone()).await;
            busy.try_set(false);
            match answer {
                Ok(_) => {
                    trouble.try_set(None);
                    toasts.say("The export is being made");
                }
                Err(error) => {
                    trouble.try_set(Some(error.message));
                }
            }
            here.read_again();
        });
    };
    let inside = text::INSIDE.map(|(icon, what, words)| {
        view! { <li><Icon name=icon/><span><strong>{what}</strong>" "{words}</span></li> }
    });
    view! {
        <section class="section" aria-labelledby="make-title">
            <div class="section-head"><h2 id="make-title">"Make an export"</h2><p>"A zip that any program can read."</p></div>
            <form class="section-body ui-form" method="post" action=action on:submit=submit>
                {move || trouble.get().map(|words| view! { <Notice tone="amber" icon="warning" title="Not now" text=words/> })}
                <ul class="ui-facts-list" role="list">{inside.collect_view()}</ul>
                <div class="ui-form-foot">
                    <button class="ui-button" data-kind="primary" type="submit" aria-busy=move || busy.get().then_some("true")
                        aria-disabled=move || working.get().then_some("true")><Icon name="file"/><span>"Make an export"</span></button>
                    {move || working.get().then(|| view! {
                        <p class="ui-hint">{text::WORKING}" "<a href=again.clone()>{text::LOOK_AGAIN}</a></p>
                    })}
                </div>
            </form>
        </section>
    }
}

/// Reads the page again when one was asked for or ended, and every second while one is being made.
fn follow(here: &Here) {
    let live = use_live();
    let told = here.clone();
    Effect::new(move |_| {
        let Some(change) = live.last.get() else { return };
        if change.org == told.org && change.kind == "export_changed" {
            told.read_again();
        }
    });
    let (looks, here_page) = (here.clone(), here.page);
    let working = Memo::new(move |_| here_page.with(ExportPage::is_working));
    Effect::new(move |_| {
        let looks = looks.clone();
        if let (true, Ok(timer)) = (working.get(), set_interval_with_handle(move || looks.read_again(), LOOK)) {
            on_cleanup(move || timer.clear());
        }
    });
}
