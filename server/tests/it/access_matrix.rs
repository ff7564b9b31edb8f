//! The access matrix, first form: {anonymous, member of another organization, viewer, agent, owner, foreign `pk_`} x every row of
//! the route table and every server function. A row or a function without a line here turns it red.
//!
//! What is proven of each denial: the status of the table; for another organization the same bytes as for one that does not
//! exist; and that not one byte of the database changed.

use crate::house::{Answer, Asker, House};
use axum::http::StatusCode;
use domain::Permission as P;
use domain::role::BuiltInRole;
use serde_json::{Value, json};
use server::routes::{TABLE, Who};
use sqlx::{Connection, SqliteConnection};

/// A server function: its arguments in that organization, and what it needs. `None` needs no organization.
pub fn calls(org: &str, facts: &Facts) -> Vec<(&'static str, Option<P>, Value)> {
    let code = &facts.code;
    vec![
        ("account_profile", None, json!({})),
        ("account_security", None, json!({})),
        ("account_memberships", None, json!({})),
        ("account_sessions", None, json!({})),
        ("account_sessions_end_others", None, json!({})),
        ("account_session_end", None, json!({"session": uuid::Uuid::nil()})),
        ("account_rename", None, json!({"name": "Somebody Else"})),
        ("account_set_password", None, json!({"current": "a wild guess", "new": "short"})),
        ("account_confirm_resend", None, json!({})),
        ("org_create", None, json!({"new": {"name": "New", "slug": "brand-new", "description": ""}})),
        ("org_slug_check", None, json!({"slug": "free"})),
        ("org_mine", None, json!({})),
        ("org_me", Some(P::OrgRead), json!({"org": org})),
        ("org_show", Some(P::OrgRead), json!({"org": org})),
        ("org_edit", Some(P::OrgEdit), json!({"org": org, "edit": {"name": "Renamed"}})),
        ("org_setup", Some(P::SiteEdit), json!({"org": org})),
        ("site_list", Some(P::SiteRead), json!({"org": org})),
        ("site_show", Some(P::SiteRead), json!({"org": org, "site": "support"})),
        (
            "site_create",
            Some(P::SiteCreate),
            json!({"org": org, "new": {"name": "Extra", "slug": "extra", "description": "", "origins": []}}),
        ),
        ("site_edit", Some(P::SiteEdit), json!({"org": org, "site": "support", "edit": {"name": "Help"}})),
        (
            "site_allow_origin",
            Some(P::SiteEdit),
            json!({"org": org, "site": "support", "origin": "https://shop.example"}),
        ),
        (
            "site_remove_origin",
            Some(P::SiteEdit),
            json!({"org": org, "site": "support", "origin": "https://shop.example"}),
        ),
        ("site_key_rotate", Some(P::ApikeyRotate), json!({"org": org, "site": "support"})),
        ("site_test", Some(P::SiteRead), json!({"org": org, "site": "support"})),
        ("site_delete", Some(P::SiteDelete), json!({"org": org, "site": "spare", "confirm": "Spare", "move_to": null})),
        ("org_danger", Some(P::OrgDelete), json!({"org": org})),
        ("org_delete", Some(P::OrgDelete), json!({"org": org, "confirm": org})),
        ("invitation_list", Some(P::MemberInvite), json!({"org": org})),
        (
            "invitation_create",
            Some(P::MemberInvite),
            json!({"org": org, "new": {"emails": ["Nora <nora@people.test>"], "role": "agent"}}),
        ),
        ("invitation_resend", Some(P::MemberInvite), json!({"org": org, "invitation": facts.invitation})),
        ("invitation_link", Some(P::MemberInvite), json!({"org": org, "invitation": facts.invitation})),
        ("invitation_revoke", Some(P::MemberInvite), json!({"org": org, "invitation": facts.invitation})),
        ("invitation_mine", None, json!({})),
        ("invitation_mine_accept", None, json!({"invitation": facts.invitation})),
        ("invitation_mine_decline", None, json!({"invitation": facts.invitation})),
        ("audit_list", Some(P::AuditRead), json!({"org": org, "filter": {}})),
        ("member_list", Some(P::MemberRead), json!({"org": org})),
        ("member_team", Some(P::MemberRead), json!({"org": org})),
        ("member_show", Some(P::MemberRead), json!({"org": org, "user": facts.member})),
        ("member_set_role", Some(P::MemberRoleSet), json!({"org": org, "user": facts.member, "role": "viewer"})),
        ("member_remove", Some(P::MemberRemove), json!({"org": org, "user": facts.member, "heir": null})),
        ("role_list", Some(P::MemberRead), json!({"org": org})),
        (
            "ticket_list",
            Some(P::TicketRead),
            json!({"org": org, "filter": {"tab": "open", "site": null, "assignee": "any", "priority": null, "sort": "newest", "search": "", "place": "start"}}),
        ),
        ("ticket_show", Some(P::TicketRead), json!({"org": org, "code": code})),
        ("ticket_seen", Some(P::TicketRead), json!({"org": org, "code": code, "number": 1})),
        (
            "ticket_open",
            Some(P::TicketWrite),
            json!({"org": org, "site": "support", "email": "a@customer.example", "name": "", "subject": "New", "body": "Body"}),
        ),
        (
            "ticket_set_status",
            Some(P::TicketWrite),
            json!({"org": org, "code": code, "status": facts.status, "seen": 1}),
        ),
        (
            "ticket_set_priority",
            Some(P::TicketWrite),
            json!({"org": org, "code": code, "priority": facts.priority, "seen": 1}),
        ),
        (
            "ticket_set_subject",
            Some(P::TicketWrite),
            json!({"org": org, "code": code, "subject": "In other words", "seen": 1}),
        ),
        ("ticket_assign", Some(P::TicketAssign), json!({"org": org, "code": code, "to": null, "seen": 1})),
    ]
}

