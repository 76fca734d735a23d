package clinic

import (
	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
)

// Facts of solutions and of what was not used.
type (
	// SolutionMade is the batch record: what it is, from which ampoules, with
	// which diluent, in which volume, and until when it may be used.
	SolutionMade struct {
		MakeSolution
		Form    measure.Form `json:"form"`
		Content measure.Mass `json:"content_ug"`
		Signed  Confirmation `json:"signed"`
		Expiry  moment.Day   `json:"expiry,omitempty"` // the earliest of the batches
	}
	// SolutionEnded: what was left of it is witnessed waste.
	SolutionEnded struct {
		Solution string       `json:"solution"`
		Why      Text         `json:"why"`
		Signed   Confirmation `json:"signed"`
	}
	// ReturnedUnopened: the ampoules chosen for a dose are back, sealed.
	ReturnedUnopened struct {
		Visit  string       `json:"visit"`
		Signed Confirmation `json:"signed"`
	}
	// TookHome says until when somebody has doses at home.
	TookHome struct {
		Person person.UserID `json:"person"`
		Days   int           `json:"days"`
		From   moment.Day    `json:"from"`  // the first day that is covered
		Until  moment.Day    `json:"until"` // the last day that is covered
		Mass   measure.Mass  `json:"mass_ug"`
	}
)

// Kind names of the clinical log.
func (SolutionMade) Kind() string     { return "solution_made" }
func (SolutionEnded) Kind() string    { return "solution_ended" }
func (ReturnedUnopened) Kind() string { return "returned_unopened" }
func (TookHome) Kind() string         { return "took_home" }

func newSolutionFacts() []func() Fact {
	return []func() Fact{mk[SolutionMade], mk[SolutionEnded], mk[ReturnedUnopened], mk[TookHome]}
}

// Solution is one that is not used up. How much is left of it says the
// register: Accounts.Outstanding of its account.
type Solution struct {
	SolutionMade
	At moment.Instant `json:"at"`
	By person.StaffID `json:"by"`
}

func (f *SolutionMade) applyStock(s *State, e Event) {
	keep(&s.Stock.Solutions, f.Solution, &Solution{*f, e.Happened, e.By})
}

func (f *SolutionEnded) applyStock(s *State, _ Event) { delete(s.Stock.Solutions, f.Solution) }

func (f *TookHome) applyStock(s *State, _ Event) {
	keep(&s.Stock.Home, f.Person, AtHome{f.From, f.Until})
}

// AtHome is for which days somebody has doses at home.
type AtHome struct {
	From  moment.Day `json:"from"`
	Until moment.Day `json:"until"`
}

// gateHome refers every dose of a day for which somebody has doses at home: the
// two would add up. A prescriber lifts it, as they lift a hold.
func (s *State) gateHome(id person.UserID, day moment.Day) []dosing.Finding {
	x, has := s.Stock.Home[id]
	if !has || day < x.From || day > x.Until {
		return nil
	}
	return []dosing.Finding{{Rule: "R-REG-44", Stage: 3, Effect: dosing.ReferTo, Source: "STEADY",
		Text: "Doses for this day were taken home: ask the prescriber before anything is given."}}
}

func (f *ReturnedUnopened) visitID() string { return f.Visit }
