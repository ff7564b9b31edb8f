//! A page whose data did not come.

use crate::error::AppError;
use crate::layout::NotFoundPage;
use crate::ui::Notice;
use leptos::prelude::*;

/// What stands instead of a page: nothing is here, or what is in the way and how to go on.
#[component]
pub(crate) fn Trouble(error: AppError) -> impl IntoView {
    if error.is_not_found() {
        return view! { <NotFoundPage/> }.into_any();
    }
    #[cfg(not(target_arch = "wasm32"))]
    crate::request::set_page_status(error.status);
    view! {
        <div class="page">
            <Notice tone="red" icon="warning" title="This page could not be read" text=error.message>
                <a class="ui-button" data-size="small" href="" rel="external">"Try again"</a>
            </Notice>
        </div>
    }
    .into_any()
}
