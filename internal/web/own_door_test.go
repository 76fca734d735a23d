package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/login"
	"steady/internal/web"
	"steady/person"
)

// entrance is the door of the site, as the server has it.
func (s *site) entrance() *login.Door { return login.NewDoor(s.login, web.People(s.house)) }

// kiosk is a browser that staff made a kiosk.
func (s *site) kiosk() *client {
	s.t.Helper()
	c := s.browser()
	w := &cookieJar{head: http.Header{}}
	must(s.t, s.entrance().MakeKiosk(s.t.Context(), w, demo.NurseA, "waiting room"))
	at, err := url.Parse(s.url)
	must(s.t, err)
	c.http.Jar.SetCookies(at, (&http.Response{Header: w.head}).Cookies())
	return c
}

// cookieJar is a response of which only the cookies matter.
type cookieJar struct{ head http.Header }

func (w *cookieJar) Header() http.Header         { return w.head }
func (w *cookieJar) Write(b []byte) (int, error) { return len(b), nil }
func (w *cookieJar) WriteHeader(int)             {}

// cardOf is a new card of somebody.
func (s *site) cardOf(who person.UserID) string {
	s.t.Helper()
	c, err := s.entrance().IssueCard(s.t.Context(), demo.NurseA, who)
	must(s.t, err)
	return c.Spell()
}

// comeIn is somebody at their own pages, at a kiosk.
func (s *site) comeIn(who person.UserID) *client {
	s.t.Helper()
	c := s.kiosk()
	c.post("/me/in/code", "code", s.cardOf(who)).leads("/me")
	return c
}

// comesToday is somebody with a time booked in the session that is open.
func (s *site) comesToday() (who person.UserID, visit string) {
	s.view(func(st *clinic.State) {
		for _, v := range st.VisitsInOrder() {
			if string(v.Stage) == "booked" && v.Session == 0 && visit == "" {
				who, visit = v.Person, v.ID
			}
		}
	})
	return who, visit
}

// TestNothingIsSaidBeforeSomebodyIsIn: the entrance names nobody, not the
// service and not what it is for.
func TestNothingIsSaidBeforeSomebodyIsIn(t *testing.T) {
	s := newSite(t)
	who, _ := s.comesToday()
	name := ""
	s.view(func(st *clinic.State) {
		texts, err := s.house.Texts(t.Context(), st.People[who].Name)
		must(t, err)
		name = texts[st.People[who].Name.Ref]
	})
	for _, c := range []*client{s.kiosk(), s.browser()} {
		for _, path := range []string{"/kiosk", "/me/in", "/away", "/me", "/me/record"} {
			a := c.get(path)
			for _, word := range []string{name, "clinic", "Steady", "diamorphine", "dose", "treatment", "heroin", "drug"} {
				if strings.Contains(strings.ReplaceAll(a.text(), "Everybody here is invented.", ""), word) {
					t.Errorf("%s says %q before anybody is in", path, word)
				}
			}
			if a.kept != "no-store" && a.code == http.StatusOK {
				t.Errorf("%s may be kept: %q", path, a.kept)
			}
		}
	}
}

// TestEveryRouteForAPerson: somebody at their own pages gets every page of that
// side and none of the other, and staff none of theirs.
func TestEveryRouteForAPerson(t *testing.T) {
	s := newSite(t)
	who, at := s.comesToday()
	c := s.comeIn(who)
	fill := strings.NewReplacer("{$}", "", "{day}", "2026-03-02", "{session}", "0", "{visit}", at, "{step}", "arrive",
		"{person}", string(who), "{referral}", at, "{page}", s.pageOf("100"), "{staff}", string(demo.NurseB))
	for _, pattern := range login.Routes() {
		method, path, _ := strings.Cut(pattern, " ")
		row, _ := login.WhoMayRoute(pattern)
		if row.Open || path == "/me/out" {
			continue
		}
		ask := c.get
		if method == "POST" {
			ask = func(p string) *answer { return c.post(p, "command", "empty") }
		}
		a := ask(fill.Replace(path))
		switch {
		case !row.Own && (a.code != http.StatusSeeOther || a.to != "/signin"):
			t.Errorf("%s answers a person %d %s", pattern, a.code, a.to)
		case row.Own && (a.code >= 500 || a.code == http.StatusForbidden || strings.HasPrefix(a.to, "/kiosk")):
			t.Errorf("%s answers a person %d %s", pattern, a.code, a.to)
		case row.Own && method == "GET" && a.code == http.StatusOK && !strings.Contains(a.body, "data-own-hide"):
			t.Errorf("%s cannot be hidden by one press", pattern)
		}
	}
}

