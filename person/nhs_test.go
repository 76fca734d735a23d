package person_test

import (
	"testing"

	"steady/person"
)

func TestNHSNumber(t *testing.T) {
	for text, want := range map[string]string{
		"943 476 5919": "9434765919", // the example of the NHS Data Dictionary
		"943-476-5919": "9434765919",
		" 9434765919 ": "9434765919",
		"9434765918":   "", // the check digit differs
		"4934765919":   "", // two digits swapped
		"943476591":    "",
		"94347659190":  "",
		"94347659l9":   "",
		"":             "",
		"0000000060":   "",           // its check would be 10: never issued
		"1000000010":   "",           // a check of 10 again
		"9990000107":   "9990000107", // of the range kept for tests
	} {
		got, err := person.ParseNHSNumber(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q read as %q, %v; want %q", text, got, err, want)
		}
	}
	if got := person.SpellNHSNumber("9434765919"); got != "943 476 5919" {
		t.Errorf("spelled %q", got)
	}
}

// FuzzNHSNumber: what is read is ten digits, and reads the same when spelled.
func FuzzNHSNumber(f *testing.F) {
	for _, seed := range []string{"943 476 5919", "9434765918", "", "x", "0000000000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := person.ParseNHSNumber(text)
		if err != nil {
			return
		}
		if again, err := person.ParseNHSNumber(person.SpellNHSNumber(got)); err != nil || again != got || len(got) != 10 {
			t.Fatalf("%q read as %q, and spelled as %q, %v", text, got, again, err)
		}
	})
}
