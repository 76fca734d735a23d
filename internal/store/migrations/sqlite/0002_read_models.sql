-- +goose Up
-- Read models: derived from entries alone, droppable, rebuilt by `steady rebuild`.
-- Masses are whole micrograms, times microseconds since 1970 in UTC, day is
-- YYYY-MM-DD in the site's zone.

CREATE TABLE register_line (
    premises         TEXT    NOT NULL,
    seq              INTEGER NOT NULL,
    page             TEXT    NOT NULL,
    kind             TEXT    NOT NULL,
    happened         INTEGER NOT NULL,
    recorded         INTEGER NOT NULL,
    by_id            TEXT    NOT NULL,
    witness_id       TEXT,
    ampoules         INTEGER,
    mass             INTEGER,
    balance_ampoules INTEGER,
    balance_mass     INTEGER,
    person           TEXT,
    visit            TEXT,
    target           INTEGER,
    body             TEXT,
    PRIMARY KEY (premises, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX register_line_page ON register_line (premises, page, seq);

CREATE TABLE visit_row (
    premises   TEXT NOT NULL,
    visit      TEXT NOT NULL,
    person     TEXT,
    day        TEXT,
    session    TEXT,
    stage      TEXT,
    due        INTEGER,
    arrived    INTEGER,
    ended      INTEGER,
    outcome    TEXT,
    prescribed INTEGER,
    given      INTEGER,
    PRIMARY KEY (premises, visit)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_row_day ON visit_row (premises, day);
CREATE INDEX visit_row_person ON visit_row (premises, person);

CREATE TABLE person_event (
    premises TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    person   TEXT    NOT NULL,
    visit    TEXT,
    kind     TEXT    NOT NULL,
    happened INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    by_id    TEXT    NOT NULL,
    body     TEXT,
    PRIMARY KEY (premises, person, seq)
) STRICT;
