-- Branding (S1-28, S1-31): the logo, whose bytes lie beside attachments under this id, and what stands under every mailed reply.
ALTER TABLE org ADD COLUMN logo uuid;
ALTER TABLE org ADD COLUMN signature text COLLATE "C" NOT NULL DEFAULT '';
