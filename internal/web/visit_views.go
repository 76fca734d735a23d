package web

import (
	"fmt"
	"slices"
	"strings"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/protocol"
	"steady/register"
	"steady/visit"
)

func (d *drawing) readings() page.Readings {
	t := d.typed
	return page.Readings{POSS: t.pick("poss"), RR: t.field("rr"), SpO2: t.field("spo2"), Pulse: t.field("pulse"),
		Consciousness: t.pick("consciousness"), Systolic: t.field("systolic"), Temperature: t.field("temperature"),
		Alcohol: t.field("alcohol"), Declined: t.v.Get("alcohol_declined") == "yes", Signs: t.picks("signs"),
		SignList: signs(), Oxygen: t.v.Get("oxygen") == "yes", Rousable: t.pick("rousable"),
		Cyanosis: t.v.Get("cyanosis") == "yes", SinceLast: t.field("since_last")}
}

// signs are what staff may see or hear; any of them is a sign of intoxication
// for the engine, which then stops or asks (P-PRE-01).
func signs() []page.Choice {
	return []page.Choice{{Value: "slurred", Label: "Slurred speech"}, {Value: "unsteady", Label: "Unsteady"},
		{Value: "smell", Label: "Smell of alcohol"}, {Value: "agitated", Label: "Very restless"}}
}

func (d *drawing) arrived() *page.Arrived {
	wait := d.s.up("since they came", d.v.Arrived, d.now)
	return &page.Arrived{Form: d.form("assess"), Identity: d.typed.pick("identity"),
		Readings: d.readings(), Waiting: &wait}
}

var effectWords = map[dosing.Effect]string{dosing.Stop: "Stops", dosing.ReferTo: "Asks the prescriber",
	dosing.DeferTo: "Not yet", dosing.Limit: "Limit", dosing.Challenge: "Second prescriber", dosing.Advise: "Advice",
	dosing.Info: "Note"}

func reasons(fs []dosing.Finding) (out []page.Reason) {
	for _, f := range fs {
		out = append(out, page.Reason{Rule: f.Rule, Effect: effectWords[f.Effect], Text: clinic.Sentence(f.Text),
			Source: f.Source})
	}
	return out
}

// decided is the decision and what to do next.
func (d *drawing) decided() *page.Decided {
	v, dec := d.v, d.v.Decision
	out := &page.Decided{Kind: "refer", Line: "ASK THE PRESCRIBER"}
	if dec != nil {
		out.Reasons = reasons(dec.Findings)
		out.Pack = strings.TrimSpace(dec.Pack.ID + " " + dec.Pack.Version)
	}
	if v.Readings != nil {
		out.Measured = readingRows(v.Readings.Readings)
	}
	switch v.Stage {
	case visit.Decided:
		d.giveLine(out)
	case visit.Deferred:
		c := d.s.down("until the next check", "Take the readings", dec.Until, d.now)
		out.Kind, out.Line, out.Until = "defer", "NOT YET: ready from "+d.z.Clock(dec.Until), &c
		out.Next = []string{"They wait where you can see them.", "Then the readings are taken again."}
		out.Actions = []page.Action{{Label: "Take the readings again", URL: "/visits/" + v.ID + "?again=1"}}
	case visit.Referred:
		d.referredLine(out)
	case visit.Stopped:
		d.stoppedLine(out)
	}
	return out
}

func (d *drawing) giveLine(out *page.Decided) {
	dose, _ := d.v.Allowed()
	route := ""
	if d.p.Rx != nil {
		route = " " + routeWords[d.p.Rx.Route]
	}
	out.Kind, out.Line = "give", "GIVE "+dose.String()+route
	switch {
	case d.v.Answer != nil:
		out.Plain = fmt.Sprintf("%s answered: %s", d.n.staff(d.v.AnswerBy), d.n.of(d.v.Answer.Reason))
	case d.v.Decision.Outcome == dosing.AdministerMax:
		out.Kind = "givemax"
		out.Plain = "This is the most the protocol allows today; the prescription aims higher."
	}
	if !d.may("prepare") {
		return
	}
	out.Prepare = d.prepare(dose)
	out.Actions = []page.Action{
		{Label: "Take the readings again", Kind: "secondary", URL: "/visits/" + d.v.ID + "?again=1"},
		{Label: "They do not want the dose today", Kind: "secondary", Form: d.form("decline")}}
}

