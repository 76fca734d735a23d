package web

import (
	"errors"
	"net/http"

	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
)

// waysRoutes is how somebody's own pages are opened: their phones, and at a
// kiosk a code for one.
func (s *Server) waysRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /me/ways": f(s.ownWaysPage), "POST /me/ways/code": f(s.ownWaysCode),
		"POST /me/ways/begin": f(s.ownWaysBegin), "POST /me/ways/phone": f(s.ownWaysPhone),
		"POST /me/ways/remove": f(s.ownWaysRemove), "POST /me/ways/secret": f(s.ownWaysSecret),
	}
}

func (s *Server) ownWaysPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnWays(w, r, http.StatusOK, page.OwnWays{}, nil)
}

func (s *Server) drawOwnWays(w http.ResponseWriter, r *http.Request, status int, v page.OwnWays, no *login.Denial) {
	o, _ := login.WhoOwn(r.Context())
	phones, err := s.door.Phones(r.Context(), o.Person)
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	if v.HasSecret, err = s.door.HasSecret(r.Context(), o.Person); err != nil {
		s.ownFault(w, r, err)
		return
	}
	words, z, now := s.words(r), s.zone(), s.house.Now()
	form := func(what string) page.Form {
		return page.Form{Action: "/me/ways/" + what, Command: typed{}.command(), Expect: "ways"}
	}
	for _, k := range phones {
		f := form("remove")
		f.Hidden = []page.Pair{{Name: "id", Value: k.ID()}}
		since := words.Record.Day(moment.UTC.In(moment.UTC.At(z.Day(k.Added), 12, 0)))
		v.Phones = append(v.Phones, page.LetInPhone{Text: words.Door.Phone + ", " + words.Door.PhoneSince(since), Form: f})
	}
	if o.Method != login.ByPasskey { // beside a card, or a card to come
		f := form("secret")
		v.Secret = &f
	}
	switch {
	case o.Kiosk:
		f := form("code")
		v.Make = &f
	case o.Method == login.ByCode && now.Since(o.Since) <= s.door.Settings().CodeFor:
		v.Begin, v.Finish = "/me/ways/begin", form("phone")
	}
	l := s.ownLayout(r, words.Door.Ways)
	switch r.URL.Query().Get("done") {
	case "added":
		l.Done = words.Door.PhoneAdded
	case "secret":
		l.Done = words.Record.Kept
	}
	if no != nil {
		line := page.ProblemLine{Text: ownDenial(words, no, now)}
		if no.Code == "secret_simple" {
			line.Field, v.SecretField.Error = "secret", line.Text
		}
		l.Problem = &page.Problem{Lines: []page.ProblemLine{line}}
	}
	s.ownDraw(w, r, status, page.OwnWaysPage(l, v))
}

// ownWaysCode makes a code for the person's own phone, at a kiosk alone: there
// they came with a card, or with somebody of staff who vouched for them.
func (s *Server) ownWaysCode(w http.ResponseWriter, r *http.Request) {
	o, _ := login.WhoOwn(r.Context())
	if !o.Kiosk {
		s.drawOwnWays(w, r, http.StatusUnprocessableEntity, page.OwnWays{}, &login.Denial{Code: "proof_old"})
		return
	}
	c, until, err := s.door.IssueOnce(r.Context(), o.Actor(), o.Person)
	if err != nil {
		s.ownWaysAnswer(w, r, err, "")
		return
	}
	s.drawOwnWays(w, r, http.StatusOK, page.OwnWays{Code: c.Spell(),
		Until: s.words(r).Door.CodeUntil(s.clock(until))}, nil)
}

func (s *Server) ownWaysBegin(w http.ResponseWriter, r *http.Request) {
	options, prompt, err := s.door.BeginPhone(r.Context())
	s.begun(w, r, options, prompt, err)
}

func (s *Server) ownWaysPhone(w http.ResponseWriter, r *http.Request) {
	err := r.ParseForm()
	if err == nil {
		err = s.door.FinishPhone(r.Context(), promptOf(r), []byte(r.PostForm.Get("passkey")))
	}
	s.ownWaysAnswer(w, r, err, "/me/ways?done=added")
}

// ownWaysRemove takes a phone away. Whatever was open ends, here too.
func (s *Server) ownWaysRemove(w http.ResponseWriter, r *http.Request) {
	o, _ := login.WhoOwn(r.Context())
	err := r.ParseForm()
	if err == nil {
		err = s.door.RemovePhone(r.Context(), o.Actor(), o.Person, r.PostForm.Get("id"))
	}
	s.ownWaysAnswer(w, r, err, ownEntry(r)+"?over=1")
}

// ownWaysAnswer leads on, or draws the page again with what stood in the way.
func (s *Server) ownWaysAnswer(w http.ResponseWriter, r *http.Request, err error, to string) {
	var denial *login.Denial
	switch {
	case errors.As(err, &denial):
		noteCause(r, denial)
		s.drawOwnWays(w, r, http.StatusUnprocessableEntity, page.OwnWays{}, denial)
	case err != nil:
		s.ownFault(w, r, err)
	default:
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

// ownWaysSecret chooses secret numbers, or goes without.
func (s *Server) ownWaysSecret(w http.ResponseWriter, r *http.Request) {
	err := r.ParseForm()
	numbers := r.PostForm.Get("secret")
	switch {
	case r.PostForm.Get("none") == "yes":
		numbers = ""
	case numbers == "":
		err = &login.Denial{Code: "secret_simple"}
	}
	if err == nil {
		err = s.door.SetSecret(r.Context(), numbers)
	}
	s.ownWaysAnswer(w, r, err, "/me/ways?done=secret")
}
