package web_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/moment"
)

// TestAddStaff: added with a first PIN, which they change; pressed again it
// adds nobody and leaves the PIN they chose alone.
func TestAddStaff(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseD) // also the manager
	page := c.get("/staff").status(200).says("Staff", "Amara (nurse)", "PIN", "Add somebody", "Licences", "INVENTED-1")
	c.press(page, "/staff", "name", "Kai", "pin", "482617").status(422).says("Choose at least one role")
	again := c.press(page, "/staff", "name", "Kai", "roles", "nurse", "pin", "123456").status(422).
		says("counts up or down").silent("123456")
	if got := again.form("/staff"); got.Get("name") != "Kai" || got.Get("roles") != "nurse" {
		t.Error("what was typed is lost:", got)
	}
	add := func() *answer { return c.press(page, "/staff", "name", "Kai", "roles", "nurse", "pin", "482617") }
	c.get(add().leads("/staff?no=").to).says("Kai", "PIN issued, not yet their own")
	kai := s.staffNamed(t, c, "Kai")
	k := s.browser()
	k.post("/signin/pin", "staff", kai, "pin", "482617").leads("/keys")
	k.press(k.get("/keys"), "/keys/pin", "pin_old", "482617", "pin_new", "640193", "pin_again", "640193").leads("/")
	add().leads("/staff")
	s.browser().post("/signin/pin", "staff", kai, "pin", "640193").leads("/")
}

// staffNamed finds the id behind a name on the sign-in page.
func (s *site) staffNamed(t *testing.T, c *client, name string) string {
	t.Helper()
	body := c.get("/signin?anew=1").body
	end := strings.Index(body, ">"+name+"<")
	at := strings.LastIndex(body[:end], "staff=")
	id, _, _ := strings.Cut(body[at+len("staff="):], `"`)
	return id
}

func TestUnlockAndIssue(t *testing.T) {
	s := newSite(t)
	for range 6 {
		s.browser().post("/signin/pin", "staff", string(demo.NurseA), "pin", "111222").status(422)
		s.clock.Pass(40 * moment.Second)
	}
	c := s.signIn("s-alex")
	page := c.get("/staff").status(200).says("PIN locked")
	c.press(page, "/staff/"+string(demo.NurseA)+"/unlock").leads("/staff?done=unlocked")
	s.signIn(demo.NurseA)
	at := "/staff/" + string(demo.NurseB) + "/pin"
	c.press(page, at, "pin", "12").status(422).says("A PIN has 6 to 12 digits")
	c.get(c.press(page, at, "pin", "482617").leads("/staff?done=pin").to).says("The PIN is issued. Tell them in person.")
	c.post("/staff/s-alex/pin", "pin", "482617").status(422).says("Somebody else unlocks a PIN")
}

func TestGrantLicence(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-noor")
	page := c.get("/staff").status(200).silent("Add somebody", "Issue a new PIN")
	c.press(page, "/staff/licence", "number", "X-9").status(422).says("First day: write day", "Choose whose licence it is")
	days := []string{"from[day]", "1", "from[month]", "1", "from[year]", "2027", "to[day]", "31", "to[month]", "12",
		"to[year]", "2027"}
	form := append(days, "doctor", string(demo.DoctorB), "substance", "diamorphine", "number", "X-9")
	c.press(page, "/staff/licence", form...).leads("/staff?no=")
	c.get("/staff").says("no. X-9", "from 1 January 2027 to 31 December 2027", "not in force today")
	s.view(func(st *clinic.State) {
		if l := st.Licences[len(st.Licences)-1]; l.Doctor != demo.DoctorB || l.Number != "X-9" {
			t.Errorf("the licence is %+v", l)
		}
	})
}