func (d *drawing) referredLine(out *page.Decided) {
	v := d.v
	if v.Decision != nil && v.Decision.Outcome == dosing.InvalidRx {
		out.Line = "NO PRESCRIPTION TO GIVE FROM: ask the prescriber"
	}
	asked := "The prescriber was asked at " + d.z.Clock(v.ReferredAt) + "."
	if v.Referral.Question != nil {
		asked = fmt.Sprintf("%s asked at %s: %s", d.n.staff(v.ReferredBy), d.z.Clock(v.ReferredAt),
			d.n.opt(v.Referral.Question))
	}
	out.Next = []string{asked, "The answer comes to this page. Tell them what is happening and how long it may take."}
	out.Settle = d.settle()
	if v.Decision != nil && v.Decision.Proposal != nil {
		out.Next = append(out.Next, "The rules propose at most "+v.Decision.Proposal.String()+" to the prescriber.")
	}
}

func (d *drawing) stoppedLine(out *page.Decided) {
	out.Kind, out.Line = "withhold", "NO DOSE THIS SESSION"
	switch {
	case d.v.Answer != nil && d.v.Answer.Choice == clinic.ChoiceWithhold:
		out.Plain = fmt.Sprintf("%s answered: %s", d.n.staff(d.v.AnswerBy), d.n.of(d.v.Answer.Reason))
	case d.v.LastKind == "syringe_discarded":
		out.Plain = "The syringe was discarded before two people."
	}
	out.Next = []string{"Tell them why, kindly, and what happens next.",
		"Keep them where you can see them until they are well."}
	out.Actions = []page.Action{{Label: "Withhold and close the visit", Form: d.form("withhold")}}
}

// prepare proposes the ampoules. The option's value spells the picks.
func (d *drawing) prepare(dose measure.Mass) *page.Prepare {
	out := &page.Prepare{Form: d.form("prepare"), Picked: d.typed.pick("ampoules"), Scan: d.typed.field("scan"),
		Two: "A second person checks next, with their own PIN or passkey."}
	out.Options = d.fromSolutions(&out.Form, dose)
	proposed, content, least, err := clinic.ProposePicks(d.st, dose, d.p.Rx.Form, d.z.Day(d.now))
	if err != nil && len(out.Options) > 0 {
		out.Note = "Only for ampoules, and the stores do not hold enough of them."
		return out
	}
	if err != nil {
		out.Picked.Error = "The safe does not hold enough of the prescribed form: ask the pharmacist, or another colleague."
		return out
	}
	draw := measure.Volume(measure.Mass(least).Part(int64(dose), int64(content)))
	picks := proposed
	if len(d.typed.v["scanned"]) > 0 {
		picks = chosen(d.st, d.v, dose, d.typed, d.now)
	}
	seen := d.seenPacks(&out.Form, picks)
	out.Scanning = len(seen) > 0
	o := page.AmpouleOption{Value: spellPicks(picks), Draw: "draw " + draw.String(), Proposed: true,
		Waste: "waste " + (content - dose).String()}
	if content == dose {
		o.Waste = "no waste"
	}
	var titles []string
	for _, k := range picks {
		sh := d.st.Accounts.Sheets[k.Page]
		titles = append(titles, fmt.Sprintf("%d × %s", k.Count, sh.Product.Content))
		line := page.AmpouleLine{Text: lotWords(sh, k)}
		if slices.Contains(seen, k) {
			line.Seen = "pack scanned"
		}
		o.Lines = append(o.Lines, line)
	}
	o.Title = strings.Join(titles, " + ")
	solutions := len(out.Options)
	out.Options = append([]page.AmpouleOption{o}, out.Options...)
	out.Volume = d.typed.or("volume_ml", measure.Milli(least).String())
	out.Note = "At least " + least.String() + " to dissolve them (P-PREP-01)"
	if solutions > 0 {
		out.Note += ". Not asked for a dose out of a solution."
	}
	return out
}

