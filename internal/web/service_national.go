package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/internal/ndtms"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// nationalRelease is the release that the list is judged by: the rules of what
// must be there are the same in each; the file in force is given at export.
const nationalRelease = "core-k"

// nationalReturn makes the return as it would be now, for its findings.
func (s *Server) nationalReturn(ctx context.Context) (out *ndtms.Return, due map[string][]string, err error) {
	rel, err := ndtms.Find(nationalRelease)
	if err != nil {
		return nil, nil, err
	}
	due = map[string][]string{}
	err = s.house.WithBook(ctx, func(b *cohort.Book, scores cohort.Scores) error {
		texts, err := s.house.Texts(ctx, ndtms.Refs(b)...)
		if err != nil {
			return err
		}
		in := ndtms.Input{Book: b, Scores: scores, Texts: texts, To: b.Zone.Day(s.house.Now())}
		for _, x := range b.Stays {
			for _, d := range in.Due(x, in.To) {
				word := "Answers to the Treatment Outcomes Profile are due on " + dayWords(d.Day) + "."
				if d.Late {
					word = "Answers to the Treatment Outcomes Profile were due on " + dayWords(d.Day) + " and are late."
				}
				due[string(x.Person)] = append(due[string(x.Person)], word)
			}
		}
		if out, err = ndtms.Make(rel, in); err == ndtms.ErrAgency {
			out, err = &ndtms.Return{Findings: []ndtms.Finding{{Severity: ndtms.Reject, Text: "The service has no agency code " +
				"yet: a manager sets it under Settings."}}}, nil
		}
		return err
	})
	return out, due, err
}

