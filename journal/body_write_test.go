package journal

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"steady/moment"
)

type (
	own     struct{ A int }
	pointed struct{ A int }
	hidden  struct {
		Deep string `json:"deep,omitempty"`
	}
	Twin  struct{ Same int }
	tree  struct{ Kids []*tree }
	every struct {
		hidden
		Flag   bool            `json:"flag"`
		Flags  []bool          `json:"flags,omitempty"`
		Small  int8            `json:"small,omitempty"`
		Large  int64           `json:"large"`
		Count  uint16          `json:"count,omitempty"`
		Part   float64         `json:"part,omitempty"`
		Word   string          `json:"word"`
		Words  []string        `json:"words"`
		Day    moment.Day      `json:"day"`
		Until  *moment.Day     `json:"until,omitempty"`
		Days   []moment.Day    `json:"days,omitempty"`
		At     moment.Instant  `json:"at,omitzero"`
		Bytes  []byte          `json:"bytes"`
		Raw    json.RawMessage `json:"raw,omitempty"`
		Map    map[string]int  `json:"map,omitempty"`
		Array  [2]string       `json:"array"`
		Inner  *every          `json:"inner,omitempty"`
		Plain  struct{ X, y int }
		Zero   struct{ X int } `json:"zero,omitzero"`
		Any    any             `json:"any,omitempty"`
		Own    own
		Point  pointed
		Tree   *tree  `json:"tree,omitempty"`
		Quoted int    `json:"quoted,string,omitempty"`
		Never  string `json:"-"`
	}
	easy struct {
		hidden
		Flag  bool            `json:"flag"`
		Large int64           `json:"large,omitempty"`
		Word  string          `json:"word,omitempty"`
		Words []string        `json:"words"`
		Day   moment.Day      `json:"day"`
		Until *moment.Day     `json:"until,omitempty"`
		Own   own             `json:"own,omitzero"`
		Point *pointed        `json:"point"`
		List  []every         `json:"list,omitempty"`
		Inner *easy           `json:"inner,omitempty"`
		Zero  struct{ X int } `json:"zero,omitzero"`
	}
	twins struct {
		Twin
		Same int
	}
)

func (o own) MarshalJSON() ([]byte, error) {
	if o.A == 13 {
		return nil, errors.New("not this number")
	}
	return []byte(`{ "own": "<spelling>" }`), nil
}

func (p *pointed) MarshalText() ([]byte, error) { return []byte("<pointed>"), nil }

// TestABodyIsThatOfEncodingJSON holds what is written at once against what
// encoding/json writes, for every kind of field.
func TestABodyIsThatOfEncodingJSON(t *testing.T) {
	day := moment.Date(2026, 3, 29)
	word := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "plain", "<b>&\u2028", "\xff", "ö\n\"\\"}))
	rapid.Check(t, func(t *rapid.T) {
		e := every{hidden: hidden{word.Draw(t, "deep")}, Flag: rapid.Bool().Draw(t, "flag"),
			Small: rapid.Int8().Draw(t, "small"), Large: rapid.Int64().Draw(t, "large"), Count: rapid.Uint16().Draw(t, "count"),
			Word: word.Draw(t, "word"), Words: rapid.SliceOfN(word, 0, 3).Draw(t, "words"), Never: "never",
			Quoted: rapid.Int().Draw(t, "quoted"), Part: rapid.Float64Range(-9, 9).Draw(t, "part")}
		if rapid.Bool().Draw(t, "more") {
			e.Day, e.Until, e.Days, e.At = day, &day, []moment.Day{0, day}, 7
			e.Bytes, e.Raw, e.Map = []byte("b"), json.RawMessage(`{"a": 1}`), map[string]int{"z": 1, "a": 2}
			e.Array, e.Inner, e.Any, e.Zero.X = [2]string{"<"}, &every{Own: own{1}}, []any{1, "x"}, 3
			e.Tree = &tree{Kids: []*tree{nil, {Kids: []*tree{}}}}
		}
		if rapid.IntRange(0, 9).Draw(t, "error") == 0 {
			e.Own.A = 13
		}
		x := easy{hidden: e.hidden, Flag: e.Flag, Large: e.Large, Word: e.Word, Words: e.Words, Day: e.Day, Until: e.Until,
			Own: e.Own, List: []every{e, {}}, Inner: &easy{Point: &pointed{}, Zero: e.Zero}}
		for _, v := range []any{&e, e, &x, x, &x.Words, &twins{}, (*easy)(nil), nil, &tree{}, &e.Word, &e.Day, &e.Any} {
			want, wrong := json.Marshal(v)
			got, err := AppendBody([]byte("before"), v)
			if (err == nil) != (wrong == nil) || string(got) != "before"+string(want) {
				t.Fatalf("%T: %s (%v)\nencoding/json: %s (%v)", v, got, err, want, wrong)
			}
		}
	})
}
