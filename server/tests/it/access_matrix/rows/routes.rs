//! The route table: pages and forms, what customers use, and REST.

use crate::access_matrix::line::Does::{Audits, Reads, Writes};
use crate::access_matrix::line::Sent::{Json, Nothing};
use crate::access_matrix::line::{Line, form, route};
use crate::furnished::Facts;
use domain::Permission as P;
use serde_json::json;
use testkit::fakes::PICTURE_URL;

/// Every row of the route table.
pub fn routes(the: &Facts) -> Vec<Line> {
    let (version, seen) = (the.version.to_string(), the.seen.to_string());
    let written = [("kind", "note"), ("body", "Hello"), ("seen", seen.as_str())];
    let ticket = [("site", the.site.as_str()), ("email", "a@customer.example"), ("subject", "New"), ("body", "Body")];
    let org_name = format!("Org {}", the.canary);
    let invited = |done| form(&[("do", done), ("invitation", &the.invitation)]);
    vec![
        route("GET /", Reads, Nothing),
        route("GET /health", Reads, Nothing),
        // Strangers and their accounts.
        route("GET /sign-in", Reads, Nothing),
        route("POST /sign-in", Reads, form(&[("mail", "nobody@people.test"), ("password", "a wild guess")]))
            .answers(422),
        // Not where a passkey could not work: an address without a name.
        route("POST /sign-in/passkey", Reads, Nothing).answers(404),
        route("GET /sign-in/code", Reads, Nothing),
        route("POST /sign-in/code", Reads, form(&[("code", "123456")])),
        route("GET /sign-up", Reads, Nothing),
        route(
            "POST /sign-up",
            Writes,
            form(&[("name", "Nora"), ("mail", "nora@people.test"), ("password", "a password for tests")]),
        ),
        route("GET /check-mail?mail=a%40people.test", Reads, Nothing),
        route("POST /check-mail", Reads, form(&[("mail", "nobody@people.test")])),
        route("GET /confirm/{token}", Reads, Nothing).answers(404),
        route("POST /confirm/{token}", Reads, form(&[])).answers(404),
        route("GET /forgot", Reads, Nothing),
        route("POST /forgot", Reads, form(&[("mail", "nobody@people.test")])),
        route("GET /reset/{token}", Reads, Nothing).answers(404),
        route("POST /reset/{token}", Reads, form(&[("password", "another password here")])).answers(404),
        route("GET /account/email/{token}", Reads, Nothing).answers(404),
        route("POST /account/email/{token}", Reads, form(&[])).answers(404),
        route("POST /sign-out", Writes, form(&[])),
        route("GET /invitation/{token}", Reads, Nothing).answers(404),
        route("POST /invitation/{token}", Reads, form(&[("do", "accept")])).answers(404),
        // Customers.
        route("GET /s/{org}/{site}", Reads, Nothing),
        route(
            "POST /s/{org}/{site}",
            Writes,
            form(&[("mail", "a@customer.example"), ("subject", "New"), ("message", "Body")]),
        ),
        route("GET /ticket/{token}", Reads, Nothing),
        route("POST /ticket/{token}/reply", Writes, form(&[("message", "Thank you")])),
        route("POST /ticket/{token}/solve", Writes, form(&[])),
        route("POST /ticket/{token}/reopen", Reads, form(&[])),
        route("POST /ticket/{token}", Reads, form(&[("mail", "nobody@people.test")])),
        route("GET /ticket/{token}/files/{file}", Reads, Nothing),
        route(
            "POST /support/v1/tickets",
            Writes,
            Json(json!({"email": "a@customer.example", "subject": "New", "body": "Body"})),
        ),
        route("OPTIONS /support/v1/tickets", Reads, Nothing),
        // This machine alone.
        route("GET /dev/outbox", Reads, Nothing),
        route("GET /dev/outbox/{id}", Reads, Nothing).answers(404),
        route("POST /dev/outbox", Reads, form(&[("from", "a@b.example"), ("to", "c@d.example")])).answers(422),
        route("GET /dev/enter/{token}", Reads, Nothing),
        // Server functions, and the stream of changes.
        route("POST /api/{name}", Reads, Json(json!({}))).answers(404),
        route("GET /live/{org}", Reads, Nothing),
        // REST.
        route("GET /v1/orgs", Reads, Nothing),
        route("POST /v1/orgs", Audits, Json(json!({"name": "New", "slug": "brand-new", "description": ""}))),
        route("GET /v1/orgs/{org}", Reads, Nothing),
        route("PATCH /v1/orgs/{org}", Audits, Json(json!({"name": "Renamed"}))),
        route("DELETE /v1/orgs/{org}", Writes, Json(json!({"confirm": org_name}))),
        route("GET /v1/orgs/{org}/me/permissions", Reads, Nothing),
        route("GET /v1/orgs/{org}/members", Reads, Nothing),
        route("GET /v1/orgs/{org}/members/{member}", Reads, Nothing),
        route("PATCH /v1/orgs/{org}/members/{member}", Audits, Json(json!({"role": the.role})))
            .with("member", "onlooker"),
        route("DELETE /v1/orgs/{org}/members/{member}", Audits, Nothing).with("member", "onlooker"),
        route("POST /v1/orgs/{org}/members/{member}/deactivate", Audits, Nothing).with("member", "onlooker"),
        route("POST /v1/orgs/{org}/members/{member}/activate", Audits, Nothing).with("member", "rested"),
        // An owner's alone.
        route("POST /v1/orgs/{org}/members/{member}/ownership", Audits, Nothing).also(P::BillingManage).tells(2),
        route("GET /v1/orgs/{org}/roles", Reads, Nothing),
        route("POST /v1/orgs/{org}/roles", Audits, Json(json!({"name": "Second line", "from": the.role}))),
        route("PATCH /v1/orgs/{org}/roles/{role}", Audits, Json(json!({"name": "Renamed"}))),
        route("DELETE /v1/orgs/{org}/roles/{role}", Audits, Nothing).with("role", "spare_role"),
        route("POST /v1/orgs/{org}/roles/{role}/duplicate", Audits, Nothing),
        route("GET /v1/orgs/{org}/exports", Reads, Nothing),
        route("POST /v1/orgs/{org}/exports", Audits, Nothing),
        // Who took it along is told.
        route("GET /v1/orgs/{org}/exports/{export}/file", Audits, Nothing),
        route("GET /v1/orgs/{org}/invitations", Reads, Nothing),
        route(
            "POST /v1/orgs/{org}/invitations",
            Audits,
            Json(json!({"emails": ["nora@people.test"], "role": the.role})),
        ),
        route("DELETE /v1/orgs/{org}/invitations/{invitation}", Audits, Nothing),
        route("POST /v1/orgs/{org}/invitations/{invitation}/resend", Audits, Nothing),
        route("GET /v1/orgs/{org}/audit", Reads, Nothing),
        route("GET /v1/orgs/{org}/audit.csv", Reads, Nothing),
        route("GET /v1/orgs/{org}/audit.csv?actor={member}", Reads, Nothing),
        route("GET /v1/orgs/{org}/audit?from=2026-01-01&to=2026-12-31&text=made", Reads, Nothing),
        route("GET /v1/orgs/{org}/sites", Reads, Nothing),
        route("POST /v1/orgs/{org}/sites", Audits, Json(json!({"name": "Extra", "slug": "extra"}))),
        route("GET /v1/orgs/{org}/sites/{site}", Reads, Nothing),
        route("PATCH /v1/orgs/{org}/sites/{site}", Audits, Json(json!({"name": "Help"}))),
        // Its mailbox goes with it, and is told as well.
        route("DELETE /v1/orgs/{org}/sites/{site}", Audits, Json(json!({"confirm": the.site, "move_to": the.spare})))
            .tells(3),
        route("POST /v1/orgs/{org}/sites/{site}/key", Audits, Nothing),
        route("GET /v1/orgs/{org}/mailboxes", Reads, Nothing),
        route(
            "POST /v1/orgs/{org}/mailboxes",
            Audits,
            Json(
                json!({"address": "new@new.example", "site": the.site, "smtp": {"host": "smtp.new.example", "port": 587}}),
            ),
        ),
        route("GET /v1/orgs/{org}/mailboxes/{mailbox}", Reads, Nothing),
        route("PATCH /v1/orgs/{org}/mailboxes/{mailbox}", Audits, Json(json!({"name": "Renamed", "team": the.team}))),
        route("DELETE /v1/orgs/{org}/mailboxes/{mailbox}", Audits, Json(json!({"confirm": the.address}))),
        route("POST /v1/orgs/{org}/mailboxes/{mailbox}/test", Writes, Nothing),
        route("GET /v1/orgs/{org}/teams", Reads, Nothing),
        route(
            "POST /v1/orgs/{org}/teams",
            Audits,
            Json(json!({"name": "Extra", "members": [{"id": the.member}], "sites": [the.site]})),
        ),
        route("PATCH /v1/orgs/{org}/teams", Audits, Json(json!({"unrouted_visible": false}))),
        route("PATCH /v1/orgs/{org}/teams/{team}", Audits, Json(json!({"name": "Renamed", "sites": [the.site]}))),
        route("DELETE /v1/orgs/{org}/teams/{team}", Audits, Nothing),
        route("GET /v1/orgs/{org}/tickets", Reads, Nothing),
        route("GET /v1/orgs/{org}/tickets?site={site}&assignee={member}&priority={priority}", Reads, Nothing),
        route(
            "POST /v1/orgs/{org}/tickets",
            Writes,
            Json(json!({"site": the.site, "email": "a@customer.example", "subject": "New", "body": "Body"})),
        ),
        route("GET /v1/orgs/{org}/tickets/{code}", Reads, Nothing),
        route(
            "PATCH /v1/orgs/{org}/tickets/{code}",
            Writes,
            Json(json!({"version": the.version, "status": the.status, "priority": the.priority})),
        ),
        route(
            "PATCH /v1/orgs/{org}/tickets/{code}",
            Writes,
            Json(json!({"version": the.version, "assignee": the.member})),
        )
        .needs(P::TicketAssign),
        route("PATCH /v1/orgs/{org}/tickets/{code}", Writes, Json(json!({"version": the.version, "team": the.team})))
            .needs(P::TicketAssign),
        route(
            "POST /v1/orgs/{org}/tickets/{code}/replies",
            Writes,
            Json(json!({"body": "Hello", "seen": the.seen, "status": the.status})),
        ),
        route("POST /v1/orgs/{org}/tickets/{code}/notes", Writes, Json(json!({"body": "Hello", "seen": the.seen}))),
        route("POST /v1/orgs/{org}/tickets/{code}/messages/{message}", Writes, Json(json!({"do": "send_again"}))),
        route("POST /v1/orgs/{org}/tickets/{code}/mail/{mail}", Audits, Json(json!({"do": "accept"}))),
        route("POST /v1/orgs/{org}/tickets/{code}/mail/{mail}", Audits, Json(json!({"do": "ticket"}))),
        route("POST /v1/orgs/{org}/tickets/{code}/mail/{mail}", Audits, Json(json!({"do": "put_away"}))),
        route("POST /v1/orgs/{org}/mail/{mail}", Audits, Json(json!({"do": "replay"}))).with("mail", "unplaced"),
        route("POST /v1/orgs/{org}/mail/{mail}", Audits, Json(json!({"do": "forget"}))).with("mail", "unplaced"),
        // People who work here.
        route("GET /new", Reads, Nothing),
        route("POST /new", Audits, form(&[("name", "New"), ("slug", "brand-new")])),
        route("GET /account", Reads, Nothing),
        route("POST /account", Writes, form(&[("do", "name"), ("name", "Somebody Else")])),
        route("POST /account", Writes, form(&[("do", "signature"), ("signature", "Somebody")])),
        route("GET /account/security", Reads, Nothing),
        route("POST /account/security", Writes, form(&[("do", "totp-start"), ("start_password", testkit::PASSWORD)])),
        route("GET /account/sessions", Reads, Nothing),
        route("POST /account/sessions", Writes, form(&[("do", "end-others")])),
        route("GET /account/organizations", Reads, Nothing),
        route("POST /account/organizations", Writes, form(&[("do", "leave"), ("org", "none")])).answers(404),
        route("GET /{org}", Reads, Nothing).leads_on(),
        route("GET /{org}/theme.css", Reads, Nothing),
        route("GET /{org}/logo/{logo}", Reads, Nothing),
        route("GET /{org}/tickets", Reads, Nothing),
        route("GET /{org}/tickets/new", Reads, Nothing),
        route("POST /{org}/tickets/new", Writes, form(&ticket)),
        route("GET /{org}/tickets/{code}", Reads, Nothing),
        route("POST /{org}/tickets/{code}", Writes, form(&[("subject", "In other words"), ("version", &version)])),
        route("POST /{org}/tickets/{code}/messages", Writes, form(&written)),
        route("POST /{org}/tickets/{code}/messages/{message}", Writes, form(&[("do", "send_again")])),
        route("POST /{org}/tickets/{code}/mail/{mail}", Audits, form(&[("do", "accept")])),
        route("POST /{org}/tickets/{code}/mail/{mail}", Audits, form(&[("do", "ticket")])),
        route("POST /{org}/tickets/{code}/mail/{mail}", Audits, form(&[("do", "put_away")])),
        route("GET /{org}/files/{file}", Reads, Nothing).strangers(404),
        route("GET /{org}/mail/{mail}", Reads, Nothing).or(P::MailboxEdit).strangers(404),
        route("GET /{org}/mail/{mail}/frame", Reads, Nothing).or(P::MailboxEdit).strangers(404),
        route("GET /{org}/mail/{mail}/frame?pictures=1", Reads, Nothing).or(P::MailboxEdit).strangers(404),
        route("GET /{org}/sites", Reads, Nothing),
        route("GET /{org}/sites/new", Reads, Nothing),
        route("POST /{org}/sites/new", Audits, form(&[("name", "Extra"), ("slug", "extra")])),
        route("GET /{org}/sites/{site}", Reads, Nothing),
        route("POST /{org}/sites/{site}", Audits, form(&[("do", "save"), ("name", "Help")])),
        route("POST /{org}/sites/{site}", Audits, form(&[("do", "allow"), ("origin", "https://new.example")])),
        route("POST /{org}/sites/{site}", Audits, form(&[("do", "rotate")])).needs(P::ApikeyRotate),
        route(
            "POST /{org}/sites/{site}",
            Audits,
            form(&[("do", "delete"), ("confirm", &the.site), ("move_to", &the.spare)]),
        )
        .needs(P::SiteDelete)
        .tells(3),
        route("GET /{org}/agents", Reads, Nothing),
        route("POST /{org}/agents", Writes, form(&[("do", "away")])),
        route("GET /{org}/settings/teams", Reads, Nothing),
        route(
            "POST /{org}/settings/teams",
            Audits,
            form(&[("do", "create"), ("name", "Extra"), ("member", &the.member)]),
        ),
        route(
            "POST /{org}/settings/teams",
            Audits,
            form(&[("do", "save"), ("team", &the.team), ("name", "Renamed"), ("site", &the.site)]),
        ),
        route("POST /{org}/settings/teams", Audits, form(&[("do", "delete"), ("team", &the.team)])),
        route("POST /{org}/settings/teams", Audits, form(&[("do", "unrouted")])),
        route("GET /{org}/settings/team", Reads, Nothing),
        route("GET /{org}/settings/team?member={member}", Reads, Nothing),
        route(
            "POST /{org}/settings/team",
            Audits,
            form(&[("do", "role"), ("member", &the.onlooker), ("role", &the.role)]),
        ),
        route("POST /{org}/settings/team", Audits, form(&[("do", "deactivate"), ("member", &the.onlooker)]))
            .needs(P::MemberRemove),
        route("POST /{org}/settings/team", Audits, form(&[("do", "activate"), ("member", &the.rested)]))
            .needs(P::MemberRemove),
        route("POST /{org}/settings/team", Audits, form(&[("do", "remove"), ("member", &the.onlooker)]))
            .needs(P::MemberRemove),
        route("POST /{org}/settings/team", Audits, form(&[("do", "transfer"), ("member", &the.member)]))
            .also(P::BillingManage)
            .tells(2),
        route("GET /{org}/settings/roles", Reads, Nothing),
        route("GET /{org}/settings/roles?role={role}", Reads, Nothing),
        route(
            "POST /{org}/settings/roles",
            Audits,
            form(&[("do", "add"), ("name", "Second line"), ("start", &the.role)]),
        ),
        route("POST /{org}/settings/roles", Audits, form(&[("do", "duplicate"), ("role", &the.role)])),
        route("POST /{org}/settings/roles", Audits, form(&[("do", "save"), ("role", &the.role), ("name", "Renamed")])),
        route("POST /{org}/settings/roles", Audits, form(&[("do", "delete"), ("role", &the.spare_role)])),
        route("GET /{org}/settings/branding", Reads, Nothing),
        route("POST /{org}/settings/branding", Audits, form(&[("do", "save"), ("accent", "#204080")])),
        route("POST /{org}/settings/branding", Audits, form(&[("do", "remove")])),
        route("POST /{org}/settings/branding", Audits, form(&[("do", "fetch"), ("logo_url", PICTURE_URL)])),
        route("GET /{org}/settings/mailboxes", Reads, Nothing),
        route("POST /{org}/settings/mailboxes", Writes, form(&[("do", "test"), ("id", &the.mailbox)])),
        route(
            "POST /{org}/settings/mailboxes",
            Audits,
            form(&[
                ("do", "settings"),
                ("mode", "fixed"),
                ("mailbox", &the.mailbox),
                ("ack_limit", "5"),
                ("day_limit", "9"),
            ]),
        ),
        route(
            "POST /{org}/settings/mailboxes",
            Audits,
            form(&[("do", "site"), ("site", &the.site), ("mode", "platform"), ("mailbox", &the.mailbox)]),
        ),
        route("POST /{org}/settings/mailboxes", Reads, form(&[("do", "check"), ("domain", &the.signed)])),
        route("POST /{org}/settings/mailboxes", Audits, form(&[("do", "sign"), ("domain", &the.domain)])),
        route("POST /{org}/settings/mailboxes", Audits, form(&[("do", "unsign"), ("domain", &the.signed)])),
        route("POST /{org}/settings/mailboxes", Audits, form(&[("do", "replay"), ("mail", &the.unplaced)])),
        route("POST /{org}/settings/mailboxes", Audits, form(&[("do", "forget"), ("mail", &the.unplaced)])),
        // It cannot be read, so nothing can be made of it.
        route("POST /{org}/settings/mailboxes", Reads, form(&[("do", "ticket"), ("mail", &the.unplaced)]))
            .also(P::TicketWrite)
            .answers(409),
        route("GET /{org}/settings/mailboxes/new", Reads, Nothing),
        route(
            "POST /{org}/settings/mailboxes/new",
            Audits,
            form(&[("kind", "receiver"), ("address", "new@new.example"), ("site", &the.site), ("team", &the.team)]),
        ),
        route("GET /{org}/settings/mailboxes/{mailbox}", Reads, Nothing),
        route(
            "POST /{org}/settings/mailboxes/{mailbox}",
            Audits,
            form(&[("do", "save"), ("kind", "receiver"), ("name", "Renamed"), ("site", &the.site)]),
        ),
        route("POST /{org}/settings/mailboxes/{mailbox}", Writes, form(&[("do", "test")])),
        route("POST /{org}/settings/mailboxes/{mailbox}", Audits, form(&[("do", "delete"), ("confirm", &the.address)])),
        route("GET /{org}/settings/export", Reads, Nothing),
        route("POST /{org}/settings/export", Audits, form(&[])),
        route("GET /{org}/settings/invitations", Reads, Nothing),
        route(
            "POST /{org}/settings/invitations",
            Audits,
            form(&[("do", "invite"), ("emails", "nora@people.test"), ("role", &the.role)]),
        ),
        route("POST /{org}/settings/invitations", Audits, invited("resend")),
        route("POST /{org}/settings/invitations", Audits, invited("link")),
        route("POST /{org}/settings/invitations", Audits, invited("revoke")),
        route("GET /{org}/settings/audit", Reads, Nothing),
        route("GET /{org}/settings/danger", Reads, Nothing),
        route("POST /{org}/settings/danger", Writes, form(&[("confirm", &org_name)])),
        route("GET /{org}/settings/organization", Reads, Nothing),
        route("POST /{org}/settings/organization", Audits, form(&[("name", "Renamed")])),
    ]
}
