package dosing

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// TestSpec runs the scripts of spec/dosing; its README says how they are read.
func TestSpec(t *testing.T) {
	files, err := filepath.Glob("../spec/dosing/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts found: %v", err)
	}
	rows := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s := script{t: t, given: map[string]string{}}
		for n, line := range strings.Split(string(b), "\n") {
			s.line(fmt.Sprintf("%s:%d", filepath.Base(file), n+1), strings.TrimSpace(line))
		}
		rows += s.rows
	}
	if rows < 150 {
		t.Errorf("only %d rows were run: the scripts are not being read", rows)
	}
}

type script struct {
	t      *testing.T
	given  map[string]string
	header []string
	rows   int
}

func (s *script) line(where, line string) {
	switch {
	case strings.HasPrefix(line, "given:"):
		s.header = nil
		text := strings.TrimSpace(strings.TrimPrefix(line, "given:"))
		if text == "" {
			s.given = map[string]string{}
		}
		for _, pair := range strings.Split(text, ";") {
			if key, value := firstKey(strings.TrimSpace(pair)); key != "" {
				s.given[key] = value
			}
		}
	case strings.HasPrefix(line, "|") && s.header == nil:
		s.header = cells(line)
	case strings.HasPrefix(line, "|"):
		s.row(where, cells(line))
	default:
		s.header = nil
	}
}

