package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"steady/clinic"
	"steady/internal/login"
	"steady/person"
)

// builders rebuild a command from its form for a passkey prompt, by the word
// in the prompt's address, so that the second person's passkey signs the very
// digest that the core will ask for.
var builders = map[string]func(p *press) clinic.Body{
	"check": visitSteps["check"], "discard": visitSteps["discard"], "putback": visitSteps["putback"], "give": giveBody,
	"settle": settleBody, "amount": amountBody,
	"receive": receiveBody, "prescribe": prescribeForm, "count": countBody,
}

// confirmBegin starts the second person's passkey prompt.
func (s *Server) confirmBegin(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	build := builderOf(r.URL.Query().Get("for"))
	if build == nil {
		sayJSON(w, http.StatusNotFound, "This page does not take a passkey.")
		return
	}
	p.req.Command.Body = build(p)
	if !p.ok() {
		sayJSON(w, http.StatusUnprocessableEntity, p.lines[0].Text)
		return
	}
	options, prompt, err := s.login.BeginConfirmPasskey(r.Context(), person.StaffID(p.get("second")),
		s.witnessed(p.req.Command))
	var no *login.Denial
	switch {
	case errors.As(err, &no):
		sayJSON(w, http.StatusUnprocessableEntity, no.Sentence)
	case err != nil:
		s.fault(w, r, err)
	default:
		sendPrompt(w, options, prompt, s.login.Settings().Secure)
	}
}

// sendPrompt answers passkey options; the prompt's id waits in a cookie that
// no script reads.
func sendPrompt(w http.ResponseWriter, options json.RawMessage, prompt string, secure bool) {
	http.SetCookie(w, &http.Cookie{Name: promptCookie, Value: prompt, Path: "/", MaxAge: 120, HttpOnly: true,
		Secure: secure, SameSite: http.SameSiteStrictMode})
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Write(options)
}

func sayJSON(w http.ResponseWriter, status int, sentence string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"sentence": sentence})
}
