package web

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/internal/web/plain"
	"steady/moment"
	"steady/person"
	"steady/visit"
)

// doorRoutes is the entrance of people's own pages and their first page.
func (s *Server) doorRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	out := map[string]http.Handler{
		"GET /kiosk": f(s.kioskPage), "GET /me/in": f(s.ownInPage),
		"POST /me/in/code": f(s.ownInCode), "POST /me/in/secret": f(s.ownInSecret),
		"POST /me/in/begin": f(s.ownInBegin), "POST /me/in/passkey": f(s.ownInPasskey),
		"GET /hide": f(s.ownHide), "GET /away": f(s.ownAway),
		"GET /me": f(s.ownHome), "POST /me/here": f(s.ownArrive), "POST /me/still": f(s.ownStill),
		"POST /me/time": f(s.ownTime), "POST /me/out": f(s.ownOut),
	}
	maps.Copy(out, s.recordRoutes())
	maps.Copy(out, s.letInRoutes())
	maps.Copy(out, s.waysRoutes())
	return out
}

// people answers the entrance who may have pages of their own: everybody whose
// way into treatment is on record, also after it ended.
type people struct{ house *app.House }

// People returns that list of a house.
func People(h *app.House) login.People { return people{h} }

// Has implements login.People.
func (x people) Has(_ context.Context, id person.UserID) (has bool, err error) {
	err = x.house.View(func(st *clinic.State) {
		w := st.Ways[id]
		has = w != nil && (w.Ended == nil || w.Ended.Ending != clinic.EndDied)
	})
	return has, err
}

// words are the pages in the language of who looks. There is one so far.
func (s *Server) words(*http.Request) *plain.Words { return plain.In("en-GB") }

// ownLayout starts a page of a person's own. The title is neutral: it is seen
// by others in a list of tabs.
func (s *Server) ownLayout(r *http.Request, title string) page.Own {
	l := page.Own{Words: s.words(r), Title: title, Banner: s.cfg.Banner, Leave: ownEntry(r)}
	if o, ok := login.WhoOwn(r.Context()); ok {
		rest := o.RestAt.Since(s.house.Now())
		if set := s.door.Settings(); !o.Kiosk {
			rest = set.PhoneRest
		} else if rest = set.KioskRest; o.Slow {
			rest = set.KioskSlow
		}
		l.In, l.Slow, l.RestSecs = true, o.Slow || !o.Kiosk, int(rest/moment.Second)
	}
	return l
}

// ownEntry is where somebody comes in at this browser.
func ownEntry(r *http.Request) string {
	if login.AtKiosk(r.Context()) {
		return "/kiosk"
	}
	return "/me/in"
}

// ownDraw sends a page of a person's own.
func (s *Server) ownDraw(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	page.SetHeaders(w.Header())
	w.WriteHeader(status)
	if err := c.Render(r.Context(), w); err != nil {
		slog.Warn("page not sent whole", "path", r.Pattern, "err", err)
	}
}

// ownFault answers a fault in plain words, with the number that is in the log.
func (s *Server) ownFault(w http.ResponseWriter, r *http.Request, err error) {
	var f *app.Fault
	if !errors.As(err, &f) {
		f = &app.Fault{ID: app.NewID()[:8], Err: err}
	}
	slog.Error("fault", "id", f.ID, "route", r.Pattern, "err", f.Err)
	d := s.words(r).Door
	s.ownDraw(w, r, http.StatusInternalServerError, page.OwnSayPage(s.ownLayout(r, d.Wrong), d.Wrong, d.Fault(f.ID),
		page.Link{Text: d.Back2, URL: "/me"}))
}

// toOwnSignIn is where nobody is signed in, or not any more.
func (s *Server) toOwnSignIn(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, ownEntry(r), http.StatusSeeOther)
}

// kioskPage is the screen in the waiting room while nobody uses it. A browser
// that is no kiosk of the service is sent to the other entrance.
func (s *Server) kioskPage(w http.ResponseWriter, r *http.Request) {
	if !login.AtKiosk(r.Context()) && !s.door.Settings().CardsAnywhere {
		http.Redirect(w, r, "/me/in", http.StatusSeeOther)
		return
	}
	// Whoever comes back to this screen has left their pages.
	if err := s.door.SignOut(r.Context()); err != nil {
		s.ownFault(w, r, err)
		return
	}
	s.drawOwnIn(w, r, http.StatusOK, nil)
}

func (s *Server) ownInPage(w http.ResponseWriter, r *http.Request) {
	if login.AtKiosk(r.Context()) {
		http.Redirect(w, r, "/kiosk", http.StatusSeeOther)
		return
	}
	s.drawOwnIn(w, r, http.StatusOK, nil)
}

