package study

import (
	"steady/moment"
	"steady/refusal"
	"steady/voice"
)

// Import takes in what was read from a file: a project or a code book of any
// program, or transcripts. A project begins a study or joins one that holds no
// codes and no texts yet; transcripts join whatever is there.
type Import struct {
	Project *voice.Project
	Content [32]byte // SHA-256 of the file: the same file again is the same command (V-11)
	// Take are the differences of which the file's side is taken, where the study
	// holds an earlier copy of the project: keys of its Comparison.
	Take []string
}

// CommandKind implements Body.
func (Import) CommandKind() string { return "import" }

// An import may begin a study, so that nobody is a member yet; who may import
// into one that was opened on the screens, decide asks.
func (Import) right() Right { return Outsider }

func (b Import) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if !s.Can(c.By, Lead) {
		return nil, refusal.New("study_right", "V-04",
			"Your part in this study does not include this: ask who leads the study.")
	}
	if transcripts(b.Project) {
		if !s.Begun {
			return pieces(b.Project, s.recorded), nil
		}
		var out []Fact
		for i := range b.Project.Sources {
			if s.Source(b.Project.Sources[i].ID) != nil {
				return nil, refusal.New("study_holds_it", "V-11", "The study holds this transcript already: nothing is added.")
			}
			out = append(out, sourcePieces(&b.Project.Sources[i], subject(s.recorded+i))...)
		}
		return out, nil
	}
	if !s.holdsNothing() {
		return b.merge(s)
	}
	return pieces(b.Project, s.recorded), nil
}

// Joins compares a project with what the study holds; nil where there is nothing
// to compare: transcripts alone, or a study that holds no project yet.
func (s *State) Joins(p *voice.Project) *Comparison {
	if transcripts(p) || s.holdsNothing() {
		return nil
	}
	return s.Compare(p, nil)
}

func (s *State) holdsNothing() bool {
	p := &s.Project
	return len(p.Codes)+len(p.Sources)+len(p.Sections)+len(p.Members) == 0 && s.recorded == 0
}

// merge joins a copy of the project that the study holds (V-11).
func (b Import) merge(s *State) ([]Fact, *refusal.Refusal) {
	c := s.Compare(b.Project, b.Take)
	if c.Known == 0 {
		return nil, refusal.New("study_holds", "V-11",
			"The study already holds another project: import this one into a study of its own.")
	}
	out := c.merged(b.Take)
	if len(out) == 0 {
		return nil, refusal.New("study_holds_it", "V-11", "The study holds all of this file already: nothing is added.")
	}
	return out, nil
}

// transcripts reports whether a project is of transcripts alone: they can join
// what the study holds.
func transcripts(p *voice.Project) bool {
	for i := range p.Sources {
		if p.Sources[i].Interview == nil {
			return false
		}
	}
	return len(p.Sources) > 0 && len(p.Users)+len(p.Codes)+len(p.CodesEnd)+len(p.Sections)+len(p.Members) == 0
}
