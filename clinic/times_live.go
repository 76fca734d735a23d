package clinic

import (
	"cmp"
	"slices"

	"steady/moment"
	"steady/protocol"
	"steady/timetable"
	"steady/visit"
)

// Coming is how somebody's coming compares with what was promised.
type Coming string

// The ways of coming.
const (
	ComingDue     Coming = "due"     // not here, and not late
	ComingEarly   Coming = "early"   // here before their time
	ComingOnTime  Coming = "on_time" // here, and waits
	ComingLate    Coming = "late"    // came after the grace: seen when there is room
	ComingMissing Coming = "missing" // not here after the grace: the place is free for others
)

// Expected is when somebody's visit is expected to begin in a booth, as the day
// stands now. It promises nothing and moves nothing that was promised.
type Expected struct {
	Visit    string
	Coming   Coming
	Style    AccessStyle
	Start    moment.Instant // 0: not known, for a setting is missing or a prescriber is asked
	Unset    []string       // what is not set
	KeptTill moment.Instant // of a booked time: until then the place is theirs
	TooLate  bool           // the visit would not end before the service closes
}

// LiveDay says for everybody who waits or is still due when they are expected to
// begin. Whoever is on time is placed first, in the order of the promised times,
// so that early, late and missing people move nobody's promise: who is late
// takes what is left, and who is early comes forward only into what is free.
func (s *State) LiveDay(now moment.Instant) []Expected {
	day := s.zone.Day(now)
	q := &queue{k: s.bookOf(day, now), now: now, day: day}
	q.nurses, _, q.rota = s.StaffOn(day)
	var wait []*waiting
	for _, v := range s.visitsInOrder() {
		if v.Day != day || v.Stage == visit.Ended {
			continue
		}
		if !q.occupies(v) {
			wait = append(wait, q.waits(v))
		}
	}
	slices.SortStableFunc(wait, func(a, b *waiting) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.key, b.key), cmp.Compare(a.Visit, b.Visit))
	})
	for _, w := range wait {
		q.place(w)
	}
	for _, w := range wait {
		if w.Coming == ComingEarly {
			q.forward(w)
		}
	}
	out := make([]Expected, 0, len(wait))
	for _, w := range wait {
		out = append(out, w.Expected)
	}
	return out
}

// ExpectedFor is LiveDay for one visit; ok is false where it has begun, has
// ended or is of another day.
func (s *State) ExpectedFor(visit string, now moment.Instant) (e Expected, ok bool) {
	for _, x := range s.LiveDay(now) {
		if x.Visit == visit {
			return x, true
		}
	}
	return e, false
}

// waiting is one visit that has not begun.
type waiting struct {
	Expected
	window  AccessWindow
	rank    int            // who is placed first
	key     moment.Instant // and within a rank
	from    moment.Instant // not before
	at      int            // where it was placed, in minutes from now; -1 nowhere
	unknown bool           // nobody can say when
}

// The ranks: what is under way, what was promised, who came late, and who is
// not here, who takes no place from anybody.
const (
	rankUnderWay = iota
	rankPromised
	rankLate
	rankMissing
)

// waits reads where a visit stands.
func (q *queue) waits(v *Visit) *waiting {
	w := &waiting{Expected: Expected{Visit: v.ID}, at: -1, from: q.now, key: v.Due, rank: rankPromised}
	w.window, _ = q.k.windowAt(min(v.Due, q.last()))
	w.Style = w.window.Style
	w.Unset = q.k.s.Unset(q.day, w.window)
	grace := moment.Minutes(int64(q.k.access.Grace))
	if w.Style == AccessBooked {
		w.KeptTill = v.Due.Add(grace)
	}
	promised := w.Style == AccessBooked || w.Style == AccessGroup
	switch {
	case v.Stage == visit.Decided || v.Stage == visit.Prepared:
		w.rank, w.Coming = rankUnderWay, ComingOnTime
	case v.Stage == visit.Booked && q.now > v.Due.Add(grace) && promised:
		w.Coming, w.rank = ComingMissing, rankMissing
	case v.Stage == visit.Booked:
		w.Coming, w.from = ComingDue, max(v.Due, q.now)
	case v.Arrived > v.Due.Add(grace) && promised:
		w.Coming, w.rank, w.key = ComingLate, rankLate, v.Arrived
	case v.Arrived < v.Due && v.Due > q.now && promised:
		w.Coming, w.from = ComingEarly, v.Due
	default:
		w.Coming = ComingOnTime
	}
	if !promised { // nobody is promised a time: who came first is first
		w.key = cmp.Or(v.Arrived, max(v.Due, q.now))
	}
	if v.Stage == visit.Booked && q.now >= q.k.s.closes(v.Day, v.Session) {
		w.unknown = true // their session is over
	}
	switch v.Stage {
	case visit.Deferred:
		w.from = max(w.from, v.Decision.Until)
	case visit.Referred, visit.Stopped:
		w.unknown = true
	}
	return w
}

// last is the last instant of the day's hours.
func (q *queue) last() moment.Instant {
	if n := len(q.k.hours); n > 0 {
		return q.k.s.at(q.day, q.k.hours[n-1].To) - 1
	}
	return q.now
}

// queue is what is taken from now on, minute by minute.
type queue struct {
	k      *dayBook
	now    moment.Instant
	day    moment.Day
	booths [liveMinutes]int
	places [liveMinutes]int
	starts [liveMinutes]int
	nurses []timetable.Step // registered staff of the rota of the day
	rota   bool             // the day has one
}

