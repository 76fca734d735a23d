package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"steady/person"
	"steady/voice"
	core "steady/voice/study"
)

// said is an invented interview: an emoji of several parts, an accent that is a
// character of its own, and a turn from right to left.
const said = "Interviewer: How is it to come here?\n" +
	"Anna: I wait 👍🏽 an hour each day. They know my name, e\u0301ven the new ones. It helps.\n" +
	"Interviewer: What would you change?\n" +
	"Anna: אני מחכה שעה כל יום. The hours. Two buses there, two buses back.\n"

// coding is a study with one interview and two coders beside who leads it.
type coding struct {
	*site
	lead, ann, ben *client
	text, at       string
	n              int
}

func newCoding(t *testing.T) *coding {
	s := newSite(t)
	c := &coding{site: s, lead: s.researcher("s-lead")}
	c.ann, c.ben = s.researcher("s-ann"), s.researcher("s-ben")
	c.lead.post("/studies", "command", "open", "name", "impact", "title", "What changed", "approach",
		"codebook").leads("/")
	c.lead.post("/studies/impact/texts", "command", "text", "name", "One", "words", said).leads("/")
	for _, who := range []string{"s-ann", "s-ben"} {
		c.lead.post("/studies/impact", "command", "let-"+who, "what", "member", "staff", who, "part", "member").leads("/")
	}
	c.state(func(x *core.State) { c.text = voice.BareID(x.Project.Sources[0].ID) })
	c.at = "/studies/impact/texts/" + c.text
	return c
}

func (c *coding) state(f func(*core.State)) {
	c.t.Helper()
	st, err := c.studies.Study(c.t.Context(), "impact")
	must(c.t, err)
	st.View(f)
}

// passages tells what is coded: words, code, coder.
func (c *coding) passages() (out []string) {
	c.state(func(x *core.State) {
		q := x.Held[c.text].Quotes
		for _, p := range x.Passages(nil) {
			out = append(out, q.Quote(p.Start, p.End)+" = "+strings.Join(x.Path(p.Code), " › "))
		}
	})
	return out
}

// mark sends what the script sends for words of the text: positions inside the
// line that holds them, in UTF-16 units.
func (c *coding) mark(who *client, words, code, what string) *answer {
	c.t.Helper()
	at := strings.Index(said, words)
	line := strings.LastIndex(said[:at], "\n") + 1
	units := func(s string) string { return fmt.Sprint(len(utf16.Encode([]rune(s)))) }
	start := fmt.Sprint(len([]rune(said[:line])))
	c.n++
	return who.part(c.at+"/code", url.Values{"command": {fmt.Sprint("mark-", c.n)}, "version": {"1"}, "b1": {start},
		"b2": {start},
		"u1": {units(said[line:at])}, "u2": {units(said[line : at+len(words)])}, "code": {code}, "what": {what}})
}

