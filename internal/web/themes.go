package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/voice"
	core "steady/voice/study"
)

// themesPage is the map of the themes, drawn, with the tables that say the same.
func (s *Server) themesPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawThemes(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawThemes(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	var v page.ThemeMapView
	err := s.analysis(r, st, func(a *analyst) {
		v.Study = a.head("Themes", "A theme is a pattern of meaning that runs through what people said. People are counted "+
			"first: a theme that one person voices is a theme.")
		v.Map = a.drawnMap()
		v.Study.Parts = []page.StudyPart{a.themeTable(), a.lineTable(t), {ID: "new", Title: "A new theme",
			Forms: []page.SmallForm{a.themeForm(nil, a.at+"/themes", t)}}}
		if len(a.x.Analysis.Themes) > 0 {
			v.Study.Parts = append(v.Study.Parts, a.looseCodes())
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.analysisLayout(r, st, "Themes", prob)
	l.Wide = true
	s.draw(w, r, status, page.ThemeMapPage(l, v))
}

// themeCarried counts what carries each theme, with those that belong to it, by
// its id.
func (a *analyst) themeCarried() map[string]voice.Carried {
	of := map[string][]string{}
	return voice.Carry(a.passages(), a.caseOf, func(code string) []string {
		if themes, ok := of[code]; ok {
			return themes
		}
		of[code] = a.x.ThemesOver(code)
		return of[code]
	})
}

func (a *analyst) drawnMap() (out page.DrawnMap) {
	carried := a.themeCarried()
	var themes []voice.MapTheme
	for _, t := range a.x.Analysis.Themes {
		m := voice.MapTheme{ID: t.ID, Name: t.Name.Get(), Column: t.Column, Row: t.Row, Under: t.Under}
		for _, c := range t.Codes {
			m.Codes = append(m.Codes, a.look[c].name)
		}
		m.Codes = append(m.Codes, peopleWords(carried[t.ID].Cases))
		themes = append(themes, m)
	}
	var links []voice.MapLink
	for _, t := range a.x.Analysis.Themes {
		if t.Under != "" {
			links = append(links, voice.MapLink{From: t.ID, To: t.Under})
		}
	}
	for _, l := range a.x.Analysis.Links {
		links = append(links, voice.MapLink{From: l.From, To: l.To, Says: l.Says.Get()})
	}
	drawn := voice.DrawMap(themes, links)
	out = page.DrawnMap{W: drawn.W, H: drawn.H}
	for i, b := range drawn.Boxes {
		out.Boxes = append(out.Boxes, drawnBox(b, a.x.Analysis.Themes[i].Status == core.Candidate))
	}
	for _, l := range drawn.Lines {
		y := (l.Y1+l.Y2)/2 - 4
		switch { // in one column other boxes may lie between: the words stand where the line begins
		case l.X1 == l.X2 && l.Y1 < l.Y2:
			y = l.Y1 + 24
		case l.X1 == l.X2:
			y = l.Y1 - 12
		}
		out.Lines = append(out.Lines, page.DrawnLine{X1: l.X1, Y1: l.Y1, X2: l.X2, Y2: l.Y2, TX: (l.X1 + l.X2) / 2, TY: y,
			Text: short(l.Link.Says, 34)})
	}
	out.Desc = "Each theme with its codes and how many people voice it: " + plural(len(themes), "theme") + ", " +
		plural(len(drawn.Lines), "line") + " between them. A line without words joins a theme to the one it is part of."
	return out
}

func drawnBox(b voice.Box, candidate bool) page.DrawnBox {
	out := page.DrawnBox{X: b.X, Y: b.Y, W: b.W, H: b.H, Dash: candidate}
	y := b.Y + 26
	put := func(line string, loud bool) {
		out.Lines = append(out.Lines, page.DrawnText{X: b.X + 12, Y: y, Text: line, Loud: loud})
		y += voice.MapLine
	}
	for _, line := range b.Title {
		put(line, true)
	}
	for _, code := range b.Codes {
		for _, line := range code {
			put(line, false)
		}
	}
	return out
}

// themeTable is the map as a table.
func (a *analyst) themeTable() page.StudyPart {
	carried := a.themeCarried()
	t := page.StudyTable{Caption: "Themes", Head: []string{"Theme", "How far it is", "Part of", "Codes", "Carried by",
		"Speak against it"}, None: "No theme yet: make one below and place codes in it."}
	for _, th := range a.x.Analysis.Themes {
		var codes []string
		for _, c := range th.Codes {
			codes = append(codes, a.look[c].name)
		}
		under := "no other"
		if th.Under != "" {
			under = a.themeName(th.Under)
		}
		against := 0
		for _, n := range a.x.Analysis.Negatives {
			if n.Theme == th.ID {
				against++
			}
		}
		t.Rows = append(t.Rows, page.StudyRow{URL: a.at + "/themes/" + th.ID, Cells: []string{th.Name.Get(),
			statusWords[th.Status], under, strings.Join(codes, ", "), carriedWords(carried[th.ID]), plural(against, "passage")}})
	}
	return page.StudyPart{ID: "list", Title: "The themes", Table: &t}
}

// lineTable lists the lines of the map, with the forms that draw them and put
// themes elsewhere.
func (a *analyst) lineTable(t typed) page.StudyPart {
	table := page.StudyTable{Caption: "Lines between themes", Head: []string{"From", "Means", "To"}, None: "No lines yet."}
	var lines, themes []page.Choice
	for _, l := range a.x.Analysis.Links {
		from, to := a.themeName(l.From), a.themeName(l.To)
		table.Rows = append(table.Rows, page.StudyRow{Cells: []string{from, l.Says.Get(), to}})
		lines = append(lines, page.Choice{Value: l.From + " " + l.To, Label: from + ", " + l.Says.Get() + ", " + to})
	}
	for _, th := range a.x.Analysis.Themes {
		themes = append(themes, page.Choice{Value: th.ID, Label: th.Name.Get()})
	}
	out := page.StudyPart{ID: "lines", Title: "Lines on the map", Table: &table}
	if len(themes) < 2 {
		return out
	}
	to := a.at + "/themes"
	columns := []page.Choice{{Value: "0", Label: "where there is room"}}
	for i := range voice.MapColumns {
		columns = append(columns, page.Choice{Value: strconv.Itoa(i + 1), Label: "column " + strconv.Itoa(i+1)})
	}
	out.Forms = []page.SmallForm{{Title: "Draw a line, or change what it means", Button: "Draw it", Form: a.form(to,
		"link"),
		Open: t.v.Get("what") == "link", Fields: []page.SmallField{
			{ID: "link-from", Name: "from", Label: "From", List: true, Choices: themes, Field: t.field("from")},
			{ID: "link-to", Name: "to", Label: "To", List: true, Choices: themes, Field: t.field("to")},
			{ID: "link-says", Name: "says", Label: "What the line means", Field: t.field("says"),
				Hint: "For example “leads to”, “is answered by”."}}},
		{Title: "Put a theme elsewhere on the map", Button: "Put it there", Form: a.form(to, "put"),
			Open: t.v.Get("what") == "put", Fields: []page.SmallField{
				{ID: "put-theme", Name: "theme", Label: "Theme", List: true, Choices: themes, Field: t.field("theme")},
				{ID: "put-column", Name: "column", Label: "Where", List: true, Choices: columns, Field: t.field("column")},
				{ID: "put-row", Name: "row", Label: "Place in the column", Mode: "numeric", Field: t.or("row", "1")}}}}
	if len(lines) > 0 {
		out.Forms = append(out.Forms, page.SmallForm{Title: "Take a line away", Button: "Take it away", Form: a.form(to,
			"unlink"),
			Fields: []page.SmallField{{ID: "unlink-line", Name: "line", Label: "Line", List: true, Choices: lines}}})
	}
	return out
}

// looseCodes lists codes that belong to no theme: they are not lost in a map.
func (a *analyst) looseCodes() page.StudyPart {
	out := page.StudyPart{ID: "loose", Title: "Codes in no theme yet"}
	for i := range a.x.Project.Codes {
		c := &a.x.Project.Codes[i]
		id := voice.BareID(c.ID)
		if c.Codable && a.code(id) && len(a.x.ThemesOf(id)) == 0 {
			out.Links = append(out.Links, page.Link{Text: a.codeName(id), URL: a.at + "/codes/" + id})
		}
	}
	if len(out.Links) == 0 {
		out.Lead = "None: every code belongs to a theme."
	}
	return out
}

// themeForm makes a theme, or writes one anew.
func (a *analyst) themeForm(th *core.Theme, to string, t typed) page.SmallForm {
	f := page.SmallForm{Title: "Make a theme", Button: "Make the theme", Form: a.form(to, "theme"),
		Open: t.v.Get("what") == "theme" || th == nil && len(a.x.Analysis.Themes) == 0}
	now := core.Theme{Status: core.Candidate}
	if th != nil {
		now = *th
		f.Title, f.Button = "Write the theme anew", "Record"
		f.Form.Hidden = append(f.Form.Hidden, page.Pair{Name: "rev", Value: strconv.FormatInt(th.Rev, 10)})
	}
	or := func(name, value string) page.Field {
		if t.v.Get("what") == "theme" {
			return t.field(name)
		}
		return page.Field{Value: value}
	}
	under := []page.Choice{{Label: "no other theme"}}
	for _, x := range a.x.Analysis.Themes {
		if th == nil || x.ID != th.ID {
			under = append(under, page.Choice{Value: x.ID, Label: x.Name.Get()})
		}
	}
	f.Fields = []page.SmallField{{ID: "t-name", Name: "name", Label: "Name", Field: or("name", now.Name.Get())},
		{ID: "t-concept", Name: "concept", Label: "Central idea", Rows: 3, Field: or("concept", now.Concept.Get()),
			Hint: "What holds it together, and where it ends."},
		{ID: "t-status", Name: "status", Label: "How far it is", Field: or("status", string(now.Status)),
			Choices: []page.Choice{
				{Value: string(core.Candidate), Label: "A candidate"},
				{Value: string(core.Reviewed), Label: "Reviewed", Hint: "Held against its passages and the whole."},
				{Value: string(core.Named), Label: "Defined and named"}}},
		{ID: "t-under", Name: "under", Label: "Part of", List: true, Choices: under, Field: or("under", now.Under)},
		{ID: "t-why", Name: "why", Label: "Why", Field: or("why", ""), Hint: "For the trail: what led to it, or changed it."}}
	return f
}

// theme reads the form of a theme.
func (p *press) theme(id string) core.Body {
	rev, _ := strconv.ParseInt(p.get("rev"), 10, 64)
	return core.WriteTheme{Theme: id, Rev: rev, Name: p.need("name", "Give the theme a name."), Concept: p.get("concept"),
		Status: core.ThemeStatus(p.need("status", "Choose how far the theme has come.")), Under: p.get("under"),
		Why: p.get("why")}
}

func (s *Server) themesPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	var body core.Body
	switch p.get("what") {
	case "theme":
		body = p.theme("")
	case "link":
		body = core.LinkThemes{From: p.get("from"), To: p.get("to"), Says: p.need("says", "Write what the line means.")}
	case "unlink":
		from, to, _ := strings.Cut(p.get("line"), " ")
		body = core.LinkThemes{From: from, To: to, Away: true}
	case "put":
		body = core.PutTheme{Theme: p.get("theme"), Column: whole(p.get("column")), Row: whole(p.get("row"))}
	default:
		s.noStudy(w, r, "There is no such form.")
		return
	}
	p.toStudy(w, st, body, "/studies/"+st.ID()+"/themes", func(prob *page.Problem) {
		s.drawThemes(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// themePage is one theme with its codes, its quotes and what speaks against it.
func (s *Server) themePage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawTheme(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawTheme(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	var v page.Study
	found := false
	err := s.analysis(r, st, func(a *analyst) {
		th := a.x.Theme(r.PathValue("theme"))
		if th == nil {
			return
		}
		found = true
		to := a.at + "/themes/" + th.ID
		v = a.head(th.Name.Get(), th.Concept.Get())
		v.Facts = []page.Row{{Key: "How far it is", Value: statusWords[th.Status]},
			{Key: "Carried by", Value: carriedWords(a.themeCarried()[th.ID])},
			{Key: "Written by", Value: a.n.staff(th.By) + ", " + a.stampOf(th.At)}}
		v.Parts = []page.StudyPart{a.themeCodes(th, to, t), a.themeQuotes(th), a.themeNegatives(th),
			a.memosOn(core.Anchor{What: "theme", ID: th.ID}, to, t), {ID: "change", Title: "Change the theme",
				Forms: []page.SmallForm{a.themeForm(th, to, t), {Title: "Let it go", Button: "Let it go", Form: a.form(to, "drop"),
					Open: t.v.Get("what") == "drop", Lead: "Its codes and passages stay. Why stands in the trail.",
					Fields: []page.SmallField{{ID: "drop-why", Name: "why", Label: "Why", Field: t.field("why")}}}}}}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case !found:
		s.noStudy(w, r, "There is no such theme in this study: it may have been let go.")
	default:
		l := s.analysisLayout(r, st, v.Heading, prob)
		l.Back = &page.Link{Text: "Themes", URL: "/studies/" + st.ID() + "/themes"}
		s.draw(w, r, status, page.StudyPage(l, v))
	}
}

func (a *analyst) themeCodes(th *core.Theme, to string, t typed) page.StudyPart {
	carried := voice.Carry(a.passages(), a.caseOf, func(code string) []string { return []string{code} })
	table := page.StudyTable{Caption: "Codes of the theme", Head: []string{"Code", "Carried by"},
		None: "No code yet: place some in it."}
	var in, out []page.Choice
	for _, c := range th.Codes {
		table.Rows = append(table.Rows, page.StudyRow{URL: a.at + "/codes/" + c, Cells: []string{a.codeName(c),
			carriedWords(carried[c])}})
		out = append(out, page.Choice{Value: c, Label: a.codeName(c)})
	}
	for _, c := range a.codeChoices(true) {
		if !slices.Contains(th.Codes, c.Value) {
			in = append(in, c)
		}
	}
	part := page.StudyPart{ID: "codes", Title: "Its codes, with those under them", Table: &table}
	if len(in) > 0 {
		part.Forms = append(part.Forms, page.SmallForm{Title: "Place a code in it", Button: "Place it", Form: a.form(to,
			"in"),
			Open: len(th.Codes) == 0, Fields: []page.SmallField{{ID: "in-code", Name: "code", Label: "Code", List: true,
				Choices: in, Field: t.field("code")}}})
	}
	if len(out) > 0 {
		part.Forms = append(part.Forms, page.SmallForm{Title: "Take a code out of it", Button: "Take it out",
			Form: a.form(to, "out"), Fields: []page.SmallField{{ID: "out-code", Name: "code", Label: "Code", List: true,
				Choices: out}}})
	}
	return part
}

// themeQuotes are the passages that speak for a theme: those that were picked,
// and how to pick more.
func (a *analyst) themeQuotes(th *core.Theme) page.StudyPart {
	out := page.StudyPart{ID: "quotes", Title: "What speaks for it",
		Lead: "Chosen passages. Whether the words of one may " +
			"leave the study is decided for each quote by itself."}
	for _, p := range th.Picks {
		if q, ok := a.quoteOf(p.Source, p.Coding); ok {
			out.Quote = append(out.Quote, q)
		}
	}
	if len(out.Quote) == 0 {
		out.Says = []string{"None chosen yet: open a passage and let it speak for the theme."}
	}
	for _, c := range th.Codes {
		out.Links = append(out.Links, page.Link{Text: "Passages of " + a.codeName(c), URL: a.at + "/codes/" + c +
			"#passages"})
	}
	return out
}

// quoteOf is a coding with its words; ok is false where it is gone or may not be
// seen yet.
func (a *analyst) quoteOf(source, coding string) (page.StudyQuote, bool) {
	i := a.x.SourceNumber(source)
	sel, c := a.x.Coding(source, coding)
	if i < 0 || c == nil || !sel.Placed || a.held(i) == nil || !a.sees(voice.BareID(source), core.By(sel, c)) {
		return page.StudyQuote{}, false
	}
	return page.StudyQuote{Words: a.held(i).Quotes.Quote(sel.Start, sel.End), URL: a.textURL(i) + "/codings/" +
		voice.BareID(coding),
		Where: a.source(i).Name + ", " + a.codeName(voice.BareID(c.Code))}, true
}

func (a *analyst) themeNegatives(th *core.Theme) page.StudyPart {
	out := page.StudyPart{ID: "against", Title: "What speaks against it"}
	for _, n := range a.x.Analysis.Negatives {
		if q, ok := a.quoteOf(n.Source, n.Coding); ok && n.Theme == th.ID {
			q.Where += ": " + n.Why.Get()
			out.Quote = append(out.Quote, q)
		}
	}
	if len(out.Quote) == 0 {
		out.Says = []string{"Nothing recorded. Look for it: a theme is stronger for what does not fit."}
	}
	return out
}

func (s *Server) themePress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	id := r.PathValue("theme")
	to := "/studies/" + st.ID() + "/themes/" + id
	var body core.Body
	switch p.get("what") {
	case "theme":
		body = p.theme(id)
	case "in", "out":
		body = core.PlaceCode{Code: p.need("code", "Choose the code."), Theme: id, Out: p.get("what") == "out"}
	case "drop":
		body, to = core.DropTheme{Theme: id, Why: p.need("why", "Write in a line why the theme is let go.")},
			"/studies/"+st.ID()+"/themes"
	case "memo":
		body = p.memo(core.Anchor{What: "theme", ID: id})
	default:
		s.noStudy(w, r, "There is no such form.")
		return
	}
	p.toStudy(w, st, body, to, func(prob *page.Problem) {
		s.drawTheme(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
