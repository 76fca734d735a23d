// Package personrecord is everything a person may take with them, in an open format,
// and the pack that the next service needs. It is made of the journal's entries
// and the texts of the cabinet; what may be in it is the rule of decision record
// 024 (docs/reference/person-export.md).
package personrecord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/journal"
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// Format is the first field of a record, and names its schema.
const Format = "steady-person-record/1"

// Source is where a record is made from: a store, and the state at its head.
type Source struct {
	Store    app.Store
	Premises string
	Service  string
	State    func(func(*clinic.State)) error
	Now      moment.Instant
}

// Record is everything a person may take. Times are RFC 3339 in the zone of the
// service.
type Record struct {
	Format   string   `json:"format"`
	Made     string   `json:"made"`
	Service  string   `json:"service"`
	Premises string   `json:"premises"`
	Invented bool     `json:"invented,omitempty"` // nobody in it exists
	Clinical int64    `json:"clinical_entries"`   // length of the log that it was made from
	About    About    `json:"about"`
	Words    Words    `json:"own_words"`
	Entries  []Entry  `json:"entries"` // oldest first
	Doses    []Line   `json:"register_lines"`
	Looked   []Looked `json:"who_looked"` // newest first
	NeverIn  []string `json:"never_in"`
}

// About is who they are.
type About struct {
	Person    string `json:"person"`
	Name      string `json:"name"`
	Born      string `json:"born,omitempty"`
	Address   string `json:"address,omitempty"`
	Allergies string `json:"allergies,omitempty"`
}

// Words are what the person says of themself, as it stands now; earlier words
// are among the entries.
type Words struct {
	Better  string   `json:"better,omitempty"`
	Reasons []string `json:"reasons"`
	Goals   []Goal   `json:"goals"`
	Gives   string   `json:"gives,omitempty"`
	Takes   string   `json:"takes,omitempty"`
}

// Goal is one open goal with its steps.
type Goal struct {
	Words string   `json:"words"`
	Since string   `json:"since"`
	Steps []string `json:"steps,omitempty"`
}

// Entry is one entry of the record with its texts in their places.
type Entry struct {
	No       int64           `json:"no"` // in the clinical log of the premises
	Kind     string          `json:"kind"`
	Happened string          `json:"happened"`
	Recorded string          `json:"recorded"`
	By       string          `json:"by"`
	Facts    json.RawMessage `json:"facts"`
	Answers  []Answer        `json:"answers,omitempty"` // of a questionnaire
	Scores   recovery.Scores `json:"scores,omitempty"`
}

// Answer is one question with what was answered.
type Answer struct {
	Item   string `json:"item"`
	Asked  string `json:"asked,omitempty"` // where the words may be shown
	Answer string `json:"answer"`
}

// Line is one line of the controlled drugs register about them.
type Line struct {
	No       int64           `json:"no"`
	Kind     string          `json:"kind"`
	Happened string          `json:"happened"`
	Facts    json.RawMessage `json:"facts"`
}

// Looked is one reading of their record by a member of staff.
type Looked struct {
	At, Staff, Page string
}

// MarshalJSON writes it in the words of the format.
func (l Looked) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"at": l.At, "by": l.Staff, "page": l.Page})
}

// ErrNobody says that there is no such person in this service.
var ErrNobody = errors.New("there is no such person in this service")

// how many readings of a record are told.
const looksMost = 10_000

// making is one record in the making.
type making struct {
	src    Source
	who    person.UserID
	zone   moment.Zone
	others []string // ids of everybody else
	staff  map[person.StaffID]string
	rows   []row
	let    map[int64]bool // entries that were let out
	texts  map[string]string
	find   func(string) *recovery.Instrument
}

// row is one entry before it is worded.
type row struct {
	seq      int64
	kind     string
	happened moment.Instant
	recorded moment.Instant
	by       person.StaffID
	body     []byte
}

// Make makes the record of a person. The same journal and cabinet at the same
// instant give the same record.
func Make(ctx context.Context, src Source, who person.UserID) (*Record, error) {
	m := &making{src: src, who: who, let: map[int64]bool{}, staff: map[person.StaffID]string{}}
	if err := m.read(ctx); err != nil {
		return nil, err
	}
	r := &Record{Format: Format, Service: src.Service, Premises: src.Premises, NeverIn: NeverIn}
	if err := m.head(ctx, r); err != nil {
		return nil, err
	}
	for _, x := range m.rows {
		e, in, err := m.entry(x)
		if err != nil {
			return nil, err
		}
		if in {
			r.Entries = append(r.Entries, e)
		}
	}
	if err := m.register(ctx, r); err != nil {
		return nil, err
	}
	looks, err := src.Store.LooksAt(ctx, src.Premises, who, looksMost)
	for _, l := range looks {
		r.Looked = append(r.Looked, Looked{m.time(l.At), m.name(l.Staff), l.Page})
	}
	return r, err
}