/// What arguments name of an organization.
pub struct Facts {
    pub code: String,
    pub status: String,
    pub priority: String,
    /// Of somebody who is none of the askers.
    pub invitation: String,
    /// A member who is none of the askers.
    pub member: String,
    /// A role of the organization's own.
    pub role: String,
}

struct Scene {
    house: House,
    anonymous: Asker,
    other: Asker,
    members: Vec<(BuiltInRole, Asker)>,
    foreign_key: Asker,
    facts: Facts,
    database: SqliteConnection,
}

async fn scene() -> Scene {
    let house = House::new().await;
    let owner = house.world.user("Ana Owner").await;
    let acme = house.world.org(&owner, "acme").await;
    let spare = domain::site::SiteNew { name: "Spare".to_owned(), slug: "spare".to_owned(), ..Default::default() };
    house.world.desk.site_create(&acme, spare).await.expect("a second site");
    let stranger = house.world.user("Otto Other").await;
    let globex = house.world.org(&stranger, "globex").await;
    let key = house
        .world
        .desk
        .site_show(&globex, &domain::SiteSlug::parse("support").expect("a slug"))
        .await
        .expect("their site")
        .key
        .key;
    let list =
        house.world.desk.ticket_list(&acme, &domain::ticket::TicketFilter::default()).await.expect("their tickets");
    let code = list.rows.first().expect("the welcome ticket").code.to_string();
    let page = house.world.desk.ticket_show(&acme, &code.parse().expect("a code")).await.expect("the welcome ticket");
    let (status, priority) = (page.statuses[1].id.to_string(), page.priorities[0].id.to_string());
    let (colleague, _) = house.world.member(&acme, "Cora Colleague", BuiltInRole::Agent).await;
    let facts = Facts {
        code,
        status,
        priority,
        invitation: house.invitation(&acme, "guest@people.test").await,
        member: colleague.id().to_string(),
        role: house.world.own_role(&acme, "Onlooker", &[]).await.to_string(),
    };
    let members = vec![
        (BuiltInRole::Viewer, house.member(&acme, "Vera Viewer", BuiltInRole::Viewer).await),
        (BuiltInRole::Agent, house.member(&acme, "Adam Agent", BuiltInRole::Agent).await),
        (BuiltInRole::Owner, house.browser(&owner).await),
    ];
    let path = house.world.desk.store().sqlite_path().expect("a SQLite world").to_owned();
    let database = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("the same file");
    Scene {
        anonymous: Asker::default(),
        other: house.browser(&stranger).await,
        foreign_key: Asker { key: Some(key), origin: Some("https://globex.example".to_owned()), ..Asker::default() },
        house,
        members,
        facts,
        database,
    }
}

