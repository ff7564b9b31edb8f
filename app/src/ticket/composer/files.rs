//! The files that will go with a message.

use super::state::Writing;
use crate::ticket::text;
use crate::ui::Icon;
use leptos::prelude::*;

/// The chosen files, each with the way to leave it out.
#[component]
pub fn FileList(writing: Writing) -> impl IntoView {
    move || {
        let files = writing.files.get();
        (!files.is_empty()).then(|| {
            let items = files
                .into_iter()
                .enumerate()
                .map(|(at, (name, size))| {
                    view! {
                        <li>
                            <span class="attachment">
                                <Icon name="file"/>
                                <span class="attachment-name">{name.clone()}</span>
                                <small>{text::size(size)}</small>
                                <button class="ui-icon-button" data-size="small" type="button" aria-label=format!("Remove {name}") on:click=move |_| writing.detach(at)><Icon name="close"/></button>
                            </span>
                        </li>
                    }
                })
                .collect_view();
            view! { <ul class="attachments" role="list" aria-label="To be attached">{items}</ul> }
        })
    }
}
