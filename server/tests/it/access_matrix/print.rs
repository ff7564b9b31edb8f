//! The matrix as a page for people.

use super::line::{Does, Line};
use super::principal::{Principal, Verdict};
use server::routes::Who;
use std::fmt::Write as _;

/// The columns: who stands in one is answered like who stands beside them.
const COLUMNS: &[(&str, &[Principal])] = &[
    ("stranger", &[Principal::Stranger]),
    ("signed in, not here", &[Principal::Newcomer, Principal::Other, Principal::Deactivated, Principal::Removed]),
    ("viewer", &[Principal::Viewer]),
    ("agent", &[Principal::Agent]),
    ("admin", &[Principal::Admin]),
    ("owner", &[Principal::Owner]),
    ("site key", &[Principal::OwnKey, Principal::SisterKey, Principal::ForeignKey]),
    ("ticket link", &[Principal::OwnLink]),
    ("another's link", &[Principal::SisterLink, Principal::ForeignLink]),
];

const HEAD: &str = "\
# Who may do what

Printed from the lines that the access matrix runs (`server/tests/it/access_matrix/rows.rs`); do not edit. Renew it with
`HELPSTEAD_WRITE_MATRIX=1 cargo nextest run -p server -E 'test(the_printed_matrix)'`.

Each cell is what becomes of the request to an organization, and each is run: **✓** it is done; **401** sign in first (pages answer 303
to sign-in); **403** refused; **404** hidden, byte for byte as what does not exist. Where `needs` names a permission, a role of the
organization's own with this permission alone is let in, and one with every permission but this is refused; where it names two with
*or*, one with every permission but the first is let in. Another organization's
things are 404 for everybody, owners included, wherever in the request they are named. *Signed in, not here* is somebody without
an organization, an owner of another, a deactivated and a removed member.

`does`: **reads** not one byte is written; **writes** something changes; **audits** something changes and exactly one row of the audit
log tells it. A request that is not done writes nothing.
";

/// The whole page.
pub fn matrix(lines: &[Line]) -> String {
    let mut page = HEAD.to_owned();
    let (calls, routes): (Vec<&Line>, Vec<&Line>) =
        lines.iter().partition(|line| line.path.starts_with("/api/") && line.path != "/api/{name}");
    let (programs, browsers): (Vec<&Line>, Vec<&Line>) = routes.into_iter().partition(|line| line.is_for_programs());
    for (title, lines) in
        [("Pages and forms", browsers), ("Addresses for programs", programs), ("Server functions", calls)]
    {
        let heads: Vec<&str> = COLUMNS.iter().map(|column| column.0).collect();
        let _ = write!(
            page,
            "\n## {title}\n\n| | {} | needs | does |\n|---|{}---|---|\n",
            heads.join(" | "),
            ":-:|".repeat(heads.len())
        );
        let mut rows = Vec::new();
        for line in lines {
            let row = row(line);
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        rows.iter().for_each(|row| page.push_str(row));
    }
    page
}

fn row(line: &Line) -> String {
    let cells: Vec<&str> = COLUMNS.iter().map(|(name, who)| cell(line, name, who)).collect();
    let needs = match line.who {
        Who::Anyone => String::new(),
        Who::User => "a session".to_owned(),
        Who::Member(permission) => match (line.also, line.or) {
            (Some(also), _) => format!("`{permission}` and `{also}`"),
            (None, Some(or)) => format!("`{permission}` or `{or}`"),
            (None, None) => format!("`{permission}`"),
        },
        Who::Inside => "a membership".to_owned(),
        Who::SiteKey => "a site's key".to_owned(),
        Who::TicketLink => "the ticket's link".to_owned(),
        Who::Loopback => "this machine".to_owned(),
    };
    let does = match line.does {
        Does::Reads => "reads",
        Does::Writes => "writes",
        Does::Audits => "audits",
    };
    format!("| `{}` | {} | {needs} | {does} |\n", line.name().trim_start_matches("POST /api/"), cells.join(" | "))
}

fn cell(line: &Line, column: &str, who: &[Principal]) -> &'static str {
    let verdicts: Vec<Verdict> = who.iter().map(|who| who.expects(line)).collect();
    assert!(verdicts.iter().all(|verdict| *verdict == verdicts[0]), "{column} is not one column for {}", line.name());
    match verdicts[0] {
        Verdict::Done => "✓",
        Verdict::SignIn if line.strangers == Some(404) => "404",
        Verdict::SignIn => "401",
        Verdict::Refused => "403",
        Verdict::Hidden => "404",
    }
}
