package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/labdesk"
	"steady/internal/login"
	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/lab"
	"steady/lab/compare"
	"steady/lab/scenario"
)

// question is a scenario being written.
type question struct {
	labdesk.Draft
	f *scenario.File
}

// readQuestion reads a draft, which need not be whole.
func readQuestion(x labdesk.Draft) (*question, error) {
	q := &question{Draft: x, f: &scenario.File{}}
	if err := json.Unmarshal(x.Data, q.f); err != nil {
		return nil, err
	}
	q.adopt()
	return q, nil
}

// adopt gives the scenario the figures of the file.
func (q *question) adopt() {
	if q.f.Parameters == nil {
		q.f.Parameters = map[lab.Key]scenario.Figure{}
	}
	q.f.Scenario.Parameters = map[lab.Key]lab.Parameter{}
	for k, p := range q.f.Parameters {
		q.f.Scenario.Parameters[k] = p.Parameter
	}
}

func (q *question) url() string { return "/lab/questions/" + q.ID }

// missing are the figures that nobody published and this question does not give.
func (q *question) missing() (out []lab.Known) {
	for _, k := range lab.Catalogue() {
		if _, given := q.f.Parameters[k.Key]; !given && k.Published == nil {
			out = append(out, k)
		}
	}
	return out
}

// whole is the scenario with stand-ins for figures that are missing, so that all
// else can be judged before they are written. It is never run.
func (q *question) whole() *lab.Scenario {
	s := q.f.Scenario
	s.Costs = nil
	s.Parameters = map[lab.Key]lab.Parameter{}
	for k, p := range q.f.Scenario.Parameters {
		s.Parameters[k] = p
	}
	for _, k := range q.missing() {
		s.Parameters[k.Key] = lab.Parameter{Value: k.Least, Lo: k.Least, Hi: k.Least, Source: "-", Confidence: lab.Assumption}
	}
	return &s
}

// lacks says what stands between the question and an answer, with where to write
// it. Nothing: it can be run.
func (q *question) lacks() (out []page.Link) {
	add := func(part, text string) { out = append(out, page.Link{Text: text, URL: q.url() + "/" + part}) }
	if strings.TrimSpace(q.f.Question) == "" || q.f.Name == "" {
		add("about", "Write the question.")
	}
	if err := q.whole().Check(); err != nil {
		part := "service"
		if p := q.f.Population; q.f.Days < 1 || p.Places < 1 || p.InTreatment > p.Places || q.f.Start < 1 {
			part = "about"
		}
		add(part, capital(err.Error())+".")
	}
	if n := len(q.missing()); n > 0 {
		add("figures", plural(n, "figure")+" that nobody published: write each with a range, or take them from another "+
			"question.")
	}
	if n := len(q.f.Policies); n < 2 || n > 6 {
		out = append(out, page.Link{Text: "Choose 2 to 6 policies; the first is what the others are compared with.",
			URL: q.url() + "#policies"})
	}
	for i := range q.f.Policies {
		if why := q.refuses(i); why != "" && len(out) == 0 {
			add("policy?policy="+q.f.Policies[i].ID, q.f.Policies[i].Name+": "+why)
		}
	}
	if len(out) > 0 {
		return out
	}
	b, err := q.f.Write()
	var f *scenario.File
	if err == nil {
		f, err = scenario.Parse(b)
	}
	if err == nil {
		err = f.Check()
	}
	if err != nil {
		add("about", capital(err.Error())+".")
	}
	return out
}

// refuses says why a policy cannot be run in this question, "" where it can.
func (q *question) refuses(i int) string {
	if err := q.f.Policies[i].Check(q.whole()); err != nil {
		return err.Error()
	}
	return ""
}

// labQuestionOf finds a question; it answers the page itself where there is none.
func (s *Server) labQuestionOf(w http.ResponseWriter, r *http.Request) *question {
	x, err := s.cfg.Lab.Draft(r.Context(), r.PathValue("question"))
	var q *question
	if err == nil {
		q, err = readQuestion(x)
	}
	if err != nil {
		s.labMissing(w, r, err)
		return nil
	}
	return q
}

// labWrite keeps a question; the page is answered where it could not be.
func (s *Server) labWrite(w http.ResponseWriter, p *press, q *question) bool {
	raw, err := q.f.Write()
	if err == nil {
		q.Title, q.Data, q.By = q.f.Name, raw, actorOf(p.r).ID
		err = s.cfg.Lab.Write(p.r.Context(), q.Draft)
	}
	if errors.Is(err, labdesk.ErrMoved) {
		s.draw(w, p.r, http.StatusConflict, page.ConfirmPage(s.labLayout(p.r, "Changed meanwhile"), page.Confirm{
			Heading: "Somebody else changed this question meanwhile", Kind: "warn",
			Text: []string{"Nothing of what you typed was kept. Open it again and write it once more."},
			Back: &page.Link{Text: "Open the question", URL: q.url()}}))
		return false
	}
	if err != nil {
		s.fault(w, p.r, err)
		return false
	}
	return true
}

