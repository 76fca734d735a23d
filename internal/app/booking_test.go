package app_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

// A clinic for booking: what is set here is written a second time in the audit
// below, which asks no rule of the house.
const (
	bookPeople   = 14
	bookStay     = 40 // minutes: 20 in the booth, 20 watched
	bookGap      = 30 // minutes, of pack ch-iv
	bookBooths   = 3
	bookPlaces   = 4
	bookRequests = 1000
	bookDays     = 4
)

var (
	bookHours  = [2][2]int{{9 * 60, 12 * 60}, {12 * 60, 16 * 60}} // the sessions follow each other
	bookApart  = [][2]int{{0, 1}, {2, 3}, {4, 5}, {6, 0}}
	bookBusy   = map[int][2]int{1: {10 * 60, 11 * 60}, 4: {13 * 60, 15 * 60}, 8: {9 * 60, 10 * 60}}
	bookClosed = moment.Day(3) // days after the first
)

func userN(i int) person.UserID { return person.UserID(fmt.Sprintf("b-%02d", i)) }

// bookingHouse opens the clinic. The clock moves on by a second with each
// reading, so that what is held runs out on the way.
func bookingHouse(t *testing.T, st app.Store) (*app.House, moment.Day) {
	t.Helper()
	var ticks atomic.Int64
	clock := func() moment.Instant { return start.Add(moment.Span(ticks.Add(1)) * moment.Second) }
	h, err := app.Open(context.Background(), app.Config{Store: st, Premises: "test", Sealer: signer(t), Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	do := func(by person.StaffID, build func(r *app.Request) clinic.Body) {
		t.Helper()
		n++
		r := app.Request{Command: clinic.Command{ID: fmt.Sprintf("set-up-%d", n), By: by}}
		r.Command.Body = build(&r)
		if _, err := h.Do(context.Background(), r); err != nil {
			t.Fatal(err)
		}
	}
	body := func(b clinic.Body) func(*app.Request) clinic.Body { return func(*app.Request) clinic.Body { return b } }
	do(clinic.System, body(clinic.OpenPremises{Premises: "test", Zone: "Europe/London", Booths: bookBooths, Invented: true,
		Sessions: []clinic.Session{{Name: "Morning", Opens: bookHours[0][0], Closes: bookHours[0][1]},
			{Name: "Afternoon", Opens: bookHours[1][0], Closes: bookHours[1][1]}}}))
	do(clinic.System, body(clinic.InstallPack{Document: pack.Document()}))
	for id, role := range map[person.StaffID]person.Role{"n1": person.Nurse, "d1": person.Prescriber} {
		do(clinic.System, func(r *app.Request) clinic.Body {
			return clinic.AddStaff{Staff: id, Roles: []person.Role{role}, Name: r.Keep(string(id), "staff_name", string(id))}
		})
	}
	var day moment.Day
	h.View(func(s *clinic.State) { day = s.Zone().Day(start) })
	do("n1", body(clinic.GrantLicence{Doctor: "d1", Substance: measure.Diamorphine, Number: "L", From: day - 1,
		To: day + 90}))
	for i := range bookPeople {
		do("n1", func(r *app.Request) clinic.Body {
			return clinic.AdmitPerson{Person: userN(i), Name: r.Keep(string(userN(i)), "chosen_name", "Jo"),
				Times:   []int{bookHours[0][0] + 10*i, bookHours[1][0] + 10 + 10*i},
				Already: r.KeepIf(string(userN(i)), "already", "before")}
		})
		dose := 15 * measure.Milligram
		do("d1", body(clinic.Prescribe{Person: userN(i), Prescription: clinic.Prescription{Form: demo.Form,
			Route: protocol.IV, Doses: []measure.Mass{dose, dose}, CapSingle: dose, CapDay: 2 * dose,
			Increment: measure.Milligram, Pack: "ch-iv", Started: day, From: day, Review: day + 30, Ends: day + 60}}))
	}
	for k, p := range bookApart {
		do("n1", body(clinic.KeepPair{Pair: fmt.Sprint("k", k), Kind: clinic.PairApart, A: userN(p[0]), B: userN(p[1]),
			From: day}))
	}
	for i, w := range bookBusy {
		do("n1", body(clinic.EnterLife{Person: userN(i), Part: "w", From: day, Busy: &clinic.BusyTime{
			Days: []int{0, 1, 2, 3, 4, 5, 6}, From: w[0], To: w[1], Kind: "work"}}))
	}
	a := clinic.Access{Slot: 10, Booth: 20, Watch: 20, PerPair: 4, Hold: 5, Offer: 5}
	for wd := range 7 {
		for s, x := range bookHours {
			a.Week = append(a.Week, clinic.WeekWindow{Weekday: wd, AccessWindow: clinic.AccessWindow{Session: s, From: x[0],
				To: x[1], Style: clinic.AccessBooked, Booths: bookBooths, Places: bookPlaces, Nurses: 4}})
		}
	}
	do("n1", body(clinic.SetAccess{From: day, Access: a}))
	do("n1", func(r *app.Request) clinic.Body {
		return clinic.SetExceptionalDays{Days: []moment.Day{day + bookClosed}, Why: r.Keep("times", "reason", "holiday")}
	})
	return h, day
}

// bookingWish is one request that a person or somebody of staff might send.
// Some are senseless on purpose.
func bookingWish(dice *rand.Rand, day moment.Day, at func(moment.Day, int) moment.Instant,
	r *app.Request) clinic.Body {
	i, session := dice.IntN(bookPeople), dice.IntN(2)
	d := day + moment.Day(dice.IntN(bookDays+1))
	x := clinic.PromisedTime{Person: userN(i), Day: d, Session: session,
		Due: at(d, bookHours[session][0]-20+5*dice.IntN(60))}
	r.Command.By = "n1"
	if dice.IntN(3) == 0 {
		r.Command.By = person.Self(userN(i))
	}
	switch dice.IntN(10) {
	case 0:
		return clinic.HoldTime{PromisedTime: x}
	case 1:
		return clinic.ConfirmTime{Visit: clinic.VisitID(x.Person, x.Day, x.Session)}
	case 2:
		r.Command.By = "n1"
		return clinic.SwapTimes{A: x.Person, B: userN(dice.IntN(bookPeople)), Day: d, Session: session}
	case 3:
		r.Command.By = "n1"
		if d == day { // who stands at the door is not asked for a time
			d, x.Due = d+1, x.Due.Add(24*moment.Hour)
		}
		return clinic.Book{Visit: fmt.Sprint("extra-", dice.Uint32()), Person: x.Person, Day: d, Session: session,
			Due: x.Due}
	case 4:
		r.Command.By = "n1"
		return clinic.CancelVisit{Visit: clinic.VisitID(x.Person, x.Day, x.Session),
			Reason: r.Keep("times", "reason", "away")}
	case 5:
		r.Command.By = "n1"
		return clinic.PlanDay{Day: day + moment.Day(dice.IntN(2))}
	case 6:
		from := bookHours[session][0] + 10*dice.IntN(15)
		return clinic.AskBetterTime{Want: fmt.Sprint("w-", dice.Uint32()), Person: x.Person, Session: session, First: d,
			Last: d + 1, Window: clinic.Window{From: from, To: from + 30}}
	case 7:
		r.Command.By = "n1"
		return clinic.OfferTimes{}
	}
	return clinic.MoveVisit{PromisedTime: x}
}

// TestNoBookingBreaksAHardRule: under 1,000 random requests from many people at
// the same time, and again with other dice, no promised or held time breaks a rule that nobody sets aside,
// and, since nobody gave a reason, no other one either.
func TestNoBookingBreaksAHardRule(t *testing.T) {
	for seed := range uint64(3) {
		stores(t, func(t *testing.T, st app.Store) { manyBook(t, st, seed) })
	}
}

func manyBook(t *testing.T, st app.Store, seed uint64) {
	h, day := bookingHouse(t, st)
	at := func(d moment.Day, m int) moment.Instant {
		z, _ := moment.LoadZone("Europe/London")
		return z.At(d, m/60, m%60)
	}
	var wg sync.WaitGroup
	var taken, refused atomic.Int64
	for worker := range 8 {
		wg.Go(func() {
			dice := rand.New(rand.NewPCG(seed, uint64(worker)))
			for k := range bookRequests / 8 {
				r := app.Request{Command: clinic.Command{ID: fmt.Sprintf("w%d-%d", worker, k)}}
				r.Command.Body = bookingWish(dice, day, at, &r)
				_, err := h.Do(context.Background(), r)
				var no *clinic.Refusal
				switch {
				case err == nil:
					taken.Add(1)
				case errors.As(err, &no):
					refused.Add(1)
				default:
					t.Error(err)
				}
				h.View(func(s *clinic.State) { auditBooking(t, s, day) })
				if t.Failed() {
					return
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d taken, %d refused", taken.Load(), refused.Load())
	if taken.Load() < 100 || refused.Load() < 100 {
		t.Errorf("%d taken, %d refused: the requests try nothing", taken.Load(), refused.Load())
	}
	live := snapshot(t, h)
	fresh, err := app.Fold(context.Background(), st, "test", false)
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := fresh.Snapshot(); string(b) != string(live) {
		t.Error("the journal folds to another state")
	}
}

// naive is one promised or held time for the audit.
type naive struct {
	visit        string
	who, session int
	day          moment.Day
	minute       int // after midnight: no clock changes in these days
	held         bool
}

func naiveTimes(s *clinic.State) (out []naive) {
	add := func(id string, who person.UserID, session int, due moment.Instant, held bool) {
		t := s.Zone().In(due)
		var i int
		fmt.Sscanf(string(who), "b-%02d", &i)
		out = append(out, naive{id, i, session, moment.Date(t.Year(), int(t.Month()), t.Day()),
			t.Hour()*60 + t.Minute(), held})
	}
	for _, v := range s.Visits {
		if v.Stage == visit.Booked {
			add(v.ID, v.Person, v.Session, v.Due, false)
		}
	}
	for _, x := range s.Booking.Held {
		if x.Until > s.Recorded {
			add(x.Visit, x.Person, x.Session, x.Due, true)
		}
	}
	return out
}

func apartOf(a, b int) bool {
	return slices.Contains(bookApart, [2]int{a, b}) || slices.Contains(bookApart, [2]int{b, a})
}

// auditBooking counts everything again, pair by pair and minute by minute.
func auditBooking(t *testing.T, s *clinic.State, first moment.Day) {
	times := naiveTimes(s)
	load, seen := map[moment.Day]*[2][24 * 60]int{}, map[string]bool{}
	for _, x := range times {
		if w := bookHours[x.session]; x.minute < w[0] || x.minute+bookStay > w[1] && x.session == 1 ||
			x.minute >= w[1] || x.day == first+bookClosed {
			t.Errorf("outside the hours: %+v", x)
		}
		if b, ok := bookBusy[x.who]; ok && x.minute < b[1] && b[0] < x.minute+bookStay {
			t.Errorf("against their own no: %+v", x)
		}
		if load[x.day] == nil {
			load[x.day] = &[2][24 * 60]int{}
		}
		for m := range bookStay {
			stage, minute := m/20, x.minute+m
			if k := fmt.Sprint(x.visit, stage, minute); !seen[k] { // a visit is there once, whichever time it gets
				seen[k] = true
				load[x.day][stage][minute]++
			}
		}
		for _, y := range times {
			far := max(x.minute-y.minute, y.minute-x.minute)
			switch {
			case x == y || x.day != y.day || x.visit == y.visit: // a held time is another time of the same visit
			case x.who == y.who && far < bookGap:
				t.Errorf("two doses within the gap: %+v %+v", x, y)
			case x.who == y.who && x.session < y.session && x.minute >= y.minute:
				t.Errorf("the doses change their order: %+v %+v", x, y)
			case apartOf(x.who, y.who) && far < bookStay:
				t.Errorf("two people who are kept apart meet: %+v %+v", x, y)
			}
		}
	}
	for d, stages := range load {
		for m := range 24 * 60 {
			if stages[0][m] > bookBooths || stages[1][m] > bookPlaces {
				t.Errorf("%s %02d:%02d holds %d and %d", d, m/60, m%60, stages[0][m], stages[1][m])
				return
			}
		}
	}
}
