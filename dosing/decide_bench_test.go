package dosing

import (
	"fmt"
	"testing"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// ordinary is a visit like most: tolerated doses before, normal readings.
func ordinary(tb testing.TB, days int) (*protocol.Pack, Case) {
	tb.Helper()
	p, err := protocol.Find("ch-iv")
	if err != nil {
		tb.Fatal(err)
	}
	zone, err := moment.LoadZone("Europe/Zurich")
	if err != nil {
		tb.Fatal(err)
	}
	day := moment.Date(2026, 6, 1)
	rr, spo2, pulse := measure.Milli(14000), measure.Milli(97000), measure.Milli(80000)
	c := Case{
		Zone: zone, Now: zone.At(day+moment.Day(days), 14, 0),
		Prescription: Prescription{
			Form:  measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate},
			Route: protocol.IV, Dose: 120 * measure.Milligram, PerDay: 2, CapSingle: 200 * measure.Milligram,
			CapDay: 400 * measure.Milligram, Started: day,
		},
		Assessment: protocol.Assessment{POSS: protocol.POSS1, RR: &rr, SpO2: &spo2, Pulse: &pulse, Consciousness: "A"},
	}
	for d := range days + 1 {
		for _, hour := range []int{9, 17} {
			if at := zone.At(day+moment.Day(d), hour, 0); at < c.Now {
				c.History = append(c.History, Past{
					At: at, Prescribed: 120 * measure.Milligram, Given: 120 * measure.Milligram, Completed: true,
					POSS: protocol.POSS1, Route: protocol.IV,
				})
			}
		}
	}
	return p, c
}

func BenchmarkDecide(b *testing.B) {
	for _, days := range []int{3, 30} {
		b.Run(fmt.Sprintf("ordinary/%d-days", days), func(b *testing.B) {
			p, c := ordinary(b, days)
			b.ReportAllocs()
			for b.Loop() {
				if d := Decide(p, c); d.Outcome != Administer {
					b.Fatal(string(d.JSON(c.Zone)))
				}
			}
		})
	}
}

// A decision neither allocates nor grows with the length of a history.
func TestDecideDoesNotAllocateWithHistory(t *testing.T) {
	count := func(days int) float64 {
		p, c := ordinary(t, days)
		return testing.AllocsPerRun(100, func() { Decide(p, c) })
	}
	if short, long := count(3), count(300); long != short || short > 30 {
		t.Errorf("%v allocations for 3 days of history, %v for 300", short, long)
	}
}
