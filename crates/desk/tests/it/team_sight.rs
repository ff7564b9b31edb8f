//! The wall, as people meet it (B20, S0-22): an agent of one team and the tickets of another, way by way.

use crate::team::{of, team};
use crate::ticket::{message, opened, page, row};
use desk::Error;
use desk::access::{Scope, UserScope};
use desk::attachment::Upload;
use desk::ticket::MessageNew;
use domain::role::BuiltInRole;
use domain::team::TeamRow;
use domain::ticket::{AssigneeFilter, Tab, TeamFilter, TicketCode, TicketFilter, TicketList, TimelineItem, Version};
use domain::{Field, Permission};
use testkit::World;

struct Scene {
    world: World,
    owner: Scope,
    mia: UserScope,
    otto: UserScope,
    print: TeamRow,
    web: TeamRow,
    /// Of Print, of Web, of none.
    codes: [TicketCode; 3],
}

impl Scene {
    async fn over(world: World) -> Self {
        let ana = world.user("Ana").await;
        let owner = world.org(&ana, "acme").await;
        let (mia, _) = world.member(&owner, "Mia", BuiltInRole::Agent).await;
        let (otto, _) = world.member(&owner, "Otto", BuiltInRole::Agent).await;
        let print = team(&world, &owner, "Print", &[&mia]).await;
        let web = team(&world, &owner, "Web", &[&otto]).await;
        let mut codes = Vec::new();
        for subject in ["Printer", "Homepage", "Unrouted"] {
            codes.push(opened(&world, &owner, subject).await.code);
        }
        let codes: [TicketCode; 3] = codes.try_into().expect("three");
        let scene = Self { world, owner, mia, otto, print, web, codes };
        scene.send(&scene.codes[0], Some(&scene.print)).await;
        scene.send(&scene.codes[1], Some(&scene.web)).await;
        scene
    }

    async fn send(&self, code: &TicketCode, to: Option<&TeamRow>) {
        let seen = row(&self.world, &self.owner, code).await.version;
        self.world.desk.ticket_set_team(&self.owner, code, to.map(|team| team.id), seen).await.expect("moved");
    }

    /// Mia, with what she sees at this moment.
    async fn agent(&self) -> Scope {
        self.world.enter(&self.mia, &self.owner.org().slug).await
    }

    async fn list(&self, scope: &Scope, filter: TicketFilter) -> TicketList {
        self.world.desk.ticket_list(scope, &filter).await.expect("a list")
    }

    async fn subjects(&self, scope: &Scope) -> Vec<String> {
        let all = TicketFilter { tab: Tab::All, ..TicketFilter::default() };
        let list = self.list(scope, all).await;
        let mut subjects: Vec<String> = list.rows.into_iter().map(|row| row.subject).collect();
        subjects.retain(|subject| !subject.starts_with("Welcome"));
        subjects.sort();
        assert_eq!(list.counts.all, i64::try_from(subjects.len() + 1).expect("few"), "with the welcome ticket");
        subjects
    }
}

on_both!(
    an_agent_of_one_team_meets_the_wall_at_every_door,
    a_change_of_team_moves_sight_at_once,
    an_assignee_sees_the_ticket_before_they_get_it,
    counts_of_one_are_not_shown_to_another,
    tickets_in_no_team_follow_the_setting,
);

