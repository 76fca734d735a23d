package web

import (
	"errors"
	"net/http"

	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
)

// keyWords answer a press on the page of one's own keys.
var keyWords = map[string]string{"pin": "Your PIN is changed", "added": "The passkey is added",
	"removed": "The passkey is removed"}

func (s *Server) keysPage(w http.ResponseWriter, r *http.Request) {
	s.drawKeys(w, r, http.StatusOK, nil, typed{})
}

// drawKeys draws the page of one's own PIN and passkeys; a PIN that was typed
// never comes back.
func (s *Server) drawKeys(w http.ResponseWriter, r *http.Request, status int, no *login.Denial, t typed) {
	a, _ := login.Who(r.Context())
	have, err := s.login.Passkeys(r.Context(), a.ID)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	v := page.Me{AddPasskey: "/keys/passkey/begin", Form: page.Form{Action: "/keys/passkey/finish"},
		PINForm: page.Form{Action: "/keys/pin"}, SignOut: page.Form{Action: "/signout"}, Label: t.field("label"),
		PIN: page.Field{Error: t.errs["pin"]}, PINOld: page.Field{Error: t.errs["pin_old"]},
		PINNew: page.Field{Error: t.errs["pin_new"]}, PINAgain: page.Field{Error: t.errs["pin_again"]}}
	if a.MustChoose {
		v.Note = "Somebody else issued your PIN. Choose your own now; then everything opens."
	}
	now, z := s.house.Now(), s.zone()
	for _, k := range have {
		v.Passkeys = append(v.Passkeys, keyLine(k, z, now))
	}
	l := s.layout(r, "Your sign-in")
	if word := keyWords[r.URL.Query().Get("done")]; word != "" && no == nil {
		l.Flash = &page.Flash{Text: word}
	}
	if no != nil {
		l.Problem = &page.Problem{Lines: []page.ProblemLine{{Text: no.Sentence}}}
	}
	s.draw(w, r, status, page.MePage(l, v))
}

func keyLine(k login.Passkey, z moment.Zone, now moment.Instant) page.KeyLine {
	state := "added " + stamp(z, now, k.Added) + ", last used " + stamp(z, now, k.Used)
	if k.Doubtful {
		state = "a copy of it may exist: remove it and add another"
	}
	return page.KeyLine{Label: k.Label, State: state, Remove: page.Form{Action: "/keys/passkey/remove",
		Hidden: []page.Pair{{Name: "id", Value: k.ID()}}}}
}

// keyAnswer leads on after a change of one's own keys, or shows the page with
// what stood in the way beside the field that field names.
func (s *Server) keyAnswer(w http.ResponseWriter, r *http.Request, err error, done string,
	field func(code string) string) {
	var denial *login.Denial
	switch {
	case errors.As(err, &denial):
		noteCause(r, denial)
		errs := map[string]string{field(denial.Code): denial.Sentence}
		s.drawKeys(w, r, http.StatusUnprocessableEntity, denial, typed{v: r.PostForm, errs: errs})
	case err != nil:
		s.fault(w, r, err)
	default:
		http.Redirect(w, r, "/keys?done="+done, http.StatusSeeOther)
	}
}

func (s *Server) keysPIN(w http.ResponseWriter, r *http.Request) {
	a, _ := login.Who(r.Context())
	err := r.ParseForm()
	if err == nil {
		err = s.choosePIN(r, a)
	}
	if err == nil && a.MustChoose {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	s.keyAnswer(w, r, err, "pin", func(code string) string {
		switch code {
		case "pin_differs":
			return "pin_again"
		case "pin_wrong", "pin_wait", "pin_locked", "pin_none":
			return "pin_old"
		}
		return "pin_new"
	})
}

func (s *Server) choosePIN(r *http.Request, a login.Actor) error {
	pin := r.PostForm.Get("pin_new")
	if pin != r.PostForm.Get("pin_again") {
		return &login.Denial{Code: "pin_differs", Sentence: "The two new PINs are not the same: write them once more."}
	}
	if err := s.login.ChangePIN(r.Context(), a.ID, r.PostForm.Get("pin_old"), pin); err != nil {
		return err
	}
	return s.sessions.ChosePIN(r.Context())
}

// keysPasskeyBegin asks for the PIN again: an unlocked tablet alone must not be
// enough to add a key to somebody's name.
func (s *Server) keysPasskeyBegin(w http.ResponseWriter, r *http.Request) {
	a, _ := login.Who(r.Context())
	if err := r.ParseForm(); err != nil {
		s.begun(w, r, nil, "", err)
		return
	}
	proof, err := s.login.ProvePIN(r.Context(), a.ID, r.PostForm.Get("pin"))
	if err != nil {
		s.begun(w, r, nil, "", err)
		return
	}
	options, prompt, err := s.login.BeginPasskey(r.Context(), proof, r.PostForm.Get("label"))
	s.begun(w, r, options, prompt, err)
}

func (s *Server) keysPasskeyFinish(w http.ResponseWriter, r *http.Request) {
	a, _ := login.Who(r.Context())
	err := r.ParseForm()
	if err == nil {
		err = s.login.FinishPasskey(r.Context(), a.ID, promptOf(r), []byte(r.PostForm.Get("passkey")))
	}
	s.keyAnswer(w, r, err, "added", func(string) string { return "label" })
}

func (s *Server) keysPasskeyRemove(w http.ResponseWriter, r *http.Request) {
	a, _ := login.Who(r.Context())
	err := r.ParseForm()
	if err == nil {
		err = s.login.RemovePasskey(r.Context(), a.ID, a.ID, r.PostForm.Get("id"))
	}
	s.keyAnswer(w, r, err, "removed", func(string) string { return "" })
}
