//! The `?` sheet: every key of this page, from the registry.

use super::Dialog;
use super::keys::{Command, EVERYWHERE, keys_of, use_keys};
use leptos::prelude::*;

/// Opens the sheet.
#[derive(Clone, Copy)]
pub struct KeySheetHandle(RwSignal<bool>);

impl KeySheetHandle {
    /// Opens it.
    pub fn open(&self) {
        self.0.set(true);
    }
}

/// The sheet of this page.
#[must_use]
pub fn use_key_sheet() -> KeySheetHandle {
    KeySheetHandle(use_keys().sheet)
}

/// All keys, by group.
#[component]
pub fn KeySheet() -> impl IntoView {
    let keys = use_keys();
    keys.add([
        Command::new("key-sheet", "Keyboard shortcuts", "?", EVERYWHERE, move || keys.sheet.set(true)).icon("keyboard")
    ]);
    let groups = move || {
        let mut groups: Vec<(String, Vec<Command>)> = Vec::new();
        for command in keys.commands().into_iter().filter(|command| !command.keys.is_empty()) {
            match groups.iter_mut().find(|(name, _)| *name == command.group) {
                Some((_, commands)) => commands.push(command),
                None => groups.push((command.group.clone(), vec![command])),
            }
        }
        groups
    };
    view! {
        <Dialog open=keys.sheet title="Keyboard shortcuts" id="keys" size="wide">
            <div class="ui-keys">
                {move || groups().into_iter().map(|(name, commands)| view! {
                    <section class="ui-keys-group">
                        <h3>{name}</h3>
                        <dl>{commands.into_iter().map(|command| view! {
                            <div><dt>{command.label.clone()}</dt><dd><KeyCaps keys=command.keys/></dd></div>
                        }).collect_view()}</dl>
                    </section>
                }).collect_view()}
            </div>
        </Dialog>
    }
}

/// Keys as caps.
#[component]
pub fn KeyCaps(
    /// As a command writes them.
    keys: &'static str,
) -> impl IntoView {
    let mac = use_keys().mac;
    move || keys_of(keys, mac.get()).into_iter().map(|key| view! { <kbd>{key}</kbd>" " }).collect_view()
}
