package login

import (
	"net/http"
	"slices"

	"steady/person"
)

// Mux is an http.ServeMux that asks the who-may table first. A pattern without
// a row cannot be registered.
type Mux struct {
	mux      *http.ServeMux
	sessions *Sessions
	door     *Door
	chain    http.Handler // cross-origin check, session, mux
	own      http.Handler // cross-origin check, session of people's own pages, mux
	both     http.Handler // cross-origin check, both sessions, mux
	plain    http.Handler // cross-origin check, mux
	patterns []string
	answers  Answers
}

// Answers are the pages for who may not pass. Each is required.
type Answers struct {
	SignIn    http.Handler // nobody is signed in
	Locked    http.Handler // the tablet is locked; it is not yet lost what a form held
	ChoosePIN http.Handler // an issued PIN must be replaced first
	Denied    http.Handler // signed in, in none of the roles that may
	OwnSignIn http.Handler // nobody is at their own pages
	Fault     func(http.ResponseWriter, *http.Request, error)
	OwnFault  func(http.ResponseWriter, *http.Request, error)
}

// NewMux makes a mux. It panics when an answer is missing: a service that
// cannot say no does not start.
func NewMux(x *Sessions, d *Door, a Answers) *Mux {
	if x == nil || d == nil || a.SignIn == nil || a.Locked == nil || a.ChoosePIN == nil || a.Denied == nil ||
		a.OwnSignIn == nil || a.Fault == nil || a.OwnFault == nil {
		panic("login: the mux needs sessions, a door and every answer")
	}
	x.OnFault(a.Fault)
	d.scs.ErrorFunc = a.OwnFault
	mux := http.NewServeMux()
	cross := x.svc.CrossOrigin
	return &Mux{
		mux: mux, sessions: x, door: d, answers: a,
		chain: cross(x.Load(mux)), own: cross(d.Load(mux)), both: cross(x.Load(d.Load(mux))), plain: cross(mux),
	}
}

// Handle registers the handler of a pattern, method and path as ServeMux
// writes them. It panics when the who-may table has no row for it.
func (m *Mux) Handle(pattern string, h http.Handler) {
	row, ok := routes[pattern]
	if !ok {
		panic("login: no row in the who-may table for " + pattern + ": say who may in routes.go")
	}
	m.mux.Handle(pattern, m.guard(row, h))
	m.patterns = append(m.patterns, pattern)
}

// HandleFunc is Handle for a function.
func (m *Mux) HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request)) {
	m.Handle(pattern, http.HandlerFunc(h))
}

// Patterns lists what is registered, sorted.
func (m *Mux) Patterns() []string { return slices.Sorted(slices.Values(m.patterns)) }

// ServeHTTP answers with the session of the route's side loaded and the table
// asked.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, pattern := m.mux.Handler(r)
	switch row := routes[pattern]; {
	case row.Plain:
		m.plain.ServeHTTP(w, r)
	case row.Both:
		m.both.ServeHTTP(w, r)
	case row.Own:
		m.own.ServeHTTP(w, r)
	default:
		m.chain.ServeHTTP(w, r)
	}
}

// guardOwn lets whoever sits at their own pages pass, and nobody else.
func (m *Mux) guardOwn(w http.ResponseWriter, r *http.Request, row Route, h http.Handler) {
	o, ok := WhoOwn(r.Context())
	if !ok || !row.Question.allows([]person.Role{person.ServiceUser}) {
		m.answers.OwnSignIn.ServeHTTP(w, r)
		return
	}
	if !row.Passive {
		if err := m.door.touch(r.Context(), o); err != nil {
			m.answers.OwnFault(w, r, err)
			return
		}
	}
	h.ServeHTTP(w, r)
}

func (m *Mux) guard(row Route, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if row.Open {
			h.ServeHTTP(w, r)
			return
		}
		if row.Own {
			m.guardOwn(w, r, row, h)
			return
		}
		a, ok := Who(r.Context())
		switch {
		case !ok:
			m.answers.SignIn.ServeHTTP(w, r)
		case a.Locked && !row.WhenLocked:
			m.lockedAt(w, r, row)
		case !row.Question.allows(a.Roles):
			m.answers.Denied.ServeHTTP(w, r)
		case a.MustChoose && !row.WhenIssued:
			m.answers.ChoosePIN.ServeHTTP(w, r)
		default:
			if err := m.touch(r, a, row); err != nil {
				m.answers.Fault(w, r, err)
				return
			}
			h.ServeHTTP(w, r)
		}
	})
}

// lockedAt remembers the page that was asked for, so that unlocking leads
// there. A form that arrives is answered without losing the last page.
func (m *Mux) lockedAt(w http.ResponseWriter, r *http.Request, row Route) {
	if place := placeOf(r, row); place != "" {
		if err := m.sessions.Lock(r.Context(), place); err != nil {
			m.answers.Fault(w, r, err)
			return
		}
	}
	m.answers.Locked.ServeHTTP(w, r)
}

func (m *Mux) touch(r *http.Request, a Actor, row Route) error {
	if row.Passive {
		return nil
	}
	return m.sessions.touch(r.Context(), a, placeOf(r, row))
}

// placeOf is the page a request shows: a GET that a person asked for, not a
// part that htmx fetches into a page.
func placeOf(r *http.Request, row Route) string {
	part := r.Header.Get("HX-Request") != "" && r.Header.Get("HX-Boosted") == "" &&
		r.Header.Get("HX-Request-Type") != "full"
	if row.Passive || r.Method != http.MethodGet || part {
		return ""
	}
	if p := r.URL.RequestURI(); LocalPath(p) {
		return p
	}
	return ""
}
