package demo

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
)

// What invented people answer when they are asked how they are, and how they
// live. Every figure is invented and says nothing of anybody. The courses differ
// on purpose: one person uses nothing but what is prescribed, by their own
// choice; one is settled on both doses; one is having a hard time; one is on the
// way to leaving well. None is the measure of another.

//go:embed belonging.json
var belonging []byte

// worker is who asks people in the invented service.
const worker person.StaffID = "s-rowan"

// askedOn are the days, counted from somebody's first, on which they are asked.
var askedOn = []int{1, 42, 78}

// course is how somebody's answers go, at the three times of askedOn.
type course struct {
	street, crack, alcohol, injected [3]int  // days of 28
	mind, body, life                 [3]int  // 0 to 20
	work                             [3]int  // days of 28
	low                              [3]int  // 0 to 4, of CORE-10
	capital                          [3]int  // 1 to 6, of BARC-10
	craving                          [3]int  // 0 to 10
	roof                             [3]bool // a housing problem
}

var courses = map[person.UserID]course{
	"u-08": {street: [3]int{20, 0, 0}, alcohol: [3]int{4, 0, 0}, injected: [3]int{14, 0, 0}, mind: [3]int{7, 10, 12},
		body: [3]int{9, 11, 12}, life: [3]int{6, 11, 14}, work: [3]int{0, 4, 8}, low: [3]int{2, 2, 1},
		capital: [3]int{3, 4, 4}, craving: [3]int{5, 2, 1}},
	"u-01": {street: [3]int{28, 2, 1}, injected: [3]int{27, 1, 0}, mind: [3]int{6, 9, 9}, body: [3]int{6, 10, 11},
		life: [3]int{5, 9, 10}, low: [3]int{3, 2, 2}, capital: [3]int{3, 4, 4}, craving: [3]int{7, 3, 3}},
	"u-09": {street: [3]int{28, 12, 20}, crack: [3]int{10, 14, 16}, alcohol: [3]int{8, 10, 6},
		injected: [3]int{28, 10, 18}, mind: [3]int{5, 6, 3}, body: [3]int{7, 9, 10}, life: [3]int{4, 6, 4},
		low: [3]int{3, 3, 4}, capital: [3]int{2, 3, 3}, craving: [3]int{8, 6, 8}, roof: [3]bool{false, false, true}},
	"u-02": {street: [3]int{25, 1, 0}, injected: [3]int{25, 0, 0}, mind: [3]int{8, 12, 14}, body: [3]int{9, 12, 14},
		life: [3]int{7, 13, 15}, work: [3]int{0, 8, 16}, low: [3]int{3, 1, 1}, capital: [3]int{3, 4, 5},
		craving: [3]int{6, 2, 1}},
}

// courseOf is the course of a guest; those without one of their own have a
// plain one, a little different for each.
func courseOf(id person.UserID, i int) course {
	if c, ok := courses[id]; ok {
		return c
	}
	a, b := i%4, i%3
	return course{street: [3]int{28 - a, 6 + 3*b, 4 + 2*a}, crack: [3]int{2 * b, 2 * b, b},
		injected: [3]int{26 - a, 4 + b, 2}, mind: [3]int{6 + b, 8 + a, 8 + b}, body: [3]int{7 + a, 9 + b, 9 + a},
		life: [3]int{6 + b, 8 + b, 9 + a}, low: [3]int{3, 2 + b%2, 2}, capital: [3]int{3, 3 + b%2, 4},
		craving: [3]int{7, 4 + b, 3 + a}}
}

// asks is what the invented service asks; its own scale comes with two invented
// names.
func (m *maker) asks(at moment.Instant) {
	m.must(at, NurseD, "", plain(clinic.InstallInstrument{Document: belonging}))
	m.must(at, NurseD, "", plain(clinic.ChooseAsking{Rows: []clinic.Asking{
		{Instrument: "top", At: []clinic.AskingAt{clinic.AtTOP}},
		{Instrument: "core-10", At: []clinic.AskingAt{clinic.AtAsk}, Self: true},
		{Instrument: "barc-10", At: []clinic.AskingAt{clinic.AtAsk}, Self: true},
		{Instrument: "craving", At: []clinic.AskingAt{clinic.AtAsk, clinic.AtReview}, Self: true},
		{Instrument: "belonging", At: []clinic.AskingAt{clinic.AtReview}, Self: true}}}))
}

// recovery lets the people of a day answer what they are asked, and tells what
// happened in their lives.
func (t *today) recovery(n int) {
	for i, g := range guests {
		k, at := slices.Index(askedOn, n-g.joins), t.zone.At(t.day, 12, 30+i)
		if g.id == "u-09" && n-g.joins >= askedOn[2] { // this morning: somebody has to look at it now
			k, at = slices.Index(askedOn, n-g.joins-2), t.zone.At(t.day, 9, 15)
		}
		if k >= 0 && at < t.o.Now {
			t.at(at, func(at moment.Instant) { t.answers(at, g.id, i, k) })
		}
		for _, x := range lived[g.id] {
			if x.on == n-g.joins && at < t.o.Now {
				t.at(at.Add(moment.Minutes(30)), func(at moment.Instant) { x.do(t.maker, at, g.id) })
			}
		}
	}
}

