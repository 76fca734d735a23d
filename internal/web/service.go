package web

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/internal/login"
	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// servicePages are the pages of the section Service, in the order of its tabs.
var servicePages = []page.Tab{{Label: "Who remains", URL: "/service"}, {Label: "How people changed",
	URL: "/service/change"},
	{Label: "Week by week", URL: "/service/weeks"}, {Label: "The way in", URL: "/service/way"},
	{Label: "Who is reached", URL: "/service/groups"}, {Label: "Before and after", URL: "/service/compare"},
	{Label: "National return", URL: "/service/national"}, {Label: "Report for funders", URL: "/service/report"},
	{Label: "Settings", URL: "/service/settings"}}

func (s *Server) serviceRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /service": s.figures(remainFigures), "GET /service/change": s.figures(changeFigures),
		"GET /service/weeks": s.figures(weekFigures), "GET /service/way": s.figures(wayFigures),
		"GET /service/groups": s.figures(groupFigures), "GET /service/compare": s.figures(compareFigures),
		"GET /service/national":           f(s.nationalPage),
		"GET /service/national/{person}":  f(s.nationalPersonPage),
		"POST /service/national/{person}": f(s.recordNational),
		"GET /service/settings":           f(s.serviceSettings), "POST /service/settings/{what}": f(s.setService),
		"GET /service/report": f(s.packPage), "GET /service/report/pdf": f(s.packPDF),
		"GET /service/report/tables": f(s.packTables),
	}
}

func serviceTabs(roles []person.Role, path string) (out []page.Tab) {
	for _, t := range servicePages {
		if login.MayRoute(roles, "GET "+t.URL) {
			t.Current = path == t.URL || t.URL != "/service" && strings.HasPrefix(path, t.URL+"/")
			out = append(out, t)
		}
	}
	return out
}

func (s *Server) serviceLayout(r *http.Request, title string) page.Layout {
	l := s.layout(r, title)
	l.Tabs, l.TabsOf = serviceTabs(actorOf(r).Roles, r.URL.Path), "Service"
	return l
}

// serviceView is one drawing of a page of figures.
type serviceView struct {
	s      *Server
	r      *http.Request
	ctx    context.Context
	b      *cohort.Book
	scores cohort.Scores
	now    moment.Instant
	today  moment.Day
}

// insideOnly stands on every page of figures.
const insideOnly = "For the team: fewer than 5 people are hidden, but these pages change from day to day and can be " +
	"subtracted from each other. What may leave the house is in the report for funders."

func (s *Server) figures(draw func(*serviceView) page.Figures) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var v page.Figures
		err := s.house.WithBook(r.Context(), func(b *cohort.Book, scores cohort.Scores) error {
			now := s.house.Now()
			v = draw(&serviceView{s, r, r.Context(), b, scores, now, b.Zone.Day(now)})
			return nil
		})
		if err != nil {
			s.fault(w, r, err)
			return
		}
		s.draw(w, r, http.StatusOK, page.FiguresPage(s.serviceLayout(r, v.Title), v))
	})
}

func percentOf(p float64) string { return fmt.Sprintf("%.0f %%", 100*p) }

func sharesWords(p, low, high float64) string {
	return fmt.Sprintf("%s (%s to %s)", percentOf(p), percentOf(low), percentOf(high))
}

func headOf(words ...string) (out []nhs.Cell) {
	for i, w := range words {
		out = append(out, nhs.Cell{Text: w, Numeric: i > 0})
	}
	return out
}

func figureTable(caption string, head ...string) nhs.Table {
	return nhs.Table{Caption: caption, CaptionSize: "s", Compact: true, Responsive: true, FirstIsHead: true,
		Head: headOf(head...)}
}

