package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/register"
)

// stockRoutes is the routes of stock and register.
func (s *Server) stockRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	out := map[string]http.Handler{
		"GET /register": f(s.stock), "GET /register/{page}": f(s.registerPage),
		"GET /register/pdf/{page}": f(s.registerPDF), "GET /register/export": f(s.take(s.cfg.Export)),
		"GET /register/bundle":  f(s.take(s.cfg.Bundle)),
		"GET /register/receive": f(s.receivePage), "POST /register/receive": f(s.receive),
		"GET /register/count": f(s.countPage), "POST /register/count": f(s.count),
		"GET /register/note": f(s.notePage), "POST /register/note": f(s.note),
		"GET /register/codes": f(s.codesPage),
	}
	maps.Copy(out, s.stockMoveRoutes())
	maps.Copy(out, s.countRoutes())
	return out
}

// massWords prints milligrams with the thousands apart.
func massWords(m measure.Mass) string {
	whole, part, frac := strings.Cut(m.Milligrams(), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	out := sign + thousands(whole)
	if frac {
		out += "." + part
	}
	return out + " mg"
}

func ampouleWords(n measure.Ampoules) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	text := sign + thousands(strconv.FormatInt(int64(n), 10)) + " ampoule"
	if n != 1 {
		text += "s"
	}
	return text
}

// stock lists the pages with their balances. The green line is earned: every
// page counted today without a difference, and the head checked just now.
func (s *Server) stock(w http.ResponseWriter, r *http.Request) {
	a, _ := login.Who(r.Context())
	head, herr := s.registerHead(r.Context())
	if herr != nil && !errors.Is(herr, errUnproven) {
		s.fault(w, r, herr)
		return
	}
	v := page.Stock{Premises: s.cfg.Service, Two: "Receiving, counting and wasting each need a second person."}
	if login.MayRoute(a.Roles, "GET /register/receive") {
		v.Receive, v.Count, v.Waste = "/register/receive", "/register/count", "/register/waste"
	}
	v.Ways = waysIn(a)
	if login.MayRoute(a.Roles, "GET /register/bundle") && s.cfg.Bundle != nil {
		v.Bundle = &page.Link{Text: "Take the register away to read and verify (zip)", URL: "/register/bundle"}
	}
	if login.MayRoute(a.Roles, "GET /register/export") && s.cfg.Export != nil {
		v.Export = &page.Link{Text: "Take the register away as a file that proves itself", URL: "/register/export"}
	}
	s.house.View(func(st *clinic.State) {
		now, z := s.house.Now(), st.Zone()
		all := len(st.Accounts.Sheets) > 0
		var counted moment.Instant
		for _, id := range st.Accounts.Pages() {
			sh := st.Accounts.Sheets[id]
			v.Pages = append(v.Pages, stockLine(id, sh, z, now))
			if sh.Counted == nil || z.Day(sh.Counted.At) != z.Day(now) || sh.Open != nil {
				all = false
			} else if counted == 0 || sh.Counted.At < counted {
				counted = sh.Counted.At
			}
		}
		v.Warnings, v.Waits = waits(st, now, a.Roles)
		if all && herr == nil {
			v.Green = "Balances agree: every page counted by two people today, from " + z.Clock(counted) + "; " + head.words()
		}
	})
	if err := s.outsideLine(r.Context(), &v); err != nil {
		s.fault(w, r, err)
		return
	}
	if herr != nil {
		slog.Error("register not proven", "err", herr)
		v.Warnings = append([]page.StockWarning{{Text: "The stored register does not agree with its signed head. " +
			"Stop, tell the accountable officer, and have steady verify run on an export."}}, v.Warnings...)
	}
	s.draw(w, r, http.StatusOK, page.StockPage(s.layout(r, "Register and stock"), v))
}

// outsideLine says what the outside witness of the register signed last.
func (s *Server) outsideLine(ctx context.Context, v *page.Stock) error {
	if s.cfg.Outside == nil {
		return nil
	}
	x, err := s.cfg.Outside(ctx)
	if err != nil {
		return err
	}
	v.Outside = "The outside witness " + x.Name + " has signed nothing yet."
	if x.Size > 0 {
		s.house.View(func(st *clinic.State) {
			v.Outside = fmt.Sprintf("The outside witness %s signed the head of %s entries, %s.", x.Name,
				thousands(strconv.FormatInt(x.Size, 10)), stamp(st.Zone(), s.house.Now(), x.At))
		})
	}
	switch {
	case x.Refused:
		v.Warnings = append([]page.StockWarning{{Text: "The outside witness refuses to sign: this register does not " +
			"continue what it saw before. Stop, and tell the accountable officer. It says: " + x.Fault}}, v.Warnings...)
	case x.Fault != "":
		v.Outside += " It did not answer when it was asked last; it is asked again every hour."
	}
	return nil
}

func stockLine(id string, sh *register.Sheet, z moment.Zone, now moment.Instant) page.StockLine {
	l := page.StockLine{Drug: sh.Product.Form.String(), Strength: sh.Product.Content.String(),
		Form: sh.Product.Presentation, URL: "/register/" + id, Balance: ampouleWords(sh.Ampoules), Mass: massWords(sh.Mass),
		Counted: "not counted yet"}
	if len(sh.Drawn) > 0 {
		l.Mass += ", drawn ampoules included"
	}
	if sh.Counted != nil {
		l.Counted = "counted " + stamp(z, now, sh.Counted.At)
	}
	if sh.Open != nil {
		l.Open = differs(sh.Open.Difference) + " than the register, since " + stamp(z, now, sh.Open.Since)
	}
	return l
}

// differs spells a difference found by a count.
func differs(n measure.Ampoules) string {
	switch {
	case n < 0:
		return ampouleWords(-n) + " fewer"
	case n == 0: // the same two counted again; two others have not yet
		return "neither fewer nor more"
	}
	return ampouleWords(n) + " more"
}

// take hands the register out as a file.
func (s *Server) take(file func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if file == nil {
			s.missing(w, r, "This service hands out no such file here: use steady register export or bundle.")
			return
		}
		if err := file(w, r); err != nil {
			s.fault(w, r, err)
		}
	}
}
