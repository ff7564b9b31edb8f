//! Machines that answer machines fall silent (INV-13, RFC 3834, peers.md 3.1): two desks, auto-responders and a bouncer, wired to each
//! other in a hundred ways.

use crate::customer::{door, typed};
use crate::mail::{ANA, SUPPORT, desk_of, sent_to, tickets, written};
use desk::access::Scope;
use desk::ports::OutgoingMail;
use domain::mail::Verdict;
use domain::role::BuiltInRole;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::collections::VecDeque;
use testkit::World;

on_both!(nobody_is_bombed_through_a_form);

/// The most mails on the wire, the first one included.
const MOST: usize = 10;
const A: &str = "support@a.test";
const B: &str = "support@b.test";
const AGENT: &str = "mia@people.test";
const GONE: &str = "gone@customer.test";

/// A desk with its mailbox, and what it sent so far.
struct Desk {
    world: World,
    scope: Scope,
    taken: usize,
}

impl Desk {
    async fn new(slug: &str, address: &str) -> Self {
        let world = World::new().await;
        let scope = desk_of(&world, slug, address).await;
        Self { world, scope, taken: 0 }
    }

    /// What it sent since it was asked last.
    fn fresh(&mut self) -> Vec<OutgoingMail> {
        let fresh = self.world.mailer.sent().split_off(self.taken);
        self.taken += fresh.len();
        fresh
    }

    /// The agent who has every ticket answers by mail, and so does her machine.
    async fn with_agent(&self) {
        let (mia, _) = self.world.member(&self.scope, "Mia", BuiltInRole::Agent).await;
        let mut tx = self.world.desk.store().write(self.scope.sight()).await.expect("written");
        let mut settings = tx.mail_settings().await.expect("read");
        settings.agents = true;
        tx.mail_settings_set(settings).await.expect("written");
        tx.commit().await.expect("kept");
        self.world.trust.set(AGENT, Verdict::Pass);
        for (code, _) in tickets(&self.world, &self.scope).await {
            let seen = crate::mail::page(&self.world, &self.scope, &code).await.ticket.version;
            self.world.desk.ticket_assign(&self.scope, &code, Some(mia.id()), seen).await.expect("given");
        }
    }
}

/// How a machine behaves; the worst of them know no rule.
#[derive(Clone, Copy, Debug)]
struct Machine {
    marks_its_mail: bool,
    heeds_the_null_path: bool,
    heeds_auto_submitted: bool,
    answers_from: bool,
    keeps_ids: bool,
    copies_the_subject: bool,
}

impl Machine {
    fn any(dice: &mut StdRng) -> Self {
        Self {
            marks_its_mail: dice.random(),
            heeds_the_null_path: dice.random(),
            heeds_auto_submitted: dice.random(),
            answers_from: dice.random(),
            keeps_ids: dice.random(),
            copies_the_subject: dice.random(),
        }
    }

    /// Its answer to a mail: to whom, and which.
    fn answer(self, me: &str, mail: &OutgoingMail) -> Option<(String, String)> {
        let read = mail::read(&mail.raw);
        let is_automatic = !read.header("Auto-Submitted").is_empty();
        if (mail.return_path.is_empty() && self.heeds_the_null_path) || (is_automatic && self.heeds_auto_submitted) {
            return None;
        }
        let from = read.from.rsplit('<').next()?.trim_end_matches('>').to_owned();
        let to = Some(read.header("Reply-To")).filter(|to| !to.is_empty() && !self.answers_from);
        let to = to.map_or(from, str::to_owned);
        let mut headers = String::new();
        if self.marks_its_mail {
            headers += "Auto-Submitted: auto-replied\n";
        }
        if self.keeps_ids {
            headers += &format!("In-Reply-To: {0}\nReferences: {0}\n", read.message_id);
        }
        let subject = if self.copies_the_subject { format!("Re: {}", read.subject) } else { "I am away".to_owned() };
        Some((to.clone(), written(me, &to, &subject, &headers, "I am away until Monday.")))
    }
}

/// A bounce as careless servers write it; to the return path, or to whoever stands in From.
fn bounce(mail: &OutgoingMail, careless: bool, standard: bool) -> Option<(String, String)> {
    let read = mail::read(&mail.raw);
    let from = read.from.rsplit('<').next()?.trim_end_matches('>').to_owned();
    let to = match (mail.return_path.is_empty(), careless) {
        (true, false) => return None,
        (true, true) => from,
        (false, _) => mail.return_path.clone(),
    };
    let raw = if standard {
        format!(
            "From: MAILER-DAEMON@mx.test\nTo: {to}\nSubject: Undelivered\nContent-Type: multipart/report; \
             report-type=delivery-status; boundary=b\n\n--b\n\nNo such user.\n--b\nContent-Type: message/delivery-status\n\n\
             Final-Recipient: rfc822; {GONE}\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\n\
             Message-ID: {}\n\n--b--\n",
            read.message_id
        )
    } else {
        written("Mail System <mailer@mx.test>", &to, "Undeliverable", "", "Your message did not arrive.")
    };
    Some((to, raw))
}

