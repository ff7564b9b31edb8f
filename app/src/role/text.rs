//! Words about roles and permissions.

use domain::Permission;
use domain::role::RoleRow;

/// The page.
pub const TITLE: &str = "Roles";
/// Under its heading.
pub const WHAT: &str = "What people may do here. Everybody has exactly one role.";
/// At the form that adds one.
pub const ADD_WHY: &str =
    "It begins as a copy, and you tick what it may do. Nobody makes a role that may do more than they may.";
/// Where nothing is ticked.
pub const NOTHING: &str =
    "Whoever gets this role sees none of this organization's pages. Tick at least what they should see.";
/// At a role of others.
pub const NOT_YOURS: &str = "This role may do what you may not, so it is not yours to change.";
/// At the table of everything.
pub const MATRIX_WHY: &str = "All roles and all permissions, to look at.";
/// At the end of a role.
pub const DELETE_WHY: &str = "For good. Whoever has it needs another one first.";

/// How many people have it: `3 members, 1 invited`.
#[must_use]
pub fn uses(role: &RoleRow) -> String {
    let members = match role.members {
        0 => "Nobody".to_owned(),
        1 => "1 member".to_owned(),
        count => format!("{count} members"),
    };
    if role.invited == 0 { members } else { format!("{members}, {} invited", role.invited) }
}

/// What a group of permissions is called, by the noun they begin with.
#[must_use]
pub fn group(noun: &str) -> &'static str {
    match noun {
        "ticket" => "Tickets",
        "status" => "Statuses",
        "priority" => "Priorities",
        "article" => "Articles and FAQs",
        "workflow" => "Workflows",
        "site" => "Sites",
        "member" => "Members",
        "team" => "Teams",
        "role" => "Roles",
        "apikey" => "Keys",
        "org" => "Organization",
        "billing" => "Billing",
        "mailbox" => "Mailboxes",
        "audit" => "Audit log",
        _ => "More",
    }
}

/// What a permission allows.
#[must_use]
pub fn words(permission: Permission) -> &'static str {
    use Permission as P;
    match permission {
        P::TicketRead => "See tickets",
        P::TicketWrite => "Open, answer and change tickets",
        P::TicketAssign => "Give tickets to somebody",
        P::TicketDelete => "Delete tickets",
        P::StatusRead => "See the statuses",
        P::StatusEdit => "Change the statuses",
        P::PriorityEdit => "Change the priorities",
        P::ArticleRead => "See drafts of articles and FAQs",
        P::ArticleWrite => "Write articles and FAQs",
        P::ArticlePublish => "Publish articles and FAQs",
        P::WorkflowEdit => "Change the workflows",
        P::SiteRead => "See the sites and their keys",
        P::SiteCreate => "Add sites",
        P::SiteEdit => "Change sites",
        P::SiteDelete => "Delete sites",
        P::MailboxEdit => "Connect mailboxes and say how mail leaves",
        P::MemberRead => "See who works here",
        P::MemberInvite => "Invite people",
        P::MemberRoleSet => "Change somebody's role",
        P::MemberRemove => "Deactivate and remove members",
        P::TeamEdit => "Add, change and delete teams",
        P::RoleEdit => "Add, change and delete roles",
        P::ApikeyRotate => "Rotate keys",
        P::OrgRead => "See the settings",
        P::OrgEdit => "Change the settings",
        P::OrgExport => "Take everything of the organization along",
        P::OrgDelete => "Delete the organization",
        P::BillingManage => "Change plan and payment",
        P::AuditRead => "Read the audit log",
    }
}

/// All permissions, those of one noun together, in the catalogue's order.
#[must_use]
pub fn groups() -> Vec<(&'static str, Vec<Permission>)> {
    let mut groups: Vec<(&'static str, Vec<Permission>)> = Vec::new();
    for permission in Permission::ALL {
        match groups.iter_mut().find(|(noun, _)| *noun == permission.noun()) {
            Some((_, members)) => members.push(*permission),
            None => groups.push((permission.noun(), vec![*permission])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::{group, groups};
    use domain::Permission;

    #[test]
    fn every_permission_stands_in_one_named_group() {
        let groups = groups();
        assert_eq!(groups.iter().map(|(_, members)| members.len()).sum::<usize>(), Permission::ALL.len());
        let mut names: Vec<&str> = groups.iter().map(|(noun, _)| group(noun)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), groups.len());
    }
}
