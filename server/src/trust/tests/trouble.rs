//! A DNS that does not answer, and what is asked of it besides mail.

use super::*;
use std::time::Instant;

const SHORT: Duration = Duration::from_millis(400);

#[tokio::test]
async fn silence_is_unknown_and_has_an_end() {
    let names = ["shop.test", "_dmarc.shop.test", "desk._domainkey.shop.test"];
    let dns = Dns::of(names.map(|name| (name, Answer::Silence))).await;
    let trust = Trust::patient(Some(dns.addr), SHORT);
    let raw = signed(MAIL, "shop.test");
    let start = Instant::now();
    let found = proof(&trust, &raw, Some(&peer("192.0.2.1", "ana@shop.test"))).await;
    assert_eq!(found, verdicts(Verdict::Unknown, Verdict::Unknown, Verdict::Unknown));
    // The names alone would take as long as the resolver waits for each, many times over.
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[tokio::test]
async fn what_could_not_be_asked_does_not_take_away_what_was_proven() {
    let (key, _) = key_of("shop.test");
    let table = [
        (key, Answer::Silence),
        ("shop.test".to_owned(), txt("v=spf1 ip4:192.0.2.1 -all")),
        policy_of("shop.test", REJECT),
    ];
    let trust = Trust::patient(Some(Dns::of(table).await.addr), Duration::from_secs(4));
    let raw = signed(MAIL, "shop.test");
    let (known, other) = (peer("192.0.2.1", "ana@shop.test"), peer("192.0.2.2", "ana@shop.test"));
    let found = tokio::join!(proof(&trust, &raw, Some(&known)), proof(&trust, &raw, Some(&other)));
    let pass = verdicts(Verdict::Pass, Verdict::Unknown, Verdict::Pass);
    assert_eq!(found, (pass, verdicts(Verdict::Fail, Verdict::Unknown, Verdict::Unknown)));
}

#[tokio::test]
async fn trouble_of_the_name_server_is_no_verdict() {
    let names = ["shop.test", "_dmarc.shop.test", "desk._domainkey.shop.test"];
    let trust = asking(&Dns::of(names.map(|name| (name, Answer::Broken))).await);
    let raw = signed(MAIL, "shop.test");
    let found = proof(&trust, &raw, Some(&peer("192.0.2.1", "ana@shop.test"))).await;
    assert_eq!(found, verdicts(Verdict::Unknown, Verdict::Unknown, Verdict::Unknown));
}

#[tokio::test]
async fn without_a_name_server_nothing_is_known_and_nothing_breaks() {
    let trust = Trust::nobody();
    let unknown = verdicts(Verdict::Unknown, Verdict::Unknown, Verdict::Unknown);
    assert_eq!(proof(&trust, MAIL.as_bytes(), None).await, unknown);
    assert!(trust.txt("shop.test").await.expect_err("nobody to ask").contains("dns"));
}

#[tokio::test]
async fn what_is_no_mail_has_no_proof() {
    let trust = asking(&Dns::of([policy_of("shop.test", REJECT)]).await);
    for raw in [b"".as_slice(), b"\r\n\r\n", b"no header\r\n", &[0xff; 200]] {
        let found = proof(&trust, raw, None).await;
        assert_ne!(found.dkim, Verdict::Pass, "{raw:?}");
        assert_ne!(found.dmarc, Verdict::Pass, "{raw:?}");
    }
}

#[tokio::test]
async fn records_are_read_whole_and_no_name_has_none() {
    let long = "x".repeat(450);
    let table = [
        ("shop.test", txt(&long)),
        ("shop.test", txt("v=spf1 -all")),
        ("mail.test", Answer::Mx("shop.test.")),
        ("silent.test", Answer::Silence),
        ("broken.test", Answer::Broken),
    ];
    let trust = Trust::patient(Some(Dns::of(table).await.addr), Duration::from_secs(4));
    let mut texts = trust.txt("shop.test").await.expect("asked");
    texts.sort();
    assert_eq!(texts, ["v=spf1 -all".to_owned(), long]);
    assert_eq!(trust.txt("nobody.test.").await, Ok(Vec::new()));
    assert_eq!(trust.txt("mail.test").await, Ok(Vec::new()));
    for name in ["silent.test", "broken.test", "a..b", &"y".repeat(300)] {
        assert!(trust.txt(name).await.is_err(), "{name}");
    }
}
