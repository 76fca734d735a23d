package timetable

import (
	"encoding/json"

	"steady/protocol"
)

// The limits of an instance. They are far above any service and keep every sum
// inside 64 bits.
const (
	maxPeople = 20000
	maxSites  = 500
	maxShifts = 5000
	maxPairs  = 20000
	maxList   = 1000 // spans, steps, busy times, sites of a person
	maxCost   = 100000
	maxCount  = 10000 // people or staff in one slot
	dayMin    = 1440
)

// Parse reads an instance strictly. An unknown field, a number out of range, a
// name given twice, a name that is not known or a time that is no multiple of
// the slot is an error that says where.
func Parse(b []byte) (*Instance, error) {
	root, err := protocol.ReadValue("instance", b)
	if err != nil {
		return nil, err
	}
	p := &parser{}
	in := p.instance(root)
	if err := p.Err(); err != nil {
		return nil, err
	}
	return in, nil
}

// parser reads the parts of an instance; the first error stays.
type parser struct {
	protocol.Reader
	in *Instance
}

func (p *parser) instance(root *protocol.Value) *Instance {
	f := p.Object(root, "format", "name", "seed", "synthetic", "slot_min", "days", "rules", "sites", "apart",
		"together", "people")
	if f == nil {
		p.Fail("instance", "expected an object")
		return nil
	}
	f.Need("format", "slot_min", "days", "rules", "sites", "people")
	f.Word("format", Format)
	in := &Instance{Name: f.Text("name"), Seed: f.Text("seed"), Synthetic: f.Bool("synthetic"),
		SlotMin: f.Int("slot_min", 1, 120), Days: f.Int("days", 1, 31)}
	p.in = in
	if p.Err() != nil {
		return nil
	}
	p.rules(f.Object("rules", "booth_min", "obs_min", "rn_min", "prep_per_pair", "w_booth", "w_obs", "w_prep",
		"w_staff", "miss_cost", "usual_tol", "fair_w"))
	sites := f.Objects("sites", "id", "open", "booths", "obs", "staff", "shifts")
	p.few("sites", len(sites), maxSites)
	known := map[string]bool{}
	for _, s := range sites {
		in.Sites = append(in.Sites, p.site(s))
		p.once(known, s, "id")
	}
	people := f.Objects("people", "id", "doses", "gap_min", "gap_max", "sites", "busy", "pref", "w_pref", "usual",
		"w_usual", "block")
	p.few("people", len(people), maxPeople)
	ids := map[string]bool{}
	for _, q := range people {
		if p.Err() != nil {
			return nil
		}
		in.People = append(in.People, p.person(q, known))
		p.once(ids, q, "id")
	}
	p.pairs(f, ids)
	return in
}

// few fails where a list is longer than any service needs.
func (p *parser) few(what string, n, most int) {
	if n > most {
		p.Fail("instance."+what, "%d entries: at most %d", n, most)
	}
}

// once fails where an id is empty or stands for two things.
func (p *parser) once(seen map[string]bool, f *protocol.Fields, name string) {
	id := f.Text(name)
	if id == "" {
		f.Need(name)
		p.Fail(f.Path()+"."+name, "is empty")
	}
	if seen[id] {
		p.Fail(f.Path()+"."+name, "%q is given twice", id)
	}
	seen[id] = true
}

func (p *parser) rules(f *protocol.Fields) {
	f.Need("booth_min", "obs_min", "rn_min", "prep_per_pair", "w_booth", "w_obs", "w_prep", "w_staff", "miss_cost",
		"usual_tol", "fair_w")
	p.in.Rules = Rules{BoothMin: f.Int("booth_min", 0, dayMin), ObsMin: f.Int("obs_min", 0, dayMin),
		RNMin: f.Int("rn_min", 0, maxCount), PrepPerPair: f.Int("prep_per_pair", 0, maxCount),
		WBooth: f.Int("w_booth", 0, maxCost), WObs: f.Int("w_obs", 0, maxCost), WPrep: f.Int("w_prep", 0, maxCost),
		WStaff: f.Int("w_staff", 0, maxCost), MissCost: f.Int("miss_cost", 0, maxCost),
		UsualTol: f.Int("usual_tol", 0, dayMin), FairW: f.Int("fair_w", 0, maxCost)}
	for _, name := range []string{"booth_min", "obs_min"} {
		if p.Err() == nil && f.Int(name, 0, dayMin)%p.in.SlotMin != 0 {
			p.Fail(f.Path()+"."+name, "is no multiple of the slot of %d minutes", p.in.SlotMin)
		}
	}
	if p.Err() == nil && p.in.Rules.Stay() == 0 {
		p.Fail(f.Path(), "a visit has no length: booth_min and obs_min are both 0")
	}
}

