package lab

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"steady/clinic"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

// Fitting reads a service's own journal, event by event in its order, and keeps
// what the lab's figures are estimated from: the clinical log alone is enough. It holds one day's visits, who was
// referred before, and sums; nobody can be told from the figures. It goes on where it stopped reading.
type Fitting struct {
	zone   moment.Zone // of the service, from its first entry
	opened moment.Day
	until  moment.Day // of the last entry
	now    map[string]*seen
	busy   int // visits between arriving and the booth
	first  moment.Day
	last   moment.Day

	before   map[person.UserID]bool // who was referred at all: who comes back is not new
	referred int                    // for the first time, after the day of opening

	late, assess, prepare, booth, answer sample
	came, missed, whole, part            int
	first2, drowsy, stopped              int // first assessments; with POSS 2; with signs of intoxication
	atEnd, longer                        int
}

// seen is one visit that is not over.
type seen struct {
	due, arrived, decided, prepared, handed, asked moment.Instant
	assessments                                    int
	// alone: nobody was on the way to a dose when they came, so nobody had to be
	// waited for.
	alone, injected, watched bool
	longer                   bool
}

// sample is what a mean and a spread need.
type sample struct {
	n          int
	sum, sumSq float64
}

func (s *sample) add(x float64) {
	s.n++
	s.sum += x
	s.sumSq += x * x
}

func (s *sample) mean() float64 { return s.sum / float64(s.n) }

func (s *sample) variance() float64 {
	m := s.mean()
	return max(0, s.sumSq/float64(s.n)-m*m) * float64(s.n) / float64(s.n-1)
}

// LeastObservations is how many observations a figure of one's own needs; with
// fewer the published range or the scenario's stands.
const LeastObservations = 30

// See takes the next event of the journal.
func (f *Fitting) See(e clinic.Event) {
	if x, ok := e.Body.(*clinic.PremisesOpened); ok {
		if z, err := moment.LoadZone(x.Zone); err == nil { // Decide let no other in
			f.zone = z
		}
		f.now, f.before, f.opened = map[string]*seen{}, map[person.UserID]bool{}, f.zone.Day(e.Happened)
		return
	}
	if f.now == nil { // nothing before the premises opened
		return
	}
	f.until = max(f.until, f.zone.Day(e.Recorded))
	if x, ok := e.Body.(*clinic.PersonReferred); ok {
		if !f.before[x.Person] && f.zone.Day(e.Recorded) > f.opened { // on the day of opening: who was there before
			f.referred++
		}
		f.before[x.Person] = true
		return
	}
	if x, ok := e.Body.(*clinic.Booked); ok {
		if !x.TopUp {
			f.now[x.Visit] = &seen{due: x.Due}
		}
		return
	}
	if x, ok := e.Body.(*clinic.VisitMoved); ok {
		if v := f.now[x.Visit]; v != nil {
			v.due = x.Due
		}
		return
	}
	id, ok := clinic.VisitOf(e.Body)
	v := f.now[id]
	if !ok || v == nil {
		return
	}
	f.step(id, v, e)
}

// minutes is how long something took.
func minutes(from, to moment.Instant) float64 {
	return float64(to.Since(from)) / float64(moment.Minute)
}

func (f *Fitting) step(id string, v *seen, e clinic.Event) {
	at := e.Happened
	switch b := e.Body.(type) {
	case *clinic.Arrived:
		day := f.zone.Day(at)
		if f.first == 0 {
			f.first = day
		}
		f.last = max(f.last, day)
		v.arrived, v.alone = at, f.busy == 0
		f.busy++
		f.came++
		f.late.add(minutes(v.due, at))
	case *clinic.Assessed:
		v.assessments++
		if v.assessments == 1 {
			f.first2++
			if b.Readings.POSS == protocol.POSS2 {
				f.drowsy++
			}
			if b.Readings.Intoxicated {
				f.stopped++
			}
		}
	case *clinic.Decided:
		if v.alone && v.assessments == 1 {
			f.assess.add(minutes(v.arrived, at))
		}
		v.decided = at
	case *clinic.Referred:
		v.asked, v.alone = at, false // what follows waits for an answer
	case *clinic.Answered:
		if v.asked != 0 {
			f.answer.add(minutes(v.asked, at))
		}
		v.asked = 0
	case *clinic.Checked:
		if v.alone && v.decided != 0 {
			f.prepare.add(minutes(v.decided, at))
		}
	case *clinic.HandedOver:
		v.handed = at
		f.busy--
	case *clinic.Injected:
		f.injected(v, b, at)
	case *clinic.Watched:
		if v.injected && b.Until == 0 && !v.longer && b.Outcome != "RELEASE" && v.watched {
			v.longer = true
		}
		v.watched = v.watched || v.injected
	case *clinic.VisitEnded:
		f.ended(id, v, b)
	}
}

func (f *Fitting) injected(v *seen, b *clinic.Injected, at moment.Instant) {
	if v.handed != 0 {
		f.booth.add(minutes(v.handed, at))
	}
	v.injected = true
	if b.Completed {
		f.whole++
	} else {
		f.part++
	}
}

