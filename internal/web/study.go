package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/study"
	"steady/internal/web/page"
	"steady/person"
	core "steady/voice/study"
)

// maxUpload bounds a file that is taken into a study: 64 MiB, as in the archives
// of other programs.
const maxUpload = 64 << 20

// studyRoutes is the routes of the research studies.
func (s *Server) studyRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /studies": f(s.studyList), "POST /studies": f(s.studyOpen),
		"GET /studies/{study}": s.inStudy(s.studyPage), "POST /studies/{study}": s.inStudy(s.studyPress),
		"GET /studies/{study}/events": s.inStudy(s.studyEvents),
		"GET /studies/{study}/texts":  s.inStudy(s.studyTexts), "POST /studies/{study}/texts": s.inStudy(s.studyAddText),
		"GET /studies/{study}/texts/{text}":                   s.inStudy(s.studyText),
		"GET /studies/{study}/texts/{text}/recording":         s.inStudy(s.studySound),
		"POST /studies/{study}/texts/{text}/recording":        s.inStudy(s.studyAttach),
		"POST /studies/{study}/texts/{text}/recording/delete": s.inStudy(s.studyErase),
		"GET /studies/{study}/texts/{text}/correct":           s.inStudy(s.studyCorrect),
		"POST /studies/{study}/texts/{text}/correct":          s.inStudy(s.studyCorrectPress),
		"GET /studies/{study}/texts/{text}/names":             s.inStudy(s.studyNames),
		"POST /studies/{study}/texts/{text}/names":            s.inStudy(s.studyNamesPress),
		"GET /studies/{study}/participants":                   s.inStudy(s.studyPeople),
		"POST /studies/{study}/participants":                  s.inStudy(s.studyPeoplePress),
		"GET /studies/{study}/participants/{who}":             s.inStudy(s.studyOne),
		"POST /studies/{study}/participants/{who}":            s.inStudy(s.studyOnePress),
		"GET /studies/{study}/participants/{who}/removal":     s.inStudy(s.studyRemoval),
		"GET /studies/{study}/quotes":                         s.inStudy(s.studyQuotes),
		"POST /studies/{study}/quotes":                        s.inStudy(s.studyQuotesPress),
		"GET /studies/{study}/quotes/new":                     s.inStudy(s.studyQuoteNew),
		"POST /studies/{study}/quotes/new":                    s.inStudy(s.studyQuotePropose),
		"GET /studies/{study}/outcomes":                       s.inStudy(s.studyJoined),
		"GET /studies/{study}/guide":                          s.inStudy(s.studyGuide),
		"POST /studies/{study}/guide":                         s.inStudy(s.studyGuidePress),
		"GET /studies/{study}/exchange":                       s.inStudy(s.studyExchange),
		"POST /studies/{study}/exchange":                      s.inStudy(s.studyExchangePress),
		"POST /studies/{study}/exchange/out":                  s.inStudy(s.studyOut),
	}
}

// apart reports whether somebody may work in studies beside their part in the
// clinic; where they may not it answers the page that says so.
func (s *Server) apart(w http.ResponseWriter, r *http.Request) bool {
	a, _ := login.Who(r.Context())
	if s.cfg.BothRoles || !login.TreatsToo(a.Roles) {
		return true
	}
	s.draw(w, r, http.StatusForbidden, page.ConfirmPage(s.layout(r, "Studies are kept apart"), page.Confirm{
		Heading: "Studies are kept apart from the clinic", Kind: "warn",
		Text: []string{"You have a part in the clinic too. Whoever treats a person does not read what they told a " +
			"researcher, unless this service has decided otherwise."},
		Back: &page.Link{Text: "Back to the start", URL: "/"}}))
	return false
}

// inStudy lets the members of a study pass. Others learn no more than that there
// is such a study, and who leads it can let them in.
func (s *Server) inStudy(h func(http.ResponseWriter, *http.Request, *study.Study)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.apart(w, r) {
			return
		}
		if s.cfg.Studies == nil {
			s.noStudy(w, r, "This service keeps no studies.")
			return
		}
		st, err := s.cfg.Studies.Study(r.Context(), r.PathValue("study"))
		if errors.Is(err, study.ErrNone) {
			s.noStudy(w, r, "There is no such study.")
			return
		}
		if err != nil {
			s.fault(w, r, err)
			return
		}
		a, _ := login.Who(r.Context())
		in := false
		st.View(func(x *core.State) { in = x.Can(a.ID, core.Member) })
		if !in {
			s.draw(w, r, http.StatusForbidden, page.ConfirmPage(s.layout(r, "Not your study"), page.Confirm{
				Heading: "You have no part in this study", Kind: "warn",
				Text: []string{"Ask who leads it to let you in."}, Back: &page.Link{Text: "Studies", URL: "/studies"}}))
			return
		}
		h(w, r, st)
	})
}

