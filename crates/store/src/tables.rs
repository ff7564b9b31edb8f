//! Every table and its kind, listed once and compared with both schemas by a test (design.md section 4).

/// Who may reach a table, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Belongs to the installation: users, sessions, organizations.
    Global,
    /// Ids, hashes and routing only: read before an organization is known. No row-level security.
    Directory,
    /// Belongs to one organization: `org_id` first in the primary key, row-level security forced.
    Tenant,
}

/// All tables of both schemas, by name.
pub const TABLES: &[(&str, Kind)] = &[
    ("attachment", Kind::Tenant),
    ("audit", Kind::Tenant),
    ("contact", Kind::Tenant),
    ("event", Kind::Tenant),
    ("export", Kind::Tenant),
    ("idempotency", Kind::Tenant),
    ("invitation", Kind::Directory),
    ("invitation_mail", Kind::Tenant),
    ("invitation_team", Kind::Tenant),
    ("job", Kind::Directory),
    ("mail_domain", Kind::Tenant),
    ("mail_domain_owner", Kind::Directory),
    ("mail_in", Kind::Tenant),
    ("mail_out", Kind::Tenant),
    ("mailbox", Kind::Tenant),
    ("mailbox_address", Kind::Directory),
    ("mailbox_poll", Kind::Directory),
    ("membership", Kind::Directory),
    ("message", Kind::Tenant),
    ("message_mail", Kind::Tenant),
    ("org", Kind::Global),
    ("org_counter", Kind::Tenant),
    ("org_receipt", Kind::Global),
    ("passkey", Kind::Global),
    ("passkey_question", Kind::Global),
    ("passkey_setup", Kind::Global),
    ("priority", Kind::Tenant),
    ("recovery_code", Kind::Global),
    ("role", Kind::Tenant),
    ("search_doc", Kind::Directory),
    ("session", Kind::Global),
    ("sign_in_step", Kind::Global),
    ("site", Kind::Tenant),
    ("site_key", Kind::Directory),
    ("site_knock", Kind::Tenant),
    ("site_origin", Kind::Directory),
    ("status", Kind::Tenant),
    ("team", Kind::Tenant),
    ("team_member", Kind::Tenant),
    ("team_site", Kind::Tenant),
    ("template", Kind::Tenant),
    ("tenant", Kind::Global),
    ("ticket", Kind::Tenant),
    ("ticket_link", Kind::Directory),
    ("ticket_number", Kind::Tenant),
    ("ticket_seen", Kind::Tenant),
    ("user_account", Kind::Global),
    ("user_token", Kind::Global),
    ("user_totp", Kind::Global),
];
