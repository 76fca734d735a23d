package steady

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// The build's own conscience. Each rule looks at the whole tree and answers
// with breaches; each breach says where, why the rule exists and what to do.
// tidy_self_test.go feeds every rule a tree that breaks it: a check that
// cannot fail is a defect.

// rule is one thing that is kept true of the tree.
type rule struct {
	name  string
	why   string // the reason, one sentence
	do    string // what to do about a breach
	check func(*tree) []breach
}

// breach is one place where a rule is broken.
type breach struct{ where, what string }

// rules are all the rules; each stands beside its check.
var rules = []rule{
	importDirection, importBan, coreClock, coreDice, reasoned, // tidy_imports_test.go
	noFloats, functionLength, fileLength, lineLength, docSentence, badNames, // tidy_shape_test.go
	refusalCodes,                         // tidy_refusals_test.go
	kindWords,                            // tidy_words_test.go
	linksResolve, hazardLog, hazardTable, // tidy_docs_test.go, tidy_hazards_test.go
	appendOnly, makeTargets, // tidy_docs_test.go
	packFieldsNamed, // tidy_packs_test.go
}

// TestTidy holds the tree to every rule.
func TestTidy(t *testing.T) {
	tr, err := loadTree(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if len(tr.goFiles()) < 10 {
		t.Fatalf("only %d Go files found: the walk is broken, so every rule below would pass unseen", len(tr.goFiles()))
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			if found := r.check(tr); len(found) > 0 {
				t.Error(r.report(found))
			}
		})
	}
}

// report says what is broken, why it matters and what to do.
func (r rule) report(found []breach) string {
	sort.Slice(found, func(i, j int) bool { return found[i].where < found[j].where })
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d\nwhy: %s\ndo:  %s\n", r.name, len(found), r.why, r.do)
	for _, f := range found {
		fmt.Fprintf(&b, "  %s: %s\n", f.where, f.what)
	}
	return b.String()
}

// file is one file of the tree; syntax is nil unless it is Go.
type file struct {
	path   string // from the root, with slashes
	text   string
	syntax *ast.File
}

// tree is the repository as the rules see it.
type tree struct {
	fset  *token.FileSet
	files []*file
	dirs  map[string]bool
}

// skipped folders hold what others wrote, what a test reads, or nothing of ours.
var skipped = map[string]bool{".git": true, "testdata": true, "node_modules": true, "vendor": true, "bin": true}

// read are the kinds of file that some rule reads.
var read = map[string]bool{".go": true, ".templ": true, ".md": true, ".txt": true, ".json": true, ".sql": true,
	".sh": true}

// loadTree reads every file that a rule looks at. Of other files it keeps the
// path alone, so that links to pictures can be checked.
func loadTree(fsys fs.FS) (*tree, error) {
	t := &tree{fset: token.NewFileSet(), dirs: map[string]bool{".": true}}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if skipped[d.Name()] {
				return fs.SkipDir
			}
			t.dirs[p] = true
			return nil
		}
		f := &file{path: filepath.ToSlash(p)}
		t.files = append(t.files, f)
		if !read[path.Ext(p)] && d.Name() != "Makefile" {
			return nil
		}
		b, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		f.text = string(b)
		if path.Ext(p) == ".go" {
			f.syntax, err = parser.ParseFile(t.fset, f.path, b, parser.ParseComments|parser.SkipObjectResolution)
		}
		return err
	})
	return t, err
}

// goFiles are the Go files that people write.
func (t *tree) goFiles() []*file {
	var out []*file
	for _, f := range t.files {
		if f.syntax != nil && !f.generated() {
			out = append(out, f)
		}
	}
	return out
}

// at is the place of a node, for a breach.
func (t *tree) at(n ast.Node) string {
	p := t.fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// find returns the file of that path, or nil.
func (t *tree) find(p string) *file {
	for _, f := range t.files {
		if f.path == p {
			return f
		}
	}
	return nil
}

func (f *file) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

func (f *file) generated() bool {
	return strings.HasSuffix(f.path, "_templ.go") || (f.syntax != nil && ast.IsGenerated(f.syntax))
}

// room is the package folder a file lies in: "dosing", "internal/web".
func (f *file) room() string { return path.Dir(f.path) }

// in reports whether a folder is the room or lies inside it.
func in(dir, room string) bool { return dir == room || strings.HasPrefix(dir, room+"/") }

// lines returns the text line by line.
func (f *file) lines() []string { return strings.Split(strings.TrimSuffix(f.text, "\n"), "\n") }
