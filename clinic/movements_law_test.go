package clinic_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// yard is a machine whose staff do everything that moves stock. It adds up the
// stores apart from the accounts.
type yard struct {
	*machine
	stores map[string]measure.Ampoules // page and store -> by the entries alone
	done   map[string]int              // entry kinds that happened, over all histories
}

func newYard(t interface{ Fatal(...any) }, done map[string]int) *yard {
	y := &yard{newMachine(t), map[string]measure.Ampoules{}, done}
	for id, role := range map[person.StaffID]person.Role{"h1": person.Pharmacist, "o1": person.CDAO,
		"i1": person.Inspector, "n3": person.Nurse, "n4": person.Nurse} {
		y.must(t, clinic.AddStaff{Staff: id, Roles: []person.Role{role}, Name: text("n")})
	}
	y.must(t, clinic.RecordExemption{Number: "T28", To: y.zone.Day(y.now) + 900})
	for _, e := range y.log {
		y.follow(e)
	}
	return y
}

// act gives one command as somebody before somebody, and adds up what it said.
func (y *yard) act(t interface{ Fatal(...any) }, by person.StaffID, witness string, b clinic.Body) bool {
	y.n++
	c := clinic.Command{ID: fmt.Sprintf("y%d", y.n), By: by, Body: b}
	c.Witness = &clinic.Confirmation{By: witness, Method: "pin", Digest: clinic.Digest(clinic.WitnessText(y.s, c))}
	events, no := clinic.Decide(y.s, c, y.now)
	if no != nil {
		if no.Code == "" || no.Rule == "" || no.Sentence == "" {
			t.Fatal("a refusal without code, rule or sentence:", b.CommandKind())
		}
		return false
	}
	for _, e := range events {
		y.keep(t, e)
		y.follow(e)
		y.done[e.Body.Kind()]++
	}
	y.check(t)
	y.shelved(t)
	return true
}

// follow adds up where ampoules lie by what the entries say.
func (y *yard) follow(e clinic.Event) {
	move := func(page string, s register.Store, n measure.Ampoules) {
		if s == "" {
			s = register.Safe
		}
		y.stores[page+" "+string(s)] += n
	}
	from := func(page string, puts []register.Put, n measure.Ampoules) {
		if len(puts) == 0 {
			move(page, "", n)
		}
		for _, p := range puts {
			move(page, p.Store, -p.Count)
		}
	}
	switch b := e.Body.(type) {
	case *register.Received:
		move(b.Page, b.Store, b.Ampoules)
	case *register.Brought:
		move(b.Page, b.Store, b.Ampoules)
	case *register.BroughtForward:
		move(b.Page, b.Store, b.Ampoules)
	case *register.Drawn:
		from(b.Page, b.From, b.Ampoules)
	case *register.TakenHome:
		from(b.Page, b.From, b.Ampoules)
	case *register.Moved:
		move(b.Page, b.From, -b.Count)
		move(b.Page, b.To, b.Count)
	case *register.SetAside:
		move(b.Page, b.From, -b.Count)
		move(b.Page, register.Quarantine, b.Count)
	case *register.Released:
		move(b.Page, register.Quarantine, -b.Count)
		move(b.Page, b.To, b.Count)
	case *register.Broken:
		move(b.Page, b.From, b.Ampoules)
	case *register.SentBack:
		move(b.Page, b.From, b.Ampoules)
	case *register.Sent:
		move(b.Page, b.From, b.Ampoules)
	case *register.Destroyed:
		move(b.Page, register.Quarantine, b.Ampoules)
	case *register.Settled:
		move(b.Page, b.Store, b.Ampoules)
	}
}

// shelved: stores add up to the page, none is below zero, and each is what the
// entries say.
func (y *yard) shelved(t interface{ Fatal(...any) }) {
	for id, s := range y.s.Accounts.Sheets {
		var all measure.Ampoules
		for _, st := range register.Stores() {
			n := s.InStore(st)
			if all += n; n < 0 || n != y.stores[id+" "+string(st)] {
				t.Fatal("the", st, "holds", n, "by the page and", y.stores[id+" "+string(st)], "by the entries of", id)
			}
		}
		if all != s.Ampoules || s.Mass < 0 {
			t.Fatal("the stores do not add up to the page", id)
		}
	}
}

var staff = []person.StaffID{"n1", "n2", "n3", "n4", "h1"}

// take draws a random movement of a batch that is on a page.
func (y *yard) take(t *rapid.T) register.Take {
	page := rapid.SampledFrom(y.s.Accounts.Pages()).Draw(t, "page")
	out := register.Take{Page: page, Batch: rapid.SampledFrom([]string{"B", "C"}).Draw(t, "batch"),
		Store: rapid.SampledFrom(register.Stores()).Draw(t, "store"),
		Count: rapid.SampledFrom([]measure.Ampoules{1, 2, 1, 3, 1, 6, 0, -1}).Draw(t, "count")}
	return out
}

func (y *yard) store(t *rapid.T) register.Store {
	return rapid.SampledFrom(register.Stores()).Draw(t, "to")
}

