package personrecord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/app"
	"steady/internal/report/sheet"
	"steady/moment"
	"steady/person"
)

// TransferFormat is the first field of a transfer pack.
const TransferFormat = "steady-transfer/1"

// Transfer is what the next service needs to go on without a gap. No amount in it
// is computed: what is prescribed and given is copied, and the oral equivalent is
// the prescriber's own sentence.
type Transfer struct {
	Format       string   `json:"format"`
	Made         string   `json:"made"`
	Service      string   `json:"service"`
	Invented     bool     `json:"invented,omitempty"`
	About        About    `json:"about"`
	Words        Words    `json:"own_words"`
	Plan         []string `json:"agreed_plan"`
	Prescription []Fact   `json:"prescription"`
	Holds        []string `json:"holds"`
	Doses        []Dose   `json:"last_doses"` // newest first, as recorded
	Missed       string   `json:"missed_since_last_dose"`
	Onward       Onward   `json:"continuity_plan"`
	Lacks        []string `json:"lacks"` // what is not known, said so that nobody takes silence for no
}

// Fact is a word with its value.
type Fact struct {
	What string `json:"what"`
	Is   string `json:"is"`
}

// Dose is one dose as it was recorded.
type Dose struct {
	At         string `json:"at"`
	Prescribed string `json:"prescribed"`
	Given      string `json:"given"`
	After      string `json:"sedation_after,omitempty"` // on the scale of the protocol
}

// Onward is the continuity plan.
type Onward struct {
	Route        string `json:"route,omitempty"`
	Receives     string `json:"receives,omitempty"`
	Call         string `json:"call,omitempty"`
	Words        string `json:"words,omitempty"`
	Planned      string `json:"planned,omitempty"`
	Equivalent   string `json:"oral_equivalent_as_written,omitempty"`
	EquivalentBy string `json:"oral_equivalent_by,omitempty"`
	EquivalentAt string `json:"oral_equivalent_at,omitempty"`
	// Old says that it was written for a prescription before the one in force.
	Old bool `json:"oral_equivalent_is_of_an_earlier_prescription,omitempty"`
}

// dosesMost is how many doses the next service sees.
const dosesMost = 14

// MakeTransfer makes the pack of one person.
func MakeTransfer(ctx context.Context, src Source, who person.UserID) (*Transfer, error) {
	m := &making{src: src, who: who, staff: map[person.StaffID]string{}}
	t := &Transfer{Format: TransferFormat, Service: src.Service}
	var refs []clinic.Text
	var fill func()
	var missing error
	err := src.State(func(st *clinic.State) {
		w, p := st.Ways[who], st.People[who]
		if w == nil || p == nil {
			missing = ErrNobody
			return
		}
		m.zone, t.Invented = st.Zone(), st.Invented
		a, o := st.AlongOf(who), st.OwnOf(who)
		names := map[person.StaffID]clinic.Text{}
		for id, x := range st.Staff {
			names[id] = x.Name
			refs = append(refs, x.Name)
		}
		refs = append(refs, ownRefs(w, p, o)...)
		refs = append(refs, transferRefs(p, a)...)
		person, way := *p, *w
		missed := st.MissedBefore(p, st.Zone().Day(src.Now), sessionsOver(st, src.Now))
		old := st.EquivalentOld(who)
		fill = func() {
			for id, x := range names {
				m.staff[id] = m.text(x)
			}
			r := &Record{}
			m.about(r, &way, &person)
			m.words(r, &way, o)
			t.About, t.Words = r.About, r.Words
			m.transfer(t, &person, a, missed, old)
		}
	})
	if err = errors.Join(err, missing); err != nil {
		return nil, err
	}
	if m.texts, err = app.TextsOf(ctx, src.Store, src.Premises, refs); err != nil {
		return nil, err
	}
	t.Made = m.time(src.Now)
	fill()
	return t, nil
}

// sessionsOver is how many sessions of the day have closed.
func sessionsOver(st *clinic.State, now moment.Instant) (n int) {
	at := st.Zone().In(now)
	for _, s := range st.Sessions {
		if s.Closes <= at.Hour()*60+at.Minute() {
			n++
		}
	}
	return n
}

