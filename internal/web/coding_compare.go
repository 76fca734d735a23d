package web

import (
	"net/http"
	"slices"
	"strconv"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/voice"
)

// comparePage shows one text as two coders coded it: words that both coded, that
// one did, that the other did (V-25).
func (s *Server) comparePage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	var v page.Compare
	found := false
	err := s.analysis(r, st, func(a *analyst) {
		d := s.deskIn(a, r.PathValue("text"))
		if d == nil {
			return
		}
		found = true
		v = d.compare(r)
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case !found:
		s.noStudy(w, r, "There is no such text in this study.")
	default:
		l := s.analysisLayout(r, st, v.Study.Heading, nil)
		l.Back = &page.Link{Text: "Back to the text", URL: "/studies/" + st.ID() + "/texts/" + r.PathValue("text") + "/code"}
		l.Wide = true
		s.draw(w, r, http.StatusOK, page.ComparePage(l, v))
	}
}

func (d *deskOf) compare(r *http.Request) page.Compare {
	v := page.Compare{Study: d.head(d.source(d.i).Name+": two coders", "")}
	var coders []page.Choice
	for _, u := range d.x.Project.Users {
		id := voice.BareID(u.ID)
		if slices.ContainsFunc(d.passages, func(p voice.Passage) bool { return p.Coder == id }) {
			coders = append(coders, page.Choice{Value: id, Label: d.coder(id)})
		}
	}
	pair := [2]string{r.FormValue("a"), r.FormValue("b")}
	for i := range pair {
		if pair[i] == "" && i < len(coders) {
			pair[i] = coders[i].Value
		}
	}
	to := d.textURL(d.i) + "/compare"
	v.Ask = page.SmallForm{Title: "Whose codings", Button: "Show them", Form: page.Form{Action: to},
		Fields: []page.SmallField{
			{ID: "a", Name: "a", Label: "First", List: true, Choices: coders, Field: page.Field{Value: pair[0]}},
			{ID: "b", Name: "b", Label: "Second", List: true, Choices: coders, Field: page.Field{Value: pair[1]}},
			{ID: "code", Name: "code", Label: "Code", List: true, Field: page.Field{Value: r.FormValue("code")},
				Choices: append([]page.Choice{{Label: "every code"}}, d.codeChoices(true)...)}}}
	if d.x.RoundOpen(d.sourceID(d.i)) {
		v.Study.Warn = "This text is being coded blind: two coders show side by side once all are done."
	}
	if len(coders) < 2 || pair[0] == pair[1] {
		v.None = "There are no codings of two coders to set side by side here yet."
		return v
	}
	v.A, v.B = d.coder(pair[0]), d.coder(pair[1])
	only := d.x.Under(r.FormValue("code"))
	var ab [2][]voice.Passage
	for _, p := range d.passages {
		for k := range pair {
			if p.Coder == pair[k] && (len(only) == 0 || slices.Contains(only, p.Code)) {
				ab[k] = append(ab[k], p)
			}
		}
	}
	first := max(0, whole(r.FormValue("from"))-1)
	from, until := voice.Window(d.blocks, min(first, max(0, len(d.blocks)-1)), windowChars)
	for no := from; no < until; no++ {
		v.Rows = append(v.Rows, d.comparedBlock(no, ab))
	}
	keep := "&a=" + pair[0] + "&b=" + pair[1] + "&code=" + r.FormValue("code")
	if until < len(d.blocks) {
		v.Later = to + "?from=" + strconv.Itoa(until+1) + keep
	}
	if from > 0 {
		v.Earlier = to + "?from=1" + keep
	}
	return v
}

func (d *deskOf) comparedBlock(no int, ab [2][]voice.Passage) page.CompareRow {
	b := &d.blocks[no]
	row := page.CompareRow{No: strconv.Itoa(no + 1), URL: d.blockURL(no)}
	var here []voice.Passage
	sides := map[string]int{}
	for k := range ab {
		for _, p := range voice.Within(ab[k], b.Start, b.End) {
			sides[p.ID] = k
			here = append(here, p)
			m := d.listed(b, p)
			m.Coder = ""
			row.Side[k] = append(row.Side[k], m)
		}
	}
	q := d.held(d.i).Quotes
	for _, seg := range voice.Segments(here, b.Start, b.End) {
		part := page.DeskPart{Words: q.Quote(seg.Start, seg.End)}
		by := [2]bool{}
		for _, i := range seg.Over {
			by[sides[here[i].ID]] = true
		}
		switch {
		case by[0] && by[1]:
			part.Whose, part.Deep = "both", 2
		case by[0]:
			part.Whose, part.Deep = "a", 1
		case by[1]:
			part.Whose, part.Deep = "b", 1
		}
		row.Block.Parts = append(row.Block.Parts, part)
	}
	return row
}
