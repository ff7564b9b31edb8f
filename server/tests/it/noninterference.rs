//! Two organizations do not interfere (INV-9, security.md 5.2): whatever people of `acme`, strangers and people who are no longer
//! there do or try, members of `globex` read and do exactly what they would have without it. Moves are drawn from the lines of the
//! access matrix, so a new operation takes part by having its line.

use crate::access_matrix::{Does, Line, Principal, Scene, lines};
use crate::furnished::Facts;
use crate::house::{Answer, House};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use server::routes::Who;
use std::collections::HashMap;

/// One thing that somebody does.
#[derive(Clone, Debug)]
enum Move {
    /// Somebody who is not of `globex` does something in `acme`, perhaps naming one thing of `globex`.
    Here { line: usize, who: usize, foreign: Option<usize> },
    /// The same people try it at `globex` itself.
    Trespass { line: usize, who: usize },
    /// The owner of `globex` works there.
    There { line: usize },
}

/// Everybody who is not of `globex`.
const ELSEWHERE: &[Principal] = &[
    Principal::Stranger,
    Principal::Newcomer,
    Principal::Viewer,
    Principal::Agent,
    Principal::Admin,
    Principal::Owner,
    Principal::Only,
    Principal::AllBut,
    Principal::Deactivated,
    Principal::Removed,
    Principal::OwnKey,
    Principal::SisterKey,
    Principal::OwnLink,
    Principal::SisterLink,
];

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let here = (any::<usize>(), any::<usize>(), proptest::option::of(any::<usize>()));
    let one = prop_oneof![
        4 => here.prop_map(|(line, who, foreign)| Move::Here { line, who, foreign }),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(line, who)| Move::Trespass { line, who }),
        2 => any::<usize>().prop_map(|line| Move::There { line }),
    ];
    proptest::collection::vec(one, 1..20)
}

/// Lines whose door asks who comes; at the others, everybody is meant to be heard.
fn guarded(org: &str, the: &Facts) -> Vec<Line> {
    lines(org, the).into_iter().filter(|line| !matches!(line.who, Who::Anyone | Who::Loopback)).collect()
}

/// What a member of `globex` does there; to delete it would leave nothing to observe.
fn of_members(org: &str, the: &Facts) -> Vec<Line> {
    let lines = lines(org, the).into_iter();
    lines
        .filter(|line| matches!(line.who, Who::Member(_) | Who::Inside) && line.is_for_programs() && !ends(line))
        .collect()
}

fn ends(line: &Line) -> bool {
    line.path == "/api/org_delete" || (line.method == "DELETE" && line.path == "/v1/orgs/{org}")
}

/// What members of `globex` saw, with every id and secret called by when it was first seen: those differ each time.
struct Transcript {
    seen: HashMap<String, usize>,
    told: Vec<String>,
}

impl Transcript {
    fn new() -> Self {
        Self { seen: HashMap::new(), told: Vec::new() }
    }

    fn note(&mut self, line: &Line, answer: &Answer) {
        let text = format!("{} -> {} {}", line.name(), answer.status, answer.text());
        let mut whole = String::new();
        let mut word = String::new();
        for c in text.chars().chain(['\n']) {
            if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
                word.push(c);
                continue;
            }
            // The name of a key's record is the end of its id.
            let is_selector = word.strip_prefix("hs-").is_some_and(|end| end.len() == 8);
            if word.len() >= 20 || is_selector {
                let next = self.seen.len();
                let number = *self.seen.entry(std::mem::take(&mut word)).or_insert(next);
                whole.push_str(&format!("#{number}"));
            }
            whole.push_str(&std::mem::take(&mut word));
            whole.push(c);
        }
        self.told.push(whole);
    }
}

/// Plays the moves in a house of their own; without what is done from elsewhere, only time passes.
async fn played(scene: &Scene, moves: &[Move], with_elsewhere: bool) -> Vec<String> {
    let house = scene.fresh().await;
    let mut transcript = Transcript::new();
    for one in moves {
        house.world.clock.pass(1);
        match one {
            Move::There { line } => {
                let lines = of_members("globex", &scene.globex);
                let line = &lines[line % lines.len()];
                let answer = scene.ask(&house, Principal::Other, line, "globex", &scene.globex).await;
                transcript.note(line, &answer);
            }
            Move::Here { line, who, foreign } if with_elsewhere => {
                let facts = match foreign {
                    Some(name) => scene.acme.with(Facts::NAMES[name % Facts::NAMES.len()], &scene.globex),
                    None => scene.acme.clone(),
                };
                elsewhere(scene, &house, *line, *who, "acme", &facts).await;
            }
            Move::Trespass { line, who } if with_elsewhere => {
                elsewhere(scene, &house, *line, *who, "globex", &scene.globex).await;
            }
            Move::Here { .. } | Move::Trespass { .. } => {}
        }
    }
    for line in of_members("globex", &scene.globex).iter().filter(|line| line.does == Does::Reads) {
        transcript.note(line, &scene.ask(&house, Principal::Other, line, "globex", &scene.globex).await);
    }
    transcript.told
}

async fn elsewhere(scene: &Scene, house: &House, line: usize, who: usize, org: &str, the: &Facts) {
    let lines = guarded(org, the);
    let who = ELSEWHERE[who % ELSEWHERE.len()];
    scene.ask(house, who, &lines[line % lines.len()], org, the).await;
}

#[test]
fn what_others_do_makes_no_difference() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let scene = runtime.block_on(Scene::new());
    let config = Config { cases: 20, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&moves(), |moves| {
            let (with, without) =
                runtime.block_on(async { (played(&scene, &moves, true).await, played(&scene, &moves, false).await) });
            prop_assert_eq!(with, without);
            Ok(())
        })
        .expect("nobody of globex can tell what others did");
}

#[tokio::test]
async fn what_members_do_themselves_is_seen() {
    let scene = Scene::new().await;
    let untouched = played(&scene, &[], true).await;
    let lines = of_members("globex", &scene.globex);
    let mut seen = 0;
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.does != Does::Reads) {
        let mut told = played(&scene, &[Move::There { line: at }], true).await;
        let done = told.remove(0);
        assert!(done.contains("-> 2"), "{done}");
        // What one has read is in no list of these; everything else shows somewhere.
        assert!(told != untouched || line.path == "/api/ticket_seen", "{} leaves no trace", line.name());
        seen += 1;
    }
    assert!(seen > 20, "only {seen} lines write");
}
