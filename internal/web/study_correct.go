package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/internal/login"
	"steady/internal/study"
	"steady/internal/web/page"
	"steady/voice"
	core "steady/voice/study"
)

// textWays are what can be done with one text.
func textWays(x *core.State, text string, lead, keeps bool) []page.Link {
	at := "/studies/" + x.ID + "/texts/" + text
	out := []page.Link{{Text: "Code this text", URL: at + "/code"}}
	if lead {
		out = append(out, page.Link{Text: "Whose it is, who speaks, and corrections", URL: at + "/correct"})
	}
	if keeps {
		out = append(out, page.Link{Text: "Take out names and places", URL: at + "/names"})
	}
	return append(out, studyWays(x)...)
}

func (s *Server) studyCorrect(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawCorrect(w, r, st, http.StatusOK, nil, typed{}, nil)
}

// drawCorrect draws the page on which a text is given to a participant, its
// speakers are said and its words are corrected. Asked are the passages that the
// correction that was typed has to ask about.
func (s *Server) drawCorrect(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed, asked []core.Asked) {
	a, _ := login.Who(r.Context())
	v := page.Study{}
	id := voice.BareID(r.PathValue("text"))
	st.View(func(x *core.State) {
		src, h := x.Source(id), x.Held[id]
		if src == nil || h == nil || !src.HasText {
			return
		}
		at := "/studies/" + x.ID + "/texts/" + id + "/correct"
		v = page.Study{Heading: src.Name, Ways: textWays(x, id, true, x.Can(a.ID, core.KeyHolder)), Facts: []page.Row{
			{Key: "Version", Value: strconv.Itoa(h.Version)}, {Key: "Characters", Value: strconv.Itoa(src.Chars)}}}
		v.Parts = append(v.Parts, page.StudyPart{ID: "whose", Title: "Whose it is",
			Bare: new(s.whoseForm(x, h, at, t))})
		if src.Interview != nil && len(src.Interview.Speakers) > 0 {
			v.Parts = append(v.Parts, page.StudyPart{ID: "speakers", Title: "Who speaks", Bare: new(speakerForm(src, h, at))})
		}
		v.Parts = append(v.Parts, page.StudyPart{ID: "words", Title: "Correct the words", Bare: new(wordsForm(src, h, at, t,
			asked)),
			Lead: "Codings move with their words. Where a correction touches the edge of a coded passage you are asked which " +
				"words belong to it. The version before is kept for key holders."})
	})
	if v.Heading == "" {
		s.noStudy(w, r, "There is no such text in this study.")
		return
	}
	l := s.studyLayout(r, v.Heading)
	l.Problem, l.Back = prob, &page.Link{Text: "The text", URL: "/studies/" + st.ID() + "/texts/" + id}
	s.draw(w, r, status, page.StudyPage(l, v))
}

func (s *Server) whoseForm(x *core.State, h *core.Held, at string, t typed) page.SmallForm {
	who := []page.Choice{{Value: "", Label: "nobody: a field note, a document"}}
	for _, p := range x.Participants {
		if p.Withdrawn == 0 {
			who = append(who, page.Choice{Value: p.ID, Label: p.Label() + attrTail(x, p)})
		}
	}
	guides := []page.Choice{{Value: "0", Label: "none"}}
	for i := range x.Guides {
		guides = append(guides, page.Choice{Value: strconv.Itoa(i + 1), Label: "version " + strconv.Itoa(i+1)})
	}
	day := t.date("day")
	if t.v == nil && h.Day != 0 {
		day = t.dateOr("day", h.Day)
	}
	return studyForm(at, "whose", "", "Record",
		page.SmallField{ID: "who", Name: "who", Label: "Participant", List: true, Choices: who,
			Field: page.Field{Value: h.Participant}},
		page.SmallField{ID: "day", Name: "day", Label: "Day of the interview", Date: &day, Hint: "It may stay empty."},
		page.SmallField{ID: "guide", Name: "guide", Label: "Topic guide", List: true, Choices: guides,
			Field: page.Field{Value: strconv.Itoa(h.Guide)}})
}

func attrTail(x *core.State, p *core.Participant) string {
	if words := attrWords(x, p); words != "" {
		return " (" + words + ")"
	}
	return ""
}

