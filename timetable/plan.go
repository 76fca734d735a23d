package timetable

import (
	"encoding/json"
	"sort"

	"steady/protocol"
)

// Plan is an answer to an instance. A day of a person that is left out counts
// as all missed.
type Plan struct {
	Instance  string // its name
	Days      []PersonDay
	Rota      map[string]map[string]int // site, shift id: how many; nil where no rota is decided
	Objective int
	Bound     int // proven: no plan of the instance has a lower objective
	// Habits, where the plan chose them, are the usual times of a person by dose, in
	// minutes after midnight: the plan is read against them and not against those of
	// the instance. nil where it is read against the instance as it is.
	Habits map[string][]int
}

// PersonDay is where and when a person comes on one day.
type PersonDay struct {
	Person string
	Day    int
	Site   string // "" where every dose is missed
	Starts []int  // minute of each dose, None where it is missed
}

// Attended returns how many of the doses are scheduled.
func (d PersonDay) Attended() (n int) {
	for _, s := range d.Starts {
		if s != None {
			n++
		}
	}
	return n
}

// Sort puts the days in order of day, then person.
func (p *Plan) Sort() {
	sort.SliceStable(p.Days, func(i, j int) bool {
		a, b := p.Days[i], p.Days[j]
		if a.Day != b.Day {
			return a.Day < b.Day
		}
		return a.Person < b.Person
	})
}

// ParsePlan reads a plan strictly as to its form. Whether it fits an instance
// is not asked here: timetable/check does that, and says of a day, a minute or a
// count that cannot be where it is and why.
func ParsePlan(b []byte) (*Plan, error) {
	root, err := protocol.ReadValue("plan", b)
	if err != nil {
		return nil, err
	}
	r := &protocol.Reader{}
	f := r.Object(root, "format", "instance", "plan", "rota", "objective", "bound", "habits")
	if f == nil {
		r.Fail("plan", "expected an object")
		return nil, r.Err()
	}
	f.Need("format", "plan")
	f.Word("format", PlanFormat)
	const far = maxPeople * maxCost
	p := &Plan{Instance: f.Text("instance"), Objective: f.Int("objective", 0, far), Bound: f.Int("bound", 0, far)}
	for _, d := range f.Objects("plan", "person", "day", "site", "starts") {
		d.Need("person", "day", "starts")
		day := PersonDay{Person: d.Text("person"), Day: d.Int("day", -far, far), Site: d.Text("site")}
		for _, v := range d.List("starts") {
			start := None
			if !v.Null() {
				start = r.Whole(v, 0, far)
			}
			day.Starts = append(day.Starts, start)
		}
		p.Days = append(p.Days, day)
	}
	if rota := f.Object("rota"); rota != nil {
		p.Rota = map[string]map[string]int{}
		for _, site := range rota.Names() {
			counts := rota.Object(site)
			p.Rota[site] = map[string]int{}
			for _, shift := range counts.Names() {
				p.Rota[site][shift] = counts.Int(shift, -far, far)
			}
		}
	}
	p.Habits = readHabits(r, f.Object("habits"))
	if r.Err() != nil {
		return nil, r.Err()
	}
	return p, nil
}

// readHabits reads minutes by person; whether they fit an instance is not asked.
func readHabits(r *protocol.Reader, f *protocol.Fields) map[string][]int {
	if f == nil {
		return nil
	}
	out := map[string][]int{}
	for _, who := range f.Names() {
		out[who] = []int{}
		for _, v := range f.List(who) {
			at := None
			if !v.Null() {
				at = r.Whole(v, 0, dayMin-1)
			}
			out[who] = append(out[who], at)
		}
	}
	return out
}

type wirePlan struct {
	Format    string                    `json:"format"`
	Instance  string                    `json:"instance"`
	Plan      []wireDay                 `json:"plan"`
	Rota      map[string]map[string]int `json:"rota,omitempty"`
	Objective int                       `json:"objective"`
	Bound     int                       `json:"bound"`
	Habits    map[string][]*int         `json:"habits,omitempty"`
}

type wireDay struct {
	Person string `json:"person"`
	Day    int    `json:"day"`
	Site   string `json:"site,omitempty"`
	Starts []*int `json:"starts"`
}

// Bytes returns the plan in the form that ParsePlan reads; the same plan gives
// the same bytes.
func (p *Plan) Bytes() []byte {
	w := wirePlan{Format: PlanFormat, Instance: p.Instance, Plan: []wireDay{}, Rota: p.Rota, Objective: p.Objective,
		Bound: p.Bound}
	for who, at := range p.Habits {
		if w.Habits == nil {
			w.Habits = map[string][]*int{}
		}
		w.Habits[who] = wireStarts(at)
	}
	for _, d := range p.Days {
		starts := wireStarts(d.Starts)
		if starts == nil {
			starts = []*int{}
		}
		w.Plan = append(w.Plan, wireDay{d.Person, d.Day, d.Site, starts})
	}
	b, err := json.Marshal(w)
	if err != nil {
		panic("timetable: a plan of plain values does not encode: " + err.Error())
	}
	return append(b, '\n')
}
