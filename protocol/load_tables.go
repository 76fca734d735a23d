package protocol

// tables reads the rows of a pack.
func (l *loader) tables() {
	p, f := l.pack, l.f
	for _, row := range f.Objects("first_day", "from_injection", "to_injection", "single_mg", "at_once_if_tolerated",
		"rule", "source", "confidence") {
		row.Need("from_injection", "single_mg")
		r := FirstDayRow{
			From: row.Int("from_injection", 1, 100), To: row.Int("to_injection", 1, 100),
			IfTolerated: row.Bool("at_once_if_tolerated"), Basis: l.basisOf(row),
		}
		if m := row.Mass("single_mg"); m != nil {
			r.Single = *m
		}
		p.FirstDay = append(p.FirstDay, r)
	}
	for _, row := range f.Objects("rise", "from_per_day", "to_per_day", "base", "percent", "rule", "source",
		"confidence") {
		row.Need("from_per_day", "base", "percent")
		p.Rise = append(p.Rise, RiseRow{
			From: row.Int("from_per_day", 1, 24), To: row.Int("to_per_day", 1, 24),
			Base:    RiseBase(row.Word("base", string(PreviousDayTotal), string(LastSingle))),
			Percent: int64(row.Int("percent", 0, 100000)), Basis: l.basisOf(row),
		})
	}
	for _, row := range f.Objects("holds", "flag", "outcome", "words", "rule", "source", "confidence") {
		row.Need("flag", "outcome", "words")
		p.Holds = append(p.Holds, Hold{
			Flag: row.Text("flag"), Withhold: row.Word("outcome", "withhold", "refer") == "withhold",
			Words: row.Text("words"), Basis: l.basisOf(row),
		})
	}
	l.missed()
}

// missed reads the missed-session table; without rows it is unset.
func (l *loader) missed() {
	f := l.f.Object("missed", "basis", "rows")
	if f == nil {
		return
	}
	f.Need("basis")
	t := &l.pack.Missed
	t.ByDays = f.Word("basis", "sessions", "days") == "days"
	from, to := "from_sessions", "to_sessions"
	if t.ByDays {
		from, to = "from_days", "to_days"
	}
	for _, row := range f.Objects("rows", from, to, "requires", "action", "percent", "cap_mg", "needs_prescriber",
		"rule", "source", "confidence") {
		row.Need(from, "action")
		r := MissedRow{
			From: row.Int(from, 1, 10000), To: row.Int(to, 1, 10000),
			Action:  MissedAction(row.Word("action", string(Give), string(Propose), string(Reinduct))),
			Percent: int64(row.Int("percent", 0, 100000)), NeedsPrescriber: row.Bool("needs_prescriber"),
			NotIntoxicated: row.Word("requires", "not_intoxicated", "assessed") == "not_intoxicated",
			Basis:          l.basisOf(row),
		}
		if m := row.Mass("cap_mg"); m != nil {
			r.Cap = *m
		}
		t.Rows = append(t.Rows, r)
	}
}

func (l *loader) readEligibility() {
	f := l.f.Object("eligibility", "min_age", "dependence_years", "any_of", "all_of", "main_route", "treatments",
		"longest_months", "injecting_percent", "rule", "source", "confidence")
	if f == nil {
		return
	}
	e := &Eligibility{
		MinAge: f.Int("min_age", 16, 120), DependenceYears: f.Int("dependence_years", 0, 80),
		AnyOf: f.Texts("any_of"), AllOf: f.Texts("all_of"),
		MainRoute:  Route(f.Word("main_route", string(IV), string(IM), string(SC), string(Oral))),
		Treatments: f.Int("treatments", 0, 50), LongestMonths: f.Int("longest_months", 0, 240),
		InjectingPercent: f.Int("injecting_percent", 0, 100), Basis: l.basisOf(f),
	}
	for _, words := range [][]string{e.AnyOf, e.AllOf} {
		for _, word := range words {
			if word != "somatic" && word != "mental" && word != "social" {
				l.r.Fail(f.Path(), "unknown word %q: write somatic, mental or social", word)
			}
		}
	}
	l.pack.Eligibility = e
}
