package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"steady/internal/app"
	"steady/internal/labdesk"
	"steady/internal/web/page"
	"steady/lab"
	"steady/lab/compare"
	"steady/measure"
	"steady/protocol"
	"steady/register"
)

// rungRows are the steps of a take-home ladder that the form has.
const rungRows = 4

// policyOf finds a policy of a question by its id.
func (q *question) policyOf(id string) int {
	return slices.IndexFunc(q.f.Policies, func(p lab.Policy) bool { return p.ID == id })
}

// ruleOf finds a policy's rule of a kind; parameters are told apart by their key,
// and sites by their name where one is given.
func ruleOf(p *lab.Policy, kind lab.RuleKind, key string) int {
	return slices.IndexFunc(p.Rules, func(r lab.Rule) bool {
		return r.Kind == kind && (keyOf(&r) == key || kind == lab.RuleSite && key == "")
	})
}

// anotherSite is the key of a site that is not there yet.
const anotherSite = "*"

// keyOf tells rules of one kind apart.
func keyOf(r *lab.Rule) string {
	if r.Kind == lab.RuleSite && r.Site != nil {
		return r.Site.Name
	}
	return string(r.Parameter)
}

// drawPolicy shows a policy with its rules, and every kind of rule that it can
// have.
func (s *Server) drawPolicy(w http.ResponseWriter, r *http.Request, q *question, id string, status int,
	prob *page.Problem, t typed) {
	i := q.policyOf(id)
	if i < 0 {
		s.labMissing(w, r, labdesk.ErrNoPaper)
		return
	}
	p, f := &q.f.Policies[i], labFields{t}
	expect := strconv.FormatInt(q.Version, 10)
	v := page.LabPolicyEdit{Title: p.Name, First: i == 0, Lack: q.refuses(i), Form: page.Form{Action: q.url() + "/policy",
		Command: app.NewCommandID(), Expect: expect, Hidden: []page.Pair{{Name: "policy", Value: p.ID}}},
		Name: f.text("name", "Name", "", p.Name), Why: f.text("why", "Why it is asked", "In a sentence.", p.Why)}
	told := labDraw{}.policy(compare.FromPolicy(p, &q.f.Today), i == 0)
	for j, x := range told.Rules {
		rule := &p.Rules[j]
		at := ruleURL(q, p.ID, rule.Kind, keyOf(rule))
		v.Rules = append(v.Rules, page.LabRuleEdit{Rule: x, URL: at, Drop: page.Action{Label: "Take it out",
			Kind: "secondary",
			Form: page.Form{Action: q.url() + "/unrule", Command: app.NewCommandID(), Expect: expect, Hidden: []page.Pair{
				{Name: "policy", Value: p.ID}, {Name: "kind", Value: string(rule.Kind)},
				{Name: "key", Value: keyOf(rule)}}}}})
	}
	for _, k := range lab.Kinds() {
		there, key := ruleOf(p, k.Kind, "") >= 0, ""
		if there && k.Kind == lab.RuleSite {
			there, key = false, anotherSite
		}
		if !there {
			v.Kinds = append(v.Kinds, page.LabKind{Text: k.Words, URL: ruleURL(q, p.ID, k.Kind, key),
				Tag: labTags[rulingOf(k.Authority)]})
		}
	}
	l := s.labLayout(r, p.Name)
	l.Back, l.Problem = &page.Link{Text: q.f.Name, URL: q.url()}, prob
	s.draw(w, r, status, page.LabPolicyPage(l, v))
}

// rulingOf is an authority in the words of a comparison.
func rulingOf(a lab.Authority) compare.Ruling {
	p := compare.FromPolicy(&lab.Policy{Rules: []lab.Rule{{Kind: lab.RuleVisits, Authority: a}}}, &lab.House{})
	return p.Rules[0].Ruling
}

