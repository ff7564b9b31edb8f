//! Runs lines and judges the answers. Everything that is wrong is told at once.

use super::line::{Does, Line};
use super::lines;
use super::principal::{Principal, Verdict};
use super::scene::{OURS, Rows, SISTERS, Scene, THEIRS};
use crate::furnished::{Facts, unknown};
use crate::house::{Answer, House};
use axum::http::StatusCode;
use server::routes::Who;

pub struct Judge {
    scene: Scene,
    wrong: Vec<String>,
    /// How many requests were judged.
    asked: usize,
}

/// Who looks in vain at another organization from inside `acme`, or from nowhere.
const OUTSIDE_GLOBEX: &[Principal] = &[Principal::Owner, Principal::Viewer, Principal::Newcomer];

impl Judge {
    /// All lines that `chosen` picks, by everybody, at every target.
    pub async fn of(chosen: fn(&Line) -> bool) {
        let mut judge = Self { scene: Scene::new().await, wrong: Vec::new(), asked: 0 };
        let acme = judge.scene.acme.clone();
        let count = lines("acme", &acme).len();
        let mut judged = 0;
        for index in 0..count {
            let line = lines("acme", &acme).swap_remove(index);
            if chosen(&line) {
                judged += 1;
                judge.own(index, &line).await;
                judge.other_organization(index).await;
                judge.foreign_things(index, &line).await;
            }
        }
        assert!(judged > 10, "lines are chosen by how they begin");
        assert!(
            judge.wrong.is_empty(),
            "{} of {} answers are not what server/tests/it/access_matrix/rows.rs says:\n  {}",
            judge.wrong.len(),
            judge.asked,
            judge.wrong.join("\n  ")
        );
    }

    fn wrong(&mut self, who: Principal, line: &Line, what: impl std::fmt::Display) {
        let line = line.name();
        self.wrong.push(format!("{line} by {who:?}: {what}"));
    }

    /// `acme` and what is in it, by everybody.
    async fn own(&mut self, index: usize, line: &Line) {
        for who in Principal::ALL.iter().copied() {
            match who.expects(line) {
                // Forms of strangers are throttled by who is named in them: each in a house of its own.
                Verdict::Done if line.changes_nothing() && (line.method == "GET" || line.who != Who::Anyone) => {
                    let answer = self.quiet(who, line, "acme", &self.scene.acme.clone()).await;
                    self.let_in(who, line, &answer);
                }
                Verdict::Done => self.done(who, line).await,
                verdict => self.denied(who, index, line, verdict).await,
            }
        }
    }

    /// Something is done: in a house of its own, so that one operation cannot hide another.
    async fn done(&mut self, who: Principal, line: &Line) {
        let house = self.scene.fresh().await;
        self.asked += 1;
        let answer = self.scene.ask(&house, who, line, "acme", &self.scene.acme).await;
        self.let_in(who, line, &answer);
        let after = Rows::of_house(&house).await;
        let changed: Vec<String> = self.scene.rows.differing(&after).into_iter().map(str::to_owned).collect();
        // Signing out who is not signed in, or solving with a link that is none: let in, and nothing to do.
        let may_be_idle = line.who == Who::Anyone;
        if line.changes_nothing() && !changed.is_empty() {
            self.wrong(who, line, format!("its line says {:?}, and it wrote, in {changed:?}", line.does));
        } else if !line.changes_nothing() && changed.is_empty() && !may_be_idle {
            self.wrong(who, line, format!("its line says {:?}, and nothing changed", line.does));
        }
        let told =
            after.of_table("audit").iter().filter(|row| !self.scene.rows.of_table("audit").contains(row)).count();
        match line.does {
            Does::Audits if told != line.tells && !line.changes_nothing() => {
                self.wrong(
                    who,
                    line,
                    format!("its line promises {} of the audit log's rows, and it has {told} more", line.tells),
                );
            }
            Does::Writes if told != 0 => {
                self.wrong(who, line, format!("the audit log has {told} more rows: its line must say Audits"));
            }
            _ => {}
        }
        let foreign = matches!(who, Principal::ForeignKey | Principal::ForeignLink | Principal::Other);
        if !foreign && self.scene.rows.marked(&self.scene.marks) != after.marked(&self.scene.marks) {
            self.wrong(who, line, format!("it changed something of globex, in {changed:?}"));
        }
    }

