package demo_test

import (
	"testing"

	"steady/internal/demo"
	"steady/internal/store"
	"steady/internal/study"
	"steady/journal"
	"steady/moment"
	core "steady/voice/study"
)

// unsigned stands in for the key: what is signed is looked at elsewhere.
type unsigned struct{}

func (unsigned) Sign(c journal.Checkpoint) ([]byte, error) { return []byte(c.Text()), nil }

// TestStudy: the invented study is made by the commands of the screens, folds to
// the same when it is opened again, and has everything to show that the screens
// show: themes on three levels of codes, differences, and what was settled.
func TestStudy(t *testing.T) {
	db, err := store.CreateSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	config := study.Config{Store: db, ID: demo.StudyID, Sealer: unsigned{},
		Clock: func() moment.Instant { return 1_900_000_000_000_000 }}
	st, err := study.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Study(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	size := st.Size()
	if err := demo.Study(t.Context(), st); err != nil || st.Size() != size {
		t.Errorf("a second time: %v, %d entries after %d", err, st.Size(), size)
	}
	if st, err = study.Open(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	st.View(func(s *core.State) {
		codings := map[string]int{}
		for i := range s.Project.Sources {
			for k := range s.Project.Sources[i].Selections {
				sel := &s.Project.Sources[i].Selections[k]
				for _, c := range sel.Codings {
					codings[core.By(sel, &c)]++
				}
			}
		}
		if len(s.Project.Sources) != 12 || len(s.Project.Codes) < 39 || len(codings) != 3 ||
			codings[s.Coders[demo.ResearcherA]] < 90 || codings[s.Coders[demo.ResearcherB]] < 90 {
			t.Errorf("%d texts, %d codes, codings %v", len(s.Project.Sources), len(s.Project.Codes), codings)
		}
		if len(s.Participants) != 12 || len(s.Released(core.UseReport)) != 20 {
			t.Errorf("%d participants, %d quotes released", len(s.Participants), len(s.Released(core.UseReport)))
		}
		picks := 0
		for _, th := range s.Analysis.Themes {
			picks += len(th.Picks)
		}
		if len(s.Analysis.Themes) != 12 || picks != 27 || len(s.Analysis.Settled) != 12 || len(s.Analysis.Negatives) != 3 {
			t.Errorf("%d themes, %d quotes, %d settled, %d against", len(s.Analysis.Themes), picks,
				len(s.Analysis.Settled), len(s.Analysis.Negatives))
		}
	})
}
