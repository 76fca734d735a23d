package web

import (
	"fmt"
	"net/http"
	"strconv"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/voice"
	core "steady/voice/study"
)

// saturationPage counts when interviews stopped bringing new codes (V-19). It
// shows the count and never says that enough was heard.
func (s *Server) saturationPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	var v page.Saturation
	err := s.analysis(r, st, func(a *analyst) {
		v.Study = a.head("New codes over time", "How many codes each interview brought that none before it had.")
		if a.x.About.Approach == core.Reflexive {
			v.Study.Warn = "In reflexive analysis saturation is not a goal: codes grow with the analyst, and the count only " +
				"shows when they did."
		}
		base, run := or1(whole(r.FormValue("base")), 4), or1(whole(r.FormValue("run")), 2)
		level := r.FormValue("level")
		v.Ask = page.SmallForm{Title: "What is counted", Button: "Count", Form: page.Form{Action: a.at + "/saturation"},
			Fields: []page.SmallField{
				{ID: "base", Name: "base", Label: "Interviews to begin with", Mode: "numeric",
					Field: page.Field{Value: strconv.Itoa(base)}},
				{ID: "run", Name: "run", Label: "Interviews in a run after them", Mode: "numeric",
					Field: page.Field{Value: strconv.Itoa(run)}},
				{ID: "level", Name: "level", Label: "Which codes", List: true, Field: page.Field{Value: level},
					Choices: []page.Choice{{Label: "every code"}, {Value: "root",
						Label: "codes at the root, with those under them"}}}}}
		heard, names := a.heard(level == "root")
		c, err := voice.Saturate(heard, base, run, 1000, 1)
		if err != nil {
			v.Study.Parts = []page.StudyPart{{ID: "none", Title: "Not counted", Lead: fmt.Sprintf("There are %s with a code. "+
				"Choose fewer to begin with.", plural(len(heard), "interview"))}}
			return
		}
		v.Curve = curveOf(c, names)
		v.Study.Parts = []page.StudyPart{runTable(c)}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	s.draw(w, r, http.StatusOK, page.SaturationPage(s.analysisLayout(r, st, "New codes over time", nil), v))
}

func or1(n, usual int) int {
	if n < 1 {
		return usual
	}
	return n
}

// heard lists the codes of each interview, in the order of the texts; those
// without a code are left out.
func (a *analyst) heard(roots bool) (out [][]string, names []string) {
	for _, i := range a.texts() {
		seen := map[string]bool{}
		var codes []string
		for _, p := range a.x.PassagesOf(i, a.sees) {
			id := p.Code
			for up := id; roots && up != ""; up = a.x.Parent(up) {
				id = up
			}
			if !seen[id] {
				seen[id] = true
				codes = append(codes, id)
			}
		}
		if len(codes) > 0 {
			out, names = append(out, codes), append(names, a.source(i).Name)
		}
	}
	return out, names
}

func curveOf(c voice.Saturation, names []string) *page.Curve {
	out := &page.Curve{Title: "Codes heard so far, interview by interview",
		Desc: "The line follows the order of the texts. The shaded band is the middle 95 % of 1,000 random orders (seed 1)."}
	for i := range c.Total {
		p := page.CurvePoint{Label: fmt.Sprintf("%d %s", i+1, names[i]), Value: c.Total[i], New: c.New[i], Lo: -1}
		if len(c.Band) > 0 {
			p.Lo, p.Mid, p.Hi = c.Band[i].Lo, c.Band[i].Median, c.Band[i].Hi
		}
		out.Points = append(out.Points, p)
		out.Top = max(out.Top, p.Value)
	}
	out.Top = (out.Top + 9) / 10 * 10
	return out
}

func runTable(c voice.Saturation) page.StudyPart {
	t := page.StudyTable{Caption: "New codes in each run", Head: []string{"Run", "New codes",
		"Of the codes of the first " +
			plural(c.Base, "interview")}}
	for _, r := range c.Runs {
		share := "not defined: they have no code"
		if r.Ratio != nil {
			share = fmt.Sprintf("%.1f %%", *r.Ratio*100)
		}
		t.Rows = append(t.Rows, page.StudyRow{Cells: []string{fmt.Sprintf("%d+%d, interviews %d to %d", c.Base, c.Run,
			r.First+1,
			r.First+c.Run), strconv.Itoa(r.New), share}})
	}
	return page.StudyPart{ID: "runs", Title: "Run by run", Table: &t, Says: []string{
		"Guest, Namey and Chen (2020) compare each run with the interviews at the beginning, and report thresholds of 5 " +
			"% and " +
			"0 %. Which one is enough, if any, is for you to say and to report."}}
}

// phasesPage is the guide through the phases of thematic analysis. It blocks
// nothing.
func (s *Server) phasesPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawPhases(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawPhases(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	var v page.Study
	err := s.analysis(r, st, func(a *analyst) {
		v = a.head("Phases", "Thematic analysis goes back and forth between these (after Braun and Clarke 2006). They "+
			"guide: "+
			"nothing here waits for them.")
		var choices []page.Choice
		for p := core.Familiarise; p <= core.WriteUp; p++ {
			w := phaseWords[p]
			choices = append(choices, page.Choice{Value: strconv.Itoa(int(p)), Label: w.title})
			part := page.StudyPart{ID: "phase-" + strconv.Itoa(int(p)), Title: fmt.Sprintf("%d. %s", p, w.title), Lead: w.does,
				Says: []string{a.phaseFacts(p)}}
			for _, n := range a.x.Analysis.Phases {
				if n.Phase == p {
					part.Says = append(part.Says, with(a.stampOf(n.At)+", "+a.n.staff(n.By)+" turned to it", n.Text.Get()))
				}
			}
			v.Parts = append(v.Parts, part)
		}
		f := page.SmallForm{Button: "Record it", Form: a.form(a.at+"/phases", "phase"), Fields: []page.SmallField{
			{ID: "phase", Name: "phase", Label: "We turn to", List: true, Choices: choices, Field: t.field("phase")},
			{ID: "note", Name: "note", Label: "Why", Rows: 2, Field: t.field("note")}}}
		v.Parts = append(v.Parts, page.StudyPart{ID: "turn", Title: "Turn to a phase", Bare: &f})
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	s.draw(w, r, status, page.StudyPage(s.analysisLayout(r, st, "Phases", prob), v))
}

// phaseFacts says what the study holds that belongs to a phase.
func (a *analyst) phaseFacts(p core.Phase) string {
	count := func(status core.ThemeStatus) (n int) {
		for _, t := range a.x.Analysis.Themes {
			if t.Status == status {
				n++
			}
		}
		return n
	}
	switch p {
	case core.Familiarise:
		return plural(len(a.texts()), "text") + ", " + plural(len(a.x.Memos), "memo") + "."
	case core.MakeCodes:
		coded := map[int]bool{}
		passages := a.passages()
		for _, x := range passages {
			coded[x.Text] = true
		}
		return fmt.Sprintf("%s, %s in %d of %s.", plural(len(a.x.Project.Codes), "code"), plural(len(passages), "passage"),
			len(coded), plural(len(a.texts()), "text"))
	case core.SearchThemes:
		return plural(count(core.Candidate), "candidate") + "."
	case core.ReviewThemes:
		return plural(count(core.Reviewed), "theme") + " reviewed, " + plural(len(a.x.Analysis.Negatives), "passage") +
			" recorded that speak against one."
	case core.DefineThemes:
		return plural(count(core.Named), "theme") + " defined and named."
	}
	picks := 0
	for _, t := range a.x.Analysis.Themes {
		picks += len(t.Picks)
	}
	return plural(picks, "quote") + " chosen for themes."
}

func (s *Server) phasesPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	body := core.EnterPhase{Phase: core.Phase(whole(p.need("phase", "Choose the phase."))), Note: p.get("note")}
	p.toStudy(w, st, body, "/studies/"+st.ID()+"/phases", func(prob *page.Problem) {
		s.drawPhases(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// trailLines is how many decisions are drawn at once.
const trailLines = 200

// trailPage is the audit trail: every analytic decision, from the log, newest
// first (V-22).
func (s *Server) trailPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	var v page.Study
	err := s.analysis(r, st, func(a *analyst) {
		v = a.head("Trail", "Every decision of the analysis as the log has it: nothing is changed or taken out, what "+
			"was taken "+
			"back stands as taken back.")
		t := page.StudyTable{Caption: "Decisions, the newest first", Head: []string{"No.", "When", "Who", "What"},
			None: "No decision yet."}
		before := int64(whole(r.FormValue("before")))
		var last int64 = -1
		for i := len(a.x.Analysis.Trail) - 1; i >= 0; i-- {
			e := a.x.Analysis.Trail[i]
			if before > 0 && e.Seq >= before || !a.seesEvent(e) {
				continue
			}
			if len(t.Rows) == trailLines {
				break
			}
			last = e.Seq
			t.Rows = append(t.Rows, page.StudyRow{Cells: []string{number64(e.Seq), a.stampOf(e.At), a.n.staff(e.By),
				a.says(e.Fact)}})
		}
		part := page.StudyPart{ID: "trail", Title: "Decisions", Table: &t}
		if len(t.Rows) == trailLines {
			part.Links = []page.Link{{Text: "Earlier decisions", URL: a.at + "/trail?before=" + strconv.FormatInt(last, 10)}}
		}
		v.Parts = []page.StudyPart{part}
		if a.x.Blind() {
			v.Warn = "What others code blind is left out here until all of them are done."
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	s.draw(w, r, http.StatusOK, page.StudyPage(s.analysisLayout(r, st, "Trail", nil), v))
}

// seesEvent reports whether somebody may read a decision: not what another does
// in a blind round.
func (a *analyst) seesEvent(e core.Event) bool {
	if e.By == a.who {
		return true
	}
	source, code := "", ""
	switch f := e.Fact.(type) {
	case *core.PassageCoded:
		source, code = f.Source, f.Code
	case *core.PassageUncoded:
		source = f.Source
	case *core.CodingRestored:
		source, code = f.Source, f.Code
	case *core.PassageRecoded:
		source, code = f.Source, f.To
	case *core.PassageStretched:
		source = f.Source
	case *core.CodeAdded:
		code = f.ID
	case *core.CodeDescribed:
		code = f.ID
	case *core.MemoWritten:
		_, _, ok := a.anchor(f.On)
		return ok
	case *core.Undone:
		return !a.x.Blind()
	}
	if code != "" && !a.code(code) {
		return false
	}
	r := a.x.Analysis.Rounds[source]
	return r == nil || !r.Open()
}
