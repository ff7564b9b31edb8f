//! Who may write into a ticket by mail: every sender with every reply address and every word of DMARC (security.md A10, INV-14), on both
//! engines. The table below is the promise; a cell that changes is a decision.

use crate::mail::{ANA, SUPPORT, desk_of, messages, page, sent_to, tickets, written};
use desk::access::Scope;
use desk::ticket::MessageNew;
use domain::mail::Verdict;
use domain::role::BuiltInRole;
use domain::ticket::TicketCode;
use domain::{MailAddress, Permission};
use testkit::World;

on_both!(every_sender_with_every_address_and_every_verdict, agents_answer_only_where_it_is_allowed);

const STRANGER: &str = "eve@evil.test";
const AGENT: &str = "mia@people.test";

/// What becomes of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// A message of the ticket, by the customer.
    Customer,
    /// A message of the ticket, by the agent.
    Agent,
    /// Beside the ticket, until somebody decides.
    Held,
    /// A ticket of its own.
    Ticket,
    /// Nobody here has that address: the sender is told (SMTP 550).
    Refused,
}

/// Two tickets, each with its mailed addresses.
struct Scene {
    scope: Scope,
    code: TicketCode,
    other: TicketCode,
    /// The reply addresses of the ticket: the customer's and the agent's.
    customers: String,
    agents: String,
    others: String,
}

async fn scene(world: &World) -> Scene {
    let scope = desk_of(world, "acme", SUPPORT).await;
    let (mia, inside) = world.member(&scope, "Mia", BuiltInRole::Agent).await;
    let mut settings = world.desk.store().read(scope.sight()).await.expect("read").mail_settings().await.expect("read");
    settings.agents = true;
    let mut tx = world.desk.store().write(scope.sight()).await.expect("written");
    tx.mail_settings_set(settings).await.expect("written");
    tx.commit().await.expect("kept");
    assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, "First", "", "Hello")).await);
    let code = tickets(world, &scope).await[0].0.clone();
    let customers = sent_to(world, ANA).pop().expect("an acknowledgement").1.header("Reply-To").to_owned();
    world.clock.pass(4000);
    assert!(world.mail_in(SUPPORT, &written("bo@customer.test", SUPPORT, "Second", "", "Hello")).await);
    let other = tickets(world, &scope).await.into_iter().find(|(one, _)| *one != code).expect("another").0;
    let others = sent_to(world, "bo@customer.test").pop().expect("one more").1.header("Reply-To").to_owned();
    // The agent has the ticket and gets what the customer writes, with an address of her own.
    let seen = page(world, &scope, &code).await.ticket.version;
    world.desk.ticket_assign(&inside, &code, Some(mia.id()), seen).await.expect("given");
    assert!(world.mail_in(&customers, &written(ANA, &customers, "Re", "", "More")).await);
    let (mail, told) = sent_to(world, AGENT).pop().expect("the agent is told");
    assert!(told.text.contains("More"), "{}", told.text);
    assert!(!mail.return_path.is_empty());
    let agents = told.header("Reply-To").to_owned();
    assert_ne!(agents, customers);
    Scene { scope, code, other, customers, agents, others }
}

/// What a mail did, seen from outside.
async fn outcome(world: &World, scene: &Scene, from: &str, to: &str) -> Outcome {
    // Budgets by count are another test's.
    world.clock.pass(4000);
    let before = (tickets(world, &scene.scope).await.len(), counts(world, scene).await);
    if !world.mail_in(to, &written(from, to, "Re: First [TKT-002]", "", "Words")).await {
        return Outcome::Refused;
    }
    let after = (tickets(world, &scene.scope).await.len(), counts(world, scene).await);
    let ticket = page(world, &scene.scope, &scene.code).await;
    match (after.0 - before.0, after.1.0 - before.1.0, after.1.1 - before.1.1) {
        (1, 0, 0) => Outcome::Ticket,
        (0, 0, 1) => Outcome::Held,
        (0, 1, 0) if messages(&ticket).last().is_some_and(|message| message.from_customer) => Outcome::Customer,
        (0, 1, 0) => Outcome::Agent,
        other => panic!("{from} to {to}: {other:?}"),
    }
}

/// Messages and held mails, of both tickets.
async fn counts(world: &World, scene: &Scene) -> (usize, usize) {
    let (one, two) = (page(world, &scene.scope, &scene.code).await, page(world, &scene.scope, &scene.other).await);
    (messages(&one).len() + messages(&two).len(), one.held.len() + two.held.len())
}

