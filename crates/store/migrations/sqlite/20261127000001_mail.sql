-- Mail in and out (D13, D14): mailboxes, what came in (raw first), what went out, and the domains that mail is signed for.

CREATE TABLE mailbox (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('receiver', 'imap')),
    direction TEXT NOT NULL CHECK (direction IN ('both', 'in', 'out')),
    team_id TEXT,
    priority_id TEXT,
    -- Servers of its own: JSON of host, port, tls, user. Secrets are sealed under a key outside the database (INV-8).
    imap TEXT CHECK (imap IS NULL OR json_valid(imap)),
    imap_secret TEXT,
    smtp TEXT CHECK (smtp IS NULL OR json_valid(smtp)),
    smtp_secret TEXT,
    folder TEXT NOT NULL,
    interval_s INTEGER NOT NULL,
    -- How far the folder has been read; no validity before the first look.
    uid_validity INTEGER,
    uid_last INTEGER NOT NULL DEFAULT 0,
    -- The folder was made anew since: what is older than the mailbox in it is none of ours.
    is_renumbered INTEGER NOT NULL DEFAULT 0,
    polled_at INTEGER,
    received_at INTEGER,
    error TEXT,
    error_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    test_id TEXT,
    test_at INTEGER,
    test_sent_at INTEGER,
    test_received_at INTEGER,
    -- When a test last left of which nothing came back.
    test_out_at INTEGER,
    test_error TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, address_key),
    FOREIGN KEY (org_id, site_id) REFERENCES site (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, team_id) REFERENCES team (org_id, id),
    FOREIGN KEY (org_id, priority_id) REFERENCES priority (org_id, id)
) STRICT;
CREATE INDEX mailbox_site ON mailbox (org_id, site_id, created_at, id);
CREATE INDEX mailbox_team ON mailbox (org_id, team_id) WHERE team_id IS NOT NULL;

