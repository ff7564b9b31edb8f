//! Words about members.

/// The page.
pub const TITLE: &str = "Team";
/// Under its heading.
pub const WHAT: &str = "Who works here, and as what. A new role counts from the next click.";
/// Where somebody rests.
pub const RESTS: &str = "Deactivated: they enter nothing here, and keep their name, their tickets and their history.";
/// Before somebody rests.
pub const REST_WHY: &str = "They enter nothing here any more, and their seat is free. Name, tickets and history stay, and you can activate them again.";
/// Before somebody enters again.
pub const ACTIVATE_WHY: &str = "They enter again as what they were. That takes a seat.";
/// Before ownership goes.
pub const TRANSFER_WHY: &str = "They become owner, and you become admin: only they can make you owner again.";
/// Before somebody goes.
pub const REMOVE_WHY: &str =
    "Their next click here finds nothing. Their account, and what they are in other organizations, stays.";
/// Over the choice of who goes on with somebody's work.
pub const HEIR: &str = "Who gets the open tickets";
/// At a role that allows nothing.
pub const NOTHING_WHY: &str = "Whoever has it sees none of this organization's pages until the role is changed.";
/// At an owner.
pub const OWNER_WHY: &str = "An owner is never removed or deactivated. An owner gives them another role first.";

/// Said after.
#[must_use]
pub fn role_given(name: &str, role: &str) -> String {
    format!("{name} is {role} from the next click on")
}

/// Said after.
#[must_use]
pub fn removed(name: &str) -> String {
    format!("{name} is no member any more")
}

/// Such as `14 open tickets`.
#[must_use]
pub fn open_tickets(count: i64) -> String {
    match count {
        0 => "No open tickets".to_owned(),
        1 => "1 open ticket".to_owned(),
        count => format!("{count} open tickets"),
    }
}

/// What one leaves behind, before one goes.
#[must_use]
pub fn leaving(open: i64) -> String {
    match open {
        0 => "You have no open tickets there.".to_owned(),
        1 => "You have 1 open ticket there. Unless somebody gets it, it waits unassigned.".to_owned(),
        open => format!("You have {open} open tickets there. Unless somebody gets them, they wait unassigned."),
    }
}

#[cfg(test)]
mod tests {
    use super::open_tickets;

    #[test]
    fn open_tickets_are_counted_in_words() {
        assert_eq!([0, 1, 14].map(open_tickets), ["No open tickets", "1 open ticket", "14 open tickets"]);
    }
}
