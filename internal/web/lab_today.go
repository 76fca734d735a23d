package web

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"steady/clinic"
	"steady/lab"
	"steady/lab/compare"
	"steady/lab/scenario"
	"steady/moment"
	"steady/protocol"
	"steady/timetable/rota"
)

// labToday begins a question with today's rules of this service, as far as
// Steady knows them: what nobody set stays empty and is asked for.
func labToday(st *clinic.State, now moment.Instant) *scenario.File {
	day := st.Zone().Day(now)
	a, set := st.AccessOn(day)
	h := lab.House{Zone: st.Zone().Name(), Style: string(clinic.AccessOpen), Booths: st.Booths, Observation: a.Watch,
		Slot: a.Slot, Pair: 2, Days: 14, LastEntry: 0, PerBooth: 0, PerObserved: 0}
	if law := st.LawPack(); law != nil {
		h.Law = law.ID
	}
	for _, x := range st.Sessions {
		h.Sessions = append(h.Sessions, lab.Session{Name: x.Name, From: x.Opens, To: x.Closes})
	}
	if x := a.Supervision; x != nil && x.Booth > 0 && x.Watch > 0 {
		h.PerBooth, h.PerObserved = x.Carries/x.Booth, x.Carries/x.Watch
	}
	if set {
		todayWindows(&h, a)
	}
	people := 0
	h.Pack, h.Visits, people = todayPeople(st)
	f := &scenario.File{Format: scenario.Format, Enough: map[string]float64{}, Policies: []lab.Policy{
		{ID: "today", Name: "Today's rules", Why: "What the service does now."}}}
	f.Seed, f.Replications, f.Start, f.Warmup, f.Days = 1, compare.First, rota.Monday(day), 28, 182
	f.Population = lab.Population{InTreatment: people, Places: max(1, people)}
	for _, w := range st.Ways {
		if w.Waiting != 0 && w.Admitted == 0 && w.Ended == nil {
			f.Population.Waiting++
		}
	}
	f.Today, f.Packs = h, ownPacks(st)
	return f
}

// ownPacks are the packs in force here that are not built in as they stand: what
// the service signed itself comes along with the question.
func ownPacks(st *clinic.State) (out []json.RawMessage) {
	for _, id := range slices.Sorted(maps.Keys(st.Packs)) {
		x, err := protocol.Find(id)
		if doc := st.Packs[id].Document; err != nil || !bytes.Equal(x.Document(), doc) {
			out = append(out, slices.Clone(doc))
		}
	}
	return out
}

// todayWindows takes hours, styles and staff from how people come.
func todayWindows(h *lab.House, a clinic.Access) {
	type key struct{ session, from, to int }
	at := map[key]*lab.Window{}
	var order []key
	for _, w := range a.Week {
		h.Style = string(w.Style)
		h.Every, h.Group = max(h.Every, w.Every), max(h.Group, w.Group)
		h.Booths, h.Places = max(h.Booths, w.Booths), max(h.Places, w.Places)
		k := key{w.Session, w.From, w.To}
		if at[k] == nil {
			at[k], order = &lab.Window{Session: w.Session, From: w.From, To: w.To}, append(order, k)
		}
		at[k].Days = append(at[k].Days, w.Weekday)
		todayShift(h, w)
	}
	for _, k := range order {
		slices.Sort(at[k].Days)
		h.Windows = append(h.Windows, *at[k])
	}
}

func todayShift(h *lab.House, w clinic.WeekWindow) {
	if w.Nurses == 0 {
		return
	}
	for i := range h.Shifts {
		x := &h.Shifts[i]
		if x.From == w.From && x.To == w.To && x.Registered == w.Nurses && x.Support == w.Support {
			x.Days = append(x.Days, w.Weekday)
			return
		}
	}
	h.Shifts = append(h.Shifts, lab.Shift{Days: []int{w.Weekday}, From: w.From, To: w.To, Registered: w.Nurses,
		Support: w.Support})
}

// todayPeople are how many are in treatment, and the pack and the doses a day of
// most of them.
func todayPeople(st *clinic.State) (pack string, visits, people int) {
	packs, doses := map[string]int{}, map[int]int{}
	for _, p := range st.People {
		if p.Rx == nil {
			continue
		}
		people++
		packs[p.Rx.Pack]++
		doses[len(p.Rx.Doses)]++
	}
	for id, n := range packs {
		if n > packs[pack] || n == packs[pack] && id < pack {
			pack = id
		}
	}
	for d, n := range doses {
		if n > doses[visits] || n == doses[visits] && d < visits {
			visits = d
		}
	}
	return pack, max(visits, 1), people
}
