package labdesk_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync/atomic"
	"testing"
	"time"

	"steady/internal/labdesk"
	"steady/internal/store"
	"steady/moment"
)

// bench is a desk over a real store, whose runner the test writes.
type bench struct {
	t   *testing.T
	db  *store.DB
	now atomic.Int64
}

func newBench(t *testing.T) *bench {
	t.Helper()
	db, err := store.CreateSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	b := &bench{t: t, db: db}
	b.now.Store(1_000_000)
	return b
}

func (b *bench) desk(process string, run labdesk.Runner) *labdesk.Desk {
	d := labdesk.Open(labdesk.Config{Papers: b.db, Premises: "p1", Process: process, Run: run,
		Now: func() moment.Instant { return moment.Instant(b.now.Add(1)) }})
	return d
}

func (b *bench) start(d *labdesk.Desk, id string) {
	b.t.Helper()
	if err := d.Start(b.t.Context(), labdesk.Run{ID: id, Title: id, By: "s-1"}, []byte("doc "+id)); err != nil {
		b.t.Fatal(err)
	}
}

func result(s string) labdesk.Result {
	return labdesk.Result{Comparison: []byte(s), Table: []byte("table of " + s)}
}

// until waits for a state.
func (b *bench) until(d *labdesk.Desk, id string, want labdesk.State) labdesk.Run {
	b.t.Helper()
	changed, stop := d.Watch()
	defer stop()
	end := time.After(2 * time.Minute)
	for {
		r, err := d.Run(b.t.Context(), id)
		if err != nil {
			b.t.Fatal(err)
		}
		if r.State == want {
			return r
		}
		select {
		case <-changed:
		case <-time.After(50 * time.Millisecond):
		case <-end:
			b.t.Fatalf("%s is %s, not %s: %s", id, r.State, want, r.Why)
		}
	}
}

func TestAComparisonIsRunAndKept(t *testing.T) {
	b := newBench(t)
	d := b.desk("one", func(_ context.Context, w labdesk.Work) (labdesk.Result, error) {
		w.Step(3, 3)
		return result("result of " + string(w.Document)), nil
	})
	defer d.Close()
	b.start(d, "a")
	b.start(d, "a") // a form pressed twice
	r := b.until(d, "a", labdesk.Finished)
	if r.Done != 3 || r.All != 3 || r.By != "s-1" || r.Made == 0 {
		t.Errorf("the run says %+v", r)
	}
	if got, err := d.Result(t.Context(), "a"); err != nil || string(got) != "result of doc a" {
		t.Errorf("the result is %q, %v", got, err)
	}
	if got, err := d.Table(t.Context(), "a"); err != nil || string(got) != "table of result of doc a" {
		t.Errorf("the table is %q, %v", got, err)
	}
	if list, err := d.Runs(t.Context(), 10); err != nil || len(list) != 1 {
		t.Errorf("%d comparisons, %v", len(list), err)
	}
}

// TestWhatWasDoneIsNotDoneAgain stops a comparison in the middle, ends the
// process, and goes on in another: each part is made once.
func TestWhatWasDoneIsNotDoneAgain(t *testing.T) {
	b := newBench(t)
	const parts = 40
	made := map[string]int{}
	pause := make(chan struct{})
	runner := func(ctx context.Context, w labdesk.Work) (labdesk.Result, error) {
		all := maps.Clone(w.Kept)
		for i := range parts {
			name := fmt.Sprint("part ", i)
			if _, there := all[name]; there {
				continue
			}
			if i == 25 && pause != nil {
				close(pause)
				<-ctx.Done()
			}
			made[name]++
			all[name] = []byte{byte(i), 0}
			w.Step(len(all), parts)
			if err := w.Keep(name, all[name]); err != nil {
				return labdesk.Result{}, err
			}
		}
		sum := 0
		for _, p := range all {
			sum += int(p[0])
		}
		return result(fmt.Sprint(sum)), nil
	}
	d := b.desk("one", runner)
	b.start(d, "a")
	<-pause
	if err := d.Stop(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if r := b.until(d, "a", labdesk.Stopped); r.Done < 25 {
		t.Errorf("%d parts were done", r.Done)
	}
	d.Close()
	pause = nil
	d = b.desk("two", runner)
	if err := d.Resume(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	b.until(d, "a", labdesk.Finished)
	for i := range parts {
		if n := made[fmt.Sprint("part ", i)]; n != 1 {
			t.Errorf("part %d was made %d times", i, n)
		}
	}
	d.Close() // which waits until the parts are gone
	if left, err := b.db.Parts(t.Context(), "p1", labdesk.KindPart, "a/"); err != nil || len(left) != 0 {
		t.Errorf("%d papers of parts are left, %v", len(left), err)
	}
	if got, _ := d.Result(t.Context(), "a"); string(got) != fmt.Sprint(parts*(parts-1)/2) {
		t.Errorf("the result is %q", got)
	}
}

// TestAnotherProcessTakesUpWhatWasLost: a process ends in the middle; what it
// closed properly waits, and what it lost is taken up once it is silent.
func TestAnotherProcessTakesUpWhatWasLost(t *testing.T) {
	b := newBench(t)
	began := make(chan struct{})
	d := b.desk("one", func(ctx context.Context, _ labdesk.Work) (labdesk.Result, error) {
		close(began)
		<-ctx.Done()
		return labdesk.Result{}, ctx.Err()
	})
	b.start(d, "a")
	<-began
	d.Close()
	d = b.desk("two", func(context.Context, labdesk.Work) (labdesk.Result, error) { return result("done"), nil })
	b.until(d, "a", labdesk.Finished)
	d.Close()

	hang, hung := make(chan struct{}), make(chan struct{})
	d = b.desk("three", func(context.Context, labdesk.Work) (labdesk.Result, error) {
		close(hung)
		<-hang // nobody hears of it again
		return labdesk.Result{}, errors.New("too late")
	})
	b.start(d, "b")
	<-hung
	b.now.Add(int64(3 * moment.Minute))
	next := b.desk("four", func(context.Context, labdesk.Work) (labdesk.Result, error) { return result("done"), nil })
	b.until(next, "b", labdesk.Finished)
	next.Close()
	close(hang)
	d.Close()
	if r, err := next.Run(t.Context(), "b"); err != nil || r.State != labdesk.Finished {
		t.Errorf("who came too late made it %s (%s), %v", r.State, r.Why, err)
	}
}

func TestWhatCannotBeRunSaysWhy(t *testing.T) {
	b := newBench(t)
	d := b.desk("one", func(_ context.Context, w labdesk.Work) (labdesk.Result, error) {
		switch string(w.Document) {
		case "doc no":
			return labdesk.Result{}, &labdesk.RefusedError{Why: "write the opening hours"}
		case "doc panic":
			panic("an invented fault")
		}
		return result("fine"), nil
	})
	defer d.Close()
	b.start(d, "no")
	b.start(d, "panic")
	b.start(d, "yes")
	if r := b.until(d, "no", labdesk.Refused); r.Why != "write the opening hours" {
		t.Errorf("it says %q", r.Why)
	}
	if r := b.until(d, "panic", labdesk.Stopped); r.Why == "" {
		t.Error("a fault says nothing")
	}
	b.until(d, "yes", labdesk.Finished)
}
