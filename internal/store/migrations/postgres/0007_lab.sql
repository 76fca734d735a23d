-- +goose Up
-- The policy lab: questions, how far a comparison is, its replications so far,
-- and results; see package labdesk. Everybody in the lab is simulated, so
-- nothing here is a record of anybody, and nothing refuses an update or a delete.
-- at is in microseconds since 1970 in UTC; head is a few facts for lists.

CREATE TABLE lab_paper (
    premises TEXT COLLATE "C" NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    version  BIGINT           NOT NULL CHECK (version > 0),
    at       BIGINT           NOT NULL,
    by_id    TEXT COLLATE "C" NOT NULL,
    head     BYTEA            NOT NULL,
    data     BYTEA            NOT NULL,
    PRIMARY KEY (premises, kind, id)
);
CREATE INDEX lab_paper_at ON lab_paper (premises, kind, at);
