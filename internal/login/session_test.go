package login_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"steady/internal/login"
	"steady/internal/login/logintest"
	"steady/moment"
	"steady/person"
)

// desk is a house with its pages, and one browser in front of it.
type desk struct {
	house
	t        *testing.T
	sessions *login.Sessions
	people   *logintest.People
	door     *login.Door
	mux      *login.Mux
	cookie   *http.Cookie
	others   map[string]*http.Cookie // of people's own pages, and of the kiosk
}

func newDesk(t *testing.T, change ...func(*login.Settings)) *desk {
	d := &desk{house: newHouse(t, change...), t: t}
	d.sessions = login.NewSessions(d.Service)
	d.people, d.others = logintest.NewPeople("u-1", "u-2"), map[string]*http.Cookie{}
	d.door = login.NewDoor(d.Service, d.people)
	says := func(text string, code int) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a, _ := login.Who(r.Context())
			w.WriteHeader(code)
			w.Write([]byte(text + " " + string(a.ID) + " " + a.Place))
		})
	}
	d.mux = login.NewMux(d.sessions, d.door, login.Answers{
		SignIn: says("sign in", http.StatusUnauthorized), Locked: says("locked", http.StatusLocked),
		ChoosePIN: says("choose", http.StatusForbidden), Denied: says("denied", http.StatusForbidden),
		OwnSignIn: says("own sign in", http.StatusUnauthorized),
		OwnFault:  func(w http.ResponseWriter, _ *http.Request, err error) { t.Errorf("a fault: %v", err) },
		Fault:     func(w http.ResponseWriter, _ *http.Request, err error) { t.Errorf("a fault: %v", err) },
	})
	for _, p := range []string{"GET /board", "GET /board/events", "GET /people/{person}", "GET /register/{page}",
		"POST /visits/{visit}/{step}", "GET /keys", "GET /staff"} {
		d.mux.Handle(p, says("page", http.StatusOK))
	}
	d.mux.HandleFunc("GET /signin", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("names")) })
	d.mux.HandleFunc("GET /assets/", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("css")) })
	d.mux.HandleFunc("POST /signin/pin", d.signIn)
	d.mux.HandleFunc("POST /signout", func(_ http.ResponseWriter, r *http.Request) {
		if err := d.sessions.SignOut(r.Context()); err != nil {
			t.Error(err)
		}
	})
	d.mux.HandleFunc("POST /lock", func(_ http.ResponseWriter, r *http.Request) {
		if err := d.sessions.Lock(r.Context(), r.FormValue("place")); err != nil {
			t.Error(err)
		}
	})
	return d
}