    /// Nothing is done, whatever the reason.
    async fn denied(&mut self, who: Principal, index: usize, line: &Line, verdict: Verdict) {
        let acme = self.scene.acme.clone();
        let answer = self.quiet(who, line, "acme", &acme).await;
        self.sees_no_canary(who, line, &answer);
        let status = answer.status.as_u16();
        let to_sign_in = answer.headers.get("location").is_some_and(|to| to.as_bytes().starts_with(b"/sign-in?next="));
        let as_said = match (verdict, line.strangers) {
            (Verdict::SignIn, Some(expected)) => status == expected,
            (Verdict::SignIn, None) if line.is_for_programs() => status == 401,
            (Verdict::SignIn, None) => status == 303 && to_sign_in,
            (Verdict::Hidden, _) => status == 404,
            (Verdict::Refused, _) => status == 403,
            (Verdict::Done, _) => false,
        };
        if !as_said {
            self.wrong(who, line, format!("{verdict:?} was expected, the answer is {}", short(&answer)));
        }
        if verdict == Verdict::Hidden {
            // A link of somebody else's, and one that nobody was given, look for the same file in vain.
            let (org, facts) = match line.who {
                Who::TicketLink => ("acme", acme.with("file", &acme.unknown())),
                _ => ("emca", acme.clone()),
            };
            let twin = lines(org, &facts).swap_remove(index);
            let nothing = self.quiet(who, &twin, org, &facts).await;
            self.same(who, line, &answer, &nothing, &[("acme", "emca"), (&acme.file, &facts.file)]);
        }
    }

    /// `globex` and what is in it, by people of `acme`: as if there were no such organization.
    async fn other_organization(&mut self, index: usize) {
        let globex = self.scene.globex.clone();
        let (line, twin) =
            (lines("globex", &globex).swap_remove(index), lines(&unknown("globex"), &globex).swap_remove(index));
        if !matches!(line.who, Who::Member(_) | Who::Inside) {
            return;
        }
        for who in OUTSIDE_GLOBEX.iter().copied() {
            let answer = self.quiet(who, &line, "globex", &globex).await;
            let nothing = self.quiet(who, &twin, &unknown("globex"), &globex).await;
            self.sees_no_canary(who, &line, &answer);
            if answer.status != StatusCode::NOT_FOUND {
                self.wrong(who, &line, format!("at globex the answer is {}", short(&answer)));
            }
            self.same(who, &line, &answer, &nothing, &[("globex", &unknown("globex"))]);
        }
    }

    /// One thing of `globex` at a time, in the path, the query or the body, named to `acme`: as if there were no such thing.
    async fn foreign_things(&mut self, index: usize, line: &Line) {
        let (acme, globex) = (self.scene.acme.clone(), self.scene.globex.clone());
        let nowhere = globex.unknown();
        for name in Facts::NAMES.iter().filter(|name| **name != "token") {
            let (mixed, unknown) = (acme.with(name, &globex), acme.with(name, &nowhere));
            let foreign = lines("acme", &mixed).swap_remove(index);
            if foreign.address("acme", &mixed) == line.address("acme", &acme) && foreign.sent == line.sent {
                continue;
            }
            let twin = lines("acme", &unknown).swap_remove(index);
            let who = match line.who {
                Who::TicketLink => Principal::OwnLink,
                _ => Principal::Owner,
            };
            let answer = self.quiet(who, &foreign, "acme", &mixed).await;
            let nothing = self.quiet(who, &twin, "acme", &unknown).await;
            if line.who != Who::Anyone {
                self.sees_no_canary(who, line, &answer);
            }
            let is_list = line.does == Does::Reads && answer.status.is_success();
            if answer.status.as_u16() < 400 && !is_list {
                self.wrong(who, line, format!("with the {name} of globex the answer is {}", short(&answer)));
            }
            self.same(who, line, &answer, &nothing, &[(globex.get(name), nowhere.get(name))]);
        }
    }

    /// Asks in the shared house, where not one byte may be written.
    async fn quiet(&mut self, who: Principal, line: &Line, org: &str, the: &Facts) -> Answer {
        let before = self.scene.writes().await;
        self.asked += 1;
        let answer = self.scene.ask(&self.scene.house, who, line, org, the).await;
        if self.scene.writes().await != before {
            let after = Rows::of_house(&self.scene.house).await;
            let changed: Vec<String> = self.scene.rows.differing(&after).into_iter().map(str::to_owned).collect();
            // Where whether an address is known must not show in the work done, a transaction may change nothing.
            if !changed.is_empty() {
                let status = answer.status;
                self.wrong(who, line, format!("answered {status} and wrote, in {changed:?}"));
                // The next is judged over what was there at first.
                self.scene.begin_anew().await;
            }
        }
        answer
    }

