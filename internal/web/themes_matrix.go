package web

import (
	"net/http"
	"slices"
	"strconv"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/voice"
	core "steady/voice/study"
)

// matrixPage is the framework matrix: interviews by codes, each cell with how
// many passages and a summary in the analyst's words (V-18).
func (s *Server) matrixPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	var v page.Grid
	err := s.analysis(r, st, func(a *analyst) {
		v = page.Grid{Study: a.head("Matrix", "Interviews by codes. A cell says how many passages there are and, in your "+
			"words, what they say. A code takes in the codes under it."), Caption: "Interviews by codes", Corner: "Interview",
			None: "There is no text or no code yet."}
		columns, of := a.matrixColumns(r)
		cells := voice.Cells(a.passages(), func(text int) string { return a.sourceID(text) },
			func(code string) []string { return of[code] })
		for _, c := range columns {
			v.Head = append(v.Head, page.GridHead{Text: a.look[c].name, URL: a.at + "/codes/" + c})
		}
		for _, i := range a.texts() {
			row := page.GridRow{Head: page.GridHead{Text: a.source(i).Name, URL: a.textURL(i) + "/code"}}
			for _, c := range columns {
				cell := page.GridCell{Count: strconv.Itoa(cells[voice.Cell{Row: a.sourceID(i), Column: c}].Passages),
					URL: a.at + "/matrix/" + a.sourceID(i) + "/" + c}
				cell.Label = a.source(i).Name + ", " + a.look[c].name + ": " + cell.Count + " passages"
				if n := a.x.Analysis.Cells[core.CellKey{Source: a.sourceID(i), Code: c}]; n != nil {
					cell.Says = short(n.Text.Get(), 140)
				}
				row.Cells = append(row.Cells, cell)
			}
			if len(columns) > 0 {
				v.Rows = append(v.Rows, row)
			}
		}
		v.Study.Parts = []page.StudyPart{{ID: "columns", Title: "Other columns", Links: []page.Link{
			{Text: "The codes at the root", URL: a.at + "/matrix"}, {Text: "Every code", URL: a.at + "/matrix?of=all"}}}}
		v.Study.Parts[0].Links = append(v.Study.Parts[0].Links, page.Link{Text: "The matrix as a file", URL: a.at +
			"/exchange#out"})
		for _, th := range a.x.Analysis.Themes {
			v.Study.Parts[0].Links = append(v.Study.Parts[0].Links, page.Link{Text: "The codes of “" + th.Name.Get() + "”",
				URL: a.at + "/matrix?of=" + th.ID})
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.analysisLayout(r, st, "Matrix", nil)
	l.Wide = true
	s.draw(w, r, http.StatusOK, page.GridPage(l, v))
}

// matrixColumns are the codes that head the columns, and for each code the
// columns that it counts in.
func (a *analyst) matrixColumns(r *http.Request) (columns []string, of map[string][]string) {
	of = map[string][]string{}
	th := a.x.Theme(r.URL.Query().Get("of"))
	for i := range a.x.Project.Codes {
		c := &a.x.Project.Codes[i]
		id := voice.BareID(c.ID)
		if r.URL.Query().Get("of") == "all" || th == nil && c.Depth == 1 {
			columns = append(columns, id)
		}
	}
	if th != nil {
		columns = slices.Clone(th.Codes)
	}
	columns = slices.DeleteFunc(columns, func(c string) bool { return !a.code(c) })
	for _, c := range columns {
		for _, under := range a.x.Under(c) {
			of[under] = append(of[under], c)
		}
	}
	return columns, of
}

// cellPage is one cell of the matrix: its passages, and its summary.
func (s *Server) cellPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawCell(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawCell(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	var v page.Study
	found := false
	err := s.analysis(r, st, func(a *analyst) {
		i, code := a.x.SourceNumber(r.PathValue("text")), voice.BareID(r.PathValue("code"))
		if i < 0 || a.held(i) == nil || a.x.Code(code) == nil || !a.code(code) {
			return
		}
		found = true
		v = a.head(a.source(i).Name+": "+a.look[code].name, a.x.EntryOf(code).Definition)
		part := page.StudyPart{ID: "passages", Title: "Passages"}
		under := map[string]bool{}
		for _, id := range a.x.Under(code) {
			under[id] = true
		}
		for _, p := range a.x.PassagesOf(i, a.sees) {
			if !under[p.Code] {
				continue
			}
			_, words, _ := a.quote(i, p.Start, p.End, 0)
			part.Quote = append(part.Quote, page.StudyQuote{Words: words, Where: a.codeName(p.Code) + ", " + a.coder(p.Coder),
				URL: a.textURL(i) + "/codings/" + p.ID})
		}
		if len(part.Quote) == 0 {
			part.Says = []string{"No passage."}
		}
		form := page.SmallForm{Button: "Keep the summary", Form: a.form(a.at+"/matrix/"+a.sourceID(i)+"/"+code, "cell")}
		now, rev := "", int64(0)
		if n := a.x.Analysis.Cells[core.CellKey{Source: a.sourceID(i), Code: code}]; n != nil {
			now, rev = n.Text.Get(), n.Rev
			form.Lead = "Written by " + a.n.staff(n.By) + ", " + a.stampOf(n.At) + ". Leave it empty to take it away."
		}
		form.Form.Hidden = append(form.Form.Hidden, page.Pair{Name: "rev", Value: strconv.FormatInt(rev, 10)})
		form.Fields = []page.SmallField{{ID: "says", Name: "says", Label: "What this interview says about it, in your words",
			Rows: 4, Field: t.or("says", now)}}
		v.Parts = []page.StudyPart{{ID: "summary", Title: "Summary", Bare: &form}, part}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case !found:
		s.noStudy(w, r, "There is no such cell: the text or the code is not in the study any more.")
	default:
		l := s.analysisLayout(r, st, v.Heading, prob)
		l.Back = &page.Link{Text: "Matrix", URL: "/studies/" + st.ID() + "/matrix"}
		s.draw(w, r, status, page.StudyPage(l, v))
	}
}

func (s *Server) cellPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	rev, _ := strconv.ParseInt(p.get("rev"), 10, 64)
	body := core.WriteCell{Source: r.PathValue("text"), Code: r.PathValue("code"), Rev: rev, Text: p.get("says")}
	p.toStudy(w, st, body, "/studies/"+st.ID()+"/matrix", func(prob *page.Problem) {
		s.drawCell(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
