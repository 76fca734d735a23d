package web

import (
	"fmt"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// skillWords name a place of a shift.
var skillWords = map[rota.Skill]string{rota.Registered: "registered", rota.Support: "support",
	rota.Prescriber: "prescriber at hand"}

// competenceWords name what somebody was shown able to do.
var competenceWords = map[person.Competence]string{person.Preparing: "making up an injection",
	person.Supervising: "watching an injection", person.Rescue: "rescue", person.StockTaking: "counting stock"}

// shortDay prints "Mon 2 March".
func shortDay(d moment.Day) string {
	return moment.UTC.In(moment.UTC.At(d, 12, 0)).Format("Mon 2 January")
}

// daysWords prints the days of an absence or a setting.
func daysWords(first, last moment.Day) string {
	switch last {
	case 0:
		return "from " + shortDay(first) + ", no last day yet"
	case first:
		return shortDay(first)
	}
	return shortDay(first) + " to " + shortDay(last)
}

func spanWords(from, to int) string { return clinic.ClockOf(from) + " to " + clinic.ClockOf(to) }

// needWords spell whom a shift needs: "2 registered, 1 support".
func needWords(needs []rota.Need) string {
	var out []string
	for _, n := range needs {
		if n.Least > 0 {
			out = append(out, fmt.Sprintf("%d %s", n.Least, skillWords[n.Skill]))
		}
	}
	if len(out) == 0 {
		return "no number set"
	}
	return strings.Join(out, ", ")
}

// weekdayWords spell days of the week.
func weekdayWords(days []int) string {
	if len(days) == 7 {
		return "every day"
	}
	var out []string
	for _, d := range days {
		out = append(out, weekdayNames[d][:3])
	}
	return strings.Join(out, ", ")
}

// gapMark says what the cover lacks, and by which rule, with a shape.
func gapMark(g rota.Gap) page.RotaMark {
	m := page.RotaMark{Kind: "stop", Icon: "stop"}
	at := spanWords(g.From, g.To)
	switch g.Why {
	case rota.TwoToPrepare:
		m.Text = fmt.Sprintf("%s: %d registered. No dose can be prepared: it takes two (E-PREP-09).", at, g.Have)
		if g.Least > rota.Pair || g.Have >= rota.Pair {
			m.Text = fmt.Sprintf("%s: %d registered of %d.", at, g.Have, g.Least)
		}
	case rota.OneToPrepare:
		m.Text = at + ": nobody who may prepare a dose is here."
	case rota.LeastOfSite:
		m.Text = fmt.Sprintf("%s: %d %s, this service asks for %d.", at, g.Have, skillWords[g.Skill], g.Least)
		if g.Skill == rota.Registered && g.Have < rota.Pair {
			m.Text += " No dose can be prepared (E-PREP-09)."
		}
	case rota.LeastOfShift:
		m.Kind, m.Icon = "wait", "alarm"
		m.Text = fmt.Sprintf("%d %s of %d", g.Have, skillWords[g.Skill], g.Least)
	}
	return m
}

// unsetRules lists what the service has not set and is therefore not checked.
func unsetRules(r rota.Rules) (out []string) {
	for _, x := range []struct {
		set  bool
		what string
	}{{r.Rest != nil, "rest between two shifts"}, {r.Week != nil, "the most hours of a week"},
		{r.Run != nil, "the most days without a day off"},
		{rota.Of(r.Least, rota.Support) > 0, "the fewest support staff"},
		{rota.Of(r.Least, rota.Prescriber) > 0, "a prescriber at hand"}} {
		if !x.set {
			out = append(out, x.what)
		}
	}
	return out
}

// outWords say why whoever holds a place does not count, in words that any
// colleague may read: away says nothing of the kind.
var outWords = map[string]string{"staff_away": "away", "role_ended": "works here no longer",
	"lacks_role": "no longer in a role for this place", "no_licence": "no licence in force",
	"lacks_competence": "competence not on record", "unknown_staff": "not known here"}

// notGiven says why somebody was not given a place.
var notGiven = map[string]string{"staff_away": "away that day", "role_ended": "works here no longer",
	"lacks_role": "another role", "no_licence": "no licence in force", "lacks_competence": "competence not on record",
	rota.CauseOn: "on this shift already", rota.CauseOverlaps: "on another shift then",
	rota.CauseContract:         "beyond the hours of their contract",
	string(rota.TooLittleRest): "too little rest", string(rota.TooManyHours): "too many hours that week",
	string(rota.TooManyDays): "too many days without a day off"}

// placeOf draws one place of a shift.
func placeOf(st *clinic.State, n names, s rota.Shift, p rota.Place, me person.StaffID) page.RotaPlace {
	out := page.RotaPlace{Name: n.staff(p.Staff), Skill: skillWords[p.Skill], You: p.Staff == me && me != ""}
	if p.Staff == "" {
		out.Name = fmt.Sprintf("Bank or agency %s, no. %d", p.Role, p.Outside)
		return out
	}
	if no := st.MayStand(p.Staff, s.Day, p.Skill); no != nil {
		out.Out = "not counted: " + outWords[no.Code]
	}
	return out
}
