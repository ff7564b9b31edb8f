-- What stays of a deleted organization (B33): that it was, when and by whom it was deleted, and how much went with it. Its address
-- is never given out again: old links must not lead to somebody else.
CREATE TABLE org_receipt (
    org_id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL REFERENCES tenant (id),
    slug TEXT NOT NULL UNIQUE,
    deleted_by TEXT,
    deleted_at INTEGER NOT NULL,
    tickets INTEGER NOT NULL,
    members INTEGER NOT NULL
) STRICT;
CREATE INDEX org_receipt_tenant ON org_receipt (tenant_id);
