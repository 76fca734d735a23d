package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

// asksFor lets the recovery worker ask somebody for an instrument on their own
// pages.
func (s *site) asksFor(who person.UserID, instrument string) {
	s.t.Helper()
	c := s.signIn("s-rowan")
	at := "/people/" + string(who) + "/asking"
	c.press(c.get(at), at, "instrument", instrument, "days", "7").leads(at)
}

// TestAnAnswerThatNeedsLookingAtReachesStaff: one press at the phone, and it
// stands on the board, on the person's page, on the work list and above
// everything else, until somebody says what was done. Taking the answers back
// does not silence it, and the board says no more than that it is there.
func TestAnAnswerThatNeedsLookingAtReachesStaff(t *testing.T) {
	s := newSite(t)
	s.asksFor("u-03", "phq-9")
	c := s.comesIn("u-03")
	c.get("/me").says("9 short questions wait for you. You may skip any.")
	c.press(c.get("/me/asked/phq-9"), "/me/asked/phq-9").status(http.StatusUnprocessableEntity).
		says("Answer one question, or say that you would rather not.")
	c.press(c.get("/me/asked/phq-9"), "/me/asked/phq-9", "q-1", "7").status(http.StatusUnprocessableEntity).
		says("One answer cannot be. Look at it again.")
	c.press(c.get("/me/asked/phq-9"), "/me/asked/phq-9", "q-1", "2", "q-9", "1").leads("/me/asked?kept=yes")
	own := c.get("/me/asked").says("Thank you for telling us. Somebody will talk with you today.",
		"If you are in danger now", "More than half the days", "What I answered before")
	nurse, doctor := s.signIn(demo.NurseA), s.signIn(demo.DoctorA)
	nurse.get("/board").says("An answer needs looking at today").silent("Question 9", "dead")
	doctor.get("/worklist").says("Answers to look at today", "nobody has said what was done")
	nurse.get("/people/u-03").says("An answer needs looking at today", "Question 9")
	var sitting string
	s.view(func(st *clinic.State) { sitting = st.Recovery.Alerts[0].Sitting })
	c.press(own, "/me/asked", "sitting", sitting).leads("/me/asked?kept=back")
	at := nurse.get("/people/u-03/asking").says("It is no reason to give more or less today")
	nurse.press(at, "/asking/alert", "did", "talked", "words", "").status(http.StatusUnprocessableEntity)
	nurse.press(at, "/asking/alert", "did", "not_reached", "words", "Rang twice.").leads("/people/u-03/asking")
	at = nurse.get("/people/u-03/asking").says("Tried once, not reached yet.")
	nurse.press(at, "/asking/alert", "did", "talked", "words", "Safe with their sister.").leads("/people/u-03/asking")
	nurse.get("/board").silent("An answer needs looking at today")
	nurse.get("/people/u-03").says("I talked with them: they are safe for now: Safe with their sister.")
}

// TestWhatSomebodyAnswersChangesNoDose: the rules decide the same dose for the
// same readings, whatever was answered, told or refused in between (R-OUT-07).
func TestWhatSomebodyAnswersChangesNoDose(t *testing.T) {
	s := newSite(t)
	who, id := s.comesToday()
	arrives := request("arrives", demo.NurseA)
	arrives.Command.Body = clinic.Arrive{Visit: id}
	s.must(arrives)
	decides := func() string {
		n := func(v int64) *measure.Milli { m := measure.Milli(v * 1000); return &m }
		r := request("assess-now", demo.NurseA)
		r.Command.Body = clinic.Assess{Visit: id, Identity: "known", Readings: protocol.Assessment{POSS: protocol.POSS1,
			RR: n(14), SpO2: n(98), Pulse: n(70), Consciousness: "A", Alcohol: n(0)}}
		var out []clinic.Fact
		s.view(func(st *clinic.State) {
			events, no := clinic.Decide(st, r.Command, nineTwelve)
			if no != nil {
				t.Fatal(no)
			}
			for _, e := range events {
				out = append(out, e.Body)
			}
		})
		b, err := json.Marshal(out)
		must(t, err)
		return string(b)
	}
	before := decides()
	s.answers(who, "phq-9", `{"answers":{"1":3,"2":3,"9":3}}`)
	s.answers(who, "top", `{"answers":{"1a":28,"1b":28,"2a":28,"3b":28}}`)
	c := s.comesIn(who)
	c.press(c.get("/me/wider"), "/me/wider", "what", "event", "form", "event", "event", "arrest").leads("/me/wider?kept=1")
	if after := decides(); after != before {
		t.Errorf("the decision changed:\n%s\n%s", before, after)
	}
}

// TestWordsWithoutALicenceAreShownNowhere: neither to staff nor at the kiosk,
// before the licensed copy is there and after it was taken away; and no word of
// it is in the log.
func TestWordsWithoutALicenceAreShownNowhere(t *testing.T) {
	s := newSite(t)
	const words = "invented statement 1, in the place of the licensed one"
	copied, err := os.ReadFile("../../spec/testdata/swemwbs-invented-copy.json")
	must(t, err)
	boss, worker, own := s.signIn(demo.NurseD), s.signIn("s-rowan"), s.comesIn("u-03")
	form := "/people/u-03/asking/new/swemwbs"
	worker.get(form).says("Its words may not be shown here", "Question 1").silent(words)
	own.get("/me/asked/swemwbs").leads("/me/asked")
	boss.press(boss.get("/asking/choose"), "/asking/install", "document", "{").status(http.StatusUnprocessableEntity)
	boss.press(boss.get("/asking/choose"), "/asking/install", "document", string(copied)).leads("/asking/choose")
	boss.get("/asking/choose").says("Licensed copy, no. INVENTED-7")
	worker.get(form).says(words, "The holder's copyright line")
	s.asksFor("u-03", "swemwbs")
	own.get("/me/asked/swemwbs").status(http.StatusOK).says(words)
	boss.press(boss.get("/asking/choose"), "/asking/end", "instrument", "swemwbs").leads("/asking/choose")
	worker.get(form).says("Its words may not be shown here").silent(words)
	own.get("/me/asked/swemwbs").leads("/me/asked")
	s.logSilent(words, "invented statement")
}

