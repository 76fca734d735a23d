package web

import (
	"fmt"
	"math"
	"strconv"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/recovery"
	"steady/timetable"
)

// fewPoints is the fewest points that an XmR chart is drawn of: with fewer its
// limits say next to nothing. The house's own.
const fewPoints = 8

// weekFigures draws attendance, incidents, waits and hours over time, each as an
// XmR chart.
func weekFigures(f *serviceView) page.Figures {
	i, def := definitionOf(f.r)
	v := page.Figures{Title: "Week by week", Lead: "Whether something changed, or only varies. " + insideOnly,
		Choose: &page.ChooseForm{Label: "What counts as an incident"}}
	for _, d := range clinic.Definitions() {
		v.Choose.Links = append(v.Choose.Links, page.Tab{Label: d.Words, URL: "/service/weeks?defined=" + d.ID + "#incidents",
			Current: d.ID == def.ID})
	}
	monday := f.b.Opened + (7-moment.Day(f.b.Opened.Weekday()))%7 // the first whole week
	last := f.today - moment.Day(f.today.Weekday()) - 1
	weeks := f.b.Parts(monday, last, cohort.NextWeek)
	fours := f.b.Parts(monday, last, func(d moment.Day) moment.Day { return d + 28 })
	v.Parts = append(v.Parts, page.FigurePart{Title: "How to read these charts", Says: []string{
		"Line: the mean. Dashed: the limits within which an unchanged series stays, mean and 2.66 mean moving ranges. " +
			"Ringed: " +
			"a signal by three rules of NHS England's Making Data Count: beyond a limit, seven in a row on one side of the " +
			"mean, seven in a row rising or falling. A signal says that something is hardly chance; it does not say why."}})
	v.Parts = append(v.Parts,
		controlPart("attendance", "Attendance", "Of the visits that were promised and not cancelled, those to which people "+
			"came, per cent of each week.", " %", cohort.Attendance(weeks)),
		incidentPart(fours, i, def),
		controlPart("waits", "Waits", "Days from referral to the first day of treatment; each point is the mean of "+
			"five people "+
			"in the order in which they began.", "", waitSeries(f)),
		f.hoursPart(monday, last))
	return v
}

func incidentPart(fours []cohort.Part, i int, def clinic.Definition) page.FigurePart {
	events := 0
	for _, p := range fours {
		events += p.Met[i]
	}
	part := controlPart("incidents", "Incidents: "+def.Words,
		"Doses after which it was met, of each 1,000 doses of four weeks. "+
			"Source of the definition: "+def.Source+". Rates by another definition are not to be compared with these.", "",
		cohort.Incidents(fours, i))
	if part.Plot != nil && events < fewPoints {
		part.Plot = nil
		part.Warn = append(part.Warn, "It was met fewer than 8 times in all: a chart of so rare a thing would show its own "+
			"noise. Look at each one on the page Safety.")
	}
	return part
}

func waitSeries(f *serviceView) (out []recovery.Measured) {
	for i, m := range cohort.WaitsByFive(f.b.Waits(f.b.Opened, f.today)) {
		out = append(out, recovery.Measured{At: fmt.Sprintf("%d to %d", i*5+1, i*5+5), Value: m})
	}
	return out
}

// hoursPart charts the middle of people's weeks inside the service.
func (f *serviceView) hoursPart(monday, last moment.Day) page.FigurePart {
	const says = "Minutes inside the service of the middle person, week by week: from coming in to leaving, as recorded."
	var each map[person.UserID][]clinic.BurdenWeek
	each, first, err := f.s.house.BurdenWeeks(f.ctx, monday, "")
	if err != nil {
		return page.FigurePart{ID: "hours", Title: "Hours that treatment takes",
			Warn: []string{"The hours could not be read."}}
	}
	if first > monday {
		monday = first + (7-moment.Day(first.Weekday()))%7
	}
	var series []recovery.Measured
	for _, w := range clinic.ServiceBurden(each, monday, last) {
		if w.Inside.N >= fewPeople {
			series = append(series, recovery.Measured{At: w.Monday.String(), Value: measure.Milli(w.Inside.Median) * 1000})
		}
	}
	return controlPart("hours", "Hours that treatment takes", says, "", series)
}

