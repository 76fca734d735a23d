package protocol

import (
	"slices"
	"strings"

	"steady/measure"
)

// RefusedError says that a pack was read and judged, and may not be used.
type RefusedError struct{ Faults []string }

// Error names every fault.
func (e *RefusedError) Error() string { return "the pack is refused: " + strings.Join(e.Faults, "; ") }

// packFields are the fields of a pack; any other is an error.
var packFields = []string{
	"format", "kind", "id", "version", "title", "jurisdiction", "valid_from", "author", "approver", "note",
	"sources", "substance", "salt", "salts_also", "routes", "routes_off_label",
	"max_per_day", "gap_min", "topup_after_min", "increment_mg", "cap_single_mg", "cap_day_mg", "advise_day_over_mg",
	"challenge_percent", "spo2_min", "rr_min", "alcohol_hold_ug_100ml", "alcohol_reduce_ug_100ml",
	"alcohol_reduce_percent",
	"observation_min", "observation_first_min", "observation_naloxone_min", "observation_routes",
	"vein_attempts_max", "vein_observation_min",
	"first_day", "rise", "tolerance_day_mg", "tolerance_days", "missed", "holds", "emergencies",
	"thirds_from_trimester",
	"eligibility", "beside", "overrides", "basis",
}

// settings are the fields that need an entry in "basis" once they are set, and
// the words "routes", "monitor" and "interruption" that have only a basis.
var settings = []string{
	"routes", "salts_also", "monitor", "interruption", "max_per_day", "gap_min", "topup_after_min", "increment_mg",
	"cap_single_mg", "cap_day_mg",
	"advise_day_over_mg", "challenge_percent", "spo2_min", "rr_min", "alcohol_hold_ug_100ml",
	"alcohol_reduce_ug_100ml", "observation_min", "observation_first_min", "observation_naloxone_min",
	"vein_attempts_max", "vein_observation_min", "tolerance_day_mg", "thirds_from_trimester",
}

// loader reads one pack. Errors of form end in reader.Err; faults of content
// are collected so that an author sees all of them at once.
type loader struct {
	r      Reader
	f      *Fields
	basis  map[string]Basis
	pack   *Pack
	faults []string
}

func (l *loader) fault(path, words string) { l.faults = append(l.faults, path+": "+words) }

// Load reads a pack strictly. It returns a *RefusedError when the document was
// understood and its content may not be used, and another error when it cannot
// be read (malformed, an unknown field or word). A pack with an empty
// mandatory field loads, as a draft.
func Load(b []byte) (*Pack, error) {
	root, err := ReadValue("pack", b)
	if err != nil {
		return nil, err
	}
	l := &loader{pack: &Pack{document: slices.Clone(b)}}
	l.f = l.r.Object(root, packFields...)
	if l.f == nil {
		l.r.Fail("pack", "expected an object")
		return nil, l.r.Err()
	}
	l.f.Need("format", "kind", "id", "version")
	l.f.Word("format", Format)
	l.f.Word("kind", "dosing")
	l.heading()
	l.readBasis()
	l.drug()
	l.limits()
	l.assessments()
	l.tables()
	l.readEligibility()
	l.readBeside()
	l.readOverrides()
	if err := l.r.Err(); err != nil {
		return nil, err
	}
	l.judge()
	if len(l.faults) > 0 {
		return nil, &RefusedError{l.faults}
	}
	return l.pack, nil
}

// heading reads who, where and since when.
func (l *loader) heading() {
	p, f := l.pack, l.f
	p.ID, p.Version, p.Title, p.Note = f.Text("id"), f.Text("version"), f.Text("title"), f.Text("note")
	p.Jurisdiction = strings.TrimSpace(f.Text("jurisdiction"))
	p.Author, p.Approver = strings.TrimSpace(f.Text("author")), strings.TrimSpace(f.Text("approver"))
	if f.Text("valid_from") != "" {
		p.ValidFrom = f.Day("valid_from")
	}
	p.Sources = ReadSources(f.Object("sources"))
}

