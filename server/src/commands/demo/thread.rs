//! How a conversation of the demo goes on after its first message: who does what when, and where it stands now.

use super::hours::{AWAKE, OFFICE};
use super::plan::{Message, Step};
use super::talk::Speaker;
use crate::commands::dice::Dice;
use domain::Timestamp;
use domain::status::Category;

/// Where a ticket stands in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Open,
    Pending,
    Resolved,
    Closed,
}

/// Who works on a ticket, and what they think of it.
pub(super) struct Hands {
    pub(super) agent: usize,
    pub(super) colleague: usize,
    pub(super) priority: Option<String>,
    /// Where the ticket belongs, as whoever looks at it first sees.
    pub(super) team: Option<&'static str>,
    pub(super) urgent: bool,
    pub(super) outcome: Outcome,
}

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;

/// The steps after the first message, none of them after now: what would be, has not happened yet.
pub(super) fn thread(
    lines: Vec<(Speaker, Message)>,
    hands: Hands,
    (opened, now): (Timestamp, Timestamp),
    dice: &mut Dice,
) -> Vec<(Timestamp, Step)> {
    let lines = cut(lines, hands.outcome, dice);
    let mut run = Run { at: opened, taken: false, steps: Vec::new(), hands, dice };
    let count = lines.len();
    for (number, (speaker, message)) in lines.into_iter().enumerate() {
        run.say(speaker, message, number + 1 == count);
    }
    if count == 0 && run.hands.outcome == Outcome::Open && run.dice.chance(40) {
        run.take();
    }
    run.end();
    let mut steps: Vec<(Timestamp, Step)> =
        run.steps.into_iter().take_while(|(at, _)| at.seconds_since(now) < -60).collect();
    // Answered, and the customer has not written yet: that is what pending means.
    if let Some((_, Step::Reply { then: then @ None, .. })) = steps.last_mut() {
        *then = Some(Category::Pending);
    }
    steps
}

/// As much of the conversation as has happened.
fn cut(mut lines: Vec<(Speaker, Message)>, outcome: Outcome, dice: &mut Dice) -> Vec<(Speaker, Message)> {
    let ends_with = match outcome {
        Outcome::Open => Speaker::Customer,
        Outcome::Pending => Speaker::Agent,
        Outcome::Resolved | Outcome::Closed => return lines,
    };
    let ends: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.0 == ends_with).map(|(at, _)| at + 1).collect();
    // A last word of thanks leaves nothing open.
    let ends = if outcome == Outcome::Open { ends.split_last().map_or(&[][..], |(_, rest)| rest) } else { &ends };
    let keep = match outcome {
        Outcome::Open if dice.chance(60) => 0,
        _ => dice.pick(ends).copied().unwrap_or_default(),
    };
    lines.truncate(keep);
    lines
}

struct Run<'a> {
    at: Timestamp,
    taken: bool,
    steps: Vec<(Timestamp, Step)>,
    hands: Hands,
    dice: &'a mut Dice,
}

impl Run<'_> {
    fn say(&mut self, speaker: Speaker, message: Message, last: bool) {
        let (by, colleague) = (self.hands.agent, self.hands.colleague);
        match speaker {
            Speaker::Customer => {
                self.wait(if self.hands.urgent { (6.0 * MINUTE, 8.0 * HOUR) } else { (20.0 * MINUTE, 40.0 * HOUR) });
                self.at = AWAKE.shift(self.at, self.dice);
                self.step(Step::Answer { message });
            }
            Speaker::Agent => {
                self.agent_waits();
                let then = match self.hands.outcome {
                    Outcome::Pending if last => Some(Category::Pending),
                    Outcome::Resolved if last && self.dice.chance(60) => Some(Category::Resolved),
                    Outcome::Closed if last && self.dice.chance(45) => Some(Category::Closed),
                    Outcome::Closed if last => Some(Category::Resolved),
                    _ if !last && self.dice.chance(25) => Some(Category::Pending),
                    _ => None,
                };
                self.step(Step::Reply { by, message, then });
            }
            Speaker::Note => {
                self.agent_waits();
                self.step(Step::Note { by, message });
            }
            Speaker::Colleague => {
                self.agent_waits();
                self.step(Step::Note { by: colleague, message });
            }
        }
    }

    /// Puts it aside, as far as that has not been done yet.
    fn end(&mut self) {
        let to = match self.hands.outcome {
            Outcome::Resolved => Category::Resolved,
            Outcome::Closed => Category::Closed,
            Outcome::Open | Outcome::Pending => return,
        };
        let by = self.hands.agent;
        match self.steps.last() {
            Some((_, Step::Reply { then: Some(then), .. })) if *then == to => {}
            Some((_, Step::Reply { then: Some(_), .. })) => {
                self.wait((2.0 * 24.0 * HOUR, 7.0 * 24.0 * HOUR));
                self.at = OFFICE.shift(self.at, self.dice);
                self.step(Step::Set { by, to });
            }
            Some((_, Step::Reply { then: None, .. })) => {
                self.wait((10.0 * MINUTE, 20.0 * HOUR));
                self.step(Step::Solved);
            }
            Some((_, Step::Answer { .. })) if to == Category::Resolved && self.dice.chance(40) => {
                self.wait((0.5 * MINUTE, 4.0 * MINUTE));
                self.step(Step::Solved);
            }
            _ => {
                self.agent_waits();
                self.step(Step::Set { by, to });
            }
        }
    }

    /// Time passes until an agent gets to it; the first one takes it.
    fn agent_waits(&mut self) {
        if self.hands.urgent {
            self.wait((3.0 * MINUTE, 25.0 * MINUTE));
        } else {
            self.wait((9.0 * MINUTE, 7.0 * HOUR));
            self.at = OFFICE.shift(self.at, self.dice);
        }
        if !self.taken {
            self.take();
            self.wait((1.0 * MINUTE, 7.0 * MINUTE));
        }
    }

    fn take(&mut self) {
        self.taken = true;
        let (to, priority, team) = (self.hands.agent, self.hands.priority.clone(), self.hands.team);
        let by = if self.dice.chance(88) { to } else { self.hands.colleague };
        if self.steps.is_empty() && self.hands.outcome == Outcome::Open {
            self.wait((2.0 * MINUTE, 40.0 * MINUTE));
        }
        self.step(Step::Take { by, to, priority, team });
    }

    #[expect(clippy::cast_possible_truncation, reason = "a few days in seconds")]
    fn wait(&mut self, (low, high): (f64, f64)) {
        self.at = self.at.plus_seconds(self.dice.stretch(low, high) as i64);
    }

    fn step(&mut self, step: Step) {
        self.steps.push((self.at, step));
    }
}
