package web

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/study"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/voice"
	core "steady/voice/study"
)

// codingRoutes are the pages on which texts are coded and themes made of codes.
func (s *Server) codingRoutes() map[string]http.Handler {
	const at, text = "/studies/{study}", "/studies/{study}/texts/{text}"
	return map[string]http.Handler{
		"GET " + text + "/code": s.inStudy(s.desk), "POST " + text + "/code": s.inStudy(s.deskPress),
		"GET " + text + "/code/events": s.inStudy(s.deskEvents), "POST " + text + "/undo": s.inStudy(s.deskUndo),
		"GET " + text + "/codings/{coding}": s.inStudy(s.codingPage), "POST " + text +
			"/codings/{coding}": s.inStudy(s.codingPress),
		"GET " + text + "/compare": s.inStudy(s.comparePage), "POST " + text + "/round": s.inStudy(s.roundPress),
		"GET " + at + "/codes": s.inStudy(s.codeBook), "POST " + at + "/codes": s.inStudy(s.codeBookPress),
		"GET " + at + "/codes/{code}": s.inStudy(s.codePage), "POST " + at + "/codes/{code}": s.inStudy(s.codePress),
		"GET " + at + "/find": s.inStudy(s.findPage), "POST " + at + "/find": s.inStudy(s.findPress),
		"GET " + at + "/retrieve": s.inStudy(s.retrievePage),
		"GET " + at + "/meetings": s.inStudy(s.meetingsPage),
		"GET " + at + "/memos":    s.inStudy(s.memosPage), "POST " + at + "/memos": s.inStudy(s.memosPress),
		"GET " + at + "/themes": s.inStudy(s.themesPage), "POST " + at + "/themes": s.inStudy(s.themesPress),
		"GET " + at + "/themes/{theme}": s.inStudy(s.themePage), "POST " + at + "/themes/{theme}": s.inStudy(s.themePress),
		"GET " + at + "/matrix": s.inStudy(s.matrixPage), "GET " + at + "/matrix/{text}/{code}": s.inStudy(s.cellPage),
		"POST " + at + "/matrix/{text}/{code}": s.inStudy(s.cellPress),
		"GET " + at + "/saturation":            s.inStudy(s.saturationPage),
		"GET " + at + "/phases":                s.inStudy(s.phasesPage), "POST " + at + "/phases": s.inStudy(s.phasesPress),
		"GET " + at + "/trail":     s.inStudy(s.trailPage),
		"GET " + at + "/agreement": s.inStudy(s.agreementPage), "POST " + at + "/agreement": s.inStudy(s.agreementPress),
	}
}

// analysisWays are the pages of an analysis, for the head of every page of a
// study.
func analysisWays(id string) []page.Link {
	at := "/studies/" + id
	return []page.Link{{Text: "Codes", URL: at + "/codes"}, {Text: "Find words", URL: at + "/find"},
		{Text: "Retrieve", URL: at + "/retrieve"}, {Text: "Themes", URL: at + "/themes"}, {Text: "Matrix", URL: at +
			"/matrix"},
		{Text: "Memos", URL: at + "/memos"}, {Text: "New codes over time", URL: at + "/saturation"},
		{Text: "Phases", URL: at + "/phases"}, {Text: "Trail", URL: at + "/trail"}}
}

// analyst is one drawing of a page for somebody who works in a study: what they
// may see of it, and how codes and coders are called.
type analyst struct {
	x    *core.State
	n    names
	z    moment.Zone
	now  moment.Instant
	who  person.StaffID
	at   string // address of the study
	sees func(source, coder string) bool
	code func(code string) bool // which codes they may see
	look map[string]codeLook    // by bare id
	by   map[string]string      // names of coders, by bare id
}

// codeLook is how a code is told apart.
type codeLook struct {
	letters string
	style   int
	path    string // names from the root
	name    string
}