// drawOwnIn draws the entrance. Whoever comes back to it has left: nothing of a
// session that may still be open is shown.
func (s *Server) drawOwnIn(w http.ResponseWriter, r *http.Request, status int, no *login.Denial) {
	kiosk := login.AtKiosk(r.Context()) || r.URL.Path == "/kiosk"
	d := s.words(r).Door
	l := s.ownLayout(r, d.Welcome)
	l.In, l.RestSecs = false, 0
	v := page.OwnIn{Kiosk: kiosk, Cards: kiosk || s.door.Settings().CardsAnywhere, Hint: s.cfg.OwnHint,
		Form: page.Form{Action: "/me/in/code", Command: "in", Expect: "out"}}
	if !kiosk {
		v.Begin = "/me/in/begin"
		v.Phone = page.Form{Action: "/me/in/passkey", Command: "in", Expect: "out"}
	}
	if no != nil {
		v.Code.Error = ownDenial(s.words(r), no, s.house.Now())
		l.Problem = &page.Problem{Lines: []page.ProblemLine{{Text: v.Code.Error, Field: "code"}}}
	}
	if r.URL.Query().Get("over") != "" {
		v.Message = d.Over
	}
	s.ownDraw(w, r, status, page.OwnInPage(l, v))
}

// drawOwnSecret asks for the secret numbers that somebody chose beside their card.
func (s *Server) drawOwnSecret(w http.ResponseWriter, r *http.Request, ticket string, no *login.Denial) {
	d, status := s.words(r).Door, http.StatusOK
	l := s.ownLayout(r, d.Welcome)
	l.In, l.RestSecs = false, 0
	v := page.OwnIn{Secret: true, Form: page.Form{Action: "/me/in/secret", Command: "in", Expect: "out",
		Hidden: []page.Pair{{Name: "ticket", Value: ticket}}}}
	if no != nil {
		status = http.StatusUnprocessableEntity
		v.Code.Error = ownDenial(s.words(r), no, s.house.Now())
		l.Problem = &page.Problem{Lines: []page.ProblemLine{{Text: v.Code.Error, Field: "code"}}}
	}
	s.ownDraw(w, r, status, page.OwnInPage(l, v))
}

// ownDenial says in plain words what the entrance refused.
func ownDenial(w *plain.Words, no *login.Denial, now moment.Instant) string {
	if no.RetryAt != 0 {
		return w.Door.Wait(int((no.RetryAt.Since(now) + moment.Second - 1) / moment.Second))
	}
	if text := w.Door.Denials[no.Code]; text != "" {
		return text
	}
	return no.Sentence
}

// ownInCode takes the numbers of a card, or those that staff read out.
func (s *Server) ownInCode(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm() // a form that cannot be read has no numbers, and is refused for that
	proof, err := s.door.ProveCode(r.Context(), r.PostForm.Get("code"))
	s.ownIn(w, r, proof, err)
}

// ownInSecret takes the secret numbers after a right card.
func (s *Server) ownInSecret(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	proof, err := s.door.ProveSecret(r.Context(), r.PostForm.Get("ticket"), r.PostForm.Get("code"))
	s.ownIn(w, r, proof, err)
}

func (s *Server) ownInBegin(w http.ResponseWriter, r *http.Request) {
	options, prompt, err := s.door.BeginSignIn(r.Context())
	s.begun(w, r, options, prompt, err)
}

func (s *Server) ownInPasskey(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	proof, err := s.door.FinishSignIn(r.Context(), promptOf(r), []byte(r.PostForm.Get("passkey")))
	s.ownIn(w, r, proof, err)
}

// ownIn seats who proved who they are, and ends what staff had open at this
// browser: it has one user at a time.
func (s *Server) ownIn(w http.ResponseWriter, r *http.Request, proof login.OwnProof, err error) {
	if err == nil {
		err = s.door.SignIn(r.Context(), proof)
	}
	if err == nil {
		err = s.sessions.SignOut(r.Context())
	}
	var denial *login.Denial
	var wanted *login.SecretWanted
	errors.As(err, &denial)
	switch {
	case errors.As(err, &wanted):
		s.drawOwnSecret(w, r, wanted.Ticket, denial)
	case denial != nil:
		noteCause(r, denial)
		s.drawOwnIn(w, r, http.StatusUnprocessableEntity, denial)
	case err != nil:
		s.ownFault(w, r, err)
	default:
		http.Redirect(w, r, "/me", http.StatusSeeOther)
	}
}

