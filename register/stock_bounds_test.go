package register_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"steady/measure"
	"steady/moment"
	"steady/refusal"
	"steady/register"
)

var reason = register.Text{Ref: "why"}

// stocked is a page of 100 mg ampoules: of B1 five in the safe, two in the
// cabinet and three in quarantine, of B2 one on the tray. B1 ends in 30 days.
func stocked(t *testing.T) *book {
	t.Helper()
	b := newBook()
	b.receive(t, 100, "B1", 10)
	b.receive(t, 100, "B2", 1)
	b.step(t)(b.a.Move(take("B1", "", 2), register.Cabinet, nil, signed))
	b.step(t)(b.a.Move(take("B2", "", 1), register.Tray, nil, signed))
	b.step(t)(b.a.SetAside(take("B1", register.Safe, 3), register.AsideDefective, nil, nil, signed))
	b.whole(t)
	return b
}

func take(batch string, store register.Store, n measure.Ampoules) register.Take {
	return register.Take{Page: page(100), Batch: batch, Store: store, Count: n}
}

// step adds an entry that must be allowed.
func (b *book) step(t *testing.T) func(e interface{ RegisterLine() register.Line }, no *refusal.Refusal) {
	return func(e interface{ RegisterLine() register.Line }, no *refusal.Refusal) {
		t.Helper()
		if no != nil {
			t.Fatal(no)
		}
		b.put(e)
	}
}

// put adds an entry that was answered by value.
func (b *book) put(e any) {
	switch e := e.(type) {
	case register.Moved:
		b.add(&e)
	case register.SetAside:
		b.add(&e)
	case register.Released:
		b.add(&e)
	case register.Broken:
		b.add(&e)
	case register.SentBack:
		b.add(&e)
	case register.Sent:
		b.add(&e)
	case register.Brought:
		b.add(&e)
	default:
		panic(fmt.Sprintf("%T is not put", e))
	}
}

// lies tells where the ampoules of the page are: "B1 safe 5 cabinet 2".
func (b *book) lies() string {
	var out []string
	s := b.a.Sheets[page(100)]
	for _, l := range s.Lots {
		out = append(out, l.Batch)
		for _, st := range register.Stores() {
			if n := l.At[st]; n != 0 {
				out = append(out, fmt.Sprint(st, " ", n))
			}
		}
	}
	return strings.Join(out, " ")
}

// movement is one step with stock, its refusal ("" for none) and what lies
// where after it.
type movement struct {
	name string
	do   func(a *register.Accounts) (any, *refusal.Refusal)
	code string
	lies string
}

// Each movement is allowed exactly as far as the ampoules of the batch lie in
// the store, are in use and in date, and in no unchecked syringe (R-REG-18,
// R-REG-32, R-REG-43).
func TestMovementsAtTheirBounds(t *testing.T) {
	for _, m := range slices.Concat(moving(), quarantined(), leaving(), arriving()) {
		b := stocked(t)
		before := b.lies()
		e, no := m.do(&b.a)
		if code(no) != m.code {
			t.Errorf("%s: %v, want %q", m.name, no, m.code)
			continue
		}
		if no == nil {
			b.put(e)
		}
		if m.lies == "" {
			m.lies = before
		}
		if b.lies() != m.lies {
			t.Errorf("%s: %s, want %s", m.name, b.lies(), m.lies)
		}
		b.whole(t)
	}
}

func moving() []movement {
	move := func(name, batch string, from, to register.Store, n measure.Ampoules, held []register.Pick, code,
		lies string) movement {
		return movement{name, func(a *register.Accounts) (any, *refusal.Refusal) {
			return a.Move(take(batch, from, n), to, held, signed)
		}, code, lies}
	}
	held := func(batch string, n measure.Ampoules) []register.Pick {
		return []register.Pick{{Page: page(100), Batch: batch, Count: n}, {Page: page(30), Batch: batch, Count: 9},
			{Page: page(100), Batch: "B9", Count: 9}}
	}
	return []movement{
		move("all of the safe", "B1", "", register.Tray, 5, nil, "",
			"B1 tray 5 cabinet 2 quarantine 3 B2 tray 1"),
		move("one more than lies there", "B1", "", register.Tray, 6, nil, "store_short", ""),
		move("none", "B1", "", register.Tray, 0, nil, "bad_count", ""),
		move("less than none", "B1", "", register.Tray, -1, nil, "bad_count", ""),
		move("of no such batch", "B3", "", register.Tray, 1, nil, "unknown_batch", ""),
		move("out of no store", "B1", "drawer", register.Tray, 1, nil, "unknown_store", ""),
		move("into no store", "B1", "", "drawer", 1, nil, "unknown_store", ""),
		move("where it lies already", "B1", "", register.Safe, 1, nil, "same_store", ""),
		move("into the safe where none is said", "B1", register.Cabinet, "", 2, nil, "", "B1 safe 7 quarantine 3 B2 tray 1"),
		move("into quarantine", "B1", "", register.Quarantine, 1, nil, "quarantine_apart", ""),
		move("out of quarantine", "B1", register.Quarantine, register.Safe, 1, nil, "quarantine_apart", ""),
		move("what a syringe leaves", "B1", "", register.Tray, 5, held("B1", 2), "",
			"B1 tray 5 cabinet 2 quarantine 3 B2 tray 1"),
		move("what a syringe holds", "B1", "", register.Tray, 5, held("B1", 3), "syringe_open", ""),
	}
}

