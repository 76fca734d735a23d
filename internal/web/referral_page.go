package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
)

// wayDraw is one drawing of somebody's way in or out.
type wayDraw struct {
	personDraw
	w *clinic.Way
}

// drawWay reads one way with the person's texts and lets build draw it.
// Somebody unknown is answered here.
func (s *Server) drawWay(w http.ResponseWriter, r *http.Request, t typed, build func(d *wayDraw)) bool {
	id, found := r.PathValue("person"), false
	rec, err := s.readWay(r.Context(), id)
	if err != nil {
		s.fault(w, r, err)
		return false
	}
	more := func(st *clinic.State) []clinic.Text {
		out := wayOwnTexts(st.Ways[person.UserID(id)])
		for _, f := range rec.facts {
			out = append(out, factTexts(f)...)
		}
		return out
	}
	err = s.with(r.Context(), more, func(st *clinic.State, n names) {
		x := st.Ways[person.UserID(id)]
		if x == nil {
			return
		}
		found = true
		build(&wayDraw{personDraw{drawing{s: s, st: st, n: n, p: st.People[x.Person], now: s.house.Now(), z: st.Zone(),
			actor: actorOf(r), typed: t}, id, rec}, x})
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case !found:
		s.missing(w, r, "There is no such person in this service.")
	}
	return err == nil && found
}

// wayOwnTexts are the cabinet texts of a way.
func wayOwnTexts(w *clinic.Way) (out []clinic.Text) {
	if w == nil {
		return nil
	}
	add := func(list ...*clinic.Text) {
		for _, t := range list {
			if t != nil {
				out = append(out, *t)
			}
		}
	}
	add(&w.Name, w.Born, w.NHSNumber, w.Contact, w.Address, w.Note)
	for i := range w.Reasons {
		add(&w.Reasons[i].Words)
	}
	if w.Decided != nil {
		for _, t := range w.Decided.Answers.Treatments {
			add(t.Words)
		}
	}
	if w.Override != nil {
		add(&w.Override.Reason)
	}
	if w.Consent != nil {
		add(w.Consent.Expects, w.Consent.Doubts)
	}
	if w.Place != nil {
		add(w.Place.Reason)
	}
	if w.Transfer != nil {
		add(&w.Transfer.Service, w.Transfer.With)
	}
	if w.Ended != nil {
		add(w.Ended.To, w.Ended.Reason, w.Ended.How)
	}
	return out
}

func (s *Server) wayPage(w http.ResponseWriter, r *http.Request) {
	s.drawWayPage(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawWayPage(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	var v page.Way
	if !s.drawWay(w, r, t, func(d *wayDraw) { v = d.view() }) {
		return
	}
	l := s.layout(r, v.Name)
	l.Back, l.Problem = &page.Link{Text: "Referrals", URL: "/referrals"}, prob
	s.draw(w, r, status, page.WayPage(l, v))
}

func (d *wayDraw) view() page.Way {
	stage, since := d.w.Stage()
	v := page.Way{Name: d.n.of(d.w.Name), Stage: stageTitles[stage], Reasons: d.ownWords("/referrals/" + d.id)}
	if since != 0 {
		v.Since = "Since " + dayWords(d.z.Day(since)) + ", " + waited(d.z, since, d.now) + "."
	}
	if len(d.w.Alike) > 0 {
		v.Call = &page.Mark{Icon: "change", Word: "This looks like another record, and was judged to be somebody else."}
		for _, id := range d.w.Alike {
			v.Alike = append(v.Alike, page.Link{Text: "The other record: " + d.n.person(id), URL: "/referrals/" + string(id)})
		}
	}
	d.next(&v, stage)
	d.criteria(&v)
	v.Facts = d.recorded()
	for i, h := range d.rec.events {
		v.Times = append(v.Times, d.timeLine(h, d.rec.facts[i]))
	}
	return v
}

// wayKinds are the facts of a way in and out.
func wayKinds() []string {
	return []string{clinic.PersonReferred{}.Kind(), clinic.EligibilityDecided{}.Kind(),
		clinic.EligibilityOverridden{}.Kind(), clinic.Consented{}.Kind(), clinic.ConsentWithdrawn{}.Kind(),
		clinic.ReasonsWritten{}.Kind(), clinic.WaitingListJoined{}.Kind(), clinic.TransferredIn{}.Kind(),
		clinic.PersonAdmitted{}.Kind(), clinic.TreatmentEnded{}.Kind(), clinic.FollowedUp{}.Kind()}
}

// readWay reads what happened on somebody's way, newest first, however long
// ago. Visits and doses are on the person's page.
func (s *Server) readWay(ctx context.Context, id string) (x record, err error) {
	for _, kind := range wayKinds() {
		some, err := s.happenings(ctx, recentEvents, "person", id, "kind", kind)
		if err != nil {
			return x, err
		}
		x.events = append(x.events, some...)
	}
	slices.SortFunc(x.events, func(a, b happening) int { return int(b.Seq - a.Seq) })
	for _, h := range x.events {
		f, err := h.fact()
		if err != nil {
			return x, err
		}
		x.facts = append(x.facts, f)
	}
	return x, nil
}

// ownWords are the person's reasons, newest first, and the form for more.
func (d *personDraw) ownWords(action string) (out page.OwnWords) {
	w := d.st.Ways[person.UserID(d.id)]
	if w == nil {
		return out
	}
	for i := len(w.Reasons) - 1; i >= 0; i-- {
		x := w.Reasons[i]
		out.Lines = append(out.Lines, page.OwnLine{When: dayWords(d.z.Day(x.At)), Words: d.n.of(x.Words)})
	}
	if t := d.typed.of("reasons"); d.may("write_reasons") {
		out.Form = &page.Form{Action: action, Command: t.command(), Hidden: []page.Pair{{Name: "form", Value: "reasons"}}}
		out.Words = t.field("words")
	}
	return out
}

// next offers the steps that can follow, the one that comes first as a button.
func (d *wayDraw) next(v *page.Way, stage clinic.WayStage) {
	var all []page.Link
	add := func(step, text string) {
		if d.may(waySteps()[step].kind) {
			all = append(all, page.Link{Text: text, URL: "/referrals/" + d.id + "/" + step})
		}
	}
	consent := func() {
		if !d.w.Consents() {
			add("consent", "Consent")
		}
	}
	switch stage {
	case clinic.WayReferred:
		add("criteria", "Look at the criteria")
		consent()
	case clinic.WayNotYet:
		add("aside", "Set a criterion aside")
		add("criteria", "Look at the criteria again")
	case clinic.WayEligible:
		consent()
		if d.w.Consents() {
			add("admit", "Admit")
		}
		add("wait", "Put on the waiting list")
		add("criteria", "Look at the criteria again")
	case clinic.WayWaiting:
		consent()
		if d.w.Consents() {
			add("admit", "Admit")
		}
		add("wait", "Change their place")
	case clinic.WayInTreatment:
		all = append(all, page.Link{Text: "Their page", URL: "/people/" + d.id})
		consent()
		if d.w.Withdrawn == 0 {
			add("withdraw", "Consent is withdrawn")
		}
	case clinic.WayEnded:
		if d.w.Ended.Ending != clinic.EndDied {
			add("return", "They are back")
			add("asked-after", "Somebody asked after them")
		}
	}
	if stage != clinic.WayEnded {
		add("transfer", "What another service gave")
		add("end", "End")
	}
	if d.p != nil {
		all = append(all, page.Link{Text: "Summary for another service", URL: "/referrals/" + d.id + "/summary"})
	}
	if len(all) > 0 {
		v.Next, v.More = &all[0], all[1:]
	}
}

// recorded spells what is known, and what is not.
func (d *wayDraw) recorded() (out []page.Row) {
	w := d.w
	row := func(key, value string) {
		if value != "" {
			out = append(out, page.Row{Key: key, Value: value})
		}
	}
	if w.ReferredAt != 0 {
		row("Referred", stamp(d.z, d.now, w.ReferredAt)+" by "+d.n.staff(w.ReferredBy))
		row("From", clinic.WordsOf(clinic.Sources, w.Source))
		row("Heard of it by", clinic.WordsOf(clinic.HeardFrom, w.Heard))
	}
	row("Note", d.n.opt(w.Note))
	row("Date of birth", bornWords(d.n.opt(w.Born)))
	row("NHS number", person.SpellNHSNumber(d.n.opt(w.NHSNumber)))
	row("Reach them by", d.n.opt(w.Contact))
	row("Address", d.n.opt(w.Address))
	if c := w.Consent; c != nil {
		text := "Given on " + dayWords(d.z.Day(w.ConsentAt)) + ", text " + c.Version
		if w.Withdrawn != 0 {
			text += "; withdrawn on " + dayWords(d.z.Day(w.Withdrawn))
		}
		row("Consent", text)
		row("Agreed to", agreedWords(c.Agreed))
		row("Expects", d.n.opt(c.Expects))
		row("Doubts", d.n.opt(c.Doubts))
		if c.Confidence != nil {
			row("How sure they feel", number64(int64(*c.Confidence))+" of 10, as they say")
		}
	} else if w.Withdrawn != 0 {
		row("Consent", "Withdrawn on "+dayWords(d.z.Day(w.Withdrawn)))
	} else {
		row("Consent", "Not recorded")
	}
	if w.Place != nil {
		row("Place on the list", with(clinic.WordsOf(clinic.Priorities, w.Place.Priority), d.n.opt(w.Place.Reason)))
	}
	if x := w.Transfer; x != nil {
		row("Another service", d.n.of(x.Service)+", rules there: "+orWords(x.Pack, "not said"))
		row("Last dose there", x.LastDose.String()+" "+x.Form.String()+" "+routeWords[x.Route]+", "+
			stamp(d.z, d.now, x.LastAt)+". Nothing here is calculated from it (E-MISS-04).")
		row("Confirmed", with(clinic.WordsOf(clinic.Verifieds, x.Verified), d.n.opt(x.With)))
	}
	if e := w.Ended; e != nil {
		row("Ended", endingWords(e)+", "+dayWords(d.z.Day(w.EndedAt)))
		row("Care goes on with", d.n.opt(e.To))
		row("Reason", d.n.opt(e.Reason))
		if w.FollowUp != 0 {
			row("Ask after them", with(dayWords(w.FollowUp), d.n.opt(e.How)))
		}
	}
	return out
}

func orWords(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// with joins a text and what was said to it.
func with(text string, more ...string) string {
	for _, m := range more {
		if m != "" {
			text += ": " + m
		}
	}
	return text
}

func agreedWords(codes []string) string {
	var out []string
	for _, t := range person.CurrentTerms().Terms {
		for _, c := range codes {
			if c == t.Code {
				out = append(out, t.Words)
			}
		}
	}
	return strings.Join(out, " ")
}

// writeReasons keeps the person's words, from their page of the way.
func (s *Server) writeReasons(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	p.finish(w, p.ownReasons(), "/referrals/"+p.person(), func(prob *page.Problem, _ error) {
		s.drawWayPage(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

func (p *press) ownReasons() clinic.Body {
	return clinic.WriteReasons{Person: person.UserID(p.person()),
		Words: p.keep(p.person(), "own_reasons", p.need("words", "Write their reasons, in their words."))}
}

// bornDay is the date of birth as the cabinet has it; 0 is not known.
func (d *wayDraw) bornDay() moment.Day {
	day, err := moment.ParseDay(d.n.opt(d.w.Born))
	if err != nil {
		return 0
	}
	return day
}
