package web_test

import (
	"net/http"
	"regexp"
	"testing"

	"steady/internal/demo"
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
