package recovery

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"steady/measure"
	"steady/protocol"
)

// ImpossibleError is an answer or a figure that cannot be; it names the place:
// "item 3", "goal 1", "line 12".
type ImpossibleError struct{ At, Why string }

// Error names the place first.
func (e *ImpossibleError) Error() string { return e.At + ": " + e.Why }

// Answers are what was answered, as written. An item that is not there, null or
// "NA" was skipped; skipping is allowed everywhere and is never a zero.
type Answers struct {
	Version string // "" where the paper does not say
	given   map[string]given
	order   []string
}

type given struct {
	words []protocol.Scalar
	list  bool
}

// ParseAnswers reads {"version"?, "answers": {item: answer}}. Its error says
// what cannot be read and where; whether an answer is possible, Score says.
func ParseAnswers(b []byte) (*Answers, error) {
	root, err := protocol.ReadValue("answers", b)
	if err != nil {
		return nil, err
	}
	var r protocol.Reader
	f := r.Object(root, "version", "answers")
	if f == nil {
		r.Fail("answers", "expected an object")
		return nil, r.Err()
	}
	f.Need("answers")
	a := &Answers{Version: f.Text("version"), given: map[string]given{}}
	list := f.Object("answers")
	for _, id := range list.Names() {
		words, isList := list.Scalars(id)
		for _, w := range words {
			if _, err := measure.ParseMilli(w.Text); w.Number && err != nil {
				list.Fail(id, err.Error())
			}
		}
		a.given[id] = given{words, isList}
		a.order = append(a.order, id)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return a, nil
}

// answer is one answer, understood.
type answer struct {
	known bool
	n     int      // of a scale; the 28-day total of days
	yes   bool     // of yes or no
	signs []string // of signs
}

// read understands every answer, or says which one is impossible.
func (i *Instrument) read(a *Answers) (map[string]answer, error) {
	for _, id := range a.order {
		if i.item(id) == nil {
			return nil, &ImpossibleError{"item " + id, i.ID + " has no such item"}
		}
	}
	out := map[string]answer{}
	for _, it := range i.Items {
		got, err := it.read(a.given[it.ID])
		if err != nil {
			return nil, &ImpossibleError{"item " + it.ID, err.Error()}
		}
		out[it.ID] = got
	}
	return out, nil
}

// skipped reports whether nothing was said.
func skipped(s protocol.Scalar) bool {
	return s.Null || !s.Number && (s.Text == "" || s.Text == "NA")
}

func (it Item) read(g given) (answer, error) {
	if it.Kind == Signs {
		return it.readSigns(g)
	}
	if g.list {
		if it.Kind != Days {
			return answer{}, errors.New("one answer is expected here, not a list")
		}
		return readWeeks(g.words)
	}
	if len(g.words) == 0 || skipped(g.words[0]) {
		return answer{}, nil
	}
	text := g.words[0].Text
	switch it.Kind {
	case YesNo:
		if text != "Y" && text != "N" {
			return answer{}, fmt.Errorf("%q is not a possible answer: write Y or N", text)
		}
		return answer{known: true, yes: text == "Y"}, nil
	case Days:
		n, err := whole(text, 0, 28)
		return answer{known: err == nil, n: n}, err
	default:
		n, err := whole(text, it.Values[0], it.Values[len(it.Values)-1])
		if err == nil && !slices.Contains(it.Values, n) {
			err = fmt.Errorf("%d is not a possible answer: one of %s is", n, spell(it.Values))
		}
		return answer{known: err == nil, n: n}, err
	}
}

// whole reads a whole number between lo and hi.
func whole(text string, lo, hi int) (int, error) {
	m, err := measure.ParseMilli(text)
	if err != nil || m%1000 != 0 || m < measure.Milli(lo)*1000 || m > measure.Milli(hi)*1000 {
		return 0, fmt.Errorf("%q is not a possible answer: a whole number from %d to %d is", text, lo, hi)
	}
	return int(m / 1000), nil
}

// readWeeks adds up four weeks. A week that is not known leaves the total not
// known (R-OUT-01): nothing is imputed.
func readWeeks(weeks []protocol.Scalar) (answer, error) {
	if len(weeks) != 4 {
		return answer{}, fmt.Errorf("%d weeks are given, and there are 4", len(weeks))
	}
	out := answer{known: true}
	for n, w := range weeks {
		if skipped(w) {
			out.known = false
			continue
		}
		days, err := whole(w.Text, 0, 7)
		if err != nil {
			return answer{}, fmt.Errorf("week %d: %w", n+1, err)
		}
		out.n += days
	}
	return out, nil
}

func (it Item) readSigns(g given) (answer, error) {
	if !g.list {
		if len(g.words) == 0 || skipped(g.words[0]) {
			return answer{}, nil
		}
		return answer{}, errors.New("write a list of signs, empty where none was seen")
	}
	out := answer{known: true, signs: []string{}}
	for _, w := range g.words {
		if !slices.ContainsFunc(it.Options, func(o Option) bool { return o.Text == w.Text }) {
			var words []string
			for _, o := range it.Options {
				words = append(words, o.Text)
			}
			return answer{}, fmt.Errorf("%q is not a possible sign: one of %s is", w.Text, strings.Join(words, ", "))
		}
		if !slices.Contains(out.signs, w.Text) {
			out.signs = append(out.signs, w.Text)
		}
	}
	return out, nil
}

// spell lists numbers.
func spell(numbers []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ", "), "[]")
}