// analysis draws a page of a study.
func (s *Server) analysis(r *http.Request, st *study.Study, build func(*analyst)) error {
	who, _ := login.Who(r.Context())
	return s.with(r.Context(), nil, func(c *clinic.State, n names) {
		st.View(func(x *core.State) {
			a := &analyst{x: x, n: n, z: c.Zone(), now: s.house.Now(), who: who.ID, at: "/studies/" + x.ID,
				sees: x.Sees(who.ID), code: x.SeesCode(who.ID)}
			a.lookUp()
			build(a)
		})
	})
}

func (a *analyst) lookUp() {
	names := make([]string, len(a.x.Project.Codes))
	for i, c := range a.x.Project.Codes {
		names[i] = c.Name
	}
	a.look, a.by = map[string]codeLook{}, map[string]string{}
	var line []string
	for i, letters := range voice.Letters(names) {
		c := &a.x.Project.Codes[i]
		line = append(line[:min(len(line), c.Depth-1)], c.Name)
		id := voice.BareID(c.ID)
		if _, twice := a.look[id]; !twice {
			a.look[id] = codeLook{letters, i, strings.Join(line, " › "), c.Name}
		}
	}
	for _, u := range a.x.Project.Users {
		a.by[voice.BareID(u.ID)] = u.Name
	}
	for staff, id := range a.x.Coders {
		if name := a.n.staff(staff); staff != "" && name != "" {
			a.by[voice.BareID(id)] = name
		}
	}
}

// coder names who gave a code.
func (a *analyst) coder(id string) string {
	if name := a.by[id]; name != "" {
		return name
	}
	return "coder not named"
}

// codeName names a code with those above it; one that is gone says so.
func (a *analyst) codeName(id string) string {
	if l, ok := a.look[id]; ok {
		return l.path
	}
	return "a code that is gone"
}

func (a *analyst) mark(code string) page.DeskMark {
	l, ok := a.look[code]
	if !ok {
		return page.DeskMark{Letters: "?", Code: a.codeName(code)}
	}
	return page.DeskMark{Letters: l.letters, Style: l.style, Code: l.name, URL: a.at + "/codes/" + code}
}

// texts lists the sources that have words, by their number.
func (a *analyst) texts() (out []int) {
	for i := range a.x.Project.Sources {
		if a.x.Project.Sources[i].HasText && a.held(i) != nil {
			out = append(out, i)
		}
	}
	return out
}

func (a *analyst) source(i int) *voice.Source { return &a.x.Project.Sources[i] }
func (a *analyst) sourceID(i int) string      { return voice.BareID(a.x.Project.Sources[i].ID) }
func (a *analyst) held(i int) *core.Held      { return a.x.Held[a.sourceID(i)] }
func (a *analyst) textURL(i int) string       { return a.at + "/texts/" + a.sourceID(i) }

// passages are the codings that may be seen.
func (a *analyst) passages() []voice.Passage { return a.x.Passages(a.sees) }

// codeNames lists the codes that can be given, for a field that proposes them.
func (a *analyst) codeNames() (out []string) {
	for i := range a.x.Project.Codes {
		c := &a.x.Project.Codes[i]
		if id := voice.BareID(c.ID); c.Codable && a.code(id) {
			out = append(out, a.look[id].path)
		}
	}
	return out
}

// codeChoices lists codes for a field to choose from.
func (a *analyst) codeChoices(all bool) (out []page.Choice) {
	for i := range a.x.Project.Codes {
		c := &a.x.Project.Codes[i]
		if id := voice.BareID(c.ID); (all || c.Codable) && a.code(id) {
			out = append(out, page.Choice{Value: id, Label: strings.Repeat("– ", c.Depth-1) + c.Name})
		}
	}
	return out
}

// findCode finds the code that was meant by what was typed: its whole path, or
// its name where one code alone has it. Several reports that more than one does.
func (a *analyst) findCode(typed string) (id string, several bool) {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	typed = fold(typed)
	var named []string
	for i := range a.x.Project.Codes {
		c := &a.x.Project.Codes[i]
		id := voice.BareID(c.ID)
		if !a.code(id) || !c.Codable {
			continue
		}
		if fold(a.look[id].path) == typed {
			return id, false
		}
		if fold(c.Name) == typed {
			named = append(named, id)
		}
	}
	if len(named) == 1 {
		return named[0], false
	}
	return "", len(named) > 1
}