async fn an_agent_of_one_team_meets_the_wall_at_every_door(world: World) {
    let scene = Scene::over(world).await;
    let Scene { world, owner, codes: [_, hidden, _], .. } = &scene;
    let agent = scene.agent().await;
    let desk = &world.desk;
    assert_eq!(scene.subjects(&agent).await, ["Printer", "Unrouted"]);
    assert_eq!(scene.subjects(owner).await, ["Homepage", "Printer", "Unrouted"]);
    let gone = |answer: desk::Result<()>| matches!(answer, Err(Error::NotFound));
    assert!(gone(desk.ticket_show(&agent, hidden).await.map(drop)));
    assert!(gone(desk.ticket_seen(&agent, hidden, 1).await));
    assert!(gone(desk.ticket_reply(&agent, hidden, message("Hello", 9)).await.map(drop)));
    assert!(gone(desk.ticket_note(&agent, hidden, message("Hello", 9)).await.map(drop)));
    assert!(gone(desk.ticket_set_subject(&agent, hidden, "Mine", Version(2)).await.map(drop)));
    assert!(gone(desk.ticket_assign(&agent, hidden, Some(scene.mia.id()), Version(2)).await.map(drop)));
    assert!(gone(desk.ticket_set_team(&agent, hidden, None, Version(2)).await.map(drop)));
    // Looking for it finds what looking for no ticket's code finds.
    for search in [hidden.as_str(), "homepage", "ACME-999"] {
        let found = scene.list(&agent, TicketFilter { search: search.to_owned(), ..TicketFilter::default() }).await;
        assert_eq!((found.rows.len(), found.counts.all), (0, 0), "{search}");
    }
    let team = TeamFilter::Team(scene.web.id);
    assert!(scene.list(&agent, TicketFilter { team, ..TicketFilter::default() }).await.rows.is_empty());
    // A file behind the wall is no file.
    let file = Upload {
        name: "a.txt".to_owned(),
        content_type: "text/plain".to_owned(),
        bytes: b"secret".to_vec(),
        content_id: None,
    };
    let with_file = MessageNew { files: vec![file], ..message("See the file", 9) };
    desk.ticket_note(owner, hidden, with_file).await.expect("noted");
    let files = page(world, owner, hidden).await.timeline.into_iter().find_map(|item| match item {
        TimelineItem::Message(message) => message.attachments.first().map(|file| file.id),
        TimelineItem::Event(_) => None,
    });
    let file = files.expect("a file");
    assert!(desk.attachment_get(owner, file).await.is_ok());
    assert!(gone(desk.attachment_get(&agent, file).await.map(drop)));
    // Neither do numbers beside other things tell of it.
    let open = |sites: Vec<domain::site::SiteRow>| sites[0].open;
    let (theirs, all) = (desk.site_list(&agent).await.expect("sites"), desk.site_list(owner).await.expect("sites"));
    assert_eq!((open(theirs), open(all)), (3, 4), "with the welcome ticket");
    let teams = desk.team_list(&agent).await.expect("teams").teams;
    assert_eq!(teams.iter().map(|team| team.open).collect::<Vec<_>>(), [1, 0]);
    let unread = async |user: &UserScope| desk.org_mine(user).await.expect("organizations")[0].unread;
    assert_eq!(unread(&scene.mia).await, 3, "what is hidden is not unread");
    let changes = desk.live_after(&agent, 0).await.expect("news").changes;
    assert!(changes.iter().all(|change| change.ticket.as_ref() != Some(hidden)), "{changes:?}");
}

async fn a_change_of_team_moves_sight_at_once(world: World) {
    let scene = Scene::over(world).await;
    let Scene { world, owner, mia, otto, codes: [own, hidden, _], .. } = &scene;
    let before = scene.agent().await;
    world.desk.team_edit(owner, scene.web.id, of(&[mia, otto])).await.expect("Mia is in both");
    assert_eq!(scene.subjects(&scene.agent().await).await, ["Homepage", "Printer", "Unrouted"]);
    assert!(world.desk.ticket_show(&before, hidden).await.is_ok(), "also for a scope made before");
    world.desk.team_edit(owner, scene.print.id, of(&[])).await.expect("and out of her own");
    assert_eq!(scene.subjects(&scene.agent().await).await, ["Homepage", "Unrouted"]);
    scene.send(own, Some(&scene.web)).await;
    assert_eq!(scene.subjects(&scene.agent().await).await, ["Homepage", "Printer", "Unrouted"]);
    scene.send(own, None).await;
    let line = page(world, owner, own).await.timeline.into_iter().rev().find_map(|item| match item {
        TimelineItem::Event(line) => Some(line.text),
        TimelineItem::Message(_) => None,
    });
    assert_eq!(line.as_deref(), Some("Ana took the ticket out of the team Web"));
    world.desk.team_delete(owner, scene.print.id, true).await.expect("deleted");
    world.desk.team_delete(owner, scene.web.id, true).await.expect("deleted");
    assert_eq!(scene.subjects(&scene.agent().await).await, ["Homepage", "Printer", "Unrouted"], "no teams, no wall");
}

