//! What is being written on a ticket, and what becomes of it.

use super::super::calls::ticket_show;
use super::super::draft::{self, Draft, Refusal};
use super::super::memory::Owner;
use super::super::outbox::{self, Letter};
use super::{Copies, FIELD};
use crate::form::Typed;
use crate::layout::OrgContext;
use crate::ui::browser;
use crate::ui::toast::Toasts;
use domain::attachment::{MAX_BYTES, MAX_FILES};
use domain::message::{MessageKind, MessageView};
use domain::ticket::{TicketCode, TicketPage, TimelineItem};
use domain::{Field, OrgSlug, StatusId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use std::sync::Arc;
use web_sys::{File, HtmlInputElement};

/// A message in the making. All signals: it is passed down as a value.
#[derive(Clone, Copy)]
pub struct Writing {
    /// The ticket.
    pub page: RwSignal<TicketPage>,
    /// For whom.
    pub kind: RwSignal<MessageKind>,
    /// What.
    pub text: RwSignal<String>,
    /// Who else gets it.
    pub copies: Copies,
    /// Name and bytes of the files to go with it.
    pub files: RwSignal<Vec<(String, i64)>>,
    /// Whether the browser keeps it.
    pub saved: RwSignal<bool>,
    /// Why the last try was not taken.
    pub refused: RwSignal<Option<Refusal>>,
    /// Each wrapped by itself: a wrapped list would be dropped by another thread of the server, which is a panic.
    blobs: StoredValue<Vec<SendWrapper<File>>>,
    tried: StoredValue<Option<(String, String, String)>>,
    fixed: StoredValue<Fixed>,
}

#[derive(Clone)]
struct Fixed {
    org: OrgSlug,
    owner: Owner,
    code: TicketCode,
    name: String,
    to: String,
    toasts: Toasts,
    on_done: Callback<()>,
}

/// The newest message of the customer.
pub fn newest_customer(page: &TicketPage) -> Option<MessageView> {
    page.timeline.iter().rev().find_map(|item| match item {
        TimelineItem::Message(message) if message.from_customer => Some(message.clone()),
        _ => None,
    })
}

impl Writing {
    /// Begins with what was refused, else where the draft of this browser left off.
    pub fn of(
        page: RwSignal<TicketPage>,
        copies: Copies,
        org: &OrgContext,
        typed: &Typed,
        toasts: Toasts,
        on_done: Callback<()>,
    ) -> Self {
        let owner = Owner::of(org);
        let (code, to) = page.with_untracked(|page| (page.ticket.code.clone(), page.ticket.requester.email.clone()));
        let name = draft::name(&owner, &code);
        let writing = Self {
            page,
            kind: RwSignal::new(if typed.value("kind") == MessageKind::Note.as_str() {
                MessageKind::Note
            } else {
                MessageKind::Public
            }),
            text: RwSignal::new(typed.value("body")),
            copies,
            files: RwSignal::new(Vec::new()),
            saved: RwSignal::new(false),
            refused: RwSignal::new(
                typed
                    .problems
                    .0
                    .iter()
                    .find(|problem| problem.field != Field::Subject)
                    .map(|problem| Refusal { stale: problem.code == "stale", message: problem.message.clone() }),
            ),
            blobs: StoredValue::new(Vec::new()),
            tried: StoredValue::new(None),
            fixed: StoredValue::new(Fixed { org: org.slug.clone(), owner, code, name, to, toasts, on_done }),
        };
        Effect::new(move |_| {
            if writing.text.with_untracked(String::is_empty) {
                writing.load();
            }
            let listener = window_event_listener_untyped(draft::CHANGED, move |_| writing.load());
            on_cleanup(move || listener.remove());
        });
        Effect::new(move |first: Option<()>| {
            let (kind, text, cc) = (writing.kind.get(), writing.text.get(), copies.text.get());
            if first.is_some() {
                writing.keep(kind, text, cc);
            }
        });
        writing
    }

    /// Writes down what stands here now. What is being sent is not overwritten by the emptiness it left behind.
    fn keep(self, kind: MessageKind, text: String, cc: String) {
        let name = self.fixed.with_value(|fixed| fixed.name.clone());
        if text.trim().is_empty() {
            if draft::load(&name).is_some_and(|draft| draft.sending.is_none()) {
                draft::forget(&name);
            }
            self.saved.set(false);
            return;
        }
        draft::save(&name, &Draft { refused: self.refused.get_untracked(), ..Draft::of(kind, text, cc) });
        self.saved.set(true);
    }

    /// Takes up the kept draft. One that was sent as its page was left is done with if the ticket shows its message.
    fn load(self) {
        let Some(fixed) = self.fixed.try_get_value() else { return };
        let Some(draft) = draft::load(&fixed.name) else { return };
        if let Some(seen) = draft.sending {
            let held = fixed.toasts.docked_untracked(&outbox::dock(&fixed.code));
            if held {
                return;
            }
            let arrived = self.page.with_untracked(|page| {
                page.timeline.iter().any(|item| matches!(item, TimelineItem::Message(message) if message.number > seen && !message.from_customer && message.kind == draft.kind))
            });
            if arrived {
                draft::forget(&fixed.name);
                return;
            }
            self.tried.set_value(draft.idempotency.clone().map(|key| (key, draft.text.clone(), draft.cc.clone())));
        }
        if let Some(key) = &draft.idempotency {
            self.take_files(outbox::files_of(key));
        }
        self.refused.set(draft.refused.clone());
        if draft.refused.as_ref().is_some_and(|refused| refused.stale) {
            self.catch_up();
        }
        self.kind.set(draft.kind);
        self.copies.set(draft.cc);
        self.text.set(draft.text);
    }

    /// Looks up what arrived meanwhile.
    fn catch_up(self) {
        let fixed = self.fixed.get_value();
        spawn_local(async move {
            // Without an answer the notice stands, only without the newest message.
            if let Ok(page) = ticket_show(fixed.org, fixed.code).await {
                self.page.try_set(page);
            }
        });
    }

    /// Puts the keyboard into the field, in that mode.
    pub fn begin(self, kind: MessageKind) {
        self.kind.set(kind);
        browser::focus(FIELD);
    }

    /// Takes the chosen files; those that are too many or too big are refused by name.
    pub fn attach(self, input: &HtmlInputElement) {
        let chosen = input.files();
        let files =
            (0..chosen.as_ref().map_or(0, web_sys::FileList::length)).filter_map(|at| chosen.as_ref()?.item(at));
        self.take_files(files.collect());
        // The files are in the list now; the same one may be chosen again after it was removed.
        input.set_value("");
    }

    fn take_files(self, files: Vec<File>) {
        let toasts = self.fixed.with_value(|fixed| fixed.toasts);
        for file in files {
            #[expect(clippy::cast_precision_loss, reason = "ten megabytes are exact")]
            let too_big = file.size() > MAX_BYTES as f64;
            if too_big {
                toasts.warn(format!("{} is larger than {} MB.", file.name(), MAX_BYTES / 1_048_576));
            } else if self.files.with_untracked(Vec::len) >= MAX_FILES {
                toasts.warn(format!("A message takes {MAX_FILES} files; {} was left out.", file.name()));
            } else {
                #[expect(clippy::cast_possible_truncation, reason = "at most ten megabytes")]
                let size = file.size() as i64;
                self.files.update(|files| files.push((file.name(), size)));
                self.blobs.update_value(|blobs| blobs.push(SendWrapper::new(file)));
            }
        }
    }

    /// Leaves a file out.
    pub fn detach(self, at: usize) {
        self.files.update(|files| drop(files.remove(at)));
        self.blobs.update_value(|blobs| drop(blobs.remove(at)));
    }

    /// Sends what stands here, with a status to set if one is given.
    pub fn send(self, then: Option<StatusId>) {
        let text = self.text.get_untracked();
        if text.trim().is_empty() {
            browser::focus(FIELD);
            return;
        }
        let kind = self.kind.get_untracked();
        // A note goes to nobody, whatever stands in a field that it does not show.
        let cc = if kind == MessageKind::Note { Some(Vec::new()) } else { self.copies.take() };
        let Some(cc) = cc else { return };
        let cc = cc.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let fixed = self.fixed.get_value();
        let dock = outbox::dock(&fixed.code);
        if fixed.toasts.docked_untracked(&dock) {
            // The one before goes first, so that the order on the ticket is the order of writing.
            fixed.toasts.finish_docked(&dock);
        }
        let again = self
            .tried
            .try_update_value(Option::take)
            .flatten()
            .filter(|(_, before, copied)| *before == text && *copied == cc)
            .map(|(key, ..)| key);
        let letter = Letter {
            org: fixed.org.clone(),
            owner: fixed.owner.clone(),
            code: fixed.code.clone(),
            kind,
            text,
            cc,
            seen: self.page.with_untracked(|page| page.ticket.last_message),
            idempotency: again.unwrap_or_else(|| uuid::Uuid::new_v4().to_string()),
            then,
        };
        let blobs = self.blobs.try_update_value(std::mem::take).unwrap_or_default();
        let blobs = blobs.into_iter().map(SendWrapper::take).collect();
        let page = self.page;
        let arrived: outbox::Arrived = Arc::new(move |answer| {
            if let Ok(fresh) = answer {
                page.try_set(fresh);
            }
        });
        self.refused.set(None);
        letter.send(blobs, &fixed.to, fixed.toasts, arrived);
        self.files.set(Vec::new());
        self.copies.clear();
        self.text.set(String::new());
        self.kind.set(MessageKind::Public);
        if then.is_some() {
            fixed.on_done.run(());
        } else {
            browser::blur();
        }
    }
}
