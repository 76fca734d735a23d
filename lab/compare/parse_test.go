package compare

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestResultIsReadBack(t *testing.T) {
	c := world{3}.compare(t, 20)
	b, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	back, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := json.MarshalIndent(back, "", " ")
	if !bytes.Equal(b, again) {
		t.Error("a comparison that was read back is written otherwise")
	}
	whole := string(b)
	for change, want := range map[[2]string]string{
		{Format, "steady-lab-result/9"}:                      "result.format",
		{`"replications": 20`, `"replications": 20, "x": 1`}: "unknown field",
		{`"level": 0.95`, `"level": 0.95, "level": 0.5`}:     "level",
		{`"id": "longer"`, `"id": "other"`}:                  `no policy "longer"`,
		{`"id": "nothing"`, `"id": "other"`}:                 `no measure "nothing"`,
	} {
		if !strings.Contains(whole, change[0]) {
			t.Fatalf("the comparison holds no %s", change[0])
		}
		if _, err := Parse([]byte(strings.Replace(whole, change[0], change[1], 1))); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: expected an error with %q, found %v", change[1], want, err)
		}
	}
}

func FuzzResult(f *testing.F) {
	f.Add([]byte(`{"format":"steady-lab-result/1","study":{"policies":[{"id":"a"},{"id":"b"}]}}`))
	f.Add([]byte(`{"format":"steady-lab-result/1","flips":[{"first":"a"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := Parse(b)
		if err != nil {
			return
		}
		w, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(w); err != nil {
			t.Fatalf("what was written is not read: %v", err)
		}
	})
}
