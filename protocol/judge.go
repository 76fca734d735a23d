package protocol

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"steady/measure"
)

// judge looks at what the figures say, whoever signed them.
func (l *loader) judge() {
	p := l.pack
	if p.ID == "" || p.Version == "" {
		l.fault("pack", "id and version must not be empty")
	}
	if p.Author != "" && strings.EqualFold(oneSpaced(p.Author), oneSpaced(p.Approver)) {
		l.fault("pack.approver", "author and approver are the same person")
	}
	if p.CapDay.Mass > 0 && p.CapSingle.Mass > p.CapDay.Mass {
		l.fault("pack.cap_single_mg", "is above cap_day_mg")
	}
	for _, r := range p.RoutesOffLabel {
		if p.Licensed(r) {
			l.fault("pack.routes_off_label", string(r)+" is also under routes")
		}
	}
	l.judgeSources()
	l.judgeAlcohol()
	l.judgeObservation()
	l.judgeNasal()
	l.judgeFirstDay()
	l.judgeRise()
	l.judgeMissed()
	l.judgeHours()
	l.judgeBeside()
	l.judgeOverrides()
	l.judgeHolds()
	l.judgeEmergencies()
	l.judgePublished()
	l.missing()
}

// oneSpaced is a name with single spaces: typing two makes nobody another person.
func oneSpaced(name string) string { return strings.Join(strings.Fields(name), " ") }

// judgeSources: whoever reads a figure can find the text that it is from.
func (l *loader) judgeSources() {
	for _, key := range slices.Sorted(maps.Keys(l.pack.Sources)) {
		if s := l.pack.Sources[key]; strings.TrimSpace(s.Title) == "" || strings.TrimSpace(s.Address) == "" {
			l.fault("pack.sources."+key, "has no title or no address")
		}
	}
}

// judgeObservation: a row of a route only lengthens what holds for every route,
// and stands once.
func (l *loader) judgeObservation() {
	p, least := l.pack, int64(30) // S-OBS-POST
	if p.Observation.Set {
		least = p.Observation.Value
	}
	for i, r := range p.ObservationRoutes {
		path := fmt.Sprintf("pack.observation_routes[%d]", i)
		if !p.Licensed(r.Route) && !p.OffLabel(r.Route) {
			l.fault(path, string(r.Route)+" is not a route of this pack")
		}
		if r.Minutes <= least {
			l.fault(path, fmt.Sprintf("is not longer than the %d minutes after any dose", least))
		}
		for _, before := range p.ObservationRoutes[:i] {
			if before.Route == r.Route {
				l.fault(path, string(r.Route)+" stands twice")
			}
		}
	}
}

// judgeNasal: the rows of a pack are those of its routes, and nobody published how
// a dose through the nose compares with another (Meyer 2025), nor how long to
// watch after it. So it has a pack of its own, which says that.
func (l *loader) judgeNasal() {
	p := l.pack
	if !p.Licensed(Nasal) && !p.OffLabel(Nasal) {
		return
	}
	if len(p.Routes)+len(p.RoutesOffLabel) > 1 {
		l.fault("pack.routes", "nasal needs a pack of its own: no conversion from another route was published")
	}
	if !slices.ContainsFunc(p.ObservationRoutes, func(r RouteMinutes) bool { return r.Route == Nasal }) {
		l.fault("pack.observation_routes", "has no row for nasal: no time after an injection or a tablet holds for it")
	}
	if len(p.FirstDay) == 0 || len(p.Rise) == 0 {
		l.fault("pack.routes", "nasal needs rows of its own for the first day and for how a dose may rise")
	}
}

// missing lists the mandatory fields that are empty (section 5.7 of the
// protocol reference). Gap, observation and increment have S- defaults that
// are at least as strict, so a pack may be silent on them.
func (l *loader) missing() {
	p := l.pack
	for _, m := range []struct {
		name string
		set  bool
	}{
		{"author", p.Author != ""}, {"approver", p.Approver != ""}, {"jurisdiction", p.Jurisdiction != ""},
		{"valid_from", p.ValidFrom != 0}, {"substance", p.Form.Substance != ""}, {"salt", p.Form.Salt != ""},
		{"routes", len(p.Routes) > 0}, {"max_per_day", p.PerDay != Count{}},
		{"cap_single_mg", p.CapSingle.Set()}, {"cap_day_mg", p.CapDay.Set()},
	} {
		if !m.set {
			p.Missing = append(p.Missing, m.name)
		}
	}
}

