//! Changing tickets from the screen: shown at once, sent after, taken back with a reason when refused (screens.md 1).
//!
//! Changes of this tab go out one after the other, so the second change of a ticket knows the version the first made.

use super::memory::{self, Owner};
use super::{calls, text};
use crate::error::AppError;
use crate::ui::toast::Toasts;
use domain::OrgSlug;
use domain::member::MemberTag;
use domain::priority::PriorityTag;
use domain::status::StatusTag;
use domain::team::TeamTag;
use domain::ticket::{TicketCode, TicketRow, Version};
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// One change that a person makes to a ticket.
#[derive(Clone, Debug)]
pub enum Change {
    /// What it is about.
    Subject(String),
    /// Where it stands.
    Status(StatusTag),
    /// How urgent it is.
    Priority(PriorityTag),
    /// Who has it.
    Assignee(Option<MemberTag>),
    /// Whose it is.
    Team(Option<TeamTag>),
}

impl Change {
    /// Does it to a row.
    pub fn apply(&self, row: &mut TicketRow) {
        match self {
            Self::Subject(subject) => row.subject.clone_from(subject),
            Self::Status(status) => row.status = status.clone(),
            Self::Priority(priority) => row.priority = priority.clone(),
            Self::Assignee(member) => row.assignee = member.clone(),
            Self::Team(team) => row.team = team.clone(),
        }
    }

    /// What takes it back.
    fn inverse(&self, before: &TicketRow) -> Self {
        match self {
            Self::Subject(_) => Self::Subject(before.subject.clone()),
            Self::Status(_) => Self::Status(before.status.clone()),
            Self::Priority(_) => Self::Priority(before.priority.clone()),
            Self::Assignee(_) => Self::Assignee(before.assignee.clone()),
            Self::Team(_) => Self::Team(before.team.clone()),
        }
    }

    /// Whether a row is so already.
    fn is_done(&self, row: &TicketRow) -> bool {
        match self {
            Self::Subject(subject) => row.subject == *subject,
            Self::Status(status) => row.status.id == status.id,
            Self::Priority(priority) => row.priority.id == priority.id,
            Self::Assignee(member) => {
                row.assignee.as_ref().map(|member| member.id) == member.as_ref().map(|member| member.id)
            }
            Self::Team(team) => row.team.as_ref().map(|team| team.id) == team.as_ref().map(|team| team.id),
        }
    }

    /// What was done, as a sentence about `what`.
    fn sentence(&self, what: &str) -> String {
        match self {
            Self::Subject(subject) => format!("{what} is now “{subject}”"),
            Self::Status(status) => format!("{what}: {}", status.name),
            Self::Priority(priority) => format!("{what}: {}", priority.name),
            Self::Assignee(Some(member)) => format!("{what} given to {}", member.name),
            Self::Assignee(None) => format!("{what} given to nobody"),
            Self::Team(Some(team)) => format!("{what} moved to {}", team.name),
            Self::Team(None) => format!("{what} is in no team"),
        }
    }

    async fn send(self, org: OrgSlug, code: TicketCode, seen: Version) -> Result<TicketRow, AppError> {
        match self {
            Self::Subject(subject) => calls::ticket_set_subject(org, code, subject, seen).await,
            Self::Status(status) => calls::ticket_set_status(org, code, status.id, seen).await,
            Self::Priority(priority) => calls::ticket_set_priority(org, code, priority.id, seen).await,
            Self::Assignee(member) => calls::ticket_assign(org, code, member.map(|member| member.id), seen).await,
            Self::Team(team) => calls::ticket_set_team(org, code, team.map(|team| team.id), seen).await,
        }
    }
}

/// Changes a row on the page that shows it.
pub type Patch = Arc<dyn Fn(&TicketCode, &dyn Fn(&mut TicketRow)) + Send + Sync>;

/// Makes changes for one page.
#[derive(Clone)]
pub struct Hand {
    /// In which organization.
    pub org: OrgSlug,
    /// Whose memory follows.
    pub owner: Owner,
    /// Where to say what happened.
    pub toasts: Toasts,
    /// The page.
    pub patch: Patch,
}

/// Changes that wait for their turn.
struct Job {
    hand: Hand,
    steps: Vec<(TicketCode, Version, Change, Change)>,
    undoable: bool,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    running: bool,
    versions: HashMap<String, Version>,
}

thread_local! {
    static QUEUE: RefCell<Queue> = RefCell::default();
}

impl Hand {
    /// Makes the change on all these tickets, and offers the way back.
    pub fn change(&self, rows: &[TicketRow], change: &Change) {
        let steps = rows
            .iter()
            .filter(|row| !change.is_done(row))
            .map(|row| (row.code.clone(), row.version, change.clone(), change.inverse(row)));
        self.start(steps.collect(), true);
    }

    fn start(&self, steps: Vec<(TicketCode, Version, Change, Change)>, undoable: bool) {
        if steps.is_empty() {
            return;
        }
        for (code, _, change, _) in &steps {
            self.show(code, &|row| change.apply(row));
        }
        let idle = QUEUE.with_borrow_mut(|queue| {
            queue.jobs.push_back(Job { hand: self.clone(), steps, undoable });
            !std::mem::replace(&mut queue.running, true)
        });
        if idle {
            spawn_local(work());
        }
    }

    fn show(&self, code: &TicketCode, change: &dyn Fn(&mut TicketRow)) {
        memory::patch(&self.owner, code, change);
        (self.patch)(code, change);
    }
}

async fn work() {
    while let Some(job) = QUEUE.with_borrow_mut(|queue| {
        let job = queue.jobs.pop_front();
        queue.running = job.is_some();
        job
    }) {
        run(job).await;
    }
}

async fn run(job: Job) {
    let Job { hand, steps, undoable } = job;
    let mut done = Vec::new();
    for (code, version, change, back) in steps {
        let known = QUEUE.with_borrow(|queue| queue.versions.get(code.as_str()).copied());
        let seen = known.map_or(version, |known| known.max(version));
        match change.clone().send(hand.org.clone(), code.clone(), seen).await {
            Ok(row) => {
                let version = row.version;
                QUEUE.with_borrow_mut(|queue| queue.versions.insert(code.as_str().to_owned(), version));
                let more =
                    QUEUE.with_borrow(|queue| queue.jobs.iter().any(|job| job.steps.iter().any(|step| step.0 == code)));
                // With another change on its way, the answer must not show the ticket without it.
                hand.show(&code, &|shown| if more { shown.version = version } else { shown.clone_from(&row) });
                done.push((code, version, back, change));
            }
            Err(error) => {
                hand.show(&code, &|row| back.apply(row));
                hand.toasts.warn(text::not_changed(code.as_str(), &error));
            }
        }
    }
    let Some((code, _, _, change)) = done.first() else { return };
    let what = if done.len() == 1 { code.to_string() } else { format!("{} tickets", done.len()) };
    if undoable {
        let (sentence, toasts) = (change.sentence(&what), hand.toasts);
        toasts.undoable(sentence, 10, move || hand.start(done.clone(), false), || {});
    } else {
        hand.toasts.say(format!("Undone. {}", change.sentence(&what)));
    }
}
