//! The search question for SQLite: FTS5.

use super::{Question, SEARCH_HITS, org_word};
use crate::sight::in_sight;
use domain::OrgId;

/// The newest tickets that match parameter `$n`, as a table `h` with one column `ticket_id`.
pub(crate) fn hits(n: usize) -> String {
    format!(
        "(SELECT d.ticket_id
          FROM (SELECT rowid AS doc FROM search_index WHERE search_index MATCH ${n} ORDER BY rowid DESC LIMIT {SEARCH_HITS}) i
          CROSS JOIN search_doc d WHERE d.doc = i.doc AND d.org_id = $1) h"
    )
}

/// The same behind the wall (B20): hits that the asker does not see take no place among the newest.
pub(crate) fn hits_in_sight(n: usize) -> String {
    format!(
        "(SELECT d.ticket_id FROM search_index CROSS JOIN search_doc d CROSS JOIN ticket t
          WHERE search_index MATCH ${n} AND d.doc = search_index.rowid AND d.org_id = $1 AND t.org_id = $1 AND t.id = d.ticket_id AND {}
          ORDER BY search_index.rowid DESC LIMIT {SEARCH_HITS}) h",
        in_sight!()
    )
}

/// Parameter `$n`: all words, the last one as a beginning, in documents of this organization.
pub(crate) fn question(org: OrgId, question: &Question) -> String {
    let words: Vec<String> =
        question.words().map(|(word, last)| format!("\"{word}\"{}", if last { "*" } else { "" })).collect();
    format!("org : \"{}\" AND text : ({})", org_word(org), words.join(" AND "))
}
