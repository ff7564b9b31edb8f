//! "Test this site": what its doors answer, in words.

use super::calls::{site_show, site_test};
use super::show::Here;
use crate::ui::toast::use_toasts;
use crate::ui::{Icon, Skeleton};
use domain::site::SiteCheck;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The result of the last test; nothing before the first.
#[component]
pub(super) fn Check(here: Here, asked: RwSignal<u32>) -> impl IntoView {
    let checks: RwSignal<Option<Vec<SiteCheck>>> = RwSignal::new(None);
    let toasts = use_toasts();
    Effect::new(move |_| {
        if asked.get() == 0 {
            return;
        }
        checks.set(None);
        let here = here.clone();
        spawn_local(async move {
            match site_test(here.org.clone(), here.site.clone()).await {
                Ok(found) => drop(checks.try_set(Some(found))),
                Err(error) => toasts.warn(error.message),
            }
            // Who knocked meanwhile is on the list below, ready to be let in.
            if let Ok(page) = site_show(here.org, here.site).await {
                here.page.try_set(page);
            }
        });
    });
    let lines = move || match checks.get() {
        None => view! { <li><Skeleton width=3/></li> }.into_any(),
        Some(checks) => checks.into_iter().map(|check| view! { <Line check/> }).collect_view().into_any(),
    };
    view! {
        <div aria-live="polite">
            <Show when=move || asked.get() != 0>
                <section class="section" aria-labelledby="test-title">
                    <div class="section-head"><h2 id="test-title">"Check"</h2><p>"What this site's doors answer just now."</p></div>
                    <div class="section-body"><ul class="site-test" role="list">{lines}</ul></div>
                </section>
            </Show>
        </div>
    }
}

#[component]
fn Line(check: SiteCheck) -> impl IntoView {
    let (tone, icon) = if check.good { ("green", "check-circle") } else { ("amber", "warning") };
    view! { <li data-tone=tone><Icon name=icon/><span>{check.text}</span></li> }
}