impl Scene {
    /// SQLite's own count of changes by others: equal before and after means not one byte was written.
    async fn writes(&mut self) -> i64 {
        let (version,): (i64,) =
            sqlx::query_as("PRAGMA data_version").fetch_one(&mut self.database).await.expect("the file");
        version
    }

    async fn call(&self, asker: &Asker, name: &str, body: &Value) -> Answer {
        self.house.post_json(asker, &format!("/api/{name}"), body).await
    }
}

#[tokio::test]
async fn every_server_function_by_every_principal() {
    let mut scene = scene().await;
    let lines = calls("acme", &scene.facts);
    for (path, _) in server_fn::axum::server_fn_paths() {
        let name = path.trim_start_matches("/api/");
        assert!(lines.iter().any(|line| line.0 == name), "{name} has no line in the access matrix");
    }
    for (name, needs, body) in &lines {
        let before = scene.writes().await;
        let anonymous = scene.call(&scene.anonymous, name, body).await;
        assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED, "{name} by a stranger: {}", anonymous.text());
        let keyed = scene.call(&scene.foreign_key, name, body).await;
        assert!(
            keyed.status == StatusCode::FORBIDDEN || keyed.status == StatusCode::UNAUTHORIZED,
            "{name} by a site key: {}",
            keyed.status
        );
        if let Some(needs) = needs {
            let other = scene.call(&scene.other, name, body).await;
            let mut unknown_body = body.clone();
            unknown_body["org"] = json!("does-not-exist");
            let unknown = scene.call(&scene.other, name, &unknown_body).await;
            assert_eq!(other.status, StatusCode::NOT_FOUND, "{name} by another organization: {}", other.text());
            assert_eq!(other.body, unknown.body, "{name} tells a foreign organization from none");
            for (role, asker) in &scene.members {
                if !role.permissions().contains(*needs) {
                    let refused = scene.call(asker, name, body).await;
                    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{name} by {role}: {}", refused.text());
                }
            }
        }
        assert_eq!(scene.writes().await, before, "{name} wrote something for somebody who may not");
    }
    // Allowed: the least of the roles that has the permission, each in a fresh scene so that one call cannot hide another.
    for index in 0..lines.len() {
        let scene = self::scene().await;
        let (name, needs, body) = calls("acme", &scene.facts).swap_remove(index);
        let asker = match needs {
            Some(needs) => {
                scene.members.iter().find(|(role, _)| role.permissions().contains(needs)).map(|(_, asker)| asker)
            }
            None => scene.members.first().map(|(_, asker)| asker),
        };
        let answer = scene.call(asker.expect("somebody may"), name, &body).await;
        // Let in, and answered by the use case: there is no such session, that is no password,
        // and the invitation is somebody else's.
        let not_theirs = ["account_session_end", "invitation_mine_accept", "invitation_mine_decline"].contains(&name);
        let fine = answer.status.is_success()
            || (not_theirs && answer.status == StatusCode::NOT_FOUND)
            || (name == "account_set_password" && answer.status == StatusCode::UNPROCESSABLE_ENTITY);
        assert!(fine, "{name} by somebody who may: {} {}", answer.status, answer.text());
    }
}

fn concrete(path: &str, org: &str, facts: &Facts) -> String {
    path.replace("{org}", org)
        .replace("{site}", "support")
        .replace("{code}", &facts.code)
        .replace("{file}", &uuid::Uuid::nil().to_string())
        .replace("{invitation}", &facts.invitation)
        .replace("{user}", &facts.member)
        .replace("{role}", &facts.role)
        .replace("{token}", "nothing-of-the-kind")
        .replace("{id}", "nothing")
        .replace("{name}", "org_mine")
}

