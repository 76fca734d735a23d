// Package app is the one road for commands and the queries beside it.
package app

import (
	"context"
	"errors"

	"steady/journal"
	"steady/moment"
	"steady/person"
)

// The errors a Store answers with; anything else is a fault.
var (
	// ErrHeadMoved says that another writer appended first: read the tail and decide again.
	ErrHeadMoved = errors.New("the head of the log moved")
	// ErrDuplicateCommand says that a command id of the batch is already recorded.
	ErrDuplicateCommand = errors.New("a command of this id is recorded")
	// ErrNotFound says that the row asked for does not exist.
	ErrNotFound = errors.New("not found")
	// ErrNoSpace says that nothing was recorded because the disk is full; the
	// store works again once there is room.
	ErrNoSpace = errors.New("nothing was recorded: the disk is full or refuses writing; free some space and try again")
)

// Heads are the sizes of the two logs of one premises.
type Heads struct{ Clinical, Register int64 }

// Stored is one entry as it is kept: the exact bytes and the tlog hashes that
// became computable with it.
type Stored struct {
	Log    journal.Log
	Seq    int64
	Bytes  []byte
	Hashes [][32]byte // consecutive from tlog.StoredHashIndex(0, Seq)
}

// Answer is what a command was answered, kept for idempotency.
type Answer struct {
	Command  string         // command id
	Digest   [32]byte       // of the command's content
	From, To Heads          // entries [From, To) belong to it
	Recorded moment.Instant //
}

// Checkpoint is a signed tree head.
type Checkpoint struct {
	Log  journal.Log
	Size int64
	Root [32]byte
	Note []byte // signed note text
	At   moment.Instant
}

// Secret is one row of the cabinet: erasable free text or a name. Its digest
// is in a log; Salt makes the digest say nothing once the row is gone.
type Secret struct {
	ID      string // random id, referred to by entries
	Subject string // person or staff id it is about
	Field   string // for example chosen_name, born, note
	Salt    []byte
	Text    string
}

// Row is one change of a read model, portable between stores: an upsert of
// Cols into Table by its primary key. Rows are derived from entries alone.
// The store adds the premises itself; Cols never names it.
type Row struct {
	Table string
	Cols  []string // key columns first, as the primary key lists them after premises
	Vals  []any    // int64, string or nil, as the column holds
}

// Batch is everything one transaction appends.
type Batch struct {
	Premises    string
	Expect      Heads // compare-and-set: heads before the batch
	Entries     []Stored
	Answers     []Answer
	Checkpoints []Checkpoint
	Erase       []Erasure // of rows that stood before the batch
	Secrets     []Secret
	Rows        []Row
}

// Erasure names cabinet rows that are to be gone once a batch is durable: one
// field of one subject, however often it was written.
type Erasure struct{ Subject, Field string }

// Snapshot is a droppable picture of the state after Heads entries.
type Snapshot struct {
	Heads  Heads
	Format string // changes with the state's shape; another format is ignored
	Bytes  []byte
}

// Store is what the road needs of a database. Both stores pass storetest.
type Store interface {
	// Heads returns the sizes of both logs; zero for unknown premises.
	Heads(ctx context.Context, premises string) (Heads, error)
	// Append writes the batch in one durable transaction or not at all. It
	// returns ErrHeadMoved (asked first), ErrDuplicateCommand or an error
	// wrapping ErrNoSpace without having written. After any other error, a lost
	// connection say, read Heads and Answers before deciding again.
	Append(ctx context.Context, b Batch) error
	// Read calls yield for the entries [from, to) of a log in order and stops
	// at the end of the log. No lock is held while yield works.
	Read(ctx context.Context, premises string, log journal.Log, from, to int64, yield func(Stored) error) error
	// Hashes returns stored tlog hashes by their index, in the order asked, or
	// ErrNotFound when one is not recorded.
	Hashes(ctx context.Context, premises string, log journal.Log, indexes []int64) ([][32]byte, error)
	// Answers returns the recorded answers among the command ids.
	Answers(ctx context.Context, premises string, ids []string) (map[string]Answer, error)
	// Checkpoints returns the checkpoints of a log with size > after, ascending.
	Checkpoints(ctx context.Context, premises string, log journal.Log, after int64) ([]Checkpoint, error)
	// SaveSnapshot keeps the newest snapshot, dropping older ones; LoadSnapshot
	// returns it or ErrNotFound.
	SaveSnapshot(ctx context.Context, premises string, s Snapshot) error
	LoadSnapshot(ctx context.Context, premises string) (Snapshot, error)
	// Secrets returns cabinet rows by id; missing ids were erased.
	Secrets(ctx context.Context, premises string, ids []string) (map[string]Secret, error)
	// Erase removes every cabinet row about the subject and returns how many.
	Erase(ctx context.Context, premises, subject string) (int, error)
	// EraseFields removes cabinet rows by their subject and field and returns how
	// many there were.
	EraseFields(ctx context.Context, premises string, gone []Erasure) (int, error)
	// Forget clears the bytes of rows that a batch erased from the live database.
	// Append does not wait for it: an old reading may hold them for a while.
	Forget(ctx context.Context) error
	// Looked keeps who read whose record, durably; the same reading twice is kept
	// once, and none is ever changed. LooksAt and LooksBy list the newest first.
	Looked(ctx context.Context, premises string, looks []Look) error
	LooksAt(ctx context.Context, premises string, who person.UserID, limit int) ([]Look, error)
	LooksBy(ctx context.Context, premises string, staff person.StaffID, limit int) ([]Look, error)
	// ClearModels drops all read model rows of the premises; PutRows writes
	// rows outside a batch. Both serve rebuild only.
	ClearModels(ctx context.Context, premises string) error
	PutRows(ctx context.Context, premises string, rows []Row) error
	// Query reads a read model: the columns asked, filtered by equality on
	// where (column, value …), ordered by order columns ascending (a leading
	// "-" descends), at most limit rows (0 is no limit). Ties fall in key
	// order; NULL sorts last ascending.
	Query(ctx context.Context, q Query) ([][]any, error)
	// Premises lists the premises ids with at least one entry.
	Premises(ctx context.Context) ([]string, error)
	Close() error
}

// Query asks for rows of a read model. Values go in and come back as int64,
// string or nil.
type Query struct {
	Premises string
	Table    string
	Cols     []string
	Where    []any // alternating column name and value
	Order    []string
	Limit    int
}
