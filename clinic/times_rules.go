package clinic

import (
	"fmt"
	"slices"
	"sort"

	"steady/moment"
	"steady/person"
	"steady/timetable"
	"steady/visit"
)

// BookingRule is one rule of promised times.
type BookingRule string

// The rules. The first ones nobody sets aside; the others staff may, with a
// reason that is kept and counted.
const (
	RuleClosed  BookingRule = "closed"  // the service does not open then
	RuleGap     BookingRule = "gap"     // the least time between two doses of the person's pack
	RuleOrder   BookingRule = "order"   // the doses of a day keep their order
	RuleApart   BookingRule = "apart"   // two people who are never here together
	RuleBusy    BookingRule = "busy"    // the person cannot come then
	RuleSkipped BookingRule = "skipped" // a time that the clock change leaves out

	RuleSlot    BookingRule = "slot"    // booked times begin with a slot, groups with the group
	RuleRoom    BookingRule = "room"    // booths and places in observation
	RulePrepare BookingRule = "prepare" // what two registered staff prepare in a slot
	RuleStaff   BookingRule = "staff"   // what the staff on duty can watch over
	RuleGroup   BookingRule = "group"   // the size of a group
	RuleUnset   BookingRule = "unset"   // a setting that is needed to promise a time
)

// bookingRules lists every rule once, those that nobody sets aside first.
var bookingRules = []struct {
	Coded[BookingRule]
	hard bool
}{
	{Coded[BookingRule]{RuleClosed, "Opening hours"}, true},
	{Coded[BookingRule]{RuleSkipped, "Clock change"}, true},
	{Coded[BookingRule]{RuleGap, "Time between two doses"}, true},
	{Coded[BookingRule]{RuleOrder, "Order of the doses"}, true},
	{Coded[BookingRule]{RuleApart, "People kept apart"}, true},
	{Coded[BookingRule]{RuleBusy, "The person's own no"}, true},
	{Coded[BookingRule]{RuleSlot, "Start of a slot or a group"}, false},
	{Coded[BookingRule]{RuleRoom, "Booths and observation"}, false},
	{Coded[BookingRule]{RulePrepare, "Preparation by two"}, false},
	{Coded[BookingRule]{RuleStaff, "Staff on duty"}, false},
	{Coded[BookingRule]{RuleGroup, "Size of the group"}, false},
	{Coded[BookingRule]{RuleUnset, "A setting that nobody made"}, false},
}

// Hard reports whether nobody sets the rule aside.
func (r BookingRule) Hard() bool {
	for _, x := range bookingRules {
		if x.Code == r {
			return x.hard
		}
	}
	return true
}

// Words names the rule for the screens.
func (r BookingRule) Words() string {
	for _, x := range bookingRules {
		if x.Code == r {
			return x.Words
		}
	}
	return string(r)
}

// Broken is a rule that a time would break, in one sentence. The sentence of
// RuleApart names nobody.
type Broken struct {
	Rule BookingRule
	Text string
}

// firstHard is the first rule that nobody sets aside, if any is broken.
func firstHard(broken []Broken) (Broken, bool) {
	i := slices.IndexFunc(broken, func(b Broken) bool { return b.Rule.Hard() })
	if i < 0 {
		return Broken{}, false
	}
	return broken[i], true
}

func rulesOf(broken []Broken) (out []BookingRule) {
	for _, b := range broken {
		out = append(out, b.Rule)
	}
	return out
}

// dayBook is one day as the rules of promised times see it.
type dayBook struct {
	s      *State
	day    moment.Day
	now    moment.Instant
	access Access
	hours  []AccessWindow
	taken  []PromisedTime                   // promised or held, in order of time
	beside map[person.UserID][]PromisedTime // on the day before and the day after

	counted *timetable.Ledger // nil until it is asked for
	topUp   bool              // the time asked about is for a top-up
}

// bookOf reads a day. Times that are held count as taken until they end; on a
// day that is not planned yet so do the usual times, which a plan will promise.
func (s *State) bookOf(day moment.Day, now moment.Instant) *dayBook {
	k := &dayBook{s: s, day: day, now: now, hours: s.HoursOn(day), beside: map[person.UserID][]PromisedTime{}}
	k.access, _ = s.AccessOn(day)
	for _, v := range s.Visits {
		x := PromisedTime{v.ID, v.Person, v.Day, v.Session, v.Due}
		switch {
		case v.Day == day && (v.Stage != visit.Ended || v.Injected != nil):
			k.take(x)
		case (v.Day == day-1 || v.Day == day+1) && v.Stage != visit.Ended && !v.TopUp:
			k.beside[v.Person] = append(k.beside[v.Person], x)
		}
	}
	for _, h := range s.Booking.Held {
		if h.Day == day && h.Until > now {
			k.take(h.PromisedTime)
		}
	}
	if day > s.Planned {
		for _, x := range s.usualOn(day) {
			k.take(x)
		}
	}
	k.order()
	return k
}

