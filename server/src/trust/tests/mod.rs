//! Proof of senders, with a DNS of its own: a table on loopback.

mod dkim;
mod dmarc;
mod dns;
mod spf;
mod trouble;

use super::Trust;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::ports::{MailPeer, MailTrust};
use dns::{Answer, Dns, txt};
use domain::MailAddress;
use domain::mail::{MailProof, Verdict};
use std::net::IpAddr;
use std::time::Duration;

/// More than any of them takes, so that a busy machine changes no verdict.
const PATIENT: Duration = Duration::from_secs(60);
const REJECT: &str = "v=DMARC1; p=reject";
const MAIL: &str = "From: Ana <ana@shop.test>\r\nTo: help@desk.test\r\nSubject: Lamp\r\n\
     Date: Thu, 26 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@shop.test>\r\n\r\nIt does not shine.\r\n";

/// A key that signs nothing but tests, and its record.
fn key() -> (Vec<u8>, &'static str) {
    let (private, record) = include_str!("key.txt").trim_end().split_once('\n').expect("two lines");
    (STANDARD.decode(private).expect("base64"), record)
}

/// The key's record where `domain` has it.
fn key_of(domain: &str) -> (String, Answer) {
    (format!("desk._domainkey.{domain}"), txt(key().1))
}

fn policy_of(domain: &str, policy: &str) -> (String, Answer) {
    (format!("_dmarc.{domain}"), txt(policy))
}

fn asking(dns: &Dns) -> Trust {
    Trust::patient(Some(dns.addr), PATIENT)
}

/// As a mail of `domain`.
fn signed(raw: &str, domain: &str) -> Vec<u8> {
    let trust = Trust::nobody();
    trust.sign(raw.as_bytes(), domain, "desk", &key().0).expect("signed")
}

/// What the DNS says of a mail from Ana.
async fn proof(trust: &Trust, raw: &[u8], peer: Option<&MailPeer>) -> MailProof {
    trust.check(raw, &MailAddress::parse("ana@shop.test").expect("an address"), peer).await
}

fn peer(ip: &str, return_path: &str) -> MailPeer {
    let ip: IpAddr = ip.parse().expect("an address");
    MailPeer { ip, helo: "mx.shop.test".to_owned(), return_path: return_path.to_owned() }
}

fn verdicts(spf: Verdict, dkim: Verdict, dmarc: Verdict) -> MailProof {
    MailProof { spf, dkim, dmarc }
}
