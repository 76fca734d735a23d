package study

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"steady/internal/app"
	"steady/journal"
	"steady/moment"
	"steady/voice"
)

// The kinds of entry. Their order in the log is the order of the project.
const (
	kindProject   = "study_project"
	kindUser      = "study_coder"
	kindCode      = "study_code"
	kindCodesEnd  = "study_codes_end"
	kindSource    = "study_source"
	kindSelection = "study_selection"
	kindSection   = "study_section"
	kindMember    = "study_file"
)

// entry is the body of every kind; fields that do not apply are left out. Ids
// are opaque; positions and ids are all that the log itself says (V-22).
type entry struct {
	ID      string  `json:"id,omitempty"`
	In      string  `json:"in,omitempty"` // the source of a selection
	Depth   int     `json:"depth,omitempty"`
	Start   *int    `json:"start,omitempty"` // code points of the text
	End     *int    `json:"end,omitempty"`
	Codings []coded `json:"codings,omitempty"`
	Piece   text    `json:"piece"`           // the whole piece, in the cabinet
	Words   *text   `json:"words,omitempty"` // the transcript of a source, in the cabinet
}

type coded struct {
	Code string `json:"code"`
	By   string `json:"by,omitempty"`
}

// opaqueID lets through what looks like an id: a name in its place stays out of
// the log.
var opaqueID = regexp.MustCompile(`^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`)

func opaque(id string) string {
	if id = voice.BareID(id); opaqueID.MatchString(id) {
		return id
	}
	return ""
}

// head is what a project says of itself.
type head struct {
	Attrs    []voice.Attr `json:"attrs,omitempty"`
	Codebook bool         `json:"codebook,omitempty"`
}

// project records every piece in order. Whatever belongs to one source has that
// source as its subject, so that one erasure takes the transcript, its quotes
// and its codings together.
func (w *batcher) project(p *voice.Project) {
	w.record(kindProject, entry{Piece: w.keepJSON("study", "project", head{p.Attrs, p.Codebook})})
	for _, u := range p.Users {
		w.record(kindUser, entry{ID: opaque(u.ID), Piece: w.keepJSON("study", "coder", u)})
	}
	for _, c := range p.Codes {
		w.record(kindCode, entry{ID: opaque(c.ID), Depth: c.Depth, Piece: w.keepJSON("study", "code", c)})
	}
	if len(p.CodesEnd) > 0 {
		w.record(kindCodesEnd, entry{Piece: w.keepJSON("study", "codes", p.CodesEnd)})
	}
	for i := range p.Sources {
		w.source(&p.Sources[i], subject(i))
	}
	for i := range p.Sections {
		w.record(kindSection, entry{Piece: w.keepJSON("study", "section", p.Sections[i])})
	}
	for _, m := range p.Members {
		w.record(kindMember, entry{Piece: w.keepJSON("study", "file", m)})
	}
}

// subject is under what the source recorded after n others is kept.
func subject(n int) string { return fmt.Sprintf("source-%d", n+1) }

func (w *batcher) source(s *voice.Source, subject string) {
	e := entry{ID: opaque(s.ID), Piece: w.keepJSON(subject, "source", s)}
	if s.HasText {
		words := w.keepJSON(subject, "transcript", s.Text)
		e.Words = &words
	}
	w.record(kindSource, e)
	for i := range s.Selections {
		sel := &s.Selections[i]
		e := entry{ID: opaque(sel.ID), In: opaque(s.ID), Start: &sel.Start, End: &sel.End,
			Piece: w.keepJSON(subject, "selection", sel)}
		for _, c := range sel.Codings {
			e.Codings = append(e.Codings, coded{opaque(c.Code), opaque(cmp.Or(c.User, sel.User))})
		}
		w.record(kindSelection, e)
	}
}

// read is one entry as the log holds it.
type read struct {
	kind string
	entry
}

// load folds the log and the cabinet into the project.
func (s *Study) load(ctx context.Context) error {
	heads, err := s.cfg.Store.Heads(ctx, s.cfg.ID)
	if err != nil {
		return err
	}
	s.edge, err = journal.NewEdge(heads.Clinical, func(idx []int64) ([][32]byte, error) {
		return s.cfg.Store.Hashes(ctx, s.cfg.ID, journal.Study, idx)
	})
	if err != nil {
		return fmt.Errorf("the study's log: %w", err)
	}
	entries, err := s.read(ctx, heads.Clinical)
	if err != nil {
		return err
	}
	f := folder{project: &voice.Project{}}
	if f.rows, err = s.rows(ctx, entries); err != nil {
		return err
	}
	for i, e := range entries {
		if err := f.fold(e); err != nil {
			return fmt.Errorf("study entry %d: %w", i, err)
		}
	}
	s.project, s.erased, s.sources = nil, f.erased, 0
	for _, e := range entries {
		if e.kind == kindSource {
			s.sources++
		}
	}
	if len(entries) > 0 {
		s.project = f.project
	}
	return nil
}

