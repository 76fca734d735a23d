-- +goose Up
-- Read models: derived from entries alone, droppable, rebuilt by `steady rebuild`.
-- Masses are whole micrograms, times microseconds since 1970 in UTC, day is
-- YYYY-MM-DD in the site's zone.

CREATE TABLE register_line (
    premises         TEXT COLLATE "C" NOT NULL,
    seq              BIGINT           NOT NULL,
    page             TEXT COLLATE "C" NOT NULL,
    kind             TEXT COLLATE "C" NOT NULL,
    happened         BIGINT           NOT NULL,
    recorded         BIGINT           NOT NULL,
    by_id            TEXT COLLATE "C" NOT NULL,
    witness_id       TEXT COLLATE "C",
    ampoules         BIGINT,
    mass             BIGINT,
    balance_ampoules BIGINT,
    balance_mass     BIGINT,
    person           TEXT COLLATE "C",
    visit            TEXT COLLATE "C",
    target           BIGINT,
    body             TEXT COLLATE "C",
    PRIMARY KEY (premises, seq)
);
CREATE INDEX register_line_page ON register_line (premises, page, seq);

CREATE TABLE visit_row (
    premises   TEXT COLLATE "C" NOT NULL,
    visit      TEXT COLLATE "C" NOT NULL,
    person     TEXT COLLATE "C",
    day        TEXT COLLATE "C",
    session    TEXT COLLATE "C",
    stage      TEXT COLLATE "C",
    due        BIGINT,
    arrived    BIGINT,
    ended      BIGINT,
    outcome    TEXT COLLATE "C",
    prescribed BIGINT,
    given      BIGINT,
    PRIMARY KEY (premises, visit)
);
CREATE INDEX visit_row_day ON visit_row (premises, day);
CREATE INDEX visit_row_person ON visit_row (premises, person);

CREATE TABLE person_event (
    premises TEXT COLLATE "C" NOT NULL,
    seq      BIGINT           NOT NULL,
    person   TEXT COLLATE "C" NOT NULL,
    visit    TEXT COLLATE "C",
    kind     TEXT COLLATE "C" NOT NULL,
    happened BIGINT           NOT NULL,
    recorded BIGINT           NOT NULL,
    by_id    TEXT COLLATE "C" NOT NULL,
    body     TEXT COLLATE "C",
    PRIMARY KEY (premises, person, seq)
);
