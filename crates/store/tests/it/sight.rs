//! The wall inside an organization (B20): on both engines every way to a ticket shows exactly what the rule of the domain allows,
//! in a scene made by hand and in scenes made by chance.

use crate::ground::{Ground, Org, fresh, now, ticket};
use crate::on_both;
use domain::access::{Reach, Sight, Standing};
use domain::permission::Permissions;
use domain::role::{BuiltInRole, RoleKey};
use domain::text::{Description, Name};
use domain::ticket::{TabCounts, TicketCode};
use domain::{AttachmentId, MailAddress, OrgSlug, Permission, RoleId, TeamId, TenantId, TicketId, UserId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use store::attachment::AttachmentNew;
use store::role::RoleRecord;
use store::search::{Question, SEARCH_HITS};
use store::ticket::list::{ListAssignee, ListFind, ListTeam, TicketQuery};
use store::user::UserNew;

on_both!(
    every_way_shows_what_the_rule_allows,
    the_rule_holds_in_scenes_made_by_chance,
    hidden_hits_take_no_place_among_the_newest,
    a_team_is_whole_or_gone,
);

/// Scenes made by chance, on each engine.
const SCENES: usize = 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum As {
    Admin,
    Agent,
    Viewer,
    /// A role of the organization's own that may manage members.
    Managing,
    /// One that answers tickets and manages nobody.
    Answering,
}

/// An organization with teams, people and tickets.
#[derive(Clone, Debug)]
struct Scene {
    unrouted: bool,
    teams: usize,
    /// Role, and the teams they are in.
    members: Vec<(As, Vec<usize>)>,
    /// Team, and who has it.
    tickets: Vec<(Option<usize>, Option<usize>)>,
}

struct Member {
    id: UserId,
    role: As,
    teams: Vec<TeamId>,
}

struct Ticket {
    id: TicketId,
    code: TicketCode,
    file: AttachmentId,
    team: Option<TeamId>,
    assignee: Option<UserId>,
}

struct Built {
    org: Org,
    slug: OrgSlug,
    teams: Vec<TeamId>,
    members: Vec<Member>,
    tickets: Vec<Ticket>,
}

async fn build(ground: &Ground, scene: &Scene, slug: &str) -> Built {
    let org = ground.org(slug).await;
    let mut members = Vec::new();
    for (number, (role, _)) in scene.members.iter().enumerate() {
        let id = UserId(fresh());
        let mut global = ground.store.write_global().await.unwrap();
        let email = MailAddress::parse(&format!("{slug}.{number}@people.test")).unwrap();
        let name = Name::parse(&format!("Person {number}")).unwrap();
        let new = UserNew { id, tenant: TenantId(fresh()), email, name, password_hash: String::new() };
        assert!(global.user_add(new, now()).await.unwrap());
        global.commit().await.unwrap();
        members.push(Member { id, role: *role, teams: Vec::new() });
    }
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    let own = |name: &str, permissions: &[Permission]| RoleRecord {
        id: RoleId(fresh()),
        name: Name::parse(name).unwrap(),
        description: Description::default(),
        permissions: Permissions::of(permissions),
    };
    let managing = own("Lead", &[Permission::TicketRead, Permission::TicketWrite, Permission::MemberRoleSet]);
    let answering = own("Answers", &[Permission::TicketRead, Permission::TicketWrite]);
    let (managing_key, answering_key) = (RoleKey::Own(managing.id), RoleKey::Own(answering.id));
    assert!(tx.role_add(managing, now()).await.unwrap() && tx.role_add(answering, now()).await.unwrap());
    for member in &members {
        let key = match member.role {
            As::Admin => BuiltInRole::Admin.into(),
            As::Agent => BuiltInRole::Agent.into(),
            As::Viewer => BuiltInRole::Viewer.into(),
            As::Managing => managing_key,
            As::Answering => answering_key,
        };
        assert!(tx.membership_add(member.id, key, now()).await.unwrap());
    }
    tx.unrouted_visible_set(scene.unrouted).await.unwrap();
    let mut teams = Vec::new();
    for number in 0..scene.teams {
        let team = TeamId(fresh());
        let name = Name::parse(&format!("Team {number}")).unwrap();
        assert!(tx.team_add(team, name, Description::default(), now()).await.unwrap());
        let within: Vec<(UserId, bool)> = (0..members.len())
            .filter(|member| scene.members[*member].1.contains(&number))
            .map(|member| (members[member].id, false))
            .collect();
        assert!(tx.team_members_set(team, &within).await.unwrap());
        members.iter_mut().filter(|member| within.iter().any(|in_it| in_it.0 == member.id)).for_each(|member| {
            member.teams.push(team);
        });
        teams.push(team);
    }
    let mut tickets = Vec::new();
    for (team, assignee) in &scene.tickets {
        let (id, code) = ticket(&mut tx, &org, "Printer", now()).await;
        let (team, assignee) = (team.map(|team| teams[team]), assignee.map(|member| members[member].id));
        let mut record = tx.ticket_by_id(id).await.unwrap().unwrap();
        (record.team_id, record.assignee_id) = (team, assignee);
        assert!(tx.ticket_set(&mut record).await.unwrap());
        let message = tx.messages_of_ticket(id).await.unwrap()[0].id;
        let (file, sha256) = (AttachmentId(fresh()), String::new());
        let new = AttachmentNew {
            id: file,
            name: "a".to_owned(),
            content_type: "a/b".to_owned(),
            size: 1,
            sha256,
            content_id: None,
        };
        tx.attachment_add(id, message, &new, now()).await.unwrap();
        tickets.push(Ticket { id, code, file, team, assignee });
    }
    tx.commit().await.unwrap();
    Built { org, slug: OrgSlug::parse(slug).unwrap(), teams, members, tickets }
}

fn standing(scene: &Scene, member: &Member) -> Standing {
    Standing {
        manages: matches!(member.role, As::Admin | As::Managing),
        looks_on: member.role == As::Viewer,
        in_team: !member.teams.is_empty(),
        has_teams: scene.teams > 0,
        unrouted: scene.unrouted,
    }
}

async fn agree(ground: &Ground, scene: &Scene, slug: &str) {
    let built = build(ground, scene, slug).await;
    for member in &built.members {
        let reach = standing(scene, member).reach();
        let mut global = ground.store.read_global().await.unwrap();
        let (_, _, found) = global.org_of_member(member.id, &built.slug).await.unwrap().unwrap();
        assert_eq!(found, reach, "{:?} in {scene:?}", member.role);
        let sees = |ticket: &&Ticket| {
            reach.sees(ticket.assignee == Some(member.id), ticket.team.map(|team| member.teams.contains(&team)))
        };
        let seen: Vec<&Ticket> = built.tickets.iter().filter(sees).collect();
        let unread = global.org_mine(member.id).await.unwrap()[0].unread;
        assert_eq!(unread, count(&seen), "unread of {:?} in {scene:?}", member.role);
        drop(global);
        let sight = Sight::of_member(built.org.id, member.id, reach);
        lists_agree(ground, &built, &sight, &seen).await;
        one_by_one(ground, &built, &sight, &seen).await;
        around(ground, &built, &sight, &seen).await;
        picked_from(ground, &built, scene, member, reach).await;
    }
}

fn count(tickets: &[&Ticket]) -> i64 {
    i64::try_from(tickets.len()).unwrap()
}

/// List, counts and search, under every filter that has to do with who has a ticket.
async fn lists_agree(ground: &Ground, built: &Built, sight: &Sight, seen: &[&Ticket]) {
    let mut tx = ground.store.read(sight).await.unwrap();
    let words = ListFind::Words(Question::parse("printer").unwrap());
    let teams = built.teams.iter().map(|team| ListTeam::Team(*team)).chain([ListTeam::Any, ListTeam::Unrouted]);
    for team in teams {
        for assignee in [ListAssignee::Any, ListAssignee::Nobody, ListAssignee::Member(sight.user.unwrap())] {
            let fits = |ticket: &&&Ticket| {
                (match team {
                    ListTeam::Any => true,
                    ListTeam::Unrouted => ticket.team.is_none(),
                    ListTeam::Team(team) => ticket.team == Some(team),
                }) && (match assignee {
                    ListAssignee::Any => true,
                    ListAssignee::Nobody => ticket.assignee.is_none(),
                    ListAssignee::Member(user) => ticket.assignee == Some(user),
                })
            };
            let expected: BTreeSet<TicketId> = seen.iter().filter(fits).map(|ticket| ticket.id).collect();
            for (find, oldest) in [(ListFind::Nothing, false), (ListFind::Nothing, true), (words.clone(), false)] {
                let query = TicketQuery { team, assignee, find, oldest, ..TicketQuery::default() };
                let rows = tx.ticket_rows(&query).await.unwrap();
                assert_eq!(rows.iter().map(|row| row.id).collect::<BTreeSet<_>>(), expected, "{query:?}");
                let TabCounts { open, all, .. } = tx.ticket_counts(&query).await.unwrap();
                let expected = i64::try_from(expected.len()).unwrap();
                assert_eq!((open, all), (expected, expected), "{query:?}");
            }
        }
    }
}

/// By code, by id, by file, and as a change on a stream.
async fn one_by_one(ground: &Ground, built: &Built, sight: &Sight, seen: &[&Ticket]) {
    let mut tx = ground.store.read(sight).await.unwrap();
    let changes = tx.changes_after(0, 1000).await.unwrap();
    assert_eq!(changes.len(), built.tickets.len(), "every number is there, whoever looks");
    for (ticket, change) in built.tickets.iter().zip(changes) {
        let visible = seen.iter().any(|one| one.id == ticket.id);
        assert_eq!(tx.ticket_visible(&ticket.code).await.unwrap().is_some(), visible);
        assert_eq!(tx.ticket_by_id(ticket.id).await.unwrap().is_some(), visible);
        assert_eq!(tx.ticket_exists(&ticket.code).await.unwrap(), visible);
        assert_eq!(tx.attachment_head(ticket.file).await.unwrap().is_some(), visible);
        let query = TicketQuery { find: ListFind::Code(ticket.code.clone()), ..TicketQuery::default() };
        assert_eq!(tx.ticket_rows(&query).await.unwrap().len(), usize::from(visible));
        assert_eq!((change.code.as_ref(), change.hidden), (Some(&ticket.code).filter(|_| visible), !visible));
    }
}

/// Numbers beside other things.
async fn around(ground: &Ground, built: &Built, sight: &Sight, seen: &[&Ticket]) {
    let mut tx = ground.store.read(sight).await.unwrap();
    assert_eq!(tx.site_records().await.unwrap()[0].open_tickets, count(seen));
    assert_eq!(tx.site_tickets_seen(built.org.site).await.unwrap(), count(seen));
    assert_eq!(tx.setup_ticket().await.unwrap().is_some(), !seen.is_empty());
    for team in tx.team_records().await.unwrap() {
        let of: Vec<&Ticket> = seen.iter().filter(|ticket| ticket.team == Some(team.id)).copied().collect();
        assert_eq!(team.open_tickets, count(&of));
    }
    for person in tx.member_directory().await.unwrap() {
        let of: Vec<&Ticket> = seen.iter().filter(|ticket| ticket.assignee == Some(person.id)).copied().collect();
        assert_eq!(person.open_tickets, count(&of));
    }
}

/// Who could be given a ticket is who would see it (D9).
async fn picked_from(ground: &Ground, built: &Built, scene: &Scene, member: &Member, reach: Reach) {
    let mut tx = ground.store.read(&built.org.sight).await.unwrap();
    for team in built.teams.iter().copied().map(Some).chain([None]) {
        let would = reach.sees(false, team.map(|team| member.teams.contains(&team)));
        assert_eq!(tx.member_sees(member.id, team).await.unwrap(), would, "{:?} in {scene:?}", member.role);
        let listed = tx.member_tags_seeing(team).await.unwrap().iter().any(|tag| tag.id == member.id);
        assert_eq!(listed, would && member.role != As::Viewer, "{:?} in {scene:?}", member.role);
    }
}

async fn every_way_shows_what_the_rule_allows(ground: Ground) {
    for unrouted in [true, false] {
        let scene = Scene {
            unrouted,
            teams: 2,
            members: vec![
                (As::Agent, vec![0]),
                (As::Agent, vec![0, 1]),
                (As::Agent, vec![]),
                (As::Viewer, vec![]),
                (As::Viewer, vec![1]),
                (As::Admin, vec![]),
                (As::Managing, vec![0]),
                (As::Answering, vec![1]),
                (As::Answering, vec![]),
            ],
            tickets: vec![
                (Some(0), None),
                (Some(1), None),
                (None, None),
                (Some(1), Some(0)),
                (None, Some(2)),
                (Some(0), Some(4)),
            ],
        };
        agree(&ground, &scene, if unrouted { "open-house" } else { "closed-house" }).await;
    }
    let scene = Scene {
        unrouted: false,
        teams: 0,
        members: vec![(As::Agent, vec![]), (As::Viewer, vec![]), (As::Answering, vec![])],
        tickets: vec![(None, None), (None, Some(0))],
    };
    agree(&ground, &scene, "no-teams").await;
}

fn scenes() -> impl Strategy<Value = Scene> {
    let role = prop_oneof![
        Just(As::Admin),
        Just(As::Agent),
        Just(As::Agent),
        Just(As::Viewer),
        Just(As::Managing),
        Just(As::Answering)
    ];
    (any::<bool>(), 0..4_usize).prop_flat_map(move |(unrouted, teams)| {
        let within = proptest::sample::subsequence((0..teams).collect::<Vec<_>>(), 0..=teams);
        let members = proptest::collection::vec((role.clone(), within), 1..5);
        members.prop_flat_map(move |members| {
            let team = if teams == 0 { Just(None).boxed() } else { proptest::option::of(0..teams).boxed() };
            let tickets = proptest::collection::vec((team, proptest::option::weighted(0.4, 0..members.len())), 0..9);
            (Just(members), tickets).prop_map(move |(members, tickets)| Scene { unrouted, teams, members, tickets })
        })
    })
}

async fn the_rule_holds_in_scenes_made_by_chance(ground: Ground) {
    let mut runner = TestRunner::deterministic();
    for number in 0..SCENES {
        let scene = scenes().new_tree(&mut runner).unwrap().current();
        agree(&ground, &scene, &format!("scene-{number}")).await;
    }
}

async fn hidden_hits_take_no_place_among_the_newest(ground: Ground) {
    let scene = Scene { unrouted: true, teams: 1, members: vec![(As::Agent, vec![])], tickets: vec![(None, None)] };
    let built = build(&ground, &scene, "acme").await;
    let mut tx = ground.store.write(&built.org.sight).await.unwrap();
    tx.team_sites_set(built.teams[0], &[built.org.site]).await.unwrap();
    for _ in 0..=SEARCH_HITS {
        ticket(&mut tx, &built.org, "Printer", now()).await;
    }
    tx.commit().await.unwrap();
    let sight = Sight::of_member(built.org.id, built.members[0].id, Reach::Teams { unrouted: true });
    let find = ListFind::Words(Question::parse("printer").unwrap());
    let query = TicketQuery { find, ..TicketQuery::default() };
    let found = ground.store.read(&sight).await.unwrap().ticket_rows(&query).await.unwrap();
    assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), [built.tickets[0].id]);
}

