package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/lab"
	"steady/lab/scenario"
)

// tracesKept are the simulated days that were looked at last: making one means
// living every day before it.
const tracesKept = 12

// traces makes one simulated day at a time.
type traces struct {
	mu   sync.Mutex
	list []tracedDay
}

type tracedDay struct {
	run, policy string
	day         int
	trace       lab.Trace
}

func (k *traces) day(run string, f *scenario.File, p *lab.Policy, day int) (lab.Trace, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, x := range k.list {
		if x.run == run && x.policy == p.ID && x.day == day {
			return x.trace, nil
		}
	}
	t, err := lab.TraceDay(&f.Scenario, p, 0, day)
	if err != nil {
		return t, err
	}
	if k.list = append(k.list, tracedDay{run, p.ID, day, t}); len(k.list) > tracesKept {
		k.list = k.list[1:]
	}
	return t, nil
}

// dayMost is the last counted day that can be watched: later ones take longer to
// live than a page should wait.
const dayMost = 27

// dayAsked is which day, site and minute of which policy a page shows.
type dayAsked struct {
	policy          *lab.Policy
	day, site, at   int
	dayGiven, atSet bool
}

func (s *Server) labDay(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("run")
	x, err := s.cfg.Lab.Run(r.Context(), id)
	if err != nil {
		s.labMissing(w, r, err)
		return
	}
	f, err := scenario.Parse(x.Document())
	if err != nil {
		s.fault(w, r, err)
		return
	}
	q := r.URL.Query()
	number := func(name string, most int) int {
		n, err := strconv.Atoi(q.Get(name))
		if err != nil || n < 0 || n > most {
			return 0
		}
		return n
	}
	ask := dayAsked{policy: &f.Policies[0], day: number("day", min(dayMost, f.Days-1)), site: number("site", 100),
		at: number("at", 24*60-1), atSet: q.Get("at") != ""}
	if i := slices.IndexFunc(f.Policies, func(p lab.Policy) bool { return p.ID == q.Get("policy") }); i >= 0 {
		ask.policy = &f.Policies[i]
	}
	if h, m, ok := cutTime(q.Get("clock")); ok {
		ask.at, ask.atSet = h*60+m, true
	}
	t, err := s.traces.day(id, f, ask.policy, ask.day)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.labLayout(r, "One simulated day")
	l.Back = &page.Link{Text: x.Title, URL: "/lab/runs/" + id}
	s.draw(w, r, http.StatusOK, page.LabDayPage(l, dayView("/lab/runs/"+id+"/day", f, ask, t)))
}

// dayPlaces are the rooms of the plan: lines at the left, and where somebody is
// seen to at the right.
func dayPlaces(x lab.TraceOf) [][]page.DayRoom {
	return [][]page.DayRoom{
		{{Code: string(lab.DeskLine), Label: "Wait for the desk"}, {Code: string(lab.Desk), Label: "Desk", Seats: x.Desks}},
		{{Code: string(lab.AssessLine), Label: "Wait for readings"}, {Code: string(lab.Assess), Label: "Readings"}},
		{{Code: string(lab.Waiting), Label: "Wait for an answer"}, {Code: string(lab.PrepareLine), Label: "Dose being made"}},
		{{Code: string(lab.BoothLine), Label: "Wait for a booth"}, {Code: string(lab.Booth), Label: "Booths",
			Seats: x.Booths}},
		{{Code: string(lab.Observation), Label: "Observation", Seats: x.Places}},
	}
}

func dayView(at string, f *scenario.File, ask dayAsked, t lab.Trace) page.LabDay {
	v := page.LabDay{Title: ask.policy.Name, Form: at}
	for _, p := range f.Policies {
		v.Policies = append(v.Policies, page.Choice{Value: p.ID, Label: p.Name, Chosen: p.ID == ask.policy.ID})
	}
	for n := range min(dayMost+1, f.Days) {
		v.Days = append(v.Days, page.Choice{Value: strconv.Itoa(n), Label: "Day " + strconv.Itoa(n+1), Chosen: n == ask.day})
	}
	if ask.site >= len(t.Sites) {
		ask.site = 0
	}
	for i, x := range t.Sites {
		if len(t.Sites) > 1 {
			v.Sites = append(v.Sites, page.Choice{Value: strconv.Itoa(i), Label: labSiteWords(x.Site), Chosen: i == ask.site})
		}
	}
	if len(t.Sites) == 0 {
		v.Quiet = "The house is closed on this day."
		return v
	}
	x := t.Sites[ask.site]
	v.Plan = page.DayPlan{ID: "day", Title: "The clinic on one simulated day, " + ask.policy.Name, Rooms: dayPlaces(x),
		From: 24 * 60, To: 0}
	seen := map[string]bool{}
	for _, row := range v.Plan.Rooms {
		for _, room := range row {
			seen[room.Code] = true
		}
	}
	for i, walk := range x.Walks {
		p, from, to := dayPerson(i+1, walk, seen)
		v.Plan.People = append(v.Plan.People, p)
		v.Plan.From, v.Plan.To = min(v.Plan.From, from), max(v.Plan.To, to)
	}
	if v.Plan.From > v.Plan.To {
		v.Quiet = "Nobody comes on this day."
		return v
	}
	v.Plan.At = max(v.Plan.From, min(v.Plan.To, ask.at))
	if !ask.atSet {
		v.Plan.At = busiest(v.Plan)
	}
	v.Plan.Desc = fmt.Sprintf("At %s. Each numbered dot is one simulated visit; the table beside the plan says the same.",
		minuteWords(v.Plan.At))
	v.Table = dayTable(x.Walks)
	v.Steps = daySteps(at, ask, v.Plan)
	v.Hours = dayHours(x)
	return v
}

