package recovery

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"steady/measure"
	"steady/protocol"
)

// RefusedError says that a document was understood and may not be used, or
// that the words it holds may not be shown.
type RefusedError struct {
	What   string
	Faults []string
}

// Error names every fault.
func (e *RefusedError) Error() string { return e.What + " is refused: " + strings.Join(e.Faults, "; ") }

// unread marks a figure that was not read again in a source.
const unread = "R"

var idForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)

// loader reads one instrument. Errors of form end in reader.Err; faults of
// content are collected so that an author sees all of them at once.
type loader struct {
	r       protocol.Reader
	f       *protocol.Fields
	in      *Instrument
	answer  answerForm // what an item without its own is answered with
	faults  []string
	options []Option
}

type answerForm struct {
	kind   Kind
	values []int
}

func (l *loader) fault(path, words string) { l.faults = append(l.faults, path+": "+words) }

var instrumentFields = []string{"format", "id", "version", "title", "language", "window", "strand", "better",
	"note", "sources", "licence", "instruction", "answer", "options", "items", "scoring", "returns", "bands",
	"cutoffs", "alerts", "reliability", "reliable_change"}

// Load reads an instrument strictly. It returns a *RefusedError when the
// document was understood and its content may not be used, and another error
// when it cannot be read (malformed, an unknown field or word).
func Load(b []byte) (*Instrument, error) {
	root, err := protocol.ReadValue("instrument", b)
	if err != nil {
		return nil, err
	}
	l := &loader{in: &Instrument{}}
	if l.f = l.r.Object(root, instrumentFields...); l.f == nil {
		l.r.Fail("instrument", "expected an object")
		return nil, l.r.Err()
	}
	l.f.Need("format", "id", "version", "title", "licence", "items", "scoring")
	l.f.Word("format", Format)
	l.heading()
	l.licence()
	l.items()
	l.scoring()
	l.returns()
	l.readings()
	if err := l.r.Err(); err != nil {
		return nil, err
	}
	l.judge()
	if len(l.faults) > 0 {
		return nil, &RefusedError{"the instrument " + strconv.Quote(l.in.ID), l.faults}
	}
	return l.in, nil
}

// LoadService reads an instrument that a service brings: a scale of its own
// under a new id, or its licensed copy of a gated one, whose arithmetic must be
// the one of this build.
func LoadService(b []byte) (*Instrument, error) {
	in, err := Load(b)
	if err != nil {
		return nil, err
	}
	known, err := Find(in.ID)
	refuse := func(words string) (*Instrument, error) {
		return nil, &RefusedError{"the instrument " + strconv.Quote(in.ID), []string{words}}
	}
	switch {
	case err != nil && in.Licence.Class == Own:
		return in, nil
	case err != nil:
		return refuse("only a scale of the service's own (licence class own) may be new to this build")
	case known.Licence.Class != Gated || in.Licence.Class != Gated:
		return refuse("the build has an instrument of that id: give your own scale another id")
	case !sameArithmetic(known, in):
		return refuse("it is scored otherwise than the build's " + known.ID +
			": a licensed copy brings the words and the licence, nothing else")
	}
	return in, nil
}

func (l *loader) heading() {
	in, f := l.in, l.f
	in.ID, in.Version, in.Title = f.Text("id"), f.Text("version"), f.Text("title")
	in.Language, in.Window, in.Note = f.Text("language"), f.Text("window"), f.Text("note")
	in.Strand = Strand(f.Word("strand", string(Physical), string(Social), string(Psychological)))
	in.Better = Direction(f.Word("better", string(Lower), string(Higher), string(Neither)))
	in.Instruction = f.Text("instruction")
	in.Sources = map[string]protocol.Source{}
	list := f.Object("sources")
	for _, key := range list.Names() {
		s := list.Object(key, "title", "address")
		in.Sources[key] = protocol.Source{Title: s.Text("title"), Address: s.Text("address")}
	}
}

func (l *loader) licence() {
	f := l.f.Object("licence", "class", "holder", "notice", "number", "date", "author", "approver",
		"rule", "source", "confidence")
	if f == nil {
		return
	}
	f.Need("class")
	x := &l.in.Licence
	x.Class = Class(f.Word("class", string(Free), string(Verbatim), string(Gated), string(ScoresOnly), string(Own)))
	x.Holder, x.Notice, x.Number = f.Text("holder"), f.Text("notice"), strings.TrimSpace(f.Text("number"))
	x.Date = f.Day("date")
	x.Author, x.Signed = strings.TrimSpace(f.Text("author")), strings.TrimSpace(f.Text("approver"))
	x.Basis = l.basis(f)
}

// basis reads rule, source and confidence of a figure.
func (l *loader) basis(f *protocol.Fields) Basis {
	b := Basis{f.Text("rule"), f.Text("source"), f.Text("confidence")}
	switch {
	case f == nil:
		return Basis{}
	case b.Source == "":
		l.fault(f.Path(), "has no source")
	case l.in.Sources[b.Source].Title == "":
		l.fault(f.Path(), "cites the source "+b.Source+", which is not listed under sources")
	case !slices.Contains([]string{"C", "C2", "E", unread}, b.Confidence):
		l.fault(f.Path(), "confidence must be C, C2, E or R")
	}
	return b
}

var itemFields = []string{"id", "text", "about", "kind", "min", "max", "values", "reversed", "options"}

