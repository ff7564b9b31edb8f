//! Machines that may send, and machines that may not.

use super::*;
use std::net::Ipv4Addr;

const PATH: &str = "bounces@shop.test";

async fn spf_of(record: &str, peer: &MailPeer) -> Verdict {
    let table = [
        ("shop.test".to_owned(), txt(record)),
        ("shop.test".to_owned(), Answer::Mx("in.shop.test.")),
        ("in.shop.test".to_owned(), Answer::A(Ipv4Addr::new(192, 0, 2, 7))),
        ("mx.shop.test".to_owned(), txt("v=spf1 ip4:192.0.2.9 -all")),
        ("_spf.host.test".to_owned(), txt("v=spf1 ip4:198.51.100.0/24 -all")),
    ];
    proof(&asking(&Dns::of(table).await), MAIL.as_bytes(), Some(peer)).await.spf
}

#[tokio::test]
async fn a_machine_is_held_against_the_record() {
    for (record, ip, verdict) in [
        ("v=spf1 ip4:192.0.2.1 -all", "192.0.2.1", Verdict::Pass),
        ("v=spf1 ip4:192.0.2.1 -all", "::ffff:192.0.2.1", Verdict::Pass),
        ("v=spf1 ip4:192.0.2.1 -all", "192.0.2.2", Verdict::Fail),
        ("v=spf1 ip4:192.0.2.1 ~all", "192.0.2.2", Verdict::Fail),
        ("v=spf1 ip4:192.0.2.1 ?all", "192.0.2.2", Verdict::None),
        ("v=spf1 ip6:2001:db8::/32 -all", "2001:db8::1", Verdict::Pass),
        ("v=spf1 mx -all", "192.0.2.7", Verdict::Pass),
        ("v=spf1 mx -all", "192.0.2.8", Verdict::Fail),
        ("v=spf1 include:_spf.host.test -all", "198.51.100.4", Verdict::Pass),
        ("v=spf1 include:_spf.host.test -all", "203.0.113.4", Verdict::Fail),
        ("v=spf1 include:nobody.test -all", "192.0.2.1", Verdict::None),
        ("v=spf1 include:shop.test -all", "192.0.2.1", Verdict::None),
        ("hello", "192.0.2.1", Verdict::None),
    ] {
        assert_eq!(spf_of(record, &peer(ip, PATH)).await, verdict, "{record} {ip}");
    }
}

#[tokio::test]
async fn a_null_path_is_held_against_the_machines_name() {
    assert_eq!(spf_of("v=spf1 -all", &peer("192.0.2.9", "")).await, Verdict::Pass);
    assert_eq!(spf_of("v=spf1 +all", &peer("192.0.2.1", "")).await, Verdict::Fail);
    let number = MailPeer { helo: "[192.0.2.9]".to_owned(), ..peer("192.0.2.9", "") };
    assert_eq!(spf_of("v=spf1 -all", &number).await, Verdict::None);
}

#[tokio::test]
async fn without_a_session_there_is_nothing_to_ask() {
    let dns = Dns::of([("shop.test", txt("v=spf1 -all"))]).await;
    assert_eq!(proof(&asking(&dns), MAIL.as_bytes(), None).await.spf, Verdict::None);
}

#[tokio::test]
async fn a_machine_of_the_authors_domain_is_enough_and_one_of_another_is_not() {
    let both = || {
        let all = |domain: &str| (domain.to_owned(), txt("v=spf1 ip4:192.0.2.1 -all"));
        [all("shop.test"), all("evil.test"), all("news.shop.test"), policy_of("shop.test", REJECT)]
    };
    for (path, spf, dmarc) in [
        ("bounces@shop.test", Verdict::Pass, Verdict::Pass),
        ("bounces@news.shop.test", Verdict::Pass, Verdict::Pass),
        ("ana@evil.test", Verdict::Pass, Verdict::Fail),
        ("shop.test@evil.test", Verdict::Pass, Verdict::Fail),
        ("ana@gone.test", Verdict::None, Verdict::Fail),
    ] {
        let trust = asking(&Dns::of(both()).await);
        let found = proof(&trust, MAIL.as_bytes(), Some(&peer("192.0.2.1", path))).await;
        assert_eq!(found, verdicts(spf, Verdict::None, dmarc), "{path}");
    }
}
