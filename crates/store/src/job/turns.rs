//! Whose turn it is in the lane of mail. A server that does not answer holds up to two mails of its organization, and none of others.
//!
//! Proof: an organization is offered only what brings it to two in hand. With `n` places, the others are all taken only once `n / 2`
//! organizations have silent servers; and of what is offered, the first mail of whoever has none in hand comes before all second ones.
//! The walk goes from organization to organization by the index, so its cost is that of organizations that wait, not of their mails.

/// `$1` now. Gives `turn (id, place)`: at most two due mails of each organization, and how many it has in hand ahead of each. An `id`
/// may be NULL where there is nothing due.
macro_rules! turns {
    () => {
        "WITH RECURSIVE waiting (org) AS (
             SELECT (SELECT org_id FROM job WHERE lane = 'mail' AND done_at IS NULL AND org_id IS NOT NULL ORDER BY org_id LIMIT 1)
             UNION ALL
             SELECT (SELECT j.org_id FROM job j WHERE j.lane = 'mail' AND j.done_at IS NULL AND j.org_id > w.org
                     ORDER BY j.org_id LIMIT 1)
             FROM waiting w WHERE w.org IS NOT NULL
         ), held (org, count) AS (
             SELECT w.org, (SELECT COUNT(*) FROM job h WHERE h.lane = 'mail' AND h.org_id = w.org AND h.locked_until > $1)
             FROM waiting w WHERE w.org IS NOT NULL
         ), turn (id, place) AS (
             SELECT (SELECT j.id FROM job j WHERE j.lane = 'mail' AND j.org_id = h.org AND j.done_at IS NULL AND j.run_at <= $1
                       AND (j.locked_until IS NULL OR j.locked_until <= $1) ORDER BY j.run_at, j.id LIMIT 1), h.count
             FROM held h WHERE h.count < 2
             UNION ALL
             SELECT (SELECT j.id FROM job j WHERE j.lane = 'mail' AND j.org_id = h.org AND j.done_at IS NULL AND j.run_at <= $1
                       AND (j.locked_until IS NULL OR j.locked_until <= $1) ORDER BY j.run_at, j.id LIMIT 1 OFFSET 1), h.count + 1
             FROM held h WHERE h.count < 1
         ) "
    };
}
