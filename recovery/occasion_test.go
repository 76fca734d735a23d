package recovery

import (
	"strings"
	"testing"

	"steady/moment"
)

func TestOccasions(t *testing.T) {
	var got []string
	for _, o := range Occasions(moment.Date(2026, 1, 31), moment.Date(2028, 1, 31)) {
		word := o.Day.String()
		for _, w := range []struct {
			due  bool
			word string
		}{{o.Ask, " ask"}, {o.TOP, " top"}, {o.Review, " review"}} {
			if w.due {
				word += w.word
			}
		}
		got = append(got, word)
	}
	// 31 January and one month is 3 March: a short month is never early.
	want := `2026-01-31 ask top, 2026-03-03 review, 2026-03-14 ask, 2026-05-01 ask top review, 2026-07-31 ask top review,
2026-10-31 ask top, 2027-01-31 ask top review, 2027-05-01 ask top, 2027-07-31 ask top, 2027-10-31 ask top,
2028-01-31 ask top review`
	if strings.Join(got, ", ") != strings.ReplaceAll(want, "\n", " ") {
		t.Errorf("got %s", strings.Join(got, ", "))
	}
	if got := Occasions(moment.Date(2026, 1, 1), moment.Date(2026, 1, 1)); len(got) != 1 || got[0].Review {
		t.Errorf("%v", got)
	}
}
