-- Foundation: accounts, organizations, sites, tickets, mail out. The SQLite twin has the same tables and columns.
-- Tenant tables: org_id first in the primary key and in every index, composite foreign keys (design.md section 4).

-- Global tables -----------------------------------------------------------------------------------------------------

CREATE TABLE tenant (
    id uuid NOT NULL PRIMARY KEY,
    slug text COLLATE "C" UNIQUE,
    name text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE user_account (
    id uuid NOT NULL PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    email text COLLATE "C" NOT NULL,
    email_key text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    password_hash text COLLATE "C" NOT NULL,
    confirmed_at timestamptz,
    last_org_id uuid,
    created_at timestamptz NOT NULL
);

CREATE TABLE session (
    token_hash text COLLATE "C" NOT NULL PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    user_id uuid NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    auth_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    user_agent text COLLATE "C" NOT NULL
);
CREATE INDEX session_of_user ON session (user_id);

-- Mailed tokens of an account: confirm an address, choose a new password.
CREATE TABLE user_token (
    token_hash text COLLATE "C" NOT NULL PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    user_id uuid NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    kind text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    -- What was typed with the sign-up that asked for it: becomes the account's own only when this link is opened.
    name text COLLATE "C",
    password_hash text COLLATE "C"
);
CREATE INDEX user_token_user ON user_token (user_id, kind);

CREATE TABLE org (
    id uuid NOT NULL PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    slug text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    description text COLLATE "C" NOT NULL,
    prefix text COLLATE "C" NOT NULL,
    padding bigint NOT NULL,
    currency text COLLATE "C" NOT NULL,
    timezone text COLLATE "C" NOT NULL,
    accent text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX org_tenant ON org (tenant_id);

-- S0-10: the slug is immutable in the database too.
CREATE FUNCTION org_slug_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.slug <> OLD.slug THEN RAISE EXCEPTION 'slug_immutable'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER org_slug_immutable BEFORE UPDATE ON org FOR EACH ROW EXECUTE FUNCTION org_slug_stays();

-- Directory tables: ids, hashes and routing only; no row-level security -----------------------------------------------

CREATE TABLE membership (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    role text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz,
    PRIMARY KEY (org_id, user_id)
);
CREATE INDEX membership_user ON membership (user_id, org_id);

CREATE TABLE job (
    id uuid NOT NULL PRIMARY KEY,
    org_id uuid REFERENCES org (id) ON DELETE CASCADE,
    kind text COLLATE "C" NOT NULL,
    payload jsonb NOT NULL,
    run_at timestamptz NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    locked_until timestamptz,
    last_error text COLLATE "C",
    done_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX job_due ON job (run_at, id) WHERE done_at IS NULL;
CREATE INDEX job_org ON job (org_id);

-- Tenant tables -------------------------------------------------------------------------------------------------------

-- Locked first by every writing transaction of the organization: gap-free codes and events, one lock order.
CREATE TABLE org_counter (
    org_id uuid NOT NULL PRIMARY KEY REFERENCES org (id) ON DELETE CASCADE,
    event_seq bigint NOT NULL DEFAULT 0
);

-- The last number given out under each prefix the organization ever had (B16).
CREATE TABLE ticket_number (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    prefix text COLLATE "C" NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (org_id, prefix)
);

CREATE TABLE site (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    slug text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    description text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, slug)
);

CREATE TABLE site_key (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    key text COLLATE "C" NOT NULL UNIQUE,
    -- Copies of the site's own, so that a key can be answered before its organization is known (routing only).
    site_slug text COLLATE "C" NOT NULL,
    site_name text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    used_at timestamptz,
    used_from text COLLATE "C",
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id) ON DELETE CASCADE
);
-- S0-35: one active key per site.
CREATE UNIQUE INDEX site_key_active ON site_key (org_id, site_id) WHERE revoked_at IS NULL;

CREATE TABLE site_origin (
    org_id uuid NOT NULL,
    site_id uuid NOT NULL,
    origin text COLLATE "C" NOT NULL,
    PRIMARY KEY (org_id, site_id, origin),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id) ON DELETE CASCADE
);
CREATE INDEX site_origin_origin ON site_origin (origin);

-- Origins that knocked with the site's key and are not on its list ("tried 3 times: allow?").
CREATE TABLE site_knock (
    org_id uuid NOT NULL,
    site_id uuid NOT NULL,
    origin text COLLATE "C" NOT NULL,
    times bigint NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, site_id, origin),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id) ON DELETE CASCADE
);

