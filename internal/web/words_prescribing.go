package web

import (
	"fmt"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
)

// plural writes a count with its noun: "1 visit", "3 visits".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// rxRows spells a prescription.
func rxRows(rx *clinic.Prescription) []page.Row {
	out := []page.Row{{Key: "Dose", Value: doses(rx) + " " + routeWords[rx.Route]}, {Key: "Drug", Value: rx.Form.String()},
		{Key: "At most at once", Value: rx.CapSingle.String()}, {Key: "At most in a day", Value: rx.CapDay.String()},
		{Key: "Smallest step", Value: rx.Increment.String()}}
	if rx.TopUp > 0 {
		out = append(out, page.Row{Key: "Top-up", Value: rx.TopUp.String()})
	}
	if n := len(rx.Plan); n > 0 {
		out = append(out, page.Row{Key: "Plan", Value: fmt.Sprintf("%s, from %s: %s", plural(n, "day"),
			dayWords(rx.Plan[0].Day), planWords(rx.Plan))})
	}
	for _, o := range rx.Oral {
		out = append(out, page.Row{Key: "Beside it", Value: oralWords(o)})
	}
	if rx.TakeHome != nil {
		out = append(out, page.Row{Key: "Taken home", Value: plural(rx.TakeHome.Days, "daily dose") + " at once"})
	}
	if rx.Permit != "" {
		out = append(out, page.Row{Key: "Permit", Value: rx.Permit})
	}
	return append(out, page.Row{Key: "Dosing pack", Value: rx.Pack},
		page.Row{Key: "In treatment since", Value: dayWords(rx.Started)}, page.Row{Key: "In force from",
			Value: dayWords(rx.From)}, page.Row{Key: "Review on", Value: dayWords(rx.Review)})
}

// planWords spells the days of a plan, one after the other.
func planWords(plan []clinic.PlanStep) string {
	var out []string
	for _, step := range plan {
		out = append(out, dosesOf(step.Doses))
	}
	return strings.Join(out, ", then ")
}

func dosesOf(list []measure.Mass) string {
	var out []string
	for _, m := range list {
		out = append(out, m.Milligrams())
	}
	return strings.Join(out, " + ") + " mg"
}

// oralWords spells an oral drug beside the injections.
func oralWords(o clinic.Oral) string {
	text := o.Drug.String() + " " + o.Dose.String() + " a day by mouth"
	switch {
	case o.Parts != nil:
		text += fmt.Sprintf(", %s, one every %s", plural(o.Parts.Count, "instalment"), plural(o.Parts.Every, "day"))
		if len(o.Parts.Wording) > 0 {
			text += " (" + strings.Join(o.Parts.Wording, ", ") + ")"
		}
	case o.TakeHome != nil:
		text += ", " + plural(o.TakeHome.Days, "daily dose") + " taken home"
	default:
		text += ", at the visit"
	}
	return text
}