func (s *Server) noStudy(w http.ResponseWriter, r *http.Request, what string) {
	s.draw(w, r, http.StatusNotFound, page.ConfirmPage(s.layout(r, "Not found"), page.Confirm{
		Heading: what, Kind: "warn", Back: &page.Link{Text: "Studies", URL: "/studies"}}))
}

// studyLayout starts a page of a study.
func (s *Server) studyLayout(r *http.Request, title string) page.Layout {
	l := s.layout(r, title)
	l.Study = true
	return l
}

// toStudy sends the command of a form to a study and answers the press, as
// finish does for the clinic.
func (p *press) toStudy(w http.ResponseWriter, st *study.Study, body core.Body, to string,
	again func(*page.Problem)) {
	var res study.Result
	var err error
	if p.ok() {
		c := core.Command{ID: p.req.Command.ID, By: p.req.Command.By, Body: body}
		if _, leaves := body.(core.Withdraw); leaves {
			res, err = st.Withdraw(p.r.Context(), c)
		} else {
			res, err = st.Do(p.r.Context(), c)
		}
	}
	switch prob, known := p.problem(err); {
	case !known:
		p.s.fault(w, p.r, err)
	case prob != nil:
		again(prob)
	default:
		p.on(w, to, app.Result{Already: res.Already, From: app.Heads{Clinical: res.From}, To: app.Heads{Clinical: res.To}})
	}
}

func (s *Server) studyList(w http.ResponseWriter, r *http.Request) {
	if s.apart(w, r) {
		s.drawStudies(w, r, http.StatusOK, nil, typed{})
	}
}

