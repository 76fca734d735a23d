package web

import (
	"net/http"
	"slices"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
)

// ownConsentPage says what is agreed, and lets the person change the lines that
// treatment does not need. The first yes, and a new one after a no, is said to
// staff.
func (s *Server) ownConsentPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnConsent(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawOwnConsent(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	o, _ := login.WhoOwn(r.Context())
	words := s.words(r).Record
	v := page.OwnConsent{Since: words.ConsentNone}
	err := s.house.View(func(st *clinic.State) {
		z := st.Zone()
		d := &ownDrawing{w: s.words(r), st: st, z: z}
		if x := st.Reports.People[o.Person]; x != nil {
			say := words.CountryYes
			if x.Agrees == clinic.MayNotSend {
				say = words.CountryNo
			}
			v.Country = say(d.date(z.Day(x.At)))
		}
		way := st.Ways[o.Person]
		if way == nil || way.Consent == nil {
			return
		}
		if !way.Consents() {
			v.Since = words.ConsentOff(d.date(z.Day(way.Withdrawn)))
			return
		}
		v.Since = words.ConsentSince(d.date(z.Day(way.ConsentAt)))
		for _, x := range person.CurrentTerms().Terms {
			if x.Needed {
				v.Needed = append(v.Needed, x.Words)
				continue
			}
			v.More = append(v.More, page.Choice{Value: x.Code, Label: x.Words,
				Chosen: slices.Contains(way.Consent.Agreed, x.Code)})
		}
		if way.Consent.Version == person.CurrentTerms().Version && way.Ended == nil {
			v.Form = &page.Form{Action: "/me/consents", Command: t.command(), Expect: "agreed"}
		}
		if way.Ended == nil {
			v.Withdraw = &page.Link{Text: words.Withdraw, URL: "/me/consents/withdraw"}
		}
	})
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	l := s.ownLayout(r, words.Title)
	l.Problem, l.Back = prob, &page.Link{Text: words.Backed, URL: "/me/record"}
	switch r.URL.Query().Get("done") {
	case "kept":
		l.Done = words.Kept
	case "withdrawn":
		l.Done = words.Withdrawn
	}
	s.ownDraw(w, r, status, page.OwnConsentPage(l, v))
}

// ownConsentKeep gives the consent anew with the lines that were ticked; what
// was said with it before stays.
func (s *Server) ownConsentKeep(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	o, _ := login.WhoOwn(r.Context())
	terms := person.CurrentTerms()
	b := clinic.GiveConsent{Person: o.Person, Version: terms.Version}
	for _, x := range terms.Terms {
		if x.Needed || slices.Contains(r.PostForm["more"], x.Code) {
			b.Agreed = append(b.Agreed, x.Code)
		}
	}
	s.house.View(func(st *clinic.State) {
		if way := st.Ways[o.Person]; way != nil && way.Consent != nil {
			b.Expects, b.Doubts, b.Confidence = way.Consent.Expects, way.Consent.Doubts, way.Consent.Confidence
		}
	})
	p.ownFinish(w, b, "/me/consents?done=kept", func(prob *page.Problem) {
		s.drawOwnConsent(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (s *Server) ownWithdrawPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnWithdraw(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawOwnWithdraw(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	words := s.words(r).Record
	l := s.ownLayout(r, words.Title)
	l.Problem, l.Back = prob, &page.Link{Text: words.Backed, URL: "/me/record"}
	id := t.v.Get("command")
	if id == "" {
		id = app.NewCommandID()
	}
	s.ownDraw(w, r, status, page.OwnWithdrawPage(l, page.OwnWithdraw{Lines: words.WithdrawLines,
		Form: page.Form{Action: "/me/consents/withdraw", Command: id, Expect: "agreed"}, Words: t.field("words")}))
}

func (s *Server) ownWithdraw(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	o, _ := login.WhoOwn(r.Context())
	b := clinic.WithdrawConsent{Person: o.Person}
	if why := p.get("words"); why != "" {
		t := p.keep(string(o.Person), "reason", why)
		b.Reason = &t
	}
	p.ownFinish(w, b, "/me/consents?done=withdrawn", func(prob *page.Problem) {
		s.drawOwnWithdraw(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}
