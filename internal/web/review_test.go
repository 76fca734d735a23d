package web_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/moment"
	"steady/person"
)

// reviewed writes a review with somebody, and returns its id.
func (s *site) reviewed(who person.UserID) string {
	s.t.Helper()
	r := request(app.NewCommandID(), "s-rowan")
	id := "r-" + r.Command.ID
	r.Command.Body = clinic.WriteReview{Person: who, Review: id, Gives: r.KeepIf(string(who), "review", "I sleep."),
		Plan: []clinic.PlanLine{{Words: r.Keep(string(who), "plan", "Ring the housing office"), Does: "both"}}}
	s.must(r)
	return id
}

// TestAReviewIsAgreedByTwoHands: it is written, the person finds a line that is
// not right, it is written anew, both agree, and then it stays as it is.
func TestAReviewIsAgreedByTwoHands(t *testing.T) {
	s := newSite(t)
	const who = person.UserID("u-02")
	c := s.signIn("s-rowan")
	c.get("/reviews").status(200).says("Reviews")
	at := "/people/" + string(who) + "/review"
	page := c.get(at).status(200).says("What it gives me", "People here know my name.", "What it costs me")
	c.press(page, at+"/write", "takes", strings.Repeat("a", 601)).status(422).says("This has 601 letters")
	c.press(c.get(at), at+"/write", "talk", "The summer", "plan1", "Ring the housing office", "does1", "both").leads(at)
	var open *clinic.Review
	s.view(func(st *clinic.State) { open = st.AlongOf(who).Open })

	me := s.comesIn(who)
	page = me.get("/me/review").status(200).says("Ring the housing office", "Yes, I agree")
	me.press(page, "/me/review/not").status(422).says("What is not right?")
	me.press(me.get("/me/review"), "/me/review/not", "words", "I did not say that.").leads("/me/review?done=answered")

	page = c.get(at).says("Says it is not right", "I did not say that.")
	c.press(page, at+"/write", "plan1", "Ring them together", "does1", "both").leads(at)
	page = c.get(at).says("I did not say that.")
	c.press(page, at+"/agree", "pin", "000000").status(422).says("This PIN does not fit this name")
	s.clock.Pass(moment.Minute)
	c.press(c.get(at), at+"/agree", "pin", onePIN).leads(at + "/" + open.Review)
	me = s.comesIn(who)
	me.press(me.get("/me/review"), "/me/review/yes").leads("/me/review?done=answered")

	me.get("/me/review/"+open.Review).status(200).says("Ring them together", "I agreed on my own pages",
		"I did not say that.")
	pdf := me.get("/me/review/" + open.Review + "/sheet").status(200)
	if !strings.HasPrefix(pdf.body, "%PDF") {
		t.Errorf("the sheet is no PDF: %.40q", pdf.body)
	}
	c.get(at + "/" + open.Review + "/sheet").status(200)
	s.comesIn("u-03").get("/me/review/" + open.Review).leads("/me/review") // nobody else's
	s.view(func(st *clinic.State) {
		if a := st.AlongOf(who); a.Open != nil || len(a.Held) != 1 {
			t.Errorf("it is not held: %+v", a)
		}
	})
}

// TestAReviewChangesNoDose: whatever is said and planned at a review, nothing
// that a rule of dosing reads is another than before, and nobody waits for it.
func TestAReviewChangesNoDose(t *testing.T) {
	s := newSite(t)
	at := s.visitAt("booked")
	var who person.UserID
	s.view(func(st *clinic.State) { who = st.Visits[at].Person })
	s.reviewed(who)
	s.must(func() app.Request {
		r := request(app.NewCommandID(), demo.NurseA)
		r.Command.Body = clinic.Arrive{Visit: at}
		return r
	}())
	s.signIn(demo.NurseA).get("/visits/"+at).status(200).silent("review is due", "Ring the housing office")
}
