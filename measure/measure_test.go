package measure

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseMilligramsIsExact(t *testing.T) {
	good := map[string]Mass{
		"0": 0, "180": 180_000, "67.5": 67_500, "0.001": 1, "227.812": 227_812, "1000000000": MaxMass,
	}
	for text, want := range good {
		if got, err := ParseMilligrams(text); err != nil || got != want {
			t.Errorf("ParseMilligrams(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", ".5", "5.", "-1", "-0", "+1", "1e3", "1,5", " 1", "1 ", "0x10", "1.0000", "NaN", "1000000000.001",
		"99999999999999", "1.2.3", "١", "--1",
	} {
		if got, err := ParseMilligrams(text); !errors.Is(err, ErrAmount) {
			t.Errorf("ParseMilligrams(%q) = %d, %v, want ErrAmount", text, got, err)
		}
	}
}

func TestMilliPrintsTheShortestDecimal(t *testing.T) {
	for m, want := range map[Milli]string{
		0: "0", 1: "0.001", 67_500: "67.5", -36_600: "-36.6", 1000: "1", -1: "-0.001",
		math.MinInt64: "-9223372036854775.808", math.MaxInt64: "9223372036854775.807",
	} {
		if got := m.String(); got != want {
			t.Errorf("Milli(%d) = %q, want %q", int64(m), got, want)
		}
	}
}

// S-ROUND, E-ORD-02: a rounded amount is never more than what was rounded.
func TestRoundingOnlyGoesDown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Mass(rapid.Int64Range(-1_000_000, int64(MaxMass)).Draw(t, "mass"))
		step := Mass(rapid.Int64Range(1, 5_000_000).Draw(t, "step"))
		f := m.FloorTo(step)
		if f > m || m-f >= step || f%step != 0 {
			t.Fatalf("%d floored to %d gives %d", m, step, f)
		}
		more := m + Mass(rapid.Int64Range(0, 1_000_000).Draw(t, "more"))
		if more.FloorTo(step) < f {
			t.Fatalf("%d rounds lower than %d", more, m)
		}
		num, den := rapid.Int64Range(0, 1000).Draw(t, "num"), rapid.Int64Range(1, 1000).Draw(t, "den")
		p := int64(m.Part(num, den))
		if exact := int64(m) * num; p*den > exact || exact-p*den >= den {
			t.Fatalf("%d * %d / %d gives %d", m, num, den, p)
		}
	})
	if got := Mass(-5).FloorTo(3); got != -6 {
		t.Errorf("-5 floored to 3 gives %d, want -6", got)
	}
}

func TestAddRefusesWhatItCannotHold(t *testing.T) {
	if _, err := Mass(math.MaxInt64).Add(1); !errors.Is(err, ErrOverflow) {
		t.Errorf("overflow gives %v", err)
	}
	if _, err := Mass(math.MinInt64).Add(-1); !errors.Is(err, ErrOverflow) {
		t.Errorf("underflow gives %v", err)
	}
	if s, err := Mass(2).Add(3); s != 5 || err != nil {
		t.Errorf("2 + 3 = %d, %v", s, err)
	}
}

// E-UNIT-03: amounts of different salt forms are never added.
func TestDosesOfDifferentFormsAreNotAdded(t *testing.T) {
	mono := Dose{200 * Milligram, Form{Diamorphine, HydrochlorideMonohydrate}}
	dry := Dose{200 * Milligram, Form{Diamorphine, HydrochlorideAnhydrous}}
	if _, err := mono.Add(dry); err == nil || !strings.Contains(err.Error(), "E-UNIT-03") {
		t.Errorf("adding salts gives %v, want a refusal that cites E-UNIT-03", err)
	}
	if s, err := mono.Add(mono); err != nil || s.Mass != 400*Milligram {
		t.Errorf("200 + 200 mg of one form = %v, %v", s, err)
	}
}

// W-49 and P-UNIT-02.
func TestBase(t *testing.T) {
	for _, c := range []struct {
		mass string
		form Form
		want string
		ok   bool
	}{
		{"250", Form{Diamorphine, HydrochlorideMonohydrate}, "217.75", true}, // W-49
		{"10000", Form{Diamorphine, HydrochlorideMonohydrate}, "8710", true},
		{"200", Form{Diamorphine, HydrochlorideAnhydrous}, "182", true},
		{"200", Form{Diamorphine, Hydrochloride}, "0", false},
		{"200", Form{Hydromorphone, Hydrochloride}, "0", false},
	} {
		m, err := ParseMilligrams(c.mass)
		if err != nil {
			t.Fatal(err)
		}
		if base, ok := (Dose{m, c.form}).Base(); ok != c.ok || base.Milligrams() != c.want {
			t.Errorf("%s mg %s: base %s, %v; want %s, %v", c.mass, c.form, base, ok, c.want, c.ok)
		}
	}
}

// W-45 and E-PREP-07.
func TestVolumeFor(t *testing.T) {
	if v := VolumeFor(180*Milligram, Concentration(100*Milligram)); v.String() != "1.8 ml" {
		t.Errorf("180 mg at 100 mg/ml is %s, want 1.8 ml", v)
	}
	if v := VolumeFor(10*Milligram, Concentration(100*Milligram)); v != 100 {
		t.Errorf("10 mg at 100 mg/ml is %s, want 0.1 ml", v)
	}
	if v := VolumeFor(10*Milligram, Concentration(30*Milligram)); v != 333 {
		t.Errorf("10 mg at 30 mg/ml is %d microlitres, want 333: never more than the dose", v)
	}
}

// W-48 and P-PREP-01.
func TestMinDiluent(t *testing.T) {
	for content, want := range map[Mass]Volume{
		5 * Milligram: 50, 100 * Milligram: 1000, 250 * Milligram: 2000, 500 * Milligram: 2000,
		10 * Gram: 100_000, 1: 1, 33_333: 334,
	} {
		if got := MinDiluent(content); got != want {
			t.Errorf("%s takes at least %s, want %s", content, got, want)
		}
	}
}

func FuzzParseMilli(f *testing.F) {
	for _, s := range []string{"0", "-0.5", "67.5", "1e3", "00.100", "9999999999999.999", ".", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMilli(s)
		if err != nil {
			return
		}
		again, err := ParseMilli(m.String())
		if err != nil || again != m {
			t.Fatalf("%q reads as %d, prints as %q, reads again as %d, %v", s, m, m.String(), again, err)
		}
	})
}

// TestPerMillilitre: exact where it is whole micrograms in 1 ml, else rounded
// down and said to be so; P-PREP-01's own example is 100 mg in 1 ml.
func TestPerMillilitre(t *testing.T) {
	for _, x := range []struct {
		content Mass
		v       Volume
		want    Mass
		exact   bool
	}{{100 * Milligram, Millilitre, 100 * Milligram, true},
		{300 * Milligram, 4 * Millilitre, 75 * Milligram, true},
		{300 * Milligram, 7 * Millilitre, 42857, false}, {1, 3 * Millilitre, 0, false},
		{10 * Milligram, 1500, 6666, false}} {
		if m, exact := PerMillilitre(x.content, x.v); m != x.want || exact != x.exact {
			t.Errorf("%s in %s is %d, exact %v; want %d, %v", x.content, x.v, m, exact, x.want, x.exact)
		}
	}
}