// remainFigures draws who remains and who left in which way.
func remainFigures(f *serviceView) page.Figures {
	v := page.Figures{Title: "Who remains in treatment", Lead: insideOnly,
		Choose: &page.ChooseForm{Label: "What counts as still there"}}
	chosen := cohort.Meanings()[0]
	for _, m := range cohort.Meanings() {
		if f.r.URL.Query().Get("means") == string(m.Code) {
			chosen = m
		}
	}
	for _, m := range cohort.Meanings() {
		v.Choose.Links = append(v.Choose.Links, page.Tab{Label: m.Words, URL: "/service?means=" + string(m.Code),
			Current: m.Code == chosen.Code})
	}
	if chosen.Why != "" {
		v.Parts = []page.FigurePart{{Title: chosen.Words, Warn: []string{"This cannot be told. " + chosen.Why}}}
		return v
	}
	people := f.b.Remain(chosen.Code, f.today)
	part := page.FigurePart{Title: chosen.Words, Says: []string{"Counted from the first day of treatment. What ends it: " +
		chosen.Event + ". Curves of another meaning are not to be compared with this one."}}
	if n := people.Already; n > 0 {
		part.Says = append(part.Says, "Left out: "+fewWords(n)+" who were in treatment before this record began. "+
			"How long they had been is not known.")
	}
	if len(people.Stays) < fewPeople {
		part.Warn = []string{"Fewer than 5 people have begun treatment here: nothing is told of them together."}
		v.Parts = []page.FigurePart{part}
		return v
	}
	curve := recovery.KaplanMeier(people.Stays, recovery.LogLog)
	if login.MayRoute(actorOf(f.r).Roles, "GET /people") {
		part.Plot = curvePlot(chosen, curve)
	} else {
		part.Says = append(part.Says, "Each step of the curve is one person: it is drawn for those who may see records.")
	}
	part.Tables = []nhs.Table{markTable(curve)}
	v.Parts = []page.FigurePart{part, exitPart(people)}
	return v
}

// curvePlot draws a curve of Kaplan and Meier with its interval.
func curvePlot(m cohort.Meaning, c *recovery.Curve) *page.Plot {
	end := math.Max(float64(c.Followed), 1)
	p := &page.Plot{ID: "remain", Title: m.Words + ", Kaplan-Meier", Unit: " %", High: 100,
		Step: []page.PlotPoint{{X: 0, Y: 100}}, Behind: figureTable("Who remains, day by day", "Days", "Watched before",
			"Left", "Remain (95 % interval, log-log)")}
	for _, x := range c.Points {
		at := float64(x.Time) / end
		p.Step = append(p.Step, page.PlotPoint{X: at, Y: 100 * x.Survival})
		words := percentOf(x.Survival)
		if b := x.Bounds; b != nil {
			p.Band = append(p.Band, page.PlotBand{X: at, Low: 100 * b.Lower, High: 100 * b.Upper})
			words = sharesWords(x.Survival, b.Lower, b.Upper)
		}
		p.Behind.Rows = append(p.Behind.Rows, []nhs.Cell{{Text: x.Time.String()},
			{Text: strconv.Itoa(x.AtRisk), Numeric: true},
			{Text: strconv.Itoa(x.Events), Numeric: true}, {Text: words, Numeric: true}})
	}
	last := p.Step[len(p.Step)-1]
	p.Step = append(p.Step, page.PlotPoint{X: 1, Y: last.Y})
	for i := range 5 {
		p.XLabels = append(p.XLabels, page.PlotLabel{X: float64(i) / 4,
			Text: strconv.Itoa(int(math.Round(float64(i) * end / 4000)))})
	}
	p.Desc = fmt.Sprintf("Of %d people %d left; the longest was watched for %s days. Grey: 95 %% interval. Below: days "+
		"since the first day of treatment.", c.N, c.Events, c.Followed)
	if c.Events == 0 {
		p.Desc = fmt.Sprintf("Nobody of %d people has left, so the curve has no interval yet; the longest was watched "+
			"for %s "+
			"days. Below: days since the first day of treatment.", c.N, c.Followed)
	}
	return p
}

// fewOf is a number of some people that neither tells fewer than 5 nor lets as
// few be worked out from the rest.
func fewOf(n, of int) string {
	if n >= fewPeople && of-n < fewPeople {
		return "all but fewer than 5"
	}
	return fewWords(n)
}

