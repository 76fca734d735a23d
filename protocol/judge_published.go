package protocol

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"steady/measure"
)

// bound is what a published rule says of one field: at least, at most; 0 leaves
// that side open. Amounts are micrograms.
type bound struct {
	field       string
	least, most int64
}

const mg = int64(measure.Milligram)

func atLeast(field string, n int64) bound { return bound{field: field, least: n} }
func atMost(field string, n int64) bound  { return bound{field: field, most: n} }

// published is what the rules that Steady knows by name say. A row that cites
// one of them may be stricter, never looser, and may not leave the figure out:
// a signature does not change what the source says.
var published = map[string][]bound{
	"P-TITR-01": {atMost("single_mg", 15*mg)},
	"P-TITR-02": {atMost("single_mg", 15*mg)},
	"P-TITR-03": {atMost("single_mg", 30*mg), atLeast("gap_min", 30)},
	"P-TITR-04": {atMost("percent", 50), atLeast("gap_min", 30)},
	"P-TITR-05": {atMost("percent", 150)},
	"P-TITR-07": {atLeast("tolerance_day_mg", 300*mg), atLeast("tolerance_days", 2)}, // with E-TITR-15
	"P-ORAL-01": {atMost("single_mg", 100*mg)},
	"P-ORAL-02": {atMost("single_mg", 100*mg), atMost("max_per_day", 3)},
	"P-ORAL-03": {atMost("add_mg", 300*mg), atLeast("spread", 3)},
	"P-HM-01":   {atLeast("gap_min", 180)},
	"P-HM-02":   {atLeast("observation_min", 20)},
	"P-HM-03":   {atLeast("topup_after_min", 20)},
	"P-CAP-01":  {atMost("cap_day_mg", 500*mg), atMost("max_per_day", 3)},
	"P-CAP-02":  {atMost("cap_day_mg", 1000*mg), atMost("max_per_day", 3)},
	"P-CAP-03":  {atMost("cap_day_mg", 150*mg)},
	"P-CAP-04":  {atMost("max_per_day", 3)},
	"P-CAP-06":  {atMost("challenge_percent", 150)},
	"P-OD-05":   {atLeast("observation_naloxone_min", 90)},
	"P-SITE-05": {atMost("vein_attempts_max", 3), atLeast("vein_observation_min", 30)},
	"P-ORALCO-02": {atMost("cap_day_mg", 1200*mg), atMost("first_times", 4), atMost("final_times_to", 8),
		atMost("step_to_mg", 60*mg), atLeast("every_hours", 48)},
	"P-ORALCO-04": {atMost("qtc_refer_ms", 500)},
	"P-MM-1":      {atMost("percent", 100)},
	"P-MM-2":      {atMost("percent", 100)},
	"P-MM-3":      {atMost("percent", 50)},
	"P-MM-4":      {atMost("percent", 50), atMost("cap_mg", 40*mg)},
	"P-MM-6":      {atMost("reassess", 3)},
	"DE-LAW": {atLeast("min_age", 23), atLeast("dependence_years", 5), atLeast("treatments", 2),
		atLeast("longest_months", 6)},
	"CH-CRIT":  {atLeast("min_age", 18), atLeast("dependence_years", 2), atLeast("treatments", 2)},
	"UK-RIOTT": {atLeast("longest_months", 6), atLeast("injecting_percent", 50)},
}

// publishedFlags are the contraindications of P-ORALCO-03 and P-ORALCO-04:
// under these rules such a medicine is not prescribed. The rest are cautions.
var publishedFlags = map[string][]string{
	"P-ORALCO-03": {"allergy", "paralytic_ileus", "maoi", "severe_respiratory", "kidney_disease"},
	"P-ORALCO-04": {"allergy", "maoi", "severe_respiratory"},
}

// cites holds one figure to the rule that it cites; 0 is a figure left out.
func (l *loader) cites(path, field string, b Basis, value int64) {
	for _, x := range published[b.Rule] {
		if x.field == field && (value < x.least || x.most > 0 && (value == 0 || value > x.most)) {
			l.looser(path, b, field+" "+x.words())
		}
	}
}

// words say what the rule asks of the field: "at most 15 mg".
func (x bound) words() string {
	side, value := "at most ", x.most
	if x.most == 0 {
		side, value = "at least ", x.least
	}
	if strings.HasSuffix(x.field, "_mg") {
		return side + measure.Mass(value).String()
	}
	return side + strconv.FormatInt(value, 10)
}

func (l *loader) looser(path string, b Basis, what string) {
	l.fault(path, fmt.Sprintf("is looser than %s of %s, which it cites: %s", b.Rule, b.Source, what))
}

