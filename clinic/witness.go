package clinic

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"steady/register"
)

// Digest is what a second person signs: hex SHA-256 of the text shown.
func Digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// WitnessText is exactly what a second person is shown before they confirm a
// command, line by line. The screen prints it, they sign its digest, and the
// core refuses a confirmation of anything else. It is empty for a command that
// needs nobody.
func WitnessText(s *State, c Command) string {
	var b strings.Builder
	line := func(format string, a ...any) { fmt.Fprintf(&b, format+"\n", a...) }
	switch x := c.Body.(type) {
	case Check:
		s.syringeLines(line, "Checked and correct", x.Visit)
	case Discard:
		s.syringeLines(line, "Discarded unused", x.Visit)
		if x.Spilt {
			line("spilt")
		}
	case Administer:
		s.syringeLines(line, "Part of the syringe not injected", x.Visit)
		if v := s.Visits[x.Visit]; v != nil && v.Syringe != nil {
			line("injected %s, wasted %s", x.Given, v.Syringe.Dose.Mass-x.Given)
		}
	case Override:
		line("A question of the protocol settled by two people")
		s.overrideLines(line, x)
	case CorrectInjected:
		line("What was injected, corrected")
		if v := s.Visits[x.Visit]; v != nil && v.Injected != nil {
			line("person %s, visit %s", v.Person, v.ID)
			line("recorded %s, really %s of %s", v.Injected.Given, x.Given, v.Injected.Prescribed)
		}
	case stockShown:
		x.shown(s, line)
	case Prescribe:
		line("Prescription confirmed by a second prescriber")
		line("person %s", x.Person)
		x.Prescription.lines(line)
	}
	return b.String()
}

func (s *State) syringeLines(line func(string, ...any), title, id string) {
	line("%s", title)
	v := s.Visits[id]
	if v == nil || v.Syringe == nil {
		return
	}
	y := v.Syringe
	line("person %s, visit %s", v.Person, v.ID)
	line("%s %s %s", y.Dose.Mass, y.Dose.Form, s.routeOf(v))
	for _, k := range y.Picks {
		line("%s", s.pickLine(k))
	}
	if y.Solution != "" {
		line("from the solution %s", y.Solution)
	}
	line("made up to %s, draw %s", y.Volume, y.Draw)
	line("waste %s", y.Waste)
	line("prepared by %s at %s", v.PreparedBy, s.zone.In(v.PreparedAt).Format("2006-01-02 15:04 -0700"))
}

func (s *State) routeOf(v *Visit) string {
	if rx := s.People[v.Person].Rx; rx != nil {
		return string(rx.Route)
	}
	return ""
}

func (s *State) pickLine(k register.Pick) string {
	sh := s.Accounts.Sheets[k.Page]
	if sh == nil {
		return k.Page
	}
	expiry := "not in stock"
	for _, l := range sh.Lots {
		if l.Batch == k.Batch {
			expiry = l.Expiry.String()
		}
	}
	return fmt.Sprintf("%d x %s, batch %s, expiry %s", k.Count, sh.Product.Content, k.Batch, expiry)
}

func (s *State) overrideLines(line func(string, ...any), x Override) {
	v := s.Visits[x.Visit]
	if v == nil || x.Dose == nil {
		return
	}
	line("person %s, visit %s", v.Person, v.ID)
	rules, _, _ := s.mayOverride(v, x.Role)
	line("rules %s", strings.Join(rules, ", "))
	line("dose %s, as %s", *x.Dose, x.Role)
}