// read gathers the entries about the person, and what they said to the service
// with their name: those stand in nobody's record and are found in the log.
func (m *making) read(ctx context.Context) error {
	rows, err := m.src.Store.Query(ctx, app.Query{Premises: m.src.Premises, Table: app.TablePerson,
		Cols:  []string{"seq", "kind", "happened", "recorded", "by_id", "body"},
		Where: []any{"person", string(m.who)}, Order: []string{"seq"}})
	if err != nil {
		return err
	}
	cell := func(v any) string { s, _ := v.(string); return s }
	number := func(v any) int64 { n, _ := v.(int64); return n }
	for _, r := range rows {
		m.rows = append(m.rows, row{number(r[0]), cell(r[1]), moment.Instant(number(r[2])), moment.Instant(number(r[3])),
			person.StaffID(cell(r[4])), []byte(cell(r[5]))})
	}
	heads, err := m.src.Store.Heads(ctx, m.src.Premises)
	if err != nil {
		return err
	}
	have := map[int64]bool{}
	for _, r := range m.rows {
		have[r.seq] = true
		if r.kind == (clinic.EntryLetOut{}).Kind() {
			var f clinic.EntryLetOut
			if err := json.Unmarshal(r.body, &f); err != nil {
				return fmt.Errorf("entry %d: %w", r.seq, err)
			}
			m.let[f.Entry] = true
		}
	}
	theirs := map[string]bool{}
	err = m.src.Store.Read(ctx, m.src.Premises, journal.Clinical, 0, heads.Clinical, func(x app.Stored) error {
		if have[x.Seq] {
			return nil
		}
		e, err := journal.Parse(x.Bytes)
		if err == nil && m.foundInLog(e, x.Seq, theirs) {
			m.rows = append(m.rows, row{x.Seq, e.Kind, e.Happened, e.Recorded, person.StaffID(e.By), e.Body})
		}
		return err
	})
	slices.SortFunc(m.rows, func(a, b row) int { return int(a.seq - b.seq) })
	return err
}

// foundInLog reports whether an entry that stands in nobody's record belongs into
// this one: something that the person said to the service with their name, with
// what was done with it, or a concern about them that was let out. theirs are
// the notes and concerns found so far. An entry about somebody else is never
// found, whatever number was let out.
func (m *making) foundInLog(e journal.Entry, seq int64, theirs map[string]bool) bool {
	var f struct {
		Note    string        `json:"note"`
		Concern string        `json:"concern"`
		Person  person.UserID `json:"person"`
	}
	if json.Unmarshal(e.Body, &f) != nil {
		return false
	}
	if f.Person == m.who {
		theirs["note "+f.Note], theirs["concern "+f.Concern] = true, true
	}
	switch e.Kind {
	case clinic.Said{}.Kind(), clinic.NoteFollowed{}.Kind():
		return f.Note != "" && theirs["note "+f.Note]
	case clinic.SafeguardingRaised{}.Kind(), clinic.SafeguardingFollowed{}.Kind():
		return m.let[seq] && f.Concern != "" && theirs["concern "+f.Concern]
	}
	return false
}

// head reads who they are and what they say of themself now, and every text
// that the record needs.
func (m *making) head(ctx context.Context, r *Record) (err error) {
	refs := map[string]clinic.Text{}
	var fill func()
	verr := m.src.State(func(st *clinic.State) {
		w, p := st.Ways[m.who], st.People[m.who]
		if w == nil {
			err = ErrNobody
			return
		}
		way := *w // it is worded after the look, when the writer may go on
		w = &way
		if p != nil {
			one := *p
			p = &one
		}
		m.zone, m.find = st.Zone(), st.Instrument
		r.Invented, r.Clinical = st.Invented, st.Clinical
		for id := range st.Ways {
			if id != m.who {
				m.others = append(m.others, string(id))
			}
		}
		names := map[person.StaffID]clinic.Text{}
		for id, x := range st.Staff {
			names[id], refs[x.Name.Ref] = x.Name, x.Name
		}
		o := st.OwnOf(m.who)
		fill = func() {
			for id, t := range names {
				m.staff[id] = m.text(t)
			}
			m.about(r, w, p)
			m.words(r, w, o)
		}
		for _, t := range ownRefs(w, p, o) {
			refs[t.Ref] = t
		}
	})
	if err = errors.Join(verr, err); err != nil {
		return err
	}
	for _, x := range m.rows {
		for _, ref := range refsIn(x.body) {
			refs[ref] = clinic.Text{Ref: ref}
		}
	}
	var list []clinic.Text
	for _, t := range refs {
		list = append(list, t)
	}
	if m.texts, err = app.TextsOf(ctx, m.src.Store, m.src.Premises, list); err != nil {
		return err
	}
	r.Made = m.time(m.src.Now)
	fill()
	return nil
}

