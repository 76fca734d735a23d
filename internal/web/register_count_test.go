package web_test

import (
	"strconv"
	"testing"

	"steady/internal/demo"
	"steady/moment"
	"steady/register"
)

// TestCountKinds: the count that is due is chosen already; the monthly one asks
// a third person for their own PIN and is signed by three.
func TestCountKinds(t *testing.T) {
	s := newSite(t)
	s.settle()
	id := s.pageOf("30")
	n := strconv.FormatInt(int64(s.sheet(id).Ampoules), 10)
	c := s.signIn(demo.NurseA)
	form := c.get("/register/count").status(200).says("Weekly, everything", "due now")
	if got := form.form("/register/count"); got.Get("of") != "weekly" || got.Get("store") != "" {
		t.Error("what is due is not chosen:", got)
	}
	two := []string{"n-" + id, n, "second", string(demo.NurseB), "pin2", onePIN}
	press := func(more ...string) *answer { return c.press(form, "/register/count", append(two, more...)...) }
	press("store", "safe").status(422).says("weekly and the monthly count are of the whole page")
	again := press("of", "monthly").status(422).says("The monthly count needs a third person")
	if got := again.form("/register/count"); got.Get("of") != "monthly" || got.Get("n-"+id) != n {
		t.Error("what was typed is lost:", got)
	}
	press("of", "monthly", "third", string(demo.NurseC), "pin3", "111222").status(422).says("This PIN does not fit").
		silent("111222")
	s.clock.Pass(5 * moment.Second)
	press("of", "monthly", "third", string(demo.NurseB), "pin3", onePIN).status(422).says("must be somebody else")
	monthly := []string{"of", "monthly", "third", string(demo.NurseC), "pin3", onePIN}
	done := press(monthly...).leads("/register/counted?page=" + id)
	size := s.registerSize()
	press(monthly...).leads("/register/counted?page=" + id)
	if s.registerSize() != size {
		t.Error("a monthly count pressed twice is recorded twice")
	}
	c.get(done.to).says("agrees: ", "monthly, with a third person", "Amara (nurse) and Bryn (nurse) and Chloe (nurse)")
	if sh := s.sheet(id); sh.Checks[register.CountMonthly] == 0 {
		t.Error("no monthly count stands on the page")
	}
}

// TestCountOneStore counts what lies in the tray and says so.
func TestCountOneStore(t *testing.T) {
	s := newSite(t)
	s.settle()
	id := s.pageOf("30")
	c := s.signIn(demo.NurseA)
	done := s.one(c, "/register/count", id, s.inStore(id, register.Tray), demo.NurseB, "of", "other", "store", "tray").
		leads("/register/counted")
	c.get(done.to).says("agrees: 0 ampoules, in the tray", "another count")
}

// TestCountByPasskey: a passkey signs one page's figures; a figure that was
// changed afterwards is refused, and so are two pages at once.
func TestCountByPasskey(t *testing.T) {
	s := newSite(t)
	s.settle()
	key := s.passkey(demo.NurseB)
	id := s.pageOf("30")
	c := s.signIn(demo.NurseA)
	form := c.get("/register/count?page=" + id).status(200)
	line := []string{"page", id, "seen-" + id, form.form("/register/count").Get("seen-" + id), "of", "other",
		"n-" + id, strconv.FormatInt(int64(s.sheet(id).Ampoules), 10), "second", string(demo.NurseB)}
	prompt := func() string {
		options := c.post("/confirm/passkey/begin?for=count", line...).status(200)
		made, err := key.Assert([]byte(options.body))
		must(t, err)
		return string(made)
	}
	b := s.pageOf("10")
	c.post("/confirm/passkey/begin?for=count", append(line, "page", b, "n-"+b, "7", "seen-"+b, "1")...).status(422).
		says("one page at a time")
	c.press(form, "/register/count", append(changed(line, "n-"+id, "3"), "passkey", prompt())...).status(422).
		says("is not what was confirmed")
	c.press(form, "/register/count", append(line, "passkey", prompt())...).leads("/register/counted")
	if sh := s.sheet(id); sh.Counted == nil || sh.Counted.Witness != string(demo.NurseB) {
		t.Error("the count by passkey is not recorded")
	}
}
