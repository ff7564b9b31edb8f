//! Lists: the right rows, the right counts, at any moment.

use crate::customer;
use crate::ticket::{message, opened, row, status};
use desk::Error;
use desk::access::Scope;
use domain::SiteSlug;
use domain::role::BuiltInRole;
use domain::status::Category;
use domain::ticket::{AssigneeFilter, Place, Sort, Tab, TicketFilter, TicketList, Version};
use testkit::World;

async fn list(world: &World, scope: &Scope, filter: TicketFilter) -> TicketList {
    world.desk.ticket_list(scope, &filter).await.expect("a list")
}

fn subjects(list: &TicketList) -> Vec<&str> {
    list.rows.iter().map(|row| row.subject.as_str()).collect()
}

#[tokio::test]
async fn counts_follow_every_change_although_they_are_remembered() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let code = opened(&world, &scope, "Printer").await.code;
    let count = async |scope: &Scope| {
        let counts = list(&world, scope, TicketFilter::default()).await.counts;
        (counts.open, counts.pending, counts.all)
    };
    assert_eq!(count(&scope).await, (2, 0, 2), "with the welcome ticket");
    let pending = status(&world, &scope, Category::Pending).await;
    world.desk.ticket_set_status(&scope, &code, pending.id, Version(1)).await.expect("changed");
    assert_eq!(count(&scope).await, (1, 1, 2));
    assert_eq!(count(&scope).await, (1, 1, 2));
    opened(&world, &scope, "Scanner").await;
    assert_eq!(count(&scope).await, (2, 1, 3));
}

#[tokio::test]
async fn the_filters_of_the_address_hold() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let (mia, agent) = world.member(&scope, "Mia", BuiltInRole::Agent).await;
    let first = opened(&world, &scope, "First").await.code;
    world.clock.pass(1);
    opened(&world, &scope, "Second").await;
    world.desk.ticket_assign(&scope, &first, Some(mia.id()), Version(1)).await.expect("given");
    let by = |assignee| TicketFilter { assignee, ..TicketFilter::default() };
    assert_eq!(subjects(&list(&world, &agent, by(AssigneeFilter::Me)).await), ["First"]);
    assert_eq!(subjects(&list(&world, &scope, by(AssigneeFilter::Member(mia.id()))).await), ["First"]);
    assert!(subjects(&list(&world, &scope, by(AssigneeFilter::Me)).await).is_empty());
    assert_eq!(list(&world, &scope, by(AssigneeFilter::Nobody)).await.counts.open, 2);
    let newest = list(&world, &scope, TicketFilter::default()).await;
    assert_eq!(newest.rows[0].subject, "Second");
    let oldest = list(&world, &scope, TicketFilter { sort: Sort::Oldest, ..TicketFilter::default() }).await;
    assert_eq!(oldest.rows.last().expect("rows").subject, "Second");
    assert_eq!(newest.members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), ["Mia", "Tom"]);
    let at =
        |site: &str| TicketFilter { site: Some(SiteSlug::parse(site).expect("a slug")), ..TicketFilter::default() };
    assert_eq!(list(&world, &scope, at("support")).await.rows.len(), 3);
    assert!(matches!(world.desk.ticket_list(&scope, &at("shop")).await, Err(Error::NotFound)));
    let wrong = TicketFilter { place: Place::Before("x".to_owned()), ..TicketFilter::default() };
    assert!(matches!(world.desk.ticket_list(&scope, &wrong).await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn a_search_finds_codes_words_and_people() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let code = opened(&world, &scope, "Printer on fire").await.code;
    opened(&world, &scope, "COVID-19 rules").await;
    let found = async |search: &str| {
        let filter = TicketFilter { tab: Tab::All, search: search.to_owned(), ..TicketFilter::default() };
        let list = world.desk.ticket_list(&scope, &filter).await.expect("a list");
        assert_eq!(i64::try_from(list.rows.len()).expect("few"), list.counts.all);
        list.rows.into_iter().map(|row| row.subject).collect::<Vec<_>>()
    };
    for code in [code.to_string(), format!("{}-{}", code.prefix(), code.number()), code.as_str().to_lowercase()] {
        assert_eq!(found(&code).await, ["Printer on fire"], "B15: {code}");
    }
    assert_eq!(found("covid-19").await, ["COVID-19 rules"], "looks like a code and is none");
    assert_eq!(found("fire prin").await, ["Printer on fire"]);
    assert_eq!(found("ana@example.com").await.len(), 2);
    assert!(found("nothing like it").await.is_empty());
    assert!(found("!!!").await.is_empty());
    assert_eq!(found(" ").await.len(), 3);
}

#[tokio::test]
async fn unread_is_what_somebody_else_wrote() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let (_, mia) = world.member(&scope, "Mia", BuiltInRole::Agent).await;
    let made = customer::opened(&world, &scope, "ana@example.com").await;
    let unread = async |scope: &Scope| row(&world, scope, &made.code).await.unread;
    assert!(unread(&scope).await && unread(&mia).await);
    world.desk.ticket_seen(&scope, &made.code, 1).await.expect("noted");
    assert!(!unread(&scope).await && unread(&mia).await, "each for themselves");
    world.desk.ticket_reply(&mia, &made.code, message("On it.", 1)).await.expect("a reply");
    assert!(unread(&scope).await && !unread(&mia).await);
    world.desk.ticket_seen(&scope, &made.code, 99).await.expect("noted");
    assert!(!unread(&scope).await);
    let link = customer::link(&world, &made).await;
    world.desk.customer_reply(&link, "Thanks", Vec::new(), None).await.expect("a reply");
    assert!(unread(&scope).await, "reading ahead does not count");
}

