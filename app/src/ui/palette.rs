//! Ctrl/Cmd+K: the commands of the page first, then what is found. A pasted code, address or link opens what it names.

use super::keys::{Command, EVERYWHERE, Found, use_keys};
use super::sheet::KeyCaps;
use super::{BareDialog, Icon, ListField};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;
use std::time::Duration;

/// Milliseconds of quiet before a search is asked for.
const QUIET: u64 = 60;
/// Commands listed at most.
const SHOWN: usize = 40;

/// A line of the palette.
#[derive(Clone)]
struct Line {
    group: String,
    icon: &'static str,
    title: String,
    detail: String,
    keys: &'static str,
    act: Arc<dyn Fn() + Send + Sync>,
}

/// Opens the palette.
#[derive(Clone, Copy)]
pub struct PaletteHandle(RwSignal<bool>);

impl PaletteHandle {
    /// Opens it.
    pub fn open(&self) {
        self.0.set(true);
    }
}

/// The palette of this page.
#[must_use]
pub fn use_palette() -> PaletteHandle {
    PaletteHandle(use_keys().palette)
}

/// The palette; closed until Ctrl/Cmd+K.
#[component]
pub fn Palette() -> impl IntoView {
    let keys = use_keys();
    let open = move || {
        keys.switcher.set(false);
        keys.palette.update(|open| *open = !*open);
    };
    keys.add([Command::new("palette", "Search and commands", "Ctrl+k", EVERYWHERE, open).icon("search").unlisted()]);
    view! {
        <BareDialog open=keys.palette label="Commands and search">
            <PaletteBody/>
        </BareDialog>
    }
}

#[component]
fn PaletteBody() -> impl IntoView {
    let keys = use_keys();
    let navigate = use_navigate();
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<Found>::new());
    let at = super::Cursor::default();
    let go = Arc::new(move |href: &str| navigate(href, leptos_router::NavigateOptions::default()));

    let lines = Memo::new_with_compare(
        move |_| {
            let text = typed.get();
            let text = text.trim();
            let mut lines = Vec::new();
            let opened = keys.finder().and_then(|(_, opener)| opener(text));
            lines.extend(opened.into_iter().chain(found.get()).map(|found| {
                let (go, href) = (go.clone(), found.href.clone());
                Line {
                    group: found.group.to_owned(),
                    icon: found.icon,
                    title: found.title,
                    detail: found.detail,
                    keys: "",
                    act: Arc::new(move || go(&href)),
                }
            }));
            let commands =
                keys.commands().into_iter().filter(|command| command.listed && matches(&command.label, text).is_some());
            let commands = commands.take(SHOWN).map(|command| Line {
                group: command.group,
                icon: command.icon,
                title: command.label,
                detail: String::new(),
                keys: command.keys,
                act: command.act,
            });
            arrange(lines, commands.collect())
        },
        |_, _| true,
    );
    Effect::new(move |_| {
        let text = typed.get();
        search(keys, text, typed, found);
    });
    let choose = move |index: usize| {
        let line = lines.with_untracked(|lines: &Vec<Line>| lines.get(index).cloned());
        if let Some(line) = line {
            keys.palette.set(false);
            // After the dialog has given the keyboard back, so that a command may take it.
            set_timeout(move || (line.act)(), Duration::ZERO);
        }
    };
    let is_empty = move || lines.with(Vec::is_empty);
    view! {
        <ListField
            name="palette"
            icon="search"
            label="Search tickets, people, commands…"
            none="Nothing fits. Try a word of the subject, a code or an address."
            typed
            at
            count=Signal::derive(move || lines.with(Vec::len))
            on_choose=Callback::new(choose)
        />
        <div class="ui-palette-list" role="listbox" id="palette-list" aria-label="Results" hidden=is_empty>
            {move || {
                let text = typed.get();
                groups(lines.get()).into_iter().enumerate().map(|(number, (name, lines))| {
                    let heading = format!("palette-group-{number}");
                    let labelled = heading.clone();
                    view! {
                        <div role="group" aria-labelledby=labelled>
                            <p class="ui-palette-group" id=heading>{name}</p>
                            {lines.into_iter().map(|(index, line)| view! {
                                <div
                                    class="ui-palette-item"
                                    role="option"
                                    id=format!("palette-{index}")
                                    aria-selected=move || at.marks(index)
                                    on:click=move |_| choose(index)
                                >
                                    <Icon name=line.icon/>
                                    <span class="ui-palette-name">
                                        {marked(&line.title, &text)}
                                        {(!line.detail.is_empty()).then(|| view! { <small>{line.detail.clone()}</small> })}
                                    </span>
                                    <span class="ui-palette-end"><KeyCaps keys=line.keys/></span>
                                </div>
                            }).collect_view()}
                        </div>
                    }
                }).collect_view()
            }}
        </div>
        <div class="ui-palette-foot">
            <span><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move"</span>
            <span><kbd>"Enter"</kbd>" run"</span>
            <span>"Paste a code, address or link to open it"</span>
        </div>
    }
}