// chosen are the ampoules that the form of a dose has chosen, or those proposed.
func chosen(st *clinic.State, v *clinic.Visit, dose measure.Mass, t typed, now moment.Instant) []register.Pick {
	picks, err := readPicks(t.v.Get("ampoules"))
	if p := st.People[v.Person]; err != nil && p.Rx != nil {
		picks, _, _, _ = clinic.ProposePicks(st, dose, p.Rx.Form, st.Zone().Day(now))
	}
	return picks
}

// lotWords says which batch is opened, and where it lies.
func lotWords(sh *register.Sheet, k register.Pick) string {
	for _, l := range sh.Lots {
		if at := l.Nearest(k.Count); l.Batch == k.Batch && len(at) > 0 {
			return "batch " + k.Batch + ", " + at[0].Store.Where()
		}
	}
	return "batch " + k.Batch
}

// check is the second person's page: the label beside the record.
func (d *drawing) check() *page.Check {
	v, y := d.v, d.v.Syringe
	out := &page.Check{Prepared: fmt.Sprintf("Prepared by %s at %s.", d.n.staff(v.PreparedBy), d.z.Clock(v.PreparedAt))}
	var opened []string
	for _, k := range y.Picks {
		opened = append(opened, fmt.Sprintf("%d × %s", k.Count, d.st.Accounts.Sheets[k.Page].Product.Content))
	}
	if y.Solution != "" {
		opened = []string{"none: drawn from the solution " + y.Solution}
	}
	out.Label, out.Scan = d.label(), d.typed.field("label")
	out.Record = []page.Row{{Key: "Person", Value: d.n.person(v.Person)}, {Key: "Decided", Value: d.decidedDose()},
		{Key: "Ampoules opened", Value: strings.Join(opened, " + ")}, {Key: "Prescribed by", Value: d.n.staff(d.p.RxBy)}}
	if y.Waste > 0 {
		out.Waste = fmt.Sprintf("%s is left over: both of you see it wasted now.", y.Waste)
	}
	out.Discard, out.Print = "/visits/"+v.ID+"/discard", "/visits/"+v.ID+"/label"
	if v.Stage == visit.Prepared && y.Solution == "" && d.may("put_back") {
		out.PutBack = "/visits/" + v.ID + "/putback"
	}
	if v.Stage == visit.Checked {
		out.Form = d.form("handover")
		out.Read = d.seenLabel(&out.Form)
		out.Prepared = "Checked. Hand it over when a booth is free."
		out.HandOver = true
		return out
	}
	out.Form = d.form("check")
	out.Read = d.seenLabel(&out.Form)
	out.Second = d.secondOf("check", clinic.Check{Visit: v.ID, HandOver: true})
	out.Second.What = "I checked the label, the ampoules and the amount against this page."
	out.Second.Why, out.Second.Staff = "Somebody other than who prepared it.", d.others("check", v.PreparedBy)
	out.Second.Button = "Checked and handed over"
	return out
}

func textLines(text string) []string { return strings.Split(strings.TrimSpace(text), "\n") }

func (d *drawing) decidedDose() string {
	if a := d.v.Answer; a != nil && a.Dose != nil {
		return a.Dose.String() + " (prescriber)"
	}
	if d.v.Decision != nil && d.v.Decision.Dose != nil {
		return d.v.Decision.Dose.String() + " (" + d.v.Decision.Pack.ID + ")"
	}
	return "not decided"
}