#[tokio::test]
async fn an_organization_lists_its_own() {
    let world = World::new().await;
    let tom = world.user("Tom").await;
    let (acme, blue) = (world.org(&tom, "acme").await, world.org(&tom, "blue").await);
    opened(&world, &acme, "Of acme").await;
    opened(&world, &blue, "Of blue").await;
    for (scope, own, foreign) in [(&acme, "Of acme", "Of blue"), (&blue, "Of blue", "Of acme")] {
        for search in ["", "of", foreign] {
            let all = list(
                &world,
                scope,
                TicketFilter { tab: Tab::All, search: search.to_owned(), ..TicketFilter::default() },
            )
            .await;
            assert!(!subjects(&all).contains(&foreign), "S1-14 {search}");
            assert_eq!(subjects(&all).contains(&own), search != foreign);
        }
    }
}

crate::on_both!(a_priority_is_a_filter_and_counts_follow, pages_go_on_and_back);

async fn a_priority_is_a_filter_and_counts_follow(world: World) {
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let code = opened(&world, &scope, "Printer").await.code;
    opened(&world, &scope, "Scanner").await;
    let all = list(&world, &scope, TicketFilter::default()).await;
    let urgent = all.priorities.iter().max_by_key(|priority| priority.rank).expect("priorities").id;
    let by = || TicketFilter { priority: Some(urgent), ..TicketFilter::default() };
    let none = list(&world, &scope, by()).await;
    assert!(none.rows.is_empty() && none.counts.all == 0);
    world.desk.ticket_set_priority(&scope, &code, urgent, Version(1)).await.expect("changed");
    let one = list(&world, &scope, by()).await;
    assert_eq!((subjects(&one), one.counts.open, one.counts.all), (vec!["Printer"], 1, 1));
    let found = list(&world, &scope, TicketFilter { search: "scanner".to_owned(), ..by() }).await;
    assert!(found.rows.is_empty(), "a search inside a priority looks there only");
    let other = world.org(&world.user("Ben").await, "blue").await;
    assert!(list(&world, &other, by()).await.rows.is_empty(), "another organization's priority names nothing");
}

async fn pages_go_on_and_back(world: World) {
    let scope = world.org(&world.user("Tom").await, "acme").await;
    for number in 0..119 {
        world.clock.pass(1);
        opened(&world, &scope, &format!("Ticket {number}")).await;
    }
    for sort in [Sort::Newest, Sort::Oldest] {
        let at = async |place| list(&world, &scope, TicketFilter { sort, place, ..TicketFilter::default() }).await;
        let first = at(Place::Start).await;
        let next = |page: &TicketList| Place::After(page.next.clone().expect("it goes on"));
        let back = |page: &TicketList| Place::Before(page.previous.clone().expect("it began before"));
        let second = at(next(&first)).await;
        let third = at(next(&second)).await;
        assert_eq!([first.rows.len(), second.rows.len(), third.rows.len()], [50, 50, 20]);
        assert!(first.previous.is_none() && third.next.is_none());
        assert_eq!(at(back(&third)).await, second, "the same page, the same ways on");
        assert_eq!(at(back(&second)).await, first);
    }
    // Who goes back to where less than a page is left sees the whole first page.
    let first = list(&world, &scope, TicketFilter::default()).await;
    let second =
        list(&world, &scope, TicketFilter { place: Place::After(first.next.expect("more")), ..Default::default() })
            .await;
    let resolved = status(&world, &scope, Category::Resolved).await;
    for row in &first.rows[..10] {
        world.desk.ticket_set_status(&scope, &row.code, resolved.id, row.version).await.expect("resolved");
    }
    let back = TicketFilter { place: Place::Before(second.previous.expect("before")), ..Default::default() };
    let top = list(&world, &scope, back).await;
    assert_eq!((top.rows.len(), top.previous), (50, None));
}
