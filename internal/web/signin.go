package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sort"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
)

// entrance is the routes of signing in and of one's own keys.
func (s *Server) entrance() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /signin": f(s.signInPage), "POST /signin/pin": f(s.signInPress),
		"POST /signin/passkey/begin": f(s.signInBegin), "POST /signin/passkey/finish": f(s.signInPress),
		"POST /signout": f(s.signOut), "POST /lock": f(s.lock),
		"GET /keys": f(s.keysPage), "POST /keys/pin": f(s.keysPIN),
		"POST /keys/passkey/begin": f(s.keysPasskeyBegin), "POST /keys/passkey/finish": f(s.keysPasskeyFinish),
		"POST /keys/passkey/remove": f(s.keysPasskeyRemove),
	}
}

// signInPage asks who is at the tablet. On a locked tablet it is the locked
// page; ?anew=1 lets somebody else sign in, ?staff= says who was chosen.
func (s *Server) signInPage(w http.ResponseWriter, r *http.Request) {
	a, ok := login.Who(r.Context())
	q := r.URL.Query()
	anew := q.Get("anew") != ""
	switch {
	case ok && a.Locked && !anew:
		s.drawLocked(w, r, http.StatusOK, a, nil)
	case ok && !anew:
		http.Redirect(w, r, "/", http.StatusSeeOther)
	default:
		s.drawSignIn(w, r, http.StatusOK, person.StaffID(q.Get("staff")), nil)
	}
}

// entry is the layout of a page that shows nothing of the clinic yet.
func (s *Server) entry(r *http.Request, title string, denial *login.Denial) page.Layout {
	l := s.layout(r, title)
	l.Person, l.Menu, l.RestSecs, l.Flash, l.Foot, l.Notice = nil, page.Menu{}, 0, nil, nil, ""
	if denial != nil {
		l.Problem = &page.Problem{Title: "Not signed in",
			Lines: []page.ProblemLine{{Text: denial.Sentence, Field: "pin"}}}
	}
	return l
}

func (s *Server) drawSignIn(w http.ResponseWriter, r *http.Request, status int, staff person.StaffID,
	no *login.Denial) {
	v := page.SignIn{Note: s.cfg.Hint, Passkey: "/signin/passkey/begin", Other: "/signin?anew=1",
		Form: page.Form{Action: "/signin/passkey/finish"}}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		for id, m := range st.Staff {
			if len(m.Roles) == 0 || member(st, m, s.house.Now()).Barred != "" {
				continue
			}
			t := page.StaffTile{ID: string(id), Name: n.staff(id), Role: roleWords(m.Roles),
				URL: "/signin?anew=1&staff=" + url.QueryEscape(string(id))}
			v.Staff = append(v.Staff, t)
			if id == staff {
				v.Chosen = &t
			}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	sort.Slice(v.Staff, func(i, j int) bool { return v.Staff[i].Name < v.Staff[j].Name })
	if v.Chosen != nil {
		v.Form = page.Form{Action: "/signin/pin", Hidden: []page.Pair{{Name: "staff", Value: v.Chosen.ID}}}
	}
	if no != nil {
		v.PIN.Error = no.Sentence
	}
	l := s.entry(r, "Sign in", no)
	if no != nil && v.Chosen == nil {
		l.Problem.Lines[0].Field = ""
	}
	s.draw(w, r, status, page.SignInPage(l, v))
}

func (s *Server) drawLocked(w http.ResponseWriter, r *http.Request, status int, a login.Actor, no *login.Denial) {
	v := page.Locked{Name: a.Name, Passkey: "/signin/passkey/begin", Other: "/signin?anew=1", Return: placeWords(a.Place),
		Form: page.Form{Action: "/signin/pin", Hidden: []page.Pair{{Name: "staff", Value: string(a.ID)},
			{Name: "locked", Value: "yes"}}}}
	if no != nil {
		v.PIN.Error = no.Sentence
	}
	s.draw(w, r, status, page.LockedPage(s.entry(r, "Locked", no), v))
}

// placeWords names a place without saying whom it shows.
func placeWords(place string) string {
	for _, p := range [][2]string{{"/visits/", "the visit"}, {"/people/", "the person's page"},
		{"/people", "the list of people"}, {"/register", "the register"}, {"/inbox", "the inbox"},
		{"/staff", "the staff list"}, {"/keys", "your sign-in"}, {"/board", "the board"}} {
		if strings.HasPrefix(place, p[0]) {
			return p[1]
		}
	}
	return "where you were"
}

// signInPress takes a PIN or a passkey. On the locked page it unlocks for the
// same person and leads back to the place; else it seats whoever proved
// themselves, which ends the seat of anybody before.
func (s *Server) signInPress(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.drawSignIn(w, r, http.StatusBadRequest, "", &login.Denial{Code: "form_unreadable",
			Sentence: "This form could not be read: load the page again."})
		return
	}
	place := ""
	proof, err := s.prove(r)
	if err == nil {
		place, err = s.seat(r.Context(), proof, r.PostForm.Get("locked") == "yes")
	}
	var denial *login.Denial
	a, seated := login.Who(r.Context())
	switch {
	case errors.As(err, &denial):
		noteCause(r, denial)
		if seated && a.Locked && r.PostForm.Get("locked") == "yes" {
			s.drawLocked(w, r, http.StatusUnprocessableEntity, a, denial)
			return
		}
		s.drawSignIn(w, r, http.StatusUnprocessableEntity, person.StaffID(r.PostForm.Get("staff")), denial)
	case err != nil:
		s.fault(w, r, err)
	default:
		http.Redirect(w, r, place, http.StatusSeeOther)
	}
}

func (s *Server) prove(r *http.Request) (login.Proof, error) {
	if answer := r.PostForm.Get("passkey"); answer != "" {
		return s.login.FinishSignIn(r.Context(), promptOf(r), []byte(answer))
	}
	return s.login.ProvePIN(r.Context(), person.StaffID(r.PostForm.Get("staff")), r.PostForm.Get("pin"))
}

// seat returns where the person goes next.
func (s *Server) seat(ctx context.Context, proof login.Proof, unlock bool) (place string, err error) {
	if unlock {
		place, err = s.sessions.Unlock(ctx, proof)
	} else {
		err = s.sessions.SignIn(ctx, proof)
	}
	if err == nil { // this browser has one user at a time
		err = s.door.SignOut(ctx)
	}
	switch {
	case err != nil:
		return "", err
	case proof.MustChoosePIN():
		return "/keys", nil
	case !login.LocalPath(place):
		return "/", nil
	}
	return place, nil
}

func (s *Server) signInBegin(w http.ResponseWriter, r *http.Request) {
	options, prompt, err := s.login.BeginSignIn(r.Context())
	s.begun(w, r, options, prompt, err)
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	if err := s.sessions.SignOut(r.Context()); err != nil {
		s.fault(w, r, err)
		return
	}
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
}

// lock keeps the last page that was shown; the same person comes back to it.
func (s *Server) lock(w http.ResponseWriter, r *http.Request) {
	if err := s.sessions.Lock(r.Context(), ""); err != nil {
		s.fault(w, r, err)
		return
	}
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
}
