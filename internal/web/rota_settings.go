package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

func (s *Server) rotaSettings(w http.ResponseWriter, r *http.Request) {
	s.drawRotaSettings(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawRotaSettings(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	v := page.RotaSettings{}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		today := st.Zone().Day(s.house.Now())
		for _, p := range st.Rota.Patterns {
			if p.Until == 0 || p.Until >= today {
				v.Patterns = append(v.Patterns, patternLine(p, t, today))
			}
		}
		rules := st.Rota.RulesOn(today)
		v.Rules = ruleRows(rules)
		v.Forms = []page.SmallForm{patternForm(t, today), rulesForm(t, rules, today)}
		for _, id := range st.StaffInOrder() {
			if st.OnRota(id) {
				v.Members = append(v.Members, memberLine(st, n, id, t))
			}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.timesLayout(r, "Shifts, rest and skills")
	l.Problem, l.Back = prob, &page.Link{Text: "Rota", URL: "/times/rota"}
	s.draw(w, r, status, page.RotaSettingsPage(l, v))
}

func patternLine(p clinic.DatedPattern, t typed, today moment.Day) page.RotaPatternLine {
	out := page.RotaPatternLine{Name: p.Name, Days: weekdayWords(p.Weekdays), Time: spanWords(p.From, p.To),
		Need: needWords(p.Need), Since: "from " + dayWords(p.Since)}
	if p.Until != 0 {
		out.Since = daysWords(p.Since, p.Until)
		return out
	}
	last := typed{}.dateOr("", max(today, p.Since))
	f := rotaForm(t, "/times/rota/settings/end", "end-"+p.ID, "End "+p.Name, "Shifts that are planned already stay until "+
		"they are dropped.", "End it", page.SmallField{Name: "last-" + p.ID, Label: "Last day", Date: &last})
	f.Form.Hidden = append(f.Form.Hidden, page.Pair{Name: "pattern", Value: p.ID})
	out.Form = &f
	return out
}

func patternForm(t typed, today moment.Day) page.SmallForm {
	var days []page.Choice
	for i, w := range weekdayNames {
		days = append(days, page.Choice{Value: strconv.Itoa(i), Label: w})
	}
	since := typed{}.dateOr("", today)
	fields := []page.SmallField{{Name: "name", Label: "Name", Hint: "As you call it, for example Early."},
		{Name: "days", Label: "Days of the week", Many: true, Choices: days},
		{Name: "from", Label: "From", Hint: "For example 08:00."}, {Name: "to", Label: "To"}}
	fields = append(append(fields, needFields()...), page.SmallField{Name: "pattern_since", Label: "First day",
		Date: &since})
	return rotaForm(t, "/times/rota/settings/pattern", "pattern", "Add a shift that comes back", "", "Add it", fields...)
}

// skillHints say who stands for a skill.
var skillHints = map[rota.Skill]string{rota.Registered: "Nurses and pharmacists: they prepare, confirm and watch.",
	rota.Support:    "Recovery workers and nurses: they watch and welcome.",
	rota.Prescriber: "With a licence in force for each drug that people here are prescribed."}

func ruleRows(r rota.Rules) []page.Row {
	const unset = "Not set: not checked"
	minutes := func(n *int) string {
		if n == nil {
			return unset
		}
		return clinic.HoursOf(*n)
	}
	run, known, asks := unset, "Not set: the plain numbers are shown", "None asked for"
	if r.Run != nil {
		run = plural(*r.Run, "day")
	}
	if r.Known != nil {
		known = fmt.Sprintf("%s in %s", plural(r.Known.Visits, "earlier visit"),
			plural(r.Known.Days, "day"))
	}
	var words []string
	for _, a := range r.Asks {
		words = append(words, skillWords[a.Skill]+": "+competenceWords[a.Competence])
	}
	if len(words) > 0 {
		asks = strings.Join(words, "; ")
	}
	out := []page.Row{{Key: "Rest between two shifts", Value: minutes(r.Rest)},
		{Key: "Most hours of a week", Value: minutes(r.Week)}, {Key: "Most days without a day off", Value: run}}
	for _, k := range rota.Skills() {
		value := unset
		if n := rota.Of(r.Least, k); n > 0 {
			value = strconv.Itoa(n)
		}
		if k == rota.Registered && rota.Of(r.Least, k) < rota.Pair {
			value = "2, which a preparation takes (E-PREP-09)"
		}
		out = append(out, page.Row{Key: "At every open minute, " + skillWords[k], Value: value})
	}
	return append(out, page.Row{Key: "Competences asked for", Value: asks}, page.Row{Key: "A known face", Value: known})
}

func rulesForm(t typed, r rota.Rules, today moment.Day) page.SmallForm {
	value := func(n *int, per int) page.Field {
		if n == nil {
			return page.Field{}
		}
		return page.Field{Value: strconv.Itoa(*n / per)}
	}
	since := typed{}.dateOr("", today)
	number := func(name, label, suffix string, f page.Field) page.SmallField {
		return page.SmallField{Name: name, Label: label, Suffix: suffix, Mode: "numeric", Field: f}
	}
	fields := []page.SmallField{number("rest", "Rest between two shifts", "hours", value(r.Rest, 60)),
		number("week", "Most hours of a week", "hours", value(r.Week, 60)),
		number("run", "Most days without a day off", "days", value(r.Run, 1))}
	for _, k := range rota.Skills() {
		n := rota.Of(r.Least, k)
		fields = append(fields, number("least_"+string(k), "At every open minute, at least, "+skillWords[k], "",
			value(positive(n), 1)))
	}
	var asks []page.Choice
	for _, k := range rota.Skills() {
		for _, c := range []person.Competence{person.Preparing, person.Supervising, person.Rescue, person.StockTaking} {
			chosen := false
			for _, a := range r.Asks {
				chosen = chosen || a.Skill == k && a.Competence == c
			}
			asks = append(asks, page.Choice{Value: string(k) + " " + string(c), Chosen: chosen && t.of("rules").v == nil,
				Label: skillWords[k] + ": " + competenceWords[c]})
		}
	}
	var visits, days *int
	if r.Known != nil {
		visits, days = &r.Known.Visits, &r.Known.Days
	}
	fields = append(fields, page.SmallField{Name: "asks", Label: "Competences that a place asks for", Many: true,
		Choices: asks},
		number("known_visits", "A known face: took part in at least so many earlier visits", "visits", value(visits, 1)),
		number("known_days", "within so many days", "days", value(days, 1)),
		page.SmallField{Name: "rules_since", Label: "From", Date: &since})
	return rotaForm(t, "/times/rota/settings/rules", "rules", "Set the service's own numbers",
		"Leave empty what is not to be checked.", "Set them", fields...)
}

func positive(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func memberLine(st *clinic.State, n names, id person.StaffID, t typed) page.RotaMemberLine {
	m := st.Rota.Members[id]
	out := page.RotaMemberLine{Name: n.staff(id), Roles: roleWords(st.Staff[id].Roles), Week: "hours not on record"}
	week := page.Field{}
	if m.Week > 0 {
		out.Week = clinic.HoursOf(m.Week) + " a week"
		week.Value = clinic.ClockOf(m.Week)
	}
	var proven []string
	fields := []page.SmallField{{Name: "week", Label: "Hours a week by contract", Hint: "For example 37:30.", Field: week}}
	for _, c := range []person.Competence{person.Preparing, person.Supervising, person.Rescue, person.StockTaking} {
		until := page.DateFields{}
		for _, p := range m.Proven {
			if p.Competence == c {
				until = typed{}.dateOr("", p.Until)
				proven = append(proven, competenceWords[c]+" until "+dayWords(p.Until))
			}
		}
		fields = append(fields, page.SmallField{Name: string(c) + "-" + string(id), Date: &until,
			Label: "Shown able at " + competenceWords[c] + ", last day"})
	}
	out.Proven = strings.Join(proven, ", ")
	out.Form = rotaForm(t, "/times/rota/settings/member", "member-"+string(id), "Hours and competences of "+out.Name, "",
		"Record",
		fields...)
	out.Form.Form.Hidden = append(out.Form.Form.Hidden, page.Pair{Name: "staff", Value: string(id)})
	return out
}

func (s *Server) rotaSettingsPress(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	var body clinic.Body
	switch r.PathValue("what") {
	case "pattern":
		body = p.pattern()
	case "end":
		id := p.get("pattern")
		body = clinic.EndShiftPattern{Pattern: id, Last: p.date("last-"+id, "Last day")}
	case "rules":
		body = p.rotaRules()
	case "member":
		body = p.rotaMember()
	default:
		s.missing(w, r, "There is no such form.")
		return
	}
	p.anchor("-" + p.get("form"))
	p.finish(w, body, "/times/rota/settings", func(prob *page.Problem, _ error) {
		s.drawRotaSettings(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (p *press) pattern() clinic.SetShiftPattern {
	b := clinic.SetShiftPattern{From: p.date("pattern_since", "First day"), Pattern: rota.Pattern{
		ID: "p-" + p.req.Command.ID, Name: p.need("name", "Give the shift a name."), From: p.shiftTime("from", "From"),
		To: p.shiftTime("to", "To")}}
	for _, w := range p.r.PostForm["days"] {
		if n, err := strconv.Atoi(w); err == nil {
			b.Pattern.Weekdays = append(b.Pattern.Weekdays, n)
		}
	}
	if len(b.Pattern.Weekdays) == 0 {
		p.wrong("days", "Choose the days of the week.")
	}
	b.Pattern.Need = p.needs()
	return b
}

// needFields ask how many with each skill a shift needs.
func needFields() (out []page.SmallField) {
	for _, k := range rota.Skills() {
		out = append(out, page.SmallField{Name: "need_" + string(k), Label: "How many " + skillWords[k], Mode: "numeric",
			Hint: skillHints[k]})
	}
	return out
}

// needs reads what needFields ask.
func (p *press) needs() (out []rota.Need) {
	for _, k := range rota.Skills() {
		if n := p.number("need_"+string(k), "How many "+skillWords[k]); n != nil {
			out = append(out, rota.Need{Skill: k, Least: *n})
		}
	}
	return out
}

// number reads a whole number that may stay empty.
func (p *press) number(name, what string) *int {
	if p.get(name) == "" {
		return nil
	}
	n := int(p.whole(name, what, 0, 9999))
	return &n
}

func (p *press) rotaRules() clinic.SetRotaRules {
	hours := func(name, what string) *int {
		n := p.number(name, what)
		if n != nil {
			*n *= 60
		}
		return n
	}
	b := clinic.SetRotaRules{From: p.date("rules_since", "From"), Rules: rota.Rules{
		Rest: hours("rest", "Rest between two shifts"), Week: hours("week", "Most hours of a week"),
		Run: p.number("run", "Most days without a day off")}}
	for _, k := range rota.Skills() {
		if n := p.number("least_"+string(k), "At every open minute, "+skillWords[k]); n != nil {
			b.Rules.Least = append(b.Rules.Least, rota.Need{Skill: k, Least: *n})
		}
	}
	for _, w := range p.r.PostForm["asks"] {
		k, c, _ := strings.Cut(w, " ")
		b.Rules.Asks = append(b.Rules.Asks, rota.Asked{Skill: rota.Skill(k), Competence: person.Competence(c)})
	}
	visits, days := p.number("known_visits", "Earlier visits"), p.number("known_days", "Days")
	switch {
	case visits != nil && days != nil:
		b.Rules.Known = &rota.Known{Visits: *visits, Days: *days}
	case visits != nil || days != nil:
		p.wrong("known_visits", "A known face: write both numbers, or neither.")
	}
	return b
}

func (p *press) rotaMember() clinic.SetRotaMember {
	id := p.get("staff")
	b := clinic.SetRotaMember{Staff: person.StaffID(id)}
	if w := p.get("week"); w != "" {
		minutes, ok := readHours(w)
		if !ok {
			p.wrong("week", "Hours a week: write hours, or hours and minutes, for example 37:30.")
		}
		b.Week = minutes
	}
	for _, c := range []person.Competence{person.Preparing, person.Supervising, person.Rescue, person.StockTaking} {
		if until := p.dateIf(string(c)+"-"+id, "Last day"); until != 0 {
			b.Proven = append(b.Proven, clinic.Proven{Competence: c, Until: until})
		}
	}
	return b
}

// readHours reads hours of a week such as 37 or 37:30 into minutes.
func readHours(w string) (minutes int, ok bool) {
	h, m, more := strings.Cut(w, ":")
	hours, err := strconv.ParseUint(h, 10, 8)
	if err != nil || hours > 168 || more && len(m) != 2 {
		return 0, false
	}
	if !more {
		return int(hours) * 60, true
	}
	rest, err := strconv.ParseUint(m, 10, 8)
	if err != nil || rest > 59 {
		return 0, false
	}
	return int(hours)*60 + int(rest), true
}
