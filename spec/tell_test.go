package spec

import (
	"fmt"
	"strings"

	"steady/clinic"
	"steady/dosing"
	"steady/register"
)

// tell prints what happened, short enough to read down a page.
func (s *script) tell(events []clinic.Event) string {
	if len(events) == 0 {
		return "already recorded"
	}
	var out []string
	for _, e := range events {
		t, ok := tellTime(s.e.state().Zone(), e.Body)
		if !ok {
			t = s.fact(e)
		}
		if p, ok := e.Body.(*register.ProcedureInForce); ok {
			t += fmt.Sprintf(" %s %s from %s", p.Name, p.Version, p.From)
		}
		if l, ok := e.Body.(interface{ RegisterLine() register.Line }); ok && l.RegisterLine().Late != nil {
			t += ", late"
		}
		out = append(out, t)
	}
	return strings.Join(out, "; ")
}

func (s *script) fact(e clinic.Event) string {
	z := s.e.state().Zone()
	switch b := e.Body.(type) {
	case *clinic.Decided:
		t := "decided " + string(b.Outcome)
		if b.Dose != nil {
			t += " " + b.Dose.String()
		}
		if b.Until != 0 {
			t += " until " + z.Clock(b.Until)
		}
		if b.Proposal != nil {
			t += " proposal " + b.Proposal.String()
		}
		return t + " [" + rules(b.Findings) + "]"
	case *clinic.Watched:
		t := "watched " + string(b.Outcome)
		if b.Until != 0 {
			t += " until " + z.Clock(b.Until)
		}
		return strings.Join(append([]string{t}, b.Actions...), " ")
	case *clinic.VisitEnded:
		return "ended " + string(b.Ending)
	case *clinic.Prepared:
		return fmt.Sprintf("prepared %s, draw %s of %s, waste %s", b.Dose.Mass, b.Draw, b.Volume, b.Waste)
	case *clinic.Injected:
		return fmt.Sprintf("injected %s of %s", b.Given, b.Prescribed)
	case *clinic.EligibilityDecided:
		t := "eligibility " + strings.Join(append([]string{string(b.Outcome)}, b.Reasons...), " ")
		return t + " [" + rules(b.Findings) + "]"
	case *clinic.EligibilityOverridden:
		return strings.Join(append([]string{"eligibility_overridden"}, b.Reasons...), " ")
	case *clinic.TreatmentEnded:
		return fmt.Sprintf("treatment_ended %s, planned %v", b.Ending, b.Planned)
	case *clinic.Referred:
		return "referred " + b.Rule
	case *clinic.Answered:
		if b.Dose != nil {
			return fmt.Sprintf("answered %s %s", b.Choice, b.Dose)
		}
		return "answered " + string(b.Choice)
	case *register.Drawn:
		return fmt.Sprintf("drawn %d (left %d)", -b.Ampoules, b.BalanceAmpoules)
	case *register.Administered:
		return fmt.Sprintf("supplied %s (left %s)", -b.Mass, b.BalanceMass)
	case *register.Wasted:
		return fmt.Sprintf("wasted %s %s (left %s)", -b.Mass, b.Reason, b.BalanceMass)
	case *register.Received:
		t := fmt.Sprintf("received %d (now %d)", b.Ampoules, b.BalanceAmpoules)
		if b.Store == register.Quarantine {
			t += " " + strings.Join(append([]string{"into quarantine"}, b.Mismatch...), " ")
		}
		return t
	case *register.Counted:
		t := fmt.Sprintf("counted %d, expected %d", b.Counted, b.Expected)
		if b.Store != "" {
			t += " " + b.Store.Where()
		}
		return t
	}
	if m, ok := e.Body.(interface {
		Says() string
		RegisterLine() register.Line
	}); ok {
		return fmt.Sprintf("%s: %s (now %d)", e.Body.Kind(), m.Says(), m.RegisterLine().BalanceAmpoules)
	}
	return e.Body.Kind()
}

func rules(fs []dosing.Finding) string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Rule)
	}
	return strings.Join(out, " ")
}
