package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/web/page"
	"steady/measure"
	"steady/protocol"
	"steady/register"
)

// visitSteps turn the posted form of a step into its command.
var visitSteps = map[string]func(p *press) clinic.Body{
	"arrive": func(p *press) clinic.Body { return clinic.Arrive{Visit: p.visit()} },
	"assess": assessBody, "ask": askBody, "withhold": withholdBody,
	"decline": func(p *press) clinic.Body { return clinic.Decline{Visit: p.visit()} },
	"prepare": prepareBody,
	"check": func(p *press) clinic.Body {
		return clinic.Check{Visit: p.visit(), HandOver: true, Label: p.labelled()}
	},
	"handover": func(p *press) clinic.Body {
		return clinic.HandOver{Visit: p.visit(), Label: p.labelled()}
	},
	"discard": func(p *press) clinic.Body {
		return clinic.Discard{Visit: p.visit(), Why: p.keep(p.about(), "reason", p.need("words", "Write why in one line."))}
	},
	"putback": func(p *press) clinic.Body { return clinic.PutBack{Visit: p.visit()} },
	"give":    giveBody,
	"observe": func(p *press) clinic.Body {
		return clinic.Observe{Visit: p.visit(), Readings: p.readings(false)}
	},
	"leave": func(p *press) clinic.Body { return clinic.Leave{Visit: p.visit(), Readings: p.readings(false)} },
	"emergency": func(p *press) clinic.Body {
		return clinic.StartEmergency{Visit: p.visit()}
	},
	"act": actBody, "settle": settleBody, "left_early": leftEarlyBody, "amount": amountBody,
	"calm": func(p *press) clinic.Body {
		return clinic.EndEmergency{Visit: p.visit(), Hospital: p.yes("hospital")}
	},
}

