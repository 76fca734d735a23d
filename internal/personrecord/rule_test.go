package personrecord

import (
	"slices"
	"testing"

	"steady/clinic"
	"steady/journal"
)

// TestEveryKindOfEntryHasARule: a new kind of entry is decided on before it can
// be in, or missing from, what people take.
func TestEveryKindOfEntryHasARule(t *testing.T) {
	kinds := clinic.Kinds(journal.Clinical)
	for _, k := range kinds {
		_, person := parts[k]
		if person == slices.Contains(nobodys, k) {
			t.Errorf("%s must be either in the rule of what people take or among what is nobody's", k)
		}
	}
	for k := range parts {
		if !slices.Contains(kinds, k) {
			t.Errorf("%s is in the rule, and there is no such entry", k)
		}
	}
	for _, k := range nobodys {
		if !slices.Contains(kinds, k) {
			t.Errorf("%s is nobody's, and there is no such entry", k)
		}
	}
	for _, k := range []string{"safeguarding_raised", "safeguarding_followed", "pair_kept"} {
		if parts[k] != kept {
			t.Errorf("%s is not kept back", k)
		}
	}
}
