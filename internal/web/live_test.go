package web_test

import (
	"context"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/labdesk"
	"steady/person"
)

var liveLine = regexp.MustCompile(`(?:hx-sse:connect|data-events)="([^"]+)"`)

// line is the address at which a page listens.
func (a *answer) line() string {
	a.t.Helper()
	m := liveLine.FindStringSubmatch(a.status(http.StatusOK).body)
	if m == nil {
		a.t.Fatalf("%s listens nowhere", a.ask)
	}
	return html.UnescapeString(m[1])
}

func (s *site) arrives(v string) {
	s.t.Helper()
	s.must(app.Request{Command: clinic.Command{ID: app.NewCommandID(), By: demo.NurseB, Body: clinic.Arrive{Visit: v}}})
}

// TestALineTellsWhatHappenedBeforeIt: what happens after a page was drawn and
// before its line is open, or while a tablet slept, is told when the line opens,
// not with the next thing that happens; and nothing is told where nothing did.
func TestALineTellsWhatHappenedBeforeIt(t *testing.T) {
	s := newSite(t)
	nurse, due := s.signIn(demo.NurseA), s.due()
	shows := func(board, v string) {
		t.Helper()
		_, here, _ := strings.Cut(board, `id="in-waiting"`)
		if here, _, _ = strings.Cut(here, "</section>"); !strings.Contains(here, "tile-"+v) {
			t.Fatalf("the board does not show that %s arrived:\n%s", v, board)
		}
	}
	for _, path := range []string{"/board", "/board/wall"} {
		line := nurse.get(path).line()
		quiet := nurse.events(line)
		v := due[0]
		due = due[1:]
		s.arrives(v)
		shows(quiet(), v) // the first thing it says
		shows(nurse.events(line)(), v)
	}
	line := nurse.get("/visits/" + due[0]).line()
	s.arrives(due[0])
	if notice := nurse.events(line)(); !strings.Contains(notice, "Bryn") {
		t.Errorf("an open visit that somebody changed says %q", notice)
	}
}

// TestAComparisonThatEndedBeforeItsLine is told as ended.
func TestAComparisonThatEndedBeforeItsLine(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	end := make(chan struct{})
	s.simulate = func(context.Context, labdesk.Work) (labdesk.Result, error) {
		<-end
		return labdesk.Result{Comparison: []byte("{}")}, nil
	}
	must(t, s.desk.Start(t.Context(), labdesk.Run{ID: "r1", Title: "Short", By: "s-boss"}, []byte("{}")))
	boss := s.signIn("s-boss")
	line := boss.get("/lab/runs/r1").line()
	close(end)
	s.finished("r1")
	if told := boss.events(line)(); !strings.Contains(told, "See the comparison") {
		t.Errorf("the page is told %q", told)
	}
}

// TestADeskTellsWhatWasCodedBeforeItsLine: another coder's passage shows, and
// what was coded before the page was drawn is not sent again.
func TestADeskTellsWhatWasCodedBeforeItsLine(t *testing.T) {
	c := newCoding(t)
	c.mark(c.ben, "They know my name", "Known", "new").status(200)
	line := c.ann.get(c.at + "/code").line()
	quiet := c.ann.events(line)
	c.mark(c.ben, "The hours.", "Waiting", "new").status(200)
	if first := quiet(); !strings.Contains(first, "Waiting") || strings.Contains(first, "Known") {
		t.Errorf("the line begins with %q", first)
	}
	if late := c.ann.events(line)(); !strings.Contains(late, "Waiting") {
		t.Errorf("a line that was opened late begins with %q", late)
	}
}
