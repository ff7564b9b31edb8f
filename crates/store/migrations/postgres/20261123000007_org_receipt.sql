-- What stays of a deleted organization (B33): that it was, when and by whom it was deleted, and how much went with it. Its address
-- is never given out again: old links must not lead to somebody else.
CREATE TABLE org_receipt (
    org_id uuid NOT NULL PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    slug text COLLATE "C" NOT NULL UNIQUE,
    deleted_by uuid,
    deleted_at timestamptz NOT NULL,
    tickets bigint NOT NULL,
    members bigint NOT NULL
);
CREATE INDEX org_receipt_tenant ON org_receipt (tenant_id);
