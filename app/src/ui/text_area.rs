//! The only `<textarea` of the house (engineering.md 9.0): Leptos 0.8 sends a textarea's children unescaped, so a
//! customer's words in one would be a hole. Here the server sends the ESCAPED text; the browser sets the value.

use leptos::html;
use leptos::prelude::*;

/// Text as it may stand inside a textarea element. A first line break is doubled, because the parser eats one.
#[must_use]
pub fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if text.starts_with('\n') { format!("\n{text}") } else { text }
}

/// A field of many lines.
#[component]
pub fn TextArea(
    /// What stands in it; follows the typing and may be set.
    value: RwSignal<String>,
    /// Its id, for the label.
    #[prop(into)]
    id: String,
    /// Its name in the form.
    #[prop(into)]
    name: String,
    /// Its looks.
    #[prop(default = "ui-input")]
    class: &'static str,
    /// Lines to begin with.
    #[prop(default = 3)]
    rows: u32,
    /// What to write here.
    #[prop(into, optional)]
    placeholder: Signal<String>,
    /// Whether it may stay empty.
    #[prop(optional)]
    required: bool,
    /// Whether it may only be read.
    #[prop(optional)]
    read_only: bool,
    /// Whether the keyboard starts here.
    #[prop(optional)]
    autofocus: bool,
    /// Whether what stands in it was refused.
    #[prop(into, optional)]
    invalid: Signal<bool>,
    /// The id of the words that explain it.
    #[prop(into, optional)]
    described_by: Option<String>,
    /// The element, for whoever has to focus it.
    #[prop(optional)]
    node: NodeRef<html::Textarea>,
) -> impl IntoView {
    let initial = value.get_untracked();
    let sent = if cfg!(target_arch = "wasm32") { String::new() } else { escaped(&initial) };
    follow(node, value, initial);
    view! {
        <textarea
            node_ref=node
            class=class
            id=id
            name=name
            rows=rows
            placeholder=move || placeholder.get()
            required=required
            readonly=read_only
            autofocus=autofocus
            aria-invalid=move || invalid.get().then_some("true")
            aria-describedby=described_by
            on:input=move |event| value.set(event_target_value(&event))
            inner_html=sent
        ></textarea>
    }
}

/// Keeps element and signal alike. What somebody typed before the page came alive wins over what the server sent.
fn follow(node: NodeRef<html::Textarea>, value: RwSignal<String>, initial: String) {
    Effect::new(move |alive: Option<bool>| {
        let alive = alive.unwrap_or(false);
        let text = value.get();
        let Some(element) = node.get() else { return alive };
        let typed = element.value();
        if !alive && text == initial && !typed.is_empty() && typed != text {
            value.set(typed);
        } else if typed != text {
            element.set_value(&text);
        }
        true
    });
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_can_end_the_element() {
        assert_eq!(escaped("</textarea><script>"), "&lt;/textarea&gt;&lt;script&gt;");
        assert_eq!(escaped("a & b &lt;"), "a &amp; b &amp;lt;");
        assert_eq!(escaped("\nfirst"), "\n\nfirst");
    }
}
