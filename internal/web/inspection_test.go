package web_test

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/login"
	"steady/internal/web/browsertest"
	"steady/moment"
	"steady/person"
)

// reads is what the journal holds of the pages an inspector opened: page to
// sign-ins.
func (s *site) reads(staff person.StaffID) map[string]int {
	out := map[string]int{}
	s.view(func(st *clinic.State) {
		for _, x := range st.InspectionsInOrder() {
			if x.Staff == staff {
				for _, p := range x.Read {
					out[p.Page] += p.Times
				}
			}
		}
	})
	return out
}

// TestInspector: an inspector sees how the register stands and what they may
// open is recorded once for each sign-in; a note is theirs unless they share it.
func TestInspector(t *testing.T) {
	s := newSite(t)
	strong := s.pageOf("100")
	c := s.signIn("s-iris")
	c.get("/").leads("/register/inspection")
	c.get("/register/inspection").says("You are reading as an inspector until Mon 9 March 2026, 09:12",
		"Law in force", "gb-eng", "Procedures in force", "Controlled drugs procedure, version 3",
		"The last count of each page", "every count agrees", "Proof, checked just now")
	for range 3 {
		c.get("/register/" + strong).status(200).says("until Mon 9 March").silent("Write a note")
	}
	c.get("/register/" + strong + "?back=1").status(200)
	c.get("/keys").status(200)
	if got := s.reads("s-iris"); len(got) != 2 || got["/register/"+strong] != 1 || got["/register/inspection"] != 1 {
		t.Errorf("the journal holds %v", got)
	}
	s.clock.Pass(moment.Minute)
	again := s.signIn("s-iris")
	again.get("/register/" + strong)
	if got := s.reads("s-iris"); got["/register/"+strong] != 2 {
		t.Errorf("a page opened in two sign-ins: %v", got)
	}
	form := again.get("/register/inspection")
	again.press(form, "/register/inspection", "words", "").status(422).says("Write the note")
	again.press(form, "/register/inspection", "words", "The keys lie in the desk.").leads("/register/inspection")
	again.press(again.get("/register/inspection"), "/register/inspection", "words", "Counted with them.", "share", "yes").
		leads("/register/inspection")
	again.get("/register/inspection").says("The keys lie in the desk.", "your own", "Counted with them.")
	s.signIn("s-noor").get("/inspections").says("Iris (inspector)", "reading now", "Counted with them.",
		"Notes they keep to themselves: 1", "/register/"+strong).silent("The keys lie in the desk.")
}

// TestInspectorIsRefused: every route that is not an inspector's is refused, by
// reading and by pressing, and nothing of it is recorded as read.
func TestInspectorIsRefused(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-iris")
	before := s.sizes()
	fill := strings.NewReplacer("{$}", "", "{visit}", s.visitAt("prepared"), "{step}", "arrive", "{person}", "u-01",
		"{page}", s.pageOf("100"), "{staff}", string(demo.NurseB), "{referral}", s.visitAt("prepared"))
	refused := 0
	for _, pattern := range login.Routes() {
		method, path, _ := strings.Cut(pattern, " ")
		row, _ := login.WhoMayRoute(pattern)
		if row.Open || slices.Contains(row.Question.Roles, person.Inspector) {
			continue
		}
		refused++
		ask := c.get
		if method == "POST" {
			ask = func(p string) *answer { return c.post(p, "command", "x") }
		}
		got := ask(fill.Replace(path))
		if row.Own { // where staff are nobody
			got.leads("/me/in")
		} else if got.code != http.StatusForbidden {
			t.Errorf("%s answers an inspector %d", pattern, got.code)
		}
	}
	if refused < 50 || s.sizes() != before {
		t.Errorf("%d routes were asked; the journal went from %v to %v", refused, before, s.sizes())
	}
}

// sizes are the sizes of the two logs.
func (s *site) sizes() (out [2]int64) {
	s.view(func(st *clinic.State) { out = [2]int64{st.Clinical, st.Register} })
	return out
}

