-- Passkeys (D28): the keys of an account, and the questions that wait for an answer.

CREATE TABLE passkey (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    -- SHA-256 of what the key calls itself: no key belongs to two accounts.
    credential_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- The public key, sealed: nobody who can only write here lets themselves in.
    key TEXT NOT NULL,
    -- How often it says it was used; never back. Keys that are copied between devices on purpose say 0 for ever.
    counter INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX passkey_of_user ON passkey (user_id);

-- One that is being added, in the browser that gave the password.
CREATE TABLE passkey_setup (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- Sealed.
    question TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- What a browser that signs in was asked to sign. Taken once.
CREATE TABLE passkey_question (
    token_hash TEXT NOT NULL PRIMARY KEY,
    -- Sealed.
    question TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
