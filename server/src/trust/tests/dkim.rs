//! Signatures: ours, and those of others.

use super::*;
use crate::trust::check::proves;
use mail::parse::limits;
use mail_auth::common::crypto::{Algorithm, RsaKey, Sha256};
use mail_auth::common::headers::HeaderWriter as _;
use mail_auth::dkim::{DkimSigner, Signature};
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

async fn shop() -> Dns {
    Dns::of([key_of("shop.test"), policy_of("shop.test", REJECT)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_its_domain_signed_passes_with_our_own_headers_on_top() {
    let trust = asking(&shop().await);
    let pass = verdicts(Verdict::None, Verdict::Pass, Verdict::Pass);
    let raw = signed(MAIL, "shop.test");
    assert_eq!(proof(&trust, &raw, None).await, pass);
    let ours = b"Return-Path: <ana@shop.test>\r\nReceived: from mx.shop.test ([192.0.2.1])\r\n\tby desk.test; Thu, 26 Nov 2026 10:00:01 +0000\r\n";
    assert_eq!(proof(&trust, &[ours.as_slice(), &raw].concat(), None).await, pass);
}

#[tokio::test]
async fn what_was_changed_on_its_way_fails() {
    let trust = asking(&shop().await);
    let fail = verdicts(Verdict::None, Verdict::Fail, Verdict::Unknown);
    let raw = String::from_utf8(signed(MAIL, "shop.test")).expect("ASCII");
    for (what, changed) in [
        ("body", raw.replace("shine", "burn")),
        ("body longer", format!("{raw}Send money.\r\n")),
        ("subject", raw.replace("Subject: Lamp", "Subject: Lamps")),
        ("author", raw.replace("Ana <", "Eve <")),
        ("where answers go", raw.replace("To: ", "Reply-To: eve@evil.test\r\nTo: ")),
    ] {
        assert_eq!(proof(&trust, changed.as_bytes(), None).await, fail, "{what}");
    }
    let seen = raw.replace("Received", "X-Seen");
    assert_eq!(proof(&trust, seen.as_bytes(), None).await.dkim, Verdict::Pass);
}

#[tokio::test]
async fn a_signature_proves_nothing_where_others_read_another_mail_than_we_show() {
    let trust = asking(&shop().await);
    let raw = String::from_utf8(signed(MAIL, "shop.test")).expect("ASCII");
    let outer = "From: Ceo <ceo@shop.test>\r\nContent-Type: multipart/mixed; boundary=X\r\nA: b\r\n";
    let line = "Send the money to Eve.";
    for (what, forged) in [
        ("a second author", raw.replace("From: ", "From: eve@shop.test\r\nFrom: ")),
        ("a second author on top", format!("From: eve@shop.test\r\n{raw}")),
        ("headers behind a line of a space", format!("{outer} \r\n{raw}")),
        ("headers behind a line of a tab", format!("{outer}\t\n{raw}")),
        ("headers behind a form feed", format!("{outer}\u{c}\n{raw}")),
        ("a line of text for the empty one", raw.replacen("\r\n\r\n", &format!("\r\n{line}\r\n"), 1)),
        (
            "a line of text on top of the empty one",
            raw.replace("\r\n", "\n").replacen("\n\n", &format!("\n{line}\n\n"), 1),
        ),
        ("more headers than we read", format!("{}{raw}", "X-A: b\r\n".repeat(limits::FIELDS))),
    ] {
        for author in ["ana@shop.test", "ceo@shop.test"] {
            let author = MailAddress::parse(author).expect("an address");
            let found = trust.check(forged.as_bytes(), &author, None).await;
            assert!(found.dkim == Verdict::None && found.dmarc != Verdict::Pass, "{what}: {found:?}");
        }
    }
    // With the ends of lines alone it would be good.
    assert_eq!(proof(&trust, raw.replace("\r\n", "\n").as_bytes(), None).await.dkim, Verdict::Pass);
    let other = MailAddress::parse("ceo@shop.test").expect("an address");
    assert_eq!(trust.check(raw.as_bytes(), &other, None).await.dkim, Verdict::None);
}

#[tokio::test]
async fn a_signature_without_a_key_in_the_dns_is_none() {
    let trust = asking(&Dns::of([policy_of("shop.test", REJECT)]).await);
    let raw = signed(MAIL, "shop.test");
    assert_eq!(proof(&trust, &raw, None).await, verdicts(Verdict::None, Verdict::Fail, Verdict::Unknown));
    let unreadable = format!("DKIM-Signature: v=1; a=rsa-sha256; d=shop.test; b=!\r\n{MAIL}");
    assert_eq!(proof(&trust, unreadable.as_bytes(), None).await.dkim, Verdict::None);
    assert_eq!(proof(&trust, MAIL.as_bytes(), None).await.dkim, Verdict::None);
}

#[tokio::test]
async fn a_signature_that_does_not_cover_the_author_proves_nothing() {
    let trust = asking(&shop().await);
    let der = key().0;
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der.as_slice()));
    let key = RsaKey::<Sha256>::from_key_der(private).expect("a key");
    let signer = DkimSigner::from_key(key).domain("shop.test").selector("desk").headers(["Subject"]);
    let header = signer.sign(MAIL.as_bytes()).expect("signed").to_header();
    let raw = format!("{header}{MAIL}");
    assert_eq!(proof(&trust, raw.as_bytes(), None).await, verdicts(Verdict::None, Verdict::None, Verdict::Unknown));
}

#[test]
fn an_algorithm_that_can_be_forged_proves_nothing() {
    let of = |a| Signature { a, h: vec!["FROM".to_owned()], ..Signature::default() };
    assert!(proves(&of(Algorithm::RsaSha256)) && proves(&of(Algorithm::Ed25519Sha256)));
    assert!(!proves(&of(Algorithm::RsaSha1)));
}

#[tokio::test]
async fn of_hundreds_of_signatures_few_are_looked_at_and_the_authors_is_among_them() {
    let strangers: Vec<String> = (0..150).map(|at| format!("s{at}.test")).collect();
    let keys = strangers.iter().map(|domain| key_of(domain));
    let dns = Dns::of(keys.chain([key_of("shop.test"), policy_of("shop.test", REJECT)])).await;
    let mut raw = signed(MAIL, "shop.test");
    for domain in &strangers {
        let whole = signed(MAIL, domain);
        let header = &whole[..whole.len() - MAIL.len()];
        raw = [header, &raw].concat();
    }
    assert_eq!(proof(&asking(&dns), &raw, None).await, verdicts(Verdict::None, Verdict::Pass, Verdict::Pass));
    assert!(dns.asked() <= 12, "{} questions", dns.asked());
}

#[tokio::test]
async fn a_new_key_signs_and_its_record_is_believed() {
    let trust = Trust::nobody();
    let key = trust.key().expect("a key");
    assert!(key.record.starts_with("v=DKIM1; k=rsa; p=MIIB") && key.record.len() < 450, "{}", key.record);
    let raw = trust.sign(MAIL.as_bytes(), "shop.test", "new", &key.private).expect("signed");
    let dns = Dns::of([("new._domainkey.shop.test", txt(&key.record))]).await;
    assert_eq!(proof(&asking(&dns), &raw, None).await.dkim, Verdict::Pass);
}

#[test]
fn a_signature_is_one_header_on_top_and_the_mail_stays() {
    let raw = String::from_utf8(signed(MAIL, "shop.test")).expect("ASCII");
    assert!(raw.starts_with("DKIM-Signature: v=1; a=rsa-sha256; s=desk; d=shop.test; c=relaxed/relaxed;"), "{raw}");
    assert!(raw.ends_with(MAIL));
    let header = raw.strip_suffix(MAIL).expect("the mail").replace("\r\n\t", "");
    assert!(header.contains(":From:From:") && header.find("\r\n") == Some(header.len() - 2), "{header}");
}

#[test]
fn nothing_but_a_name_gets_into_a_signature() {
    let trust = Trust::nobody();
    let private = key().0;
    for (domain, selector) in [("shop.test\r\nX: y", "desk"), ("shop.test", "desk; l=1"), ("", "desk")] {
        assert!(trust.sign(MAIL.as_bytes(), domain, selector, &private).is_err(), "{domain:?} {selector:?}");
    }
    assert!(trust.sign(MAIL.as_bytes(), "shop.test", "desk", b"no key").is_err());
}