func speakerForm(src *voice.Source, h *core.Held, at string) page.SmallForm {
	f := studyForm(at, "speakers", "", "Record")
	for i, sp := range src.Interview.Speakers {
		now := ""
		if i < len(h.Roles) {
			now = string(h.Roles[i])
		}
		name := fmt.Sprintf("speaker-%d", i)
		f.Fields = append(f.Fields, page.SmallField{ID: name, Name: name, Field: page.Field{Value: now},
			Label: fmt.Sprintf("%s, who speaks %s", sp.Label, plural(sp.Turns, "time")), Choices: []page.Choice{
				{Value: string(core.Interviewer), Label: "Interviewer"}, {Value: string(core.Interviewed), Label: "Participant"},
				{Value: string(core.OtherVoice), Label: "Somebody else"}}})
	}
	return f
}

func wordsForm(src *voice.Source, h *core.Held, at string, t typed, asked []core.Asked) page.SmallForm {
	f := studyForm(at, "words", "", "Make the next version",
		page.SmallField{ID: "words", Name: "words", Label: "The whole text", Rows: 18, Field: t.or("words", src.Text)})
	f.Form.Expect = strconv.Itoa(h.Version)
	for _, a := range asked {
		name := fmt.Sprintf("edge-%d", a.Passage)
		f.Fields = append(f.Fields, page.SmallField{ID: name, Name: name,
			Field: page.Field{Error: "Choose which words belong to it."},
			Label: "A passage with the code " + strings.Join(a.Codes, ", ") + ": " + a.Why, Choices: []page.Choice{
				{Value: "narrow", Label: "“" + orNothing(a.Narrow) + "”"}, {Value: "wide", Label: "“" + orNothing(a.Wider) + "”"}}})
	}
	if src.Interview != nil {
		f.Fields = append(f.Fields, page.SmallField{ID: "again", Name: "again", Label: "Find speakers and turns again?",
			Hint: "Only where labels were put right in the text.", Field: page.Field{Value: "no"},
			Choices: []page.Choice{{Value: "no", Label: "No, keep them"}, {Value: "yes", Label: "Yes"}}})
	}
	return f
}

func orNothing(words string) string {
	if words == "" {
		return "no words: the coding stays at this place"
	}
	return words
}

func (s *Server) studyCorrectPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	id := voice.BareID(r.PathValue("text"))
	to := "/studies/" + st.ID() + "/texts/" + id
	var body core.Body
	var asked []core.Asked
	switch p.get("what") {
	case "whose":
		guide, _ := strconv.Atoi(p.get("guide"))
		body = core.GiveText{Source: id, Participant: p.get("who"), Day: p.dateIf("day", "Day of the interview"),
			Guide: guide}
		to += "/correct"
	case "speakers":
		b := core.SetSpeakers{Source: id}
		for i := 0; p.get(fmt.Sprintf("speaker-%d", i)) != ""; i++ {
			b.Roles = append(b.Roles, core.SpeakerRole(p.get(fmt.Sprintf("speaker-%d", i))))
		}
		body = b
		to += "/correct"
	case "words":
		text := strings.ReplaceAll(r.PostForm.Get("words"), "\r\n", "\n")
		b := core.CorrectText{Source: id, Version: int(p.req.Command.Expect), Text: text, Wider: map[int]bool{},
			Again: p.yes("again")}
		st.View(func(x *core.State) { asked, _ = x.AskAbout(id, text) })
		for _, a := range asked {
			if v := p.get(fmt.Sprintf("edge-%d", a.Passage)); v != "" {
				b.Wider[a.Passage] = v == "wide"
			}
		}
		body = b
	default:
		s.noStudy(w, r, "There is no such form.")
		return
	}
	p.toStudy(w, st, body, to, func(prob *page.Problem) {
		s.drawCorrect(w, r, st, http.StatusUnprocessableEntity, prob, p.typed(), asked)
	})
}

// known reads, for a key holder, what was replaced by what in this study.
func (s *Server) knownSwaps(ctx context.Context, st *study.Study, who core.Command) (map[string]string, error) {
	tables, err := st.Apart(ctx, func(x *core.State) bool { return x.Can(who.By, core.KeyHolder) },
		func(x *core.State) []*core.Text { return x.Tables })
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, t := range tables {
		var swaps []core.Swap
		if err := json.Unmarshal([]byte(t), &swaps); err != nil {
			return nil, err
		}
		for _, w := range swaps {
			out[w.Words] = core.Mark(w.Kind, w.With)
		}
	}
	return out, nil
}

// mostSuggested bounds one page of suggestions.
const mostSuggested = 60

