package web

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"steady/internal/web/page"
	"steady/lab"
)

// Fields of the lab's forms, drawn and read in one place. What was typed wins
// over what is kept, so that a form with an error loses nothing.

// labFields draws fields.
type labFields struct{ t typed }

func (f labFields) text(name, label, hint, value string) page.SmallField {
	return page.SmallField{ID: name, Name: name, Label: label, Hint: hint, Field: f.t.or(name, value)}
}

func (f labFields) number(name, label, hint, suffix string, value int) page.SmallField {
	shown := strconv.Itoa(value)
	if value == 0 {
		shown = ""
	}
	x := f.text(name, label, hint, shown)
	x.Mode, x.Suffix = "numeric", suffix
	return x
}

func (f labFields) clock(name, label string, minute int, empty bool) page.SmallField {
	shown := minuteWords(minute)
	if empty {
		shown = ""
	}
	return f.text(name, label, "", shown)
}

func (f labFields) pick(name, label, hint, value string, list []page.Choice) page.SmallField {
	x := f.text(name, label, hint, value)
	x.Choices, x.Select = list, true
	return x
}

// figure draws the five fields of a figure.
func (f labFields) figure(name, label, unit string, p *lab.Parameter) []page.SmallField {
	if p == nil {
		p = &lab.Parameter{Value: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	}
	value := f.text(name+"_value", label, "", plainNumber(p.Value))
	lo := f.text(name+"_lo", "At least", "", plainNumber(p.Lo))
	hi := f.text(name+"_hi", "At most", "", plainNumber(p.Hi))
	for _, x := range []*page.SmallField{&value, &lo, &hi} {
		x.Mode = "decimal"
	}
	value.Hint = capital(unit)
	return []page.SmallField{value, lo, hi,
		f.text(name+"_source", "Where it comes from", "A paper, an address, or why it is assumed.", p.Source),
		f.pick(name+"_sure", "How well it is known", "", string(p.Confidence), confidences(p.Confidence == lab.Own))}
}

func confidences(own bool) []page.Choice {
	out := []page.Choice{{Value: string(lab.Assumption), Label: "An assumption"}, {Value: string(lab.Low), Label: "Badly"},
		{Value: string(lab.Medium), Label: "Fairly"}, {Value: string(lab.High), Label: "Well"}}
	if own {
		out = append(out, page.Choice{Value: string(lab.Own), Label: "From this service's own journal"})
	}
	return out
}

func plainNumber(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// decimal reads a number; empty is an error.
func (p *press) decimal(name, what string, least, most float64) float64 {
	x, err := strconv.ParseFloat(strings.ReplaceAll(p.get(name), ",", "."), 64)
	if err != nil || math.IsNaN(x) || x < least || x > most {
		p.wrong(name, what+": write a number from "+plainNumber(least)+" to "+plainNumber(most)+".")
		return 0
	}
	return x
}

// count reads a whole number with its bounds in the words of the error; empty is
// 0 where that is allowed.
func (p *press) count(name, what string, least, most int) int {
	if p.get(name) == "" && least == 0 {
		return 0
	}
	n, err := strconv.Atoi(p.get(name))
	if err != nil || n < least || n > most {
		p.wrong(name, what+": write a whole number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most)+".")
		return 0
	}
	return n
}

// clock reads a minute of the day; 24:00 is its end.
func (p *press) clock(name, what string) int {
	if p.get(name) == "24:00" {
		return 24 * 60
	}
	h, m, ok := cutTime(p.get(name))
	if !ok {
		p.wrong(name, what+": write hours and minutes, for example 07:30.")
	}
	return h*60 + m
}

// span reads two minutes of a day, the second after the first.
func (p *press) span(from, to, what string) (a, b int) {
	a, b = p.clock(from, what+", from"), p.clock(to, what+", to")
	if p.errs[from] == "" && p.errs[to] == "" && b <= a {
		p.wrong(to, what+": the end is after the beginning.")
	}
	return a, b
}

// empty says that none of these was filled in.
func (p *press) empty(names ...string) bool {
	return !slices.ContainsFunc(names, func(n string) bool { return p.get(n) != "" })
}

// figure reads the five fields of a figure. Nothing is assumed: value, range and
// source are all asked for.
func (p *press) labFigure(name, what string, least, most float64) lab.Parameter {
	x := lab.Parameter{Value: p.decimal(name+"_value", what, least, most),
		Lo: p.decimal(name+"_lo", what+", at least", least, most), Hi: p.decimal(name+"_hi", what+", at most", least, most),
		Source: p.get(name + "_source"), Confidence: lab.Confidence(p.get(name + "_sure"))}
	if x.Source == "" {
		p.wrong(name+"_source", what+": write where the figure comes from, or why it is assumed.")
	}
	if p.errs[name+"_value"]+p.errs[name+"_lo"]+p.errs[name+"_hi"] == "" && (x.Lo > x.Value || x.Value > x.Hi) {
		p.wrong(name+"_lo", what+": the value lies between \"at least\" and \"at most\".")
	}
	return x
}

// chosen reads one of a list.
func (p *press) chosen(name, what string, list []page.Choice) string {
	v := p.get(name)
	if !slices.ContainsFunc(list, func(c page.Choice) bool { return c.Value == v }) {
		p.wrong(name, what+": choose one of the list.")
		return ""
	}
	return v
}

// Days of the week as the forms offer them.
var labDays = []page.Choice{{Value: "", Label: "Every day"}, {Value: "0,1,2,3,4", Label: "Monday to Friday"},
	{Value: "5,6", Label: "Saturday and Sunday"}, {Value: "0", Label: "Monday"}, {Value: "1", Label: "Tuesday"},
	{Value: "2", Label: "Wednesday"}, {Value: "3", Label: "Thursday"}, {Value: "4", Label: "Friday"},
	{Value: "5", Label: "Saturday"}, {Value: "6", Label: "Sunday"}}

// daysValue spells days of the week as a form's value.
func daysValue(days []int) string {
	if len(days) == 7 {
		return ""
	}
	var out []string
	for _, d := range days {
		out = append(out, strconv.Itoa(d))
	}
	return strings.Join(out, ",")
}

// daysChoices are the usual choices, and the one in force where it is another.
func daysChoices(value string) []page.Choice {
	if slices.ContainsFunc(labDays, func(c page.Choice) bool { return c.Value == value }) {
		return labDays
	}
	return append(slices.Clone(labDays), page.Choice{Value: value, Label: "As it is: days " + value + " (0 is Monday)"})
}

// days reads days of the week; none is every day.
func (p *press) days(name, what string) (out []int) {
	if p.get(name) == "" {
		return nil
	}
	for _, w := range strings.Split(p.get(name), ",") {
		n, err := strconv.Atoi(w)
		if err != nil || n < 0 || n > 6 || slices.Contains(out, n) {
			p.wrong(name, what+": choose one of the list.")
			return nil
		}
		out = append(out, n)
	}
	return out
}
