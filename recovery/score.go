package recovery

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"steady/measure"
)

// Result is what answers come to. It says nothing of the person beyond them.
type Result struct {
	Instrument  string          `json:"instrument"`
	Version     string          `json:"version"`
	Goals       []Goal          `json:"goals,omitempty"` // in the person's words, before any number (R-OUT-09)
	Scores      Scores          `json:"scores"`
	Band        string          `json:"band,omitempty"`
	Cutoffs     []CutoffReached `json:"cutoffs,omitempty"`
	Prorated    bool            `json:"prorated"`
	Missing     []string        `json:"missing"` // items skipped, in the order printed
	Alerts      []Raised        `json:"alerts"`
	Unconfirmed []string        `json:"unconfirmed,omitempty"` // parts whose figures were not read again
	Source      string          `json:"source"`
}

// CutoffReached says whether a total reached a named cut-off.
type CutoffReached struct {
	From    measure.Milli `json:"-"`
	Number  Value         `json:"from"`
	Name    string        `json:"name"`
	Reached bool          `json:"reached"`
}

// Raised is an answer that somebody looks at today.
type Raised struct {
	Item string `json:"item"`
	Why  string `json:"why"`
}

// Value is one score: a number, a word, a list of signs, or not known.
type Value struct {
	Known  bool
	Number measure.Milli
	Word   string
	Signs  []string
}

// number is a known number.
func number(m measure.Milli) Value { return Value{Known: true, Number: m} }

// MarshalJSON writes a number, a text, a list, or null for what is not known.
func (v Value) MarshalJSON() ([]byte, error) {
	switch {
	case !v.Known:
		return []byte("null"), nil
	case v.Signs != nil:
		return json.Marshal(v.Signs)
	case v.Word != "":
		return json.Marshal(v.Word)
	}
	return v.Number.Append(nil), nil
}

// String prints the value for people.
func (v Value) String() string {
	switch {
	case !v.Known:
		return "not known"
	case v.Signs != nil && len(v.Signs) == 0:
		return "none seen"
	case v.Signs != nil:
		return strings.Join(v.Signs, ", ")
	case v.Word != "":
		return v.Word
	}
	return v.Number.String()
}

// Named is a score under its name.
type Named struct {
	Name  string
	Value Value
}

// Scores are named scores in a fixed order.
type Scores []Named

// Get returns the score of that name; one that is not there is not known.
func (s Scores) Get(name string) Value {
	for _, n := range s {
		if n.Name == name {
			return n.Value
		}
	}
	return Value{}
}

// MarshalJSON writes one object in the order of the scores.
func (s Scores) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for n, score := range s {
		if n > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(score.Name)
		if err != nil {
			return nil, err
		}
		value, err := score.Value.MarshalJSON()
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Score says what the answers come to. It returns an *ImpossibleError for an
// answer that the instrument does not have, and a *RefusedError for answers to
// another version of it.
func (i *Instrument) Score(a *Answers) (*Result, error) {
	if a.Version != "" && a.Version != i.Version {
		return nil, &RefusedError{"the form", []string{"it is of version " + a.Version +
			", and this build scores version " + i.Version + " of " + i.ID}}
	}
	got, err := i.read(a)
	if err != nil {
		return nil, err
	}
	r := &Result{Instrument: i.ID, Version: i.Version, Scores: Scores{}, Missing: []string{}, Alerts: []Raised{},
		Unconfirmed: i.Unconfirmed(), Source: i.Cites()}
	for _, it := range i.Items {
		if !got[it.ID].known && !i.unasked(it.ID, got) {
			r.Missing = append(r.Missing, it.ID)
		}
	}
	if i.Method != NoTotal {
		i.total(r, got)
	}
	for _, ret := range i.Returns {
		r.Scores = append(r.Scores, Named{ret.Field, i.value(ret, got)})
	}
	for _, al := range i.Alerts {
		if al.raisedBy(i, got[al.Item]) {
			r.Alerts = append(r.Alerts, Raised{al.Item, al.Why})
		}
	}
	return r, nil
}

// raisedBy reports whether an answer raises the alert.
func (al Alert) raisedBy(i *Instrument, g answer) bool {
	scale := i.item(al.Item).Kind == Scale
	return g.known && (scale && g.n >= al.From || !scale && slices.Contains(g.signs, al.Word))
}

// total adds up, and says what may be said of a total.
func (i *Instrument) total(r *Result, got map[string]answer) {
	sum, answered := 0, 0
	for _, it := range i.Items {
		g := got[it.ID]
		if !g.known {
			continue
		}
		answered++
		if it.Reversed {
			g.n = it.Values[0] + it.Values[len(it.Values)-1] - g.n
		}
		sum += g.n
	}
	var total Value
	switch missing := len(i.Items) - answered; {
	case missing == 0:
		total = number(measure.Milli(sum) * 1000)
	case missing <= i.MissingMax:
		total, r.Prorated = number(prorate(sum, answered, len(i.Items), i.Prorate)), true
	}
	raw := total
	if i.Method == ByTable && total.Known {
		total = number(i.Metric[raw.Number])
	}
	r.Scores = append(r.Scores, Named{"total", total})
	if i.Method == ByTable {
		r.Scores = append(r.Scores, Named{"raw", raw})
	}
	if !total.Known {
		return
	}
	r.Band = i.band(total.Number)
	for _, c := range i.Cutoffs {
		r.Cutoffs = append(r.Cutoffs, CutoffReached{c.From, number(c.From), c.Name, total.Number >= c.From})
	}
}

// band returns the word of a total, or "" where there are no bands.
func (i *Instrument) band(total measure.Milli) (word string) {
	for _, b := range i.Bands {
		if total >= b.From {
			word = b.Word
		}
	}
	return word
}

// prorate is the mean of the items answered times all items, halves rounded up.
func prorate(sum, answered, all int, to Rounding) measure.Milli {
	unit := 1000
	if to == OneDecimal {
		unit = 100
	}
	parts := 1000 / unit // of one point
	return measure.Milli((2*parts*sum*all+answered)/(2*answered)) * measure.Milli(unit)
}

// unasked reports whether the item need not be asked: the days that it hangs on
// are 0.
func (i *Instrument) unasked(id string, got map[string]answer) bool {
	return slices.ContainsFunc(i.Returns, func(r Return) bool {
		return r.Unless != "" && slices.Contains(r.Items, id) && got[r.Unless].known && got[r.Unless].n == 0
	})
}

// value makes one return.
func (i *Instrument) value(r Return, got map[string]answer) Value {
	switch r.Rule {
	case AnyYes:
		known := true
		for _, id := range r.Items {
			if got[id].yes {
				return Value{Known: true, Word: "Y"}
			}
			known = known && got[id].known
		}
		if zero := r.Unless != "" && got[r.Unless].known && got[r.Unless].n == 0; known || zero {
			return Value{Known: true, Word: "N"}
		}
		return Value{}
	case Digits:
		var state []byte
		for _, id := range r.Items {
			if !got[id].known {
				return Value{}
			}
			state = append(state, byte('0'+got[id].n))
		}
		return Value{Known: true, Word: string(state)}
	}
	g := got[r.Items[0]]
	switch {
	case !g.known:
		return Value{}
	case i.item(r.Items[0]).Kind == Signs:
		return Value{Known: true, Signs: g.signs}
	case i.item(r.Items[0]).Kind == YesNo:
		if g.yes {
			return Value{Known: true, Word: "Y"}
		}
		return Value{Known: true, Word: "N"}
	}
	return number(measure.Milli(g.n) * 1000)
}
