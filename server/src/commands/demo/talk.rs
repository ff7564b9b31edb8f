//! What customers and agents of the demo say: scenes in text files, with words that vary.
//!
//! A scene begins with `===`; `let` and `list` name words to draw from; `customer:`, `agent:`, `note:` and `colleague:`
//! begin what somebody writes, `file:` what goes with it. `{a|b}` is one of several ways to say it, `{word}` a word that
//! stays the same in its ticket.

use anyhow::{Context as _, Result, bail};
use domain::ticket::Channel;

/// The scenes of one site.
#[derive(Debug, Default)]
pub(super) struct Talk {
    pub(super) lists: Lists,
    pub(super) scenes: Vec<Scene>,
}

/// Words to draw from, by name.
pub(super) type Lists = Vec<(String, Vec<String>)>;

/// One conversation, from the first word to the last.
#[derive(Debug, Default)]
pub(super) struct Scene {
    pub(super) subject: String,
    /// What an agent makes of it when they see it.
    pub(super) priority: Option<String>,
    /// Whose matter it is, where it is not that of whoever answers first.
    pub(super) team: Option<String>,
    /// How it comes in, where only one way makes sense.
    pub(super) channel: Option<Channel>,
    pub(super) lists: Lists,
    pub(super) lines: Vec<Line>,
}

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    Customer,
    Agent,
    /// The agent, for colleagues only.
    Note,
    /// Another agent, for colleagues only.
    Colleague,
}

/// A message.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) speaker: Speaker,
    pub(super) text: String,
    pub(super) file: Option<TextFile>,
}

/// A small file that goes with a message.
#[derive(Clone, Debug)]
pub(super) struct TextFile {
    pub(super) name: String,
    pub(super) text: String,
}

impl Talk {
    /// Reads a file of scenes. Errors name the scene: the files are part of the program, so a test reads them all.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut talk = Self::default();
        let mut parts = text.split("\n===");
        for line in parts.next().unwrap_or_default().lines().filter(|line| !line.trim().is_empty()) {
            talk.lists.push(list(line, "list ").with_context(|| format!("not a list: {line}"))?);
        }
        for part in parts {
            let scene = Scene::parse(part)
                .with_context(|| format!("in the scene {}", part.lines().nth(1).unwrap_or_default()))?;
            talk.scenes.push(scene);
        }
        Ok(talk)
    }
}

impl Scene {
    fn parse(text: &str) -> Result<Self> {
        let mut scene = Self::default();
        for line in text.lines().skip(1) {
            if let Some(found) = list(line, "let ") {
                scene.lists.push(found);
            } else if let Some(subject) = line.strip_prefix("subject: ") {
                scene.subject = subject.to_owned();
            } else if let Some(priority) = line.strip_prefix("priority: ") {
                scene.priority = Some(priority.to_owned());
            } else if let Some(team) = line.strip_prefix("team: ") {
                scene.team = Some(team.to_owned());
            } else if let Some(channel) = line.strip_prefix("channel: ") {
                scene.channel = Some(Channel::try_from(channel.to_owned())?);
            } else if let Some(speaker) = speaker(line) {
                scene.lines.push(Line { speaker, text: String::new(), file: None });
            } else if let Some(last) = scene.lines.last_mut() {
                if let Some(name) = line.strip_prefix("file: ") {
                    last.file = Some(TextFile { name: name.to_owned(), text: String::new() });
                    continue;
                }
                let text = last.file.as_mut().map_or(&mut last.text, |file| &mut file.text);
                text.push_str(line);
                text.push('\n');
            } else if !line.trim().is_empty() {
                bail!("nobody says: {line}");
            }
        }
        for line in &mut scene.lines {
            line.text.truncate(line.text.trim_end().len());
        }
        match scene.lines.first() {
            Some(line) if line.speaker == Speaker::Customer && !scene.subject.is_empty() => Ok(scene),
            _ => bail!("a scene has a subject, and its customer speaks first"),
        }
    }
}

fn speaker(line: &str) -> Option<Speaker> {
    Some(match line {
        "customer:" => Speaker::Customer,
        "agent:" => Speaker::Agent,
        "note:" => Speaker::Note,
        "colleague:" => Speaker::Colleague,
        _ => return None,
    })
}

/// `let name = one | two`.
fn list(line: &str, word: &str) -> Option<(String, Vec<String>)> {
    let (name, items) = line.strip_prefix(word)?.split_once(" = ")?;
    Some((name.to_owned(), ways(items).into_iter().map(|item| item.trim().to_owned()).collect()))
}

/// The ways to say something: split at each `|` that stands in no braces of its own.
pub(super) fn ways(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_usize, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}
