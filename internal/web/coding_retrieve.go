package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/moment"
	"steady/voice"
)

// retrievePage lists the passages that codes, texts, coders and days ask for
// (V-38). The question is the address: it can be kept.
func (s *Server) retrievePage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	var v page.Hits
	err := s.analysis(r, st, func(a *analyst) {
		v.Study = a.head("Retrieve", "Passages by their codes, with the words around them.")
		q := a.query(r)
		v.Ask = a.retrieveForm(r)
		if r.URL.RawQuery == "" {
			return
		}
		passages := a.passages()
		found := q.Find(passages, a.turnsOfText)
		texts := map[int]bool{}
		v.Choose = &page.HitForm{}
		for _, f := range found {
			texts[f.Text] = true
			if len(v.Choose.Places) < mostHits {
				v.Choose.Places = append(v.Choose.Places, s.retrieved(a, passages, f))
			}
		}
		v.Found = plural(len(found), "passage") + " in " + plural(len(texts), "text")
		if len(found) > mostHits {
			v.Found += ", the first " + strconv.Itoa(mostHits) + " are shown"
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	s.draw(w, r, http.StatusOK, page.HitsPage(s.analysisLayout(r, st, "Retrieve", nil), v))
}

func (a *analyst) turnsOfText(text int) []voice.Turn {
	if in := a.source(text).Interview; in != nil {
		return in.Turns
	}
	return nil
}

func (s *Server) retrieved(a *analyst, passages []voice.Passage, f voice.Found) page.Hit {
	d := &deskOf{analyst: a, i: f.Text, blocks: s.blocks(a, f.Text)}
	h := d.hit(voice.Stretch{Start: f.Start, End: f.End})
	h.Value = ""
	for _, i := range f.Passages {
		m := a.mark(passages[i].Code)
		m.Coder, m.URL = a.coder(passages[i].Coder), a.textURL(f.Text)+"/codings/"+passages[i].ID
		h.Marks = append(h.Marks, m)
	}
	return h
}

// query reads a question. A code stands for itself and those under it.
func (a *analyst) query(r *http.Request) voice.Query {
	ask := r.URL.Query()
	under := func(name string) (out []string) {
		for _, id := range picked(r, name) {
			out = append(out, a.x.Under(id)...)
		}
		return out
	}
	var q voice.Query
	for _, id := range picked(r, "all") {
		q.All = append(q.All, a.x.Under(id))
	}
	q.Any, q.None, q.Near = under("any"), under("none"), under("near")
	q.Turns = whole(ask.Get("turns"))
	q.Coders = picked(r, "coder")
	for _, id := range picked(r, "text") {
		if i := a.x.SourceNumber(id); i >= 0 {
			q.Texts = append(q.Texts, i)
		}
	}
	if name, value, ok := strings.Cut(ask.Get("attr"), "="); ok {
		q.Texts = a.ofPeople(q.Texts, name, value)
	}
	if day, err := moment.ParseDay(ask.Get("since")); err == nil {
		q.Since = int64(a.z.At(day, 0, 0))
	}
	if day, err := moment.ParseDay(ask.Get("until")); err == nil {
		q.Until = int64(a.z.At(day+1, 0, 0))
	}
	return q
}

// ofPeople keeps the texts of participants with a value of an attribute; none
// means all. Where nobody has it no text is left, which is one that is not there.
func (a *analyst) ofPeople(texts []int, name, value string) (out []int) {
	for _, i := range a.texts() {
		p := a.x.Participant(a.held(i).Participant)
		if p != nil && p.Attrs[name] == value && (len(texts) == 0 || slices.Contains(texts, i)) {
			out = append(out, i)
		}
	}
	if len(out) == 0 {
		return []int{-1}
	}
	return out
}

func (a *analyst) retrieveForm(r *http.Request) page.SmallForm {
	none := func(list []page.Choice) []page.Choice { return append([]page.Choice{{Label: "none"}}, list...) }
	codes := none(a.codeChoices(true))
	nth := func(name string, i int) page.Field {
		if v := picked(r, name); i < len(v) {
			return page.Field{Value: v[i]}
		}
		return page.Field{}
	}
	field := func(id, name, label string, i int, list []page.Choice) page.SmallField {
		return page.SmallField{ID: id, Name: name, Label: label, List: true, Choices: list, Field: nth(name, i)}
	}
	var texts, coders []page.Choice
	for _, i := range a.texts() {
		texts = append(texts, page.Choice{Value: a.sourceID(i), Label: a.source(i).Name})
	}
	for _, u := range a.x.Project.Users {
		id := voice.BareID(u.ID)
		coders = append(coders, page.Choice{Value: id, Label: a.coder(id)})
	}
	days := r.URL.Query()
	people := []page.Choice{{Label: "everybody"}}
	for _, x := range a.x.Attributes {
		for _, v := range x.Values {
			people = append(people, page.Choice{Value: x.Name + "=" + v, Label: x.Name + ": " + v})
		}
	}
	return page.SmallForm{Title: "Which passages?", Button: "Show them", Form: page.Form{Action: a.at + "/retrieve"},
		Fields: []page.SmallField{
			field("all-1", "all", "With this code", 0, codes), field("all-2", "all", "and this one over the same words", 1,
				codes),
			field("any-1", "any", "With any of: this", 0, codes), field("any-2", "any", "or this", 1, codes),
			field("none-1", "none", "But without", 0, codes), field("near-1", "near", "Near to", 0, codes),
			{ID: "turns", Name: "turns", Label: "How near, in turns", Mode: "numeric",
				Field: page.Field{Value: days.Get("turns")},
				Hint:  "0 is the same turn."},
			field("text-1", "text", "Only in", 0, append([]page.Choice{{Label: "all texts"}}, texts...)),
			field("attr-1", "attr", "Only of people with", 0, people),
			field("coder-1", "coder", "Only given by", 0, append([]page.Choice{{Label: "anybody"}}, coders...)),
			{ID: "since", Name: "since", Label: "Given since the day", Field: page.Field{Value: days.Get("since")},
				Hint: "For example 2027-03-14."},
			{ID: "until", Name: "until", Label: "Given until the day", Field: page.Field{Value: days.Get("until")}}}}
}

// meetingsPage lists codes that lie over the same words.
func (s *Server) meetingsPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	var v page.Study
	err := s.analysis(r, st, func(a *analyst) {
		v = a.head("Codes that meet", "Two codes meet where a passage of one shares words with a passage of the other, by "+
			"whoever gave them. Interviews are counted first.")
		t := page.StudyTable{Caption: "Codes that meet", Head: []string{"Codes", "Interviews", "Pairs of passages"},
			None: "No two codes meet anywhere yet."}
		for i, m := range voice.Meetings(a.passages()) {
			if i == mostHits {
				break
			}
			names := []string{a.codeName(m.A), a.codeName(m.B)}
			slices.Sort(names)
			t.Rows = append(t.Rows, page.StudyRow{URL: a.at + "/retrieve?all=" + m.A + "&all=" + m.B,
				Cells: []string{names[0] + " and " + names[1], strconv.Itoa(m.Texts), strconv.Itoa(m.Passages)}})
		}
		v.Parts = []page.StudyPart{{ID: "pairs", Title: "Pairs of codes", Table: &t}}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	s.draw(w, r, http.StatusOK, page.StudyPage(s.analysisLayout(r, st, "Codes that meet", nil), v))
}
