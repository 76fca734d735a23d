package web_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"testing"

	"steady/internal/demo"
	"steady/internal/login/logintest"
	"steady/moment"
	"steady/person"
)

var groups = regexp.MustCompile(`card-token">([0-9 ]+)<`)

// TestStaffLetSomebodyIn: a card on one press, shown once; a code on the spot;
// a lost card blocked. Each is in the person's own list, with who did it.
func TestStaffLetSomebodyIn(t *testing.T) {
	s := newSite(t)
	who, _ := s.comesToday()
	nurse, kiosk, at := s.signIn(demo.NurseA), s.kiosk(), "/people/"+string(who)+"/door"
	nurse.get("/people/" + string(who)).status(http.StatusOK).says("Their own pages")
	nurse.get(at).status(http.StatusOK).says("They have no card.", "No phone opens their pages.")
	made := nurse.post(at+"/card", "command", "c1").status(http.StatusOK)
	card := groups.FindStringSubmatch(made.body)
	if card == nil || len(card[1]) != 14 {
		t.Fatalf("no card is shown: %v", card)
	}
	nurse.get(at).silent(card[1]).says("Give them a new card")
	kiosk.post("/me/in/code", "code", card[1]).leads("/me")
	once := groups.FindStringSubmatch(nurse.post(at+"/once", "command", "c2").status(http.StatusOK).body)
	phone := s.browser()
	phone.post("/me/in/code", "code", once[1]).leads("/me")
	phone.get("/me/record/looked").says("You got a card. Written by Amara",
		"Your pages were opened with a code. Written by Amara")
	nurse.post(at+"/block", "command", "c3").leads(at)
	kiosk.get("/me").leads("/kiosk")
	phone.get("/me").leads("/me/in")
	nurse.get(at).says("They have no card.", "Your card was blocked.")
	nurse.post(at+"/dance", "command", "c4").status(http.StatusNotFound)
	nurse.get("/people/nobody/door").status(http.StatusNotFound)
	nurse.post("/people/nobody/door/card", "command", "c5").status(http.StatusNotFound)
}

// TestAScreenBecomesAKiosk: by a manager, who is signed out there; cards open
// nothing where it is none, and nothing any more once it is none.
func TestAScreenBecomesAKiosk(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	who, _ := s.comesToday()
	c := s.signIn("s-boss")
	c.get("/kiosks").status(http.StatusOK).says("There is no kiosk yet")
	c.post("/kiosks", "command", "k0", "name", "").status(http.StatusUnprocessableEntity).says("Write where it stands")
	c.post("/kiosks", "command", "k1", "name", "Waiting room").leads("/kiosk")
	c.get("/staff").leads("/signin")
	c.post("/me/in/code", "code", s.cardOf(who)).leads("/me")
	boss := s.signIn("s-boss")
	id := regexp.MustCompile(`name="id" value="([0-9a-f]+)"`).FindStringSubmatch(boss.get("/kiosks").body)
	boss.post("/kiosks/end", "command", "k2", "id", id[1]).leads("/kiosks")
	c.get("/hide").leads("/away")
	c.post("/me/in/code", "code", s.cardOf(who)).status(http.StatusUnprocessableEntity).says("Ask staff for a code")
}

// TestAPhoneIsAddedFromTheKiosk: a code made where somebody came in with their
// card lets their own phone in once, and that phone opens the pages from then
// on, until it is taken away.
func TestAPhoneIsAddedFromTheKiosk(t *testing.T) {
	s := newSite(t)
	who, _ := s.comesToday()
	kiosk := s.comeIn(who)
	kiosk.get("/me").says("Ways to open my pages")
	code := regexp.MustCompile(`code-big">([0-9 ]+)<`).FindStringSubmatch(
		kiosk.post("/me/ways/code", "command", "w1").status(http.StatusOK).says("They work once.").body)
	kiosk.post("/me/ways/begin", "command", "w2").status(http.StatusUnprocessableEntity).
		says("This screen is for everybody")
	phone := s.browser()
	phone.post("/me/in/code", "code", code[1]).leads("/me")
	phone.get("/me/ways").status(http.StatusOK).says("Use this phone from now on", "No phone opens your pages.")
	phone.post("/me/ways/code", "command", "w3").status(http.StatusUnprocessableEntity)
	key := logintest.NewAuthenticator("localhost", s.url)
	made, err := key.Create(phone.prompt("/me/ways/begin"))
	must(t, err)
	phone.post("/me/ways/phone", "passkey", string(made)).leads("/me/ways?done=added")
	phone.get("/me/ways?done=added").says("This phone opens your pages now.", "A phone, since Monday 2 March")
	phone.post("/me/out", "command", "out").leads("/me/in?over=1")
	answer, err := key.Assert(phone.prompt("/me/in/begin"))
	must(t, err)
	phone.post("/me/in/passkey", "passkey", string(answer)).leads("/me")
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(phone.get("/me/ways").body)
	phone.post("/me/ways/remove", "command", "w4", "id", id[1]).leads("/me/in?over=1")
	phone.get("/me").leads("/me/in")
	if answer, err = key.Assert(phone.prompt("/me/in/begin")); err != nil {
		t.Fatal(err)
	}
	phone.post("/me/in/passkey", "passkey", string(answer)).status(http.StatusUnprocessableEntity).
		says("This phone could not open your pages")
}

// prompt starts a ceremony and returns its options.
func (c *client) prompt(begin string) json.RawMessage {
	c.s.t.Helper()
	a := c.post(begin, "command", "begin").status(http.StatusOK)
	var options struct {
		PublicKey json.RawMessage `json:"publicKey"`
	}
	must(c.s.t, json.Unmarshal([]byte(a.body), &options))
	if options.PublicKey == nil {
		return json.RawMessage(a.body)
	}
	return options.PublicKey
}

// TestSecretNumbers: chosen at the kiosk, asked for after the card, taken away
// by staff where somebody forgot them.
func TestSecretNumbers(t *testing.T) {
	s := newSite(t)
	who, _ := s.comesToday()
	c, card := s.kiosk(), s.cardOf(who)
	c.post("/me/in/code", "code", card).leads("/me")
	c.post("/me/ways/secret", "command", "s1", "secret", "1234").status(http.StatusUnprocessableEntity).says("Not a year")
	c.post("/me/ways/secret", "command", "s2", "secret", "4917").leads("/me/ways?done=secret")
	c.post("/me/out", "command", "out").leads("/kiosk?over=1")
	ticket := regexp.MustCompile(`name="ticket" value="([^"]+)"`)
	ask := c.post("/me/in/code", "code", card).status(http.StatusOK).says("Your secret numbers")
	c.get("/me").leads("/kiosk")
	s.clock.Pass(moment.Second)
	ask = c.post("/me/in/secret", "ticket", ticket.FindStringSubmatch(ask.body)[1], "code", "4918").
		status(http.StatusUnprocessableEntity).says("These are not your secret numbers")
	s.clock.Pass(moment.Minute)
	c.post("/me/in/secret", "ticket", ticket.FindStringSubmatch(ask.body)[1], "code", "4917").leads("/me")
	nurse, at := s.signIn(demo.NurseA), "/people/"+string(who)+"/door"
	nurse.get(at).says("They chose secret numbers")
	nurse.post(at+"/secret", "command", "s3").leads(at)
	c.get("/kiosk").status(http.StatusOK)
	c.get("/me").leads("/kiosk") // whoever comes back to the first screen has left
	c.post("/me/in/code", "code", card).leads("/me")
}