    fn let_in(&mut self, who: Principal, line: &Line, answer: &Answer) {
        if !line.is_done_by(answer.status) {
            let expected = line.answers.map_or("2xx or 303".to_owned(), |status| status.to_string());
            self.wrong(who, line, format!("{expected} was expected, the answer is {}", short(answer)));
        }
        let to_sign_in = answer.headers.get("location").is_some_and(|to| to.as_bytes().starts_with(b"/sign-in?next="));
        if to_sign_in && line.who != Who::Anyone {
            self.wrong(who, line, "they were sent to sign in");
        }
        self.sees_no_canary(who, line, answer);
    }

    /// No text of an organization stands before somebody who is not of it.
    fn sees_no_canary(&mut self, who: Principal, line: &Line, answer: &Answer) {
        // Mail of everybody, for whoever sits at this machine; and the name over a site's own page.
        if line.path.starts_with("/dev/") || line.path.starts_with("/s/") {
            return;
        }
        let hidden: &[&str] = match who {
            Principal::Other | Principal::ForeignKey | Principal::ForeignLink => &[OURS, SISTERS],
            Principal::OwnKey | Principal::OwnLink => &[THEIRS, SISTERS],
            // The organization and who answers are the same at both sites; the customer and their words are not.
            Principal::SisterKey | Principal::SisterLink => {
                &[THEIRS, "Cara canary-ours", "Subject canary-ours", "Message canary-ours", "Said canary-ours"]
            }
            who if who.is_inside() => &[THEIRS],
            _ => &[THEIRS, OURS, SISTERS],
        };
        let read = format!("{:?}\n{}", answer.headers, answer.text());
        // What stands on the page because it was in the request tells nothing.
        let sent = line.body().map(|(_, body)| String::from_utf8_lossy(&body).into_owned()).unwrap_or_default();
        for canary in hidden {
            let signboard = canary.replace("canary", "signboard");
            for text in [*canary, &signboard] {
                if let Some(at) = read.find(text).filter(|_| !sent.contains(text)) {
                    let from = read.floor_char_boundary(at.saturating_sub(80));
                    let words: String = read[from..].chars().take(160).collect();
                    self.wrong(who, line, format!("a text of another: ...{words}..."));
                    return;
                }
            }
        }
    }

    /// The same bytes, but for the two names that were asked for.
    fn same(&mut self, who: Principal, line: &Line, one: &Answer, other: &Answer, names: &[(&str, &str)]) {
        let (mut one, mut other) = (bare(one), bare(other));
        for (foreign, unknown) in names {
            one = one.replace(foreign, "(name)");
            other = other.replace(unknown, "(name)");
        }
        if one != other {
            let at = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
            let part = |text: &str| -> String {
                text[text.floor_char_boundary(at.saturating_sub(40))..].chars().take(120).collect()
            };
            let (one, other) = (part(&one), part(&other));
            self.wrong(who, line, format!("what is somebody else's differs from nothing: {one:?} and {other:?}"));
        }
    }
}

/// An answer as text, without what differs each time: script nonces and the time.
fn bare(answer: &Answer) -> String {
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    headers.sort();
    let mut text = format!("{}\n{}\n\n{}", answer.status, headers.join("\n"), answer.text());
    for (before, after) in
        [("nonce=\"", '"'), ("'nonce-", '\''), ("name=\"idempotency\" value=\"", '"'), (r#"once\":\""#, '\\')]
    {
        let mut parts = text.split(before);
        let head = parts.next().unwrap_or_default().to_owned();
        text = parts.fold(head, |whole, part| whole + part.split_once(after).map_or("", |(_, rest)| rest));
    }
    text
}

fn short(answer: &Answer) -> String {
    let to = answer.headers.get("location").map(|to| format!(" to {}", String::from_utf8_lossy(to.as_bytes())));
    let text: String = answer.text().chars().take(200).collect();
    let text = if text.starts_with('<') { String::new() } else { format!(" {text}") };
    format!("{}{}{text}", answer.status.as_u16(), to.unwrap_or_default())
}

impl Scene {
    async fn begin_anew(&mut self) {
        let house: House = self.fresh().await;
        self.move_into(house).await;
    }
}
