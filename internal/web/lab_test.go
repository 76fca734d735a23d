package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strings"
	"testing"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/labdesk"
	"steady/internal/login"
	"steady/lab/compare"
	"steady/lab/scenario"
	"steady/moment"
	"steady/person"
)

// smallScenario is the reference scenario cut to what a test can wait for.
func smallScenario() *scenario.File {
	f := labdesk.Reference()
	f.Name, f.Warmup, f.Days, f.Replications, f.Enough = "A small comparison", 7, 7, 3, nil
	f.Policies = f.Policies[:2]
	f.Sensitivity = nil
	return f
}

// asked is a comparison that was run through the real rules.
func (s *site) asked(id string, f *scenario.File) string {
	s.t.Helper()
	doc, err := f.Write()
	must(s.t, err)
	must(s.t, s.desk.Start(s.t.Context(), labdesk.Run{ID: id, Title: f.Name, Question: f.Question, By: "s-boss"}, doc))
	s.finished(id)
	return "/lab/runs/" + id
}

func (s *site) finished(id string) {
	s.t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(20 * time.Millisecond) {
		r, err := s.desk.Run(s.t.Context(), id)
		must(s.t, err)
		if r.State == labdesk.Finished {
			return
		}
		if r.State == labdesk.Refused || r.State == labdesk.Stopped || time.Now().After(end) {
			s.t.Fatalf("the comparison is %s: %s", r.State, r.Why)
		}
	}
}

// TestAComparisonSaysWhoseDecisionAndHowSure runs a small comparison through the
// real rules and reads its page: whose decision, hours of life first, intervals,
// what it cannot know, every input's source, files.
func TestAComparisonSaysWhoseDecisionAndHowSure(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	at := s.asked("r1", smallScenario())
	boss := s.signIn("s-boss")
	page := boss.get(at).status(http.StatusOK)
	page.says("A small comparison", "What changes, and whose decision it is", "Local habit", "Hours of life",
		"95 % interval", "What the model cannot know", "How many people would die", "Every input and its source",
		"inside noise")
	boss.get(at+"/inputs").status(http.StatusOK).says("Nosyk 2012", "Assumption", "Known well", "from 0.6 to 0.88")
	text := page.text()
	if life, access := strings.Index(text, "Hours of life"), strings.Index(text, "Who gets a dose"); life < 0 ||
		access < life {
		t.Error("hours of life do not come first")
	}
	for _, m := range []string{"life_min_week", "missed"} {
		boss.get(at + "/measure/" + m).status(http.StatusOK).says("difference from Today's rules")
	}
	boss.get(at + "/measure/nothing").status(http.StatusNotFound)
	var c compare.Comparison
	must(t, json.Unmarshal([]byte(boss.get(at+"/file/result.json").status(http.StatusOK).body), &c))
	if c.Replications != 3 || len(c.Study.Policies) != 2 {
		t.Errorf("the file holds %d replications of %d policies", c.Replications, len(c.Study.Policies))
	}
	if n := strings.Count(boss.get(at+"/file/replications.csv").status(http.StatusOK).body, "\n"); n != 1+2*3 {
		t.Errorf("the table has %d lines", n)
	}
	if got := boss.get(at + "/file/brief.pdf").status(http.StatusOK).body; !strings.HasPrefix(got, "%PDF") {
		t.Errorf("the brief is %.20q", got)
	}
	f, err := scenario.Parse([]byte(boss.get(at + "/file/scenario.json").status(http.StatusOK).body))
	if err != nil || f.Name != "A small comparison" {
		t.Errorf("the scenario comes back as %v, %v", f, err)
	}
	boss.get(at + "/file/passwd").status(http.StatusNotFound)
	boss.get("/lab").says("A small comparison", "Finished", "6 of 6 replications")
	boss.get("/lab/runs/nothing").status(http.StatusNotFound).says("The lab has no such paper")
}

// mostOfAComparison is how much a comparison may be, bytes of HTML.
const mostOfAComparison = 100_000

