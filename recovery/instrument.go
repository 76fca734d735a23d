// Package recovery holds what people say about how they are: questionnaires as
// data, their exact scoring, a person's own goals, and the statistics by which
// a service looks at itself. There is no composite score anywhere, and none of
// this decides a dose.
package recovery

import (
	"slices"
	"strings"

	"steady/measure"
	"steady/protocol"
)

// Format is the first field of every instrument.
const Format = "steady-instrument/1"

// Strand is one of the three strands of healing that the founding study found.
type Strand string

// The strands; an instrument that spans them gives each of its returns one.
const (
	Physical      Strand = "physical"
	Social        Strand = "social"
	Psychological Strand = "psychological"
)

// Direction says which way of a score the person is better off.
type Direction string

// The directions. Neither is for what is neither good nor bad in itself.
const (
	Lower   Direction = "lower"
	Higher  Direction = "higher"
	Neither Direction = "neither"
)

// Instrument is a questionnaire, scale or chart as data (R-OUT-05): what is
// asked, what may be answered, how it is scored, and whether its words may be
// shown. Code only interprets it.
type Instrument struct {
	ID, Version, Title string
	Language           string // BCP 47, of the item text
	Window             string // the time that is asked about
	Strand             Strand // "" where returns carry their own
	Better             Direction
	Note               string
	Sources            map[string]protocol.Source

	Licence     Licence
	Instruction string
	Items       []Item

	Method      Method // how a total comes about
	MissingMax  int    // items that may be skipped with a total still given (0: none)
	Prorate     Rounding
	Metric      map[measure.Milli]measure.Milli // total of a raw sum, for ByTable
	MethodBasis Basis
	Returns     []Return

	Bands       []Band
	BandsBasis  Basis
	Cutoffs     []Cutoff
	Alerts      []Alert
	Reliability *Reliability
	Limit       *Limit // a published smallest reliable change, where no reliability is
}

// Basis says where a figure comes from. Confidence is C or C2 (read in the
// named text or in a restatement), E (our own rule) or R (general knowledge
// that was not read again: scored with, and always shown as unconfirmed).
type Basis struct {
	Rule, Source, Confidence string
}

// Kind is how an item is answered.
type Kind string

// The kinds of answer.
const (
	Scale Kind = "scale" // a whole number out of a range or a list
	Days  Kind = "days"  // days in four weeks: four numbers 0 to 7, or one total 0 to 28
	YesNo Kind = "yesno" // Y or N
	Signs Kind = "signs" // any of the option words; an empty list is "looked, and saw none"
)

// Item is one question.
type Item struct {
	ID       string
	Text     string // as printed, where the licence lets it be shown
	About    string // our own few words, never the instrument's
	Kind     Kind
	Values   []int // the numbers of a scale, ascending
	Reversed bool  // scored as smallest + largest - answer
	Options  []Option
}

// Option is one possible answer with its words.
type Option struct {
	Value int
	Text  string
}

// Method is how the total of an instrument comes about.
type Method string

// The methods. NoTotal is for instruments whose every answer is its own series
// (R-OUT-02).
const (
	BySum   Method = "sum"
	ByTable Method = "table"
	NoTotal Method = "none"
)

// Rounding is how a total with skipped items is made from the mean of those
// answered.
type Rounding string

// The roundings. Whole rounds halves up.
const (
	NoProrating Rounding = ""
	Whole       Rounding = "whole"
	OneDecimal  Rounding = "one-decimal"
)

// Return is one named result beside the total, such as a field of NDTMS.
type Return struct {
	Field  string
	Rule   ReturnRule
	Items  []string
	Unless string // an item of days: when it is 0 and nothing else was answered, the return is N
	Strand Strand
	Better Direction
}

// ReturnRule is how a return is made from answers.
type ReturnRule string

// The rules of returns.
const (
	TheAnswer ReturnRule = "answer" // of one item, days added up
	AnyYes    ReturnRule = "any"    // Y if any item is Y, N if all are N, else not known
	Digits    ReturnRule = "digits" // the answers written one after the other
)

// Band is a stretch of totals with a word, from its lower end to the next band.
type Band struct {
	From measure.Milli
	Word string
}

// Cutoff is a named total from which on something is said of a group; it is
// never a diagnosis.
type Cutoff struct {
	From measure.Milli
	Name string
	Basis
}

// Alert is an answer that somebody looks at today, whatever the total.
type Alert struct {
	Item string
	From int    // a scale answer of this or more
	Word string // or this sign
	Why  string
	Basis
}

// Reliability is what a reliable change needs (R-OUT-10, R-OUT-11). It is there
// only where both figures were read in the named source.
type Reliability struct {
	SD, R      measure.Milli
	Kind       string // alpha or retest: they are not the same
	Population string
	Basis
}

// Limit is the smallest difference of totals that a named source calls reliable.
type Limit struct {
	Least measure.Milli
	Basis
}

// item returns the item of that id, or nil.
func (i *Instrument) item(id string) *Item {
	n := slices.IndexFunc(i.Items, func(it Item) bool { return it.ID == id })
	if n < 0 {
		return nil
	}
	return &i.Items[n]
}

// Cites returns the source of the scoring in words.
func (i *Instrument) Cites() string {
	s := i.Sources[i.MethodBasis.Source]
	return strings.TrimSpace(s.Title + " " + s.Address)
}

// Unconfirmed names the parts of the instrument whose figures were not read
// again in a source.
func (i *Instrument) Unconfirmed() (parts []string) {
	if i.MethodBasis.Confidence == unread {
		parts = append(parts, "scoring")
	}
	if len(i.Bands) > 0 && i.BandsBasis.Confidence == unread {
		parts = append(parts, "bands")
	}
	for _, c := range i.Cutoffs {
		if c.Confidence == unread {
			parts = append(parts, "cut-off "+c.From.String())
		}
	}
	for _, a := range i.Alerts {
		if a.Confidence == unread {
			parts = append(parts, "alert on item "+a.Item)
		}
	}
	return parts
}
