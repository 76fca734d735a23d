package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/person"
	"steady/refusal"
	"steady/voice"
	core "steady/voice/study"
)

// deskAsk is what the panel asks for, read against the text that was seen.
type deskAsk struct {
	body    core.Body
	problem *page.Problem
	unknown string // a name that is no code: offered as a new one
	code    string // as it is told
}

// deskPress codes the chosen words. A browser with the script gets the panel and
// the blocks that changed; one without gets the page again.
func (s *Server) deskPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	var ask deskAsk
	var before []uint64
	found := false
	err := s.analysis(r, st, func(a *analyst) {
		d := s.deskIn(a, r.PathValue("text"))
		if d == nil {
			return
		}
		found = true
		ask, before = d.ask(p), d.signs()
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
		return
	case !found:
		s.noStudy(w, r, "There is no such text in this study.")
		return
	}
	tools := page.DeskTools{Problem: ask.problem, New: ask.unknown, Code: page.Field{Value: p.get("code")},
		Words: page.Field{Value: p.get("words")}}
	if ask.body != nil {
		_, err := st.Do(r.Context(), core.Command{ID: p.req.Command.ID, By: p.req.Command.By, Body: ask.body})
		var no *refusal.Refusal
		switch {
		case errors.As(err, &no):
			tools.Problem = &page.Problem{Title: "Not recorded", Lines: []page.ProblemLine{{Text: no.Sentence, Rule: no.Rule}}}
		case err != nil:
			s.fault(w, r, err)
			return
		default:
			tools = page.DeskTools{Says: "Coded: " + ask.code}
		}
	}
	s.answerDesk(w, r, st, tools, before)
}