// TestQuickHideLeavesNothing: one press ends the session, and no page of it is
// shown again.
func TestQuickHideLeavesNothing(t *testing.T) {
	s := newSite(t)
	who, _ := s.comesToday()
	c := s.comeIn(who)
	c.get("/me").status(http.StatusOK).says("Hello ")
	c.get("/hide").leads("/kiosk")
	c.get("/me").leads("/kiosk")
	phone := s.browser()
	phone.get("/hide").leads("/away")
	phone.get("/away").status(http.StatusOK).says("09:12")
}

// TestIAmHere: at a kiosk, for one's own visit, where the service lets people
// say so. It is their own entry.
func TestIAmHere(t *testing.T) {
	s := newSite(t)
	who, at := s.comesToday()
	c := s.comeIn(who)
	c.get("/me").status(http.StatusOK).says("I am here")
	c.post("/me/here", "command", "press-1", "visit", at).leads("/me?here=1")
	c.get("/me?here=1").status(http.StatusOK).says("Staff can see that you are here")
	s.view(func(st *clinic.State) {
		if v := st.Visits[at]; v.Stage != "arrived" || v.LastBy != person.Self(who) {
			t.Errorf("the visit is %s by %s", v.Stage, v.LastBy)
		}
	})
	if strings.Contains(c.get("/me").text(), "I am here") {
		t.Error("who is here is asked again")
	}
	other := s.visitAt("booked")
	c.post("/me/here", "command", "press-2", "visit", other).status(http.StatusUnprocessableEntity).says("somebody else")
	// Nobody is here from afar.
	away := s.browser()
	code, _, err := s.entrance().IssueOnce(t.Context(), demo.NurseA, who)
	must(t, err)
	away.post("/me/in/code", "code", code.Spell()).leads("/me")
	away.post("/me/here", "command", "press-3", "visit", at).
		status(http.StatusUnprocessableEntity).says("no time to come in now")
}

// TestIAmHereIsASetting: of the manager, kept when other words are changed.
func TestIAmHereIsASetting(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	who, _ := s.comesToday()
	boss := s.signIn("s-boss")
	page := boss.get("/said/words").status(http.StatusOK).says("May people say at the kiosk that they are here?")
	boss.press(page, "/said/words", "call", "01632 960001", "arrive", "yes").leads("/said")
	s.comeIn(who).get("/me").says("I am here")
	boss.post("/said/words", "command", "off").leads("/said")
	s.comeIn(who).get("/me").silent("I am here")
}

// TestADoorWithoutAPageIsNotThere: every door of the first page opens.
func TestADoorWithoutAPageIsNotThere(t *testing.T) {
	s := newSite(t)
	who, _ := s.comesToday()
	c := s.comeIn(who)
	home := c.get("/me").body
	for _, path := range []string{"/me/times", "/me/goals", "/me/today", "/me/record", "/me/say"} {
		there := slices.Contains(s.server.Patterns(), "GET "+path)
		if strings.Contains(home, `href="`+path+`"`) != there {
			t.Errorf("the door %s is shown: %v", path, !there)
		}
	}
}

// TestNobodyOpensThePagesOfTheDead: whatever card or phone they had.
func TestNobodyOpensThePagesOfTheDead(t *testing.T) {
	s := newSite(t)
	who, _ := s.comesToday()
	c, card := s.kiosk(), s.cardOf(who)
	c.post("/me/in/code", "code", card).leads("/me")
	r := request("end-1", demo.NurseA)
	r.Command.Body = clinic.EndTreatment{Person: who, Ending: clinic.EndDied,
		Reason: ref(r.Keep(string(who), "reason", "invented"))}
	s.must(r)
	c.get("/me").leads("/kiosk")
	c.post("/me/in/code", "code", card).status(http.StatusUnprocessableEntity)
}