// signIn is what the web room does: unlock for who sits there, else sign in.
func (d *desk) signIn(w http.ResponseWriter, r *http.Request) {
	staff := person.StaffID(r.FormValue("staff"))
	p, err := d.ProvePIN(r.Context(), staff, r.FormValue("pin"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	place := "/"
	if a, ok := login.Who(r.Context()); ok && a.Locked && r.FormValue("anew") == "" {
		place, err = d.sessions.Unlock(r.Context(), p)
	} else {
		err = d.sessions.SignIn(r.Context(), p)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	w.Header().Set("Location", place)
	w.WriteHeader(http.StatusSeeOther)
}

func (d *desk) ask(method, path string, head ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(d.t.Context(), method, origin+path, nil)
	if d.cookie != nil {
		r.AddCookie(d.cookie)
	}
	for _, c := range d.others {
		r.AddCookie(c)
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	d.mux.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name != "__Host-steady" && c.Name != "steady" {
			if d.others[c.Name] = c; c.MaxAge < 0 {
				delete(d.others, c.Name)
			}
			continue
		}
		if c.MaxAge < 0 {
			d.cookie = nil
		} else {
			d.cookie = c
		}
	}
	return w
}

func (d *desk) want(code int, method, path string, head ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	w := d.ask(method, path, head...)
	if w.Code != code {
		d.t.Fatalf("%s %s answers %d %q, want %d", method, path, w.Code, w.Body, code)
	}
	return w
}

const inAs1, inAs2 = "/signin/pin?staff=nurse-1&pin=" + pinA, "/signin/pin?staff=nurse-2&pin=" + pinB

func TestNothingIsShownBeforeSigningIn(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusUnauthorized, "GET", "/board")
	d.want(http.StatusUnauthorized, "GET", "/people/person-1")
	d.want(http.StatusUnauthorized, "POST", "/visits/v/arrive")
	d.want(http.StatusOK, "GET", "/signin")
	d.want(http.StatusNotFound, "GET", "/elsewhere")
	d.want(http.StatusForbidden, "POST", "/signin/pin?staff=nurse-1&pin=000000")
	d.want(http.StatusUnauthorized, "GET", "/board")
	d.clock.Pass(moment.Second)
	d.want(http.StatusSeeOther, "POST", inAs1)
	if w := d.want(http.StatusOK, "GET", "/board"); !strings.HasPrefix(w.Body.String(), "page nurse-1") {
		t.Errorf("the board is shown to %q", w.Body)
	}
}

func TestTheCookieIsForThisHostAndNoScript(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs1)
	if c := d.cookie; c == nil || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode ||
		c.Name != "__Host-steady" || c.Domain != "" || c.Path != "/" || c.MaxAge != 0 {
		t.Errorf("the cookie is %v", c)
	}
	if w := d.want(http.StatusOK, "GET", "/board"); w.Header().Get("Cache-Control") == "" {
		t.Error("a page of a shared tablet may be cached")
	}
	if w := d.want(http.StatusOK, "GET", "/assets/app.css"); len(w.Result().Cookies()) > 0 ||
		w.Header().Get("Cache-Control") != "" {
		t.Error("an asset carries the session")
	}
	plain := newDesk(t, func(s *login.Settings) { s.Origins, s.Secure = []string{"http://steady.test"}, false })
	plain.want(http.StatusSeeOther, "POST", inAs1)
	if c := plain.cookie; c == nil || c.Secure || !c.HttpOnly {
		t.Errorf("without TLS the cookie is %v", c)
	}
}

func TestAPlantedSessionIsWorthNothing(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs2) // the one who plants it has a session
	planted := d.cookie
	d.want(http.StatusSeeOther, "POST", inAs1) // and the next one signs in over it
	if d.cookie.Value == planted.Value {
		t.Fatal("the token did not change at sign-in")
	}
	own := d.cookie
	d.cookie = planted
	d.want(http.StatusUnauthorized, "GET", "/board")
	d.cookie = own
	d.want(http.StatusOK, "GET", "/board")
	for _, kind := range []login.Kind{login.KindSession, login.KindSeat} {
		if _, err := d.keys.Key(t.Context(), kind, own.Value); err == nil {
			t.Errorf("a %s row is found by the cookie itself: it should be hashed", kind)
		}
	}
}

func TestSigningOutHoldsWhateverElseIsUnderWay(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs1)
	before := d.cookie
	// A slow page: loaded before the sign-out, ending after it, when it writes
	// its session back.
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		d.want(http.StatusOK, "POST", "/signout")
		w.Write([]byte("late"))
	})
	r := httptest.NewRequestWithContext(t.Context(), "GET", origin+"/board", nil)
	r.AddCookie(before)
	d.sessions.Load(slow).ServeHTTP(httptest.NewRecorder(), r)
	d.cookie = before
	d.want(http.StatusUnauthorized, "GET", "/board")
}

func TestALockHoldsWhateverElseIsUnderWay(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs1)
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		d.want(http.StatusOK, "POST", "/lock")
		w.Write([]byte("late"))
	})
	r := httptest.NewRequestWithContext(t.Context(), "GET", origin+"/board", nil)
	r.AddCookie(d.cookie)
	d.sessions.Load(slow).ServeHTTP(httptest.NewRecorder(), r)
	d.want(http.StatusLocked, "GET", "/board")
}

