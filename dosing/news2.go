package dosing

import (
	"steady/measure"
	"steady/protocol"
)

// newsScore is a NEWS2 score over the parameters that were measured; one that
// was not measured adds nothing and is told as such.
type newsScore struct {
	total    int
	single   bool // one parameter scores 3
	spo2     int  // what SpO2 alone scores
	measured int  // bits below
}

// The parameters of NEWS2. Air or oxygen is always known.
const (
	measuredRR = 1 << iota
	measuredSpO2
	measuredSystolic
	measuredPulse
	measuredConsciousness
	measuredTemperature
	allMeasured = 1<<iota - 1
)

// notMeasuredText says for every set of parameters which are not in it. It is
// made once, so that an ordinary decision builds no text for it.
var notMeasuredText = func() (out [allMeasured + 1]string) {
	names := []string{"breathing rate", "SpO2", "systolic pressure", "pulse", "consciousness", "temperature"}
	for set := range out {
		list := ""
		for i, name := range names {
			if set&(1<<i) == 0 {
				list += ", " + name
			}
		}
		out[set] = "NEWS2 is counted from all of its readings"
		if list != "" {
			out[set] = "NEWS2 is counted from what was measured; not measured: " + list[2:]
		}
	}
	return out
}()

// scoreNEWS2 adds up the chart. A reading between two bands (8.5 breaths) takes
// the worse one.
func scoreNEWS2(a *protocol.Assessment, scale int) newsScore {
	var s newsScore
	if a.RR != nil {
		s.add(measuredRR, low(*a.RR, cutoff{9, 3}, cutoff{12, 1})+high(*a.RR, cutoff{24, 3}, cutoff{20, 2}))
	}
	if a.SpO2 != nil {
		s.spo2 = low(*a.SpO2, cutoff{92, 3}, cutoff{94, 2}, cutoff{96, 1})
		if scale == 2 {
			s.spo2 = spo2Scale2(*a.SpO2, a.Oxygen)
		}
		s.add(measuredSpO2, s.spo2)
	}
	if a.Oxygen {
		s.total += 2
	}
	if a.Systolic != nil {
		s.add(measuredSystolic, low(*a.Systolic, cutoff{91, 3}, cutoff{101, 2}, cutoff{111, 1})+
			high(*a.Systolic, cutoff{219, 3}))
	}
	if a.Pulse != nil {
		s.add(measuredPulse, low(*a.Pulse, cutoff{41, 3}, cutoff{51, 1})+
			high(*a.Pulse, cutoff{130, 3}, cutoff{110, 2}, cutoff{90, 1}))
	}
	if a.Consciousness != "" {
		points := 3
		if a.Consciousness == "A" {
			points = 0
		}
		s.add(measuredConsciousness, points)
	}
	if t := a.Temperature; t != nil {
		s.add(measuredTemperature, temperature(*t))
	}
	return s
}

func (s *newsScore) add(parameter, points int) {
	s.measured |= parameter
	s.total += points
	s.single = s.single || points == 3
}

// cutoff is a bound of a reading with its points.
type cutoff struct {
	bound  int64
	points int
}

// low returns the points of the first bound that the reading is below.
func low(m measure.Milli, bands ...cutoff) int {
	for _, b := range bands {
		if m < measure.Milli(b.bound)*whole {
			return b.points
		}
	}
	return 0
}

// high returns the points of the first bound that the reading is above.
func high(m measure.Milli, bands ...cutoff) int {
	for _, b := range bands {
		if m > measure.Milli(b.bound)*whole {
			return b.points
		}
	}
	return 0
}

// spo2Scale2 is for hypercapnic failure that a clinician confirmed: the target
// is 88 to 92 %, and more counts only under oxygen.
func spo2Scale2(m measure.Milli, oxygen bool) int {
	if points := low(m, cutoff{84, 3}, cutoff{86, 2}, cutoff{88, 1}); points > 0 || !oxygen {
		return points
	}
	return high(m, cutoff{96, 3}, cutoff{94, 2}, cutoff{92, 1})
}

// temperature has bands in tenths of a degree.
func temperature(t measure.Milli) int {
	switch {
	case t < 35_100:
		return 3
	case t > 39_000:
		return 2
	case t < 36_100 || t > 38_000:
		return 1
	}
	return 0
}
