//! One page of tickets, and how many there are per tab: two statements, whatever the filters.

use crate::conn::Conn;
use crate::db::Engine;
use crate::error::Result;
use crate::search::{self, Question};
use crate::sight::Eyes;
use crate::statement::{Binding, Bound};
use crate::ticket::TicketRecord;
use crate::ticket::list_sql::{Find, OfTeam, Parameter, Shape, Text, Whose};
use crate::tx::Tx;
use domain::access::Sight;
use domain::prefix::Prefix;
use domain::status::Category;
use domain::ticket::{TabCounts, TicketCode};
use domain::{OrgId, PriorityId, SiteId, TeamId, TicketId, Timestamp, UserId};
use sqlx::postgres::{PgArguments, PgTypeInfo};
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, FromRow, Type};

/// Whose tickets a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ListAssignee {
    /// Everybody's and nobody's.
    #[default]
    Any,
    /// Those that nobody has.
    Nobody,
    /// One member's.
    Member(UserId),
}

/// Of which team a list shows tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ListTeam {
    /// Of every team and of none.
    #[default]
    Any,
    /// Those in no team.
    Unrouted,
    /// One team's.
    Team(TeamId),
}

/// What a list looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum ListFind {
    /// Everything.
    #[default]
    Nothing,
    /// Tickets with these words; the newest [`search::SEARCH_HITS`] of them.
    Words(Question),
    /// The ticket of this code.
    Code(TicketCode),
}

/// Which part of a list, by activity and id of the row at its edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListPart {
    /// Its first page.
    #[default]
    Start,
    /// The page after this row.
    After(Timestamp, TicketId),
    /// The page before this row.
    Before(Timestamp, TicketId),
}

/// Which tickets, in which order.
#[derive(Clone, Debug, Default)]
pub struct TicketQuery {
    /// Of one status category, or of all. Not for counts.
    pub category: Option<Category>,
    /// Of one site, or of all.
    pub site: Option<SiteId>,
    /// Whose.
    pub assignee: ListAssignee,
    /// Of which team.
    pub team: ListTeam,
    /// Of one priority, or of all.
    pub priority: Option<PriorityId>,
    /// What is looked for.
    pub find: ListFind,
    /// What has been left longest comes first.
    pub oldest: bool,
    /// Which page. Not for counts.
    pub part: ListPart,
}

impl TicketQuery {
    fn shape(&self, sight: &Sight) -> Shape {
        Shape {
            walled: !sight.is_whole(),
            find: match self.find {
                ListFind::Nothing => Find::Nothing,
                ListFind::Words(_) => Find::Words,
                ListFind::Code(_) => Find::Code,
            },
            site: self.site.is_some(),
            whose: match self.assignee {
                ListAssignee::Any => Whose::Any,
                ListAssignee::Nobody => Whose::Nobody,
                ListAssignee::Member(_) => Whose::Member,
            },
            team: match self.team {
                ListTeam::Any => OfTeam::Any,
                ListTeam::Unrouted => OfTeam::Unrouted,
                ListTeam::Team(_) => OfTeam::Team,
            },
            priority: self.priority.is_some(),
            category: self.category.is_some(),
            // Who goes back reads the list the other way round.
            oldest: self.oldest != self.is_back(),
            after: self.part != ListPart::Start,
        }
    }
}

#[derive(FromRow)]
struct Counts {
    tab_open: i64,
    tab_pending: i64,
    tab_resolved: i64,
    tab_closed: i64,
    tab_all: i64,
}

