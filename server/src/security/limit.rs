//! How often strangers may knock, per network and door. In memory: a limit that forgets at a restart is still a limit.

use crate::config::Config;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The doors that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The hosted support page's form, and replies through a ticket link.
    SupportForm,
    /// `POST /support/v1/tickets`.
    SupportApi,
    /// Sign-in.
    SignIn,
    /// Sign-up.
    SignUp,
    /// Forgotten password and other mails a stranger can cause.
    Forgot,
    /// Looking up mailed links.
    Link,
    /// Questions to passkeys: every look at sign-in asks one.
    Passkey,
}

impl Kind {
    /// Requests a minute, from the operator's limit on forms.
    fn per_minute(self, forms: u32) -> f64 {
        let forms = f64::from(forms);
        match self {
            Self::SupportForm | Self::SignIn => forms,
            Self::SupportApi | Self::Link | Self::Passkey => forms * 4.0,
            Self::SignUp | Self::Forgot => (forms / 3.0).max(1.0),
        }
    }
}

struct Bucket {
    tokens: f64,
    at: Instant,
}

/// All buckets. Old ones are swept as new ones come.
pub struct Limits {
    forms: Option<u32>,
    buckets: Mutex<HashMap<(Kind, String), Bucket>>,
}

/// Buckets kept before those that are full again are swept.
const SWEEP_AT: usize = 10_000;

impl Limits {
    /// The limits of this process.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self { forms: config.form_limit, buckets: Mutex::new(HashMap::new()) }
    }

    /// Takes one token of the bucket. Errors: whole seconds until there is one again.
    pub fn check(&self, kind: Kind, key: &str) -> Result<(), u64> {
        self.check_at(kind, key, Instant::now())
    }

    fn check_at(&self, kind: Kind, key: &str, now: Instant) -> Result<(), u64> {
        let Some(forms) = self.forms else { return Ok(()) };
        let rate = kind.per_minute(forms);
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if buckets.len() > SWEEP_AT {
            buckets.retain(|_, bucket| now.duration_since(bucket.at) < Duration::from_secs(60));
        }
        let bucket = buckets.entry((kind, key.to_owned())).or_insert(Bucket { tokens: rate, at: now });
        let refill = now.duration_since(bucket.at).as_secs_f64() * rate / 60.0;
        bucket.tokens = (bucket.tokens + refill).min(rate);
        bucket.at = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        let wait = ((1.0 - bucket.tokens) * 60.0 / rate).ceil();
        Err(Duration::from_secs_f64(wait).as_secs().max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Limits};
    use std::collections::HashMap;
    use std::sync::Mutex;
    use std::time::{Duration, Instant};

    #[test]
    fn a_bucket_empties_and_fills_again_and_others_are_untouched() {
        let limits = Limits { forms: Some(30), buckets: Mutex::new(HashMap::new()) };
        let now = Instant::now();
        for _ in 0..30 {
            assert_eq!(limits.check_at(Kind::SignIn, "10.0.0", now), Ok(()));
        }
        assert_eq!(limits.check_at(Kind::SignIn, "10.0.0", now), Err(2));
        assert_eq!(limits.check_at(Kind::SignIn, "10.0.1", now), Ok(()));
        assert_eq!(limits.check_at(Kind::SignIn, "10.0.0", now + Duration::from_secs(2)), Ok(()));
    }
}
