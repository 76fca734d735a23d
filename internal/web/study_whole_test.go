package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	core "steady/voice/study"
)

// inFolders counts the files of the studies in which a text stands.
func (s *site) inFolders(text string) (n int) {
	for _, root := range []string{filepath.Join(s.dir, "studies"), filepath.Join(s.dir, "studies-keys")} {
		must(s.t, filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			if bytes.Contains(b, []byte(text)) {
				n++
			}
			return err
		}))
	}
	return n
}

// An interview goes from consent through coding to a released quote, and the
// person withdraws: nothing of what they said is on any page or in any file.
func TestAnInterviewFromConsentToWithdrawal(t *testing.T) {
	s := newSite(t)
	lead, second := s.researcher("s-read"), s.researcher("s-second")
	text := s.begun(lead)
	lead.post("/studies/impact", "command", "m1", "what", "member", "staff", "s-second", "part", "member").
		leads("/studies/impact")
	who := s.joins(lead, "who1")
	at, person := "/studies/impact/texts/"+text, "/studies/impact/participants/"+who
	lead.post(at+"/correct", "command", "w1", "what", "whose", "who", who, "guide", "0").leads(at + "/correct")
	lead.post(at+"/correct", "command", "w2", "what", "speakers", "speaker-0", "interviewer", "speaker-1", "participant").
		leads(at + "/correct")
	lead.post(person, "command", "c1", "what", "consent", "day[day]", "1", "day[month]", "3", "day[year]", "2026",
		"sheet", "2", "quote", "yes").leads(person)
	lead.post(person, "command", "k1", "what", "key", "who", "Annabella Secretname", "person", "").leads(person)
	if !strings.Contains(lead.get(person).body, "Annabella Secretname") || strings.Contains(second.get(person).body,
		"Annabella Secretname") {
		t.Error("the key table is read by others than its holder, or not by them")
	}
	lead.post(at+"/names", "command", "n1", "what", "swap", "expect", "1", "swap-name-Anna", "P01").leads(at + "/names")
	if got := lead.get(at).text(); strings.Contains(got, "Anna") || !strings.Contains(got, "[name: P01]") {
		t.Errorf("after the name was taken out: %s", got)
	}
	const words = "They know my name here"
	lead.post("/studies/impact/quotes/new?text="+text+"&from=1&to=5", "command", "q1", "what", "propose", "expect", "2",
		"words", words, "who", "Nobody: many say it", "uses", "people").leads("/studies/impact/quotes")
	var quote string
	st, err := s.studies.Study(t.Context(), "impact")
	must(t, err)
	st.View(func(x *core.State) { quote = x.Quotes[0].ID })
	if a := lead.post("/studies/impact/quotes", "command", "d0", "what", "decide", "quote", quote, "stage",
		"released"); a.code !=
		http.StatusUnprocessableEntity {
		t.Errorf("who proposed it released it: %d", a.code)
	}
	second.post("/studies/impact/quotes", "command", "d1", "what", "decide", "quote", quote, "stage", "released").
		leads("/studies/impact/quotes")
	here := s.comesIn("u-01")
	if n := released(t, s); n != 1 || !strings.Contains(here.get("/me/say").text(), words) {
		t.Fatalf("%d quotes are released, or people's own pages do not show it", n)
	}
	out := lead.post("/studies/impact/exchange/out", "command", "o1", "kind", ".csv", "label", "Team meeting")
	if out.code != http.StatusOK {
		t.Fatalf("the export answers %d", out.code)
	}
	lead.post(person, "command", "x1", "what", "withdraw", "sure", "WITHDRAW", "gone[day]", "2", "gone[month]", "3",
		"gone[year]", "2026").leads(person)
	for _, w := range []string{words, "Annabella", "Anna:"} {
		if n := s.inFolders(w); n != 0 {
			t.Errorf("%q is in %d files after the withdrawal", w, n)
		}
	}
	for _, path := range []string{"/studies", "/studies/impact", "/studies/impact/texts", "/studies/impact/quotes", person,
		person + "/removal", "/studies/impact/exchange"} {
		if a := lead.get(path); a.code != http.StatusOK || strings.Contains(a.text(), words) {
			t.Errorf("%s answers %d and may still say it", path, a.code)
		}
	}
	if a := lead.get(person + "/removal"); !strings.Contains(a.text(), "None was found") || !strings.Contains(a.text(),
		"Team meeting") {
		t.Errorf("the proof says %s", a.text())
	}
	if strings.Contains(here.get("/me/say").text(), words) || released(t, s) != 0 ||
		lead.get(at).code != http.StatusNotFound {
		t.Error("the quote or the text is still there")
	}
}

