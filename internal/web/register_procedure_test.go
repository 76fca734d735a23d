package web_test

import (
	"strings"
	"testing"

	"steady/internal/demo"
	"steady/person"
)

// TestAdoptProcedure: the accountable officer adopts a version once; what is
// wrong is said with what was typed; later lines stand under it (R-REG-40).
func TestAdoptProcedure(t *testing.T) {
	s := newSite(t)
	s.settle()
	c := s.signIn("s-noor")
	at, digest := "/register/procedures", strings.Repeat("0a", 32)
	c.get("/register").says("Procedures (SOP)")
	form := c.get(at).status(200).says("Controlled drugs procedure", "version 3, from")
	typed := []string{"name", "Controlled drugs procedure", "version", "4", "from[day]", "1", "from[month]", "3",
		"from[year]", "2026"}
	bad := c.press(form, at, append(typed, "digest", "abc")...).status(422).says("copy the 64 letters and figures")
	if got := bad.form(at); got.Get("version") != "4" || got.Get("digest") != "abc" {
		t.Error("what was typed is lost:", got)
	}
	done := c.press(form, at, append(typed, "digest", strings.ToUpper(digest))...).leads(at)
	c.press(form, at, append(typed, "digest", strings.ToUpper(digest))...).leads(at) // pressed twice
	c.get(done.to).says("Recorded, no.", "version 4, from 1 March 2026")
	c.press(c.get(at), at, append(typed, "digest", strings.Repeat("0b", 32))...).status(422).
		says("give the change a new version")
	page := s.pageOf("10")
	s.countAll(s.signIn(demo.NurseA), nil).leads("/register")
	c.get("/register/"+page).says("Controlled drugs procedure, version 3", "Controlled drugs procedure, version 4")
	s.signIn(person.StaffID("s-iris")).get(at).status(403)
}
