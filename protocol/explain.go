package protocol

import (
	"fmt"
	"strconv"
	"strings"

	"steady/measure"
)

// Sentence is one thing that a pack says, in words that a clinical lead can
// read and sign, with the rule, the source and how it is confirmed. Where the
// pack leaves a setting empty, Unset is true and the sentence says what happens
// then; Rule is that of the fail-safe default.
type Sentence struct {
	Text       string `json:"text"`
	Rule       string `json:"rule,omitempty"`
	Source     string `json:"source,omitempty"`
	Confidence string `json:"confidence,omitempty"` // in words, see ConfidenceWords
	Unset      bool   `json:"unset,omitempty"`
}

// confidenceWords say what the marks of a basis mean.
var confidenceWords = map[string]string{
	"C": "confirmed", "C2": "confirmed second-hand", "E": "engineering rule", "S": "setting of the service",
}

// Explain says the whole pack in plain sentences, in the order in which a
// visit meets them, the settings left empty included.
func (p *Pack) Explain() []Sentence {
	x := &explainer{p: p}
	x.product()
	x.limits()
	x.ladder()
	x.absence()
	x.readings()
	x.afterwards()
	x.emergencies()
	x.holds()
	x.beside()
	x.admission()
	return x.out
}

type explainer struct {
	p   *Pack
	out []Sentence
}

func (x *explainer) say(b Basis, format string, args ...any) {
	x.out = append(x.out, Sentence{
		Text: fmt.Sprintf(format, args...), Rule: b.Rule, Source: b.Source, Confidence: confidenceWords[b.Confidence],
	})
}

func (x *explainer) unset(rule, text string) {
	x.out = append(x.out, Sentence{Text: text, Rule: rule, Unset: true})
}

// product says what the pack is for.
func (x *explainer) product() {
	p := x.p
	if p.Draft() {
		x.unset("E-PACK-01", "This pack is a draft and only refers to the prescriber. Not set are "+
			strings.Join(p.Missing, ", ")+".")
	}
	if p.Form.Known() {
		x.say(p.RouteBasis, "It is for %s, taken %s.", p.Form, joined(routeWords(p.Routes), "or"))
	}
	for _, salt := range p.AlsoSalts {
		x.say(p.AlsoBasis, "Amounts in %s are taken as the same, because the source names no salt.",
			measure.Form{Substance: p.Form.Substance, Salt: salt})
	}
	if len(p.RoutesOffLabel) > 0 {
		x.say(p.RouteBasis, "%s is outside the licence: the prescriber decides each dose.",
			capital(joined(routeWords(p.RoutesOffLabel), "or")))
	}
	if t := p.ThirdsFrom; t.Value > 0 {
		x.say(t.Basis, "From trimester %d of a pregnancy on, three identical doses a day are recommended; another split "+
			"goes to the prescriber.", t.Value)
	}
}

// limits says the ceilings, the gap and the increment.
func (x *explainer) limits() {
	p := x.p
	switch n := p.PerDay; {
	case n.Value > 0:
		x.say(n.Basis, "At most %s a day.", times(n.Value, "visit"))
	case n.FromPrescription:
		x.say(n.Basis, "The prescription states the visits a day.")
	default:
		x.unset("S-NDAY", "The visits a day are not set.")
	}
	if g := p.Gap; g.Set {
		x.say(g.Basis, "Between two doses lie at least %s, from the end of the first to the start of the next.",
			minutes(g.Value))
	} else {
		x.unset("S-GAP", "The gap between two doses is not set: 180 minutes hold.")
	}
	if t := p.TopUp; t.Set {
		x.say(t.Basis, "A prescribed top-up may follow %s after a dose, once, without signs of intoxication and agreed with "+
			"the person; any other goes to the prescriber.", minutes(t.Value))
	}
	x.ceiling("one dose", "S-CAP-SINGLE", p.CapSingle)
	x.ceiling("one day", "S-CAP-DAY", p.CapDay)
	if a := p.CapAdvise; a.Mass > 0 {
		x.say(a.Basis, "Above %s a day the nurse is told that less effect is to be expected; nothing is stopped.", a.Mass)
	}
	if c := p.Challenge; c.Value > 0 {
		x.say(c.Basis, "More than %d %% of the last tolerated single dose needs a second prescriber.", c.Value)
	}
	if i := p.Increment; i.Mass > 0 {
		x.say(i.Basis, "Doses are rounded down to a multiple of %s.", i.Mass)
	} else {
		x.unset("S-ROUND", "The step of a dose is not set: the prescription's holds, else doses are rounded down to 1 mg.")
	}
}

func (x *explainer) ceiling(of, rule string, c Ceiling) {
	switch {
	case c.Mass > 0:
		x.say(c.Basis, "The ceiling of %s is %s; a prescription may set a lower one.", of, c.Mass)
	case c.FromPrescription:
		x.say(c.Basis, "The prescription must carry the ceiling of %s.", of)
	default:
		x.unset(rule, "The ceiling of "+of+" is not set.")
	}
}

