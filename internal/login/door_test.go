package login_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"steady/internal/login"
	"steady/internal/login/logintest"
	"steady/moment"
	"steady/person"
)

// newEntrance is a desk whose browser may be a kiosk, with people's own pages.
func newEntrance(t *testing.T, change ...func(*login.Settings)) *desk {
	d := newDesk(t, change...)
	page := func(w http.ResponseWriter, r *http.Request) {
		o, in := login.WhoOwn(r.Context())
		a, staff := login.Who(r.Context())
		fmt.Fprintf(w, "own %s %v staff %s %v", o.Person, in, a.ID, staff)
	}
	for _, p := range []string{"GET /me", "POST /me/still", "GET /kiosk"} {
		d.mux.HandleFunc(p, page)
	}
	d.mux.HandleFunc("POST /me/in/code", func(w http.ResponseWriter, r *http.Request) {
		p, err := d.door.ProveCode(r.Context(), r.FormValue("code"))
		if err == nil {
			err = d.door.SignIn(r.Context(), p)
		}
		if err == nil {
			err = d.sessions.SignOut(r.Context())
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		w.WriteHeader(http.StatusSeeOther)
	})
	d.mux.HandleFunc("POST /me/out", func(_ http.ResponseWriter, r *http.Request) {
		if err := d.door.SignOut(r.Context()); err != nil {
			t.Error(err)
		}
	})
	d.mux.HandleFunc("POST /me/time", func(_ http.ResponseWriter, r *http.Request) {
		if err := d.door.MoreTime(r.Context()); err != nil {
			t.Error(err)
		}
	})
	return d
}

// makeKiosk gives the browser the cookie of a kiosk.
func (d *desk) makeKiosk() {
	d.t.Helper()
	w := httptest.NewRecorder()
	if err := d.door.MakeKiosk(d.t.Context(), w, "manager-1", "waiting room"); err != nil {
		d.t.Fatal(err)
	}
	c := w.Result().Cookies()[0]
	d.others[c.Name] = c
}

func (d *desk) card(who person.UserID) login.Code {
	d.t.Helper()
	c, err := d.door.IssueCard(d.t.Context(), "nurse-1", who)
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

func (d *desk) comeIn(code int, typed string) *httptest.ResponseRecorder {
	d.t.Helper()
	return d.want(code, "POST", "/me/in/code?code="+url.QueryEscape(typed))
}

func TestACardOpensOnesOwnPagesAtAKiosk(t *testing.T) {
	d := newEntrance(t)
	c := d.card("u-1")
	d.want(http.StatusUnauthorized, "GET", "/me")
	if w := d.comeIn(http.StatusForbidden, c.Spell()); !strings.Contains(w.Body.String(), "card_kiosk_only") {
		t.Errorf("away from a kiosk a card answers %q", w.Body)
	}
	d.makeKiosk()
	d.comeIn(http.StatusSeeOther, c.Spell())
	if w := d.want(http.StatusOK, "GET", "/me"); w.Body.String() != "own u-1 true staff  false" ||
		w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the page is of %q, %v", w.Body, w.Header())
	}
	d.want(http.StatusOK, "POST", "/me/out")
	d.want(http.StatusUnauthorized, "GET", "/me")
	d.people.Leave("u-1")
	d.clock.Pass(moment.Second)
	d.comeIn(http.StatusForbidden, c.Spell())
}

// TestALostCardIsWorthNothing: a new card, or a block, ends the one before and
// whatever it opened.
func TestALostCardIsWorthNothing(t *testing.T) {
	d := newEntrance(t)
	d.makeKiosk()
	lost := d.card("u-1")
	d.comeIn(http.StatusSeeOther, lost.Spell())
	fresh := d.card("u-1")
	d.want(http.StatusUnauthorized, "GET", "/me")
	if w := d.comeIn(http.StatusForbidden, lost.Spell()); !strings.Contains(w.Body.String(), "code_wrong") {
		t.Errorf("a lost card answers %q", w.Body)
	}
	d.clock.Pass(moment.Second)
	d.comeIn(http.StatusSeeOther, fresh.Spell())
	if err := d.door.BlockCard(t.Context(), "nurse-1", "u-1"); err != nil {
		t.Fatal(err)
	}
	d.want(http.StatusUnauthorized, "GET", "/me")
	d.clock.Pass(moment.Second)
	d.comeIn(http.StatusForbidden, fresh.Spell())
	if _, _, ok, err := d.door.CardOf(t.Context(), "u-1"); ok || err != nil {
		t.Errorf("a blocked card is still there, %v", err)
	}
	var what []login.What
	trail, err := d.door.Trail(t.Context(), "u-1", 20)
	for _, e := range trail {
		what = append(what, e.What)
	}
	if err != nil || !slices.Contains(what, login.CardBlocked) || !slices.Contains(what, login.SignedInCard) {
		t.Errorf("the trail is %v, %v", what, err)
	}
	for _, r := range d.keys.All() {
		for _, c := range []login.Code{lost, fresh} {
			if s := strings.ReplaceAll(c.Spell(), " ", ""); strings.Contains(string(r.Data)+r.ID, s[4:11]) {
				t.Fatalf("a row of kind %s holds the secret of a card", r.Kind)
			}
		}
	}
}

// TestGuessingIsSlow: every wrong try makes the next wait longer, for the card
// wherever it is tried and for the kiosk whatever is tried there; in the end the
// card is locked, also for the right code.
func TestGuessingIsSlow(t *testing.T) {
	d := newEntrance(t)
	d.makeKiosk()
	c := d.card("u-1")
	right := strings.ReplaceAll(c.Spell(), " ", "")
	tried, waited := 0, moment.Span(0)
	for i := 0; tried < d.Settings().LockAfter; i++ {
		guess := login.WithCheckDigit(right[:4] + fmt.Sprintf("%07d", i))
		if guess == right {
			continue
		}
		w := d.comeIn(http.StatusForbidden, guess)
		for strings.Contains(w.Body.String(), "pin_wait") {
			d.clock.Pass(moment.Second)
			waited += moment.Second
			w = d.comeIn(http.StatusForbidden, guess)
		}
		tried++
	}
	if waited < 31*moment.Second {
		t.Errorf("%d guesses took %d s", tried, waited/moment.Second)
	}
	d.clock.Pass(10 * moment.Minute)
	if w := d.comeIn(http.StatusForbidden, right); !strings.Contains(w.Body.String(), "card_locked") {
		t.Errorf("a card that was guessed at answers %q", w.Body)
	}
	if _, locked, ok, err := d.door.CardOf(t.Context(), "u-1"); !locked || !ok || err != nil {
		t.Errorf("staff see locked %v, there %v, %v", locked, ok, err)
	}
	// Another card at this kiosk waits for the guessing too, and no longer than a minute.
	other := d.card("u-2")
	if w := d.comeIn(http.StatusForbidden, other.Spell()); !strings.Contains(w.Body.String(), "pin_wait") {
		t.Errorf("the kiosk answers %q", w.Body)
	}
	d.clock.Pass(moment.Minute)
	d.comeIn(http.StatusSeeOther, other.Spell())
	// A new card has tries of its own.
	d.comeIn(http.StatusSeeOther, d.card("u-1").Spell())
}

// TestSecretNumbersBesideACard: the card alone opens nothing then; wrong secret
// numbers are wrong tries of the card, however often the card itself is right.
func TestSecretNumbersBesideACard(t *testing.T) {
	d := newEntrance(t)
	d.makeKiosk()
	c := d.card("u-1").Spell()
	d.comeIn(http.StatusSeeOther, c)
	set := func(numbers, code string) {
		t.Helper()
		d.atDoor(func(r *http.Request) {
			err := d.door.SetSecret(r.Context(), numbers)
			if code != "" {
				wantDenial(t, err, code)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	for _, simple := range []string{"123", "1234", "1984", "7777", "123456789", "12a4"} {
		set(simple, "secret_simple")
	}
	set("4917", "")
	d.want(http.StatusOK, "POST", "/me/out")
	guess := func(numbers string) error {
		t.Helper()
		var err error
		d.atDoor(func(r *http.Request) {
			var wanted *login.SecretWanted
			if _, err = d.door.ProveCode(r.Context(), c); !errors.As(err, &wanted) {
				return
			}
			d.clock.Pass(time32)
			var p login.OwnProof
			if p, err = d.door.ProveSecret(r.Context(), wanted.Ticket, numbers); err == nil && p.Person() != "u-1" {
				t.Errorf("proved %q", p.Person())
			}
		})
		return err
	}
	if err := guess("4917"); err != nil {
		t.Fatal(err)
	}
	for range d.Settings().LockAfter {
		d.clock.Pass(time32)
		wantDenial(t, guess("4918"), "secret_wrong")
	}
	d.clock.Pass(time32)
	wantDenial(t, guess("4917"), "card_locked")
	if err := d.door.DropSecret(t.Context(), "nurse-1", "u-1"); err != nil {
		t.Fatal(err)
	}
	d.clock.Pass(time32)
	d.comeIn(http.StatusSeeOther, d.card("u-1").Spell())
	d.atDoor(func(r *http.Request) {
		_, err := d.door.ProveSecret(r.Context(), "made up", "4917")
		wantDenial(t, err, "prompt_expired")
	})
}

const time32 = 32 * moment.Second

func TestLeavingAKioskSignsOut(t *testing.T) {
	d := newEntrance(t)
	d.makeKiosk()
	c := d.card("u-1").Spell()
	d.comeIn(http.StatusSeeOther, c)
	rest := d.door.Settings().KioskRest
	if rest != 30*moment.Second {
		t.Errorf("a kiosk rests for %d s", rest/moment.Second)
	}
	for range 4 { // somebody who touches the screen stays
		d.clock.Pass(rest - 1)
		d.want(http.StatusOK, "POST", "/me/still")
	}
	d.clock.Pass(rest)
	d.want(http.StatusUnauthorized, "GET", "/me")
	d.want(http.StatusUnauthorized, "POST", "/me/still") // and it is over for good
	d.comeIn(http.StatusSeeOther, c)
	d.want(http.StatusOK, "POST", "/me/time")
	d.clock.Pass(d.door.Settings().KioskSlow - 1)
	d.want(http.StatusOK, "GET", "/me")
	for range 30 * 60 {
		d.clock.Pass(2 * moment.Second)
		if d.ask("GET", "/me").Code != http.StatusOK {
			return
		}
	}
	t.Error("a session goes on for an hour")
}

// TestOneBrowserHasOneUser: neither side opens the other, whatever cookies a
// browser sends, and coming in on one side leaves the other.
func TestOneBrowserHasOneUser(t *testing.T) {
	d := newEntrance(t)
	d.makeKiosk()
	c := d.card("u-1").Spell()
	d.want(http.StatusSeeOther, "POST", inAs1)
	d.want(http.StatusUnauthorized, "GET", "/me")
	d.comeIn(http.StatusSeeOther, c)
	d.want(http.StatusUnauthorized, "GET", "/board")
	if w := d.want(http.StatusOK, "GET", "/me"); strings.Contains(w.Body.String(), "nurse") {
		t.Errorf("the page is of %q", w.Body)
	}
	// The token of one side is worth nothing in the cookie of the other.
	own := d.others["__Host-steady-own"]
	d.cookie = &http.Cookie{Name: "__Host-steady", Value: own.Value}
	d.want(http.StatusUnauthorized, "GET", "/board")
	d.want(http.StatusSeeOther, "POST", inAs1)
	d.others["__Host-steady-own"] = &http.Cookie{Name: "__Host-steady-own", Value: d.cookie.Value}
	d.want(http.StatusUnauthorized, "GET", "/me")
}

// TestEveryRouteForAServiceUser: whoever is at their own pages passes where the
// table says so, and nobody of staff nor nobody at all does.
func TestEveryRouteForAServiceUser(t *testing.T) {
	d := newEntrance(t)
	d.makeKiosk()
	have := d.mux.Patterns()
	for _, p := range login.Routes() {
		if !slices.Contains(have, p) {
			d.mux.HandleFunc(p, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("page")) })
		}
	}
	c := d.card("u-1").Spell()
	for _, p := range login.Routes() {
		method, path, _ := strings.Cut(p, " ")
		row, _ := login.WhoMayRoute(p)
		if row.Open || path == "/me/out" {
			continue
		}
		if row.Own != slices.Contains(row.Question.Roles, person.ServiceUser) ||
			row.Own != (strings.HasPrefix(path, "/me/") || path == "/me") {
			t.Errorf("%s is on the wrong side", p)
		}
		path = strings.NewReplacer("{$}", "", "{", "", "}", "").Replace(path)
		d.others = map[string]*http.Cookie{"__Host-steady-kiosk": d.others["__Host-steady-kiosk"]}
		d.want(http.StatusUnauthorized, method, path) // nobody
		d.clock.Pass(2 * moment.Second)
		d.comeIn(http.StatusSeeOther, c)
		want := http.StatusUnauthorized
		if row.Own {
			want = http.StatusOK
		}
		if w := d.ask(method, path); w.Code != want {
			t.Errorf("%s as a service user answers %d, want %d", p, w.Code, want)
		}
	}
}

func TestACodeFromStaffWorksOnce(t *testing.T) {
	d := newEntrance(t)
	c, until, err := d.door.IssueOnce(t.Context(), "nurse-1", "u-1")
	if err != nil || until != d.clock.Now().Add(d.door.Settings().CodeFor) {
		t.Fatal(until, err)
	}
	d.comeIn(http.StatusSeeOther, c.Spell())
	d.want(http.StatusOK, "POST", "/me/out")
	d.comeIn(http.StatusForbidden, c.Spell())
	old, _, err := d.door.IssueOnce(t.Context(), "nurse-1", "u-1")
	if err != nil {
		t.Fatal(err)
	}
	c, _, err = d.door.IssueOnce(t.Context(), "nurse-1", "u-1")
	if err != nil {
		t.Fatal(err)
	}
	d.clock.Pass(moment.Minute)
	d.comeIn(http.StatusForbidden, old.Spell()) // the newest alone works
	d.clock.Pass(d.door.Settings().CodeFor)
	d.comeIn(http.StatusForbidden, c.Spell())
	if _, _, err := d.door.IssueOnce(t.Context(), "nurse-1", "u-9"); err == nil {
		t.Error("somebody who is not here got a code")
	}
}

// atDoor runs f in the context of a request of this browser.
func (d *desk) atDoor(f func(r *http.Request)) {
	r := httptest.NewRequestWithContext(d.t.Context(), "GET", origin+"/me", nil)
	for _, c := range d.others {
		r.AddCookie(c)
	}
	d.door.Load(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { f(r) })).
		ServeHTTP(httptest.NewRecorder(), r)
}

// TestAPhoneOpensOnesOwnPages: added where somebody vouched a moment ago, never
// at a kiosk; it opens nothing of staff, and a passkey of staff nothing here.
func TestAPhoneOpensOnesOwnPages(t *testing.T) {
	d := newEntrance(t)
	phone := logintest.NewAuthenticator(rpid, origin)
	c, _, err := d.door.IssueOnce(t.Context(), "nurse-1", "u-1")
	if err != nil {
		t.Fatal(err)
	}
	d.comeIn(http.StatusSeeOther, c.Spell())
	d.atDoor(func(r *http.Request) {
		options, prompt, err := d.door.BeginPhone(r.Context())
		if err != nil {
			t.Fatal(err)
		}
		if text := string(options); strings.Contains(text, "nurse") || !strings.Contains(text, "My pages") {
			t.Errorf("the phone shows %s", text)
		}
		made, err := phone.Create(options)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.door.FinishPhone(r.Context(), prompt, made); err != nil {
			t.Fatal(err)
		}
	})
	in := func(a *logintest.Authenticator) (login.OwnProof, error) {
		options, prompt, err := d.door.BeginSignIn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		answer, err := a.Assert(options)
		if err != nil {
			t.Fatal(err)
		}
		return d.door.FinishSignIn(t.Context(), prompt, answer)
	}
	if p, err := in(phone); err != nil || p.Person() != "u-1" {
		t.Errorf("the phone proves %q, %v", p.Person(), err)
	}
	_, err = d.signInBy(t, phone)
	wantDenial(t, err, "sign_in_unknown")
	_, err = in(d.addPasskey(t, "nurse-1", pinA))
	wantDenial(t, err, "passkey_refused")

	d.clock.Pass(d.door.Settings().PhoneRest - 1) // too long ago to add another
	d.ask("POST", "/me/still")
	d.clock.Pass(d.door.Settings().PhoneRest - 1)
	d.ask("POST", "/me/still")
	d.clock.Pass(moment.Minute)
	d.atDoor(func(r *http.Request) {
		_, _, err := d.door.BeginPhone(r.Context())
		wantDenial(t, err, "proof_old")
	})
	phones, err := d.door.Phones(t.Context(), "u-1")
	if err != nil || len(phones) != 1 {
		t.Fatal(phones, err)
	}
	if err := d.door.RemovePhone(t.Context(), "nurse-1", "u-2", phones[0].ID()); err == nil {
		t.Error("a phone was taken from somebody else")
	}
	if err := d.door.RemovePhone(t.Context(), "nurse-1", "u-1", phones[0].ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := in(phone); err == nil {
		t.Error("a phone that was taken away opens the pages")
	}
}

// TestAPersonConfirmsNothing: a phone of one's own pages is no second person.
func TestAPersonConfirmsNothing(t *testing.T) {
	d := newEntrance(t)
	ctx := login.WithActor(t.Context(), login.Member{ID: "nurse-1"})
	_, _, err := d.BeginConfirmPasskey(ctx, person.Self("u-1"), [32]byte{1})
	wantDenial(t, err, "sign_in_unknown")
	_, err = d.ConfirmPIN(ctx, person.Self("u-1"), pinA, [32]byte{1})
	wantDenial(t, err, "sign_in_unknown")
}

// TestAnOldPhoneMaySendAForm: a browser that says only where a form comes from
// is let in from here, and from nowhere else.
func TestAnOldPhoneMaySendAForm(t *testing.T) {
	d := newEntrance(t)
	d.makeKiosk()
	path := "/me/in/code?code=" + url.QueryEscape(d.card("u-1").Spell())
	d.want(http.StatusForbidden, "POST", path, "Origin", "https://elsewhere.example")
	d.want(http.StatusForbidden, "POST", path, "Origin", "null")
	d.want(http.StatusSeeOther, "POST", path, "Origin", origin)
}
