package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/login/logintest"
	"steady/measure"
	"steady/moment"
	"steady/person"
)

func request(id string, by person.StaffID) app.Request {
	return app.Request{Command: clinic.Command{ID: id, By: by}}
}

// must sends a command down the road, without a browser.
func (s *site) must(r app.Request) {
	s.t.Helper()
	if _, err := s.house.Do(s.t.Context(), r); err != nil {
		s.t.Fatal(err)
	}
}

func TestStockPage(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.Pharmacist)
	a := c.get("/register").status(200)
	a.says("Register and stock", "diamorphine hydrochloride monohydrate", "100 mg", "Receive", "Count",
		"Take the register away")
	s.signIn("s-iris").get("/register").status(200).silent("/register/receive", "/register/count")
	a.says("to read and verify (zip)")
	c.get("/register/export").status(200).says("the register")
	c.get("/register/bundle").status(200).says("the bundle")
}

// TestGreenIsEarned: only after every page was counted today without a
// difference, and gone with the first ampoule that is missing.
func TestGreenIsEarned(t *testing.T) {
	s := newSite(t)
	s.settle()
	s.clock.Pass(24 * moment.Hour)
	c := s.signIn(demo.NurseA)
	c.get("/register").says("The opening count is due. every page").silent("Balances agree")
	s.countAll(c, nil).leads("/register")
	c.get("/register").says("Balances agree: every page counted by two people today",
		"each balance checked against the signed head of")
	page := s.pageOf("30")
	s.countAll(c, map[string]measure.Ampoules{page: s.sheet(page).Ampoules - 1}).leads("/register")
	c.get("/register").says("A difference of -1 ampoules has been open", "1 ampoule fewer than the register").
		silent("Balances agree")
	c.get("/register/"+page).status(200).says("1 ampoule fewer", "Two others count again", "Open the case")
}

// settle discards every syringe that is not handed over, so that the whole
// safe can be counted.
func (s *site) settle() {
	s.t.Helper()
	var open []string
	s.view(func(st *clinic.State) {
		for _, v := range st.VisitsInOrder() {
			if v.Syringe != nil && v.BoothSince == 0 {
				open = append(open, v.ID)
			}
		}
	})
	for _, v := range open {
		r := request("settle-"+v, demo.NurseA)
		r.Command.Body = clinic.Discard{Visit: v, Why: r.Keep("u", "reason", "The hatch closes.")}
		s.view(func(st *clinic.State) {
			by := demo.NurseB
			if st.Visits[v].PreparedBy == by {
				by = demo.NurseC
			}
			r.Command.Witness = &clinic.Confirmation{By: string(by), Method: "pin",
				Digest: clinic.Digest(clinic.WitnessText(st, r.Command))}
		})
		s.must(r)
	}
}

// TestCountWithASyringeOpen: the page whose ampoules are in a syringe waits;
// the others are counted.
func TestCountWithASyringeOpen(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	s.countAll(c, nil).status(422).says("Not everything is recorded", "in a syringe that nobody has checked",
		"Recorded: diamorphine hydrochloride monohydrate, 5 mg")
	s.settle()
	s.countAll(c, nil).leads("/register")
}

// countAll fills the blind count with what is there, or with what is said.
func (s *site) countAll(c *client, said map[string]measure.Ampoules) *answer {
	s.t.Helper()
	form := c.get("/register/count").status(200)
	var pairs []string
	for _, id := range form.form("/register/count")["page"] {
		n := s.sheet(id).Ampoules
		if x, ok := said[id]; ok {
			n = x
		}
		pairs = append(pairs, "n-"+id, strconv.FormatInt(int64(n), 10))
	}
	return c.press(form, "/register/count", append(pairs, "second", string(demo.NurseB), "pin2", onePIN)...)
}

