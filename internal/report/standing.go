package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"steady/journal"
	"steady/moment"
	"steady/register"
)

// posting is one line's entry, read.
type posting struct {
	journal.Entry
	fact  any
	line  register.Line
	under *standing
}

// standing is what holds at a line: the law and the procedures.
type standing struct {
	key        string
	law        *register.Jurisdiction // nil: the register names none
	form       register.PageForm      // the law's, or plain headings
	plain      bool
	procedures []string
}

// drawer carries one page through reading, choosing and wording.
type drawer struct {
	l       Ledger
	o       Options
	page    string
	product register.Product
	lang    string
	w       words

	lines []*posting
	under map[int64][]*posting // notes by the entry they belong to
	laws  []*register.Jurisdiction

	law     *register.Jurisdiction
	digest  string
	adopted map[string][]register.ProcedureInForce
	held    *standing
	heldOn  moment.Day
}

// read takes the entries of the page, with what holds at each.
func (d *drawer) read() error {
	d.adopted = map[string][]register.ProcedureInForce{}
	d.setLaw(d.o.Before, nil)
	read := make([]decoded, len(d.l.Entries))
	together(len(read), func() func(i int) { return func(i int) { read[i] = d.decode(d.l.Entries[i]) } })
	for i, e := range d.l.Entries {
		x := read[i]
		switch {
		case x.err != nil:
			return x.err
		case x.stands:
			if err := d.stand(e); err != nil {
				return err
			}
			continue
		case x.posting == nil:
			continue
		}
		if note, is := x.fact.(*register.Noted); is {
			d.under[note.Target] = append(d.under[note.Target], x.posting)
			continue
		}
		x.under = d.at(d.l.Zone.Day(e.Recorded))
		d.lines = append(d.lines, x.posting)
	}
	return nil
}

// decoded is an entry as far as it can be read by itself.
type decoded struct {
	*posting      // nil where it is not of this page and this period
	stands   bool // a law or a procedure: it is read in order
	err      error
}

func (d *drawer) decode(e journal.Entry) (x decoded) {
	switch e.Kind {
	case register.LawInForce{}.Kind(), register.ProcedureInForce{}.Kind():
		x.stands = true
		return x
	}
	if e.Kind != (register.Noted{}).Kind() && !d.asked(d.l.Zone.Day(e.Recorded)) {
		return x // a note of any day may belong to a line of the period
	}
	x.posting, x.err = d.posting(e)
	return x
}

// asked reports whether a day is within the period.
func (d *drawer) asked(day moment.Day) bool {
	return (d.o.From == 0 || day >= d.o.From) && (d.o.To == 0 || day <= d.o.To)
}

// posting reads the body of an entry; nil for another page's.
func (d *drawer) posting(e journal.Entry) (*posting, error) {
	if !bytes.Contains(e.Body, []byte(d.page)) { // cheaper than reading the body
		return nil, nil
	}
	f := register.Blank(e.Kind)
	if f == nil {
		return nil, fmt.Errorf("register entry %d: unknown kind %q", e.Seq, e.Kind)
	}
	if err := json.Unmarshal(e.Body, f); err != nil {
		return nil, fmt.Errorf("register entry %d: %w", e.Seq, err)
	}
	l, is := f.(interface{ RegisterLine() register.Line })
	if !is || l.RegisterLine().Page != d.page {
		return nil, nil
	}
	return &posting{Entry: e, fact: f, line: l.RegisterLine()}, nil
}

// stand takes a law or a procedure that holds from here on.
func (d *drawer) stand(e journal.Entry) error {
	d.held = nil
	switch f := register.Blank(e.Kind).(type) {
	case *register.LawInForce:
		if err := json.Unmarshal(e.Body, f); err != nil {
			return fmt.Errorf("register entry %d: %w", e.Seq, err)
		}
		law, err := register.LoadJurisdiction(f.Document)
		if err != nil {
			return fmt.Errorf("register entry %d: %w", e.Seq, err)
		}
		d.setLaw(law, f.Document)
	case *register.ProcedureInForce:
		if err := json.Unmarshal(e.Body, f); err != nil {
			return fmt.Errorf("register entry %d: %w", e.Seq, err)
		}
		d.adopted[f.Name] = append(d.adopted[f.Name], *f)
	}
	return nil
}