func ruleURL(q *question, policy string, kind lab.RuleKind, key string) string {
	at := q.url() + "/rule?policy=" + policy + "&kind=" + string(kind)
	if key != "" {
		at += "&key=" + url.QueryEscape(key)
	}
	return at
}

// ruleForm asks for one rule of a policy.
func ruleForm(q *question, p *lab.Policy, k lab.KindInfo, key string, t typed) page.LabForm {
	f := labFields{t}
	x := lab.Rule{Kind: k.Kind, Authority: k.Authority}
	if i := ruleOf(p, k.Kind, key); i >= 0 {
		x = p.Rules[i]
	}
	var who []page.Choice
	for _, a := range lab.Authorities {
		who = append(who, page.Choice{Value: string(a.Code), Label: a.Words})
	}
	sections := ruleSections(f, q, &x, key)
	sections = append(sections, page.LabSection{Legend: "Whose decision it is", Fields: []page.SmallField{
		f.pick("authority", "This rule is", "", string(x.Authority), who),
		f.text("source", "Where the rule stands, or where it was tried", "A local habit needs none.", x.Source)}})
	return page.LabForm{Title: k.Words, Lead: "In: " + p.Name + ". What is not written here stays as it is today.",
		Button: "Keep this rule", Sections: sections}
}

// ruleSections are the fields of a kind of rule.
func ruleSections(f labFields, q *question, x *lab.Rule, key string) []page.LabSection {
	h := &q.f.Today
	one := func(fields ...page.SmallField) []page.LabSection {
		return []page.LabSection{{Grid: len(fields) > 1, Fields: fields}}
	}
	switch x.Kind {
	case lab.RuleHours:
		list := x.Sessions
		if len(list) == 0 {
			list = h.Sessions
		}
		return []page.LabSection{sessionSection(f, list), windowSection(f, "windows", x.Windows)}
	case lab.RuleWeekend:
		return []page.LabSection{windowSection(f, "windows", x.Windows), shiftSection(f, "shift", x.Shifts)}
	case lab.RuleVisits:
		return one(f.number("visits", "Visits a day", "", "", x.Visits))
	case lab.RuleOralCover:
		return coverSections(f, x)
	case lab.RuleAccess:
		return one(styleFields(f, x.Style, x.Slot, x.Every, x.Group)...)
	case lab.RuleObservation:
		return one(f.number("minutes", "Observation after a dose", "", "minutes", x.Minutes))
	case lab.RuleStaff:
		list := x.Shifts
		if len(list) == 0 {
			list = h.Shifts
		}
		return []page.LabSection{shiftSection(f, "shift", list)}
	case lab.RuleRoom:
		return one(f.number("desks", "Desks", "Empty stays.", "", x.Desks),
			f.number("booths", "Booths", "Empty stays.", "", x.Booths),
			f.number("places", "Places in observation", "Empty stays.", "", x.Places))
	case lab.RuleStaffCarry:
		return one(f.number("per_booth", "People in booths that one of staff watches", "Empty stays.", "", x.PerBooth),
			f.number("per_observed", "People in observation that one of staff watches", "Empty stays.", "", x.PerPlace))
	case lab.RuleSite:
		return siteSections(f, x.Site)
	case lab.RuleTakeHome:
		return ladderSections(f, x.Ladder)
	case lab.RuleRoute:
		return routeSections(f, q, x)
	case lab.RulePack:
		return packSections(f, q, x)
	case lab.RuleLaw:
		return one(f.pick("document", "The law that is tried", "", x.Document, lawChoices()))
	}
	return parameterSections(f, q, x, key)
}

func lawChoices() (out []page.Choice) {
	for _, j := range register.Jurisdictions() {
		out = append(out, page.Choice{Value: j.ID, Label: j.ID})
	}
	return out
}

func (q *question) packChoices(none string) (out []page.Choice) {
	if none != "" {
		out = append(out, page.Choice{Label: none})
	}
	for _, id := range q.supplied() {
		out = append(out, page.Choice{Value: id, Label: id + ", as it is signed here"})
	}
	for _, x := range protocol.Builtin() {
		if !slices.Contains(q.supplied(), x.ID) {
			out = append(out, page.Choice{Value: x.ID, Label: x.ID})
		}
	}
	return out
}