// TestCountIsBlind: no balance, in any spelling, stands anywhere in the page.
func TestCountIsBlind(t *testing.T) {
	s := newSite(t)
	a := s.signIn(demo.NurseA).get("/register/count").status(200).says("Count the stock", "Which count is this?", "100 mg")
	body := regexp.MustCompile(`(?s)<head>.*?</head>|name="(command|seen-[^"]*)" value="[^"]*"|data-now="\d*"`).
		ReplaceAllString(a.body, "")
	s.view(func(st *clinic.State) {
		for id, sh := range st.Accounts.Sheets {
			for _, n := range []int64{int64(sh.Ampoules), int64(sh.Mass)} {
				if regexp.MustCompile(fmt.Sprintf(`\b%d\b`, n)).MatchString(body) {
					t.Errorf("the count of %s tells that %d are expected", id, n)
				}
			}
		}
	})
}

func TestCountPressedTwice(t *testing.T) {
	s := newSite(t)
	s.settle()
	c := s.signIn(demo.NurseA)
	form := c.get("/register/count")
	id := s.pageOf("10")
	press := func() *answer {
		return c.press(form, "/register/count", "n-"+id, "7", "second", string(demo.NurseB), "pin2", onePIN)
	}
	press().leads("/register")
	size := s.registerSize()
	press().leads("/register")
	if s.registerSize() != size {
		t.Error("a count pressed twice is recorded twice")
	}
}

func (s *site) registerSize() (n int64) {
	s.view(func(st *clinic.State) { n = st.Register })
	return n
}

// TestCountRefused: an unreadable figure, nobody to confirm, a wrong PIN and
// stock that moved meanwhile each say so; what was typed stays, except what has
// to be counted anew.
func TestCountRefused(t *testing.T) {
	s := newSite(t)
	s.settle()
	c := s.signIn(demo.NurseA)
	a, b := s.pageOf("10"), s.pageOf("30")
	form := c.get("/register/count")
	c.press(form, "/register/count").status(422).says("Write at least one count")
	again := c.press(form, "/register/count", "n-"+a, "seven", "n-"+b, "200").status(422).says("write a whole number")
	if got := again.form("/register/count"); got.Get("n-"+a) != "seven" || got.Get("n-"+b) != "200" ||
		got.Get("command") != form.form("/register/count").Get("command") {
		t.Error("what was typed is lost:", got)
	}
	c.press(form, "/register/count", "n-"+a, "7").status(422).says("Not recorded", "second person")
	c.press(form, "/register/count", "n-"+a, "7", "second", string(demo.NurseA), "pin2", onePIN).
		status(422).says("You cannot confirm your own act")
	again = c.press(form, "/register/count", "n-"+a, "7", "second", string(demo.NurseB), "pin2", "111222").
		status(422).says("This PIN does not fit").silent("111222")
	if again.form("/register/count").Get("n-"+a) != "7" {
		t.Error("a wrong PIN loses the count")
	}
	s.clock.Pass(5 * moment.Second)
	s.receive(b, "AFTER", 5)
	again = c.press(form, "/register/count", "n-"+a, fmt.Sprint(int64(s.sheet(a).Ampoules)), "n-"+b, "200",
		"second", string(demo.NurseB), "pin2", onePIN).status(422)
	again.says("Not everything is recorded", "An ampoule moved while you counted", "Recorded: ")
	left := again.form("/register/count")
	if left.Get("n-"+b) != "" || left.Get("n-"+a) != "" ||
		left.Get("command") == form.form("/register/count").Get("command") {
		t.Error("what moved is not counted anew:", left)
	}
	c.press(again, "/register/count", "n-"+b, fmt.Sprint(int64(s.sheet(b).Ampoules)),
		"second", string(demo.NurseB), "pin2", onePIN).leads("/register")
}

// receive books a delivery in without a browser.
func (s *site) receive(page, batch string, n measure.Ampoules) {
	s.t.Helper()
	r := request("receive-"+batch, demo.Pharmacist)
	r.Command.Body = clinic.ReceiveStock{Product: s.sheet(page).Product, Batch: batch, Expiry: moment.Date(2028, 1, 31),
		Ampoules: n, From: r.Keep("register", "supplier", "Invented Pharma")}
	s.view(func(st *clinic.State) {
		r.Command.Witness = &clinic.Confirmation{By: string(demo.NurseD), Method: "pin",
			Digest: clinic.Digest(clinic.WitnessText(st, r.Command))}
	})
	s.must(r)
}

