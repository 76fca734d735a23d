package clinic

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/timetable"
)

// here is the one site of a week that is planned.
const here = "here"

// unplacedCost is what a dose without a time costs a plan: more than any day of
// anybody, so that none is left out to save time.
const unplacedCost = 10_000

// Week is one week to be planned, read from the state: what the optimiser is
// given and what it means. It shares nothing with the state that it came from.
type Week struct {
	Monday moment.Day
	// Life is the week as it is: everybody with their own way and wishes.
	Life *timetable.Instance
	// Asked is the week as the optimiser is given it: whoever is not moved has one
	// day only that is possible.
	Asked *timetable.Instance
	// Promised is the week at the times that hold today.
	Promised *timetable.Plan
	People   []WeekPerson // in the order of the instance: of asking
	Needs    []string     // what is not set; then nothing is planned
	// Unstaffed are sessions in which the rota has nobody who prepares a dose. They
	// are planned with the staff of the access setting, and the rota is to be mended.
	Unstaffed []SessionOfDay
	spans     [][]AccessWindow // by day
}

// SessionOfDay is one session of one day.
type SessionOfDay struct {
	Day     moment.Day
	Session int
}

// WeekPerson is somebody in a week that is planned.
type WeekPerson struct {
	Person person.UserID
	Since  moment.Instant // of the admission: who came first asks first
	Fixed  FixedWhy       // "" may be moved
	Way    bool           // the way here is known
	// Doses are the sessions that belong to their treatment, by dose.
	Doses []int
	// Comes says for each day which doses have a visit.
	Comes [][]bool
	Now   WeekTimes // regular times
}

// FixedWhy is why somebody's times are not moved by a plan.
type FixedWhy string

// Why somebody is not moved.
const (
	FixedKeeps FixedWhy = "keeps" // they said that their times stay
	FixedGap   FixedWhy = "gap"   // their pack sets no time between two doses
	FixedOther FixedWhy = "other" // the week is planned for somebody else alone
)

// WeekToPlan reads the week of a Monday. Needs says what is missing; a figure
// that nobody set is never guessed.
func (s *State) WeekToPlan(monday moment.Day) *Week {
	w := &Week{Monday: monday, Promised: &timetable.Plan{}}
	a, set := s.AccessOn(monday)
	w.Needs = s.weekNeeds(monday, a, set)
	if len(w.Needs) > 0 {
		return w
	}
	w.Life = &timetable.Instance{Name: "week of " + monday.String(), SlotMin: a.Slot, Days: 7, Synthetic: s.Invented,
		Rules: timetable.Rules{BoothMin: a.Booth, ObsMin: a.Watch, PrepPerPair: a.PerPair, MissCost: unplacedCost,
			UsualTol: s.Lives.Planning.Drift, FairW: s.Lives.Planning.Fair}}
	if x := a.Supervision; x != nil {
		r := &w.Life.Rules
		r.WBooth, r.WObs, r.WPrep, r.WStaff = x.Booth, x.Watch, x.Prepare, x.Carries
	}
	for day := monday; day < monday+7; day++ {
		w.spans = append(w.spans, slices.Clone(s.HoursOn(day)))
	}
	w.Life.Sites = []timetable.Site{s.weekSite(w, a.Slot)}
	for _, id := range s.askingOrder() {
		s.weekPerson(w, id)
	}
	s.weekPairs(w)
	w.ask()
	return w
}

// ID names the week by everything that a plan of it depends on: the same week has
// the same plan, also after a restart. It is 24 hexadecimal digits.
func (w *Week) ID() string {
	h := sha256.New()
	for _, b := range [][]byte{w.Life.Bytes(), w.Asked.Bytes(), w.Promised.Bytes()} {
		h.Write(b)
	}
	fmt.Fprint(h, w.Monday, w.People, w.Unstaffed)
	return hex.EncodeToString(h.Sum(nil))[:24]
}

// ask makes the week as the optimiser is given it.
func (w *Week) ask() {
	asked := *w.Life
	asked.People = slices.Clone(w.Life.People)
	for i, p := range w.People {
		if p.Fixed != "" {
			w.fix(&asked.People[i])
		}
	}
	asked.Together = slices.DeleteFunc(slices.Clone(w.Life.Together), func(x timetable.Together) bool {
		return w.fixed(x.A) || w.fixed(x.B)
	})
	w.Asked = &asked
}