func (s *Server) visitStep(w http.ResponseWriter, r *http.Request) {
	step := r.PathValue("step")
	build := visitSteps[step]
	if build == nil {
		s.missing(w, r, "There is no such step.")
		return
	}
	p := s.pressed(r)
	if s.scannedAtVisit(w, r, step, p) {
		return
	}
	body := build(p)
	var res app.Result
	var err error
	if p.ok() {
		res, err = p.send(body)
	}
	prob, known := p.problem(err)
	switch {
	case !known:
		s.fault(w, r, err)
	case prob != nil && step == "discard":
		s.drawDiscard(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	case prob != nil && step == "putback" && !stepped(err):
		s.drawPutBack(w, r, http.StatusUnprocessableEntity, prob, p.typed())
	case prob != nil:
		t := p.typed()
		t.stale = stepped(err)
		s.drawVisit(w, r, http.StatusUnprocessableEntity, prob, t)
	case step == "leave" && s.ended(p.visit()) || step == "withhold" || step == "decline" ||
		step == "left_early":
		p.on(w, "/board", res)
	default:
		p.on(w, "/visits/"+p.visit(), res)
	}
}

// stepped reports whether the visit went on since the page was drawn.
func stepped(err error) bool {
	var no *clinic.Refusal
	return errors.As(err, &no) && (no.Code == "stale_page" || no.Code == "wrong_step")
}

func (s *Server) ended(id string) (yes bool) {
	s.house.View(func(st *clinic.State) { yes = st.Visits[id] == nil || st.Visits[id].Ending != "" })
	return yes
}

// visit is the visit of the press: from the address, or from the query of a
// passkey prompt.
func (p *press) visit() string {
	if id := p.r.PathValue("visit"); id != "" {
		return id
	}
	return p.r.URL.Query().Get("visit")
}

// about is whom the visit is of: the subject of texts in the cabinet.
func (p *press) about() (subject string) {
	p.s.house.View(func(st *clinic.State) {
		if v := st.Visits[p.visit()]; v != nil {
			subject = string(v.Person)
		}
	})
	return subject
}

func (p *press) need(name, text string) string {
	w := p.get(name)
	if w == "" {
		p.wrong(name, text)
	}
	return w
}

// readings reads a readings form. What is empty was not measured.
func (p *press) readings(before bool) protocol.Assessment {
	a := protocol.Assessment{POSS: protocol.POSS(p.word("poss", "1", "2", "3", "4", "S")),
		RR: p.milli("rr", "Breaths"), SpO2: p.milli("spo2", "Oxygen"), Pulse: p.milli("pulse", "Pulse"),
		Systolic: p.milli("systolic", "Blood pressure"), Temperature: p.milli("temperature", "Temperature"),
		Consciousness: protocol.Consciousness(p.word("consciousness", "A", "C", "V", "P", "U")),
		Rousable:      protocol.Rousable(p.word("rousable", "easily", "barely", "no")),
		Oxygen:        p.yes("oxygen"), Cyanosis: p.yes("cyanosis")}
	if before {
		a.Alcohol, a.AlcoholRefuse = p.milli("alcohol", "Breath alcohol"), p.yes("alcohol_declined")
		a.Intoxicated = len(p.r.PostForm["signs"]) > 0
	}
	return a
}

// word takes one of the words a radio offers, or nothing.
func (p *press) word(name string, words ...string) string {
	w := p.get(name)
	for _, x := range words {
		if x == w {
			return w
		}
	}
	if w != "" {
		p.wrong(name, "Choose one of the answers.")
	}
	return ""
}

func assessBody(p *press) clinic.Body {
	b := clinic.Assess{Visit: p.visit(), Readings: p.readings(true)}
	if p.yes("identity") {
		b.Identity = "born"
	} else {
		p.wrong("identity", "Confirm who this is first: ask their date of birth aloud, and look at their face.")
	}
	if p.get("poss") == "" {
		p.wrong("poss", "Choose how awake they are.")
	}
	if t := p.get("since_last"); t != "" {
		ref := p.keep(p.about(), "since_last", t)
		b.Since = &ref
	}
	return b
}

func askBody(p *press) clinic.Body {
	return clinic.AskPrescriber{Visit: p.visit(),
		Question: p.keep(p.about(), "question", p.need("question", "Write your question in one line."))}
}

func withholdBody(p *press) clinic.Body {
	words := p.get("words")
	for _, c := range withholdReasons() {
		if c.Value == p.get("reason") {
			words = strings.TrimSpace(c.Label + ". " + words)
		}
	}
	return clinic.Withhold{Visit: p.visit(), Reason: p.keep(p.about(), "reason", words)}
}

// ofSolution begins the value of a dose that is drawn from a solution.
const ofSolution = "solution:"

// allowed is the dose that may be prepared at a visit.
func allowed(v *clinic.Visit) (measure.Mass, bool) {
	if v == nil {
		return 0, false
	}
	return v.Allowed()
}

// prepareBody takes the ampoules tapped, with the packs that were scanned.
func prepareBody(p *press) clinic.Body {
	b := clinic.Prepare{Visit: p.visit()}
	p.s.house.View(func(st *clinic.State) { b.Dose, _ = allowed(st.Visits[b.Visit]) })
	if id, of := strings.CutPrefix(p.get("ampoules"), ofSolution); of {
		b.Solution, b.Scanned = id, p.r.PostForm["scanned"]
		return b
	}
	v := p.milli("volume_ml", "Made up to")
	if v == nil {
		p.wrong("volume_ml", "Write what the ampoules are made up to, in ml.")
	} else {
		b.Volume = measure.Volume(*v)
	}
	picks, err := readPicks(p.get("ampoules"))
	if err != nil {
		p.wrong("ampoules", "Choose the ampoules.")
	}
	b.Picks, b.Scanned = picks, p.r.PostForm["scanned"]
	return b
}

// spellPicks and readPicks carry a proposal through the form.
func spellPicks(picks []register.Pick) string {
	var out []string
	for _, k := range picks {
		out = append(out, fmt.Sprintf("%s:%s:%d", k.Page, k.Batch, k.Count))
	}
	return strings.Join(out, "|")
}

func readPicks(text string) ([]register.Pick, error) {
	var out []register.Pick
	for _, w := range strings.Split(text, "|") {
		at, rest, _ := strings.Cut(w, ":")
		i := strings.LastIndexByte(rest, ':') // a batch may have one too
		if i < 0 {
			return nil, fmt.Errorf("%q is not a choice of ampoules", w)
		}
		n, err := strconv.ParseInt(rest[i+1:], 10, 32)
		if err != nil {
			return nil, fmt.Errorf("%q is not a choice of ampoules", w)
		}
		out = append(out, register.Pick{Page: at, Batch: rest[:i], Count: measure.Ampoules(n)})
	}
	return out, nil
}

func giveBody(p *press) clinic.Body {
	b := clinic.Administer{Visit: p.visit(), Route: protocol.Route(p.word("route", "iv", "im", "sc", "oral")),
		Site:     p.get("site"),
		Attempts: int(p.whole("attempts", "Attempts", 0, 20)), Condition: strings.Join(p.r.PostForm["condition"], ","),
		RisksTold: p.yes("risks"), Label: p.labelled(), Despite: p.req.KeepIf(p.about(), "reason", p.get("despite")),
		Rest: p.req.KeepIf(p.about(), "reason", p.get("part_reason"))}
	p.s.house.View(func(st *clinic.State) {
		if v := st.Visits[b.Visit]; v != nil && v.Syringe != nil {
			b.Given = v.Syringe.Dose.Mass
		}
	})
	switch p.word("taken", "full", "part", "none") {
	case "part":
		b.Given = p.mass("given_mg", "How much went in")
	case "none":
		b.Given = 0
	case "":
		p.wrong("taken", "Choose how much was used.")
	}
	if b.Given > 0 && b.Route != protocol.Oral && clinic.Sites()[b.Site] == "" {
		p.wrong("site", "Choose where it was injected.")
	}
	if b.Route == "" {
		p.wrong("route", "Choose the route.")
	}
	return b
}

func actBody(p *press) clinic.Body {
	b := clinic.EmergencyStep{Visit: p.visit(), Act: clinic.Act(p.get("act")), Route: p.get("route")}
	switch b.Act {
	case clinic.ActBreaths:
		b.Rate = int(p.whole("rr", "Breaths a minute", 0, 99))
		if p.get("spo2") != "" {
			b.SpO2 = int(p.whole("spo2", "Oxygen", 0, 100))
		}
	case clinic.ActNaloxone:
		name := "dose_ug"
		if p.get("dose_ug_other") != "" {
			name = "dose_ug_other"
		}
		b.Dose = measure.Mass(p.whole(name, "Naloxone, micrograms", 1, 20_000))
	}
	return b
}

// discardPage is where a syringe that will not be used is written off.
func (s *Server) discardPage(w http.ResponseWriter, r *http.Request) {
	s.drawDiscard(w, r, http.StatusOK, nil, typed{})
}

func (s *Server) drawDiscard(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed) {
	s.drawWitness(w, r, status, "Discard a syringe", "There is no syringe to discard at this visit.", prob, t,
		func(d *drawing) *page.Witness {
			if d.v.Syringe == nil {
				return nil
			}
			second := d.secondOf("discard", clinic.Discard{Visit: d.v.ID})
			second.What, second.Why = "I saw this syringe emptied and wasted.", "Somebody other than you."
			second.Button, second.Alone = "Discarded before both of us", t.alone(d.st, "discard")
			return &page.Witness{Form: d.form("discard"), Heading: "Discard the syringe of " + d.n.person(d.v.Person),
				Label: "Why is it not used?", Words: t.field("words"), Second: second}
		})
}

// drawWitness draws a step of a visit that a second person confirms on a page of
// its own; none is said where ask finds nothing to confirm.
func (s *Server) drawWitness(w http.ResponseWriter, r *http.Request, status int, title, none string,
	prob *page.Problem, t typed, ask func(d *drawing) *page.Witness) {
	id := r.PathValue("visit")
	var view *page.Witness
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		if v := st.Visits[id]; v != nil {
			view = ask(s.drawingFor(r, st, n, v, t))
		}
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case view == nil:
		s.missing(w, r, none)
	default:
		l := s.layout(r, title)
		l.Problem, l.Back = prob, &page.Link{Text: "Visit", URL: "/visits/" + id}
		s.draw(w, r, status, page.WitnessPage(l, *view))
	}
}

// secondOf is the block of the second person of a step (its word in the address)
// with the text that they are shown.
func (d *drawing) secondOf(step string, body clinic.Body) page.SecondPerson {
	text := clinic.WitnessText(d.st, clinic.Command{By: d.actor.ID, Body: body})
	return page.SecondPerson{Staff: d.others(body.CommandKind()), Who: d.typed.pick("second"),
		PIN:     page.Field{Error: d.typed.errs["pin2"]},
		Passkey: "/confirm/passkey/begin?for=" + step + "&visit=" + d.v.ID, Lines: textLines(text),
		Shown: clinic.Digest(text)}
}
