package study

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/internal/store"
	"steady/moment"
	"steady/voice"
	"steady/voice/qdpx"
	core "steady/voice/study"
	"steady/voice/transcript"
)

// twoStores is a study with a store of its own for the key table.
func twoStores(t *testing.T) (*Study, Config, func() *Study) {
	t.Helper()
	dir := t.TempDir()
	one, two := filepath.Join(dir, "study"), filepath.Join(dir, "keys")
	db, err := store.CreateSQLite(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	keys, err := store.CreateSQLite(t.Context(), two)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keys.Close() })
	cfg := Config{Store: db, Keys: keys, ID: "impact", Sealer: unsigned{}, Folders: []string{one, two},
		Recordings: filepath.Join(two, "recordings"), Clock: func() moment.Instant { return start }}
	again := func() *Study {
		s, err := Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	return again(), cfg, again
}

// give gives commands as the lead, and answers with the ids that they made.
func give(t *testing.T, s *Study, bodies ...core.Body) (ids []string) {
	t.Helper()
	for _, b := range bodies {
		c := core.Command{ID: fmt.Sprintf("give-%d", s.Size()), By: "lea", Body: b}
		if _, err := s.Do(t.Context(), c); err != nil {
			t.Fatalf("%s: %v", b.CommandKind(), err)
		}
		ids = append(ids, c.NewID("impact", 0))
	}
	return ids
}

// interview adds a transcript and says whose it is.
func interview(t *testing.T, s *Study, name, participant, words string) string {
	t.Helper()
	x, err := transcript.Read(name, []byte(words))
	if err != nil {
		t.Fatal(err)
	}
	src := x.AsSource(name, []byte(words))
	if _, err := s.Import(t.Context(), "lea", &voice.Project{Sources: []voice.Source{src}},
		sha256.Sum256([]byte(words))); err != nil {
		t.Fatal(err)
	}
	give(t, s, core.GiveText{Source: src.ID, Participant: participant})
	return src.ID
}

