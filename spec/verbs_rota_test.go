package spec

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/person"
	"steady/timetable"
	"steady/timetable/rota"
)

func init() {
	maps.Copy(verbs, map[string]func(*script, args, *app.Request) clinic.Body{
		"pattern": pattern, "endpattern": endPattern, "rotarules": rotaRules, "rotamember": rotaMember,
		"shifts": planShifts, "addshift": addShift, "publish": publish,
		"shifttimes": changeShift, "drop": dropShift, "assign": assign,
		"unassign": unassign, "swap": swap, "away": away, "back": back,
	})
}

// needs reads registered:2,support:1.
func needs(w string) (out []rota.Need) {
	for _, x := range strings.FieldsFunc(w, func(r rune) bool { return r == ',' }) {
		k, n, _ := strings.Cut(x, ":")
		least, _ := strconv.Atoi(n)
		out = append(out, rota.Need{Skill: rota.Skill(k), Least: least})
	}
	return out
}

// pattern early Early days=0123456 at=08:00-13:00 need=registered:2
func pattern(s *script, a args, _ *app.Request) clinic.Body {
	w := window(a.or("at", "08:00-13:00"))
	p := rota.Pattern{ID: a["0"], Name: a["1"], From: w.From, To: w.To, Need: needs(a["need"])}
	for _, d := range a.or("days", "0123456") {
		p.Weekdays = append(p.Weekdays, int(d-'0'))
	}
	return clinic.SetShiftPattern{Pattern: p, From: date(s, a.or("from", "+0"))}
}

func endPattern(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.EndShiftPattern{Pattern: a["0"], Last: date(s, a["last"])}
}

// rotarules rest=660 week=2400 run=6 least=registered:2 asks=registered:preparing known=3:30
func rotaRules(s *script, a args, _ *app.Request) clinic.Body {
	set := func(k string) *int {
		if a[k] == "" {
			return nil
		}
		n, _ := strconv.Atoi(a[k])
		return &n
	}
	b := clinic.SetRotaRules{From: date(s, a.or("from", "+0")), Rules: rota.Rules{Rest: set("rest"), Week: set("week"),
		Run: set("run"), Least: needs(a["least"])}}
	if k, c, ok := strings.Cut(a["asks"], ":"); ok {
		b.Rules.Asks = []rota.Asked{{Skill: rota.Skill(k), Competence: person.Competence(c)}}
	}
	if k, w, ok := strings.Cut(a["known"], ":"); ok {
		b.Rules.Known = &rota.Known{}
		b.Rules.Known.Visits, _ = strconv.Atoi(k)
		b.Rules.Known.Days, _ = strconv.Atoi(w)
	}
	return b
}

// rotamember n1 week=2250 preparing=+90
func rotaMember(s *script, a args, _ *app.Request) clinic.Body {
	b := clinic.SetRotaMember{Staff: person.StaffID(a["0"])}
	b.Week, _ = strconv.Atoi(a["week"])
	for _, c := range []person.Competence{person.Preparing, person.Supervising} {
		if a[string(c)] != "" {
			b.Proven = append(b.Proven, clinic.Proven{Competence: c, Until: date(s, a[string(c)])})
		}
	}
	return b
}

func planShifts(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.PlanShifts{First: date(s, a.or("first", "+0")), Last: date(s, a.or("last", "+6"))}
}

// addshift x1 Holiday on=+3 at=09:00-12:00 need=registered:2
func addShift(s *script, a args, _ *app.Request) clinic.Body {
	w := window(a["at"])
	return clinic.AddShift{Shift: a["0"], Name: a["1"], Day: date(s, a.or("on", "+0")), From: w.From, To: w.To,
		Need: needs(a["need"])}
}

func publish(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.PublishRota{Monday: date(s, a["0"])}
}

// shift reads early+2: the shift of the pattern early two days ahead.
func (s *script) shift(w string) string {
	p, n, _ := strings.Cut(w, "+")
	if p == "" {
		return ""
	}
	if !strings.HasPrefix(n, "-") {
		n = "+" + n
	}
	return clinic.ShiftID(p, date(s, n))
}

func changeShift(s *script, a args, r *app.Request) clinic.Body {
	w := window(a["at"])
	return clinic.ChangeShift{Shift: s.shift(a["0"]), From: w.From, To: w.To,
		Despite: r.KeepIf("rota", "despite", a["despite"])}
}

