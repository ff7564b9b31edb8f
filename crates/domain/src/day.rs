//! A day of the calendar, such as `2026-11-26`. When it begins depends on a time zone, which desk knows.

use crate::text::text_type;
use serde::{Deserialize, Serialize};

/// Year, month and day as ISO 8601 writes them and as a browser's date field sends them; its order is the calendar's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(String);

/// Not a day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Write a day such as 2026-11-26.")]
pub struct DayError;

impl Day {
    /// Trims and checks: four, two and two digits, of a day that there is, in the years 1970 to 9998.
    ///
    /// # Errors
    /// [`DayError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, DayError> {
        let text = text.trim();
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else { return Err(DayError) };
        let number = |part: &str, digits: usize| -> Result<u32, DayError> {
            let fits = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            if fits { part.parse().map_err(|_| DayError) } else { Err(DayError) }
        };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u32::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return Err(DayError),
        };
        let is_there = (1970..=9998).contains(&year) && (1..=days).contains(&day);
        if is_there { Ok(Self(text.to_owned())) } else { Err(DayError) }
    }

    /// Such as `2026-11-26`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_type!(Day, DayError);

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn a_day_is_one_of_the_calendar() {
        for (typed, is_day) in [
            ("2026-11-26", true),
            (" 2024-02-29 ", true),
            ("2000-02-29", true),
            ("1970-01-01", true),
            ("2026-02-29", false),
            ("2100-02-29", false),
            ("2026-04-31", false),
            ("2026-13-01", false),
            ("2026-00-10", false),
            ("2026-01-00", false),
            ("2026-1-1", false),
            ("+026-01-01", false),
            ("1969-12-31", false),
            ("9999-12-31", false),
            ("26.11.2026", false),
            ("2026-11-26T00:00", false),
            ("", false),
        ] {
            assert_eq!(Day::parse(typed).is_ok(), is_day, "{typed:?}");
        }
        let day = |text| Day::parse(text).expect("a day");
        assert!(day("2025-12-31") < day("2026-01-01"), "in the order of the calendar");
    }
}
