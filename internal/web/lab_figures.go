package web

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/internal/app"
	"steady/internal/labdesk"
	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/lab"
	"steady/lab/scenario"
)

// drawFigures lists every figure of the model, what is missing first.
func (s *Server) drawFigures(w http.ResponseWriter, r *http.Request, q *question) {
	v := page.LabFigures{Missing: len(q.missing()),
		Records: page.Link{Text: "From our own records", URL: q.url() + "/records"}}
	open := 0 // figures that are to be written, which stand first
	for _, k := range lab.Catalogue() {
		x := page.LabFigure{Name: capital(k.Words), Unit: k.Unit, URL: q.url() + "/figure?key=" + string(k.Key)}
		p, given := q.f.Parameters[k.Key]
		switch {
		case given:
			x.Figure = figureWords(p.Parameter)
			x.Tag, x.Source = labSure[string(p.Confidence)], p.Source
		case k.Published != nil:
			x.Figure = figureWords(*k.Published)
			x.Tag, x.Source = labSure[string(k.Published.Confidence)], k.Published.Source
			x.Published = true
		default:
			x.Figure, x.Tag = "Nobody published it", nhs.Tag{Text: "To be written", Colour: "orange"}
			v.List = slices.Insert(v.List, open, x)
			open++
			continue
		}
		v.List = append(v.List, x)
	}
	if v.Missing > 0 {
		v.Take = &page.Action{Label: "Take the assumptions of the reference scenario for all that are missing",
			Kind: "secondary",
			Hint: "Each is marked as an assumption with its range, and can be changed. They are nobody's measurements.",
			Form: page.Form{Action: q.url() + "/take", Command: app.NewCommandID(), Expect: strconv.FormatInt(q.Version, 10)}}
	}
	l := s.labLayout(r, "Figures")
	l.Back = &page.Link{Text: q.f.Name, URL: q.url()}
	s.draw(w, r, http.StatusOK, page.LabFiguresPage(l, v))
}

func figureWords(p lab.Parameter) string {
	return labNumber(p.Value) + ", from " + labNumber(p.Lo) + " to " + labNumber(p.Hi)
}

func knownOf(key string) (lab.Known, bool) {
	list := lab.Catalogue()
	i := slices.IndexFunc(list, func(k lab.Known) bool { return string(k.Key) == key })
	if i < 0 {
		return lab.Known{}, false
	}
	return list[i], true
}

// figureForm asks for one figure with its range and its source.
func figureForm(q *question, k lab.Known, t typed) page.LabForm {
	var p *lab.Parameter
	if x, given := q.f.Parameters[k.Key]; given {
		p = &x.Parameter
	} else if k.Published != nil {
		p = k.Published
	}
	lead := "Nobody is known to have published this figure. Write what you have, the range in which it may lie, and why."
	if k.Published != nil {
		lead = "Published: " + figureWords(*k.Published) + ". " + k.Published.Source + "."
	}
	return page.LabForm{Title: capital(k.Words), Lead: lead, Button: "Keep this figure",
		Sections: []page.LabSection{{Fields: labFields{t}.figure("figure", "Value", k.Unit, p)}}}
}

// costsForm asks what a unit of each thing costs.
func costsForm(q *question, t typed) page.LabForm {
	f := labFields{t}
	out := page.LabForm{Title: "What things cost", Button: "Keep it",
		Lead: "Costs are made bottom-up: quantities of the " +
			"simulation times these. Leave all of it empty to tell no costs. An item without a cost counts as none.",
		Sections: []page.LabSection{{Fields: []page.SmallField{f.text("currency", "Currency", "For example GBP.",
			q.f.Currency)}}}}
	for _, item := range lab.Items() {
		cost, source := "", ""
		for _, c := range q.f.Costs {
			if c.Item == item {
				cost, source = fmt.Sprintf("%d.%02d", c.Pence/100, c.Pence%100), c.Source
			}
		}
		amount := f.text(string(item)+"_cost", "One costs", "", cost)
		amount.Mode = "decimal"
		out.Sections = append(out.Sections, page.LabSection{Legend: itemWords[item], Grid: true, Fields: []page.SmallField{
			amount, f.text(string(item)+"_source", "Where it comes from", "", source)}})
	}
	return out
}

var itemWords = map[lab.Item]string{lab.RegisteredHours: "An hour of registered staff",
	lab.SupportHours:    "An hour of support staff",
	lab.PrescriberHours: "An hour of a prescriber", lab.DrugGrams: "A gram of the medicine",
	lab.VisitSupplies: "What one dose on site uses up", lab.HomeSupplies: "What one supply taken home uses up",
	lab.OralDays: "A day of oral medicine beside the doses", lab.SiteDays: "A day of a site, open"}

