package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/lab"
	"steady/lab/compare"
	"steady/lab/scenario"
	"steady/moment"
	"steady/register"
)

// Rows of the forms of a service. An empty row is no session, shift or window.
const (
	sessionRows = 3
	windowRows  = 6
	shiftRows   = 6
)

// narrowFields are the half-widths that a question may ask for.
var narrowMeasures = []struct{ id, label, hint string }{
	{"life_min_week", "Minutes of life a person-week", "For example 20."},
	{"missed", "Missed doses, of 100", "For example 0.5."},
	{"cost_person_year", "Cost of a person-year", "In the currency of the costs. Only where costs are written."}}

// labAboutForm asks the question, with whom and for how long.
func labAboutForm(q *question, t typed) page.LabForm {
	f, x := labFields{t}, q.f
	day := page.DateFields{}
	if x.Start > 0 {
		d := moment.UTC.In(moment.UTC.At(x.Start, 12, 0))
		day = page.DateFields{Day: strconv.Itoa(d.Day()), Month: strconv.Itoa(int(d.Month())), Year: strconv.Itoa(d.Year())}
	}
	if t.v != nil {
		day = t.date("start")
	}
	narrow := page.LabSection{Legend: "When it is long enough", Grid: true,
		Hint: "A comparison stops once the 95 % interval of each difference is at most so wide to either side, or at the " +
			"most " +
			"replications. It never looks at which policy is ahead. Leave all empty to run exactly that many."}
	for _, m := range narrowMeasures {
		y := f.text("enough_"+m.id, m.label, m.hint, "")
		if v, given := x.Enough[m.id]; given && t.v == nil {
			y.Field.Value = plainNumber(v)
		}
		y.Mode = "decimal"
		narrow.Fields = append(narrow.Fields, y)
	}
	again := 0
	if x.Sensitivity != nil {
		again = x.Sensitivity.Replications
	}
	return page.LabForm{Title: "The question, with whom and for how long", Button: "Keep it", Sections: []page.LabSection{
		{Fields: []page.SmallField{f.text("name", "Title", "", x.Name), f.text("question", "The question", "", x.Question)}},
		{Legend: "People", Grid: true, Fields: []page.SmallField{
			f.number("in_treatment", "In treatment on the first day", "", "", x.Population.InTreatment),
			f.number("places", "Places", "", "", x.Population.Places),
			f.number("waiting", "On the waiting list", "", "", x.Population.Waiting)}},
		{Legend: "Time", Grid: true, Fields: []page.SmallField{
			{ID: "start", Name: "start", Label: "First day", Hint: "The calendar matters: weekends, clock changes.", Date: &day},
			f.number("warmup", "Days lived and not counted", "", "days", x.Warmup),
			f.number("days", "Days counted", "", "days", x.Days)}},
		narrow,
		{Legend: "Replications", Grid: true, Fields: []page.SmallField{
			f.number("replications", "At most", "Of every policy.", "", x.Replications),
			f.number("seed", "Seed", "The same seed gives the same answer.", "", int(x.Seed)),
			f.number("again", "At each end of an input", "Replications for what the answer depends on. 0 leaves it out.", "",
				again)}},
	}}
}

// readAbout reads it.
func (p *press) readAbout(x *scenario.File) {
	if x.Name, x.Question = p.get("name"), p.get("question"); x.Name == "" {
		p.wrong("name", "Write a title.")
	}
	if x.Question == "" {
		p.wrong("question", "Write the question in one sentence.")
	}
	x.Population = lab.Population{InTreatment: p.count("in_treatment", "In treatment", 0, 1000),
		Places: p.count("places", "Places", 1, 1000), Waiting: p.count("waiting", "On the waiting list", 0, 1000)}
	if p.ok() && x.Population.InTreatment > x.Population.Places {
		p.wrong("in_treatment", "No more people are in treatment than there are places.")
	}
	x.Start = p.date("start", "First day")
	x.Warmup = p.count("warmup", "Days lived and not counted", 0, 3000)
	x.Days = p.count("days", "Days counted", 1, 3000)
	x.Replications = p.count("replications", "Replications", 2, compare.Most)
	x.Seed = uint64(p.count("seed", "Seed", 0, 1<<31-1))
	x.Enough = map[string]float64{}
	for _, m := range narrowMeasures {
		if p.get("enough_"+m.id) != "" {
			x.Enough[m.id] = p.decimal("enough_"+m.id, m.label, 1e-6, 1e9)
		}
	}
	again := p.count("again", "At each end of an input", 0, compare.Most)
	if again == 1 {
		p.wrong("again", "At each end of an input: write 0, or 2 or more.")
	}
	if x.Sensitivity == nil {
		x.Sensitivity = &scenario.Sensitivity{Measures: []string{"life_min_week"}, Steps: 4}
	}
	x.Sensitivity.Replications = again
}

