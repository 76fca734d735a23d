package clinic_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

// planned is a small clinic whose lives rapid draws.
type planned struct {
	t   *rapid.T
	s   *clinic.State
	now moment.Instant
	n   int
}

func (p *planned) give(b clinic.Body, by person.StaffID) *clinic.Refusal {
	p.n++
	events, no := clinic.Decide(p.s, clinic.Command{ID: fmt.Sprint("c", p.n), By: by, Body: b}, p.now)
	for _, e := range events {
		p.s.Apply(e)
	}
	return no
}

func (p *planned) must(b clinic.Body, by person.StaffID) {
	if no := p.give(b, by); no != nil {
		p.t.Fatal(b.CommandKind(), no)
	}
}

// drawClinic opens a clinic of up to four people in the week before the clocks
// change, with lives of every kind.
func drawClinic(t *rapid.T) *planned {
	zone, _ := moment.LoadZone("Europe/London")
	first := moment.Date(2026, 3, 12)
	p := &planned{t: t, s: clinic.New(), now: zone.At(first, 8, 0)}
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	p.must(clinic.OpenPremises{Premises: "p", Zone: "Europe/London", Booths: 2, Invented: true, Sessions: []clinic.Session{
		{Name: "Morning", Opens: 510, Closes: 690}, {Name: "Afternoon", Opens: 840, Closes: 1020}}}, clinic.System)
	p.must(clinic.InstallPack{Document: pack.Document()}, clinic.System)
	p.must(clinic.AddStaff{Staff: "n1", Roles: []person.Role{person.Nurse, person.Manager}, Name: text("n")},
		clinic.System)
	p.must(clinic.AddStaff{Staff: "d1", Roles: []person.Role{person.Prescriber}, Name: text("d")}, "n1")
	p.must(clinic.GrantLicence{Doctor: "d1", Substance: measure.Diamorphine, Number: "L", From: first, To: first + 99},
		"n1")
	minute := rapid.IntRange(0, 17)
	people := rapid.IntRange(2, 4).Draw(t, "people")
	for i := range people {
		id, already := person.UserID(fmt.Sprintf("u%d", i)), text("already")
		times := []int{510 + 10*minute.Draw(t, "am"), 840 + 10*minute.Draw(t, "pm")}
		p.must(clinic.AdmitPerson{Person: id, Name: text("n"), Times: times, Already: &already}, "n1")
		p.must(clinic.Prescribe{Person: id, Prescription: clinic.Prescription{Form: form, Route: protocol.IV,
			Doses: []measure.Mass{20_000, 20_000}, CapSingle: 100_000, CapDay: 200_000, Increment: 5000, Pack: "ch-iv",
			Started: first, From: first, Review: first + 30, Ends: first + 60}}, "d1")
	}
	access := clinic.SetAccess{From: first, Access: clinic.Access{Slot: 10, Booth: 20, Watch: 20,
		PerPair: rapid.IntRange(1, 2).Draw(t, "pair"), Hold: 15, Offer: 60, Grace: 10}}
	for day := range 7 {
		for k, w := range []clinic.Window{{From: 510, To: 720}, {From: 840, To: 1050}} {
			style := clinic.AccessBooked
			if day == 2 && k == 1 && rapid.Bool().Draw(t, "open") {
				style = clinic.AccessOpen
			}
			access.Week = append(access.Week, clinic.WeekWindow{Weekday: day, AccessWindow: clinic.AccessWindow{Session: k,
				From: w.From, To: w.To, Style: style, Booths: 2, Places: 2, Nurses: 2}})
		}
	}
	p.must(access, "n1")
	p.must(clinic.SetPlanning{Fair: rapid.IntRange(0, 3).Draw(t, "fair"), Drift: 10}, "n1")
	for i := range people {
		p.life(person.UserID(fmt.Sprintf("u%d", i)), first)
	}
	if people > 2 {
		p.must(clinic.KeepPair{Pair: "k", Kind: clinic.PairApart, A: "u0", B: "u2", From: first}, "n1")
	}
	return p
}

func (p *planned) life(id person.UserID, first moment.Day) {
	t := p.t
	n := func(name string, least, most int) int { return rapid.IntRange(least, most).Draw(t, name) }
	j := &clinic.Journey{Minutes: n("way", 0, 50)}
	if rapid.Bool().Draw(t, "bus") {
		period := n("period", 1, 40)
		j.Bus = &clinic.Bus{Period: period, Here: n("here", 0, period-1), Home: n("home", 0, period-1)}
	}
	p.must(clinic.EnterLife{Person: id, Part: "j", From: first, Journey: j}, person.Self(id))
	p.must(clinic.EnterLife{Person: id, Part: "w", From: first, Wish: &clinic.Wish{Windows: []clinic.Window{
		{From: 510, To: 510 + n("wish", 1, 180)}, {}}, Weight: n("weight", 0, 3), Usual: n("usual", 0, 2),
		Block: n("block", 0, 90)}}, "n1")
	if rapid.Bool().Draw(t, "busy") {
		from := n("from", 480, 1000)
		p.must(clinic.EnterLife{Person: id, Part: "b", From: first, Busy: &clinic.BusyTime{Days: []int{n("day", 0, 6)},
			From: from, To: from + n("long", 10, 120), Kind: clinic.Quiet}}, "n1")
	}
}

