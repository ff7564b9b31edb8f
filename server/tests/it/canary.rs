//! Two people in two organizations: a text of one never stands in any byte the other receives; the own one IS found.

use crate::house::House;
use server::routes::TABLE;

const OURS: &str = "canary-ours-5f2c";
const THEIRS: &str = "canary-theirs-91ab";

#[tokio::test]
async fn no_byte_of_one_organization_reaches_the_other() {
    let house = House::new().await;
    let mut people = Vec::new();
    for (name, slug, canary) in [("Ana Ours", "acme", OURS), ("Tom Theirs", "globex", THEIRS)] {
        let user = house.world.user(name).await;
        let scope = house.world.org(&user, slug).await;
        let edit = domain::organization::OrgEdit { description: Some(canary.to_owned()), ..Default::default() };
        house.world.desk.org_edit(&scope, edit).await.expect("the owner edits");
        let site =
            domain::site::SiteNew { name: format!("Site {canary}"), slug: "shop".to_owned(), ..Default::default() };
        house.world.desk.site_create(&scope, site).await.expect("the owner makes a site");
        let browser = house.browser(&user).await;
        let open = serde_json::json!({"site": "shop", "email": "c@customer.example", "name": canary, "subject": format!("Ticket {canary}"), "body": canary});
        let opened = house.post_json(&browser, &format!("/v1/orgs/{slug}/tickets"), &open).await;
        assert!(opened.status.is_success(), "{}", opened.text());
        people.push((slug, browser, canary));
    }
    for (index, (slug, browser, own)) in people.iter().enumerate() {
        let (other_slug, _, foreign) = &people[1 - index];
        let mut found = 0;
        for row in TABLE.iter().filter(|row| row.method == "GET" && !row.path.starts_with("/dev/")) {
            for org in [slug, other_slug] {
                for code in ["ACME-001", "ACME-002", "GLOBEX-001", "GLOBEX-002", "TKT-001", "TKT-002"] {
                    if !row.path.contains("{code}") && code != "ACME-001" {
                        continue;
                    }
                    let path = row
                        .path
                        .replace("{org}", org)
                        .replace("{site}", "shop")
                        .replace("{code}", code)
                        .replace(['{', '}'], "");
                    // The hosted page of a site is for everybody: its name is public.
                    if row.path.starts_with("/s/") {
                        continue;
                    }
                    let answer = house.get(browser, &path).await;
                    let text = format!("{:?} {}", answer.headers, answer.text());
                    assert!(!text.contains(foreign), "{path} gave {slug} a text of {other_slug}");
                    found += usize::from(text.contains(own));
                }
            }
        }
        assert!(found >= 4, "the own canary was found on {found} pages only: the test would not see a leak");
    }
}
