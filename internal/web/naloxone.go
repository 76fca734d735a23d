package web

import (
	"strconv"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
)

// naloxoneForm turns the form of the safety page into its command. A count of 0
// needs no last day.
func naloxoneForm(p *press) clinic.Body {
	b := clinic.CheckNaloxone{Place: clinic.Place(p.get("place")), Product: clinic.Naloxone(p.get("product")),
		Count: int(p.whole("count", "How many are there", 0, 999))}
	if b.Count > 0 {
		b.Expiry = p.date("expiry", "Earliest last day of use")
	}
	return b
}

// atHand is what there is of naloxone by the last look, what is wrong with it, and the
// form to write a look down.
func (d *drawing) atHand() (v page.NaloxoneAtHand) {
	for _, x := range d.st.NaloxoneWatch(d.now) {
		v.Wrong = append(v.Wrong, page.Shortage{Text: x.Text, Now: x.Now})
	}
	for i := range d.st.Naloxone {
		n := &d.st.Naloxone[i]
		line := page.NaloxoneLine{Place: clinic.WordsOf(clinic.Places, n.Place),
			Product: clinic.WordsOf(clinic.Naloxones, n.Product), Count: strconv.Itoa(n.Count), Expiry: "none there",
			Seen: stamp(d.z, d.now, n.At) + " by " + d.n.staff(n.By)}
		if n.Count > 0 {
			line.Expiry = dayWords(n.Expiry)
		}
		v.Lines = append(v.Lines, line)
	}
	if !login.MayCommand(d.actor.Roles, clinic.CheckNaloxone{}.CommandKind()) {
		return v
	}
	own := d.typed.of("naloxone")
	date := own.date("expiry")
	v.Form = &page.SmallForm{Title: "Write down what is at one place", Button: "Write it down",
		Lead: "Look at the packs themselves. This takes the place of what was written for that place and product.",
		Open: d.typed.v.Get("form") == "naloxone",
		Form: page.Form{Action: "/safety/naloxone", Command: own.command(),
			Hidden: []page.Pair{{Name: "form", Value: "naloxone"}}},
		Fields: []page.SmallField{
			{ID: "naloxone-place", Name: "place", Label: "Where", Choices: coded(clinic.Places), Field: own.field("place")},
			{ID: "naloxone-product", Name: "product", Label: "Which", Choices: coded(clinic.Naloxones),
				Field: own.field("product")},
			{ID: "naloxone-count", Name: "count", Label: "How many are there", Hint: "In date. 0 when none is there.",
				Mode: "numeric", Field: own.field("count")},
			{ID: "naloxone-expiry", Name: "expiry", Label: "Earliest last day of use",
				Hint: "As printed. A month alone counts to its last day.", Date: &date}}}
	return v
}

// shortages is what the board says of naloxone: what is wrong today.
func (s *Server) shortages(now moment.Instant) (out []string) {
	s.house.View(func(st *clinic.State) {
		for _, x := range st.NaloxoneWatch(now) {
			if x.Now {
				out = append(out, x.Text)
			}
		}
	})
	return out
}
