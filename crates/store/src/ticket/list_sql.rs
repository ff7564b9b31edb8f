//! The SQL of the ticket list: the one place that puts a statement together at run time (design.md section 4).
//!
//! From enums only, never from what somebody typed: a finite set of texts, which the tests enumerate, prepare on both
//! engines and, for the lists people look at all day, ask for their query plan.

use crate::db::Engine;
use crate::search;
use crate::sight::in_sight;
use crate::ticket::{ticket_columns, ticket_joins};
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;

/// Whose tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    Any,
    /// Nobody's.
    Nobody,
    /// One member's, a parameter.
    Member,
}

/// Of which team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfTeam {
    /// Of any and of none.
    Any,
    /// Of none.
    Unrouted,
    /// One team's, a parameter.
    Team,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Find {
    /// Nothing: the whole list.
    Nothing,
    /// Words, a parameter made by the engine's search file.
    Words,
    /// One code, two parameters.
    Code,
}

/// What a list's statement looks like; the values are its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each says whether the statement has that condition")]
pub struct Shape {
    /// Whether teams bind the asker (B20): the first parameters are then theirs, see `sight.rs`.
    pub walled: bool,
    pub find: Find,
    pub site: bool,
    pub whose: Whose,
    pub team: OfTeam,
    pub priority: bool,
    pub category: bool,
    pub oldest: bool,
    pub after: bool,
}

/// A statement's text and how its parameters follow `$1`, the organization.
pub(crate) struct Text {
    pub(crate) sql: String,
    pub(crate) parameters: Vec<Parameter>,
}

/// A parameter of a list, in the order of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameter {
    User,
    Unrouted,
    Words,
    Prefix,
    Number,
    Site,
    Assignee,
    Team,
    Priority,
    Category,
    AfterTime,
    AfterId,
}

impl Text {
    /// The statement for the driver: safe, because every part of it is a word of this file and every value a parameter.
    pub(crate) fn statement(&self) -> AssertSqlSafe<String> {
        AssertSqlSafe(self.sql.clone())
    }
}

impl Shape {
    /// Every shape there is.
    pub fn all() -> impl Iterator<Item = Self> {
        let finds = [Find::Nothing, Find::Words, Find::Code];
        let whose = [Whose::Any, Whose::Nobody, Whose::Member];
        let teams = [OfTeam::Any, OfTeam::Unrouted, OfTeam::Team];
        finds.into_iter().flat_map(move |find| {
            whose.into_iter().flat_map(move |whose| {
                teams.into_iter().flat_map(move |team| {
                    // Six conditions, each there or not.
                    (0..64_u8).map(move |bits| Self {
                        find,
                        whose,
                        team,
                        site: bits & 1 != 0,
                        priority: bits & 2 != 0,
                        category: bits & 4 != 0,
                        oldest: bits & 8 != 0,
                        after: bits & 16 != 0,
                        walled: bits & 32 != 0,
                    })
                })
            })
        })
    }

    /// One page of rows.
    pub(crate) fn rows(self, engine: Engine) -> Text {
        let mut text = Builder::new(if self.walled { WALL.to_vec() } else { vec![Parameter::User] });
        let from = text.from(self, engine);
        let mut conditions = text.conditions(self);
        if self.category {
            let _ = write!(conditions, " AND t.category = ${}", text.number(Parameter::Category));
        }
        if self.after {
            let (sign, at, id) = (
                if self.oldest { '>' } else { '<' },
                text.number(Parameter::AfterTime),
                text.number(Parameter::AfterId),
            );
            let _ = write!(conditions, " AND (t.active_at, t.id) {sign} (${at}, ${id})");
        }
        let order = if self.oldest { "t.active_at, t.id" } else { "t.active_at DESC, t.id DESC" };
        let (columns, joins) = (ticket_columns!(), ticket_joins!());
        let limit = domain::ticket::PAGE_ROWS + 1;
        text.done(format!(
            "SELECT {columns} FROM {from} {joins} WHERE t.org_id = $1{conditions} ORDER BY {order} LIMIT {limit}"
        ))
    }