async fn a_team_is_whole_or_gone(ground: Ground) {
    let org = ground.org("acme").await;
    let (team, other) = (TeamId(fresh()), TeamId(fresh()));
    let name = |text: &str| Name::parse(text).unwrap();
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    assert!(tx.team_add(team, name("Print"), Description::default(), now()).await.unwrap());
    assert!(
        !tx.team_add(other, name("PRINT"), Description::default(), now()).await.unwrap(),
        "told apart by case alone"
    );
    assert!(tx.team_add(other, name("Web"), Description::default(), now()).await.unwrap());
    assert!(!tx.team_update(other, name("print"), Description::default()).await.unwrap());
    tx.team_sites_set(team, &[org.site]).await.unwrap();
    // The only team of its site gets a new ticket; of two, none does.
    let (first, _) = ticket(&mut tx, &org, "One team", now()).await;
    assert_eq!(tx.ticket_by_id(first).await.unwrap().unwrap().team_id, Some(team));
    tx.team_sites_set(other, &[org.site]).await.unwrap();
    let (second, _) = ticket(&mut tx, &org, "Two teams", now()).await;
    assert_eq!(tx.ticket_by_id(second).await.unwrap().unwrap().team_id, None);
    assert_eq!(tx.team_tickets_open(team).await.unwrap(), 1);
    tx.team_delete(team).await.unwrap();
    let unrouted = tx.ticket_by_id(first).await.unwrap().unwrap();
    assert_eq!((unrouted.team_id, unrouted.version.0), (None, 2));
    tx.commit().await.unwrap();
    // A team of nowhere is no ticket's.
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    let mut record = tx.ticket_by_id(first).await.unwrap().unwrap();
    record.team_id = Some(TeamId(fresh()));
    assert!(tx.ticket_set(&mut record).await.is_err());
}