func markTable(c *recovery.Curve) nhs.Table {
	t := figureTable("Who remains after some time", "After", "Remain (95 % interval)", "Still watched then")
	for _, day := range cohort.Marks() {
		row := []nhs.Cell{{Text: fmt.Sprintf("%d days", day)}, {Text: "nobody has been watched so long", Numeric: true},
			{Text: "-", Numeric: true}}
		if p, ok := cohort.RemainAt(c, day); ok {
			row[1].Text, row[2].Text = "hidden: too few have left, or too few are watched", fewOf(p.AtRisk, c.N)
			if left := c.N - p.AtRisk; p.Bounds != nil && left >= fewPeople && p.AtRisk >= fewPeople {
				row[1].Text = sharesWords(p.Survival, p.Bounds.Lower, p.Bounds.Upper)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// exitPart tells who left in which way, as competing exits.
func exitPart(people cohort.Remain) page.FigurePart {
	part := page.FigurePart{Title: "Who left, and in which way", Says: []string{"The share that has left in each way by " +
		"now (Aalen-Johansen). Leaving by choice and being ended by the service are different things, and neither hides in " +
		"the other."}}
	t := figureTable("Ways of leaving", "How it ended", "People", "Share so far (95 % interval)")
	for _, x := range recovery.Exits(people.Outcomes) {
		last := x.Points[len(x.Points)-1]
		row := []nhs.Cell{{Text: x.Exit}, {Text: fewOf(x.Events, len(people.Outcomes)), Numeric: true},
			{Text: "hidden", Numeric: true}}
		if x.Events >= fewPeople && len(people.Outcomes)-x.Events >= fewPeople {
			row[2].Text = sharesWords(last.Incidence, last.Bounds.Lower, last.Bounds.Upper)
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		part.Says = append(part.Says, "Nobody has left.")
		return part
	}
	part.Tables = []nhs.Table{t}
	return part
}

// changeFigures draws how people changed, each with themselves.
func changeFigures(f *serviceView) page.Figures {
	v := page.Figures{Title: "How people changed", Lead: insideOnly}
	stays := f.b.Began(f.b.Opened, f.today)
	how := page.FigurePart{Title: "What is compared", Says: []string{
		fmt.Sprintf("Each person with themselves: the first answer within %d days of the beginning, and the last "+
			"known one at "+
			"least %d days later. First all who began treatment here, then those still in it. Who is not known twice is said "+
			"and not guessed.", cohort.FirstWithin, cohort.ChangeAfter),
		"The interval is Student's t of the paired differences, 95 %. A mixed model would need far more measurements " +
			"of far " +
			"more people than a small service has, and would have to believe that nobody is missing for a reason. There is no " +
			"comparison group: a change is no proof of what caused it."}}
	if len(stays) < fewPeople {
		how.Warn = []string{"Fewer than 5 people have begun treatment here: nothing is told of them together."}
		v.Parts = []page.FigurePart{how}
		return v
	}
	t := figureTable(fmt.Sprintf("Change of the %d people who began treatment", len(stays)), "What", "Of", "Known twice",
		"Not known", "First, mean", "Last, mean", "Change (95 % interval)")
	for _, o := range cohort.Outcomes() {
		c := f.b.Change(stays, f.b.Sittings, f.scores, o, func(*cohort.Stay) moment.Day { return f.today })
		t.Rows = append(t.Rows, changeRow(o.Words+", "+o.Unit, "all who began", c.Known, c.NotKnown(), c.All),
			changeRow(o.Words, "still in treatment", c.Still, c.Here-c.Still, c.OfThose))
	}
	v.Parts = []page.FigurePart{how, {Title: "Change", Says: []string{
		"Crime is self-report: an audit of 200 such forms found most answers far too low (Luty 2009)."},
		Tables: []nhs.Table{t}}}
	return v
}

func changeRow(what, of string, known, not int, c *recovery.PairedChange) []nhs.Cell {
	row := []nhs.Cell{{Text: what}, {Text: of}, {Text: fewOf(known, known+not), Numeric: true},
		{Text: fewOf(not, known+not), Numeric: true},
		{Text: "-", Numeric: true}, {Text: "-", Numeric: true}, {Text: "not told", Numeric: true}}
	if c != nil && known >= fewPeople {
		row[4].Text, row[5].Text = fmt.Sprintf("%.1f", c.Before), fmt.Sprintf("%.1f", c.After)
		row[6].Text = fmt.Sprintf("%+.1f (%+.1f to %+.1f)", c.Mean, c.Lower, c.Upper)
	}
	return row
}

// groupFigures draws what may be shown of who is reached.
func groupFigures(f *serviceView) page.Figures {
	v := page.Figures{Title: "Who is reached",
		Lead: "These tables may leave the house: they are the ones of the report for " +
			"funders, and stay as they are."}
	list := f.b.Releases(f.now, f.b.Sittings, f.scores)
	v.Parts = append(v.Parts, page.FigurePart{Title: "How small numbers are kept", Says: []string{fmt.Sprintf(
		"Everybody stands in one block: the months in which their first treatment began, closed when at least %d "+
			"people are in "+
			"it and %d days have passed. What is entered later is in no table of it. Fewer than 5 are hidden, with as "+
			"many more "+
			"as it takes; a table that cannot be kept safe is withheld whole.", recovery.BlockSize, cohort.Grace)}})
	if len(list) == 0 {
		v.Parts[0].Warn = []string{"No block is closed yet."}
	}
	for i := len(list) - 1; i >= 0; i-- {
		v.Parts = append(v.Parts, releasePart(list[i]))
	}
	return v
}

func releasePart(r cohort.Release) page.FigurePart {
	part := page.FigurePart{Title: fmt.Sprintf("Began %s to %s", dayWords(r.From), dayWords(r.To)),
		Says: []string{fmt.Sprintf("%d people.", len(r.Stays))}}
	tables, withheld := releasedTables(r.Tables[:min(4, len(r.Tables))])
	part.Tables, part.Warn = append(part.Tables, tables...), withheldWords(withheld)
	t := figureTable("Still in treatment here", "After", "People", "Share (95 % interval)")
	for _, m := range r.Remain {
		row := []nhs.Cell{{Text: fmt.Sprintf("%d days", m.Days)}, {Text: "not due yet", Numeric: true},
			{Text: "-", Numeric: true}}
		switch {
		case m.Here != nil:
			p, low, high, _ := recovery.Proportion(*m.Here, len(r.Stays))
			row[1].Text, row[2].Text = strconv.Itoa(*m.Here), sharesWords(p, low, high)
		case m.Due:
			row[1].Text, row[2].Text = "hidden: too few left, or too few remain", "hidden"
		}
		t.Rows = append(t.Rows, row)
	}
	part.Tables = append(part.Tables, t)
	for _, g := range r.Groups {
		for _, m := range g.Marks {
			x := figureTable(fmt.Sprintf("Still here after %d days, by %s", m.Days, strings.ToLower(g.Name)), "Group", "Began",
				"Here", "Share (95 % interval)")
			for i, w := range g.Words {
				p, low, high, _ := recovery.Proportion(m.Here[i], g.Of[i])
				x.Rows = append(x.Rows, []nhs.Cell{{Text: w}, {Text: strconv.Itoa(g.Of[i]), Numeric: true},
					{Text: strconv.Itoa(m.Here[i]), Numeric: true}, {Text: sharesWords(p, low, high), Numeric: true}})
			}
			part.Tables = append(part.Tables, x)
		}
	}
	return part
}

// releasedTables is the table of a division, or nothing where none of it may be
// shown: withheld says so.
func releasedTables(list []recovery.Released) (out []nhs.Table, withheld []string) {
	for _, d := range list {
		if d.Withheld || !slices.ContainsFunc(d.Groups, func(g recovery.Published) bool { return g.Count != nil }) {
			withheld = append(withheld, d.Name)
			continue
		}
		out = append(out, releasedTable(d))
	}
	return out, withheld
}

func withheldWords(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	return []string{"Withheld, because too few are in a group: " + strings.ToLower(strings.Join(names, "; ")) + "."}
}

func releasedTable(d recovery.Released) nhs.Table {
	t := figureTable(d.Name, "Group", "People")
	for _, g := range d.Groups {
		word := "hidden"
		if g.Count != nil {
			word = strconv.Itoa(*g.Count)
		}
		t.Rows = append(t.Rows, []nhs.Cell{{Text: g.Name}, {Text: word, Numeric: true}})
	}
	return t
}

// milliFloat is a value for a chart.
func milliFloat(m measure.Milli) float64 { return float64(m) / 1000 }

// definitionOf finds the definition that an address asks for, the first without.
func definitionOf(r *http.Request) (int, clinic.Definition) {
	all := clinic.Definitions()
	for i, d := range all {
		if r.URL.Query().Get("defined") == d.ID {
			return i, d
		}
	}
	return 0, all[0]
}
