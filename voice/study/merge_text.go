package study

import (
	"cmp"
	"fmt"
	"slices"

	"steady/voice"
)

// spot is one coding by what it says: a passage, a code, a coder.
type spot struct {
	start, end int
	code, by   string
}

// source merges one text of the file.
func (m *merging) source(src *voice.Source) {
	id := voice.BareID(src.ID)
	now, held := m.s.Source(id), m.s.Held[id]
	switch {
	case m.s.withdrawn[id]:
		return
	case now == nil && m.s.ids[id]: // it came twice in one file, or was taken out
		return
	case now == nil:
		m.Texts++
		for i := range src.Selections {
			m.Codings += len(src.Selections[i].Codings)
		}
		m.put(sourcePieces(src, subject(m.s.recorded+m.texts))...)
		m.texts++
		return
	}
	m.Known++
	if now.Other != nil || src.Other != nil || held == nil || !now.HasText {
		return
	}
	if held.Participant == "" && now.Name != src.Name {
		m.stays("the text %q is called %q in the file: it keeps its name", now.Name, src.Name)
	}
	m.refs(now.Rest, src.Rest, NoteTied{Source: id})
	placed, ok := m.placed(src, now)
	if ok {
		m.passages(placed, now, held)
	}
}

// placed gives the text's passages as they lie in the study's own version of it.
func (m *merging) placed(src, now *voice.Source) (*voice.Source, bool) {
	switch {
	case !src.HasText:
		m.stays("the text %q came without its words: its passages are not compared", now.Name)
		return nil, false
	case src.Text == now.Text:
		return src, true
	}
	c, err := src.Correct(voice.Compare(src.Text, now.Text))
	if err != nil {
		m.stays("the text %q is another in the file, and its passages cannot be placed: %v", now.Name, err)
		return nil, false
	}
	m.stays("the text %q is another version in the file: the study's stays, and passages are placed in it; %d are to be "+
		"looked at", now.Name, len(c.Asked))
	for i := range c.Source.Selections { // the words of passages are those of the study's version
		c.Source.Selections[i].Codings = slices.Clone(c.Source.Selections[i].Codings)
	}
	return &c.Source, true
}

// passages merges the codings of one text.
func (m *merging) passages(src, now *voice.Source, held *Held) {
	here, spots := map[string]*voice.Selection{}, map[spot]bool{}
	for i := range now.Selections {
		sel := &now.Selections[i]
		here[voice.BareID(sel.ID)] = sel
		for j := range sel.Codings {
			spots[spotOf(sel, &sel.Codings[j])] = true
		}
	}
	there, theirs := map[string]bool{}, map[spot]bool{}
	for i := range src.Selections {
		sel := src.Selections[i]
		had := here[voice.BareID(sel.ID)]
		var fresh []voice.Coding
		for _, c := range sel.Codings {
			at := spotOf(&sel, &c)
			there[voice.BareID(c.ID)], theirs[at] = true, true
			if m.coding(&sel, c, now, spots[at]) {
				spots[at] = true
				c.User = by(&sel, &c)
				fresh = append(fresh, c)
			}
		}
		alone := len(sel.Codings) == 0 && had == nil && !m.s.ids[voice.BareID(sel.ID)]
		if len(fresh) > 0 || alone {
			m.Codings += len(fresh)
			m.put(mergedSelection(sel, fresh, now, held))
		}
		if had != nil {
			m.refs(had.Rest, sel.Rest, NoteTied{Source: voice.BareID(now.ID), Passage: voice.BareID(sel.ID)})
		}
	}
	m.goneElsewhere(now, held, there, theirs)
}

func by(sel *voice.Selection, c *voice.Coding) string { return cmp.Or(c.User, sel.User) }

func spotOf(sel *voice.Selection, c *voice.Coding) spot {
	return spot{sel.Start, sel.End, voice.BareID(c.Code), voice.BareID(by(sel, c))}
}

// coding compares one coding of the file; true: it is new and joins.
func (m *merging) coding(sel *voice.Selection, c voice.Coding, now *voice.Source, alike bool) bool {
	id, code := voice.BareID(c.ID), voice.BareID(c.Code)
	was, mine := find(now, id)
	switch {
	case mine != nil:
		m.Known++
		m.refs(mine.Rest, c.Rest, NoteTied{Source: voice.BareID(now.ID), Coding: id})
		if to := voice.BareID(mine.Code); to != code {
			d := Difference{Key: "recode-" + id, What: m.quoted(now, was), Here: m.name(to), There: m.name(code)}
			if x := m.s.Code(code); x != nil && x.Codable && !alike {
				d.take = []Fact{&PassageRecoded{Source: voice.BareID(now.ID), Coding: id, From: to, To: code}}
			}
			m.differs(d)
		}
		if was.Start != sel.Start || was.End != sel.End {
			m.stays("%s has other bounds in the file: the study's stay", m.quoted(now, was))
		}
		return false
	case alike:
		m.Alike++
		return false
	case m.s.Code(code) == nil && m.s.ids[code] && m.depth[code] == 0:
		m.held++
		return false
	case m.s.ids[id] && !m.take["back-"+id]:
		m.differs(Difference{Key: "back-" + id, What: m.quoted(now, sel) + ", " + m.name(code),
			Here: "the code was taken away", There: "still there"})
		return false
	}
	return true
}

func (m *merging) name(code string) string {
	if names := m.s.Path(code); len(names) > 0 {
		return "“" + names[len(names)-1] + "”"
	}
	if p := m.paths[code]; p != "" {
		return "“" + p + "”"
	}
	return "a code that is not here"
}

// quoted names a passage by its words, shortened, and its text.
func (m *merging) quoted(src *voice.Source, sel *voice.Selection) string {
	words := ""
	if h := m.s.Held[voice.BareID(src.ID)]; h != nil && sel.Placed {
		words = name(h.Quotes.Quote(sel.Start, sel.End))
	}
	return fmt.Sprintf("“%s” in %s", words, src.Name)
}

// goneElsewhere lists codings that are here and not in the file: taken away
// there, or given here since the copy was made.
func (m *merging) goneElsewhere(now *voice.Source, held *Held, there map[string]bool, theirs map[spot]bool) {
	for i := range now.Selections {
		sel := &now.Selections[i]
		for j := range sel.Codings {
			c := &sel.Codings[j]
			if id := voice.BareID(c.ID); !there[id] && !theirs[spotOf(sel, c)] {
				m.differs(Difference{Key: "gone-" + id, What: m.quoted(now, sel), Here: m.name(voice.BareID(c.Code)),
					There: "not coded so: taken away, or given here since", take: []Fact{&PassageUncoded{
						Source: voice.BareID(now.ID), Coding: id, By: voice.BareID(by(sel, c))}}})
			}
		}
	}
}

// mergedSelection is a passage that joins a text, with its new codings. Its name
// is the words as they stand here: the file's may still say what was taken out.
func mergedSelection(sel voice.Selection, fresh []voice.Coding, now *voice.Source, held *Held) *SelectionMerged {
	sel.Codings = fresh
	if sel.Placed {
		sel.Name = name(held.Quotes.Quote(sel.Start, sel.End))
	}
	f := &SelectionMerged{Source: voice.BareID(now.ID), ID: opaque(sel.ID), Start: sel.Start, End: sel.End,
		Piece: keepJSON(held.Subject, "selection", sel)}
	for _, c := range fresh {
		f.Codings = append(f.Codings, Coded{opaque(c.Code), opaque(c.User)})
	}
	return f
}
