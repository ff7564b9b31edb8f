-- Branding (S1-28, S1-31): the logo, whose bytes lie beside attachments under this id, and what stands under every mailed reply.
ALTER TABLE org ADD COLUMN logo TEXT;
ALTER TABLE org ADD COLUMN signature TEXT NOT NULL DEFAULT '';
