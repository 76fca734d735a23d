package labdesk

import (
	"context"
	"encoding/json"

	"steady/moment"
	"steady/person"
)

// Draft is a question being written. Data is the scenario as far as it is
// written; it need not be whole.
type Draft struct {
	ID      string
	Version int64 // as it was read; 0 is a new one
	Title   string
	At      moment.Instant
	By      person.StaffID
	Data    []byte
}

type draftHead struct {
	Title string `json:"title"`
}

// Drafts lists the questions being written, the newest first, without Data.
func (d *Desk) Drafts(ctx context.Context, limit int) (out []Draft, err error) {
	list, err := d.c.Papers.Papers(ctx, d.c.Premises, KindScenario, limit)
	for _, p := range list {
		x, derr := draftOf(p)
		if derr != nil {
			return out, derr
		}
		out = append(out, x)
	}
	return out, err
}

// Draft reads one, or answers ErrNoPaper.
func (d *Desk) Draft(ctx context.Context, id string) (Draft, error) {
	p, err := d.c.Papers.Paper(ctx, d.c.Premises, KindScenario, id)
	if err != nil {
		return Draft{}, err
	}
	return draftOf(p)
}

func draftOf(p Paper) (Draft, error) {
	var h draftHead
	err := json.Unmarshal(p.Head, &h)
	return Draft{ID: p.ID, Version: p.Version, Title: h.Title, At: p.At, By: p.By, Data: p.Data}, err
}

// Write keeps a question as the version after x.Version, or answers ErrMoved.
func (d *Desk) Write(ctx context.Context, x Draft) error {
	head, err := json.Marshal(draftHead{x.Title})
	if err != nil {
		return err
	}
	return d.c.Papers.PutPaper(ctx, d.c.Premises, Paper{Kind: KindScenario, ID: x.ID, Version: x.Version, At: d.c.Now(),
		By: x.By, Head: head, Data: x.Data})
}

// Discard removes a question. Comparisons that were started from it stay.
func (d *Desk) Discard(ctx context.Context, id string) error {
	x, err := d.Draft(ctx, id)
	if err != nil {
		return err
	}
	_, err = d.c.Papers.DropPapers(ctx, d.c.Premises, KindScenario, x.ID)
	return err
}
