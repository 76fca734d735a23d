package clinic

import (
	"cmp"
	"slices"
	"strings"

	"steady/moment"
	"steady/person"
	"steady/refusal"
)

// Inspection: somebody from outside reads the register for a while (R-REG-42).
type (
	// OpenInspection lets one inspector in from an instant to another. Name makes
	// the account where there is none; Authority says in words for which body, and
	// by which paper they proved it.
	OpenInspection struct {
		Inspection string         `json:"inspection"`
		Staff      person.StaffID `json:"staff"`
		Name       *Text          `json:"name,omitempty"`
		Authority  Text           `json:"authority"`
		From       moment.Instant `json:"from"`
		To         moment.Instant `json:"to"` // the first instant without access
	}
	// CloseInspection ends it before its time.
	CloseInspection struct {
		Inspection string `json:"inspection"`
		Reason     Text   `json:"reason"`
	}
	// RecordReading is the inspector opening a page, once for each page and
	// sign-in. Page is an address of this service without what was asked of it.
	RecordReading struct {
		Inspection string `json:"inspection"`
		Page       string `json:"page"`
	}
	// WriteInspectorNote is a note of the inspector's own. It is in no register
	// and about no entry; Shared shows it to the accountable officer and the
	// manager as well.
	WriteInspectorNote struct {
		Inspection string `json:"inspection"`
		Text       Text   `json:"text"`
		Shared     bool   `json:"shared"`
	}
)

// CommandKind names the command in the who-may table.
func (OpenInspection) CommandKind() string     { return "open_inspection" }
func (CloseInspection) CommandKind() string    { return "close_inspection" }
func (RecordReading) CommandKind() string      { return "record_reading" }
func (WriteInspectorNote) CommandKind() string { return "write_inspector_note" }

// Facts of an inspection.
type (
	// InspectionOpened stands until its end.
	InspectionOpened struct{ OpenInspection }
	// InspectionClosed ends it early.
	InspectionClosed struct{ CloseInspection }
	// PageRead says that the inspector opened a page.
	PageRead struct{ RecordReading }
	// InspectorNoted is a note of the inspector's own.
	InspectorNoted struct{ WriteInspectorNote }
)

// Kind names of the clinical log.
func (InspectionOpened) Kind() string { return "inspection_opened" }
func (InspectionClosed) Kind() string { return "inspection_closed" }
func (PageRead) Kind() string         { return "page_read" }
func (InspectorNoted) Kind() string   { return "inspector_noted" }

func newInspectionFacts() []func() Fact {
	return []func() Fact{mk[InspectionOpened], mk[InspectionClosed], mk[PageRead], mk[InspectorNoted],
		mk[SignalsViewed], mk[ConcernRaised], mk[ConcernClosed],
		mk[ProcedureFiled], mk[ProcedureAcknowledged]}
}

// Inspection is one, open or over, with what the inspector opened and wrote.
type Inspection struct {
	OpenInspection
	By    person.StaffID   `json:"by"`
	At    moment.Instant   `json:"at"`
	Read  []ReadPage       `json:"read,omitempty"` // in order of the first time
	Notes []InspectorsNote `json:"notes,omitempty"`
}

// ReadPage is a page that an inspector opened.
type ReadPage struct {
	Page  string         `json:"page"`
	First moment.Instant `json:"first"`
	Times int            `json:"times"` // sign-ins in which it was opened
}

// InspectorsNote is a note of an inspector.
type InspectorsNote struct {
	At     moment.Instant `json:"at"`
	Text   Text           `json:"text"`
	Shared bool           `json:"shared"`
}

func (f *InspectionOpened) applyStock(s *State, e Event) {
	keep(&s.Stock.Inspections, f.Inspection, &Inspection{OpenInspection: f.OpenInspection, By: e.By, At: e.Recorded})
}

func (f *InspectionClosed) applyStock(s *State, e Event) {
	s.Stock.Inspections[f.Inspection].To = e.Recorded
}

func (f *PageRead) applyStock(s *State, e Event) {
	x := s.Stock.Inspections[f.Inspection]
	for i := range x.Read {
		if x.Read[i].Page == f.Page {
			x.Read[i].Times++
			return
		}
	}
	x.Read = append(x.Read, ReadPage{f.Page, e.Recorded, 1})
}

func (f *InspectorNoted) applyStock(s *State, e Event) {
	x := s.Stock.Inspections[f.Inspection]
	x.Notes = append(x.Notes, InspectorsNote{e.Recorded, f.Text, f.Shared})
}

