-- Jobs wait in lanes, so that a mail server which does not answer holds up mail alone, and only that of its own organization.
ALTER TABLE job ADD COLUMN lane TEXT NOT NULL DEFAULT 'quick' CHECK (lane IN ('quick', 'mail', 'long'));
UPDATE job SET lane = 'mail'
    WHERE kind IN ('mail_ticket_opened', 'mail_ticket_replied', 'mail_ticket_link', 'mail_ticket_agent', 'mail_mailbox_test');
UPDATE job SET lane = 'long' WHERE kind = 'org_export';
DROP INDEX job_due;
CREATE INDEX job_due ON job (lane, run_at, id) WHERE done_at IS NULL;
-- The next of each organization, and what each has in hand.
CREATE INDEX job_turn ON job (lane, org_id, run_at, id) WHERE done_at IS NULL;
CREATE INDEX job_held ON job (lane, org_id, locked_until) WHERE locked_until IS NOT NULL;

-- What its own server said when a mail could not be handed over, apart from what the folder's server said.
ALTER TABLE mailbox ADD COLUMN smtp_error TEXT;
ALTER TABLE mailbox ADD COLUMN smtp_error_at INTEGER;
-- Until now both stood in one place. Where nobody looks into a folder, nothing would take it away.
UPDATE mailbox SET error = NULL, error_at = NULL, failures = 0 WHERE kind = 'receiver' OR direction = 'out';
