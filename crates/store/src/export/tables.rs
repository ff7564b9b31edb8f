//! What an export holds: one line per table, each with its columns. A table or a column that stands in no line turns a test
//! red, so nothing an organization has is left behind by accident, and no secret goes along.

use crate::statement::Registered;
use domain::OrgId;

/// What a column holds, the same on both engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A UUID.
    Id,
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// A point in time.
    Time,
    /// JSON.
    Json,
}

/// A table of an export.
#[derive(Debug)]
pub struct ExportTable {
    /// Its name, also of its file.
    pub name: &'static str,
    /// Columns in it, and what they hold.
    pub columns: &'static [(&'static str, Cell)],
    /// Columns that are not, and why.
    pub without: &'static [(&'static str, &'static str)],
    pub(super) rows: &'static str,
    pub(super) count: &'static str,
}

macro_rules! of_org {
    () => {
        "org_id = $1"
    };
    ($which:literal) => {
        $which
    };
}

macro_rules! exported {
    ($($(#[$meta:meta])* $table:ident by $order:literal $(where $which:literal)? {
        $first:ident: $first_cell:ident $(, $column:ident: $cell:ident)* $(,)?
    } $(without { $($left:ident: $why:literal),+ $(,)? })?;)*) => {
        /// Every table that holds rows of an organization, in the order of their names.
        pub const EXPORTED: &[ExportTable] = &[$(ExportTable {
            name: stringify!($table),
            columns: &[(stringify!($first), Cell::$first_cell) $(, (stringify!($column), Cell::$cell))*],
            without: &[$($((stringify!($left), $why)),+)?],
            rows: concat!("SELECT ", stringify!($first), $(", ", stringify!($column),)* " FROM ", stringify!($table),
                " WHERE ", of_org!($($which)?), " ORDER BY ", $order),
            count: concat!("SELECT CAST(COUNT(*) AS BIGINT) AS count FROM ", stringify!($table), " WHERE ", of_org!($($which)?)),
        }),*];
        $(
            inventory::submit! {
                Registered {
                    name: concat!("EXPORT_ROWS_", stringify!($table)), file: file!(), tenant: true,
                    sql: concat!("SELECT ", stringify!($first), $(", ", stringify!($column),)* " FROM ", stringify!($table),
                        " WHERE ", of_org!($($which)?), " ORDER BY ", $order),
                    types: || vec![<OrgId as sqlx::Type<sqlx::Postgres>>::type_info()],
                }
            }
            inventory::submit! {
                Registered {
                    name: concat!("EXPORT_COUNT_", stringify!($table)), file: file!(), tenant: true,
                    sql: concat!("SELECT CAST(COUNT(*) AS BIGINT) AS count FROM ", stringify!($table), " WHERE ", of_org!($($which)?)),
                    types: || vec![<OrgId as sqlx::Type<sqlx::Postgres>>::type_info()],
                }
            }
        )*
    };
}

