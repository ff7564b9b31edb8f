-- Accounts (D28): two-factor, another address, where sign-in leads, and the end of an account.

-- Where sign-in leads; without one, to where the person was last.
ALTER TABLE user_account ADD COLUMN default_org_id TEXT;
-- Name and address are gone. The row stays: what its person wrote still names it.
ALTER TABLE user_account ADD COLUMN deleted_at INTEGER;

-- The address that opening the link proves, where the link is for another one than the account has.
ALTER TABLE user_token ADD COLUMN email TEXT;

CREATE TABLE user_totp (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES user_account (id) ON DELETE CASCADE,
    -- Sealed with a key that is not in the database (INV-8).
    secret TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- NULL while it is being set up.
    confirmed_at INTEGER,
    -- The newest time step whose code was taken: neither it nor an older one is taken again.
    last_step INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    -- Keyed with the installation's secret.
    code_hash TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (user_id, code_hash)
) STRICT;

-- A browser between a password that fits and a code that does.
CREATE TABLE sign_in_step (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_step_user ON sign_in_step (user_id);
