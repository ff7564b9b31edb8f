//! What just happened, and the way back. Also what is HELD: done only when its seconds are over, so that undo means it
//! never happened.
//!
//! Toasts outlive the page they come from. Their closures therefore hold plain values, and touch signals with `try_`
//! only. A held toast may be docked: a part of a page shows it in its own place (the composer's undo bar) as long as
//! that part is there.

use super::Icon;
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// Something to do later.
pub type Act = Arc<dyn Fn() + Send + Sync>;

/// How something held came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Its seconds are over, or somebody hurried it.
    Due,
    /// The page is being left: whatever happens now must outlive it.
    Leaving,
}

/// What is to happen at the end of something held.
pub type Finish = Arc<dyn Fn(Ending) + Send + Sync>;

/// One message.
#[derive(Clone)]
pub struct Toast {
    /// Which.
    pub id: u64,
    /// What it says.
    pub text: String,
    /// `green` or `red`.
    pub tone: &'static str,
    /// Seconds until it goes.
    pub left: u32,
    /// The place on a page that shows it instead of the stack.
    pub dock: Option<String>,
    undo: Option<Act>,
    finish: Option<Finish>,
}

/// All messages of this browser tab.
#[derive(Clone, Copy)]
pub struct Toasts {
    items: RwSignal<Vec<Toast>>,
    docks: RwSignal<Vec<String>>,
    next: StoredValue<u64>,
}

/// Provides toasts to everything below.
pub fn provide_toasts() {
    let toasts =
        Toasts { items: RwSignal::new(Vec::new()), docks: RwSignal::new(Vec::new()), next: StoredValue::new(1) };
    provide_context(toasts);
    Effect::new(move |_| {
        let tick = set_interval_with_handle(move || toasts.tick(), Duration::from_secs(1));
        let leave = window_event_listener(ev::pagehide, move |_| toasts.leave());
        on_cleanup(move || {
            leave.remove();
            if let Ok(tick) = tick {
                tick.clear();
            }
        });
    });
}

/// The toasts of this page.
#[must_use]
pub fn use_toasts() -> Toasts {
    expect_context::<Toasts>()
}

impl Toasts {
    fn push(
        &self,
        text: String,
        tone: &'static str,
        seconds: u32,
        dock: Option<String>,
        undo: Option<Act>,
        finish: Option<Finish>,
    ) -> u64 {
        let id = self.next.try_update_value(|next| std::mem::replace(next, *next + 1)).unwrap_or_default();
        let toast = Toast { id, text, tone, left: seconds, dock, undo, finish };
        self.items.try_update(|items| items.push(toast));
        id
    }

    /// Says that something went well, for five seconds.
    pub fn say(&self, text: impl Into<String>) {
        self.push(text.into(), "green", 5, None, None, None);
    }

    /// Says why something was refused, for ten seconds.
    pub fn warn(&self, text: impl Into<String>) {
        self.push(text.into(), "red", 10, None, None, None);
    }

    /// Says what was done and offers the way back for so many seconds (`z`). `on_done` follows when nobody took it.
    pub fn undoable(
        &self,
        text: impl Into<String>,
        seconds: u32,
        on_undo: impl Fn() + Send + Sync + 'static,
        on_done: impl Fn() + Send + Sync + 'static,
    ) {
        self.push(text.into(), "green", seconds, None, Some(Arc::new(on_undo)), Some(Arc::new(move |_| on_done())));
    }

    /// Holds something for so many seconds: `finish` does it, `on_undo` is called instead. Shown by whoever docks at
    /// `dock`, else in the stack. Leaving the page finishes it at once.
    pub fn hold(
        &self,
        text: impl Into<String>,
        seconds: u32,
        dock: impl Into<String>,
        on_undo: impl Fn() + Send + Sync + 'static,
        finish: impl Fn(Ending) + Send + Sync + 'static,
    ) {
        self.push(text.into(), "green", seconds, Some(dock.into()), Some(Arc::new(on_undo)), Some(Arc::new(finish)));
    }

