package protocol

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// brokenPack is a shipped pack with one thing changed that makes it unsafe or
// unclear: the fields of change replace those of the pack, and those of basis
// are added.
type brokenPack struct {
	Pack, Why, Fault string
	Change           map[string]any
}

// Every deliberately broken pack is refused, and the refusal names the fault.
// Without its change each of them loads.
func TestBrokenPacksAreRefused(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.json")
	if err != nil || len(files) < 59 {
		t.Fatalf("%d broken packs found: %v", len(files), err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var x brokenPack
		if err := json.Unmarshal(b, &x); err != nil || x.Why == "" || x.Fault == "" || len(x.Change) == 0 {
			t.Fatalf("%s: %v, %+v", file, err, x)
		}
		whole, err := Find(x.Pack)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Load(x.document(t, whole))
		if err == nil || !strings.Contains(err.Error(), x.Fault) {
			t.Errorf("%s (%s): want a fault about %q, got %v", file, x.Why, x.Fault, err)
		}
	}
}

func (x *brokenPack) document(t *testing.T, p *Pack) []byte {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(p.Document(), &doc); err != nil {
		t.Fatal(err)
	}
	for name, v := range x.Change {
		added, ok := v.(map[string]any)
		if name != "basis" || !ok {
			doc[name] = v
			continue
		}
		basis, _ := doc["basis"].(map[string]any)
		for setting, b := range added {
			basis[setting] = b
		}
	}
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