// serviceForm asks how the service works today.
func serviceForm(q *question, t typed) page.LabForm {
	f, h := labFields{t}, q.f.Today
	packs, laws := q.packChoices(""), []page.Choice(nil)
	for _, x := range register.Jurisdictions() {
		laws = append(laws, page.Choice{Value: x.ID, Label: x.ID})
	}
	sessions := page.LabSection{Legend: "Sessions", Grid: true,
		Hint: "One dose of the day is given in each. Leave a row empty."}
	for i := range max(sessionRows, len(h.Sessions)) {
		x, none := lab.Session{}, i >= len(h.Sessions)
		if !none {
			x = h.Sessions[i]
		}
		n := fmt.Sprintf("session%d_", i)
		sessions.Fields = append(sessions.Fields, f.text(n+"name", fmt.Sprintf("Session %d", i+1), "", x.Name),
			f.clock(n+"from", "From", x.From, none), f.clock(n+"to", "To", x.To, none))
	}
	return page.LabForm{Title: "The service as it works today", Button: "Keep it",
		Lead: "This is what the other policies are compared with. What Steady knows of this service is filled in.",
		Sections: []page.LabSection{
			{Legend: "Rules in force", Grid: true, Fields: []page.SmallField{
				f.pick("pack", "Dosing pack", "", h.Pack, packs), f.pick("law", "Law", "", h.Law, laws),
				f.text("zone", "Time zone", "", h.Zone), f.number("visits", "Visits a day", "", "", h.Visits)}},
			sessions, windowSection(f, "windows", h.Windows),
			{Legend: "How people come", Grid: true, Fields: styleFields(f, h.Style, h.Slot, h.Every, h.Group)},
			{Legend: "Rooms", Grid: true, Fields: []page.SmallField{f.number("desks", "Desks", "", "", h.Desks),
				f.number("booths", "Booths", "", "", h.Booths), f.number("places", "Places in observation", "", "", h.Places),
				f.number("observation", "Observation", "Empty leaves it to the pack.", "minutes", h.Observation),
				f.number("last_entry", "Last let in before closing", "", "minutes", h.LastEntry)}},
			shiftSection(f, "shift", h.Shifts),
			{Legend: "Practice", Grid: true, Fields: []page.SmallField{
				f.number("pair", "Registered staff for one preparation", "", "", h.Pair),
				f.number("per_booth", "People in booths that one of staff watches", "", "", h.PerBooth),
				f.number("per_observed", "People in observation that one of staff watches", "", "", h.PerObserved),
				f.number("rx_days", "Days that a prescription runs", "", "days", h.Days),
				f.number("prescribers", "Prescribers", "", "", h.Prescribers),
				f.pick("support", "Support staff watch over people", "", yesNo(h.Support), yesNoChoices)}},
		}}
}

var yesNoChoices = []page.Choice{{Value: "no", Label: "No"}, {Value: "yes", Label: "Yes"}}

var styleChoices = []page.Choice{{Value: string(clinic.AccessBooked), Label: "Booked times"},
	{Value: string(clinic.AccessGroup), Label: "In groups"}, {Value: string(clinic.AccessOpen), Label: "When they like"}}

func styleFields(f labFields, style string, slot, every, group int) []page.SmallField {
	return []page.SmallField{f.pick("style", "People come", "", style, styleChoices),
		f.number("slot", "From one booked time to the next", "", "minutes", slot),
		f.number("every", "From one group to the next", "", "minutes", every),
		f.number("group", "Most people in a group", "", "", group)}
}

func windowSection(f labFields, name string, list []lab.Window) page.LabSection {
	out := page.LabSection{Legend: "Hours on some days", Grid: true,
		Hint: "Only where hours differ by day. Session counts from 1. Where nothing stands the sessions are the hours."}
	for i := range max(windowRows, len(list)+1) {
		x, none := lab.Window{}, i >= len(list)
		if !none {
			x = list[i]
		}
		n := fmt.Sprintf("%s%d_", name, i)
		session := ""
		if !none {
			session = strconv.Itoa(x.Session + 1)
		}
		out.Fields = append(out.Fields, f.pick(n+"days", fmt.Sprintf("Days of row %d", i+1), "", daysValue(x.Days),
			daysChoices(daysValue(x.Days))), f.text(n+"session", "Session", "", session), f.clock(n+"from", "From", x.From,
			none),
			f.clock(n+"to", "To", x.To, none))
	}
	return out
}

func shiftSection(f labFields, name string, list []lab.Shift) page.LabSection {
	out := page.LabSection{Legend: "Staff over the day", Grid: true, Hint: "Leave a row empty."}
	for i := range max(shiftRows, len(list)+1) {
		x, none := lab.Shift{}, i >= len(list)
		if !none {
			x = list[i]
		}
		n := fmt.Sprintf("%s%d_", name, i)
		out.Fields = append(out.Fields, f.pick(n+"days", fmt.Sprintf("Days of row %d", i+1), "", daysValue(x.Days),
			daysChoices(daysValue(x.Days))), f.clock(n+"from", "From", x.From, none), f.clock(n+"to", "To", x.To, none),
			f.number(n+"registered", "Registered", "", "", x.Registered), f.number(n+"support", "Support", "", "", x.Support))
	}
	return out
}