// ownHide ends everything that this browser has open and leads to a page that
// says nothing of what was there. It is the one GET that ends something: as a
// link it works without a script, and whoever is made to follow it is signed
// out and no more.
func (s *Server) ownHide(w http.ResponseWriter, r *http.Request) {
	to := s.cfg.Away
	if to == "" {
		to = "/away"
	}
	if login.AtKiosk(r.Context()) { // the next person starts there
		to = "/kiosk"
	}
	if err := errors.Join(s.door.SignOut(r.Context()), s.sessions.SignOut(r.Context())); err != nil {
		s.ownFault(w, r, err)
		return
	}
	w.Header().Set("Clear-Site-Data", `"cache"`)
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// ownAway is a clock.
func (s *Server) ownAway(w http.ResponseWriter, r *http.Request) {
	z, now := s.zone(), s.house.Now()
	s.ownDraw(w, r, http.StatusOK, page.OwnAwayPage(s.ownLayout(r, ""), z.Clock(now), dayWords(z.Day(now))))
}

// ownOut ends the session on purpose.
func (s *Server) ownOut(w http.ResponseWriter, r *http.Request) {
	if err := s.door.SignOut(r.Context()); err != nil {
		s.ownFault(w, r, err)
		return
	}
	http.Redirect(w, r, ownEntry(r)+"?over=1", http.StatusSeeOther)
}

// ownStill says that somebody touched the screen; the guard took note of it.
func (s *Server) ownStill(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) ownTime(w http.ResponseWriter, r *http.Request) {
	if err := s.door.MoreTime(r.Context()); err != nil {
		s.ownFault(w, r, err)
		return
	}
	http.Redirect(w, r, "/me", http.StatusSeeOther)
}

// ownHome is all doors. A door whose page this service does not have is not
// there.
func (s *Server) ownHome(w http.ResponseWriter, r *http.Request) {
	s.drawOwnHome(w, r, http.StatusOK, nil)
}

func (s *Server) drawOwnHome(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem) {
	o, _ := login.WhoOwn(r.Context())
	d := s.words(r).Door
	l := s.ownLayout(r, d.Welcome)
	l.Home, l.Problem = true, prob
	if r.URL.Query().Get("here") != "" {
		l.Done = d.HereDone
	}
	v := page.OwnHome{Ways: &page.Link{Text: d.Ways, URL: "/me/ways"}}
	for _, x := range []page.OwnDoor{{Text: d.Times, Hint: d.TimesHint, URL: "/me/times", Picture: "times"},
		{Text: d.Goals, Hint: d.GoalsHint, URL: "/me/goals", Picture: "goals"},
		{Text: d.Today, Hint: d.TodayHint, URL: "/me/today", Picture: "today"},
		{Text: d.Record, Hint: d.RecordHint, URL: "/me/record", Picture: "record"},
		{Text: d.Say, Hint: d.SayHint, URL: "/me/say", Picture: "say"}} {
		if _, there := login.WhoMayRoute("GET " + x.URL); there {
			v.Doors = append(v.Doors, x)
		}
	}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		v.Name = n.person(o.Person)
		if says := questionsWait(st, o.Person, s, s.words(r).Asked); says != "" {
			v.Asked = &page.Link{Text: says, URL: "/me/asked"}
		}
		at := comesNow(st, o.Person, s.house.Now())
		if at == nil || !o.Kiosk || !st.Own.Set.Arrive {
			return
		}
		v.Here = &page.OwnHere{When: d.HereOpen(st.Zone().Clock(at.Due)), Form: page.Form{Action: "/me/here",
			Command: app.NewCommandID(), Expect: strconv.FormatInt(at.Rev, 10),
			Hidden: []page.Pair{{Name: "visit", Value: at.ID}}}}
	})
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	s.ownDraw(w, r, status, page.OwnHomePage(l, v))
}

// comesNow is the visit that somebody has come for: the first of today that is
// booked and whose session is open.
func comesNow(st *clinic.State, who person.UserID, now moment.Instant) *clinic.Visit {
	z := st.Zone()
	for _, v := range st.VisitsInOrder() {
		opens, _, _ := sessionHours(st, v.Day, v.Session)
		if v.Person == who && v.Stage == visit.Booked && v.Day == z.Day(now) && !st.SessionClosed(v.Day, v.Session) &&
			now >= opens {
			return v
		}
	}
	return nil
}

// ownArrive is the press "I am here", at a kiosk alone: nobody is here from afar.
func (s *Server) ownArrive(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	d := s.words(r).Door
	if o, _ := login.WhoOwn(r.Context()); !o.Kiosk {
		p.wrong("", d.HereNotNow)
	}
	p.ownFinish(w, clinic.Arrive{Visit: p.get("visit")}, "/me?here=1", func(prob *page.Problem) {
		s.drawOwnHome(w, r, http.StatusUnprocessableEntity, prob)
	})
}

// ownFinish sends the command of a form on a person's own pages and answers the
// press: on to the next page, the same page with what is wrong, or a fault.
func (p *press) ownFinish(w http.ResponseWriter, body clinic.Body, to string, again func(*page.Problem)) {
	var err error
	if p.ok() {
		_, err = p.send(body)
	}
	switch prob, known := p.problem(err); {
	case !known:
		p.s.ownFault(w, p.r, err)
	case prob != nil:
		again(prob)
	default:
		http.Redirect(w, p.r, to, http.StatusSeeOther)
	}
}