// ladder says day 1, the rise and the end of titration.
func (x *explainer) ladder() {
	p := x.p
	for i, r := range p.FirstDay {
		subject := "Every later dose of day 1"
		switch {
		case i == 0:
			subject = "The first dose"
		case r.From == r.To:
			subject = "Dose " + strconv.Itoa(r.From) + " of day 1"
		case r.To > 0:
			subject = fmt.Sprintf("Each of doses %d to %d of day 1", r.From, r.To)
		}
		text := subject + " is at most " + r.Single.String()
		if r.IfTolerated {
			text += " and may follow at once if the one before it was well tolerated"
		}
		x.say(r.Basis, "%s.", text)
	}
	for _, r := range p.Rise {
		who := "With " + visitsWords(r.From, r.To) + " a day"
		switch r.Base {
		case DayTotalPlus:
			x.say(r.Basis, "%s, from day 2 on, the day comes to at most what was given the day before and %s, spread over %s.",
				who, r.Add, times(r.Spread, "dose"))
		case PreviousDayTotal:
			x.say(r.Basis, "%s, from day 2 on, one dose is at most %d %% of what was given the day before.", who, r.Percent)
		default:
			x.say(r.Basis, "%s, from day 2 on, one dose is at most %d %% of the last single dose, if that was completed and "+
				"well tolerated; else it does not rise.", who, r.Percent)
		}
	}
	if b := p.Monitor; b.Rule != "" {
		x.say(b, "The effect of a first dose and of every increase is watched closely.")
	}
	if t := p.ToleranceDay; t.Mass > 0 {
		x.say(t.Basis, "After %s of %s or more the titration rows end.", times(p.ToleranceDays, "day"), t.Mass)
	}
}

// absence says the missed-session table.
func (x *explainer) absence() {
	p := x.p
	unit := "session"
	if p.Missed.ByDays {
		unit = "day"
	}
	for _, r := range p.Missed.Rows {
		hours := ""
		if p.Missed.ByHours {
			hours = ", or from " + times(r.FromHours, "hour") + " after the last dose on"
		}
		x.say(r.Basis, "After %s missed%s: %s.", span(r.From, r.To, unit), hours, missedWords(&r))
	}
	if again := p.Missed.Reassess; again.From > 0 {
		x.say(again.Basis, "From %s missed on the prescriber assesses before any dose.", times(again.From, unit))
	}
	if len(p.Missed.Rows) == 0 {
		x.unset("S-MISS-INJ", "What missed sessions mean is not set: after any, the prescriber decides.")
	}
	if b := p.Interruption; b.Rule != "" {
		x.say(b, "After an interruption the risk of overdose is raised, and the nurse is told so.")
	}
}

func missedWords(r *MissedRow) string {
	text := "a new induction"
	if r.Action != Reinduct {
		text = strconv.FormatInt(r.Percent, 10) + " % of the usual dose"
		if r.Cap > 0 {
			text += ", at most " + r.Cap.String()
		}
	}
	if r.NotIntoxicated {
		text += ", only without signs of intoxication"
	}
	if r.NeedsPrescriber || r.Action != Give {
		return text + " is proposed, and the prescriber decides"
	}
	return text + " may be given"
}

// readings says which readings stop or lower a dose.
func (x *explainer) readings() {
	p := x.p
	x.lowest("breathing rate", "a minute", "S-RR-PRE", "12 a minute", p.RRMin)
	x.lowest("SpO2", "%", "S-SPO2-PRE", "the first band that scores in NEWS2", p.SpO2Min)
	if p.AlcoholHold.Set {
		x.say(p.AlcoholHold.Basis, "At %s µg of alcohol per 100 ml of breath and above, no dose is given.",
			p.AlcoholHold.Value)
	} else {
		x.unset("S-ALC-HOLD", "No limit for breath alcohol is set: any reading above 0 goes to the prescriber.")
	}
	if p.AlcoholLower.Set {
		x.say(p.AlcoholLower.Basis, "From %s µg of alcohol per 100 ml of breath on, %d %% of the dose is given.",
			p.AlcoholLower.Value, p.AlcoholPercent)
	}
}

func (x *explainer) lowest(name, unit, rule, fallback string, r Reading) {
	if r.Set {
		x.say(r.Basis, "The lowest %s at which a dose may be given is %s %s.", name, r.Value, unit)
		return
	}
	x.unset(rule, "The lowest "+name+" is not set: below "+fallback+" the prescriber decides.")
}

