-- The site that the proofs in a ticket's mail are made with: where it was opened. Proofs that went out stay good when it moves.
ALTER TABLE ticket ADD COLUMN mail_site_id TEXT NOT NULL DEFAULT '';
UPDATE ticket SET mail_site_id = site_id;
-- The host of the Message-ID it left with, for later mails to name it by. NULL: it left before this was kept.
ALTER TABLE mail_out ADD COLUMN host TEXT;
-- The Message-ID it came with, for our answers to name. NULL: it had none that could be named.
ALTER TABLE message_mail ADD COLUMN header_id TEXT;