func quarantined() []movement {
	aside := func(name string, x register.Take, why register.Aside, text *register.Text, code, lies string) movement {
		return movement{name, func(a *register.Accounts) (any, *refusal.Refusal) {
			return a.SetAside(x, why, text, nil, signed)
		}, code, lies}
	}
	release := func(name string, n measure.Ampoules, to register.Store, text register.Text, day moment.Day, code,
		lies string) movement {
		return movement{name, func(a *register.Accounts) (any, *refusal.Refusal) {
			return a.Release(take("B1", "", n), to, text, day, signed)
		}, code, lies}
	}
	return []movement{
		aside("set aside", take("B1", register.Cabinet, 2), register.AsideExpired, nil, "",
			"B1 safe 5 quarantine 5 B2 tray 1"),
		aside("set aside for another reason", take("B1", "", 1), register.AsideOther, &reason, "",
			"B1 cabinet 2 safe 4 quarantine 4 B2 tray 1"),
		aside("for no reason", take("B1", "", 1), register.AsideOther, nil, "reason_missing", ""),
		aside("for a reason that there is not", take("B1", "", 1), "colour", &reason, "reason_missing", ""),
		aside("what is there already", take("B1", register.Quarantine, 1), register.AsideExpired, nil, "same_store", ""),
		aside("more than there is", take("B1", "", 6), register.AsideExpired, nil, "store_short", ""),
		release("released", 3, "", reason, today+30, "", "B1 cabinet 2 safe 8 B2 tray 1"),
		release("released onto the tray", 1, register.Tray, reason, today, "",
			"B1 tray 1 cabinet 2 safe 5 quarantine 2 B2 tray 1"),
		release("released a day late", 1, "", reason, today+31, "not_releasable", ""),
		release("released for no reason", 1, "", register.Text{}, today, "reason_missing", ""),
		release("released into quarantine", 1, register.Quarantine, reason, today, "unknown_store", ""),
		release("released to nowhere", 1, "drawer", reason, today, "unknown_store", ""),
		release("more than is there", 4, "", reason, today, "store_short", ""),
	}
}

func leaving() []movement {
	gone := func(name string, x register.Take, what string, text register.Text, code, lies string) movement {
		return movement{name, func(a *register.Accounts) (any, *refusal.Refusal) {
			switch what {
			case "broken":
				return a.Break(x, text, nil, signed)
			case "back":
				return a.SendBack(x, text, reason, nil, signed)
			case "back for no reason":
				return a.SendBack(x, reason, text, nil, signed)
			}
			return a.Send("T", "other", x, nil, today, signed)
		}, code, lies}
	}
	return []movement{
		gone("broken", take("B1", "", 5), "broken", reason, "", "B1 cabinet 2 quarantine 3 B2 tray 1"),
		gone("broken in quarantine", take("B1", register.Quarantine, 3), "broken", reason, "",
			"B1 cabinet 2 safe 5 B2 tray 1"),
		gone("the last of a batch", take("B2", register.Tray, 1), "broken", reason, "", "B1 cabinet 2 safe 5 quarantine 3"),
		gone("broken, and nobody says how", take("B1", "", 1), "broken", register.Text{}, "reason_missing", ""),
		gone("broken, more than lie there", take("B1", "", 6), "broken", reason, "store_short", ""),
		gone("sent back", take("B1", register.Quarantine, 2), "back", reason, "",
			"B1 cabinet 2 safe 5 quarantine 1 B2 tray 1"),
		gone("sent back to nobody", take("B1", "", 1), "back", register.Text{}, "return_incomplete", ""),
		gone("sent back for no reason", take("B1", "", 1), "back for no reason", register.Text{}, "return_incomplete", ""),
		gone("sent back, more than lie there", take("B1", "", 6), "back", reason, "store_short", ""),
		gone("sent", take("B1", register.Cabinet, 2), "sent", reason, "", "B1 safe 5 quarantine 3 B2 tray 1"),
		gone("sent out of quarantine", take("B1", register.Quarantine, 1), "sent", reason, "not_sendable", ""),
		gone("sent, more than lie there", take("B1", "", 6), "sent", reason, "store_short", ""),
		{"sent on its last day", func(a *register.Accounts) (any, *refusal.Refusal) {
			return a.Send("T", "other", take("B1", "", 5), nil, today+30, signed)
		}, "", "B1 cabinet 2 quarantine 3 B2 tray 1"},
		{"sent a day later", func(a *register.Accounts) (any, *refusal.Refusal) {
			return a.Send("T", "other", take("B1", "", 5), nil, today+31, signed)
		}, "not_sendable", ""},
	}
}