// supplied are the packs that the question brings along: what this service
// signed itself.
func (q *question) supplied() (out []string) {
	for _, b := range q.f.Packs {
		var x struct{ ID string }
		if json.Unmarshal(b, &x) == nil {
			out = append(out, x.ID)
		}
	}
	return out
}

func sessionSection(f labFields, list []lab.Session) page.LabSection {
	out := page.LabSection{Legend: "Sessions", Grid: true,
		Hint: "One dose of the day is given in each. Leave a row empty."}
	for i := range max(sessionRows, len(list)) {
		x, none := lab.Session{}, i >= len(list)
		if !none {
			x = list[i]
		}
		n := fmt.Sprintf("session%d_", i)
		out.Fields = append(out.Fields, f.text(n+"name", fmt.Sprintf("Session %d", i+1), "", x.Name),
			f.clock(n+"from", "From", x.From, none), f.clock(n+"to", "To", x.To, none))
	}
	return out
}

var coverDrugs = []page.Choice{{Value: "methadone", Label: "Methadone"},
	{Value: "morphine_slow_release", Label: "Slow-release morphine"}}

var coverSupplies = []page.Choice{{Value: "on_site", Label: "Taken here"}, {Value: "instalments",
	Label: "By instalments"}}

func coverSections(f labFields, x *lab.Rule) []page.LabSection {
	c := lab.Cover{}
	var dose *lab.Parameter
	if x.Cover != nil {
		c, dose = *x.Cover, &x.Cover.Dose
	}
	return []page.LabSection{{Grid: true, Fields: []page.SmallField{f.number("visits", "Visits a day", "", "", x.Visits),
		f.pick("drug", "Medicine beside", "", c.Drug, coverDrugs), f.pick("supply", "How it is supplied", "", c.Supply,
			coverSupplies)}},
		{Legend: "Its daily dose", Hint: "A prescriber's. Nothing is assumed.", Grid: true, Fields: f.figure("cover", "Dose",
			"mg", dose)}}
}

func siteSections(f labFields, x *lab.Site) []page.LabSection {
	s := lab.Site{}
	var share, travel *lab.Parameter
	if x != nil {
		s, share, travel = *x, &x.Share, &x.Travel
	}
	return []page.LabSection{{Grid: true, Fields: []page.SmallField{f.text("site", "Name of the site", "", s.Name),
		f.number("desks", "Desks", "", "", s.Desks), f.number("booths", "Booths", "", "", s.Booths),
		f.number("places", "Places in observation", "", "", s.Places)}},
		{Legend: "Who comes to it", Grid: true, Fields: f.figure("share", "Share of people", "share, 0 to 1", share)},
		{Legend: "Their way to it", Grid: true, Fields: f.figure("travel", "Of the way to the first site", "ratio", travel)},
		shiftSection(f, "shift", s.Shifts), windowSection(f, "windows", s.Windows)}
}

func ladderSections(f labFields, list []lab.Rung) []page.LabSection {
	out := page.LabSection{Legend: "The steps", Grid: true,
		Hint: "Who has been in treatment so long without a break, and meets the conditions, takes so many daily doses " +
			"home at once."}
	for i := range max(rungRows, len(list)) {
		x := lab.Rung{}
		if i < len(list) {
			x = list[i]
		}
		n := fmt.Sprintf("rung%d_", i)
		out.Fields = append(out.Fields, f.number(n+"after", fmt.Sprintf("Step %d: after", i+1), "", "days", x.AfterDays),
			f.number(n+"days", "Daily doses at once", "", "", x.Days))
	}
	return []page.LabSection{out}
}

