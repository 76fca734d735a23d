package study

import (
	"context"
	"fmt"
	"testing"

	"steady/internal/app"
	"steady/moment"
	core "steady/voice/study"
)

// asked counts the questions to a store.
type asked struct {
	app.Store
	n int
}

func (a *asked) Secrets(ctx context.Context, premises string, ids []string) (map[string]app.Secret, error) {
	a.n++
	return a.Store.Secrets(ctx, premises, ids)
}

// Who is linked is one question to the store of the key table, however many they
// are; who did not agree, has no id there or withdrew is not among them (V-31).
func TestLinkedAsksOnce(t *testing.T) {
	s, cfg, _ := twoStores(t)
	give(t, s, core.OpenStudy{Title: "What changed", Aims: "To hear it", Approach: core.Codebook})
	var ids []string
	for i := range 5 {
		id := give(t, s, core.AddParticipant{})[0]
		ids = append(ids, id)
		give(t, s, core.KeepKey{Participant: id, Who: "Somebody invented", Person: fmt.Sprintf("u-%d", i)},
			core.GiveConsent{Participant: id, Consent: core.Consent{Day: moment.UTC.Day(start), Sheet: "1", Link: i > 0}})
	}
	give(t, s, core.KeepKey{Participant: ids[1], Who: "Somebody invented"})
	if _, err := s.Withdraw(t.Context(), core.Command{ID: "w", By: "lea", Body: core.Withdraw{Participant: ids[2],
		Day: moment.UTC.Day(start)}}); err != nil {
		t.Fatal(err)
	}
	keys := &asked{Store: cfg.Keys}
	s.cfg.Keys = keys
	got, err := s.Linked(t.Context())
	if err != nil || len(got) != 2 || got[ids[3]] != "u-3" || got[ids[4]] != "u-4" || keys.n != 1 {
		t.Errorf("%v after %d questions: %v", got, keys.n, err)
	}
}
