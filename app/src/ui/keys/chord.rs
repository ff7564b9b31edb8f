//! Keys as text: `r`, `?`, `Ctrl+k`, `g i`; alternatives are separated by ` / `.

use leptos::ev::KeyboardEvent;

/// A pressed key, as commands write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chord {
    /// Such as `Ctrl+k`.
    pub text: String,
    /// Whether Ctrl or Cmd is part of it: such keys work while somebody types.
    pub command: bool,
}

impl Chord {
    /// What was pressed; `None` for a bare modifier, or while an input method composes.
    #[must_use]
    pub fn of(event: &KeyboardEvent) -> Option<Self> {
        if event.is_composing() {
            return None;
        }
        Self::read(
            &event.key(),
            event.ctrl_key() || event.meta_key(),
            event.alt_key(),
            event.shift_key(),
            event.get_modifier_state("AltGraph"),
        )
    }

    /// The same, from plain values. On many keyboards `[` needs AltGr, which some systems report as Ctrl+Alt.
    #[must_use]
    pub fn read(key: &str, control: bool, alt: bool, shift: bool, graph: bool) -> Option<Self> {
        if matches!(key, "Control" | "Shift" | "Alt" | "AltGraph" | "Meta" | "Dead" | "Process" | "Unidentified" | "") {
            return None;
        }
        let mut letters = key.chars();
        let sign = letters.next().filter(|_| letters.next().is_none()).filter(|c| !c.is_alphanumeric() && *c != ' ');
        if (graph || alt) && sign.is_none() {
            return None;
        }
        let command = control && !graph && !alt;
        let mut text = String::new();
        if command {
            text.push_str("Ctrl+");
        }
        if shift && sign.is_none() {
            text.push_str("Shift+");
        }
        if key.chars().count() == 1 {
            text.extend(key.chars().flat_map(char::to_lowercase));
        } else {
            text.push_str(key);
        }
        Some(Self { text, command })
    }
}

fn alternatives(keys: &str) -> impl Iterator<Item = &str> {
    keys.split(" / ").filter(|keys| !keys.is_empty())
}

/// Whether a command's keys are exactly these.
pub(super) fn has(keys: &str, pressed: &str) -> bool {
    alternatives(keys).any(|keys| keys == pressed)
}

/// Whether a command's keys go on after these.
pub(super) fn begins(keys: &str, pressed: &str) -> bool {
    alternatives(keys).any(|keys| keys.strip_prefix(pressed).is_some_and(|rest| rest.starts_with(' ')))
}

/// The caps to draw for a command's first keys, as `Ctrl`, `K`; on a Mac Ctrl is Cmd.
#[must_use]
pub fn keys_of(keys: &str, mac: bool) -> Vec<String> {
    let Some(first) = alternatives(keys).next() else { return Vec::new() };
    let name = |key: &str| match key {
        "Ctrl" if mac => "⌘".to_owned(),
        "Escape" => "Esc".to_owned(),
        "ArrowDown" => "↓".to_owned(),
        "ArrowUp" => "↑".to_owned(),
        key => key.to_owned(),
    };
    first
        .split(' ')
        .flat_map(|chord| {
            let parts: Vec<&str> = if chord == "+" { vec!["+"] } else { chord.split('+').collect() };
            let shouted = parts.len() > 1;
            parts
                .into_iter()
                .map(move |key| if shouted && key.chars().count() == 1 { key.to_uppercase() } else { name(key) })
                .collect::<Vec<_>>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Chord, begins, has, keys_of};

    fn text(key: &str, control: bool, alt: bool, shift: bool, graph: bool) -> Option<String> {
        Chord::read(key, control, alt, shift, graph).map(|chord| chord.text)
    }

    #[test]
    fn keys_are_read_as_commands_write_them() {
        assert_eq!(text("j", false, false, false, false).as_deref(), Some("j"));
        assert_eq!(text("K", true, false, false, false).as_deref(), Some("Ctrl+k"));
        assert_eq!(text("?", false, false, true, false).as_deref(), Some("?"));
        assert_eq!(text("X", false, false, true, false).as_deref(), Some("Shift+x"));
        assert_eq!(text("Escape", false, false, false, false).as_deref(), Some("Escape"));
        assert_eq!(text("Shift", false, false, true, false), None);
    }

    #[test]
    fn brackets_work_on_keyboards_that_need_altgr() {
        assert_eq!(text("[", true, true, false, true).as_deref(), Some("["));
        assert_eq!(text("]", false, true, false, false).as_deref(), Some("]"));
        assert_eq!(text("e", false, true, false, false), None);
    }

    #[test]
    fn sequences_and_alternatives() {
        assert!(has("j / ArrowDown", "ArrowDown") && !has("g i", "g"));
        assert!(begins("g i", "g") && !begins("g", "g") && !begins("gg i", "g"));
        assert_eq!(keys_of("Ctrl+k", false), ["Ctrl", "K"]);
        assert_eq!(keys_of("Ctrl+Enter", true), ["⌘", "Enter"]);
        assert_eq!(keys_of("g i / x", false), ["g", "i"]);
    }
}
