package clinic_test

import "testing"

// BenchmarkAskTime is "can I come at 11?" in a day of 200 people, where the time
// asked for is taken: every other start and every change of places is weighed.
func BenchmarkAskTime(b *testing.B) {
	s, day, now := liveClinic(b, 200, 4, 12)
	if a, no := s.AskTime("u100", day, 0, 9*60+10, now); no != nil || a.Asked.Free() || len(a.Others) == 0 {
		b.Fatal("the question is not the one that is measured", no, a.Asked)
	}
	for b.Loop() {
		s.AskTime("u100", day, 0, 9*60+10, now)
	}
}

// BenchmarkLiveDay is the rest of such a day as the board shows it.
func BenchmarkLiveDay(b *testing.B) {
	s, _, now := liveClinic(b, 200, 4, 12)
	for b.Loop() {
		s.LiveDay(now)
	}
}
