package web_test

import (
	"bufio"
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
)

// events opens a line of events and returns what reads the next board of it.
func (c *client) events(path string) func() string {
	c.s.t.Helper()
	ctx, stop := context.WithTimeout(c.s.t.Context(), patience)
	c.s.t.Cleanup(stop)
	r, err := http.NewRequestWithContext(ctx, "GET", c.s.url+path, nil)
	must(c.s.t, err)
	res, err := (&http.Client{Jar: c.http.Jar}).Do(r)
	must(c.s.t, err)
	c.s.t.Cleanup(func() { res.Body.Close() })
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 4<<20)
	next := func() string {
		var b strings.Builder
		for lines.Scan() && lines.Text() != "" {
			b.WriteString(lines.Text() + "\n")
		}
		return b.String()
	}
	if first := next(); !strings.HasPrefix(first, "event: beat") {
		c.s.t.Fatalf("the line begins with %q", first)
	}
	return func() string {
		for {
			if b := next(); !strings.HasPrefix(b, "event:") {
				return b
			}
		}
	}
}

var commandIDs = regexp.MustCompile(`name="command" value="([0-9a-f]+)"`)

// TestBoardIsDrawnOnce: screens of one kind get the same board with commands of
// their own; the wall gets none.
func TestBoardIsDrawnOnce(t *testing.T) {
	s := newSite(t)
	nurse := s.signIn(demo.NurseA)
	one, two, wall := nurse.events("/board/events"), s.signIn(demo.NurseB).events("/board/events"),
		nurse.events("/board/events?wall=1")
	var booked []string
	s.view(func(st *clinic.State) {
		for _, v := range st.VisitsInOrder() {
			if v.Stage == "booked" && v.Day == st.Planned {
				booked = append(booked, v.ID)
			}
		}
	})
	for _, id := range booked[:2] {
		_, err := s.house.Do(t.Context(), app.Request{Command: clinic.Command{ID: app.NewCommandID(), By: demo.NurseA,
			Body: clinic.Arrive{Visit: id}}})
		must(t, err)
		a, b, w := one(), two(), wall()
		ids := map[string]bool{}
		for _, board := range []string{a, b} {
			if strings.Contains(board, id+"/arrive") || !strings.Contains(board, "/visits/"+id) {
				t.Fatalf("the board does not show the arrival:\n%s", board)
			}
			for _, m := range commandIDs.FindAllStringSubmatch(board, -1) {
				if ids[m[1]] {
					t.Errorf("command %s stands on two screens", m[1])
				}
				ids[m[1]] = true
			}
		}
		if len(ids) == 0 {
			t.Error("no screen offers a command")
		}
		if plain := func(x string) string { return commandIDs.ReplaceAllString(x, "") }; plain(a) != plain(b) {
			t.Errorf("two screens differ:\n%s\n%s", a, b)
		}
		if w == "" || commandIDs.MatchString(w) {
			t.Errorf("the wall shows nothing, or a command:\n%s", w)
		}
	}
}
