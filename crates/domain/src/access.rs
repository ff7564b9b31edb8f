//! What a caller may see: the plain part of a scope that the store understands.

use crate::{OrgId, UserId};

/// One organization, and whose eyes look at it. Made by `desk::access` alone; the store filters by it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sight {
    /// The organization: the only one any statement of the transaction can reach.
    pub org: OrgId,
    /// The member who looks, where a person does; "assigned to me" and "unread" are theirs.
    pub user: Option<UserId>,
}

impl Sight {
    /// Sees every ticket of the organization (B20: no teams yet, so everybody who is in sees all).
    #[must_use]
    pub fn everything(org: OrgId, user: Option<UserId>) -> Self {
        Self { org, user }
    }
}
