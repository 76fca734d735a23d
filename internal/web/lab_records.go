package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/lab"
	"steady/lab/scenario"
)

// What this service's own journal says of the lab's figures. It is read here and
// nowhere else by the lab's pages; nothing is written into it.

// records reads the journal once and then only what was added since.
type records struct {
	mu  sync.Mutex
	fit lab.Fitting
	to  int64 // clinical entries that were read
}

// fits are the figures that the journal can tell, with the days they are from.
func (k *records) fits(ctx context.Context, house *app.House) (fits []lab.Fit, days string, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	to, err := house.After(ctx, k.to, func(_ int64, e clinic.Event) error {
		k.fit.See(e)
		return nil
	})
	if err != nil {
		k.fit, k.to = lab.Fitting{}, 0 // it stopped half way
		return nil, "", err
	}
	k.to = to
	if first, last := k.fit.Days(); first != 0 {
		days = first.String() + " to " + last.String()
	}
	return k.fit.Fits(), days, nil
}

// drawRecords shows what the journal says, beside what the question holds now.
func (s *Server) drawRecords(w http.ResponseWriter, r *http.Request, q *question, status int, prob *page.Problem,
	t typed) {
	fits, days, err := s.records.fits(r.Context(), s.house)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.LabRecords{Days: days, Least: lab.LeastObservations, Picked: t.picks("take"),
		Form:  page.Form{Action: q.url() + "/records", Command: t.command(), Expect: strconv.FormatInt(q.Version, 10)},
		Notes: append(lab.FitNotes(), "The desk's time is part of the assessment's: the two are taken together.")}
	for _, x := range fits {
		k, _ := knownOf(string(x.Key))
		line := page.LabRecord{ID: string(x.Key), Name: capital(k.Words), Unit: k.Unit,
			Now: "This question: " + q.holds(k) + "."}
		switch {
		case x.Own != nil:
			line.Figure = labNumber(x.Own.Value) + " (95 %: " + labNumber(x.Own.Lo) + " to " + labNumber(x.Own.Hi) + ")"
			line.Source = capital(x.Own.Source)
			if q.f.Parameters[k.Key].Parameter == *x.Own {
				line.Taken, line.Now = true, "This question has it."
			}
			v.Found = append(v.Found, line)
		case x.Odd:
			line.Figure = "What the journal gives is outside what is possible in the lab."
			v.Few = append(v.Few, line)
		default:
			line.Figure = fmt.Sprintf("%d of %d observations.", x.N, lab.LeastObservations)
			v.Few = append(v.Few, line)
		}
	}
	l := s.labLayout(r, "From our own records")
	l.Back, l.Problem = q.back("records", ""), prob
	s.draw(w, r, status, page.LabRecordsPage(l, v))
}

// holds says which figure a question goes by, in words.
func (q *question) holds(k lab.Known) string {
	if x, given := q.f.Parameters[k.Key]; given {
		return figureWords(x.Parameter) + ", " + lowerFirst(labSure[string(x.Confidence)].Text)
	}
	if k.Published != nil {
		return "the published range stands, " + figureWords(*k.Published)
	}
	return "nobody published it, it is still to be written"
}

// takeRecords takes what was ticked into the question, with where it is from.
func (s *Server) takeRecords(ctx context.Context, p *press, q *question) error {
	ticked := p.r.PostForm["take"]
	if len(ticked) == 0 {
		p.wrong("take", "Tick the figures that this question is to use.")
		return nil
	}
	if slices.Contains(ticked, string(lab.AssessMinutes)) || slices.Contains(ticked, string(lab.IDMinutes)) {
		ticked = append(slices.Clone(ticked), string(lab.AssessMinutes), string(lab.IDMinutes)) // one step of the journal
	}
	fits, _, err := s.records.fits(ctx, s.house)
	if err != nil {
		return err
	}
	for _, x := range fits {
		if x.Own == nil || !slices.Contains(ticked, string(x.Key)) {
			continue
		}
		k, _ := knownOf(string(x.Key))
		q.f.Parameters[x.Key] = scenario.Figure{Parameter: *x.Own, Unit: k.Unit}
	}
	return nil
}

// recordsPart is the door to it on the page of a question.
func recordsPart(q *question) page.LabPart {
	n := 0
	for _, x := range q.f.Parameters {
		if x.Confidence == lab.Own {
			n++
		}
	}
	state := nhs.Tag{Text: "Nothing taken", Colour: "grey"}
	if n > 0 {
		state = nhs.Tag{Text: plural(n, "figure") + " taken", Colour: "green"}
	}
	return page.LabPart{Title: "From our own records", URL: q.url() + "/records", State: state,
		Facts: []string{"What this service's own journal says of how people come, how long things take, and attendance"}}
}
