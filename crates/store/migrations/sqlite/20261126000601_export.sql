-- Exports (D31): everything an organization has, as one file for its owners, kept for seven days.
CREATE TABLE export (
    org_id TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('working', 'ready', 'failed', 'expired')),
    asked_by TEXT,
    asked_by_name TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    -- Rows and files that are in it, of how many.
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    size INTEGER,
    sha256 TEXT,
    expires_at INTEGER,
    PRIMARY KEY (org_id, id)
) STRICT;
CREATE INDEX export_asked ON export (org_id, asked_at, id);
