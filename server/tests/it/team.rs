//! Teams as programs and plain forms make them.

use crate::house::{Asker, House};
use axum::http::StatusCode;
use domain::role::BuiltInRole;
use serde_json::{Value, json};

struct Scene {
    house: House,
    owner: Asker,
    mia: Asker,
    /// Her id.
    member: String,
}

async fn scene() -> Scene {
    let house = House::new().await;
    let ana = house.world.user("Ana").await;
    let acme = house.world.org(&ana, "acme").await;
    let (mia, _) = house.world.member(&acme, "Mia", BuiltInRole::Agent).await;
    Scene { owner: house.browser(&ana).await, mia: house.browser(&mia).await, member: mia.id().to_string(), house }
}

impl Scene {
    async fn send(&self, asker: &Asker, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let body = Some(("application/json", body.to_string().into_bytes()));
        let answer = self.house.ask(asker, method, path, body).await;
        (answer.status.as_u16(), answer.json())
    }

    async fn form(&self, asker: &Asker, path: &str, fields: &str) -> (StatusCode, String) {
        let body = Some(("application/x-www-form-urlencoded", fields.as_bytes().to_vec()));
        let answer = self.house.ask(asker, "POST", path, body).await;
        let to = answer.headers.get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
        (answer.status, to.unwrap_or_else(|| answer.text()))
    }
}

#[tokio::test]
async fn a_program_makes_a_team_routes_into_it_and_takes_it_away() {
    let scene = scene().await;
    let (owner, mia) = (&scene.owner, &scene.mia);
    let new = json!({"name": "Web", "members": [], "sites": ["support"]});
    let (status, team) = scene.send(owner, "POST", "/v1/orgs/acme/teams", &new).await;
    assert_eq!((status, &team["sites"][0]["slug"]), (201, &json!("support")));
    let ticket = json!({"site": "support", "email": "a@customer.example", "subject": "Homepage", "body": "Slow."});
    let (_, opened) = scene.send(owner, "POST", "/v1/orgs/acme/tickets", &ticket).await;
    let path = format!("/v1/orgs/acme/tickets/{}", opened["code"].as_str().expect("a code"));
    assert_eq!(scene.house.get(owner, &path).await.json()["team"]["name"], json!("Web"));
    let hidden = scene.house.get(mia, &path).await;
    assert_eq!(
        (hidden.status, &hidden.body),
        (StatusCode::NOT_FOUND, &scene.house.get(mia, "/v1/orgs/acme/tickets/ACME-999").await.body)
    );

    let team_path = format!("/v1/orgs/acme/teams/{}", team["id"].as_str().expect("an id"));
    let (status, changed) =
        scene.send(owner, "PATCH", &team_path, &json!({"members": [{"id": scene.member, "lead": true}]})).await;
    assert_eq!((status, &changed["members"][0]["lead"], &changed["name"]), (200, &json!(true), &json!("Web")));
    assert_eq!(scene.house.get(mia, &path).await.status, StatusCode::OK, "at once");
    let of_team = format!("/v1/orgs/acme/tickets?team={}", team["id"].as_str().expect("an id"));
    assert_eq!(scene.house.get(mia, &of_team).await.json()["data"].as_array().map(Vec::len), Some(1));
    let unrouted = scene.house.get(mia, "/v1/orgs/acme/tickets?team=none").await.json();
    assert_eq!(unrouted["data"].as_array().map(Vec::len), Some(1), "the welcome ticket: {unrouted}");

    let (status, refused) = scene.send(owner, "DELETE", &team_path, &json!({})).await;
    assert_eq!((status, &refused["error"]["code"]), (409, &json!("conflict")));
    assert_eq!(scene.send(owner, "PATCH", &path, &json!({"version": 1, "team": null})).await.0, 200);
    assert_eq!(scene.send(owner, "DELETE", &team_path, &json!({})).await.0, 204);
    assert_eq!(scene.send(owner, "DELETE", &team_path, &json!({})).await.0, 404);
    assert_eq!(scene.send(owner, "PATCH", "/v1/orgs/acme/teams", &json!({"unrouted_visible": false})).await.0, 204);
    let list = scene.house.get(mia, "/v1/orgs/acme/teams").await.json();
    assert_eq!((&list["unrouted_visible"], list["data"].as_array().map(Vec::len)), (&json!(false), Some(0)));
    assert_eq!(scene.send(mia, "POST", "/v1/orgs/acme/teams", &new).await.0, 403);
}

#[tokio::test]
async fn plain_forms_make_change_and_delete_a_team() {
    let scene = scene().await;
    let page = "/acme/settings/teams";
    let made =
        scene.form(&scene.owner, page, &format!("do=create&name=Print&description=&member={}", scene.member)).await;
    assert_eq!(made, (StatusCode::SEE_OTHER, "/acme/settings/teams?done=created".to_owned()));
    let shown = scene.house.get(&scene.owner, page).await.text();
    assert!(shown.contains("Print") && shown.contains("1 person"), "{shown}");
    let (status, again) = scene.form(&scene.owner, page, "do=create&name=print&description=Once+more").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.contains("already") && again.contains("Once more"), "what was typed comes back: {again}");
    let list = scene.house.get(&scene.owner, "/v1/orgs/acme/teams").await.json();
    let id = list["data"][0]["id"].as_str().expect("a team").to_owned();
    let saved = scene.form(&scene.owner, page, &format!("do=save&team={id}&name=Printers&lead={}", scene.member)).await;
    assert_eq!(saved, (StatusCode::SEE_OTHER, "/acme/settings/teams?done=saved".to_owned()));
    let shown = scene.house.get(&scene.mia, page).await.text();
    assert!(shown.contains("Printers") && shown.contains("Mia (leads)"), "who may not change them reads them: {shown}");
    assert!(!shown.contains("Save team"));
    let deleted = scene.form(&scene.owner, page, &format!("do=delete&team={id}")).await;
    assert_eq!(deleted, (StatusCode::SEE_OTHER, "/acme/settings/teams?done=deleted".to_owned()));

    assert_eq!(
        scene.form(&scene.mia, "/acme/agents", "do=away").await,
        (StatusCode::SEE_OTHER, "/acme/agents".to_owned())
    );
    let directory = scene.house.get(&scene.owner, "/acme/agents").await.text();
    assert!(directory.contains("Away") && directory.contains("Online"), "{directory}");
}
