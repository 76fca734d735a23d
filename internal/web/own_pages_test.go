package web_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/login"
	"steady/internal/web"
	"steady/moment"
	"steady/person"
)

// comesIn opens somebody's own pages on a phone, with a code that staff read
// out.
func (s *site) comesIn(id person.UserID) *client {
	s.t.Helper()
	code, _, err := login.NewDoor(s.login, web.People(s.house)).IssueOnce(s.t.Context(), demo.NurseA, id)
	must(s.t, err)
	c := s.browser()
	c.press(c.get("/me/in"), "/me/in/code", "code", code.Spell()).leads("/me")
	return c
}

// saysNothing leaves open what the service says on people's own pages.
func (s *site) saysNothing() {
	s.t.Helper()
	r := app.Request{Command: clinic.Command{ID: app.NewID(), By: demo.NurseD}}
	r.Command.Body = clinic.SetOwnPages{}
	s.must(r)
}

// TestMyGoals: reasons, what getting better means, and goals with small steps
// are theirs to write, to change and to put away.
func TestMyGoals(t *testing.T) {
	s := newSite(t)
	c := s.comesIn("u-10")
	p := c.get("/me/goals").says("My reasons and goals", "Why I come", "You have no goals here. You do not need any.")
	c.post("/me/goals", "command", app.NewID(), "what", "better", "form", "better", "words", "").status(422).
		says("What does getting better mean to you?")
	c.post("/me/goals", "command", app.NewID(), "what", "better", "words", "To laugh again.").leads("/me/goals")
	c.post("/me/goals", "command", app.NewID(), "what", "still").leads("/me/goals")
	c.post("/me/goals", "command", app.NewID(), "what", "reasons", "words", "My daughter.").leads("/me/goals")
	c.post("/me/goals", "command", app.NewID(), "what", "new", "words", "A key of my own").status(422).
		says("What is it about?")
	c.post("/me/goals", "command", app.NewID(), "what", "new", "words", "A key of my own", "area", "home").
		leads("/me/goals")
	p = c.get("/me/goals?kept=1").says("To laugh again.", "My daughter.", "A key of my own", "A place to live", "Kept.")
	at := regexp.MustCompile(`/me/goals/g-[0-9a-f]+`).FindString(p.body)
	one := c.get(at).says("One of my goals")
	c.post(at, "command", app.NewID(), "what", "step", "words", "Ring the office").leads(at)
	c.post(at, "command", app.NewID(), "what", "say", "words", "A front door of my own").leads(at)
	goal := strings.TrimPrefix(at, "/me/goals/")
	c.post("/me/goals", "command", app.NewID(), "what", "mark", "goal", goal, "step", "1", "mark", "done").
		leads("/me/goals")
	c.get("/me/goals").says("A front door of my own", "Ring the office", "Done")
	c.post(at, "command", app.NewID(), "what", "aside").status(422)
	c.press(one, at, "what", "aside", "how", "rest").leads("/me/goals")
	c.get(at).leads("/me/goals")
	c.get("/me/goals").says("Goals I put away", "A front door of my own")
	c.post("/me/goals", "command", app.NewID(), "what", "again", "goal", goal).leads("/me/goals")
	c.get(at).says("A front door of my own")

	staff := s.signIn(demo.NurseA).get("/people/u-10").says("What getting better means to me", "To laugh again.",
		"A front door of my own", "Ring the office")
	if strings.Index(staff.body, "To laugh again.") > strings.Index(staff.body, "Prescription in force") {
		t.Error("the prescription stands before the person's own words")
	}
	s.comesIn("u-03").get("/me/goals").silent("To laugh again.", "A front door")
}

