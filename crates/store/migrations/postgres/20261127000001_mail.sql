-- Mail in and out (D13, D14): mailboxes, what came in (raw first), what went out, and the domains that mail is signed for.

CREATE TABLE mailbox (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    site_id uuid NOT NULL,
    address text COLLATE "C" NOT NULL,
    address_key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('receiver', 'imap')),
    direction text COLLATE "C" NOT NULL CHECK (direction IN ('both', 'in', 'out')),
    team_id uuid,
    priority_id uuid,
    -- Servers of its own: JSON of host, port, tls, user. Secrets are sealed under a key outside the database (INV-8).
    imap jsonb,
    imap_secret text COLLATE "C",
    smtp jsonb,
    smtp_secret text COLLATE "C",
    folder text COLLATE "C" NOT NULL,
    interval_s bigint NOT NULL,
    -- How far the folder has been read; no validity before the first look.
    uid_validity bigint,
    uid_last bigint NOT NULL DEFAULT 0,
    -- The folder was made anew since: what is older than the mailbox in it is none of ours.
    is_renumbered boolean NOT NULL DEFAULT false,
    polled_at timestamptz,
    received_at timestamptz,
    error text COLLATE "C",
    error_at timestamptz,
    failures bigint NOT NULL DEFAULT 0,
    test_id uuid,
    test_at timestamptz,
    test_sent_at timestamptz,
    test_received_at timestamptz,
    -- When a test last left of which nothing came back.
    test_out_at timestamptz,
    test_error text COLLATE "C",
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, address_key),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id),
    FOREIGN KEY (org_id, priority_id) REFERENCES priority (org_id, id)
);
CREATE INDEX mailbox_site ON mailbox (org_id, site_id, created_at, id);
CREATE INDEX mailbox_team ON mailbox (org_id, team_id) WHERE team_id IS NOT NULL;

-- Directory: which mailbox an address leads to. Unique in the installation (B18).
CREATE TABLE mailbox_address (
    address_key text COLLATE "C" NOT NULL PRIMARY KEY,
    org_id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    FOREIGN KEY (org_id, mailbox_id) REFERENCES mailbox (org_id, id) ON DELETE CASCADE
);
CREATE INDEX mailbox_address_mailbox ON mailbox_address (org_id, mailbox_id);

-- Directory: which folder is to be looked into when, and who is at it.
CREATE TABLE mailbox_poll (
    org_id uuid NOT NULL,
    mailbox_id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    held_until timestamptz,
    PRIMARY KEY (org_id, mailbox_id),
    FOREIGN KEY (org_id, mailbox_id) REFERENCES mailbox (org_id, id) ON DELETE CASCADE
);
CREATE INDEX mailbox_poll_due ON mailbox_poll (due_at, mailbox_id);

-- A mail that came in. Its bytes lie beside attachments under its id, and lay there before this row.
CREATE TABLE mail_in (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    mailbox_id uuid,
    -- Where it was taken from: the same place never gives the same mail twice.
    source text COLLATE "C" NOT NULL,
    rcpt text COLLATE "C" NOT NULL,
    peer jsonb,
    size bigint NOT NULL,
    is_whole boolean NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'done', 'held', 'quarantined', 'ignored')),
    -- A word for why, and a sentence for a person.
    reason text COLLATE "C" NOT NULL,
    said text COLLATE "C" NOT NULL,
    dedup text COLLATE "C",
    from_email text COLLATE "C" NOT NULL,
    from_name text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    proof jsonb NOT NULL,
    ticket_id uuid,
    message_id uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, source),
    FOREIGN KEY (org_id, mailbox_id) REFERENCES mailbox (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE
);
CREATE INDEX mail_in_mailbox ON mail_in (org_id, mailbox_id, created_at, id);
CREATE INDEX mail_in_state ON mail_in (org_id, state, created_at, id);
CREATE INDEX mail_in_ticket ON mail_in (org_id, ticket_id, state) WHERE ticket_id IS NOT NULL;
CREATE INDEX mail_in_dedup ON mail_in (org_id, dedup) WHERE dedup IS NOT NULL;
CREATE INDEX mail_in_sender ON mail_in (org_id, from_email, created_at);

-- What a message that came by mail has besides its words.
CREATE TABLE message_mail (
    org_id uuid NOT NULL,
    message_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    mail_id uuid NOT NULL,
    from_email text COLLATE "C" NOT NULL,
    proof jsonb NOT NULL,
    facts jsonb NOT NULL,
    PRIMARY KEY (org_id, message_id),
    FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, mail_id) REFERENCES mail_in (org_id, id) ON DELETE CASCADE
);
CREATE INDEX message_mail_ticket ON message_mail (org_id, ticket_id);
CREATE INDEX message_mail_mail ON message_mail (org_id, mail_id);

