//! The wall inside an organization (B20): which tickets there are for whoever looks. ONE rule, written here; every statement
//! that reaches a ticket for a member's eyes has it from this file. `domain::access` says the same in Rust, and the view
//! `member_sight` says whom it binds.

use domain::UserId;
use domain::access::{Reach, Sight};

/// Whether somebody whom teams bind sees ticket `t`: `$2` is who looks, `$3` whether tickets in no team are seen.
macro_rules! in_sight {
    () => {
        "(t.assignee_id = $2 OR (t.team_id IS NULL AND $3) OR EXISTS (SELECT 1 FROM team_member wall
          WHERE wall.org_id = t.org_id AND wall.user_id = $2 AND wall.team_id = t.team_id))"
    };
}

/// The same for anybody's eyes: `$4` is whether they see all.
macro_rules! visible {
    () => {
        concat!("($4 OR ", crate::sight::in_sight!(), ")")
    };
}

/// Whether the member `v` of [`member_sight`](self) sees a ticket in the team `$2` that nobody has.
macro_rules! seen_by {
    () => {
        "(v.sees_all OR ($2 IS NULL AND v.unrouted) OR EXISTS (SELECT 1 FROM team_member wall
          WHERE wall.org_id = v.org_id AND wall.user_id = v.user_id AND wall.team_id = $2))"
    };
}
pub(crate) use {in_sight, seen_by, visible};

/// A sight as statements take it: `$2`, `$3` and `$4`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Eyes {
    pub(crate) user: Option<UserId>,
    pub(crate) unrouted: bool,
    pub(crate) all: bool,
}

impl From<&Sight> for Eyes {
    fn from(sight: &Sight) -> Self {
        match sight.reach {
            Reach::Everything => Self { user: sight.user, unrouted: true, all: true },
            Reach::Teams { unrouted } => Self { user: sight.user, unrouted, all: false },
        }
    }
}
