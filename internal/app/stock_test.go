package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/journal"
	"steady/measure"
	"steady/register"
)

// rowsOf reads the read model of a kind of entry: body, visit and person.
func rowsOf(t *testing.T, h *app.House, kind string) [][]any {
	t.Helper()
	rows, err := h.Rows(context.Background(), app.Query{Table: app.TableRegister,
		Cols: []string{"body", "visit", "person"}, Where: []any{"kind", kind}, Order: []string{"seq"}})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestUseOfBatch: who a recall reaches, compared with the read models joined by
// visit. In the invented past a visit has one syringe.
func TestUseOfBatch(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		h := open(t, st, signer(t), start)
		defer h.Close()
		invented(t, h, 4)
		given := map[string]string{}
		for _, r := range rowsOf(t, h, "administered") {
			given[r[1].(string)] = r[2].(string)
		}
		want := map[string][]string{} // batch -> visit and person
		for _, r := range rowsOf(t, h, "drawn") {
			var e register.Drawn
			if err := json.Unmarshal([]byte(r[0].(string)), &e); err != nil {
				t.Fatal(err)
			}
			if line := e.Visit + " " + given[e.Visit]; !slices.Contains(want[e.Batch], line) {
				want[e.Batch] = append(want[e.Batch], line)
			}
		}
		if len(want) == 0 {
			t.Fatal("no batch was drawn from")
		}
		for batch, lines := range want {
			uses, err := h.UseOfBatch(context.Background(), batch)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range uses {
				got = append(got, x.Visit+" "+string(x.Person))
			}
			if !slices.Equal(got, lines) {
				t.Errorf("batch %s: %d uses, want %d\n%v\n%v", batch, len(got), len(lines), got, lines)
			}
		}
	})
}

// TestTraceAndDispute: what is gone through after a difference begins behind the
// last good count of the page, and an entry says itself whose it is.
func TestTraceAndDispute(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		h := open(t, st, signer(t), start)
		defer h.Close()
		invented(t, h, 3)
		var page string
		var sheet register.Sheet
		var size int64
		view := func() {
			h.View(func(s *clinic.State) {
				page = s.Accounts.Pages()[0]
				sheet, size = *s.Accounts.Sheets[page], s.Register
			})
		}
		view()
		count := func(id string, n measure.Ampoules) {
			r := app.Request{Command: clinic.Command{ID: id, By: demo.NurseA,
				Body: clinic.CountStock{Page: page, Counted: n, Seen: size}}}
			h.View(func(s *clinic.State) {
				r.Command.Witness = &clinic.Confirmation{By: string(demo.NurseB), Method: "pin",
					Digest: clinic.Digest(clinic.WitnessText(s, r.Command))}
			})
			if _, err := h.Do(context.Background(), r); err != nil {
				t.Fatal(err)
			}
			view()
		}
		count("good", sheet.Ampoules)
		good := sheet.Good.Seq
		count("short", sheet.Ampoules-1)
		got, err := h.Trace(context.Background(), page)
		if err != nil || len(got) != 1 || got[0].Seq <= good || got[0].Kind != "counted" || got[0].By != demo.NurseA {
			t.Errorf("since the good count %d: %+v, %v", good, got, err)
		}
		d, _, err := h.DisputeOf(context.Background(), journal.Register, got[0].Seq)
		if err != nil || d.Author != demo.NurseA || d.Witness != demo.NurseB || d.Page != page {
			t.Errorf("the entry says %+v, %v", d, err)
		}
		if _, _, err := h.DisputeOf(context.Background(), journal.Register, size+9); !errors.Is(err, app.ErrNotFound) {
			t.Error("an entry that is not there:", err)
		}
		tasks, err := h.StockTasks()
		if err != nil || len(tasks) == 0 || tasks[0].Kind != clinic.StockDiffers {
			t.Errorf("the first task is %+v, %v", tasks, err)
		}
		if gaps, err := app.InTransit(h); err != nil || len(gaps) != 0 {
			t.Errorf("on its way: %v, %v", gaps, err)
		}
	})
}

// TestIdentity: the same registration, however it is written, is one person.
func TestIdentity(t *testing.T) {
	if app.Identity("12-A 3456e") != app.Identity("12a3456E") || app.Identity("12A3456E") == app.Identity("12A3456F") {
		t.Error("one registration is not one identity")
	}
	if app.Identity(" - ") != "" || len(app.Identity("1")) != 32 {
		t.Error("nothing written is not known; anything else is a digest")
	}
}
