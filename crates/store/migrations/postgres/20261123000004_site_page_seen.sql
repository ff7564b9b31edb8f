-- When one of the organization's own people first looked at the site's support page: a step of its setup.
ALTER TABLE site ADD COLUMN page_seen_at timestamptz;