func arriving() []movement {
	bring := func(name, batch string, expiry moment.Day, announced, n measure.Ampoules, store register.Store, code,
		lies string) movement {
		return movement{name, func(a *register.Accounts) (any, *refusal.Refusal) {
			return a.Bring("T", "other", ampoule(100), batch, expiry, announced, n, store, signed)
		}, code, lies}
	}
	const here = "B1 cabinet 2 safe 5 quarantine 3 B2 tray 1 B3"
	return []movement{
		bring("as announced", "B3", today, 2, 2, register.Cabinet, "", here+" cabinet 2"),
		bring("where nobody says", "B3", today, 1, 1, "", "", here+" safe 1"),
		bring("fewer than announced", "B3", today, 3, 2, register.Cabinet, "", here+" quarantine 2"),
		bring("more than announced", "B3", today, 1, 2, "", "", here+" quarantine 2"),
		bring("nothing announced", "B3", today, 0, 1, "", "bad_count", ""),
		bring("nothing counted", "B3", today, 1, 0, "", "bad_count", ""),
		bring("no expiry", "B3", 0, 1, 1, "", "receipt_incomplete", ""),
		bring("another expiry of a batch", "B1", today+29, 1, 1, "", "batch_differs", ""),
		bring("more of a batch", "B1", today+30, 1, 1, "", "", "B1 cabinet 2 safe 6 quarantine 3 B2 tray 1"),
		bring("to nowhere", "B3", today, 1, 1, "drawer", "unknown_store", ""),
	}
}

// The two halves of a transfer carry its id once for each batch (R-REG-08).
func TestATransferIsWrittenOnce(t *testing.T) {
	b := stocked(t)
	b.step(t)(b.a.Send("T", "other", take("B1", "", 2), nil, today, signed))
	b.step(t)(b.a.Send("T", "other", take("B2", register.Tray, 1), nil, today, signed))
	b.step(t)(b.a.Bring("T", "other", ampoule(100), "B3", today, 1, 1, "", signed))
	if _, no := b.a.Send("T", "other", take("B1", "", 1), nil, today, signed); code(no) != "transfer_known" {
		t.Errorf("sent twice: %v", no)
	}
	if _, no := b.a.Bring("T", "other", ampoule(100), "B3", today, 1, 1, "", signed); code(no) != "transfer_known" {
		t.Errorf("brought twice: %v", no)
	}
	b.step(t)(b.a.Send("U", "other", take("B1", "", 1), nil, today, signed))
	if len(b.a.Sent) != 3 || b.a.Sent["T/"+page(100)+"/B1"] != 2 || b.a.Brought["T/"+page(100)+"/B3"] != 1 {
		t.Errorf("sent %v, brought %v", b.a.Sent, b.a.Brought)
	}
	b.whole(t)
}

