//! A shop to write to, and all that its customers do at once.

use crate::client::Client;
use desk::access::SystemClock;
use desk::ports::Clock as _;
use domain::UserId;
use domain::organization::OrgNew;
use domain::role::BuiltInRole;
use domain::site::SiteNew;
use server::config::{Config, Given};
use std::net::SocketAddr;
use std::path::Path;
use tokio::task::JoinSet;

/// What is needed to write to it, and to look at it.
pub struct Shop {
    /// Of its site; works from `https://shop.example`.
    pub key: String,
    /// The session of the owner of the organization `acme`.
    pub session: String,
    /// An agent of hers, and their session.
    pub colleague: (UserId, String),
}

/// An organization with a site whose key works from one origin: made by the house itself, then closed.
pub async fn furnish(given: &Given) -> Shop {
    let config = Config::load(given).expect("plain settings are right");
    let state = server::wire::state(config).await.expect("an empty house opens");
    let user = testkit::confirmed_user(&state.desk, "Ana Owner").await;
    let session = testkit::signed_in(&state.desk, &user).await;
    let new = OrgNew { name: "Acme".to_owned(), slug: "acme".to_owned(), ..Default::default() };
    let slug = state.desk.org_create(&user, new).await.expect("the organization is made");
    let scope = state.desk.enter_org(&user, &slug).await.expect("its owner enters");
    let site = SiteNew {
        name: "Shop".to_owned(),
        slug: "shop".to_owned(),
        origins: vec!["https://shop.example".to_owned()],
        ..Default::default()
    };
    let site = state.desk.site_create(&scope, site).await.expect("the site is made");
    let key = state.desk.site_show(&scope, &site.slug).await.expect("the site is there").key.key;
    let mia = testkit::confirmed_user(&state.desk, "Mia Agent").await;
    let colleague = (mia.id(), testkit::signed_in(&state.desk, &mia).await);
    let mut tx = state.desk.store().write(scope.sight()).await.expect("the store writes");
    assert!(tx.membership_add(mia.id(), BuiltInRole::Agent, SystemClock.now()).await.expect("the store answers"));
    // Every ticket of a storm is acknowledged.
    let mut settings = tx.mail_settings().await.expect("the store answers");
    (settings.ack_limit, settings.day_limit) = (1_000_000, 1_000_000);
    tx.mail_settings_set(settings).await.expect("the store answers");
    tx.commit().await.expect("the store commits");
    state.desk.store().close().await;
    Shop { key, session, colleague }
}

/// How many tickets of a storm are accepted.
pub const ACCEPTED: usize = 200;

/// 300 customers at once: two in three open a ticket, one in six sends an invalid one, one in six hangs up before the
/// answer. Each node gets an equal share of every kind; answers with the codes that each of them gave out.
pub async fn storm(nodes: &[SocketAddr], key: &str) -> Vec<Vec<String>> {
    let mut customers = JoinSet::new();
    for number in 0..ACCEPTED * 3 / 2 {
        let (node, key) = ((number / 6) % nodes.len(), key.to_owned());
        let addr = nodes[node];
        customers.spawn(async move {
            let mut client = Client::connect(addr).await.expect("the server answers");
            let (once, subject) = (format!("k{number}"), format!("Ticket {number}"));
            let code = match number % 6 {
                4 => {
                    let (status, _) = client.open_ticket(&key, &once, "").await.expect("an answer");
                    assert_eq!(status, 422);
                    None
                }
                5 => {
                    client.send_and_leave(&key, &once, "Left").await;
                    None
                }
                _ => {
                    let (status, body) = client.open_ticket(&key, &once, &subject).await.expect("an answer");
                    assert_eq!(status, 201, "{body}");
                    Some(body["code"].as_str().unwrap_or_default().to_owned())
                }
            };
            (node, code)
        });
    }
    let mut codes = vec![Vec::new(); nodes.len()];
    for (node, code) in customers.join_all().await {
        codes[node].extend(code);
    }
    codes
}

/// The codes in the subjects of the outbox' mails; none where there is no folder: its node sent nothing.
pub fn mailed_codes(outbox: &Path) -> Vec<String> {
    let mut codes = Vec::new();
    for entry in std::fs::read_dir(outbox).into_iter().flatten().flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let subject = text.lines().find(|line| line.starts_with("Subject:")).unwrap_or_default();
        codes.extend(
            subject
                .split(['[', ']', ' ', ':'])
                .filter(|word| word.contains('-') && word.ends_with(|c: char| c.is_ascii_digit()))
                .map(str::to_owned),
        );
    }
    codes
}
