package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"steady/internal/app"
	"steady/internal/labdesk"
	"steady/internal/login"
	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/lab/compare"
)

// Lab is the policy lab behind its pages.
type Lab struct {
	*labdesk.Desk
	// Brief makes the two pages for a commissioner; nil leaves them out.
	Brief func(*compare.Comparison) ([]byte, error)
}

// labListed is how many comparisons and questions the first page shows.
const labListed = 100

func (s *Server) labRoutes() map[string]http.Handler {
	if s.cfg.Lab == nil {
		return nil
	}
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /lab":                              f(s.labIndex),
		"GET /lab/runs/{run}":                   f(s.labRun),
		"POST /lab/runs/{run}":                  f(s.labPress),
		"GET /lab/runs/{run}/events":            f(s.labEvents),
		"GET /lab/runs/{run}/measure/{measure}": f(s.labMeasurePage),
		"GET /lab/runs/{run}/inputs":            f(s.labInputs),
		"GET /lab/runs/{run}/day":               f(s.labDay),
		"GET /lab/runs/{run}/file/{file}":       f(s.labFile),
		"GET /lab/new":                          f(s.labNew),
		"POST /lab/new":                         f(s.labMake),
		"GET /lab/questions/{question}":         f(s.labQuestion),
		"GET /lab/questions/{question}/{part}":  f(s.labPart),
		"POST /lab/questions/{question}/{part}": f(s.labKeep),
	}
}

// labTagOf is the state of a comparison as a word in a box.
func labTagOf(x labdesk.State) nhs.Tag {
	switch x {
	case labdesk.Finished:
		return nhs.Tag{Text: "Finished", Colour: "green"}
	case labdesk.Running:
		return nhs.Tag{Text: "Running", Colour: "blue"}
	case labdesk.Waiting:
		return nhs.Tag{Text: "Waiting", Colour: "yellow"}
	case labdesk.Stopped:
		return nhs.Tag{Text: "Stopped", Colour: "grey"}
	}
	return nhs.Tag{Text: "Cannot be run", Colour: "red"}
}

func (s *Server) labIndex(w http.ResponseWriter, r *http.Request) {
	var v page.LabIndex
	runs, err := s.cfg.Lab.Runs(r.Context(), labListed)
	drafts, derr := s.cfg.Lab.Drafts(r.Context(), labListed)
	if err = errors.Join(err, derr); err != nil {
		s.fault(w, r, err)
		return
	}
	now, z := s.house.Now(), s.zone()
	asks := login.MayRoute(actorOf(r).Roles, "POST /lab/new")
	for _, x := range runs {
		v.Runs = append(v.Runs, page.LabCard{Title: x.Title, URL: "/lab/runs/" + x.ID, State: labTagOf(x.State),
			Facts: []string{"Asked for " + stamp(z, now, x.Made), labFar(x)}})
	}
	for _, x := range drafts {
		if !asks {
			break
		}
		v.Scenarios = append(v.Scenarios, page.LabCard{Title: x.Title, URL: "/lab/questions/" + x.ID,
			State: nhs.Tag{Text: "Being written", Colour: "white"}, Facts: []string{"Changed " + stamp(z, now, x.At)}})
	}
	if asks {
		v.New = &page.Link{Text: "Ask a question", URL: "/lab/new"}
	}
	s.draw(w, r, http.StatusOK, page.LabIndexPage(s.labLayout(r, "Policy lab"), v))
}

func (s *Server) labLayout(r *http.Request, title string) page.Layout {
	l := s.layout(r, title)
	l.Lab = true
	if r.URL.Path != "/lab" {
		l.Back = &page.Link{Text: "The lab", URL: "/lab"}
	}
	return l
}

func labFar(x labdesk.Run) string {
	if x.All == 0 {
		return "Nothing was run yet"
	}
	return thousands(strconv.Itoa(x.Done)) + " of " + thousands(strconv.Itoa(x.All)) + " replications"
}