func (m *making) text(t clinic.Text) string {
	if s, ok := m.texts[t.Ref]; ok {
		return s
	}
	return erased
}

func (m *making) opt(t *clinic.Text) string {
	if t == nil {
		return ""
	}
	return m.text(*t)
}

func (m *making) about(r *Record, w *clinic.Way, p *clinic.Person) {
	r.About = About{Person: string(m.who), Name: m.text(w.Name), Born: m.opt(w.Born)}
	if p != nil {
		r.About = About{Person: string(m.who), Name: m.text(p.Name), Born: m.opt(p.Born), Address: m.opt(p.Address),
			Allergies: m.opt(p.Allergies)}
	}
}

func (m *making) words(r *Record, w *clinic.Way, o clinic.Own) {
	last := func(list []clinic.OwnReasons) string {
		if len(list) == 0 {
			return ""
		}
		return m.text(list[len(list)-1].Words)
	}
	r.Words = Words{Better: last(o.Better), Gives: last(o.Gives), Takes: last(o.Takes), Reasons: []string{},
		Goals: []Goal{}}
	for _, x := range w.Reasons {
		r.Words.Reasons = append(r.Words.Reasons, m.text(x.Words))
	}
	for _, g := range o.Goals {
		out := Goal{Words: m.text(g.Words), Since: m.zone.Day(g.Since).String()}
		for _, x := range g.Steps {
			out.Steps = append(out.Steps, m.text(x.Words)+": "+clinic.WordsOf(clinic.StepMarks, x.Mark))
		}
		r.Words.Goals = append(r.Words.Goals, out)
	}
}

// ownRefs are the texts of the head of a record.
func ownRefs(w *clinic.Way, p *clinic.Person, o clinic.Own) (out []clinic.Text) {
	opt := func(list ...*clinic.Text) {
		for _, t := range list {
			if t != nil {
				out = append(out, *t)
			}
		}
	}
	out = append(out, w.Name)
	opt(w.Born)
	if p != nil {
		out = append(out, p.Name)
		opt(p.Born, p.Address, p.Allergies)
	}
	for _, list := range [][]clinic.OwnReasons{w.Reasons, o.Better, o.Gives, o.Takes} {
		for _, x := range list {
			out = append(out, x.Words)
		}
	}
	for _, g := range o.Goals {
		out = append(out, g.Words)
		for _, x := range g.Steps {
			out = append(out, x.Words)
		}
	}
	return out
}

func (m *making) time(at moment.Instant) string { return m.zone.In(at).Format(time.RFC3339) }

// name is whom a record says did something: the person, Steady, or a member of
// staff by the name that is on their badge.
func (m *making) name(id person.StaffID) string {
	if who, self := id.Self(); self && who == m.who {
		return "yourself"
	}
	if id == clinic.System || id == "" {
		return "Steady"
	}
	if n := m.staff[id]; n != "" {
		return n
	}
	return "somebody who works here"
}

// register adds the lines of the controlled drugs register about them.
func (m *making) register(ctx context.Context, r *Record) error {
	rows, err := m.src.Store.Query(ctx, app.Query{Premises: m.src.Premises, Table: app.TableRegister,
		Cols: []string{"seq", "kind", "happened", "body"}, Where: []any{"person", string(m.who)}, Order: []string{"seq"}})
	if err != nil {
		return err
	}
	for _, x := range rows {
		seq, _ := x[0].(int64)
		kind, _ := x[1].(string)
		at, _ := x[2].(int64)
		body, _ := x[3].(string)
		facts, err := m.facts([]byte(body), false)
		if err != nil {
			return fmt.Errorf("register entry %d: %w", seq, err)
		}
		r.Doses = append(r.Doses, Line{seq, kind, m.time(moment.Instant(at)), facts})
	}
	return nil
}

// Bytes are the record as the file of its format.
func (r *Record) Bytes() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(r)
	return b.Bytes(), err
}

// mentions reports whether a short text names somebody else in treatment.
func (m *making) mentions(text string) bool {
	return slices.ContainsFunc(m.others, func(id string) bool { return strings.Contains(text, id) })
}
