-- Exports (D31): everything an organization has, as one file for its owners, kept for seven days.
CREATE TABLE export (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('working', 'ready', 'failed', 'expired')),
    asked_by uuid,
    asked_by_name text COLLATE "C" NOT NULL,
    asked_at timestamptz NOT NULL,
    -- Rows and files that are in it, of how many.
    done bigint NOT NULL,
    total bigint NOT NULL,
    size bigint,
    sha256 text COLLATE "C",
    expires_at timestamptz,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX export_asked ON export (org_id, asked_at, id);

ALTER TABLE export ENABLE ROW LEVEL SECURITY;
ALTER TABLE export FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON export TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON export TO helpstead_owner USING (true) WITH CHECK (true);
