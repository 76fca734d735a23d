package web

import (
	"errors"
	"net/http"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/internal/web/plain"
	"steady/person"
)

// letInRoutes is what staff do about people's own pages.
func (s *Server) letInRoutes() map[string]http.Handler {
	f := func(h func(http.ResponseWriter, *http.Request)) http.Handler { return http.HandlerFunc(h) }
	return map[string]http.Handler{
		"GET /people/{person}/door": f(s.letInPage), "POST /people/{person}/door/{what}": f(s.letIn),
		"GET /kiosks": f(s.kiosksPage), "POST /kiosks": f(s.makeKiosk), "POST /kiosks/end": f(s.endKiosk),
		"GET /keys/looked": f(s.myLooks),
	}
}

func (s *Server) letInPage(w http.ResponseWriter, r *http.Request) {
	s.drawLetIn(w, r, http.StatusOK, nil, nil)
}

// drawLetIn draws the page, with a code that was just made where there is one.
func (s *Server) drawLetIn(w http.ResponseWriter, r *http.Request, status int, made *page.IssuedCode,
	no *login.Denial) {
	ctx, who := r.Context(), person.UserID(r.PathValue("person"))
	card, locked, there, err := s.door.CardOf(ctx, who)
	var phones []login.Passkey
	var trail []login.Event
	if err == nil {
		phones, err = s.door.Phones(ctx, who)
	}
	if err == nil {
		trail, err = s.door.Trail(ctx, who, 20)
	}
	secret := false
	if err == nil {
		secret, err = s.door.HasSecret(ctx, who)
	}
	var denial *login.Denial
	if errors.As(err, &denial) {
		s.missing(w, r, "There is no such person in this service.")
		return
	}
	at := func(what string) page.Form {
		return page.Form{Action: "/people/" + string(who) + "/door/" + what, Command: typed{}.command(), Expect: "door"}
	}
	v := page.LetIn{Code: made, Issue: at("card"), Block: at("block"), Once: at("once"), IssueText: "Give them a card"}
	if f := at("secret"); secret {
		v.Forgot = &f
	}
	if err == nil {
		err = s.with(ctx, nil, func(st *clinic.State, n names) {
			z, now := st.Zone(), s.house.Now()
			v.Name = n.person(who)
			if there {
				v.IssueText = "Give them a new card"
				v.Card = []page.Row{{Key: "Given", Value: stamp(z, now, card.Since) + ", by " + n.staff(card.By)}}
				if card.Used != 0 {
					v.Card = append(v.Card, page.Row{Key: "Last used", Value: stamp(z, now, card.Used)})
				}
				if locked {
					v.Card = append(v.Card, page.Row{Key: "Locked", Value: "after too many wrong tries: give a new one", Loud: true})
				}
			}
			for _, k := range phones {
				form := at("phone")
				form.Hidden = []page.Pair{{Name: "id", Value: k.ID()}}
				v.Phones = append(v.Phones, page.LetInPhone{Form: form,
					Text: "A phone, added " + stamp(z, now, k.Added) + ", last used " + stamp(z, now, k.Used)})
			}
			d := &ownDrawing{w: plain.In("en-GB"), st: st, n: n, z: z}
			for _, day := range d.door(trail) {
				for _, x := range day.Lines {
					v.Trail = append(v.Trail, page.TimeLine{At: day.Day + ", " + x.At, Text: x.Text, By: x.By})
				}
			}
		})
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Their own pages")
	l.Back = &page.Link{Text: "Their page", URL: "/people/" + string(who)}
	if no != nil {
		l.Problem = &page.Problem{Lines: []page.ProblemLine{{Text: no.Sentence}}}
	}
	s.draw(w, r, status, page.LetInPage(l, v))
}

// letIn issues and blocks cards, makes codes and takes phones away. A code is
// shown in the answer and nowhere else.
func (s *Server) letIn(w http.ResponseWriter, r *http.Request) {
	ctx, who, by := r.Context(), person.UserID(r.PathValue("person")), actorOf(r).ID
	var made *page.IssuedCode
	var err error
	switch r.PathValue("what") {
	case "card":
		var c login.Code
		if c, err = s.door.IssueCard(ctx, by, who); err == nil {
			made = &page.IssuedCode{Card: true, Groups: c.Spell()}
		}
	case "once":
		c, until, oerr := s.door.IssueOnce(ctx, by, who)
		if err = oerr; err == nil {
			made = &page.IssuedCode{Groups: c.Spell(), Until: s.clock(until)}
		}
	case "block":
		err = s.door.BlockCard(ctx, by, who)
	case "secret":
		err = s.door.DropSecret(ctx, by, who)
	case "phone":
		if err = r.ParseForm(); err == nil {
			err = s.door.RemovePhone(ctx, by, who, r.PostForm.Get("id"))
		}
	default:
		s.missing(w, r, "There is no such step.")
		return
	}
	var denial *login.Denial
	switch {
	case errors.As(err, &denial):
		s.drawLetIn(w, r, http.StatusUnprocessableEntity, nil, denial)
	case err != nil:
		s.fault(w, r, err)
	case made != nil:
		s.drawLetIn(w, r, http.StatusOK, made, nil)
	default:
		http.Redirect(w, r, "/people/"+string(who)+"/door", http.StatusSeeOther)
	}
}

func (s *Server) kiosksPage(w http.ResponseWriter, r *http.Request) {
	s.drawKiosks(w, r, http.StatusOK, nil)
}

func (s *Server) drawKiosks(w http.ResponseWriter, r *http.Request, status int, no *login.Denial) {
	list, err := s.door.Kiosks(r.Context())
	v := page.Kiosks{Form: page.Form{Action: "/kiosks", Command: typed{}.command(), Expect: "kiosks"},
		Here: login.AtKiosk(r.Context())}
	if err == nil {
		err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
			for _, k := range list {
				v.Lines = append(v.Lines, page.KioskLine{Name: k.Name,
					Facts: "since " + stamp(st.Zone(), s.house.Now(), k.Since) + ", by " + n.staff(k.By),
					Form: page.Form{Action: "/kiosks/end", Command: typed{}.command(), Expect: "kiosks",
						Hidden: []page.Pair{{Name: "id", Value: k.ID}}}})
			}
		})
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Kiosks")
	l.Back = &page.Link{Text: "Staff", URL: "/staff"}
	if no != nil {
		v.Name = page.Field{Value: r.PostForm.Get("name"), Error: no.Sentence}
		l.Problem = &page.Problem{Lines: []page.ProblemLine{{Text: no.Sentence, Field: "name"}}}
	}
	s.draw(w, r, status, page.KiosksPage(l, v))
}