// labMissing answers for a comparison or question that is not there.
func (s *Server) labMissing(w http.ResponseWriter, r *http.Request, err error) {
	if !errors.Is(err, labdesk.ErrNoPaper) {
		s.fault(w, r, err)
		return
	}
	s.draw(w, r, http.StatusNotFound, page.ConfirmPage(s.labLayout(r, "Not found"), page.Confirm{
		Heading: "The lab has no such paper", Kind: "warn", Back: &page.Link{Text: "Back to the lab", URL: "/lab"}}))
}

// labRun shows a comparison: how far it is, or what it found.
func (s *Server) labRun(w http.ResponseWriter, r *http.Request) {
	x, err := s.cfg.Lab.Run(r.Context(), r.PathValue("run"))
	if err != nil {
		s.labMissing(w, r, err)
		return
	}
	if x.State != labdesk.Finished {
		s.draw(w, r, http.StatusOK, page.LabRunPage(s.liveLab(r, x), s.labFollow(r, x)))
		return
	}
	d, ok := s.labResult(w, r)
	if !ok {
		return
	}
	v := d.view()
	if s.cfg.Lab.Brief != nil {
		v.Files = append(v.Files, page.Link{Text: "Brief of two pages (PDF)", URL: d.at + "/file/brief.pdf"})
	}
	v.Files = append(v.Files, []page.Link{{Text: "Every replication (CSV)", URL: d.at + "/file/replications.csv"},
		{Text: "The whole result (JSON)", URL: d.at + "/file/result.json"},
		{Text: "The scenario (JSON), to run it again", URL: d.at + "/file/scenario.json"}}...)
	v.Day = &page.Link{Text: "Watch one simulated day", URL: d.at + "/day"}
	if login.MayRoute(actorOf(r).Roles, "POST /lab/new") {
		v.From = &page.Link{Text: "Ask it again with other rules or figures", URL: "/lab/new?from=" + x.ID}
	}
	s.draw(w, r, http.StatusOK, page.LabComparePage(s.labLayout(r, v.Title), v))
}

func (s *Server) liveLab(r *http.Request, x labdesk.Run) page.Layout {
	l := s.labLayout(r, x.Title)
	if x.State == labdesk.Running || x.State == labdesk.Waiting {
		l.Live = "/lab/runs/" + x.ID + "/events"
	}
	return l
}

// labFollow draws a comparison that is not finished.
func (s *Server) labFollow(r *http.Request, x labdesk.Run) page.LabRun {
	at := "/lab/runs/" + x.ID
	v := page.LabRun{Title: x.Title, Question: x.Question, Progress: labProgress(x),
		Facts: []page.Row{{Key: "Asked for", Value: stamp(s.zone(), s.house.Now(), x.Made)}}}
	act := func(label, kind, what string) *page.Action {
		return &page.Action{Label: label, Kind: kind, Form: page.Form{Action: at, Command: app.NewCommandID(), Expect: "0",
			Hidden: []page.Pair{{Name: "what", Value: what}}}}
	}
	may := login.MayRoute(actorOf(r).Roles, "POST /lab/runs/{run}")
	switch {
	case x.State == labdesk.Running || x.State == labdesk.Waiting:
		v.Events = at + "/events"
		if may {
			v.Stop = act("Stop it", "secondary", "stop")
		}
	case x.State == labdesk.Stopped && may:
		v.Resume = act("Go on with it", "", "resume")
	}
	if x.Scenario != "" && may {
		v.Again = &page.Link{Text: "Back to the question", URL: "/lab/questions/" + x.Scenario}
	}
	return v
}

func labProgress(x labdesk.Run) page.LabProgress {
	p := page.LabProgress{State: labTagOf(x.State), Line: labFar(x), Done: x.Done, All: x.All, Why: x.Why}
	switch x.State {
	case labdesk.Waiting:
		p.Line = "One comparison runs at a time, so that the clinic is never slowed. " + labFar(x)
	case labdesk.Finished:
		p.Line, p.Reload = "The comparison is there.", "/lab/runs/"+x.ID
	case labdesk.Stopped:
		p.Line = labFar(x) + ". Nothing of it is lost."
	}
	return p
}

