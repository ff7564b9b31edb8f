//! Words about invitations.

/// The page.
pub const TITLE: &str = "Invitations";
/// Under its heading.
pub const WHAT: &str = "People join with their own login, in the role you choose.";
/// At the addresses.
pub const ADDRESSES_HINT: &str = "One or many: pasted with commas, spaces or line breaks, with names or without.";
/// At the role.
pub const ROLE_WHY: &str = "Only roles that may do no more than you. Nobody is invited as owner.";
/// At the teams.
pub const TEAMS_HINT: &str = "They see the tickets of these teams once they accept.";
/// At the list.
pub const PENDING_WHY: &str =
    "A link works for seven days and for its address only. Sending it again ends the old one.";
/// When nobody is invited.
pub const NONE: &str = "Nobody is waiting for an answer.";
/// When no seat is left.
pub const FULL: &str = "Revoke an invitation or deactivate a member, or have an owner add seats in the settings.";
/// At a link that was made to be copied.
pub const LINK_ONCE: &str =
    "Shown this once. The link mailed before opens nothing any more. Whoever opens it proves the address first.";
/// Said after.
pub const RESENT: &str = "A new link is in the mail. The old one opens nothing any more.";
/// Said after.
pub const REVOKED: &str = "The link opens nothing any more, and its seat is free.";