-- A mail of ours about a ticket: its id is its job's, and makes its Message-ID.
CREATE TABLE mail_out (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    message_id uuid,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('reply', 'copy', 'acknowledgement', 'link', 'agent')),
    to_key text COLLATE "C" NOT NULL,
    -- The same without what follows a plus sign: one person, however many addresses they make of one.
    to_base text COLLATE "C" NOT NULL,
    cc jsonb NOT NULL,
    mailbox_id uuid,
    state text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'bounced', 'withheld')),
    said text COLLATE "C" NOT NULL,
    tries bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE
);
CREATE INDEX mail_out_ticket ON mail_out (org_id, ticket_id, created_at, id);
CREATE INDEX mail_out_to ON mail_out (org_id, to_base, kind, sent_at);
CREATE INDEX mail_out_sent ON mail_out (org_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX mail_out_withheld ON mail_out (org_id, created_at) WHERE state = 'withheld';
CREATE INDEX mail_out_kind ON mail_out (org_id, kind, sent_at) WHERE sent_at IS NOT NULL;

-- A domain of the organization's that its mail is signed for (RFC 6376). The key is sealed.
CREATE TABLE mail_domain (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    domain text COLLATE "C" NOT NULL,
    selector text COLLATE "C" NOT NULL,
    record text COLLATE "C" NOT NULL,
    secret text COLLATE "C" NOT NULL,
    is_seen boolean NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, domain)
);

-- Directory: whose domain it is, proven by its record: nobody else connects addresses there.
CREATE TABLE mail_domain_owner (
    domain text COLLATE "C" NOT NULL PRIMARY KEY,
    org_id uuid NOT NULL,
    FOREIGN KEY (org_id, domain) REFERENCES mail_domain (org_id, domain) ON DELETE CASCADE
);
CREATE INDEX mail_domain_owner_org ON mail_domain_owner (org_id, domain);

-- S1-30: from which address replies leave; a site may decide for itself.
ALTER TABLE org ADD COLUMN mail_mode text COLLATE "C" NOT NULL DEFAULT 'original';
ALTER TABLE org ADD COLUMN mail_fixed uuid;
ALTER TABLE org ADD COLUMN mail_acknowledges boolean NOT NULL DEFAULT true;
ALTER TABLE org ADD COLUMN mail_ack_limit bigint NOT NULL DEFAULT 100;
ALTER TABLE org ADD COLUMN mail_day_limit bigint NOT NULL DEFAULT 10000;
ALTER TABLE org ADD COLUMN mail_agents boolean NOT NULL DEFAULT false;
ALTER TABLE site ADD COLUMN mail_mode text COLLATE "C";
ALTER TABLE site ADD COLUMN mailbox_id uuid;
-- The mailbox that got it.
ALTER TABLE ticket ADD COLUMN mailbox_id uuid;
-- Which reply addresses are good: raised, all older ones are void.
ALTER TABLE contact ADD COLUMN mail_generation bigint NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN bounced_at timestamptz;
ALTER TABLE contact ADD COLUMN bounced_said text COLLATE "C";
ALTER TABLE membership ADD COLUMN mail_generation bigint NOT NULL DEFAULT 0;
-- What a person writes under their own replies, below the organization's words.
ALTER TABLE user_account ADD COLUMN signature text COLLATE "C" NOT NULL DEFAULT '';
-- How a picture inside a mail names the file.
ALTER TABLE attachment ADD COLUMN content_id text COLLATE "C";

ALTER TABLE mailbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE mailbox FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON mailbox TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON mailbox TO helpstead_owner USING (true) WITH CHECK (true);

ALTER TABLE mail_in ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_in FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON mail_in TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON mail_in TO helpstead_owner USING (true) WITH CHECK (true);

ALTER TABLE message_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_mail FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON message_mail TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON message_mail TO helpstead_owner USING (true) WITH CHECK (true);

ALTER TABLE mail_out ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_out FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON mail_out TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON mail_out TO helpstead_owner USING (true) WITH CHECK (true);

ALTER TABLE mail_domain ENABLE ROW LEVEL SECURITY;
ALTER TABLE mail_domain FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON mail_domain TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON mail_domain TO helpstead_owner USING (true) WITH CHECK (true);

-- A reply address names a ticket before its organization is known.
CREATE INDEX ticket_link_by_ticket ON ticket_link (ticket_id);
