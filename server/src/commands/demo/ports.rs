//! The outside world as the demo's past needs it: a clock that can be set, mail that is read and never sent, silence.

use async_trait::async_trait;
use desk::ports::{Clock, Fetch, FetchError, Fetched, Live, MailServer, Mailer, NotSent, OutgoingMail, Postbox};
use domain::live::Change;
use domain::mailbox::Cursor;
use domain::{Timestamp, UserId};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A clock that shows what it was set to.
pub(in crate::commands) struct SetClock(AtomicI64);

impl SetClock {
    pub(super) fn new(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.0))
    }

    /// Sets it; never back, so that events stay in their order.
    pub(super) fn set(&self, at: Timestamp) {
        self.0.fetch_max(at.0, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Nobody watches the past.
pub(super) struct Silent;

impl Live for Silent {
    fn publish(&self, _: Change) {}
    fn signed_out(&self, _: Option<UserId>) {}
}

/// In the past there was no internet.
pub(super) struct Offline;

#[async_trait]
impl Fetch for Offline {
    async fn fetch(&self, _: &str, _: usize) -> Result<Vec<u8>, FetchError> {
        Err(FetchError::Refused)
    }
}

const OFFLINE: &str = "There is no internet yet.";

#[async_trait]
impl Postbox for Offline {
    async fn fetch(&self, _: &MailServer, _: &str, _: Option<Cursor>) -> Result<Fetched, String> {
        Err(OFFLINE.to_owned())
    }

    async fn begin(&self, _: &MailServer, _: &str, _: Timestamp) -> Result<Cursor, String> {
        Err(OFFLINE.to_owned())
    }

    async fn wait(&self, _: &MailServer, _: &str, _: Cursor, _: Duration) -> Result<(), String> {
        Err(OFFLINE.to_owned())
    }
}

/// Keeps the links of mails instead of sending them: no demo customer is ever written to.
#[derive(Default)]
pub(super) struct Letterbox(Mutex<Vec<(String, String)>>);

impl Letterbox {
    /// The last part of the newest link that came for an address.
    pub(super) fn token(&self, to: &str) -> Option<String> {
        let letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        letters.iter().rev().find(|(address, _)| address == to).map(|(_, token)| token.clone())
    }
}

#[async_trait]
impl Mailer for Letterbox {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), NotSent> {
        let read = mail::read(&mail.raw);
        if let Some(token) = read.links().first().and_then(|link| link.rsplit('/').next()) {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend(mail.to.iter().map(|to| (to.clone(), token.to_owned())));
        }
        Ok(())
    }

    async fn knock(&self, _: &MailServer) -> Result<(), String> {
        Ok(())
    }
}
