// Package labdesk keeps the policy lab's questions and answers and runs them one
// at a time beside the clinic. Nothing in it is about a person: everybody in the
// lab is simulated. What it keeps are papers, small documents with a version,
// in tables of the service's own store, so that they are backed up with it.
package labdesk

import (
	"context"
	"errors"

	"steady/moment"
	"steady/person"
)

// Kind tells papers apart.
type Kind string

// The kinds of papers.
const (
	KindScenario Kind = "scenario" // a question being written
	KindRun      Kind = "run"      // how far a comparison is
	KindPart     Kind = "part"     // replications of a run that is not finished
	KindResult   Kind = "result"   // a finished comparison
	KindTable    Kind = "table"    // every replication of it, as CSV
)

// Paper is one document of the lab.
type Paper struct {
	Kind    Kind
	ID      string
	Version int64          // of the stored row; 0 is a new one
	At      moment.Instant // when it was written last
	By      person.StaffID // who wrote it last
	Head    []byte         // a few facts for lists, JSON
	Data    []byte
}

// The errors of Papers.
var (
	// ErrNoPaper says that there is none of that kind and id.
	ErrNoPaper = errors.New("there is no such paper in the lab")
	// ErrMoved says that somebody else wrote the paper since it was read.
	ErrMoved = errors.New("the paper was written by somebody else since")
)

// Papers keeps papers. Every call is durable on return. An id is made of
// letters, digits and "-", "_", "." or "/".
type Papers interface {
	// PutPaper writes a paper as the version after p.Version, or answers ErrMoved.
	PutPaper(ctx context.Context, premises string, p Paper) error
	// Paper reads one, or answers ErrNoPaper.
	Paper(ctx context.Context, premises string, kind Kind, id string) (Paper, error)
	// Papers lists those of a kind, the newest first, without Data.
	Papers(ctx context.Context, premises string, kind Kind, limit int) ([]Paper, error)
	// Parts reads those of a kind whose id begins so, in the order of ids, whole.
	Parts(ctx context.Context, premises string, kind Kind, prefix string) ([]Paper, error)
	// DropPapers removes those of a kind whose id begins so, and counts them.
	DropPapers(ctx context.Context, premises string, kind Kind, prefix string) (int, error)
}
