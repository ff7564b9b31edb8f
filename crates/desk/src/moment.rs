//! Points in time as text, in the organization's zone.

use domain::currency::TimeZoneName;
use domain::day::Day;
use domain::{Moment, Timestamp};
use jiff::tz::TimeZone;

/// A zone, looked up once per request.
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// The zone of that name; UTC where the name is not known (it was checked when it was saved).
    pub(crate) fn of(name: &TimeZoneName) -> Self {
        Self(TimeZone::get(name.as_str()).unwrap_or(TimeZone::UTC))
    }

    /// Whether the name means anything.
    pub(crate) fn exists(name: &TimeZoneName) -> bool {
        TimeZone::get(name.as_str()).is_ok()
    }

    /// When a day begins here: where the clocks skip its midnight, with its first moment. `None` beyond the ends of time.
    pub(crate) fn begins(&self, day: &Day) -> Option<Timestamp> {
        let start = day.as_str().parse::<jiff::civil::Date>().ok()?.to_zoned(self.0.clone()).ok()?;
        Some(Timestamp(start.timestamp().as_microsecond()))
    }

    /// When a day is over here: the next one begins.
    pub(crate) fn ends(&self, day: &Day) -> Option<Timestamp> {
        let next = day.as_str().parse::<jiff::civil::Date>().ok()?.tomorrow().ok()?;
        self.begins(&Day::parse(&next.to_string()).ok()?)
    }

    /// When the day of that point began here.
    pub(crate) fn day_of(&self, at: Timestamp) -> Timestamp {
        let begins =
            jiff::Timestamp::from_microsecond(at.0).and_then(|time| time.to_zoned(self.0.clone()).start_of_day());
        begins.map_or(at, |begins| Timestamp(begins.timestamp().as_microsecond()))
    }

    /// Such as `22 Nov 2026, 14:05`.
    pub(crate) fn moment(&self, at: Timestamp) -> Moment {
        let text = jiff::Timestamp::from_microsecond(at.0)
            .map(|time| time.to_zoned(self.0.clone()).strftime("%-d %b %Y, %H:%M").to_string())
            .unwrap_or_else(|_| at.rfc3339());
        Moment { at, text }
    }
}

#[cfg(test)]
mod tests {
    use super::Zone;
    use domain::currency::TimeZoneName;
    use domain::day::Day;

    #[test]
    fn a_day_is_as_long_as_the_clocks_of_its_zone_make_it() {
        for (zone, day, begins, hours) in [
            ("UTC", "2026-11-26", "2026-11-26T00:00:00Z", 24),
            ("Europe/Berlin", "2026-11-26", "2026-11-25T23:00:00Z", 24),
            ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23),
            ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25),
            // Its clocks went from 23:59 on the day before to 01:00.
            ("America/Asuncion", "2023-10-01", "2023-10-01T04:00:00Z", 23),
        ] {
            let zone = Zone::of(&TimeZoneName::parse(zone).expect("a name"));
            let day = Day::parse(day).expect("a day");
            let (from, until) = (zone.begins(&day).expect("it begins"), zone.ends(&day).expect("it ends"));
            assert_eq!((from.rfc3339().as_str(), until.seconds_since(from) / 3600), (begins, hours), "{day}");
        }
    }
}