async fn an_assignee_sees_the_ticket_before_they_get_it(world: World) {
    let scene = Scene::over(world).await;
    let Scene { world, owner, mia, otto, codes: [_, hidden, unrouted], .. } = &scene;
    let picker = page(world, owner, hidden).await.members;
    assert_eq!(picker.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), ["Ana", "Otto"]);
    let refused = world.desk.ticket_assign(owner, hidden, Some(mia.id()), Version(2)).await;
    let Err(Error::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!((problems.0[0].field, problems.0[0].code.as_str()), (Field::Assignee, "not_in_sight"));
    assert_eq!(page(world, owner, unrouted).await.members.len(), 3);
    world.desk.ticket_assign(owner, hidden, Some(otto.id()), Version(2)).await.expect("given");
    // Whoever has it goes on seeing it in another team.
    scene.send(hidden, Some(&scene.print)).await;
    let there = world.enter(otto, &owner.org().slug).await;
    let own = TicketFilter { assignee: AssigneeFilter::Me, ..TicketFilter::default() };
    assert_eq!(scene.list(&there, own).await.rows[0].code, *hidden);
    // Moved and given in one go, the new team decides.
    let change = desk::ticket::TicketChange {
        team: Some(Some(scene.web.id)),
        assignee: Some(Some(mia.id())),
        ..desk::ticket::TicketChange::default()
    };
    let version = row(world, owner, hidden).await.version;
    assert!(world.desk.ticket_change(owner, hidden, change, version).await.is_err());
    let reader = world.own_role(owner, "Reader", &[Permission::TicketRead, Permission::TicketWrite]).await;
    let (_, reader) = world.member(owner, "Rita", reader).await;
    let moved = world.desk.ticket_set_team(&reader, unrouted, None, Version(1)).await;
    assert!(matches!(moved, Err(Error::Forbidden(Permission::TicketAssign))), "{moved:?}");
    let foreign =
        world.desk.ticket_set_team(owner, unrouted, Some(domain::TeamId(uuid::Uuid::nil())), Version(1)).await;
    assert!(matches!(&foreign, Err(Error::Invalid(problems)) if problems.0[0].field == Field::Team), "{foreign:?}");
}

async fn counts_of_one_are_not_shown_to_another(world: World) {
    let scene = Scene::over(world).await;
    let counts = async |scope: &Scope| scene.list(scope, TicketFilter::default()).await.counts.open;
    let (agent, otto) = (scene.agent().await, scene.world.enter(&scene.otto, &scene.owner.org().slug).await);
    scene.send(&scene.codes[2], Some(&scene.print)).await;
    // Each asked twice, in turn: nothing happens in between, so all of it is remembered.
    for _ in 0..2 {
        assert_eq!((counts(&scene.owner).await, counts(&agent).await, counts(&otto).await), (4, 3, 2));
    }
}

async fn tickets_in_no_team_follow_the_setting(world: World) {
    let scene = Scene::over(world).await;
    let Scene { world, owner, codes: [_, _, unrouted], .. } = &scene;
    let (vera, _) = world.member(owner, "Vera", BuiltInRole::Viewer).await;
    world.desk.team_set_unrouted(owner, false).await.expect("set");
    let agent = scene.agent().await;
    let all = TicketFilter { tab: Tab::All, ..TicketFilter::default() };
    let list = scene.list(&agent, all.clone()).await;
    assert_eq!(list.rows.iter().map(|row| row.subject.as_str()).collect::<Vec<_>>(), ["Printer"]);
    assert!(matches!(world.desk.ticket_show(&agent, unrouted).await, Err(Error::NotFound)));
    let viewer = world.enter(&vera, &owner.org().slug).await;
    assert_eq!(scene.list(&viewer, all.clone()).await.rows.len(), 4, "a viewer without a team sees all");
    world.desk.team_edit(owner, scene.web.id, of(&[&vera])).await.expect("Vera is in a team");
    let viewer = world.enter(&vera, &owner.org().slug).await;
    assert_eq!(scene.list(&viewer, all).await.rows.len(), 1);
}