// TestTheAnswerStandsFirst reads the demo's finished comparison: the differences
// in hours of life with intervals, what is inside noise and whose decision it is
// stand before anything that is folded; nothing is left out of the tables; and
// the page is small.
func TestTheAnswerStandsFirst(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	must(t, demo.Lab(t.Context(), s.desk, s.clock.Now()))
	boss := s.signIn("s-boss")
	page := boss.get("/lab/runs/" + demo.LabRun).status(http.StatusOK)
	if n := len(page.body); n > mostOfAComparison {
		t.Errorf("the page is %d bytes, at most %d", n, mostOfAComparison)
	}
	first, folded, found := strings.Cut(page.body, `<details class="lab-fold"`)
	if !found {
		t.Fatal("nothing is folded")
	}
	x, err := demo.LabFiles()
	must(t, err)
	c, err := compare.Parse(x.Comparison)
	must(t, err)
	noise := 0
	for _, p := range c.Study.Policies[1:] {
		d, _ := c.Difference(p.ID, "life_min_week")
		size, word := d.Mean/60, " hours more"
		if d.Mean < 0 {
			size, word = -size, " hours less"
		}
		want := compare.Number(size) + word
		if d.Verdict != compare.Higher && d.Verdict != compare.Lower {
			want = "95 %: "
		}
		for _, w := range []string{html.EscapeString(p.Name), want} {
			if !strings.Contains(first, w) {
				t.Errorf("the answer does not say %q", w)
			}
		}
		for _, r := range p.Rules {
			if w := strings.ToUpper(string(r.Ruling[:1])) + string(r.Ruling[1:]); !strings.Contains(first, ">"+w+"<") {
				t.Errorf("the answer does not say that %s needs %s", p.Name, w)
			}
		}
		for _, id := range []string{"life_min_week", "missed", "cost_person_year"} {
			if d, _ := c.Difference(p.ID, id); d.Verdict == compare.Noise {
				noise++
			}
		}
	}
	if n := strings.Count(first, ">Inside noise<"); n != noise {
		t.Errorf("the answer calls %d differences noise, the comparison %d", n, noise)
	}
	for _, m := range c.Study.Measures {
		if !strings.Contains(folded, "/measure/"+m.ID+`">`) {
			t.Errorf("%s is in no table", m.ID)
		}
	}
	for _, to := range []string{"warnings", "cannot", "changes", "depends"} {
		if !strings.Contains(folded, `id="`+to+`"`) {
			t.Errorf("there is no place %q", to)
		}
	}
	boss.get("/lab/runs/"+demo.LabRun+"/measure/life_min_week").says("What it says", "moved to either end of its range")
}

// TestADayCanBeWatchedWithoutAScript steps through a simulated day: the plan and
// the tables say the same, and each step is an address.
func TestADayCanBeWatchedWithoutAScript(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	at := s.asked("r1", smallScenario())
	boss := s.signIn("s-boss")
	page := boss.get(at + "/day").status(http.StatusOK)
	page.says("One simulated day", "Booths", "Observation", "Every visit of the day", "Left well", "What comes next")
	first := boss.get(at + "/day?policy=longer&day=1&at=0").status(http.StatusOK)
	first.says("Where everybody is at 0", "Longer hours")
	next := strings.Split(strings.Split(first.body, `>What comes next<`)[0], `href="`)
	to := strings.ReplaceAll(strings.Split(next[len(next)-1], `"`)[0], "&amp;", "&")
	step := boss.get(strings.Split(to, "#")[0]).status(http.StatusOK)
	if step.text() == first.text() {
		t.Error("the next step shows the same minute")
	}
	boss.get(at + "/day?policy=nobody&day=-4&site=99&at=junk").status(http.StatusOK)
}

