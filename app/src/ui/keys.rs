//! THE registry of commands: whatever a person can do by key is registered here by the part of the page that does it,
//! and goes when that part goes. The palette and the `?` sheet are made from it, so neither can lie.

mod chord;
mod listen;

pub use chord::{Chord, keys_of};

use domain::Timestamp;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Groups of the sheet and the palette, in the order shown; the page's own come before them.
pub const EVERYWHERE: &str = "Everywhere";
/// Ways to other pages.
pub const GO_TO: &str = "Go";

/// Something a person can do by key or by name.
#[derive(Clone)]
pub struct Command {
    /// Unique while it is registered, such as `ticket-reply`.
    pub id: String,
    /// What it does: `Reply`.
    pub label: String,
    /// Its keys: `r`, `g i`, `Ctrl+k`, `Shift+x`; empty where it has a name only. `Ctrl` is also Cmd.
    pub keys: &'static str,
    /// The heading it stands under.
    pub group: String,
    /// Its icon in the palette.
    pub icon: &'static str,
    /// Whether holding the key repeats it.
    pub repeats: bool,
    /// Whether the palette lists it (moving up and down is not asked for by name).
    pub listed: bool,
    /// The deed.
    pub act: Arc<dyn Fn() + Send + Sync>,
}

impl Command {
    /// A command; the rest is set by the methods below.
    pub fn new(
        id: impl Into<String>,
        label: impl Into<String>,
        keys: &'static str,
        group: impl Into<String>,
        act: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            keys,
            group: group.into(),
            icon: "chevron-right",
            repeats: false,
            listed: true,
            act: Arc::new(act),
        }
    }

    /// With an icon.
    #[must_use]
    pub fn icon(mut self, icon: &'static str) -> Self {
        self.icon = icon;
        self
    }

    /// A movement: repeats while the key is held, and is in the sheet but not in the palette.
    #[must_use]
    pub fn movement(mut self) -> Self {
        (self.repeats, self.listed) = (true, false);
        self
    }

    /// In the sheet, not in the palette.
    #[must_use]
    pub fn unlisted(mut self) -> Self {
        self.listed = false;
        self
    }
}

/// Something found for what was typed into the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The heading it stands under.
    pub group: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its name.
    pub title: String,
    /// Smaller, beside it.
    pub detail: String,
    /// Where it is.
    pub href: String,
}

/// Looks for what was typed.
pub type Finder = Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Vec<Found>>>> + Send + Sync>;
/// The one place a text points at, if it points at one: a code, an address of a page, a mail address.
pub type Opener = Arc<dyn Fn(&str) -> Option<Found> + Send + Sync>;

#[derive(Clone)]
struct Entry {
    number: u64,
    command: Command,
}

/// The registry.
#[derive(Clone, Copy)]
pub struct Keys {
    entries: RwSignal<Vec<Entry>>,
    finder: StoredValue<Option<(u64, Finder, Opener)>>,
    next: StoredValue<u64>,
    begun: StoredValue<Option<(String, Timestamp)>>,
    /// Whether the palette is open.
    pub palette: RwSignal<bool>,
    /// Whether the sheet of keys is open.
    pub sheet: RwSignal<bool>,
    /// Whether the switcher of organizations is open.
    pub switcher: RwSignal<bool>,
    /// Whether this is a Mac, where Ctrl is called Cmd. Known after the page is alive.
    pub mac: RwSignal<bool>,
}

/// Provides the registry to everything below and starts to listen when the page is alive.
pub fn provide_keys() {
    let keys = Keys {
        entries: RwSignal::new(Vec::new()),
        finder: StoredValue::new(None),
        next: StoredValue::new(1),
        begun: StoredValue::new(None),
        palette: RwSignal::new(false),
        sheet: RwSignal::new(false),
        switcher: RwSignal::new(false),
        mac: RwSignal::new(false),
    };
    provide_context(keys);
    Effect::new(move |_| listen::start(keys));
}

/// The registry of this page.
#[must_use]
pub fn use_keys() -> Keys {
    expect_context::<Keys>()
}

impl Keys {
    fn number(&self) -> u64 {
        self.next.try_update_value(|next| std::mem::replace(next, *next + 1)).unwrap_or_default()
    }

    /// Registers commands as long as the calling part of the page is there. Of two with the same keys the newer wins.
    /// Registers when the page is alive, so the server keeps none.
    pub fn add(&self, commands: impl IntoIterator<Item = Command>) {
        let keys = *self;
        let number = keys.number();
        let commands: Vec<_> = commands.into_iter().collect();
        on_cleanup(move || {
            keys.entries.try_update(|entries| entries.retain(|entry| entry.number != number));
        });
        Effect::new(move |_| {
            let new = commands.iter().cloned().map(|command| Entry { number, command });
            keys.entries.update(|entries| {
                entries.retain(|entry| entry.number != number);
                entries.extend(new);
            });
        });
    }

    /// Registers one command as long as the calling part of the page is there.
    pub fn register(&self, command: Command) {
        self.add([command]);
    }

    /// Lets the palette search as long as the calling part of the page is there.
    pub fn find_with(&self, finder: Finder, opener: Opener) {
        let keys = *self;
        let number = keys.number();
        keys.finder.set_value(Some((number, finder, opener)));
        on_cleanup(move || {
            keys.finder.try_update_value(|finder| {
                if finder.as_ref().is_some_and(|(owner, ..)| *owner == number) {
                    *finder = None;
                }
            });
        });
    }

    /// Who looks for what is typed, and who opens what is pasted.
    #[must_use]
    pub fn finder(&self) -> Option<(Finder, Opener)> {
        self.finder.get_value().map(|(_, finder, opener)| (finder, opener))
    }

    /// All commands: the page's own first, newest part first, then ways to go, then those of every page; each keys once.
    #[must_use]
    pub fn commands(&self) -> Vec<Command> {
        let mut entries = self.entries.get();
        entries.reverse();
        entries.sort_by_key(|entry| match entry.command.group.as_str() {
            EVERYWHERE => 2,
            GO_TO => 1,
            _ => 0,
        });
        // Turned twice, so that commands of one part keep the order they were written in.
        let mut commands: Vec<Command> = Vec::new();
        let mut rest = entries.as_slice();
        while let Some(first) = rest.first() {
            let same = rest
                .iter()
                .take_while(|entry| entry.number == first.number && entry.command.group == first.command.group)
                .count();
            commands.extend(rest[..same].iter().rev().map(|entry| entry.command.clone()));
            rest = &rest[same..];
        }
        commands
    }

    /// Does what a key asks for.
    fn run(&self, keys: &str, repeated: bool) -> bool {
        let found = self.entries.with_untracked(|entries| {
            entries.iter().rev().find(|entry| chord::has(entry.command.keys, keys)).map(|entry| entry.command.clone())
        });
        match found {
            Some(command) if !repeated || command.repeats => (command.act)(),
            Some(_) => {}
            None => return false,
        }
        true
    }

    /// Whether keys that begin so lead anywhere.
    fn begins(&self, keys: &str) -> bool {
        self.entries.with_untracked(|entries| entries.iter().any(|entry| chord::begins(entry.command.keys, keys)))
    }
}
