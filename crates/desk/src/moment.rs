//! Points in time as text, in the organization's zone.

use domain::currency::TimeZoneName;
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

    /// Such as `22 Nov 2026, 14:05`.
    pub(crate) fn moment(&self, at: Timestamp) -> Moment {
        let text = jiff::Timestamp::from_microsecond(at.0)
            .map(|time| time.to_zoned(self.0.clone()).strftime("%-d %b %Y, %H:%M").to_string())
            .unwrap_or_else(|_| at.rfc3339());
        Moment { at, text }
    }
}
