package storetest

import (
	"testing"

	"steady/internal/app"
)

func looked(t *testing.T, f Fixture) {
	ctx := t.Context()
	one := app.Look{At: 10, Person: "u-1", Staff: "n-1", Page: "/people/{person}"}
	two := app.Look{At: 20, Person: "u-1", Staff: "n-2", Page: "/visits/{visit}"}
	other := app.Look{At: 15, Person: "u-2", Staff: "n-1", Page: "/people/{person}"}
	for _, looks := range [][]app.Look{{one, other}, {one, two}, {two}, nil} {
		if err := f.Store.Looked(ctx, "p1", looks); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Store.Looked(ctx, "p2", []app.Look{one}); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []app.Look{{At: 1, Staff: "n-1", Page: "/x"}, {At: 1, Person: "u-1", Page: "/x"},
		{At: 1, Person: "u-1", Staff: "n-1"}, {At: 1, Person: "u\x00", Staff: "n-1", Page: "/x"}} {
		if f.Store.Looked(ctx, "p1", []app.Look{bad}) == nil {
			t.Errorf("%+v was kept", bad)
		}
	}
	got, err := f.Store.LooksAt(ctx, "p1", "u-1", 10)
	same(t, "who read the record of u-1", got, []app.Look{two, one}, err)
	got, err = f.Store.LooksBy(ctx, "p1", "n-1", 10)
	same(t, "what n-1 read", got, []app.Look{other, one}, err)
	got, err = f.Store.LooksAt(ctx, "p1", "u-1", 1)
	same(t, "the newest", got, []app.Look{two}, err)
}
