package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// drawing is one drawing of a visit page: what the state says, what was typed,
// and who looks.
type drawing struct {
	s     *Server
	st    *clinic.State
	n     names
	v     *clinic.Visit
	p     *clinic.Person
	now   moment.Instant
	z     moment.Zone
	actor login.Actor
	typed typed
	part  bool // the part-used section is asked for
	again bool // the readings are taken again
	asked bool // by the link that says so
}

func (s *Server) visitPage(w http.ResponseWriter, r *http.Request) {
	s.drawVisit(w, r, http.StatusOK, nil, typed{})
}

// drawVisit draws the visit as it stands; with a problem it keeps what was
// typed.
func (s *Server) drawVisit(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	id := r.PathValue("visit")
	var view *page.Visit
	var stale *page.Stale
	title := ""
	err := s.with(r.Context(), visitTexts(id), func(st *clinic.State, n names) {
		v := st.Visits[id]
		if v == nil {
			return
		}
		d := s.drawingFor(r, st, n, v, t)
		built := d.view()
		if t.stale {
			stale = d.stale()
		}
		view, title = &built, n.person(v.Person)
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case view == nil:
		s.missing(w, r, "This visit is not on today's list. Earlier visits are on the person's page.")
	default:
		l := s.layout(r, title)
		l.Back, l.Problem, l.Live = &page.Link{Text: "Board", URL: "/board"}, prob, view.Live
		l.Stale = stale
		s.draw(w, r, status, page.VisitPage(l, *view))
	}
}

func (s *Server) drawingFor(r *http.Request, st *clinic.State, n names, v *clinic.Visit, t typed) *drawing {
	a, _ := login.Who(r.Context())
	q := r.URL.Query()
	return &drawing{s: s, st: st, n: n, v: v, p: st.People[v.Person], now: s.house.Now(), z: st.Zone(), actor: a,
		typed: t, part: q.Get("part") != "", again: q.Get("again") != "" || t.v.Has("alcohol"), asked: q.Get("again") != ""}
}

// visitTexts lists the cabinet texts one visit page shows.
func visitTexts(id string) func(st *clinic.State) []clinic.Text {
	return func(st *clinic.State) (out []clinic.Text) {
		v := st.Visits[id]
		if v == nil {
			return nil
		}
		out = ownSettingTexts(st)
		p := st.People[v.Person]
		for _, t := range []*clinic.Text{p.Born, p.Allergies} {
			if t != nil {
				out = append(out, *t)
			}
		}
		for _, h := range p.Holds {
			if h.Reason != nil {
				out = append(out, *h.Reason)
			}
		}
		if v.Referral != nil && v.Referral.Question != nil {
			out = append(out, *v.Referral.Question)
		}
		if v.Answer != nil {
			out = append(out, v.Answer.Reason)
		}
		if v.Readings != nil && v.Readings.Since != nil {
			out = append(out, *v.Readings.Since)
		}
		return out
	}
}

func (d *drawing) view() page.Visit {
	out := page.Visit{Who: d.identity(), Steps: d.steps(), Ways: d.ways(), Beside: d.beside()}
	if d.v.Stage != visit.Ended {
		out.Live = "/visits/" + d.v.ID + "/events?rev=" + strconv.FormatInt(d.v.Rev, 10)
	}
	switch d.v.Stage {
	case visit.Booked:
		out.Decided = d.booked()
	case visit.Arrived:
		out.Arrived = d.arrived()
	case visit.Deferred:
		if d.again {
			out.Arrived = d.arrived()
		} else {
			out.Decided = d.decided()
		}
	case visit.Decided:
		if d.asked {
			out.Arrived = d.arrived()
		} else {
			out.Decided = d.decided()
		}
	case visit.Referred, visit.Stopped, visit.Assessed:
		out.Decided = d.decided()
	case visit.Prepared, visit.Checked:
		out.Check = d.check()
	case visit.InBooth:
		out.Booth = d.booth()
	case visit.Observed:
		out.Observe = d.observe()
	case visit.Emergency:
		out.Emergency = d.emergency()
		if d.part && d.v.Syringe != nil && d.v.BoothSince != 0 {
			out.Emergency, out.Booth = nil, d.booth()
		}
	case visit.Ended:
		out.Ended = d.ended()
	}
	return out
}

// form is a form of this visit: its address, a fresh command id (or the one of
// the press that was refused) and the revision the page shows.
func (d *drawing) form(step string) page.Form {
	return page.Form{Action: "/visits/" + d.v.ID + "/" + step, Command: app.NewCommandID(),
		Expect: strconv.FormatInt(d.v.Rev, 10)}
}

// identity is the panel that stays at the side.
func (d *drawing) identity() page.Identity {
	name := d.n.person(d.v.Person)
	out := page.Identity{Name: name, Initials: initials(name), Born: d.n.opt(d.p.Born),
		URL:       "/people/" + string(d.v.Person),
		Allergies: d.n.opt(d.p.Allergies), Marks: marks(d.st, d.v)}
	if out.Allergies == "" {
		out.Allergies = "None known"
	}
	if day, err := moment.ParseDay(out.Born); err == nil {
		out.Born = dayWords(day)
	}
	for _, h := range d.p.Holds {
		text := d.n.opt(h.Reason)
		if text == "" {
			text = "Placed by rule " + h.Rule + ": a prescriber reviews first."
		}
		out.Holds = append(out.Holds, page.Hold{Text: text})
	}
	missed := d.st.MissedBefore(d.p, d.v.Day, d.v.Session)
	if last, ok := d.p.LastDose(); ok && d.v.Injected == nil {
		out.Facts = append(out.Facts, page.Row{Key: "Last dose", Value: fmt.Sprintf("%s, %s", last.Given,
			stamp(d.z, d.now, last.At))}, page.Row{Key: "Since then", Value: hours(d.now.Since(last.At))})
	}
	out.Facts = append(out.Facts, page.Row{Key: "Missed sessions", Value: strconv.Itoa(missed.Sessions),
		Loud: missed.Sessions > 0})
	if d.v.ReadAt != 0 && d.v.Injected == nil {
		out.Facts = append(out.Facts, page.Row{Key: "Readings taken", Value: d.z.Clock(d.v.ReadAt) + ", " +
			d.now.Since(d.v.ReadAt).String() + " ago"})
	}
	if rx := d.p.Rx; rx != nil && d.v.TopUp {
		out.Facts = append(out.Facts, page.Row{Key: "This visit", Value: "Top-up of " + rx.TopUp.String(), Loud: true})
	}
	if rx := d.p.Rx; rx != nil {
		out.Facts = append(out.Facts, page.Row{Key: "Prescribed", Value: todaysDoses(rx, d.v.Day)},
			page.Row{Key: "Protocol", Value: rx.Pack + ", until " + dayWords(rx.Ends)})
	}
	return out
}

// doses are the standing ones of a prescription; todaysDoses are those that a
// plan may lower or raise them to on a day, and the plan says so.
func doses(rx *clinic.Prescription) string { return dosesOf(rx.Doses) }

func todaysDoses(rx *clinic.Prescription, day moment.Day) string {
	out := dosesOf(rx.DosesOn(day)) + " " + routeWords[rx.Route]
	if !slices.Equal(rx.DosesOn(day), rx.Doses) {
		out += " today, by the plan"
	}
	return out
}

func hours(d moment.Span) string {
	if d < moment.Hour {
		return d.String()
	}
	return fmt.Sprintf("%d h %02d min", d/moment.Hour, d%moment.Hour/moment.Minute)
}

func dayWords(d moment.Day) string {
	return moment.UTC.In(moment.UTC.At(d, 12, 0)).Format("2 January 2006")
}

// steps is the line of stops with where this visit stands.
func (d *drawing) steps() []page.VisitStep {
	at := map[visit.Stage]int{visit.Booked: 0, visit.Arrived: 1, visit.Assessed: 1, visit.Deferred: 2, visit.Referred: 2,
		visit.Stopped: 2, visit.Decided: 2, visit.Prepared: 3, visit.Checked: 3, visit.InBooth: 4, visit.Observed: 5,
		visit.Emergency: reached(d.v), visit.Ended: reached(d.v) + 1}[d.v.Stage]
	var out []page.VisitStep
	for i, w := range []string{"Arrived", "Readings", "Decision", "Check", "Booth", "Observation"} {
		state := "later"
		if i < at {
			state = "done"
		} else if i == at && d.v.Stage != visit.Ended {
			state = "now"
		}
		out = append(out, page.VisitStep{Label: w, State: state})
	}
	return out
}

// reached is the last stop that a visit came to: an emergency or an ending ticks
// nothing that did not happen.
func reached(v *clinic.Visit) int {
	switch {
	case v.Injected != nil:
		return 5
	case v.BoothSince != 0:
		return 4
	case v.Syringe != nil:
		return 3
	case v.Decision != nil:
		return 2
	case v.Arrived != 0:
		return 1
	}
	return 0
}

func (d *drawing) may(kind string) bool { return login.MayCommand(d.actor.Roles, kind) }

func (d *drawing) ways() page.FourWays {
	v := d.v
	out := page.FourWays{Emergency: d.form("emergency")}
	switch {
	case v.Stage == visit.Emergency:
		out.Running = "/visits/" + v.ID
	case !visit.May(v.Stage, visit.Alarm):
		out.Running = "#main"
	}
	out.Withhold = page.WayWithhold{Form: d.form("withhold"), Reasons: withholdReasons(), Reason: d.typed.pick("reason"),
		Words: d.typed.field("words"), Open: d.typed.errs["reason"] != ""}
	if !visit.May(v.Stage, visit.Withhold) {
		out.Withhold.Why = "A dose can be withheld until it is prepared; after that it is discarded with a witness."
	}
	out.Ask = page.WayAsk{Form: d.form("ask"), Question: d.typed.field("question"), Open: d.typed.errs["question"] != ""}
	if !visit.May(v.Stage, visit.Ask) {
		out.Ask.Why = "The prescriber can be asked before the dose is prepared. Now, telephone."
	}
	if v.Syringe != nil && v.BoothSince != 0 {
		out.Part.URL = "/visits/" + v.ID + "?part=1#taken"
	} else {
		out.Part.Why = "This is for a syringe that is in use."
	}
	return out
}

func withholdReasons() []page.Choice {
	return []page.Choice{{Value: "unwell", Label: "They are unwell"}, {Value: "drowsy", Label: "Drowsy or intoxicated"},
		{Value: "readings", Label: "The readings"}, {Value: "declined", Label: "They do not want it today"},
		{Value: "other", Label: "Something else"}}
}

// booked offers the arrival.
func (d *drawing) booked() *page.Decided {
	out := &page.Decided{Kind: "defer", Line: "Due at " + d.z.Clock(d.v.Due)}
	if d.may("arrive") {
		out.Actions = []page.Action{{Label: "Arrived", Form: d.form("arrive"), Late: true},
			{Label: "They do not want the dose today", Kind: "secondary", Form: d.form("decline")}}
	}
	return out
}

// visitEvents tells an open page that its visit changed under it.
func (s *Server) visitEvents(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("visit")
	rev, _ := strconv.ParseInt(r.URL.Query().Get("rev"), 10, 64)
	s.stream(w, r, func(ctx context.Context) ([]byte, error) {
		var notice *page.Stale
		err := s.with(ctx, nil, func(st *clinic.State, n names) {
			if v := st.Visits[id]; v != nil && v.Rev != rev {
				notice = &page.Stale{Who: n.staff(v.LastBy), At: st.Zone().Clock(v.LastAt),
					Changes: []string{changeWords(v)}, Reload: "/visits/" + id}
			}
		})
		if err != nil || notice == nil {
			return nil, err
		}
		var buf bytes.Buffer
		err = page.StaleNotice(*notice).Render(ctx, &buf)
		return buf.Bytes(), err
	})
}

// stale says who changed the visit while a page was open, and gives back what
// was typed into a form that is no longer the one to fill.
func (d *drawing) stale() *page.Stale {
	out := &page.Stale{Who: d.n.staff(d.v.LastBy), At: d.z.Clock(d.v.LastAt), Changes: []string{changeWords(d.v)},
		Reload: "/visits/" + d.v.ID}
	var typed []string
	for name, vs := range d.typed.v {
		if v := strings.Join(vs, ", "); v != "" && !unseen[name] {
			typed = append(typed, strings.ReplaceAll(name, "_", " ")+" "+v)
		}
	}
	sort.Strings(typed)
	if len(typed) > 0 {
		out.Changes = append(out.Changes, "You had written: "+strings.Join(typed, "; ")+".")
	}
	return out
}

// unseen are fields that nobody typed, or that are never shown again.
var unseen = map[string]bool{"command": true, "expect": true, "shown": true, "pin2": true, "passkey": true,
	"second": true, "act": true}

func changeWords(v *clinic.Visit) string {
	words := map[visit.Stage]string{
		visit.Arrived: "recorded as arrived", visit.Deferred: "the protocol says: not yet",
		visit.Referred: "the prescriber was asked", visit.Stopped: "no dose this session",
		visit.Decided: "a dose may be prepared", visit.Prepared: "the dose is prepared",
		visit.Checked: "the syringe is checked", visit.InBooth: "the syringe was handed over",
		visit.Observed:  "the dose is recorded; observation runs",
		visit.Emergency: "an emergency is under way", visit.Ended: "the visit has ended"}
	return "Now: " + words[v.Stage] + "."
}

// others lists colleagues who may be the second person for a command.
func (d *drawing) others(kind string, not ...person.StaffID) []page.Choice {
	return d.s.seconds(d.st, d.n, kind, append(not, d.actor.ID)...)
}

func (s *Server) seconds(st *clinic.State, n names, kind string, not ...person.StaffID) (out []page.Choice) {
next:
	for _, id := range st.StaffInOrder() {
		for _, x := range not {
			if x == id {
				continue next
			}
		}
		if login.MayWitness(st.Staff[id].Roles, kind) {
			out = append(out, page.Choice{Value: string(id), Label: n.staff(id)})
		}
	}
	return out
}
