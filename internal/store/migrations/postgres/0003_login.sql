-- +goose Up
-- Sign-in: PINs as hashes, passkeys, sessions, prompts, the sign-in trail; see
-- package login. Small documents that change by compare-and-set on version: no
-- record of anybody's care is here, so nothing refuses an update or a delete.
-- expires is in microseconds since 1970 in UTC; 0 is never.

CREATE TABLE login_key (
    kind    TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    owner   TEXT COLLATE "C" NOT NULL,
    version BIGINT           NOT NULL CHECK (version > 0),
    expires BIGINT           NOT NULL,
    data    BYTEA            NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX login_key_owner ON login_key (kind, owner, id);
CREATE INDEX login_key_expires ON login_key (expires) WHERE expires > 0;
