//! Two organizations full of canaries, and the walk of one person over every address there is.

use super::{THEIRS, finder, stems};
use crate::access_matrix::{self, Does, Line};
use crate::furnished::{Furnished, furnish};
use crate::house::{Answer, House};
use std::collections::BTreeSet;

pub struct Scene {
    house: House,
    pub people: Vec<Furnished>,
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
            let (reads, writes): (Vec<Line>, Vec<Line>) =
                access_matrix::lines(org.slug, &thing.facts).into_iter().partition(|line| line.does == Does::Reads);
            let all_own = same(org, own) && same(thing, own);
            for line in reads.iter().chain(&writes) {
                // What is gone could not leak afterwards.
                if same(org, own) && takes_away(line) {
                    continue;
                }
                // The outbox shows all mail to whoever sits at this machine; a mailed link is for whoever holds it.
                if line.path.starts_with("/dev/outbox") || (line.path.contains("{token}") && !same(thing, own)) {
                    continue;
                }
                let path = concrete(line, org, thing, other);
                let answer = self.ask(own, line, &path).await;
                // A site's page is for everybody: the name of the site stands over it.
                let public = line.path.starts_with("/s/");
                leaks.extend(leak(&answer, other, public).map(|words| format!("{} {path}: {words}", line.method)));
                if all_own && shows(&answer, own) {
                    found.insert(format!("{} {}", line.method, line.pattern()));
                }
            }
        }
        (found, leaks)
    }

    /// With a session of its own: some addresses end it.
    async fn ask(&self, who: &Furnished, line: &Line, path: &str) -> Answer {
        let browser = self.house.browser(&who.user).await;
        self.house.ask(&browser, line.method, path, line.body()).await
    }

    /// No mail holds texts of both.
    pub async fn mails_are_apart(&self) {
        while self.house.world.desk.job_run_due().await.expect("mail goes out") > 0 {}
        let sent = self.house.world.mailer.sent();
        let of = |person: &Furnished| {
            sent.iter().filter(|mail| finder::find(person.canary, &mail.raw).is_some()).map(|mail| mail.id).collect()
        };
        let (ours, theirs): (BTreeSet<_>, BTreeSet<_>) = (of(&self.people[0]), of(&self.people[1]));
        assert!(!ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs), "{ours:?} {theirs:?}");
    }
}

fn same(one: &Furnished, other: &Furnished) -> bool {
    one.slug == other.slug
}

fn takes_away(line: &Line) -> bool {
    line.does != Does::Reads
        && ["DELETE", "delete", "danger", "ownership", "transfer"].iter().any(|word| line.name().contains(word))
}

fn concrete(line: &Line, org: &Furnished, thing: &Furnished, other: &Furnished) -> String {
    let path = line.address(org.slug, &thing.facts).replace("{token}", &thing.facts.token).replace(['{', '}'], "");
    if path.starts_with("/live/") { format!("{path}?after=0&also={}:0", other.slug) } else { path }
}

fn shows(answer: &Answer, own: &Furnished) -> bool {
    stems(own).iter().any(|stem| finder::find(stem, &answer.body).is_some())
}

/// What of the other person stands in an answer. A packed answer was not asked for and is not read, so it counts as one.
fn leak(answer: &Answer, other: &Furnished, public: bool) -> Option<String> {
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
