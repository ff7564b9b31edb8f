//! Members and roles by plain forms and by REST (D1, D19, B12).

use crate::house::{Answer, Asker, House};
use axum::http::{StatusCode, header};
use desk::access::{Scope, UserScope};
use domain::role::BuiltInRole;
use serde_json::json;

const FORM: &str = "application/x-www-form-urlencoded";
const TEAM: &str = "/acme/settings/team";
const ROLES: &str = "/acme/settings/roles";

struct Scene {
    house: House,
    owner: Asker,
    scope: Scope,
}

async fn scene() -> Scene {
    let house = House::new().await;
    let person = house.world.user("Ana Owner").await;
    let scope = house.world.org(&person, "acme").await;
    Scene { owner: house.browser(&person).await, house, scope }
}

impl Scene {
    async fn post(&self, asker: &Asker, path: &str, body: &str) -> Answer {
        self.house.ask(asker, "POST", path, Some((FORM, body.as_bytes().to_vec()))).await
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.house.get(&self.owner, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.text()
    }

    async fn member(&self, name: &str, role: BuiltInRole) -> (UserScope, Asker) {
        let (user, _) = self.house.world.member(&self.scope, name, role).await;
        let browser = self.house.browser(&user).await;
        (user, browser)
    }
}

fn goes_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers.get(header::LOCATION).expect("an address").to_str().expect("visible").to_owned()
}

