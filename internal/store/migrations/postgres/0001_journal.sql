-- +goose Up
-- The journal: what was decided, in the exact bytes that were hashed. Times
-- are microseconds since 1970 in UTC. The SQLite file of the same name
-- makes the same tables; a test compares them. COLLATE "C" sorts by bytes, as
-- SQLite does.

-- One row per premises: how many entries each log holds. Every append moves it
-- by compare-and-set, so two writers can never both write one sequence number.
CREATE TABLE head (
    premises TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    clinical BIGINT           NOT NULL CHECK (clinical >= 0),
    register BIGINT           NOT NULL CHECK (register >= 0)
);

-- hashes are the Merkle hashes that became computable with the entry, 32 bytes
-- each: beside the bytes they cost no row and no index of their own.
CREATE TABLE entry (
    premises TEXT COLLATE "C" NOT NULL,
    log      TEXT COLLATE "C" NOT NULL CHECK (log IN ('clinical', 'register', 'study')),
    seq      BIGINT           NOT NULL CHECK (seq >= 0),
    hashes   BYTEA            NOT NULL,
    bytes    BYTEA            NOT NULL,
    PRIMARY KEY (premises, log, seq)
);

-- What each command was answered: entries [from, to) of each log belong to it.
CREATE TABLE command (
    premises      TEXT COLLATE "C" NOT NULL,
    id            TEXT COLLATE "C" NOT NULL,
    digest        BYTEA            NOT NULL,
    clinical_from BIGINT           NOT NULL,
    clinical_to   BIGINT           NOT NULL,
    register_from BIGINT           NOT NULL,
    register_to   BIGINT           NOT NULL,
    recorded      BIGINT           NOT NULL,
    PRIMARY KEY (premises, id)
);

-- Signed tree heads. A witness may sign a size again later, so time is in the key.
CREATE TABLE checkpoint (
    premises TEXT COLLATE "C" NOT NULL,
    log      TEXT COLLATE "C" NOT NULL CHECK (log IN ('clinical', 'register', 'study')),
    size     BIGINT           NOT NULL CHECK (size >= 0),
    at       BIGINT           NOT NULL,
    root     BYTEA            NOT NULL,
    note     BYTEA            NOT NULL,
    PRIMARY KEY (premises, log, size, at)
);

-- The cabinet: names and free text. Erasable row by row; the logs hold only
-- salted digests of it.
CREATE TABLE secret (
    premises TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    subject  TEXT COLLATE "C" NOT NULL,
    field    TEXT COLLATE "C" NOT NULL,
    salt     BYTEA            NOT NULL,
    text     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (premises, id)
);
CREATE INDEX secret_subject ON secret (premises, subject);

-- The newest picture of the state; droppable.
CREATE TABLE snapshot (
    premises TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    clinical BIGINT           NOT NULL,
    register BIGINT           NOT NULL,
    format   TEXT COLLATE "C" NOT NULL,
    bytes    BYTEA            NOT NULL
);

-- No cancellation, obliteration or alteration (R-REG-06): the database itself
-- refuses, whoever asks.
-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are not changed and not deleted: correct by adding (R-REG-06)', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION refuse_backwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.premises <> OLD.premises OR NEW.clinical < OLD.clinical OR NEW.register < OLD.register THEN
        RAISE EXCEPTION 'the head of a log only moves forward (R-REG-06)' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER head_forward BEFORE UPDATE ON head
    FOR EACH ROW EXECUTE FUNCTION refuse_backwards();
CREATE TRIGGER head_no_delete BEFORE DELETE OR TRUNCATE ON head
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER command_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON command
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
