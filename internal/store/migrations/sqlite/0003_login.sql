-- +goose Up
-- Sign-in: PINs as hashes, passkeys, sessions, prompts, the sign-in trail; see
-- package login. Small documents that change by compare-and-set on version: no
-- record of anybody's care is here, so nothing refuses an update or a delete.
-- expires is in microseconds since 1970 in UTC; 0 is never.

CREATE TABLE login_key (
    kind    TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    owner   TEXT    NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    expires INTEGER NOT NULL,
    data    BLOB    NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX login_key_owner ON login_key (kind, owner, id);
CREATE INDEX login_key_expires ON login_key (expires) WHERE expires > 0;
