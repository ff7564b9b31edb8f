//! Words about exports.

/// The page.
pub const TITLE: &str = "Export";
/// What it is for.
pub const WHAT: &str = "Everything this organization has, as one file to keep or to take along.";
/// What is in the file.
pub const INSIDE: [(&str, &str, &str); 4] = [
    ("file", "Every table", "as lines of JSON: tickets, messages, contacts, sites, settings, the audit log."),
    ("attach", "Every file", "that came with a message, under its name."),
    ("check", "A manifest", "with the count and the SHA-256 of each, so that you can tell whether you have all of it."),
    ("lock", "No secrets", "Passwords, sessions and the links of customers and invitations stay out."),
];
/// At the list.
pub const KEPT: &str = "Owners can download a file for 7 days, then it is removed.";
/// Where there is none.
pub const NONE: &str = "When you make one, it appears here.";
/// While one is being made.
pub const WORKING: &str = "You can leave this page. It goes on by itself.";
/// Without script nothing moves by itself.
pub const LOOK_AGAIN: &str = "See how far it is";
/// Where it could not be made.
pub const FAILED: &str = "It could not be made. Make another; if that fails too, tell whoever runs this desk.";
/// On the way out.
pub const FIRST: &str = "Nothing can be brought back afterwards. Make an export first and keep the file.";
