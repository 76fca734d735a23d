package main

import (
	"path/filepath"
	"strings"
	"testing"

	"steady/clinic"
	"steady/moment"
)

// TestDemoTimePasses: the invented clinic's clock moves by what somebody types
// and by nothing else.
func TestDemoTimePasses(t *testing.T) {
	var out, errs strings.Builder
	c := &call{streams: streams{strings.NewReader("30\nsoon\n0\n"), &out, &errs}, path: "steady demo"}
	clock := &demoClock{}
	s, err := c.demoSite(&place{dir: filepath.Join(t.TempDir(), "demo")}, clock, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	before := clock.moved.Load()
	c.letTimePass(clock, s)
	by := moment.Span(clock.moved.Load() - before)
	if by != 30*moment.Minute || !strings.Contains(out.String(), "It is ") {
		t.Errorf("%d minutes passed, not 30:\n%s", by/moment.Minute, &out)
	}
	if strings.Count(errs.String(), "write a number of minutes") != 2 {
		t.Errorf("what is not a number of minutes was not refused twice:\n%s", &errs)
	}
	s.house.View(func(st *clinic.State) {
		if !st.Invented || len(st.People) == 0 {
			t.Errorf("the clinic is not marked as invented, or nobody is in it")
		}
	})
}
