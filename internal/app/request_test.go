package app_test

import (
	"slices"
	"testing"
	"time"

	"steady/internal/app"
)

// TestCommandIDs: they are fresh, fit the journal, and lie in order of time.
func TestCommandIDs(t *testing.T) {
	seen := map[string]bool{}
	var inTime []string
	for range 3 {
		for range 1000 {
			id := app.NewCommandID()
			if seen[id] || len(id) != 24 {
				t.Fatalf("id %q: given before, or of another length", id)
			}
			seen[id] = true
		}
		inTime = append(inTime, app.NewCommandID())
		for before := time.Now(); time.Since(before) < 2*time.Millisecond; {
			time.Sleep(time.Millisecond)
		}
	}
	if !slices.IsSorted(inTime) {
		t.Fatal("ids made later sort before", inTime)
	}
}