// movements numbers the cases below, each as often as the others.
var movements = []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}

// movement is a random command of any kind that touches stock.
func (y *yard) movement(t *rapid.T) (person.StaffID, string, clinic.Body) {
	by, w := rapid.SampledFrom(staff).Draw(t, "by"), string(rapid.SampledFrom(staff).Draw(t, "witness"))
	why, k := text("why"), y.take(t)
	product := y.s.Accounts.Sheets[k.Page].Product
	day := y.zone.Day(y.now)
	at := fmt.Sprintf("%d", y.n)
	switch rapid.SampledFrom(movements).Draw(t, "movement") {
	case 0:
		return by, w, clinic.ReceiveStock{Product: product, Batch: k.Batch, Expiry: moment.Date(2026, 4, 15),
			Ampoules: k.Count, From: why, Store: k.Store, Requisition: rapid.SampledFrom([]string{"", "r"}).Draw(t, "for")}
	case 1:
		return by, w, clinic.OpenBalance{Product: register.Product{Form: form, Content: 20 * measure.Milligram,
			Presentation: "ampoule"}, From: why, Batches: []clinic.OpeningBatch{{Batch: "B", Expiry: day + 9,
			Ampoules: 7, Store: k.Store}}}
	case 2, 3:
		return by, w, clinic.MoveStock{Take: k, To: y.store(t)}
	case 4, 5:
		return by, w, clinic.SetAside{Take: k, Why: register.AsideDefective}
	case 6:
		for _, id := range y.s.Accounts.Pages() {
			for _, l := range y.s.Accounts.Sheets[id].Lots {
				if l.At[register.Quarantine] > 0 {
					k = register.Take{Page: id, Batch: l.Batch, Count: 1}
				}
			}
		}
		return "h1", w, clinic.ReleaseStock{Take: k, To: y.store(t), Text: why}
	case 7:
		k.Store = ""
		return by, w, clinic.BreakStock{Take: k, Text: why}
	case 8:
		k.Store = ""
		return by, w, clinic.ReturnToSupplier{Take: k, To: why, Why: why}
	case 9:
		return "h1", w, clinic.RecallBatch{Batch: k.Batch, Source: why}
	case 10:
		return "h1", w, clinic.LiftRecall{Batch: k.Batch, Reason: why}
	case 11, 12:
		n := y.s.Accounts.Sheets[k.Page].Ampoules + measure.Ampoules(rapid.IntRange(-1, 1).Draw(t, "counted"))
		return by, w, clinic.CountStock{Page: k.Page, Counted: n, Seen: y.s.Register}
	case 13:
		return "o1", w, y.officer(t, k, why)
	case 14:
		return "o1", w, clinic.AuthoriseWitness{Ref: "w" + at, Witness: "i1", From: day, To: day + 28,
			Items: []register.Take{k}}
	case 15:
		return y.destruction(t, by, k)
	case 16:
		return by, w, clinic.MakeSolution{Solution: "s" + at, Picks: []register.Pick{{Page: k.Page, Batch: k.Batch,
			Count: k.Count}}, Diluent: "water_for_injections", DiluentBatch: "W", Volume: 6 * measure.Millilitre,
			UseBy: y.sessionEnd()}
	case 17:
		if y.s.Stock.Solutions[y.solution()] == nil {
			return y.movement(t)
		}
		return by, w, clinic.DiscardSolution{Solution: y.solution(), Why: why}
	}
	return "d1", w, clinic.RaiseRequisition{Requisition: "r", Supplier: why, Recipient: why, Profession: why, Purpose: why,
		Items: []clinic.RequisitionItem{{Product: product, Ampoules: 5}}}
}

// solution is the latest one made, or "".
func (y *yard) solution() (last string) {
	for id := range y.s.Stock.Solutions {
		last = max(last, id)
	}
	return last
}

// destruction does what stands before one, as far as it is let, and destroys.
func (y *yard) destruction(t *rapid.T, by person.StaffID, k register.Take) (person.StaffID, string, clinic.Body) {
	k.Count = 1
	ref := fmt.Sprintf("d%d", y.n)
	y.act(t, "n1", "n2", clinic.SetAside{Take: k, Why: register.AsideDefective})
	items := []register.Take{k}
	y.act(t, "o1", "n1", clinic.AuthoriseWitness{Ref: ref, Witness: "i1", From: y.zone.Day(y.now),
		To: y.zone.Day(y.now) + 28, Items: items})
	y.act(t, "n3", "n4", clinic.CountStock{Page: k.Page, Counted: y.s.Accounts.Sheets[k.Page].Ampoules,
		Seen: y.s.Register})
	return by, "i1", clinic.DestroyStock{Authority: ref, Items: items, Kits: true, Text: text("kit")}
}

// sessionEnd is the latest beyond-use time.
func (y *yard) sessionEnd() moment.Instant {
	day := y.zone.Day(y.now)
	for _, x := range sessions {
		if end := y.zone.At(day, x.Closes/60, x.Closes%60); end > y.now {
			return end
		}
	}
	return y.zone.At(day+1, 0, 0)
}

