package report

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"steady/measure"
	"steady/register"
)

var named = regexp.MustCompile(`\{[a-z]+\}`)

// TestEveryLanguageSaysEverything: a phrase of one language stands in every
// other with the same values in it. What a movement is, and what a drug is
// called, the core itself says in English.
func TestEveryLanguageSaysEverything(t *testing.T) {
	all, err := catalogues()
	if err != nil {
		t.Fatal(err)
	}
	core := regexp.MustCompile(`^(moves|aside|cause|drug|salt|form)\.`)
	for _, lang := range Languages() {
		for key, text := range all["de"] {
			if lang == "en" && core.MatchString(key) {
				continue
			}
			other := all[lang][key]
			a, b := named.FindAllString(text, -1), named.FindAllString(other, -1)
			slices.Sort(a)
			slices.Sort(b)
			if other == "" || !slices.Equal(a, b) {
				t.Errorf("%s in %s is %q, in German %q", key, lang, other, text)
			}
		}
		for key := range all[lang] {
			if all["de"][key] == "" {
				t.Errorf("%s is in %s and not in German", key, lang)
			}
		}
	}
	var need []string
	for _, s := range register.Stores() {
		need = append(need, "where."+string(s))
	}
	for _, c := range register.Causes() {
		need = append(need, "cause."+string(c))
	}
	for _, a := range append(register.Asides(), register.AsideMismatch) {
		need = append(need, "aside."+string(a))
	}
	for _, r := range []register.Reason{register.Overage, register.PartUsed, register.NotUsed, register.Discarded,
		register.Spilt, register.Leftover} {
		need = append(need, "reason."+string(r))
	}
	for _, key := range need {
		if all["de"][key] == "" {
			t.Errorf("nothing is said for %s", key)
		}
	}
}

// TestAmountsAreExact: every microgram of an amount stands on the page, in the
// marks of the language.
func TestAmountsAreExact(t *testing.T) {
	for lang, want := range map[string]string{"en": "1,234,567.891 mg 1 ampoule -2 ampoules 0 mg",
		"de": "1'234'567.891 mg 1 Ampulle -2 Ampullen 0 mg", "fr": "1 234 567,891 mg 1 ampoule -2 ampoules 0 mg"} {
		w, err := speak(lang)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.ReplaceAll(w.mass(1_234_567_891)+" "+w.ampoules(1)+" "+w.ampoules(-2)+" "+w.mass(0), "\u00a0", " ")
		if got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
	w, _ := speak("de")
	if got := w.drug(measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate}); got !=
		"Diamorphinhydrochlorid-Monohydrat" {
		t.Error(got)
	}
}
