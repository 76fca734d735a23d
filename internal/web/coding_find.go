package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/voice"
	core "steady/voice/study"
)

// findPage looks for words in all texts, and lets what was found be coded: first
// it is looked at, then coded (V-16).
func (s *Server) findPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawFind(w, r, st, http.StatusOK, nil)
}

// mostHits is how many places are shown at once.
const mostHits = 300

// lookFor is what the page of words was asked for.
type lookFor struct {
	words  string
	whole  bool
	widen  string // "", sentence or passage
	whose  string // label of a speaker; "": everybody
	answer bool   // it was asked
}

func lookOf(r *http.Request) lookFor {
	return lookFor{words: strings.TrimSpace(r.FormValue("words")), whole: r.FormValue("whole") == "yes",
		widen: r.FormValue("widen"), whose: r.FormValue("whose"), answer: r.FormValue("words") != ""}
}

func (s *Server) drawFind(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem) {
	ask := lookOf(r)
	var v page.Hits
	err := s.analysis(r, st, func(a *analyst) {
		v.Study = a.head("Find words", "Looks in every text. What is found can be coded in one press, after you looked "+
			"at it.")
		v.Ask = a.findForm(ask)
		if !ask.answer {
			return
		}
		hits, n, texts := s.hits(a, ask)
		v.Found = plural(n, "place") + " in " + plural(texts, "text")
		if n > len(hits) {
			v.Found += ", the first " + strconv.Itoa(len(hits)) + " are shown"
		}
		if len(hits) > 0 {
			f := a.form(a.at+"/find", "")
			f.Hidden = []page.Pair{{Name: "words", Value: ask.words}, {Name: "whole", Value: r.FormValue("whole")},
				{Name: "widen", Value: ask.widen}, {Name: "whose", Value: ask.whose}}
			v.Choose = &page.HitForm{Form: f, Places: hits, Codes: a.codeNames(), Button: "Code the chosen places",
				Code: page.Field{Value: r.PostForm.Get("code")}}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	s.draw(w, r, status, page.HitsPage(s.analysisLayout(r, st, "Find words", prob), v))
}

func (a *analyst) findForm(ask lookFor) page.SmallForm {
	whole := "no"
	if ask.whole {
		whole = "yes"
	}
	speakers, seen := []page.Choice{{Label: "everybody"}}, map[string]bool{}
	for _, i := range a.texts() {
		if in := a.source(i).Interview; in != nil {
			for _, sp := range in.Speakers {
				if !seen[sp.Label] {
					seen[sp.Label] = true
					speakers = append(speakers, page.Choice{Value: sp.Label, Label: sp.Label})
				}
			}
		}
	}
	return page.SmallForm{Title: "Look for", Button: "Look", Form: page.Form{Action: a.at + "/find"},
		Fields: []page.SmallField{{ID: "words", Name: "words", Label: "Words", Field: page.Field{Value: ask.words},
			Hint: "Capital and small letters are the same."},
			{ID: "whole", Name: "whole", Label: "Whole words only?", Field: page.Field{Value: whole}, Choices: []page.Choice{
				{Value: "no", Label: "Inside longer words too"}, {Value: "yes", Label: "Whole words only"}}},
			{ID: "widen", Name: "widen", Label: "What is coded", List: true, Field: page.Field{Value: ask.widen},
				Choices: []page.Choice{{Label: "the words alone"}, {Value: "sentence", Label: "their sentence"},
					{Value: "passage", Label: "their whole passage"}}},
			{ID: "whose", Name: "whose", Label: "Said by", List: true, Field: page.Field{Value: ask.whose}, Choices: speakers}}}
}

// hits looks in every text: the first places, how many there are, in how many
// texts.
func (s *Server) hits(a *analyst, ask lookFor) (out []page.Hit, n, texts int) {
	for _, i := range a.texts() {
		d := &deskOf{analyst: a, i: i, blocks: s.blocks(a, i)}
		look := voice.Look{For: ask.words, Words: ask.whole, Only: d.turnsOf(ask.whose)}
		found := look.Find([]rune(a.source(i).Text))
		if len(found) > 0 {
			texts++
		}
		last := voice.Stretch{}
		for _, f := range found {
			if f = d.widened(f, ask.widen); f == last { // two words of one sentence are one place
				continue
			}
			last = f
			if n++; len(out) < mostHits {
				out = append(out, d.hit(f))
			}
		}
	}
	return out, n, texts
}

// turnsOf gives the turns of a speaker; nil: everywhere.
func (d *deskOf) turnsOf(speaker string) []voice.Turn {
	in := d.source(d.i).Interview
	if speaker == "" {
		return nil
	}
	out := []voice.Turn{}
	if in != nil {
		for _, t := range in.Turns {
			if t.Speaker < len(in.Speakers) && in.Speakers[t.Speaker].Label == speaker {
				out = append(out, t)
			}
		}
	}
	return out
}

// widened is a place with what is coded of it. Words that go over several blocks
// stay as they are.
func (d *deskOf) widened(f voice.Stretch, widen string) voice.Stretch {
	from, to := voice.Touched(d.blocks, f.Start, f.End)
	if widen == "" || to != from+1 {
		return f
	}
	b := &d.blocks[from]
	start, end := b.Start, b.End
	if widen == "sentence" {
		for i := range b.Sentences {
			if s, e := b.Sentence(i); s <= f.Start {
				start, end = s, e
			}
		}
		end = max(end, f.End)
	}
	start, end = trimmed([]rune(d.held(d.i).Quotes.Quote(start, end)), start)
	return voice.Stretch{Start: start, End: end}
}

func (d *deskOf) hit(f voice.Stretch) page.Hit {
	h := page.Hit{Value: fmt.Sprintf("%s %d %d %d", d.sourceID(d.i), d.held(d.i).Version, f.Start, f.End)}
	h.Before, h.Words, h.After = d.quote(d.i, f.Start, f.End, 80)
	at := blockAt(d.blocks, f.Start)
	h.Where, h.URL = fmt.Sprintf("%s, passage %d", d.source(d.i).Name, at+1), d.blockURL(at)
	return h
}

// findPress codes the places that were chosen.
func (s *Server) findPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	b := core.CodePassages{}
	for _, v := range r.PostForm["place"] {
		var place core.Place
		if n, err := fmt.Sscanf(v, "%s %d %d %d", &place.Source, &place.Version, &place.Start, &place.End); n == 4 &&
			err == nil {
			b.Passages = append(b.Passages, place)
		}
	}
	if len(b.Passages) == 0 {
		p.wrong("hit-code", "Choose at least one place.")
	}
	typed := strings.Join(strings.Fields(p.need("code", "Write the code.")), " ")
	err := s.analysis(r, st, func(a *analyst) {
		id, several := a.findCode(typed)
		switch {
		case id != "":
			b.Code = id
		case several:
			p.wrong("hit-code", "Several codes are called “"+typed+"”: choose one from the list, with the codes above it.")
		case typed != "" && p.get("what") == "new":
			b.Parent, b.New.Name = a.newCode(typed)
			b.New.Origin = core.Inductive
		case typed != "":
			p.wrong("hit-code", "There is no code “"+typed+"” yet: press “With a new code of this name”.")
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	p.toStudy(w, st, b, "/studies/"+st.ID()+"/codes", func(prob *page.Problem) {
		s.drawFind(w, r, st, http.StatusUnprocessableEntity, prob)
	})
}
