package web_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/moment"
	"steady/person"
)

// sheetOf finds the sheets of a PDF.
var sheetOf = regexp.MustCompile(`/Type /Page\b`)

// TestBrowserReview holds a whole review with an invented person: they come in at
// the kiosk with their card and say that they are here, answer what is asked,
// write what treatment gives and takes and what they want to talk about; the
// worker looks at the strands with them and writes the plan; the person agrees at
// the kiosk, the worker with their PIN; and the plan is printed on one sheet.
func TestBrowserReview(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	who, _ := s.comesToday()
	card := s.cardOf(who)
	s.asks(who, "barc-10")
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-boss", nil)
	w.open("/kiosks")
	w.fill("/kiosks", "name", "Waiting room")
	w.press("/kiosks", "Make this screen a kiosk")
	w.says("Welcome")
	w.types(card)
	w.press("/me/here", "I am here")
	w.says("Staff can see that you are here.")

	w.prepares()
	w.click(`document.querySelector("[data-own-hide]")`, "hide")

	desk := &tablet{t: t, s: s, ctx: browsertest.Tab(t, w.ctx), shots: w.shots}
	desk.signIn("s-rowan")
	desk.open("/reviews")
	desk.says("They asked for one")
	desk.look("reviews")
	at := "/people/" + string(who) + "/review"
	desk.open(at)
	desk.says("I sleep, and I know what I took.", "My mornings.", "A later time, for the workshop.", "How it has been",
		"I feel part of where I live", "Psychological: all of it")
	desk.eval(`([...document.querySelectorAll(".line__fold summary")].find(x => x.textContent.includes("Psychological")).
		click(), "")`)
	desk.says("BARC-10")
	desk.fill(at+"/write", "talk", "The workshop opens at ten.", "plan1", "Ask for the late morning time together")
	desk.press(at+"/write", "Keep what is written")
	desk.says("Do both agree to what is written?")
	desk.look("review")

	s.clock.Pass(moment.Minute)
	w.open("/kiosk")
	w.types(card)
	w.open("/me/review")
	w.says("Is it right?", "Ask for the late morning time together")
	w.look("own-review-agree")
	w.press("/me/review/yes", "Yes, I agree")
	w.says("Thank you. Your answer is kept.")

	desk.open(at)
	desk.fill(at+"/agree", "pin", onePIN)
	desk.press(at+"/agree", "I agree to it")
	desk.says("Ask for the late morning time together", "I agreed on my own pages")
	desk.look("review-sheet")
	var held clinic.Along
	s.view(func(st *clinic.State) { held = st.AlongOf(who) })
	if held.Open != nil || held.Asked != nil || len(held.Held) == 0 {
		t.Fatalf("the review is not held: %+v", held)
	}
	review := held.Held[len(held.Held)-1].Review
	pdf := s.signIn("s-rowan").get(at + "/" + review + "/sheet").status(200).body
	if n := len(sheetOf.FindAllString(pdf, -1)); !strings.HasPrefix(pdf, "%PDF-") || n != 1 {
		t.Errorf("the printed plan has %d sheets, want one", n)
	}
	desk.open("/people/" + string(who) + "/line")
	desk.look("line")
	w.open("/me/line")
	w.look("own-line")
}

// prepares answers what is asked, and writes what the review should be about.
func (w *tablet) prepares() {
	w.t.Helper()
	w.open("/me/asked/barc-10")
	w.eval(`(() => { for (const n of new Set([...document.querySelectorAll("main input[type=radio]")].map(x => x.name)))
		{ const all = [...document.querySelectorAll("main input[name='" + n + "']")];
		all[Math.min(4, all.length - 1)].click(); } return ""; })()`)
	w.look("review-questions")
	w.press("/me/asked/barc-10", "Send my answers")
	w.open("/me/review")
	w.fill("/me/review/gives", "words", "I sleep, and I know what I took.")
	w.press("/me/review/gives", "Keep this")
	w.fill("/me/review/takes", "words", "My mornings.")
	w.press("/me/review/takes", "Keep this")
	w.fill("/me/review/ask", "words", "A later time, for the workshop.")
	w.press("/me/review/ask", "I want to meet for this")
	w.says("You asked for this on")
	w.look("own-review-before")
}

// asks lets somebody be asked for an instrument on their own pages.
func (s *site) asks(who person.UserID, instrument string) {
	s.t.Helper()
	r := request(app.NewCommandID(), demo.NurseA)
	r.Command.Body = clinic.AskInstrument{Person: who, Instrument: instrument, Self: true,
		Until: moment.UTC.Day(s.clock.Now()) + 7}
	s.must(r)
}
