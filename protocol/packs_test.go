package protocol

import "testing"

// Every pack of the build loads; which are drafts is part of the contract.
func TestBuiltinPacks(t *testing.T) {
	want := map[string]string{"ch-iv": "signed", "uk-draft": "draft"}
	for _, p := range Builtin() {
		if p.Status() != want[p.ID] {
			t.Errorf("pack %s is %s (missing %v), want %s", p.ID, p.Status(), p.Missing, want[p.ID])
		}
		delete(want, p.ID)
	}
	for id := range want {
		t.Errorf("pack %s is not there", id)
	}
}
