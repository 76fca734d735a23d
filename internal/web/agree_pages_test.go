package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"steady/voice"
	"steady/voice/qdpx"
)

// Every place at which coders differ can be paged to, however many they are.
func TestEveryDifferenceIsReached(t *testing.T) {
	const all = 230
	id := func(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012X", n) }
	p := &voice.Project{Users: []voice.User{{ID: id(1), Name: "Ann"}, {ID: id(2), Name: "Ben"}},
		Codes: []voice.Code{{ID: id(3), Name: "Any", Depth: 1, Codable: true}}}
	src := voice.Source{ID: id(4), Name: "One", HasText: true, Dialect: voice.Own}
	for i := range all {
		word := fmt.Sprintf("word%03d", i)
		at := len(src.Text)
		src.Text += word + " "
		src.Selections = append(src.Selections, voice.Selection{ID: id(1000 + i), Start: at, End: at + len(word),
			Placed: true, Codings: []voice.Coding{{ID: id(5000 + i), User: id(1 + i%2), Code: id(3)}}})
	}
	p.Sources = []voice.Source{src}
	out, err := qdpx.Write(p, "pages")
	must(t, err)
	s := newSite(t)
	c := s.researcher("s-read")
	c.post("/studies", "command", "open-1", "name", "pages", "title", "Pages", "approach", "codebook").
		leads("/studies/pages")
	c.upload("/studies/pages/exchange", "p.qdpx", out.Bytes, "command", "u1", "what", "look").status(http.StatusOK)
	c.post("/studies/pages/exchange", "command", "u2", "what", "take", "as", "").leads("/studies/pages")
	seen := 0
	for from := 1; from <= all; from += 100 {
		page := c.get(fmt.Sprintf("/studies/pages/agreement?from=%d", from))
		seen += strings.Count(page.body, `<li class="hit"`)
		if want := fmt.Sprintf("%d to %d of %d.", from, min(from+99, all), all); !strings.Contains(page.text(), want) {
			t.Errorf("from %d the page does not say %q", from, want)
		}
		if strings.Contains(page.body, ">Later<") != (from+100 <= all) ||
			strings.Contains(page.body, ">Earlier<") != (from > 1) {
			t.Errorf("from %d the ways on are wrong", from)
		}
	}
	if seen != all {
		t.Errorf("%d of %d differences are reached", seen, all)
	}
}
