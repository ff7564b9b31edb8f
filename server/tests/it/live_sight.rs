//! A stream behind the wall (B20): it names no change of a ticket that its reader does not see, at any moment.

use crate::house::{Asker, House};
use axum::body::Body;
use desk::access::{Scope, UserScope};
use desk::ticket::{MessageNew, TicketNew};
use domain::TeamId;
use domain::role::BuiltInRole;
use domain::team::{TeamEdit, TeamSeat};
use domain::ticket::TicketCode;
use http_body_util::BodyExt as _;
use std::time::Duration;

async fn ticket(house: &House, scope: &Scope, subject: &str) -> TicketCode {
    let new = TicketNew {
        site: "support".to_owned(),
        email: "cara@customer.example".to_owned(),
        subject: subject.to_owned(),
        body: "Body".to_owned(),
        ..TicketNew::default()
    };
    house.world.desk.ticket_open(scope, new).await.expect("a ticket").code
}

async fn team(house: &House, scope: &Scope, name: &str, members: &[&UserScope]) -> TeamId {
    let members = members.iter().map(|user| TeamSeat { id: user.id(), lead: false }).collect();
    let new = TeamEdit { name: Some(name.to_owned()), members: Some(members), ..TeamEdit::default() };
    house.world.desk.team_create(scope, new).await.expect("a team").id
}

async fn send(house: &House, scope: &Scope, code: &TicketCode, to: Option<TeamId>) {
    let version = house.world.desk.ticket_show(scope, code).await.expect("the owner sees it").ticket.version;
    house.world.desk.ticket_set_team(scope, code, to, version).await.expect("moved");
}

async fn note(house: &House, scope: &Scope, code: &TicketCode) {
    let new = MessageNew { body: "Note".to_owned(), seen: 99, ..MessageNew::default() };
    house.world.desk.ticket_note(scope, code, new).await.expect("noted");
}

/// What the stream says until these words.
async fn until(stream: &mut Body, words: &str) -> String {
    let mut heard = String::new();
    let read = async {
        while !heard.contains(words) {
            let frame = stream.frame().await.expect("the stream goes on").expect("a frame");
            heard.push_str(&String::from_utf8_lossy(&frame.into_data().unwrap_or_default()));
        }
    };
    let read = tokio::time::timeout(Duration::from_secs(10), read).await;
    assert!(read.is_ok(), "{words} was not said, but: {heard}");
    heard
}

struct Scene {
    house: House,
    owner: Scope,
    mia: Asker,
    print: TeamId,
    web: TeamId,
    /// Of Mia's team, and of another.
    hers: TicketCode,
    other: TicketCode,
}

async fn scene() -> Scene {
    let house = House::new().await;
    let ana = house.world.user("Ana").await;
    let owner = house.world.org(&ana, "acme").await;
    let (mia, _) = house.world.member(&owner, "Mia", BuiltInRole::Agent).await;
    let (otto, _) = house.world.member(&owner, "Otto", BuiltInRole::Agent).await;
    let print = team(&house, &owner, "Print", &[&mia]).await;
    let web = team(&house, &owner, "Web", &[&otto]).await;
    let (hers, other) = (ticket(&house, &owner, "Printer").await, ticket(&house, &owner, "Homepage").await);
    send(&house, &owner, &hers, Some(print)).await;
    send(&house, &owner, &other, Some(web)).await;
    let mia = house.browser(&mia).await;
    Scene { house, owner, mia, print, web, hers, other }
}

#[tokio::test]
async fn catching_up_names_no_hidden_ticket() {
    let scene = scene().await;
    let heard = scene.house.get(&scene.mia, "/live/acme?after=0").await.text();
    assert!(heard.contains(scene.hers.as_str()), "{heard}");
    assert!(!heard.contains(scene.other.as_str()), "{heard}");
    for path in ["/v1/orgs/acme/tickets", "/v1/orgs/acme/tickets?tab=all&search=homepage"] {
        let list = scene.house.get(&scene.mia, path).await;
        assert!(list.status.is_success() && !list.text().contains(scene.other.as_str()), "{path}: {}", list.text());
    }
    // Behind the wall is nowhere: the same bytes.
    let hidden = scene.house.get(&scene.mia, &format!("/v1/orgs/acme/tickets/{}", scene.other)).await;
    let none = scene.house.get(&scene.mia, "/v1/orgs/acme/tickets/ACME-999").await;
    assert_eq!((hidden.status.as_u16(), &hidden.body), (404, &none.body));
}

#[tokio::test]
async fn a_running_stream_follows_a_ticket_through_the_wall() {
    let Scene { house, owner, mia, print, web, hers, other } = scene().await;
    let mut stream = house.stream(&mia, "/live/acme").await;
    until(&mut stream, "pulse").await;
    note(&house, &owner, &other).await;
    note(&house, &owner, &hers).await;
    let heard = until(&mut stream, hers.as_str()).await;
    assert!(!heard.contains(other.as_str()), "{heard}");

    send(&house, &owner, &other, Some(print)).await;
    until(&mut stream, other.as_str()).await;
    note(&house, &owner, &other).await;
    until(&mut stream, "ticket_noted").await;

    // Away again: that something moved is told without a name, and from then on nothing.
    send(&house, &owner, &other, Some(web)).await;
    let heard = until(&mut stream, "sight_changed").await;
    assert!(!heard.contains(other.as_str()), "{heard}");
    note(&house, &owner, &other).await;
    note(&house, &owner, &hers).await;
    let heard = until(&mut stream, hers.as_str()).await;
    assert!(!heard.contains(other.as_str()), "{heard}");
}

#[tokio::test]
async fn a_stream_that_saw_all_is_bound_by_the_first_team() {
    let house = House::new().await;
    let ana = house.world.user("Ana").await;
    let owner = house.world.org(&ana, "acme").await;
    let (mia, _) = house.world.member(&owner, "Mia", BuiltInRole::Agent).await;
    let (seen, hidden) = (ticket(&house, &owner, "Printer").await, ticket(&house, &owner, "Homepage").await);
    let browser = house.browser(&mia).await;
    let mut stream = house.stream(&browser, "/live/acme").await;
    until(&mut stream, "pulse").await;
    note(&house, &owner, &hidden).await;
    until(&mut stream, hidden.as_str()).await;
    let web = team(&house, &owner, "Web", &[]).await;
    until(&mut stream, "team_changed").await;
    send(&house, &owner, &hidden, Some(web)).await;
    note(&house, &owner, &hidden).await;
    note(&house, &owner, &seen).await;
    let heard = until(&mut stream, seen.as_str()).await;
    assert!(!heard.contains(hidden.as_str()), "{heard}");
}

/// S1-09: the process publishes the changes of all organizations; a stream passes on those it is about.
#[tokio::test]
async fn a_running_stream_hears_its_own_organization_alone() {
    let house = House::new().await;
    let (ana, eve) = (house.world.user("Ana").await, house.world.user("Eve").await);
    let (own, foreign) = (house.world.org(&ana, "acme").await, house.world.org(&eve, "foreign").await);
    let browser = house.browser(&ana).await;
    let mut stream = house.stream(&browser, "/live/acme").await;
    until(&mut stream, "pulse").await;
    ticket(&house, &foreign, "Theirs").await;
    let code = ticket(&house, &own, "Ours").await;
    let heard = until(&mut stream, code.as_str()).await;
    assert!(!heard.contains("foreign"), "{heard}");
}
