//! When people write: customers while they are awake, agents while the office is open.

use crate::commands::dice::Dice;
use domain::Timestamp;

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

/// The hours of a day in which something happens.
#[derive(Clone, Copy)]
pub(super) struct Hours {
    from: i64,
    until: i64,
    weekends: bool,
}

/// Customers.
pub(super) const AWAKE: Hours = Hours { from: 6, until: 22, weekends: true };
/// Agents.
pub(super) const OFFICE: Hours = Hours { from: 7, until: 18, weekends: false };

impl Hours {
    /// The same time where it is within the hours, else some minutes after they begin again.
    pub(super) fn shift(self, at: Timestamp, dice: &mut Dice) -> Timestamp {
        let mut seconds = at.0.div_euclid(1_000_000);
        let late = dice.between(3 * 60, 95 * 60);
        if !self.holds(seconds) {
            let mut day = seconds.div_euclid(DAY);
            if seconds.rem_euclid(DAY) >= self.from * HOUR {
                day += 1;
            }
            while !self.works_on(day) {
                day += 1;
            }
            seconds = day * DAY + self.from * HOUR + late;
        }
        Timestamp(seconds * 1_000_000 + at.0.rem_euclid(1_000_000))
    }

    /// The same time of day on the last working day, or in the middle of the day where that is outside of the hours: what
    /// cannot wait happens while somebody is there to hear of it.
    pub(super) fn shift_back(self, at: Timestamp) -> Timestamp {
        let seconds = at.0.div_euclid(1_000_000);
        let (mut day, mut time) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        if time < self.from * HOUR || time >= (self.until - 2) * HOUR {
            time = self.from * HOUR + time % (7 * HOUR);
        }
        while !self.works_on(day) || day * DAY + time > seconds {
            day -= 1;
        }
        Timestamp((day * DAY + time) * 1_000_000)
    }

    fn holds(self, seconds: i64) -> bool {
        (self.from * HOUR..self.until * HOUR).contains(&seconds.rem_euclid(DAY))
            && self.works_on(seconds.div_euclid(DAY))
    }

    /// The first of January 1970 was a Thursday.
    fn works_on(self, day: i64) -> bool {
        self.weekends || (day + 3).rem_euclid(7) < 5
    }
}

#[cfg(test)]
mod tests {
    use super::{AWAKE, OFFICE};
    use crate::commands::dice::Dice;
    use domain::Timestamp;

    #[test]
    fn the_office_is_closed_at_night_and_at_weekends() {
        // 2026-11-21 was a Saturday.
        let saturday = Timestamp(1_795_219_200_000_000 + 10 * 3600 * 1_000_000);
        let mut dice = Dice::new(1);
        assert!(OFFICE.shift(saturday, &mut dice).rfc3339().starts_with("2026-11-23T0"));
        assert_eq!(AWAKE.shift(saturday, &mut dice), saturday);
        assert!(OFFICE.shift_back(saturday).rfc3339().starts_with("2026-11-20T10"));
        let night = saturday.plus_seconds(-7 * 3600);
        assert!(AWAKE.shift(night, &mut dice).rfc3339().starts_with("2026-11-21T0"));
    }
}