func delivery(page string, more ...string) []string {
	return append([]string{"product", page, "ampoules", "20", "batch", "D4471", "expiry[day]", "31", "expiry[month]", "3",
		"expiry[year]", "2028", "from_name", "Invented Pharma Ltd", "from_address", "1 Nowhere Road", "delivery_note", "77"},
		more...)
}

// changed writes another value over a field.
func changed(pairs []string, name, value string) []string {
	out := append([]string(nil), pairs...)
	for i := 0; i < len(out); i += 2 {
		if out[i] == name {
			out[i+1] = value
		}
	}
	return out
}

// TestReceive: a delivery by two people, from the form to the line of the page.
func TestReceive(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.Pharmacist)
	page := s.pageOf("100")
	before := s.sheet(page).Ampoules
	form := c.get("/register/receive").status(200).says("Receive a delivery", "Two people", "Amara (nurse)")
	if strings.Contains(form.body, `value="`+string(demo.Pharmacist)+`"`) {
		t.Error("the pharmacist is offered as their own second person")
	}
	again := c.press(form, "/register/receive", changed(delivery(page), "expiry[year]", "")...).status(422).
		says("Expiry date: write day, month and year")
	if got := again.form("/register/receive"); got.Get("batch") != "D4471" || got.Get("product") != page ||
		got.Get("from_name") != "Invented Pharma Ltd" {
		t.Error("what was typed is lost:", got)
	}
	c.press(form, "/register/receive", delivery(page)...).status(422).says("A second person confirms")
	confirmed := delivery(page, "second", string(demo.NurseB), "pin2", onePIN)
	done := c.press(form, "/register/receive", confirmed...).leads("/register/" + page + "?no=")
	c.press(form, "/register/receive", confirmed...).leads("/register/" + page)
	if got := s.sheet(page).Ampoules; got != before+20 {
		t.Errorf("the balance went from %d to %d", before, got)
	}
	c.get(done.to).status(200).says("Recorded, no.", "Date supply received", "Invented Pharma Ltd, 1 Nowhere Road",
		"20 ampoules, 2,000 mg", "D4471, expires 31 Mar 2028", "delivery note 77", "Entered by: Pat (pharmacist)",
		"Second person: Bryn (nurse)")
}

// TestReceiveByPasskey: the second person's passkey signs what the form says;
// a form that was changed afterwards is refused.
func TestReceiveByPasskey(t *testing.T) {
	s := newSite(t)
	key := s.passkey(demo.NurseB)
	c := s.signIn(demo.Pharmacist)
	page := s.pageOf("100")
	prompt := func() string {
		options := c.post("/confirm/passkey/begin?for=receive", delivery(page, "second", string(demo.NurseB))...).status(200)
		made, err := key.Assert([]byte(options.body))
		must(t, err)
		return string(made)
	}
	form := c.get("/register/receive")
	signed := delivery(page, "second", string(demo.NurseB), "passkey", prompt())
	c.press(form, "/register/receive", changed(signed, "ampoules", "21")...).status(422).says("is not what was confirmed")
	c.press(form, "/register/receive", delivery(page, "second", string(demo.NurseB), "passkey", prompt())...).
		leads("/register/" + page)
}

// passkey adds a passkey to somebody's name.
func (s *site) passkey(staff person.StaffID) *logintest.Authenticator {
	s.t.Helper()
	key, c := logintest.NewAuthenticator("localhost", s.url), s.signIn(staff)
	options := c.post("/keys/passkey/begin", "label", "key", "pin", onePIN).status(200)
	made, err := key.Create([]byte(options.body))
	must(s.t, err)
	c.post("/keys/passkey/finish", "passkey", string(made)).leads("/keys")
	return key
}

