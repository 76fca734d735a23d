package web

import (
	"net/http"
	"slices"
	"strconv"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/moment"
	"steady/voice"
	core "steady/voice/study"
)

// codingPage is one passage with its code: who gave it and when, what was written
// about it, and what can be done with it.
func (s *Server) codingPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawCoding(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawCoding(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	var v page.Coding
	found, back := false, ""
	err := s.analysis(r, st, func(a *analyst) {
		d := s.deskIn(a, r.PathValue("text"))
		if d == nil {
			return
		}
		id := voice.BareID(r.PathValue("coding"))
		i := slices.IndexFunc(d.passages, func(p voice.Passage) bool { return p.ID == id })
		if i < 0 {
			return
		}
		found = true
		back = d.blockURL(blockAt(d.blocks, d.passages[i].Start))
		v = d.one(d.passages[i], t)
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case !found:
		s.noStudy(w, r, "There is no such coding that you may see: it may have been taken away.")
	default:
		l := s.analysisLayout(r, st, v.Study.Heading, prob)
		l.Back = &page.Link{Text: "Back to the text", URL: back}
		s.draw(w, r, status, page.CodingPage(l, v))
	}
}

func (d *deskOf) one(p voice.Passage, t typed) page.Coding {
	v := page.Coding{Study: d.head(d.look[p.Code].name, ""), Mark: d.mark(p.Code)}
	v.Before, v.Words, v.After = d.quote(d.i, p.Start, p.End, 300)
	when := "not said by the program it came from"
	if p.At > 0 {
		when = d.stampOf(moment.Instant(p.At))
	}
	v.Study.Facts = []page.Row{{Key: "Code", Value: d.codeName(p.Code)}, {Key: "Text", Value: d.source(d.i).Name},
		{Key: "Given by", Value: d.coder(p.Coder)}, {Key: "Given", Value: when}}
	to := d.textURL(d.i) + "/codings/" + p.ID
	v.Study.Parts = append(v.Study.Parts, d.memosOn(core.Anchor{What: "coding", ID: p.ID, In: d.sourceID(d.i)}, to, t))
	mine := p.Coder == voice.BareID(d.x.Coders[d.who]) || d.x.Can(d.who, core.Lead)
	if mine {
		v.Study.Parts = append(v.Study.Parts, page.StudyPart{ID: "change", Title: "Change it", Forms: d.changes(p, to, t)})
	}
	v.Study.Parts = append(v.Study.Parts, page.StudyPart{ID: "quote", Title: "As a quote",
		Lead: "Whether words may leave " +
			"the study is decided for each quote by two people.", Links: []page.Link{{Text: "Propose these words as a quote",
			URL: d.at + "/quotes/new?text=" + d.sourceID(d.i) + "&from=" + strconv.Itoa(p.Start) + "&to=" +
				strconv.Itoa(p.End)}}})
	if themes := d.themeForms(p, to, t); len(themes) > 0 {
		v.Study.Parts = append(v.Study.Parts, page.StudyPart{ID: "themes", Title: "For and against themes", Forms: themes})
	}
	return v
}

// changes are the forms that change a coding.
func (d *deskOf) changes(p voice.Passage, to string, t typed) []page.SmallForm {
	var tools page.DeskTools
	at := blockAt(d.blocks, p.Start)
	d.sentences(&tools, at)
	version := page.Pair{Name: "version", Value: strconv.Itoa(d.held(d.i).Version)}
	now := d.held(d.i).Quotes.Quote(p.Start, p.End)
	block := &d.blocks[at]
	from, end := page.Field{Value: t.v.Get("from")}, page.Field{Value: t.v.Get("to")}
	for i := range block.Sentences {
		start, stop := block.Sentence(i)
		if from.Value == "" && stop > p.Start {
			from.Value = strconv.Itoa(start)
		}
		if t.v.Get("to") == "" && start < p.End {
			end.Value = strconv.Itoa(stop)
		}
	}
	return []page.SmallForm{
		{Title: "Give it another code", Button: "Change the code", Form: d.form(to, "recode"), Open: t.errs["code"] != "",
			Fields: []page.SmallField{{ID: "recode-code", Name: "code", Label: "Code", List: true,
				Choices: d.codeChoices(false), Field: page.Field{Value: p.Code, Error: t.errs["code"]}}}},
		{Title: "Let it lie on other words", Button: "Change where it lies", Form: d.form(to, "stretch", version),
			Open: t.errs["words"] != "", Fields: []page.SmallField{
				{ID: "stretch-from", Name: "from", Label: "From sentence", List: true, Choices: tools.From, Field: from},
				{ID: "stretch-to", Name: "to", Label: "To sentence", List: true, Choices: tools.To, Field: end},
				{ID: "stretch-words", Name: "words", Label: "Only these words of it", Rows: 3, Hint: "As they stand there. " +
					"Leave it empty for whole sentences.", Field: t.or("words", now)}}},
		{Title: "Take it away", Button: "Take it away", Form: d.form(to, "uncode"),
			Lead: "The words stay. What you take away you can bring back at once, and it stays in the trail."}}
}

// themeForms let a passage speak for a theme, or against one.
func (d *deskOf) themeForms(p voice.Passage, to string, t typed) (out []page.SmallForm) {
	pick := core.Pick{Source: d.sourceID(d.i), Coding: p.ID}
	var of, all []page.Choice
	for _, id := range d.x.ThemesOf(p.Code) {
		th := d.x.Theme(id)
		if slices.Contains(th.Picks, pick) {
			out = append(out, page.SmallForm{Title: "It speaks for “" + th.Name.Get() + "”: no more", Button: "No more",
				Form: d.form(to, "unpick", page.Pair{Name: "theme", Value: id})})
			continue
		}
		of = append(of, page.Choice{Value: id, Label: th.Name.Get()})
	}
	if len(of) > 0 {
		out = append(out, page.SmallForm{Title: "Let it speak for a theme", Button: "Let it speak for it",
			Lead: "It stands in the table of the theme then. Whether the words may leave the study is decided for each quote.",
			Form: d.form(to, "pick"), Fields: []page.SmallField{{ID: "pick-theme", Name: "theme", Label: "Theme", List: true,
				Choices: of}}})
	}
	for _, n := range d.x.Analysis.Negatives {
		if n.Source == pick.Source && n.Coding == p.ID {
			out = append(out, page.SmallForm{Title: "It speaks against “" + d.themeName(n.Theme) + "”: no more",
				Button: "No more",
				Lead:   n.Why.Get(), Form: d.form(to, "unnegative", page.Pair{Name: "theme", Value: n.Theme})})
		}
	}
	for _, th := range d.x.Analysis.Themes {
		all = append(all, page.Choice{Value: th.ID, Label: th.Name.Get()})
	}
	if len(all) > 0 {
		out = append(out, page.SmallForm{Title: "It speaks against a theme", Button: "Record it", Open: t.errs["why"] != "",
			Form: d.form(to, "negative"), Fields: []page.SmallField{
				{ID: "negative-theme", Name: "theme", Label: "Theme", List: true, Choices: all},
				{ID: "negative-why", Name: "why", Label: "How", Rows: 2, Field: t.field("why")}}})
	}
	return out
}

// codingPress changes one coding, or what it says to a theme.
func (s *Server) codingPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	source, coding := r.PathValue("text"), r.PathValue("coding")
	here := "/studies/" + st.ID() + "/texts/" + source + "/codings/" + coding
	to := here
	var body core.Body
	switch p.get("what") {
	case "recode":
		body = core.Recode{Place: core.Place{Source: source, Coding: coding}, Code: p.need("code", "Choose the code.")}
	case "stretch":
		b := core.Recode{}
		err := s.analysis(r, st, func(a *analyst) {
			if d := s.deskIn(a, source); d != nil {
				var problem string
				if b.Place, problem = d.place(p); problem != "" {
					p.wrong("words", problem)
				}
			}
		})
		if err != nil {
			s.fault(w, r, err)
			return
		}
		b.Coding = coding
		body = b
	case "uncode":
		body = core.Uncode{Source: source, Coding: coding}
		to = "/studies/" + st.ID() + "/texts/" + source + "/code"
	case "pick", "unpick":
		body = core.PickQuote{Theme: p.get("theme"), Source: source, Coding: coding, Away: p.get("what") == "unpick"}
	case "negative", "unnegative":
		b := core.MarkNegative{Theme: p.get("theme"), Source: source, Coding: coding, Away: p.get("what") == "unnegative"}
		if !b.Away {
			b.Why = p.need("why", "Write how this passage speaks against the theme.")
		}
		body = b
	case "memo":
		body = p.memo(core.Anchor{What: "coding", ID: coding, In: source})
	default:
		s.noStudy(w, r, "There is no such form.")
		return
	}
	p.toStudy(w, st, body, to, func(prob *page.Problem) {
		s.drawCoding(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