func (l *loader) judgePublished() {
	p := l.pack
	for i, r := range p.FirstDay {
		path := fmt.Sprintf("pack.first_day[%d]", i)
		l.cites(path, "single_mg", r.Basis, int64(r.Single))
		if r.Basis.Rule == "P-TITR-03" && r.From < 3 {
			l.looser(path, r.Basis, "it is for the rest of day 1, after two doses")
		}
	}
	for i, r := range p.Rise {
		path := fmt.Sprintf("pack.rise[%d]", i)
		l.cites(path, "percent", r.Basis, r.Percent)
		l.cites(path, "add_mg", r.Basis, int64(r.Add))
		l.cites(path, "spread", r.Basis, int64(r.Spread))
		if r.Basis.Rule == "P-TITR-05" && (r.To == 0 || r.To > 2) {
			l.looser(path, r.Basis, "it is for two visits a day (E-TITR-11)")
		}
	}
	l.judgePublishedMissed()
	l.judgePublishedBeside()
	l.judgePublishedAdmission()
	for _, x := range []struct {
		field string
		b     Basis
		value int64
	}{
		{"max_per_day", p.PerDay.Basis, int64(p.PerDay.Value)},
		{"gap_min", p.Gap.Basis, p.Gap.Value}, {"topup_after_min", p.TopUp.Basis, p.TopUp.Value},
		{"cap_day_mg", p.CapSingle.Basis, int64(p.CapSingle.Mass)},
		{"cap_day_mg", p.CapDay.Basis, int64(p.CapDay.Mass)},
		{"challenge_percent", p.Challenge.Basis, p.Challenge.Value},
		{"observation_min", p.Observation.Basis, p.Observation.Value},
		{"observation_naloxone_min", p.ObservationNaloxone.Basis, p.ObservationNaloxone.Value},
		{"vein_attempts_max", p.VeinAttempts.Basis, int64(p.VeinAttempts.Value)},
		{"vein_observation_min", p.VeinObservation.Basis, p.VeinObservation.Value},
		{"tolerance_day_mg", p.ToleranceDay.Basis, int64(p.ToleranceDay.Mass)},
		{"tolerance_days", p.ToleranceDay.Basis, int64(p.ToleranceDays)},
	} {
		l.cites("pack."+x.field, x.field, x.b, x.value)
	}
	if p.TopUp.Set && p.Gap.Set && p.TopUp.Value >= p.Gap.Value {
		l.fault("pack.topup_after_min", "is not shorter than gap_min: no top-up could ever be given")
	}
}

// judgePublishedMissed holds each row to what P-MM-1 to P-MM-6 say beside their
// percentages.
func (l *loader) judgePublishedMissed() {
	t := &l.pack.Missed
	for i, r := range t.Rows {
		path := fmt.Sprintf("pack.missed.rows[%d]", i)
		l.cites(path, "percent", r.Basis, r.Percent)
		l.cites(path, "cap_mg", r.Basis, int64(r.Cap))
		switch {
		case r.Basis.Rule == "P-MM-2" && !r.NotIntoxicated:
			l.looser(path, r.Basis, "requires not_intoxicated")
		case (r.Basis.Rule == "P-MM-3" || r.Basis.Rule == "P-MM-4") && !r.NeedsPrescriber:
			l.looser(path, r.Basis, "needs_prescriber")
		case r.Basis.Rule == "P-MM-5" && r.Action != Reinduct:
			l.looser(path, r.Basis, "a new induction")
		}
	}
	l.cites("pack.missed.reassess", "reassess", t.Reassess.Basis, int64(t.Reassess.From))
}

func (l *loader) judgePublishedBeside() {
	for i := range l.pack.Beside {
		b, path := &l.pack.Beside[i], fmt.Sprintf("pack.beside[%d]", i)
		l.cites(path, "cap_day_mg", b.Basis, int64(b.CapDay))
		l.cites(path, "qtc_refer_ms", b.Basis, int64(b.QTc))
		for j, h := range b.Holds {
			if !h.Withhold && slices.Contains(publishedFlags[h.Basis.Rule], h.Flag) {
				l.looser(fmt.Sprintf("%s.contraindications[%d]", path, j), h.Basis, h.Flag+" withholds")
			}
		}
		if c := b.FromMethadone; c != nil {
			path += ".from_methadone"
			l.cites(path, "first_times", c.Basis, int64(c.FirstTimes))
			l.cites(path, "final_times_to", c.Basis, int64(c.FinalTo))
			l.cites(path, "step_to_mg", c.Basis, int64(c.StepTo))
			l.cites(path, "every_hours", c.Basis, int64(c.EveryHours))
		}
	}
}

// judgePublishedAdmission holds the criteria to the programme that they cite.
func (l *loader) judgePublishedAdmission() {
	e := l.pack.Eligibility
	if e == nil {
		return
	}
	const path = "pack.eligibility"
	l.cites(path, "min_age", e.Basis, int64(e.MinAge))
	l.cites(path, "dependence_years", e.Basis, int64(e.DependenceYears))
	l.cites(path, "treatments", e.Basis, int64(e.Treatments))
	l.cites(path, "longest_months", e.Basis, int64(e.LongestMonths))
	l.cites(path, "injecting_percent", e.Basis, int64(e.InjectingPercent))
	all := func(words ...string) bool {
		for _, w := range words {
			if !slices.Contains(e.AllOf, w) {
				return false
			}
		}
		return true
	}
	switch {
	case e.Basis.Rule == "DE-LAW" && (!all("somatic", "mental") || e.MainRoute != IV):
		l.looser(path, e.Basis, "all_of somatic and mental, main_route iv")
	case e.Basis.Rule == "CH-CRIT" && len(e.AnyOf)+len(e.AllOf) == 0:
		l.looser(path, e.Basis, "any_of somatic, mental, social")
	}
}