    /// Tickets per tab under the same conditions. Category, order and cursor do not matter.
    pub(crate) fn counts(self, engine: Engine) -> Text {
        let mut text = Builder::new(if self.walled { WALL.to_vec() } else { Vec::new() });
        let from = text.from(self, engine);
        let conditions = text.conditions(self);
        if self.find == Find::Nothing {
            let limit = domain::ticket::COUNT_LIMIT + 1;
            // COUNT(*) over a LIMIT reads at most so many entries of an index, however many tickets there are.
            let capped = |category: &str| {
                format!(
                    "CAST((SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.org_id = $1{conditions}{category} LIMIT {limit}) n) AS BIGINT)"
                )
            };
            let of = |category: &str| capped(&format!(" AND t.category = '{category}'"));
            let (open, pending, resolved, closed, all) =
                (of("open"), of("pending"), of("resolved"), of("closed"), capped(""));
            return text.done(format!(
                "SELECT {open} AS tab_open, {pending} AS tab_pending, {resolved} AS tab_resolved, {closed} AS tab_closed, {all} AS tab_all"
            ));
        }
        // What was found is few by itself (SEARCH_HITS): counted in one go.
        let of = |category: &str| format!("CAST(COUNT(CASE WHEN t.category = '{category}' THEN 1 END) AS BIGINT)");
        let (open, pending, resolved, closed) = (of("open"), of("pending"), of("resolved"), of("closed"));
        text.done(format!(
            "SELECT {open} AS tab_open, {pending} AS tab_pending, {resolved} AS tab_resolved, {closed} AS tab_closed,
                    CAST(COUNT(*) AS BIGINT) AS tab_all
             FROM {from} WHERE t.org_id = $1{conditions}"
        ))
    }
}

/// What [`in_sight`] takes: `$2` and `$3`.
const WALL: [Parameter; 2] = [Parameter::User, Parameter::Unrouted];

struct Builder {
    parameters: Vec<Parameter>,
}

impl Builder {
    fn new(parameters: Vec<Parameter>) -> Self {
        Self { parameters }
    }

    fn number(&mut self, parameter: Parameter) -> usize {
        self.parameters.push(parameter);
        self.parameters.len() + 1
    }

    /// The tables the rows come from. CROSS JOIN, because SQLite then looks up the hits one by one and never walks the
    /// whole list to see which of it was hit; PostgreSQL plans it like any join.
    fn from(&mut self, shape: Shape, engine: Engine) -> String {
        if shape.find != Find::Words {
            return "ticket t".to_owned();
        }
        let n = self.number(Parameter::Words);
        let hits = match (engine, shape.walled) {
            (Engine::Sqlite, false) => search::sqlite::hits(n),
            (Engine::Sqlite, true) => search::sqlite::hits_in_sight(n),
            (Engine::Postgres, false) => search::postgres::hits(n),
            (Engine::Postgres, true) => search::postgres::hits_in_sight(n),
        };
        format!("{hits} CROSS JOIN ticket t")
    }

    fn conditions(&mut self, shape: Shape) -> String {
        let mut conditions = String::new();
        match shape.find {
            Find::Nothing => {}
            Find::Words => conditions.push_str(" AND t.id = h.ticket_id"),
            Find::Code => {
                let (prefix, number) = (self.number(Parameter::Prefix), self.number(Parameter::Number));
                let _ = write!(conditions, " AND t.prefix = ${prefix} AND t.number = ${number}");
            }
        }
        if shape.walled {
            let _ = write!(conditions, " AND {}", in_sight!());
        }
        if shape.site {
            let _ = write!(conditions, " AND t.site_id = ${}", self.number(Parameter::Site));
        }
        match shape.whose {
            Whose::Any => {}
            Whose::Nobody => conditions.push_str(" AND t.assignee_id IS NULL"),
            Whose::Member => {
                let _ = write!(conditions, " AND t.assignee_id = ${}", self.number(Parameter::Assignee));
            }
        }
        match shape.team {
            OfTeam::Any => {}
            OfTeam::Unrouted => conditions.push_str(" AND t.team_id IS NULL"),
            OfTeam::Team => {
                let _ = write!(conditions, " AND t.team_id = ${}", self.number(Parameter::Team));
            }
        }
        if shape.priority {
            let _ = write!(conditions, " AND t.priority_id = ${}", self.number(Parameter::Priority));
        }
        conditions
    }

    fn done(self, sql: String) -> Text {
        Text { sql, parameters: self.parameters }
    }
}