impl Tx {
    /// One page of tickets in the list's order, and beyond its far edge one row more when the list goes on there: at the
    /// end, or at the beginning of a page before something.
    pub async fn ticket_rows(&mut self, query: &TicketQuery) -> Result<Vec<TicketRecord>> {
        let text = query.shape(self.sight()).rows(self.engine());
        let statement = text.statement();
        let values = Values { org: self.org(), eyes: self.eyes(), query: query.clone(), parameters: text.parameters };
        let mut rows: Vec<TicketRecord> = self.conn().all(statement, values).await?;
        if query.is_back() {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Tickets per tab under the conditions of the query, each counted to [`domain::ticket::COUNT_LIMIT`] + 1.
    pub async fn ticket_counts(&mut self, query: &TicketQuery) -> Result<TabCounts> {
        let text = query.shape(self.sight()).counts(self.engine());
        let statement = text.statement();
        let values = Values { org: self.org(), eyes: self.eyes(), query: query.clone(), parameters: text.parameters };
        let rows: Vec<Counts> = self.conn().all(statement, values).await?;
        let row = rows.into_iter().next().map(|row| TabCounts {
            open: row.tab_open,
            pending: row.tab_pending,
            resolved: row.tab_resolved,
            closed: row.tab_closed,
            all: row.tab_all,
        });
        Ok(row.unwrap_or_default())
    }

    fn engine(&mut self) -> Engine {
        match self.conn() {
            Conn::Postgres(_) => Engine::Postgres,
            Conn::SqliteRead(_) | Conn::SqliteWrite(_) => Engine::Sqlite,
        }
    }
}

struct Values {
    org: OrgId,
    eyes: Eyes,
    query: TicketQuery,
    parameters: Vec<Parameter>,
}

macro_rules! bind {
    ($values:expr, $arguments:ty, $question:path) => {{
        let Values { org, eyes, query, parameters } = $values;
        let mut arguments = <$arguments>::default();
        arguments.add(org).map_err(sqlx::Error::Encode)?;
        for parameter in parameters {
            let added = match parameter {
                Parameter::User => arguments.add(eyes.user),
                Parameter::Unrouted => arguments.add(eyes.unrouted),
                Parameter::Words => match &query.find {
                    ListFind::Words(words) => arguments.add($question(org, words)),
                    _ => arguments.add(String::new()),
                },
                Parameter::Prefix => arguments.add(query.code().map(|code| code.prefix().clone())),
                Parameter::Number => arguments.add(query.code().map(TicketCode::number)),
                Parameter::Site => arguments.add(query.site),
                Parameter::Assignee => arguments.add(query.member()),
                Parameter::Team => arguments.add(query.one_team()),
                Parameter::Priority => arguments.add(query.priority),
                Parameter::Category => arguments.add(query.category),
                Parameter::AfterTime => arguments.add(query.edge().map(|edge| edge.0)),
                Parameter::AfterId => arguments.add(query.edge().map(|edge| edge.1)),
            };
            added.map_err(sqlx::Error::Encode)?;
        }
        Ok(arguments)
    }};
}

impl Binding for Values {
    fn sqlite(self) -> Bound<SqliteArguments> {
        bind!(self, SqliteArguments, search::sqlite::question)
    }
    fn postgres(self) -> Bound<PgArguments> {
        bind!(self, PgArguments, search::postgres::question)
    }
}

impl TicketQuery {
    fn is_back(&self) -> bool {
        matches!(self.part, ListPart::Before(..))
    }
    fn edge(&self) -> Option<(Timestamp, TicketId)> {
        match self.part {
            ListPart::Start => None,
            ListPart::After(at, id) | ListPart::Before(at, id) => Some((at, id)),
        }
    }
    fn code(&self) -> Option<&TicketCode> {
        match &self.find {
            ListFind::Code(code) => Some(code),
            _ => None,
        }
    }
    fn one_team(&self) -> Option<TeamId> {
        match self.team {
            ListTeam::Team(team) => Some(team),
            _ => None,
        }
    }
    fn member(&self) -> Option<UserId> {
        match self.assignee {
            ListAssignee::Member(user) => Some(user),
            _ => None,
        }
    }
}

/// A text of the list with PostgreSQL's types of its parameters, for the test that prepares them all.
#[derive(Debug)]
pub struct ListText {
    /// What the statement looks like.
    pub shape: Shape,
    /// Whether it counts instead of listing.
    pub counts: bool,
    /// The text.
    pub sql: String,
    /// Types of `$1..$n`.
    pub types: Vec<PgTypeInfo>,
}

/// Every text the list can have on an engine.
#[must_use]
pub fn list_texts(engine: Engine) -> Vec<ListText> {
    let both = |shape: Shape| {
        [(false, shape.rows(engine)), (true, shape.counts(engine))].map(|(counts, text)| (shape, counts, text))
    };
    Shape::all()
        .flat_map(both)
        .map(|(shape, counts, Text { sql, parameters })| {
            let rest = parameters.into_iter().map(type_of);
            ListText { shape, counts, sql, types: std::iter::once(pg::<OrgId>()).chain(rest).collect() }
        })
        .collect()
}

fn pg<T: Type<sqlx::Postgres>>() -> PgTypeInfo {
    T::type_info()
}

fn type_of(parameter: Parameter) -> PgTypeInfo {
    match parameter {
        Parameter::User | Parameter::Assignee => pg::<UserId>(),
        Parameter::Unrouted => pg::<bool>(),
        Parameter::Team => pg::<TeamId>(),
        Parameter::Words => pg::<String>(),
        Parameter::Prefix => pg::<Prefix>(),
        Parameter::Number => pg::<i64>(),
        Parameter::Site => pg::<SiteId>(),
        Parameter::Priority => pg::<PriorityId>(),
        Parameter::Category => pg::<Category>(),
        Parameter::AfterTime => pg::<Timestamp>(),
        Parameter::AfterId => pg::<TicketId>(),
    }
}
