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

var memoWords = map[core.MemoKind]string{core.MemoNote: "note", core.MemoReflexive: "reflexive",
	core.MemoMethod: "decision about the method", core.MemoField: "field note"}

func memoKinds() []page.Choice {
	return []page.Choice{{Value: string(core.MemoNote), Label: "A note"},
		{Value: string(core.MemoReflexive), Label: "Reflexive", Hint: "What I bring to it"},
		{Value: string(core.MemoMethod), Label: "A decision about the method"},
		{Value: string(core.MemoField), Label: "A field note"}}
}

// memo reads the form of a memo. Memo and its revision are empty for a new one.
func (p *press) memo(on core.Anchor) core.Body {
	rev, _ := strconv.ParseInt(p.get("rev"), 10, 64)
	return core.WriteMemo{Memo: p.get("memo"), Rev: rev, Kind: core.MemoKind(p.need("kind",
		"Choose what kind of memo it is.")),
		On: on, Text: p.need("memo_words", "Write the memo.")}
}

// memoForm asks for a new memo.
func (a *analyst) memoForm(to string, t typed) page.SmallForm {
	kind := t.field("kind")
	if kind.Value == "" {
		kind.Value = string(core.MemoNote)
	}
	return page.SmallForm{Title: "Write a memo", Button: "Keep the memo", Form: a.form(to, "memo"),
		Open: t.errs["memo_words"] != "" || t.errs["kind"] != "", Fields: []page.SmallField{
			{ID: "memo-words", Name: "memo_words", Label: "Memo", Rows: 4, Field: t.field("memo_words")},
			{ID: "memo-kind", Name: "kind", Label: "What kind", Choices: memoKinds(), Field: kind}}}
}

// memosOn is the part of a page with the memos about something.
func (a *analyst) memosOn(on core.Anchor, to string, t typed) page.StudyPart {
	out := page.StudyPart{ID: "memos", Title: "Memos"}
	for _, m := range a.x.Memos {
		if m.On.What == on.What && voice.SameID(m.On.ID, on.ID) {
			out.Quote = append(out.Quote, page.StudyQuote{Words: m.Text.Get(), Where: a.memoLine(m)})
		}
	}
	if len(out.Quote) == 0 {
		out.Says = []string{"None yet."}
	}
	out.Forms = []page.SmallForm{a.memoForm(to, t)}
	return out
}

func (a *analyst) memoLine(m core.Memo) string {
	return memoWords[m.Kind] + ", " + a.n.staff(m.By) + ", " + a.stampOf(m.At)
}

// anchor says what a memo is about, and where that is; ok is false where somebody
// may not see it yet.
func (a *analyst) anchor(on core.Anchor) (words, url string, ok bool) {
	switch on.What {
	case "source":
		return a.textName(on.ID), a.at + "/texts/" + voice.BareID(on.ID) + "/code", true
	case "code":
		return "code " + a.codeName(voice.BareID(on.ID)), a.at + "/codes/" + voice.BareID(on.ID), a.code(voice.BareID(on.ID))
	case "theme":
		return "theme " + a.themeName(on.ID), a.at + "/themes/" + on.ID, true
	case "coding":
		sel, c := a.x.Coding(on.In, on.ID)
		if c == nil {
			return "a passage whose code is gone", "", true
		}
		return a.codeName(voice.BareID(c.Code)) + " in " + a.textName(on.In),
			a.at + "/texts/" + voice.BareID(on.In) + "/codings/" + voice.BareID(on.ID),
			a.sees(voice.BareID(on.In), core.By(sel, c))
	}
	return "the study", a.at, true
}

// memosPage lists every memo, searched by words and kind (V-17).
func (s *Server) memosPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawMemos(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawMemos(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	var v page.Hits
	err := s.analysis(r, st, func(a *analyst) {
		v.Study = a.head("Memos", "What the analysts wrote down for themselves, about anything in the study.")
		kind, words := r.URL.Query().Get("kind"), r.URL.Query().Get("words")
		v.Ask = page.SmallForm{Title: "Look for memos", Button: "Look", Form: page.Form{Action: a.at + "/memos"},
			Fields: []page.SmallField{{ID: "ask-words", Name: "words", Label: "With these words",
				Field: page.Field{Value: words}},
				{ID: "ask-kind", Name: "kind", Label: "Kind", List: true, Field: page.Field{Value: kind},
					Choices: append([]page.Choice{{Label: "all kinds"}}, memoKinds()...)}}}
		list := page.StudyPart{ID: "list", Title: "Memos, the newest first"}
		for _, m := range slices.Backward(a.x.Memos) {
			about, url, ok := a.anchor(m.On)
			if !ok || kind != "" && string(m.Kind) != kind ||
				words != "" && !strings.Contains(strings.ToLower(m.Text.Get()), strings.ToLower(words)) {
				continue
			}
			list.Quote = append(list.Quote, page.StudyQuote{Words: m.Text.Get(), Where: a.memoLine(m) + ", about " + about})
			if url != "" && len(list.Links) < 200 {
				list.Links = append(list.Links, page.Link{Text: "To " + about, URL: url})
			}
		}
		if len(list.Quote) == 0 {
			list.Says = []string{"No memo like this."}
		}
		slices.SortFunc(list.Links, func(x, y page.Link) int { return strings.Compare(x.URL, y.URL) })
		list.Links = slices.Compact(list.Links)
		v.Study.Parts = []page.StudyPart{list, {ID: "write", Title: "About the study as a whole",
			Forms: []page.SmallForm{a.memoForm(a.at+"/memos", t)}}}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	s.draw(w, r, status, page.HitsPage(s.analysisLayout(r, st, "Memos", prob), v))
}

func (s *Server) memosPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	p.toStudy(w, st, p.memo(core.Anchor{}), "/studies/"+st.ID()+"/memos", func(prob *page.Problem) {
		s.drawMemos(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