// TestHowIAm: every question may be left out; who asks for help is told what
// happens now, and whom to call where the service said so.
func TestHowIAm(t *testing.T) {
	s := newSite(t)
	c := s.comesIn("u-02")
	p := c.get("/me/today").says("It never changes your dose", "You have not told us before.", "Leave this out")
	s.saysNothing()
	c.press(p, "/me/today").status(422).says("Answer one question")
	c.press(p, "/me/today", "command", app.NewID(), "mood", "bad", "ask", "talk").status(200).
		says("Staff can see that you want to talk.")
	c.post("/me/today", "command", app.NewID(), "pain", "lot", "ask", "help", "words", "I am afraid.").status(200).
		says("Staff can see that you need help.", "If we are closed, nobody sees it now.", "Call for an ambulance",
			"Ask at the desk whom to call.")
	r := app.Request{Command: clinic.Command{ID: "set", By: demo.NurseD}}
	r.Command.Body = clinic.SetOwnPages{Call: r.KeepIf("service", "call", "01632 960001"),
		Emergency: r.KeepIf("service", "emergency", "999")}
	s.must(r)
	c.post("/me/today", "command", app.NewID(), "ask", "help").says("Call: 01632 960001", "Call: 999")
	p = c.get("/me/today").says("You asked to talk.", "Do you have pain? A lot", "I am afraid.", "How do you feel? Bad")
	c.press(p, "/me/today/right").leads("/me/today")
	c.get("/me/today").silent("You asked to talk.")
	s.comesIn("u-05").get("/me/today").says("You have not told us before.").silent("I am afraid.")
}

// TestSayWithoutAName: the entry leads to nobody, the number is shown once and
// opens the answer for whoever has it.
func TestSayWithoutAName(t *testing.T) {
	s := newSite(t)
	c := s.comesIn("u-02")
	p := c.get("/me/say").says("It changes nothing in how we treat you", "Without my name")
	c.press(p, "/me/say", "kind", "complaint", "words", "I wait in the rain.").status(422).
		says("Choose if you want to give your name.")
	sent := c.press(p, "/me/say", "kind", "complaint", "words", "I wait in the rain.", "named", "no").status(200).
		says("Nobody can see that it was you.", "It is shown only once.")
	code := regexp.MustCompile(`(\d{4} ){3}\d{4}`).FindString(sent.text())
	again := c.press(p, "/me/say", "kind", "complaint", "words", "I wait in the rain.", "named", "no").status(200)
	if code == "" || !strings.Contains(again.text(), code) {
		t.Errorf("pressed twice it says %q, then another one", code)
	}
	var note *clinic.Note
	s.view(func(st *clinic.State) {
		for _, n := range st.Own.Notes {
			if n.Kind == "complaint" && n.Stage == clinic.NoteSaid {
				note = n
			}
		}
	})
	digits := strings.ReplaceAll(code, " ", "")
	if note == nil {
		t.Fatal("there is no such note")
	}
	if note.Person != "" || strings.Contains(note.Note, digits) || strings.Contains(note.Note, digits[:8]) {
		t.Errorf("the note is %+v", note)
	}
	c.get("/me/say").silent("I wait in the rain.", code)
	r := app.Request{Command: clinic.Command{ID: "answer", By: demo.NurseA}}
	r.Command.Body = clinic.FollowNote{Note: note.Note, Stage: clinic.NoteAnswered,
		Words: r.KeepIf(note.Note, "answer", "We put a roof there.")}
	s.must(r)
	other := s.comesIn("u-03") // whoever has the number
	other.post("/me/say/look", "number", "1234 5678 1234 5678").status(422).says("This number opens nothing.")
	other.post("/me/say/look", "number", code).status(200).says("I wait in the rain.", "Answered", "We put a roof there.")

	c.press(p, "/me/say", "command", app.NewID(), "kind", "thanks", "words", "Thank you, Amara.", "named", "yes").
		leads("/me/say")
	c.get("/me/say?sent=1").says("You can see here what becomes of it.", "What I told you", "Thank you, Amara.", "Sent")
	other.get("/me/say").silent("Thank you, Amara.")
}

