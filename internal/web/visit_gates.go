package web

import (
	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/person"
	"steady/visit"
)

// settleBody reads the form by which two people settle a referral where the
// protocol lets them.
func settleBody(p *press) clinic.Body {
	dose := p.mass("settle_mg", "Dose")
	return clinic.Override{Visit: p.visit(), Role: person.Nurse, Dose: &dose,
		Reason: p.keep(p.about(), "reason", p.need("settle_reason", "Write your reason in one line."))}
}

// leftEarlyBody reads the form for somebody who has gone. No reading is asked
// for: the last ones are in the record already.
func leftEarlyBody(p *press) clinic.Body {
	return clinic.LeaveEarly{Visit: p.visit(),
		Reason: p.keep(p.about(), "reason", p.need("early_reason", "Write in one line what you saw and what was said."))}
}

func amountBody(p *press) clinic.Body {
	return clinic.CorrectInjected{Visit: p.visit(), Given: p.mass("really_mg", "What went in"),
		Reason: p.keep(p.about(), "reason", p.need("really_reason", "Write in one line how the mistake was found."))}
}

// settle offers the form where the pack names this role for every rule that
// referred.
func (d *drawing) settle() *page.SmallForm {
	second, ok := d.st.MayOverride(d.v, person.Nurse)
	if !ok || !d.may(clinic.Override{}.CommandKind()) {
		return nil
	}
	f := &page.SmallForm{Title: "Settle this at the hatch, as the protocol allows", Button: "Give this dose",
		Lead: "The dose may be the protocol's limit of " + d.v.Decision.Limit.String() +
			" or less. It is listed for a prescriber to look at each week.",
		Form: d.form("settle"), Fields: []page.SmallField{
			{ID: "settle_mg", Name: "settle_mg", Label: "Dose", Suffix: "mg", Mode: "decimal",
				Field: d.typed.field("settle_mg")},
			{ID: "settle_reason", Name: "settle_reason", Label: "Reason, in one line", Field: d.typed.field("settle_reason")}}}
	f.Open = d.typed.v.Has("settle_mg")
	if second {
		f.Second = d.second("settle", clinic.Override{}.CommandKind(), "I assessed this person too and agree.",
			"Give this dose, both agreed")
	}
	return f
}

func (d *drawing) second(word, kind, what, button string) *page.SecondPerson {
	return &page.SecondPerson{What: what, Why: "Somebody other than you.", Staff: d.others(kind),
		Who: d.typed.pick("second"), PIN: page.Field{Error: d.typed.errs["pin2"]},
		Passkey: "/confirm/passkey/begin?for=" + word + "&visit=" + d.v.ID, Button: button}
}

func (d *drawing) goneEarly() *page.SmallForm {
	if !visit.May(d.v.Stage, visit.LeaveEarly) || !d.may(clinic.LeaveEarly{}.CommandKind()) {
		return nil
	}
	return &page.SmallForm{Title: "They have gone already", Button: "Left early: ask after them",
		Lead: "The visit ends, and the safety page keeps them until somebody has found out how they are.",
		Form: d.form("left_early"), Open: d.typed.v.Has("early_reason"), Fields: []page.SmallField{{ID: "early_reason",
			Name: "early_reason", Label: "What you saw and what was said, in one line",
			Field: d.typed.field("early_reason")}}}
}

// correctAmount offers to say what really went in.
func (d *drawing) correctAmount() *page.SmallForm {
	if d.v.Injected == nil || !d.may(clinic.CorrectInjected{}.CommandKind()) {
		return nil
	}
	most := measure.Mass(d.v.Injected.Prescribed)
	return &page.SmallForm{Title: "The amount was recorded wrongly",
		Lead: "The entry stays and a new one says what is right. The register gets a note. For the day's ceiling the " +
			"higher amount counts, for a rise the lower one.",
		Form: d.form("amount"), Open: d.typed.v.Has("really_mg"),
		Fields: []page.SmallField{
			{ID: "really_mg", Name: "really_mg", Label: "What really went in", Suffix: "mg", Mode: "decimal",
				Hint: "The syringe held " + most.String() + ".", Field: d.typed.field("really_mg")},
			{ID: "really_reason", Name: "really_reason", Label: "How the mistake was found, in one line",
				Field: d.typed.field("really_reason")}},
		Second: d.second("amount", clinic.CorrectInjected{}.CommandKind(), "I know what went in and agree.",
			"Corrected before both of us")}
}
