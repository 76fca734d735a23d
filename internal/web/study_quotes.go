package web

import (
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

var useWords = map[core.Use]string{core.UseReport: "the study's report and papers",
	core.UsePack:   "what the commissioner gets",
	core.UsePeople: "“What people here say”, in people's own pages", core.UseTeaches: "talks and teaching"}

func (s *Server) studyQuotes(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawQuotes(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawQuotes(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	a, _ := login.Who(r.Context())
	v := page.Study{Heading: "Quotes", Lead: "No quote leaves the study by itself. One person proposes it and writes " +
		"who could " +
		"recognise the speaker, another reads it, and it is released for its uses alone."}
	st.View(func(x *core.State) {
		v.Ways = studyWays(x)
		for _, stage := range []core.QuoteStage{core.QuoteProposed, core.QuoteReleased, core.QuoteHeld, core.QuoteRecalled} {
			part := page.StudyPart{ID: "stage-" + strings.ReplaceAll(string(stage), " ", "-"),
				Title: strings.ToUpper(string(stage[:1])) + string(stage[1:])}
			for _, q := range x.Quotes {
				if q.Stage == stage {
					part.Quote = append(part.Quote, page.StudyQuote{Words: q.Text.Get(), Where: quoteWords(x, q)})
					part.Forms = append(part.Forms, quoteForms(x.ID, q, a)...)
				}
			}
			if len(part.Quote) > 0 {
				v.Parts = append(v.Parts, part)
			}
		}
		v.Parts = append(v.Parts, choosePart(x))
	})
	l := s.studyLayout(r, "Quotes")
	l.Problem, l.Back = prob, &page.Link{Text: "The study", URL: "/studies/" + st.ID()}
	s.draw(w, r, status, page.StudyPage(l, v))
}

func quoteWords(x *core.State, q core.Quote) string {
	var uses []string
	for _, u := range q.Uses {
		uses = append(uses, useWords[u])
	}
	out := "For: " + strings.Join(uses, "; ") + ". Who could recognise the speaker: " + q.Who.Get() + "."
	if len(q.Attributes) > 0 {
		out += fmt.Sprintf(" Beside it would stand: %s; %d alike when it was proposed.", strings.Join(q.Attributes, ", "),
			q.K)
	} else {
		out += " No attribute stands beside it."
	}
	if p := x.Participant(q.Participant); p != nil && !p.Consent().Quote {
		out += " They do not agree to be quoted now, so it stands nowhere."
	}
	return out
}

func quoteForms(id string, q core.Quote, a login.Actor) []page.SmallForm {
	at := "/studies/" + id + "/quotes"
	start := []rune(q.Text.Get())
	short := string(start[:min(len(start), 30)])
	with := func(f page.SmallForm) page.SmallForm {
		f.Form.Hidden = append(f.Form.Hidden, page.Pair{Name: "quote", Value: q.ID})
		return f
	}
	switch {
	case q.Stage == core.QuoteProposed && q.Proposed != a.ID:
		return []page.SmallForm{with(studyForm(at, "decide", "Decide about “"+short+"…”", "Record", page.SmallField{
			ID: "stage-" + q.ID, Name: "stage", Label: "Could somebody who knows the people here tell who said it?",
			Choices: []page.Choice{{Value: string(core.QuoteReleased), Label: "No: release it"},
				{Value: string(core.QuoteHeld), Label: "Perhaps: hold it back"}}}))}
	case q.Stage == core.QuoteReleased:
		f := with(studyForm(at, "decide", "Recall “"+short+"…”", "Recall it"))
		f.Lead = "It stands nowhere from then on. Files that left the study with it are listed on the page of the study."
		f.Form.Hidden = append(f.Form.Hidden, page.Pair{Name: "stage", Value: string(core.QuoteRecalled)})
		return []page.SmallForm{f}
	}
	return nil
}

// mostToChoose bounds the list of coded passages on one page.
const mostToChoose = 200

// choosePart lists the coded passages that could be proposed: of people who take
// part and agreed to be quoted.
func choosePart(x *core.State) page.StudyPart {
	t := &page.StudyTable{Caption: "Coded passages", Head: []string{"Passage", "Codes", "Participant"},
		None: "No passage of somebody who agreed to be quoted has a code yet."}
	for i := range x.Project.Sources {
		src := &x.Project.Sources[i]
		p, h := x.Of(src.ID), x.Held[voice.BareID(src.ID)]
		if p == nil || h == nil || p.Withdrawn != 0 || !p.Consent().Quote {
			continue
		}
		for _, sel := range src.Selections {
			if len(t.Rows) >= mostToChoose || !sel.Placed || len(sel.Codings) == 0 {
				continue
			}
			var codes []string
			for _, c := range sel.Codings {
				if code := x.Code(c.Code); code != nil && !slices.Contains(codes, code.Name) {
					codes = append(codes, code.Name)
				}
			}
			words := []rune(strings.Join(strings.Fields(h.Quotes.Quote(sel.Start, sel.End)), " "))
			short := string(words[:min(len(words), 120)])
			t.Rows = append(t.Rows, page.StudyRow{URL: fmt.Sprintf("/studies/%s/quotes/new?text=%s&from=%d&to=%d", x.ID,
				voice.BareID(src.ID), sel.Start, sel.End), Cells: []string{short, strings.Join(codes, ", "), p.Label()}})
		}
	}
	part := page.StudyPart{ID: "choose", Title: "Propose a quote", Table: t}
	if len(t.Rows) >= mostToChoose {
		part.Lead = fmt.Sprintf("The first %d are listed. Others can be proposed from a code's own page.", mostToChoose)
	}
	return part
}

func (s *Server) studyQuotesPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	body := core.DecideQuote{Quote: p.get("quote"), Stage: core.QuoteStage(p.get("stage"))}
	p.toStudy(w, st, body, "/studies/"+st.ID()+"/quotes", func(prob *page.Problem) {
		s.drawQuotes(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// passageAsked reads which passage an address names.
func passageAsked(r *http.Request) (text string, from, to int) {
	from, _ = strconv.Atoi(r.FormValue("from"))
	to, _ = strconv.Atoi(r.FormValue("to"))
	return voice.BareID(r.FormValue("text")), from, to
}

func (s *Server) studyQuoteNew(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawQuoteNew(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawQuoteNew(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	text, from, to := passageAsked(r)
	v := page.Study{}
	st.View(func(x *core.State) {
		src, h := x.Source(text), x.Held[text]
		if src == nil || h == nil {
			return
		}
		words := strings.TrimSpace(h.Quotes.Quote(from, to))
		f := studyForm("/studies/"+x.ID+"/quotes/new", "propose", "", "Propose it",
			page.SmallField{ID: "words", Name: "words", Label: "The quote as it would stand outside", Rows: 5,
				Field: t.or("words", words), Hint: "Shorten it with […], or say it in other words where its own would tell " +
					"who spoke."},
			page.SmallField{ID: "who", Name: "who", Label: "Who could recognise the speaker from it?", Rows: 3,
				Field: t.field("who"), Hint: "Think of staff, other people who come here, family, the police, the press."},
			page.SmallField{ID: "uses", Name: "uses", Label: "Where may it stand?", Many: true, Picked: t.picks("uses"),
				Choices: useChoices()})
		f.Form.Expect = strconv.Itoa(h.Version)
		f.Form.Hidden = append(f.Form.Hidden, page.Pair{Name: "text", Value: text},
			page.Pair{Name: "from", Value: strconv.Itoa(from)}, page.Pair{Name: "to", Value: strconv.Itoa(to)})
		if p := x.Of(text); p != nil && len(x.Attributes) > 0 {
			attr := page.SmallField{ID: "attrs", Name: "attrs", Label: "Which attributes would stand beside it?", Many: true,
				Picked: t.picks("attrs"), Hint: "None is best. Below five people alike it is not released."}
			for _, a := range x.Attributes {
				attr.Choices = append(attr.Choices, page.Choice{Value: a.Name, Label: a.Name,
					Hint: plural(x.Alike(p, []string{a.Name}), "person") + " alike"})
			}
			f.Fields = append(f.Fields, attr)
		}
		v = page.Study{Heading: "Propose a quote", Ways: studyWays(x), Parts: []page.StudyPart{
			{ID: "said", Title: "What was said", Quote: []page.StudyQuote{{Words: words, Where: src.Name}}},
			{ID: "propose", Title: "The proposal", Bare: &f}}}
	})
	if v.Heading == "" {
		s.noStudy(w, r, "There is no such passage in this study.")
		return
	}
	l := s.studyLayout(r, v.Heading)
	l.Problem, l.Back = prob, &page.Link{Text: "Quotes", URL: "/studies/" + st.ID() + "/quotes"}
	s.draw(w, r, status, page.StudyPage(l, v))
}

func useChoices() (out []page.Choice) {
	for _, u := range core.Uses() {
		out = append(out, page.Choice{Value: string(u), Label: useWords[u]})
	}
	return out
}

func (s *Server) studyQuotePropose(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	text, from, to := passageAsked(r)
	body := core.ProposeQuote{Source: text, Version: int(p.req.Command.Expect), Start: from, End: to,
		Words: p.get("words"),
		Who:   p.get("who"), Attributes: r.PostForm["attrs"]}
	for _, u := range r.PostForm["uses"] {
		body.Uses = append(body.Uses, core.Use(u))
	}
	p.toStudy(w, st, body, "/studies/"+st.ID()+"/quotes", func(prob *page.Problem) {
		s.drawQuoteNew(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (s *Server) studyGuide(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawGuide(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawGuide(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	a, _ := login.Who(r.Context())
	v := page.Study{Heading: "Topic guide", Lead: "Each interview says by which version it was led."}
	st.View(func(x *core.State) {
		v.Ways = studyWays(x)
		now := ""
		for i, g := range slices.Backward(x.Guides) {
			part := page.StudyPart{ID: "v" + strconv.Itoa(i+1), Title: "Version " + strconv.Itoa(i+1)}
			for line := range strings.Lines(g.Text.Get()) {
				if line = strings.TrimSpace(line); line != "" {
					part.Says = append(part.Says, line)
				}
			}
			if now == "" {
				now = g.Text.Get()
			}
			v.Parts = append(v.Parts, part)
		}
		if x.Can(a.ID, core.Lead) {
			f := studyForm("/studies/"+x.ID+"/guide", "guide", "", "Make the next version",
				page.SmallField{ID: "guide", Name: "guide", Label: "The topic guide", Rows: 12, Field: t.or("guide", now)})
			v.Parts = append(v.Parts, page.StudyPart{ID: "next", Title: "Write the next version", Bare: &f})
		}
	})
	l := s.studyLayout(r, "Topic guide")
	l.Problem, l.Back = prob, &page.Link{Text: "The study", URL: "/studies/" + st.ID()}
	s.draw(w, r, status, page.StudyPage(l, v))
}

func (s *Server) studyGuidePress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	body := core.WriteGuide{Text: p.get("guide")}
	p.toStudy(w, st, body, "/studies/"+st.ID()+"/guide", func(prob *page.Problem) {
		s.drawGuide(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