// makeKiosk makes this browser a kiosk and signs out who made it one.
func (s *Server) makeKiosk(w http.ResponseWriter, r *http.Request) {
	err := r.ParseForm()
	if err == nil {
		err = s.door.MakeKiosk(r.Context(), w, actorOf(r).ID, r.PostForm.Get("name"))
	}
	var denial *login.Denial
	if errors.As(err, &denial) {
		s.drawKiosks(w, r, http.StatusUnprocessableEntity, denial)
		return
	}
	if err == nil {
		err = s.sessions.SignOut(r.Context())
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	http.Redirect(w, r, "/kiosk", http.StatusSeeOther)
}

func (s *Server) endKiosk(w http.ResponseWriter, r *http.Request) {
	err := r.ParseForm()
	if err == nil {
		err = s.door.EndKiosk(r.Context(), actorOf(r).ID, r.PostForm.Get("id"))
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	http.Redirect(w, r, "/kiosks", http.StatusSeeOther)
}

// myLooks shows a member of staff whose records they read.
func (s *Server) myLooks(w http.ResponseWriter, r *http.Request) {
	looks, err := s.house.LooksBy(r.Context(), actorOf(r).ID, looksShown)
	var v page.MyLooks
	words := plain.In("en-GB").Record
	if err == nil {
		err = s.with(r.Context(), nil, func(st *clinic.State, n names) {
			for _, x := range looks {
				v.Lines = append(v.Lines, page.TimeLine{At: stamp(st.Zone(), s.house.Now(), x.At), Text: n.person(x.Person),
					By: "They are told: " + plain.Of(words.Pages, x.Page, words.PageElse)})
			}
		})
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Whose records I read")
	l.Back = &page.Link{Text: "My keys", URL: "/keys"}
	s.draw(w, r, http.StatusOK, page.MyLooksPage(l, v))
}
