-- +goose Up
-- Who of staff read whose record: shown to the person, and to whoever read.
-- It is beside the logs and no part of anybody's care. Like a log it only grows.
-- page is the address without ids; at is in microseconds since 1970 in UTC.

CREATE TABLE looked (
    premises TEXT COLLATE "C" NOT NULL,
    person   TEXT COLLATE "C" NOT NULL,
    at       BIGINT           NOT NULL,
    staff    TEXT COLLATE "C" NOT NULL,
    page     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (premises, person, at, staff, page)
);
CREATE INDEX looked_staff ON looked (premises, staff, at);

CREATE TRIGGER looked_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON looked
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
