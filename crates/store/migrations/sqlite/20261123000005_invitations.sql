-- Invitations: which of its links is the newest, whether that one went by mail to the address alone (then it proves the
-- address), and how many mails went out (D19, security A3).
ALTER TABLE invitation ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE invitation ADD COLUMN mailed INTEGER NOT NULL DEFAULT 1;

CREATE TABLE invitation_mail (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    email_key TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE INDEX invitation_mail_at ON invitation_mail (org_id, at);
