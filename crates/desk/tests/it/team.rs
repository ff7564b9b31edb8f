//! Teams: made, changed, deleted (D9); who may, what is told, and what follows for tickets.

use crate::ticket::{opened, row};
use desk::Error;
use desk::access::{Scope, UserScope};
use domain::audit::{AuditAction, AuditFilter};
use domain::role::BuiltInRole;
use domain::team::{TeamEdit, TeamRow, TeamSeat};
use domain::{Field, Permission, TeamId};
use testkit::World;

pub(crate) fn named(name: &str) -> TeamEdit {
    TeamEdit { name: Some(name.to_owned()), ..TeamEdit::default() }
}

pub(crate) fn of(members: &[&UserScope]) -> TeamEdit {
    let seats = members.iter().map(|user| TeamSeat { id: user.id(), lead: false });
    TeamEdit { members: Some(seats.collect()), ..TeamEdit::default() }
}

pub(crate) async fn team(world: &World, scope: &Scope, name: &str, members: &[&UserScope]) -> TeamRow {
    let new = TeamEdit { name: Some(name.to_owned()), ..of(members) };
    world.desk.team_create(scope, new).await.expect("an owner makes a team")
}

async fn actions(world: &World, scope: &Scope) -> Vec<AuditAction> {
    let log = world.desk.audit_list(scope, &AuditFilter::default()).await.expect("the log");
    log.rows.into_iter().rev().map(|row| row.action).filter(|action| action.as_str().starts_with("team.")).collect()
}

on_both!(
    a_team_is_made_changed_and_deleted,
    what_is_wrong_with_a_team_is_said_by_field,
    a_new_ticket_goes_to_the_only_team_of_its_site,
    an_invitation_leads_into_teams_its_inviter_sees,
);

async fn a_team_is_made_changed_and_deleted(world: World) {
    let ana = world.user("Ana").await;
    let owner = world.org(&ana, "acme").await;
    let (mia, agent) = world.member(&owner, "Mia", BuiltInRole::Agent).await;
    let made = team(&world, &owner, "Print", &[&mia]).await;
    assert_eq!((made.name.as_str(), made.members[0].name.as_str(), made.open), ("Print", "Mia", 0));
    let edit = TeamEdit {
        members: Some(vec![TeamSeat { id: mia.id(), lead: true }, TeamSeat { id: ana.id(), lead: false }]),
        sites: Some(vec!["support".to_owned()]),
        ..TeamEdit::default()
    };
    let changed = world.desk.team_edit(&owner, made.id, edit.clone()).await.expect("changed");
    assert!(changed.members[0].lead && changed.members[0].name == "Mia" && changed.members.len() == 2);
    assert_eq!((changed.sites[0].slug.as_str(), changed.name.as_str()), ("support", "Print"));
    world.desk.team_edit(&owner, made.id, edit).await.expect("nothing to change");
    let page = world.desk.team_list(&agent).await.expect("every member reads them");
    assert_eq!((page.teams.len(), page.members.len(), page.unrouted_visible), (1, 2, true));

    let code = opened(&world, &owner, "Printer").await.code;
    assert_eq!(row(&world, &owner, &code).await.team.expect("a team").name, "Print");
    let Err(Error::Conflict(words)) = world.desk.team_delete(&owner, made.id, false).await else { panic!("refused") };
    assert!(words.contains("1 open ticket"), "{words}");
    world.desk.team_delete(&owner, made.id, true).await.expect("deleted");
    assert_eq!(row(&world, &owner, &code).await.team, None, "its ticket is in no team");
    let gone = world.desk.team_edit(&owner, made.id, named("Again")).await;
    assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");

    world.desk.team_set_unrouted(&owner, false).await.expect("set");
    world.desk.team_set_unrouted(&owner, false).await.expect("so already");
    use AuditAction::{TeamCreated, TeamDeleted, TeamEdited, TeamUnroutedSet};
    assert_eq!(actions(&world, &owner).await, [TeamCreated, TeamEdited, TeamDeleted, TeamUnroutedSet]);
    let told = world.live.told().iter().filter(|change| change.kind == "team_changed").count();
    assert_eq!(told, 4, "each change is told once, and what changes nothing is not");

    let refused = |answer: desk::Result<()>| matches!(answer, Err(Error::Forbidden(Permission::TeamEdit)));
    assert!(refused(world.desk.team_create(&agent, named("Own")).await.map(drop)));
    assert!(refused(world.desk.team_edit(&agent, made.id, named("Own")).await.map(drop)));
    assert!(refused(world.desk.team_delete(&agent, made.id, true).await));
    assert!(refused(world.desk.team_set_unrouted(&agent, true).await));
}

