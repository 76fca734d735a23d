-- +goose Up
-- The journal: what was decided, in the exact bytes that were hashed. Times
-- are microseconds since 1970 in UTC. The PostgreSQL file of the same name
-- makes the same tables; a test compares them.

-- One row per premises: how many entries each log holds. Every append moves it
-- by compare-and-set, so two writers can never both write one sequence number.
CREATE TABLE head (
    premises TEXT    NOT NULL PRIMARY KEY,
    clinical INTEGER NOT NULL CHECK (clinical >= 0),
    register INTEGER NOT NULL CHECK (register >= 0)
) STRICT;

-- hashes are the Merkle hashes that became computable with the entry, 32 bytes
-- each: beside the bytes they cost no row and no index of their own.
CREATE TABLE entry (
    premises TEXT    NOT NULL,
    log      TEXT    NOT NULL CHECK (log IN ('clinical', 'register', 'study')),
    seq      INTEGER NOT NULL CHECK (seq >= 0),
    hashes   BLOB    NOT NULL,
    bytes    BLOB    NOT NULL,
    PRIMARY KEY (premises, log, seq)
) STRICT;

-- What each command was answered: entries [from, to) of each log belong to it.
CREATE TABLE command (
    premises      TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    digest        BLOB    NOT NULL,
    clinical_from INTEGER NOT NULL,
    clinical_to   INTEGER NOT NULL,
    register_from INTEGER NOT NULL,
    register_to   INTEGER NOT NULL,
    recorded      INTEGER NOT NULL,
    PRIMARY KEY (premises, id)
) STRICT, WITHOUT ROWID;

-- Signed tree heads. A witness may sign a size again later, so time is in the key.
CREATE TABLE checkpoint (
    premises TEXT    NOT NULL,
    log      TEXT    NOT NULL CHECK (log IN ('clinical', 'register', 'study')),
    size     INTEGER NOT NULL CHECK (size >= 0),
    at       INTEGER NOT NULL,
    root     BLOB    NOT NULL,
    note     BLOB    NOT NULL,
    PRIMARY KEY (premises, log, size, at)
) STRICT, WITHOUT ROWID;

-- The cabinet: names and free text. Erasable row by row; the logs hold only
-- salted digests of it.
CREATE TABLE secret (
    premises TEXT NOT NULL,
    id       TEXT NOT NULL,
    subject  TEXT NOT NULL,
    field    TEXT NOT NULL,
    salt     BLOB NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (premises, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX secret_subject ON secret (premises, subject);

-- The newest picture of the state; droppable.
CREATE TABLE snapshot (
    premises TEXT    NOT NULL PRIMARY KEY,
    clinical INTEGER NOT NULL,
    register INTEGER NOT NULL,
    format   TEXT    NOT NULL,
    bytes    BLOB    NOT NULL
) STRICT;

-- No cancellation, obliteration or alteration (R-REG-06): the database itself
-- refuses, whoever asks.
-- +goose StatementBegin
CREATE TRIGGER head_forward BEFORE UPDATE ON head
WHEN NEW.premises <> OLD.premises OR NEW.clinical < OLD.clinical OR NEW.register < OLD.register
BEGIN SELECT RAISE(ABORT, 'the head of a log only moves forward (R-REG-06)'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER head_no_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'the head of a log is not deleted (R-REG-06)'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is not changed: correct it by a new entry (R-REG-06)'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is not deleted: correct it by a new entry (R-REG-06)'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER command_no_update BEFORE UPDATE ON command
BEGIN SELECT RAISE(ABORT, 'a recorded answer is not changed (R-REG-06)'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER command_no_delete BEFORE DELETE ON command
BEGIN SELECT RAISE(ABORT, 'a recorded answer is not deleted (R-REG-06)'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoint_no_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is not changed (R-REG-06)'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is not deleted (R-REG-06)'); END;
-- +goose StatementEnd
