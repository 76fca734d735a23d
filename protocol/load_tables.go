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
	for _, row := range f.Objects("rise", "from_per_day", "to_per_day", "base", "percent", "add_mg", "spread",
		"rule", "source", "confidence") {
		row.Need("from_per_day", "base")
		r := RiseRow{
			From: row.Int("from_per_day", 1, 24), To: row.Int("to_per_day", 1, 24),
			Base:    RiseBase(row.Word("base", string(PreviousDayTotal), string(LastSingle), string(DayTotalPlus))),
			Percent: int64(row.Int("percent", 0, 100000)), Spread: row.Int("spread", 1, 24), Basis: l.basisOf(row),
		}
		if m := row.Mass("add_mg"); m != nil {
			r.Add = *m
		}
		p.Rise = append(p.Rise, r)
	}
	p.Holds = l.holds(f, "holds", "withhold", "refer")
	l.emergencies()
	l.missed()
}

// emergencies reads the signs that the service calls an emergency.
func (l *loader) emergencies() {
	for _, row := range l.f.Objects("emergencies", "rr_to", "spo2_below", "hard_to_rouse", "blue", "rule", "source",
		"confidence") {
		l.pack.Emergencies = append(l.pack.Emergencies, Trigger{
			RRTo: row.Int("rr_to", 1, 19), SpO2Below: row.Int("spo2_below", 50, 96),
			HardToRouse: row.Bool("hard_to_rouse"), Blue: row.Bool("blue"), Basis: l.basisOf(row),
		})
	}
}

// holds reads coded signs with what each of them does.
func (l *loader) holds(f *Fields, name string, outcomes ...string) (out []Hold) {
	for _, row := range f.Objects(name, "flag", "outcome", "words", "rule", "source", "confidence") {
		row.Need("flag", "outcome", "words")
		outcome := row.Word("outcome", outcomes...)
		out = append(out, Hold{
			Flag: row.Text("flag"), Withhold: outcome == "withhold", Advise: outcome == "advise",
			Words: row.Text("words"), Basis: l.basisOf(row),
		})
	}
	return out
}

// readBeside reads the oral medicines that may be prescribed beside.
func (l *loader) readBeside() {
	for _, row := range l.f.Objects("beside", "substance", "salt", "cap_day_mg", "qtc_refer_ms", "contraindications",
		"from_methadone", "rule", "source", "confidence") {
		row.Need("substance")
		b := Beside{
			Form: l.form(row), QTc: row.Int("qtc_refer_ms", 1, 2000), Basis: l.basisOf(row),
			Holds: l.holds(row, "contraindications", "withhold", "refer", "advise"),
		}
		if m := row.Mass("cap_day_mg"); m != nil {
			b.CapDay = *m
		}
		b.FromMethadone = l.conversion(row)
		l.pack.Beside = append(l.pack.Beside, b)
	}
}

// readOverrides reads who may settle which referral.
func (l *loader) readOverrides() {
	for _, row := range l.f.Objects("overrides", "of", "roles", "second", "rule", "source", "confidence") {
		row.Need("of", "roles")
		l.pack.Overrides = append(l.pack.Overrides, Override{
			Rule: row.Text("of"), Roles: row.Texts("roles"), Second: row.Bool("second"), Basis: l.basisOf(row),
		})
	}
}

func (l *loader) conversion(row *Fields) *Conversion {
	f := row.Object("from_methadone", "first_times", "final_times_from", "final_times_to", "step_from_mg", "step_to_mg",
		"every_hours", "rule", "source", "confidence")
	if f == nil {
		return nil
	}
	f.Need("first_times", "final_times_from", "final_times_to", "step_from_mg", "step_to_mg", "every_hours")
	c := &Conversion{
		FirstTimes: f.Int("first_times", 1, 20), FinalFrom: f.Int("final_times_from", 1, 20),
		FinalTo: f.Int("final_times_to", 1, 20), EveryHours: f.Int("every_hours", 1, 1000), Basis: l.basisOf(f),
	}
	if from, to := f.Mass("step_from_mg"), f.Mass("step_to_mg"); from != nil && to != nil {
		c.StepFrom, c.StepTo = *from, *to
	}
	return c
}

// missed reads the missed-session table; without rows it is unset.
func (l *loader) missed() {
	f := l.f.Object("missed", "basis", "rows", "reassess")
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
	if again := f.Object("reassess", "from", "rule", "source", "confidence"); again != nil {
		again.Need("from")
		t.Reassess = Reassess{From: again.Int("from", 1, 10000), Basis: l.basisOf(again)}
	}
	for _, row := range f.Objects("rows", from, to, "from_hours", "to_hours", "requires", "action", "percent", "cap_mg",
		"needs_prescriber",
		"rule", "source", "confidence") {
		row.Need(from, "action")
		r := MissedRow{
			From: row.Int(from, 1, 10000), To: row.Int(to, 1, 10000),
			FromHours: row.Int("from_hours", 1, 100000), ToHours: row.Int("to_hours", 1, 100000),
			Action:  MissedAction(row.Word("action", string(Give), string(Propose), string(Reinduct))),
			Percent: int64(row.Int("percent", 0, 100000)), NeedsPrescriber: row.Bool("needs_prescriber"),
			NotIntoxicated: row.Word("requires", "not_intoxicated", "assessed") == "not_intoxicated",
			Basis:          l.basisOf(row),
		}
		if m := row.Mass("cap_mg"); m != nil {
			r.Cap = *m
		}
		t.ByHours = t.ByHours || row.Has("from_hours") || row.Has("to_hours")
		t.Rows = append(t.Rows, r)
	}
}

func (l *loader) readEligibility() {
	f := l.f.Object("eligibility", "min_age", "dependence_years", "any_of", "all_of", "main_route", "treatments",
		"longest_months", "longest_kind", "longest_psychosocial", "longest_without_success", "injecting_percent",
		"rule", "source", "confidence")
	if f == nil {
		return
	}
	e := &Eligibility{
		MinAge: f.Int("min_age", 16, 120), DependenceYears: f.Int("dependence_years", 0, 80),
		AnyOf: f.Texts("any_of"), AllOf: f.Texts("all_of"),
		MainRoute:  Route(f.Word("main_route", string(IV), string(IM), string(SC), string(Oral))),
		Treatments: f.Int("treatments", 0, 50), LongestMonths: f.Int("longest_months", 0, 240),
		Longest: Longest{
			Kind:         f.Word("longest_kind", "substitution", "detoxification", "rehabilitation"),
			Psychosocial: f.Bool("longest_psychosocial"), WithoutSuccess: f.Bool("longest_without_success"),
		},
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