func routeSections(f labFields, q *question, x *lab.Rule) []page.LabSection {
	r := lab.Product{}
	var dose, share *lab.Parameter
	if x.Product != nil {
		r, dose, share = *x.Product, &x.Product.Dose, &x.Product.Share
	}
	var routes, salts []page.Choice
	for _, w := range []protocol.Route{protocol.IV, protocol.IM, protocol.Oral, protocol.Nasal} {
		routes = append(routes, page.Choice{Value: string(w), Label: string(w)})
	}
	for _, w := range []measure.Salt{measure.Hydrochloride, measure.HydrochlorideMonohydrate,
		measure.HydrochlorideAnhydrous} {
		salts = append(salts, page.Choice{Value: string(w), Label: string(w)})
	}
	content := f.number("content", "Content of one tablet or ampoule", "", "mg", r.Content)
	return []page.LabSection{{Grid: true, Hint: "No pack here has the nasal route: it needs a pack that this service " +
		"signed itself, for that route alone, with ceilings, first day, rise and observation. One that is installed at the " +
		"service stands in the list.", Fields: []page.SmallField{f.pick("route", "Route", "", x.Route, routes),
		f.pick("product", "Pack of the product", "", r.Pack, q.packChoices("")), f.pick("salt", "Salt", "", r.Salt, salts),
		content}},
		{Legend: "Single dose", Hint: "A prescriber's. Nothing is assumed.", Grid: true, Fields: f.figure("dose", "Dose",
			"mg", dose)},
		{Legend: "Who changes to it", Grid: true, Fields: f.figure("share", "Share of people", "share, 0 to 1", share)}}
}

// packSections change settings of the pack: whole numbers by the names that the
// pack's own form gives them.
func packSections(f labFields, q *question, x *lab.Rule) []page.LabSection {
	out := page.LabSection{Grid: true, Hint: "A setting is named as in the reference of dosing packs. Leave a row empty.",
		Fields: []page.SmallField{f.pick("document", "Another pack", "", x.Document, q.packChoices("The same pack"))}}
	var names []string
	for name := range x.Settings {
		names = append(names, name)
	}
	slices.Sort(names)
	for i := range max(settingRows, len(names)) {
		name, value := "", ""
		if i < len(names) {
			name, value = names[i], string(x.Settings[names[i]])
		}
		n := fmt.Sprintf("setting%d_", i)
		out.Fields = append(out.Fields, f.text(n+"name", fmt.Sprintf("Setting %d", i+1), "", name),
			f.text(n+"value", "Its value", "", value))
	}
	return []page.LabSection{out}
}

const settingRows = 3

func parameterSections(f labFields, q *question, x *lab.Rule, key string) []page.LabSection {
	var keys []page.Choice
	for _, k := range lab.Catalogue() {
		keys = append(keys, page.Choice{Value: string(k.Key), Label: capital(k.Words) + " (" + k.Unit + ")"})
	}
	return []page.LabSection{{Fields: []page.SmallField{
		f.pick("parameter", "What changes", "Only what this policy is assumed to change in people's lives.",
			cmp.Or(string(x.Parameter), key),
			keys)}}, {Legend: "Under this policy", Grid: true, Fields: f.figure("figure", "Value", "in its unit", x.Figure)}}
}

