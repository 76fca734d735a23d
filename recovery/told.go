package recovery

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Told is one question with what was answered, for people to read.
type Told struct {
	Item     Item
	Known    bool   // false: skipped
	Answer   string // in the words of the instrument where it has them
	Alerting bool   // somebody looks at this answer today

	n    int  // of a scale, or of days
	Well bool // of signs: looked, and saw none
}

// Told lists every question in the order printed with its answer. Its error is
// that of Score.
func (i *Instrument) Told(a *Answers) ([]Told, error) {
	got, err := i.read(a)
	if err != nil {
		return nil, err
	}
	var out []Told
	for _, it := range i.Items {
		g := got[it.ID]
		t := Told{Item: it, Known: g.known, Answer: "skipped", n: g.n}
		if g.known {
			t.Answer, t.Well = it.spell(g), it.Kind == Signs && len(g.signs) == 0
		} else if it.Kind == Days && len(a.given[it.ID].words) == 4 && !a.given[it.ID].allSkipped() {
			t.Answer = fmt.Sprintf("%d days in the weeks that were answered; the total is not known", g.n)
		}
		for _, al := range i.Alerts {
			t.Alerting = t.Alerting || al.Item == it.ID && al.raisedBy(i, g)
		}
		out = append(out, t)
	}
	return out, nil
}

// spell says an answer in words.
func (it Item) spell(g answer) string {
	switch it.Kind {
	case YesNo:
		if g.yes {
			return "yes"
		}
		return "no"
	case Days:
		if g.n == 1 {
			return "1 day"
		}
		return strconv.Itoa(g.n) + " days"
	case Signs:
		if len(g.signs) == 0 {
			return "looked, and saw none"
		}
		return strings.Join(g.signs, ", ")
	}
	for _, o := range it.Options {
		if o.Value == g.n {
			return o.Text + " (" + strconv.Itoa(g.n) + ")"
		}
	}
	return strconv.Itoa(g.n)
}

func (g given) allSkipped() bool {
	for _, w := range g.words {
		if !skipped(w) {
			return false
		}
	}
	return true
}

// Answered is how many questions have an answer. A question of days counts as
// soon as one week is known.
func (i *Instrument) Answered(a *Answers) (n int) {
	for _, it := range i.Items {
		if g := a.given[it.ID]; len(g.words) > 0 && !g.allSkipped() || g.list && it.Kind == Signs {
			n++
		}
	}
	return n
}

// Write makes the JSON that ParseAnswers reads from the fields of a form: the
// words of each item by its id. A scale, a yes or no and a number of days have
// one word, four weeks have four, signs have any number; looked is the word that
// says a list of signs is whole although it is empty. What is blank was skipped.
// It does not judge: Score says whether the answers are possible.
func (i *Instrument) Write(form map[string][]string) string {
	answers := map[string]any{}
	for _, it := range i.Items {
		var words []any
		looked := false
		for _, w := range form[it.ID] {
			w = strings.TrimSpace(w)
			switch n, err := strconv.Atoi(w); {
			case w == Looked && it.Kind == Signs:
				looked = true
			case w == "":
				words = append(words, nil)
			case err == nil && it.Kind != Signs && it.Kind != YesNo && strconv.Itoa(n) == w:
				words = append(words, n)
			default:
				words = append(words, w)
			}
		}
		switch {
		case it.Kind == Signs:
			words = slices.DeleteFunc(words, func(w any) bool { return w == nil })
			if looked || len(words) > 0 {
				answers[it.ID] = append([]any{}, words...)
			} else {
				answers[it.ID] = nil
			}
		case it.Kind == Days && len(words) == 4:
			answers[it.ID] = words
		case len(words) > 0:
			answers[it.ID] = words[0]
		default:
			answers[it.ID] = nil
		}
	}
	b, err := json.Marshal(struct {
		Version string         `json:"version"`
		Answers map[string]any `json:"answers"`
	}{i.Version, answers})
	if err != nil { // texts and whole numbers: it cannot
		panic("recovery: " + err.Error())
	}
	return string(b)
}

// Looked is the word of a form that says: looked, and saw no sign.
const Looked = "looked"
