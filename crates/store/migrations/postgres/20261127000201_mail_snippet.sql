-- How a mail begins, so that whoever decides about it reads that without opening it.
ALTER TABLE mail_in ADD COLUMN snippet text COLLATE "C" NOT NULL DEFAULT '';