// TestAQuestionIsWrittenWithoutCode goes from today's rules of this service to a
// comparison by choosing and filling in, and is told what is missing.
func TestAQuestionIsWrittenWithoutCode(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	boss := s.signIn("s-boss")
	start := boss.get("/lab/new").status(http.StatusOK)
	again := boss.press(start, "/lab/new", "title", "", "question", "Could our people keep a job?", "ready", "longer")
	again.status(http.StatusUnprocessableEntity).says("Write a title.", "Figures: choose one of the list.")
	if v := again.form("/lab/new"); v.Get("question") != "Could our people keep a job?" || v.Get("ready") != "longer" {
		t.Errorf("what was typed is %v", v)
	}
	at := boss.press(again, "/lab/new", "title", "Longer hours", "figures", "published").leads("/lab/questions/").to
	page := boss.get(at).status(http.StatusOK)
	page.says("Before it can be run", "figures that nobody published", "Longer hours",
		"Today's rules").silent("Run the comparison")
	boss.press(boss.get(at+"/figures").says("To be written"), at+"/take").leads(at + "/figures")
	boss.get(at + "/figures").says("Assumption of this invented example").silent("Nobody published it")
	s.fillService(boss, at)
	about := boss.get(at + "/about")
	bad := boss.press(about, at+"/about", "days", "seven", "places", "0").status(http.StatusUnprocessableEntity)
	bad.says("Days counted: write a whole number from 1 to 3000.", "Places: write a whole number from 1 to 1000.")
	if v := bad.form(at + "/about"); v.Get("days") != "seven" {
		t.Errorf("what was typed is %v", v)
	}
	boss.press(boss.get(at+"/about"), at+"/about", "days", "7", "warmup", "3", "replications", "2").leads(at)
	page = boss.get(at).says("Run the comparison").silent("Before it can be run")
	run := boss.press(page, at+"/run").leads("/lab/runs/r").to
	s.finished(strings.TrimPrefix(run, "/lab/runs/"))
	boss.get(run).says("Longer hours", "2, with the same simulated people under every policy")
	copyAt := boss.press(boss.get("/lab/new?from="+strings.TrimPrefix(run, "/lab/runs/")),
		"/lab/new").leads("/lab/questions/").to
	boss.get(copyAt).says("Run the comparison")
	boss.press(boss.get(copyAt), copyAt+"/discard").leads("/lab")
	boss.get(copyAt).status(http.StatusNotFound)
}

// fillService writes what Steady does not know of a service by itself.
func (s *site) fillService(c *client, at string) {
	s.t.Helper()
	f := labdesk.Reference().Today
	form := c.get(at + "/service")
	pairs := []string{"pack", f.Pack, "law", f.Law, "desks", "1", "booths", "4", "places", "6", "pair", "2",
		"per_booth", "4", "per_observed", "6", "prescribers", "1", "last_entry", "15", "support", "yes", "style", "booked",
		"slot", "10", "visits", "2"}
	for i := range 6 {
		pairs = append(pairs, fmt.Sprintf("windows%d_session", i), "", fmt.Sprintf("windows%d_from", i), "",
			fmt.Sprintf("windows%d_to", i), "")
	}
	for i, x := range f.Sessions {
		n := fmt.Sprintf("session%d_", i)
		pairs = append(pairs, n+"name", x.Name, n+"from", clockOf(x.From), n+"to", clockOf(x.To))
	}
	for i, x := range f.Shifts {
		n := fmt.Sprintf("shift%d_", i)
		pairs = append(pairs, n+"days", "", n+"from", clockOf(x.From), n+"to", clockOf(x.To), n+"registered",
			fmt.Sprint(x.Registered), n+"support", fmt.Sprint(x.Support))
	}
	c.press(form, at+"/service", pairs...).leads(at)
}