async fn every_sender_with_every_address_and_every_verdict(world: World) {
    use Outcome::{Agent, Customer, Held, Refused, Ticket};
    let scene = scene(&world).await;
    let forged = {
        let (head, tail) = scene.customers.split_once('@').expect("an address");
        let last = if head.ends_with('0') { '1' } else { '0' };
        format!("{}{last}@{tail}", &head[..head.len() - 1])
    };
    let senders = [AGENT, ANA, STRANGER];
    // DMARC passes, fails, the domain says nothing, or nobody could be asked. In each row: the agent, the customer, a stranger.
    for (which, to, table) in [
        (
            "the customer's own",
            &scene.customers,
            [[Held, Customer, Held], [Held, Held, Held], [Held, Customer, Held], [Held, Customer, Held]],
        ),
        ("the agent's own", &scene.agents, [[Agent, Held, Held], [Held; 3], [Held; 3], [Held; 3]]),
        ("forged", &forged, [[Refused; 3]; 4]),
        ("of another ticket", &scene.others, [[Held; 3]; 4]),
        ("none", &SUPPORT.to_owned(), [[Ticket; 3]; 4]),
    ] {
        for (verdict, row) in [Verdict::Pass, Verdict::Fail, Verdict::None, Verdict::Unknown].into_iter().zip(table) {
            for (from, expected) in senders.into_iter().zip(row) {
                world.trust.set(from, verdict);
                let found = outcome(&world, &scene, from, to).await;
                assert_eq!(found, expected, "{from} to the address that is {which}, DMARC {verdict:?}");
            }
        }
    }
    // Nobody became a reader: the requester is who they were, and mail goes to them alone.
    let ticket = page(&world, &scene.scope, &scene.code).await;
    assert_eq!(ticket.ticket.requester.email, ANA);
    let answer = MessageNew { body: "For Ana alone".to_owned(), seen: 99, ..MessageNew::default() };
    world.desk.ticket_reply(&scene.scope, &scene.code, answer).await.expect("answered");
    world.settle().await;
    let sent = world.mailer.sent();
    assert_eq!(sent.last().expect("a mail").to, [ANA]);

    // Revoked: the customer's addresses are made anew, the member rests.
    let mut tx = world.desk.store().write(scene.scope.sight()).await.expect("written");
    let record = tx.ticket_visible(&scene.code).await.expect("read").expect("the ticket");
    let customer = tx.ticket_customer(record.id).await.expect("read").expect("the customer");
    tx.contact_addresses_void(customer.contact_id).await.expect("written");
    tx.commit().await.expect("kept");
    for verdict in [Verdict::Pass, Verdict::Fail, Verdict::None] {
        for from in senders {
            world.trust.set(from, verdict);
            assert_eq!(outcome(&world, &scene, from, &scene.customers).await, Refused, "{from}, {verdict:?}");
        }
    }
    let mia = world.desk.store().read_global().await.expect("read");
    let mia = { mia }.user_of_email(AGENT).await.expect("read").expect("Mia").id;
    world.desk.member_deactivate(&scene.scope, mia).await.expect("rests");
    world.trust.set(AGENT, Verdict::Pass);
    assert_eq!(outcome(&world, &scene, AGENT, &scene.agents).await, Refused);
    world.desk.member_activate(&scene.scope, mia).await.expect("works again");
    assert_eq!(outcome(&world, &scene, AGENT, &scene.agents).await, Refused, "an old address stays void");
}

async fn agents_answer_only_where_it_is_allowed(world: World) {
    let scene = scene(&world).await;
    world.trust.set(AGENT, Verdict::Pass);
    assert_eq!(outcome(&world, &scene, AGENT, &scene.agents).await, Outcome::Agent);
    let (_, read) = sent_to(&world, ANA).pop().expect("the answer goes on to the customer");
    assert!(read.text.contains("Words") && read.header("Auto-Submitted").is_empty(), "{read:?}");
    // An automatic answer of hers is nobody's.
    let away = written(AGENT, &scene.agents, "Away", "Auto-Submitted: auto-replied\n", "I am away");
    let before = counts(&world, &scene).await;
    assert!(world.mail_in(&scene.agents, &away).await);
    let after = counts(&world, &scene).await;
    assert_eq!((after.0, after.1), (before.0, before.1 + 1));
    // Her role is taken down: she sees the ticket and may not answer it.
    let users = world.desk.store().read_global().await.expect("read").user_of_email(AGENT).await.expect("read");
    let mia = users.expect("Mia").id;
    world.desk.member_set_role(&scene.scope, mia, "viewer").await.expect("a viewer");
    assert_eq!(outcome(&world, &scene, AGENT, &scene.agents).await, Outcome::Held);
    world.desk.member_set_role(&scene.scope, mia, "agent").await.expect("an agent again");
    assert_eq!(outcome(&world, &scene, AGENT, &scene.agents).await, Outcome::Agent);
    // The organization switches it off.
    let mut tx = world.desk.store().write(scene.scope.sight()).await.expect("written");
    let mut settings = tx.mail_settings().await.expect("read");
    settings.agents = false;
    tx.mail_settings_set(settings).await.expect("written");
    tx.commit().await.expect("kept");
    assert_eq!(outcome(&world, &scene, AGENT, &scene.agents).await, Outcome::Held);
    assert!(scene.scope.may(Permission::TicketWrite).is_ok());
    assert!(MailAddress::parse(&scene.agents).is_ok());
}
