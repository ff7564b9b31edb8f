//! Who asks, and what each may expect.

use super::line::Line;
use domain::role::BuiltInRole;
use server::routes::Who;

/// Everybody who could come to a door of `acme`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Principal {
    /// Not signed in.
    Stranger,
    /// Signed in, and in no organization.
    Newcomer,
    /// Owner of another organization.
    Other,
    Viewer,
    Agent,
    Admin,
    Owner,
    /// With a role of the organization's own that has the needed permission and no other.
    Only,
    /// With a role of the organization's own that has every permission but the needed one.
    AllBut,
    /// An owner whose membership rests.
    Deactivated,
    /// Somebody who was a member when their session began.
    Removed,
    /// With the key of the site, from its origin.
    OwnKey,
    /// With the key of another site of the organization.
    SisterKey,
    /// With the key of another organization's site.
    ForeignKey,
    /// With the link of the ticket.
    OwnLink,
    /// With the link of a ticket of another site.
    SisterLink,
    /// With the link of another organization's ticket.
    ForeignLink,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Done, as the line says.
    Done,
    /// 401, or 303 to sign-in.
    SignIn,
    /// 404, the same bytes as for what does not exist.
    Hidden,
    /// 403.
    Refused,
}

impl Principal {
    pub const ALL: &[Self] = &[
        Self::Stranger,
        Self::Newcomer,
        Self::Other,
        Self::Viewer,
        Self::Agent,
        Self::Admin,
        Self::Owner,
        Self::Only,
        Self::AllBut,
        Self::Deactivated,
        Self::Removed,
        Self::OwnKey,
        Self::SisterKey,
        Self::ForeignKey,
        Self::OwnLink,
        Self::SisterLink,
        Self::ForeignLink,
    ];

    /// The built-in role in `acme`, where they have one.
    pub fn role(self) -> Option<BuiltInRole> {
        match self {
            Self::Viewer => Some(BuiltInRole::Viewer),
            Self::Agent => Some(BuiltInRole::Agent),
            Self::Admin => Some(BuiltInRole::Admin),
            Self::Owner => Some(BuiltInRole::Owner),
            _ => None,
        }
    }

    pub fn has_key(self) -> bool {
        matches!(self, Self::OwnKey | Self::SisterKey | Self::ForeignKey)
    }

    pub fn has_link(self) -> bool {
        matches!(self, Self::OwnLink | Self::SisterLink | Self::ForeignLink)
    }

    pub fn is_signed_in(self) -> bool {
        self != Self::Stranger && !self.has_key() && !self.has_link()
    }

    /// Whether this is one of `acme`'s own people: its texts are theirs to read.
    pub fn is_inside(self) -> bool {
        self.role().is_some() || matches!(self, Self::Only | Self::AllBut)
    }

    /// What becomes of the request when this one sends it to `acme`, naming things of `acme`.
    pub fn expects(self, line: &Line) -> Verdict {
        match line.who {
            Who::Anyone | Who::Loopback => Verdict::Done,
            Who::User if self.is_signed_in() => Verdict::Done,
            Who::User => Verdict::SignIn,
            Who::SiteKey if self.has_key() => Verdict::Done,
            Who::SiteKey => Verdict::SignIn,
            // Another ticket's link opens its own ticket at the same address, and no file of this one.
            Who::TicketLink if self == Self::OwnLink || (self.has_link() && !line.path.contains("{file}")) => {
                Verdict::Done
            }
            Who::TicketLink => Verdict::Hidden,
            Who::Inside if self.is_inside() => Verdict::Done,
            Who::Inside if self.is_signed_in() => Verdict::Hidden,
            Who::Inside => Verdict::SignIn,
            Who::Member(needed) => match self.role() {
                Some(role) => {
                    let has = |permission| role.permissions().contains(permission);
                    let is_enough = (has(needed) && line.also.is_none_or(has)) || line.or.is_some_and(has);
                    if is_enough { Verdict::Done } else { Verdict::Refused }
                }
                None if self == Self::Only && line.also.is_none() => Verdict::Done,
                None if self == Self::Only => Verdict::Refused,
                None if self == Self::AllBut && line.or.is_some() => Verdict::Done,
                None if self == Self::AllBut => Verdict::Refused,
                None if self.is_signed_in() => Verdict::Hidden,
                None => Verdict::SignIn,
            },
        }
    }
}