func (p *press) readCosts(f *scenario.File) {
	f.Currency, f.Costs = p.get("currency"), nil
	for _, item := range lab.Items() {
		cost, source := string(item)+"_cost", string(item)+"_source"
		if p.empty(cost, source) {
			continue
		}
		x := p.decimal(cost, itemWords[item], 0, 1e9)
		if p.get(source) == "" {
			p.wrong(source, itemWords[item]+": write where the cost comes from.")
		}
		f.Costs = append(f.Costs, lab.UnitCost{Item: item, Pence: int64(math.Round(x * 100)), Source: p.get(source)})
	}
	if len(f.Costs) > 0 && f.Currency == "" {
		p.wrong("currency", "Write the currency of the costs, for example GBP.")
	}
}

// labPart shows one part of a question.
func (s *Server) labPart(w http.ResponseWriter, r *http.Request) {
	q := s.labQuestionOf(w, r)
	if q == nil {
		return
	}
	s.drawPart(w, r, q, http.StatusOK, nil, typed{})
}

func (s *Server) drawPart(w http.ResponseWriter, r *http.Request, q *question, status int, prob *page.Problem,
	t typed) {
	ask := r.URL.Query()
	if t.v != nil {
		ask = t.v
	}
	part := r.PathValue("part")
	if part == "figures" {
		s.drawFigures(w, r, q)
		return
	}
	if part == "records" {
		s.drawRecords(w, r, q, status, prob, t)
		return
	}
	if part == "policy" {
		s.drawPolicy(w, r, q, ask.Get("policy"), status, prob, t)
		return
	}
	v, hidden, ok := q.form(part, ask.Get, t)
	if !ok {
		s.labMissing(w, r, labdesk.ErrNoPaper)
		return
	}
	v.Form = page.Form{Action: q.url() + "/" + part, Command: app.NewCommandID(), Expect: strconv.FormatInt(q.Version, 10),
		Hidden: hidden}
	l := s.labLayout(r, v.Title)
	l.Back, l.Problem = q.back(part, ask.Get("policy")), prob
	s.draw(w, r, status, page.LabFormPage(l, v))
}

// back is where a part belongs.
func (q *question) back(part, policy string) *page.Link {
	switch i := q.policyOf(policy); {
	case part == "rule" && i >= 0:
		return &page.Link{Text: q.f.Policies[i].Name, URL: q.url() + "/policy?policy=" + policy}
	case part == "figure" || part == "records":
		return &page.Link{Text: "Figures", URL: q.url() + "/figures"}
	}
	return &page.Link{Text: q.f.Name, URL: q.url()}
}

// form is the form of a part, with what tells which one it is.
func (q *question) form(part string, ask func(string) string, t typed) (v page.LabForm, hidden []page.Pair, ok bool) {
	switch part {
	case "about":
		return labAboutForm(q, t), nil, true
	case "service":
		return serviceForm(q, t), nil, true
	case "costs":
		return costsForm(q, t), nil, true
	case "figure":
		k, known := knownOf(ask("key"))
		if !known {
			return v, nil, false
		}
		return figureForm(q, k, t), []page.Pair{{Name: "key", Value: string(k.Key)}}, true
	case "rule":
		i, k := q.policyOf(ask("policy")), kindOf(ask("kind"))
		if i < 0 || k < 0 {
			return v, nil, false
		}
		return ruleForm(q, &q.f.Policies[i], lab.Kinds()[k], ask("key"), t), []page.Pair{{Name: "policy",
			Value: ask("policy")},
			{Name: "kind", Value: ask("kind")}, {Name: "key", Value: ask("key")}}, true
	}
	return v, nil, false
}

func kindOf(kind string) int {
	return slices.IndexFunc(lab.Kinds(), func(k lab.KindInfo) bool { return string(k.Kind) == kind })
}

