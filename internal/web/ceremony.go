package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"steady/internal/login"
)

// begun answers a page's script that asked for a passkey prompt: the options,
// and the prompt's id in a cookie that only this site's next form sends back.
// A denial comes as its sentence, which the page shows beside the button.
func (s *Server) begun(w http.ResponseWriter, r *http.Request, options json.RawMessage, prompt string, err error) {
	var denial *login.Denial
	switch {
	case errors.As(err, &denial):
		noteCause(r, denial)
		sayJSON(w, http.StatusUnprocessableEntity, denial.Sentence)
	case err != nil:
		s.fault(w, r, err)
	default:
		sendPrompt(w, options, prompt, s.login.Settings().Secure)
	}
}

// promptOf is the id of the passkey prompt this browser is answering.
func promptOf(r *http.Request) string {
	c, err := r.Cookie(promptCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// noteCause keeps what exactly did not fit for who runs the service; a passkey
// that is refused is most often a setting.
func noteCause(r *http.Request, d *login.Denial) {
	if d.Cause != nil {
		slog.Info("sign-in denied", "route", r.Pattern, "code", d.Code, "cause", d.Cause)
	}
}