// contiguous refuses rows that do not start at 1, leave a gap, overlap or do
// not end open.
func (l *loader) contiguous(table string, spans [][2]int) {
	next := 1
	for i, s := range spans {
		path := fmt.Sprintf("pack.%s[%d]", table, i)
		last := i == len(spans)-1
		switch {
		case s[0] < next:
			l.fault(path, fmt.Sprintf("starts at %d and overlaps the row before it", s[0]))
		case s[0] > next:
			l.fault(path, fmt.Sprintf("starts at %d and leaves a gap: expected %d", s[0], next))
		}
		switch {
		case s[1] == 0 && !last:
			l.fault(path, "is open but not the last row: the rows after it overlap it")
		case s[1] != 0 && last:
			l.fault(path, fmt.Sprintf("is the last row and must be open, not end at %d", s[1]))
		case s[1] != 0 && s[1] < s[0]:
			l.fault(path, fmt.Sprintf("ends at %d, before it starts", s[1]))
		}
		next = s[1] + 1
	}
}

func (l *loader) judgeFirstDay() {
	var spans [][2]int
	for i, r := range l.pack.FirstDay {
		spans = append(spans, [2]int{r.From, r.To})
		path := fmt.Sprintf("pack.first_day[%d]", i)
		if r.Single <= 0 {
			l.fault(path, "single_mg must be above 0")
		}
		if r.IfTolerated && r.From == 1 {
			l.fault(path, "the first dose follows no other that could be tolerated")
		}
		if i > 0 && r.IfTolerated && r.Single > l.pack.FirstDay[i-1].Single {
			l.fault(path, "a dose that follows at once may not be above the one before it")
		}
	}
	l.contiguous("first_day", spans)
}

func (l *loader) judgeRise() {
	var spans [][2]int
	for i, r := range l.pack.Rise {
		spans = append(spans, [2]int{r.From, r.To})
		path := fmt.Sprintf("pack.rise[%d]", i)
		l.judgeRiseRow(path, &r)
	}
	l.contiguous("rise", spans)
	if (len(l.pack.Rise) > 0) != (len(l.pack.FirstDay) > 0) {
		l.fault("pack.rise", "first_day and rise go together: a ladder needs its first rung")
	}
	if (l.pack.ToleranceDay.Mass > 0) != (l.pack.ToleranceDays > 0) {
		l.fault("pack.tolerance_days", "tolerance_day_mg and tolerance_days go together")
	}
	if l.pack.ToleranceDays > 2 {
		l.fault("pack.tolerance_days", "at most 2 consecutive days can be looked at")
	}
}

// judgeRiseRow bounds one row.
func (l *loader) judgeRiseRow(path string, r *RiseRow) {
	plus := r.Base == DayTotalPlus
	if plus != (r.Add > 0) || plus != (r.Spread > 0) {
		l.fault(path, "add_mg and spread go with "+string(DayTotalPlus)+" and with no other base")
	}
	least, most := int64(1), int64(150) // of the last single dose: no source read allows a steeper rise
	switch r.Base {
	case PreviousDayTotal:
		most = 100 // more would put a whole day and more into one syringe
	case DayTotalPlus:
		least, most = 0, 0
	}
	if r.Percent < least || r.Percent > most {
		l.fault(path, fmt.Sprintf("percent %d of %s is not between %d and %d", r.Percent, r.Base, least, most))
	}
}

// judgeHours holds the hours of a missed table to the same order as its
// counts: each row starts where the one before it ends, and the last is open.
func (l *loader) judgeHours() {
	t := &l.pack.Missed
	for i, r := range t.Rows {
		path, last := fmt.Sprintf("pack.missed.rows[%d]", i), i == len(t.Rows)-1
		switch {
		case !t.ByHours:
		case r.FromHours == 0 || (r.ToHours == 0) != last:
			l.fault(path, "from_hours and to_hours stand in every row or in none, and only the last row is open")
		case r.ToHours != 0 && r.ToHours <= r.FromHours:
			l.fault(path, "ends in hours before it starts")
		case i > 0 && r.FromHours != t.Rows[i-1].ToHours:
			l.fault(path, "from_hours leaves a gap or overlaps the row before it")
		}
	}
	if again := t.Reassess; again.From > 0 {
		for i, r := range t.Rows {
			if r.From >= again.From && !r.NeedsPrescriber {
				l.fault(fmt.Sprintf("pack.missed.rows[%d]", i), "gives without the prescriber where reassess asks for one")
			}
		}
	}
}

// neverOverridden are the referrals that only a prescriber answers: a draft, a
// dose that led to naloxone, a second prescriber's confirmation, an absence.
var neverOverridden = []string{"E-PACK-01", "E-PACK-02", "E-OD-06", "P-CAP-06", "S-MISS-INJ", "E-ORD-01"}