func cells(line string) []string {
	parts := strings.Split(strings.Trim(line, "|"), "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// keys are the columns that set something; the longest match wins.
var keys = []string{"day 1 is", "ask route", "per day", "alcohol refused", "pack", "without", "zone", "question",
	"started", "history", "rx", "caps", "increment", "usual", "ask", "route", "salt", "at", "missed", "poss", "rr", "spo2",
	"pulse", "systolic", "temp", "conscious", "rousable", "oxygen", "cyanosis", "alcohol", "intoxicated", "cows", "flags",
	"trimester", "scale", "session", "substance", "topup", "missed days", "qtc", "main route", "injecting", "treated",
	"born", "dependent since", "deficits", "treatments"}

func firstKey(pair string) (key, value string) {
	for _, k := range keys {
		if rest, ok := strings.CutPrefix(pair, k); ok && (rest == "" || rest[0] == ' ') && len(k) > len(key) {
			key, value = k, strings.TrimSpace(rest)
		}
	}
	return key, value
}

func (s *script) row(where string, row []string) {
	if len(row) != len(s.header) {
		s.t.Errorf("%s: %d cells under %d headings", where, len(row), len(s.header))
		return
	}
	in, want, side := map[string]string{}, map[string]string{}, 0
	for k, v := range s.given {
		in[k] = v
	}
	name := where
	for i, head := range s.header {
		switch {
		case head == "=>":
			side = 1
		case head == "case":
			name = where + " " + row[i]
		case side == 1:
			want[head] = row[i]
		case row[i] != "":
			in[head] = row[i]
		}
	}
	s.rows++
	s.t.Run(strings.ReplaceAll(name, "/", " of "), func(t *testing.T) {
		b := builder{t: t, in: in, used: map[string]bool{}}
		if in["calc"] != "" {
			b.calc(want["answer"])
			return
		}
		check(t, b.pack(), b.build(), want)
		for k := range in {
			if !b.used[k] {
				t.Errorf("the column %q is not known", k)
			}
		}
	})
}

// check compares a decision with the right-hand columns of a row.
func check(t *testing.T, p *protocol.Pack, c Case, want map[string]string) {
	d := Decide(p, c)
	text := func(m *measure.Mass) string {
		if m == nil {
			return "-"
		}
		return m.Milligrams()
	}
	got := map[string]string{
		"outcome": string(d.Outcome), "dose": text(d.Dose), "proposal": text(d.Proposal), "limit": text(d.Limit),
		"until": "-", "news2": "-", "actions": strings.Join(d.Actions, " "), "reasons": strings.Join(d.Reasons, " "),
	}
	if d.Until != nil {
		got["until"] = c.Zone.In(*d.Until).Format("15:04")
	}
	if d.NEWS2 != nil {
		got["news2"] = strconv.Itoa(*d.NEWS2)
	}
	for k, v := range want {
		if k == "rules" {
			if !subsequence(d.Findings, strings.Fields(v)) {
				t.Errorf("rules %s did not all fire in that order", v)
			}
			continue
		}
		if g, known := got[k]; !known {
			t.Errorf("the column %q is not known", k)
		} else if g != v && !(v == "-" && g == "") {
			t.Errorf("%s is %q, want %q", k, g, v)
		}
	}
	if t.Failed() {
		t.Logf("%s", d.JSON(c.Zone))
	}
}

func subsequence(findings []Finding, rules []string) bool {
	for _, f := range findings {
		if len(rules) > 0 && f.Rule == rules[0] {
			rules = rules[1:]
		}
	}
	return len(rules) == 0
}

// builder makes a case out of the cells of a row.
type builder struct {
	t    *testing.T
	in   map[string]string
	used map[string]bool
	zone moment.Zone
	day1 moment.Day
}

func (b *builder) get(key string) string {
	b.used[key] = true
	return b.in[key]
}

func (b *builder) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// pack finds the pack; "without" empties fields of it, "a, b" or "a=value".
func (b *builder) pack() *protocol.Pack {
	p, err := protocol.Find(b.get("pack"))
	b.must(err)
	edits := b.get("without")
	if edits == "" {
		return p
	}
	var doc map[string]any
	b.must(json.Unmarshal(p.Document(), &doc))
	for _, name := range strings.Split(edits, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(name), "=")
		if _, there := doc[name]; !there {
			b.t.Fatalf("the pack has no field %q", name)
		}
		doc[name] = nil
		if value != "" {
			doc[name] = value
		}
	}
	text, err := json.Marshal(doc)
	b.must(err)
	p, err = protocol.Load(text)
	b.must(err)
	return p
}

func (b *builder) mg(s string) measure.Mass {
	m, err := measure.ParseMilligrams(s)
	b.must(err)
	return m
}

func (b *builder) optionalMG(key string) measure.Mass {
	if s := b.get(key); s != "" {
		return b.mg(s)
	}
	return 0
}

func (b *builder) milli(key string) *measure.Milli {
	s := b.get(key)
	if s == "" || s == "-" {
		return nil
	}
	m, err := measure.ParseMilli(s)
	b.must(err)
	return &m
}

func (b *builder) int(key string) int {
	s := b.get(key)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	b.must(err)
	return n
}

func (b *builder) date(key string) moment.Day {
	s := b.get(key)
	if s == "" {
		return 0
	}
	d, err := moment.ParseDay(s)
	b.must(err)
	return d
}

func (b *builder) word(key string) string {
	if s := b.get(key); s != "-" {
		return s
	}
	return ""
}

// calc answers the tables of drawing up.
func (b *builder) calc(want string) {
	f := strings.Fields(b.get("calc"))
	got, m := "", b.mg(f[1])
	switch f[0] {
	case "volume":
		got = measure.VolumeFor(m, measure.Concentration(b.mg(f[3]))).String()
	case "diluent":
		got = measure.MinDiluent(m).String()
	case "base":
		base, _ := (measure.Dose{Mass: m, Form: measure.Form{
			Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate}}).Base()
		got = base.String()
	case "srom":
		row := b.pack().BesideFor(measure.Form{Substance: measure.Morphine})
		if c, ok := FromMethadone(row, m); ok {
			got = c.First.String()
		} else {
			got = "no rule"
		}
	case "ampoules":
		var offers []measure.Offer
		for _, content := range f[3:] {
			offers = append(offers, measure.Offer{Content: b.mg(content), Count: 2})
		}
		got = ampoules(m, offers)
	}
	if got != want {
		b.t.Errorf("%s is %q, want %q", b.in["calc"], got, want)
	}
}

func ampoules(m measure.Mass, offers []measure.Offer) string {
	chosen, waste, err := measure.Choose(m, offers)
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, c := range chosen {
		for range c.Count {
			out = append(out, c.Content.Milligrams())
		}
	}
	return strings.Join(out, " + ") + ", waste " + waste.String()
}

// instant reads "day 2 09:30" or "day 2 02:30+01:00" from fields[i:].
func (b *builder) instant(text string) moment.Instant {
	var n int
	var clock string
	if _, err := fmt.Sscanf(text, "day %d %s", &n, &clock); err != nil {
		b.t.Fatalf("%q is not a time: write day 2 09:30", text)
	}
	day := b.day1 + moment.Day(n-1)
	if len(clock) > 5 {
		i, err := moment.ParseRFC3339(day.String() + "T" + clock[:5] + ":00" + clock[5:])
		b.must(err)
		return i
	}
	hour, err := strconv.Atoi(clock[:2])
	b.must(err)
	minute, err := strconv.Atoi(clock[3:5])
	b.must(err)
	return b.zone.At(day, hour, minute)
}

func (b *builder) build() Case {
	zone, err := moment.LoadZone(b.get("zone"))
	b.must(err)
	b.zone, b.day1 = zone, b.date("day 1 is")
	c := Case{Zone: zone, Now: b.instant(b.get("at")), Question: Question(b.get("question"))}
	c.Session, c.AskRoute = Session(b.get("session")), protocol.Route(b.get("ask route"))
	c.Prescription = b.prescription()
	if s := b.get("history"); s != "" && s != "-" {
		for _, dose := range strings.Split(s, ",") {
			c.History = append(c.History, b.past(strings.Fields(dose)))
		}
	}
	if s := b.get("missed"); s != "" {
		c.Missed.Sessions, err = strconv.Atoi(s)
		b.must(err)
	}
	c.Missed.Days = b.int("missed days")
	if s := b.get("ask"); s != "" {
		m := b.mg(s)
		c.Ask = &m
	}
	c.Assessment = b.assessment()
	c.Person = Person{Trimester: b.int("trimester"), SpO2Scale: b.int("scale"), QTc: b.milli("qtc")}
	c.Person.Born, c.Person.DependenceSince = b.date("born"), b.date("dependent since")
	deficits := b.get("deficits")
	c.Person.SomaticDisorder = strings.Contains(deficits, "somatic")
	c.Person.MentalDisorder = strings.Contains(deficits, "mental")
	c.Person.SocialDeficit = strings.Contains(deficits, "social")
	c.Person.MainRoute, c.Person.InjectingPercent = protocol.Route(b.get("main route")), b.milli("injecting")
	c.Person.Treatments = b.treatments()
	return c
}

// treatments reads a number of long ones, or "substitution 2024-01-31
// 2024-07-31 care, ..." where the last day may be "ongoing".
func (b *builder) treatments() (out []Treatment) {
	for range b.int("treatments") {
		out = append(out, Treatment{Kind: "substitution", From: b.day1.AddYears(-2), To: b.day1.AddYears(-1),
			Ended: "without_success", Psychosocial: true})
	}
	for _, text := range strings.Split(b.get("treated"), ",") {
		f := strings.Fields(text)
		if len(f) == 0 {
			continue
		}
		t := Treatment{Kind: f[0], Ended: "ongoing", Psychosocial: len(f) == 4 && f[3] == "care"}
		var err error
		t.From, err = moment.ParseDay(f[1])
		b.must(err)
		if f[2] != "ongoing" {
			t.Ended = "without_success"
			t.To, err = moment.ParseDay(f[2])
			b.must(err)
		}
		out = append(out, t)
	}
	return out
}

func (b *builder) prescription() Prescription {
	rx := Prescription{
		Form:  measure.Form{Substance: measure.Substance(b.get("substance")), Salt: measure.Salt(b.get("salt"))},
		TopUp: b.optionalMG("topup"),
		Route: protocol.Route(b.get("route")), PerDay: b.int("per day"),
		Increment: b.optionalMG("increment"), Usual: b.optionalMG("usual"), Started: b.day1,
	}
	if b.get("started") == "-" {
		rx.Started = 0
	}
	if rx.Form.Substance == "" {
		rx.Form.Substance = measure.Diamorphine
	}
	if rx.Form.Salt == "" {
		rx.Form.Salt = measure.HydrochlorideMonohydrate
	}
	if rx.Route == "" {
		rx.Route = protocol.IV
	}
	doses := strings.Split(b.get("rx"), "/")
	if len(doses) == 1 {
		rx.Dose = b.mg(doses[0])
	} else {
		for _, d := range doses {
			rx.Doses = append(rx.Doses, b.mg(d))
		}
	}
	if single, day, ok := strings.Cut(b.get("caps"), "/"); ok {
		rx.CapSingle, rx.CapDay = b.mg(single), b.mg(day)
	}
	return rx
}

// past reads "day 1 09:00 60 of 100 poss 3 naloxone".
func (b *builder) past(f []string) Past {
	if len(f) < 4 {
		b.t.Fatalf("%q is not a dose", f)
	}
	p := Past{At: b.instant(strings.Join(f[:3], " ")), Given: b.mg(f[3]), POSS: protocol.POSS1}
	p.Prescribed, p.Completed = p.Given, p.Given > 0
	for i := 4; i < len(f); i++ {
		next := func() string {
			i++
			return f[i]
		}
		switch f[i] {
		case "of":
			p.Prescribed, p.Completed = b.mg(next()), false
		case "poss":
			p.POSS = protocol.POSS(strings.Trim(next(), "-"))
		case "naloxone":
			p.Naloxone = true
		case "naloxone-at":
			p.Naloxone, p.NaloxoneAt = true, b.instant(strings.Join([]string{f[0], f[1], next()}, " "))
		case "oxygen":
			p.Oxygen = true
		case "topup":
			p.Session = TopUp
		case "attempts":
			p.Attempts, _ = strconv.Atoi(next())
		case "im", "iv", "sc", "oral":
			p.Route = protocol.Route(f[i])
		default:
			b.t.Fatalf("%q of a dose is not known", f[i])
		}
	}
	return p
}

func (b *builder) assessment() protocol.Assessment {
	return protocol.Assessment{
		POSS: protocol.POSS(b.word("poss")), RR: b.milli("rr"), SpO2: b.milli("spo2"), Pulse: b.milli("pulse"),
		Systolic: b.milli("systolic"), Temperature: b.milli("temp"),
		Consciousness: protocol.Consciousness(b.word("conscious")), Rousable: protocol.Rousable(b.word("rousable")),
		Alcohol: b.milli("alcohol"), AlcoholRefuse: b.get("alcohol refused") == "yes", COWS: b.milli("cows"),
		Intoxicated: b.get("intoxicated") == "yes", Flags: strings.Fields(b.get("flags")),
		Oxygen: b.get("oxygen") == "yes", Cyanosis: b.get("cyanosis") == "yes",
	}
}