// answerDesk answers a press on the desk, with the blocks that differ from what
// they were before it.
func (s *Server) answerDesk(w http.ResponseWriter, r *http.Request, st *study.Study, tools page.DeskTools,
	before []uint64) {
	status := http.StatusOK
	if tools.Problem != nil {
		status = http.StatusUnprocessableEntity
	}
	if r.Header.Get(partHeader) == "" {
		if tools.Problem != nil {
			s.drawDesk(w, r, st, status, tools, true)
			return
		}
		to := "/studies/" + st.ID() + "/texts/" + r.PathValue("text") + "/code?from=" +
			strconv.Itoa(max(1, whole(r.PostForm.Get("at")))) + "#b" + strconv.Itoa(max(1, whole(r.PostForm.Get("at"))))
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	var changed []page.DeskBlock
	found := false
	err := s.analysis(r, st, func(a *analyst) {
		d := s.deskIn(a, r.PathValue("text"))
		if d == nil {
			return
		}
		found = true
		var stale *page.Stale
		if stale, changed = d.since(before, d.signs(), false); stale != nil {
			tools.Says += " Much changed: load the page again to see all of it."
		}
		d.tools(&tools, 0)
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case !found:
		s.noStudy(w, r, "There is no such text in this study.")
	default:
		w.Header().Set(partHeader, "desk")
		s.draw(w, r, status, page.DeskAnswer(tools, changed))
	}
}

// ask reads the panel.
func (d *deskOf) ask(p *press) (out deskAsk) {
	wrong := func(text string) deskAsk {
		out.body, out.problem = nil, &page.Problem{Lines: []page.ProblemLine{{Text: text, Field: "desk-code"}}}
		return out
	}
	place, problem := d.place(p)
	if problem != "" {
		return wrong(problem)
	}
	typed := strings.Join(strings.Fields(p.get("code")), " ")
	if p.get("what") == "invivo" {
		words := short(d.held(d.i).Quotes.Quote(place.Start, place.End), 80)
		if id, _ := d.findCode(words); id != "" {
			out.body, out.code = core.CodePassages{Passages: []core.Place{place}, Code: id}, d.codeName(id)
			return out
		}
		out.code = words
		out.body = core.CodePassages{Passages: []core.Place{place}, New: core.Entry{Name: words, Origin: core.InVivo}}
		return out
	}
	if typed == "" {
		return wrong("Write a code, or press “In their words”.")
	}
	id, several := d.findCode(typed)
	switch {
	case id != "":
		out.body, out.code = core.CodePassages{Passages: []core.Place{place}, Code: id}, d.codeName(id)
	case several:
		return wrong("Several codes are called “" + typed + "”: choose one from the list, with the codes above it.")
	case p.get("what") == "new":
		parent, name := d.newCode(typed)
		out.code = typed
		out.body = core.CodePassages{Passages: []core.Place{place}, New: core.Entry{Name: name, Origin: core.Inductive},
			Parent: parent}
	default:
		out.unknown = typed
		return wrong("There is no code “" + typed + "” yet.")
	}
	return out
}

// newCode reads where a new code is to lie: "Barriers › Waiting" is one called
// Waiting under Barriers, where there is such a code.
func (a *analyst) newCode(typed string) (parent, name string) {
	i := strings.LastIndex(typed, "›")
	if i < 0 {
		return "", typed
	}
	above := strings.TrimSpace(typed[:i])
	for id, l := range a.look {
		if strings.EqualFold(l.path, above) && a.code(id) {
			return id, strings.TrimSpace(typed[i+len("›"):])
		}
	}
	return "", typed
}

// place reads which words were chosen: by the script as positions of the browser
// in two blocks, or as sentences of the form, of which words may be a part. It
// is whole characters without the spaces around them.
func (d *deskOf) place(p *press) (out core.Place, problem string) {
	const again = "Choose a passage of the text: mark words, or press the number beside a passage."
	q := d.held(d.i).Quotes
	out = core.Place{Source: d.sourceID(d.i), Version: whole(p.get("version"))}
	if out.Version != d.held(d.i).Version {
		return out, "The text was corrected since this page was loaded: load it again, then choose the passage."
	}
	if p.get("u1") != "" || p.get("u2") != "" {
		var ok1, ok2 bool
		out.Start, ok1 = d.fromBrowser(p.get("b1"), p.get("u1"))
		out.End, ok2 = d.fromBrowser(p.get("b2"), p.get("u2"))
		if !ok1 || !ok2 {
			return out, again
		}
	} else {
		if p.get("from") == "" || p.get("to") == "" {
			return out, again
		}
		out.Start, out.End = whole(p.get("from")), whole(p.get("to"))
	}
	if out.End <= out.Start || out.End > q.Len() {
		return out, again
	}
	if words := p.get("words"); words != "" && p.get("u1") == "" {
		look := voice.Look{For: words}
		found := look.Find([]rune(q.Quote(out.Start, out.End)))
		switch len(found) {
		case 0:
			return out, "These words do not stand in the sentences: write them as they stand there."
		case 1:
			out.Start, out.End = out.Start+found[0].Start, out.Start+found[0].End
		default:
			return out, "These words stand there several times: write one or two more of the words around them."
		}
	}
	out.Start, out.End = trimmed([]rune(q.Quote(out.Start, out.End)), out.Start)
	if out.End <= out.Start {
		return out, again
	}
	out.Start, out.End = widen(q, out.Start, out.End)
	return out, ""
}

// fromBrowser turns a position in a block, in UTF-16 units, into a character of
// the text.
func (d *deskOf) fromBrowser(block, units string) (int, bool) {
	start, err1 := strconv.Atoi(block)
	u, err2 := strconv.Atoi(units)
	at := slices.IndexFunc(d.blocks, func(b voice.Block) bool { return b.Start == start })
	if err1 != nil || err2 != nil || at < 0 {
		return 0, false
	}
	b := d.blocks[at]
	points, err := voice.FromUTF16(d.held(d.i).Quotes.Quote(b.Start, b.End), u)
	return b.Start + points, err == nil
}

// trimmed leaves out the spaces at both ends.
func trimmed(words []rune, at int) (start, end int) {
	space := func(c rune) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0xA0 }
	from, to := 0, len(words)
	for from < to && space(words[from]) {
		from++
	}
	for to > from && space(words[to-1]) {
		to--
	}
	return at + from, at + to
}

// widen takes in the rest of a character that was chosen in part. A few
// characters around are enough to know it.
func widen(q *voice.Quoter, start, end int) (int, int) {
	const around = 16
	from := max(0, start-around)
	to := min(q.Len(), end+around)
	a, b := voice.Whole([]rune(q.Quote(from, to)), start-from, end-from)
	return from + a, from + b
}

// deskUndo takes the last coding action of somebody back, or does it again.
func (s *Server) deskUndo(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	again := p.yes("again")
	tools := page.DeskTools{Says: "Taken back."}
	if again {
		tools.Says = "Done again."
	}
	var before []uint64
	err := s.analysis(r, st, func(a *analyst) {
		if d := s.deskIn(a, r.PathValue("text")); d != nil {
			before = d.signs()
		}
	})
	if err == nil {
		_, err = st.Do(r.Context(), core.Command{ID: p.req.Command.ID, By: p.req.Command.By,
			Body: core.Undo{Seq: p.req.Command.Expect, Again: again}})
	}
	var no *refusal.Refusal
	switch {
	case errors.As(err, &no):
		tools = page.DeskTools{Problem: &page.Problem{Title: "Not recorded",
			Lines: []page.ProblemLine{{Text: no.Sentence, Rule: no.Rule}}}}
	case err != nil:
		s.fault(w, r, err)
		return
	}
	s.answerDesk(w, r, st, tools, before)
}

// roundPress begins blind coding of a text, or says that somebody is done.
func (s *Server) roundPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	var body core.Body
	switch p.get("what") {
	case "open":
		b := core.OpenRound{Source: r.PathValue("text")}
		for _, id := range r.PostForm["coders"] {
			b.Coders = append(b.Coders, person.StaffID(id))
		}
		body = b
	default:
		body = core.FinishRound{Source: r.PathValue("text"), Coder: person.StaffID(p.get("coder"))}
	}
	to := "/studies/" + st.ID() + "/texts/" + r.PathValue("text") + "/code"
	p.toStudy(w, st, body, to, func(prob *page.Problem) {
		s.drawDesk(w, r, st, http.StatusUnprocessableEntity, page.DeskTools{Problem: prob}, true)
	})
}