// ReadSources reads the sources of a pack by their keys.
func ReadSources(list *Fields) map[string]Source {
	out := map[string]Source{}
	for _, key := range list.Names() {
		s := list.Object(key, "title", "address")
		out[key] = Source{s.Text("title"), s.Text("address")}
	}
	return out
}

func (l *loader) readBasis() {
	l.basis = map[string]Basis{}
	list := l.f.Object("basis", settings...)
	for _, name := range list.Names() {
		if entry := list.Object(name, "rule", "source", "confidence"); entry != nil {
			l.basis[name] = l.basisOf(entry)
		}
	}
}

// basisOf reads rule, source and confidence of a row or a setting. What is
// Steady's own was read in no text.
func (l *loader) basisOf(f *Fields) Basis {
	b := ReadBasis(f, l.pack.Sources, l.fault)
	if b.Source == "STEADY" && (b.Confidence == "C" || b.Confidence == "C2") {
		l.fault(f.Path(), "Steady's own rules are confirmed by no text: write E or S")
	}
	return b
}

// ReadBasis reads rule, source and confidence of a row of any pack. What is
// missing, a source that is not listed and an unconfirmed figure are faults.
func ReadBasis(f *Fields, sources map[string]Source, fault func(path, words string)) Basis {
	b := Basis{f.Text("rule"), f.Text("source"), f.Text("confidence")}
	switch {
	case b.Rule == "":
		fault(f.Path(), "has no rule")
	case b.Source == "":
		fault(f.Path(), "has no source")
	case sources[b.Source] == (Source{}):
		fault(f.Path(), "cites the source "+b.Source+", which is not listed under sources")
	case !slices.Contains([]string{"C", "C2", "E", "S"}, b.Confidence):
		fault(f.Path(), "confidence must be C, C2, E or S: an unconfirmed figure may not be used")
	}
	return b
}

// basisFor returns the basis of a setting that is set; without one it is a fault.
func (l *loader) basisFor(name string) Basis {
	b, ok := l.basis[name]
	if !ok {
		l.fault("pack."+name, "has no rule and source under basis")
	}
	return b
}

func (l *loader) drug() {
	p, f := l.pack, l.f
	p.Form = l.form(f)
	for _, word := range f.Texts("salts_also") {
		if !measure.Salt(word).Known() {
			l.r.Fail("pack.salts_also", "unknown word %q", word)
		}
		p.AlsoSalts = append(p.AlsoSalts, measure.Salt(word))
	}
	if len(p.AlsoSalts) > 0 {
		p.AlsoBasis = l.basisFor("salts_also")
	}
	p.Routes, p.RoutesOffLabel = l.routes("routes"), l.routes("routes_off_label")
	if len(p.Routes)+len(p.RoutesOffLabel) > 0 {
		p.RouteBasis = l.basisFor("routes")
	}
}

// form reads a substance and a salt; either may be left empty.
func (l *loader) form(f *Fields) measure.Form {
	form := measure.Form{Substance: measure.Substance(f.Text("substance")), Salt: measure.Salt(f.Text("salt"))}
	if form.Substance != "" && !form.Substance.Known() {
		l.r.Fail(f.Path()+".substance", "unknown word %q", form.Substance)
	}
	if form.Salt != "" && !form.Salt.Known() {
		l.r.Fail(f.Path()+".salt", "unknown word %q", form.Salt)
	}
	return form
}

func (l *loader) routes(name string) []Route {
	var out []Route
	for _, word := range l.f.Texts(name) {
		r := Route(word)
		if r != IV && r != IM && r != SC && r != Oral && r != Nasal {
			l.r.Fail("pack."+name, "unknown word %q: write iv, im, sc, oral or nasal", word)
		}
		if slices.Contains(out, r) {
			l.fault("pack."+name, word+" stands twice")
		}
		out = append(out, r)
	}
	return out
}