// TestWhatHappensAtAVisit: no minutes are said that the service did not set.
func TestWhatHappensAtAVisit(t *testing.T) {
	s := newSite(t)
	c := s.comesIn("u-02")
	c.get("/me/visit").says("You come in", "We ask how you are", "You rest", "You can say no at any step.")
}

// TestMyTimes: a time is asked for, the answer says what it gives
// back, and it is taken; nothing of anybody else is said.
func TestMyTimes(t *testing.T) {
	s := newSite(t)
	c := s.comesIn("u-02")
	c.get("/me/times").says("My times", "Today", "Tomorrow", "your usual time")
	thursday := "/me/times/2026-03-05/1"
	c.press(c.get(thursday).says("Can I come at another time?"), thursday, "at", "no").status(422).says("Choose a time.")
	page := c.press(c.get(thursday), thursday, "at", "900").status(200).says("15:00", "We do not know your way here")
	c.press(page, thursday+"/take").leads("/me/times?done=moved")
	c.get("/me/times?done=moved").says("Done. You have a new time.", "15:00")
	full := c.press(c.get(thursday), thursday, "at", "1080")
	full.says("18:00 does not work.", "We are not open then.", "Tell me when a time opens")
	c.press(full, thursday+"/wait", "from", "960", "to", "980").leads("/me/times?done=waits")
	waits := c.get("/me/times").says("A time is free for you: Thursday", "We keep it for you until")
	c.press(waits, "/me/times/offer", "take", "").leads("/me/times?done=kept")
	c.get("/me/times").says("You wait for a better time", "Thursday 5 Mar, between 16:00 and 16:20")
	c.press(c.get("/me/times"), "/me/times/stop").leads("/me/times")
	c.get("/me/times").silent("You wait for a better time")
	c.get("/me/times/2027-01-01/0").leads("/me/times")
	c.get("/me/times/2026-03-03/7").leads("/me/times")
}

// TestMyLife: what somebody does beside treatment is told by them, and stands
// against a time at once where it must; nobody sees why of a quiet time.
func TestMyLife(t *testing.T) {
	s := newSite(t)
	c := s.comesIn("u-02")
	p := c.get("/me/life").says("What else I do", "You have not told us yet.")
	c.press(p, "/me/life", "kind", "work").status(422).says("Choose the days")
	c.press(p, "/me/life", "kind", "work", "days", "0", "from", "13:00", "to", "09:00").status(422)
	job := []string{"kind", "work", "from", "09:00", "to", "13:00"}
	for _, d := range []string{"0", "1", "2", "3", "4"} {
		job = append(job, "days", d)
	}
	c.press(p, "/me/life", job...).leads("/me/life?done=kept")
	p = c.get("/me/life?done=kept").says("Work: Monday – Friday, 09:00 to 13:00",
		"These times do not fit what you told us", "Tomorrow, ")
	c.press(p, "/me/life/way", "minutes", "no").status(422).says("How many minutes is your way here?")
	c.press(p, "/me/life/way", "minutes", "35").leads("/me/life?done=kept")
	c.get("/me/life").says("Your way here takes 35 minutes")
	c.press(p, "/me/life/over").leads("/me/life?done=over")
	c.get("/me/life").silent("Work: Monday")
}

// TestMyHours: what treatment takes stands beside what it gives, in their own
// words; nobody else is in it.
func TestMyHours(t *testing.T) {
	s := newSite(t)
	c := s.comesIn("u-02")
	p := c.get("/me/hours").says("What it gives me", "What it takes from me", "Last week", "hour",
		"You are not compared with anybody.", "You have not told us how long it is.")
	c.press(p, "/me/hours").status(422).says("What does treatment give you?")
	c.press(p, "/me/hours", "words", "I wake up without a fight.").leads("/me/hours?kept=1")
	c.post("/me/hours", "command", app.NewID(), "what", "takes", "words", "My mornings.").leads("/me/hours?kept=1")
	c.get("/me/hours").says("I wake up without a fight.", "My mornings.")
}