// usualOn lists the visits that a plan of the day would still book.
func (s *State) usualOn(day moment.Day) (out []PromisedTime) {
	for _, id := range s.peopleInOrder() {
		p := s.People[id]
		if o := p.OrderOn(day); o == nil || day > o.Ends || s.AwayOn(id, day) != nil {
			continue
		}
		for i := range s.Sessions {
			v := VisitID(id, day, i)
			at, comes := p.TimeOn(day, i)
			_, _, opens := s.Hours(day, i)
			if comes && opens && s.Visits[v] == nil && !s.Closed[sessionKey(day, i)] {
				out = append(out, PromisedTime{v, id, day, i, s.at(day, at)})
			}
		}
	}
	return out
}

func (k *dayBook) order() {
	byTime(k.taken)
	for _, xs := range k.beside {
		byTime(xs)
	}
}

func byTime(xs []PromisedTime) {
	sort.Slice(xs, func(i, j int) bool {
		if xs[i].Due != xs[j].Due {
			return xs[i].Due < xs[j].Due
		}
		return xs[i].Visit < xs[j].Visit
	})
}

func (k *dayBook) take(x PromisedTime) {
	k.taken = append(k.taken, x)
	if k.counted != nil {
		k.counted.Add(k.counts(x.Due))
	}
}

// leave takes a visit out: its promised and its held time.
func (k *dayBook) leave(visit string) {
	k.taken = slices.DeleteFunc(k.taken, func(x PromisedTime) bool {
		if x.Visit == visit && k.counted != nil {
			k.counted.Remove(k.counts(x.Due))
		}
		return x.Visit == visit
	})
}

// drop takes one time out, and leaves another one of the same visit.
func (k *dayBook) drop(x PromisedTime) {
	if i := slices.Index(k.taken, x); i >= 0 {
		k.taken = slices.Delete(k.taken, i, i+1)
		if k.counted != nil {
			k.counted.Remove(k.counts(x.Due))
		}
	}
}

// windowAt finds the window in which an instant lies.
func (k *dayBook) windowAt(at moment.Instant) (w AccessWindow, ok bool) {
	for _, w := range k.hours {
		if k.s.lies(k.day, w, at) {
			return w, true
		}
	}
	return w, false
}

func (s *State) lies(day moment.Day, w AccessWindow, at moment.Instant) bool {
	return s.at(day, w.From) <= at && at < s.at(day, w.To)
}

// at is the instant of a minute after midnight, as the clock shows it.
func (s *State) at(day moment.Day, minute int) moment.Instant {
	return s.zone.At(day, minute/60, minute%60)
}

// minuteOf is what the clock shows at an instant, in minutes after midnight.
func (s *State) minuteOf(at moment.Instant) int {
	t := s.zone.In(at)
	return 60*t.Hour() + t.Minute()
}

// broken lists the rules that a time would break, those that nobody sets aside
// first. Let the visit leave the book before asking, or it is in its own way.
func (k *dayBook) broken(x PromisedTime) (out []Broken) {
	say := func(r BookingRule, format string, a ...any) { out = append(out, Broken{r, fmt.Sprintf(format, a...)}) }
	w, inside := k.windowAt(x.Due)
	switch closes := k.closes(w); {
	case len(k.hours) == 0:
		say(RuleClosed, "The service is closed that day.")
	case !inside || w.Session != x.Session:
		say(RuleClosed, "%s is outside the %s session%s.", k.s.zone.Clock(x.Due), k.s.Sessions[x.Session].Name,
			k.hoursWords(x.Session))
	case x.Due.Add(k.stay()) > closes:
		say(RuleClosed, "A visit of %s from %s would last beyond %s.", k.stay(), k.s.zone.Clock(x.Due),
			k.s.zone.Clock(closes))
	}
	k.ownDoses(x, say)
	k.others(x, say)
	if k.s.Clashes(x.Person, x.Day, k.s.minuteOf(x.Due), k.access.Stay()) {
		say(RuleBusy, "They cannot come then: it is written down in their hours.")
	}
	if inside {
		k.soft(x, w, say)
	}
	return out
}

func (k *dayBook) stay() moment.Span { return moment.Minutes(int64(k.access.Stay())) }

// closes is the end of the windows of one session that follow each other from
// the one given without a break.
func (k *dayBook) closes(w AccessWindow) moment.Instant {
	end := w.To
	for _, x := range k.hours {
		if x.From == end && x.Session == w.Session {
			end = x.To
		}
	}
	return k.s.at(k.day, end)
}

func (k *dayBook) hoursWords(session int) string {
	opens, closes, ok := k.s.Hours(k.day, session)
	if !ok {
		return ", which is closed that day"
	}
	return ", " + k.s.zone.Clock(k.s.at(k.day, opens)) + " to " + k.s.zone.Clock(k.s.at(k.day, closes))
}

type sayBroken func(r BookingRule, format string, a ...any)