func (s *Server) drawStudies(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	a, _ := login.Who(r.Context())
	mine := page.StudyTable{Caption: "Your studies", Head: []string{"Study", "Approach", "Texts", "Your part"},
		None: "You have no part in a study yet. Open one, or ask who leads one to let you in."}
	var others []string
	var ids []string
	var err error
	if s.cfg.Studies != nil {
		ids, err = s.cfg.Studies.IDs()
	}
	for _, id := range ids {
		st, oerr := s.cfg.Studies.Study(r.Context(), id)
		if oerr != nil {
			err = errors.Join(err, oerr)
			continue
		}
		st.View(func(x *core.State) {
			if !x.Can(a.ID, core.Member) {
				others = append(others, id)
				return
			}
			mine.Rows = append(mine.Rows, page.StudyRow{URL: "/studies/" + id, Cells: []string{studyTitle(x),
				approachWords[x.About.Approach], strconv.Itoa(len(x.Project.Sources)), partWords(x.Members[a.ID])}})
		})
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.Study{Heading: "Studies", Lead: "What people say in interviews is kept apart from the clinic: nobody sees " +
		"the clinic from here, and the clinic sees no interview.",
		Parts: []page.StudyPart{{ID: "yours", Title: "Your studies", Table: &mine}}}
	if len(others) > 0 {
		v.Parts = append(v.Parts, page.StudyPart{ID: "others", Title: "Other studies",
			Lead: "Who leads one can let you in.", Says: others})
	}
	if s.cfg.Studies != nil {
		form := openForm(t)
		form.Form.Hidden = nil
		v.Parts = append(v.Parts, page.StudyPart{ID: "open", Title: "Open a study", Bare: &form})
	}
	l := s.studyLayout(r, "Studies")
	l.Problem = prob
	s.draw(w, r, status, page.StudyPage(l, v))
}

var approachWords = map[core.Approach]string{core.Reflexive: "reflexive", core.Codebook: "codebook",
	core.Framework: "framework", "": "not said"}

func partWords(r core.Rights) string {
	switch {
	case r.Lead && r.KeyHolder:
		return "leads it, holds the key table"
	case r.Lead:
		return "leads it"
	case r.KeyHolder:
		return "holds the key table"
	}
	return "member"
}

func studyTitle(x *core.State) string {
	if t := x.About.Title.Get(); t != "" {
		return t
	}
	return x.ID
}

// openForm asks what a study is.
func openForm(t typed) page.SmallForm {
	return page.SmallForm{Form: page.Form{Action: "/studies", Command: app.NewCommandID(), Expect: "0"},
		Title: "Open a study", Button: "Open the study", Fields: []page.SmallField{
			{ID: "name", Name: "name", Label: "Short name", Field: t.field("name"),
				Hint: "For the folder and the command line: a-z, 0-9 and -, for example impact-2027."},
			{ID: "title", Name: "title", Label: "Title", Field: t.field("title")},
			{ID: "aims", Name: "aims", Label: "Aims", Rows: 4, Field: t.field("aims")},
			{ID: "ethics", Name: "ethics", Label: "Reference of the ethics approval", Field: t.field("ethics"),
				Hint: "It may stay empty until there is one."},
			{ID: "approach", Name: "approach", Label: "Approach", Choices: approachChoices(), Field: t.field("approach")},
		}}
}

func approachChoices() []page.Choice {
	return []page.Choice{
		{Value: "reflexive", Label: "Reflexive", Hint: "Codes grow with the analyst. Agreement of coders is no mark of " +
			"quality here and is not shown."},
		{Value: "codebook", Label: "Codebook",
			Hint: "Codes are defined first and given by several coders. Agreement is shown."},
		{Value: "framework", Label: "Framework", Hint: "A codebook charted into a matrix of people and codes."}}
}

func (s *Server) studyOpen(w http.ResponseWriter, r *http.Request) {
	if !s.apart(w, r) {
		return
	}
	p := s.pressed(r)
	if s.cfg.Studies == nil {
		s.noStudy(w, r, "This service keeps no studies.")
		return
	}
	id := p.need("name", "Give the study a short name.")
	if id != "" && !study.IDPattern.MatchString(id) {
		p.wrong("name", "Short name: write a-z, 0-9 and -, at most 64, beginning with a letter or a digit.")
	}
	body := core.OpenStudy{Title: p.need("title", "Give the study a title."), Aims: p.get("aims"), Ethics: p.get("ethics"),
		Approach: core.Approach(p.need("approach", "Choose the approach."))}
	again := func(prob *page.Problem) { s.drawStudies(w, r, http.StatusUnprocessableEntity, prob, p.typed()) }
	if !p.ok() {
		prob, _ := p.problem(nil)
		again(prob)
		return
	}
	st, err := s.cfg.Studies.Begin(r.Context(), id)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	p.toStudy(w, st, body, "/studies/"+id, again)
}

func (s *Server) studyPage(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawStudy(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawStudy(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	a, _ := login.Who(r.Context())
	var v page.Study
	err := s.with(r.Context(), nil, func(c *clinic.State, n names) {
		st.View(func(x *core.State) {
			v.Heading, v.Lead = studyTitle(x), x.About.Aims.Get()
			v.Facts = []page.Row{{Key: "Approach", Value: approachWords[x.About.Approach]},
				{Key: "Ethics approval", Value: orNotSaid(x.About.Ethics.Get())},
				{Key: "Texts", Value: strconv.Itoa(len(x.Project.Sources))},
				{Key: "Codes", Value: strconv.Itoa(len(x.Project.Codes))}}
			v.Ways = studyWays(x)
			v.Parts = append(v.Parts, memberPart(c, x, n, t, x.Can(a.ID, core.Lead)))
			if x.Can(a.ID, core.Lead) {
				v.Parts = append(v.Parts, page.StudyPart{ID: "about", Title: "What the study is",
					Forms: []page.SmallForm{aboutForm(x, t)}})
			}
		})
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.studyLayout(r, v.Heading)
	l.Problem, l.Back = prob, &page.Link{Text: "Studies", URL: "/studies"}
	s.draw(w, r, status, page.StudyPage(l, v))
}

// studyWays are the pages of a study. Agreement of coders has a door only where
// the approach has a place for it (V-15).
func studyWays(x *core.State) []page.Link {
	at := "/studies/" + x.ID
	out := []page.Link{{Text: "Texts", URL: at + "/texts"}, {Text: "Participants", URL: at + "/participants"},
		{Text: "Topic guide", URL: at + "/guide"}}
	out = append(out, analysisWays(x.ID)...)
	if x.About.Approach.Agreement() {
		out = append(out, page.Link{Text: "Agreement", URL: at + "/agreement"})
	}
	return append(out, page.Link{Text: "Quotes", URL: at + "/quotes"}, page.Link{Text: "Outcomes", URL: at + "/outcomes"},
		page.Link{Text: "In and out", URL: at + "/exchange"}, page.Link{Text: "Report", URL: at + "/report"})
}

func orNotSaid(words string) string {
	if words == "" {
		return "not said"
	}
	return words
}

func memberPart(c *clinic.State, x *core.State, n names, t typed, lead bool) page.StudyPart {
	out := page.StudyPart{ID: "members", Title: "Who works in this study", Table: &page.StudyTable{
		Caption: "Members", Head: []string{"Name", "Part"}}}
	for _, id := range x.MembersInOrder() {
		out.Table.Rows = append(out.Table.Rows, page.StudyRow{Cells: []string{n.staff(id), partWords(x.Members[id])}})
	}
	if !lead {
		return out
	}
	researchers := staffChoicesOf(c, n, func(id person.StaffID) bool {
		return login.MayRoute(c.Staff[id].Roles, "GET /studies")
	})
	out.Forms = []page.SmallForm{{Title: "Let somebody in, or change their part", Button: "Record",
		Form: page.Form{Action: "/studies/" + x.ID, Command: app.NewCommandID(), Expect: "0",
			Hidden: []page.Pair{{Name: "what", Value: "member"}}},
		Open: t.errs["staff"] != "", Fields: []page.SmallField{
			{ID: "staff", Name: "staff", Label: "Who", List: true, Choices: researchers, Field: t.field("staff")},
			{ID: "part", Name: "part", Label: "Part", Field: page.Field{Value: "member"}, Choices: []page.Choice{
				{Value: "member", Label: "Member", Hint: "Reads transcripts, codes, writes memos."},
				{Value: "lead", Label: "Leads it", Hint: "Decides about consent, withdrawal and release too."},
				{Value: "keyholder", Label: "Holds the key table", Hint: "Sees who a participant is."},
				{Value: "both", Label: "Leads it and holds the key table"},
				{Value: "end", Label: "No part any more"}}}}}}
	return out
}

func aboutForm(x *core.State, t typed) page.SmallForm {
	f := openForm(t)
	f.Form = page.Form{Action: "/studies/" + x.ID, Command: app.NewCommandID(), Expect: "0",
		Hidden: []page.Pair{{Name: "what", Value: "about"}}}
	f.Title, f.Button, f.Fields = "Change title, aims, ethics reference or approach", "Record", f.Fields[1:]
	f.Open = len(t.errs) > 0 && t.v.Get("what") == "about"
	for i, now := range []string{x.About.Title.Get(), x.About.Aims.Get(), x.About.Ethics.Get(), string(x.About.Approach)} {
		if t.v.Get("what") != "about" {
			f.Fields[i].Field = page.Field{Value: now}
		}
	}
	return f
}

func (s *Server) studyPress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	var body core.Body
	switch p.get("what") {
	case "member":
		b := core.SetMember{Staff: person.StaffID(p.need("staff", "Choose who."))}
		switch p.get("part") {
		case "end":
			b.End = true
		case "both":
			b.Rights = core.Rights{Lead: true, KeyHolder: true}
		case "lead":
			b.Rights.Lead = true
		case "keyholder":
			b.Rights.KeyHolder = true
		}
		s.house.View(func(c *clinic.State) {
			if who := c.Staff[b.Staff]; b.Staff != "" && (who == nil || !login.MayRoute(who.Roles, "GET /studies")) {
				p.wrong("staff", "Who: choose somebody who is a researcher here.")
			}
		})
		body = b
	case "about":
		body = core.OpenStudy{Title: p.need("title", "Give the study a title."), Aims: p.get("aims"),
			Ethics: p.get("ethics"), Approach: core.Approach(p.get("approach"))}
	default:
		s.noStudy(w, r, "There is no such form.")
		return
	}
	p.toStudy(w, st, body, "/studies/"+st.ID(), func(prob *page.Problem) {
		s.drawStudy(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// studyEvents tells a page that somebody changed the study: its revision, as the
// event "changed" (V-40).
func (s *Server) studyEvents(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.streamOf(w, r, st.Watch, func(context.Context) ([]byte, error) {
		return []byte(strconv.FormatInt(st.Size(), 10)), nil
	})
}