// readRule reads one rule. Only the fields of its kind are taken.
func (p *press) readRule(k lab.KindInfo) lab.Rule {
	x := lab.Rule{Kind: k.Kind, Authority: lab.Authority(p.get("authority")), Source: p.get("source")}
	if !slices.ContainsFunc(lab.Authorities, func(a lab.AuthorityInfo) bool { return a.Code == x.Authority }) {
		p.wrong("authority", "Say whose decision the rule is.")
	}
	if x.Authority != lab.Habit && x.Source == "" {
		p.wrong("source", "Write where the rule stands, or where it was tried.")
	}
	switch k.Kind {
	case lab.RuleHours:
		x.Sessions, x.Windows = p.sessions(9), p.windows("windows")
	case lab.RuleWeekend:
		x.Windows, x.Shifts = p.windows("windows"), p.shifts("shift")
	case lab.RuleVisits:
		x.Visits = p.count("visits", "Visits a day", 1, 3)
	case lab.RuleOralCover:
		x.Visits = p.count("visits", "Visits a day", 1, 3)
		x.Cover = &lab.Cover{Drug: p.chosen("drug", "Medicine", coverDrugs), Dose: p.labFigure("cover", "Dose", 0.1, 1000),
			Supply: p.chosen("supply", "How it is supplied", coverSupplies)}
	case lab.RuleAccess:
		p.readStyle(&x.Style, &x.Slot, &x.Every, &x.Group)
	case lab.RuleObservation:
		x.Minutes = p.count("minutes", "Observation", 1, 600)
	case lab.RuleStaff:
		x.Shifts = p.shifts("shift")
	case lab.RuleRoom:
		x.Desks, x.Booths = p.count("desks", "Desks", 0, 100), p.count("booths", "Booths", 0, 100)
		x.Places = p.count("places", "Places in observation", 0, 100)
	case lab.RuleStaffCarry:
		x.PerBooth, x.PerPlace = p.count("per_booth", "In booths", 0, 100), p.count("per_observed", "In observation", 0, 100)
	default:
		p.readRarer(&x)
	}
	return x
}

func (p *press) readRarer(x *lab.Rule) {
	switch x.Kind {
	case lab.RuleSite:
		x.Site = &lab.Site{Name: p.get("site"), Share: p.labFigure("share", "Share of people", 0, 1),
			Travel: p.labFigure("travel", "Their way to it", 0, 10), Desks: p.count("desks", "Desks", 1, 100),
			Booths: p.count("booths", "Booths", 1, 100), Places: p.count("places", "Places in observation", 1, 100),
			Shifts: p.shifts("shift"), Windows: p.windows("windows")}
		if x.Site.Name == "" {
			p.wrong("site", "Write a name of the site.")
		}
	case lab.RuleTakeHome:
		for i := range 12 {
			n := fmt.Sprintf("rung%d_", i)
			if !p.empty(n+"after", n+"days") {
				x.Ladder = append(x.Ladder, lab.Rung{AfterDays: p.count(n+"after", "After days in treatment", 1, 3650),
					Days: p.count(n+"days", "Daily doses at once", 1, 31)})
			}
		}
	case lab.RuleRoute:
		x.Route = p.get("route")
		x.Product = &lab.Product{Pack: p.get("product"), Salt: p.get("salt"), Dose: p.labFigure("dose", "Dose", 0.1, 2000),
			Content: p.count("content", "Content", 1, 2000), Share: p.labFigure("share", "Share of people", 0, 1)}
	case lab.RulePack:
		p.readSettings(x)
	case lab.RuleLaw:
		x.Document = p.chosen("document", "Law", lawChoices())
	case lab.RuleParameter:
		x.Parameter = lab.Key(p.get("parameter"))
		i := slices.IndexFunc(lab.Catalogue(), func(k lab.Known) bool { return k.Key == x.Parameter })
		if i < 0 {
			p.wrong("parameter", "Choose what changes.")
			return
		}
		k := lab.Catalogue()[i]
		y := p.labFigure("figure", capital(k.Words), k.Least, k.Most)
		x.Figure = &y
	}
}

func (p *press) readSettings(x *lab.Rule) {
	x.Document = p.get("document")
	for i := range 20 {
		n := fmt.Sprintf("setting%d_", i)
		if p.empty(n+"name", n+"value") {
			continue
		}
		raw := json.RawMessage(p.get(n + "value"))
		if p.get(n+"name") == "" || !json.Valid(raw) {
			p.wrong(n+"value", "A setting needs its name and a value: a number, or a text in quotation marks.")
			continue
		}
		if x.Settings == nil {
			x.Settings = map[string]json.RawMessage{}
		}
		x.Settings[p.get(n+"name")] = raw
	}
}
