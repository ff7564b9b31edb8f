//! INTERNALDATE: `17-Jul-1996 02:44:25 -0700`.

use domain::Timestamp;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `None` for what is no date.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let mut words = text.split_whitespace();
    let (date, time, zone) = (words.next()?, words.next()?, words.next()?);
    let mut date = date.split('-');
    let day: i64 = date.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    let month = date.next()?.to_ascii_lowercase();
    let month = 1 + i64::try_from(MONTHS.iter().position(|name| *name == month)?).ok()?;
    let year: i64 = date.next()?.parse().ok().filter(|year| (0..=9999).contains(year))?;
    let mut time = time.split(':').map(|part| part.parse::<i64>().ok().filter(|part| (0..=60).contains(part)));
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let zone: i64 = zone.parse().ok().filter(|zone| (-2400..=2400).contains(zone))?;
    let east = zone / 100 * 3600 + zone % 100 * 60;
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - east;
    Some(Timestamp(seconds * 1_000_000))
}

/// Howard Hinnant's days-from-civil: since 1970-01-01.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn dates_are_points_in_time() {
        for (text, utc) in [
            ("17-Jul-1996 02:44:25 -0700", "1996-07-17T09:44:25Z"),
            (" 1-Jan-1970 00:00:00 +0000", "1970-01-01T00:00:00Z"),
            ("29-feb-2028 23:59:59 +0530", "2028-02-29T18:29:59Z"),
            ("31-DEC-2026 23:30:00 -0030", "2027-01-01T00:00:00Z"),
        ] {
            assert_eq!(read(text).expect(text).rfc3339(), utc, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "17-Jul-1996",
            "17-Foo-1996 02:44:25 -0700",
            "x-Jul-1996 02:44:25 -0700",
            "17-Jul-1996 02:44 -0700",
            "17-Jul-99999999 02:44:25 +0000",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