// answers are those of one person on one day: some with a worker, some alone,
// some on paper; one is not asked at all, and one would rather not.
func (m *maker) answers(at moment.Instant, id person.UserID, i, k int) {
	if i == 6 && k > 0 {
		return
	}
	c, v := courseOf(id, i), "1"
	m.told(at, id, clinic.AnswerInstrument{Instrument: "top", Version: v, How: how(i, clinic.WithWorker)}, c.top(k))
	alone := []clinic.HowAsked{clinic.OnKiosk, clinic.OnPhone, clinic.WithWorker}[(i+k)%3]
	if i == 5 && k == 1 {
		m.told(at, id, clinic.AnswerInstrument{Instrument: "core-10", Version: v, How: alone, Declined: true}, nil)
	} else {
		m.told(at, id, clinic.AnswerInstrument{Instrument: "core-10", Version: v, How: alone}, c.core(i, k))
	}
	m.told(at, id, clinic.AnswerInstrument{Instrument: "barc-10", Version: v, How: alone}, c.barc(i, k))
	m.told(at, id, clinic.AnswerInstrument{Instrument: "craving", Version: v, How: alone},
		map[string][]string{"1": {strconv.Itoa(c.craving[k])}})
	if k > 0 {
		m.told(at, id, clinic.AnswerInstrument{Instrument: "belonging", Version: v, How: alone},
			map[string][]string{"1": {strconv.Itoa(min(10, 2*c.capital[k]-1+i%2))}})
	}
}

// how puts one person in four on paper.
func how(i int, other clinic.HowAsked) clinic.HowAsked {
	if i%4 == 3 {
		return clinic.OnPaper
	}
	return other
}

// told keeps the answers of one form; what was on paper was filled in two hours
// before.
func (m *maker) told(at moment.Instant, id person.UserID, b clinic.AnswerInstrument, form map[string][]string) {
	b.Person, b.Sitting = id, fmt.Sprintf("q-demo-%d", m.n)
	by := worker
	if b.How == clinic.OnKiosk || b.How == clinic.OnPhone {
		by = person.Self(id)
	}
	in := m.h.BulkState().Instrument(b.Instrument)
	m.must(at, by, "", func(r *app.Request) clinic.Body {
		if b.How == clinic.OnPaper {
			r.Command.Happened = at.Add(-2 * moment.Hour)
		}
		if b.Declined {
			return b
		}
		return r.KeepAnswers(b, in.Write(form))
	})
}

// top are the answers of the Treatment Outcomes Profile: days as a total, or as
// four weeks where they can be told apart.
func (c course) top(k int) map[string][]string {
	n := func(v int) []string { return []string{strconv.Itoa(v)} }
	yes := func(v bool) []string {
		if v {
			return []string{"Y"}
		}
		return []string{"N"}
	}
	weeks := func(days int) (out []string) {
		for w := range 4 {
			out = append(out, strconv.Itoa((days+w)/4))
		}
		return out
	}
	return map[string][]string{"1a": n(c.alcohol[k]), "1b": weeks(c.street[k]), "1c": weeks(c.crack[k]), "1d": n(0),
		"1e": n(0), "1f": n(4), "1h": n(28), "2a": weeks(c.injected[k]), "2b": yes(false),
		"2c": yes(k == 0 && c.injected[0] > 20),
		"3a": n(max(0, c.street[k]/5-c.work[k])), "3b": n(0), "3c": yes(false), "3d": yes(false), "3e": yes(false),
		"3f": yes(false), "4a": n(c.mind[k]), "4b": n(c.work[k]), "4c": n(0), "4d": n(c.body[k]), "4e": yes(c.roof[k]),
		"4f": yes(c.roof[k]), "4g": n(c.life[k])}
}

// core are the ten answers of CORE-10; statements 2 and 3 are good ones. One
// person in six skips one.
func (c course) core(i, k int) map[string][]string {
	out := map[string][]string{}
	for q := 1; q <= 10; q++ {
		v := min(4, max(0, c.low[k]-(i+q)%3+1))
		switch {
		case q == 6:
			v = 0
			if c.roof[k] {
				v = 1
			}
		case q == 2 || q == 3:
			v = 4 - c.low[k]
		}
		if i%6 == 4 && q == 8 {
			continue
		}
		out[strconv.Itoa(q)] = []string{strconv.Itoa(v)}
	}
	return out
}

func (c course) barc(i, k int) map[string][]string {
	out := map[string][]string{}
	for q := 1; q <= 10; q++ {
		out[strconv.Itoa(q)] = []string{strconv.Itoa(min(6, max(1, c.capital[k]+(i+q)%3-1)))}
	}
	return out
}
