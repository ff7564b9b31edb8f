//! Growing delays for one account, or one organization: slows a guesser down, and never shuts its owner out for long.

use domain::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Keys kept; above that, those whose time is over are forgotten.
const MANY: usize = 10_000;

/// How fast the delay grows.
#[derive(Clone, Copy)]
pub(crate) struct Pace {
    /// Tries before the first delay.
    pub(crate) free: u32,
    /// Seconds of the first delay; each further one is twice as long.
    pub(crate) first: i64,
    /// Seconds of the longest.
    pub(crate) longest: i64,
    /// Seconds of rest after which all is forgotten.
    pub(crate) rest: i64,
}

/// Wrong passwords. A minute at most, because anybody can make an address wait.
pub(crate) const PASSWORDS: Pace = Pace { free: 5, first: 1, longest: 60, rest: 3600 };
/// Wrong codes of somebody who gave the right password: a quarter of an hour at most, because nobody else makes them wait.
pub(crate) const CODES: Pace = Pace { free: 5, first: 30, longest: 900, rest: 6 * 3600 };
/// Mails asked for by somebody who is not signed in.
pub(crate) const MAILS: Pace = Pace { free: 3, first: 300, longest: 3600, rest: 3600 };
/// Addresses fetched for an organization, so that nobody makes the desk knock at somebody else's door all day.
pub(crate) const FETCHES: Pace = Pace { free: 10, first: 600, longest: 3600, rest: 3600 };

#[derive(Clone, Copy)]
struct Tried {
    times: u32,
    last: Timestamp,
    free_at: Timestamp,
}

/// Tries by key.
#[derive(Default)]
pub(crate) struct Throttle {
    tried: Mutex<HashMap<String, Tried>>,
}

impl Throttle {
    /// Counts a try, before it is made: of many at once, no more than the pace allows get through. `Err` holds the seconds
    /// to wait; such a try does not count.
    pub(crate) fn attempt(&self, key: &str, pace: Pace, now: Timestamp) -> Result<(), u64> {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let rested = |entry: &Tried| entry.last.plus_seconds(pace.rest.max(pace.longest)) <= now;
        if tried.len() >= MANY {
            tried.retain(|_, entry| !rested(entry));
        }
        let before = tried.get(key).copied().filter(|entry| !rested(entry));
        if let Some(entry) = before
            && entry.free_at > now
        {
            return Err(u64::try_from(entry.free_at.seconds_since(now)).unwrap_or_default() + 1);
        }
        let times = before.map_or(0, |entry| entry.times).saturating_add(1);
        let delay = match times.checked_sub(pace.free) {
            None => 0,
            Some(over) => pace
                .first
                .saturating_mul(1_i64.checked_shl(over).filter(|factor| *factor > 0 && over < 32).unwrap_or(i64::MAX))
                .min(pace.longest),
        };
        tried.insert(key.to_owned(), Tried { times, last: now, free_at: now.plus_seconds(delay) });
        Ok(())
    }

    /// It was the right person: nothing is held against the account.
    pub(crate) fn clear(&self, key: &str) {
        self.tried.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::{PASSWORDS, Throttle};
    use domain::Timestamp;

    const START: Timestamp = Timestamp(1_000_000_000_000_000);

    #[test]
    fn delays_grow_to_a_minute_and_end_with_success() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            assert_eq!(throttle.attempt("a", PASSWORDS, START), Ok(()));
        }
        assert!(throttle.attempt("a", PASSWORDS, START).is_err(), "the sixth at once waits");
        assert_eq!(throttle.attempt("b", PASSWORDS, START), Ok(()), "another account does not");
        let mut now = START;
        let mut waits = Vec::new();
        for _ in 0..10 {
            let wait = throttle.attempt("a", PASSWORDS, now).expect_err("still waiting");
            waits.push(wait);
            now = now.plus_seconds(i64::try_from(wait).expect("short"));
            assert_eq!(throttle.attempt("a", PASSWORDS, now), Ok(()));
        }
        assert!(waits.is_sorted() && waits.last() == Some(&61), "{waits:?}");
        throttle.clear("a");
        assert_eq!(throttle.attempt("a", PASSWORDS, now), Ok(()));
    }

    #[test]
    fn an_hour_of_rest_forgets() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            let _ = throttle.attempt("a", PASSWORDS, START);
        }
        let later = START.plus_seconds(3600);
        for _ in 0..5 {
            assert_eq!(throttle.attempt("a", PASSWORDS, later), Ok(()));
        }
    }
}