func TestARestingTabletLocksAndKeepsItsPlace(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs1)
	d.want(http.StatusOK, "GET", "/people/person-7?tab=doses")
	rest := d.Settings().Rest
	d.clock.Pass(rest - 1)
	d.want(http.StatusOK, "POST", "/visits/v/observe") // a press starts the rest again
	d.clock.Pass(rest - 1)
	d.want(http.StatusOK, "GET", "/board/events") // what the page does by itself does not
	d.clock.Pass(1)
	d.want(http.StatusLocked, "POST", "/visits/v/observe")
	if w := d.want(http.StatusLocked, "GET", "/board/events"); !strings.Contains(w.Body.String(), "nurse-1") {
		t.Errorf("the lock does not say whose place it is: %q", w.Body)
	}
	// Only the same person gets the place back.
	if w := d.want(http.StatusForbidden, "POST", inAs2); !strings.Contains(w.Body.String(), "locked_by_another") {
		t.Errorf("another person unlocks: %q", w.Body)
	}
	d.want(http.StatusForbidden, "POST", "/signin/pin?staff=nurse-1&pin=000000")
	d.want(http.StatusLocked, "GET", "/board/events")
	d.clock.Pass(moment.Second)
	before := d.cookie.Value
	w := d.want(http.StatusSeeOther, "POST", inAs1)
	if got := w.Header().Get("Location"); got != "/people/person-7?tab=doses" {
		t.Errorf("unlocking leads to %q", got)
	}
	if d.cookie.Value == before {
		t.Error("the token did not change at unlocking")
	}
	d.want(http.StatusOK, "GET", "/board")
}

func TestALockedTabletGoesWhereItWasAsked(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs1)
	d.want(http.StatusOK, "POST", "/lock?place=//elsewhere.example/")
	d.want(http.StatusLocked, "GET", "/people/person-9", "HX-Request", "true") // a part of a page is no place
	d.want(http.StatusLocked, "GET", "/register/ch-1")
	d.clock.Pass(moment.Second)
	if got := d.want(http.StatusSeeOther, "POST", inAs1).Header().Get("Location"); got != "/register/ch-1" {
		t.Errorf("unlocking leads to %q", got)
	}
	trail, err := d.Trail(t.Context(), "nurse-1", 10)
	locks := 0
	for _, e := range trail {
		if e.What == login.TabletLocked {
			locks++
		}
	}
	if err != nil || locks != 1 {
		t.Errorf("one lock is %d lines of the trail, %v", locks, err)
	}
}

func TestAnotherPersonMaySignInAtALockedTablet(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs1)
	d.want(http.StatusOK, "POST", "/lock")
	d.want(http.StatusSeeOther, "POST", inAs2+"&anew=1")
	if w := d.want(http.StatusOK, "GET", "/board"); !strings.HasPrefix(w.Body.String(), "page nurse-2") {
		t.Errorf("the board is shown to %q", w.Body)
	}
}

func TestASessionEndsWithItsLifetimeAndWithTheJob(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs1)
	for range 12 * 60 / 2 {
		d.clock.Pass(2 * moment.Minute)
		d.ask("GET", "/board")
	}
	d.want(http.StatusUnauthorized, "GET", "/board")
	d.want(http.StatusSeeOther, "POST", inAs1)
	d.roster.Set("nurse-1", person.Researcher)
	d.want(http.StatusForbidden, "GET", "/board") // the role is gone at once
	d.roster.Leave("nurse-1")
	d.want(http.StatusUnauthorized, "GET", "/board")
	d.roster.Set("nurse-1", person.Nurse)
	d.want(http.StatusOK, "GET", "/board")
	if n, err := d.sessions.EndAll(t.Context(), "nurse-1"); n < 1 || err != nil {
		t.Errorf("ended %d seats, %v", n, err)
	}
	d.want(http.StatusUnauthorized, "GET", "/board")
}

func TestAProofIsNotKeptForLater(t *testing.T) {
	d := newDesk(t)
	p, err := d.ProvePIN(t.Context(), "nurse-1", pinA)
	if err != nil {
		t.Fatal(err)
	}
	d.clock.Pass(d.Settings().ConfirmFor + 1)
	wantDenial(t, d.sessions.SignIn(t.Context(), p), "proof_old")
	wantDenial(t, d.sessions.SignIn(t.Context(), login.Proof{}), "proof_old")
	_, _, err = d.BeginPasskey(t.Context(), p, "blue key")
	wantDenial(t, err, "proof_old")
}

