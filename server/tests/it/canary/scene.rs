//! Two organizations full of canaries, and the walk of one person over every address there is.

use super::{THEIRS, finder, stems};
use crate::access_matrix::{self, FORM, Facts};
use crate::house::{Answer, Asker, House};
use desk::access::{Scope, UserScope};
use domain::organization::OrgEdit;
use domain::site::SiteNew;
use domain::ticket::TicketFilter;
use server::routes::TABLE;
use std::collections::BTreeSet;

/// Somebody with an organization, and one of everything in it.
pub struct Person {
    /// Stands in everything they have.
    pub canary: &'static str,
    slug: &'static str,
    user: UserScope,
    /// The site `shop-{slug}`.
    site: String,
    /// Of the customer's page.
    token: String,
    /// Of the attachment.
    file: String,
    facts: Facts,
}

pub struct Scene {
    house: House,
    pub people: Vec<Person>,
}

impl Scene {
    pub async fn new(open: impl FnOnce(House) -> House) -> Self {
        let house = open(House::new().await);
        let mut people = Vec::new();
        for (slug, canary) in [("acme", "canary-ours-5f2c"), ("globex", THEIRS)] {
            people.push(furnish(&house, slug, canary).await);
        }
        Self { house, people }
    }

    /// Everything one person can ask for, of their own and of the other's: where they found themselves, and what leaked.
    pub async fn walk(&mut self, reader: usize) -> (BTreeSet<String>, BTreeSet<String>) {
        let (own, other) = (&self.people[reader], &self.people[1 - reader]);
        let (mut found, mut leaks) = (BTreeSet::new(), BTreeSet::new());
        for (org, thing) in [(own, own), (own, other), (other, own), (other, other)] {
            // Reading comes first: what is written afterwards may take away what there was to read.
            for reads in [true, false] {
                for row in TABLE.iter().filter(|row| (row.method == "GET") == reads) {
                    // The outbox shows all mail to whoever sits at this machine; a mailed link is for whoever holds it.
                    if row.path.starts_with("/dev/outbox") || (row.path.contains("{token}") && !same(thing, own)) {
                        continue;
                    }
                    let route = format!("{} {}", row.method, row.path);
                    let path = concrete(row.path, org, thing, other);
                    let body = (!reads).then(|| sent(row.method, row.path));
                    let answer = self.ask(own, row.method, &path, body).await;
                    // A site's page is for everybody: the name of the site stands over it.
                    let public = row.path.starts_with("/s/");
                    leaks.extend(leak(&answer, other, public).map(|words| format!("{} {path}: {words}", row.method)));
                    if same(org, own) && same(thing, own) && shows(&answer, own) {
                        found.insert(route);
                    }
                }
            }
            for (name, _, body) in access_matrix::calls(org.slug, &thing.facts) {
                let body = body.to_string().replace("\"support\"", &format!("{:?}", thing.site)).into_bytes();
                let path = format!("/api/{name}");
                let answer = self.ask(own, "POST", &path, Some(("application/json", body))).await;
                leaks.extend(leak(&answer, other, false).map(|words| format!("POST {path}: {words}")));
                if shows(&answer, own) {
                    found.insert(format!("POST {path}"));
                }
            }
        }
        (found, leaks)
    }

    /// With a session of its own: some addresses end it.
    async fn ask(&self, who: &Person, method: &str, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let browser = self.house.browser(&who.user).await;
        self.house.ask(&browser, method, path, body).await
    }

    /// No mail holds texts of both.
    pub async fn mails_are_apart(&self) {
        while self.house.world.desk.job_run_due().await.expect("mail goes out") > 0 {}
        let sent = self.house.world.mailer.sent();
        let of = |person: &Person| {
            sent.iter().filter(|mail| finder::find(person.canary, &mail.raw).is_some()).map(|mail| mail.id).collect()
        };
        let (ours, theirs): (BTreeSet<_>, BTreeSet<_>) = (of(&self.people[0]), of(&self.people[1]));
        assert!(!ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs), "{ours:?} {theirs:?}");
    }
}

fn same(one: &Person, other: &Person) -> bool {
    one.slug == other.slug
}

fn concrete(path: &str, org: &Person, thing: &Person, other: &Person) -> String {
    let path = path
        .replace("{org}", org.slug)
        .replace("{site}", &thing.site)
        .replace("{code}", &thing.facts.code)
        .replace("{file}", &thing.file)
        .replace("{token}", &thing.token)
        .replace("{invitation}", &thing.facts.invitation)
        .replace("{user}", &thing.facts.member)
        .replace("{role}", &thing.facts.role)
        .replace(['{', '}'], "");
    if path.starts_with("/live/") { format!("{path}?after=0&also={}:0", other.slug) } else { path }
}