// inspectionMost is how long one access lasts at most: the house's own rule. A
// longer inspection is opened again.
const inspectionMost = 14 * 24 * moment.Hour

// mostPages bounds what one inspection remembers of distinct pages, and mostPath
// the address of one.
const (
	mostPages = 1000
	mostPath  = 200
)

// Inspecting is the inspection under which somebody may read at an instant, or
// nil.
func (s *State) Inspecting(id person.StaffID, at moment.Instant) *Inspection {
	for _, key := range sorted(s.Stock.Inspections) {
		if x := s.Stock.Inspections[key]; x.Staff == id && x.From <= at && at < x.To {
			return x
		}
	}
	return nil
}

// InspectionsInOrder lists every inspection, the newest first.
func (s *State) InspectionsInOrder() (out []*Inspection) {
	for _, id := range sorted(s.Stock.Inspections) {
		out = append(out, s.Stock.Inspections[id])
	}
	slices.SortStableFunc(out, func(a, b *Inspection) int { return cmp.Compare(b.At, a.At) })
	return out
}

func (d *decider) inspection(body Body) *Refusal {
	switch b := body.(type) {
	case OpenInspection:
		return d.openInspection(b)
	case CloseInspection:
		x := d.s.Stock.Inspections[b.Inspection]
		switch {
		case x == nil || x.To <= d.now:
			return refusal.New("inspection_over", "R-REG-42", "This access is over: there is nothing to end.")
		case b.Reason.Ref == "":
			return refusal.New("reason_missing", "R-REG-42", "Write in one line why the access ends before its time.")
		}
		d.say(&InspectionClosed{b})
	case RecordReading:
		x, no := d.inspecting(b.Inspection)
		switch {
		case no != nil:
			return no
		case !strings.HasPrefix(b.Page, "/") || len(b.Page) > mostPath || strings.ContainsAny(b.Page, "?#\n\r"),
			len(x.Read) >= mostPages:
			return refusal.New("page_unnamed", "R-REG-42", "This page cannot be recorded as read, so it is not shown.")
		}
		d.say(&PageRead{b})
	case WriteInspectorNote:
		if _, no := d.inspecting(b.Inspection); no != nil {
			return no
		}
		if b.Text.Ref == "" {
			return refusal.New("reason_missing", "R-REG-42", "Write the note.")
		}
		d.say(&InspectorNoted{b})
	}
	return nil
}

// inspecting is the actor's own inspection, while it lasts.
func (d *decider) inspecting(id string) (*Inspection, *Refusal) {
	x := d.s.Inspecting(d.c.By, d.now)
	if x == nil || x.Inspection != id {
		return nil, refusal.New("inspection_over", "R-REG-42",
			"Your access has ended: ask the accountable officer or the manager to open it again.")
	}
	return x, nil
}

func (d *decider) openInspection(b OpenInspection) *Refusal {
	there := d.s.Staff[b.Staff] != nil
	switch {
	case person.CheckID(b.Inspection) != nil || d.s.Stock.Inspections[b.Inspection] != nil || b.Authority.Ref == "",
		person.CheckID(string(b.Staff)) != nil, there == (b.Name != nil):
		return refusal.New("inspection_incomplete", "R-REG-42",
			"Write who comes, for which body, and by which paper they proved it.")
	case b.To <= b.From || b.To <= d.now:
		return refusal.New("inspection_times", "R-REG-42", "Write from when until when, with an end that is still to come.")
	case b.To.Since(b.From) > inspectionMost:
		return refusal.New("inspection_long", "R-REG-42",
			"One access lasts at most 14 days: write an earlier end, and open it again when it is over.")
	case there && !d.s.Independent(b.Staff):
		return refusal.New("inspector_works_here", "R-REG-42",
			"An inspector has no other role here: choose or add somebody from outside.")
	}
	for _, x := range d.s.Stock.Inspections {
		if x.Staff == b.Staff && b.From < x.To && x.From < b.To {
			return refusal.New("inspection_open", "R-REG-42",
				"They have an access in these hours already: end it first, or choose other hours.")
		}
	}
	if b.Staff.Reserved() {
		return reservedID()
	}
	if !there {
		d.say(&StaffAdded{AddStaff{Staff: b.Staff, Roles: []person.Role{person.Inspector}, Name: *b.Name}})
	}
	d.say(&InspectionOpened{b})
	return nil
}