/// What a pasted text opens comes first, then the page's own commands, then what was found, then all else.
fn arrange(found: Vec<Line>, commands: Vec<Line>) -> Vec<Line> {
    let (opened, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|line| line.group == OPEN);
    let own = commands.iter().take_while(|line| line.group != EVERYWHERE && line.group != super::keys::GO_TO).count();
    let mut lines = opened;
    let mut commands = commands.into_iter();
    lines.extend(commands.by_ref().take(own));
    lines.extend(found);
    lines.extend(commands);
    lines
}

/// The group of what a pasted text names.
pub const OPEN: &str = "Open";

fn groups(lines: Vec<Line>) -> Vec<(String, Vec<(usize, Line)>)> {
    let mut groups: Vec<(String, Vec<(usize, Line)>)> = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        match groups.last_mut() {
            Some((name, lines)) if *name == line.group => lines.push((index, line)),
            _ => groups.push((line.group.clone(), vec![(index, line)])),
        }
    }
    groups
}

/// Asks the page's finder after a moment of quiet; a late answer to an older text is dropped.
fn search(keys: super::keys::Keys, text: String, typed: RwSignal<String>, found: RwSignal<Vec<Found>>) {
    let Some((finder, _)) = keys.finder() else { return };
    if text.trim().chars().count() < 2 {
        found.set(Vec::new());
        return;
    }
    set_timeout(
        move || {
            if typed.try_get_untracked().as_ref() != Some(&text) {
                return;
            }
            leptos::task::spawn_local(async move {
                let lines = finder(text.trim().to_owned()).await;
                if typed.try_get_untracked().as_ref() == Some(&text) {
                    found.try_set(lines);
                }
            });
        },
        Duration::from_millis(QUIET),
    );
}

/// Where a word of `title` begins with what was typed, else where it stands at all; the whole title for no text.
/// Byte range, for marking.
#[must_use]
pub fn matches(title: &str, text: &str) -> Option<(usize, usize)> {
    if text.is_empty() {
        return Some((0, 0));
    }
    let wanted: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let chars: Vec<(usize, char)> = title.char_indices().collect();
    let fits = |from: usize| {
        let mut rest = chars[from..].iter();
        let mut end = chars[from].0;
        for wanted in &wanted {
            let (at, c) = rest.next()?;
            if !c.to_lowercase().eq(std::iter::once(*wanted)) {
                return None;
            }
            end = at + c.len_utf8();
        }
        Some((chars[from].0, end))
    };
    let starts = |from: &usize| *from == 0 || !chars[from - 1].1.is_alphanumeric();
    (0..chars.len()).filter(starts).find_map(fits).or_else(|| (0..chars.len()).find_map(fits))
}

/// The title with what was typed marked in it.
fn marked(title: &str, text: &str) -> impl IntoView + use<> {
    let (from, to) = matches(title, text.trim()).unwrap_or_default();
    let (before, hit, after) = (title[..from].to_owned(), title[from..to].to_owned(), title[to..].to_owned());
    view! { <span>{before}</span>{(!hit.is_empty()).then(|| view! { <mark>{hit}</mark> })}<span>{after}</span> }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn the_beginning_of_a_word_is_preferred() {
        assert_eq!(matches("Prepare reply", "re"), Some((8, 10)));
        assert_eq!(matches("Subscription", "SCR"), Some((3, 6)));
        assert_eq!(matches("Übergröße", "über"), Some((0, 5)));
        assert_eq!(matches("Reply", "x"), None);
        assert_eq!(matches("Reply", ""), Some((0, 0)));
    }
}
