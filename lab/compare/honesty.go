package compare

import (
	"fmt"
	"slices"
)

// Limit is something that no run of the model can know.
type Limit struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Why  string `json:"why"`
}

// CannotKnow lists what the model cannot know, whatever is put into it. It
// stands on every page, brief and result.
func CannotKnow() []Limit {
	return []Limit{
		{"deaths", "how many people would die, or be saved", "milligrams and hours without a member of staff are " +
			"exposure; the model has no law that leads from them to deaths, and the published trials are too small to give one"},
		{"diversion", "whether medicine taken home reaches anybody else", "the count says how much could; nobody has " +
			"measured how much does, and services report both no leakage and fear of it"},
		{"minutes", "how long a visit, a wait or a journey really takes at your service until you have measured it",
			"no study of such a service was found that measures them; until your own journal is fitted they are stated ranges"},
		{"worth", "what an hour means to the person whose hour it is", "the model counts minutes alike; whether a visit " +
			"is a burden or the one conversation of the day only that person can say"},
		{"staying", "whether people would stay longer because a rule is kinder", "the published cohorts differ in more " +
			"than their rules; where a policy changes leaving, it does so because a stated input says so"},
		{"bonds", "what daily contact with staff does for people, and what fewer visits would take away",
			"people describe it as what kept them in treatment; nothing in a queue measures it"},
		{"behaviour", "how people would change what they do under a rule nobody has lived with",
			"simulated people keep their habits; only the offered times and rules change"},
		{"market", "what would happen in the street market, in the neighbourhood and to who asks for treatment",
			"the model ends at the door"},
		{"staffing", "whether the staff whom a policy needs can be found and kept", "hours are counted, people are not " +
			"hired"},
	}
}

// Published is what services have been seen to do with a setting.
type Published struct {
	Fact   string
	Name   string
	Unit   string
	Lo, Hi float64
	Source string
}

// PublishedSettings are the ranges outside which a policy is an extrapolation:
// nobody is known to have done it, so nothing that happened anywhere speaks for
// or against it.
var PublishedSettings = []Published{
	{"visits_per_day", "visits a day", "visits", 1, 3,
		"all services read; one visit a day: Vancouver from 2021, doi 10.1186/s12913-023-09558-6"},
	{"doses_per_day", "supervised doses a day", "doses", 1, 7,
		"14 Canadian programmes 2018-19, doi 10.9778/cmajo.20200021, table 2"},
	{"open_hours", "opening hours a day", "hours", 7, 24, "14 Canadian programmes 2018-19, doi 10.9778/cmajo.20200021, " +
		"table 2"},
	{"places", "places", "people", 6, 120, "smallest: an Ottawa site, doi 10.9778/cmajo.20200021; largest: first " +
		"Copenhagen clinic, voxeurop.eu 455391"},
	{"day_dose_mg", "diamorphine a day", "mg", 0, 1000, "Dutch trials and NAOMI, most in a day " +
		"(ebmh.bmj.com/content/13/3/80)"},
	{"take_home_days", "days of tablets taken home at once", "days", 0, 7, "Swiss ordinance, version of 28 September " +
		"2020"},
	{"take_home_injections", "injectable doses taken home a day", "doses", 0, 2,
		"two of three daily doses, Vancouver from 2021, doi 10.1186/s12913-023-09558-6"},
	{"gap_min", "shortest time between two doses", "minutes", 180, 24 * 60, "qathet: at least 3 hours " +
		"(prcat.ca/ioat-clinic)"},
	{"observation_min", "time watched after a dose", "minutes", 20, 24 * 60,
		"Glasgow, about 20 minutes, a press report; other services' minutes were not found"},
	{"days_a_week", "days open a week", "days", 7, 7, "every injectable service read opens every day"},
}

// Extrapolations flags what lies outside published settings.
func Extrapolations(s Study) (out []Warning) {
	for _, p := range s.Policies {
		for _, known := range PublishedSettings {
			x, ok := p.Facts[known.Fact]
			if !ok || known.Lo <= x && x <= known.Hi {
				continue
			}
			out = append(out, Warning{"extrapolation", p.ID, fmt.Sprintf("%s: %s is %s %s, and services have been seen to do "+
				"%s to %s (%s). Nothing published says what happens outside that", p.Name, known.Name, Number(x), known.Unit,
				Number(known.Lo), Number(known.Hi), known.Source)})
		}
	}
	return out
}

// RefusedError is a claim that is not made, with the reason and what can be said
// instead.
type RefusedError struct {
	Code    string
	Why     string
	Instead string
}

// Error is the sentence: why, and what to do instead.
func (e *RefusedError) Error() string { return e.Why + "; " + e.Instead }

// Claim kinds.
const (
	BeforeAfter = "before_after" // something was rarer or more frequent after a change
	Deaths      = "deaths"       // so many people die or are saved
)

// Who is counted in a period.
const (
	Everybody = "everybody" // all who were in treatment for any of the period
	Stayed    = "stayed"    // only those who are still there
)

