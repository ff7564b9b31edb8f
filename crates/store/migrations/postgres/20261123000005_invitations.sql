-- Invitations: which of its links is the newest, whether that one went by mail to the address alone (then it proves the
-- address), and how many mails went out (D19, security A3).
ALTER TABLE invitation ADD COLUMN generation bigint NOT NULL DEFAULT 1;
ALTER TABLE invitation ADD COLUMN mailed boolean NOT NULL DEFAULT true;

CREATE TABLE invitation_mail (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    email_key text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX invitation_mail_at ON invitation_mail (org_id, at);

ALTER TABLE invitation_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitation_mail FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON invitation_mail TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON invitation_mail TO helpstead_owner USING (true) WITH CHECK (true);
