package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/study"
	"steady/internal/web/page"
	"steady/moment"
	core "steady/voice/study"
)

// studyForm is a form of a study's page.
func studyForm(action, what, title, button string, fields ...page.SmallField) page.SmallForm {
	return page.SmallForm{Title: title, Button: button, Fields: fields, Form: page.Form{Action: action,
		Command: app.NewCommandID(), Expect: "0", Hidden: []page.Pair{{Name: "what", Value: what}}}}
}

// today is the day in the site's zone.
func (s *Server) today() moment.Day { return s.zone().Day(s.house.Now()) }

func (s *Server) studyPeople(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawStudyPeople(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawStudyPeople(w http.ResponseWriter, r *http.Request, st *study.Study, status int,
	prob *page.Problem, t typed) {
	a, _ := login.Who(r.Context())
	at := "/studies/" + st.ID() + "/participants"
	var v page.Study
	st.View(func(x *core.State) {
		list := page.StudyTable{Caption: "Participants", None: "Nobody yet.",
			Head: []string{"Participant", "Interviews", "Agreed to", "Known of them"}}
		for _, p := range x.Participants {
			list.Rows = append(list.Rows, page.StudyRow{URL: at + "/" + p.ID, Cells: []string{p.Label(),
				strconv.Itoa(interviewsOf(x, p.ID)), consentWords(p), attrWords(x, p)}})
		}
		v = page.Study{Heading: "Participants", Ways: studyWays(x),
			Lead: "Inside the study people are numbers. Who they " +
				"are is in the key table, in a store of its own. In every output they get other labels.",
			Parts: []page.StudyPart{{ID: "list", Title: "Who takes part", Table: &list},
				{ID: "alike", Title: "How alone somebody stands", Table: alikeTable(x), Lead: "Of how many people who take part " +
					"these attributes together are true. One is somebody whom the attributes alone may point at: with few " +
					"people from one place nearly everybody is one. So no attribute stands beside a quote by itself."}}}
		if x.Can(a.ID, core.Lead) {
			add := studyForm(at, "add", "Let somebody join", "Record", attrFields(x, nil, "")...)
			add.Lead = "They get the next number."
			table := studyForm(at, "table", "Change the sampling table", "Record", page.SmallField{ID: "table", Name: "table",
				Label: "Attributes, one on each line", Rows: 6, Field: t.or("table", tableWords(x.Attributes)),
				Hint: "Name, colon, values with commas between. Few and wide values: \"age: under 35, 35 to 50, over 50\"."})
			table.Open = t.errs["table"] != ""
			v.Parts = append(v.Parts, page.StudyPart{ID: "change", Title: "Change", Forms: []page.SmallForm{add, table}})
		}
	})
	l := s.studyLayout(r, "Participants")
	l.Problem, l.Back = prob, &page.Link{Text: "The study", URL: "/studies/" + st.ID()}
	s.draw(w, r, status, page.StudyPage(l, v))
}

func interviewsOf(x *core.State, participant string) (n int) {
	for _, h := range x.Held {
		if h.Participant == participant {
			n++
		}
	}
	return n
}

func consentWords(p *core.Participant) string {
	if p.Withdrawn != 0 {
		return "withdrew on " + dayWords(p.Withdrawn)
	}
	c := p.Consent()
	if c.Day == 0 {
		return "no consent recorded"
	}
	words := []string{"interview"}
	for _, x := range []struct {
		yes  bool
		word string
	}{{c.Quote, "quotes"}, {c.Archive, "archive"}, {c.Link, "themes beside outcomes"},
		{c.Record, "a recording"}} {
		if x.yes {
			words = append(words, x.word)
		}
	}
	return strings.Join(words, ", ") + "; " + dayWords(c.Day)
}

func attrWords(x *core.State, p *core.Participant) string {
	var out []string
	for _, a := range x.Attributes {
		if v := p.Attrs[a.Name]; v != "" {
			out = append(out, a.Name+": "+v)
		}
	}
	return strings.Join(out, "; ")
}

func tableWords(list []core.Attribute) string {
	var b strings.Builder
	for _, a := range list {
		fmt.Fprintf(&b, "%s: %s\n", a.Name, strings.Join(a.Values, ", "))
	}
	return b.String()
}

// alikeTable counts, for every one and every two attributes, how many people
// stand alone and the smallest group.
func alikeTable(x *core.State) *page.StudyTable {
	t := &page.StudyTable{Caption: "How many are alike", Head: []string{"Attributes", "Smallest group",
		"People alone in it"},
		None: "The sampling table has no attribute yet."}
	count := func(names ...string) {
		least, alone, all := 0, 0, 0
		for _, p := range x.Participants {
			if p.Withdrawn != 0 {
				continue
			}
			all++
			k := x.Alike(p, names)
			if least == 0 || k < least {
				least = k
			}
			if k == 1 {
				alone++
			}
		}
		t.Rows = append(t.Rows, page.StudyRow{Cells: []string{strings.Join(names, " and "), strconv.Itoa(least),
			fmt.Sprintf("%d of %d", alone, all)}})
	}
	for i, a := range x.Attributes {
		count(a.Name)
		for _, b := range x.Attributes[i+1:] {
			count(a.Name, b.Name)
		}
	}
	return t
}

func attrFields(x *core.State, p *core.Participant, prefix string) (out []page.SmallField) {
	for i, a := range x.Attributes {
		name := fmt.Sprintf("%sattr-%d", prefix, i)
		f := page.SmallField{ID: name, Name: name, Label: a.Name, List: true,
			Choices: []page.Choice{{Value: "", Label: "not known, or not said"}}}
		if p != nil {
			f.Field.Value = p.Attrs[a.Name]
		}
		for _, v := range a.Values {
			f.Choices = append(f.Choices, page.Choice{Value: v, Label: v})
		}
		out = append(out, f)
	}
	return out
}

// attrs reads the fields that attrFields drew.
func (p *press) attrs(st *study.Study) map[string]string {
	out := map[string]string{}
	st.View(func(x *core.State) {
		for i, a := range x.Attributes {
			if v := p.get(fmt.Sprintf("attr-%d", i)); v != "" {
				out[a.Name] = v
			}
		}
	})
	return out
}

func (s *Server) studyPeoplePress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	to := "/studies/" + st.ID() + "/participants"
	var body core.Body
	switch p.get("what") {
	case "add":
		body = core.AddParticipant{Attrs: p.attrs(st)}
	case "table":
		body = core.SetAttributes{Attributes: p.table("table")}
	default:
		s.noStudy(w, r, "There is no such form.")
		return
	}
	p.toStudy(w, st, body, to, func(prob *page.Problem) {
		s.drawStudyPeople(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// table reads the sampling table: a line for each attribute.
func (p *press) table(field string) (out []core.Attribute) {
	for line := range strings.Lines(p.get(field)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, rest, ok := strings.Cut(line, ":")
		a := core.Attribute{Name: strings.TrimSpace(name)}
		for v := range strings.SplitSeq(rest, ",") {
			if v = strings.TrimSpace(v); v != "" {
				a.Values = append(a.Values, v)
			}
		}
		if !ok || a.Name == "" || len(a.Values) < 2 {
			p.wrong(field, "Attributes: write \"name: value, value\" on each line, with at least two values.")
			return nil
		}
		out = append(out, a)
	}
	return out
}

func (s *Server) studyOne(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawStudyOne(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawStudyOne(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	a, _ := login.Who(r.Context())
	id := r.PathValue("who")
	keeps := false
	st.View(func(x *core.State) { keeps = x.Can(a.ID, core.KeyHolder) })
	var key core.Key
	if keeps {
		var err error
		holds := func(x *core.State) bool { return x.Can(a.ID, core.KeyHolder) }
		if key, err = st.Key(r.Context(), holds, id); err != nil {
			s.fault(w, r, err)
			return
		}
	}
	v := page.Study{}
	st.View(func(x *core.State) {
		p := x.Participant(id)
		if p == nil {
			return
		}
		at := "/studies/" + x.ID + "/participants/" + p.ID
		v.Heading, v.Ways = p.Label(), studyWays(x)
		v.Facts = []page.Row{{Key: "Agreed to", Value: consentWords(p)}, {Key: "Known of them", Value: orNotSaid(attrWords(x,
			p))}}
		if p.Withdrawn != 0 {
			v.Parts = []page.StudyPart{removalPart(x, p)}
			return
		}
		v.Parts = append(v.Parts, textsPart(x, p), consentPart(p))
		if x.Can(a.ID, core.Lead) {
			v.Parts = append(v.Parts, s.oneForms(x, p, at, t))
		}
		if keeps {
			v.Parts = append(v.Parts, keyPart(at, key, t))
		}
	})
	if v.Heading == "" {
		s.noStudy(w, r, "There is no such participant in this study.")
		return
	}
	l := s.studyLayout(r, v.Heading)
	l.Problem, l.Back = prob, &page.Link{Text: "Participants", URL: "/studies/" + st.ID() + "/participants"}
	s.draw(w, r, status, page.StudyPage(l, v))
}

func textsPart(x *core.State, p *core.Participant) page.StudyPart {
	t := &page.StudyTable{Caption: "Interviews", Head: []string{"Text", "Day", "Topic guide"},
		None: "No text is theirs yet: say so on the page of the text."}
	for i := range x.Project.Sources {
		src := &x.Project.Sources[i]
		if x.Of(src.ID) != p {
			continue
		}
		h := x.Held[strings.ToUpper(src.ID)]
		row := page.StudyRow{URL: "/studies/" + x.ID + "/texts/" + src.ID, Cells: []string{src.Name, "not said", "none"}}
		if h != nil && h.Day != 0 {
			row.Cells[1] = dayWords(h.Day)
		}
		if h != nil && h.Guide > 0 {
			row.Cells[2] = "version " + strconv.Itoa(h.Guide)
		}
		t.Rows = append(t.Rows, row)
	}
	return page.StudyPart{ID: "texts", Title: "Their interviews", Table: t}
}

func consentPart(p *core.Participant) page.StudyPart {
	t := &page.StudyTable{Caption: "Consents", None: "None is recorded.",
		Head: []string{"Day", "Sheet", "Quotes", "Archive", "Themes beside outcomes", "Recording"}}
	yes := func(b bool) string {
		if b {
			return "yes"
		}
		return "no"
	}
	for _, c := range p.Consents {
		t.Rows = append(t.Rows, page.StudyRow{Cells: []string{dayWords(c.Day), c.Sheet, yes(c.Quote), yes(c.Archive),
			yes(c.Link), yes(c.Record)}})
	}
	return page.StudyPart{ID: "consents", Title: "What they agreed to", Table: t, Lead: "The last one holds."}
}

func (s *Server) oneForms(x *core.State, p *core.Participant, at string, t typed) page.StudyPart {
	day := t.dateOr("day", s.today())
	last := p.Consent()
	may := func(name, label, hint string, now bool) page.SmallField {
		f := page.SmallField{ID: name, Name: name, Label: label, Hint: hint, Field: page.Field{Value: "no"},
			Choices: []page.Choice{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}}
		if now {
			f.Field.Value = "yes"
		}
		return f
	}
	consent := studyForm(at, "consent", "Record what they agreed to", "Record",
		page.SmallField{ID: "day", Name: "day", Label: "Day on which they said so", Date: &day},
		page.SmallField{ID: "sheet", Name: "sheet", Label: "Version of the information sheet", Field: t.or("sheet",
			last.Sheet)},
		may("quote", "May their words be quoted?", "", last.Quote),
		may("archive", "May the de-identified transcript be archived?", "", last.Archive),
		may("link", "May themes be set beside outcomes of the clinic?", "For groups only, never for one person.", last.Link),
		may("record", "May the recording be kept until a day that is set?",
			"If not, recordings of theirs that are kept now are deleted.", last.Record))
	consent.Lead = "If they withdraw, what they said is removed everywhere; the information sheet says so."
	consent.Open = t.v.Get("what") == "consent"
	out := page.StudyPart{ID: "change", Title: "Change", Forms: []page.SmallForm{consent}}
	if len(x.Attributes) > 0 {
		out.Forms = append(out.Forms, studyForm(at, "attrs", "Change what is known of them", "Record", attrFields(x, p,
			"")...))
	}
	gone := t.dateOr("gone", s.today())
	leave := studyForm(at, "withdraw", "They withdraw from the study", "Remove what they said",
		page.SmallField{ID: "gone", Name: "gone", Label: "Day on which they withdrew", Date: &gone},
		page.SmallField{ID: "sure", Name: "sure", Label: "Write WITHDRAW", Field: t.field("sure"),
			Hint: "It cannot be taken back."})
	leave.Lead = "Their interviews, the quotes and codings in them, memos about them, what is known of them and the " +
		"row of " +
		"the key table are erased, and words of theirs are taken out of what others wrote. Then every file of the study is " +
		"searched for what they said, and the answer is kept as proof."
	leave.Open = t.v.Get("what") == "withdraw"
	out.Forms = append(out.Forms, leave)
	return out
}

func keyPart(at string, k core.Key, t typed) page.StudyPart {
	f := studyForm(at, "key", "Write who they are", "Keep it in the key table",
		page.SmallField{ID: "who", Name: "who", Label: "Name, or how to reach them", Field: t.or("who", k.Who)},
		page.SmallField{ID: "person", Name: "person", Label: "Their id in the clinic", Field: t.or("person", k.Person),
			Code: true,
			Hint: "Only where they agreed that themes are set beside outcomes. It may stay empty."})
	f.Open = t.v.Get("what") == "key"
	return page.StudyPart{ID: "key", Title: "The key table", Lead: "You see this because you hold the key table.",
		Says: []string{"Who: " + orNotSaid(k.Who)}, Forms: []page.SmallForm{f}}
}

func (s *Server) studyOnePress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	id := r.PathValue("who")
	to := "/studies/" + st.ID() + "/participants/" + id
	again := func(prob *page.Problem) {
		s.drawStudyOne(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	}
	var body core.Body
	switch p.get("what") {
	case "consent":
		body = core.GiveConsent{Participant: id, Consent: core.Consent{Day: p.date("day", "Day on which they said so"),
			Sheet: p.get("sheet"), Quote: p.yes("quote"), Archive: p.yes("archive"), Link: p.yes("link"),
			Record: p.yes("record")}}
	case "attrs":
		body = core.AddParticipant{Participant: id, Attrs: p.attrs(st)}
	case "key":
		person := p.get("person")
		s.house.View(func(c *clinic.State) {
			if person != "" && !knownPerson(c, person) {
				p.wrong("person", "Their id in the clinic: nobody has this id. Ask for it at the clinic, or leave it empty.")
			}
		})
		body = core.KeepKey{Participant: id, Who: p.get("who"), Person: person}
	case "withdraw":
		day := p.date("gone", "Day on which they withdrew")
		if p.get("sure") != "WITHDRAW" {
			p.wrong("sure", "Write WITHDRAW in capital letters, because it cannot be taken back.")
		}
		body = core.Withdraw{Participant: id, Day: day}
	default:
		s.noStudy(w, r, "There is no such form.")
		return
	}
	p.toStudy(w, st, body, to, again)
}
