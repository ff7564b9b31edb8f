//! What happens in an organization of the demo, in the order it happens: the same at each run, ending now.

use super::cast::{ORGS, Org, PEOPLE, Site};
use super::customers::{Customer, customers};
use super::hours::{AWAKE, OFFICE};
use super::talk::{Line, Scene, Speaker, Talk, TextFile};
use super::thread::{Hands, Outcome, thread};
use super::words::Words;
use crate::commands::dice::Dice;
use anyhow::{Context as _, Result};
use domain::Timestamp;
use domain::message::MessageKind;
use domain::status::Category;
use domain::ticket::Channel;
use std::collections::{BTreeMap, HashSet};

/// Days the desk has been in use.
pub(super) const DAYS: f64 = 183.0;
/// Tickets older than this many seconds are no fresh ones.
const FRESH: i64 = 8 * 3600;

/// Something that happens to a ticket.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// The customer writes, or an agent writes it down for them.
    Open { site: &'static str, channel: Channel, by: usize, customer: Customer, subject: String, message: Message },
    /// Somebody gives it to somebody, and says how urgent it is and whose matter.
    Take { by: usize, to: usize, priority: Option<String>, team: Option<&'static str> },
    /// An agent answers.
    Reply { by: usize, message: Message, then: Option<Category> },
    /// For colleagues only.
    Note { by: usize, message: Message },
    /// The customer writes again.
    Answer { message: Message },
    /// The customer says that it is solved.
    Solved,
    /// An agent puts it aside.
    Set { by: usize, to: Category },
}

impl Step {
    /// The colleague who does it; `None` for what customers do.
    pub(super) fn by(&self) -> Option<usize> {
        match self {
            Self::Open { channel: Channel::Agent, by, .. }
            | Self::Take { by, .. }
            | Self::Reply { by, .. }
            | Self::Note { by, .. }
            | Self::Set { by, .. } => Some(*by),
            Self::Open { .. } | Self::Answer { .. } | Self::Solved => None,
        }
    }
}

/// What somebody writes.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) text: String,
    pub(super) file: Option<TextFile>,
}

/// A step with its time.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) at: Timestamp,
    /// Which ticket of the organization, in no special order.
    pub(super) ticket: usize,
    pub(super) step: Step,
}

/// Everything that happens in an organization up to `now`. Errors: a scene that cannot be read.
pub(super) fn plan(org: &Org, seed: u64, now: Timestamp) -> Result<Vec<Planned>> {
    let mut dice = Dice::new(seed);
    let (mut planned, mut used, mut ticket) = (Vec::new(), HashSet::new(), 0);
    for site in org.sites {
        let talk = Talk::parse(site.talk).with_context(|| site.name)?;
        let people = customers(site.customers);
        let mut order = Order::new(&talk.scenes);
        let mut met = HashSet::new();
        for at in times(site, &mut dice, now) {
            let scene = order.next(&mut dice).context("a site without scenes")?;
            let customer = loop {
                let number = dice.below(people.len());
                if met.insert((number, scene.lines.as_ptr())) || met.len() >= people.len() * talk.scenes.len() {
                    break people.get(number).context("a site without customers")?;
                }
            };
            let told = Told { org, site, talk: &talk, scene, customer, at, now };
            for (at, step) in told.ticket(&mut dice, &mut used)? {
                planned.push(Planned { at, ticket, step });
            }
            ticket += 1;
        }
    }
    planned.sort_by_key(|planned| planned.at);
    Ok(planned)
}

/// Messages of a conversation: kind, whether a member writes, text.
pub(in crate::commands) type Messages = Vec<(MessageKind, bool, String)>;

/// All conversations with their subjects, for measuring with words of a real length. Errors: a scene that cannot be read.
pub(in crate::commands) fn conversations(now: Timestamp) -> Result<Vec<(String, Messages)>> {
    let mut all = Vec::new();
    for (org, seed) in ORGS.iter().zip(42..) {
        let mut told: BTreeMap<usize, (String, Messages)> = BTreeMap::new();
        for planned in plan(org, seed, now)? {
            let (subject, messages) = told.entry(planned.ticket).or_default();
            match planned.step {
                Step::Open { subject: opened, message, .. } => {
                    *subject = opened;
                    messages.push((MessageKind::Public, false, message.text));
                }
                Step::Reply { message, .. } => messages.push((MessageKind::Public, true, message.text)),
                Step::Note { message, .. } => messages.push((MessageKind::Note, true, message.text)),
                Step::Answer { message } => messages.push((MessageKind::Public, false, message.text)),
                Step::Take { .. } | Step::Solved | Step::Set { .. } => {}
            }
        }
        all.extend(told.into_values());
    }
    Ok(all)
}

