package web_test

import (
	"context"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
)

// lastBy is the newest count that somebody made, with its page.
func (s *site) lastBy(who person.StaffID) (seq int64, page string) {
	s.t.Helper()
	seq = -1
	must(s.t, s.house.Since(context.Background(), journal.Register, 0, func(n int64, e clinic.Event) error {
		if e.By == who && e.Body.Kind() == "counted" {
			b, _, err := s.house.DisputeOf(context.Background(), journal.Register, n)
			seq, page = n, b.Page
			return err
		}
		return nil
	}))
	if seq < 0 {
		s.t.Fatalf("%s has made no register entry", who)
	}
	return seq, page
}

// TestOfficersPage: the four findings are zero in a service that keeps its
// rules and are not once a page is left uncounted; an open difference shows its
// deadline, and papers that end are listed by their days.
func TestOfficersPage(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-noor")
	first := c.get("/register/officer").status(200).says("Should be zero", "0 Incomplete entries", "0 Missed counts",
		"0 No second person", "Open differences", "None: every count agrees", "No waste exemption is entered",
		"The licence for hydromorphone, no. INVENTED-3, ends in 20 days", "within 30 days")
	if !strings.Contains(first.body, `href="/register/officer"`) {
		t.Error("the officer's page is not in the navigation")
	}
	for _, who := range []person.StaffID{demo.NurseA, demo.Pharmacist, demo.NurseD, "s-iris"} {
		s.signIn(who).get("/register/officer").status(http.StatusForbidden)
	}
	s.settle()
	strong := s.pageOf("100")
	s.countAll(s.signIn(demo.NurseA), map[string]measure.Ampoules{strong: s.sheet(strong).Ampoules - 1}).leads("/register")
	c.get("/register/officer").says("1 ampoule fewer than the register", "until it is yours")
	s.clock.Pass(25 * moment.Hour)
	s.signIn("s-noor").get("/register/officer").says("yours to decide since")
	s.clock.Pass(48 * moment.Hour) // a day on which something moved passes uncounted
	s.must(prepared(t, s))
	s.clock.Pass(24 * moment.Hour)
	s.signIn("s-noor").get("/register/officer").silent("0 Missed counts").says("Not counted on")
}

// prepared is a command that moves stock: a batch is recalled.
func prepared(t *testing.T, s *site) app.Request {
	t.Helper()
	batch := s.sheet(s.pageOf("100")).Lots[0].Batch
	r := request("recall", demo.Pharmacist)
	r.Command.Body = clinic.RecallBatch{Batch: batch, Source: r.Keep("register", "source", "the maker")}
	s.view(func(st *clinic.State) {
		r.Command.Witness = &clinic.Confirmation{By: string(demo.NurseA), Method: "pin",
			Digest: clinic.Digest(clinic.WitnessText(st, r.Command))}
	})
	return r
}

