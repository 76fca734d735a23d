package labdesk_test

import (
	"bytes"
	"os"
	"testing"

	"steady/internal/labdesk"
)

// TestTheReferenceIsTheOneThatIsPublished: the scenario in the binary is the one
// of the documentation, to the byte, and can be run.
func TestTheReferenceIsTheOneThatIsPublished(t *testing.T) {
	doc, err := os.ReadFile("../../docs/reference/lab-scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	embedded, err := os.ReadFile("reference.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(doc, embedded) {
		t.Error("internal/labdesk/reference.json is not docs/reference/lab-scenario.json: copy it")
	}
	if err := labdesk.Reference().Check(); err != nil {
		t.Errorf("it cannot be run: %v", err)
	}
}
