-- Accounts (D28): two-factor, another address, where sign-in leads, and the end of an account.

-- Where sign-in leads; without one, to where the person was last.
ALTER TABLE user_account ADD COLUMN default_org_id uuid;
-- Name and address are gone. The row stays: what its person wrote still names it.
ALTER TABLE user_account ADD COLUMN deleted_at timestamptz;

-- The address that opening the link proves, where the link is for another one than the account has.
ALTER TABLE user_token ADD COLUMN email text COLLATE "C";

CREATE TABLE user_totp (
    user_id uuid NOT NULL PRIMARY KEY REFERENCES user_account (id) ON DELETE CASCADE,
    -- Sealed with a key that is not in the database (INV-8).
    secret text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    -- NULL while it is being set up.
    confirmed_at timestamptz,
    -- The newest time step whose code was taken: neither it nor an older one is taken again.
    last_step bigint NOT NULL
);

CREATE TABLE recovery_code (
    user_id uuid NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    -- Keyed with the installation's secret.
    code_hash text COLLATE "C" NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (user_id, code_hash)
);

-- A browser between a password that fits and a code that does.
CREATE TABLE sign_in_step (
    token_hash text COLLATE "C" NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    tries bigint NOT NULL
);
CREATE INDEX sign_in_step_user ON sign_in_step (user_id);