async fn what_is_wrong_with_a_team_is_said_by_field(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let stranger = world.user("Otto").await;
    let elsewhere = world.org(&stranger, "globex").await;
    let theirs = team(&world, &elsewhere, "Theirs", &[]).await;
    team(&world, &owner, "Print", &[]).await;
    let field = |answer: desk::Result<TeamRow>| match answer {
        Err(Error::Invalid(problems)) => problems.0[0].field,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(world.desk.team_create(&owner, named(" ")).await), Field::Name);
    assert_eq!(field(world.desk.team_create(&owner, named("PRINT")).await), Field::Name);
    let with_stranger = TeamEdit { name: Some("Web".to_owned()), ..of(&[&stranger]) };
    assert_eq!(field(world.desk.team_create(&owner, with_stranger).await), Field::Members);
    let nowhere = TeamEdit { sites: Some(vec!["nowhere".to_owned()]), ..named("Web") };
    assert_eq!(field(world.desk.team_create(&owner, nowhere).await), Field::Sites);
    assert_eq!(world.desk.team_list(&owner).await.expect("teams").teams.len(), 1, "nothing was kept");
    for id in [theirs.id, TeamId(uuid::Uuid::nil())] {
        let foreign = world.desk.team_delete(&owner, id, true).await;
        assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    }
}

async fn a_new_ticket_goes_to_the_only_team_of_its_site(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let (mia, agent) = world.member(&owner, "Mia", BuiltInRole::Agent).await;
    let covers = |name: &str| TeamEdit { sites: Some(vec!["support".to_owned()]), ..named(name) };
    let print = world.desk.team_create(&owner, covers("Print")).await.expect("a team");
    let first = opened(&world, &owner, "First").await.code;
    assert_eq!(row(&world, &owner, &first).await.team.map(|team| team.id), Some(print.id));
    // Who writes a ticket down for a team they are not in keeps it until they give it away.
    let agent = world.enter(&mia, &agent.org().slug).await;
    let own = opened(&world, &agent, "Own").await.code;
    let kept = row(&world, &agent, &own).await;
    assert_eq!(kept.assignee.map(|member| member.id), Some(mia.id()));
    world.desk.team_create(&owner, covers("Web")).await.expect("a second team");
    let second = opened(&world, &owner, "Second").await.code;
    assert_eq!(row(&world, &owner, &second).await.team, None, "with two teams nobody decides");
}

async fn an_invitation_leads_into_teams_its_inviter_sees(world: World) {
    use crate::invitation::{paste, token_for};
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let key = world.own_role(&owner, "Recruiter", &[Permission::MemberInvite, Permission::TicketRead]).await;
    let viewer = world.own_role(&owner, "Reader", &[Permission::TicketRead]).await;
    let (rita, _) = world.member(&owner, "Rita", key).await;
    let print = team(&world, &owner, "Print", &[&rita]).await;
    let web = team(&world, &owner, "Web", &[]).await;
    let recruiter = world.enter(&rita, &owner.org().slug).await;
    let into = |email: &str, team: &TeamRow| domain::invitation::InvitationNew {
        teams: vec![team.id.to_string()],
        ..paste(email, &viewer.to_string())
    };
    let refused = world.desk.invitation_create(&recruiter, into("zoe@people.test", &web)).await;
    assert!(matches!(&refused, Err(Error::Invalid(problems)) if problems.0[0].field == Field::Team), "{refused:?}");
    let page = world.desk.invitation_list(&recruiter).await.expect("a page");
    assert_eq!(page.teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>(), ["Print"]);
    world.desk.invitation_create(&recruiter, into("zoe@people.test", &print)).await.expect("invited");
    world.desk.invitation_create(&owner, into("yan@people.test", &web)).await.expect("invited");
    let page = world.desk.invitation_list(&owner).await.expect("a page");
    assert!(page.rows.iter().all(|row| row.teams.len() == 1) && page.teams.len() == 2);

    let accept = async |name: &str, email: &str| {
        let user = world.user(name).await;
        let door = world.desk.enter_invitation(&token_for(&world, email).await).await.expect("a door");
        world.desk.invitation_accept(&user, &door).await.expect("in");
        let page = world.desk.team_list(&owner).await.expect("teams");
        let is_in = |team: &&TeamRow| team.members.iter().any(|member| member.id == user.id());
        page.teams.iter().filter(is_in).map(|team| team.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(accept("Yan", "yan@people.test").await, ["Web"]);
    // Rita has left the team since: what she cannot give any more is not given (INV-4).
    world.desk.team_edit(&owner, print.id, of(&[])).await.expect("without Rita");
    assert_eq!(accept("Zoe", "zoe@people.test").await, Vec::<String>::new());
}
