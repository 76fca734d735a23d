package dosing

import (
	"os"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// naiveCases is how many random cases the ordinary run compares; "make
// compare" sets STEADY_NAIVE_CASES to more.
const naiveCases = 100_000

// TestDecideAgreesWithTheTextsReadAgain compares Decide with the naive reading
// of the published tables over random cases.
func TestDecideAgreesWithTheTextsReadAgain(t *testing.T) {
	many := naiveCases
	if s := os.Getenv("STEADY_NAIVE_CASES"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		many = n
	}
	seen := map[string]map[Outcome]int{}
	compared, proposals := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		for range max(many/100, 1) {
			programme, c := drawCase(t)
			p, err := protocol.Find(programme)
			if err != nil {
				t.Fatal(err)
			}
			want, got := naive(programme, &c), Decide(p, c)
			dose := measure.Mass(0)
			if got.Dose != nil {
				dose = *got.Dose
			}
			if !slices.Contains(want.outcomes, got.Outcome) || dose != want.dose {
				t.Fatalf("the texts say %v %s, and\n%s\ngives %s", want.outcomes, want.dose, c.JSON(programme),
					got.JSON(c.Zone))
			}
			if p := got.Proposal; p != nil && want.proposal > 0 {
				step := naiveStep(&c)
				if published := min(want.proposal, naiveLeft(programme, &c)) / step * step; *p != published {
					t.Fatalf("the texts propose %s, and\n%s\ngives %s", published, c.JSON(programme), got.JSON(c.Zone))
				}
				proposals++
			}
			if seen[programme] == nil {
				seen[programme] = map[Outcome]int{}
			}
			seen[programme][got.Outcome]++
			compared++
		}
	})
	if t.Failed() {
		return
	}
	if proposals < compared/1000 {
		t.Errorf("%d cases and %d proposals: the comparison looks past them", compared, proposals)
	}
	for _, programme := range naiveProgrammes {
		for _, o := range []Outcome{Administer, AdministerMax, Defer, Refer, Withhold, Emergency, InvalidRx} {
			if seen[programme][o] == 0 {
				t.Errorf("%d cases and none under %s ended in %s: the comparison looks past it", compared, programme, o)
			}
		}
	}
}

var naiveProgrammes = []string{"ch-iv", "ch-oral", "ca-hm", "nl-caps", "de", "au-meth"}

var naiveForms = map[string]measure.Form{
	"ch-iv":   {Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate},
	"ch-oral": {Substance: measure.Diamorphine, Salt: measure.HydrochlorideAnhydrous},
	"ca-hm":   {Substance: measure.Hydromorphone, Salt: measure.Hydrochloride},
	"nl-caps": {Substance: measure.Diamorphine, Salt: measure.Hydrochloride},
	"de":      {Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate},
	"au-meth": {Substance: measure.Methadone, Salt: measure.Hydrochloride},
}

// drawCase draws a case that lies near the edges of the tables.
func drawCase(t *rapid.T) (string, Case) {
	programme := rapid.SampledFrom(naiveProgrammes).Draw(t, "programme")
	route := protocol.IV
	if programme == "ch-oral" || programme == "au-meth" {
		route = protocol.Oral
	}
	zone := provedZone()
	today := rapid.SampledFrom([]moment.Day{
		moment.Date(2026, 6, 10), moment.Date(2026, 3, 29), moment.Date(2026, 10, 25),
	}).Draw(t, "today")
	c := Case{Zone: zone, Prescription: Prescription{Form: naiveForms[programme], Route: route}}
	drawHistory(t, &c, today)
	drawPrescription(t, &c, today)
	drawAssessment(t, &c.Assessment)
	c.Now = zone.At(today, 12, 0)
	if last := naiveLast(&c); last != nil && rapid.Bool().Draw(t, "close") {
		c.Now = last.At.Add(moment.Minutes(rapid.SampledFrom([]int64{0, 2, 29, 30, 31, 179, 180, 181, 600, 1500}).
			Draw(t, "minutes")))
		if rapid.Bool().Draw(t, "just before") {
			c.Now--
		}
	}
	if rapid.IntRange(0, 9).Draw(t, "absent") == 0 {
		n := rapid.IntRange(1, 6).Draw(t, "missed")
		c.Missed = Missed{n, n}
	}
	if rapid.Bool().Draw(t, "asks") {
		ask := drawAmount(t, "ask")
		c.Ask = &ask
	}
	return programme, c
}

func drawAmount(t *rapid.T, name string) measure.Mass {
	m := rapid.SampledFrom([]measure.Mass{1, 10, 15, 22, 30, 45, 67, 100, 101, 150, 200, 300, 310, 400}).Draw(t, name) * mg
	return m + rapid.SampledFrom([]measure.Mass{0, 0, 0, 500, 1, -1}).Draw(t, name+" beside")
}