// officer closes the difference of a page as it stands, most often after two
// counts that differ.
func (y *yard) officer(t *rapid.T, k register.Take, why clinic.Text) clinic.Body {
	off := measure.Ampoules(rapid.SampledFrom([]int{-1, 1}).Draw(t, "off"))
	for _, two := range [][2]string{{"n1", "n2"}, {"n3", "n4"}} {
		y.act(t, person.StaffID(two[0]), two[1], clinic.CountStock{Page: k.Page,
			Counted: y.s.Accounts.Sheets[k.Page].Ampoules + off, Seen: y.s.Register})
	}
	b := clinic.CloseDiscrepancy{Page: k.Page, Cause: register.CauseUnknown, Text: why}
	if open := y.s.Accounts.Sheets[k.Page].Open; open != nil && open.Difference != 0 {
		b.Adjust = []register.Adjustment{{Batch: k.Batch, Store: k.Store, Count: open.Difference}}
	}
	return b
}

// between sends from one yard what the other one brings in.
func between(t *rapid.T, from, to *yard) {
	k := from.take(t)
	id := fmt.Sprintf("t%d", from.n)
	if !from.act(t, "n1", "n2", clinic.SendStock{Transfer: id, To: "north", Take: k}) {
		return
	}
	l := from.log[len(from.log)-1].Body.(*register.Sent)
	if rapid.IntRange(0, 4).Draw(t, "still on its way") == 0 {
		return
	}
	to.act(t, "n3", "n4", clinic.BringStock{Transfer: id, From: "south", Product: l.Product, Batch: l.Batch,
		Expiry: l.Expiry, Announced: k.Count, Ampoules: k.Count})
}

// onWay: what is sent and not brought is what the two registers say is on its
// way, and the halves of every other transfer net to zero.
func onWay(t interface{ Fatal(...any) }, yards ...*yard) {
	var net measure.Ampoules
	for _, y := range yards {
		for _, e := range y.log {
			switch b := e.Body.(type) {
			case *register.Sent:
				net -= b.Ampoules
			case *register.Brought:
				net -= b.Ampoules
			}
		}
	}
	for _, g := range register.Gaps(&yards[0].s.Accounts, &yards[1].s.Accounts) {
		net -= g.Sent - g.Brought
	}
	if net != 0 {
		t.Fatal("transfers do not net to zero:", net)
	}
}

// TestEveryMovementBalances: whatever is done with stock, in any order, at two
// premises: mass and ampoules of each page are conserved, the stores add up to
// the page, transfers net to zero, nothing is below zero, and the bytes alone
// give every page back (R-REG-08, R-REG-13, R-REG-43).
func TestEveryMovementBalances(t *testing.T) {
	done := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		a, b := newYard(t, done), newYard(t, done)
		for range rapid.IntRange(60, 160).Draw(t, "steps") {
			y, other := a, b
			if rapid.Bool().Draw(t, "which") {
				y, other = b, a
			}
			y.now = y.now.Add(moment.Minutes(int64(rapid.IntRange(0, 25).Draw(t, "minutes"))))
			if day := y.zone.Day(y.now); y.s.Planned < day {
				y.act(t, "n1", "n2", clinic.PlanDay{Day: day})
			}
			switch rapid.SampledFrom(movements[:10]).Draw(t, "what") {
			case 0, 1, 2:
				y.someVisit(t)
			case 9:
				between(t, y, other)
			default:
				by, w, body := y.movement(t)
				y.act(t, by, w, body)
			}
		}
		onWay(t, a, b)
		a.replay(t)
		b.replay(t)
	})
	for _, kind := range []string{"received", "brought_forward", "moved", "set_aside", "released", "broken", "sent_back",
		"sent", "brought", "drawn", "administered", "wasted", "counted", "destroyed", "portioned", "settled",
		"returned_unopened", "solution_ended", "requisition_met", "batch_recalled", "recall_lifted"} {
		if done[kind] == 0 && !testing.Short() {
			t.Errorf("no history had a %s", kind)
		}
	}
}

// someVisit takes a visit one step on, now and then from a solution, and now and
// then puts what was chosen back.
func (y *yard) someVisit(t *rapid.T) {
	v := y.pick(t)
	if v == nil {
		return
	}
	b := y.likely(t, v)
	if x, ok := b.(clinic.Prepare); ok && rapid.Bool().Draw(t, "solution") {
		y.act(t, "n3", "n4", clinic.MakeSolution{Solution: fmt.Sprintf("s%d", y.n), Diluent: "water_for_injections",
			Picks:        []register.Pick{{Page: pageOf(100), Batch: "B", Count: 1}},
			DiluentBatch: "W", Volume: measure.Millilitre, UseBy: y.sessionEnd()})
		b = clinic.Prepare{Visit: x.Visit, Dose: x.Dose, Solution: y.solution()}
	}
	if _, ok := b.(clinic.Check); ok && rapid.IntRange(0, 3).Draw(t, "put back") == 0 {
		b = clinic.PutBack{Visit: v.ID}
	}
	y.act(t, actor(b), second(b), b)
}
