package web

import (
	"fmt"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
)

// prescribeForm reads the form of a prescription for a passkey prompt.
func prescribeForm(p *press) clinic.Body { return prescribeBody(p) }

// prescribeBody reads the form of a prescription.
func prescribeBody(p *press) clinic.Prescribe {
	rx := clinic.Prescription{Form: formOf(p.get("salt_form")), Pack: p.get("pack"),
		Route: protocol.Route(p.word("route", string(protocol.IV), string(protocol.IM), string(protocol.SC),
			string(protocol.Oral))),
		CapSingle: p.mass("cap_single", "At most at once"), CapDay: p.mass("cap_day", "At most in a day"),
		Increment: p.mass("increment", "Smallest step"), Started: p.date("started", "First day of treatment"),
		From: p.date("from", "In force from"), Review: p.date("review", "Review"), Ends: p.date("ends", "Ends after"),
		Permit: p.get("permit")}
	if !rx.Form.Known() {
		p.wrong("salt_form", "Choose the drug and its salt.")
	}
	if rx.Route == "" {
		p.wrong("route", "Choose the route.")
	}
	if rx.Pack == "" {
		p.wrong("pack", "Choose the dosing pack.")
	}
	if p.get("topup") != "" {
		rx.TopUp = p.mass("topup", "Top-up")
	}
	var labels []string
	p.s.house.View(func(st *clinic.State) {
		if x := st.People[person.UserID(p.person())]; x != nil {
			labels = visitsOfDay(st, x, st.Zone().Day(p.s.house.Now()))
		}
	})
	for i, label := range labels {
		rx.Doses = append(rx.Doses, p.mass("dose_"+strconv.Itoa(i+1), label))
	}
	rx.Plan = p.plan(rx.From, len(labels))
	rx.Oral = p.oral()
	if p.get("home_days") != "" {
		rx.TakeHome = &register.TakeHome{Days: int(p.whole("home_days", "Doses to take home", 1, 31)),
			Met: p.r.PostForm["home"]}
	}
	return clinic.Prescribe{Person: person.UserID(p.person()), Prescription: rx, Confirmed: p.yes("confirmed"),
		Reason: p.req.KeepIf(p.person(), "reason", p.get("reason"))}
}

// plan reads one line for each day: "15, 30" or "15 30".
func (p *press) plan(from moment.Day, visits int) (out []clinic.PlanStep) {
	lines, err := readPlan(p.get("plan"), visits)
	if err != nil {
		p.wrong("plan", err.Error())
		return nil
	}
	for i, doses := range lines {
		out = append(out, clinic.PlanStep{Day: from + moment.Day(i), Doses: doses})
	}
	return out
}

// maxPlanDays bounds a plan: a longer one is written as a new prescription.
const maxPlanDays = 62

// readPlan reads a titration plan as it is typed: a line for each day, on it
// the milligrams of its visits with spaces, semicolons or "/" between, or with
// commas followed by a space. The error names the line.
func readPlan(text string, visits int) (out [][]measure.Mass, err error) {
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		words := strings.FieldsFunc(line, func(r rune) bool {
			return r == ' ' || r == ';' || r == '/' || r == '+' || r == '\t' || r == '\r'
		})
		if len(words) == 0 {
			if strings.TrimSpace(text) == "" {
				return nil, nil
			}
			return nil, fmt.Errorf("Plan, line %d: it is empty; write a line for each day", i+1)
		}
		var doses []measure.Mass
		for _, w := range words {
			w = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(w, ","), "mg"), ",")
			if w == "" {
				continue
			}
			m, err := measure.ParseMilligrams(strings.ReplaceAll(w, ",", "."))
			if err != nil || m <= 0 {
				return nil, fmt.Errorf("Plan, line %d: %q is no dose; write milligrams with digits, a space between", i+1, w)
			}
			doses = append(doses, m)
		}
		if len(doses) != visits {
			return nil, fmt.Errorf("Plan, line %d: it names %s for %s a day; put a space between doses", i+1,
				plural(len(doses), "dose"), plural(visits, "visit"))
		}
		if out = append(out, doses); len(out) > maxPlanDays {
			return nil, fmt.Errorf("Plan, line %d: a plan covers %d days at most", i+1, maxPlanDays)
		}
	}
	return out, nil
}

// oral reads the oral drug beside the injections.
func (p *press) oral() []clinic.Oral {
	drug := p.get("oral")
	if drug == "" || drug == "none" {
		if p.get("oral_dose") != "" {
			p.wrong("oral", "Choose the oral drug of this dose, or empty the dose.")
		}
		return nil
	}
	o := clinic.Oral{Drug: clinic.OralDrug(drug), Dose: p.mass("oral_dose", "A day, by mouth"),
		Supply: clinic.Supply(p.get("oral_supply")), Screen: clinic.Screen{Asked: p.yes("asked"),
			Conditions: p.r.PostForm["conditions"]}}
	if p.get("qtc") != "" {
		o.Screen.QTc = int(p.whole("qtc", "QTc, in milliseconds", 200, 900))
	}
	if o.Supply == clinic.SupplyInstalments {
		o.Parts = &register.Instalments{Count: int(p.whole("parts_count", "Number of instalments", 1, 366)),
			Every: int(p.whole("parts_every", "Days between instalments", 1, 366)), Wording: p.r.PostForm["wording"]}
	}
	return []clinic.Oral{o}
}