// logSilent reads every entry of the clinical log.
func (s *site) logSilent(words ...string) {
	s.t.Helper()
	heads, err := s.house.Store().Heads(s.t.Context(), "test")
	must(s.t, err)
	must(s.t, s.house.Store().Read(s.t.Context(), "test", journal.Clinical, 0, heads.Clinical, func(e app.Stored) error {
		for _, w := range words {
			if bytes.Contains(e.Bytes, []byte(w)) {
				s.t.Errorf("an entry of the log holds %q: %s", w, e.Bytes)
			}
		}
		return nil
	}))
}

// TestAnswersAreNotInTheLog: what somebody answered is in the cabinet, and an
// erasure takes it away; that they were asked, how, and how much they skipped
// stays.
func TestAnswersAreNotInTheLog(t *testing.T) {
	s := newSite(t)
	s.answers("u-03", "top", `{"answers":{"3b":21,"1b":null}}`)
	s.logSilent(`"3b"`, `"1b"`)
	worker := s.signIn("s-rowan")
	var at string
	s.view(func(st *clinic.State) {
		at = "/people/u-03/asking/" + st.Answered("u-03")[0].InstrumentAnswered.Sitting
	})
	worker.get(at).says("21 days", "No total is made of these answers")
	_, err := s.house.Store().Erase(s.t.Context(), "test", "u-03")
	must(t, err)
	worker.get(at).status(http.StatusOK).says("The answers were erased.").silent("21 days")
}

// TestSafeguardingStandsOnItsOwnPageAlone: who raised a concern and may not
// read them reads none; it is on no page of the record and on none of the
// person's own, and the person is not told that this page was looked at.
func TestSafeguardingStandsOnItsOwnPageAlone(t *testing.T) {
	s := newSite(t)
	nurse, worker := s.signIn(demo.NurseA), s.signIn("s-rowan")
	const at, words = "/people/u-03/safeguarding", "A bruise, and no phone any more."
	nurse.press(nurse.get(at), at, "kind", "partner", "words", words).leads(at)
	nurse.get(at).says("You may raise a concern").silent(words)
	worker.get(at).says(words, "Harm by a partner or relative")
	for _, page := range []string{"/people/u-03", "/people/u-03/wider", "/people/u-03/asking", "/people/u-03/line",
		"/board",
		"/asking"} {
		worker.get(page).silent(words, "Harm by a partner")
	}
	own := s.comesIn("u-03")
	for _, page := range []string{"/me/record", "/me/record?more=1", "/me/wider", "/me/asked"} {
		own.get(page).silent(words, "afeguarding")
	}
	own.get("/me/record/looked").silent("afeguarding")
	s.logSilent(words)
	s.signIn(demo.Pharmacist).get(at).silent(words)
}

// TestAFormFromPaperKeepsBothTimes: when it was answered and when it was
// entered.
func TestAFormFromPaperKeepsBothTimes(t *testing.T) {
	s := newSite(t)
	c := s.signIn("s-rowan")
	const at = "/people/u-03/asking/new/barc-10"
	c.press(c.get(at), at, "how", "paper", "q-1", "4").status(http.StatusUnprocessableEntity).
		says("Write at about what time it was answered on paper.")
	c.press(c.get(at), at, "how", "paper", "q-1", "4", "happened", "16:10", "happened_day[day]", "1",
		"happened_day[month]", "3", "happened_day[year]", "2026", "words", "At the bus stop.").leads("/people/u-03/asking")
	c.get("/people/u-03/asking").says("Sun 1 Mar, 16:10", "On paper, entered later", "1 of 10 answered")
	s.view(func(st *clinic.State) {
		x := st.Answered("u-03")[0]
		if x.At >= x.Recorded || x.Recorded.Since(x.At) < 12*moment.Hour {
			t.Errorf("answered %d, recorded %d", x.At, x.Recorded)
		}
	})
}

// TestHelpIsAskedForInAVisitWithOneLineAndOnePress: and it is followed from
// there until it is done; the person sees how far it is.
func TestHelpIsAskedForInAVisitWithOneLineAndOnePress(t *testing.T) {
	s := newSite(t)
	nurse, id := s.signIn(demo.NurseA), s.visitAt(visit.Observed)
	var who person.UserID
	s.view(func(st *clinic.State) { who = st.Visits[id].Person })
	at := "/people/" + string(who) + "/wider"
	nurse.press(nurse.get("/visits/"+id), at+"/ask", "kind", "wound", "words", "Left shin, since Sunday.").
		leads("/visits/" + id)
	page := nurse.get(at).says("A wound or sore place", "Left shin, since Sunday.", "Asked for")
	s.comesIn(who).get("/me/wider").says("A wound or sore place", "We know of it")
	var support string
	s.view(func(st *clinic.State) {
		for _, x := range st.SupportInOrder(who) {
			if x.Kind == "wound" {
				support = x.Support
			}
		}
	})
	nurse.press(page, at+"/move", "form", support, "support", support, "stage", "done", "words",
		"Dressed and dry.").leads(at)
	s.comesIn(who).get("/me/wider").says("Done", "Dressed and dry.")
}
