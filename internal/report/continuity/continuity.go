// Package continuity makes the paper that a service works from when the power
// or the network is gone: who comes and what is prescribed, blank visit and
// register sheets, the emergency steps, whom to call, and how to catch up.
//
// It states facts at one position of the journal. It never says that a dose may
// be given later: that depends on what nobody knows yet.
package continuity

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"steady/clinic"
	"steady/internal/report/sheet"
	"steady/journal"
	"steady/moment"
)

// Source is a premises whose committed state can be read, such as *app.House.
type Source interface {
	View(f func(*clinic.State)) error
	Texts(ctx context.Context, refs ...clinic.Text) (map[string]string, error)
	// Root is the tree head of a log at a size that it has reached.
	Root(ctx context.Context, log journal.Log, size int64) ([32]byte, error)
	Now() moment.Instant
}

// Options say what a service adds of its own.
type Options struct {
	Service  string   // its name
	Contacts []string // whom to call, one line each; none leaves blank lines
	Visits   int      // blank visit sheets; 0 is DefaultVisits
}

// How many blank visit sheets there are, and the most that are made at once.
const (
	DefaultVisits = 12
	MostVisits    = 200
)

// Pack is the whole of it, as text: the screen and the paper say the same.
type Pack struct {
	Service  string
	Position string         // where in the journal it stands, and when
	Made     moment.Instant //
	Zone     moment.Zone
	Warning  string // how it is kept, and when it is destroyed
	Facts    []Part // what is read
	Blank    []Part // what is written on
}

// Part is one section: the head of every sheet of it, then blocks.
type Part struct {
	Title     string
	Lines     []string
	Blocks    []Block
	Landscape bool
}

// Block is a heading, paragraphs and a table; each may be missing.
type Block struct {
	Heading string
	Text    []string
	Cols    []sheet.Col
	Rows    []sheet.Row
	Turn    bool // begins a sheet
}

// Make reads the committed state once and makes the pack from it.
func Make(ctx context.Context, src Source, o Options) (Pack, error) {
	now := src.Now()
	var refs []clinic.Text
	if err := src.View(func(s *clinic.State) { refs = textsOf(s) }); err != nil {
		return Pack{}, err
	}
	texts, err := src.Texts(ctx, refs...)
	if err != nil {
		return Pack{}, err
	}
	var p Pack
	var clinical, register int64
	err = src.View(func(s *clinic.State) {
		clinical, register = s.Clinical, s.Register
		b := builder{s: s, texts: texts, now: now, z: s.Zone(), o: o}
		p = b.pack()
	})
	if err != nil {
		return Pack{}, err
	}
	var heads []string
	for _, x := range []struct {
		log  journal.Log
		size int64
	}{{journal.Clinical, clinical}, {journal.Register, register}} {
		root, err := src.Root(ctx, x.log, x.size)
		if err != nil {
			return Pack{}, err
		}
		heads = append(heads, fmt.Sprintf("%s log %d entries, head %s", x.log, x.size, hex.EncodeToString(root[:8])))
	}
	p.Position = fmt.Sprintf("%s. As at %s: %s.", p.Service, p.Zone.In(now).Format("Mon 2 Jan 2006, 15:04 MST"),
		strings.Join(heads, "; "))
	return p, nil
}

// textsOf are the cabinet texts that the sheets show.
func textsOf(s *clinic.State) (refs []clinic.Text) {
	for _, p := range s.People {
		refs = append(refs, p.Name)
		for _, t := range []*clinic.Text{p.Born, p.Allergies} {
			if t != nil {
				refs = append(refs, *t)
			}
		}
		for _, h := range p.Holds {
			if h.Reason != nil {
				refs = append(refs, *h.Reason)
			}
		}
	}
	return refs
}

// WritePDF prints the pack. The same pack gives the same bytes.
func (p Pack) WritePDF(w io.Writer) error {
	return sheet.Write(w, "When the power is gone", p.Made.Time().Truncate(time.Second), func(d *sheet.Doc) {
		for _, part := range append(append([]Part(nil), p.Facts...), p.Blank...) {
			d.Section(sheet.Head{Title: part.Title, Lines: part.Lines, Foot: p.Position + " " + p.Warning,
				Landscape: part.Landscape})
			for _, b := range part.Blocks {
				draw(d, b)
			}
		}
	})
}

func draw(d *sheet.Doc, b Block) {
	if b.Turn {
		d.Turn()
	}
	if b.Heading != "" {
		d.Heading(b.Heading)
	}
	for _, t := range b.Text {
		d.Text(t)
	}
	if len(b.Cols) > 0 {
		d.Rows(b.Cols, b.Rows)
	}
}
