package steady

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"strings"
	"unicode/utf8"
)

// The limits of the house.
const (
	maxFunctionLines = 70
	maxFileLines     = 500
	maxColumns       = 120 // characters; a tab counts as one
	unbreakable      = 80  // a line with one word longer than this (an address, a digest) cannot be wrapped
)

// exact are the rooms where a float could become a dose.
var exact = []string{"measure", "dosing", "register"}

var noFloats = rule{
	name:  "no floats where doses are",
	why:   "0.1 + 0.2 is not 0.3: an amount is whole micrograms, counted exactly (E-UNIT-03)",
	do:    "use measure.Mass or measure.Milli and whole-number ratios (Mass.Part)",
	check: checkFloats,
}

var functionLength = rule{
	name:  "functions fit on a screen",
	why:   fmt.Sprintf("at most %d lines: what cannot be seen at once is not reviewed at once", maxFunctionLines),
	do:    "keep the ifs in the parent and move the arithmetic or one branch into a named function",
	check: checkFunctionLength,
}

var fileLength = rule{
	name:  "files stay small",
	why:   fmt.Sprintf("at most %d lines: a file is named by one noun and holds that", maxFileLines),
	do:    "split by noun",
	check: checkFileLength,
}

var lineLength = rule{
	name:  "lines stay narrow",
	why:   fmt.Sprintf("at most %d characters: two files fit side by side in a review", maxColumns),
	do:    "wrap the line",
	check: checkLineLength,
}

var docSentence = rule{
	name:  "exported names say what they are",
	why:   "the contract is read in the documentation: units, errors and the rule id belong there, in a sentence",
	do:    "write a comment above the name that ends with a full stop",
	check: checkDocs,
}

var badNames = rule{
	name:  "names say what is inside",
	why:   "a package named after nothing collects everything",
	do:    "name it by the noun it holds: ampoule.go, witness.go",
	check: checkNames,
}

func checkFloats(t *tree) (found []breach) {
	for _, f := range t.goFiles() {
		if f.isTest() || !inAny(f.room(), exact) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if floaty[n.Name] {
					found = append(found, breach{t.at(n), n.Name})
				}
			case *ast.BasicLit:
				if n.Kind == token.FLOAT || n.Kind == token.IMAG {
					found = append(found, breach{t.at(n), n.Value})
				}
			}
			return true
		})
	}
	return found
}

// floaty are the identifiers by which a float comes in.
var floaty = map[string]bool{"float32": true, "float64": true, "complex64": true, "complex128": true,
	"ParseFloat": true, "FormatFloat": true, "AppendFloat": true, "Float64": true}

func inAny(dir string, rooms []string) bool {
	for _, r := range rooms {
		if in(dir, r) {
			return true
		}
	}
	return false
}

func checkFunctionLength(t *tree) (found []breach) {
	for _, f := range t.goFiles() {
		for _, d := range f.syntax.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := t.fset.Position(fn.End()).Line - t.fset.Position(fn.Pos()).Line + 1
			if n > maxFunctionLines {
				found = append(found, breach{t.at(fn), fmt.Sprintf("%s has %d lines", fn.Name.Name, n)})
			}
		}
	}
	return found
}

// written are the files that people write line by line.
func (t *tree) written() []*file {
	out := t.goFiles()
	for _, f := range t.files {
		if ext := path.Ext(f.path); ext == ".templ" || ext == ".sh" || path.Base(f.path) == "Makefile" {
			out = append(out, f)
		}
	}
	return out
}

func checkFileLength(t *tree) (found []breach) {
	for _, f := range t.written() {
		if n := len(f.lines()); n > maxFileLines {
			found = append(found, breach{f.path, fmt.Sprintf("%d lines", n)})
		}
	}
	return found
}

func checkLineLength(t *tree) (found []breach) {
	for _, f := range t.written() {
		for i, line := range f.lines() {
			n := utf8.RuneCountInString(line)
			if n > maxColumns && longestWord(line) <= unbreakable {
				found = append(found, breach{fmt.Sprintf("%s:%d", f.path, i+1), fmt.Sprintf("%d characters", n)})
			}
		}
	}
	return found
}

func longestWord(line string) (most int) {
	for _, w := range strings.Fields(line) {
		most = max(most, utf8.RuneCountInString(w))
	}
	return most
}

