//! Fills the words of a scene in: names, dates and numbers that stay the same throughout one ticket.

use super::talk::{Lists, ways};
use crate::commands::dice::Dice;
use anyhow::{Context as _, Result, bail};
use domain::Timestamp;
use std::collections::HashMap;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/// The words of one ticket.
pub(super) struct Words<'a> {
    dice: &'a mut Dice,
    lists: [&'a Lists; 2],
    /// When the ticket comes in: dates are told from there.
    at: Timestamp,
    drawn: HashMap<String, String>,
}

impl<'a> Words<'a> {
    /// Words from these lists, the first list of a name wins; `known` are there from the start.
    pub(super) fn new(dice: &'a mut Dice, lists: [&'a Lists; 2], at: Timestamp, known: &[(&str, &str)]) -> Self {
        let mut words = Self { dice, lists, at, drawn: HashMap::new() };
        words.again(known);
        words
    }

    /// Forgets what was drawn: the same text is said in other words now.
    pub(super) fn again(&mut self, known: &[(&str, &str)]) {
        self.drawn = known.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())).collect();
    }

    /// The text as somebody would really write it. Errors: a word nobody knows, a brace without its twin.
    pub(super) fn say(&mut self, text: &str) -> Result<String> {
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            said.push_str(&rest[..open]);
            let close = twin(&rest[open..]).with_context(|| format!("a brace without its twin: {text}"))? + open;
            let inner = &rest[open + 1..close];
            let several = ways(inner);
            said.push_str(&match several.as_slice() {
                [_] if inner.starts_with('{') => self.say(inner)?,
                [name] => self.word(name)?,
                several => {
                    let way = self.dice.pick(several).copied().unwrap_or_default();
                    self.say(way)?
                }
            });
            rest = &rest[close + 1..];
        }
        said.push_str(rest);
        Ok(said)
    }

    fn word(&mut self, name: &str) -> Result<String> {
        if let Some(word) = self.drawn.get(name) {
            return Ok(word.clone());
        }
        let word = self.draw(name)?;
        self.drawn.insert(name.to_owned(), word.clone());
        Ok(word)
    }

    fn draw(&mut self, name: &str) -> Result<String> {
        if let Some(items) = self.list(name) {
            return self.one_of(items);
        }
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if stem != name && !stem.is_empty() && (self.list(stem).is_some() || stem == "time") {
            let first = self.word(stem)?;
            for _ in 0..20 {
                let other = self.draw(stem)?;
                if other != first {
                    return Ok(other);
                }
            }
        }
        if let Some(days) = name.strip_prefix("date").and_then(|days| days.parse::<i64>().ok()) {
            return day_and_month(self.at.plus_seconds(days * 86_400));
        }
        if let Some((low, high)) = name.strip_prefix('n').and_then(|range| range.split_once('-'))
            && let (Ok(low), Ok(high)) = (low.parse(), high.parse())
        {
            return Ok(self.dice.between(low, high).to_string());
        }
        Ok(match name {
            "order" => format!("#{}", self.dice.between(20_400, 38_900)),
            "weekday" => WEEKDAYS[self.dice.below(WEEKDAYS.len())].to_owned(),
            "month" => month(self.at)?.to_owned(),
            "time" => format!(
                "{}:{}",
                self.dice.between(8, 16),
                ["00", "10", "15", "20", "30", "40", "45"][self.dice.below(7)]
            ),
            _ => bail!("nobody knows the word {{{name}}}"),
        })
    }

    fn list(&self, name: &str) -> Option<&'a [String]> {
        let found = self.lists.iter().find_map(|lists| lists.iter().find(|(list, _)| list == name));
        found.map(|(_, items)| items.as_slice())
    }

    fn one_of(&mut self, items: &[String]) -> Result<String> {
        let item = self.dice.pick(items).map_or("", String::as_str).to_owned();
        self.say(&item)
    }
}

/// Where the brace that opens `text` closes.
fn twin(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Year, month and day are read from the one calendar the domain has.
fn day_and_month(at: Timestamp) -> Result<String> {
    let text = at.rfc3339();
    let day: u32 = text.get(8..10).unwrap_or_default().parse().context("a day")?;
    Ok(format!("{day} {}", month(at)?))
}

fn month(at: Timestamp) -> Result<&'static str> {
    let text = at.rfc3339();
    let number: usize = text.get(5..7).unwrap_or_default().parse().context("a month")?;
    MONTHS.get(number.wrapping_sub(1)).copied().context("a month from 1 to 12")
}

#[cfg(test)]
mod tests {
    use super::{Dice, Words};
    use domain::Timestamp;

    #[test]
    fn words_stay_the_same_and_ways_vary() {
        let lists = vec![("fruit".to_owned(), vec!["apple".to_owned(), "{n2-2} pears".to_owned()])];
        let none = Vec::new();
        let mut dice = Dice::new(7);
        // 1970-01-01 plus 40 days.
        let mut words = Words::new(&mut dice, [&none, &lists], Timestamp(40 * 86_400_000_000), &[("first", "Ana")]);
        let fruit = words.say("{fruit}").expect("a word");
        assert_eq!(words.say("{fruit}").expect("a word"), fruit);
        assert_ne!(words.say("{fruit2}").expect("a word"), fruit);
        assert_eq!(
            words.say("{first}: {date-9}, {date+20}, {month}").expect("words"),
            "Ana: 1 February, 2 March, February"
        );
        let way = words.say("{a {b|c}|a {b|c}}!").expect("a way");
        assert!(["a b!", "a c!"].contains(&way.as_str()), "{way}");
        assert!(words.say("{nothing}").is_err() && words.say("{open").is_err());
    }
}