func (l *loader) items() {
	l.answer = l.answerOf(l.f.Object("answer", "kind", "min", "max", "values"), answerForm{kind: Scale})
	l.options = l.optionsOf(l.f)
	for _, f := range l.f.Objects("items", itemFields...) {
		f.Need("id")
		it := Item{ID: f.Text("id"), Text: f.Text("text"), About: f.Text("about"), Reversed: f.Bool("reversed")}
		a := l.answerOf(f, l.answer)
		it.Kind, it.Values = a.kind, a.values
		it.Options = l.options
		if f.Has("options") {
			it.Options = l.optionsOf(f)
		}
		l.in.Items = append(l.in.Items, it)
	}
}

// answerOf reads how something is answered; what is silent is as in base.
func (l *loader) answerOf(f *protocol.Fields, base answerForm) answerForm {
	if f == nil {
		return base
	}
	if f.Has("kind") {
		base = answerForm{kind: Kind(f.Word("kind", string(Scale), string(Days), string(YesNo), string(Signs)))}
	}
	switch {
	case f.Has("min") || f.Has("max"):
		f.Need("min", "max")
		least, most := f.Int("min", 0, 1000), f.Int("max", 0, 1000)
		base.values = nil
		for v := least; v <= most; v++ {
			base.values = append(base.values, v)
		}
	case f.Has("values"):
		words, _ := f.Scalars("values")
		base.values = nil
		for _, w := range words {
			n, err := strconv.Atoi(w.Text)
			if err != nil {
				f.Fail("values", fmt.Sprintf("%q is not a whole number", w.Text))
			}
			base.values = append(base.values, n)
		}
	}
	return base
}

func (l *loader) optionsOf(f *protocol.Fields) (out []Option) {
	for _, o := range f.Objects("options", "value", "text") {
		o.Need("value", "text")
		out = append(out, Option{o.Int("value", 0, 1000), o.Text("text")})
	}
	return out
}

func (l *loader) scoring() {
	in := l.in
	f := l.f.Object("scoring", "method", "missing_max", "prorate", "metric", "rule", "source", "confidence")
	if f == nil {
		return
	}
	f.Need("method")
	in.Method = Method(f.Word("method", string(BySum), string(ByTable), string(NoTotal)))
	in.MissingMax = f.Int("missing_max", 0, 100)
	if f.Has("prorate") {
		in.Prorate = Rounding(f.Word("prorate", string(Whole), string(OneDecimal)))
	}
	in.MethodBasis = l.basis(f)
	if list := f.Object("metric"); list != nil {
		in.Metric = map[measure.Milli]measure.Milli{}
		for _, raw := range list.Names() {
			n, err := measure.ParseMilli(raw)
			if err != nil {
				list.Fail(raw, "the raw sum must be a number")
				continue
			}
			if m := list.Milli(raw, 0, 1000); m != nil {
				in.Metric[n] = *m
			}
		}
	}
}

func (l *loader) returns() {
	for _, f := range l.f.Objects("returns", "field", "rule", "items", "unless", "strand", "better") {
		f.Need("field", "rule", "items")
		l.in.Returns = append(l.in.Returns, Return{
			Field:  f.Text("field"),
			Rule:   ReturnRule(f.Word("rule", string(TheAnswer), string(AnyYes), string(Digits))),
			Items:  f.Texts("items"),
			Unless: f.Text("unless"),
			Strand: Strand(f.Word("strand", string(Physical), string(Social), string(Psychological))),
			Better: Direction(f.Word("better", string(Lower), string(Higher), string(Neither))),
		})
	}
}

// readings reads what may be said of a result: bands, cut-offs, alerts, change.
func (l *loader) readings() {
	in := l.in
	if f := l.f.Object("bands", "rows", "rule", "source", "confidence"); f != nil {
		in.BandsBasis = l.basis(f)
		for _, row := range f.Objects("rows", "from", "word") {
			row.Need("from", "word")
			if m := row.Milli("from", 0, 1000); m != nil {
				in.Bands = append(in.Bands, Band{*m, row.Text("word")})
			}
		}
	}
	for _, f := range l.f.Objects("cutoffs", "from", "name", "rule", "source", "confidence") {
		f.Need("from", "name")
		if m := f.Milli("from", 0, 1000); m != nil {
			in.Cutoffs = append(in.Cutoffs, Cutoff{*m, f.Text("name"), l.basis(f)})
		}
	}
	for _, f := range l.f.Objects("alerts", "item", "from", "word", "why", "rule", "source", "confidence") {
		f.Need("item", "why")
		in.Alerts = append(in.Alerts,
			Alert{f.Text("item"), f.Int("from", 0, 1000), f.Text("word"), f.Text("why"), l.basis(f)})
	}
	if f := l.f.Object("reliable_change", "least", "rule", "source", "confidence"); f != nil {
		f.Need("least")
		if m := f.Milli("least", 0, 1000); m != nil {
			in.Limit = &Limit{*m, l.basis(f)}
		}
	}
	f := l.f.Object("reliability", "sd", "r", "kind", "population", "rule", "source", "confidence")
	if f == nil {
		return
	}
	f.Need("sd", "r", "kind", "population")
	sd, r := f.Milli("sd", 0, 1000), f.Milli("r", 0, 1)
	if sd != nil && r != nil {
		in.Reliability = &Reliability{*sd, *r, f.Word("kind", "alpha", "retest"), f.Text("population"), l.basis(f)}
	}
}
