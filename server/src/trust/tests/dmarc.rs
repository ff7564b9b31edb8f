//! Whether what was proven is about the address that people see. Where a mail came straight from its author's side, it may also be told
//! that it is not from there.

use super::*;

/// A machine that nobody vouches for.
fn straight() -> Option<MailPeer> {
    Some(peer("192.0.2.1", "ana@shop.test"))
}

#[tokio::test]
async fn somebody_elses_good_signature_says_nothing_about_the_author() {
    let evil = [key_of("evil.test"), policy_of("shop.test", REJECT)];
    let trust = asking(&Dns::of(evil).await);
    let raw = signed(MAIL, "evil.test");
    assert_eq!(proof(&trust, &raw, straight().as_ref()).await, verdicts(Verdict::None, Verdict::Pass, Verdict::Fail));
    for domain in ["notshop.test", "shop.test.evil.test", "example"] {
        let trust = asking(&Dns::of([key_of(domain), policy_of("shop.test", REJECT)]).await);
        let proof = proof(&trust, &signed(MAIL, domain), straight().as_ref()).await;
        assert_eq!((proof.dkim, proof.dmarc), (Verdict::Pass, Verdict::Fail), "{domain}");
    }
}

#[tokio::test]
async fn a_domain_without_a_policy_has_none_however_good_its_signature_is() {
    let trust = asking(&Dns::of([key_of("shop.test")]).await);
    let raw = signed(MAIL, "shop.test");
    assert_eq!(proof(&trust, &raw, None).await, verdicts(Verdict::None, Verdict::Pass, Verdict::None));
}

#[tokio::test]
async fn what_cannot_be_read_is_no_policy() {
    for policy in ["v=DMARC1; p=whatever", "v=DMARC2; p=reject", "hello"] {
        let trust = asking(&Dns::of([policy_of("shop.test", policy)]).await);
        assert_eq!(proof(&trust, MAIL.as_bytes(), straight().as_ref()).await.dmarc, Verdict::None, "{policy}");
    }
}

#[tokio::test]
async fn a_policy_that_asks_for_nothing_still_tells_who_is_who() {
    let trust = asking(&Dns::of([key_of("shop.test"), policy_of("shop.test", "v=DMARC1; p=none")]).await);
    assert_eq!(proof(&trust, MAIL.as_bytes(), straight().as_ref()).await.dmarc, Verdict::Fail);
    assert_eq!(proof(&trust, &signed(MAIL, "shop.test"), None).await.dmarc, Verdict::Pass);
}

#[tokio::test]
async fn a_part_of_the_domain_may_sign_unless_it_says_no() {
    for (policy, dmarc) in [(REJECT, Verdict::Pass), ("v=DMARC1; p=reject; adkim=s", Verdict::Fail)] {
        let trust = asking(&Dns::of([key_of("news.shop.test"), policy_of("shop.test", policy)]).await);
        let raw = signed(MAIL, "news.shop.test");
        let found = proof(&trust, &raw, straight().as_ref()).await;
        assert_eq!(found, verdicts(Verdict::None, Verdict::Pass, dmarc), "{policy}");
    }
}

#[tokio::test]
async fn the_author_is_the_one_we_read() {
    let trust = asking(&Dns::of([key_of("evil.test"), policy_of("evil.test", REJECT)]).await);
    let raw = MAIL.replace("Ana <ana@shop.test>", "Eve <eve@evil.test>");
    let raw = signed(&raw, "evil.test");
    // Whatever else reads the header: the verdict is about the address that was asked for.
    assert_eq!(proof(&trust, &raw, None).await, verdicts(Verdict::None, Verdict::None, Verdict::None));
}

#[tokio::test]
async fn a_domain_in_another_script_is_the_one_we_read() {
    let trust = asking(&Dns::of([key_of("xn--mnchen-3ya.test"), policy_of("xn--mnchen-3ya.test", REJECT)]).await);
    let raw = signed(&MAIL.replace("shop.test", "m\u{fc}nchen.test"), "xn--mnchen-3ya.test");
    let author = MailAddress::parse("ana@xn--mnchen-3ya.test").expect("an address");
    assert_eq!(trust.check(&raw, &author, None).await.dmarc, Verdict::Pass);
}

#[tokio::test]
async fn nothing_fails_where_the_authors_machine_could_not_be_asked_about() {
    let trust = asking(&Dns::of([key_of("shop.test"), key_of("evil.test"), policy_of("shop.test", REJECT)]).await);
    let good = signed(MAIL, "shop.test");
    let broken = String::from_utf8(good.clone()).expect("ASCII").replace("shine", "burn").into_bytes();
    for (what, raw, dmarc, straight_dmarc) in [
        ("unsigned", MAIL.as_bytes().to_vec(), Verdict::Unknown, Verdict::Fail),
        ("signed by another", signed(MAIL, "evil.test"), Verdict::Unknown, Verdict::Fail),
        ("broken on its way", broken, Verdict::Unknown, Verdict::Fail),
        ("signed", good, Verdict::Pass, Verdict::Pass),
    ] {
        assert_eq!(proof(&trust, &raw, None).await.dmarc, dmarc, "{what}");
        assert_eq!(
            proof(&trust, &raw, straight().as_ref()).await.dmarc,
            straight_dmarc,
            "{what}, straight from a machine"
        );
    }
}