func labSiteWords(name string) string {
	if name == "" {
		return "The first site"
	}
	return name
}

// dayPerson turns a walk into stays in the rooms of the plan.
func dayPerson(number int, w lab.Walk, rooms map[string]bool) (p page.DayPerson, from, to int) {
	p.Number, from, to = number, 24*60, 0
	for i, s := range w.Steps {
		until := s.Minute
		if i+1 < len(w.Steps) {
			until = w.Steps[i+1].Minute
		}
		if s.Place != lab.Gone {
			from, to = min(from, s.Minute), max(to, until)
		}
		if rooms[string(s.Place)] && until > s.Minute {
			p.Stays = append(p.Stays, page.DayStay{Room: string(s.Place), From: s.Minute, Until: until})
		}
	}
	return p, from, to
}

// busiest is the first minute with most people in the house: where a reader
// begins.
func busiest(p page.DayPlan) int {
	best, most := p.From, -1
	for m := p.From; m <= p.To; m++ {
		n := 0
		for _, x := range p.People {
			for _, s := range x.Stays {
				if s.From <= m && m < s.Until {
					n++
				}
			}
		}
		if n > most {
			best, most = m, n
		}
	}
	return best
}

// walkEndings are how a simulated visit ended.
var walkEndings = map[string]string{"left_well": "Left well", "left_early": "Left before the end of observation",
	"withheld": "The dose was withheld", "declined": "Did not want the dose", "turned_away": "Not served before closing",
	"no_show": "Did not come", "hospital": "Went to hospital", "cancelled": "Was called off", "missed": "Did not come"}

func dayTable(walks []lab.Walk) nhs.Table {
	t := nhs.Table{Caption: "Every visit of the day", CaptionSize: "s", Compact: true, Responsive: true, FirstIsHead: true,
		Head: []nhs.Cell{{Text: "Visit"}, {Text: "Came"}, {Text: "Readings from"}, {Text: "In the booth"},
			{Text: "Watched from"}, {Text: "Left"}, {Text: "In the house", Numeric: true}, {Text: "How it ended"}}}
	for i, w := range walks {
		first := func(p lab.Place) string {
			for _, s := range w.Steps {
				if s.Place == p {
					return minuteWords(s.Minute)
				}
			}
			return "\u2013"
		}
		ending := walkEndings[w.Ending]
		if ending == "" {
			ending = w.Ending
		}
		came, left, stay := "\u2013", "\u2013", "\u2013"
		if n := len(w.Steps); n > 0 {
			came, left = minuteWords(w.Steps[0].Minute), minuteWords(w.Steps[n-1].Minute)
			stay = strconv.Itoa(w.Steps[n-1].Minute-w.Steps[0].Minute) + " min"
		}
		t.Rows = append(t.Rows, []nhs.Cell{{Text: strconv.Itoa(i + 1)}, {Text: came},
			{Text: first(lab.Assess)}, {Text: first(lab.Booth)}, {Text: first(lab.Observation)}, {Text: left},
			{Text: stay, Numeric: true}, {Text: ending}})
	}
	return t
}

// daySteps are the ways through the minutes.
func daySteps(at string, ask dayAsked, p page.DayPlan) (out []page.Link) {
	to := func(m int) string {
		return fmt.Sprintf("%s?policy=%s&day=%d&site=%d&at=%d#plan", at, ask.policy.ID, ask.day, ask.site, m)
	}
	next, before := p.To, p.From
	for _, x := range p.People {
		for _, s := range x.Stays {
			for _, m := range []int{s.From, s.Until} {
				if m > p.At {
					next = min(next, m)
				}
				if m < p.At {
					before = max(before, m)
				}
			}
		}
	}
	for _, x := range []struct {
		words string
		to    int
	}{{"Begin", p.From}, {"10 minutes back", p.At - 10}, {"What came before", before}, {"What comes next", next},
		{"10 minutes on", p.At + 10}, {"Busiest", busiest(p)}} {
		m := max(p.From, min(p.To, x.to))
		out = append(out, page.Link{Text: x.words, URL: to(m)})
	}
	return out
}

func dayHours(x lab.TraceOf) (out []page.Row) {
	for _, h := range x.Hours {
		out = append(out, page.Row{Key: h.Name, Value: minuteWords(h.From) + " to " + minuteWords(h.To)})
	}
	for _, s := range x.Staff {
		out = append(out, page.Row{Key: "Staff " + minuteWords(s.From) + " to " + minuteWords(s.To),
			Value: fmt.Sprintf("%d registered, %d support", s.Registered, s.Support)})
	}
	return out
}
