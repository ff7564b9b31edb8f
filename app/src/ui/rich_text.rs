//! The only place that inserts HTML: message bodies, which `desk::markdown` has sanitised before they were kept.

use leptos::prelude::*;

/// Text with emphasis, lists and links. `html` is a message's `html`, nothing else.
#[component]
pub fn RichText(
    /// Its looks.
    class: &'static str,
    /// Sanitised by the server.
    html: String,
) -> impl IntoView {
    view! { <div class=class inner_html=html></div> }
}