// labQuestion shows a question with all its parts.
func (s *Server) labQuestion(w http.ResponseWriter, r *http.Request) {
	if q := s.labQuestionOf(w, r); q != nil {
		s.drawQuestion(w, r, http.StatusOK, q, nil)
	}
}

func (s *Server) drawQuestion(w http.ResponseWriter, r *http.Request, status int, q *question, prob *page.Problem) {
	f := q.f
	v := page.LabQuestion{Title: cmp.Or(f.Name, "A question without a title"), Question: f.Question, Lacks: q.lacks()}
	done := func(part string) nhs.Tag {
		for _, x := range v.Lacks {
			if strings.HasPrefix(x.URL, q.url()+"/"+part) {
				return nhs.Tag{Text: "To be written", Colour: "orange"}
			}
		}
		return nhs.Tag{Text: "Written", Colour: "green"}
	}
	expect := strconv.FormatInt(q.Version, 10)
	form := func(part string, hidden ...page.Pair) page.Form {
		return page.Form{Action: q.url() + "/" + part, Command: app.NewCommandID(), Expect: expect, Hidden: hidden}
	}
	v.Parts = []page.LabPart{
		{Title: "The question, with whom and for how long", URL: q.url() + "/about", State: done("about"), Facts: []string{
			fmt.Sprintf("%d people in treatment, %d places, %d on the waiting list", f.Population.InTreatment,
				f.Population.Places, f.Population.Waiting),
			fmt.Sprintf("%d days counted after %d that are not", f.Days, f.Warmup), labLengthWords(f)}},
		{Title: "The service as it works today", URL: q.url() + "/service", State: done("service"),
			Facts: houseWords(&f.Today)},
		{Title: "Figures about people and visits", URL: q.url() + "/figures", State: done("figures"),
			Facts: []string{figuresWords(q)}}, recordsPart(q),
		{Title: "What things cost", URL: q.url() + "/costs", State: costsTag(f), Facts: []string{costsWords(f)}},
	}
	for i := range f.Policies {
		p := &f.Policies[i]
		told := labDraw{}.policy(compare.FromPolicy(p, &f.Today), i == 0)
		card := page.LabQuestionPolicy{Policy: told, URL: q.url() + "/policy?policy=" + p.ID, Lack: q.refuses(i)}
		if i > 0 {
			card.Drop = &page.Action{Label: "Take it out", Kind: "secondary",
				Form: form("drop", page.Pair{Name: "policy", Value: p.ID})}
		}
		v.Policies = append(v.Policies, card)
	}
	if len(f.Policies) < 6 {
		v.Add = form("add")
		v.Ready = readyPolicies(f)
	}
	if len(v.Lacks) == 0 {
		v.Run = &page.Action{Label: "Run the comparison", Form: form("run")}
	}
	v.Discard = &page.Action{Label: "Throw this question away", Kind: "secondary", Form: form("discard"),
		Hint: "Comparisons that were run from it stay."}
	l := s.labLayout(r, v.Title)
	l.Problem = prob
	s.draw(w, r, status, page.LabQuestionPage(l, v))
}

// labLengthWords says when a run is long enough.
func labLengthWords(f *scenario.File) string {
	if len(f.Enough) == 0 {
		return fmt.Sprintf("%d replications of every policy", f.Replications)
	}
	return fmt.Sprintf("Until %s narrow enough, at most %d replications of every policy",
		map[bool]string{true: "the interval is", false: "all " + strconv.Itoa(len(f.Enough)) +
			" intervals are"}[len(f.Enough) == 1],
		f.Replications)
}

func figuresWords(q *question) string {
	given := len(q.f.Parameters)
	return fmt.Sprintf("%d written here, %d published ones, %d missing", given,
		len(lab.Catalogue())-given-len(q.missing()), len(q.missing()))
}

func costsTag(f *scenario.File) nhs.Tag {
	if len(f.Costs) == 0 {
		return nhs.Tag{Text: "Left out", Colour: "grey"}
	}
	return nhs.Tag{Text: "Written", Colour: "green"}
}

func costsWords(f *scenario.File) string {
	if len(f.Costs) == 0 {
		return "Without unit costs no cost is told"
	}
	return plural(len(f.Costs), "unit cost") + " in " + f.Currency
}

// readyPolicies are the published options that are not in the question yet.
func readyPolicies(f *scenario.File) (out []page.LabReady) {
	ref := labdesk.Reference()
	for i := range ref.Policies {
		p := &ref.Policies[i]
		if i == 0 || slices.ContainsFunc(f.Policies, func(x lab.Policy) bool { return x.ID == p.ID }) {
			continue
		}
		out = append(out, page.LabReady{Value: p.ID, Policy: labDraw{}.policy(compare.FromPolicy(p, &f.Today), false)})
	}
	return out
}