/// When the tickets of a site come in: more and more as the months go by, the last ones just now.
fn times(site: &Site, dice: &mut Dice, now: Timestamp) -> Vec<Timestamp> {
    let older = site.tickets - site.fresh;
    let share = |number: usize| {
        f64::from(u32::try_from(number).unwrap_or_default()) / f64::from(u32::try_from(older).unwrap_or(1))
    };
    let mut times: Vec<Timestamp> = (0..older)
        .map(|number| {
            let age = DAYS * (1.0 - share(number) - dice.unit() * share(1)).clamp(0.0, 1.0).powf(1.6);
            let at = AWAKE.shift(back(now, age * 86_400.0), dice);
            Timestamp(at.0.min(now.0 - (FRESH + dice.between(0, 4 * 3600)) * 1_000_000))
        })
        .collect();
    times.extend((0..site.fresh).map(|_| back(now, dice.stretch(4.0 * 60.0, 7.0 * 3600.0))));
    times.sort_unstable();
    times
}

#[expect(clippy::cast_possible_truncation, reason = "a few months in seconds")]
fn back(now: Timestamp, seconds: f64) -> Timestamp {
    now.plus_seconds(-(seconds as i64))
}

/// All scenes before any comes again, in a new order each time.
struct Order<'a> {
    scenes: Vec<&'a Scene>,
    next: usize,
}

impl<'a> Order<'a> {
    fn new(scenes: &'a [Scene]) -> Self {
        Self { scenes: scenes.iter().collect(), next: 0 }
    }

    fn next(&mut self, dice: &mut Dice) -> Option<&'a Scene> {
        if self.next == 0 {
            for last in (1..self.scenes.len()).rev() {
                self.scenes.swap(last, dice.below(last + 1));
            }
        }
        let scene = self.scenes.get(self.next).copied();
        self.next = (self.next + 1) % self.scenes.len().max(1);
        scene
    }
}

/// One ticket, before it is told.
struct Told<'a> {
    org: &'a Org,
    site: &'static Site,
    talk: &'a Talk,
    scene: &'a Scene,
    customer: &'a Customer,
    at: Timestamp,
    now: Timestamp,
}

impl Told<'_> {
    fn ticket(&self, dice: &mut Dice, used: &mut HashSet<String>) -> Result<Vec<(Timestamp, Step)>> {
        let team = self.scene.team.as_deref().and_then(|name| self.org.teams.iter().find(|team| team.name == name));
        // A team works on what is its own: whoever is not in it may not even see the ticket.
        let mut agents = self.site.agents.to_vec();
        agents.retain(|(person, _)| team.is_none_or(|team| team.holds(*person)));
        let agent = dice.weighted(&agents).context("a site without agents")?;
        let others: Vec<(usize, i64)> = agents.into_iter().filter(|(other, _)| *other != agent).collect();
        let colleague = dice.weighted(&others).unwrap_or(agent);
        let outcome = outcome(self.now.seconds_since(self.at), dice);
        let urgent = matches!(self.scene.priority.as_deref(), Some("urgent" | "high"));
        let at = if urgent && self.now.seconds_since(self.at) > FRESH { OFFICE.shift_back(self.at) } else { self.at };
        let channel = match self.scene.channel {
            Some(channel) => channel,
            None => dice
                .weighted(&[(Channel::Page, 50), (Channel::Widget, 34), (Channel::Api, 6), (Channel::Agent, 10)])
                .unwrap_or(Channel::Page),
        };
        let channel = if outcome == Outcome::Open && channel == Channel::Agent { Channel::Page } else { channel };

        let sign = format!("{}\n{}", PEOPLE[agent].closing, PEOPLE[agent].first());
        let known = [
            ("first", self.customer.first.as_str()),
            ("name", self.customer.name.as_str()),
            ("company", self.customer.company.as_str()),
            ("agent", PEOPLE[agent].first()),
            ("colleague", PEOPLE[colleague].first()),
            ("sign", sign.as_str()),
        ];
        let mut words = Words::new(dice, [&self.scene.lists, &self.talk.lists], at, &known);
        let (subject, opening) = self.opening(&mut words, &known, used)?;
        let mut lines = vec![(Speaker::Customer, opening)];
        for line in self.scene.lines.iter().skip(1) {
            lines.push((line.speaker, message(&mut words, line)?));
        }
        let mut lines = lines.into_iter();
        let (_, message) = lines.next().context("an empty scene")?;
        let open =
            Step::Open { site: self.site.slug, channel, by: agent, customer: self.customer.clone(), subject, message };
        let mut steps = vec![(at, open)];
        let priority = match self.scene.priority.clone() {
            Some(priority) => dice.chance(90).then_some(priority),
            None => dice.weighted(&[(None, 84), (Some("low"), 10), (Some("high"), 6)]).flatten().map(str::to_owned),
        };
        let hands = Hands { agent, colleague, priority, team: team.map(|team| team.name), urgent, outcome };
        steps.extend(thread(lines.collect(), hands, (at, self.now), dice));
        Ok(steps)
    }

    /// Subject and first message, in words that no other ticket has used, as far as there are any.
    fn opening(
        &self,
        words: &mut Words,
        known: &[(&str, &str)],
        used: &mut HashSet<String>,
    ) -> Result<(String, Message)> {
        let line = self.scene.lines.first().context("an empty scene")?;
        let mut tries = 0;
        loop {
            words.again(known);
            let (subject, opening) = (capital(&words.say(&self.scene.subject)?), message(words, line)?);
            tries += 1;
            if tries >= 60 || !(used.contains(&opening.text) || tries < 40 && used.contains(&subject)) {
                used.insert(subject.clone());
                used.insert(opening.text.clone());
                return Ok((subject, opening));
            }
        }
    }
}