// controlPart draws a series with its limits and signals.
func controlPart(id, title, says, unit string, series []recovery.Measured) page.FigurePart {
	part := page.FigurePart{ID: id, Title: title, Says: []string{says}}
	if len(series) < fewPoints {
		part.Warn = []string{fmt.Sprintf("%d points of at least five people so far: from %d on there is a chart.",
			len(series),
			fewPoints)}
		return part
	}
	c := recovery.XmR(series)
	p := &page.Plot{ID: id, Title: title, Unit: unit, Low: c.Lower, High: c.Upper,
		Behind: figureTable(title, "From", "Value",
			"Signal")}
	signals := map[string]string{}
	for _, x := range c.Signals {
		signals[x.At] = signalName[x.Rule]
	}
	for i, m := range series {
		v := milliFloat(m.Value)
		p.Low, p.High = math.Min(p.Low, v), math.Max(p.High, v)
		at := (float64(i) + 0.5) / float64(len(series))
		_, signal := signals[m.At]
		p.Points = append(p.Points, page.PlotPoint{X: at, Y: v, Signal: signal})
		if i%((len(series)+3)/4) == 0 {
			p.XLabels = append(p.XLabels, page.PlotLabel{X: at, Text: shortAt(m.At)})
		}
		p.Behind.Rows = append(p.Behind.Rows, []nhs.Cell{{Text: m.At}, {Text: fmt.Sprintf("%.1f", v), Numeric: true},
			{Text: signals[m.At]}})
	}
	if p.High-p.Low < 1 {
		p.Low, p.High = p.Low-0.5, p.High+0.5
	}
	p.Lines = []page.PlotLine{{Y: c.Mean, Words: "mean " + strconv.FormatFloat(c.Mean, 'f', 1, 64)},
		{Y: c.Upper, Words: "upper", Dashed: true}, {Y: c.Lower, Words: "lower", Dashed: true}}
	p.Desc = fmt.Sprintf("Mean %.1f, limits %.1f to %.1f. ", c.Mean, c.Lower, c.Upper) + signalsWords(c.Signals)
	part.Plot = p
	return part
}

var signalName = map[string]string{recovery.Outside: "beyond a limit", recovery.Shift: "seven on one side of the mean",
	recovery.Trend: "seven rising or falling"}

func signalsWords(list []recovery.Signal) string {
	if len(list) == 0 {
		return "No signal: it varies as it always does."
	}
	out := fmt.Sprintf("%d signals: ", len(list))
	if len(list) == 1 {
		out = "One signal: "
	}
	for i, s := range list {
		if i > 0 {
			out += "; "
		}
		out += signalName[s.Rule] + " at " + s.At
	}
	return out + "."
}

// shortAt is a label of a series in few letters.
func shortAt(at string) string {
	if d, err := moment.ParseDay(at); err == nil {
		return dayShort(d)
	}
	return at
}

