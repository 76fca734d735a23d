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

// codeBook is the tree of codes, with how many people and passages carry each.
func (s *Server) codeBook(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawCodes(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawCodes(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	var v page.CodeTree
	err := s.analysis(r, st, func(a *analyst) {
		v.Study = a.head("Codes", "Each code with the interviews and passages that carry it, interviews first: a code "+
			"that one "+
			"person voices counts as much as any.")
		carried := voice.Carry(a.passages(), a.caseOf, func(code string) []string { return []string{code} })
		for i := range a.x.Project.Codes {
			c := &a.x.Project.Codes[i]
			id := voice.BareID(c.ID)
			if !a.code(id) {
				continue
			}
			n := page.CodeNode{Mark: a.mark(id), Depth: c.Depth, Note: carriedWords(carried[id]),
				Means: short(a.x.EntryOf(id).Definition, 160)}
			if !c.Codable {
				n.Note = "a folder"
			}
			v.Nodes = append(v.Nodes, n)
		}
		f := a.newCodeForm(t)
		v.Study.Parts = []page.StudyPart{{ID: "new", Title: "Make a code", Bare: &f}, {ID: "more", Title: "Look further",
			Links: []page.Link{{Text: "Codes that meet over the same words", URL: a.at + "/meetings"}}}}
		if a.x.Blind() {
			v.Study.Warn = "Some texts are being coded blind: what others code there is not counted here yet."
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	s.draw(w, r, status, page.CodeTreePage(s.analysisLayout(r, st, "Codes", prob), v))
}

func (a *analyst) newCodeForm(t typed) page.SmallForm {
	return page.SmallForm{Button: "Make the code", Form: a.form(a.at+"/codes", "new"), Fields: []page.SmallField{
		{ID: "name", Name: "name", Label: "Name", Field: t.field("name")},
		{ID: "definition", Name: "definition", Label: "What it means", Rows: 2, Field: t.field("definition")},
		{ID: "parent", Name: "parent", Label: "Under", List: true, Field: t.field("parent"),
			Choices: append([]page.Choice{{Label: "no other code"}}, a.codeChoices(true)...)},
		{ID: "folder", Name: "folder", Label: "Is it given to passages?", Field: t.or("folder", "no"), Choices: []page.Choice{
			{Value: "no", Label: "It is given to passages"}, {Value: "yes", Label: "It only groups other codes"}}}}}
}

func (s *Server) codeBookPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	body := core.AddCode{Name: p.need("name", "Give the code a name."), Definition: p.get("definition"),
		Parent: p.get("parent"), Folder: p.yes("folder")}
	p.toStudy(w, st, body, "/studies/"+st.ID()+"/codes", func(prob *page.Problem) {
		s.drawCodes(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// codePage is one code: its entry with the ones before, its passages, and what
// can be done with it.
func (s *Server) codePage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawCode(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawCode(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	var v page.Coding
	found := false
	err := s.analysis(r, st, func(a *analyst) {
		id := voice.BareID(r.PathValue("code"))
		if a.x.Code(id) == nil || !a.code(id) {
			return
		}
		found = true
		v.Study = a.codeHead(id)
		to := a.at + "/codes/" + id
		v.Study.Parts = append(v.Study.Parts, page.StudyPart{ID: "change", Title: "Change the code",
			Forms: a.codeForms(id, to, t)})
		v.Study.Parts = append(v.Study.Parts, a.memosOn(core.Anchor{What: "code", ID: id}, to, t), a.codeHistory(id))
		v.Study.Parts = append(v.Study.Parts, a.codePassages(id))
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case !found:
		s.noStudy(w, r, "There is no such code in this study: it may have been merged into another.")
	default:
		l := s.analysisLayout(r, st, v.Study.Heading, prob)
		l.Back = &page.Link{Text: "Codes", URL: "/studies/" + st.ID() + "/codes"}
		s.draw(w, r, status, page.StudyPage(l, v.Study))
	}
}

func (a *analyst) codeHead(id string) page.Study {
	e := a.x.EntryOf(id)
	v := a.head(e.Name, e.Definition)
	row := func(key, value string) {
		if value != "" {
			v.Facts = append(v.Facts, page.Row{Key: key, Value: value})
		}
	}
	row("Where it lies", a.codeName(id))
	row("Use when", e.UseWhen)
	row("Do not use when", e.NotWhen)
	row("Comes from", originWords[e.Origin])
	carried := voice.Carry(a.passages(), a.caseOf, func(code string) []string { return []string{code} })
	row("Carried by", carriedWords(carried[id]))
	var themes []string
	for _, th := range a.x.ThemesOf(id) {
		themes = append(themes, a.themeName(th))
	}
	row("Themes", strings.Join(themes, ", "))
	if e.Rev > 0 {
		row("Entry", "version "+strconv.Itoa(e.Version)+", "+a.n.staff(e.By)+", "+a.stampOf(e.At))
	}
	return v
}

var originWords = map[core.Origin]string{core.Inductive: "what people said",
	core.InVivo:    "what people said, in their words",
	core.Deductive: "a theory or an earlier study"}

// codeForms are the forms that change a code.
func (a *analyst) codeForms(id, to string, t typed) []page.SmallForm {
	e := a.x.EntryOf(id)
	which := t.v.Get("what")
	or := func(form, name, now string) page.Field {
		if which == form {
			return t.field(name)
		}
		return page.Field{Value: now}
	}
	folder := "no"
	if e.Folder {
		folder = "yes"
	}
	rev := page.Pair{Name: "rev", Value: strconv.FormatInt(e.Rev, 10)}
	out := []page.SmallForm{
		{Title: "Write its entry anew", Button: "Record", Form: a.form(to, "describe", rev), Open: which == "describe",
			Fields: []page.SmallField{
				{ID: "d-name", Name: "name", Label: "Name", Field: or("describe", "name", e.Name)},
				{ID: "d-definition", Name: "definition", Label: "What it means", Rows: 3, Field: or("describe", "definition",
					e.Definition)},
				{ID: "d-use", Name: "use", Label: "Use it when", Rows: 2, Field: or("describe", "use", e.UseWhen)},
				{ID: "d-not", Name: "not", Label: "Do not use it when", Rows: 2, Field: or("describe", "not", e.NotWhen)},
				{ID: "d-origin", Name: "origin", Label: "Where it comes from", List: true,
					Field: or("describe", "origin", string(e.Origin)), Choices: []page.Choice{{Label: "not said"},
						{Value: string(core.Inductive), Label: "What people said"},
						{Value: string(core.InVivo), Label: "What people said, in their words"},
						{Value: string(core.Deductive), Label: "A theory or an earlier study"}}},
				{ID: "d-folder", Name: "folder", Label: "Is it given to passages?", Field: or("describe", "folder", folder),
					Choices: []page.Choice{{Value: "no", Label: "It is given to passages"},
						{Value: "yes", Label: "It only groups other codes"}}}}},
		{Title: "Move it", Button: "Move", Form: a.form(to, "move"), Open: which == "move", Fields: []page.SmallField{
			{ID: "m-parent", Name: "parent", Label: "Under", List: true, Field: or("move", "parent", a.x.Parent(id)),
				Choices: append([]page.Choice{{Label: "no other code"}}, a.codeChoices(true)...)},
			{ID: "m-before", Name: "before", Label: "Before", List: true, Field: or("move", "before", ""),
				Hint: "A code that lies under the same one.", Choices: append([]page.Choice{{Label: "at the end"}},
					a.codeChoices(true)...)}}}}
	return append(out, a.mergeForms(id, to, which, t)...)
}

func (a *analyst) mergeForms(id, to, which string, t typed) []page.SmallForm {
	var others []page.Choice
	for _, c := range a.codeChoices(true) {
		if c.Value != id {
			others = append(others, c)
		}
	}
	out := []page.SmallForm{}
	if len(others) > 0 {
		out = append(out, page.SmallForm{Title: "Merge it into another code", Button: "Merge", Form: a.form(to, "merge"),
			Open: which == "merge", Lead: "Every passage keeps who coded it and when. You can take the merge back.",
			Fields: []page.SmallField{{ID: "g-into", Name: "into", Label: "Into", List: true, Choices: others,
				Field: t.field("into")},
				{ID: "g-overlaps", Name: "overlaps", Label: "Passages of one coder that overlap then", Field: t.field("overlaps"),
					Choices: []page.Choice{{Value: core.OverlapsKeep, Label: "Keep them apart"},
						{Value: core.OverlapsJoin, Label: "Join them into one"}}}}})
	}
	if places := a.placesOf(id); len(places) > 1 {
		out = append(out, page.SmallForm{Title: "Split it", Button: "Split", Form: a.form(to, "split"),
			Open: which == "split",
			Lead: "A new code beside it takes the passages that you choose.", Fields: []page.SmallField{
				{ID: "s-name", Name: "name", Label: "Name of the new code", Field: t.field("name")},
				{ID: "s-places", Name: "places", Label: "Passages that it takes", Many: true, Choices: places,
					Picked: t.picks("places")}}})
	}
	return append(out, page.SmallForm{Title: "Take it out of the tree", Button: "Take it out", Form: a.form(to, "drop"),
		Lead: "Only a code that no passage carries, that holds no other code and belongs to no theme."})
}

// mostPlaces is how many passages are drawn of one code at once.
const mostPlaces = 300

// placesOf lists the codings of a code, to choose from.
func (a *analyst) placesOf(id string) (out []page.Choice) {
	for _, p := range a.passages() {
		if p.Code == id && len(out) < mostPlaces {
			_, words, _ := a.quote(p.Text, p.Start, p.End, 0)
			out = append(out, page.Choice{Value: a.sourceID(p.Text) + " " + p.ID, Label: short(words, 90),
				Hint: a.source(p.Text).Name + ", " + a.coder(p.Coder)})
		}
	}
	return out
}

// codeHistory lists what was decided about a code, the newest first.
func (a *analyst) codeHistory(id string) page.StudyPart {
	out := page.StudyPart{ID: "history", Title: "What was decided about it",
		Table: &page.StudyTable{Caption: "Decisions about the code", Head: []string{"When", "Who", "What"},
			None: "Nothing beyond what the project brought."}}
	for i := len(a.x.Analysis.Trail) - 1; i >= 0; i-- {
		e := a.x.Analysis.Trail[i]
		var says string
		switch f := e.Fact.(type) {
		case *core.CodeAdded:
			says = onlyOf(f.ID == id, a.says(f))
		case *core.CodeDescribed:
			if x, ok := f.Entry(); ok && f.ID == id {
				says = with("entry: "+x.Name, x.Definition)
			}
		case *core.CodeMoved:
			says = onlyOf(f.ID == id, a.says(f))
		case *core.CodesMerged:
			says = onlyOf(f.Into == id, a.says(f))
		case *core.CodeSplit:
			says = onlyOf(f.Code == id || f.New == id, a.says(f))
		case *core.CodePlaced:
			says = onlyOf(f.Code == id, a.says(f))
		}
		if says != "" {
			out.Table.Rows = append(out.Table.Rows, page.StudyRow{Cells: []string{a.stampOf(e.At), a.n.staff(e.By), says}})
		}
	}
	return out
}

func onlyOf(is bool, says string) string {
	if is {
		return says
	}
	return ""
}

// codePassages is the part with the passages of a code and of those under it.
func (a *analyst) codePassages(id string) page.StudyPart {
	out := page.StudyPart{ID: "passages", Title: "Its passages, with those of the codes under it"}
	under := a.x.Under(id)
	n := 0
	for _, p := range a.passages() {
		if !slices.Contains(under, p.Code) {
			continue
		}
		if n++; n > mostPlaces {
			continue
		}
		_, words, _ := a.quote(p.Text, p.Start, p.End, 0)
		where := a.source(p.Text).Name + ", " + a.coder(p.Coder)
		if p.Code != id {
			where += ", " + a.codeName(p.Code)
		}
		out.Quote = append(out.Quote, page.StudyQuote{Words: words, Where: where,
			URL: a.textURL(p.Text) + "/codings/" + p.ID})
	}
	switch {
	case n == 0:
		out.Lead = "No passage yet."
	case n > mostPlaces:
		out.Lead = "The first " + strconv.Itoa(mostPlaces) + " of " + strconv.Itoa(n) + ". Retrieve shows chosen ones."
	}
	out.Links = []page.Link{{Text: "Retrieve with other codes", URL: a.at + "/retrieve?all=" + id}}
	return out
}

// codePress changes a code.
func (s *Server) codePress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	id := r.PathValue("code")
	to := "/studies/" + st.ID() + "/codes/" + id
	var body core.Body
	switch p.get("what") {
	case "describe":
		rev, _ := strconv.ParseInt(p.get("rev"), 10, 64)
		body = core.DescribeCode{Code: id, Rev: rev, Entry: core.Entry{Name: p.need("name", "Give the code a name."),
			Definition: p.get("definition"), UseWhen: p.get("use"), NotWhen: p.get("not"), Origin: core.Origin(p.get("origin")),
			Folder: p.yes("folder")}}
	case "move":
		body = core.MoveCode{Code: id, Parent: p.get("parent"), Before: p.get("before")}
	case "merge":
		into := p.need("into", "Choose the code that it is merged into.")
		body = core.MergeCodes{Code: id, Into: into, Overlaps: p.get("overlaps")}
		to = "/studies/" + st.ID() + "/codes/" + into
	case "split":
		b := core.SplitCode{Code: id, Entry: core.Entry{Name: p.need("name", "Give the new code a name.")}}
		for _, place := range r.PostForm["places"] {
			source, coding, _ := strings.Cut(place, " ")
			b.Passages = append(b.Passages, core.Place{Source: source, Coding: coding})
		}
		body = b
	case "drop":
		body, to = core.DropCode{Code: id}, "/studies/"+st.ID()+"/codes"
	case "memo":
		body = p.memo(core.Anchor{What: "code", ID: id})
	default:
		s.noStudy(w, r, "There is no such form.")
		return
	}
	p.toStudy(w, st, body, to, func(prob *page.Problem) {
		s.drawCode(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
