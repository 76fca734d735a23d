package dosing

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// workedRules are the rules that each worked example of the protocol reference
// names (its section 10). Those that are arithmetic alone name none here: they
// end in a figure, not in findings.
var workedRules = map[int]string{
	1: "P-TITR-01", 2: "P-TITR-02", 3: "E-POSS-04 E-ORD-01", 4: "P-TITR-03", 5: "P-TITR-03", 6: "P-TITR-04",
	7: "P-TITR-04", 8: "P-TITR-04 S-ROUND", 9: "P-TITR-05", 10: "P-TITR-05", 11: "S-MISS-INJ P-TITR-04 E-TITR-13",
	12: "E-TITR-12 E-OD-06", 13: "P-TITR-08", 14: "P-TITR-09", 15: "P-TITR-09", 16: "P-ORAL-01", 17: "P-ORAL-03",
	18: "P-ORAL-03", 19: "P-HM-01", 20: "P-HM-03", 21: "P-HM-03", 22: "P-CAP-01", 23: "P-CAP-02 E-CAP-07",
	24: "E-CAP-07", 25: "P-CAP-03", 26: "P-CAP-06 E-CAP-08", 27: "E-CAP-08", 28: "S-MISS-INJ", 29: "P-MM-1",
	30: "P-MM-2", 31: "P-MM-3 P-MM-6", 32: "P-MM-4", 33: "P-MM-4", 34: "P-MM-5", 35: "NEWS2", 36: "NEWS2 S-RR-PRE",
	37: "P-NEWS-02 E-NEWS-04", 38: "P-OD-01", 39: "P-OD-03", 40: "P-OD-01 P-RESP-02", 41: "S-ALC-HOLD",
	42: "E-SITE-08 P-SITE-07", 43: "P-SITE-05", 44: "P-SITE-04", 45: "", 46: "", 47: "", 48: "", 49: "", 50: "",
	51: "DE-LAW", 52: "UK-RIOTT", 53: "CH-CRIT", 54: "E-COWS-01 P-TITR-04", 55: "S-GAP", 56: "E-PART-01",
}

// Every worked example is a row of a script here, and that row asks for the
// rules that the reference names.
func TestEveryWorkedExampleIsAScript(t *testing.T) {
	files, err := filepath.Glob("../spec/dosing/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			if id := strings.Fields(strings.TrimPrefix(line, "|")); len(id) > 0 && strings.HasPrefix(line, "| W-") {
				rows[id[0]] = append(rows[id[0]], line)
			}
		}
	}
	for n := 1; n <= 56; n++ {
		id := fmt.Sprintf("W-%02d", n)
		rules, known := workedRules[n]
		if !known || len(rows[id]) == 0 {
			t.Errorf("%s is in no script of spec/dosing", id)
		}
		for _, rule := range strings.Fields(rules) {
			if !slices.Contains(strings.Fields(strings.Join(rows[id], " ")), rule) {
				t.Errorf("no row of %s asks for %s", id, rule)
			}
		}
	}
}
