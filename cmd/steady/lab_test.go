package main

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"
)

// estimate is a figure of the contract.
type estimate struct {
	Mean, Lo, Hi float64
	Batches      int
}

// The five cases pass with the seed of the house, in the words of the contract.
func TestLabValidate(t *testing.T) {
	code, out, stderr := steady("", "lab", "validate", "--json")
	if code != answered || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	var got struct {
		Pass  bool
		Cases []struct {
			ID      string
			Pass    bool
			Results []struct {
				Quantity string
				Exact    float64
				estimate
				Pass bool
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]float64{
		"V1": {"rho": 0.8, "wq": 16, "w": 20, "lq": 3.2, "l": 4},
		"V2": {"p_wait": 0.5541126, "wq": 11.0822511, "l": 6.2164502, "wq_tail": 0.2617442},
		"V3": {"rho": 0.6, "wq": 6.75, "lq": 0.675, "l": 1.275},
		"V4": {"p_blocked": 0.1218758, "carried": 5.2687453},
		"V5": {"present_tail": 0.0834585},
	}
	if !got.Pass || len(got.Cases) != len(want) {
		t.Errorf("pass %v, %d cases", got.Pass, len(got.Cases))
	}
	for _, c := range got.Cases {
		if !c.Pass || len(c.Results) != len(want[c.ID]) {
			t.Errorf("%s: pass %v, %d results", c.ID, c.Pass, len(c.Results))
		}
		for _, r := range c.Results {
			exact, known := want[c.ID][r.Quantity]
			if !known || math.Abs(r.Exact-exact) > 6e-8 || !r.Pass || r.Batches < 30 || r.Lo > exact || r.Hi < exact ||
				(r.Hi-r.Lo)/2 >= 0.01*exact || math.Abs(r.Mean-(r.Lo+r.Hi)/2) > 1e-9 {
				t.Errorf("%s: %+v, exact %v", c.ID, r, exact)
			}
		}
	}
}

// The example of the documentation runs, and says the same twice.
func TestLabQueue(t *testing.T) {
	const file = "../../docs/reference/lab-clinic.json"
	code, out, stderr := steady("", "lab", "queue", file, "--json")
	if code != answered || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if code, again, _ := steady(string(b), "lab", "--json", "queue", "-"); code != unreadable || again != "" {
		t.Errorf("--json before the command: exit %d, %s", code, again)
	}
	if code, again, _ := steady(string(b), "lab", "queue", "--json", "-"); code != answered || again != out {
		t.Errorf("exit %d, and another answer to the same file", code)
	}
	var got struct {
		Stages []struct {
			Name, Class       string
			Rho, Wq, W, Lq, L estimate
			PWait             estimate   `json:"p_wait"`
			PBlocked          estimate   `json:"p_blocked"`
			WqTail            *estimate  `json:"wq_tail"`
			Present           []estimate `json:"present_dist"`
		}
		Total  struct{ W, L estimate }
		Events int64
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Stages) != 15 || got.Events < 100_000 || got.Total.W.Batches != 40 {
		t.Fatalf("%d rows, %d events, %+v", len(got.Stages), got.Events, got.Total)
	}
	desk, booth := got.Stages[0], got.Stages[9]
	if desk.Name != "id desk" || desk.Class != "all" || booth.Name != "booth" || booth.WqTail == nil ||
		got.Stages[6].WqTail != nil || math.Abs(desk.W.Mean-desk.Wq.Mean-3) > 0.05 ||
		math.Abs(desk.Rho.Mean-0.39) > 0.01 {
		t.Errorf("%+v", desk)
	}
	sum := 0.0
	for _, p := range booth.Present {
		sum += p.Mean
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("the booths hold some number of people for %v of the time", sum)
	}
	code, out, _ = steady("", "lab", "queue", file)
	if code != answered || !strings.Contains(out, "observation, first dose") || !strings.Contains(out, "99.9 % INTERVAL") {
		t.Errorf("exit %d: %s", code, out)
	}
}

func TestLabRefuses(t *testing.T) {
	b, err := os.ReadFile("../../docs/reference/lab-clinic.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		old, new string
		code     int
		says     string
	}{
		{`"rate_per_min": 0.12`, `"rate_per_min": 0.22`, refused, "stage assessment: 0.242105 people a minute"},
		{`{"to": null, "p": 0.02}`, `{"to": null, "p": 0.03}`, refused, "add up to 1.01, not to 1"},
		{`"batches": 40`, `"batches": 1`, refused, "batches is 1"},
		{`"fcfs"`, `"sjf"`, unreadable, `model.stages[0].discipline: unknown word "sjf"`},
		{`"seed"`, `"sead"`, unreadable, `unknown field "sead"`},
		{`"arrivals"`, `arrivals`, unreadable, "line 6, column 2"},
	} {
		code, out, stderr := steady(strings.Replace(string(b), c.old, c.new, 1), "lab", "queue", "-", "--json")
		if code != c.code || out != "" || !strings.Contains(stderr, c.says) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, %q", c.new, code, out, stderr)
		}
	}
	for _, args := range []string{"lab", "lab queue", "lab queue /nowhere.json", "lab validate more",
		"lab validate --seed x", "lab run"} {
		if code, out, stderr := steady("", strings.Fields(args)...); code != unreadable || out != "" || stderr == "" {
			t.Errorf("%s: exit %d, %q, %q", args, code, out, stderr)
		}
	}
}
