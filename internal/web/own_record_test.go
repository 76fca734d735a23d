package web_test

import (
	"net/http"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/person"
)

// TestMyRecordInPlainWords: doses with their times and why, and neither the
// words of staff nor the name of a drug.
func TestMyRecordInPlainWords(t *testing.T) {
	s := newSite(t)
	who, _ := s.comesToday()
	r := request("hold-1", demo.DoctorA)
	r.Command.Body = clinic.PlaceHold{Person: who, Of: clinic.HoldBreathing,
		Reason: r.Keep(string(who), "reason", "Their brother said that they cough at night.")}
	s.must(r)
	c := s.comeIn(who)
	for _, path := range []string{"/me/record", "/me/record?more=1", "/me/record/sheet"} {
		a := c.get(path).status(http.StatusOK).says("My record", "You may have", " mg", "You had",
			"Because of your breathing.", "Sunday 1 March", "Written by")
		a.silent("brother", "diamorphine", "NEWS2", "P-TITR", "ADMINISTER", string(who))
	}
	if strings.Contains(c.get("/me/record").body, "<title>My record</title>") == false {
		t.Error("the title is not neutral")
	}
}

// TestWhoReadMyRecordIsTold: every page about one person that staff opened, by
// whom and when; refused pages, lists and the person's own reading are not.
func TestWhoReadMyRecordIsTold(t *testing.T) {
	s := newSite(t)
	who, at := s.comesToday()
	c := s.comeIn(who)
	c.get("/me/record/looked").status(http.StatusOK).says("Nobody has opened a page about you yet.", "You got a card.")
	nurse := s.signIn(demo.NurseA)
	nurse.get("/board").status(http.StatusOK)
	nurse.get("/people").status(http.StatusOK)
	nurse.get("/people/" + string(who)).status(http.StatusOK)
	nurse.get("/visits/" + at).status(http.StatusOK)
	nurse.get("/people/" + string(who) + "/prescribe").status(http.StatusForbidden)
	nurse.get("/people/nobody").status(http.StatusNotFound)
	s.signIn(demo.DoctorA).get("/people/" + string(who) + "/prescribe").status(http.StatusOK)
	looks, err := s.house.LooksAt(t.Context(), who, 10)
	must(t, err)
	if len(looks) != 3 {
		t.Fatalf("%d readings are noted: %v", len(looks), looks)
	}
	c.get("/me/record/looked").says("Amara", "opened your page.", "opened one of your visits.", "Okafor",
		"opened your prescription.")
	other := s.comeIn(person.UserID("u-02"))
	if who != "u-02" {
		other.get("/me/record/looked").says("Nobody has opened a page about you yet.")
	}
	nurse.get("/keys/looked").status(http.StatusOK).says("your page")
}

// TestMyConsents: the lines that treatment does not need are the person's to
// change; taking back the yes stops doses, and a new yes is said to staff.
func TestMyConsents(t *testing.T) {
	s := newSite(t)
	who, _ := s.comesToday()
	c := s.comeIn(who)
	var agreed []string
	for _, x := range person.CurrentTerms().Terms {
		if x.Needed {
			agreed = append(agreed, x.Code)
		}
	}
	r := request("consent-1", demo.NurseA)
	r.Command.Body = clinic.GiveConsent{Person: who, Version: person.CurrentTerms().Version, Agreed: agreed,
		Expects: ref(r.Keep(string(who), "expects", "to sleep at night"))}
	s.must(r)
	c.get("/me/consents").says("You said yes on Monday 2 March", "You may tell my doctor outside")
	c.post("/me/consents", "command", "more-1", "more", "share_gp").leads("/me/consents?done=kept")
	s.view(func(st *clinic.State) {
		w := st.Ways[who]
		if len(w.Consent.Agreed) != len(agreed)+1 || w.Consent.Expects == nil {
			t.Errorf("agreed is %v, and what was expected is lost: %v", w.Consent.Agreed, w.Consent.Expects == nil)
		}
	})
	c.get("/me/consents/withdraw").status(http.StatusOK).says("Your doses stop as soon as you press this.")
	c.post("/me/consents/withdraw", "command", "no-1", "words", "I need to think").leads("/me/consents?done=withdrawn")
	c.get("/me/consents").says("You took back your yes on Monday 2 March")
	s.view(func(st *clinic.State) {
		if len(st.People[who].Holds) == 0 {
			t.Error("doses go on without consent")
		}
	})
	c.post("/me/consents", "command", "again", "more", "share_gp").status(http.StatusUnprocessableEntity).
		says("said to staff")
}

func ref[T any](v T) *T { return &v }