func TestAnIssuedPINLeadsToChoosingOne(t *testing.T) {
	d := newDesk(t)
	if err := d.IssuePIN(t.Context(), "manager-1", "nurse-1", "904718"); err != nil {
		t.Fatal(err)
	}
	d.want(http.StatusSeeOther, "POST", "/signin/pin?staff=nurse-1&pin=904718")
	if w := d.want(http.StatusForbidden, "GET", "/board"); !strings.HasPrefix(w.Body.String(), "choose") {
		t.Errorf("the board answers %q", w.Body)
	}
	d.want(http.StatusOK, "GET", "/keys")
	r := httptest.NewRequestWithContext(t.Context(), "POST", origin+"/", nil)
	r.AddCookie(d.cookie)
	d.sessions.Load(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if err := d.sessions.ChosePIN(r.Context()); err != nil {
			t.Error(err)
		}
	})).ServeHTTP(httptest.NewRecorder(), r)
	d.want(http.StatusOK, "GET", "/board")
}

func TestAFormFromElsewhereIsRefused(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs1)
	const step = "/visits/v/administer"
	d.want(http.StatusForbidden, "POST", step, "Sec-Fetch-Site", "cross-site")
	d.want(http.StatusForbidden, "POST", step, "Sec-Fetch-Site", "same-site", "Origin", "https://other.steady.test")
	d.want(http.StatusForbidden, "POST", step, "Origin", "https://elsewhere.example")
	d.want(http.StatusForbidden, "POST", inAs2, "Sec-Fetch-Site", "cross-site")
	d.want(http.StatusOK, "POST", step, "Sec-Fetch-Site", "same-origin", "Origin", origin)
	d.want(http.StatusOK, "POST", step, "Origin", origin)
}

func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/board", "//elsewhere.example", "/\\elsewhere.example", "https://x", "", "/a\r\nX: y"} {
		f.Add(s)
	}
	base := httptest.NewRequest("GET", origin+"/", nil).URL
	f.Fuzz(func(t *testing.T, place string) {
		if !login.LocalPath(place) {
			return
		}
		if u, err := base.Parse(place); err == nil && u.Host != base.Host {
			t.Fatalf("%q leads to %s", place, u.Host)
		}
	})
}

// late asks for a page with the cookie of now, lets something else happen at
// that browser before the page is written, and gives the browser the answer
// last, as a busy machine does.
func (d *desk) late(during func()) {
	d.t.Helper()
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		during()
		w.Write([]byte("late"))
	})
	r := httptest.NewRequestWithContext(d.t.Context(), "GET", origin+"/board", nil)
	r.AddCookie(d.cookie)
	w := httptest.NewRecorder()
	d.sessions.Load(slow).ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		d.cookie = c
	}
}

func TestALatePageDoesNotUndoASignIn(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs1)
	d.late(func() { d.want(http.StatusSeeOther, "POST", inAs2) })
	if w := d.want(http.StatusOK, "GET", "/board"); !strings.HasPrefix(w.Body.String(), "page nurse-2") {
		t.Errorf("after a late page of the one before, the board is shown to %q", w.Body)
	}
}

func TestALatePageDoesNotBringBackTheTokenBeforeAnUnlock(t *testing.T) {
	d := newDesk(t)
	d.want(http.StatusSeeOther, "POST", inAs1)
	before := d.cookie
	d.want(http.StatusOK, "POST", "/lock")
	d.late(func() { d.want(http.StatusSeeOther, "POST", inAs1) })
	d.want(http.StatusOK, "GET", "/board")
	d.cookie = before
	d.want(http.StatusUnauthorized, "GET", "/board")
}

func TestACookieIsSentOnceAndNotWithEveryPage(t *testing.T) {
	d := newDesk(t)
	if w := d.want(http.StatusSeeOther, "POST", inAs1); len(w.Result().Cookies()) != 1 {
		t.Errorf("signing in sets %v", w.Result().Cookies())
	}
	if w := d.want(http.StatusOK, "GET", "/board"); len(w.Result().Cookies()) != 0 {
		t.Errorf("a page sets %v: it could arrive after a newer one", w.Result().Cookies())
	}
	if w := d.want(http.StatusOK, "POST", "/signout"); len(w.Result().Cookies()) != 1 || d.cookie != nil {
		t.Errorf("signing out sets %v", w.Result().Cookies())
	}
}
