package clinic

import (
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/refusal"
)

// Naloxone at hand. It is no controlled drug and has no page of the register;
// yet where it is missing or out of date an overdose is met without it.
type (
	// CheckNaloxone says what was found at one place: how many of one product,
	// and the earliest last day of use among them. It takes the place of what was
	// said before; 0 says that none is there.
	CheckNaloxone struct {
		Place   Place      `json:"place"`
		Product Naloxone   `json:"product"`
		Count   int        `json:"count"`
		Expiry  moment.Day `json:"expiry,omitempty"`
	}
	// NaloxoneChecked is what somebody found.
	NaloxoneChecked struct{ CheckNaloxone }
	// NaloxoneAtHand is what was last found at one place of one product.
	NaloxoneAtHand struct {
		CheckNaloxone
		At moment.Instant `json:"at"`
		By person.StaffID `json:"by"`
	}
)

// Place is where naloxone is kept.
type Place string

// Places lists them with the words of the screens.
var Places = []Coded[Place]{{"booth", "Injecting booth"}, {"observation", "Observation room"}, {"desk", "Front desk"},
	{"bag", "Emergency bag"}, {"store", "Store room"}}

// Naloxone is a product.
type Naloxone string

// Naloxones lists the products (P-OD-04).
var Naloxones = []Coded[Naloxone]{{"prefilled_im", "Prefilled syringe, i.m., 5 marks of 400 micrograms"},
	{"nasal_1800", "Nasal spray, 1.8 mg"}, {"nasal_1260", "Nasal spray, 1.26 mg"},
	{"ampoule_400", "Ampoule, 400 micrograms"}}

// naloxoneAhead is how many days ahead the watch looks: the house's own choice.
const naloxoneAhead = 30

// Shortage is one sentence of the watch.
type Shortage struct {
	Text string
	Now  bool // it is so today; else it comes
}

func (d *decider) checkNaloxone(b CheckNaloxone) *Refusal {
	switch {
	case !known(Places, b.Place) || !known(Naloxones, b.Product) || b.Count < 0 || b.Count > 999:
		return refusal.New("naloxone_unknown", "P-OD-04", "Choose the place and the product, and write how many are there.")
	case b.Count > 0 && b.Expiry < d.today():
		return refusal.New("naloxone_expired", "P-OD-04",
			"Write the earliest last day of use. What is past it is taken out and not counted.")
	}
	for _, x := range d.s.Naloxone {
		if x.Place == b.Place && x.Product == b.Product && x.At > d.at {
			return refusal.New("out_of_order", "R-REG-05", fmt.Sprintf(
				"It was looked at after that, on %s at %s: write down what is there now.", d.s.zone.Day(x.At),
				d.s.zone.Clock(x.At)))
		}
	}
	if b.Count == 0 {
		b.Expiry = 0
	}
	d.say(&NaloxoneChecked{b})
	return nil
}

func (s *State) applyNaloxone(b *NaloxoneChecked, e Event) {
	s.Naloxone = slices.DeleteFunc(slices.Clone(s.Naloxone), func(x NaloxoneAtHand) bool {
		return x.Place == b.Place && x.Product == b.Product
	})
	s.Naloxone = append(s.Naloxone, NaloxoneAtHand{b.CheckNaloxone, e.Happened, e.By})
}

// Words names the product and its place.
func (n *NaloxoneAtHand) Words() string {
	return WordsOf(Naloxones, n.Product) + ", " + WordsOf(Places, n.Place)
}

// NaloxoneWatch says what is wrong with the naloxone at hand: none in date on
// record, past its day or soon so, or not counted since it was given.
func (s *State) NaloxoneWatch(at moment.Instant) (out []Shortage) {
	today, usable := s.zone.Day(at), 0
	for i := range s.Naloxone {
		n := &s.Naloxone[i]
		switch {
		case n.Count == 0:
			continue
		case n.Expiry < today:
			out = append(out, Shortage{fmt.Sprintf("%s: last usable on %s. Take it out and replace it.", n.Words(),
				words(n.Expiry)), true})
			continue
		case n.Expiry <= today+naloxoneAhead:
			out = append(out, Shortage{fmt.Sprintf("%s: usable until %s. Order more.", n.Words(), words(n.Expiry)), false})
		}
		usable += n.Count
		if n.At < s.NaloxoneGiven {
			out = append(out, Shortage{fmt.Sprintf("%s: naloxone was given since it was counted. Count it again.",
				n.Words()), true})
		}
	}
	if usable == 0 {
		out = append([]Shortage{{"No naloxone in date is on record here. Look, and write down what is there.", true}},
			out...)
	}
	return out
}

// CommandKind names the command in the who-may table.
func (CheckNaloxone) CommandKind() string { return "check_naloxone" }

// Kind names the fact in the clinical log.
func (NaloxoneChecked) Kind() string { return "naloxone_checked" }