fn message(words: &mut Words, line: &Line) -> Result<Message> {
    let file = match &line.file {
        Some(file) => Some(TextFile { name: file.name.clone(), text: words.say(&file.text)? }),
        None => None,
    };
    Ok(Message { text: words.say(&line.text)?, file })
}

/// A subject may begin with a word that was drawn.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// How far a ticket of that age has come: some forty are open, most are done.
fn outcome(age: i64, dice: &mut Dice) -> Outcome {
    let days = age / 86_400;
    let odds: &[(Outcome, i64)] = match days {
        _ if age <= FRESH => return Outcome::Open,
        0 => &[(Outcome::Open, 45), (Outcome::Pending, 20), (Outcome::Resolved, 35)],
        1..7 => &[(Outcome::Open, 17), (Outcome::Pending, 22), (Outcome::Resolved, 61)],
        7..21 => &[(Outcome::Open, 6), (Outcome::Pending, 10), (Outcome::Resolved, 59), (Outcome::Closed, 25)],
        _ => &[(Outcome::Open, 1), (Outcome::Pending, 1), (Outcome::Resolved, 23), (Outcome::Closed, 75)],
    };
    dice.weighted(odds).unwrap_or(Outcome::Resolved)
}

#[cfg(test)]
mod tests {
    use super::{Planned, Step, plan};
    use crate::commands::demo::cast::ORGS;
    use domain::Timestamp;
    use std::collections::HashSet;

    const NOW: Timestamp = Timestamp(1_795_305_599_000_000);

    fn all() -> Vec<Vec<Planned>> {
        ORGS.iter().zip(42..).map(|(org, seed)| plan(org, seed, NOW).expect("every scene can be told")).collect()
    }

    #[test]
    fn nothing_looks_repeated_and_nothing_is_left_unsaid() {
        let (mut subjects, mut firsts, mut tickets) = (HashSet::new(), HashSet::new(), 0);
        for planned in all().into_iter().flatten() {
            let texts = match &planned.step {
                Step::Open { subject, message, .. } => {
                    tickets += 1;
                    subjects.insert(subject.clone());
                    firsts.insert(message.text.clone());
                    vec![subject.clone(), message.text.clone()]
                }
                Step::Reply { message, .. } | Step::Note { message, .. } | Step::Answer { message } => {
                    vec![message.text.clone()]
                }
                _ => Vec::new(),
            };
            for text in texts {
                assert!(!text.is_empty() && !text.contains(['{', '}', '|']), "{text}");
            }
        }
        assert_eq!(tickets, 397);
        assert_eq!(firsts.len(), tickets, "two customers wrote the same");
        assert!(subjects.len() > tickets * 8 / 10, "{} subjects", subjects.len());
    }

    #[test]
    fn it_ends_now_and_is_the_same_each_time() {
        let (one, two) = (all(), all());
        for (one, two) in one.iter().flatten().zip(two.iter().flatten()) {
            assert_eq!(format!("{one:?}"), format!("{two:?}"));
        }
        for planned in one.iter().flatten() {
            let age = NOW.seconds_since(planned.at);
            assert!((0..200 * 86_400).contains(&age), "{planned:?}");
        }
        let taken = |wanted| {
            let is = |p: &&Planned| matches!(p.step, Step::Take { team, .. } if team == Some(wanted));
            one.iter().flatten().filter(is).count()
        };
        for team in ["Websites", "Offers and invoices"] {
            assert!(taken(team) > 3, "{} tickets for {team}", taken(team));
        }
        let fresh = one
            .iter()
            .flatten()
            .filter(|p| matches!(p.step, Step::Open { .. }) && NOW.seconds_since(p.at) < 7 * 3600 + 60);
        assert_eq!(fresh.count(), 12);
    }
}
