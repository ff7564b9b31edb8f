-- How often a mailbox began to look elsewhere: what a number in its folder names there is another mail.
ALTER TABLE mailbox ADD COLUMN rewinds bigint NOT NULL DEFAULT 0;
-- When the numbers in its folder last became others.
ALTER TABLE mailbox ADD COLUMN renumbered_at timestamptz;