// ownDoses: the doses of a person keep their order and the gap of their pack,
// also against what was injected and against the days beside (E-TIME-01). The
// engine has the last word at the visit.
func (k *dayBook) ownDoses(x PromisedTime, say sayBroken) {
	if v := k.s.Visits[x.Visit]; k.topUp || v != nil && v.TopUp {
		return // a top-up belongs to its dose (P-HM-03)
	}
	gap, known := k.s.GapOn(x.Person, x.Day)
	near := func(at moment.Instant) bool {
		return known && x.Due < at.Add(gap) && at < x.Due.Add(gap)
	}
	p := k.s.People[x.Person]
	if last, ok := p.LastDose(); ok && near(last.At) {
		say(RuleGap, "The last dose was at %s, and %s lie between two doses: from %s on.", k.s.zone.Clock(last.At), gap,
			k.s.zone.Clock(last.At.Add(gap)))
		return
	}
	for _, o := range k.dosesBeside(x) {
		switch later := o.Day > x.Day || o.Day == x.Day && o.Session > x.Session; {
		case near(o.Due):
			say(RuleGap, "Their other visit is at %s, and %s lie between two doses.", k.s.zone.Clock(o.Due), gap)
			return
		case o.Due == x.Due, o.Session != x.Session && later != (o.Due > x.Due):
			say(RuleOrder, "Their other visit is at %s: the doses of a day keep their order.", k.s.zone.Clock(o.Due))
			return
		}
	}
	if !known {
		say(RuleUnset, "The pack of this person sets no time between two doses, so Steady cannot check it.")
	}
}

// dosesBeside lists the other promised visits of a person for scheduled doses,
// on the day, the day before and the day after.
func (k *dayBook) dosesBeside(x PromisedTime) (out []PromisedTime) {
	for _, o := range k.taken {
		if o.Person != x.Person || o.Visit == x.Visit { // most of them: a day is planned without looking each one up
			continue
		}
		if v := k.s.Visits[o.Visit]; v == nil || !v.TopUp && v.Injected == nil {
			out = append(out, o)
		}
	}
	return append(out, k.beside[x.Person]...)
}

// GapOn is the least time between two doses of a person on a day, as their pack
// sets it; ok is false where it sets none.
func (s *State) GapOn(who person.UserID, day moment.Day) (gap moment.Span, ok bool) {
	p := s.People[who]
	if p == nil {
		return 0, false
	}
	o := p.OrderOn(day)
	if o == nil || s.packs[o.Pack] == nil || !s.packs[o.Pack].Gap.Set {
		return 0, false
	}
	return moment.Minutes(s.packs[o.Pack].Gap.Value), true
}

// others: two people who are kept apart are never in the building at one time.
// Where nobody set how long a visit lasts that cannot be told.
func (k *dayBook) others(x PromisedTime, say sayBroken) {
	apart := k.s.ApartFrom(x.Person, x.Day)
	if len(apart) == 0 {
		return
	}
	for _, o := range k.taken {
		if !slices.Contains(apart, o.Person) {
			continue
		}
		if stay := k.stay(); stay == 0 && o.Session == x.Session {
			say(RuleUnset, "Set the minutes of a visit: until then Steady cannot tell who would meet.")
			return
		} else if x.Due < o.Due.Add(stay) && o.Due < x.Due.Add(stay) {
			say(RuleApart, "Somebody would be here whom they are kept apart from.")
			return
		}
	}
}

// soft lists what staff may set aside.
func (k *dayBook) soft(x PromisedTime, w AccessWindow, say sayBroken) {
	if need := k.s.Unset(k.day, w); len(need) > 0 {
		say(RuleUnset, "Not set yet: %s. Until then Steady promises no time by itself.", listWords(need))
		return
	}
	from := k.s.minuteOf(x.Due) - w.From
	switch w.Style {
	case AccessBooked:
		if from%k.access.Slot != 0 {
			say(RuleSlot, "Booked times begin every %d minutes from %s on.", k.access.Slot,
				k.s.zone.Clock(k.s.at(k.day, w.From)))
		}
		k.room(x, say)
	case AccessGroup:
		if from%w.Every != 0 {
			say(RuleSlot, "Groups begin every %d minutes from %s on.", w.Every, k.s.zone.Clock(k.s.at(k.day, w.From)))
		}
		if n := k.inGroup(w, x); n >= w.Group {
			say(RuleGroup, "%d people come in that group already; it is for %d.", n, w.Group)
		}
	}
}

// inGroup counts the others in the group of a time.
func (k *dayBook) inGroup(w AccessWindow, x PromisedTime) (n int) {
	group := func(at moment.Instant) int { return (k.s.minuteOf(at) - w.From) / w.Every }
	for _, o := range k.taken {
		if k.s.lies(k.day, w, o.Due) && group(o.Due) == group(x.Due) {
			n++
		}
	}
	return n
}

// listWords joins words for a sentence.
func listWords(words []string) (out string) {
	for i, w := range words {
		switch {
		case i == 0:
			out = w
		case i == len(words)-1:
			out += " and " + w
		default:
			out += ", " + w
		}
	}
	return out
}