func transferRefs(p *clinic.Person, a clinic.Along) (out []clinic.Text) {
	opt := func(list ...*clinic.Text) {
		for _, t := range list {
			if t != nil {
				out = append(out, *t)
			}
		}
	}
	for _, h := range p.Holds {
		opt(h.Reason)
	}
	if x := a.Onward; x != nil {
		out = append(out, x.Receives, x.Call)
		opt(x.Words, x.Equivalent)
	}
	if n := len(a.Held); n > 0 {
		for _, x := range a.Held[n-1].Plan {
			out = append(out, x.Words)
		}
	}
	return out
}

func (m *making) transfer(t *Transfer, p *clinic.Person, a clinic.Along, missed dosing.Missed, old bool) {
	lacks := func(text string) { t.Lacks = append(t.Lacks, text) }
	if rx := p.Rx; rx == nil {
		lacks("There is no prescription in force.")
	} else {
		var doses []string
		for _, d := range rx.Doses {
			doses = append(doses, d.String())
		}
		t.Prescription = []Fact{{"Drug", rx.Form.String()}, {"Route", string(rx.Route)},
			{"Doses of a day", strings.Join(doses, " + ")}, {"Prescribed by", m.name(p.RxBy)},
			{"In force until", rx.Ends.String()}}
	}
	for _, h := range p.Holds {
		text := "Doses are on hold"
		if h.Rule != "" {
			text += " by rule " + h.Rule
		}
		if h.Reason != nil {
			text += ": " + m.text(*h.Reason)
		}
		t.Holds = append(t.Holds, text)
	}
	past := slices.Clone(p.Past)
	slices.SortStableFunc(past, func(a, b dosing.Past) int { return int(min(max(b.At-a.At, -1), 1)) })
	for _, x := range past[:min(len(past), dosesMost)] {
		t.Doses = append(t.Doses, Dose{m.time(x.At), x.Prescribed.String(), x.Given.String(), string(x.POSS)})
	}
	t.Missed = fmt.Sprintf("%d sessions, %d whole days", missed.Sessions, missed.Days)
	if n := len(a.Held); n > 0 {
		for _, x := range a.Held[n-1].Plan {
			t.Plan = append(t.Plan, m.text(x.Words))
		}
	}
	m.onward(t, a.Onward, old, lacks)
	if t.About.Allergies == "" {
		lacks("Nobody wrote down whether they have allergies.")
	}
}

func (m *making) onward(t *Transfer, o *clinic.OnwardPlan, old bool, lacks func(string)) {
	if o == nil || o.At == 0 {
		lacks("There is no continuity plan: no receiving service is named.")
	}
	if o != nil && o.At != 0 {
		t.Onward = Onward{Route: clinic.WordsOf(clinic.OnwardRoutes, o.Route), Receives: m.text(o.Receives),
			Call: m.text(o.Call), Words: m.opt(o.Words), Planned: m.time(o.At)}
	}
	if o == nil || o.Equivalent == nil {
		lacks("No prescriber wrote what would be given by mouth. Nothing here computes it: ask one.")
		return
	}
	t.Onward.Equivalent, t.Onward.EquivalentBy = m.text(*o.Equivalent), m.name(o.EquivalentBy)
	t.Onward.EquivalentAt = m.time(o.EquivalentAt)
	if t.Onward.Old = old; old {
		lacks("What would be given by mouth was written for an earlier prescription: ask a prescriber before it is used.")
	}
}

// Bytes are the pack as JSON.
func (t *Transfer) Bytes() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(t)
	return b.Bytes(), err
}