// booth is the timer, where, how much.
func (d *drawing) booth() *page.Booth {
	v := d.v
	out := &page.Booth{Form: d.form("give"), Clock: d.s.up("in the booth", v.BoothSince, d.now),
		Allowed: "No time limit is set here; the timer is for you.", Place: "Booth",
		Dose: v.Syringe.Dose.Mass.String() + " " + routeWords[d.p.Rx.Route], Route: d.typed.pick("route"),
		Site: d.typed.pick("site"), Attempts: d.typed.or("attempts", "1"), Condition: d.typed.picks("condition"),
		Taken: d.typed.pick("taken"), GivenMg: d.typed.field("given_mg"), Reason: d.typed.field("part_reason"),
		PartNow:    d.part || d.typed.errs["pin2"] != "" || d.typed.errs["given_mg"] != "" || d.typed.yes("alone"),
		AttemptMax: "Three tries at a vein, then stop and ask (P-SITE-05)."}
	out.Scan, out.Read = d.typed.field("label"), d.seenLabel(&out.Form)
	routes := []protocol.Route{protocol.IV, protocol.IM, protocol.SC}
	if d.p.Rx.Route == protocol.Oral {
		routes = []protocol.Route{protocol.Oral}
	}
	for _, r := range routes {
		c := page.Choice{Value: string(r), Label: routeWords[r], Chosen: r == d.p.Rx.Route && out.Route.Value == ""}
		if r != d.p.Rx.Route {
			c.Hint = "Not what is prescribed: record it only if it is what happened."
		}
		out.Routes = append(out.Routes, c)
	}
	if out.Taken.Value == "" {
		out.Taken.Value = "full"
		if d.part {
			out.Taken.Value = "part"
		}
	}
	out.Sites, out.Others = d.sites(), d.otherSites()
	out.Risks, out.Despite = !d.p.RisksTold, d.typed.field("despite")
	for _, c := range [][2]string{{"pain", "Painful"}, {"redness", "Red"}, {"swelling", "Swollen"},
		{"discharge", "Discharge"}} {
		out.Conditions = append(out.Conditions, page.Choice{Value: c[0], Label: c[1]})
	}
	out.Second = page.SecondPerson{What: "I saw what was left in the syringe, and saw it wasted.",
		Why: "Only for a part or none: somebody other than you.", Staff: d.others("administer"),
		Who: d.typed.pick("second"), PIN: page.Field{Error: d.typed.errs["pin2"]},
		Passkey: "/confirm/passkey/begin?for=give&visit=" + v.ID, Button: "Given, the rest seen wasted",
		Alone: d.typed.alone(d.st, "administer")}
	return out
}

// sites are the arm sites, recent ones marked. Groin and neck are never among
// them (P-SITE-02).
func (d *drawing) sites() []page.Site {
	var out []page.Site
	for i, x := range []struct {
		part, label string
		x, y        int
	}{{"upper_arm", "Upper arm", 44, 22}, {"elbow", "Inside of the elbow", 48, 47}, {"forearm", "Forearm", 46, 66},
		{"hand", "Back of the hand", 50, 90}} {
		for _, side := range []string{"left", "right"} {
			s := page.Site{Value: side + "_" + x.part, Number: fmt.Sprint(i + 1), Label: x.label, Side: side, X: x.x, Y: x.y}
			for k := len(d.p.Sites) - 1; k >= 0 && s.Recent == ""; k-- {
				if d.p.Sites[k] == s.Value {
					s.Recent = "used " + ago(len(d.p.Sites)-k)
				}
			}
			s.Barred = siteAdvice[d.p.SiteAdvice(s.Value)]
			out = append(out, s)
		}
	}
	return out
}

// siteAdvice words what stands against a site (E-SITE-09, P-SITE-02).
var siteAdvice = map[string]string{"infected": "marked infected: use another",
	"rest": "used twice in a row: let it rest", "risks": "more risk: talk it through first"}

// otherSites are all but the veins of the arms, by name.
func (d *drawing) otherSites() (out []page.Site) {
	arms := map[string]bool{}
	for _, s := range d.sites() {
		arms[s.Value] = true
	}
	for _, c := range siteChoices() {
		if arms[c.Value] {
			continue
		}
		how := map[string]string{"iv": "vein", "im": "muscle or under the skin", "sc": "under the skin"}
		out = append(out, page.Site{Value: c.Value, Label: c.Label + ", " + how[clinic.Sites()[c.Value]],
			Barred: siteAdvice[d.p.SiteAdvice(c.Value)]})
	}
	return out
}

func ago(n int) string {
	if n == 1 {
		return "last time"
	}
	return fmt.Sprintf("%d doses ago", n)
}

