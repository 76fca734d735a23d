package clinic

import (
	"cmp"
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// HumanDecision is one decision that differs from what the engine said by
// itself (E-ORD-03): an override, or a prescriber's answer that gave a dose.
type HumanDecision struct {
	At       moment.Instant `json:"at"`
	Visit    string         `json:"visit"`
	Person   person.UserID  `json:"person"`
	By       person.StaffID `json:"by"`
	Override bool           `json:"override,omitempty"` // else an answer
	Rules    []string       `json:"rules,omitempty"`
	Dose     measure.Mass   `json:"dose_ug"`
	Reason   Text           `json:"reason"`
}

// OpenFollowUp is somebody who left before they were released.
type OpenFollowUp struct {
	Person person.UserID  `json:"person"`
	Since  moment.Instant `json:"since"`
	By     person.StaffID `json:"by"`
	Reason Text           `json:"reason"`
}

// RegisterPlace is where the register wrote a line of a visit.
type RegisterPlace struct {
	Page string `json:"page"`
	Seq  int64  `json:"seq"`
}

// weeksKept bounds what the state remembers of human decisions; the journal
// and the read models keep them all.
const weeksKept = 9

// HumanDecisions lists those of the week that begins on a Monday, oldest first.
func (s *State) HumanDecisions(week moment.Day) (out []HumanDecision) {
	for _, h := range s.Human {
		if monday(s.zone.Day(h.At)) == week {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b HumanDecision) int { return cmp.Compare(a.At, b.At) })
	return out
}

// Weeks lists the Mondays of the weeks with human decisions, newest first.
func (s *State) Weeks() (out []moment.Day) {
	for _, h := range s.Human {
		if w := monday(s.zone.Day(h.At)); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b moment.Day) int { return cmp.Compare(b, a) })
	return out
}

// remember keeps a human decision and forgets those of long ago.
func (s *State) remember(h HumanDecision) {
	oldest := monday(s.zone.Day(h.At)) - 7*weeksKept
	s.Human = slices.DeleteFunc(s.Human, func(x HumanDecision) bool { return s.zone.Day(x.At) < oldest })
	s.Human = append(s.Human, h)
}

// applyGates folds what is not about an open visit.
func (s *State) applyGates(e Event) {
	switch b := e.Body.(type) {
	case *BaselineSigned:
		p := s.People[b.Person]
		p.Baseline = nil
		if b.SpO2 != nil || b.RR != nil {
			p.Baseline = &b.SignBaseline
			p.BaselineBy = e.By
		}
	case *SiteMarked:
		p := s.People[b.Person]
		p.Infected = slices.DeleteFunc(slices.Clone(p.Infected), func(x string) bool { return x == b.Site })
		if b.Infected {
			p.Infected = append(p.Infected, b.Site)
		}
	case *ScaleConfirmed:
		s.People[b.Person].SpO2Scale = b.Scale
	case *OverridesAcknowledged:
		if s.Acknowledged == nil {
			s.Acknowledged = map[string]int{}
		}
		s.Acknowledged[b.Week.String()] = b.Seen
	case *LeftEarly:
		if s.FollowUps == nil {
			s.FollowUps = map[string]OpenFollowUp{}
		}
		s.FollowUps[b.Visit] = OpenFollowUp{b.Person, e.Happened, e.By, b.Reason}
	case *AskedAfter:
		delete(s.FollowUps, b.Visit)
	}
}

// applyOverridden lets the dose be prepared as a prescriber's answer would.
func (s *State) applyOverridden(v *Visit, b *Overridden, e Event) {
	v.Answer, v.AnswerBy = &Answered{b.Visit, ChoiceGive, &b.Dose, b.Reason}, e.By
	s.remember(HumanDecision{e.Happened, v.ID, v.Person, e.By, true, b.Rules, b.Dose, b.Reason})
}

// applyAnswered remembers an answer that gave a dose the engine had referred.
func (s *State) applyAnswered(v *Visit, b *Answered, e Event) {
	if b.Choice != ChoiceGive || b.Dose == nil || v.Decision == nil {
		return
	}
	var rules []string
	if v.Referral != nil {
		rules = []string{v.Referral.Rule}
	}
	s.remember(HumanDecision{e.Happened, v.ID, v.Person, e.By, false, rules, *b.Dose, b.Reason})
}

// place keeps where the register wrote a visit's supply, for a later note.
func (s *State) place(b *register.Administered, seq int64) {
	if v := s.Visits[b.Visit]; v != nil {
		v.Lines = append(v.Lines, RegisterPlace{b.Page, seq})
	}
}
