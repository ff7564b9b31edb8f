//! Mail elsewhere and who sent it.

use async_trait::async_trait;
use desk::ports::{DkimKey, Fetched, MailPeer, MailServer, MailTrust, Postbox};
use domain::MailAddress;
use domain::mail::{MailProof, Verdict};
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

#[async_trait]
impl MailTrust for Elsewhere {
    async fn check(&self, _: &[u8], _: &MailAddress, _: Option<&MailPeer>) -> MailProof {
        MailProof { spf: Verdict::Unknown, dkim: Verdict::Unknown, dmarc: Verdict::Unknown }
    }
    fn key(&self) -> Result<DkimKey, String> {
        Err(NOBODY.to_owned())
    }
    fn sign(&self, _: &[u8], _: &str, _: &str, _: &[u8]) -> Result<Vec<u8>, String> {
        Err(NOBODY.to_owned())
    }
    async fn txt(&self, _: &str) -> Result<Vec<String>, String> {
        Err(NOBODY.to_owned())
    }
}