exported! {
    attachment by "id" {
        id: Id, ticket_id: Id, message_id: Id, name: Text, content_type: Text, size: Number, sha256: Text, created_at: Time,
        content_id: Text,
    };
    audit by "seq" {
        seq: Number, at: Time, actor_id: Id, actor_name: Text, action: Text, target: Text, before: Text, after: Text,
        ip: Text, hash: Text,
    };
    contact by "id" {
        id: Id, email: Text, email_key: Text, name: Text, created_at: Time, mail_generation: Number, bounced_at: Time,
        bounced_said: Text,
    };
    event by "seq" { seq: Number, kind: Text, ticket_id: Id, actor_user_id: Id, actor_name: Text, data: Json, at: Time };
    export by "asked_at, id" {
        id: Id, state: Text, asked_by: Id, asked_by_name: Text, asked_at: Time, done: Number, total: Number, size: Number,
        sha256: Text, expires_at: Time,
    };
    idempotency by "scope, key" {
        scope: Text, key: Text, request_hash: Text, ticket_id: Id, message_number: Number, created_at: Time,
    };
    invitation by "id" {
        id: Id, email: Text, email_key: Text, role: Text, state: Text, invited_by: Id, created_at: Time, expires_at: Time,
        decided_at: Time, generation: Number, mailed: Flag,
    } without { token_hash: "opens the invitation" };
    invitation_mail by "id" { id: Id, email_key: Text, at: Time };
    invitation_team by "invitation_id, team_id" { invitation_id: Id, team_id: Id };
    job by "id" {
        id: Id, kind: Text, payload: Json, run_at: Time, attempts: Number, locked_until: Time, last_error: Text, lane: Text,
        done_at: Time, created_at: Time,
    };
    mail_domain by "id" {
        id: Id, domain: Text, selector: Text, record: Text, is_seen: Flag, created_at: Time,
    } without { secret: "signs mail" };
    mail_domain_owner by "domain" { domain: Text };
    mail_in by "id" {
        id: Id, mailbox_id: Id, source: Text, rcpt: Text, peer: Json, size: Number, is_whole: Flag, state: Text,
        reason: Text, said: Text, dedup: Text, from_email: Text, from_name: Text, subject: Text, snippet: Text,
        proof: Json, ticket_id: Id, message_id: Id, created_at: Time,
    };
    mail_out by "id" {
        id: Id, ticket_id: Id, message_id: Id, kind: Text, to_key: Text, to_base: Text, cc: Json, mailbox_id: Id, state: Text,
        said: Text, tries: Number, created_at: Time, sent_at: Time, host: Text,
    };
    mailbox by "id" {
        id: Id, site_id: Id, address: Text, address_key: Text, name: Text, kind: Text, direction: Text, team_id: Id,
        priority_id: Id, imap: Json, smtp: Json, folder: Text, interval_s: Number, uid_validity: Number,
        uid_last: Number, is_renumbered: Flag, rewinds: Number, renumbered_at: Time, polled_at: Time, received_at: Time, error: Text, error_at: Time, failures: Number,
        test_id: Id, test_at: Time, test_sent_at: Time, test_received_at: Time, test_out_at: Time, test_error: Text, smtp_error: Text, smtp_error_at: Time,
        created_at: Time,
    } without { imap_secret: "a secret", smtp_secret: "a secret" };
    mailbox_address by "address_key" { address_key: Text, mailbox_id: Id };
    mailbox_poll by "mailbox_id" { mailbox_id: Id, due_at: Time, held_until: Time };
    membership by "user_id" {
        user_id: Id, role: Text, created_at: Time, seen_at: Time, deactivated_at: Time, away: Flag,
        mail_generation: Number,
    };
    message by "ticket_id, number" {
        id: Id, ticket_id: Id, number: Number, kind: Text, author_user_id: Id, author_contact_id: Id, author_name: Text,
        body: Text, html: Text, created_at: Time,
    };
    message_mail by "message_id" {
        message_id: Id, ticket_id: Id, mail_id: Id, from_email: Text, proof: Json, facts: Json,
        header_id: Text,
    };
    org by "id" where "id = $1" {
        id: Id, tenant_id: Id, slug: Text, name: Text, description: Text, prefix: Text, padding: Number, currency: Text,
        timezone: Text, accent: Text, created_at: Time, seats: Number, logo: Id, signature: Text,
        unrouted_visible: Flag, mail_mode: Text, mail_fixed: Id, mail_acknowledges: Flag, mail_ack_limit: Number,
        mail_day_limit: Number, mail_agents: Flag,
    };
    org_counter by "org_id" { event_seq: Number, audit_seq: Number, audit_head: Text };
    priority by "id" { id: Id, name: Text, color: Text, rank: Number, is_default: Flag };
    role by "id" { id: Id, name: Text, name_key: Text, description: Text, permissions: Json, created_at: Time };
    search_doc by "ticket_id" { ticket_id: Id, text: Text } without { doc: "a number of the whole installation" };
    site by "id" { id: Id, slug: Text, name: Text, description: Text, created_at: Time, page_seen_at: Time, mail_mode: Text,
        mailbox_id: Id };
    site_key by "id" {
        id: Id, site_id: Id, key: Text, site_slug: Text, site_name: Text, created_at: Time, revoked_at: Time, used_at: Time,
        used_from: Text,
    };
    site_knock by "site_id, origin" { site_id: Id, origin: Text, times: Number, seen_at: Time };
    site_origin by "site_id, origin" { site_id: Id, origin: Text };
    status by "id" { id: Id, name: Text, category: Text, color: Text, position: Number };
    team by "id" { id: Id, name: Text, name_key: Text, description: Text, created_at: Time };
    team_member by "team_id, user_id" { team_id: Id, user_id: Id, is_lead: Flag };
    team_site by "team_id, site_id" { team_id: Id, site_id: Id };
    template by "id" { id: Id, name: Text, questions: Json, created_at: Time };
    ticket by "id" {
        id: Id, site_id: Id, prefix: Text, number: Number, code: Text, subject: Text, snippet: Text, contact_id: Id,
        status_id: Id, category: Text, priority_id: Id, priority_rank: Number, assignee_id: Id, channel: Text,
        version: Number, last_message: Number, waiting_since: Time, created_at: Time, active_at: Time,
        team_id: Id, mailbox_id: Id, mail_site_id: Id,
    };
    ticket_link by "id" {
        id: Id, ticket_id: Id, contact_id: Id, created_at: Time, expires_at: Time,
    } without { token_hash: "opens the ticket" };
    ticket_number by "prefix" { prefix: Text, last: Number };
    ticket_seen by "user_id, ticket_id" { user_id: Id, ticket_id: Id, message_number: Number };
    /// Who works in the organization, as their colleagues see them.
    user_account by "id" where "id IN (SELECT user_id FROM membership WHERE org_id = $1)" {
        id: Id, email: Text, name: Text, created_at: Time, signature: Text,
    } without {
        tenant_id: "the person's own", email_key: "says what the address says", password_hash: "a secret",
        confirmed_at: "the person's own", last_org_id: "names another organization", default_org_id: "names another organization",
        deleted_at: "the person's own",
    };
}

/// Tables without a row that is an organization's, and why.
pub const NOT_EXPORTED: &[(&str, &str)] = &[
    ("org_receipt", "of organizations that are gone"),
    ("passkey", "a person's way in"),
    ("passkey_question", "a person's way in"),
    ("passkey_setup", "a person's way in"),
    ("recovery_code", "a person's secret"),
    ("session", "a person's secret"),
    ("sign_in_step", "a person's secret"),
    ("tenant", "the account the organization hangs in"),
    ("user_token", "a person's secret"),
    ("user_totp", "a person's secret"),
];

#[cfg(test)]
mod tests {
    use super::{EXPORTED, NOT_EXPORTED};
    use crate::tables::{Kind, TABLES};

    #[test]
    fn every_table_is_exported_or_holds_nothing_of_an_organization() {
        let exported: Vec<&str> = EXPORTED.iter().map(|table| table.name).collect();
        let left: Vec<&str> = NOT_EXPORTED.iter().map(|(name, _)| *name).collect();
        for (table, kind) in TABLES {
            let is_exported = exported.contains(table);
            assert!(is_exported != left.contains(table), "{table} needs ONE line: exported, or why not");
            assert!(is_exported || *kind == Kind::Global, "{table} holds rows of organizations");
        }
        assert_eq!(exported.len() + left.len(), TABLES.len(), "a line names a table that is not there");
        assert!(exported.is_sorted());
    }
}
