package storetest

import (
	"fmt"
	"slices"
	"testing"

	"steady/internal/app"
)

func visitRow(visit string, pairs ...any) app.Row {
	r := app.Row{Table: "visit_row", Cols: []string{"visit"}, Vals: []any{visit}}
	for i := 0; i < len(pairs); i += 2 {
		r.Cols, r.Vals = append(r.Cols, pairs[i].(string)), append(r.Vals, pairs[i+1])
	}
	return r
}

func put(t *testing.T, s app.Store, rows ...app.Row) {
	t.Helper()
	if err := s.PutRows(t.Context(), "p1", rows); err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, s app.Store, q app.Query) [][]any {
	t.Helper()
	q.Premises = "p1"
	got, err := s.Query(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func upserts(t *testing.T, f Fixture) {
	all := app.Query{Table: "visit_row", Cols: []string{"visit", "stage", "outcome", "given", "person"}}
	put(t, f.Store, visitRow("v1", "stage", "booked", "given", int64(5)), visitRow("v2"))
	same(t, "first", ask(t, f.Store, all), [][]any{{"v1", "booked", nil, int64(5), nil}, {"v2", nil, nil, nil, nil}}, nil)
	// One batch changes one row many times, in other columns each time.
	put(t, f.Store,
		visitRow("v1", "stage", "arrived"),
		visitRow("v2", "person", "x"),
		visitRow("v1", "stage", "prepared", "outcome", "pending"),
		visitRow("v1", "outcome", nil),
		visitRow("v1", "stage", "left"),
		visitRow("v2"),
		visitRow("v3", "given", int64(-1<<63)))
	want := [][]any{{"v1", "left", nil, int64(5), nil}, {"v2", nil, nil, nil, "x"}, {"v3", nil, nil, int64(-1 << 63), nil}}
	same(t, "after changes", ask(t, f.Store, all), want, nil)
	m := NewMaker("p1")
	b := m.Next(1)
	b.Rows = []app.Row{visitRow("v3", "given", int64(1<<62))}
	appendOK(t, f.Store, b)
	want[2][3] = int64(1 << 62)
	same(t, "in a batch", ask(t, f.Store, all), want, nil)
	// A key of two columns: what differs in one of them is another row.
	event := func(seq int64, person, kind string) app.Row {
		return app.Row{Table: "person_event", Cols: []string{"seq", "person", "kind", "happened", "recorded", "by_id"},
			Vals: []any{seq, person, kind, int64(1), int64(2), "-"}}
	}
	put(t, f.Store, event(1, "a", "old"), event(1, "b", "other"), event(2, "a", "third"), event(1, "a", "new"))
	same(t, "events", ask(t, f.Store, app.Query{Table: "person_event", Cols: []string{"kind", "premises"}}),
		[][]any{{"new", "p1"}, {"other", "p1"}, {"third", "p1"}}, nil)
}

func queries(t *testing.T, f Fixture) {
	put(t, f.Store,
		visitRow("v1", "person", "b", "day", "2026-09-01", "due", int64(30)),
		visitRow("v2", "person", "B", "day", "2026-09-01", "due", int64(10)),
		visitRow("v3", "person", "é", "day", "2026-09-02", "due", int64(10)),
		visitRow("v4", "person", "a", "day", "2026-09-01"),
		visitRow("v5", "person", "a'; DROP TABLE entry; --", "day", "2026-09-02", "due", int64(20)))
	cases := []struct {
		where []any
		order []string
		limit int
		want  string
	}{
		{nil, nil, 0, "v1 v2 v3 v4 v5"},
		{nil, nil, 2, "v1 v2"},
		{nil, []string{"-visit"}, 3, "v5 v4 v3"},
		{nil, []string{"due"}, 0, "v2 v3 v5 v1 v4"},
		{nil, []string{"-due"}, 0, "v4 v1 v5 v2 v3"},
		{nil, []string{"due", "-visit"}, 0, "v3 v2 v5 v1 v4"},
		{nil, []string{"person"}, 0, "v2 v4 v5 v1 v3"},
		{nil, []string{"-day", "person"}, 0, "v5 v3 v2 v4 v1"},
		{[]any{"day", "2026-09-01"}, nil, 0, "v1 v2 v4"},
		{[]any{"day", "2026-09-01", "due", int64(10)}, nil, 0, "v2"},
		{[]any{"due", nil}, nil, 0, "v4"},
		{[]any{"person", "a'; DROP TABLE entry; --"}, nil, 0, "v5"},
		{[]any{"person", "nobody"}, nil, 0, ""},
	}
	for _, c := range cases {
		var got string
		for _, row := range ask(t, f.Store, app.Query{
			Table: "visit_row", Cols: []string{"visit"}, Where: c.where, Order: c.order, Limit: c.limit}) {
			got += " " + row[0].(string)
		}
		same(t, fmt.Sprintf("where %v order %v limit %d", c.where, c.order, c.limit), got, prefixed(c.want), nil)
	}
}

func prefixed(s string) string {
	if s == "" {
		return ""
	}
	return " " + s
}

func refusesNames(t *testing.T, f Fixture) {
	for _, r := range []app.Row{
		{Table: "entry", Cols: []string{"seq"}, Vals: []any{int64(1)}},
		{Table: "visit_row; DROP TABLE entry", Cols: []string{"visit"}, Vals: []any{"v"}},
		{Table: "visit_row"},
		{Table: "visit_row", Cols: []string{"visit", "stage"}, Vals: []any{"v"}},
		{Table: "visit_row", Cols: []string{"stage", "visit"}, Vals: []any{"s", "v"}},
		{Table: "visit_row", Cols: []string{"premises", "visit"}, Vals: []any{"p2", "v"}},
		visitRow("v", "stage = 'x', outcome", "s"),
		visitRow("v", "stage", "s", "stage", "t"),
		visitRow("v", "stage", int64(1)),
		visitRow("v", "due", "soon"),
		visitRow("v", "due", 1),
		visitRow("v", "due", 1.5),
		visitRow("v", "stage", []byte("s")),
		visitRow("v", "stage", "a\x00b"),
		visitRow("v", "stage", "\xff"),
		{Table: "visit_row", Cols: []string{"visit"}, Vals: []any{nil}},
	} {
		if err := f.Store.PutRows(t.Context(), "p1", []app.Row{visitRow("ok"), r}); err == nil {
			t.Errorf("row %+v was accepted", r)
		}
	}
	if err := f.Store.PutRows(t.Context(), "", []app.Row{visitRow("ok")}); err == nil {
		t.Error("rows of no premises were accepted")
	}
	same(t, "rows", len(ask(t, f.Store, app.Query{Table: "visit_row", Cols: []string{"visit"}})), 0, nil)
	for _, q := range []app.Query{
		{Table: "secret", Cols: []string{"text"}},
		{Table: "visit_row"},
		{Table: "visit_row", Cols: []string{"*"}},
		{Table: "visit_row", Cols: []string{"visit"}, Where: []any{"visit"}},
		{Table: "visit_row", Cols: []string{"visit"}, Where: []any{1, 2}},
		{Table: "visit_row", Cols: []string{"visit"}, Where: []any{"1=1 OR visit", "v"}},
		{Table: "visit_row", Cols: []string{"visit"}, Where: []any{"due", 1}},
		{Table: "visit_row", Cols: []string{"visit"}, Order: []string{"--visit"}},
		{Table: "visit_row", Cols: []string{"visit"}, Order: []string{"visit DESC"}},
		{Table: "visit_row", Cols: []string{"visit"}, Limit: -1},
	} {
		if _, err := f.Store.Query(t.Context(), q); err == nil {
			t.Errorf("query %+v was accepted", q)
		}
	}
}

// rebuilds clears the read models and puts the same rows again in other
// portions: nothing may depend on how they came.
func rebuilds(t *testing.T, f Fixture) {
	m := NewMaker("p1")
	var rows []app.Row
	for _, n := range []int{1, 50, 7, 33} {
		b := m.Next(n)
		rows = append(rows, b.Rows...)
		appendOK(t, f.Store, b)
	}
	before := allModels(t, f.Store, "p1")
	same(t, "lines", len(before["register_line"]), 91, nil)
	if err := f.Store.ClearModels(t.Context(), "p1"); err != nil {
		t.Fatal(err)
	}
	for table, left := range allModels(t, f.Store, "p1") {
		same(t, "cleared "+table, len(left), 0, nil)
	}
	for part := range slices.Chunk(rows, 40) {
		put(t, f.Store, part...)
	}
	same(t, "rebuilt", allModels(t, f.Store, "p1"), before, nil)
}