func (p *parser) site(f *protocol.Fields) Site {
	f.Need("id", "open", "booths", "obs")
	s := Site{ID: f.Text("id")}
	for _, day := range p.days(f, "open") {
		var spans []Span
		for _, step := range p.steps(day, 2) {
			spans = append(spans, Span{step.From, step.To})
		}
		s.Open = append(s.Open, spans)
	}
	s.Booths, s.Obs = p.stepDays(f, "booths"), p.stepDays(f, "obs")
	if f.Has("staff") == f.Has("shifts") {
		p.Fail(f.Path(), "give either staff or shifts")
		return s
	}
	if staff := f.Object("staff", "rn", "sw"); staff != nil {
		staff.Need("rn", "sw")
		s.Staff = Staff{RN: p.stepDays(staff, "rn"), SW: p.stepDays(staff, "sw")}
		return s
	}
	shifts := f.Objects("shifts", "id", "role", "day", "from", "to", "cost", "max")
	p.few("shifts", len(shifts), maxShifts)
	ids := map[string]bool{}
	s.Shifts = []Shift{}
	for _, h := range shifts {
		h.Need("role", "day", "from", "to", "cost", "max")
		s.Shifts = append(s.Shifts, Shift{ID: h.Text("id"), Role: h.Word("role", RoleRN, RoleSW),
			Day: h.Int("day", 0, p.in.Days-1), From: p.slotted(h, "from"), To: p.slotted(h, "to"),
			Cost: h.Int("cost", 0, maxCost), Max: h.Int("max", 0, 100)})
		p.once(ids, h, "id")
		if last := s.Shifts[len(s.Shifts)-1]; last.From >= last.To {
			p.Fail(h.Path(), "ends before it begins")
		}
	}
	return s
}

// slotted reads a time of the day that is a multiple of the slot.
func (p *parser) slotted(f *protocol.Fields, name string) int {
	n := f.Int(name, 0, dayMin)
	if n%p.in.SlotMin != 0 {
		p.Fail(f.Path()+"."+name, "%d is no multiple of the slot of %d minutes", n, p.in.SlotMin)
	}
	return n
}

// days reads a list that has one entry for each day.
func (p *parser) days(f *protocol.Fields, name string) []*protocol.Value {
	days := f.List(name)
	if len(days) != p.in.Days {
		p.Fail(f.Path()+"."+name, "%d days: expected %d", len(days), p.in.Days)
		return nil
	}
	return days
}

func (p *parser) stepDays(f *protocol.Fields, name string) (out [][]Step) {
	for _, day := range p.days(f, name) {
		out = append(out, p.steps(day, 3))
	}
	return out
}

// steps reads [from,to] or [from,to,value] entries, which must not overlap.
func (p *parser) steps(v *protocol.Value, width int) (out []Step) {
	items := p.Items(v)
	if len(items) > maxList {
		p.Fail(v.Path(), "%d entries: at most %d", len(items), maxList)
		return nil
	}
	for _, item := range items {
		n := p.tuple(item, width)
		if n == nil {
			return nil
		}
		s := Step{From: p.Whole(n[0], 0, dayMin), To: p.Whole(n[1], 0, dayMin)}
		if width == 3 {
			s.Value = p.Whole(n[2], 0, maxCount)
		}
		if s.From%p.in.SlotMin != 0 || s.To%p.in.SlotMin != 0 {
			p.Fail(item.Path(), "a time is no multiple of the slot of %d minutes", p.in.SlotMin)
		}
		if s.From >= s.To {
			p.Fail(item.Path(), "ends before it begins")
		}
		for _, other := range out {
			if s.From < other.To && other.From < s.To {
				p.Fail(item.Path(), "overlaps another entry of the same day")
			}
		}
		out = append(out, s)
	}
	return out
}

// tuple returns the items of a list of that length, or nil.
func (p *parser) tuple(v *protocol.Value, width int) []*protocol.Value {
	n := p.Items(v)
	if len(n) != width {
		p.Fail(v.Path(), "%d entries: expected %d", len(n), width)
		return nil
	}
	return n
}