func (p *press) sessions(most int) (out []lab.Session) {
	for i := range most {
		n := fmt.Sprintf("session%d_", i)
		if p.empty(n+"name", n+"from", n+"to") {
			continue
		}
		what := fmt.Sprintf("Session %d", i+1)
		x := lab.Session{Name: p.get(n + "name")}
		if x.Name == "" {
			p.wrong(n+"name", what+": write a name, such as morning.")
		}
		x.From, x.To = p.span(n+"from", n+"to", what)
		out = append(out, x)
	}
	return out
}

func (p *press) windows(name string) (out []lab.Window) {
	for i := range 14 {
		n := fmt.Sprintf("%s%d_", name, i)
		if p.empty(n+"session", n+"from", n+"to") {
			continue
		}
		what := fmt.Sprintf("Hours on some days, row %d", i+1)
		x := lab.Window{Days: p.days(n+"days", what), Session: p.count(n+"session", what+", session", 1, 9) - 1}
		if len(x.Days) == 0 {
			x.Days = []int{0, 1, 2, 3, 4, 5, 6}
		}
		x.From, x.To = p.span(n+"from", n+"to", what)
		out = append(out, x)
	}
	return out
}

func (p *press) shifts(name string) (out []lab.Shift) {
	for i := range 14 {
		n := fmt.Sprintf("%s%d_", name, i)
		if p.empty(n+"from", n+"to", n+"registered", n+"support") {
			continue
		}
		what := fmt.Sprintf("Staff, row %d", i+1)
		x := lab.Shift{Days: p.days(n+"days", what), Registered: p.count(n+"registered", what+", registered", 0, 100),
			Support: p.count(n+"support", what+", support", 0, 100)}
		x.From, x.To = p.span(n+"from", n+"to", what)
		out = append(out, x)
	}
	return out
}

// readService reads how the service works.
func (p *press) readService(q *question) {
	h := &q.f.Today
	h.Pack, h.Law, h.Zone = p.get("pack"), p.get("law"), p.get("zone")
	if !slices.ContainsFunc(q.packChoices(""), func(c page.Choice) bool { return c.Value == h.Pack }) {
		p.wrong("pack", "Dosing pack: choose one of the list.")
	}
	if _, err := register.FindJurisdiction(h.Law); err != nil {
		p.wrong("law", "Law: choose one of the list.")
	}
	if _, err := moment.LoadZone(h.Zone); err != nil || h.Zone == "" {
		p.wrong("zone", "Time zone: write one such as Europe/London.")
	}
	h.Visits = p.count("visits", "Visits a day", 1, 3)
	h.Sessions, h.Windows, h.Shifts = p.sessions(9), p.windows("windows"), p.shifts("shift")
	p.readStyle(&h.Style, &h.Slot, &h.Every, &h.Group)
	h.Desks, h.Booths = p.count("desks", "Desks", 1, 100), p.count("booths", "Booths", 1, 100)
	h.Places = p.count("places", "Places in observation", 1, 100)
	h.Observation = p.count("observation", "Observation", 0, 600)
	h.LastEntry = p.count("last_entry", "Last let in before closing", 0, 600)
	h.Pair = p.count("pair", "Registered staff for one preparation", 2, 10)
	h.PerBooth = p.count("per_booth", "People in booths that one of staff watches", 1, 100)
	h.PerObserved = p.count("per_observed", "People in observation that one of staff watches", 1, 100)
	h.Days = p.count("rx_days", "Days that a prescription runs", 1, 366)
	h.Prescribers = p.count("prescribers", "Prescribers", 1, 100)
	h.Support = p.yes("support")
	if len(h.Sessions) < h.Visits {
		p.wrong("session0_name", "Sessions: write one for each visit of the day.")
	}
}

func (p *press) readStyle(style *string, slot, every, group *int) {
	*style = p.chosen("style", "People come", styleChoices)
	*slot, *every = p.count("slot", "From one booked time to the next", 0, 240), p.count("every", "Groups", 0, 600)
	*group = p.count("group", "Most people in a group", 0, 100)
	if *style == string(clinic.AccessBooked) && *slot == 0 {
		p.wrong("slot", "From one booked time to the next: write minutes.")
	}
	if *style == string(clinic.AccessGroup) && (*every == 0 || *group == 0) {
		p.wrong("every", "Groups: write the minutes between two, and the most people in one.")
	}
}

// houseWords says how a service works in a few facts.
func houseWords(h *lab.House) []string {
	hours := ""
	for i, x := range h.Sessions {
		if i > 0 {
			hours += ", "
		}
		hours += x.Name + " " + minuteWords(x.From) + " to " + minuteWords(x.To)
	}
	return []string{cmp.Or(hours, "No hours yet"), plural(h.Visits, "visit") + " a day",
		fmt.Sprintf("%s, %s in observation, %s of staff", plural(h.Booths, "booth"), plural(h.Places, "place"),
			plural(len(h.Shifts), "shift"))}
}
