package clinic

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
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
		s.syringeLines(&b, "Checked and correct", x.Visit)
	case Discard:
		s.syringeLines(&b, "Discarded unused", x.Visit)
		if x.Spilt {
			line("spilt")
		}
	case Administer:
		s.syringeLines(&b, "Part of the syringe not injected", x.Visit)
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

// syringeLines says what a syringe is. Each dose is shown so, and asked for again
// when it is confirmed: the words are put together without formats.
func (s *State) syringeLines(b *strings.Builder, title, id string) {
	line := func(words ...string) {
		for _, w := range words {
			b.WriteString(w)
		}
		b.WriteByte('\n')
	}
	b.Grow(512)
	line(title)
	v := s.Visits[id]
	if v == nil || v.Syringe == nil {
		return
	}
	y := v.Syringe
	line("person ", string(v.Person), ", visit ", v.ID)
	line(y.Dose.Mass.String(), " ", y.Dose.Form.String(), " ", s.routeOf(v))
	for _, k := range y.Picks {
		line(s.pickLine(k))
	}
	if y.Solution != "" {
		line("from the solution ", y.Solution)
	}
	line("made up to ", y.Volume.String(), ", draw ", y.Draw.String())
	line("waste ", y.Waste.String())
	line("prepared by ", string(v.PreparedBy), " at ", s.zone.In(v.PreparedAt).Format("2006-01-02 15:04 -0700"))
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
	return strconv.FormatInt(int64(k.Count), 10) + " x " + sh.Product.Content.String() + ", batch " + k.Batch +
		", expiry " + expiry
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
