-- Audit (D33): who changed what here, in the order it happened, each row chained to the one before. Written in the
-- transaction of the change itself; the head of the chain stands in the counter row that every writing transaction locks.

CREATE TABLE audit (
    org_id uuid NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid,
    actor_name text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    -- Safe fields as JSON text, byte for byte as the hash covers them; NULL where there is nothing to tell.
    before text COLLATE "C",
    after text COLLATE "C",
    ip text COLLATE "C",
    hash text COLLATE "C" NOT NULL,
    PRIMARY KEY (org_id, seq)
);
CREATE INDEX audit_action ON audit (org_id, action, seq);
CREATE INDEX audit_actor ON audit (org_id, actor_id, seq);

ALTER TABLE org_counter ADD COLUMN audit_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE org_counter ADD COLUMN audit_head text COLLATE "C" NOT NULL DEFAULT '';

ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
CREATE POLICY run ON audit TO helpstead_run USING (org_id = app_org()) WITH CHECK (org_id = app_org());
CREATE POLICY owner ON audit TO helpstead_owner USING (true) WITH CHECK (true);