// TestAPlanGoesRoundEveryLife: a plan that is shown is read twice without a
// fault, beats neither the bound nor anybody's hard no, leaves nobody without a
// time in silence, and does not cost more minutes than the bound says are needed.
func TestAPlanGoesRoundEveryLife(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawClinic(rt)
		monday := moment.Date(2026, 3, 23) // the clocks change on its Sunday
		w := p.s.WeekToPlan(monday)
		if len(w.Needs) > 0 {
			rt.Fatal(w.Needs)
		}
		asked := 0 // a plan that is stopped early has to be sound too
		plan, err := w.Solve(clinic.PlanOptions{Seed: 1, Work: 2, MaxMoves: -1, Habit: rapid.Bool().Draw(rt, "habit"),
			Stop: func() bool {
				asked++
				return asked > 40
			}})
		if err != nil {
			rt.Fatal(err)
		}
		if len(plan.Errors) > 0 {
			rt.Fatal(plan.Errors[0])
		}
		if plan.NoTime.Proposed != len(plan.Blocks) {
			rt.Fatalf("%d visits without a time, %d explained", plan.NoTime.Proposed, len(plan.Blocks))
		}
		if len(plan.Blocks) == 0 && plan.Basis.Proposed < plan.Basis.Least {
			rt.Fatalf("proposed %d, proven least %d", plan.Basis.Proposed, plan.Basis.Least)
		}
		if len(plan.Blocks) == 0 && plan.Clock.Proposed < plan.LeastClock {
			rt.Fatalf("%d minutes on a clock, proven least %d", plan.Clock.Proposed, plan.LeastClock)
		}
		if len(plan.Blocks) == 0 && plan.NoTime.First == 0 && plan.Broken == 0 &&
			min(plan.Clock.First, plan.Clock.Promised) < plan.LeastClock {
			rt.Fatalf("%+v minutes on a clock, proven least %d", plan.Clock, plan.LeastClock)
		}
		for i, x := range plan.Shares {
			onTheClock(rt, plan, i)
			for _, c := range x.Changes {
				if c.Now >= 0 && p.s.Clashes(x.Person, c.Day, c.Now, 40) {
					rt.Fatalf("%s cannot come at %d on %s", x.Person, c.Now, c.Day)
				}
			}
		}
		p.answers(plan)
	})
}

// onTheClock: of what a plan is weighed by, wishes and drift alone do not pass on
// a clock.
func onTheClock(rt *rapid.T, plan *clinic.WeekPlan, i int) {
	x, p := plan.Shares[i], &plan.Life.People[i]
	want := 0
	for _, pd := range plan.Plan.Days {
		if pd.Person != p.ID {
			continue
		}
		b, err := plan.Life.DayCost(p, pd.Day, p.Sites[0].Site, pd.Starts)
		if err != nil {
			return // whoever keeps their times may keep one that a rule is against
		}
		want += b.Stay
		if x.Way {
			want += b.Travel + b.Between
		}
	}
	if x.Clock.Proposed != want || x.Clock.Proposed > x.Proposed {
		rt.Fatalf("%s: %d minutes on a clock, %d are counted; %d weighed", p.ID, want, x.Clock.Proposed, x.Proposed)
	}
}

// answers proposes the plan and lets everybody say yes in a drawn order: a yes
// counts once, no promise of before is broken further, and what was agreed is
// what was proposed.
func (p *planned) answers(plan *clinic.WeekPlan) {
	b := plan.Propose("x1")
	if len(b.Items) == 0 || len(plan.Blocks) > 0 {
		return
	}
	if no := p.give(b, "n1"); no != nil {
		p.t.Fatal("the plan cannot be proposed: ", no)
	}
	for _, i := range rapid.Permutation(b.Items).Draw(p.t, "order") {
		yes := clinic.AnswerTimes{Proposal: "x1", Person: i.Person, Yes: true}
		p.must(yes, person.Self(i.Person))
		before, _ := p.s.Snapshot()
		if no := p.give(yes, person.Self(i.Person)); no == nil {
			p.t.Fatal("a yes counts twice")
		}
		if after, _ := p.s.Snapshot(); string(after) != string(before) {
			p.t.Fatal("a second yes changed something")
		}
	}
	for _, i := range b.Items { // everybody said yes: there is room for all of them
		if got := p.s.People[i.Person].WeekOn(plan.Monday); !got.Equal(i.Times) {
			p.t.Fatalf("%s agreed to %v and has %v", i.Person, i.Times, got)
		}
	}
	raw, _ := p.s.Snapshot()
	back, err := clinic.Restore(raw)
	if err != nil {
		p.t.Fatal(err)
	}
	if again, _ := back.Snapshot(); string(again) != string(raw) {
		p.t.Fatal("the snapshot reads back differently")
	}
}
