//! The search question for PostgreSQL: a GIN index over `tsvector`s made of ready-folded words.

use super::{Question, SEARCH_HITS, org_word};
use crate::sight::in_sight;
use domain::OrgId;

/// The newest tickets that match parameter `$n`, as a table `h` with one column `ticket_id`.
pub(crate) fn hits(n: usize) -> String {
    format!(
        "(SELECT d.ticket_id FROM search_doc d
          WHERE array_to_tsvector(string_to_array(d.text || ' ' || replace(d.org_id::text, '-', ''), ' ')) @@ CAST(${n} AS tsquery)
          AND d.org_id = $1 ORDER BY d.doc DESC LIMIT {SEARCH_HITS}) h"
    )
}

/// The same behind the wall (B20): hits that the asker does not see take no place among the newest.
pub(crate) fn hits_in_sight(n: usize) -> String {
    format!(
        "(SELECT d.ticket_id FROM search_doc d JOIN ticket t ON t.org_id = d.org_id AND t.id = d.ticket_id
          WHERE array_to_tsvector(string_to_array(d.text || ' ' || replace(d.org_id::text, '-', ''), ' ')) @@ CAST(${n} AS tsquery)
          AND d.org_id = $1 AND {} ORDER BY d.doc DESC LIMIT {SEARCH_HITS}) h",
        in_sight!()
    )
}

/// Parameter `$n`: all words, the last one as a beginning, in documents of this organization.
pub(crate) fn question(org: OrgId, question: &Question) -> String {
    let words = question.words().map(|(word, last)| format!("'{word}'{}", if last { ":*" } else { "" }));
    std::iter::once(format!("'{}'", org_word(org))).chain(words).collect::<Vec<_>>().join(" & ")
}
