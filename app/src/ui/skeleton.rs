//! The shape of what is coming, in its size: no spinner, no jump.

use leptos::prelude::*;

/// A grey bar.
#[component]
pub fn Skeleton(
    /// 1 to 4: a fifth to four fifths of the line; the whole without.
    #[prop(optional)]
    width: Option<u8>,
    /// `round` or `pill`.
    #[prop(optional)]
    shape: Option<&'static str>,
) -> impl IntoView {
    view! { <span class="ui-skeleton" data-width=width data-shape=shape></span> }
}
