package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"steady/lab"
	"steady/lab/scenario"
)

// few is the published example cut down to some days.
func few(t testing.TB) *scenario.File {
	t.Helper()
	b, err := os.ReadFile("../../docs/reference/lab-scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	f, err := scenario.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	f.Days, f.Warmup, f.Replications, f.Enough, f.Sensitivity = 5, 2, 3, nil, nil
	f.Policies = f.Policies[:2]
	return f
}

// answerOf is the bytes of what a runner comes to: the comparison and the CSV.
func answerOf(t testing.TB, f *scenario.File, run scenario.Runner) []byte {
	t.Helper()
	a, err := f.Answer("test", run)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(a.Comparison); err != nil {
		t.Fatal(err)
	}
	if err := a.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func local(ctx context.Context, p *Pool) scenario.Runner {
	return func(units []scenario.Unit) ([]*lab.Record, error) { return p.Run(ctx, units) }
}

func TestAnyNumberOfWorkers(t *testing.T) {
	f := few(t)
	one := answerOf(t, f, local(t.Context(), &Pool{Workers: 1, Do: f.Replicate}))
	for _, n := range []int{2, 7} {
		var last int
		many := answerOf(t, f, local(t.Context(), &Pool{Workers: n, Do: f.Replicate, Tell: func(done, total int) {
			if done < last || done > total {
				t.Errorf("%d of %d is told after %d", done, total, last)
			}
			last = done
		}}))
		if !bytes.Equal(one, many) {
			t.Errorf("%d workers come to another answer than one", n)
		}
		if last != 6 {
			t.Errorf("the last that was told is %d of 6", last)
		}
	}
}

// A run that is stopped loses nothing that was finished, and one that goes on
// does only what was left, even where a crash cut the last line short.
func TestStopAndResume(t *testing.T) {
	f, dir := few(t), t.TempDir()
	whole := answerOf(t, f, local(t.Context(), &Pool{Workers: 2, Do: f.Replicate}))
	keep, err := OpenKeep(dir, "digest", "program", false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var ran atomic.Int64
	counted := func(u scenario.Unit) (*lab.Record, error) {
		if ran.Add(1) == 4 {
			stop()
		}
		return f.Replicate(u)
	}
	_, err = f.Answer("test", local(ctx, &Pool{Workers: 1, Keep: keep, Do: counted}))
	if !errors.Is(err, context.Canceled) || keep.Found() != 4 {
		t.Fatalf("stopped with %v, %d kept of 4 begun", err, keep.Found())
	}
	if err := keep.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, keptName)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{0, 1, 500} { // bytes of the last line that a crash lost
		if err := os.WriteFile(path, b[:len(b)-cut], 0o644); err != nil {
			t.Fatal(err)
		}
		keep, err := OpenKeep(dir, "digest", "program", true)
		if err != nil {
			t.Fatal(err)
		}
		ran.Store(100)
		got := answerOf(t, f, local(t.Context(), &Pool{Workers: 2, Keep: keep, Do: counted}))
		if !bytes.Equal(got, whole) {
			t.Errorf("with %d bytes cut off, resuming comes to another answer", cut)
		}
		if want := int64(100 + 2 + min(cut, 1)); ran.Load() != want {
			t.Errorf("with %d bytes cut off, %d replications were run, not %d", cut, ran.Load()-100, want-100)
		}
		if err := keep.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFoldersThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	keep, err := OpenKeep(dir, "digest", "program", false)
	if err != nil {
		t.Fatal(err)
	}
	if err := keep.add(scenario.Unit{Policy: "today"}, &lab.Record{Policy: "today"}); err != nil {
		t.Fatal(err)
	}
	keep.Close()
	for _, c := range []struct {
		digest, program string
		resume          bool
		want            string
	}{
		{"digest", "program", false, "--resume"},
		{"other", "program", true, "another scenario"},
		{"digest", "other", true, "another program"},
	} {
		if _, err := OpenKeep(dir, c.digest, c.program, c.resume); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: expected a refusal with %q, found %v", c, c.want, err)
		}
	}
	path := filepath.Join(dir, keptName)
	b, _ := os.ReadFile(path)
	first, rest, _ := bytes.Cut(b, []byte("\n"))
	for name, text := range map[string][]byte{
		"a line in the middle": append(append(first, "\n{\"unit\"\n"...), rest...),
		"no file of finished":  append([]byte("{}\n"), rest...),
	} {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenKeep(dir, "digest", "program", true); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("expected a refusal with %q, found %v", name, err)
		}
	}
}

// A replication that breaks a law stops the run and says which it was.
func TestAFaultStopsTheRun(t *testing.T) {
	f := few(t)
	fault := errors.New("minutes were lost")
	_, err := (&Pool{Workers: 2, Do: func(u scenario.Unit) (*lab.Record, error) { return nil, fault }}).Run(t.Context(),
		[]scenario.Unit{{Policy: "today", Replication: 3}})
	if !errors.Is(err, fault) || !strings.Contains(err.Error(), "replication 3 of today") {
		t.Errorf("found %v", err)
	}
	if _, err := f.Replicate(scenario.Unit{Policy: "nonsuch"}); err == nil {
		t.Error("a policy that does not exist was run")
	}
}

func TestProgramHasAName(t *testing.T) {
	a, err := Program()
	if err != nil || len(a) < 16 {
		t.Errorf("%q, %v", a, err)
	}
}

func FuzzKeep(f *testing.F) {
	f.Add([]byte(`{"format":"steady-lab-replications/1","scenario_sha256":"d","program":"p"}` + "\n" +
		`{"unit":{"policy":"a","replication":0},"record":{"policy":"a"}}` + "\n"))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, keptName), b, 0o644); err != nil {
			t.Fatal(err)
		}
		k, err := OpenKeep(dir, "d", "p", true)
		if err != nil {
			return
		}
		n := k.Found()
		if err := k.add(scenario.Unit{Policy: "new", Replication: 1 << 30}, &lab.Record{}); err != nil {
			t.Fatal(err)
		}
		k.Close()
		again, err := OpenKeep(dir, "d", "p", true)
		if err != nil || again.Found() != n+1 {
			t.Fatalf("what was kept is not read back: %v", err)
		}
		again.Close()
	})
}
