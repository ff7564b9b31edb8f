-- Foundation: accounts, organizations, sites, tickets, mail out. The PostgreSQL twin has the same tables and columns.
-- Tenant tables: org_id first in the primary key and in every index, composite foreign keys (design.md section 4).

-- Global tables -----------------------------------------------------------------------------------------------------

CREATE TABLE tenant (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT UNIQUE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE user_account (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenant (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    confirmed_at INTEGER,
    last_org_id TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    auth_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_of_user ON session (user_id);

-- Mailed tokens of an account: confirm an address, choose a new password.
CREATE TABLE user_token (
    token_hash TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    -- What was typed with the sign-up that asked for it: becomes the account's own only when this link is opened.
    name TEXT,
    password_hash TEXT
) STRICT;
CREATE INDEX user_token_user ON user_token (user_id, kind);

CREATE TABLE org (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenant (id),
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    prefix TEXT NOT NULL,
    padding INTEGER NOT NULL,
    currency TEXT NOT NULL,
    timezone TEXT NOT NULL,
    accent TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX org_tenant ON org (tenant_id);

-- S0-10: the slug is immutable in the database too.
CREATE TRIGGER org_slug_immutable BEFORE UPDATE OF slug ON org WHEN NEW.slug <> OLD.slug
BEGIN
    SELECT RAISE(ABORT, 'slug_immutable');
END;

-- Directory tables: ids, hashes and routing only; no row-level security -----------------------------------------------

CREATE TABLE membership (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER,
    PRIMARY KEY (org_id, user_id)
) STRICT;
CREATE INDEX membership_user ON membership (user_id, org_id);

CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT REFERENCES org (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER,
    last_error TEXT,
    done_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX job_due ON job (run_at, id) WHERE done_at IS NULL;
CREATE INDEX job_org ON job (org_id);

-- Tenant tables -------------------------------------------------------------------------------------------------------

-- Locked first by every writing transaction of the organization: gap-free codes and events, one lock order.
CREATE TABLE org_counter (
    org_id TEXT NOT NULL PRIMARY KEY REFERENCES org (id) ON DELETE CASCADE,
    event_seq INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The last number given out under each prefix the organization ever had (B16).
CREATE TABLE ticket_number (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    prefix TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (org_id, prefix)
) STRICT;

CREATE TABLE site (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, slug)
) STRICT;

CREATE TABLE site_key (
    org_id TEXT NOT NULL,
    id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    -- Copies of the site's own, so that a key can be answered before its organization is known (routing only).
    site_slug TEXT NOT NULL,
    site_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    used_at INTEGER,
    used_from TEXT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id) ON DELETE CASCADE
) STRICT;
-- S0-35: one active key per site.
CREATE UNIQUE INDEX site_key_active ON site_key (org_id, site_id) WHERE revoked_at IS NULL;

CREATE TABLE site_origin (
    org_id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (org_id, site_id, origin),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX site_origin_origin ON site_origin (origin);

-- Origins that knocked with the site's key and are not on its list ("tried 3 times: allow?").
CREATE TABLE site_knock (
    org_id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    times INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, site_id, origin),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE status (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    category TEXT NOT NULL CHECK (category IN ('open', 'pending', 'resolved', 'closed', 'custom')),
    color TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;

CREATE TABLE priority (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    rank INTEGER NOT NULL,
    is_default INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;

CREATE TABLE template (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    questions TEXT NOT NULL CHECK (json_valid(questions)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;

CREATE TABLE contact (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, email_key)
) STRICT;

CREATE TABLE ticket (
    org_id TEXT NOT NULL,
    id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    prefix TEXT NOT NULL,
    number INTEGER NOT NULL,
    code TEXT NOT NULL,
    subject TEXT NOT NULL,
    snippet TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    status_id TEXT NOT NULL,
    category TEXT NOT NULL CHECK (category IN ('open', 'pending', 'resolved', 'closed', 'custom')),
    priority_id TEXT NOT NULL,
    priority_rank INTEGER NOT NULL,
    assignee_id TEXT,
    channel TEXT NOT NULL CHECK (channel IN ('page', 'widget', 'api', 'agent', 'mail', 'welcome')),
    version INTEGER NOT NULL,
    last_message INTEGER NOT NULL,
    waiting_since INTEGER,
    created_at INTEGER NOT NULL,
    active_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, prefix, number),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id),
    FOREIGN KEY (org_id, status_id) REFERENCES status (org_id, id),
    FOREIGN KEY (org_id, priority_id) REFERENCES priority (org_id, id),
    FOREIGN KEY (org_id, assignee_id) REFERENCES membership (org_id, user_id)
) STRICT;
CREATE INDEX ticket_active ON ticket (org_id, active_at, id);
CREATE INDEX ticket_category ON ticket (org_id, category, active_at, id, last_message);
CREATE INDEX ticket_site ON ticket (org_id, site_id, active_at, id);
CREATE INDEX ticket_site_category ON ticket (org_id, site_id, category, active_at, id);
CREATE INDEX ticket_assignee ON ticket (org_id, assignee_id, active_at, id);
CREATE INDEX ticket_assignee_category ON ticket (org_id, assignee_id, category, active_at, id);
CREATE INDEX ticket_contact ON ticket (org_id, contact_id, created_at, id);

CREATE TABLE message (
    org_id TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('public', 'note')),
    author_user_id TEXT REFERENCES user_account (id),
    author_contact_id TEXT,
    author_name TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, ticket_id, number),
    UNIQUE (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, author_contact_id) REFERENCES contact (org_id, id)
) STRICT;

CREATE TABLE attachment (
    org_id TEXT NOT NULL,
    id TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX attachment_ticket ON attachment (org_id, ticket_id);

-- A customer's way back to one ticket: only the hash of the 256-bit token is stored.
CREATE TABLE ticket_link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL,
    id TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    UNIQUE (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX ticket_link_ticket ON ticket_link (org_id, ticket_id);

-- What happened, in the order it happened: timeline, live, and later audit and webhooks.
CREATE TABLE event (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    ticket_id TEXT,
    actor_user_id TEXT,
    actor_name TEXT NOT NULL,
    data TEXT NOT NULL CHECK (json_valid(data)),
    at INTEGER NOT NULL,
    PRIMARY KEY (org_id, seq)
) STRICT;
CREATE INDEX event_ticket ON event (org_id, ticket_id, seq);

-- A request that came twice is answered twice and done once.
CREATE TABLE idempotency (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    message_number INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, scope, key)
) STRICT;

-- How far a member has read a ticket.
CREATE TABLE ticket_seen (
    org_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    message_number INTEGER NOT NULL,
    PRIMARY KEY (org_id, user_id, ticket_id),
    FOREIGN KEY (org_id, user_id) REFERENCES membership (org_id, user_id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX ticket_seen_ticket ON ticket_seen (org_id, ticket_id);

-- A member's organizations with what is unread in each: among the 100 open tickets where something happened last, so the
-- switcher costs the same at any size. On PostgreSQL a view reads as its owner, across organizations: every statement
-- over it names ONE user.
CREATE VIEW member_org AS
SELECT m.user_id, m.org_id, m.role, m.seen_at,
    CAST((SELECT COUNT(*)
        FROM (SELECT t.id, t.last_message FROM ticket t WHERE t.org_id = m.org_id AND t.category = 'open'
              ORDER BY t.active_at DESC, t.id DESC LIMIT 100) AS newest
        LEFT JOIN ticket_seen s ON s.org_id = m.org_id AND s.user_id = m.user_id AND s.ticket_id = newest.id
        WHERE s.message_number IS NULL OR s.message_number < newest.last_message) AS BIGINT) AS unread
FROM membership m;

-- What the search field looks in. Directory kind: its one statement filters the organization itself.
CREATE TABLE search_doc (
    doc INTEGER NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    ticket_id TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (org_id, ticket_id)
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5 (text, org, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
CREATE TRIGGER search_doc_in AFTER INSERT ON search_doc BEGIN
    INSERT INTO search_index (rowid, text, org) VALUES (NEW.doc, NEW.text, replace(NEW.org_id, '-', ''));
END;
CREATE TRIGGER search_doc_out AFTER DELETE ON search_doc BEGIN
    DELETE FROM search_index WHERE rowid = OLD.doc;
END;
CREATE TRIGGER search_doc_new AFTER UPDATE OF text ON search_doc BEGIN
    DELETE FROM search_index WHERE rowid = OLD.doc;
    INSERT INTO search_index (rowid, text, org) VALUES (NEW.doc, NEW.text, replace(NEW.org_id, '-', ''));
END;