// labKeep answers the forms of a question.
func (s *Server) labKeep(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	q := s.labQuestionOf(w, r)
	if q == nil {
		return
	}
	if v, err := strconv.ParseInt(p.get("expect"), 10, 64); err != nil || v != q.Version {
		q.Version = -1 // labWrite answers that somebody was faster
	}
	to := q.url()
	switch part := r.PathValue("part"); part {
	case "run":
		s.labRunIt(w, p, q)
		return
	case "discard":
		if err := s.cfg.Lab.Discard(r.Context(), q.ID); err != nil {
			s.labMissing(w, r, err)
			return
		}
		http.Redirect(w, r, "/lab", http.StatusSeeOther)
		return
	case "about":
		p.readAbout(q.f)
	case "service":
		p.readService(q)
	case "costs":
		p.readCosts(q.f)
	case "take":
		q.take()
		to += "/figures"
	case "figure":
		p.readFigure(q)
		to += "/figures"
	case "records":
		if err := s.takeRecords(r.Context(), p, q); err != nil {
			s.fault(w, r, err)
			return
		}
		to += "/figures"
	case "add", "drop", "policy", "rule", "unrule":
		var known bool
		if to, known = p.changePolicies(q, part); !known {
			s.labMissing(w, r, labdesk.ErrNoPaper)
			return
		}
	default:
		s.labMissing(w, r, labdesk.ErrNoPaper)
		return
	}
	if !p.ok() {
		if r.PathValue("part") == "add" {
			s.drawQuestion(w, r, http.StatusUnprocessableEntity, q, &page.Problem{Lines: p.lines})
			return
		}
		s.drawPart(w, r, q, http.StatusUnprocessableEntity, &page.Problem{Lines: p.lines}, p.typed())
		return
	}
	if s.labWrite(w, p, q) {
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

// take gives what is missing the assumptions of the reference scenario.
func (q *question) take() {
	ref := labdesk.Reference()
	for _, k := range q.missing() {
		if x, there := ref.Parameters[k.Key]; there {
			q.f.Parameters[k.Key] = x
			q.f.Invented = ref.Invented
		}
	}
}

func (p *press) readFigure(q *question) {
	k, known := knownOf(p.get("key"))
	if !known {
		p.wrong("", "There is no such figure.")
		return
	}
	x := p.labFigure("figure", capital(k.Words), k.Least, k.Most)
	switch x.Confidence {
	case lab.High, lab.Medium, lab.Low, lab.Assumption:
	case lab.Own:
		x.N = q.f.Parameters[k.Key].N
		if q.f.Parameters[k.Key].Parameter != x {
			p.wrong("figure_sure", "A figure from the journal is fitted, not written: say how well you know this one.")
		}
	default:
		p.wrong("figure_sure", "Say how well it is known.")
	}
	q.f.Parameters[k.Key] = scenario.Figure{Parameter: x, Unit: k.Unit}
}

// changePolicies adds, drops or changes a policy or one of its rules, and says
// where to go on.
func (p *press) changePolicies(q *question, part string) (to string, known bool) {
	to = q.url() + "#policies"
	if part == "add" {
		return p.addPolicies(q), true
	}
	i := q.policyOf(p.get("policy"))
	if i < 0 {
		return to, false
	}
	x := &q.f.Policies[i]
	switch part {
	case "drop":
		if i > 0 {
			q.f.Policies = slices.Delete(q.f.Policies, i, i+1)
		}
		return to, true
	case "policy":
		if x.Name, x.Why = p.get("name"), p.get("why"); x.Name == "" {
			p.wrong("name", "Write a name.")
		}
		return to, true
	}
	k := kindOf(p.get("kind"))
	if k < 0 {
		return to, false
	}
	to = q.url() + "/policy?policy=" + x.ID
	at := ruleOf(x, lab.Kinds()[k].Kind, p.get("key"))
	if part == "unrule" {
		if at >= 0 {
			x.Rules = slices.Delete(x.Rules, at, at+1)
		}
		return to, true
	}
	rule := p.readRule(lab.Kinds()[k])
	if !p.ok() {
		return to, true
	}
	if at >= 0 {
		x.Rules[at] = rule
	} else {
		x.Rules = append(x.Rules, rule)
	}
	return to, true
}

// addPolicies adds what was ticked of the published options, or one of one's own.
func (p *press) addPolicies(q *question) string {
	for _, x := range labdesk.Reference().Policies[1:] {
		if slices.Contains(p.r.PostForm["ready"], x.ID) && q.policyOf(x.ID) < 0 {
			q.f.Policies = append(q.f.Policies, x)
		}
	}
	to := q.url() + "#policies"
	if name := p.get("own"); name != "" {
		id := ""
		for n := 1; id == "" || q.policyOf(id) >= 0; n++ {
			id = "p" + strconv.Itoa(n)
		}
		q.f.Policies = append(q.f.Policies, lab.Policy{ID: id, Name: strings.TrimSpace(name)})
		to = q.url() + "/policy?policy=" + id
	}
	if len(q.f.Policies) > 6 {
		p.wrong("own", "At most six policies stand side by side: take one out first.")
	}
	return to
}
