package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/journal"
)

// fact decodes the fact of a row into the clinic's own type.
func (h happening) fact() (clinic.Fact, error) {
	e, err := clinic.Decode(journal.Entry{Log: journal.Clinical, Seq: h.Seq, Kind: h.Kind, Happened: h.Happened,
		Recorded: h.Recorded, By: string(h.By), Witness: "-", Body: []byte(h.Body)})
	return e.Body, err
}

// factTexts are the cabinet texts a fact refers to.
func factTexts(f clinic.Fact) []clinic.Text {
	opt := func(t *clinic.Text) []clinic.Text {
		if t == nil {
			return nil
		}
		return []clinic.Text{*t}
	}
	var way []clinic.Text
	for _, t := range slices.Concat(wayTexts(f), ownFactTexts(f), recoveryTexts(f), reviewFactTexts(f)) {
		way = append(way, opt(t)...)
	}
	if way != nil {
		return way
	}
	switch b := f.(type) {
	case *clinic.Assessed:
		return opt(b.Since)
	case *clinic.Referred:
		return opt(b.Question)
	case *clinic.Answered:
		return []clinic.Text{b.Reason}
	case *clinic.SyringeDiscarded:
		return []clinic.Text{b.Why}
	case *clinic.Injected:
		return append(opt(b.Despite), opt(b.Rest)...)
	case *clinic.VisitEnded:
		return opt(b.Reason)
	case *clinic.HoldPlaced:
		return opt(b.Reason)
	case *clinic.HoldLifted:
		return []clinic.Text{b.Reason}
	case *clinic.Corrected:
		return []clinic.Text{b.Text}
	case *clinic.Prescribed:
		return opt(b.Reason)
	}
	return gateTexts(f)
}

// timeLine is one thing that happened, with both its times where they differ.
func (d *personDraw) timeLine(h happening, f clinic.Fact) page.TimeLine {
	out := page.TimeLine{At: stamp(d.z, d.now, h.Happened), Text: d.factWords(f), By: d.n.staff(h.By),
		No: number64(h.Seq), Late: h.late(d.z, d.now)}
	out.Dispute = disputeURL(d.actor, journal.Clinical, h.Seq, h.By, h.signedBy())
	if d.may("correct") {
		out.URL = "/people/" + d.id + "/late?no=" + strconv.FormatInt(h.Seq, 10)
	}
	return out
}

// factWords says in one line what happened.
func (d *personDraw) factWords(f clinic.Fact) string {
	with := func(text string, more ...string) string {
		for _, m := range more {
			if m != "" {
				text += ": " + m
			}
		}
		return text
	}
	if text := d.timesFact(f); text != "" {
		return text
	}
	if text := d.lifeFact(f); text != "" {
		return text
	}
	switch b := f.(type) {
	case *clinic.PersonAdmitted:
		return "Admitted"
	case *clinic.Prescribed:
		rx := b.Prescription
		return with(fmt.Sprintf("Prescribed %s %s, until %s", doses(&rx), routeWords[rx.Route], dayWords(rx.Ends)),
			d.n.opt(b.Reason))
	case *clinic.TrimesterChanged:
		return "Pregnancy: " + strings.ToLower(trimesterWords[b.Trimester])
	case *clinic.HoldPlaced:
		if b.Rule != "" {
			return "Doses on hold by rule " + b.Rule
		}
		return with("Doses on hold", holdWords[b.Of], d.n.opt(b.Reason))
	case *clinic.HoldLifted:
		return with("Hold lifted", d.n.of(b.Reason))
	case *clinic.Booked:
		return "Booked for " + stamp(d.z, d.now, b.Due)
	case *clinic.Arrived:
		return "Arrived"
	case *clinic.Identified:
		return "Identity confirmed: " + identityWords[b.How]
	case *clinic.Assessed:
		return with("Readings: "+readingWords(b), d.n.opt(b.Since))
	case *clinic.Corrected:
		return with(fmt.Sprintf("Correction to no. %s", number64(b.Target)), d.n.of(b.Text))
	}
	return d.visitFact(f, with)
}