// TestReceiveANewProduct begins a page.
func TestReceiveANewProduct(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.Pharmacist)
	form := c.get("/register/receive")
	c.press(form, "/register/receive", delivery("other")...).status(422).says("Choose the drug and its salt")
	c.press(form, "/register/receive", delivery("other", "other_form", "diamorphine/hydrochloride", "other_mg", "500",
		"second", string(demo.NurseB), "pin2", onePIN)...).leads("/register/diamorphine-hydrochloride-500mg-ampoule")
	c.get("/register").says("diamorphine hydrochloride 500 mg ampoule", "20 ampoules")
}

// TestRegisterPage: statutory lines and annotations, names, the head, and the
// hundred lines before.
func TestRegisterPage(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-iris")
	page := s.pageOf("10")
	a := c.get("/register/"+page).status(200).says("Class: diamorphine, its salts and preparations",
		"supplied by administration here", "Prescribed by Dr Okafor, licence INVENTED-1", "Nowhere Road, Exampleton",
		"taken out of the store", "balance check: counted", "they agree", "Tree head", "signature of steady/test checked",
		"sheet 1 of 5", "Law in force: gb-eng",
		"Balance brought forward", "Older lines")
	a.silent("Write a note")
	older := c.get("/register/" + page + "?back=1").status(200).says("Newer lines")
	no := regexp.MustCompile(`id="no-([0-9,]+)"`)
	first := no.FindStringSubmatch(a.body)[1]
	all := no.FindAllStringSubmatch(older.body, -1)
	if last := all[len(all)-1][1]; number(t, last) >= number(t, first) {
		t.Errorf("older lines end at %s, newer begin at %s", last, first)
	}
	c.get("/register/nowhere").status(http.StatusNotFound)
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
	must(t, err)
	return n
}

// TestNote: a dated note beneath the line it belongs to, in words that come
// from nowhere but the cabinet.
func TestNote(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.Pharmacist)
	page := s.pageOf("100")
	entry := regexp.MustCompile(`/register/note\?entry=\d+&amp;page=[^"]+`).
		FindAllString(c.get("/register/"+page).body, -1)
	at := strings.ReplaceAll(entry[len(entry)-1], "&amp;", "&")
	form := c.get(at).status(200).says("Note in the margin", "Page", "Entry")
	c.press(form, "/register/note", "words", " ").status(422).says("Write the note")
	done := c.press(form, "/register/note", "words", "The label of this box was torn.").leads("/register/" + page)
	c.get(done.to).says("The label of this box was torn.", "Marginal note to no.")
	c.get("/register/note?entry=999999&page=" + page).status(http.StatusNotFound)
	if u, err := url.Parse(done.to); err != nil || strings.Contains(u.RawQuery, "torn") {
		t.Error("the note stands in the address:", done.to)
	}
}

// TestRegisterOnPaper: one page as PDF, whole or of some days; days that are
// none are asked again, with what was typed.
func TestRegisterOnPaper(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-iris")
	page := s.pageOf("100")
	a := c.get("/register/"+page).says("Lines entered from", "PDF for paper")
	a.silent(`name="lang"`) // the law in force speaks English only
	pdf := c.get("/register/pdf/" + page + "?from=2026-03-01&to=2026-03-01").status(200)
	if !strings.HasPrefix(pdf.body, "%PDF-") {
		t.Errorf("%.40q", pdf.body)
	}
	if again := c.get("/register/pdf/" + page + "?from=2026-03-01&to=2026-03-01"); again.body != pdf.body {
		t.Error("the same page gives other bytes")
	}
	c.get("/register/" + page + "?from=2026-03-01&to=2026-03-01").status(200).
		says("Lines entered from 1 Mar 2026 to 1 Mar 2026").silent("Older lines")
	bad := c.get("/register/pdf/" + page + "?from=yesterday&to=2026-03-01").status(422).says("First day: write year")
	if !strings.Contains(bad.body, `value="yesterday"`) {
		t.Error("what was typed is lost")
	}
	c.get("/register/" + page + "?from=2026-03-02&to=2026-03-01").status(422).says("choose the first day or a later one")
	c.get("/register/pdf/nowhere").status(http.StatusNotFound)
}
