// Package web is the staff screens: it turns forms into commands, sends them
// down the one road, and draws what the state says. It holds no rule of the
// clinic and never touches the store.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/label"
	"steady/internal/login"
	"steady/internal/report/commissioner"
	"steady/internal/report/continuity"
	"steady/internal/study"
	"steady/internal/web/asset"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// Config is what the screens are wired with.
type Config struct {
	House   *app.House
	Login   *login.Service
	Service string // name shown at the head of every page
	Banner  string // permanent, for example that all people are invented
	Hint    string // shown at sign-in, for example the demo's PIN
	Export  func(w http.ResponseWriter, r *http.Request) error
	Bundle  func(w http.ResponseWriter, r *http.Request) error
	Key     string // the service's public key line, which verifies signed heads; empty skips that check
	Release string
	Label   label.Size // of the label printer; zero is label.Usual
	// Outside tells what the outside witness of the register signed last; nil
	// where there is none.
	Outside func(context.Context) (Outside, error)
	// Paper is what the service adds to the paper for an outage: its name and whom
	// to call. nil adds the name alone.
	Paper func() (continuity.Options, error)
	// Voices are what people released for publishing, for the report for funders;
	// nil where there is nothing of the kind.
	Voices commissioner.Voices
	// Studies are the research studies; nil where the service keeps none.
	Studies *study.Rooms
	// BothRoles lets somebody who has a part in the clinic work in studies too. It
	// is the service's word: usually who treats a person does not read what they
	// said to a researcher (V-04).
	BothRoles bool
	// Recording is how many bytes the recording of an interview may have; 0 is the
	// usual bound.
	Recording int64
	// OwnHint is shown where people open their own pages, for example the demo's card.
	OwnHint string
	// Away is where hiding a person's own pages leads, an address elsewhere that
	// says nothing; "" is a page with a clock.
	Away string
	// Lab is the policy lab; nil leaves its pages out.
	Lab *Lab
}

// Outside is the outside witness as the register's page shows it.
type Outside struct {
	Name    string
	Size    int64          // entries of the head it signed last; 0 is none yet
	At      moment.Instant // when it signed
	Fault   string         // what went wrong when it was asked last
	Refused bool           // it refuses: the register does not continue what it saw
}

// Server serves the staff screens.
type Server struct {
	cfg      Config
	house    *app.House
	login    *login.Service
	sessions *login.Sessions
	door     *login.Door
	mux      *login.Mux
	boards   sharedBoards
	met      facesKept
	plans    weekPlans
	uploads  uploads
	traces   traces
	records  records
	cuts     cuts
}

// New wires the screens. It panics when a route has no row in the who-may
// table: a door nobody thought about does not open.
func New(cfg Config) *Server {
	s := &Server{cfg: cfg, house: cfg.House, login: cfg.Login, sessions: login.NewSessions(cfg.Login),
		door: login.NewDoor(cfg.Login, People(cfg.House))}
	s.mux = login.NewMux(s.sessions, s.door, login.Answers{
		SignIn: http.HandlerFunc(s.toSignIn), Locked: http.HandlerFunc(s.toSignIn),
		ChoosePIN: http.HandlerFunc(s.toKeys), Denied: http.HandlerFunc(s.denied), Fault: s.fault,
		OwnSignIn: http.HandlerFunc(s.toOwnSignIn), OwnFault: s.ownFault,
	})
	for _, part := range []map[string]http.Handler{s.labRoutes(), s.routes(), s.entrance(), s.stockRoutes(),
		s.safetyRoutes(), s.peopleRoutes(), s.staffRoutes(), s.wayRoutes(), s.continuityRoutes(), s.rotaRoutes(),
		s.serviceRoutes(),
		s.officerRoutes(), s.inspectionRoutes(), s.doorRoutes(), s.procedureRoutes(), s.labels(), s.burdenRoutes(),
		s.saidRoutes(), s.ownPageRoutes(), s.ownTimeRoutes(), s.ownLifeRoutes(), s.timesRoutes(),
		s.planRoutes(), s.livesRoutes(), s.studyRoutes(), s.studyReportRoutes(), s.codingRoutes(), s.lineRoutes(),
		s.reviewRoutes(), s.askingRoutes(), s.widerRoutes(), s.ownAskedRoutes(), s.goalRoutes(), s.onwardRoutes()} {
		for pattern, h := range part {
			s.mux.Handle(pattern, s.inspected(pattern, s.looked(pattern, h)))
		}
	}
	return s
}

// Patterns lists the registered routes, for the test over the who-may table.
func (s *Server) Patterns() []string { return s.mux.Patterns() }

// ServeHTTP serves every page.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	limit := bodyLimit(r)
	if isRecording(r) {
		limit = s.mostRecording() + 1<<20
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	s.mux.ServeHTTP(w, r)
}

