-- The days of an organization's log, found however far back they are; the numbers of their rows come out of the index alone.

CREATE INDEX audit_at ON audit (org_id, at, seq);