// TestInspectionEnds: when the time is over the seat is worth nothing, the name
// is gone from the sign-in page and a right PIN lets nobody in; it may be ended
// early.
func TestInspectionEnds(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-iris")
	c.get("/register").status(200)
	boss := s.signIn(demo.NurseD)
	end := boss.get("/inspections")
	boss.press(end, "/inspections/end", "reason", "").status(422).says("Write in one line why")
	boss.press(end, "/inspections/end", "reason", "they left at noon").leads("/inspections")
	c.get("/register").leads("/signin")
	c.get("/register/export").leads("/signin")
	s.browser().get("/signin?anew=1").status(200).silent("Iris (inspector)")
	s.browser().post("/signin/pin", "staff", "s-iris", "pin", onePIN).status(422).
		says("No inspection of yours is open now")
	if got := s.reads("s-iris"); got["/register"] != 1 || got["/register/export"] != 0 {
		t.Errorf("read after the end: %v", got)
	}

	times := func(from, to string) []string {
		return []string{"from[day]", "2", "from[month]", "3", "from[year]", "2026", "from_time", from, "to[day]", "2",
			"to[month]", "3", "to[year]", "2026", "to_time", to}
	}
	page := boss.get("/inspections")
	boss.press(page, "/inspections", append(times("10:00", "11:00"), "who", "s-iris")...).status(422).
		says("for which body they come")
	police := []string{"who", "s-iris", "authority", "police, card seen"}
	boss.press(page, "/inspections", append(times("11:00", "10:00"), police...)...).
		status(422).says("an end that is still to come", "R-REG-42")
	boss.press(page, "/inspections", append(times("10:00", "11:00"), police...)...).
		leads("/inspections")
	boss.get("/inspections").says("police, card seen", "not yet begun")
	s.browser().post("/signin/pin", "staff", "s-iris", "pin", onePIN).status(422)
	s.clock.Pass(48 * moment.Minute) // 10:00
	d := s.signIn("s-iris")
	d.get("/register").status(200).says("until Mon 2 March 2026, 11:00")
	for range 20 { // they go on reading until it is over
		s.clock.Pass(3*moment.Minute - moment.Second)
		d.get("/register")
	}
	s.clock.Pass(20 * moment.Second)
	d.get("/register").leads("/signin")
}

// TestOfficerLetsSomebodyNewIn: the accountable officer makes the account and
// its first PIN in one press, and nobody else's.
func TestOfficerLetsSomebodyNewIn(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-noor")
	page := c.get("/inspections").status(200)
	c.press(page, "/inspections", "authority", "police, card seen", "pin", "482617").status(422).says("Write their name")
	add := func() *answer {
		return c.press(page, "/inspections", "name", "Ira", "authority", "police, card seen", "pin", "482617")
	}
	add().leads("/inspections")
	add().leads("/inspections") // pressed twice
	c.get("/inspections").says("Ira", "reading now")
	ira := s.staffNamed(t, c, "Ira")
	k := s.browser()
	k.post("/signin/pin", "staff", ira, "pin", "482617").leads("/keys")
	k.press(k.get("/keys"), "/keys/pin", "pin_old", "482617", "pin_new", "640193", "pin_again", "640193").leads("/")
	k.get("/register/inspection").status(200).says("You are reading as an inspector")
	c.post("/staff/"+string(demo.NurseA)+"/pin", "pin", "482617").status(http.StatusForbidden)
	if err := s.login.IssuePIN(t.Context(), "s-noor", demo.NurseA, "482617"); err == nil {
		t.Error("the accountable officer issues a nurse's PIN")
	}
}

// TestBrowserInspection looks at the pages in the browser, with axe-core at
// both widths.
func TestBrowserInspection(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-iris")
	c.get("/register")
	c.press(c.get("/register/inspection"), "/register/inspection", "words", "Counted with them.", "share", "yes")
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-iris", map[string]string{"inspection": "/register/inspection", "inspection-stock": "/register"})
	w.desk("s-noor", map[string]string{"inspections": "/inspections"})
}
