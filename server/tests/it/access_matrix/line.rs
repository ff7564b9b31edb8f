//! One line of the matrix: a request, who may make it, and what it does when it is let in.

use crate::furnished::Facts;
use axum::http::StatusCode;
use domain::Permission;
use serde_json::Value;
use server::routes::{TABLE, Who};

/// What a request does to the database when it is let in. Measured, in both directions: a line that says less than the
/// operation does is as red as one that says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Not one byte is written.
    Reads,
    /// Something changes that the audit log does not tell: tickets have a timeline, accounts have no log.
    Writes,
    /// Something changes, and exactly one row of the audit log tells it, where the line says no other number.
    Audits,
}

/// What goes with the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    Nothing,
    Json(Value),
    Form(String),
}

#[derive(Clone, Debug)]
pub struct Line {
    pub method: &'static str,
    /// With `{org}`, `{token}` and the names of facts still in it; with a query where one is asked.
    pub path: String,
    pub who: Who,
    pub does: Does,
    pub sent: Sent,
    /// What it needs besides: then neither permission alone is enough.
    pub also: Option<Permission>,
    /// What is enough in its place.
    pub or: Option<Permission>,
    /// The status when it is let in, where that is neither 2xx nor a way on.
    pub answers: Option<u16>,
    /// Rows of the audit log that tell it, where it is told.
    pub tells: usize,
    /// The name in its address that stands for another fact than the one it is called.
    pub stands: Option<(&'static str, &'static str)>,
    /// The status for who is not signed in, where that is not the one of its kind.
    pub strangers: Option<u16>,
}

/// A server function: its permission (`None`: it is about the person who asks), and its arguments.
pub fn call(name: &str, needs: Option<Permission>, does: Does, arguments: Value) -> Line {
    let who = needs.map_or(Who::User, Who::Member);
    let path = format!("/api/{name}");
    Line {
        method: "POST",
        path,
        who,
        does,
        sent: Sent::Json(arguments),
        also: None,
        or: None,
        answers: None,
        tells: 1,
        stands: None,
        strangers: None,
    }
}

/// A row of the route table, `"GET /{org}/sites"`; a query may follow.
pub fn route(row: &str, does: Does, sent: Sent) -> Line {
    let (method, path) = row.split_once(' ').expect("a method and a path");
    let pattern = path.split('?').next().unwrap_or_default();
    let row = TABLE.iter().find(|row| row.method == method && row.path == pattern);
    let row =
        row.unwrap_or_else(|| panic!("{method} {pattern} is no row of server/src/routes.rs any more: drop its line"));
    Line {
        method: row.method,
        path: path.to_owned(),
        who: row.who,
        does,
        sent,
        also: None,
        or: None,
        answers: None,
        tells: 1,
        stands: None,
        strangers: None,
    }
}

/// The fields of a posted form.
pub fn form(fields: &[(&str, &str)]) -> Sent {
    Sent::Form(serde_urlencoded::to_string(fields).expect("text"))
}

impl Line {
    /// Let in, and then answered so: nothing is there, that is no password.
    pub fn answers(mut self, status: u16) -> Self {
        self.answers = Some(status);
        self
    }

    /// What this form of a page needs, where it is not what the page's row says.
    pub fn needs(mut self, permission: Permission) -> Self {
        self.who = Who::Member(permission);
        self
    }

    /// `{name}` in its address is this fact.
    pub fn with(mut self, name: &'static str, fact: &'static str) -> Self {
        self.stands = Some((name, fact));
        self
    }

    /// One who rises and one who steps down: two rows.
    pub fn tells(mut self, rows: usize) -> Self {
        self.tells = rows;
        self
    }

    /// What it needs besides.
    pub fn also(mut self, permission: Permission) -> Self {
        self.also = Some(permission);
        self
    }

    /// What is enough in its place.
    pub fn or(mut self, permission: Permission) -> Self {
        self.or = Some(permission);
        self
    }

    /// What every member may, whatever their role: to know who they are here.
    pub fn inside(mut self) -> Self {
        self.who = Who::Inside;
        self
    }

    /// Leads everybody on to an address that asks who they are.
    pub fn leads_on(mut self) -> Self {
        self.who = Who::Anyone;
        self
    }

    /// What somebody gets who is not signed in.
    pub fn strangers(mut self, status: u16) -> Self {
        self.strangers = Some(status);
        self
    }

    /// Where it goes in that organization, with those things named; `{token}` stays, for it is who asks.
    pub fn address(&self, org: &str, the: &Facts) -> String {
        let mut path = self.path.replace("{org}", org);
        if let Some((name, fact)) = self.stands {
            path = path.replace(&format!("{{{name}}}"), the.get(fact));
        }
        for name in Facts::NAMES.iter().filter(|name| **name != "token") {
            path = path.replace(&format!("{{{name}}}"), the.get(name));
        }
        path
    }

    /// What goes with it, and of what kind it is.
    pub fn body(&self) -> Option<(&'static str, Vec<u8>)> {
        match &self.sent {
            Sent::Nothing => None,
            Sent::Json(value) => Some(("application/json", value.to_string().into_bytes())),
            Sent::Form(fields) => Some(("application/x-www-form-urlencoded", fields.clone().into_bytes())),
        }
    }

    /// The row of the route table.
    pub fn pattern(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// As it is called in lists and failures: with what tells a page's forms apart.
    pub fn name(&self) -> String {
        let form = match &self.sent {
            Sent::Form(fields) => fields.split('&').find_map(|field| field.strip_prefix("do=")),
            _ => None,
        };
        let path = self.path.split('?').next().unwrap_or_default();
        match form {
            Some(form) => format!("{} {path} ({form})", self.method),
            None => format!("{} {}", self.method, self.path),
        }
    }

    /// Programs send and get JSON; everything else is for browsers.
    pub fn is_for_programs(&self) -> bool {
        ["/v1/", "/api/", "/support/", "/live/"].iter().any(|root| self.path.starts_with(root))
    }

    /// Whether not one byte may be written although it is let in.
    pub fn changes_nothing(&self) -> bool {
        self.does == Does::Reads || self.answers.is_some_and(|status| status >= 400)
    }

    /// Whether this answer is the one of somebody who was let in.
    pub fn is_done_by(&self, status: StatusCode) -> bool {
        match self.answers {
            Some(expected) => status.as_u16() == expected,
            None => status.is_success() || status == StatusCode::SEE_OTHER,
        }
    }
}