// labPress stops a comparison or goes on with it.
func (s *Server) labPress(w http.ResponseWriter, r *http.Request) {
	p, id := s.pressed(r), r.PathValue("run")
	err := s.labMove(r.Context(), p.get("what"), id)
	if err != nil {
		s.labMissing(w, r, err)
		return
	}
	http.Redirect(w, r, "/lab/runs/"+id, http.StatusSeeOther)
}

func (s *Server) labMove(ctx context.Context, what, id string) error {
	switch what {
	case "resume":
		return s.cfg.Lab.Resume(ctx, id)
	case "stop":
		return s.cfg.Lab.Stop(ctx, id)
	}
	return labdesk.ErrNoPaper
}

// labEvents sends how far a comparison is whenever it moved.
func (s *Server) labEvents(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("run")
	s.streamOf(w, r, s.cfg.Lab.Watch, func(ctx context.Context) ([]byte, error) {
		x, err := s.cfg.Lab.Run(ctx, id)
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = page.LabProgressPart(labProgress(x)).Render(ctx, &b)
		return b.Bytes(), err
	})
}

// labMeasurePage shows one measure with all its charts.
func (s *Server) labMeasurePage(w http.ResponseWriter, r *http.Request) {
	d, ok := s.labResult(w, r)
	if !ok {
		return
	}
	m, known := d.c.Study.Measure(r.PathValue("measure"))
	if !known {
		s.labMissing(w, r, labdesk.ErrNoPaper)
		return
	}
	l := s.labLayout(r, m.Name)
	l.Back = &page.Link{Text: d.c.Study.Title, URL: d.at}
	v := d.measure(m, true)
	v.Charts = append(v.Charts, d.swingsOf(m.ID)...)
	s.draw(w, r, http.StatusOK, page.LabMeasurePage(l, d.c.Study.Title, v))
}

// labInputs shows what the simulation was told, with where each figure is from.
func (s *Server) labInputs(w http.ResponseWriter, r *http.Request) {
	d, ok := s.labResult(w, r)
	if !ok {
		return
	}
	l := s.labLayout(r, "Every input and its source")
	l.Back = &page.Link{Text: d.c.Study.Title, URL: d.at}
	s.draw(w, r, http.StatusOK, page.LabInputsPage(l, d.inputs()))
}

// labFile hands out a comparison as a file.
func (s *Server) labFile(w http.ResponseWriter, r *http.Request) {
	id, kind := r.PathValue("run"), ""
	var b []byte
	var err error
	switch r.PathValue("file") {
	case "brief.pdf":
		if kind = "application/pdf"; s.cfg.Lab.Brief == nil {
			s.labMissing(w, r, labdesk.ErrNoPaper)
			return
		}
		d, ok := s.labResult(w, r)
		if !ok {
			return
		}
		b, err = s.cfg.Lab.Brief(d.c)
	case "replications.csv":
		kind = "text/csv; charset=utf-8"
		b, err = s.cfg.Lab.Table(r.Context(), id)
	case "result.json":
		kind = "application/json"
		b, err = s.cfg.Lab.Result(r.Context(), id)
	case "scenario.json":
		kind = "application/json"
		var x labdesk.Run
		x, err = s.cfg.Lab.Run(r.Context(), id)
		b = x.Document()
	default:
		err = labdesk.ErrNoPaper
	}
	if err != nil {
		s.labMissing(w, r, err)
		return
	}
	page.SetHeaders(w.Header())
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="lab-`+r.PathValue("file")+`"`)
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	_, _ = w.Write(b) // a reader that left is not our fault
}

// labResult reads the comparison of a run; it answers the page itself where
// there is none.
func (s *Server) labResult(w http.ResponseWriter, r *http.Request) (labDraw, bool) {
	id := r.PathValue("run")
	raw, err := s.cfg.Lab.Result(r.Context(), id)
	d := labDraw{at: "/lab/runs/" + id}
	if err == nil {
		err = json.Unmarshal(raw, &d.c)
	}
	if err != nil {
		s.labMissing(w, r, err)
		return d, false
	}
	return d, true
}
