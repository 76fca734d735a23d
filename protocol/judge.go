package protocol

import (
	"fmt"
	"strconv"
	"strings"

	"steady/measure"
)

// judge looks at what the figures say, whoever signed them.
func (l *loader) judge() {
	p := l.pack
	if p.ID == "" || p.Version == "" {
		l.fault("pack", "id and version must not be empty")
	}
	if p.Author != "" && strings.EqualFold(p.Author, p.Approver) {
		l.fault("pack.approver", "author and approver are the same person")
	}
	if p.CapSingle.Mass > 0 && p.CapDay.Mass > 0 && p.CapSingle.Mass > p.CapDay.Mass {
		l.fault("pack.cap_single_mg", "is above cap_day_mg")
	}
	for _, r := range p.RoutesOffLabel {
		if p.Licensed(r) {
			l.fault("pack.routes_off_label", string(r)+" is also under routes")
		}
	}
	l.judgeAlcohol()
	l.judgeFirstDay()
	l.judgeRise()
	l.judgeMissed()
	l.judgeHolds()
	l.judgePublished()
	l.missing()
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
		most := int64(150) // of the last single dose: no source read allows a steeper rise
		if r.Base == PreviousDayTotal {
			most = 100 // more would put a whole day and more into one syringe
		}
		if r.Percent < 1 || r.Percent > most {
			l.fault(path, fmt.Sprintf("percent %d of %s is not between 1 and %d", r.Percent, r.Base, most))
		}
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
	if p.AlcoholLower.Set && !p.AlcoholHold.Set {
		l.fault("pack.alcohol_hold_ug_100ml", "is missing: above which reading is no dose given?")
	}
	if p.AlcoholLower.Set && p.AlcoholHold.Set && p.AlcoholLower.Value >= p.AlcoholHold.Value {
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
	}
}

// published is what the rules that Steady knows by name allow at most. A row
// that cites one of them may be stricter, never looser: a signature does not
// change what the source says.
var published = map[string]int64{
	"P-TITR-01": int64(15 * measure.Milligram), "P-TITR-02": int64(15 * measure.Milligram),
	"P-TITR-03": int64(30 * measure.Milligram), "P-TITR-04": 50, "P-TITR-05": 150, "P-TITR-08": 0,
	"P-CAP-01": int64(500 * measure.Milligram), "P-CAP-02": int64(1000 * measure.Milligram),
	"P-CAP-03": int64(150 * measure.Milligram), "P-CAP-06": 150,
	"P-MM-1": 100, "P-MM-2": 100, "P-MM-3": 50, "P-MM-4": 50, "P-MM-5": 0,
}

// publishedGap is the least gap in minutes that a rule asks for.
var publishedGap = map[string]int64{"P-TITR-03": 30, "P-TITR-04": 30, "P-HM-01": 180}

func (l *loader) judgePublished() {
	p := l.pack
	looser := func(path string, b Basis, value int64) {
		if most, known := published[b.Rule]; known && most > 0 && value > most {
			l.fault(path, "is looser than "+b.Rule+" of "+b.Source+", which it cites")
		}
	}
	for i, r := range p.FirstDay {
		looser("pack.first_day["+strconv.Itoa(i)+"]", r.Basis, int64(r.Single))
	}
	for i, r := range p.Rise {
		looser("pack.rise["+strconv.Itoa(i)+"]", r.Basis, r.Percent)
	}
	for i, r := range p.Missed.Rows {
		looser("pack.missed.rows["+strconv.Itoa(i)+"]", r.Basis, r.Percent)
	}
	looser("pack.cap_single_mg", p.CapSingle.Basis, int64(p.CapSingle.Mass))
	looser("pack.cap_day_mg", p.CapDay.Basis, int64(p.CapDay.Mass))
	looser("pack.challenge_percent", p.Challenge.Basis, p.Challenge.Value)
	if least := publishedGap[p.Gap.Basis.Rule]; p.Gap.Set && p.Gap.Value < least {
		l.fault("pack.gap_min", fmt.Sprintf("is shorter than the %d minutes of %s, which it cites", least, p.Gap.Basis.Rule))
	}
}