// quote is the words of a passage with a little of what stands around them.
func (a *analyst) quote(text, start, end, around int) (before, words, after string) {
	q := a.held(text).Quotes
	from, to := max(0, start-around), min(q.Len(), end+around)
	before, after = q.Quote(from, start), q.Quote(end, to)
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	} else if from > 0 {
		before = "…" + before
	}
	if i := strings.IndexByte(after, '\n'); i >= 0 {
		after = after[:i]
	} else if to < q.Len() {
		after += "…"
	}
	return before, q.Quote(start, end), after
}

// short cuts words to what fits beside a code.
func short(words string, most int) string {
	r := []rune(strings.Join(strings.Fields(words), " "))
	if len(r) <= most {
		return string(r)
	}
	return strings.TrimSpace(string(r[:most-1])) + "…"
}

// cuts remembers how texts are cut into blocks: positions alone, no words, so
// that nothing of an erased text stays.
type cuts struct {
	mu  sync.Mutex
	all map[cutKey][]voice.Block
}

type cutKey struct {
	study, source string
	version       int
	length        int
}

// blockChars is how many characters a block has at most, windowChars how many are
// drawn at once.
const (
	blockChars  = 900
	windowChars = 9000
)

// blocks cuts a text, or gives how it was cut before.
func (s *Server) blocks(a *analyst, i int) []voice.Block {
	src, held := a.source(i), a.held(i)
	key := cutKey{a.x.ID, a.sourceID(i), held.Version, held.Quotes.Len()}
	s.cuts.mu.Lock()
	defer s.cuts.mu.Unlock()
	if b, ok := s.cuts.all[key]; ok {
		return b
	}
	var turns []voice.Turn
	if src.Interview != nil {
		turns = src.Interview.Turns
	}
	if len(s.cuts.all) > 32 || s.cuts.all == nil {
		s.cuts.all = map[cutKey][]voice.Block{}
	}
	b := voice.Blocks([]rune(src.Text), turns, blockChars)
	s.cuts.all[key] = b
	return b
}

// blockAt is the number of the block that holds a position, from 0.
func blockAt(blocks []voice.Block, at int) int {
	from, _ := voice.Touched(blocks, at, at+1)
	return min(from, max(0, len(blocks)-1))
}

// head starts a page of an analysis.
func (a *analyst) head(title, lead string) page.Study {
	return page.Study{Heading: title, Lead: lead, Ways: studyWays(a.x)}
}

// analysisLayout is the layout of a page of an analysis.
func (s *Server) analysisLayout(r *http.Request, st *study.Study, title string, prob *page.Problem) page.Layout {
	l := s.studyLayout(r, title)
	l.Problem, l.Back = prob, &page.Link{Text: "The study", URL: "/studies/" + st.ID()}
	return l
}

// form starts a form of a page of the analysis; what tells it apart.
func (a *analyst) form(action, what string, more ...page.Pair) page.Form {
	return page.Form{Action: action, Command: app.NewCommandID(), Expect: "0",
		Hidden: append([]page.Pair{{Name: "what", Value: what}}, more...)}
}

// stampOf says when something was done.
func (a *analyst) stampOf(at moment.Instant) string { return stamp(a.z, a.now, at) }

// caseOf names whose interview a text is: what one person said in two of them is
// counted once. A text of nobody known is a case of its own.
func (a *analyst) caseOf(text int) string {
	if h := a.held(text); h != nil && h.Participant != "" {
		return h.Participant
	}
	return a.sourceID(text)
}

// carriedWords says how much carries a code: people, then texts, then passages.
func carriedWords(c voice.Carried) string {
	if c.Passages == 0 {
		return "no passage yet"
	}
	return peopleWords(c.Cases) + ", " + plural(c.Passages, "passage")
}

// picked are the values of a question that may be asked several times.
func picked(r *http.Request, name string) []string {
	var out []string
	for _, v := range r.URL.Query()[name] {
		if v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
