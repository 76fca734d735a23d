package app_test

import (
	"errors"
	"slices"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
)

// returns writes answers to the national return and knows the rows of each.
type returns struct {
	t    *testing.T
	st   app.Store
	rows []string
}

// told is an answer; initials and a postcode come with it, whatever it is.
func (x *returns) told(who person.UserID, agrees clinic.SendAnswer, initials string) app.Request {
	r := app.Request{Command: clinic.Command{ID: app.NewCommandID(), By: "s-dev"}}
	r.Command.Body = clinic.RecordNational{Person: who, Agrees: agrees,
		Initials: r.KeepIf(string(who), "initials", initials),
		Postcode: r.KeepIf(string(who), "postcode", "ZZ9 9"), Sex: "female"}
	for _, s := range r.Secrets {
		x.rows = append(x.rows, s.ID)
	}
	return r
}

// left are the texts of all answers that the cabinet holds.
func (x *returns) left(want ...string) {
	x.t.Helper()
	rows, err := x.st.Secrets(x.t.Context(), "test", x.rows)
	x.must(err)
	var got []string
	for _, s := range rows {
		got = append(got, s.Text)
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		x.t.Errorf("the cabinet holds %q of it, not %q", got, want)
	}
}

func (x *returns) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

// TestANoErasesWhatOnlyTheReturnNeeds: after a no, the initials and the postcode
// of that person are in no row, in whatever order it was written; what others
// need of them, and what is of others, stays.
func TestANoErasesWhatOnlyTheReturnNeeds(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		h := open(t, st, signer(t), start)
		defer h.Close()
		invented(t, h, 1)
		x := &returns{t: t, st: st}
		send := func(r app.Request) {
			t.Helper()
			_, err := h.Do(t.Context(), r)
			x.must(err)
		}
		send(x.told("u-01", clinic.MaySend, "QA"))
		send(x.told("u-01", clinic.MaySend, "QB")) // the return of an earlier position is made from the first
		send(x.told("u-02", clinic.MaySend, "QC"))
		x.left("QA", "QB", "QC", "ZZ9 9", "ZZ9 9", "ZZ9 9")
		send(x.told("u-01", clinic.MayNotSend, "QD")) // what comes with a no is not kept either
		x.left("QC", "ZZ9 9")
		h.View(func(s *clinic.State) {
			told := s.Reports.People["u-01"]
			if told.Initials != nil || told.Postcode != nil || told.Sex != "" {
				t.Errorf("the record still points to it: %+v", told)
			}
			rows, err := st.Secrets(t.Context(), "test", []string{s.People["u-01"].Born.Ref})
			if x.must(err); len(rows) != 1 {
				t.Error("their date of birth went with it")
			}
		})
		both := func(first, second app.Request) { // in one transaction
			t.Helper()
			x.must(h.Bulk(t.Context(), func(do app.Do) error {
				_, one := do(first, start)
				_, two := do(second, start)
				return errors.Join(one, two)
			}))
		}
		both(x.told("u-01", clinic.MaySend, "QE"), x.told("u-01", clinic.MayNotSend, ""))
		x.left("QC", "ZZ9 9")
		both(x.told("u-02", clinic.MayNotSend, ""), x.told("u-02", clinic.MaySend, "QF"))
		x.left("QF", "ZZ9 9")
	})
}

// TestAnEarlierNoIsMadeGood: what a program that erased nothing left of a no is
// erased when the service starts.
func TestAnEarlierNoIsMadeGood(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		key := signer(t)
		h := open(t, st, key, start)
		invented(t, h, 1)
		x := &returns{t: t, st: st, rows: []string{"old", "other"}}
		_, err := h.Do(t.Context(), x.told("u-01", clinic.MayNotSend, ""))
		x.must(err)
		x.must(h.Close())
		heads, err := st.Heads(t.Context(), "test")
		x.must(err)
		x.must(st.Append(t.Context(), app.Batch{Premises: "test", Expect: heads, Secrets: []app.Secret{
			{ID: "old", Subject: "u-01", Field: "initials", Salt: []byte{}, Text: "QG"},
			{ID: "other", Subject: "u-01", Field: "note", Salt: []byte{}, Text: "QH"}}}))
		x.left("QG", "QH")
		x.must(open(t, st, key, start.Add(moment.Minutes(1))).Close())
		x.left("QH")
	})
}
