//! What a site's key or a customer's link opens is one site, whatever else the request names (S0-37, S0-38): ids of another site or
//! another organization in the path, the query, the body or a header never bring its data, and never change it.

use crate::access_matrix::{Line, Principal, Rows, SISTERS, Scene, Sent, THEIRS, lines};
use crate::furnished::Facts;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use server::routes::Who;

/// A request of somebody from outside, and whose things it names where.
#[derive(Clone, Debug)]
struct Attempt {
    line: usize,
    who: usize,
    /// `acme`'s other site, or `globex`.
    theirs: bool,
    /// The address names theirs.
    in_path: bool,
    in_query: Vec<usize>,
    in_body: Vec<usize>,
    in_headers: bool,
}

const WHO: &[Principal] = &[Principal::OwnKey, Principal::OwnLink];

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let places = || proptest::collection::vec(any::<usize>(), 0..4);
    let one = (any::<usize>(), any::<usize>(), any::<bool>(), any::<bool>(), places(), places(), any::<bool>());
    let one = one.prop_map(|(line, who, theirs, in_path, in_query, in_body, in_headers)| Attempt {
        line,
        who,
        theirs,
        in_path,
        in_query,
        in_body,
        in_headers,
    });
    proptest::collection::vec(one, 1..8)
}

/// Half of all attempts go to the doors that keys and links open; the others to all that ask who comes.
fn chosen(at: usize, who: Principal, org: &str, the: &Facts) -> Line {
    let all = lines(org, the).into_iter().filter(|line| !matches!(line.who, Who::Anyone | Who::Loopback));
    let (own, other): (Vec<Line>, Vec<Line>) = all.partition(|line| match line.who {
        Who::SiteKey => who.has_key(),
        Who::TicketLink => who.has_link(),
        _ => false,
    });
    let lines = if at.is_multiple_of(2) { own } else { other };
    lines[at / 2 % lines.len()].clone()
}

/// Names that a careless handler might listen to.
fn names(org: &str, the: &Facts, site: &str, ticket: &str) -> Vec<(&'static str, String)> {
    vec![
        ("site", the.site.clone()),
        ("site_id", site.to_owned()),
        ("org", org.to_owned()),
        ("ticket", the.code.clone()),
        ("ticket_id", ticket.to_owned()),
        ("code", the.code.clone()),
        ("file", the.file.clone()),
        ("assignee", the.member.clone()),
        ("status", the.status.clone()),
    ]
}

/// Their site's id, and their ticket's, read past the program.
fn ids(rows: &Rows, canary: &str) -> [String; 2] {
    ["site", "ticket"].map(|table| {
        let row = rows.of_table(table).iter().find(|row| row.contains(canary)).expect("they have one");
        row.split('\'').nth(3).expect("its id stands after its organization's").to_owned()
    })
}

#[test]
fn a_key_or_a_link_opens_its_own_site_and_nothing_else() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let scene = runtime.block_on(Scene::new());
    let mut sister = scene.acme.clone();
    (sister.site, sister.code, sister.file) =
        (scene.sister.site.clone(), scene.sister.code.clone(), scene.sister.file.clone());
    let [sisters, theirs] = [SISTERS, THEIRS].map(|canary| ids(&scene.rows, canary));
    let marks: Vec<String> = sisters
        .iter()
        .chain(&theirs)
        .chain(&scene.marks)
        .cloned()
        .chain([SISTERS.to_owned(), THEIRS.to_owned()])
        .collect();
    let done = std::cell::Cell::new(0);
    let config = Config { cases: 40, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&attempts(), |attempts| {
            runtime.block_on(async {
                let house = scene.fresh().await;
                for attempt in &attempts {
                    let who = WHO[attempt.who % WHO.len()];
                    let (org, facts, [site, ticket]) =
                        if attempt.theirs { ("globex", &scene.globex, &theirs) } else { ("acme", &sister, &sisters) };
                    let (path_org, path_facts) = if attempt.in_path { (org, facts) } else { ("acme", &scene.acme) };
                    let line = chosen(attempt.line, who, path_org, path_facts);
                    let names = names(org, facts, site, ticket);
                    let picked = |places: &[usize]| -> Vec<(&'static str, String)> {
                        places.iter().map(|at| names[at % names.len()].clone()).collect()
                    };
                    let mut asker = scene.asker(who, &line);
                    if attempt.in_headers {
                        asker.headers = vec![
                            ("x-org-id", org.to_owned()),
                            ("x-site-id", site.clone()),
                            ("x-site", facts.site.clone()),
                        ];
                    }
                    let mut path = scene.address(who, &line, path_org, path_facts);
                    if !attempt.in_query.is_empty() {
                        let query = serde_urlencoded::to_string(picked(&attempt.in_query)).expect("text");
                        path = format!("{path}{}{query}", if path.contains('?') { '&' } else { '?' });
                    }
                    let body = with(&line.sent, &picked(&attempt.in_body));
                    let sent = Line { sent: body, ..line.clone() };
                    let answer = house.ask(&asker, line.method, &path, sent.body()).await;
                    prop_assert!(answer.status.as_u16() < 500, "{} {path}: {}", line.method, answer.text());
                    let read = format!("{:?}\n{}", answer.headers, answer.text());
                    for canary in [SISTERS, THEIRS] {
                        prop_assert!(!read.contains(canary), "{} {path} tells: {read}", line.method);
                    }
                    let is_own_door = matches!(line.who, Who::SiteKey | Who::TicketLink);
                    prop_assert!(
                        is_own_door || answer.status.as_u16() >= 300,
                        "{} {path}: {}",
                        line.method,
                        answer.status
                    );
                    if is_own_door && (answer.status.is_success() || answer.status.is_redirection()) {
                        done.set(done.get() + 1);
                    }
                }
                let after = Rows::of_house(&house).await;
                prop_assert_eq!(scene.rows.marked(&marks), after.marked(&marks));
                Ok(())
            })
        })
        .expect("a site's key and a ticket's link keep to their own");
    assert!(done.get() > 20, "only {} attempts came as far as their own site", done.get());
}

/// The same body with more in it.
fn with(sent: &Sent, more: &[(&'static str, String)]) -> Sent {
    match sent {
        Sent::Json(body) => {
            let mut body = body.clone();
            for (name, value) in more {
                body[*name] = value.clone().into();
            }
            Sent::Json(body)
        }
        Sent::Form(fields) => {
            let more = serde_urlencoded::to_string(more).expect("text");
            Sent::Form(
                [fields.as_str(), &more].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&"),
            )
        }
        Sent::Nothing => Sent::Nothing,
    }
}
