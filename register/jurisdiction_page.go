package register

import (
	"maps"
	"slices"
	"strconv"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// Made is the side of a law that asks what drug was used to make a product.
const Made Side = "made"

// LawText is what was read, and when (R-REG-12, R-REG-44). Who signs it is the
// pack's approver.
type LawText struct {
	Version string
	Checked moment.Day
}

// Language is one that the pack words its pages in. Own says that the words
// are a translation or a wording of the pack's author and not the law's.
type Language struct {
	Code string
	Own  bool
}

// Heading is one heading of a page, in the order it stands there. One that is
// not statutory is an annotation of the service (R-REG-07).
type Heading struct {
	Side      Side
	Field     string            // what of an entry stands under it: headingFields
	Labels    map[string]string // by language
	Statutory bool
	Basis     protocol.Basis
}

// headingFields are the fields that a side may have a heading for.
var headingFields = map[Side][]string{
	Obtained: {"date", "from", "drug", "quantity"},
	Supplied: {"date", "to", "name", "authority", "prescriber", "substance", "strength", "form", "quantity",
		"consumed", "taken_home", "collector", "id_requested", "id_provided", "initials"},
	Made:   {"date", "quantity", "product"},
	Beside: {"batch", "by", "second", "recorded", "balance_ampoules", "balance_mass"},
}

// identityFields are those that reg 19(1)(f) asks on a prescription only.
var identityFields = []string{"collector", "id_requested", "id_provided"}

// IdentityHeading reports whether a field is about who collected the drug.
func IdentityHeading(field string) bool { return slices.Contains(identityFields, field) }

// Identity says what stands under the identity headings where a dose is given
// here from stock: Applies is on, off or not_applicable (R-REG-03).
type Identity struct {
	Applies string
	Basis   protocol.Basis
}

// Retention is for how many years the register is kept. From is last_entry, or
// empty where the text does not say from when it counts.
type Retention struct {
	Years int
	From  string
	Basis protocol.Basis
}

// LossReport is within how many days a loss is reported, and to whom.
type LossReport struct {
	Days  int
	To    map[string]string // by language
	Basis protocol.Basis
}

// PageForm is the form that a law gives the pages of the register (R-REG-44).
// What is unset is zero: no figure is guessed.
type PageForm struct {
	Text       LawText
	Languages  []Language
	Key        string // product: one page for each drug, strength and form
	KeyBasis   protocol.Basis
	Headings   []Heading
	Identity   Identity
	Deadline   *protocol.Count // days after the transaction in which it may be entered without a reason
	Correction string          // marginal_note or footnote
	CorrectBy  protocol.Basis
	Retention  Retention
	Loss       LossReport
	Tolerance  *measure.Mass // of a liquid that is counted; what can be counted has none
	TolerateBy protocol.Basis
}

// DefaultDeadline is the house's own rule where no law in force says otherwise
// (R-REG-05): the day itself or the next.
const DefaultDeadline = 1

// EntryDays is how many days after a transaction it may be entered without a
// reason. Without a pack that says it, it is the house's own rule.
func (j *Jurisdiction) EntryDays() int {
	if j == nil || j.Draft() || j.Page.Deadline == nil {
		return DefaultDeadline
	}
	return j.Page.Deadline.Value
}

// Speaks reports whether the pack words its pages in a language.
func (j *Jurisdiction) Speaks(code string) bool {
	return j != nil && slices.ContainsFunc(j.Page.Languages, func(l Language) bool { return l.Code == code })
}

var basisFields = []string{"rule", "source", "confidence"}

func based(fields ...string) []string { return append(fields, basisFields...) }

func (l *lawLoader) page() {
	p := &l.j.Page
	if f := l.f.Object("law_text", "version", "checked"); f != nil {
		f.Need("version", "checked")
		p.Text = LawText{f.Text("version"), f.Day("checked")}
	}
	for _, f := range l.f.Objects("languages", "code", "words") {
		f.Need("code", "words")
		p.Languages = append(p.Languages, Language{f.Word("code", "de", "en", "fr"), f.Word("words", "law", "own") == "own"})
	}
	if f := l.f.Object("page_key", based("by")...); f != nil {
		f.Need("by")
		p.Key, p.KeyBasis = f.Word("by", "product"), l.basis(f)
	}
	l.headings()
	if f := l.f.Object("identity", based("administration")...); f != nil {
		f.Need("administration")
		p.Identity = Identity{f.Word("administration", "on", "off", "not_applicable"), l.basis(f)}
	}
	if f := l.f.Object("entry", based("days_after")...); f != nil {
		f.Need("days_after")
		p.Deadline = &protocol.Count{Value: f.Int("days_after", 0, 31), Basis: l.basis(f)}
	}
	if f := l.f.Object("correction", based("form")...); f != nil {
		f.Need("form")
		p.Correction, p.CorrectBy = f.Word("form", "marginal_note", "footnote"), l.basis(f)
	}
	if f := l.f.Object("retention", based("years", "from")...); f != nil {
		f.Need("years")
		p.Retention = Retention{f.Int("years", 1, 100), f.Word("from", "last_entry"), l.basis(f)}
	}
	if f := l.f.Object("loss_report", based("days", "to")...); f != nil {
		f.Need("days", "to")
		p.Loss = LossReport{f.Int("days", 0, 366), l.worded(f.Object("to"), f.Path()+".to"), l.basis(f)}
	}
	if f := l.f.Object("tolerance", based("mass_mg")...); f != nil {
		f.Need("mass_mg")
		p.Tolerance, p.TolerateBy = f.Mass("mass_mg"), l.basis(f)
	}
}

func (l *lawLoader) headings() {
	for _, f := range l.f.Objects("headings", based("side", "field", "labels", "statutory")...) {
		f.Need("side", "field", "labels", "statutory")
		h := Heading{Side: Side(f.Word("side", string(Obtained), string(Supplied), string(Made), string(Beside))),
			Field: f.Text("field"), Statutory: f.Bool("statutory"), Basis: l.basis(f)}
		if fields := headingFields[h.Side]; fields != nil {
			f.Word("field", fields...)
		}
		h.Labels = l.worded(f.Object("labels"), f.Path()+".labels")
		l.j.Page.Headings = append(l.j.Page.Headings, h)
	}
}

// worded reads words in every language of the pack and in no other.
func (l *lawLoader) worded(f *protocol.Fields, path string) map[string]string {
	out := map[string]string{}
	for _, code := range f.Names() {
		out[code] = f.Text(code)
		if !l.j.Speaks(code) {
			l.fault(path, "is in "+code+", which is not listed under languages")
		}
	}
	for _, x := range l.j.Page.Languages {
		if out[x.Code] == "" {
			l.fault(path, "lacks its words in "+x.Code)
		}
	}
	return out
}

// judgePage looks at whether a page of this form would show every movement.
func (l *lawLoader) judgePage() {
	p := l.j.Page
	codes := map[string]bool{}
	for i, x := range p.Languages {
		if codes[x.Code] {
			l.fault("pack.languages["+strconv.Itoa(i)+"]", x.Code+" stands twice")
		}
		codes[x.Code] = true
	}
	if len(p.Headings) == 0 {
		return
	}
	seen := map[Side]map[string]bool{Obtained: {}, Supplied: {}, Made: {}, Beside: {}}
	for i, h := range p.Headings {
		at := "pack.headings[" + strconv.Itoa(i) + "]"
		if seen[h.Side][h.Field] {
			l.fault(at, string(h.Side)+" "+h.Field+" stands twice")
		}
		seen[h.Side][h.Field] = true
		if h.Side == Beside && h.Statutory {
			l.fault(at, "an annotation is not statutory: say false")
		}
	}
	if len(p.Languages) == 0 {
		l.fault("pack.languages", "headings need the language that they are in")
	}
	for _, side := range []Side{Obtained, Supplied} {
		if !seen[side]["date"] || len(amounts(seen[side])) == 0 {
			l.fault("pack.headings", "a page needs the date and an amount of what is "+string(side))
		}
	}
	if !seen[Beside]["balance_ampoules"] || !seen[Beside]["balance_mass"] {
		l.fault("pack.headings", "a page needs the running balances, in ampoules and in mass")
	}
}

// amounts are the fields of a side that say how much.
func amounts(fields map[string]bool) []string {
	all := slices.Collect(maps.Keys(fields))
	return slices.DeleteFunc(all, func(f string) bool { return f != "quantity" && f != "drug" && f != "consumed" })
}