// afterwards says the observation and the attempts at a vein.
func (x *explainer) afterwards() {
	p := x.p
	if p.Observation.Set {
		x.say(p.Observation.Basis, "After a dose the person is observed for at least %s.", minutes(p.Observation.Value))
	} else {
		x.unset("S-OBS-POST", "The observation after a dose is not set: 30 minutes hold, the longest published.")
	}
	if m := p.ObservationFirst; m.Set {
		x.say(m.Basis, "After a first dose or an increase it is at least %s.", minutes(m.Value))
	}
	for _, r := range p.ObservationRoutes {
		x.say(r.Basis, "After a dose %s it is at least %s.", routeSays[r.Route], minutes(r.Minutes))
	}
	if m := p.ObservationNaloxone; m.Set {
		x.say(m.Basis, "After naloxone it is at least %s from its last dose.", minutes(m.Value))
	}
	if v := p.VeinAttempts; v.Value > 0 {
		x.say(v.Basis, "After %s at a vein: stop, and the prescriber decides.", times(v.Value, "attempt"))
	}
	if m := p.VeinObservation; m.Set {
		x.say(m.Basis, "After the last attempt at a vein the person is observed for %s.", minutes(m.Value))
	}
}

// emergencies says what is one under every pack, and what this one adds.
func (x *explainer) emergencies() {
	x.say(Basis{"P-OD-01", "UK-SPS", "C"}, "Under every pack it is an emergency: a breathing rate of 8 or less with "+
		"reduced consciousness or blue colour; somebody who cannot be roused; blue colour.")
	for i := range x.p.Emergencies {
		t := &x.p.Emergencies[i]
		x.say(t.Basis, "An emergency here as well: %s.", t.Words())
	}
}

func (x *explainer) holds() {
	for _, h := range x.p.Holds {
		what := "the prescriber decides"
		if h.Withhold {
			what = "no dose is given in this session"
		}
		x.say(h.Basis, "%s (%s): %s.", capital(h.Words), h.Flag, what)
	}
}

// beside says the oral medicines that may be prescribed beside the doses.
func (x *explainer) beside() {
	for _, b := range x.p.Beside {
		x.say(b.Basis, "%s may be prescribed by mouth beside it.", capital(b.Form.String()))
		if b.CapDay > 0 {
			x.say(b.Basis, "Of %s at most %s a day.", b.Form, b.CapDay)
		}
		if b.QTc > 0 {
			x.say(b.Basis, "With a QTc of %d ms or more a specialist is asked before %s.", b.QTc, b.Form)
		}
		for _, h := range b.Holds {
			what := "the prescriber decides"
			switch {
			case h.Withhold:
				what = "it is not prescribed"
			case h.Advise:
				what = "the prescriber is cautioned"
			}
			x.say(h.Basis, "%s beside it, and %s (%s): %s.", capital(b.Form.String()), h.Words, h.Flag, what)
		}
		if c := b.FromMethadone; c != nil {
			x.say(c.Basis, "From methadone the first dose of %s is %d times its milligrams, in the end usually %d to %d times, "+
				"rising by %s to %s every %s; a prescriber confirms it.", b.Form, c.FirstTimes, c.FinalFrom, c.FinalTo, c.StepFrom,
				c.StepTo, times(c.EveryHours, "hour"))
		}
	}
}

// admission says the criteria of the programme.
func (x *explainer) admission() {
	e := x.p.Eligibility
	if e == nil {
		x.unset("E-PACK-02", "The pack has no admission rule: whom to admit is decided by the prescriber.")
		return
	}
	var parts []string
	put := func(set bool, text string) {
		if set {
			parts = append(parts, text)
		}
	}
	put(e.MinAge > 0, times(e.MinAge, "completed year")+" of age")
	put(e.DependenceYears > 0, times(e.DependenceYears, "year")+" of dependence")
	put(len(e.AnyOf) > 0, "a deficit that is "+joined(e.AnyOf, "or"))
	put(len(e.AllOf) > 0, "disorders that are "+joined(e.AllOf, "and"))
	put(e.MainRoute != "", "the main route "+joined(routeWords([]Route{e.MainRoute}), "or"))
	put(e.Treatments > 0, times(e.Treatments, "treatment")+" ended without success")
	put(e.LongestMonths > 0, e.Longest.Words()+" of "+times(e.LongestMonths, "month")+" or more")
	put(e.InjectingPercent > 0, "injecting on "+strconv.Itoa(e.InjectingPercent)+" % of days or more")
	x.say(e.Basis, "Admission asks for %s.", joined(parts, "and"))
}

var routeSays = map[Route]string{IV: "into a vein", IM: "into a muscle", SC: "under the skin", Oral: "by mouth",
	Nasal: "through the nose"}

// routeWords are the routes as people say them.
func routeWords(routes []Route) []string {
	var out []string
	for _, r := range routes {
		out = append(out, routeSays[r])
	}
	return out
}

// joined writes a list: "a, b and c".
func joined(list []string, word string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " " + word + " " + list[last]
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func minutes(n int64) string { return times(int(n), "minute") }

func times(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func span(from, to int, unit string) string {
	switch {
	case to == 0:
		return times(from, unit) + " or more"
	case from == to:
		return times(from, unit)
	}
	return strconv.Itoa(from) + " to " + times(to, unit)
}

func visitsWords(from, to int) string { return span(from, to, "visit") }

var _ = measure.Milligram