// grep counts in how many files of the folders a text stands.
func grep(t *testing.T, folders []string, text string) (n int) {
	t.Helper()
	for _, f := range folders {
		files, err := os.ReadDir(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range files {
			b, err := os.ReadFile(filepath.Join(f, x.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(b, []byte(text)) {
				n++
			}
		}
	}
	return n
}

const planted = "the heron waits beside the empty bottle bank at dawn"

// A withdrawal removes what somebody said everywhere: transcript, original file,
// quotes, codings, memos that quote them, the code book, the key table; and what
// others said and wrote stays (V-32).
func TestAWithdrawalLeavesNoTrace(t *testing.T) {
	s, cfg, again := twoStores(t)
	give(t, s, core.OpenStudy{Title: "What changed", Aims: "To hear it", Approach: core.Codebook})
	who := give(t, s, core.AddParticipant{}, core.AddParticipant{})
	give(t, s, core.KeepKey{Participant: who[0], Who: "Marguerite Unique, 12 Invented Lane"},
		core.GiveConsent{Participant: who[0], Consent: core.Consent{Day: moment.UTC.Day(start),
			Sheet: "2.1-sheet-of-hers", Quote: true}})
	hers := interview(t, s, "hers.txt", who[0], "Interviewer: How are the mornings?\n"+
		"Marguerite: Every day "+planted+" and then I walk.\n"+
		"Interviewer: And then?\nMarguerite: Nothing, I go home, fish fingers.\n")
	his := interview(t, s, "his.txt", who[1],
		"Interviewer: How are the mornings?\nTom: The queue is short now and I work.\n")
	code := give(t, s, core.AddCode{Name: "Mornings", Definition: "As in: \"" + planted + "\", said early."})[0]
	give(t, s, core.Code{Source: hers, Version: 1, Start: 48, End: 100, Code: code},
		core.WriteMemo{Kind: core.MemoNote, Text: "Compare with " + planted + ", and with Tom."},
		core.WriteMemo{Kind: core.MemoNote, On: core.Anchor{What: "source", ID: hers}, Text: "She looked tired of herons."},
		core.WriteMemo{Kind: core.MemoNote, Text: "The queue is short now: what Tom says."})
	if grep(t, cfg.Folders, planted) == 0 || grep(t, cfg.Folders, "Marguerite Unique") == 0 {
		t.Fatal("nothing was ever in the files: the test looks in the wrong place")
	}
	size := s.Size()
	c := core.Command{ID: "withdraw-1", By: "lea", Body: core.Withdraw{Participant: who[0], Day: moment.UTC.Day(start)}}
	if _, err := s.Withdraw(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{planted, "heron waits", "Marguerite", "2.1-sheet-of-hers", "tired of herons",
		"fish fingers"} {
		if n := grep(t, cfg.Folders, w); n != 0 {
			t.Errorf("%q is still in %d files", w, n)
		}
	}
	check := func(s *Study) {
		t.Helper()
		s.View(func(x *core.State) {
			if x.Source(hers) != nil || x.Source(his) == nil || len(x.Memos) != 2 || len(x.Project.Codes) != 1 {
				t.Fatalf("%d texts, %d memos, %d codes", len(x.Project.Sources), len(x.Memos), len(x.Project.Codes))
			}
			if got := x.Memos[0].Text.Get(); got != "Compare with "+core.Withheld+" with Tom." {
				t.Errorf("the memo says %q", got)
			}
			if got := x.Memos[1].Text.Get(); !strings.Contains(got, "The queue is short now") {
				t.Errorf("the memo about Tom says %q", got)
			}
			p := x.Participant(who[0])
			if p.Withdrawn == 0 || p.Removed.Proof == nil || p.Removed.Proof.Found != 0 || p.Removed.Proof.Rows != 0 ||
				p.Removed.Proof.Sentences == 0 || p.Removed.Passages != 2 {
				t.Errorf("removed %+v, proof %+v", p.Removed, p.Removed.Proof)
			}
		})
		x, err := qdpx.Write(s.Project(), "impact")
		if err != nil || bytes.Contains(x.Bytes, []byte(planted)) {
			t.Errorf("the export: %v", err)
		}
	}
	check(s)
	check(again())
	if s.Size() <= size {
		t.Error("the log does not say that it happened")
	}
	if k, err := s.Key(t.Context(), func(*core.State) bool { return true }, who[0]); err != nil || k.Who != "" {
		t.Errorf("the key table says %+v, %v", k, err)
	}
	if r, err := s.Withdraw(t.Context(), c); err != nil || !r.Already {
		t.Errorf("the same press again: %+v, %v", r, err)
	}
	late := core.Command{ID: "late", By: "lea", Body: core.AddParticipant{Participant: who[0]}}
	if _, err := s.Do(t.Context(), late); codeOf(err) != "study_withdrawn" {
		t.Errorf("recorded after the withdrawal: %v", err)
	}
}

// A withdrawal that is recorded and whose erasure a fault interrupted is finished
// when the study is opened again.
func TestAnInterruptedWithdrawalIsFinished(t *testing.T) {
	s, cfg, again := twoStores(t)
	give(t, s, core.OpenStudy{Title: "What changed", Approach: core.Codebook})
	who := give(t, s, core.AddParticipant{})[0]
	interview(t, s, "hers.txt", who, "Marguerite: Every day "+planted+".\n")
	rows, err := s.rows(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	st := core.New("impact")
	s.View(func(x *core.State) { st = x })
	events, no := core.Decide(st, core.Command{ID: "w", By: "lea", Body: core.Withdraw{Participant: who,
		Day: moment.UTC.Day(start), Rows: rows}}, start)
	if no != nil {
		t.Fatal(no)
	}
	w := newBatcher(s, core.Command{ID: "w", By: "lea"}, start)
	if err := w.take(events); err != nil {
		t.Fatal(err)
	}
	if err := w.commit(t.Context(), [32]byte{}); err != nil { // and then the power is gone
		t.Fatal(err)
	}
	if grep(t, cfg.Folders, planted) == 0 {
		t.Fatal("nothing is left to finish")
	}
	again()
	if n := grep(t, cfg.Folders, planted); n != 0 {
		t.Errorf("the sentence is in %d files after the study was opened again", n)
	}
}

// What other programs' projects hold beside a text goes with it: its rich twin,
// the notes on it, the case that is made of it.
func TestAWithdrawalTakesWhatAnArchiveHeld(t *testing.T) {
	s, cfg, again := twoStores(t)
	el := func(name string, attrs []voice.Attr, kids ...voice.Element) voice.Element {
		return voice.Element{Name: name, Attrs: attrs, Kids: kids}
	}
	id := func(name, value string) []voice.Attr { return []voice.Attr{{Name: name, Value: value}} }
	const src, note = "00000000-0000-4000-8000-00000000000A", "00000000-0000-4000-8000-00000000000B"
	p := &voice.Project{Sources: []voice.Source{{ID: src, Name: "hers", HasText: true, Text: "Every day " + planted + ".",
		Dialect: voice.Own, Attrs: id("richTextPath", "internal://twin.docx"),
		Rest: []voice.Element{el("NoteRef", id("targetGUID", note))}}},
		Sections: []voice.Element{
			el("Notes", nil, el("Note", id("guid", note), el("PlainTextContent", nil,
				voice.Element{Text: "tired of herons"}))),
			el("Cases", nil, el("Case", id("guid", "00000000-0000-4000-8000-00000000000C"),
				el("SourceRef", id("targetGUID", src)), el("VariableValue", nil, voice.Element{Text: "lives under the bridge"})))},
		Members: []voice.Member{{Name: "sources/twin.docx", Bytes: []byte("twin bytes of hers")},
			{Name: "sources/other.txt", Bytes: []byte("somebody else's file")}}}
	if _, err := s.Import(t.Context(), "", p, sha256.Sum256([]byte("x"))); err != nil {
		t.Fatal(err)
	}
	give(t, s, core.OpenStudy{Title: "What changed", Approach: core.Codebook})
	who := give(t, s, core.AddParticipant{})[0]
	give(t, s, core.GiveText{Source: src, Participant: who})
	if _, err := s.Withdraw(t.Context(), core.Command{ID: "w", By: "lea",
		Body: core.Withdraw{Participant: who, Day: moment.UTC.Day(start)}}); err != nil {
		t.Fatal(err)
	}
	for _, w := range []string{planted, "tired of herons", "under the bridge", "twin bytes"} {
		if n := grep(t, cfg.Folders, w); n != 0 {
			t.Errorf("%q is still in %d files", w, n)
		}
	}
	kept := again().Project()
	if len(kept.Sources) != 0 || len(kept.Members) != 2 || len(kept.Members[0].Bytes) != 0 ||
		string(kept.Members[1].Bytes) != "somebody else's file" {
		t.Errorf("kept %+v", kept)
	}
}