CREATE TABLE status (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL CHECK (category IN ('open', 'pending', 'resolved', 'closed', 'custom')),
    color text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE priority (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    color text COLLATE "C" NOT NULL,
    rank bigint NOT NULL,
    is_default boolean NOT NULL,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE template (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    questions jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE contact (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    email text COLLATE "C" NOT NULL,
    email_key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, email_key)
);

CREATE TABLE ticket (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    prefix text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    code text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    snippet text COLLATE "C" NOT NULL,
    contact_id uuid NOT NULL,
    status_id uuid NOT NULL,
    category text COLLATE "C" NOT NULL CHECK (category IN ('open', 'pending', 'resolved', 'closed', 'custom')),
    priority_id uuid NOT NULL,
    priority_rank bigint NOT NULL,
    assignee_id uuid,
    channel text COLLATE "C" NOT NULL CHECK (channel IN ('page', 'widget', 'api', 'agent', 'mail', 'welcome')),
    version bigint NOT NULL,
    last_message bigint NOT NULL,
    waiting_since timestamptz,
    created_at timestamptz NOT NULL,
    active_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, prefix, number),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id),
    FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id),
    FOREIGN KEY (org_id, status_id) REFERENCES status (org_id, id),
    FOREIGN KEY (org_id, priority_id) REFERENCES priority (org_id, id),
    FOREIGN KEY (org_id, assignee_id) REFERENCES membership (org_id, user_id)
);
CREATE INDEX ticket_active ON ticket (org_id, active_at, id);
CREATE INDEX ticket_category ON ticket (org_id, category, active_at, id, last_message);
CREATE INDEX ticket_site ON ticket (org_id, site_id, active_at, id);
CREATE INDEX ticket_site_category ON ticket (org_id, site_id, category, active_at, id);
CREATE INDEX ticket_assignee ON ticket (org_id, assignee_id, active_at, id);
CREATE INDEX ticket_assignee_category ON ticket (org_id, assignee_id, category, active_at, id);
CREATE INDEX ticket_contact ON ticket (org_id, contact_id, created_at, id);

CREATE TABLE message (
    org_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    number bigint NOT NULL,
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('public', 'note')),
    author_user_id uuid REFERENCES user_account (id),
    author_contact_id uuid,
    author_name text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    html text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, ticket_id, number),
    UNIQUE (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, author_contact_id) REFERENCES contact (org_id, id)
);

CREATE TABLE attachment (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    message_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    content_type text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id) ON DELETE CASCADE
);
CREATE INDEX attachment_ticket ON attachment (org_id, ticket_id);

-- A customer's way back to one ticket: only the hash of the 256-bit token is stored.
CREATE TABLE ticket_link (
    token_hash text COLLATE "C" NOT NULL PRIMARY KEY,
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    UNIQUE (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, contact_id) REFERENCES contact (org_id, id) ON DELETE CASCADE
);
CREATE INDEX ticket_link_ticket ON ticket_link (org_id, ticket_id);

-- What happened, in the order it happened: timeline, live, and later audit and webhooks.
CREATE TABLE event (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    seq bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    ticket_id uuid,
    actor_user_id uuid,
    actor_name text COLLATE "C" NOT NULL,
    data jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (org_id, seq)
);
CREATE INDEX event_ticket ON event (org_id, ticket_id, seq);

-- A request that came twice is answered twice and done once.
CREATE TABLE idempotency (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    scope text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    request_hash text COLLATE "C" NOT NULL,
    ticket_id uuid NOT NULL,
    message_number bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, scope, key)
);

-- How far a member has read a ticket.
CREATE TABLE ticket_seen (
    org_id uuid NOT NULL,
    user_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    message_number bigint NOT NULL,
    PRIMARY KEY (org_id, user_id, ticket_id),
    FOREIGN KEY (org_id, user_id) REFERENCES membership (org_id, user_id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE
);
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
    doc bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    ticket_id uuid NOT NULL,
    text text COLLATE "C" NOT NULL,
    UNIQUE (org_id, ticket_id)
);
-- `text` is words with one space between, folded in Rust (search.rs), so no parser of the database has to agree with SQLite's.
-- The organization is a word of its own document, so one GIN look-up answers "these words in this organization".
CREATE INDEX search_doc_words ON search_doc
    USING gin (array_to_tsvector(string_to_array(text || ' ' || replace(org_id::text, '-', ''), ' ')));

-- Row-level security: the second fence (design.md section 4) --------------------------------------------------------

CREATE FUNCTION app_org() RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE setting text := current_setting('app.org_id', true);
BEGIN
    IF setting IS NULL OR setting = '' THEN RAISE EXCEPTION 'app.org_id is not set'; END IF;
    RETURN setting::uuid;
END $$;

DO $$
DECLARE tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['org_counter', 'ticket_number', 'site', 'site_knock', 'status', 'priority', 'template',
        'contact', 'ticket', 'message', 'attachment', 'event', 'idempotency', 'ticket_seen']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY run ON %I TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org())', tenant_table);
        EXECUTE format('CREATE POLICY owner ON %I TO helpstead_owner USING (true) WITH CHECK (true)', tenant_table);
    END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO helpstead_run;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO helpstead_run;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO helpstead_run;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO helpstead_run;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO helpstead_run;