// wayFigures draws the way in: from hearing of it to the first day of treatment.
func wayFigures(f *serviceView) page.Figures {
	v := page.Figures{Title: "The way in", Lead: insideOnly}
	x := f.b.Funnel(f.b.Opened, f.today)
	part := page.FigurePart{Title: "From referral to treatment", Says: []string{
		"Everybody referred since this record began. A later referral of somebody is another way."}}
	if x.Ways < fewPeople {
		part.Warn = []string{"Fewer than 5 people have been referred: nothing is told of them together."}
		v.Parts = []page.FigurePart{part}
		return v
	}
	steps := figureTable("How many took each step", "Step", "People")
	for i, n := range recovery.Remaining(x.Ways, x.Steps[1:]) {
		if i == 0 {
			steps.Rows = append(steps.Rows, []nhs.Cell{{Text: cohort.WaySteps()[0].Words},
				{Text: strconv.Itoa(x.Ways), Numeric: true}})
		}
		steps.Rows = append(steps.Rows, []nhs.Cell{{Text: cohort.WaySteps()[i+1].Words}, {Text: hiddenOr(n), Numeric: true}})
	}
	part.Tables = []nhs.Table{steps}
	if t, ok := crossedTable(x); ok {
		part.Tables = append(part.Tables, t)
	} else {
		part.Warn = []string{"The steps by who referred are withheld: fewer than 5 came from one kind of source."}
	}
	part.Says = append(part.Says, "A step is hidden where fewer than 5 were lost since the last number shown.")
	total, tables, err := recovery.Release(x.Ways, []recovery.Division{{Name: "Who referred", Groups: x.Kinds},
		{Name: "How they heard of it", Groups: x.Heard}})
	if err != nil || total == nil {
		v.Parts = []page.FigurePart{part}
		return v
	}
	groups := page.FigurePart{Title: "By source",
		Says: []string{"Small groups are hidden, with as many more as it takes."}}
	var withheld []string
	groups.Tables, withheld = releasedTables(tables)
	groups.Warn = withheldWords(withheld)
	v.Parts = []page.FigurePart{part, groups, rulesPart(x), waitsPart(f)}
	return v
}

func hiddenOr(n *int) string {
	if n == nil {
		return "hidden"
	}
	return strconv.Itoa(*n)
}

// crossedTable is the steps by kind of source: a step is shown for all kinds or
// for none; ok is false where a kind has fewer than five.
func crossedTable(x cohort.Funnel) (t nhs.Table, ok bool) {
	t = figureTable("The same by who referred", "Who referred")
	var people []int
	var marks [][]int
	for _, k := range x.Crossed {
		people, marks = append(people, k.Steps[0]), append(marks, k.Steps[1:])
	}
	shown := recovery.RemainingOf(people, marks)
	for _, s := range cohort.WaySteps() {
		t.Head = append(t.Head, nhs.Cell{Text: s.Words, Numeric: true})
	}
	for _, n := range people {
		if n < fewPeople {
			return t, false
		}
	}
	for i, k := range x.Crossed {
		row := []nhs.Cell{{Text: k.Words}, {Text: strconv.Itoa(people[i]), Numeric: true}}
		for j, n := range k.Steps[1:] {
			word := "hidden"
			if shown[j] {
				word = strconv.Itoa(n)
			}
			row = append(row, nhs.Cell{Text: word, Numeric: true})
		}
		t.Rows = append(t.Rows, row)
	}
	return t, true
}

// rulesPart counts who was turned away by which criterion.
func rulesPart(x cohort.Funnel) page.FigurePart {
	part := page.FigurePart{Title: "Who is turned away by which criterion", Says: []string{
		"When the criteria were first looked at. Somebody can stand in several lines, so they do not add up."}}
	t := figureTable("Criteria that were not met", "Criterion", "Not met by", "Taken all the same")
	few := func(n int) string {
		if n < fewPeople || x.Ways-n < fewPeople {
			return "fewer than 5, or all but fewer than 5"
		}
		return strconv.Itoa(n)
	}
	for _, r := range x.Rules {
		words, ok := criterionWords[r.Rule]
		if !ok {
			words = r.Rule
		}
		taken := "hidden"
		if r.Yet >= fewPeople && r.People-r.Yet >= fewPeople && few(r.People) == strconv.Itoa(r.People) {
			taken = strconv.Itoa(r.Yet)
		}
		t.Rows = append(t.Rows, []nhs.Cell{{Text: words}, {Text: few(r.People), Numeric: true}, {Text: taken, Numeric: true}})
	}
	if len(t.Rows) == 0 {
		part.Says = append(part.Says, "Nobody was turned away by a criterion.")
		return part
	}
	part.Tables = []nhs.Table{t}
	return part
}

