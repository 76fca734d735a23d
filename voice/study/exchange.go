package study

import (
	"fmt"
	"slices"
	"time"

	"steady/voice"
)

// Exchange is the study as other programs read it: the project, with the memos
// written here as notes on what they are about, themes as sets of codes, and
// participants as cases under labels of this output alone. Output names what the
// file is for: the same study and output give the same project. Nothing is
// de-identified beyond what the texts are; texts of participants get names that
// say nothing.
func (s *State) Exchange(output string) *voice.Project {
	p := s.Project
	p.Codes, p.Sources = slices.Clone(p.Codes), slices.Clone(p.Sources)
	p.Sections = slices.Clone(p.Sections)
	labels := s.Labels(output)
	x := exchange{s: s, p: &p, owned: map[string]bool{}}
	count := map[string]int{}
	var cases []voice.Element
	for _, who := range s.Participants {
		var refs []voice.Element
		for i := range p.Sources {
			if s.Of(p.Sources[i].ID) != who {
				continue
			}
			count[who.ID]++
			p.Sources[i].Name = fmt.Sprintf("%s, interview %d", labels[who.ID], count[who.ID])
			refs = append(refs, element("SourceRef", attrs("targetGUID", p.Sources[i].ID)))
		}
		if who.Withdrawn == 0 && len(refs) > 0 {
			cases = append(cases, element("Case", attrs("guid", uuid("steady/study-case/1", s.ID, output, who.ID), "name",
				labels[who.ID]), refs...))
		}
	}
	slices.SortStableFunc(cases, func(a, b voice.Element) int { return len(a.Get("name")) - len(b.Get("name")) })
	x.add("Cases", cases)
	x.add("Notes", x.notes())
	x.add("Sets", x.sets())
	return &p
}

type exchange struct {
	s     *State
	p     *voice.Project
	owned map[string]bool // sources whose passages were copied before they were changed
}

func attrs(pairs ...string) (out []voice.Attr) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, voice.Attr{Name: pairs[i], Value: pairs[i+1]})
	}
	return out
}

func element(name string, list []voice.Attr, kids ...voice.Element) voice.Element {
	return voice.Element{Name: name, Attrs: list, Kids: kids}
}

// add puts elements into the project's container of that name, which the
// standard allows once.
func (x *exchange) add(container string, kids []voice.Element) {
	if len(kids) == 0 {
		return
	}
	for i := range x.p.Sections {
		if x.p.Sections[i].Is(container) {
			x.p.Sections[i].Kids = append(slices.Clone(x.p.Sections[i].Kids), kids...)
			return
		}
	}
	x.p.Sections = append(x.p.Sections, element(container, nil, kids...))
}

// notes makes a note of every memo, and points at it from what it is about. One
// whose place is gone is about the study.
func (x *exchange) notes() (out []voice.Element) {
	for _, m := range x.s.Memos {
		list := attrs("guid", m.ID, "name", string(m.Kind))
		if by := x.s.Coders[m.By]; by != "" {
			list = append(list, attrs("creatingUser", by)...)
		}
		list = append(list, attrs("creationDateTime", m.At.Time().UTC().Format(time.RFC3339))...)
		out = append(out, element("Note", list, element("PlainTextContent", nil, voice.Element{Text: m.Text.Get()})))
		ref := element("NoteRef", attrs("targetGUID", m.ID))
		if !x.point(m.On, ref) {
			x.p.Sections = append(x.p.Sections, ref)
		}
	}
	return out
}

// point adds a reference to what a memo is about.
func (x *exchange) point(on Anchor, ref voice.Element) bool {
	put := func(list *[]voice.Element) bool {
		*list = append(slices.Clone(*list), ref)
		return true
	}
	switch on.What {
	case "code":
		for i := range x.p.Codes {
			if voice.SameID(x.p.Codes[i].ID, on.ID) {
				return put(&x.p.Codes[i].Rest)
			}
		}
	case "source":
		for i := range x.p.Sources {
			if voice.SameID(x.p.Sources[i].ID, on.ID) {
				return put(&x.p.Sources[i].Rest)
			}
		}
	case "coding":
		for i := range x.p.Sources {
			if src := &x.p.Sources[i]; voice.SameID(src.ID, on.In) {
				x.own(src)
				if sel, _ := find(src, on.ID); sel != nil {
					for j := range sel.Codings {
						if voice.SameID(sel.Codings[j].ID, on.ID) {
							return put(&sel.Codings[j].Rest)
						}
					}
				}
			}
		}
	}
	return false
}

// own copies the passages of a source before they are changed: the state's own
// stay as they are.
func (x *exchange) own(src *voice.Source) {
	if x.owned[src.ID] {
		return
	}
	x.owned[src.ID] = true
	src.Selections = slices.Clone(src.Selections)
	for i := range src.Selections {
		src.Selections[i].Codings = slices.Clone(src.Selections[i].Codings)
	}
}

// sets makes a set of every theme, with its codes.
func (x *exchange) sets() (out []voice.Element) {
	for _, t := range x.s.Analysis.Themes {
		var kids []voice.Element
		if words := t.Concept.Get(); words != "" {
			kids = append(kids, described(words))
		}
		for _, c := range t.Codes {
			if x.s.Code(c) != nil {
				kids = append(kids, element("MemberCode", attrs("targetGUID", c)))
			}
		}
		if name := t.Name.Get(); name != "" {
			out = append(out, element("Set", attrs("guid", t.ID, "name", name), kids...))
		}
	}
	return out
}