// PDF writes the pack on paper.
func (t *Transfer) PDF(w io.Writer) error {
	made, err := time.Parse(time.RFC3339, t.Made)
	if err != nil {
		return err
	}
	return sheet.Write(w, "Transfer: "+t.About.Name, made.UTC(), func(d *sheet.Doc) {
		head := sheet.Head{Title: "Transfer of " + t.About.Name,
			Foot: t.Service + ", made " + spell(t.Made, "2 January 2006, 15:04"),
			Lines: []string{"Copied from the record. No amount in it is computed.",
				"Confirm with the service before a first dose."}}
		if t.Invented {
			head.Lines = append(head.Lines, "Everybody in it is invented.")
		}
		d.Section(head)
		facts := func(title string, rows ...Fact) {
			var out []sheet.Row
			for _, r := range rows {
				if r.Is != "" {
					out = append(out, sheet.Row{Cells: []string{r.What, r.Is}})
				}
			}
			if len(out) > 0 {
				d.Heading(title)
				d.Rows([]sheet.Col{{Title: "What", Width: 1}, {Title: "As written", Width: 2}}, out)
			}
		}
		for _, x := range t.Lacks {
			d.Text("NOT KNOWN: " + x)
		}
		facts("Who", Fact{"Chosen name", t.About.Name}, Fact{"Born", t.About.Born}, Fact{"Allergies", t.About.Allergies})
		facts("In their own words", Fact{"What getting better means", t.Words.Better},
			Fact{"Goals", strings.Join(goalWords(t.Words.Goals), "; ")}, Fact{"The agreed plan", strings.Join(t.Plan, "; ")})
		o := t.Onward
		facts("How treatment goes on", Fact{"Way", o.Route}, Fact{"Who takes over", o.Receives}, Fact{"Whom to ring", o.Call},
			Fact{"Also", o.Words}, Fact{"Oral equivalent, in the prescriber's own words", o.Equivalent},
			Fact{"Written by", strings.TrimSpace(o.EquivalentBy + " " + spell(o.EquivalentAt, "2 January 2006"))})
		facts("Prescription", t.Prescription...)
		facts("Missed since the last dose", Fact{"Sessions and days", t.Missed})
		for _, h := range t.Holds {
			d.Text(h)
		}
		d.Heading("Last doses, newest first")
		var rows []sheet.Row
		for _, x := range t.Doses {
			rows = append(rows, sheet.Row{Cells: []string{spell(x.At, "2 January 2006, 15:04"), x.Prescribed, x.Given, x.After}})
		}
		if len(rows) == 0 {
			rows = []sheet.Row{{Across: "None is recorded."}}
		}
		d.Rows([]sheet.Col{{Title: "When", Width: 3}, {Title: "Prescribed", Width: 2}, {Title: "Given", Width: 2},
			{Title: "Sedation after", Width: 2}}, rows)
	})
}

func goalWords(list []Goal) (out []string) {
	for _, g := range list {
		out = append(out, g.Words)
	}
	return out
}

// Zip writes the pack as one file with the paper and the JSON.
func (t *Transfer) Zip(w io.Writer) error {
	files, err := t.files("")
	if err != nil {
		return err
	}
	return pack(w, files)
}

func (t *Transfer) files(folder string) ([]entryFile, error) {
	raw, err := t.Bytes()
	if err != nil {
		return nil, err
	}
	var pdf bytes.Buffer
	if err := t.PDF(&pdf); err != nil {
		return nil, err
	}
	return []entryFile{{folder + "transfer.json", raw}, {folder + "transfer.pdf", pdf.Bytes()}}, nil
}

// Drill is the transfer packs of everybody in treatment, made in one run, with
// what each of them lacks.
type Drill struct {
	Packs []*Transfer
}

// MakeDrill makes them. Nobody's pack is left out because something is not known.
func MakeDrill(ctx context.Context, src Source) (*Drill, error) {
	var ids []person.UserID
	err := src.State(func(st *clinic.State) {
		for _, id := range st.PeopleInOrder() {
			if w := st.Ways[id]; w != nil && w.Ended == nil && w.Admitted != 0 {
				ids = append(ids, id)
			}
		}
	})
	d := &Drill{}
	for _, id := range ids {
		if err != nil {
			break
		}
		var t *Transfer
		if t, err = MakeTransfer(ctx, src, id); err == nil {
			d.Packs = append(d.Packs, t)
		}
	}
	return d, err
}

// Lacking says in lines whose pack lacks what.
func (d *Drill) Lacking() (out []string) {
	for _, t := range d.Packs {
		for _, x := range t.Lacks {
			out = append(out, t.About.Person+": "+x)
		}
	}
	return out
}

// Zip writes all packs as one file: a folder for each person under their id, and
// at the head what is lacking. Names stand inside the packs and not in the list.
func (d *Drill) Zip(w io.Writer) error {
	head := fmt.Sprintf("Transfer packs of %d people.\n\n", len(d.Packs))
	if lacking := d.Lacking(); len(lacking) > 0 {
		head += "What is not known:\n" + strings.Join(lacking, "\n") + "\n"
	} else {
		head += "Nothing is lacking in any of them.\n"
	}
	files := []entryFile{{"README.txt", []byte(head)}}
	for _, t := range d.Packs {
		more, err := t.files(t.About.Person + "/")
		if err != nil {
			return err
		}
		files = append(files, more...)
	}
	return pack(w, files)
}
