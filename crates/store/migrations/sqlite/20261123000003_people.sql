-- People: roles an organization makes itself (D1), members at rest, invitations (D19), seats.

-- What a role may do is a list of permission names; `membership.role` holds a built-in role's key or the id of one of these.
CREATE TABLE role (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The name folded, so that two roles cannot be told apart by case alone.
    name_key TEXT NOT NULL,
    description TEXT NOT NULL,
    permissions TEXT NOT NULL CHECK (json_valid(permissions)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name_key)
) STRICT;

-- A member at rest keeps name and history and enters nothing.
ALTER TABLE membership ADD COLUMN deactivated_at INTEGER;
CREATE INDEX membership_role ON membership (org_id, role);

-- Directory: the link in a mail is answered before its organization is known.
CREATE TABLE invitation (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    -- Of the newest link; an older one opens nothing.
    token_hash TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'declined', 'revoked')),
    invited_by TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    decided_at INTEGER,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE UNIQUE INDEX invitation_pending ON invitation (org_id, email_key) WHERE state = 'pending';
CREATE INDEX invitation_email ON invitation (email_key) WHERE state = 'pending';

-- Active members and pending invitations together; NULL for any number.
ALTER TABLE org ADD COLUMN seats INTEGER;

DROP VIEW member_org;
CREATE VIEW member_org AS
SELECT m.user_id, m.org_id, m.role, m.seen_at,
    CAST((SELECT COUNT(*)
        FROM (SELECT t.id, t.last_message FROM ticket t WHERE t.org_id = m.org_id AND t.category = 'open'
              ORDER BY t.active_at DESC, t.id DESC LIMIT 100) AS newest
        LEFT JOIN ticket_seen s ON s.org_id = m.org_id AND s.user_id = m.user_id AND s.ticket_id = newest.id
        WHERE s.message_number IS NULL OR s.message_number < newest.last_message) AS BIGINT) AS unread
FROM membership m WHERE m.deactivated_at IS NULL;
