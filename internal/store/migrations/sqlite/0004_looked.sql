-- +goose Up
-- Who of staff read whose record: shown to the person, and to whoever read.
-- It is beside the logs and no part of anybody's care. Like a log it only grows.
-- page is the address without ids; at is in microseconds since 1970 in UTC.

CREATE TABLE looked (
    premises TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    staff    TEXT    NOT NULL,
    page     TEXT    NOT NULL,
    PRIMARY KEY (premises, person, at, staff, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX looked_staff ON looked (premises, staff, at);

-- +goose StatementBegin
CREATE TRIGGER looked_no_update BEFORE UPDATE ON looked
BEGIN SELECT RAISE(ABORT, 'who read a record is not changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER looked_no_delete BEFORE DELETE ON looked
BEGIN SELECT RAISE(ABORT, 'who read a record is not deleted'); END;
-- +goose StatementEnd
