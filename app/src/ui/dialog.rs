//! The browser's own dialog: it traps the keyboard, closes on Esc and gives the focus back to where it was.

use super::{Icon, browser};
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A dialog with a title and a way out. Its children are `.ui-dialog-body` and `.ui-dialog-foot`; they exist while it
/// is open, so they begin anew each time.
#[component]
pub fn Dialog(
    /// Whether it is open; closing it in any way sets this.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: String,
    /// Unique on the page: ids are made from it.
    #[prop(into)]
    id: String,
    /// `wide`.
    #[prop(optional)]
    size: Option<&'static str>,
    /// What stands in it.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    obey(node, open);
    let heading = format!("{id}-title");
    let labelled = heading.clone();
    view! {
        <dialog class="ui-dialog" id=id data-size=size aria-labelledby=labelled node_ref=node on:close=move |_| open.set(false) on:click=move |event| dismiss(&event, open)>
            {move || open.get().then(|| {
                view! {
                    <div class="ui-dialog-head">
                        <h2 id=heading.clone()>{title.clone()}</h2>
                        <button class="ui-icon-button" type="button" aria-label="Close" on:click=move |_| open.set(false)><Icon name="close"/></button>
                    </div>
                    {children()}
                }
            })}
        </dialog>
    }
}

/// A dialog that is a field with a list under it: palette, switcher, pickers.
#[component]
pub fn BareDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What readers call it.
    #[prop(into)]
    label: String,
    /// What stands in it.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    obey(node, open);
    view! {
        <dialog class="ui-dialog ui-palette" data-place="top" aria-label=label node_ref=node on:close=move |_| open.set(false) on:click=move |event| dismiss(&event, open)>
            {move || open.get().then(|| children())}
        </dialog>
    }
}

/// Opens and closes the element as the signal says, and puts the keyboard onto the field that asks for it.
fn obey(node: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = node.get() else { return };
        if !wanted {
            dialog.close();
        } else if !dialog.open() && dialog.show_modal().is_ok() {
            request_animation_frame(move || {
                if let Some(field) = browser::find("dialog[open] [autofocus]") {
                    let _ = field.focus();
                }
            });
        }
    });
}

/// A click on the backdrop is a click on the dialog itself.
fn dismiss(event: &MouseEvent, open: RwSignal<bool>) {
    let on_itself = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|target| target.tag_name() == "DIALOG");
    if on_itself {
        open.set(false);
    }
}