func clockOf(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// TestEveryKindOfRuleHasAForm opens the form of every kind, sends it empty and is
// told what is wrong; then the rules of the reference scenario, typed into the
// forms, come back as they were.
func TestEveryKindOfRuleHasAForm(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	boss := s.signIn("s-boss")
	at := boss.press(boss.get("/lab/new"), "/lab/new", "title", "Rules", "question", "Which?", "figures", "reference",
		"ready", "longer", "ready", "once", "ready", "swiss", "ready", "site").leads("/lab/questions/").to
	own := boss.press(boss.get(at), at+"/add", "own", "Mine").leads(at + "/policy?policy=p1").to
	rules := boss.get(own)
	for _, kind := range labKinds() {
		form := boss.get(at + "/rule?policy=p1&kind=" + kind).status(http.StatusOK)
		rules.says()
		boss.press(form, at+"/rule", "authority", "").status(http.StatusUnprocessableEntity).says(
			"Say whose decision the rule is.")
	}
	before := s.policies(at)
	for _, p := range before[1:] {
		for _, r := range p.Rules {
			form := boss.get(at + "/rule?policy=" + p.ID + "&kind=" + string(r.Kind))
			boss.press(form, at+"/rule").leads(at + "/policy?policy=" + p.ID)
		}
	}
	if after := s.policies(at); !equalJSON(before, after) {
		t.Errorf("typed again, the rules are\n%s\nnot\n%s", asJSON(after), asJSON(before))
	}
	form := boss.get(at + "/rule?policy=p1&kind=observation")
	boss.press(form, at+"/rule", "minutes", "15", "authority", "guidance", "source", "Invented").leads(own)
	boss.get(own).says("15 minutes of observation", "Guidance", "Invented")
	stale := boss.get(own)
	boss.press(stale, at+"/unrule").leads(own)
	boss.press(stale, at+"/policy", "name", "Mine, renamed").status(http.StatusConflict).says("Somebody else changed")
	boss.press(boss.get(at), at+"/drop").leads(at)
}

func asJSON(x any) string {
	b, _ := json.Marshal(x)
	return string(b)
}

func equalJSON(a, b any) bool { return asJSON(a) == asJSON(b) }

// TestWhoMayAskTheLab: a nurse reads what was found and starts nothing.
func TestWhoMayAskTheLab(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	at := s.asked("r1", smallScenario())
	nurse := s.signIn(demo.NurseA)
	nurse.get(at).status(http.StatusOK).silent("Ask it again")
	nurse.get("/lab").status(http.StatusOK).silent("Ask a question")
	for _, path := range []string{"/lab/new", "/lab/questions/x"} {
		nurse.get(path).status(http.StatusForbidden)
	}
	nurse.post(at, "command", "c1", "what", "stop").status(http.StatusForbidden)
}

// TestARunningComparisonHoldsNoCommand: while a comparison runs for as long as it
// likes, a command of the clinic is answered.
func TestARunningComparisonHoldsNoCommand(t *testing.T) {
	s := newSite(t)
	began, end := make(chan struct{}), make(chan struct{})
	s.simulate = func(ctx context.Context, w labdesk.Work) (labdesk.Result, error) {
		close(began)
		for i := 0; ctx.Err() == nil; i++ { // it computes and keeps parts without a pause
			if err := w.Keep(fmt.Sprint(i), make([]byte, 20_000)); err != nil {
				return labdesk.Result{}, err
			}
			w.Step(i, i+1)
			select {
			case <-end:
				return labdesk.Result{Comparison: []byte("{}")}, nil
			default:
			}
		}
		return labdesk.Result{}, ctx.Err()
	}
	must(t, s.desk.Start(t.Context(), labdesk.Run{ID: "r1", Title: "Long", By: "s-boss"}, []byte("{}")))
	<-began
	expiry := moment.UTC.Day(nineTwelve) + 300
	for i := range 20 {
		begin := time.Now()
		_, err := s.house.Do(t.Context(), app.Request{Command: clinic.Command{ID: fmt.Sprintf("beside-%d", i),
			By:   demo.NurseA,
			Body: clinic.CheckNaloxone{Place: clinic.Places[0].Code, Product: "nasal_1800", Count: 2, Expiry: expiry}}})
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("a command took %v beside a comparison", took)
		}
	}
	if r, err := s.desk.Run(t.Context(), "r1"); err != nil || r.State != labdesk.Running {
		t.Errorf("the comparison is %s, %v: nothing ran beside the commands", r.State, err)
	}
	close(end)
	s.finished("r1")
}

// TestAComparisonIsStoppedAndGoneOnWith presses stop and go on.
func TestAComparisonIsStoppedAndGoneOnWith(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	began := make(chan struct{}, 2)
	s.simulate = func(ctx context.Context, w labdesk.Work) (labdesk.Result, error) {
		w.Step(3, 10)
		began <- struct{}{}
		<-ctx.Done()
		return labdesk.Result{}, ctx.Err()
	}
	must(t, s.desk.Start(t.Context(), labdesk.Run{ID: "r1", Title: "Long", By: "s-boss"}, []byte("{}")))
	<-began
	boss := s.signIn("s-boss")
	page := boss.get("/lab/runs/r1").status(http.StatusOK).says("Running", "3 of 10 replications", "Stop it")
	boss.press(page, "/lab/runs/r1").leads("/lab/runs/r1")
	page = boss.get("/lab/runs/r1").says("Stopped", "Nothing of it is lost.")
	boss.press(page, "/lab/runs/r1").leads("/lab/runs/r1")
	<-began
	boss.get("/lab/runs/r1").says("Stop it")
	if !login.MayRoute([]person.Role{person.Manager}, "POST /lab/runs/{run}") {
		t.Error("the manager may not stop it")
	}
}