// Period is one of the two that a claim puts side by side. PersonDays 0 says
// that nobody counted them.
type Period struct {
	Events     int
	PersonDays float64
	Counted    string // Everybody or Stayed
}

// Claim is a sentence that somebody wants to say, with what it stands on.
type Claim struct {
	Kind   string
	What   string // that is claimed to have changed, or that deaths are claimed from
	Rate   bool   // says how often; else it says how many
	Before Period
	After  Period
}

// Grant is what may be said: the rate after by the rate before.
type Grant struct {
	RatePerYear [2]float64 `json:"rate_per_person_year"` // before, after
	Ratio       *float64   `json:"ratio"`                // nil where nothing happened before
	Lo          float64    `json:"lo"`
	Hi          *float64   `json:"hi"` // nil where it has no bound
	Text        string     `json:"text"`
	Caveats     []string   `json:"caveats"`
}

// Judge grants a claim or refuses it with a *RefusedError. Deaths are never
// claimed from exposure. A count is compared only over equal exposure, and
// nothing is compared when only those who stayed are counted.
func (c Claim) Judge() (*Grant, error) {
	if c.Kind == Deaths {
		return nil, &RefusedError{"deaths-from-exposure",
			fmt.Sprintf("%s is exposure: no published law leads from it to a number of deaths", c.What),
			"say the exposure itself, beside that of today's rules"}
	}
	if slices.Contains([]string{c.Before.Counted, c.After.Counted}, Stayed) {
		return nil, &RefusedError{"survivors-only", "only those who stayed are counted: whoever left, and perhaps left " +
			"because of what is claimed to be better, is missing", "count everybody who was in treatment for any of the time"}
	}
	if c.Before.PersonDays <= 0 || c.After.PersonDays <= 0 {
		return nil, &RefusedError{"exposure-not-known", "how many people were watched for how long is not given for both " +
			"times",
			"give the person-days of either time"}
	}
	longer := max(c.Before.PersonDays, c.After.PersonDays)
	if off := c.After.PersonDays - c.Before.PersonDays; !c.Rate && (off > unequal*longer || -off > unequal*longer) {
		return nil, &RefusedError{"unequal-exposure", fmt.Sprintf("%s person-days before and %s after: fewer people or "+
			"less time have fewer events without anything being better", Number(c.Before.PersonDays),
			Number(c.After.PersonDays)),
			"compare how often it happens for each person-day"}
	}
	return c.grant(), nil
}

func (c Claim) grant() *Grant {
	g := &Grant{Caveats: []string{
		"before and after differ in more than the rule: who came, the season, the supply in the street",
		"people in their first weeks have more events than later ones: look at how many were new in either time",
		"an interval speaks of chance alone"}}
	g.RatePerYear[0] = float64(c.Before.Events) / c.Before.PersonDays * 365.25
	g.RatePerYear[1] = float64(c.After.Events) / c.After.PersonDays * 365.25
	lo, hi := rateRatio(c.After.Events, c.Before.Events, c.After.PersonDays, c.Before.PersonDays)
	g.Lo = lo
	bound := "no upper bound"
	if c.Before.Events > 0 {
		r := g.RatePerYear[1] / g.RatePerYear[0]
		g.Ratio, g.Hi = &r, &hi
		bound = Number(hi)
	}
	says := "it cannot be told from no change"
	switch {
	case c.Before.Events > 0 && hi < 1:
		says = "it was rarer after"
	case lo > 1:
		says = "it was more frequent after"
	}
	g.Text = fmt.Sprintf("%s: %s a person-year before, %s after; rate ratio 95 %% interval %s to %s: %s", c.What,
		Number(g.RatePerYear[0]), Number(g.RatePerYear[1]), Number(lo), bound, says)
	return g
}

// rateRatio is the exact interval of the ratio of two Poisson rates: given their
// sum, the first count is binomial (Clopper and Pearson 1934). hi has no meaning
// where the second count is 0.
func rateRatio(a, b int, ta, tb float64) (lo, hi float64) {
	n := a + b
	tail := (1 - Level) / 2
	odds := func(p float64) float64 { return p / (1 - p) * tb / ta }
	atLeast := func(p float64) float64 { return 1 - atMost(n, a-1, p) }
	if a > 0 {
		lo = odds(bisect(func(p float64) bool { return atLeast(p) < tail }))
	}
	if b > 0 {
		hi = odds(bisect(func(p float64) bool { return atMost(n, a, p) > tail }))
	}
	return lo, hi
}

func atMost(n, k int, p float64) (sum float64) {
	for i := 0; i <= k; i++ {
		sum += binomial(n, i, p)
	}
	return sum
}

// bisect finds where below turns false between 0 and 1.
func bisect(below func(p float64) bool) float64 {
	lo, hi := 0.0, 1.0
	for range 60 {
		if mid := (lo + hi) / 2; below(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}