func (d *personDraw) visitFact(f clinic.Fact, with func(string, ...string) string) string {
	switch b := f.(type) {
	case *clinic.Decided:
		text := "Decided by " + b.Pack.ID + " " + b.Pack.Version + ": " + outcomeWords[b.Outcome]
		if b.Dose != nil {
			text += ", " + b.Dose.String()
		}
		return text
	case *clinic.Referred:
		return with("Prescriber asked", d.n.opt(b.Question))
	case *clinic.Answered:
		text := "Prescriber answered, " + string(b.Choice)
		if b.Dose != nil {
			text += " " + b.Dose.String()
		}
		return with(text, d.n.of(b.Reason))
	case *clinic.Prepared:
		return "Prepared " + b.Dose.Mass.String()
	case *clinic.Checked:
		return "Checked by a second person"
	case *clinic.HandedOver:
		return "Syringe handed over"
	case *clinic.SyringeDiscarded:
		return with("Syringe discarded before two people", d.n.of(b.Why))
	case *clinic.Injected:
		return with(fmt.Sprintf("Injected %s of %s %s, %s", b.Given, b.Prescribed, routeWords[b.Route], siteWords(b.Site)),
			d.n.opt(b.Despite), d.n.opt(b.Rest))
	case *clinic.Watched:
		return "Observed: " + readingsLine(b.Readings)
	case *clinic.VisitEnded:
		return with(endings[b.Ending], d.n.opt(b.Reason))
	case *clinic.EmergencyStarted:
		return "Emergency began"
	case *clinic.EmergencyActed:
		return actWords(clinic.AlarmAct{EmergencyActed: *b})
	case *clinic.EmergencyEnded:
		if b.Hospital {
			return "Emergency ended: to hospital"
		}
		return "Emergency ended: observation goes on"
	}
	if words := d.gateWords(f, with); words != "" {
		return words
	}
	if text := wayWords(d, f); text != "" {
		return text
	}
	if text := d.reviewFact(f); text != "" {
		return text
	}
	if text := d.ownFactWords(f); text != "" {
		return text
	}
	if b, ok := f.(*clinic.NationalRecorded); ok {
		return "Asked about the national return: " + clinic.WordsOf(clinic.SendAnswers, b.Agrees)
	}
	if text := d.recoveryFact(f, with); text != "" {
		return text
	}
	return strings.ReplaceAll(f.Kind(), "_", " ")
}

var identityWords = map[string]string{"known": "known to staff", "photo": "by photo", "born": "by date of birth",
	"card": "by card"}

func siteWords(site string) string {
	if site == "" {
		return "site not recorded"
	}
	return strings.ReplaceAll(site, "_", " ")
}

// gateTexts are the cabinet texts of baselines, overrides and corrections.
func gateTexts(f clinic.Fact) []clinic.Text {
	switch b := f.(type) {
	case *clinic.BaselineSigned:
		return []clinic.Text{b.Reason}
	case *clinic.ScaleConfirmed:
		return []clinic.Text{b.Reason}
	case *clinic.SiteMarked:
		return []clinic.Text{b.Reason}
	case *clinic.Overridden:
		return []clinic.Text{b.Reason}
	case *clinic.LeftEarly:
		return []clinic.Text{b.Reason}
	case *clinic.AskedAfter:
		return []clinic.Text{b.Words}
	case *clinic.InjectedCorrected:
		return []clinic.Text{b.Reason}
	}
	return nil
}

func (d *personDraw) gateWords(f clinic.Fact, with func(string, ...string) string) string {
	switch b := f.(type) {
	case *clinic.BaselineSigned:
		if b.SpO2 == nil && b.RR == nil {
			return with("Baseline taken back", d.n.of(b.Reason))
		}
		return with("Baseline signed, SpO2 "+number(b.SpO2, "%")+", breaths "+number(b.RR, "a minute")+", until "+
			dayWords(b.Until), d.n.of(b.Reason))
	case *clinic.ScaleConfirmed:
		return with("NEWS2 oxygen scale "+strconv.Itoa(b.Scale)+" counts", d.n.of(b.Reason))
	case *clinic.SiteMarked:
		state := " healed"
		if b.Infected {
			state = " infected"
		}
		return with("Site "+siteWords(b.Site)+" marked"+state, d.n.of(b.Reason))
	case *clinic.Overridden:
		return with("Settled by two people at "+b.Dose.String()+" ("+strings.Join(b.Rules, ", ")+")", d.n.of(b.Reason))
	case *clinic.LeftEarly:
		return with("Left before they were released", d.n.of(b.Reason))
	case *clinic.AskedAfter:
		return with("Asked after: "+foundWords[b.How], d.n.of(b.Words))
	case *clinic.InjectedCorrected:
		return with("Amount corrected from "+b.Was.String()+" to "+b.Given.String(), d.n.of(b.Reason))
	}
	return ""
}