func (s *Server) studyNames(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawNames(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawNames(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	a, _ := login.Who(r.Context())
	id := voice.BareID(r.PathValue("text"))
	known, err := s.knownSwaps(r.Context(), st, core.Command{By: a.ID})
	if err != nil {
		s.draw(w, r, http.StatusForbidden, page.ConfirmPage(s.layout(r, "For key holders"), page.Confirm{Kind: "warn",
			Heading: "Names are taken out by who holds the key table", Text: []string{"Ask who leads the study."},
			Back: &page.Link{Text: "The study", URL: "/studies/" + st.ID()}}))
		return
	}
	v := page.Study{}
	st.View(func(x *core.State) {
		src, h := x.Source(id), x.Held[id]
		if src == nil || h == nil || !src.HasText {
			return
		}
		at := "/studies/" + x.ID + "/texts/" + id + "/names"
		v = page.Study{Heading: "Names and places in " + src.Name, Ways: textWays(x, id, x.Can(a.ID, core.Lead), true),
			Warn: "Suggestions are a help. They do not find everything: read the whole text too.",
			Lead: "Write what may be said in its place: who it is to the speaker, what kind of place, about when. Leave a " +
				"line " +
				"empty to keep the words. The same words are replaced everywhere in this text, and the originals go to the key " +
				"table's store."}
		f := studyForm(at, "swap", "", "Replace what is filled in", swapFields(src, h, known, t)...)
		f.Form.Expect = strconv.Itoa(h.Version)
		v.Parts = append(v.Parts, page.StudyPart{ID: "found", Title: "What may tell who spoke", Bare: &f})
		if len(h.Replacements) > 0 {
			part := page.StudyPart{ID: "done", Title: "Replaced so far"}
			for _, x := range h.Replacements {
				part.Says = append(part.Says, core.Mark(x.Kind, x.With))
			}
			v.Parts = append(v.Parts, part)
		}
	})
	if v.Heading == "" {
		s.noStudy(w, r, "There is no such text in this study.")
		return
	}
	l := s.studyLayout(r, v.Heading)
	l.Problem, l.Back = prob, &page.Link{Text: "The text", URL: "/studies/" + st.ID() + "/texts/" + id}
	s.draw(w, r, status, page.StudyPage(l, v))
}

// swapFields asks once for each different suggestion, with where it stands, and
// for words that nobody suggested.
func swapFields(src *voice.Source, h *core.Held, known map[string]string, t typed) (out []page.SmallField) {
	seen := map[string]bool{}
	for _, x := range core.Suggest(src, known) {
		if seen[x.Words] || len(out) >= mostSuggested || strings.HasPrefix(x.Words, "[") {
			continue
		}
		seen[x.Words] = true
		name := "swap-" + string(x.Kind) + "-" + x.Words
		near := strings.Join(strings.Fields(h.Quotes.Quote(max(0, x.Start-30), min(h.Quotes.Len(), x.End+30))), " ")
		with := ""
		if _, rest, ok := strings.Cut(strings.TrimSuffix(x.With, "]"), ": "); ok {
			with = rest
		}
		out = append(out, page.SmallField{ID: fmt.Sprintf("f%d", len(out)), Name: name, Field: t.or(name, with),
			Label: fmt.Sprintf("%s (%s)", x.Words, x.Why), Hint: "… " + near + " …"})
	}
	kinds := []page.Choice{}
	for _, k := range core.Kinds() {
		kinds = append(kinds, page.Choice{Value: string(k), Label: string(k)})
	}
	return append(out, page.SmallField{ID: "words", Name: "words", Label: "Other words, as they stand in the text",
		Field: t.field("words"), Hint: "Leave it empty where there are none."},
		page.SmallField{ID: "kind", Name: "kind", Label: "What they are", List: true, Choices: kinds, Field: t.field("kind")},
		page.SmallField{ID: "with", Name: "with", Label: "What may be said in their place", Field: t.field("with")})
}

func (s *Server) studyNamesPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	id := voice.BareID(r.PathValue("text"))
	b := core.Deidentify{Source: id, Version: int(p.req.Command.Expect)}
	for name, values := range r.PostForm {
		rest, ok := strings.CutPrefix(name, "swap-")
		kind, words, cut := strings.Cut(rest, "-")
		if with := strings.TrimSpace(values[0]); ok && cut && with != "" {
			b.Swaps = append(b.Swaps, core.Swap{Words: words, Kind: core.Kind(kind), With: with})
		}
	}
	if words := p.get("words"); words != "" {
		b.Swaps = append(b.Swaps, core.Swap{Words: words, Kind: core.Kind(p.get("kind")), With: p.get("with")})
	}
	slices.SortFunc(b.Swaps, func(x, y core.Swap) int { return strings.Compare(x.Words, y.Words) }) // a form has no order
	to := "/studies/" + st.ID() + "/texts/" + id + "/names"
	p.toStudy(w, st, b, to, func(prob *page.Problem) {
		s.drawNames(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