func dropShift(s *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["loses"])
	return clinic.DropShift{Shift: s.shift(a["0"]), Reason: r.Keep("rota", "reason", a["reason"]), Loses: n}
}

// assign early+0 n1 registered; with outside=nurse in the place of a name.
func assign(s *script, a args, r *app.Request) clinic.Body {
	b := clinic.Assign{Shift: s.shift(a["0"]), Skill: rota.Skill(a.or("as", "registered")),
		Outside: person.Role(a["outside"]), Despite: r.KeepIf("rota", "despite", a["despite"])}
	b.Staff = person.StaffID(a["1"])
	return b
}

func unassign(s *script, a args, r *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["outside"])
	return clinic.Unassign{Shift: s.shift(a["0"]), Staff: person.StaffID(a["1"]), Outside: n,
		Reason: r.KeepIf("rota", "reason", a["reason"])}
}

// swap early+0 n1 n2 for=late+1
func swap(s *script, a args, r *app.Request) clinic.Body {
	return clinic.Swap{Shift: s.shift(a["0"]), Staff: person.StaffID(a["1"]), With: person.StaffID(a["2"]),
		For: s.shift(a["for"]), Despite: r.KeepIf("rota", "despite", a["despite"])}
}

// away a1 n1 leave first=+1 last=+3
func away(s *script, a args, r *app.Request) clinic.Body {
	return clinic.RecordAbsence{Absence: a["0"], Staff: person.StaffID(a["1"]), Of: rota.Kind(a["2"]),
		First: date(s, a["first"]), Last: date(s, a["last"]), Reason: r.KeepIf(a["1"], "absence", a["reason"])}
}

func back(s *script, a args, _ *app.Request) clinic.Body {
	return clinic.WithdrawAbsence{Absence: a["0"], Last: date(s, a["last"])}
}

// lookRota says who is on duty on a day, or what its cover lacks.
func (s *script) lookRota(verb string, a args) string {
	st, day := s.e.state(), date(s, a.or("on", "+0"))
	var out []string
	if verb == "without" {
		return s.lookWithout(a)
	}
	if verb == "gaps" {
		for _, g := range st.CoverGaps(day, st.Rota.ShiftsBetween(day, day)) {
			out = append(out, fmt.Sprintf("%s-%s %s %d of %d %s", clinic.ClockOf(g.From), clinic.ClockOf(g.To), g.Skill, g.Have,
				g.Least, g.Why))
		}
	} else {
		rn, sw, ok := st.StaffOn(day)
		if !ok {
			return "no rota holds"
		}
		for _, x := range []struct {
			word  string
			steps []timetable.Step
		}{{"registered", rn}, {"support", sw}} {
			for _, p := range x.steps {
				out = append(out, fmt.Sprintf("%s-%s %d %s", clinic.ClockOf(p.From), clinic.ClockOf(p.To), p.Value, x.word))
			}
		}
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, "; ")
}

// lookWithout says who loses which dose without a shift, or without who= on it,
// and what would save it.
func (s *script) lookWithout(a args) string {
	st := s.e.state()
	w := st.WithoutShift(s.shift(a["0"]), person.StaffID(a["who"]), s.instant(a.or("at", "07:00")))
	var out []string
	if len(w.Missing) > 0 {
		out = append(out, "not set: "+strings.Join(w.Missing, ", "))
	}
	if w.Before > 0 {
		out = append(out, fmt.Sprintf("%d not served even with it", w.Before))
	}
	for _, x := range w.Lost {
		t := fmt.Sprintf("%s %s %s %d of %d", x.Person, st.Zone().Clock(x.Due), x.Rule, x.Have, x.Need)
		if x.Pair {
			t += " who prepare"
		}
		for _, m := range x.Moves {
			t += fmt.Sprintf(", or %s", st.Zone().Clock(m.Due))
		}
		out = append(out, t)
	}
	for _, x := range w.Savings {
		t := strings.TrimSpace(fmt.Sprintf("%v", x.Staff))
		if x.Shift != "" {
			t = fmt.Sprintf("%s %s-%s", x.Shift, clinic.ClockOf(x.From), clinic.ClockOf(x.To))
		}
		for _, r := range x.Strains {
			t += " " + string(r.Rule)
		}
		out = append(out, fmt.Sprintf("%s saves %d", t, x.Saves))
	}
	if len(out) == 0 {
		return "nobody loses a dose"
	}
	return strings.Join(out, "; ")
}