    /// What is held for a place, while that place is on screen.
    #[must_use]
    pub fn docked(&self, dock: &str) -> Option<Toast> {
        self.items.with(|items| items.iter().find(|toast| toast.dock.as_deref() == Some(dock)).cloned())
    }

    /// Whether something is held for a place, without following it.
    #[must_use]
    pub fn docked_untracked(&self, dock: &str) -> bool {
        self.items.with_untracked(|items| items.iter().any(|toast| toast.dock.as_deref() == Some(dock)))
    }

    /// Ends what is held for a place now.
    pub fn finish_docked(&self, dock: &str) {
        let held = self.items.with_untracked(|items| {
            items.iter().find(|toast| toast.dock.as_deref() == Some(dock)).map(|toast| toast.id)
        });
        held.into_iter().for_each(|id| self.finish(id));
    }

    /// Says that a place shows what is held for it, until the calling part of the page is gone.
    pub fn dock(&self, dock: String) {
        let docks = self.docks;
        docks.update(|docks| docks.push(dock.clone()));
        on_cleanup(move || {
            docks.try_update(|docks| {
                if let Some(at) = docks.iter().position(|name| *name == dock) {
                    docks.remove(at);
                }
            });
        });
    }

    /// Takes back the message's deed.
    pub fn undo(&self, id: u64) {
        if let Some(undo) = self.take(id).and_then(|toast| toast.undo) {
            undo();
        }
    }

    /// Takes back the newest deed that can be; says whether there was one.
    pub fn undo_last(&self) -> bool {
        let newest = self
            .items
            .with_untracked(|items| items.iter().rev().find(|toast| toast.undo.is_some()).map(|toast| toast.id));
        newest.inspect(|id| self.undo(*id)).is_some()
    }

    /// Ends it now instead of after its seconds.
    pub fn finish(&self, id: u64) {
        if let Some(finish) = self.take(id).and_then(|toast| toast.finish) {
            finish(Ending::Due);
        }
    }

    fn take(&self, id: u64) -> Option<Toast> {
        let mut taken = None;
        self.items.try_update(|items| taken = items.iter().position(|toast| toast.id == id).map(|at| items.remove(at)));
        taken
    }

    /// A second has passed.
    fn tick(&self) {
        if self.items.try_with_untracked(Vec::is_empty).unwrap_or(true) {
            return;
        }
        self.items.try_update(|items| items.iter_mut().for_each(|toast| toast.left = toast.left.saturating_sub(1)));
        let due: Vec<u64> = self
            .items
            .with_untracked(|items| items.iter().filter(|toast| toast.left == 0).map(|toast| toast.id).collect());
        due.into_iter().for_each(|id| self.finish(id));
    }

    /// The page goes: everything held happens.
    fn leave(&self) {
        let mut all = Vec::new();
        self.items.try_update(|items| all = std::mem::take(items));
        all.into_iter().filter_map(|toast| toast.finish).for_each(|finish| finish(Ending::Leaving));
    }
}

/// The corner where toasts stand.
#[component]
pub fn ToastStack() -> impl IntoView {
    let toasts = use_toasts();
    let shown = move || {
        let docks = toasts.docks.get();
        let mut items = toasts.items.get();
        items.retain(|toast| toast.dock.as_ref().is_none_or(|dock| !docks.contains(dock)));
        items
    };
    view! {
        <div class="ui-toasts" role="status" aria-live="polite">
            <For each=shown key=|toast| toast.id let(toast)>
                <div class="ui-toast" data-tone=toast.tone>
                    <Icon name=if toast.tone == "red" { "warning" } else { "check-circle" }/>
                    <p>{toast.text.clone()}</p>
                    {if toast.undo.is_some() {
                        view! { <button class="ui-button" data-size="small" type="button" on:click=move |_| toasts.undo(toast.id)><span>"Undo "</span><kbd>"z"</kbd></button> }.into_any()
                    } else {
                        view! { <button class="ui-icon-button" data-size="small" type="button" aria-label="Dismiss" on:click=move |_| toasts.finish(toast.id)><Icon name="close"/></button> }.into_any()
                    }}
                </div>
            </For>
        </div>
    }
}