/// Programs send JSON, pages send forms.
fn sent(method: &str, path: &str) -> (&'static str, Vec<u8>) {
    if ["/v1/", "/api/", "/support/"].iter().any(|root| path.starts_with(root)) {
        ("application/json", access_matrix::body(method, path).to_string().into_bytes())
    } else {
        ("application/x-www-form-urlencoded", FORM.as_bytes().to_vec())
    }
}

fn shows(answer: &Answer, own: &Person) -> bool {
    stems(own).iter().any(|stem| finder::find(stem, &answer.body).is_some())
}

/// What of the other person stands in an answer. A packed answer was not asked for and is not read, so it counts as one.
fn leak(answer: &Answer, other: &Person, public: bool) -> Option<String> {
    if answer.headers.contains_key("content-encoding") {
        return Some("packed".to_owned());
    }
    let head = format!("{:?}", answer.headers);
    let [private, signboard] = stems(other);
    let stems = [Some(private), (!public).then_some(signboard)];
    stems
        .iter()
        .flatten()
        .find_map(|stem| finder::find(stem, head.as_bytes()).or_else(|| finder::find(stem, &answer.body)))
}

async fn furnish(house: &House, slug: &'static str, canary: &'static str) -> Person {
    let user = house.world.user(&format!("Ana {canary}")).await;
    let scope = house.world.org(&user, slug).await;
    let edit =
        OrgEdit { name: Some(format!("Org {canary}")), description: Some(canary.to_owned()), ..OrgEdit::default() };
    house.world.desk.org_edit(&scope, edit).await.expect("the owner edits");
    let signboard = canary.replace("canary", "signboard");
    let site = SiteNew {
        name: format!("Shop {signboard}"),
        slug: format!("shop-{slug}"),
        description: canary.to_owned(),
        origins: vec![format!("https://{canary}.example")],
    };
    let site = house.world.desk.site_create(&scope, site).await.expect("the owner makes a site").slug.to_string();
    let token = write(house, slug, &site, canary).await;
    let browser = house.browser(&user).await;
    let page = house.get(&browser, &format!("/ticket/{token}")).await.text();
    let file = between(&page, &format!("/ticket/{token}/files/"), "\"");
    let invitation = house.invitation(&scope, &format!("guest.{canary}@people.test")).await;
    let facts = Facts { invitation, ..facts(house, &scope, &browser, canary).await };
    Person { canary, slug, user, site, token, file, facts }
}

/// A customer writes, with a file: the token of their page.
async fn write(house: &House, slug: &str, site: &str, canary: &str) -> String {
    let part =
        |name: &str, value: &str| format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let form = [
        part("mail", &format!("cara.{canary}@customer.example")),
        part("name", &format!("Cara {canary}")),
        part("subject", &format!("Subject {canary}")),
        part("message", &format!("Message {canary}")),
        part(&format!("files\"; filename=\"{canary}.txt"), &format!("File {canary}")),
        "--XX--\r\n".to_owned(),
    ];
    let kind = "multipart/form-data; boundary=XX";
    let body = Some((kind, form.concat().into_bytes()));
    let sent = house.ask(&Asker::default(), "POST", &format!("/s/{slug}/{site}"), body).await;
    let to = sent.headers.get("location").and_then(|to| to.to_str().ok()).expect("the customer's page");
    between(to, "/ticket/", "?")
}

/// The team answers and notes something; what arguments name of the ticket.
async fn facts(house: &House, scope: &Scope, browser: &Asker, canary: &str) -> Facts {
    let list = house.world.desk.ticket_list(scope, &TicketFilter::default()).await.expect("their tickets");
    let row = list.rows.iter().find(|row| row.subject.contains(canary)).expect("the customer's ticket");
    for kind in ["replies", "notes"] {
        let path = format!("/v1/orgs/{}/tickets/{}/{kind}", scope.org().slug, row.code);
        let body = serde_json::json!({"body": format!("Said {canary}"), "seen": 2});
        let said = house.post_json(browser, &path, &body).await;
        assert!(said.status.is_success(), "{}", said.text());
    }
    let page = house.world.desk.ticket_show(scope, &row.code).await.expect("the ticket");
    let (status, priority) = (page.statuses[1].id.to_string(), page.priorities[0].id.to_string());
    Facts {
        code: row.code.to_string(),
        status,
        priority,
        invitation: String::new(),
        member: scope.actor().user().expect("the owner").to_string(),
        role: house.world.own_role(scope, &format!("Role {canary}"), &[]).await.to_string(),
    }
}

fn between(text: &str, before: &str, after: &str) -> String {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before} in {text}"));
    rest.split(after).next().unwrap_or_default().to_owned()
}
