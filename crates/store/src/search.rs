//! Search: the words of a ticket, folded once in Rust so that both engines find the same, and the question asked of them.
//! How a full-text index is asked is the one thing SQL does not share: see the file of each engine.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::{OrgId, TicketId};

/// Tickets one search looks at: the newest that match. Keeps the cost of a word that stands everywhere flat.
pub const SEARCH_HITS: usize = 1000;
/// Characters of a word that count.
const WORD: usize = 40;
/// Words of a question that count.
const WORDS: usize = 8;

sql! {
    tenant SEARCH_DOC_ADD (ticket: TicketId, text: String) =
        "INSERT INTO search_doc (org_id, ticket_id, text) VALUES ($1, $2, $3)";
    tenant SEARCH_DOC_SET (ticket: TicketId, text: String) =
        "UPDATE search_doc SET text = $3 WHERE org_id = $1 AND ticket_id = $2";
}

impl Tx {
    /// Makes a new ticket findable by the words of these texts. Its code is found with zeros and without (B15).
    pub async fn search_doc_add(&mut self, ticket: TicketId, texts: &[&str]) -> Result<()> {
        self.later(SEARCH_DOC_ADD { ticket, text: folded(texts) }).await
    }

    /// Makes a ticket findable by the words of these texts instead of those before.
    pub async fn search_doc_set(&mut self, ticket: TicketId, texts: &[&str]) -> Result<()> {
        self.run(SEARCH_DOC_SET { ticket, text: folded(texts) }).await?;
        Ok(())
    }
}

fn folded(texts: &[&str]) -> String {
    words(&texts.join(" ")).collect::<Vec<_>>().join(" ")
}

/// What somebody typed into the search field, as words; the last one may be the beginning of a word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question(Vec<String>);

impl Question {
    /// `None` when nothing of what was typed can be looked for.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let words: Vec<String> = words(typed).take(WORDS).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    fn words(&self) -> impl Iterator<Item = (&str, bool)> {
        let last = self.0.len() - 1;
        self.0.iter().enumerate().map(move |(i, word)| (word.as_str(), i == last))
    }
}

/// The organization as a word of its own documents.
fn org_word(org: OrgId) -> String {
    org.0.simple().to_string()
}

/// Runs of letters and digits, in lower case and without the usual accents.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .map(|word| {
            word.chars()
                .flat_map(char::to_lowercase)
                .take(WORD)
                .map(plain)
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
        })
        .filter(|word| !word.is_empty())
}

/// Latin letters without their marks: who types `zoe` finds `Zoë`.
fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Question, words};

    #[test]
    fn words_are_folded() {
        let folded: Vec<String> = words("ACME-042: Zoë's Drucker — BRÛLÉ, İstanbul ana@example.com").collect();
        assert_eq!(folded.join(" "), "acme 042 zoe s drucker brule istanbul ana example com");
    }

    #[test]
    fn a_question_without_words_is_none() {
        assert_eq!(Question::parse(" -- \"*' "), None);
        assert_eq!(Question::parse("a b c d e f g h i j").expect("words").words().count(), 8);
    }
}
