package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/login"
	"steady/moment"
	"steady/person"
	"steady/register"
	"steady/visit"
)

// TestEveryRouteHasAHandler: the who-may table and the pages are one list.
func TestEveryRouteHasAHandler(t *testing.T) {
	if have, want := newSite(t).server.Patterns(), login.Routes(); !slices.Equal(have, want) {
		t.Errorf("registered\n%v\nthe who-may table has\n%v", have, want)
	}
}

// one is a member of staff of each role.
var one = map[person.Role]person.StaffID{person.Nurse: demo.NurseA, person.Prescriber: demo.DoctorA,
	person.Pharmacist: demo.Pharmacist, person.CDAO: "s-noor", person.Manager: "s-boss",
	person.RecoveryWorker: "s-rowan", person.Researcher: "s-read", person.Inspector: "s-iris", person.Admin: "s-alex"}

// TestEveryRouteAndRole asks for every page and presses an empty form at every
// address, in every role: 403 exactly where the table says no.
func TestEveryRouteAndRole(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	reads := s.researcher("s-read")
	text := s.begun(reads)
	s.recorded(reads, text)
	gone := s.joins(reads, "gone")
	reads.post("/studies/impact/participants/"+gone, "command", "leaves", "what", "withdraw", "sure", "WITHDRAW",
		"gone[day]", "2", "gone[month]", "3", "gone[year]", "2026").leads("/studies/impact/participants/" + gone)
	code, theme, coding := s.codedOnce(text)
	at, page := s.visitAt("prepared"), s.pageOf("100")
	fill := strings.NewReplacer("/referrals/{person}/{step}", "/referrals/u-01/return",
		"{study}", "impact", "{list}", "coreq", "{text}", text, "{who}", gone, "{code}", code, "{theme}", theme,
		"{coding}", coding, "{$}", "", "{day}", "2026-03-02", "{session}", "0",
		"{visit}", at, "{step}", "arrive", "{person}", "u-01",
		"{entry}", s.entryOf("u-01", "person_admitted"), "{review}", s.reviewed("u-01"), "{referral}", at,
		"{run}", strings.TrimPrefix(s.asked("r1", smallScenario()), "/lab/runs/"), "{measure}", "missed",
		"{file}", "result.json", "{question}", s.drafted(), "{part}", "about",
		"{page}", page, "{staff}", string(demo.NurseB), "{requisition}", s.raise(s.signIn(demo.Pharmacist), page),
		"{solution}", s.made(s.signIn(demo.NurseA)), "{shift}", clinic.ShiftID("early", moment.UTC.Day(nineTwelve)),
		"{instrument}", "core-10", "{sitting}", s.sittingOf("u-01"), "{goal}", "g-demo-0", "{concern}", "none")
	for role, staff := range one {
		c := s.signIn(staff)
		for _, pattern := range login.Routes() {
			method, path, _ := strings.Cut(pattern, " ")
			r, _ := login.WhoMayRoute(pattern)
			if r.Open || path == "/signout" || path == "/lock" {
				continue
			}
			if strings.HasSuffix(path, "/events") {
				continue // goes on for ever; TestEveryRouteAndRole of login asks it
			}
			path = fill.Replace(path)
			if path == "/register/note" && method == "GET" {
				path += fmt.Sprintf("?entry=%d&page=%s", s.sheet(page).Last, page)
			}
			if path == "/register/dispute" && method == "GET" {
				path += "?entry=0&log=register"
			}
			if path == "/register/difference" {
				path += "?page=" + page
			}
			if path == "/studies/impact/quotes/new" {
				path += "?text=" + text + "&from=0&to=5"
			}
			if path == "/register/recall/of" {
				path += "?batch=X"
			}
			a := c.get
			if method == "POST" {
				a = func(p string) *answer { return c.post(p, "command", "empty") }
			}
			got := a(path)
			if r.Own { // staff are nobody on the side of people's own pages
				got.leads("/me/in")
				continue
			}
			switch may := login.MayRoute([]person.Role{role}, pattern); {
			case may && got.code == http.StatusForbidden, !may && got.code != http.StatusForbidden:
				t.Errorf("%s as %s answers %d", pattern, role, got.code)
			case may && method == "GET" && path != "/" && got.code != http.StatusOK:
				t.Errorf("%s as %s answers %d, want a page", pattern, role, got.code)
			case got.code >= 500:
				t.Errorf("%s as %s is a fault: %s", pattern, role, got.text())
			}
		}
	}
}

// sittingOf is the newest time that somebody of the invented clinic was asked.
func (s *site) sittingOf(id person.UserID) (sitting string) {
	s.t.Helper()
	s.view(func(st *clinic.State) {
		if list := st.Answered(id); len(list) > 0 {
			sitting = list[0].InstrumentAnswered.Sitting
		}
	})
	return sitting
}

// hire adds a member of staff with a PIN.
func (s *site) hire(id person.StaffID, roles ...person.Role) {
	s.t.Helper()
	r := request("hire-"+string(id), "s-alex")
	r.Command.Body = clinic.AddStaff{Staff: id, Roles: roles,
		Name: r.Keep(string(id), "staff_name", "Invented "+string(id))}
	s.must(r)
	must(s.t, s.login.EnrolPIN(s.t.Context(), id, onePIN))
}

// visitAt is the first visit at a stage.
func (s *site) visitAt(stage visit.Stage) (id string) {
	s.t.Helper()
	s.view(func(st *clinic.State) {
		for _, v := range st.VisitsInOrder() {
			if v.Stage == stage && id == "" {
				id = v.ID
			}
		}
	})
	if id == "" {
		s.t.Fatalf("no visit of the invented clinic is at the stage %s", stage)
	}
	return id
}

// pageOf is the register page of a strength in milligrams.
func (s *site) pageOf(mg string) string {
	id := ""
	s.view(func(st *clinic.State) {
		for _, p := range st.Accounts.Pages() {
			if st.Accounts.Sheets[p].Product.Content.Milligrams() == mg {
				id = p
			}
		}
	})
	return id
}

// sheet copies a page of the register.
func (s *site) sheet(id string) (out register.Sheet) {
	s.view(func(st *clinic.State) { out = *st.Accounts.Sheets[id] })
	return out
}
