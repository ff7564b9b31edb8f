//! Mail elsewhere.

use async_trait::async_trait;
use desk::ports::{Fetched, MailServer, Postbox};
use domain::mailbox::Cursor;
use std::time::Duration;

/// Nobody is asked.
pub struct Elsewhere;

const NOBODY: &str = "this installation asks nobody";

#[async_trait]
impl Postbox for Elsewhere {
    async fn fetch(&self, _: &MailServer, _: &str, _: Option<Cursor>) -> Result<Fetched, String> {
        Err(NOBODY.to_owned())
    }
    async fn wait(&self, _: &MailServer, _: &str, _: Cursor, _: Duration) -> Result<(), String> {
        Err(NOBODY.to_owned())
    }
}
