-- Passkeys (D28): the keys of an account, and the questions that wait for an answer.

CREATE TABLE passkey (
    id uuid NOT NULL PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    -- SHA-256 of what the key calls itself: no key belongs to two accounts.
    credential_hash text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    -- The public key, sealed: nobody who can only write here lets themselves in.
    key text COLLATE "C" NOT NULL,
    -- How often it says it was used; never back. Keys that are copied between devices on purpose say 0 for ever.
    counter bigint NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX passkey_of_user ON passkey (user_id);

-- One that is being added, in the browser that gave the password.
CREATE TABLE passkey_setup (
    session_id uuid NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    name text COLLATE "C" NOT NULL,
    -- Sealed.
    question text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
);

-- What a browser that signs in was asked to sign. Taken once.
CREATE TABLE passkey_question (
    token_hash text COLLATE "C" NOT NULL PRIMARY KEY,
    -- Sealed.
    question text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
);