// A syringe is made of what is nearest: the tray, the cabinet, the safe, and
// never of what is in quarantine (R-REG-18).
func TestASyringeIsMadeOfWhatIsNearest(t *testing.T) {
	for _, c := range []struct {
		counts []measure.Ampoules // picks of B1, one after the other
		held   measure.Ampoules
		code   string
		from   string
	}{
		{[]measure.Ampoules{1}, 0, "", "[{cabinet 1}]"}, {[]measure.Ampoules{2}, 0, "", "[{cabinet 2}]"},
		{[]measure.Ampoules{3}, 0, "", "[{cabinet 2} {safe 1}]"}, {[]measure.Ampoules{2, 3}, 0, "", "[{cabinet 2}] []"},
		{[]measure.Ampoules{7}, 0, "", "[{cabinet 2} {safe 5}]"}, {[]measure.Ampoules{8}, 0, "set_aside", ""},
		{[]measure.Ampoules{1, 2}, 0, "", "[{cabinet 1}] [{cabinet 1} {safe 1}]"},
		{[]measure.Ampoules{6}, 1, "", "[{cabinet 2} {safe 4}]"}, {[]measure.Ampoules{7}, 1, "set_aside", ""},
		{[]measure.Ampoules{4, 4}, 0, "set_aside", ""},
	} {
		b := stocked(t)
		var picks []register.Pick
		for _, n := range c.counts {
			picks = append(picks, register.Pick{Page: page(100), Batch: "B1", Count: n})
		}
		held := []register.Pick{{Page: page(100), Batch: "B1", Count: c.held}}
		drawn, no := b.a.Draw("v", picks, held, form, today)
		var from []string
		for i := range drawn {
			from = append(from, fmt.Sprint(drawn[i].From))
			b.add(&drawn[i])
		}
		if code(no) != c.code || strings.Join(from, " ") != c.from {
			t.Errorf("%v, %d held: %v, %v", c.counts, c.held, no, from)
		}
		if c.code == "set_aside" && !strings.Contains(no.Sentence, fmt.Sprint("3 ampoules of batch B1 are in quarantine")) {
			t.Errorf("%v: %s", c.counts, no.Sentence)
		}
		b.whole(t)
	}
}

// What is destroyed is in quarantine, and each batch stands once in the list;
// what goes home is drawn like a syringe and leaves the page at once.
func TestDestroyedAndTakenHome(t *testing.T) {
	for _, c := range []struct {
		items []register.Take
		code  string
		left  measure.Ampoules
	}{
		{[]register.Take{take("B1", register.Safe, 3)}, "", 8}, {[]register.Take{take("B1", "", 4)}, "store_short", 11},
		{[]register.Take{take("B1", "", 1), take("B1", "", 1)}, "listed_twice", 11},
		{[]register.Take{take("B2", "", 1)}, "store_short", 11}, {nil, "", 11},
	} {
		b := stocked(t)
		out, no := b.a.Destroy(c.items, "A", reason, register.Running{}, signed)
		for i := range out {
			b.add(&out[i])
		}
		if code(no) != c.code || b.a.Sheets[page(100)].Ampoules != c.left {
			t.Errorf("%v: %v, %d left", c.items, no, b.a.Sheets[page(100)].Ampoules)
		}
		b.whole(t)
	}
	b := stocked(t)
	out, no := b.a.TakeHome("p", []register.Pick{{Page: page(100), Batch: "B1", Count: 2},
		{Page: page(100), Batch: "B2", Count: 1}}, nil, form, 3, "d", "L", today, signed)
	for i := range out {
		b.add(&out[i])
	}
	if no != nil || len(out) != 2 || b.lies() != "B1 safe 5 quarantine 3" || out[0].Days != 3 {
		t.Errorf("%v, %v: %s", no, out, b.lies())
	}
	if _, no := b.a.TakeHome("p", nil, nil, form, 1, "d", "L", today, signed); code(no) != "no_ampoules" {
		t.Errorf("nothing taken home: %v", no)
	}
	b.whole(t)
}

// A delivery goes where it is put, into quarantine where something about it is
// not as it should be (R-REG-18).
func TestWhereADeliveryGoes(t *testing.T) {
	noted := func(n measure.Ampoules) *measure.Ampoules { return &n }
	for name, c := range map[string]struct {
		d    register.Delivery
		code string
		lies string
	}{
		"as noted":                {register.Delivery{Noted: noted(4), Store: register.Cabinet}, "", "B cabinet 4"},
		"not as noted":            {register.Delivery{Noted: noted(5)}, "", "B quarantine 4"},
		"not as ordered":          {register.Delivery{Mismatch: []string{"strength"}}, "", "B quarantine 4"},
		"set aside by somebody":   {register.Delivery{Aside: &reason}, "", "B quarantine 4"},
		"to nowhere":              {register.Delivery{Store: "drawer"}, "unknown_store", ""},
		"expired":                 {register.Delivery{Expiry: today - 1}, "expired", ""},
		"expired, and quarantine": {register.Delivery{Expiry: today - 1, Aside: &reason}, "", "B quarantine 4"},
	} {
		b := newBook()
		c.d.Product, c.d.Batch, c.d.Count, c.d.From = ampoule(100), "B", 4, reason
		if c.d.Expiry == 0 {
			c.d.Expiry = today
		}
		e, no := b.a.Receive(c.d, today, signed)
		if code(no) != c.code {
			t.Errorf("%s: %v", name, no)
		}
		if no != nil {
			continue
		}
		if b.add(&e); b.lies() != c.lies {
			t.Errorf("%s: %s", name, b.lies())
		}
	}
}