#[tokio::test]
async fn two_desks_a_responder_and_a_bouncer_fall_silent() {
    let mut longest = 0;
    for seed in 0..100 {
        let mails = simulated(seed).await;
        assert!(mails <= MOST, "seed {seed}: {mails} mails");
        longest = longest.max(mails);
    }
    assert!(longest > 3, "something was answered in some of them: {longest}");
}

/// How many mails were on the wire until nobody had anything to say any more.
async fn simulated(seed: u64) -> usize {
    let mut dice = StdRng::seed_from_u64(seed);
    let (mut a, mut b) = (Desk::new("one", A).await, Desk::new("two", B).await);
    let (responder, agents) = (Machine::any(&mut dice), Machine::any(&mut dice));
    // A relay in between that loses every mark.
    let loses_marks: bool = dice.random();
    let (careless, standard): (bool, bool) = (dice.random(), dice.random());
    let (from, to) = match dice.random_range(0..5) {
        0 => (B, A),
        1 => (ANA, A),
        2 => (GONE, A),
        3 => (GONE, B),
        _ => (A, B),
    };
    let mut wire = VecDeque::from([(to.to_owned(), written(from, to, "Hello", "", "Is anybody there?"))]);
    let with_agent: bool = dice.random();
    let mut mails = 0;
    while let Some((to, raw)) = wire.pop_front() {
        mails += 1;
        if mails > MOST {
            break;
        }
        let is_a = to == A
            || to.ends_with("@in.desk.test")
                && a.world.desk.enter_mailbox(&to.parse().expect("an address")).await.is_ok();
        let desk = if is_a { &a } else { &b };
        desk.world.mail_in(&to, &raw).await;
        if with_agent && mails == 1 {
            desk.with_agent().await;
        }
        for mail in a.fresh().into_iter().chain(b.fresh()) {
            mails += 1;
            let mail = if loses_marks { without_marks(mail) } else { mail };
            let reader = mail.to[0].clone();
            let answer = match reader.as_str() {
                A | B => Some((reader.clone(), String::from_utf8_lossy(&mail.raw).into_owned())),
                GONE => bounce(&mail, careless, standard),
                AGENT => agents.answer(AGENT, &mail),
                other => responder.answer(other, &mail),
            };
            // What goes on from desk to desk is the same mail.
            mails -= usize::from(matches!(reader.as_str(), A | B));
            wire.extend(answer);
        }
    }
    mails
}

fn without_marks(mail: OutgoingMail) -> OutgoingMail {
    let raw = String::from_utf8_lossy(&mail.raw).into_owned();
    let marks = ["X-Helpstead:", "Auto-Submitted:", "X-Auto-Response-Suppress:"];
    let kept: Vec<&str> = raw.split("\r\n").filter(|line| !marks.iter().any(|mark| line.starts_with(mark))).collect();
    OutgoingMail { raw: kept.join("\r\n").into_bytes(), return_path: "relay@mx.test".to_owned(), ..mail }
}

/// Whoever opens tickets in other people's names does not write to them through us (security.md A10, relay spam).
async fn nobody_is_bombed_through_a_form(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let door = door(&world, &scope).await;
    for number in 0..1000 {
        let mut new = typed(&format!("victim{number}@customer.test"));
        new.name = "BUY-NOW-CHEAP https://spam.example/".to_owned();
        new.subject = "CHEAP PILLS https://spam.example/".to_owned();
        new.body = "BUY-NOW-CHEAP https://spam.example/".to_owned();
        world.desk.customer_open(&door, new).await.expect("the form takes it");
    }
    world.settle().await;
    let sent = world.mailer.sent();
    assert_eq!(sent.len(), 100, "the organization's limit of acknowledgements an hour");
    for mail in &sent {
        let raw = String::from_utf8_lossy(&mail.raw).into_owned();
        assert!(
            !raw.contains("spam.example") && !raw.contains("CHEAP PILLS") && !raw.contains("BUY-NOW-CHEAP"),
            "{raw}"
        );
    }
    assert!(sent_to(&world, "victim0@customer.test").len() <= 1);
}
