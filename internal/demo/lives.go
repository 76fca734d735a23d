package demo

import (
	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
)

// life is an invented life: nobody lives so, and no figure is a finding.
type life struct {
	travel int
	bus    *clinic.Bus
	block  int
	weight int // of the wished windows
	usual  int
	wishes [2]clinic.Window
	busy   []clinic.BusyTime
}

var (
	weekdays = []int{0, 1, 2, 3, 4}
	everyday = []int{0, 1, 2, 3, 4, 5, 6}
)

func taken(kind clinic.BusyKind, from, to string, days ...int) clinic.BusyTime {
	return clinic.BusyTime{Days: days, From: clockMinute(from), To: clockMinute(to), Kind: kind}
}

func wish(from, to string) clinic.Window {
	return clinic.Window{From: clockMinute(from), To: clockMinute(to)}
}

// clockMinute reads 09:10 of this file.
func clockMinute(w string) int {
	return 60*(10*int(w[0]-'0')+int(w[1]-'0')) + 10*int(w[3]-'0') + int(w[4]-'0')
}

// lives leaves two out whom nobody has asked yet. Who came first lives near and
// is free most of the day; who came last comes from the villages, by one bus an
// hour, and has a course or work behind the morning visit. Nine o'clock is then
// the one start that wastes nothing of their morning, and by first come, first
// served it is taken by people to whom half an hour later is as good.
var lives = map[person.UserID]life{
	"u-01": {travel: 25, bus: &clinic.Bus{Period: 20, Here: 0, Home: 10}, block: 60, weight: 1, usual: 1,
		wishes: [2]clinic.Window{wish("09:00", "10:20"), wish("14:00", "15:30")}},
	"u-03": {travel: 40, bus: &clinic.Bus{Period: 30, Here: 20, Home: 25}, block: 120, weight: 1, usual: 1,
		wishes: [2]clinic.Window{wish("08:50", "10:30"), wish("14:00", "16:00")}},
	"u-04": {travel: 15, block: 60, weight: 1, usual: 1,
		wishes: [2]clinic.Window{wish("09:00", "10:30"), wish("14:30", "15:30")},
		busy:   []clinic.BusyTime{taken("probation", "10:30", "12:00", 1)}},
	"u-05": {block: 30, weight: 1, usual: 1,
		wishes: [2]clinic.Window{wish("09:00", "10:40"), wish("14:00", "16:00")},
		busy:   []clinic.BusyTime{taken(clinic.Quiet, "10:10", "11:00", 2, 5)}},
	"u-06": {travel: 20, block: 60, weight: 3, usual: 1,
		wishes: [2]clinic.Window{wish("09:00", "09:20"), wish("14:00", "14:20")},
		busy:   []clinic.BusyTime{taken("work", "16:30", "20:00", 0, 1, 2, 3)}},
	"u-07": {travel: 30, bus: &clinic.Bus{Period: 30, Here: 10, Home: 10}, block: 60, weight: 1, usual: 1,
		wishes: [2]clinic.Window{wish("08:30", "10:00"), wish("14:00", "16:00")},
		busy:   []clinic.BusyTime{taken("pharmacy", "11:00", "11:30", 0, 3)}},
	"u-08": {travel: 12, block: 45, weight: 1, usual: 1, wishes: [2]clinic.Window{wish("09:00", "10:30"), {}},
		busy: []clinic.BusyTime{taken("care", "12:10", "14:10", everyday...)}},
	"u-09": {travel: 35, bus: villageBus, block: 120, weight: 1,
		busy: []clinic.BusyTime{taken("work", "11:00", "13:00", weekdays...)}},
	"u-10": {travel: 18, block: 60, weight: 2, usual: 1,
		wishes: [2]clinic.Window{wish("08:30", "08:50"), wish("14:00", "14:20")},
		busy:   []clinic.BusyTime{taken("health", "10:50", "12:00", 4)}},
	"u-11": {travel: 30, bus: villageBus, block: 90, weight: 1,
		busy: []clinic.BusyTime{taken("training", "10:50", "13:00", 0, 1, 2, 3)}},
	"u-12": {travel: 40, bus: villageBus, block: 120, weight: 1,
		busy: []clinic.BusyTime{taken("training", "11:00", "13:00", weekdays...)}},
	"u-13": {travel: 35, bus: villageBus, block: 120, weight: 1,
		busy: []clinic.BusyTime{taken("work", "11:50", "13:00", weekdays...)}},
	"u-14": {travel: 15, block: 60, weight: 3, usual: 1, wishes: [2]clinic.Window{wish("09:10", "09:20"), {}},
		busy: []clinic.BusyTime{taken("children", "08:00", "08:50", weekdays...),
			taken("children", "14:40", "15:40", weekdays...)}},
	"u-15": {travel: 20, block: 60},
}

// villageBus is one invented line for all who come from outside.
var villageBus = &clinic.Bus{Period: 60, Here: 55, Home: 50}

// lifeOf writes down what the invented person told about their days.
func (t *today) lifeOf(at moment.Instant, id person.UserID) {
	x, told := lives[id]
	if !told {
		return
	}
	enter := func(part string, b clinic.EnterLife) {
		if b.Person, b.Part = id, part; b.From == 0 {
			b.From = t.day + 1
		}
		t.must(at, "s-rowan", "", plain(b))
	}
	if x.travel > 0 { // nobody has asked Robin yet; the others say that it was so all the time
		enter("way", clinic.EnterLife{From: t.day + 1 - moment.Day(t.o.Days),
			Journey: &clinic.Journey{Minutes: x.travel, Bus: x.bus}})
	}
	enter("wish", clinic.EnterLife{Wish: &clinic.Wish{Windows: x.wishes[:], Weight: x.weight, Usual: x.usual,
		Block: x.block}})
	for i := range x.busy {
		enter("taken-"+string(rune('1'+i)), clinic.EnterLife{Busy: &x.busy[i]})
	}
}

// lives: on the day before the last everybody is asked how their days are; it
// holds from the next day on.
func (t *today) lives(n int) {
	if n != max(0, t.o.Days-1) {
		return
	}
	t.at(t.zone.At(t.day, 12, 40), func(at moment.Instant) {
		t.must(at, NurseD, "", plain(clinic.SetPlanning{Fair: 2, Drift: 10}))
		t.burden(at)
		for _, id := range t.h.BulkState().PeopleInOrder() {
			t.lifeOf(at, id)
		}
		pair := func(id string, kind clinic.PairKind, a, b person.UserID, within int) {
			s := t.h.BulkState()
			if s.People[a] != nil && s.People[b] != nil {
				t.must(at, "s-rowan", "", func(r *app.Request) clinic.Body {
					return clinic.KeepPair{Pair: id, Kind: kind, A: a, B: b, Within: within, From: t.day,
						Reason: r.KeepIf("pairs", "reason", "Invented: as the two asked for.")}
				})
			}
		}
		pair("pair-1", clinic.PairApart, "u-03", "u-10", 0)
		pair("pair-2", clinic.PairTogether, "u-13", "u-15", 20)
	})
}
