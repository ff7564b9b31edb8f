//! Writes that go to SQLite together. Each statement is a way to SQLite's thread and back, which costs more than most of them
//! do there; a ticket is nine. What nobody waits for an answer of travels as one text (docs/decisions/0004).

use crate::statement::{Binding, Bound, TenantStatement};
use domain::OrgId;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe};
use std::fmt::Write as _;

/// Statements in their order, and the values of all of them: the organization first, for every `$1`.
#[derive(Default)]
pub(crate) struct Batch {
    /// Each with how far its own numbers move up.
    texts: Vec<(&'static str, usize)>,
    values: SqliteArguments,
}

impl Batch {
    pub(crate) fn add<S: TenantStatement>(&mut self, org: OrgId, statement: S) -> crate::Result<()> {
        if self.texts.is_empty() {
            self.values.add(org).map_err(sqlx::Error::Encode)?;
        }
        // The first one's `$2` is the second value already.
        self.texts.push((S::SQL, self.values.len() - 1));
        Ok(statement.sqlite_after(&mut self.values)?)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// What has been gathered; `None` when there is nothing.
    pub(crate) fn take(&mut self) -> Option<Self> {
        (!self.is_empty()).then(|| std::mem::take(self))
    }

    /// The statements as one text. Safe, because every part of it was written down with `sql!`.
    pub(crate) fn text(&self) -> AssertSqlSafe<String> {
        let mut all = String::with_capacity(self.texts.iter().map(|(text, _)| text.len() + 16).sum());
        for (text, up) in &self.texts {
            renumbered(text, *up, &mut all);
            all.push(';');
        }
        AssertSqlSafe(all)
    }
}

/// `$1` stays the organization; every other number moves up. A `$` without a number is left alone.
fn renumbered(text: &str, up: usize, all: &mut String) {
    let mut parts = text.split('$');
    all.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        let number = match number.parse::<usize>() {
            Ok(number @ 2..) => (number + up).to_string(),
            _ => number.to_owned(),
        };
        let _ = write!(all, "${number}{rest}");
    }
}

impl Binding for Batch {
    fn sqlite(self) -> Bound<SqliteArguments> {
        Ok(self.values)
    }

    fn postgres(self) -> Bound<PgArguments> {
        Err(sqlx::Error::Protocol("PostgreSQL takes its statements one by one".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::renumbered;

    #[test]
    fn every_number_but_the_organizations_moves_up() {
        let moved = |up| {
            let mut all = String::new();
            renumbered("UPDATE t SET a = $2, b = $10 WHERE org_id = $1 AND c = '$' AND d > $2", up, &mut all);
            all
        };
        assert_eq!(moved(0), "UPDATE t SET a = $2, b = $10 WHERE org_id = $1 AND c = '$' AND d > $2");
        assert_eq!(moved(7), "UPDATE t SET a = $9, b = $17 WHERE org_id = $1 AND c = '$' AND d > $9");
    }
}