func (s *Server) nationalPage(w http.ResponseWriter, r *http.Request) {
	ret, due, err := s.nationalReturn(r.Context())
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.NationalList{Lead: "Who was not asked, what is missing, and which answers come due: long before the " +
		"return is. " +
		"Who said no is not here, and not in the return."}
	says := map[string][]string{}
	for _, f := range ret.Findings {
		switch {
		case f.Severity == ndtms.Gap:
		case f.Person == "":
			v.Whole = append(v.Whole, f.Text)
		case !strings.HasPrefix(f.Code, "top-late"):
			text := f.Text
			if rest, ok := strings.CutPrefix(text, "It is missing: "); ok {
				text = "Missing: " + rest
			}
			says[f.Person] = append(says[f.Person], text)
		}
	}
	for id, list := range due {
		says[id] = append(says[id], list...)
	}
	err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
		d := drawing{s: s, st: st, n: n, actor: actorOf(r)}
		for id, list := range says {
			who := person.UserID(id)
			if x := st.Reports.People[who]; x != nil && x.Agrees == clinic.MayNotSend {
				continue
			}
			v.Lines = append(v.Lines, page.NationalLine{Name: n.person(who), URL: "/service/national/" + id, Says: list,
				Key: "Key worker: " + d.keyWords(who)})
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	slices.SortFunc(v.Lines, func(a, b page.NationalLine) int { return strings.Compare(a.Name+a.URL, b.Name+b.URL) })
	s.draw(w, r, http.StatusOK, page.NationalListPage(s.serviceLayout(r, "National return"), v))
}

func (s *Server) nationalPersonPage(w http.ResponseWriter, r *http.Request) {
	s.drawNational(w, r, http.StatusOK, nil, typed{})
}

// recordNational takes the form of one person. An empty initials or postcode
// field keeps what was there: it is not shown again.
func (s *Server) recordNational(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("person")
	p := s.pressed(r)
	b := clinic.RecordNational{Person: person.UserID(id), Agrees: clinic.SendAnswer(p.get("agrees")),
		Sex: clinic.Sex(p.get("sex")), Ethnic: clinic.Ethnic(p.get("ethnic")), Nation: strings.ToUpper(p.get("nation")),
		Route: clinic.UsedBy(p.get("route")), Injects: clinic.Injects(p.get("injects")),
		Housing: clinic.HousingNeed(p.get("housing")), Children: clinic.ChildrenLive(p.get("children"))}
	initials := strings.ToUpper(strings.Join(strings.Fields(p.get("initials")), ""))
	if n := len([]rune(initials)); n != 0 && n != 2 {
		p.wrong("initials", "Write two letters: of the first name and of the last.")
	}
	postcode := strings.ToUpper(p.get("postcode"))
	if len(strings.ReplaceAll(postcode, " ", "")) > 5 {
		p.wrong("postcode", "Write the sector only, such as TS1 3: leave the last two letters out.")
	}
	b.Initials, b.Postcode = p.req.KeepIf(id, "initials", initials), p.req.KeepIf(id, "postcode", postcode)
	if p.get("first_use") != "" {
		b.FirstUse = int(p.whole("first_use", "Age", 0, 130))
	}
	for _, f := range []string{"drug1", "drug2", "drug3"} {
		if d := p.get(f); d != "" {
			b.Drugs = append(b.Drugs, clinic.Drug(d))
		}
	}
	s.house.View(func(st *clinic.State) {
		if old := st.Reports.People[b.Person]; old != nil && b.Agrees == clinic.MaySend {
			if b.Initials == nil {
				b.Initials = old.Initials
			}
			if b.Postcode == nil {
				b.Postcode = old.Postcode
			}
		}
	})
	p.finish(w, b, "/service/national", func(prob *page.Problem, _ error) {
		s.drawNational(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (s *Server) drawNational(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id := person.UserID(r.PathValue("person"))
	var v *page.NationalPage
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		if st.Ways[id] == nil {
			return
		}
		old := &clinic.National{}
		v = &page.NationalPage{Who: n.person(id),
			Lead: "Read it to them: your record here can go into the national return, with " +
				"your initials, date of birth and these answers, without your name. Treatment does not depend on it. You " +
				"may change your mind at any time. After a no, your initials and your postcode sector are erased here; " +
				"backups hold them until they are replaced, and what was sent stays sent."}
		if x := st.Reports.People[id]; x != nil {
			old = x
			v.Facts = []page.Row{{Key: "Asked", Value: stamp(st.Zone(), s.house.Now(), x.At) + ", " + n.staff(x.By)},
				{Key: "Answer", Value: clinic.WordsOf(clinic.SendAnswers, x.Agrees)},
				{Key: "Initials, postcode sector", Value: keptOf(x)}}
		}
		v.Form = nationalForm(string(id), old.RecordNational, t)
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case v == nil:
		s.missing(w, r, "There is no such person in this service.")
	default:
		l := s.serviceLayout(r, "National return")
		l.Back, l.Problem = &page.Link{Text: "National return", URL: "/service/national"}, prob
		s.draw(w, r, status, page.NationalPersonPage(l, *v))
	}
}

// keptOf says what the cabinet holds of somebody for the return alone.
func keptOf(x *clinic.National) string {
	if x.Agrees == clinic.MayNotSend {
		return "Erased, or never written down: only the return needs them"
	}
	return keptWords(x.Initials) + ", " + keptWords(x.Postcode)
}

func keptWords(t *clinic.Text) string {
	if t == nil {
		return "not written down"
	}
	return "written down"
}

func choicesOf[T ~string](list []clinic.Coded[T], none string) (out []page.Choice) {
	if none != "" {
		out = append(out, page.Choice{Value: "", Label: none})
	}
	for _, x := range list {
		out = append(out, page.Choice{Value: string(x.Code), Label: x.Words})
	}
	return out
}

func nationalForm(id string, old clinic.RecordNational, t typed) page.SmallForm {
	f := page.SmallForm{Title: "Write down their answers", Button: "Keep these answers", Open: true,
		Form: page.Form{Action: "/service/national/" + id, Command: t.command()}}
	add := func(x page.SmallField, was string) {
		x.ID, x.Field = "national-"+x.Name, t.or(x.Name, was)
		f.Fields = append(f.Fields, x)
	}
	drug := func(i int) string {
		if i < len(old.Drugs) {
			return string(old.Drugs[i])
		}
		return ""
	}
	first := ""
	if old.FirstUse > 0 {
		first = strconv.Itoa(old.FirstUse)
	}
	const ask = "Not asked yet"
	add(page.SmallField{Name: "agrees", Label: "May it be sent?", Choices: choicesOf(clinic.SendAnswers,
		"")}, string(old.Agrees))
	add(page.SmallField{Name: "initials", Label: "Initials of first and last name",
		Hint: "Two letters. Empty keeps what is written down."}, "")
	add(page.SmallField{Name: "postcode", Label: "Sector of the postcode",
		Hint: "Such as TS1 3, never the whole. Empty keeps what is written down."}, "")
	add(page.SmallField{Name: "sex", Label: "Sex", Select: true, Choices: choicesOf(clinic.Sexes, ask)}, string(old.Sex))
	add(page.SmallField{Name: "ethnic", Label: "Ethnic group", Select: true, Choices: choicesOf(clinic.Ethnics, ask)},
		string(old.Ethnic))
	add(page.SmallField{Name: "nation", Label: "Nationality", Hint: "Three letters, such as GBR."}, old.Nation)
	for i, words := range []string{"Main drug", "Second drug", "Third drug"} {
		add(page.SmallField{Name: fmt.Sprintf("drug%d", i+1), Label: words, Select: true,
			Choices: choicesOf(clinic.NationalDrugs, "None, or not asked")}, drug(i))
	}
	add(page.SmallField{Name: "first_use", Label: "Age of first use of the main drug", Mode: "numeric"}, first)
	add(page.SmallField{Name: "route", Label: "How the main drug was taken", Select: true,
		Choices: choicesOf(clinic.UsedBys, ask)}, string(old.Route))
	add(page.SmallField{Name: "injects", Label: "Injecting", Select: true, Choices: choicesOf(clinic.InjectsList, ask)},
		string(old.Injects))
	add(page.SmallField{Name: "housing", Label: "Housing", Select: true, Choices: choicesOf(clinic.HousingNeeds, ask)},
		string(old.Housing))
	add(page.SmallField{Name: "children", Label: "Children", Select: true, Choices: choicesOf(clinic.ChildrenLives, ask)},
		string(old.Children))
	return f
}

func (s *Server) serviceSettings(w http.ResponseWriter, r *http.Request) {
	s.drawSettings(w, r, http.StatusOK, "", nil, typed{})
}

// setService takes the forms of the settings.
func (s *Server) setService(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	what := r.PathValue("what")
	var b clinic.Body
	switch what {
	case "codes":
		b = clinic.SetNational{Agency: strings.ToUpper(p.get("agency")), Area: strings.ToUpper(p.get("area")),
			Local: strings.ToUpper(p.get("authority"))}
	case "funding":
		x := clinic.SetFunding{Places: int(p.whole("places", "Places", 0, 1000))}
		if p.get("until[day]")+p.get("until[month]")+p.get("until[year]") != "" {
			x.Until = p.date("until", "Until")
		}
		b = x
	case "cost":
		b = clinic.EnterCost{Kind: clinic.CostKind(p.get("kind")), From: p.date("from", "From"), To: p.date("to", "To"),
			Pence: p.whole("pounds", "Pounds", 0, 100_000_000) * 100, Where: p.keep("service", "cost", p.get("where"))}
	default:
		s.missing(w, r, "There is no such form.")
		return
	}
	p.finish(w, b, "/service/settings", func(prob *page.Problem, _ error) {
		s.drawSettings(w, r, http.StatusUnprocessableEntity, what, prob, p.typed())
	})
}

func (s *Server) drawSettings(w http.ResponseWriter, r *http.Request, status int, what string,
	prob *page.Problem, t typed) {
	v := page.Figures{Title: "Settings of reports",
		Lead: "Nothing here has a default: what is not set is said to be not set."}
	texts := func(st *clinic.State) (out []clinic.Text) {
		for _, c := range st.Reports.Costs {
			out = append(out, c.Where)
		}
		return out
	}
	err := s.with(r.Context(), texts, func(st *clinic.State, n names) { v.Parts, v.Forms = settingsForms(st, n, what, t) })
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.serviceLayout(r, v.Title)
	l.Problem = prob
	s.draw(w, r, status, page.FiguresPage(l, v))
}

func settingsForms(st *clinic.State, n names, what string, t typed) (parts []page.FigurePart, forms []page.SmallForm) {
	set := st.Reports
	own := func(name string) typed {
		if name == what {
			return t
		}
		return typed{}
	}
	form := func(name, title, lead, button string, fields ...page.SmallField) {
		o := own(name)
		for i := range fields {
			fields[i].ID = name + "-" + fields[i].Name
		}
		forms = append(forms, page.SmallForm{Title: title, Lead: lead, Button: button, Open: name == what, Fields: fields,
			Form: page.Form{Action: "/service/settings/" + name, Command: o.command()}})
	}
	day := func(o typed, name string, d moment.Day) *page.DateFields {
		v := o.dateOr(name, d)
		return &v
	}
	o := own("codes")
	form("codes", "Set the codes of the national return",
		"As the national system gave them to this service.", "Set the codes",
		page.SmallField{Name: "agency", Label: "Agency code", Code: true, Field: o.or("agency", set.Set.Agency)},
		page.SmallField{Name: "area", Label: "Partnership area (DAT)", Code: true, Field: o.or("area", set.Set.Area)},
		page.SmallField{Name: "authority", Label: "Local authority (LA)", Code: true,
			Field: o.or("authority", set.Set.Local)})
	o = own("funding")
	form("funding", "Set the places that are paid for",
		"How many people can be in treatment at a time, and until when it is paid.",
		"Set the places", page.SmallField{Name: "places", Label: "Places", Mode: "numeric",
			Field: o.or("places", strconv.Itoa(set.Funding.Places))},
		page.SmallField{Name: "until", Label: "Paid for until", Hint: "May stay empty.", Date: day(o,
			"until", set.Funding.Until)})
	o = own("cost")
	form("cost", "Enter a cost", "One kind and its days at a time. The same kind and days again replace the "+
		"figure; 0 takes it away.",
		"Enter the cost", page.SmallField{Name: "kind", Label: "What for",
			Choices: choicesOf(clinic.CostKinds, ""), Field: o.field("kind")},
		page.SmallField{Name: "from", Label: "First day", Date: day(o, "from", 0)},
		page.SmallField{Name: "to", Label: "Last day", Date: day(o, "to", 0)},
		page.SmallField{Name: "pounds", Label: "Pounds, without pence", Mode: "numeric", Field: o.field("pounds")},
		page.SmallField{Name: "where", Label: "Where the figure comes from, in one line", Field: o.field("where")})
	codes := page.FigurePart{Title: "What is set",
		Says: []string{"Codes of the national return: " + orUnset(set.Set.Agency) + ".",
			fmt.Sprintf("Places that are paid for: %s.", orUnset(placesWords(set.Funding)))}}
	costs := figureTable("Costs", "What for", "From", "To", "Pounds", "From where")
	costs.Head[4].Numeric = false
	for _, c := range set.Costs {
		row := headOf(clinic.WordsOf(clinic.CostKinds, c.Kind), dayWords(c.From), dayWords(c.To), thousands(strconv.FormatInt(
			c.Pence/100, 10)), n.of(c.Where))
		row[4].Numeric = false
		costs.Rows = append(costs.Rows, row)
	}
	if len(costs.Rows) == 0 {
		codes.Says = append(codes.Says, "Costs: not set.")
	} else {
		codes.Tables = append(codes.Tables, costs)
	}
	return []page.FigurePart{codes}, forms
}

func orUnset(s string) string {
	if s == "" {
		return "not set"
	}
	return s
}

func placesWords(f clinic.SetFunding) string {
	switch {
	case f.Places == 0:
		return ""
	case f.Until == 0:
		return strconv.Itoa(f.Places)
	}
	return fmt.Sprintf("%d, until %s", f.Places, dayWords(f.Until))
}