#[tokio::test]
async fn a_member_is_changed_rests_and_goes_by_plain_forms() {
    let scene = scene().await;
    let (ben, bens) = scene.member("Ben", BuiltInRole::Agent).await;
    let (cleo, _) = scene.member("Cleo", BuiltInRole::Agent).await;
    let page = scene.page(TEAM).await;
    assert!(page.contains("aria-label=\"Role of Ben\"") && page.contains("value=\"agent\" selected"), "{page}");
    assert!(!page.contains("aria-label=\"Role of Ana Owner\""), "the only owner stays one");
    let person = format!("{TEAM}?member={}", ben.id());
    assert!(page.contains(&person) && page.contains("Two-factor") && page.contains("Active"));
    let about = |what: &str| format!("member={}&{what}", ben.id());
    let changed = scene.post(&scene.owner, TEAM, &about("do=role&role=viewer&from=list")).await;
    assert_eq!(goes_to(&changed), format!("{TEAM}?done=role"));
    let shown = scene.page(&person).await;
    assert!(shown.contains("What Ben can do here") && shown.contains("Through the role"), "{shown}");
    assert!(shown.contains("See tickets") && !shown.contains("Open, answer and change tickets"), "a viewer: {shown}");
    let wrong = scene.post(&scene.owner, &person, &about("do=role&role=root")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("id=\"role-error\""));
    assert_eq!(
        goes_to(&scene.post(&scene.owner, TEAM, &about("do=deactivate")).await),
        format!("{person}&done=deactivated")
    );
    assert_eq!(scene.house.get(&bens, "/acme/tickets").await.status, StatusCode::NOT_FOUND, "his next click");
    assert_eq!(
        goes_to(&scene.post(&scene.owner, TEAM, &about("do=activate")).await),
        format!("{person}&done=activated")
    );
    assert_eq!(scene.house.get(&bens, "/acme/tickets").await.status, StatusCode::OK);
    let stranger = scene.house.world.user("Sam").await;
    let heir = scene.post(&scene.owner, &person, &about(&format!("do=remove&heir={}", stranger.id()))).await;
    assert_eq!(heir.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = scene.post(&scene.owner, TEAM, &about(&format!("do=remove&heir={}", cleo.id()))).await;
    assert_eq!(goes_to(&gone), format!("{TEAM}?done=removed"));
    for path in ["/acme/tickets", "/v1/orgs/acme/me/permissions", "/live/acme"] {
        assert_eq!(scene.house.get(&bens, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(scene.house.get(&bens, "/account").await.status, StatusCode::OK, "the account stays");
    for nobody in [person.as_str(), "/acme/settings/team?member=x"] {
        assert_eq!(scene.house.get(&scene.owner, nobody).await.status, StatusCode::NOT_FOUND, "{nobody}");
    }
    let moved = scene.post(&scene.owner, TEAM, &format!("member={}&do=transfer", cleo.id())).await;
    assert_eq!(goes_to(&moved), format!("{TEAM}?done=transferred"));
    let refused = scene.post(&scene.owner, TEAM, &format!("member={}&do=remove", cleo.id())).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "the only owner: {}", refused.text());
}

#[tokio::test]
async fn a_role_is_added_ticked_copied_and_deleted_by_plain_forms() {
    let scene = scene().await;
    let page = scene.page(ROLES).await;
    assert!(page.contains("Manager, ready made") && page.contains("Copy of Agent") && page.contains("Who may do what"));
    let taken = scene.post(&scene.owner, ROLES, "do=add&name=ADMIN&start=agent").await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    assert!(
        taken.text().contains("id=\"name-error\"") && taken.text().contains("value=\"ADMIN\""),
        "what was typed stays"
    );
    let to = goes_to(&scene.post(&scene.owner, ROLES, "do=add&name=Night+shift&start=nothing").await);
    let (editor, done) = to.split_once("&done=").expect("says what was done");
    assert_eq!(done, "added");
    let role = editor.split_once("?role=").expect("the role").1;
    let shown = scene.page(editor).await;
    assert!(shown.contains("This role may do nothing") && shown.contains("value=\"ticket:read\""), "{shown}");
    let ticks = "name=Night+shift&description=&permission=ticket%3Aread&permission=org%3Aread&permission=nonsense";
    let saved = scene.post(&scene.owner, editor, &format!("do=save&role={role}&{ticks}")).await;
    assert_eq!(goes_to(&saved), format!("{editor}&done=saved"));
    let (_, nina) = {
        let key = domain::role::RoleKey::parse(role).expect("a key");
        let (user, _) = scene.house.world.member(&scene.scope, "Nina", key).await;
        let browser = scene.house.browser(&user).await;
        (user, browser)
    };
    let mine = scene.house.get(&nina, "/v1/orgs/acme/me/permissions").await.json();
    assert_eq!(
        (&mine["role_name"], &mine["permissions"]),
        (&json!("Night shift"), &json!(["ticket:read", "org:read"]))
    );
    // What she may not see is not in her menu, and not behind its address.
    let inbox = scene.house.get(&nina, "/acme/tickets").await.text();
    assert!(inbox.contains("href=\"/acme/tickets\"") && !inbox.contains("href=\"/acme/sites\""), "{inbox}");
    assert_eq!(scene.house.get(&nina, "/acme/sites").await.status, StatusCode::FORBIDDEN);
    assert_eq!(scene.house.get(&nina, ROLES).await.status, StatusCode::FORBIDDEN);
    let copied = goes_to(&scene.post(&scene.owner, ROLES, &format!("do=duplicate&role={role}")).await);
    assert!(copied.ends_with("&done=copied"));
    let used = scene.post(&scene.owner, editor, &format!("do=delete&role={role}&instead=")).await;
    assert_eq!(used.status, StatusCode::CONFLICT);
    assert!(used.text().contains("1 member has this role"), "{}", used.text());
    let gone = scene.post(&scene.owner, editor, &format!("do=delete&role={role}&instead=viewer")).await;
    assert_eq!(goes_to(&gone), format!("{ROLES}?done=deleted"));
    assert_eq!(scene.house.get(&scene.owner, editor).await.status, StatusCode::NOT_FOUND);
    assert_eq!(scene.house.get(&nina, "/acme/sites").await.status, StatusCode::OK, "a viewer now");
}

#[tokio::test]
async fn programs_manage_members_and_roles() {
    let scene = scene().await;
    let (house, owner) = (&scene.house, &scene.owner);
    let (ben, _) = scene.member("Ben", BuiltInRole::Agent).await;
    let (_, admins) = scene.member("Adam", BuiltInRole::Admin).await;
    let body = |value: serde_json::Value| Some(("application/json", value.to_string().into_bytes()));
    let made = house.post_json(owner, "/v1/orgs/acme/roles", &json!({"name": "Second line", "from": "viewer"})).await;
    assert_eq!((made.status, &made.json()["name"]), (StatusCode::CREATED, &json!("Second line")));
    let key = made.json()["key"].as_str().expect("a key").to_owned();
    let again = house.post_json(owner, "/v1/orgs/acme/roles", &json!({"name": "second LINE"})).await;
    assert_eq!((again.status, &again.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("name_taken")));
    let too_much = json!({"name": "Mine", "permissions": ["org:delete"]});
    let refused = house.post_json(&admins, "/v1/orgs/acme/roles", &too_much).await;
    assert_eq!((refused.status, &refused.json()["error"]["code"]), (StatusCode::FORBIDDEN, &json!("role_not_yours")));
    let role = format!("/v1/orgs/acme/roles/{key}");
    let edit = body(json!({"permissions": ["ticket:read", "member:read"]}));
    assert_eq!(house.ask(owner, "PATCH", &role, edit).await.status, StatusCode::NO_CONTENT);
    let roles = house.get(owner, "/v1/orgs/acme/roles").await.json();
    assert_eq!(
        (&roles["data"][0]["built_in"], &roles["data"][4]["permissions"]),
        (&json!(true), &json!(["ticket:read", "member:read"]))
    );
    let copy = house.ask(owner, "POST", &format!("{role}/duplicate"), None).await;
    assert_eq!((copy.status, &copy.json()["name"]), (StatusCode::CREATED, &json!("Second line (copy)")));

    let member = format!("/v1/orgs/acme/members/{}", ben.id());
    let given = house.ask(owner, "PATCH", &member, body(json!({"role": key}))).await;
    assert_eq!(given.status, StatusCode::NO_CONTENT, "{}", given.text());
    let shown = house.get(owner, &member).await.json();
    assert_eq!(
        (&shown["role_name"], &shown["permissions"], &shown["active"], &shown["two_factor"]),
        (&json!("Second line"), &json!(["ticket:read", "member:read"]), &json!(true), &json!(false))
    );
    let in_use = house.ask(owner, "DELETE", &role, None).await;
    assert_eq!((in_use.status, &in_use.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("role_in_use")));
    assert_eq!(
        house.ask(owner, "DELETE", &role, body(json!({"instead": "agent"}))).await.status,
        StatusCode::NO_CONTENT
    );
    let unknown = house.ask(owner, "PATCH", &member, body(json!({"role": key}))).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "S2-20");
    for (what, active) in [("deactivate", false), ("activate", true)] {
        let done = house.ask(owner, "POST", &format!("{member}/{what}"), None).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
        assert_eq!(house.get(owner, &member).await.json()["active"], active);
    }
    let ana = scene.scope.actor().user().expect("the owner");
    let owners = format!("/v1/orgs/acme/members/{ana}");
    for asker in [owner, &admins] {
        let last = house.ask(asker, "DELETE", &owners, None).await;
        assert_eq!((last.status, &last.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("last_owner")));
    }
    let protected = house.ask(&admins, "PATCH", &owners, body(json!({"role": "agent"}))).await;
    assert_eq!(
        (protected.status, &protected.json()["error"]["code"]),
        (StatusCode::FORBIDDEN, &json!("owner_protected"))
    );
    let handed = house.ask(owner, "POST", &format!("{member}/ownership"), None).await;
    assert_eq!(handed.status, StatusCode::NO_CONTENT);
    let twice = house.ask(owner, "POST", &format!("{member}/ownership"), None).await;
    assert_eq!((twice.status, &twice.json()["error"]["code"]), (StatusCode::FORBIDDEN, &json!("owner_protected")));
    assert_eq!(
        house.ask(&admins, "DELETE", &owners, None).await.status,
        StatusCode::NO_CONTENT,
        "an admin like any other"
    );
    assert_eq!(house.get(owner, "/v1/orgs/acme").await.status, StatusCode::NOT_FOUND, "her next request");
}
