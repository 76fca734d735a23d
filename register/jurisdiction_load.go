package register

import (
	"slices"
	"strconv"
	"strings"

	"steady/measure"
	"steady/person"
	"steady/protocol"
)

// jurisdictionFields are the fields of a jurisdiction pack; any other is an error.
var jurisdictionFields = []string{"format", "kind", "id", "version", "title", "jurisdiction", "valid_from", "author",
	"approver", "note", "sources", "licences", "take_home", "instalments", "wordings", "required", "second_absent",
	"law_text", "languages", "page_key", "headings", "identity", "entry", "correction", "retention", "loss_report",
	"tolerance"}

// requirable are the prescription fields that a pack may ask for.
var requirable = []string{"patient_permit", "instalment_count", "instalment_interval"}

type lawLoader struct {
	r      protocol.Reader
	f      *protocol.Fields
	j      *Jurisdiction
	faults []string
}

func (l *lawLoader) fault(path, words string) { l.faults = append(l.faults, path+": "+words) }

// LoadJurisdiction reads a jurisdiction pack strictly. It returns a
// *protocol.RefusedError when the document was understood and its content may
// not be used, and another error when it cannot be read (malformed, an unknown
// field or word). A pack with an empty mandatory field loads, as a draft.
func LoadJurisdiction(b []byte) (*Jurisdiction, error) {
	root, err := protocol.ReadValue("pack", b)
	if err != nil {
		return nil, err
	}
	l := &lawLoader{j: &Jurisdiction{document: slices.Clone(b)}}
	if l.f = l.r.Object(root, jurisdictionFields...); l.f == nil {
		l.r.Fail("pack", "expected an object")
		return nil, l.r.Err()
	}
	l.f.Need("format", "kind", "id", "version")
	l.f.Word("format", JurisdictionFormat)
	l.f.Word("kind", "jurisdiction")
	l.heading()
	l.licences()
	l.takeHomes()
	l.instalments()
	l.required()
	l.alone()
	l.page()
	if err := l.r.Err(); err != nil {
		return nil, err
	}
	l.judge()
	if len(l.faults) > 0 {
		return nil, &protocol.RefusedError{Faults: l.faults}
	}
	return l.j, nil
}

func (l *lawLoader) heading() {
	j, f := l.j, l.f
	j.ID, j.Version, j.Title, j.Note = f.Text("id"), f.Text("version"), f.Text("title"), f.Text("note")
	j.Where = strings.TrimSpace(f.Text("jurisdiction"))
	j.Author, j.Approver = strings.TrimSpace(f.Text("author")), strings.TrimSpace(f.Text("approver"))
	if f.Text("valid_from") != "" {
		j.ValidFrom = f.Day("valid_from")
	}
	j.Sources = protocol.ReadSources(f.Object("sources"))
}

func (l *lawLoader) basis(f *protocol.Fields) protocol.Basis {
	return protocol.ReadBasis(f, l.j.Sources, l.fault)
}

func (l *lawLoader) substance(f *protocol.Fields) measure.Substance {
	return measure.Substance(f.Word("substance", string(measure.Diamorphine), string(measure.Hydromorphone),
		string(measure.Methadone), string(measure.Morphine)))
}

func (l *lawLoader) licences() {
	for _, f := range l.f.Objects("licences", "substance", "act", "needed", "rule", "source", "confidence") {
		f.Need("substance", "act", "needed")
		l.j.Licences = append(l.j.Licences, LicenceRow{Substance: l.substance(f), Needed: f.Bool("needed"),
			Act: person.Act(f.Word("act", string(person.Prescribes), string(person.Countersigns),
				string(person.Administers))), Basis: l.basis(f)})
	}
}

func (l *lawLoader) takeHomes() {
	for _, f := range l.f.Objects("take_home", "substance", "routes", "days", "requires", "rule", "source", "confidence") {
		f.Need("substance", "days")
		row := TakeHomeRow{Substance: l.substance(f), Days: f.Int("days", 0, 31), Basis: l.basis(f)}
		for _, w := range f.Texts("routes") {
			r := protocol.Route(w)
			if r != protocol.IV && r != protocol.IM && r != protocol.SC && r != protocol.Oral {
				l.r.Fail(f.Path()+".routes", "unknown word %q: write iv, im, sc or oral", w)
			}
			row.Routes = append(row.Routes, r)
		}
		for _, c := range f.Objects("requires", "code", "words") {
			c.Need("code", "words")
			row.Requires = append(row.Requires, Condition{c.Text("code"), c.Text("words")})
		}
		l.j.TakeHomes = append(l.j.TakeHomes, row)
	}
}

func (l *lawLoader) instalments() {
	if f := l.f.Object("instalments", "max_days", "rule", "source", "confidence"); f != nil {
		f.Need("max_days")
		l.j.InstalmentDays = protocol.Count{Value: f.Int("max_days", 1, 366), Basis: l.basis(f)}
	}
	for _, f := range l.f.Objects("wordings", "code", "meaning", "rule", "source", "confidence") {
		f.Need("code", "meaning")
		l.j.Wordings = append(l.j.Wordings, Wording{f.Text("code"), f.Text("meaning"), l.basis(f)})
	}
}

func (l *lawLoader) required() {
	for _, f := range l.f.Objects("required", "field", "words", "rule", "source", "confidence") {
		f.Need("field", "words")
		l.j.Required = append(l.j.Required, Requirement{f.Word("field", requirable...), f.Text("words"), l.basis(f)})
	}
}

// judge looks at what the rows say, whoever signed them.
func (l *lawLoader) judge() {
	j := l.j
	if j.ID == "" || j.Version == "" {
		l.fault("pack", "id and version must not be empty")
	}
	if j.Author != "" && strings.EqualFold(j.Author, j.Approver) {
		l.fault("pack.approver", "author and approver are the same person")
	}
	seen := map[string]bool{}
	once := func(table string, i int, key string) {
		if seen[table+key] {
			l.fault("pack."+table+"["+strconv.Itoa(i)+"]", key+" stands twice")
		}
		seen[table+key] = true
	}
	for i, r := range j.Licences {
		once("licences", i, string(r.Substance)+" "+string(r.Act))
	}
	for i, r := range j.TakeHomes {
		once("take_home", i, string(r.Substance)+" "+strconv.Itoa(r.Days)+" days")
		if r.Days > 0 && len(r.Requires) == 0 && r.Substance == measure.Diamorphine {
			l.fault("pack.take_home["+strconv.Itoa(i)+"]", "lets diamorphine be taken home without a condition")
		}
	}
	for i, w := range j.Wordings {
		once("wordings", i, w.Code)
	}
	for i, r := range j.Required {
		once("required", i, r.Field)
	}
	l.judgePage()
	for _, m := range []struct {
		name string
		set  bool
	}{{"author", j.Author != ""}, {"approver", j.Approver != ""}, {"jurisdiction", j.Where != ""},
		{"valid_from", j.ValidFrom != 0}, {"licences", len(j.Licences) > 0}} {
		if !m.set {
			j.Missing = append(j.Missing, m.name)
		}
	}
}
