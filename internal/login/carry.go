package login

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
)

// carry is the middleware that finds a session and keeps it again. It stands in
// for LoadAndSave of scs, which sends the cookie with every answer: the answer to
// a slow page would then put the token of before a sign-in back into the browser,
// and whoever had just signed in was at the sign-in page again. Here a cookie is
// sent when the token changed and when the session ended, and at no other time.
func carry(m *scs.SessionManager, kind Kind, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Cookie")
		token := ""
		if c, err := r.Cookie(m.Cookie.Name); err == nil {
			token = c.Value
		}
		ctx, err := m.Load(context.WithValue(r.Context(), foundKey{kind}, new(found)), token)
		if err != nil {
			m.ErrorFunc(w, r, err)
			return
		}
		c := &carrier{ResponseWriter: w, r: r.WithContext(ctx), scs: m, token: token}
		next.ServeHTTP(c, c.r)
		c.keep()
	})
}

// carrier keeps the session before the first byte of an answer.
type carrier struct {
	http.ResponseWriter
	r     *http.Request
	scs   *scs.SessionManager
	token string // as the browser sent it
	kept  bool
}

func (c *carrier) keep() {
	if c.kept {
		return
	}
	c.kept = true
	ctx := c.r.Context()
	switch c.scs.Status(ctx) {
	case scs.Modified:
		token, expiry, err := c.scs.Commit(ctx)
		if err != nil {
			c.scs.ErrorFunc(c.ResponseWriter, c.r, err)
			return
		}
		if token != c.token {
			c.scs.WriteSessionCookie(ctx, c.ResponseWriter, token, expiry)
		}
	case scs.Destroyed:
		c.scs.WriteSessionCookie(ctx, c.ResponseWriter, "", time.Time{})
	}
}

// Write keeps the session, then writes.
func (c *carrier) Write(b []byte) (int, error) {
	c.keep()
	return c.ResponseWriter.Write(b)
}

// WriteHeader keeps the session, then writes the head of the answer.
func (c *carrier) WriteHeader(code int) {
	c.keep()
	c.ResponseWriter.WriteHeader(code)
}

// Unwrap lets http.ResponseController reach the writer beneath.
func (c *carrier) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// found says which row a request found its session in.
type found struct{ id string }

type foundKey struct{ kind Kind }
