//! Who has the database has nobody's way in (INV-8): of sessions and mailed links there are hashes only, and the queue holds no link.

use crate::access_matrix::{Rows, Scene};
use std::collections::BTreeSet;

#[tokio::test]
async fn no_way_in_stands_in_the_database() {
    let scene = Scene::new().await;
    let house = scene.fresh().await;
    let owner = scene.browser("Owner");
    let mail = "cara.canary-ours-5f2c@customer.example";
    let asked = house
        .ask(
            &owner,
            "POST",
            "/forgot",
            Some(("application/x-www-form-urlencoded", b"mail=mo.viewer%40people.test".to_vec())),
        )
        .await;
    assert_eq!(asked.status, axum::http::StatusCode::SEE_OTHER);
    let arguments = serde_json::json!({"org": "acme", "invitation": scene.acme.invitation});
    let link = house.post_json(&owner, "/api/invitation_link", &arguments).await.text();
    let answer = serde_json::json!({"body": "It is on its way.", "seen": scene.acme.version});
    let said = house.post_json(&owner, &format!("/v1/orgs/acme/tickets/{}/replies", scene.acme.code), &answer).await;
    assert!(said.status.is_success(), "{}", said.text());
    let queued = Rows::of_house(&house).await;
    while house.world.desk.job_run_due().await.expect("mail goes out") > 0 {}
    let sent = Rows::of_house(&house).await;

    let mut secrets: BTreeSet<String> = scene.secrets().into_iter().collect();
    let mails: String = house.world.mailer.sent().iter().map(|sent| mail::read(&sent.raw).text + "\n").collect();
    let before = secrets.len();
    for kind in ["reset", "invitation", "ticket"] {
        let found: Vec<String> = links(&(mails.clone() + &link), kind);
        assert!(!found.is_empty(), "no mail has a link of the kind {kind}");
        secrets.extend(found);
    }
    // The customer's link is the one they had.
    assert!(secrets.len() >= before + 2 && secrets.iter().all(|secret| secret.len() >= 36), "{secrets:?}");
    for (when, rows) in [("waiting", &queued), ("sent", &sent)] {
        for secret in &secrets {
            let marked = rows.marked(std::slice::from_ref(secret));
            assert!(marked.is_empty(), "{when}: {secret} stands in {marked:?}");
        }
        assert!(!rows.marked(&[mail.to_owned()]).is_empty(), "what is no secret is found");
    }
}

/// The tokens of all links of a kind.
fn links(text: &str, kind: &str) -> Vec<String> {
    let before = format!("/{kind}/");
    let parts = text.split(before.as_str()).skip(1);
    parts.map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect()).collect()
}