// An opening balance is written once, before every other entry of its page, in
// as many lines as it has batches (R-REG-04).
func TestAnOpeningBalanceStandsFirst(t *testing.T) {
	b, run := newBook(), register.Running{}
	var lines []register.BroughtForward
	for _, batch := range []string{"B1", "B2"} {
		e, no := b.a.BringForward(ampoule(100), batch, today, 2, register.Tray, reason, run, signed)
		if no != nil {
			t.Fatal(no)
		}
		lines = append(lines, e)
	}
	for i := range lines {
		b.add(&lines[i])
	}
	if b.lies() != "B1 tray 2 B2 tray 2" {
		t.Errorf("brought forward: %s", b.lies())
	}
	b.whole(t)
	for name, c := range map[string]func() *refusal.Refusal{
		"unknown_store": func() *refusal.Refusal {
			_, no := newBook().a.BringForward(ampoule(100), "B", today, 1, "drawer", reason, register.Running{}, signed)
			return no
		},
		"receipt_incomplete": func() *refusal.Refusal {
			_, no := newBook().a.BringForward(ampoule(100), "B", today, 1, "", register.Text{}, register.Running{}, signed)
			return no
		},
		"bad_count": func() *refusal.Refusal {
			_, no := newBook().a.BringForward(ampoule(100), "B", today, 0, "", reason, register.Running{}, signed)
			return no
		},
		"page_begun": func() *refusal.Refusal {
			begun := stocked(t)
			_, no := begun.a.BringForward(ampoule(100), "B", today, 1, "", reason, register.Running{}, signed)
			return no
		},
	} {
		if no := c(); code(no) != name {
			t.Errorf("%v, want %s", no, name)
		}
	}
}

// A solution gives what it holds and not a microgram more (R-REG-15), and a
// page closes when nothing at all is left on it (R-REG-10).
func TestASolutionAndTheLastLine(t *testing.T) {
	b := newBook()
	b.receive(t, 100, "B1", 1)
	drawn, no := b.a.Draw(register.SolutionAccount("s"), []register.Pick{{Page: page(100), Batch: "B1", Count: 1}}, nil,
		form, today)
	if no != nil {
		t.Fatal(no)
	}
	b.add(&drawn[0])
	for _, c := range []struct {
		m    measure.Mass
		code string
	}{{100*measure.Milligram + 1, "solution_short"}, {1, ""}, {100 * measure.Milligram, "solution_short"},
		{100*measure.Milligram - 1, ""}, {1, "solution_short"}} {
		out, no := b.a.Portion("s", "v", c.m)
		if code(no) != c.code {
			t.Errorf("%s: %v, want %q", c.m, no, c.code)
		}
		for i := range out {
			b.add(&out[i])
		}
		b.whole(t)
	}
	if _, no := b.a.Close(reason); code(no) != "balance_left" {
		t.Errorf("a syringe is open: %v", no)
	}
	for _, w := range b.a.Waste("v", b.a.Outstanding("v"), 0, register.NotUsed, register.Running{}, signed) {
		b.add(&w)
	}
	b.a.Sheets[page(100)].Open = &register.Discrepancy{Difference: 1}
	if _, no := b.a.Close(reason); code(no) != "balance_left" {
		t.Errorf("a difference is open: %v", no)
	}
	b.a.Sheets[page(100)].Open = nil
	out, no := b.a.Close(reason)
	if no != nil || len(out) != 1 || out[0].BalanceMass != 0 {
		t.Fatal(no, out)
	}
	b.add(&out[0])
	if again, no := b.a.Close(reason); no != nil || len(again) != 0 || !b.a.Sheets[page(100)].Closed {
		t.Errorf("closed twice: %v, %v", no, again)
	}
	sealed := newBook()
	sealed.receive(t, 100, "B1", 1)
	if _, no := sealed.a.Close(reason); code(no) != "balance_left" {
		t.Errorf("an ampoule is left: %v", no)
	}
}
