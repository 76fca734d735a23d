package dosing

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every worked example of the protocol reference is a row of a script, here or
// in the scripts of the whole clinic.
func TestEveryWorkedExampleIsAScript(t *testing.T) {
	files, err := filepath.Glob("../spec/dosing/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(b)
	}
	for n := 1; n <= 56; n++ {
		if id := fmt.Sprintf("| W-%02d ", n); !strings.Contains(text.String(), id) {
			t.Errorf("%s is in no script of spec/dosing", strings.Trim(id, "| "))
		}
	}
}
