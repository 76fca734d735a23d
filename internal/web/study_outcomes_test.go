package web_test

import (
	"fmt"
	"strings"
	"testing"

	core "steady/voice/study"
)

// Themes stand beside outcomes for groups alone: nothing below ten people who
// agreed, and never a number below five or a name.
func TestThemesBesideOutcomesHideSmallGroups(t *testing.T) {
	s := newSite(t)
	c := s.researcher("s-read")
	text := s.begun(c)
	if got := c.get("/studies/impact/outcomes").text(); !strings.Contains(got, "Nothing is shown below 10 people") {
		t.Errorf("with nobody it says %s", got)
	}
	st, err := s.studies.Study(t.Context(), "impact")
	must(t, err)
	for i := range 12 {
		who := s.joins(c, fmt.Sprintf("join-%d", i))
		at := "/studies/impact/participants/" + who
		link := "yes"
		if i >= 11 {
			link = "no" // one of them did not agree
		}
		c.post(at, "command", fmt.Sprintf("consent-%d", i), "what", "consent", "day[day]", "1", "day[month]", "3",
			"day[year]", "2026", "sheet", "2", "link", link).leads(at)
		c.post(at, "command", fmt.Sprintf("key-%d", i), "what", "key", "who", "Invented", "person",
			fmt.Sprintf("u-%02d", i%8+1)).leads(at)
		if i == 0 {
			c.post("/studies/impact/texts/"+text+"/correct", "command", "whose", "what", "whose", "who", who, "guide", "0").
				leads("/studies/impact")
		}
	}
	linked, err := st.Linked(t.Context())
	if must(t, err); len(linked) != 11 {
		t.Errorf("%d people are linked, want those 11 who agreed", len(linked))
	}
	for i, b := range []core.Body{core.AddCode{Name: "Known"}, core.WriteTheme{Name: "Being known", Concept: "x",
		Status: core.Candidate}} {
		cmd := core.Command{ID: fmt.Sprintf("body-%d", i), By: "s-read", Body: b}
		_, err := st.Do(t.Context(), cmd)
		must(t, err)
	}
	got := c.get("/studies/impact/outcomes").text()
	if !strings.Contains(got, "Being known") || strings.Contains(got, "u-01") || strings.Contains(got, "Invented ") &&
		strings.Contains(got, "P01") {
		t.Errorf("the page says %s", got)
	}
	for _, n := range []string{" 0 to 4", " 1 ", " 2 ", " 3 ", " 4 "} {
		if _, body, _ := strings.Cut(got, "In treatment now"); strings.Contains(body, n) {
			t.Errorf("the page tells %q: %s", n, body)
		}
	}
}
