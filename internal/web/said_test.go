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

// bySelf gives a command as the person themself.
func (s *site) bySelf(id string, build func(r *app.Request) clinic.Body) {
	s.t.Helper()
	r := app.Request{Command: clinic.Command{ID: app.NewCommandID(), By: person.Self(person.UserID(id))}}
	r.Command.Body = build(&r)
	_, err := s.house.Do(s.t.Context(), r)
	must(s.t, err)
}

// TestWhoAsksForHelpIsOnTheBoard: at once, for everybody at work and never on
// the wall, until somebody was with them.
func TestWhoAsksForHelpIsOnTheBoard(t *testing.T) {
	s := newSite(t)
	s.bySelf("u-02", func(r *app.Request) clinic.Body {
		return clinic.CheckIn{Person: "u-02", Mood: "very_bad", Pain: "lot", Ask: clinic.AskHelp,
			Words: r.KeepIf("u-02", "check_in", "I cannot go home tonight.")}
	})
	c := s.signIn(demo.NurseA)
	board := c.get("/board").says("Asked to talk", "Asked for help at 09:12")
	if !strings.Contains(board.body, `href="/people/u-02#asked"`) {
		t.Error("no way on from the board")
	}
	c.get("/board/wall").silent("Asked")
	page := c.get("/people/u-02").says("Asked for help at 09:12", "I cannot go home tonight.",
		"Go to them, or call them, now.", "Very bad", "not a reason to change a dose")
	s.signIn(demo.DoctorA).get("/worklist").says("Asked for help at 09:12", "Nobody has said yet")
	c.press(page, "/people/u-02/own", "words", "She sleeps at her sister's.").leads("/people/u-02")
	c.get("/people/u-02").says("Somebody was with them: She sleeps at her sister's.").silent("Go to them")
	c.get("/board").silent("Asked for help")
}

// TestWhatPeopleSayIsAnswered: by those who may; what is for the manager alone
// nobody else reads.
func TestWhatPeopleSayIsAnswered(t *testing.T) {
	s := newSite(t)
	say := func(note string, reader clinic.NoteReader, words string) {
		s.bySelf("u-02", func(r *app.Request) clinic.Body {
			return clinic.SaySomething{Note: note, Kind: "complaint", Person: "u-02", Reader: reader,
				Words: r.Keep(note, "said", words)}
		})
	}
	say("k1", "", "I wait in the rain.")
	say("k2", clinic.ManagerReads, "It is about the nurse.")
	r := app.Request{Command: clinic.Command{ID: app.NewID(), By: clinic.System}}
	r.Command.Body = clinic.SaySomething{Note: "k3", Kind: "thanks", Words: r.Keep("k3", "said", "Thank you all.")}
	s.must(r)

	s.saysNothing()
	c := s.signIn(demo.NurseA)
	page := c.get("/said").says("I wait in the rain.", "Something is wrong", "Without a name, 2 March 2026",
		"Thank you all.", "none is called late").silent("It is about the nurse.")
	c.get("/said/words").status(403)
	c.press(page, "/said/k1", "stage", "looking").leads("/said")
	c.post("/said/k2", "command", "x9", "stage", "read").status(422).says("for the manager to read")
	c.press(c.get("/said"), "/said/k1", "stage", "answered", "words", "").status(422).says("Write the answer.")
	c.press(c.get("/said"), "/said/k1", "stage", "answered", "words", "We put a roof there.").leads("/said")
	c.get("/said").says("Our answer: We put a roof there.")
	c.press(c.get("/said"), "/said/k1", "stage", "closed").leads("/said")

	m := s.signIn(demo.NurseD)
	m.get("/said").says("It is about the nurse.", "For the manager alone")
	m.press(m.get("/said/words"), "/said/words", "days", "many").status(422)
	m.press(m.get("/said/words"), "/said/words", "days", "3", "call", "01632 960001", "emergency", "999").leads("/said")
	m.get("/said/words").says("Whom to call")
	s.clock.Pass(5 * 24 * moment.Hour)
	m = s.signIn(demo.NurseD)
	m.get("/said").says("Waits longer than you set")
	m.get("/board").says("4 messages not answered within the 3 days you set.")
}
