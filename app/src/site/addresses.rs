//! How customers reach the site, and what to put into its pages.

use super::show::Here;
use crate::ui::CopyButton;
use domain::site::SitePage;
use leptos::prelude::*;

/// The widget for the site's own pages, a link for every page, and a request for a form of one's own.
#[component]
pub(super) fn Snippet(here: Here) -> impl IntoView {
    let page = here.page;
    let link = Signal::derive(move || page.with(|page| page.snippet.clone()));
    let script = Signal::derive(move || page.with(widget));
    let call = Signal::derive(move || page.with(request));
    view! {
        <section class="section" aria-labelledby="snippet-title">
            <div class="section-head"><h2 id="snippet-title">"Snippet"</h2><p>"The widget for your own pages, a link that works on any page, and a request for a form of your own."</p></div>
            <div class="section-body">
                <div class="ui-code">
                    <pre tabindex="0" role="region" aria-label="Widget"><code>{move || script.get()}</code></pre>
                    <CopyButton text=script what="the widget"/>
                </div>
                <div class="ui-code">
                    <pre tabindex="0" role="region" aria-label="Link"><code>{move || link.get()}</code></pre>
                    <CopyButton text=link what="the link"/>
                </div>
                <div class="ui-code">
                    <pre tabindex="0" role="region" aria-label="Request"><code>{move || call.get()}</code></pre>
                    <CopyButton text=call what="the request"/>
                </div>
            </div>
        </section>
    }
}

/// The page where customers write.
#[component]
pub(super) fn Addresses(here: Here) -> impl IntoView {
    let page = here.page;
    let url = Signal::derive(move || page.with(|page| page.page_url.clone()));
    let path = format!("/s/{}/{}", here.org, here.site);
    view! {
        <section class="section" aria-labelledby="addresses-title">
            <div class="section-head"><h2 id="addresses-title">"Addresses"</h2><p>"Where customers reach this site."</p></div>
            <div class="section-body">
                <dl class="addresses">
                    <div>
                        <dt>"Support page"</dt>
                        <dd class="ui-copy">
                            <a href=path rel="external">{move || url.get()}</a>
                            <CopyButton text=url what="the support page address"/>
                        </dd>
                    </div>
                </dl>
            </div>
        </section>
    }
}

/// The one line that puts the widget into a page (widget/README.md).
fn widget(page: &SitePage) -> String {
    let desk = page.page_url.split("/s/").next().unwrap_or_default();
    format!("<script async src=\"{desk}/widget.js\" data-key=\"{}\"></script>", page.key.key)
}

/// Opens a ticket through the site's own door, from one of its origins.
fn request(page: &SitePage) -> String {
    let desk = page.page_url.split("/s/").next().unwrap_or_default();
    let key = &page.key.key;
    format!(
        "await fetch(\"{desk}/support/v1/tickets\", {{\n  method: \"POST\",\n  headers: {{ \"Authorization\": \"Bearer {key}\", \"Content-Type\": \"application/json\" }},\n  \
         body: JSON.stringify({{ email: \"ana@example.com\", subject: \"Hello\", body: \"It works.\" }})\n}});"
    )
}