func (f *Fitting) ended(id string, v *seen, b *clinic.VisitEnded) {
	if v.arrived != 0 && v.handed == 0 {
		f.busy--
	}
	switch b.Ending {
	case visit.DidNotAttend:
		f.missed++
	case visit.LeftWell:
		f.atEnd++
		if v.longer {
			f.longer++
		}
	}
	delete(f.now, id)
}

// Fit is one figure that a journal can tell.
type Fit struct {
	Key Key
	N   int // observations
	// Own is the figure with an interval of 95 %; nil where there are fewer than
	// LeastObservations, or where the lab cannot take what was found (Odd).
	Own *Parameter
	Odd bool
}

// Days are the first and the last day on which somebody came, 0 where nobody
// did.
func (f *Fitting) Days() (first, last moment.Day) { return f.first, f.last }

// Fits are all figures that a journal can tell, in the order of the catalogue,
// with how many observations there are of each. Where there are too few, the
// published range or the scenario's own stands.
func (f *Fitting) Fits() (out []Fit) {
	found := f.found()
	for _, k := range Catalogue() {
		x, told := found[k.Key]
		if !told {
			continue
		}
		fit := Fit{Key: k.Key, N: x.N}
		if x.N >= LeastObservations {
			fit.Own, fit.Odd = &x, k.takes(x) != nil
		}
		if fit.Odd {
			fit.Own = nil
		}
		out = append(out, fit)
	}
	return out
}

// FitNotes say how the figures of a journal are to be read.
func FitNotes() []string {
	return []string{"A time that was written later than it happened is as it was written.",
		"People who left before these days are not in them: attendance is that of who was there."}
}

// Parameters are the figures of Fits that the journal has enough observations
// for. Notes say how to read them.
func (f *Fitting) Parameters() (out map[Key]Parameter, notes []string) {
	out = map[Key]Parameter{}
	for _, x := range f.Fits() {
		if x.Own != nil {
			out[x.Key] = *x.Own
		}
		if x.Odd {
			notes = append(notes, fmt.Sprintf("%s is outside what is possible in the lab, and was left out.", x.Key))
		}
	}
	notes = append(notes, FitNotes()...)
	slices.Sort(notes)
	return out, notes
}

// estimate is a figure of n observations; lo and hi are its interval of 95 %.
// More than four digits of it mean nothing.
func (f *Fitting) estimate(value, lo, hi float64, n int, what string) Parameter {
	digits := func(x float64) float64 {
		x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64)
		return x
	}
	return Parameter{digits(value), digits(lo), digits(hi),
		fmt.Sprintf("own journal, %s to %s, n = %d: %s", f.first, f.last, n, what), Own, n}
}

// found is what every figure comes to, also those of too few observations, which
// nobody reads.
func (f *Fitting) found() map[Key]Parameter {
	out := map[Key]Parameter{}
	mean := func(k Key, s *sample, least float64, what string) {
		m, half := s.mean(), 1.96*math.Sqrt(s.variance()/float64(s.n))
		out[k] = f.estimate(max(least, m), max(least, m-half), max(least, m+half), s.n, what)
	}
	part := func(k Key, n, of int, what string) {
		s := share(n, of)
		out[k] = f.estimate(s[0], max(0, min(s[1], s[0])), min(1, max(s[2], s[0])), of, what)
	}
	mean(ArrivalLate, &f.late, -240, "arrival after the promised time")
	sd := math.Sqrt(f.late.variance())
	half := 1.96 * sd / math.Sqrt(2*float64(f.late.n))
	out[ArrivalSpread] = f.estimate(sd, max(0, sd-half), sd+half, f.late.n, "spread of arrivals")
	mean(AssessMinutes, &f.assess, 0.1, "from arriving to the decision, of who came when nobody was before them")
	mean(PrepareMinutes, &f.prepare, 0.1, "from the decision to the check, of who came when nobody was before them")
	mean(BoothMinutes, &f.booth, 0.1, "from handing over to the end of the dose")
	mean(AnswerMinutes, &f.answer, 0.1, "from a question to the prescriber's answer, waiting included")
	part(Attendance, f.came, f.came+f.missed, "promised sessions that somebody came to")
	part(PartUsed, f.part, f.part+f.whole, "doses of which a part was not used")
	part(ReadingsDrowsy, f.drowsy, f.first2, "first readings with POSS 2")
	part(ReadingsStop, f.stopped, f.first2, "first readings with signs of intoxication")
	part(StaysLonger, f.longer, f.atEnd, "visits kept longer than the clock asked for")
	// One step of the journal: nothing is left for a desk of its own.
	out[IDMinutes] = f.estimate(0.1, 0.1, 0.1, f.assess.n, "part of the time of the assessment")
	m := f.booth.mean()
	cv2 := f.booth.variance() / (m * m)
	half = 1.96 * cv2 * math.Sqrt(2/float64(f.booth.n)+4*cv2/float64(f.booth.n))
	out[ServiceSpread] = f.estimate(min(4, cv2), min(4, max(0, cv2-half)), min(4, cv2+half), f.booth.n,
		"spread of the time in the booth, taken for all steps")
	lo, hi := poisson(float64(f.referred))
	weeks := float64(f.until-f.opened) / 7
	out[ReferralsWeek] = f.estimate(float64(f.referred)/weeks, lo/weeks, hi/weeks, f.referred,
		"first referrals in the "+strconv.FormatFloat(weeks, 'f', 1, 64)+" weeks after the day of opening")
	return out
}
