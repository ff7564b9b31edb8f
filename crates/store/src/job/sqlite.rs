//! The claim on SQLite: the one writer makes it exclusive by itself.

/// `$1` now, `$2` end of the lease, `$3` how many, `$4` the lane.
pub(super) const CLAIM: &str = "UPDATE job SET locked_until = $2, attempts = attempts + 1
     WHERE id IN (
         SELECT id FROM job WHERE lane = $4 AND done_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1)
         ORDER BY run_at, id LIMIT $3
     )
     RETURNING id, org_id, payload, attempts, run_at, created_at";

/// The same in the lane of mail.
pub(super) const CLAIM_TURNS: &str = concat!(
    turns!(),
    "UPDATE job SET locked_until = $2, attempts = attempts + 1
     WHERE id IN (SELECT j.id FROM turn t JOIN job j ON j.id = t.id ORDER BY t.place, j.run_at, j.id LIMIT $3)
     RETURNING id, org_id, payload, attempts, run_at, created_at"
);