// bodyLimit is how much a form may carry: little, but for the files that are
// taken into a study.
func bodyLimit(r *http.Request) int64 {
	if strings.HasPrefix(r.URL.Path, "/studies/") && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		return maxUpload
	}
	return 1 << 20
}

func (s *Server) routes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /assets/": asset.Handler(), "GET /{$}": f(s.home),
		"GET /board": f(s.board), "GET /board/wall": f(s.wall), "GET /board/events": f(s.boardEvents),
		"GET /visits/{visit}": f(s.visitPage), "GET /visits/{visit}/events": f(s.visitEvents),
		"GET /visits/{visit}/discard": f(s.discardPage),
		"GET /visits/{visit}/putback": f(s.putBackPage),
		"POST /visits/{visit}/{step}": f(s.visitStep),
		"POST /confirm/passkey/begin": f(s.confirmBegin),
		"POST /board/plan":            f(s.planDay), "POST /board/close": f(s.closeSession),
	}
}

// layout starts a page for whoever is signed in.
func (s *Server) layout(r *http.Request, title string) page.Layout {
	l := page.Layout{Title: title, Service: s.cfg.Service, Banner: s.cfg.Banner, Release: s.cfg.Release,
		NowMilli: int64(s.house.Now()) / 1000}
	a, ok := login.Who(r.Context())
	if !ok {
		return l
	}
	l.Person = &page.SignedIn{Name: a.Name, Role: roleWords(a.Roles)}
	l.Notice = s.inspectionNotice(a)
	if login.MayRoute(a.Roles, "GET /register/concern") {
		l.Foot = &page.Link{Text: "Tell the accountable officer of a concern", URL: "/register/concern"}
	}
	l.Lock = page.Form{Action: "/lock"}
	l.RestSecs = int(s.login.Settings().Rest / 1_000_000)
	l.Menu = s.menu(a.Roles, r.URL.Path)
	if no := r.URL.Query().Get("no"); no != "" && isNumber(no) {
		l.Flash = &page.Flash{Text: "Recorded, no. " + thousands(no)}
	}
	return l
}

func roleWords(roles []person.Role) string {
	var out []string
	for _, r := range roles {
		out = append(out, r.String())
	}
	return strings.Join(out, ", ")
}

func (s *Server) draw(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	page.SetHeaders(w.Header())
	w.WriteHeader(status)
	if err := c.Render(r.Context(), w); err != nil {
		slog.Warn("page not sent whole", "path", r.Pattern, "err", err)
	}
}

// fault answers what went wrong on our side, with an id that is also in the log.
func (s *Server) fault(w http.ResponseWriter, r *http.Request, err error) {
	var f *app.Fault
	if !errors.As(err, &f) {
		f = &app.Fault{ID: app.NewID()[:8], Err: err}
	}
	slog.Error("fault", "id", f.ID, "route", r.Pattern, "err", f.Err)
	text := "Nothing was recorded by this press. Try again; if it happens again, use paper and quote the number."
	if errors.Is(err, app.ErrNoSpace) {
		text = "The disk is full, so nothing can be recorded now. Nothing is lost. Use paper, and tell who runs the server."
	}
	s.draw(w, r, http.StatusInternalServerError, page.FaultPage(s.layout(r, "Something went wrong"), page.Fault{
		Heading: "Something went wrong on our side", Text: text, ID: f.ID, At: s.clock(s.house.Now()),
		Ways: []page.Link{{Text: "Back to the board", URL: "/board"}}}))
}

func (s *Server) denied(w http.ResponseWriter, r *http.Request) {
	s.draw(w, r, http.StatusForbidden, page.ConfirmPage(s.layout(r, "Not for your role"), page.Confirm{
		Heading: "This page is not for your role", Kind: "warn",
		Text: []string{"Ask a colleague who may. If your role should include it, ask the manager."},
		Back: &page.Link{Text: "Back to the start", URL: "/"}}))
}

func (s *Server) missing(w http.ResponseWriter, r *http.Request, what string) {
	s.draw(w, r, http.StatusNotFound, page.ConfirmPage(s.layout(r, "Not found"), page.Confirm{
		Heading: what, Kind: "warn", Back: &page.Link{Text: "Back to the board", URL: "/board"}}))
}

// home leads to the first page of somebody's roles.
func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	a, _ := login.Who(r.Context())
	to := "/keys"
	for _, p := range []string{"/studies", "/staff", "/register", "/board", "/inbox", "/register/officer",
		"/register/inspection"} {
		if login.MayRoute(a.Roles, "GET "+p) {
			to = p
		}
	}
	if login.MayCommand(a.Roles, clinic.Arrive{}.CommandKind()) {
		to = "/board"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// waiting counts the referrals that no prescriber has answered.
func (s *Server) waiting() string {
	n := 0
	s.house.View(func(st *clinic.State) {
		for _, v := range st.Visits {
			if v.Stage == visit.Referred {
				n++
			}
		}
	})
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (s *Server) toSignIn(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
}

func (s *Server) toKeys(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/keys", http.StatusSeeOther)
}