func released(t *testing.T, s *site) (n int) {
	t.Helper()
	st, err := s.studies.Study(t.Context(), "impact")
	must(t, err)
	st.View(func(x *core.State) { n = len(x.Released(core.UsePeople)) })
	return n
}

// A project of another program is looked at, counted in another way, taken in
// and given out again.
func TestAProjectIsLookedAtBeforeItIsTakenIn(t *testing.T) {
	s := newSite(t)
	c := s.researcher("s-read")
	c.post("/studies", "command", "open-2", "name", "other", "title", "Other", "approach",
		"codebook").leads("/studies/other")
	b, err := os.ReadFile("../../voice/qdpx/testdata/synthetic-dialect-utf16-crlf-bom.qdpx")
	must(t, err)
	look := c.upload("/studies/other/exchange", "project.qdpx", b, "command", "u1", "what", "look")
	if look.code != http.StatusOK || !strings.Contains(look.text(), "utf-16") || !strings.Contains(look.text(),
		"What would be lost") {
		t.Fatalf("looking answers %d: %s", look.code, look.text())
	}
	st, err := s.studies.Study(t.Context(), "other")
	must(t, err)
	if st.Project().Sources != nil {
		t.Fatal("looking recorded something")
	}
	as := c.post("/studies/other/exchange", "command", "u2", "what", "as", "as", "code-point,crlf=1,bom=0,exclusive")
	if as.code != http.StatusOK || as.text() == look.text() {
		t.Errorf("another way to count shows the same: %d", as.code)
	}
	c.post("/studies/other/exchange", "command", "u3", "what", "take", "as", "").leads("/studies/other")
	if n := len(st.Project().Sources); n == 0 {
		t.Fatal("nothing was taken in")
	}
	for _, kind := range []string{".qdpx", ".qdc", ".docx", ".md", ".codes.csv", ".csv", ".matrix.csv",
		".matrix.docx"} {
		out := c.post("/studies/other/exchange/out", "command", "out"+strings.ReplaceAll(kind, ".", "-"), "kind", kind,
			"label", "Archive")
		if out.code != http.StatusOK || len(out.text()) == 0 {
			t.Errorf("%s answers %d", kind, out.code)
		}
	}
	if a := c.post("/studies/other/exchange/out", "command", "none", "kind",
		".csv"); a.code != http.StatusUnprocessableEntity {
		t.Errorf("a file without a purpose leaves: %d", a.code)
	}
	if a := c.upload("/studies/other/exchange", "bad.qdpx", []byte("PK no"), "command", "u4", "what", "look"); a.code !=
		http.StatusUnprocessableEntity {
		t.Errorf("a file that is none answers %d", a.code)
	}
}

// upload presses a form with a file.
func (c *client) upload(path, name string, b []byte, fields ...string) *answer {
	c.s.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		must(c.s.t, m.WriteField(fields[i], fields[i+1]))
	}
	f, err := m.CreateFormFile("file", name)
	must(c.s.t, err)
	_, err = f.Write(b)
	must(c.s.t, err)
	must(c.s.t, m.Close())
	r, err := http.NewRequest("POST", c.s.url+path, &body)
	must(c.s.t, err)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Origin", c.s.url)
	return c.do(r)
}