-- Directory: which mailbox an address leads to. Unique in the installation (B18).
CREATE TABLE mailbox_address (
    address_key TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL,
    mailbox_id TEXT NOT NULL,
    FOREIGN KEY (org_id, mailbox_id) REFERENCES mailbox (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX mailbox_address_mailbox ON mailbox_address (org_id, mailbox_id);

-- Directory: which folder is to be looked into when, and who is at it.
CREATE TABLE mailbox_poll (
    org_id TEXT NOT NULL,
    mailbox_id TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    held_until INTEGER,
    PRIMARY KEY (org_id, mailbox_id),
    FOREIGN KEY (org_id, mailbox_id) REFERENCES mailbox (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX mailbox_poll_due ON mailbox_poll (due_at, mailbox_id);

-- A mail that came in. Its bytes lie beside attachments under its id, and lay there before this row.
CREATE TABLE mail_in (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    mailbox_id TEXT,
    -- Where it was taken from: the same place never gives the same mail twice.
    source TEXT NOT NULL,
    rcpt TEXT NOT NULL,
    peer TEXT CHECK (peer IS NULL OR json_valid(peer)),
    size INTEGER NOT NULL,
    is_whole INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'held', 'quarantined', 'ignored')),
    -- A word for why, and a sentence for a person.
    reason TEXT NOT NULL,
    said TEXT NOT NULL,
    dedup TEXT,
    from_email TEXT NOT NULL,
    from_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    proof TEXT NOT NULL CHECK (json_valid(proof)),
    ticket_id TEXT,
    message_id TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, source),
    FOREIGN KEY (org_id, mailbox_id) REFERENCES mailbox (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX mail_in_mailbox ON mail_in (org_id, mailbox_id, created_at, id);
CREATE INDEX mail_in_state ON mail_in (org_id, state, created_at, id);
CREATE INDEX mail_in_ticket ON mail_in (org_id, ticket_id, state) WHERE ticket_id IS NOT NULL;
CREATE INDEX mail_in_dedup ON mail_in (org_id, dedup) WHERE dedup IS NOT NULL;
CREATE INDEX mail_in_sender ON mail_in (org_id, from_email, created_at);

-- What a message that came by mail has besides its words.
CREATE TABLE message_mail (
    org_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    from_email TEXT NOT NULL,
    proof TEXT NOT NULL CHECK (json_valid(proof)),
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    PRIMARY KEY (org_id, message_id),
    FOREIGN KEY (org_id, message_id) REFERENCES message (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE,
    FOREIGN KEY (org_id, mail_id) REFERENCES mail_in (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX message_mail_ticket ON message_mail (org_id, ticket_id);
CREATE INDEX message_mail_mail ON message_mail (org_id, mail_id);

-- A mail of ours about a ticket: its id is its job's, and makes its Message-ID.
CREATE TABLE mail_out (
    org_id TEXT NOT NULL,
    id TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    message_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('reply', 'copy', 'acknowledgement', 'link', 'agent')),
    to_key TEXT NOT NULL,
    -- The same without what follows a plus sign: one person, however many addresses they make of one.
    to_base TEXT NOT NULL,
    cc TEXT NOT NULL CHECK (json_valid(cc)),
    mailbox_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'bounced', 'withheld')),
    said TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, ticket_id) REFERENCES ticket (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX mail_out_ticket ON mail_out (org_id, ticket_id, created_at, id);
CREATE INDEX mail_out_to ON mail_out (org_id, to_base, kind, sent_at);
CREATE INDEX mail_out_sent ON mail_out (org_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX mail_out_withheld ON mail_out (org_id, created_at) WHERE state = 'withheld';
CREATE INDEX mail_out_kind ON mail_out (org_id, kind, sent_at) WHERE sent_at IS NOT NULL;

-- A domain of the organization's that its mail is signed for (RFC 6376). The key is sealed.
CREATE TABLE mail_domain (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    domain TEXT NOT NULL,
    selector TEXT NOT NULL,
    record TEXT NOT NULL,
    secret TEXT NOT NULL,
    is_seen INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, domain)
) STRICT;

-- Directory: whose domain it is, proven by its record: nobody else connects addresses there.
CREATE TABLE mail_domain_owner (
    domain TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL,
    FOREIGN KEY (org_id, domain) REFERENCES mail_domain (org_id, domain) ON DELETE CASCADE
) STRICT;
CREATE INDEX mail_domain_owner_org ON mail_domain_owner (org_id, domain);

-- S1-30: from which address replies leave; a site may decide for itself.
ALTER TABLE org ADD COLUMN mail_mode TEXT NOT NULL DEFAULT 'original';
ALTER TABLE org ADD COLUMN mail_fixed TEXT;
ALTER TABLE org ADD COLUMN mail_acknowledges INTEGER NOT NULL DEFAULT 1;
ALTER TABLE org ADD COLUMN mail_ack_limit INTEGER NOT NULL DEFAULT 100;
ALTER TABLE org ADD COLUMN mail_day_limit INTEGER NOT NULL DEFAULT 10000;
ALTER TABLE org ADD COLUMN mail_agents INTEGER NOT NULL DEFAULT 0;
ALTER TABLE site ADD COLUMN mail_mode TEXT;
ALTER TABLE site ADD COLUMN mailbox_id TEXT;
-- The mailbox that got it.
ALTER TABLE ticket ADD COLUMN mailbox_id TEXT;
-- Which reply addresses are good: raised, all older ones are void.
ALTER TABLE contact ADD COLUMN mail_generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN bounced_at INTEGER;
ALTER TABLE contact ADD COLUMN bounced_said TEXT;
ALTER TABLE membership ADD COLUMN mail_generation INTEGER NOT NULL DEFAULT 0;
-- What a person writes under their own replies, below the organization's words.
ALTER TABLE user_account ADD COLUMN signature TEXT NOT NULL DEFAULT '';
-- How a picture inside a mail names the file.
ALTER TABLE attachment ADD COLUMN content_id TEXT;

-- A reply address names a ticket before its organization is known.
CREATE INDEX ticket_link_by_ticket ON ticket_link (ticket_id);