func (l *loader) limits() {
	p := l.pack
	p.PerDay = l.count("max_per_day", 24)
	p.Gap, p.TopUp = l.minutes("gap_min"), l.minutes("topup_after_min")
	p.Increment = l.amount("increment_mg")
	p.CapSingle, p.CapDay = l.ceiling("cap_single_mg"), l.ceiling("cap_day_mg")
	p.CapAdvise = l.amount("advise_day_over_mg")
	if l.f.Has("challenge_percent") {
		p.Challenge = Percent{int64(l.f.Int("challenge_percent", 100, 1000)), l.basisFor("challenge_percent")}
	}
	p.VeinAttempts = l.count("vein_attempts_max", 10)
	p.ThirdsFrom = l.count("thirds_from_trimester", 3)
	p.ToleranceDay = l.amount("tolerance_day_mg")
	p.ToleranceDays = l.f.Int("tolerance_days", 1, 30)
	p.Monitor, p.Interruption = l.basis["monitor"], l.basis["interruption"]
}

func (l *loader) assessments() {
	p := l.pack
	p.SpO2Min, p.RRMin = l.reading("spo2_min", 100), l.reading("rr_min", 60)
	p.AlcoholHold = l.reading("alcohol_hold_ug_100ml", 1000)
	p.AlcoholLower = l.reading("alcohol_reduce_ug_100ml", 1000)
	p.AlcoholPercent = int64(l.f.Int("alcohol_reduce_percent", 1, 100))
	p.Observation, p.ObservationFirst = l.minutes("observation_min"), l.minutes("observation_first_min")
	p.ObservationNaloxone = l.minutes("observation_naloxone_min")
	for _, row := range l.f.Objects("observation_routes", "route", "minutes", "rule", "source", "confidence") {
		row.Need("route", "minutes")
		p.ObservationRoutes = append(p.ObservationRoutes, RouteMinutes{
			Route:   Route(row.Word("route", string(IV), string(IM), string(SC), string(Oral), string(Nasal))),
			Minutes: int64(row.Int("minutes", 1, 2880)), Basis: l.basisOf(row),
		})
	}
	p.VeinObservation = l.minutes("vein_observation_min")
}

// ceiling reads milligrams, or the word "prescription"; "" and 0 differ: the
// empty text is unset, and no ceiling can be 0.
func (l *loader) ceiling(name string) Ceiling {
	v := l.f.of(name, kindNumber, kindText)
	switch {
	case v == nil || v.kind == kindText && strings.TrimSpace(v.text) == "":
		return Ceiling{}
	case v.text == "prescription":
		return Ceiling{FromPrescription: true, Basis: l.basisFor(name)}
	}
	c := Ceiling{Mass: l.r.mass(v), Basis: l.basisFor(name)}
	if c.Mass == 0 {
		l.fault("pack."+name, "must be above 0")
	}
	return c
}

// count reads a whole number of at least 1, or for visits a day the word
// "prescription".
func (l *loader) count(name string, most int) Count {
	v := l.f.of(name, kindNumber, kindText)
	switch {
	case v == nil || v.kind == kindText && strings.TrimSpace(v.text) == "":
		return Count{}
	case v.text == "prescription" && name == "max_per_day":
		return Count{FromPrescription: true, Basis: l.basisFor(name)}
	}
	return Count{Value: l.f.Int(name, 1, most), Basis: l.basisFor(name)}
}

func (l *loader) minutes(name string) Minutes {
	if !l.f.Has(name) {
		return Minutes{}
	}
	return Minutes{int64(l.f.Int(name, 1, 2880)), true, l.basisFor(name)}
}

func (l *loader) reading(name string, most int64) Reading {
	m := l.f.Milli(name, 0, most)
	if m == nil {
		return Reading{}
	}
	return Reading{*m, true, l.basisFor(name)}
}

func (l *loader) amount(name string) Amount {
	m := l.f.Mass(name)
	if m == nil {
		return Amount{}
	}
	if *m == 0 {
		l.fault("pack."+name, "must be above 0")
	}
	return Amount{*m, l.basisFor(name)}
}