// part posts a form as the script does, for a part of a page.
func (c *client) part(path string, v url.Values) *answer {
	c.s.t.Helper()
	r, err := http.NewRequest("POST", c.s.url+path, strings.NewReader(v.Encode()))
	must(c.s.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", c.s.url)
	r.Header.Set("X-Part", "desk")
	return c.do(r)
}

// posts is the form of a page that is posted to an address; another one before it
// may ask the same address.
func (a *answer) posts(action string) url.Values {
	a.t.Helper()
	if at := strings.Index(a.body, `method="post" action="`+action+`"`); at >= 0 {
		b := *a
		b.body = a.body[at:]
		return b.form(action)
	}
	return a.form(action)
}

func TestCodingCountsCharactersAsPeopleDo(t *testing.T) {
	c := newCoding(t)
	for _, words := range []string{"wait 👍🏽 an hour", "👍🏽", "e\u0301ven", "מחכה שעה", "The hours."} {
		c.mark(c.ann, words, "Waiting", "new").status(200)
		got := c.passages()
		if last := got[len(got)-1]; last != words+" = Waiting" {
			t.Errorf("%q is coded as %q", words, last)
		}
	}
	// Half of a character is not a passage; its other half comes with it.
	answer := c.ann.part(c.at+"/code", url.Values{"command": {"half"}, "version": {"1"}, "b1": {"37"}, "b2": {"37"},
		"u1": {"14"},
		"u2": {"20"}, "code": {"Waiting"}, "what": {"code"}})
	if answer.code != http.StatusUnprocessableEntity {
		t.Errorf("a passage that begins in the middle of an emoji answers %d", answer.code)
	}
	if n := len(c.passages()); n != 5 {
		t.Errorf("%d codings", n)
	}
}

func TestThePanelAnswersWithWhatChanged(t *testing.T) {
	c := newCoding(t)
	a := c.mark(c.ann, "an hour", "Waiting", "code").status(http.StatusUnprocessableEntity)
	if !strings.Contains(a.body, "Make “Waiting” a code") {
		t.Error(a.body)
	}
	a = c.mark(c.ann, "an hour", "Waiting", "new").status(200)
	if strings.Count(a.body, `class="piece"`) != 1 || !strings.Contains(a.body, `id="desk-panel"`) ||
		!strings.Contains(a.body, "Take back") {
		t.Error(a.body)
	}
	a = c.mark(c.ann, "my name", "", "invivo").status(200)
	if got := c.passages(); got[1] != "my name = my name" {
		t.Error(got)
	}
	c.mark(c.ann, "my name", "waiting", "code").status(200) // in small letters
	c.mark(c.ann, "my name", "", "code").status(http.StatusUnprocessableEntity)
	c.mark(c.ann, "Two buses", "Waiting › Roads", "new").status(200)
	if got := c.passages(); got[3] != "Two buses = Waiting › Roads" {
		t.Error(got)
	}
	// Taking back takes back one's own last one, and answers with its block.
	page := c.ann.get(c.at + "/code").status(200)
	a = c.ann.part(c.at+"/undo", page.form(c.at+"/undo")).status(200)
	if got := c.passages(); len(got) != 3 || !strings.Contains(a.body, `class="piece"`) {
		t.Errorf("%v %s", got, a.body)
	}
	page = c.ann.get(c.at + "/code")
	c.ann.part(c.at+"/undo", page.form(c.at+"/undo")).status(200)
	if got := c.passages(); len(got) != 2 {
		t.Error(got)
	}
}

// Without a script a passage's number leads to a form of its sentences.
func TestCodingWithoutAScript(t *testing.T) {
	c := newCoding(t)
	page := c.ann.get(c.at+"/code?from=2&at=2").status(200).says("From sentence", "They know my name")
	v := page.posts(c.at + "/code")
	var from, to string
	for _, x := range []struct {
		words string
		into  *string
		end   int
	}{{"They know", &from, 0}, {"ones. ", &to, 6}} {
		at := strings.Index(said, x.words) + x.end
		*x.into = fmt.Sprint(len([]rune(said[:at])))
	}
	v.Set("from", from)
	v.Set("to", to)
	v.Set("code", "Known")
	v.Set("what", "new")
	c.ann.postForm(c.at+"/code", v).leads(c.at + "/code?from=2")
	if got := c.passages(); got[0] != "They know my name, e\u0301ven the new ones. = Known" {
		t.Error(got)
	}
	v = c.ann.get(c.at + "/code?from=2&at=2").posts(c.at + "/code")
	v.Set("from", from)
	v.Set("to", to)
	v.Set("words", "MY NAME")
	v.Set("code", "Known")
	v.Set("what", "code")
	c.ann.postForm(c.at+"/code", v).leads(c.at)
	if got := c.passages(); got[1] != "my name = Known" {
		t.Error(got)
	}
	v.Set("command", "another")
	v.Set("words", "not there")
	if a := c.ann.postForm(c.at+"/code", v); a.code != http.StatusUnprocessableEntity || !strings.Contains(a.text(),
		"do not stand") {
		t.Error(a.code, a.text())
	}
}

// The pages of an analysis open, say what is there, and change it.
func TestFromCodesToThemesOnTheScreens(t *testing.T) {
	c := newCoding(t)
	c.mark(c.ann, "an hour", "Waiting", "new").status(200)
	c.mark(c.ben, "an hour each day", "Waiting", "code").status(200)
	c.mark(c.ann, "They know my name", "Known", "new").status(200)
	const at = "/studies/impact"
	c.ann.get(at+"/codes").status(200).says("Waiting", "1 person, 2 passages", "Known")
	var waiting, known, first string
	c.state(func(x *core.State) {
		waiting, known = voice.BareID(x.Project.Codes[0].ID), voice.BareID(x.Project.Codes[1].ID)
		first = x.Passages(nil)[0].ID
	})
	page := c.ann.get(at + "/codes/" + waiting).status(200).says("an hour each day")
	c.ann.press(page, at+"/codes/"+waiting, "what", "describe", "name", "Waiting time", "definition", "Hours that go by").
		leads(at)
	c.ann.get(at+"/codes/"+waiting).says("Hours that go by", "version 2")
	c.ann.get(at+"/find?words=buses&widen=sentence").status(200).says("1 place", "Two buses there, two buses back")
	page = c.ann.get(at + "/find?words=BUSES")
	page.says("2 places in 1 text")
	v := page.posts(at + "/find")
	v.Set("code", "Roads")
	v.Set("what", "new")
	c.ann.postForm(at+"/find", v).leads(at + "/codes")
	if n := len(c.passages()); n != 5 {
		t.Errorf("%d codings", n)
	}
	c.ann.get(at+"/retrieve?all="+waiting).status(200).says("2 passages", "an hour each day")
	c.ann.get(at + "/retrieve?all=" + waiting + "&all=" + known).says("0 passages")
	c.ann.get(at + "/meetings").status(200)
	c.ann.press(c.ann.get(at+"/themes"), at+"/themes", "what", "theme", "name", "Time given away", "status",
		"candidate").leads(at)
	var theme string
	c.state(func(x *core.State) { theme = x.Analysis.Themes[0].ID })
	to := at + "/themes/" + theme
	c.ann.post(to, "command", "place", "what", "in", "code", waiting).leads(to)
	one := c.at + "/codings/" + first
	c.ann.get(one).status(200).says("Take it away", "Time given away")
	c.ann.post(one, "command", "pick", "what", "pick", "theme", theme).leads(one)
	c.ann.post(one, "command", "memo", "what", "memo", "kind", "note", "memo_words", "Look at this again").leads(one)
	c.ann.post(one, "command", "neg", "what", "negative", "theme", theme, "why", "short this time").leads(one)
	c.ann.get(to).says("an hour", "short this time")
	c.ann.get(at+"/themes").says("Time given away", "1 person", "1 passage")
	c.ann.get(at + "/memos?words=AGAIN").says("Look at this again")
	c.ann.get(at+"/matrix").status(200).says("Waiting time", "One")
	cell := at + "/matrix/" + c.text + "/" + waiting
	c.ann.press(c.ann.get(cell).status(200), cell, "says", "Waits an hour").leads(at + "/matrix")
	c.ann.get(at + "/matrix").says("Waits an hour")
	c.ann.get(at + "/saturation").status(200).says("Not counted")
	c.ann.get(at + "/saturation?base=1&run=1").status(200)
	c.ann.press(c.ann.get(at+"/phases").status(200), at+"/phases", "phase", "4", "note", "all read").leads(at)
	c.ann.get(at+"/trail").status(200).says("phase: Review the themes", "theme “Time given away”", "new code")
	c.ann.press(c.ann.get(at+"/codes/"+known), at+"/codes/"+known, "what", "merge", "into", waiting).leads(at)
	if got := strings.Join(c.passages(), "; "); strings.Contains(got, "Known") || !strings.Contains(got,
		"They know my name = Waiting time") {
		t.Error(got)
	}
	c.ann.get(c.at + "/compare").status(200).says("an hour")
}

func TestAgreementIsShownWhereItBelongs(t *testing.T) {
	c := newCoding(t)
	const at = "/studies/impact/agreement"
	c.mark(c.ann, "an hour", "Waiting", "new").status(200)
	c.mark(c.ben, "an hour each day", "Waiting", "code").status(200)
	c.mark(c.ben, "The hours.", "Waiting", "code").status(200)
	a := c.ann.get(at).status(200).says("Cohen", "Alpha U", "Where they differ", "each day", "The hours.")
	c.ann.get(at + "?units=coded&coder=" + c.coder("s-ann") + "&coder=" + c.coder("s-ben") + "&intervals=yes").status(200).
		says("undefined")
	v := a.posts(at)
	v.Set("keep", "yes")
	v.Set("why", "the whole day counts")
	c.ann.postForm(at, v).leads(at)
	c.ann.get(at).says("Settled: the code belongs here", "the whole day counts")
	if n := len(c.passages()); n != 4 {
		t.Errorf("%d codings: the two coders' own and one of both", n)
	}
	c.lead.post("/studies/impact", "command", "about", "what", "about", "title", "What changed", "approach", "reflexive").
		leads("/")
	if got := c.ann.get(at).status(200).text(); strings.Contains(got, "Cohen") || !strings.Contains(got,
		"no mark of quality") {
		t.Error(got)
	}
	c.ann.get(at + "?anyway=yes").says("Cohen")
}

func (c *coding) coder(staff person.StaffID) (id string) {
	c.state(func(x *core.State) { id = voice.BareID(x.Coders[staff]) })
	return id
}

// Who codes blind sees nothing of the other coder on any page.
func TestBlindCodersSeeNothingOfEachOther(t *testing.T) {
	c := newCoding(t)
	c.mark(c.lead, "It helps", "Waiting", "new").status(200)
	c.lead.post(c.at+"/round", "command", "blind", "what", "open", "coders", "s-ann", "coders", "s-ben").leads(c.at)
	c.mark(c.ann, "an hour each day", "Ann's own code", "new").status(200)
	c.mark(c.ann, "The hours.", "Waiting", "code").status(200)
	var own string
	c.state(func(x *core.State) { own = x.Passages(nil)[1].ID })
	for _, path := range []string{c.at + "/code", c.at + "/compare", "/studies/impact/codes", "/studies/impact/trail",
		"/studies/impact/retrieve?all=", "/studies/impact/agreement", "/studies/impact/memos",
		"/studies/impact/matrix?of=all",
		"/studies/impact/find?words=hour", "/studies/impact/meetings", "/studies/impact/themes"} {
		for name, who := range map[string]*client{"ben": c.ben, "who leads": c.lead} {
			got := who.get(path).status(200).body
			if strings.Contains(got, "Ann") && strings.Contains(got, "own code") || strings.Contains(got, own) {
				t.Errorf("%s sees on %s what ann codes blind", name, path)
			}
		}
	}
	if a := c.ben.get(c.at + "/codings/" + own); a.code != http.StatusNotFound {
		t.Errorf("the coding itself answers %d", a.code)
	}
	c.ann.get(c.at+"/code").says("Ann", "blind")
	for _, who := range []*client{c.ann, c.ben} {
		who.post(c.at+"/round", "command", fmt.Sprint("done-", who == c.ann), "what", "done").leads(c.at)
	}
	c.ben.get(c.at + "/code").says("own code")
}

// codedOnce codes a passage of a text and makes a theme, for pages that show one.
func (s *site) codedOnce(text string) (code, theme, coding string) {
	s.t.Helper()
	st, err := s.studies.Study(s.t.Context(), "impact")
	must(s.t, err)
	for id, body := range map[string]core.Body{
		"once-1": core.CodePassages{Passages: []core.Place{{Source: text, Version: 1, Start: 0, End: 5}},
			New: core.Entry{Name: "Waiting"}},
		"once-2": core.WriteTheme{Name: "Time", Status: core.Candidate},
	} {
		_, err := st.Do(s.t.Context(), core.Command{ID: id, By: "s-read", Body: body})
		must(s.t, err)
	}
	st.View(func(x *core.State) {
		p := x.Passages(nil)[0]
		code, theme, coding = p.Code, x.Analysis.Themes[0].ID, p.ID
	})
	return code, theme, coding
}
