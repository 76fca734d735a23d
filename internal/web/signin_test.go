package web_test

import (
	"net/http"
	"strings"
	"testing"

	"steady/internal/demo"
	"steady/internal/login/logintest"
	"steady/moment"
)

func TestSignInByPIN(t *testing.T) {
	s := newSite(t)
	c := s.browser()
	c.get("/board").leads("/signin")
	c.get("/signin").status(200).says("Who are you?", "Amara (nurse)", "Iris (inspector)", "The PIN of everybody here")
	page := c.get("/signin?staff="+string(demo.NurseA)).status(200).says("Amara (nurse)", "Not you?", "Your PIN")
	c.press(page, "/signin/pin", "pin", "111222").status(422).says("This PIN does not fit this name").silent("111222")
	c.press(page, "/signin/pin", "pin", onePIN).status(422).says("Wait 1 second")
	s.clock.Pass(2 * moment.Second)
	c.press(page, "/signin/pin", "pin", onePIN).leads("/")
	c.get("/").leads("/board")
	c.get("/board").status(200).says("Amara (nurse)", "Jo")
	c.get("/signin").leads("/")
	c.post("/signout").leads("/signin")
	c.get("/board").leads("/signin")
}

// TestLockKeepsThePlace: the same person comes back to where they were;
// somebody else signs in anew and starts at their own first page.
func TestLockKeepsThePlace(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	c.get("/keys").status(200)
	c.post("/lock").leads("/signin")
	c.get("/board").leads("/signin")
	page := c.get("/signin").status(200).says("Locked", "Amara (nurse) is signed in", "the board")
	if strings.Contains(page.body, "nav__link") {
		t.Error("a locked tablet offers the clinic's doors")
	}
	c.press(page, "/signin/pin", "pin", "111222").status(422).says("Locked", "This PIN does not fit")
	s.clock.Pass(2 * moment.Second)
	c.press(page, "/signin/pin", "pin", onePIN).leads("/board")
	s.clock.Pass(10 * moment.Minute)
	c.get("/keys").leads("/signin")
	c.get("/signin").says("your sign-in")
	tiles := c.get("/signin?anew=1").status(200).says("Who are you?")
	tiles.says("Bryn (nurse)")
	page = c.get("/signin?anew=1&staff=" + string(demo.NurseB))
	c.press(page, "/signin/pin", "pin", onePIN).leads("/")
	c.get("/keys").status(200).says("Bryn (nurse)")
}

func TestUnlockIsForTheSamePerson(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	c.post("/lock").leads("/signin")
	c.post("/signin/pin", "staff", string(demo.NurseB), "locked", "yes", "pin", onePIN).
		status(422).says("Somebody else is at this tablet")
	c.get("/board").leads("/signin")
}

func TestAnIssuedPINIsChangedFirst(t *testing.T) {
	s := newSite(t)
	must(t, s.login.IssuePIN(t.Context(), "s-alex", demo.NurseA, "482617"))
	c := s.browser()
	c.post("/signin/pin", "staff", string(demo.NurseA), "pin", "482617").leads("/keys")
	c.get("/board").leads("/keys")
	page := c.get("/keys").status(200).says("Somebody else issued your PIN")
	c.press(page, "/keys/pin", "pin_old", "482617", "pin_new", "640193", "pin_again", "640194").
		status(422).says("The two new PINs are not the same").silent("640193", "640194")
	c.press(page, "/keys/pin", "pin_old", "482617", "pin_new", "123456", "pin_again", "123456").
		status(422).says("counts up or down")
	c.press(page, "/keys/pin", "pin_old", "482617", "pin_new", "640193", "pin_again", "640193").leads("/")
	c.get("/board").status(200)
}

// TestPasskey: added with the PIN once more, used to sign in and to unlock,
// removed by its owner.
func TestPasskey(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	key := logintest.NewAuthenticator("localhost", s.url)
	c.post("/keys/passkey/begin", "label", "blue key", "pin", "").status(422).says("does not fit")
	s.clock.Pass(2 * moment.Second)
	c.post("/keys/passkey/begin", "label", "", "pin", onePIN).status(422).says("Give the passkey a name")
	options := c.post("/keys/passkey/begin", "label", "blue key", "pin", onePIN).status(200)
	made, err := key.Create([]byte(options.body))
	must(t, err)
	page := c.get("/keys")
	c.press(page, "/keys/passkey/finish", "label", "blue key", "passkey", string(made)).leads("/keys?done=added")
	page = c.get("/keys?done=added").status(200).says("blue key", "The passkey is added")
	c.press(page, "/keys/passkey/finish", "passkey", string(made)).status(422).says("expired or was answered")

	c.post("/lock").leads("/signin")
	assert := func(path string, hidden ...string) *answer {
		options := c.post("/signin/passkey/begin").status(200)
		made, err := key.Assert([]byte(options.body))
		must(t, err)
		return c.post(path, append(hidden, "passkey", string(made))...)
	}
	assert("/signin/pin", "staff", string(demo.NurseA), "locked", "yes").leads("/keys")
	c.post("/signout").leads("/signin")
	assert("/signin/passkey/finish").leads("/")
	c.get("/board").status(200).says("Amara (nurse)")
	c.press(c.get("/keys"), "/keys/passkey/remove").leads("/keys?done=removed")
	c.post("/signout")
	assert("/signin/passkey/finish").status(422).says("not accepted")
}

func TestCookiesAndPolicy(t *testing.T) {
	s := newSite(t)
	res, err := http.Get(s.url + "/signin")
	must(t, err)
	defer res.Body.Close()
	for h, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store",
		"X-Content-Type-Options": "nosniff"} {
		if got := res.Header.Get(h); !strings.Contains(got, want) {
			t.Errorf("%s is %q", h, got)
		}
	}
	r, err := http.NewRequest("POST", s.url+"/signin/passkey/begin", nil)
	must(t, err)
	r.Header.Set("Origin", "https://elsewhere.example")
	far, err := http.DefaultClient.Do(r)
	must(t, err)
	far.Body.Close()
	if far.StatusCode != http.StatusForbidden {
		t.Errorf("a form from elsewhere answers %d", far.StatusCode)
	}
}