var criterionWords = map[string]string{"age": "Age", "dependence_years": "Years of dependence", "severity": "Severity",
	"route": "Main route", "treatments": "Earlier treatments", "treatment_length": "Length of earlier treatments"}

func waitsPart(f *serviceView) page.FigurePart {
	waits := f.b.Waits(f.b.Opened, f.today)
	part := page.FigurePart{Title: "Waits",
		Says: []string{"Days from referral to the first day of treatment, of those who " +
			"began. Who still waits is not in it, so it is too short while many wait."}}
	if len(waits) < fewPeople {
		part.Warn = []string{"Fewer than 5 people began after a referral."}
		return part
	}
	s := timetable.SpreadOf(waits)
	part.Says = append(part.Says, fmt.Sprintf("Half waited %d days or less, a quarter %d or less, three quarters "+
		"%d or less.",
		s.Median, s.Low, s.High))
	return part
}

// compareFigures answers the wish to put two stretches side by side.
func compareFigures(f *serviceView) page.Figures {
	i, def := definitionOf(f.r)
	v := page.Figures{Title: "Before and after",
		Lead: "Somebody will ask: did it get better since? Here is what may be said, " +
			"and what may not.", Choose: &page.ChooseForm{Label: "What is counted"}}
	half := f.b.Opened + (f.today-f.b.Opened)/2
	turn := half
	if d, err := moment.ParseDay(f.r.URL.Query().Get("since")); err == nil && d > f.b.Opened && d <= f.today {
		turn = d
	}
	for _, d := range clinic.Definitions() {
		v.Choose.Links = append(v.Choose.Links, page.Tab{Label: d.Words, Current: d.ID == def.ID,
			URL: "/service/compare?defined=" + d.ID + "&since=" + turn.String()})
	}
	c := f.b.Claim(f.b.Opened, turn, f.today-1, i)
	said := page.FigurePart{Title: fmt.Sprintf("%s: before %s, and since", def.Words, dayWords(turn))}
	for m := cohort.NextMonth(f.b.Opened); m < f.today; m = cohort.NextMonth(m) {
		v.After = append(v.After, page.Link{Text: "Since " + dayWords(m),
			URL: "/service/compare?defined=" + def.ID + "&since=" +
				m.String()})
	}
	objections := c.Objections()
	if len(objections) > 0 {
		said.Says = []string{"The bare numbers are not put side by side:"}
		for _, o := range objections {
			said.Warn = append(said.Warn, o.Text)
		}
	}
	few := false
	for _, o := range objections {
		few = few || o.Code == "few-people"
	}
	may := page.FigurePart{Title: "What may be said"}
	ratio, low, high, err := c.RateRatio()
	switch {
	case few:
		may.Says = []string{"Nothing yet: there are too few people."}
	case err != nil || c.Before.Events < fewPeople && c.After.Events < fewPeople:
		may.Says = []string{"It happened fewer than 5 times on each side: nothing can be told apart."}
	default:
		may.Says = []string{fmt.Sprintf("For each day in treatment it happened %.2f times as often since as before "+
			"(95 %% interval "+
			"%.2f to %s).", ratio, low, boundWords(high)), ratioWords(low,
			high) + " Without a comparison group it does not say why."}
	}
	v.Parts = []page.FigurePart{said, may}
	return v
}

func boundWords(x float64) string {
	if math.IsInf(x, 1) || x > 1e6 {
		return "no upper bound"
	}
	return fmt.Sprintf("%.2f", x)
}

func ratioWords(low, high float64) string {
	if low <= 1 && high >= 1 {
		return "The interval holds 1: it may be no change at all."
	}
	return "The interval does not hold 1: it is hardly chance."
}
