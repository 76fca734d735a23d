package clinic

import (
	"slices"

	"steady/moment"
	"steady/person"
)

// Proposal is the newest proposal of regular times with the answers so far.
type Proposal struct {
	ProposalMade
	By    person.StaffID `json:"by"`
	At    moment.Instant `json:"at"`
	Items []ProposalItem `json:"items"` // by person
}

// ProposalItem is what was proposed to one person and what became of it.
type ProposalItem struct {
	ProposedTime
	Answer ProposalAnswer `json:"answer,omitempty"`
}

// ProposalAnswer is how the times proposed to somebody stand.
type ProposalAnswer string

// How proposed times stand. A yes waits while somebody else's answer is needed
// before there is room; whose, nobody is told.
const (
	AnswerOpen   ProposalAnswer = ""
	AnswerNo     ProposalAnswer = "no"
	AnswerWaits  ProposalAnswer = "waits"
	AnswerAgreed ProposalAnswer = "agreed" // their regular times from the day on
)

// ProposedTo is what is proposed to a person now, if anything is.
func (s *State) ProposedTo(id person.UserID) (x ProposalItem, from moment.Day, ok bool) {
	p := s.Lives.Proposal
	if p == nil {
		return x, 0, false
	}
	if i := p.item(id); i >= 0 {
		return p.Items[i], p.From, true
	}
	return x, 0, false
}

func (p *Proposal) item(id person.UserID) int {
	return slices.IndexFunc(p.Items, func(x ProposalItem) bool { return x.Person == id })
}

func (f *ProposalMade) applyLife(s *State, e Event) {
	s.forgetLives(e)
	s.Lives.Proposal = &Proposal{ProposalMade: *f, By: e.By, At: e.Happened}
}

func (f *TimesProposed) applyLife(s *State, _ Event) {
	s.Lives.Proposal.Items = append(s.Lives.Proposal.Items, ProposalItem{ProposedTime: f.ProposedTime})
}

func (f *TimesAnswered) applyLife(s *State, e Event) {
	p := s.Lives.Proposal
	x := &p.Items[p.item(f.Person)]
	if x.Answer = AnswerWaits; !f.Yes {
		x.Answer = AnswerNo
		keep(&s.Lives.Keeps, f.Person, s.zone.Day(e.Happened))
	}
}

func (f *TimesKept) applyLife(s *State, e Event) {
	if delete(s.Lives.Keeps, f.Person); f.Keep {
		keep(&s.Lives.Keeps, f.Person, s.zone.Day(e.Happened))
	}
}

func (f *PlanningSet) applyLife(s *State, _ Event) { s.Lives.Planning = &f.SetPlanning }