func (l *loader) judgeOverrides() {
	for i, o := range l.pack.Overrides {
		path := fmt.Sprintf("pack.overrides[%d]", i)
		if o.Rule == "" || len(o.Roles) == 0 {
			l.fault(path, "must name a rule and at least one role")
			continue
		}
		if slices.Contains(neverOverridden, o.Rule) {
			l.fault(path, o.Rule+" is answered by a prescriber alone")
		}
		for _, row := range l.pack.Missed.Rows {
			if row.NeedsPrescriber && row.Basis.Rule == o.Rule {
				l.fault(path, o.Rule+" needs the prescriber by its row of missed")
			}
		}
		if l.pack.Missed.Reassess.Basis.Rule == o.Rule {
			l.fault(path, o.Rule+" asks for the prescriber's assessment")
		}
		for _, role := range o.Roles {
			if role != "nurse" && role != "prescriber" && role != "pharmacist" {
				l.fault(path, role+" gives no dose: write nurse, prescriber or pharmacist")
			}
		}
	}
}

// judgeBeside refuses a medicine that stands twice, the pack's own, and a
// conversion that starts higher than it ends.
func (l *loader) judgeBeside() {
	for i, b := range l.pack.Beside {
		path := fmt.Sprintf("pack.beside[%d]", i)
		if b.Form.Substance == l.pack.Form.Substance {
			l.fault(path, "is the pack's own substance")
		}
		for j := range i {
			if l.pack.Beside[j].Form == b.Form {
				l.fault(path, "stands twice")
			}
		}
		if c := b.FromMethadone; c != nil &&
			(c.FirstTimes > c.FinalFrom || c.FinalFrom > c.FinalTo || c.StepFrom > c.StepTo) {
			l.fault(path+".from_methadone", "starts higher than it ends")
		}
	}
}

// judgeMissed holds the table to E-MISS-02: complete, in order, and never
// more for a longer absence.
func (l *loader) judgeMissed() {
	var spans [][2]int
	before := int64(100) // rules only lower (E-ORD-02)
	beforeCap := measure.Mass(0)
	for i, r := range l.pack.Missed.Rows {
		spans = append(spans, [2]int{r.From, r.To})
		path := fmt.Sprintf("pack.missed.rows[%d]", i)
		switch {
		case r.Action == Reinduct && r.Percent != 0:
			l.fault(path, "a new induction takes no percent of the last dose")
		case r.Action != Reinduct && r.Percent == 0:
			l.fault(path, "percent is missing")
		case r.Percent > before && before == 100:
			l.fault(path, fmt.Sprintf("percent %d is above the last dose", r.Percent))
		case r.Percent > before:
			l.fault(path, fmt.Sprintf("percent rises from %d to %d with a longer absence", before, r.Percent))
		}
		if r.Percent > 0 && beforeCap > 0 && (r.Cap == 0 || r.Cap > beforeCap) {
			l.fault(path, "cap_mg rises with a longer absence")
		}
		if r.Action != Give && !r.NeedsPrescriber {
			l.fault(path, "only a row that gives can do without the prescriber")
		}
		before, beforeCap = r.Percent, max(r.Cap, 0)
	}
	l.contiguous("missed.rows", spans)
}

func (l *loader) judgeAlcohol() {
	p := l.pack
	if p.AlcoholLower.Set != (p.AlcoholPercent > 0) {
		l.fault("pack.alcohol_reduce_percent", "goes together with alcohol_reduce_ug_100ml")
	}
	switch {
	case !p.AlcoholLower.Set:
	case !p.AlcoholHold.Set:
		l.fault("pack.alcohol_hold_ug_100ml", "is missing: above which reading is no dose given?")
	case p.AlcoholLower.Value >= p.AlcoholHold.Value:
		l.fault("pack.alcohol_reduce_ug_100ml", "must be below alcohol_hold_ug_100ml")
	}
}

func (l *loader) judgeHolds() {
	seen := map[string]bool{}
	for i, h := range l.pack.Holds {
		if h.Flag == "" || h.Words == "" || seen[h.Flag] {
			l.fault(fmt.Sprintf("pack.holds[%d]", i), "flag and words must be set, and a flag stands once")
		}
		seen[h.Flag] = true
		if h.Flag == "hold_order" && !h.Withhold {
			l.fault(fmt.Sprintf("pack.holds[%d]", i), "a hold order withholds; nothing less")
		}
	}
}

func (l *loader) judgeEmergencies() {
	for i := range l.pack.Emergencies {
		if l.pack.Emergencies[i].Words() == "" {
			l.fault(fmt.Sprintf("pack.emergencies[%d]", i),
				"names no sign: write rr_to, spo2_below, hard_to_rouse or blue")
		}
	}
}