// TestDispute: who confirmed an entry says that it is not so, from its line;
// the entry stays with a note, officer and manager see it age, nobody answers
// an entry of their own, and the answer closes it.
func TestDispute(t *testing.T) {
	s := newSite(t)
	nurse := s.signIn(demo.NurseC) // counts with Dev
	seq, page := s.lastBy(demo.NurseC)
	line := nurse.get("/register/" + page).status(200)
	at := "/register/dispute?log=register&entry=" + itoa(seq)
	if !strings.Contains(line.body, strings.ReplaceAll(at, "&", "&amp;")) {
		t.Fatal("the line that carries her name does not lead to a dispute")
	}
	s.signIn(demo.NurseB).get(at).says("does not carry your name")
	form := nurse.get(at).says("This is not what I saw", "balance check")
	nurse.press(form, "/register/dispute", "words", "").status(422).says("what is not as you saw it")
	say := func() *answer { return nurse.press(form, "/register/dispute", "words", "I was not at the safe.") }
	nurse.get(say().leads("/register/disputes").to).says("I was not at the safe.", "Take it back")
	say().leads("/register/disputes") // pressed twice
	nurse.press(nurse.get(at), "/register/dispute", "words", "again").status(422).says("R-REG-14")
	nurse.get("/register/"+page).says("I was not at the safe.", "Marginal note to no.")
	boss := s.signIn(demo.NurseD) // the manager, who counted with her
	boss.get("/staff").says("Disputes that nobody has answered", "open since just now")
	boss.get("/register/disputes").says("This entry carries your own name").silent("Record the answer")
	s.signIn(demo.NurseB).get("/register/disputes").says("No dispute is open")
	s.clock.Pass(49 * moment.Hour)
	officer := s.signIn("s-noor")
	officer.get("/register/officer").says("Disputes that nobody has answered", "open for 2 days", "late")
	list := officer.get("/register/disputes").says("I was not at the safe.", "Record the answer")
	again := officer.press(list, "/register/disputes", "words", "the rota shows both").status(422)
	again.says("Choose how it ends")
	if got := again.form("/register/disputes").Get("words"); got != "the rota shows both" {
		t.Error("what was typed is lost:", got)
	}
	officer.press(list, "/register/disputes", "outcome", "entry_stands", "words", "the rota shows both").
		leads("/register/disputes")
	officer.get("/register/disputes").says("No dispute is open")
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// TestDisputeAStep: a step of a visit that carries somebody's name.
func TestDisputeAStep(t *testing.T) {
	s := newSite(t)
	v := s.visitAt("prepared")
	var who person.UserID
	var by person.StaffID
	s.view(func(st *clinic.State) { who, by = st.Visits[v].Person, st.Visits[v].PreparedBy })
	c := s.signIn(by)
	person := c.get("/people/" + string(who)).status(200)
	_, rest, found := strings.Cut(person.body, `href="/register/dispute?`)
	if !found {
		t.Fatal("no step of the record can be disputed by who made it")
	}
	query, _, _ := strings.Cut(rest, `"`)
	at := "/register/dispute?" + strings.ReplaceAll(query, "&amp;", "&")
	c.press(c.get(at).says("Says"), "/register/dispute", "words", "That was somebody else.").leads("/register/disputes")
	s.signIn("s-noor").get("/register/disputes").says("That was somebody else.").silent("mg")
}

// TestOnePersonTwoAccounts: a registration number finds the second account of
// one human being; accounts linked afterwards never confirm each other.
func TestOnePersonTwoAccounts(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseD)
	add := func(name, number string) *answer {
		return c.press(c.get("/staff"), "/staff", "name", name, "roles", "nurse", "pin", "482617", "registration", number)
	}
	add("Kai", "12a 3456").leads("/staff")
	add("Kai again", "12A3456").status(422).says("R-REG-14", "has an account here")
	add("Lou", "").leads("/staff")
	for _, name := range []string{"Kai", "Lou"} {
		must(t, s.login.EnrolPIN(t.Context(), person.StaffID(s.staffNamed(t, c, name)), onePIN))
	}
	kai, lou := s.staffNamed(t, c, "Kai"), s.staffNamed(t, c, "Lou")
	c.press(c.get("/staff"), "/staff/same", "one", kai).status(422).says("Choose the second account")
	c.press(c.get("/staff"), "/staff/same", "one", kai, "other", lou, "reason", "married and renamed").leads("/staff")
	c.get("/staff").says("One person with Lou", "One person with Kai")
	s.settle()
	k := s.signIn(person.StaffID(kai))
	strong := s.pageOf("100")
	form := k.get("/register/count").status(200)
	pairs := []string{"second", lou, "pin2", onePIN}
	for _, id := range form.form("/register/count")["page"] {
		pairs = append(pairs, "n-"+id, itoa(int64(s.sheet(id).Ampoules)))
	}
	k.press(form, "/register/count", pairs...).status(422).says("These two accounts belong to one person", "R-REG-14")
	if got := s.sheet(strong).Counted; got != nil && string(got.By) == kai {
		t.Error("one person under two accounts has counted")
	}
}

// TestBrowserOfficer looks at the pages of those who look after the register,
// with axe-core at both widths.
func TestBrowserOfficer(t *testing.T) {
	s := newSite(t)
	s.settle()
	strong := s.pageOf("100")
	nurse := s.signIn(demo.NurseC)
	seq, _ := s.lastBy(demo.NurseC)
	s.countAll(s.signIn(demo.NurseA), map[string]measure.Ampoules{strong: s.sheet(strong).Ampoules - 1}).leads("/register")
	at := "/register/dispute?log=register&entry=" + itoa(seq)
	nurse.press(nurse.get(at), "/register/dispute", "words", "I was not at the safe.").leads("/register/disputes")
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk(demo.NurseD, map[string]string{"manager": "/staff"})
	w.desk("s-noor", map[string]string{"officer": "/register/officer", "disputes": "/register/disputes"})
	w.desk(demo.NurseC, map[string]string{"dispute": at})
}
