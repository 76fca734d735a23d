package demo

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"steady/internal/study"
	"steady/person"
	"steady/voice"
	core "steady/voice/study"
	"steady/voice/transcript"
)

// The two researchers of the invented study. They see nothing of the clinic.
const (
	ResearcherA = person.StaffID("s-mara")
	ResearcherB = person.StaffID("s-tom")
)

// StudyID names the invented study.
const StudyID = "invented-voices"

// themeColours tell the branches of the code book apart; the screens give every
// code letters beside its colour.
var themeColours = map[string]string{"start": "#005EB8", "stay": "#7C2855", "heal": "#00703C"}

// scribe writes the invented study through the commands that the screens send.
type scribe struct {
	ctx   context.Context
	st    *study.Study
	n     int
	codes map[string]string // key of the code book -> id
	err   error
}

// Study makes the invented study: twelve invented interviews that two coders
// coded without seeing each other's work, and what they made of it. A study that
// holds something is left as it is.
func Study(ctx context.Context, st *study.Study) error {
	if st.Size() > 0 {
		return nil
	}
	interviews, err := Interviews()
	if err != nil {
		return err
	}
	lines, err := Codebook()
	if err != nil {
		return err
	}
	w := &scribe{ctx: ctx, st: st, codes: map[string]string{}}
	w.do(ResearcherA, core.OpenStudy{Title: "An invented study: what people here say", Approach: core.Codebook,
		Aims: "Invented for the demonstration. How do people come into this treatment, what makes staying hard or " +
			"easy, and what has changed for them?",
		Ethics: "Invented: there was no study and no committee"})
	w.do(ResearcherA, core.SetMember{Staff: ResearcherB})
	w.phase(core.Familiarise, "All twelve read twice before the first code.")
	w.sampling()
	for i, x := range interviews {
		w.transcript(x)
		w.participant(i, x)
	}
	w.phase(core.MakeCodes, "A first code book after four interviews; two coders, each alone.")
	w.tree(lines)
	for _, x := range interviews {
		w.coded(x)
	}
	w.settled()
	w.themed(lines)
	w.quotes(interviews)
	return w.err
}

// do sends one command; after a first error nothing more is sent.
func (w *scribe) do(by person.StaffID, body core.Body) string {
	w.n++
	id := fmt.Sprintf("invented-%d", w.n)
	if w.err == nil {
		_, err := w.st.Do(w.ctx, core.Command{ID: id, By: by, Body: body})
		if err != nil {
			w.err = fmt.Errorf("the invented study, %s: %w", body.CommandKind(), err)
		}
	}
	return core.Command{ID: id}.NewID(w.st.ID(), 0)
}

func (w *scribe) phase(p core.Phase, note string) {
	w.do(ResearcherA, core.EnterPhase{Phase: p, Note: note})
}

// transcript takes one interview in, as a file that somebody typed.
func (w *scribe) transcript(x Interview) {
	t, err := transcript.ReadText([]byte(x.Text))
	if err == nil && w.err == nil {
		source := t.AsSource(x.Name+".txt", []byte(x.Text))
		_, err = w.st.Import(w.ctx, ResearcherA, &voice.Project{Sources: []voice.Source{source}},
			sha256.Sum256([]byte(x.Text)))
	}
	w.err = cmp.Or(w.err, err)
}

func (w *scribe) tree(lines []CodebookLine) {
	colour := map[string]string{}
	for _, c := range lines {
		colour[c.Key] = cmp.Or(themeColours[c.Key], colour[c.In])
		leaf := !slices.ContainsFunc(lines, func(o CodebookLine) bool { return o.In == c.Key })
		w.codes[c.Key] = w.do(ResearcherA, core.AddCode{Name: c.Name, Definition: c.Definition, Parent: w.codes[c.In],
			Folder: !leaf, Color: colour[c.Key]})
	}
}

// source finds an interview in the study.
func (w *scribe) source(name string) (id string, version int) {
	w.st.View(func(s *core.State) {
		for i := range s.Project.Sources {
			if x := &s.Project.Sources[i]; x.Name == name+".txt" {
				id = voice.BareID(x.ID)
				version = s.Held[id].Version
			}
		}
	})
	if id == "" {
		w.err = cmp.Or(w.err, fmt.Errorf("the invented interview %s is not in the study", name))
	}
	return id, version
}

// coded is one blind round over one interview.
func (w *scribe) coded(x Interview) {
	id, version := w.source(x.Name)
	coders := map[string]person.StaffID{"a": ResearcherA, "b": ResearcherB}
	w.do(ResearcherA, core.OpenRound{Source: id, Coders: []person.StaffID{ResearcherA, ResearcherB}})
	for _, m := range x.Marks {
		w.do(coders[m.Coder], core.Code{Source: id, Version: version, Start: m.Start, End: m.End, Code: w.codes[m.Code]})
	}
	for _, c := range coders {
		w.do(c, core.FinishRound{Source: id})
	}
}