// askingOrder lists who is in treatment by when they were admitted: who came
// first asks first.
func (s *State) askingOrder() (out []person.UserID) {
	for _, id := range s.peopleInOrder() {
		if s.inTreatment(id) == nil {
			out = append(out, id)
		}
	}
	slices.SortStableFunc(out, func(a, b person.UserID) int {
		x, y := s.Ways[a].Admitted, s.Ways[b].Admitted
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return out
}

// weekNeeds names what is not set, in words for "set …".
func (s *State) weekNeeds(monday moment.Day, a Access, set bool) (out []string) {
	if !set {
		return []string{"how people come, and what the house can hold"}
	}
	if s.Lives.Planning == nil {
		out = append(out, "how much fairness weighs, and how much drift from usual times is free")
	}
	booked := false
	for day := monday; day < monday+7; day++ {
		if b, _ := s.AccessOn(day); day > monday && !sameFigures(a, b) {
			out = append(out, fmt.Sprintf("the same slots and stages for the whole week: they change on %s", day))
		}
		for _, x := range s.HoursOn(day) {
			if x.Style == AccessBooked {
				booked = true
				out = append(out, s.Unset(day, x)...)
			}
		}
	}
	if !booked {
		out = append(out, "booked times: in groups and open hours nothing is planned")
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func sameFigures(a, b Access) bool {
	same := a.Slot == b.Slot && a.Booth == b.Booth && a.Watch == b.Watch && a.PerPair == b.PerPair &&
		(a.Supervision == nil) == (b.Supervision == nil)
	return same && (a.Supervision == nil || *a.Supervision == *b.Supervision)
}

// weekSite is what the house can hold in that week.
func (s *State) weekSite(w *Week, slot int) timetable.Site {
	at := timetable.Site{ID: here}
	for day := w.Monday; day < w.Monday+7; day++ {
		var open []timetable.Span
		var booths, places, rn, sw []timetable.Step
		session := -1
		for _, x := range s.HoursOn(day) {
			if n := len(open); n > 0 && open[n-1].To == x.From && session == x.Session {
				open[n-1].To = x.To
			} else {
				open = append(open, timetable.Span{From: x.From, To: x.To})
			}
			session = x.Session
			step := func(to *[]timetable.Step, n int) {
				if x.Style != AccessBooked {
					n = 2 * len(s.People) // nothing is planned in groups and open hours: everybody fits
				}
				*to = append(*to, timetable.Step{From: x.From, To: x.To, Value: n})
			}
			step(&booths, x.Booths)
			step(&places, x.Places)
			if r, o, ok := s.StaffOn(day); ok && x.Style == AccessBooked {
				if r = within(r, x, slot); len(r) > 0 {
					rn, sw = append(rn, r...), append(sw, within(o, x, slot)...)
					continue
				}
				w.Unstaffed = append(w.Unstaffed, SessionOfDay{day, x.Session})
			}
			step(&rn, x.Nurses)
			step(&sw, x.Support)
		}
		at.Open, at.Booths, at.Obs = append(at.Open, open), append(at.Booths, booths), append(at.Obs, places)
		at.Staff.RN, at.Staff.SW = append(at.Staff.RN, rn), append(at.Staff.SW, sw)
	}
	return at
}

// within keeps the slots of a window that a step of a rota covers wholly.
func within(steps []timetable.Step, w AccessWindow, slot int) (out []timetable.Step) {
	for _, x := range steps {
		if x.Value == 0 {
			continue
		}
		x.From, x.To = (max(x.From, w.From)+slot-1)/slot*slot, min(x.To, w.To)/slot*slot
		if x.From < x.To {
			out = append(out, x)
		}
	}
	return out
}

// weekPairs adds who is apart and who comes together. A couple of which one is
// away, or comes to other sessions, does not come together that week.
func (s *State) weekPairs(w *Week) {
	at := map[person.UserID]int{}
	for i, p := range w.People {
		at[p.Person] = i + 1
	}
	seen := map[timetable.Pair]bool{}
	for day := w.Monday; day < w.Monday+7; day++ {
		for _, x := range s.PairsOn(PairApart, day) {
			p := timetable.Pair{A: string(x.A), B: string(x.B)}
			if at[x.A] > 0 && at[x.B] > 0 && !seen[p] {
				w.Life.Apart = append(w.Life.Apart, p)
			}
			seen[p] = true
		}
	}
	for _, x := range s.PairsOn(PairTogether, w.Monday) {
		a, b := at[x.A]-1, at[x.B]-1
		if a < 0 || b < 0 || !slices.Equal(w.People[a].Doses, w.People[b].Doses) ||
			!slices.EqualFunc(w.People[a].Comes, w.People[b].Comes, slices.Equal[[]bool]) {
			continue
		}
		w.Life.Together = append(w.Life.Together, timetable.Together{A: string(x.A), B: string(x.B), Within: x.Within})
	}
}

func (w *Week) fixed(id string) bool {
	return slices.ContainsFunc(w.People, func(p WeekPerson) bool { return string(p.Person) == id && p.Fixed != "" })
}
