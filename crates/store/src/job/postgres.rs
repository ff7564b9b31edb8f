//! The claim on PostgreSQL: any number of nodes take different jobs at once, without waiting for each other.

/// `$1` now, `$2` end of the lease, `$3` how many, `$4` whether those that may take minutes.
pub(super) const CLAIM: &str = "UPDATE job SET locked_until = $2, attempts = attempts + 1
     WHERE id IN (
         SELECT id FROM job WHERE done_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1)
           AND (kind = 'org_export') = $4
         ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
     )
     RETURNING id, org_id, payload, attempts, run_at, created_at";
