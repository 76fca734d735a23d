package clinic

import "steady/journal"

// EmptyFacts makes one empty fact of every kind that can be read back.
func EmptyFacts() (out []Fact) {
	for _, log := range []journal.Log{journal.Clinical, journal.Register} {
		for _, make := range facts[log] {
			out = append(out, make())
		}
	}
	return out
}