// liveMinutes is how far the day is looked ahead.
const liveMinutes = 16 * 60

// occupies takes what somebody in a booth or in observation holds; false is
// somebody who waits.
func (q *queue) occupies(v *Visit) bool {
	booth, watch := q.k.access.Booth, q.k.access.Watch
	left := func(since moment.Instant, minutes int) int {
		if since == 0 {
			return minutes
		}
		return max(1, q.minute(since)+minutes)
	}
	switch v.Stage {
	case visit.Checked, visit.InBooth:
		end := left(v.BoothSince, booth)
		q.hold(&q.booths, 0, end)
		q.hold(&q.places, end, end+watch)
	case visit.Observed:
		until := q.minute(q.k.s.WatchOf(v, lastReadings(v), q.now).Until)
		q.hold(&q.places, 0, max(1, until))
	case visit.Emergency:
		q.hold(&q.places, 0, max(1, watch)) // how long nobody knows
	default:
		return false
	}
	return true
}

func lastReadings(v *Visit) (r protocol.Assessment) {
	if n := len(v.Watches); n > 0 {
		r = v.Watches[n-1].Readings
	}
	return r
}

// minute is how many minutes from now an instant lies, rounded up.
func (q *queue) minute(at moment.Instant) int {
	return int((at.Since(q.now) + moment.Minute - 1) / moment.Minute)
}

func (q *queue) hold(what *[liveMinutes]int, from, to int) {
	for m := max(from, 0); m < min(to, liveMinutes); m++ {
		what[m]++
	}
}

// place gives a visit the first start that fits. Who is missing is told what
// they would get, and takes nothing.
func (q *queue) place(w *waiting) {
	if len(w.Unset) > 0 || w.unknown {
		return
	}
	at, ok := q.first(w, q.minute(w.from), liveMinutes)
	if !ok {
		w.TooLate = true
		return
	}
	w.at, w.Start = at, q.now.Add(moment.Minutes(int64(at)))
	if w.Coming == ComingDue && at == q.minute(w.from) && w.from > q.now {
		w.Start = w.from // to the second, as it was promised
	}
	w.TooLate = q.tooLate(w)
	if w.rank != rankMissing {
		q.take(w, at, 1)
	}
}

// tooLate says that a visit would last beyond the end of its session.
func (q *queue) tooLate(w *waiting) bool { return w.Start.Add(q.k.stay()) > q.k.closes(w.window) }

// forward brings somebody who is early into what is free before their time.
func (q *queue) forward(w *waiting) {
	if w.at < 0 || w.Style == AccessGroup {
		return
	}
	q.take(w, w.at, -1)
	if at, ok := q.first(w, 0, w.at); ok {
		w.at, w.Start = at, q.now.Add(moment.Minutes(int64(at)))
		w.TooLate = q.tooLate(w)
	}
	q.take(w, w.at, 1)
}

func (q *queue) take(w *waiting, at, by int) {
	booth, stay := q.k.access.Booth, q.k.access.Stay()
	for m := at; m < min(at+stay, liveMinutes); m++ {
		if m < at+booth {
			q.booths[m] += by
		} else {
			q.places[m] += by
		}
	}
	q.starts[at] += by
}

// first is the first minute from which a visit fits.
func (q *queue) first(w *waiting, from, before int) (at int, ok bool) {
	for at = max(from, 0); at < before; at++ {
		if q.fits(w, at) {
			return at, true
		}
	}
	return 0, false
}

func (q *queue) fits(w *waiting, at int) bool {
	booth, stay := q.k.access.Booth, q.k.access.Stay()
	if at+stay >= liveMinutes || w.rank >= rankLate && !q.group(w, at) {
		return false
	}
	for m := at; m < at+booth; m++ {
		if w.window.Booths > 0 && q.booths[m] >= w.window.Booths {
			return false
		}
	}
	for m := at + booth; m < at+stay; m++ {
		if w.window.Places > 0 && q.places[m] >= w.window.Places {
			return false
		}
	}
	return q.prepared(w, at)
}

// group asks whether somebody late can join a group that begins then: whoever
// misses their group comes with the next one that has room. In another style
// there is none to join.
func (q *queue) group(w *waiting, at int) bool {
	if w.Style != AccessGroup {
		return true
	}
	from := q.k.s.minuteOf(q.now.Add(moment.Minutes(int64(at)))) - w.window.From
	return from >= 0 && from%w.window.Every == 0 && q.starts[at] < w.window.Group
}

// prepared asks whether the registered staff on duty can prepare one more dose
// within the minutes of a slot on both sides.
func (q *queue) prepared(w *waiting, at int) bool {
	slot, per := q.k.access.Slot, q.k.access.PerPair
	if slot == 0 || per == 0 {
		return true
	}
	nurses := w.window.Nurses
	if q.rota {
		nurses = timetable.At(q.nurses, q.k.s.minuteOf(q.now.Add(moment.Minutes(int64(at)))))
	} else if nurses == 0 {
		return true // nobody set it: groups need no figure for it
	}
	for first := at - slot + 1; first <= at; first++ {
		n := 1
		for m := max(first, 0); m < min(first+slot, liveMinutes); m++ {
			n += q.starts[m]
		}
		if 2*n > per*nurses {
			return false
		}
	}
	return true
}
