package web_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
)

// TestWorkList: a prescriber sees every question of the hatch, the reviews and
// licences that come up, and what changed, each with its way on.
func TestWorkList(t *testing.T) {
	s := newSite(t)
	id, who := s.referred("They had a bad night. Is half enough?")
	r := request("hold-1", demo.NurseA)
	r.Command.Body = clinic.PlaceHold{Person: "u-02", Of: clinic.HoldMAOI,
		Reason: r.Keep("u-02", "reason", "New tablets.")}
	s.must(r)
	c := s.signIn(demo.DoctorA)
	c.get("/board").says("Work list")
	list := c.get("/worklist").status(200).says("Questions from the hatch",
		"An answer is needed before a dose can be given",
		"Doses on hold", "Review the hold", "Licences that end", "The licence for hydromorphone, no. INVENTED-3",
		"Prescriptions that end", "The instalments of")
	for _, to := range []string{"/inbox#referral-" + id, "/people/u-02#holds"} {
		if !strings.Contains(list.body, `href="`+to+`"`) {
			t.Error("no way on to", to)
		}
	}
	if who == "" {
		t.Fatal("nobody asked")
	}
	s.signIn(demo.NurseA).get("/worklist").status(403)
}
