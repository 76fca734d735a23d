package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/report/themes"
	"steady/internal/study"
	"steady/internal/web/page"
	core "steady/voice/study"
)

// reportOutput names the report among the outputs of a study: labels of
// participants are made for it alone (V-30).
const reportOutput = "report"

func (s *Server) studyReportRoutes() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /studies/{study}/report": s.inStudy(s.studyReport), "POST /studies/{study}/report": s.inStudy(s.takeReport),
		"GET /studies/{study}/checklists/{list}":  s.inStudy(s.checklist),
		"POST /studies/{study}/checklists/{list}": s.inStudy(s.answerItem),
	}
}

func (s *Server) studyReport(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawReport(w, r, st, http.StatusOK, nil, typed{})
}

// reportOf makes the report that somebody may see.
func reportOf(r *http.Request, st *study.Study) (out *core.Report) {
	a, _ := login.Who(r.Context())
	st.View(func(x *core.State) { out = x.Report(reportOutput, x.Sees(a.ID)) })
	return out
}

func (s *Server) drawReport(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	told, at := reportOf(r, st), "/studies/"+st.ID()
	v := page.Study{Heading: "Report", Lead: told.Title,
		Warn: "Only quotes that were released for a report stand here, with labels that are made for it alone."}
	for _, l := range []core.Checklist{core.COREQ, core.SRQR} {
		gaps := 0
		for _, i := range told.Lists[l] {
			if i.Gap() {
				gaps++
			}
		}
		v.Ways = append(v.Ways, page.Link{URL: at + "/checklists/" + string(l),
			Text: fmt.Sprintf("%s: %d of %d items not recorded", strings.ToUpper(string(l)), gaps, len(told.Lists[l]))})
	}
	var line []string // of the names above a theme
	for i, x := range told.Themes {
		line = append(line[:x.Depth-1], x.Name)
		part := page.StudyPart{ID: "theme-" + strconv.Itoa(i), Title: strings.Join(line, ": "), Lead: x.Concept,
			Says: []string{themes.Reach(x) + " This theme is " + themes.Status(x.Status) + "."}}
		for _, q := range x.Quotes {
			part.Quote = append(part.Quote, page.StudyQuote{Words: q.Words, Where: q.Label})
		}
		v.Parts = append(v.Parts, part)
	}
	if len(told.Themes) == 0 {
		v.Parts = append(v.Parts, page.StudyPart{ID: "none", Title: "Themes", Says: []string{"There is no theme yet."}})
	}
	v.Parts = append(v.Parts, page.StudyPart{ID: "method", Title: "How it was done", Says: told.Method})
	form := page.SmallForm{Form: page.Form{Action: at + "/report", Command: app.NewCommandID(), Expect: "0"},
		Button: "Take the report",
		Lead:   "Taking it is recorded, so that a later withdrawal can name what it cannot call back.",
		Fields: []page.SmallField{
			{ID: "for", Name: "for", Label: "What it is for, in one line", Field: t.field("for")},
			{ID: "format", Name: "format", Label: "As", Field: t.field("format"), Choices: []page.Choice{
				{Value: "docx", Label: "Text document (DOCX)"}, {Value: "html", Label: "Web page (HTML)"}}}}}
	v.Parts = append(v.Parts, page.StudyPart{ID: "take", Title: "Take the report out of the study", Bare: &form})
	l := s.studyLayout(r, "Report")
	l.Problem, l.Back = prob, &page.Link{Text: "The study", URL: at}
	s.draw(w, r, status, page.StudyPage(l, v))
}

// reportFormats are the files that a report can be.
var reportFormats = map[string]struct {
	kind  string
	write func(*core.Report) ([]byte, error)
}{
	"docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", themes.DOCX},
	"html": {"text/html; charset=utf-8", themes.HTML},
}

// takeReport records that the report leaves the study, then gives the file.
func (s *Server) takeReport(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	name := p.need("format", "Choose what the file is to be.")
	f, known := reportFormats[name]
	if name != "" && !known {
		p.wrong("format", "Choose what the file is to be.")
	}
	body := core.RecordOutput{Kind: reportOutput, Label: p.need("for", "Write what the report is for."),
		Level: core.Release}
	var err error
	if p.ok() {
		_, err = st.Do(r.Context(), core.Command{ID: p.req.Command.ID, By: p.req.Command.By, Body: body})
	}
	switch prob, ours := p.problem(err); {
	case !ours:
		s.fault(w, r, err)
		return
	case prob != nil:
		s.drawReport(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
		return
	}
	b, err := f.write(reportOf(r, st))
	if err != nil {
		s.fault(w, r, err)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+st.ID()+"-report."+name+`"`)
	w.Write(b)
}

func (s *Server) checklist(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawChecklist(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawChecklist(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	l, at := core.Checklist(r.PathValue("list")), "/studies/"+st.ID()
	if !l.Known() {
		s.noStudy(w, r, "There is no such checklist.")
		return
	}
	name := strings.ToUpper(string(l))
	v := page.Study{Heading: name, Lead: l.Source(), Ways: []page.Link{{Text: "Report", URL: at + "/report"}}}
	var items []core.Item
	st.View(func(x *core.State) { items = x.Checklist(l) })
	for _, i := range items {
		v.Parts = append(v.Parts, itemPart(at, l, i, t))
	}
	lay := s.studyLayout(r, name)
	lay.Problem, lay.Back = prob, &page.Link{Text: "Report", URL: at + "/report"}
	s.draw(w, r, status, page.StudyPage(lay, v))
}

// itemPart is one item: what the study knows, with the page that it is on, what
// the researchers wrote, and the form to write it.
func itemPart(at string, l core.Checklist, i core.Item, all typed) page.StudyPart {
	name := "item-" + strconv.Itoa(i.Number)
	p := page.StudyPart{ID: name, Title: fmt.Sprintf("%d. %s", i.Number, i.Label), Says: i.Known}
	if i.Where != "" {
		p.Links = []page.Link{{Text: "Where this is recorded", URL: at + "/" + i.Where}}
	}
	text, where, rev := "", "", int64(0)
	if i.Note != nil {
		text, where, rev = i.Note.Text.Get(), i.Note.Page.Get(), i.Note.Rev
		if text != "" {
			p.Says = append(p.Says, text)
		}
		if where != "" {
			p.Says = append(p.Says, "In the paper: "+where)
		}
	}
	if i.Gap() {
		p.Says = []string{"Not recorded."}
	}
	f := rotaForm(all, at+"/checklists/"+string(l), name, "Write to this item", "", "Record",
		page.SmallField{Name: "text", Label: "What is to be told", Rows: 3, Field: page.Field{Value: text}},
		page.SmallField{Name: "page", Label: "Page or section of the paper", Field: page.Field{Value: where}})
	f.Form.Hidden = append(f.Form.Hidden, page.Pair{Name: "number", Value: strconv.Itoa(i.Number)},
		page.Pair{Name: "seen", Value: strconv.FormatInt(rev, 10)})
	p.Forms = []page.SmallForm{f}
	return p
}

func (s *Server) answerItem(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	l := core.Checklist(r.PathValue("list"))
	n, _ := strconv.Atoi(p.get("number"))
	seen, _ := strconv.ParseInt(p.get("seen"), 10, 64)
	body := core.AnswerItem{ItemKey: core.ItemKey{List: l, Number: n}, Rev: seen, Text: p.get("text"), Page: p.get("page")}
	p.toStudy(w, st, body, fmt.Sprintf("/studies/%s/checklists/%s#item-%d", st.ID(), l, n), func(prob *page.Problem) {
		s.drawChecklist(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