// TestTheSheetSaysNothing: the paper has times and whom to call, and no word of
// the service or of what it does.
func TestTheSheetSaysNothing(t *testing.T) {
	s := newSite(t)
	c := s.comesIn("u-02")
	c.post("/me/goals", "command", app.NewID(), "what", "new", "words", "A key of my own", "area", "home")
	staff := s.signIn(demo.NurseA)
	s.saysNothing()
	for _, p := range []*answer{c.get("/me/sheet"), staff.get("/people/u-02/sheet")} {
		p.status(200).says("My week", "Who to call", "Ask at the desk.").silent("A key of my own")
		sheet := p.body[strings.Index(p.body, "<article"):strings.Index(p.body, "</article>")]
		for _, word := range []string{"clinic", "Clinic", "heroin", "dose", "Dose", "diamorphine", "Steady", "treatment"} {
			if strings.Contains(sheet, word) {
				t.Errorf("the sheet says %q", word)
			}
		}
	}
	c.get("/me/sheet?goals=1").says("A key of my own")
	staff.get("/people/nobody/sheet").status(404)
}

// TestMyHoursInThePlan: what a plan made round everybody would take of a person's
// week stands on their own page, and is what the plan says of them.
func TestMyHoursInThePlan(t *testing.T) {
	s := newSite(t)
	page := s.comesIn("u-01").get("/me/times").says("My hours next week", "With your times now, treatment takes ",
		"If people chose in the order they came here", "See what I can change myself")
	page.silent("Kit", "Sam")
	var week *clinic.Week
	s.view(func(st *clinic.State) {
		monday := max(st.Planned, st.Zone().Day(nineTwelve)) + 1
		week = st.WeekToPlan(monday + moment.Day((7-monday.Weekday())%7))
	})
	plan, err := week.Solve(clinic.PlanOptions{Seed: 1, Work: 40, MaxMoves: -1})
	must(t, err)
	for _, x := range plan.Shares {
		hours := func(n int) string { return strconv.Itoa(n/60) + " hours" }
		if x.Person == "u-01" {
			page.says("treatment takes "+hours(x.Clock.Promised), "it would take "+hours(x.Clock.First))
		}
		if x.Person == "u-01" && x.Clock.Proposed < x.Clock.Promised {
			page.says("A plan made round everybody gives you back ", "With that plan it takes "+hours(x.Clock.Proposed))
		}
	}
}

// TestTimesThatGiveHoursBack: what other times would give back is worked out
// before anything changes; they are taken with one press.
func TestTimesThatGiveHoursBack(t *testing.T) {
	s := newSite(t)
	c := s.comesIn("u-02")
	p := c.get("/me/life")
	c.press(p, "/me/life/way", "minutes", "90").leads("/me/life?done=kept")
	c.press(p, "/me/life", "kind", "work", "days", "0", "days", "2", "days", "5", "from", "04:00", "to", "08:00").
		leads("/me/life?done=kept")
	c.get("/me/life?done=kept").says("Find times that fit me")
	before := c.get("/me/times").text()
	p = c.get("/me/life/plan").says("Times that fit my week", "These times give you back",
		"Nothing changes until you say yes.")
	if c.get("/me/times").text() != before {
		t.Error("looking changed a time")
	}
	c.press(p, "/me/life/plan").leads("/me/times?done=taken")
	c.get("/me/times?done=taken").says("Done. You have new times.")
	c.get("/me/life/plan").says("Your times are good as they are.")
	c.post("/me/life/plan", "command", app.NewID(), "times", "2026-03-09/0/x no/1/2 2026-03-09/0/99999").
		leads("/me/times?done=taken")
	other := s.comesIn("u-06").get("/me/life/plan").says("nearer to what you asked for")
	other.silent("give you back")
}
