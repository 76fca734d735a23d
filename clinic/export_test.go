package clinic

import (
	"steady/journal"
	"steady/visit"
)

// EmptyFacts makes one empty fact of every kind that can be read back.
func EmptyFacts() (out []Fact) {
	for _, log := range []journal.Log{journal.Clinical, journal.Register} {
		for _, make := range facts[log] {
			out = append(out, make())
		}
	}
	return out
}

// NotAtHand lists the visits of which what is kept at hand says otherwise than
// looking at all of them: with a syringe or in a booth.
func NotAtHand(s *State) (wrong []string) {
	plain := map[string]*Visit{}
	for id, v := range s.Visits {
		if v.Syringe != nil || v.Stage == visit.InBooth {
			plain[id] = v
		}
		if plain[id] != s.busy[id] {
			wrong = append(wrong, id)
		}
	}
	if len(wrong) == 0 && len(plain) != len(s.busy) {
		wrong = append(wrong, "one that was forgotten")
	}
	return wrong
}