// observe is the clock to release and the readings, repeated.
func (d *drawing) observe() *page.Observe {
	v := d.v
	until := opensAt(d.st, v, d.now)
	open := until == 0 || until <= d.now
	out := &page.Observe{Form: d.form("observe"),
		SaveURL: "/visits/" + v.ID + "/observe", LeaveURL: "/visits/" + v.ID + "/leave",
		Since: d.s.up("since the dose", v.WatchFrom, d.now), Opens: d.s.down("to leaving", "May leave", until, d.now),
		Open: open, Seat: d.n.person(v.Person), Readings: d.readings(),
		Needs: []string{"the clock has run", "awake and alert, breathing and oxygen as they should be, taken now"}}
	if !open {
		out.OpensAt = int64(until) / 1000
		out.OpensSay = "Opens at " + d.z.Clock(until) + ". The rules judge the readings when you press."
	}
	if v.Injected != nil {
		out.Dose = fmt.Sprintf("%s of %s %s at %s", v.Injected.Given, v.Injected.Prescribed, routeWords[v.Injected.Route],
			d.z.Clock(v.InjectedAt))
	}
	if n := len(v.Watches); n > 0 && v.Watches[n-1].Outcome != dosing.Release {
		for _, f := range v.Watches[n-1].Findings {
			if f.Effect != dosing.Info && f.Effect != dosing.Advise {
				out.Needs = append(out.Needs, clinic.Sentence(f.Text))
			}
		}
	}
	out.Lowest, out.Taken = lowest(v.Watches), d.taken()
	out.Early = d.goneEarly()
	return out
}

func (d *drawing) taken() (out []page.ReadingLine) {
	for _, w := range d.v.Watches {
		r := w.Readings
		out = append(out, page.ReadingLine{At: d.z.Clock(w.At), Sedation: possWords[r.POSS], RR: number(r.RR, ""),
			SpO2: number(r.SpO2, ""), Pulse: number(r.Pulse, ""), Alert: alertWords[r.Consciousness]})
	}
	return out
}

// lowest keeps the lowest breathing and oxygen of all sets.
func lowest(ws []clinic.Watch) (out []page.Row) {
	var rr, spo2 *measure.Milli
	least := func(a, b *measure.Milli) *measure.Milli {
		if a == nil || (b != nil && *b < *a) {
			return b
		}
		return a
	}
	for _, w := range ws {
		rr, spo2 = least(rr, w.Readings.RR), least(spo2, w.Readings.SpO2)
	}
	if rr != nil {
		out = append(out, page.Row{Key: "Breaths", Value: number(rr, "a minute")})
	}
	if spo2 != nil {
		out = append(out, page.Row{Key: "Oxygen, SpO2", Value: number(spo2, "%")})
	}
	return out
}

// ended tells how the visit closed.
func (d *drawing) ended() *page.Ended {
	v := d.v
	out := &page.Ended{Word: endWords[v.Ending], Kind: "withhold", Board: page.Link{Text: "Board", URL: "/board"},
		Correct: &page.Link{Text: "Something was recorded wrongly or late", URL: "/people/" + string(v.Person)}}
	if v.Ending == visit.LeftWell {
		out.Kind = "give"
	}
	if i := v.Injected; i != nil {
		out.Summary = append(out.Summary, page.Row{Key: "Given", Value: fmt.Sprintf("%s of %s %s", i.Given, i.Prescribed,
			routeWords[i.Route])}, page.Row{Key: "Site", Value: strings.ReplaceAll(i.Site, "_", " ")})
	}
	out.Amount = d.correctAmount()
	add := func(at moment.Instant, what string, by string) {
		if at != 0 {
			out.Times = append(out.Times, page.TimeLine{At: d.z.Clock(at), Text: what, By: by})
		}
	}
	add(v.Arrived, "Arrived", "")
	add(v.ReadAt, "Readings and decision", "")
	add(v.PreparedAt, "Prepared", d.n.staff(v.PreparedBy))
	add(v.BoothSince, "Checked and handed over", d.n.staff(v.CheckedBy))
	add(v.InjectedAt, "Injected", "")
	add(v.EndedAt, endWords[v.Ending], d.n.staff(v.LastBy))
	return out
}
