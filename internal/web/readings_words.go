package web

import (
	"strconv"
	"strings"

	"steady/clinic"
	"steady/dosing"
	"steady/measure"
	"steady/protocol"
)

// outcomeWords are the engine's outcomes in plain words.
var outcomeWords = map[dosing.Outcome]string{dosing.Administer: "give", dosing.AdministerMax: "give, the most allowed",
	dosing.Defer: "not yet", dosing.Refer: "ask the prescriber", dosing.Withhold: "no dose this session",
	dosing.Emergency: "emergency", dosing.InvalidRx: "no valid prescription"}

// readingWords is a set of readings in one line.
func readingWords(b *clinic.Assessed) string {
	text := readingsLine(b.Readings)
	if b.Ask != nil {
		text += ", asks for " + b.Ask.String()
	}
	return text
}

func readingsLine(r protocol.Assessment) string {
	out := []string{possWords[r.POSS]}
	add := func(m *measure.Milli, before, after string) {
		if m != nil {
			out = append(out, before+m.String()+after)
		}
	}
	add(r.RR, "breaths ", "")
	add(r.SpO2, "SpO2 ", " %")
	add(r.Pulse, "pulse ", "")
	add(r.Alcohol, "alcohol ", " µg in 100 ml")
	if r.AlcoholRefuse {
		out = append(out, "alcohol test declined")
	}
	if r.Intoxicated {
		out = append(out, "signs of intoxication")
	}
	return strings.Join(out, ", ")
}

// cutTime reads "09:10" or "9.10".
func cutTime(text string) (hour, minute int, ok bool) {
	h, m, found := strings.Cut(strings.ReplaceAll(text, ".", ":"), ":")
	if !found || len(h) < 1 || len(h) > 2 || len(m) != 2 || strings.Trim(h+m, "0123456789") != "" {
		return 0, 0, false
	}
	hour, _ = strconv.Atoi(h)
	minute, _ = strconv.Atoi(m)
	return hour, minute, hour < 24 && minute < 60
}