func (p *parser) person(f *protocol.Fields, sites map[string]bool) Person {
	f.Need("doses", "gap_min", "gap_max", "sites", "busy", "pref", "w_pref", "w_usual", "block")
	q := Person{ID: f.Text("id"), Doses: f.Int("doses", 1, 3), GapMin: f.Int("gap_min", 0, dayMin),
		GapMax: f.Int("gap_max", 0, dayMin), WPref: f.Int("w_pref", 0, maxCost),
		WUsual: f.Int("w_usual", 0, maxCost), Block: f.Int("block", 0, dayMin)}
	if p.Err() == nil && q.Doses > 1 && q.GapMin < p.in.Rules.Stay() {
		p.Fail(f.Path()+".gap_min", "%d minutes: a visit lasts %d", q.GapMin, p.in.Rules.Stay())
	}
	seen := map[string]bool{}
	for _, r := range f.Objects("sites", "site", "travel", "bus") {
		r.Need("travel")
		reach := Reach{Site: r.Text("site"), Travel: r.Int("travel", 0, dayMin)}
		p.once(seen, r, "site")
		if !sites[reach.Site] {
			p.Fail(r.Path()+".site", "%q is not a site", reach.Site)
		}
		if r.Has("bus") {
			bus := r.List("bus")
			if len(bus) != 3 {
				p.Fail(r.Path()+".bus", "expected [period, arrive, leave]")
				return q
			}
			reach.Bus = &Bus{p.Whole(bus[0], 1, dayMin), p.Whole(bus[1], 0, dayMin), p.Whole(bus[2], 0, dayMin)}
		}
		q.Sites = append(q.Sites, reach)
	}
	p.wishes(f, &q)
	return q
}

// wishes reads busy times, preferred windows and usual times.
func (p *parser) wishes(f *protocol.Fields, q *Person) {
	busy := f.List("busy")
	if len(busy) > maxList {
		p.Fail(f.Path()+".busy", "%d entries: at most %d", len(busy), maxList)
		return
	}
	for _, v := range busy {
		n := p.tuple(v, 3)
		if n == nil {
			return
		}
		b := Busy{p.Whole(n[0], 0, p.in.Days-1), p.Whole(n[1], 0, 2*dayMin), p.Whole(n[2], 0, 2*dayMin)}
		if b.From >= b.To {
			p.Fail(v.Path(), "ends before it begins")
		}
		q.Busy = append(q.Busy, b)
	}
	pref := f.List("pref")
	if len(pref) != q.Doses {
		p.Fail(f.Path()+".pref", "%d windows: expected one for each of %d doses", len(pref), q.Doses)
		return
	}
	for _, v := range pref {
		n := p.tuple(v, 2)
		if n == nil {
			return
		}
		w := Span{p.Whole(n[0], 0, 2*dayMin), p.Whole(n[1], 0, 2*dayMin)}
		if w.From > w.To {
			p.Fail(v.Path(), "ends before it begins")
		}
		q.Pref = append(q.Pref, w)
	}
	if !f.Has("usual") {
		return
	}
	usual := f.List("usual")
	if len(usual) != q.Doses {
		p.Fail(f.Path()+".usual", "%d times: expected one for each of %d doses", len(usual), q.Doses)
		return
	}
	for _, v := range usual {
		t := None
		if !v.Null() {
			t = p.Whole(v, 0, dayMin)
		}
		q.Usual = append(q.Usual, t)
	}
}

// pairs reads who must be kept apart and who comes together.
func (p *parser) pairs(f *protocol.Fields, people map[string]bool) {
	both := func(v *protocol.Value, n []*protocol.Value) (a, b string) {
		a, b = p.String(n[0]), p.String(n[1])
		for _, id := range []string{a, b} {
			if p.Err() == nil && !people[id] {
				p.Fail(v.Path(), "%q is not one of the people", id)
			}
		}
		if a == b {
			p.Fail(v.Path(), "%q is paired with itself", a)
		}
		return a, b
	}
	apart, together := f.List("apart"), f.List("together")
	p.few("apart", len(apart), maxPairs)
	p.few("together", len(together), maxPairs)
	for _, v := range apart {
		if n := p.tuple(v, 2); n != nil {
			a, b := both(v, n)
			p.in.Apart = append(p.in.Apart, Pair{a, b})
		}
	}
	for _, v := range together {
		if n := p.tuple(v, 3); n != nil {
			a, b := both(v, n)
			p.in.Together = append(p.in.Together, Together{a, b, p.Whole(n[2], 0, dayMin)})
		}
	}
}

// Bytes returns the instance in the form that Parse reads.
func (in *Instance) Bytes() []byte {
	b, err := json.Marshal(newWire(in))
	if err != nil {
		panic("timetable: an instance of plain values does not encode: " + err.Error())
	}
	return append(b, '\n')
}