// read parses the log and holds every entry to its place.
func (s *Study) read(ctx context.Context, size int64) (out []read, err error) {
	var last moment.Instant
	err = s.cfg.Store.Read(ctx, s.cfg.ID, journal.Study, 0, size, func(x app.Stored) error {
		e, err := journal.Parse(x.Bytes)
		if err != nil {
			return fmt.Errorf("study entry %d: %w", x.Seq, err)
		}
		if e.Seq != int64(len(out)) || e.Log != journal.Study || e.Premises != s.cfg.ID || e.Recorded < last {
			return fmt.Errorf("study entry %d: out of its place", x.Seq)
		}
		last = e.Recorded
		r := read{kind: e.Kind}
		if err := json.Unmarshal(e.Body, &r.entry); err != nil {
			return fmt.Errorf("study entry %d: %w", x.Seq, err)
		}
		out = append(out, r)
		return nil
	})
	if err == nil && int64(len(out)) != size {
		err = fmt.Errorf("the study's log has %d entries, not the %d of its head", len(out), size)
	}
	s.recorded = last
	return out, err
}

// rowsAtOnce bounds one question to the cabinet.
const rowsAtOnce = 500

// rows fetches the cabinet rows that the entries refer to.
func (s *Study) rows(ctx context.Context, entries []read) (map[string]app.Secret, error) {
	var ids []string
	for _, e := range entries {
		ids = append(ids, e.Piece.Ref)
		if e.Words != nil {
			ids = append(ids, e.Words.Ref)
		}
	}
	out := map[string]app.Secret{}
	for len(ids) > 0 {
		n := min(rowsAtOnce, len(ids))
		got, err := s.cfg.Store.Secrets(ctx, s.cfg.ID, ids[:n])
		if err != nil {
			return nil, err
		}
		for id, row := range got {
			out[id] = row
		}
		ids = ids[n:]
	}
	return out, nil
}

// folder builds a project from entries.
type folder struct {
	project *voice.Project
	rows    map[string]app.Secret
	erased  int
	gone    bool // the source at hand was erased: what belongs to it is not shown
}

// get reads a cabinet row into a value; ok is false where it was erased. A text
// that is not the one recorded is an error.
func (f *folder) get(t text, into any) (ok bool, err error) {
	row, ok := f.rows[t.Ref]
	if !ok {
		f.erased++
		return false, nil
	}
	if !journal.CheckDigest(t.Digest, row.Salt, row.Text) {
		return false, fmt.Errorf("the cabinet row %s is not the text that was recorded", t.Ref)
	}
	return true, json.Unmarshal([]byte(row.Text), into)
}

// fold adds one piece.
func (f *folder) fold(e read) error {
	p := f.project
	switch e.kind {
	case kindProject:
		var h head
		_, err := f.get(e.Piece, &h)
		p.Attrs, p.Codebook = h.Attrs, h.Codebook
		return err
	case kindUser:
		return into(f, e.Piece, &p.Users)
	case kindCode:
		return into(f, e.Piece, &p.Codes)
	case kindCodesEnd:
		_, err := f.get(e.Piece, &p.CodesEnd)
		return err
	case kindSource:
		return f.source(e)
	case kindSelection:
		if f.gone {
			f.erased++
			return nil
		}
		if len(p.Sources) == 0 {
			return errors.New("a selection stands before every source")
		}
		return into(f, e.Piece, &p.Sources[len(p.Sources)-1].Selections)
	case kindSection:
		return into(f, e.Piece, &p.Sections)
	case kindMember:
		return into(f, e.Piece, &p.Members)
	}
	return fmt.Errorf("the kind %q is not known: a newer Steady wrote it", e.kind)
}

func (f *folder) source(e read) error {
	before := len(f.project.Sources)
	if err := into(f, e.Piece, &f.project.Sources); err != nil {
		return err
	}
	f.gone = len(f.project.Sources) == before
	if f.gone || e.Words == nil {
		return nil
	}
	s := &f.project.Sources[before]
	ok, err := f.get(*e.Words, &s.Text)
	if err == nil && !ok { // the transcript alone was erased: nothing of it is shown
		f.project.Sources, f.gone = f.project.Sources[:before], true
	}
	return err
}

// into appends a piece to a list, unless it was erased.
func into[T any](f *folder, t text, list *[]T) error {
	var piece T
	ok, err := f.get(t, &piece)
	if ok && err == nil {
		*list = append(*list, piece)
	}
	return err
}
