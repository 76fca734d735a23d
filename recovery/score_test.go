package recovery

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// scoreOf scores answers of a built-in instrument.
func scoreOf(t *testing.T, id, answers string) *Result {
	t.Helper()
	in, err := Find(id)
	if err != nil {
		t.Fatal(err)
	}
	a, err := ParseAnswers([]byte(`{"answers":` + answers + `}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := in.Score(a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// listed writes answers 1, 2, … of a list of words; "-" is a skipped one.
func listed(words string) string {
	var b strings.Builder
	for n, w := range strings.Split(words, ",") {
		if n > 0 {
			b.WriteByte(',')
		}
		if w == "-" {
			w = "null"
		}
		b.WriteString(`"` + json.Number(itoa(n+1)).String() + `":` + w)
	}
	return "{" + b.String() + "}"
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }

// The worked examples of the outcomes reference, section 4.
func TestWorkedTotals(t *testing.T) {
	for _, c := range []struct {
		id, answers, total, band, missing, alerts string
		prorated                                  bool
	}{
		{"phq-9", "2,2,1,3,2,1,2,0,1", "14", "moderate", "", "9", false},
		{"phq-9", "0,1,0,1,1,0,0,0,0", "3", "minimal", "", "", false},
		{"phq-9", "2,2,1,3,2,1,2,-,-", "17", "moderately severe", "8,9", "", true}, // 13 of 7: 16.71
		{"phq-9", "0,0,0,0,0,0,2,2,-", "5", "mild", "9", "", true},                 // 4.5 rounds up
		{"phq-9", "2,2,1,3,2,1,-,-,-", "not known", "", "7,8,9", "", false},
		{"phq-9", "-,-,-,3,2,1,1,1,3", "not known", "", "1,2,3", "9", false}, // the alert stands without a total
		{"gad-7", "3,3,2,2,1,2,3", "16", "severe", "", "", false},
		{"gad-7", "1,1,0,1,0,1,0", "4", "minimal", "", "", false},
		{"gad-7", "1,1,0,1,0,1,-", "not known", "", "7", "", false},
		{"core-10", "3,1,2,2,1,0,3,2,3,2", "21", "moderate-to-severe", "", "", false},
		{"core-10", "1,4,3,0,1,0,1,-,1,0", "5.6", "below cut-off", "8", "", true},
		{"core-10", "1,4,3,0,1,1,-,-,1,0", "not known", "", "7,8", "6", false},
		{"barc-10", "4,3,5,2,4,4,3,5,4,3", "37", "", "", "", false},
		{"barc-10", "5,5,6,4,5,5,5,6,5,4", "50", "", "", "", false},
		{"barc-10", "5,5,6,4,5,5,5,6,5,-", "not known", "", "10", "", false},
		{"audit-c", "4,2,3", "9", "positive", "", "", false},
		{"audit-c", "1,0,0", "1", "negative", "", "", false},
		{"swemwbs", "3,3,2,4,3,3,4", "19.98", "", "", "", false},
		{"swemwbs", "2,1,2,2,3,2,2", "15.32", "", "", "", false},
		{"swemwbs", "2,1,2,2,3,2,-", "not known", "", "7", "", false},
	} {
		r := scoreOf(t, c.id, listed(c.answers))
		var alerts []string
		for _, a := range r.Alerts {
			alerts = append(alerts, a.Item)
		}
		if got := r.Scores.Get("total").String(); got != c.total || r.Band != c.band || r.Prorated != c.prorated ||
			strings.Join(r.Missing, ",") != c.missing || strings.Join(alerts, ",") != c.alerts {
			t.Errorf("%s %s: %s %q prorated %v missing %v alerts %v", c.id, c.answers, got, r.Band, r.Prorated,
				r.Missing, alerts)
		}
		if r.Source == "" {
			t.Errorf("%s names no source", c.id)
		}
	}
}

// The two worked forms of section 2, and what is never made up.
func TestWorkedTOP(t *testing.T) {
	for _, c := range []struct{ answers, want string }{
		{`{"1b":[7,7,6,5],"2a":[7,7,7,6],"2b":"N","2c":"Y","3a":[3,2,0,1],"3c":"N","3d":"N","3e":"N","4a":6,"4d":8,"4g":5}`,
			"OPIUSE 25, IVDRGUSE 27, SHARING Y, SHOTHEFT 6, OTHTHEFT N, PSYHSTAT 6, PHSTAT 8, QUALLIFE 5"},
		{`{"1b":[1,0,0,2],"2a":[0,0,0,0],"3a":[0,"NA",0,0],"4a":13,"4d":11,"4g":12}`,
			"OPIUSE 3, IVDRGUSE 0, SHARING N, PSYHSTAT 13, PHSTAT 11, QUALLIFE 12"},
		{`{"2a":28,"2b":"N","2c":"N"}`, "IVDRGUSE 28, SHARING N"}, // the person's own total
		{`{"2a":3,"2b":"N"}`, "IVDRGUSE 3"},                       // 2c was skipped: not N
		{`{"2b":"N"}`, ""},
		{`{"2a":0,"2b":"Y"}`, "IVDRGUSE 0, SHARING Y"}, // a yes is never hidden
		{`{"3c":"N","3d":null,"3e":"Y"}`, "OTHTHEFT Y"},
		{`{"3c":"N","3d":null,"3e":"N"}`, ""},
		{`{"1a":null,"4e":"Y","4f":"N"}`, "ACUTHPBM Y, HRISK N"},
	} {
		r := scoreOf(t, "top", c.answers)
		var known []string
		for _, s := range r.Scores {
			if s.Name == "total" {
				t.Error("TOP has no total (R-OUT-02)")
			}
			if s.Value.Known {
				known = append(known, s.Name+" "+s.Value.String())
			}
		}
		if got := strings.Join(known, ", "); got != c.want {
			t.Errorf("%s: got %s", c.answers, got)
		}
	}
	// Not asked is not skipped: with no days of injecting, sharing is not asked.
	if r := scoreOf(t, "top", `{"2a":0}`); strings.Contains(strings.Join(r.Missing, ","), "2b") {
		t.Errorf("missing %v", r.Missing)
	}
}

// The fields that the reference confirms, in the order of core data set K.
func TestTOPFieldNames(t *testing.T) {
	want := "ALCUSE OPIUSE CRAUSE COCAUSE AMPHUSE CANNUSE OTDRGUSE IVDRGUSE SHARING SHOTHEFT DRGSELL OTHTHEFT " +
		"ASSAULT PSYHSTAT PWORK EDUCAT ACUTHPBM HRISK PHSTAT QUALLIFE"
	top, err := Find("top")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, r := range top.Returns {
		have[r.Field] = true
		if r.Strand == "" || r.Better == "" {
			t.Errorf("%s has no strand or direction", r.Field)
		}
	}
	for _, field := range strings.Fields(want) {
		if !have[field] {
			t.Errorf("%s is missing", field)
		}
	}
	if have["TOBUSE"] {
		t.Error("the name of the tobacco field was not confirmed: it stays 1h")
	}
}

func TestStateAndSigns(t *testing.T) {
	r := scoreOf(t, "eq-5d-5l", `{"1":2,"2":1,"3":2,"4":3,"5":1,"vas":65}`)
	if s := r.Scores; s.Get("state").Word != "21231" || s.Get("vas").String() != "65" {
		t.Errorf("%v", s)
	}
	if r = scoreOf(t, "eq-5d-5l", `{"1":2,"vas":65}`); r.Scores.Get("state").Known {
		t.Error("a state with unknown digits is not known")
	}
	r = scoreOf(t, "injecting-site", `{"left-hand":["redness","discharge"],"right-hand":[],"left-foot":null}`)
	b, err := json.Marshal(r.Scores[:0])
	if err != nil || string(b) != "{}" {
		t.Errorf("%s %v", b, err)
	}
	if len(r.Alerts) != 1 || r.Alerts[0].Item != "left-hand" {
		t.Errorf("alerts %v", r.Alerts)
	}
	if got := r.Scores.Get("right-hand"); got.String() != "none seen" {
		t.Errorf("an empty list is looked at: %q", got)
	}
	if got := r.Scores.Get("left-foot"); got.Known {
		t.Error("what was not looked at is not known")
	}
	r = scoreOf(t, "cows", `{"pulse":1,"sweating":3,"restlessness":3,"pupils":2,"aches":2,"runny-nose":2,"stomach":2,
		"tremor":1,"yawning":1,"anxiety":2,"gooseflesh":3}`)
	if r.Scores.Get("total").String() != "22" || r.Band != "moderate" {
		t.Errorf("%v %s", r.Scores, r.Band)
	}
}

func TestImpossibleAnswersNameTheItem(t *testing.T) {
	for _, c := range []struct{ id, answers, item string }{
		{"phq-9", `{"1":4}`, "1"}, {"phq-9", `{"2":-1}`, "2"}, {"phq-9", `{"3":1.5}`, "3"},
		{"phq-9", `{"10":0}`, "10"}, {"phq-9", `{"4":"often"}`, "4"}, {"phq-9", `{"5":[1]}`, "5"},
		{"phq-9", `{"5":true}`, "5"}, {"barc-10", `{"1":0}`, "1"}, {"barc-10", `{"10":7}`, "10"},
		{"top", `{"1b":29}`, "1b"}, {"top", `{"1b":[7,7,7]}`, "1b"}, {"top", `{"1b":[8,0,0,0]}`, "1b"},
		{"top", `{"2b":"maybe"}`, "2b"}, {"top", `{"2b":1}`, "2b"}, {"top", `{"4a":21}`, "4a"},
		{"top", `{"1a":"often"}`, "1a"}, {"cows", `{"gooseflesh":4}`, "gooseflesh"},
		{"eq-5d-5l", `{"vas":101}`, "vas"}, {"injecting-site", `{"left-hand":["itch"]}`, "left-hand"},
		{"injecting-site", `{"left-hand":"pain"}`, "left-hand"}, {"injecting-site", `{"neck":[]}`, "neck"},
	} {
		in, err := Find(c.id)
		if err != nil {
			t.Fatal(err)
		}
		a, err := ParseAnswers([]byte(`{"answers":` + c.answers + `}`))
		if err != nil {
			t.Fatal(err)
		}
		_, err = in.Score(a)
		var impossible *ImpossibleError
		if !errors.As(err, &impossible) || impossible.At != "item "+c.item {
			t.Errorf("%s %s: %v", c.id, c.answers, err)
		}
	}
}

func TestAnswersThatCannotBeRead(t *testing.T) {
	for _, s := range []string{
		``, `[]`, `{}`, `null`, `{"answers":[]}`, `{"answers":{"1":0.1234}}`, `{"answers":{"1":{}}}`,
		`{"answers":{"1":0,"1":1}}`, `{"answers":{},"name":"x"}`, `{"answers":{"1":1e0}}`, `{"answers":{}}x`,
		`{"answers":{"1":[[1]]}}`,
	} {
		if a, err := ParseAnswers([]byte(s)); err == nil {
			t.Errorf("%s was read as %v", s, a)
		}
	}
}

func TestVersionOfAForm(t *testing.T) {
	in, err := Find("phq-9")
	if err != nil {
		t.Fatal(err)
	}
	for version, ok := range map[string]bool{in.Version: true, "": true, "0": false} {
		a, err := ParseAnswers([]byte(`{"version":"` + version + `","answers":{}}`))
		if err != nil {
			t.Fatal(err)
		}
		_, err = in.Score(a)
		var refused *RefusedError
		if (err == nil) != ok || err != nil && !errors.As(err, &refused) {
			t.Errorf("version %q: %v", version, err)
		}
	}
}

func FuzzScore(f *testing.F) {
	f.Add("phq-9", []byte(`{"answers":{"1":0,"9":3,"5":null}}`))
	f.Add("top", []byte(`{"version":"1","answers":{"1b":[7,7,"NA",5],"2c":"Y"}}`))
	f.Add("injecting-site", []byte(`{"answers":{"left-hand":["pain"]}}`))
	f.Fuzz(func(t *testing.T, id string, b []byte) {
		in, err := Find(id)
		if err != nil {
			return
		}
		a, err := ParseAnswers(b)
		if err != nil {
			return
		}
		r, err := in.Score(a)
		if err != nil {
			return
		}
		out, err := json.Marshal(r)
		if err != nil || !json.Valid(out) {
			t.Fatalf("%s: %v", out, err)
		}
		if len(r.Missing) > 0 && !r.Prorated && r.Scores.Get("total").Known {
			t.Fatalf("a total with %v missing is not marked", r.Missing)
		}
	})
}