#[tokio::test]
async fn every_route_by_every_principal() {
    let mut scene = scene().await;
    for row in TABLE {
        let path = concrete(row.path, "acme", &scene.facts);
        let unknown_path = concrete(row.path, "does-not-exist", &scene.facts);
        let label = format!("{} {}", row.method, row.path);
        // Programs send JSON, pages send forms.
        let is_page = !["/v1/", "/api/", "/support/"].iter().any(|root| row.path.starts_with(root));
        let kind = if is_page { "application/x-www-form-urlencoded" } else { "application/json" };
        let body = (row.method != "GET").then(|| {
            (kind, if is_page { FORM.as_bytes().to_vec() } else { body(row.method, row.path).to_string().into_bytes() })
        });
        let before = scene.writes().await;
        match row.who {
            Who::Member(needs) => {
                let anonymous = scene.house.ask(&scene.anonymous, row.method, &path, body.clone()).await;
                // A file's address is not a page one could be sent back to.
                let kept_out = [StatusCode::UNAUTHORIZED, StatusCode::SEE_OTHER, StatusCode::NOT_FOUND];
                assert!(
                    kept_out.contains(&anonymous.status),
                    "{label} by a stranger: {} {}",
                    anonymous.status,
                    anonymous.text()
                );
                let other = scene.house.ask(&scene.other, row.method, &path, body.clone()).await;
                let unknown = scene.house.ask(&scene.other, row.method, &unknown_path, body.clone()).await;
                if row.path != "/{org}" {
                    assert_eq!(
                        other.status,
                        StatusCode::NOT_FOUND,
                        "{label} by another organization: {}",
                        other.text()
                    );
                    assert_eq!(
                        without_nonce(&other),
                        without_nonce(&unknown),
                        "{label} tells a foreign organization from none"
                    );
                }
                for (role, asker) in &scene.members {
                    if row.method == "GET" || role.permissions().contains(needs) {
                        continue;
                    }
                    let refused = scene.house.ask(asker, row.method, &path, body.clone()).await;
                    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{label} by {role}: {}", refused.text());
                }
            }
            Who::User => {
                let anonymous = scene.house.ask(&scene.anonymous, row.method, &path, body.clone()).await;
                assert!(
                    anonymous.status == StatusCode::UNAUTHORIZED || anonymous.status == StatusCode::SEE_OTHER,
                    "{label} by a stranger: {}",
                    anonymous.status
                );
            }
            Who::TicketLink => {
                let wrong = scene.house.ask(&scene.other, row.method, &path, body.clone()).await;
                assert_eq!(wrong.status, StatusCode::NOT_FOUND, "{label} with a link that is none");
            }
            Who::SiteKey => {
                let keyless = scene.house.ask(&scene.anonymous, row.method, &path, body.clone()).await;
                assert_eq!(keyless.status, StatusCode::UNAUTHORIZED, "{label} without a key");
                let foreign = scene.house.ask(&scene.foreign_key, row.method, &path, body.clone()).await;
                assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{label} from an origin that is not on the list");
            }
            Who::Anyone | Who::Loopback => {}
        }
        if !matches!(row.who, Who::Anyone | Who::Loopback | Who::SiteKey) {
            assert_eq!(scene.writes().await, before, "{label} wrote something for somebody who may not");
        }
    }
}

/// Every field a page of an organization may send.
pub const FORM: &str =
    "kind=note&body=Hello&seen=1&name=Extra&slug=extra&site=support&email=a%40customer.example&subject=New&do=save";

/// What a REST address takes, so that it is the permission that refuses and not the form of the body.
pub fn body(method: &str, path: &str) -> Value {
    match (method, path) {
        ("POST", "/v1/orgs/{org}/sites") => json!({"name": "Extra", "slug": "extra"}),
        ("POST", "/v1/orgs/{org}/tickets") => {
            json!({"site": "support", "email": "a@customer.example", "subject": "New", "body": "Body"})
        }
        ("POST", "/v1/orgs/{org}/tickets/{code}/replies" | "/v1/orgs/{org}/tickets/{code}/notes") => {
            json!({"body": "Hello", "seen": 1})
        }
        ("POST", "/v1/orgs/{org}/invitations") => json!({"emails": ["nora@people.test"], "role": "agent"}),
        ("PATCH", "/v1/orgs/{org}/members/{user}") => json!({"role": "viewer"}),
        ("POST", "/v1/orgs/{org}/roles") => json!({"name": "Second line", "from": "viewer"}),
        ("PATCH", "/v1/orgs/{org}/tickets/{code}") => json!({"version": 1, "assignee": null}),
        ("DELETE", "/v1/orgs/{org}/sites/{site}") => json!({"confirm": "Support"}),
        _ => json!({}),
    }
}

/// Pages differ in their script nonce and nothing else.
fn without_nonce(answer: &Answer) -> String {
    let text = answer.text();
    let mut parts = text.split("nonce=\"");
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |whole, part| whole + part.split_once('"').map_or("", |(_, rest)| rest))
}
