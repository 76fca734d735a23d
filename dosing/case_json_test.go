package dosing

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

func TestParseCaseReadsEveryField(t *testing.T) {
	id, c, err := ParseCase([]byte(`{"pack":"p","question":"dose","session":"topup","now":"2026-03-03T09:00:00.5+01:00",
"zone":"Europe/Zurich","ask_mg":"67.5","ask_route":"im","missed":{"sessions":2,"days":"1"},
"prescription":{"substance":"diamorphine","salt":"hydrochloride-monohydrate","route":"iv","doses_mg":[100,"100.5"],
"cap_single_mg":200,"cap_day_mg":"400","increment_mg":0.5,"topup_mg":5,"usual_mg":90,
"started":"2026-03-02"},
"history":[{"at":"2026-03-02T16:00:00Z","prescribed_mg":100,"given_mg":60.25,"completed":false,
"poss":"S","naloxone":true,"naloxone_at":"2026-03-02T16:05:00Z","oxygen":true,"session":"scheduled","attempts":2,
"route":"sc"},
{"at":"2026-03-03T07:00:00Z","prescribed_mg":100,"given_mg":100}],
"assessment":{"poss":"2","rr":11.5,"spo2":"94","pulse":95,"systolic":105,"temperature":36.5,"consciousness":"V",
"alcohol_ug_100ml":0.001,"alcohol_refused":true,"cows":13,"intoxicated":true,"notes_flags":["maoi"],"oxygen":true,
"cyanosis":true,"rousable":"barely"},
"person":{"trimester":3,"spo2_scale":2,"born":"1970-01-01","dependence_since":"2000-01-01","somatic_disorder":true,
"mental_disorder":true,"social_deficit":true,"main_route":"iv","injecting_days_percent":80.5,
"treatments":[{"kind":"substitution","from":"2020-01-01","to":"2020-09-01","ended":"without_success",
"psychosocial":true}]}}`))
	if err != nil || id != "p" {
		t.Fatalf("pack %q, %v", id, err)
	}
	rx, a, first, second := c.Prescription, c.Assessment, c.History[0], c.History[1]
	checks := map[string]bool{
		"head":     c.Question == QuestionDose && c.Session == TopUp && c.AskRoute == protocol.IM,
		"time":     c.Now%1_000_000 == 500_000,
		"ask":      *c.Ask == 67_500 && c.Missed == Missed{2, 1} && c.Zone.Name() == "Europe/Zurich",
		"doses":    len(rx.Doses) == 2 && rx.Doses[1] == 100_500 && rx.PerDay == 2 && rx.Dose == 0,
		"amounts":  rx.CapDay == 400*measure.Milligram && rx.Increment == 500 && rx.TopUp == 5000 && rx.Usual == 90_000,
		"form":     rx.Form.Known() && rx.Route == protocol.IV && rx.Started == moment.Date(2026, 3, 2),
		"first":    first.Given == 60_250 && !first.Completed && first.Naloxone && first.NaloxoneAt != 0 && first.Oxygen,
		"route":    first.Route == protocol.SC && first.Attempts == 2 && first.POSS == protocol.POSSAsleep,
		"whole":    second.Completed && second.Session == "" && second.POSS == "",
		"breath":   *a.RR == 11_500 && *a.SpO2 == 94_000 && *a.Alcohol == 1,
		"readings": *a.COWS == 13_000 && *a.Temperature == 36_500 && *a.Pulse == 95_000,
		"signs":    a.AlcoholRefuse && a.Intoxicated && a.Oxygen && a.Cyanosis && a.Rousable == "barely",
		"flags":    len(a.Flags) == 1 && a.Flags[0] == "maoi",
		"person":   c.Person.Trimester == 3 && c.Person.SpO2Scale == 2 && c.Person.Born != 0,
		"share":    *c.Person.InjectingPercent == 80_500,
		"attempts": len(c.Person.Treatments) == 1 && c.Person.Treatments[0].Psychosocial && c.Person.MainRoute == protocol.IV,
	}
	for name, ok := range checks {
		if !ok {
			t.Errorf("%s was not read: %+v", name, c)
		}
	}
}

// What is null or absent was not measured; it is never 0.
func TestParseCaseKeepsUnmeasuredApart(t *testing.T) {
	_, c, err := ParseCase([]byte(`{"now":"2026-03-03T09:00:00Z","zone":"UTC","question":"observation",
"assessment":{"rr":null,"poss":null,"spo2":0}}`))
	if err != nil {
		t.Fatal(err)
	}
	if a := c.Assessment; a.RR != nil || a.POSS != "" || a.SpO2 == nil || *a.SpO2 != 0 || c.Ask != nil {
		t.Errorf("%+v", c)
	}
}

// No bytes make the reader panic; what it reads can be decided under every
// pack and answered in JSON.
func FuzzParseCase(f *testing.F) {
	files, err := filepath.Glob("../cmd/steady/testdata/dose/*.json")
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"now":"2026-03-03T09:00:00Z","now":"2026-03-03T09:00:00Z"}`))
	f.Add([]byte(strings.Repeat("[", 100)))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, c, err := ParseCase(b)
		if err != nil {
			if strings.Contains(err.Error(), "\n") && !strings.Contains(string(b), "\n") {
				t.Fatalf("the message has several lines: %q", err)
			}
			return
		}
		written := c.JSON("")
		if _, again, err := ParseCase(written); err != nil || string(again.JSON("")) != string(written) {
			t.Fatalf("%s is read back as %s: %v", written, again.JSON(""), err)
		}
		for _, p := range protocol.Builtin() {
			d := Decide(p, c)
			if d.Outcome == "" || !json.Valid(d.JSON(c.Zone)) {
				t.Fatalf("%s gives %s", p.ID, d.JSON(c.Zone))
			}
		}
	})
}