// labNew asks for a title and what to begin with.
func (s *Server) labNew(w http.ResponseWriter, r *http.Request) {
	s.drawNew(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawNew(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	f := labFields{t}
	v := page.LabNew{Form: page.Form{Action: "/lab/new", Command: t.command(), Expect: "0"},
		Title: f.text("title", "Title", "As it will stand on the brief, for example: Opening until eight.", ""),
		Question: f.text("question", "The question", "One sentence, for example: could our people keep a job if we "+
			"opened longer?",
			""), Ready: readyPolicies(&scenario.File{}), Picked: t.picks("ready")}
	from := r.URL.Query().Get("from")
	if t.v != nil {
		from = t.v.Get("from")
	}
	if x, err := s.cfg.Lab.Run(r.Context(), from); from != "" && err == nil {
		v.From, v.FromTitle = from, x.Title
		v.Title.Field.Value, v.Question.Field.Value = cmp.Or(v.Title.Field.Value, x.Title), cmp.Or(v.Question.Field.Value,
			x.Question)
	}
	v.Figures = f.text("figures", "Figures about people and visits", "", "")
	v.Figures.Choices = []page.Choice{
		{Value: "published", Label: "Only published figures", Hint: fmt.Sprintf(
			"%d that nobody published stay open: you write "+
				"each with its range.", unpublished())},
		{Value: "reference", Label: "The published ones, and the assumptions of the reference scenario for the others",
			Hint: "Each is marked as an assumption and can be changed. They are nobody's measurements."}}
	l := s.labLayout(r, "Ask a question")
	l.Problem = prob
	s.draw(w, r, status, page.LabNewPage(l, v))
}

func unpublished() (n int) {
	for _, k := range lab.Catalogue() {
		if k.Published == nil {
			n++
		}
	}
	return n
}

// labMake begins a question: from today's rules of this service, or from one that
// was run.
func (s *Server) labMake(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	q := &question{Draft: labdesk.Draft{ID: "q" + p.req.Command.ID}}
	if p.get("title") == "" {
		p.wrong("title", "Write a title.")
	}
	if p.get("question") == "" {
		p.wrong("question", "Write the question in one sentence.")
	}
	if x, err := s.cfg.Lab.Run(r.Context(), p.get("from")); p.get("from") != "" && err == nil {
		q.f = &scenario.File{}
		if err := json.Unmarshal(x.Document(), q.f); err != nil {
			s.fault(w, r, err)
			return
		}
	} else {
		figures := p.chosen("figures", "Figures", []page.Choice{{Value: "published"}, {Value: "reference"}})
		if err := s.house.View(func(st *clinic.State) { q.f = labToday(st, s.house.Now()) }); err != nil {
			s.fault(w, r, err)
			return
		}
		ref := labdesk.Reference()
		if figures == "reference" {
			q.f.Parameters, q.f.Invented = ref.Parameters, ref.Invented
		}
		for _, x := range ref.Policies[1:] {
			if slices.Contains(r.PostForm["ready"], x.ID) {
				q.f.Policies = append(q.f.Policies, x)
			}
		}
	}
	if !p.ok() {
		s.drawNew(w, r, http.StatusUnprocessableEntity, &page.Problem{Lines: p.lines}, p.typed())
		return
	}
	q.f.Name, q.f.Question = p.get("title"), p.get("question")
	q.adopt()
	if _, err := s.cfg.Lab.Draft(r.Context(), q.ID); err == nil { // pressed twice
		http.Redirect(w, r, q.url(), http.StatusSeeOther)
		return
	}
	if s.labWrite(w, p, q) {
		http.Redirect(w, r, q.url(), http.StatusSeeOther)
	}
}

// labRunIt starts a comparison of a question that is whole.
func (s *Server) labRunIt(w http.ResponseWriter, p *press, q *question) {
	if len(q.lacks()) > 0 {
		s.drawQuestion(w, p.r, http.StatusUnprocessableEntity, q, &page.Problem{Title: "Not started",
			Lines: []page.ProblemLine{{Text: "Something is still to be written: see the list."}}})
		return
	}
	doc, err := q.f.Write()
	id := "r" + p.req.Command.ID
	if err == nil {
		a, _ := login.Who(p.r.Context())
		err = s.cfg.Lab.Start(p.r.Context(), labdesk.Run{ID: id, Scenario: q.ID, Title: q.f.Name, Question: q.f.Question,
			By: a.ID}, doc)
	}
	if err != nil {
		s.fault(w, p.r, err)
		return
	}
	http.Redirect(w, p.r, "/lab/runs/"+id, http.StatusSeeOther)
}
