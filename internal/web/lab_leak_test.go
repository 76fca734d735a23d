package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheLabSendsNoCommand holds the border of hazard H14 inside this room: only
// the lab's own files know the lab, and none of them can change the clinic. They
// have no road to it: no command is sent. Its state is read in one place, to begin
// a question with today's rules, and its journal in one, for this service's own
// figures.
func TestTheLabSendsNoCommand(t *testing.T) {
	files, err := filepath.Glob("*.go")
	must(t, err)
	reads := map[string]int{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		must(t, err)
		knows := false
		for _, i := range f.Imports {
			path := strings.Trim(i.Path.Value, `"`)
			knows = knows || path == "steady/lab" || strings.HasPrefix(path, "steady/lab/")
		}
		if knows && !strings.HasPrefix(name, "lab") {
			t.Errorf("%s imports the lab: only lab*.go may", name)
		}
		if !knows {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch sel.Sel.Name {
			case "send", "finish", "Do", "Bulk", "Append":
				t.Errorf("%s calls %s: a page of the lab sends no command", name, sel.Sel.Name)
			case "View", "with", "After", "Since", "Entry", "WithBook", "Store":
				reads[name+" "+sel.Sel.Name]++
			}
			return true
		})
	}
	want := map[string]int{"lab_question.go View": 1, "lab_records.go After": 1}
	if !maps.Equal(reads, want) {
		t.Errorf("the lab's pages read the clinic at %v, want the two places %v", reads, want)
	}
}
