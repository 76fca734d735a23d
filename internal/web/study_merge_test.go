package web_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"steady/voice/qdpx"
)

// A copy that somebody changed elsewhere is looked at: what is new, and what is
// not the same. Nothing is recorded by looking; then it joins, and the same copy
// again changes nothing (V-11).
func TestACopyIsMergedOnScreens(t *testing.T) {
	s := newSite(t)
	c := s.researcher("s-read")
	c.post("/studies", "command", "open-2", "name", "other", "title", "Other", "approach", "codebook").
		leads("/studies/other")
	b, err := os.ReadFile("../../voice/qdpx/testdata/synthetic-dialect-utf16-crlf-bom.qdpx")
	must(t, err)
	at := "/studies/other/exchange"
	c.upload(at, "project.qdpx", b, "command", "u1", "what", "look").status(http.StatusOK)
	c.post(at, "command", "u2", "what", "take", "as", "").leads("/studies/other")
	st, err := s.studies.Study(t.Context(), "other")
	must(t, err)
	size := st.Size()

	f, err := qdpx.Read(b)
	must(t, err)
	was := f.Project.Codes[0].Name
	f.Project.Codes[0].Name = "Called otherwise"
	sel := &f.Project.Sources[0].Selections[0]
	more := sel.Codings[0]
	more.ID, more.User = "00000000-0000-4000-8000-00000000BEEF", "00000000-0000-4000-8000-00000000CAFE"
	sel.Codings = append(sel.Codings, more)
	edited, err := qdpx.Write(f.Project, "copy")
	must(t, err)
	look := c.upload(at, "copy.qdpx", edited.Bytes, "command", "u3", "what", "look")
	look.status(http.StatusOK)
	for _, want := range []string{"What joins what is here", "New: 1 coding.", "Called otherwise", was,
		"whatever is not chosen stays as it is here"} {
		if !strings.Contains(look.text(), want) {
			t.Errorf("looking does not say %q", want)
		}
	}
	if st.Size() != size {
		t.Fatal("looking recorded something")
	}
	c.post(at, "command", "u4", "what", "take", "as", "").leads("/studies/other")
	if st.Project().Codes[0].Name != was || st.Size() == size {
		t.Error("the study's own did not stay, or nothing joined")
	}
	size = st.Size()
	c.upload(at, "copy.qdpx", edited.Bytes, "command", "u5", "what", "look").status(http.StatusOK)
	if again := c.post(at, "command", "u6", "what", "take", "as", ""); again.code != http.StatusUnprocessableEntity ||
		!strings.Contains(again.text(), "nothing is added") || st.Size() != size {
		t.Errorf("the same copy again: %d %s", again.code, again.text())
	}
	c.upload(at, "copy.qdpx", edited.Bytes, "command", "u7", "what", "look").status(http.StatusOK)
	c.post(at, "command", "u8", "what", "take", "as", "", "take", "code-"+strings.Trim(f.Project.Codes[0].ID, "{}")).
		leads("/studies/other")
	if st.Project().Codes[0].Name != "Called otherwise" {
		t.Error("the file's side was not taken")
	}
	if got := c.get("/studies/other/trail").text(); !strings.Contains(got, "a copy of the project merged") {
		t.Error("the trail does not say so")
	}
}
