-- Audit (D33): who changed what here, in the order it happened, each row chained to the one before. Written in the
-- transaction of the change itself; the head of the chain stands in the counter row that every writing transaction locks.

CREATE TABLE audit (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    -- Safe fields as JSON text, byte for byte as the hash covers them; NULL where there is nothing to tell.
    before TEXT,
    after TEXT,
    ip TEXT,
    hash TEXT NOT NULL,
    PRIMARY KEY (org_id, seq)
) STRICT;
CREATE INDEX audit_action ON audit (org_id, action, seq);
CREATE INDEX audit_actor ON audit (org_id, actor_id, seq);

ALTER TABLE org_counter ADD COLUMN audit_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE org_counter ADD COLUMN audit_head TEXT NOT NULL DEFAULT '';