func checkDocs(t *tree) (found []breach) {
	told := map[string]bool{}       // packages with a package comment
	where := map[string]*ast.File{} // one file of each package
	for _, f := range t.goFiles() {
		if f.isTest() {
			continue
		}
		where[f.room()] = f.syntax
		if f.syntax.Doc != nil {
			told[f.room()] = true
			found = append(found, sentence(t, f.syntax.Name, "package "+f.syntax.Name.Name, f.syntax.Doc)...)
		}
		for i, d := range f.syntax.Decls {
			if i == 0 || !t.sameBreath(f.syntax.Decls[i-1], d) {
				found = append(found, docsOf(t, d)...)
			}
		}
	}
	for room, f := range where {
		if !told[room] {
			found = append(found, breach{t.at(f.Name), "package " + f.Name.Name + " has no package comment"})
		}
	}
	return found
}

// sameBreath reports whether d is a one-line method right under another of the
// same name, as in a list of kinds: the first one's comment speaks for all.
func (t *tree) sameBreath(before, d ast.Decl) bool {
	a, ok := before.(*ast.FuncDecl)
	b, also := d.(*ast.FuncDecl)
	if !ok || !also || b.Doc != nil || a.Recv == nil || b.Recv == nil || a.Name.Name != b.Name.Name {
		return false
	}
	line := func(p token.Pos) int { return t.fset.Position(p).Line }
	return line(b.Pos()) == line(a.End())+1 && line(b.Pos()) == line(b.End())
}

// docsOf checks the comments of one declaration.
func docsOf(t *tree, d ast.Decl) (found []breach) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && exportedReceiver(d) {
			return sentence(t, d.Name, d.Name.Name, d.Doc)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() {
					found = append(found, sentence(t, s.Name, s.Name.Name, firstOf(s.Doc, d.Doc))...)
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if n.IsExported() { // a group's comment speaks for the group; a comment beside a name is a note
						found = append(found, sentence(t, n, n.Name, firstOf(s.Doc, d.Doc))...)
					}
				}
			}
		}
	}
	return found
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	typ := d.Recv.List[0].Type
	for {
		switch x := typ.(type) {
		case *ast.StarExpr:
			typ = x.X
		case *ast.IndexExpr:
			typ = x.X
		case *ast.IndexListExpr:
			typ = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

func firstOf(groups ...*ast.CommentGroup) *ast.CommentGroup {
	for _, g := range groups {
		if g != nil {
			return g
		}
	}
	return nil
}

// sentence says what is wrong with a comment: absent, or not ending as one.
// A comment may end in an indented example.
func sentence(t *tree, n ast.Node, name string, doc *ast.CommentGroup) []breach {
	text := strings.TrimSpace(doc.Text())
	if text == "" {
		return []breach{{t.at(n), name + " has no comment"}}
	}
	last := text[strings.LastIndex(text, "\n")+1:]
	if strings.HasPrefix(last, "\t") || strings.HasPrefix(last, "  ") {
		return nil
	}
	if end := strings.TrimRight(text, `)"'”’`); strings.HasSuffix(end, ".") || strings.HasSuffix(end, "?") ||
		strings.HasSuffix(end, "!") || strings.HasSuffix(end, "…") {
		return nil
	}
	return []breach{{t.at(n), fmt.Sprintf("the comment of %s does not end as a sentence: %q", name, last)}}
}

// empty are names that say nothing.
var empty = map[string]bool{"util": true, "utils": true, "helper": true, "helpers": true, "common": true,
	"model": true, "models": true, "manager": true, "managers": true, "misc": true, "shared": true, "lib": true}

func checkNames(t *tree) (found []breach) {
	for _, f := range t.files {
		if f.syntax == nil && path.Ext(f.path) != ".templ" {
			continue
		}
		stem := strings.TrimSuffix(strings.TrimSuffix(path.Base(f.path), path.Ext(f.path)), "_templ")
		if empty[strings.TrimSuffix(stem, "_test")] {
			found = append(found, breach{f.path, "the file's name says nothing"})
		}
	}
	for d := range t.dirs {
		if empty[path.Base(d)] {
			found = append(found, breach{d, "the folder's name says nothing"})
		}
	}
	return found
}
