package plain_test

import (
	"reflect"
	"strings"
	"testing"
	"unicode"

	"steady/internal/web/plain"
)

// sentences gathers every text of a language with where it stands. Functions
// are asked with sample values.
func sentences(v reflect.Value, at string, take func(at, text string)) {
	switch v.Kind() {
	case reflect.String:
		take(at, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			sentences(v.Field(i), at+"."+v.Type().Field(i).Name, take)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			sentences(v.MapIndex(k), at+"["+k.String()+"]", take)
		}
	case reflect.Slice:
		for i := range v.Len() {
			sentences(v.Index(i), at+"[]", take)
		}
	case reflect.Func:
		if v.IsNil() {
			take(at, "")
			return
		}
		in := make([]reflect.Value, v.Type().NumIn())
		for i := range in {
			switch t := v.Type().In(i); t.Kind() {
			case reflect.String:
				in[i] = reflect.ValueOf("Sky").Convert(t)
			case reflect.Slice:
				in[i] = reflect.ValueOf([]string{"one", "two", "three"})
			case reflect.Int:
				in[i] = reflect.ValueOf(3).Convert(t)
			default:
				in[i] = reflect.Zero(t)
			}
		}
		for _, out := range v.Call(in) {
			sentences(out, at+"()", take)
		}
	}
}

// TestNothingIsMissingInAnyLanguage: a page never shows a gap.
func TestNothingIsMissingInAnyLanguage(t *testing.T) {
	for _, lang := range plain.Langs() {
		w := plain.In(lang)
		if w.Lang != lang {
			t.Errorf("%s is found as %s", lang, w.Lang)
		}
		n := 0
		sentences(reflect.ValueOf(*w), lang, func(at, text string) {
			n++
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s is empty", at)
			}
		})
		if n < 50 {
			t.Errorf("%s has %d sentences: the test does not find them", lang, n)
		}
	}
	if plain.In("xx").Lang != "en-GB" {
		t.Error("a language that is not there is not shown in English")
	}
}

// TestAChildOfTenCanReadIt: no sentence is long, and all of English together
// reads at the fifth school year at most (Kincaid et al. 1975, Derivation of
// new readability formulas; years 4 to 6 are ages 9 to 11).
func TestAChildOfTenCanReadIt(t *testing.T) {
	words, ends, syllables := 0, 0, 0
	sentences(reflect.ValueOf(*plain.In("en-GB")), "", func(at, text string) {
		for _, s := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".?!:", r) }) {
			fields := strings.Fields(s)
			if len(fields) == 0 {
				continue
			}
			if len(fields) > 16 {
				t.Errorf("%s has a sentence of %d words: %q", at, len(fields), s)
			}
			words, ends = words+len(fields), ends+1
			for _, f := range fields {
				syllables += beats(f)
			}
		}
	})
	grade := 39*words/ends + 1180*syllables/words - 1559 // in hundredths
	if grade > 500 {
		t.Errorf("it reads at school year %d.%02d", grade/100, grade%100)
	}
}

// beats counts the groups of vowels of a word, which is near its syllables.
func beats(word string) (n int) {
	in := false
	for _, r := range strings.ToLower(word) {
		v := strings.ContainsRune("aeiouy", r)
		if v && !in {
			n++
		}
		if unicode.IsLetter(r) {
			in = v
		}
	}
	if strings.HasSuffix(strings.ToLower(word), "e") && n > 1 {
		n--
	}
	return max(n, 1)
}
