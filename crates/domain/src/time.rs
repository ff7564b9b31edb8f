//! Points in time, as everybody here stores and shows them.

use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01T00:00:00Z. PostgreSQL keeps it as `timestamptz`, SQLite as INTEGER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The same point, `seconds` later (or earlier, when negative). Saturates at the ends of time.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole seconds from `earlier` to this point; negative when `earlier` is later.
    #[must_use]
    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).div_euclid(1_000_000)
    }

    /// RFC 3339 in UTC with `Z` and whole seconds (S0-09), without a zone database.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let seconds = self.0.div_euclid(1_000_000);
        let (days, second_of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = (second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Howard Hinnant's days-to-civil, exact for every day of the proleptic Gregorian calendar.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, day)
}

/// A point in time as a screen shows it: the text is made on the server in the organization's zone, so the browser
/// needs no zone database; `at` lets an effect say "5 min ago".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The point itself.
    pub at: Timestamp,
    /// Such as `22 Nov 2026, 14:05`.
    pub text: String,
}

#[cfg(feature = "sql")]
mod sql {
    //! `timestamptz` on PostgreSQL, INTEGER microseconds on SQLite.
    use super::Timestamp;
    use sqlx::encode::IsNull;
    use sqlx::error::BoxDynError;
    use sqlx::types::time::OffsetDateTime;
    use sqlx::{Database, Decode, Encode, Postgres, Sqlite, Type};

    impl Type<Postgres> for Timestamp {
        fn type_info() -> <Postgres as Database>::TypeInfo {
            <OffsetDateTime as Type<Postgres>>::type_info()
        }
    }
    impl Encode<'_, Postgres> for Timestamp {
        fn encode_by_ref(&self, buf: &mut <Postgres as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
            let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1000)?;
            Encode::<Postgres>::encode(time, buf)
        }
    }
    impl<'r> Decode<'r, Postgres> for Timestamp {
        fn decode(value: <Postgres as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
            let time = <OffsetDateTime as Decode<Postgres>>::decode(value)?;
            Ok(Self(i64::try_from(time.unix_timestamp_nanos() / 1000)?))
        }
    }
    impl Type<Sqlite> for Timestamp {
        fn type_info() -> <Sqlite as Database>::TypeInfo {
            <i64 as Type<Sqlite>>::type_info()
        }
        fn compatible(ty: &<Sqlite as Database>::TypeInfo) -> bool {
            <i64 as Type<Sqlite>>::compatible(ty)
        }
    }
    impl Encode<'_, Sqlite> for Timestamp {
        fn encode_by_ref(&self, buf: &mut <Sqlite as Database>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
            Encode::<Sqlite>::encode_by_ref(&self.0, buf)
        }
    }
    impl<'r> Decode<'r, Sqlite> for Timestamp {
        fn decode(value: <Sqlite as Database>::ValueRef<'r>) -> Result<Self, BoxDynError> {
            Ok(Self(<i64 as Decode<Sqlite>>::decode(value)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn rfc3339_is_exact_at_the_borders_of_years_and_leap_days() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_305_599, "2026-11-21T23:59:59Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            let time = Timestamp(seconds * 1_000_000);
            assert_eq!(time.rfc3339(), text);
        }
    }
}
