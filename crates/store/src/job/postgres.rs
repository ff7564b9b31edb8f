//! The claim on PostgreSQL: any number of nodes take different jobs at once, without waiting for each other.

/// `$1` now, `$2` end of the lease, `$3` how many, `$4` the lane.
pub(super) const CLAIM: &str = "UPDATE job SET locked_until = $2, attempts = attempts + 1
     WHERE id IN (
         SELECT id FROM job WHERE lane = $4 AND done_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1)
         ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
     )
     RETURNING id, org_id, payload, attempts, run_at, created_at";

/// The same in the lane of mail. What another node took since the turns were read is looked at again, and left to it.
pub(super) const CLAIM_TURNS: &str = concat!(
    turns!(),
    "UPDATE job SET locked_until = $2, attempts = attempts + 1
     WHERE id IN (
         SELECT j.id FROM turn t JOIN job j ON j.id = t.id WHERE j.done_at IS NULL AND (j.locked_until IS NULL OR j.locked_until <= $1)
         ORDER BY t.place, j.run_at, j.id LIMIT $3 FOR UPDATE OF j SKIP LOCKED
     )
     RETURNING id, org_id, payload, attempts, run_at, created_at"
);