func (d *drawer) setLaw(law *register.Jurisdiction, document []byte) {
	if d.o.Law != nil {
		law, document = d.o.Law, nil
	}
	sum := sha256.Sum256(document)
	d.law, d.digest = law, string(sum[:])
}

// at is what holds for entries of a day; the same value while nothing changes.
func (d *drawer) at(day moment.Day) *standing {
	if d.held != nil && d.heldOn == day {
		return d.held
	}
	s := &standing{law: d.law, key: d.digest}
	var names []string
	for name := range d.adopted {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		all := d.adopted[name]
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].From <= day {
				s.procedures = append(s.procedures, name+"\x00"+all[i].Version)
				break
			}
		}
	}
	if s.law != nil {
		s.key += s.law.ID + "\x00" + s.law.Version
		s.form = s.law.Page
	}
	s.key += "\x00" + strings.Join(s.procedures, "\x00")
	s.plain = len(s.form.Headings) == 0
	if d.held != nil && d.held.key == s.key {
		s = d.held
	}
	if n := len(d.laws); n == 0 || d.laws[n-1] != s.law {
		d.laws = append(d.laws, s.law)
	}
	d.held, d.heldOn = s, day
	return s
}

// now is what holds at the end, for a page without lines.
func (d *drawer) now() *standing { return d.at(d.o.To) }

// language chooses the language, or refuses one that a law of the page does not
// speak.
func (d *drawer) language() (err error) {
	if len(d.laws) == 0 {
		d.now()
	}
	d.lang = d.o.Lang
	for i := len(d.laws) - 1; i >= 0 && d.lang == ""; i-- {
		if l := d.laws[i]; l != nil && len(l.Page.Languages) > 0 {
			d.lang = l.Page.Languages[0].Code
		}
	}
	if d.lang == "" {
		d.lang = "en"
	}
	d.w, err = speak(d.lang)
	return err
}

// labels are the words of a law in the page's language, or else in its first:
// a law that was in force before need not speak the language of today's.
func (d *drawer) label(s *standing, labels map[string]string) string {
	if t := labels[d.lang]; t != "" {
		return t
	}
	return labels[s.form.Languages[0].Code]
}

// part words what holds for a stretch of lines.
func (d *drawer) part(s *standing) Part {
	p := Part{Columns: d.columns(s)}
	w := d.w
	if len(s.procedures) == 0 {
		p.Procedures = w.fill("procedures.none")
	} else {
		var list []string
		for _, x := range s.procedures {
			name, version, _ := strings.Cut(x, "\x00")
			list = append(list, w.fill("procedure", "name", name, "version", version))
		}
		p.Procedures = w.fill("procedures", "list", strings.Join(list, "; "))
	}
	if s.law == nil {
		p.Law = w.fill("law.none")
		return p
	}
	key := "law"
	if d.o.Law != nil {
		key = "law.shown"
	}
	p.Law = w.fill(key, "id", s.law.ID, "version", s.law.Version)
	p.Remarks = d.remarks(s)
	return p
}

func (d *drawer) remarks(s *standing) (out []string) {
	w, f := d.w, s.form
	add := func(key string, kv ...string) { out = append(out, w.fill(key, kv...)) }
	if s.plain {
		add("law.plain", "id", s.law.ID, "version", s.law.Version)
	}
	if f.Text.Version != "" {
		add("law.text", "version", f.Text.Version, "day", w.day(f.Text.Checked))
	}
	if s.law.Draft() {
		add("law.draft")
	} else {
		add("law.signer", "name", s.law.Approver)
	}
	for _, l := range f.Languages {
		if l.Own && l.Code == d.lang {
			add("law.own")
		}
	}
	if r := f.Retention; r.Years > 0 {
		key := "retention"
		if r.From != "" {
			key += "." + r.From
		}
		add(key, "years", fmt.Sprint(r.Years))
	}
	if f.Loss.Days > 0 {
		add("loss", "days", fmt.Sprint(f.Loss.Days), "to", d.label(s, f.Loss.To))
	}
	add("star")
	return out
}
