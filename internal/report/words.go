package report

import (
	"embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"steady/measure"
	"steady/moment"
)

//go:embed words/*.json
var wordFiles embed.FS

var catalogues = sync.OnceValues(func() (map[string]map[string]string, error) {
	out := map[string]map[string]string{}
	for _, lang := range Languages() {
		b, err := wordFiles.ReadFile("words/" + lang + ".json")
		if err != nil {
			return nil, err
		}
		m := map[string]string{}
		if err := json.Unmarshal(b, &m); err != nil {
			return nil, fmt.Errorf("words in %s: %w", lang, err)
		}
		out[lang] = m
	}
	return out, nil
})

// words are the phrases of one language.
type words struct {
	lang string
	all  map[string]string
}

func speak(lang string) (words, error) {
	c, err := catalogues()
	if err != nil {
		return words{}, err
	}
	if c[lang] == nil {
		return words{}, fmt.Errorf("pages are not drawn in %q: choose one of %s", lang, strings.Join(Languages(), ", "))
	}
	return words{lang, c[lang]}, nil
}

// fill puts named values into a phrase.
func (w words) fill(key string, kv ...string) string {
	t, ok := w.all[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(kv); i += 2 {
		t = strings.Replace(t, "{"+kv[i]+"}", kv[i+1], 1)
	}
	return t
}

// has reports whether there is a phrase of that key.
func (w words) has(key string) bool { return w.all[key] != "" }

// thousands sets whole figures apart: 18,204 or 18'204 or 18 204.
func (w words) thousands(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	if len(digits) <= 3 {
		return sign + digits
	}
	apart := map[string]string{"de": "'", "en": ",", "fr": "\u00a0"}[w.lang]
	out := ""
	for len(digits) > 3 {
		out = apart + digits[len(digits)-3:] + out
		digits = digits[:len(digits)-3]
	}
	return sign + digits + out
}

func (w words) number(n int64) string { return w.thousands(strconv.FormatInt(n, 10)) }

// mass prints milligrams exactly, with the mark of the language.
func (w words) mass(m measure.Mass) string {
	whole, part, frac := strings.Cut(m.Milligrams(), ".")
	out := w.thousands(whole)
	if frac {
		mark := "."
		if w.lang == "fr" {
			mark = ","
		}
		out += mark + part
	}
	return out + "\u00a0mg"
}

func (w words) ampoules(n measure.Ampoules) string {
	key := "ampoules"
	if n == 1 || n == -1 {
		key = "ampoule"
	}
	return w.fill(key, "n", w.number(int64(n)))
}

var dayForms = map[string]string{"de": "02.01.2006", "en": "2\u00a0Jan\u00a02006", "fr": "2006-01-02"}

func (w words) day(d moment.Day) string {
	return moment.UTC.In(moment.UTC.Start(d)).Format(dayForms[w.lang])
}

func (w words) instant(z moment.Zone, at moment.Instant) string {
	return z.In(at).Format(dayForms[w.lang] + ", 15:04")
}

func (w words) date(z moment.Zone, at moment.Instant) string {
	return z.In(at).Format(dayForms[w.lang])
}

func (w words) substance(s measure.Substance) string {
	if w.has("drug." + string(s)) {
		return w.fill("drug." + string(s))
	}
	return string(s)
}

func (w words) drug(f measure.Form) string {
	if !w.has("drug." + string(f.Substance)) {
		return f.String()
	}
	if f.Salt == "" {
		return w.substance(f.Substance)
	}
	return w.substance(f.Substance) + w.fill("salt."+string(f.Salt))
}

func (w words) presentation(p string) string {
	if w.has("form." + p) {
		return w.fill("form." + p)
	}
	return p
}