func drawHistory(t *rapid.T, c *Case, today moment.Day) {
	for daysAgo := rapid.IntRange(0, 3).Draw(t, "days"); daysAgo >= 0; daysAgo-- {
		for visit := range rapid.IntRange(0, 3).Draw(t, "doses of a day") {
			p := Past{At: c.Zone.At(today-moment.Day(daysAgo), 1+3*visit, 30), Completed: true, POSS: protocol.POSS1}
			p.Given = max(drawAmount(t, "given"), 1)
			p.Prescribed = p.Given
			switch rapid.IntRange(0, 19).Draw(t, "borne") {
			case 0:
				p.POSS = protocol.POSS3
			case 1:
				p.Oxygen = true
			case 2:
				p.Completed = false
			case 3:
				p.POSS = ""
			case 4:
				p.Naloxone = rapid.Bool().Draw(t, "naloxone")
			}
			c.History = append(c.History, p)
		}
	}
}

func drawPrescription(t *rapid.T, c *Case, today moment.Day) {
	rx := &c.Prescription
	rx.Dose, rx.PerDay = max(drawAmount(t, "dose"), 1), rapid.IntRange(1, 4).Draw(t, "visits")
	if rapid.IntRange(0, 4).Draw(t, "each its own") == 0 {
		for range rx.PerDay {
			rx.Doses = append(rx.Doses, max(drawAmount(t, "dose of a visit"), 1))
		}
		rx.Dose = 0
	}
	largest, day := rx.Dose, rx.Dose*measure.Mass(rx.PerDay)
	for _, m := range rx.Doses {
		largest, day = max(largest, m), day+m
	}
	rx.CapSingle = largest + rapid.SampledFrom([]measure.Mass{0, 0, 100 * mg, 400 * mg}).Draw(t, "single")
	rx.CapDay = day + rapid.SampledFrom([]measure.Mass{0, 0, 100 * mg, 2000 * mg}).Draw(t, "day")
	switch rapid.IntRange(0, 39).Draw(t, "ceiling") {
	case 0:
		rx.CapSingle = 0
	case 1:
		rx.CapDay = 0
	case 2:
		rx.CapSingle--
	case 3:
		rx.CapDay = day - 1
	}
	rx.Increment = rapid.SampledFrom([]measure.Mass{0, 0, 1, 500, 5 * mg}).Draw(t, "increment")
	if rapid.IntRange(0, 3).Draw(t, "usual known") == 0 {
		rx.Usual = max(drawAmount(t, "usual"), 1)
	}
	switch first := naiveLast(c); {
	case first == nil && rapid.Bool().Draw(t, "start recorded"):
		rx.Started = today
	case first != nil && rapid.Bool().Draw(t, "start recorded"):
		rx.Started = c.Zone.Day(c.History[0].At)
	}
}

func drawAssessment(t *rapid.T, a *protocol.Assessment) {
	*a = protocol.Assessment{POSS: protocol.POSS1, RR: milli(14000), SpO2: milli(98000)}
	if rapid.IntRange(0, 3).Draw(t, "readings") > 0 {
		return
	}
	near := func(name string, edges ...measure.Milli) *measure.Milli {
		i := rapid.IntRange(-4, len(edges)-1).Draw(t, name)
		if i < 0 {
			return nil
		}
		m := edges[i] + rapid.SampledFrom([]measure.Milli{-1, 0, 1}).Draw(t, name+" beside")
		return &m
	}
	if rapid.Bool().Draw(t, "breathing") {
		a.RR = near("rr", 8000, 9000, 12000, 14000, 20000, 21000, 24000, 25000)
		a.SpO2 = near("spo2", 85000, 92000, 94000, 96000, 98000, 99000)
	}
	a.Pulse = near("pulse", 40000, 41000, 51000, 70000, 90000, 91000, 110_000, 130_000)
	a.Systolic = near("systolic", 90000, 91000, 101_000, 111_000, 120_000, 219_000, 220_000)
	a.Temperature = near("temperature", 35000, 35100, 36100, 37000, 38000, 39000)
	switch rapid.IntRange(0, 11).Draw(t, "sign") {
	case 0:
		a.POSS = rapid.SampledFrom([]protocol.POSS{"", "S", "2", "3", "4"}).Draw(t, "poss")
	case 1:
		a.Consciousness = rapid.SampledFrom([]protocol.Consciousness{"A", "C", "V", "P", "U"}).Draw(t, "consciousness")
	case 2:
		a.Rousable = rapid.SampledFrom([]protocol.Rousable{"easily", "barely", "no"}).Draw(t, "rousable")
	case 3:
		a.Cyanosis = true
	case 4:
		a.Intoxicated = true
	case 5:
		a.Alcohol = near("alcohol", 1, 10000)
	case 6:
		a.AlcoholRefuse = true
	case 7:
		a.Oxygen = true
	}
}
