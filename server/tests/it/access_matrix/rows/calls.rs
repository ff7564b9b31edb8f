//! The server functions.

use crate::access_matrix::line::Does::{Audits, Reads, Writes};
use crate::access_matrix::line::{Line, call};
use crate::furnished::Facts;
use domain::Permission as P;
use serde_json::json;
use testkit::fakes::PICTURE_URL;

/// Every server function.
pub fn calls(org: &str, the: &Facts) -> Vec<Line> {
    let filter = json!({
        "tab": "open", "site": null, "assignee": "any", "priority": null, "sort": "newest", "search": "", "place": "start",
    });
    let (code, site, seen) = (&the.code, &the.site, the.version);
    vec![
        // About the person who asks.
        call("account_profile", None, Reads, json!({})),
        call("account_security", None, Reads, json!({})),
        call("account_memberships", None, Reads, json!({})),
        call("account_sessions", None, Reads, json!({})),
        call("account_sessions_end_others", None, Writes, json!({})),
        call("account_session_end", None, Writes, json!({"session": uuid::Uuid::nil()})).answers(404),
        call("account_rename", None, Writes, json!({"name": "Somebody Else"})),
        call("account_set_signature", None, Writes, json!({"signature": "Somebody\nMon to Thu"})),
        call("account_set_password", None, Writes, json!({"current": "a wild guess", "new": "short"})).answers(422),
        // The address is confirmed already.
        call("account_confirm_resend", None, Reads, json!({})),
        call("invitation_mine", None, Reads, json!({})),
        call("invitation_mine_accept", None, Writes, json!({"invitation": the.invitation})).answers(404),
        call("invitation_mine_decline", None, Writes, json!({"invitation": the.invitation})).answers(404),
        call("org_create", None, Audits, json!({"new": {"name": "New", "slug": "brand-new", "description": ""}})),
        call("org_slug_check", None, Reads, json!({"slug": "free"})),
        call("org_mine", None, Reads, json!({})),
        // The organization.
        call("org_me", None, Reads, json!({"org": org})).inside(),
        call("org_show", Some(P::OrgRead), Reads, json!({"org": org})),
        call("org_edit", Some(P::OrgEdit), Audits, json!({"org": org, "edit": {"name": "Renamed"}})),
        call("org_edit", Some(P::OrgEdit), Audits, json!({"org": org, "edit": {"seats": 500}})).also(P::BillingManage),
        call("org_logo_fetch", Some(P::OrgEdit), Audits, json!({"org": org, "address": PICTURE_URL})),
        call("org_setup", Some(P::SiteEdit), Reads, json!({"org": org})),
        call("org_danger", Some(P::OrgDelete), Reads, json!({"org": org})),
        // Its audit log goes with it: what stays is the receipt.
        call("org_delete", Some(P::OrgDelete), Writes, json!({"org": org, "confirm": format!("Org {}", the.canary)})),
        call("audit_list", Some(P::AuditRead), Reads, json!({"org": org, "filter": {}})),
        call("audit_list", Some(P::AuditRead), Reads, json!({"org": org, "filter": {"actor": the.member}})),
        // People.
        call("member_directory", Some(P::MemberRead), Reads, json!({"org": org})),
        call("member_set_away", Some(P::MemberRead), Writes, json!({"org": org, "away": true})),
        call("member_team", Some(P::MemberRead), Reads, json!({"org": org})),
        call("member_show", Some(P::MemberRead), Reads, json!({"org": org, "user": the.member})),
        call(
            "member_set_role",
            Some(P::MemberRoleSet),
            Audits,
            json!({"org": org, "user": the.onlooker, "role": the.role}),
        ),
        call("member_leaving", None, Reads, json!({"org": org})).inside(),
        call("member_remove", Some(P::MemberRemove), Audits, json!({"org": org, "user": the.onlooker, "heir": null})),
        call("role_list", Some(P::MemberRead), Reads, json!({"org": org})),
        // Everything, to take along.
        call("export_list", Some(P::OrgExport), Reads, json!({"org": org})),
        call("export_create", Some(P::OrgExport), Audits, json!({"org": org})),
        // Teams.
        call("team_list", Some(P::MemberRead), Reads, json!({"org": org})),
        call(
            "team_create",
            Some(P::TeamEdit),
            Audits,
            json!({"org": org, "new": {"name": "Extra", "members": [{"id": the.member}], "sites": [site]}}),
        ),
        call(
            "team_edit",
            Some(P::TeamEdit),
            Audits,
            json!({"org": org, "team": the.team, "edit": {"members": [{"id": the.member, "lead": true}], "sites": [site]}}),
        ),
        call("team_delete", Some(P::TeamEdit), Audits, json!({"org": org, "team": the.team, "unroute": true})),
        call("team_set_unrouted", Some(P::TeamEdit), Audits, json!({"org": org, "visible": false})),
        call("invitation_list", Some(P::MemberInvite), Reads, json!({"org": org})),
        call(
            "invitation_create",
            Some(P::MemberInvite),
            Audits,
            json!({"org": org, "new": {"emails": ["Nora <nora@people.test>"], "role": the.role}}),
        ),
        call("invitation_resend", Some(P::MemberInvite), Audits, json!({"org": org, "invitation": the.invitation})),
        call("invitation_link", Some(P::MemberInvite), Audits, json!({"org": org, "invitation": the.invitation})),
        call("invitation_revoke", Some(P::MemberInvite), Audits, json!({"org": org, "invitation": the.invitation})),
        // Sites.
        call("site_list", Some(P::SiteRead), Reads, json!({"org": org})),
        call("site_show", Some(P::SiteRead), Reads, json!({"org": org, "site": site})),
        call(
            "site_create",
            Some(P::SiteCreate),
            Audits,
            json!({"org": org, "new": {"name": "Extra", "slug": "extra", "description": "", "origins": []}}),
        ),
        call("site_edit", Some(P::SiteEdit), Audits, json!({"org": org, "site": site, "edit": {"name": "Help"}})),
        call(
            "site_allow_origin",
            Some(P::SiteEdit),
            Audits,
            json!({"org": org, "site": site, "origin": "https://new.example"}),
        ),
        call(
            "site_remove_origin",
            Some(P::SiteEdit),
            Audits,
            json!({"org": org, "site": site, "origin": format!("https://{site}-{}.example", the.canary)}),
        ),
        call("site_key_rotate", Some(P::ApikeyRotate), Audits, json!({"org": org, "site": site})),
        call("site_test", Some(P::SiteRead), Reads, json!({"org": org, "site": site})),
        call(
            "site_delete",
            Some(P::SiteDelete),
            Audits,
            json!({"org": org, "site": site, "confirm": site, "move_to": the.spare}),
        )
        // Its mailbox goes with it, and is told as well.
        .tells(3),
        // Mailboxes.
        call("mailbox_list", Some(P::MailboxEdit), Reads, json!({"org": org})),
        call("mailbox_new", Some(P::MailboxEdit), Reads, json!({"org": org})),
        call("mailbox_show", Some(P::MailboxEdit), Reads, json!({"org": org, "mailbox": the.mailbox})),
        call(
            "mailbox_create",
            Some(P::MailboxEdit),
            Audits,
            json!({"org": org, "new": {"address": "new@new.example", "site": site, "team": the.team, "priority": the.priority}}),
        ),
        call(
            "mailbox_edit",
            Some(P::MailboxEdit),
            Audits,
            json!({"org": org, "mailbox": the.mailbox, "edit": {"name": "Renamed", "site": site, "team": the.team}}),
        ),
        call(
            "mailbox_delete",
            Some(P::MailboxEdit),
            Audits,
            json!({"org": org, "mailbox": the.mailbox, "confirm": the.address}),
        ),
        call("mailbox_test", Some(P::MailboxEdit), Writes, json!({"org": org, "mailbox": the.mailbox})),
        call(
            "mail_settings_set",
            Some(P::MailboxEdit),
            Audits,
            json!({"org": org, "settings": {
                "mode": "fixed", "fixed": the.mailbox, "acknowledges": false, "ack_limit": 10, "day_limit": 100, "agents": true,
            }}),
        ),
        call(
            "site_mail_set",
            Some(P::MailboxEdit),
            Audits,
            json!({"org": org, "mail": {"site": site, "mode": "platform", "mailbox": the.mailbox}}),
        ),
        call("mail_domain_check", Some(P::MailboxEdit), Reads, json!({"org": org, "domain": the.signed})),
        call("mail_domain_sign", Some(P::MailboxEdit), Audits, json!({"org": org, "domain": the.domain})),
        call("mail_domain_unsign", Some(P::MailboxEdit), Audits, json!({"org": org, "domain": the.signed})),
        // Tickets.
        call("ticket_list", Some(P::TicketRead), Reads, json!({"org": org, "filter": filter})),
        call(
            "ticket_list",
            Some(P::TicketRead),
            Reads,
            json!({"org": org, "filter": {
                "tab": "open", "site": site, "assignee": {"member": the.member}, "priority": the.priority, "sort": "newest",
                "search": "", "place": "start",
            }}),
        ),
        call("ticket_show", Some(P::TicketRead), Reads, json!({"org": org, "code": code})),
        call("ticket_seen", Some(P::TicketRead), Writes, json!({"org": org, "code": code, "number": 1})),
        call(
            "ticket_open",
            Some(P::TicketWrite),
            Writes,
            json!({"org": org, "site": site, "email": "a@customer.example", "name": "", "subject": "New", "body": "Body"}),
        ),
        call(
            "ticket_set_status",
            Some(P::TicketWrite),
            Writes,
            json!({"org": org, "code": code, "status": the.status, "seen": seen}),
        ),
        call(
            "ticket_set_priority",
            Some(P::TicketWrite),
            Writes,
            json!({"org": org, "code": code, "priority": the.priority, "seen": seen}),
        ),
        call(
            "ticket_set_subject",
            Some(P::TicketWrite),
            Writes,
            json!({"org": org, "code": code, "subject": "In other words", "seen": seen}),
        ),
        call(
            "ticket_assign",
            Some(P::TicketAssign),
            Writes,
            json!({"org": org, "code": code, "to": the.member, "seen": seen}),
        ),
        call(
            "ticket_set_team",
            Some(P::TicketAssign),
            Writes,
            json!({"org": org, "code": code, "to": the.team, "seen": seen}),
        ),
        // Mails that wait for a person.
        call("mail_accept", Some(P::TicketWrite), Audits, json!({"org": org, "code": code, "mail": the.mail})),
        call("mail_make_ticket", Some(P::TicketWrite), Audits, json!({"org": org, "code": code, "mail": the.mail})),
        call(
            "mail_put_away",
            Some(P::TicketWrite),
            Audits,
            json!({"org": org, "code": code, "mail": the.mail, "renew": true}),
        ),
        call("mail_take_back", Some(P::TicketWrite), Audits, json!({"org": org, "code": code, "mail": the.put_away})),
        call(
            "mail_send_again",
            Some(P::TicketWrite),
            Writes,
            json!({"org": org, "code": code, "message": the.message}),
        ),
        call("mail_replay", Some(P::MailboxEdit), Audits, json!({"org": org, "mail": the.unplaced})),
        call("mail_forget", Some(P::MailboxEdit), Audits, json!({"org": org, "mail": the.unplaced})),
    ]
}
