package steady

import (
	"go/ast"
	"go/token"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

var refusalCodes = rule{
	name: "every refusal is in a spec script and in the glossary",
	why: "a refusal is a word the clinic speaks: nobody may meet one that no script shows and no page explains, " +
		"and a page must not explain one that nobody can meet",
	do: "show it in a script under spec/ and add a row to the table of refusal codes in GLOSSARY.md, " +
		"or remove the row of a code that is gone",
	check: checkRefusals,
}

const refusalPackage = "steady/refusal"

var codeShape = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

func checkRefusals(t *tree) (found []breach) {
	codes, unread := t.refusals()
	found = append(found, unread...)
	glossary := map[string]bool{}
	if f := t.find("GLOSSARY.md"); f != nil {
		glossary = tableCodes(f.text, "Refusal codes")
	}
	scripts := map[string]bool{}
	for _, f := range t.files {
		if in(f.room(), "spec") && !strings.HasSuffix(f.path, ".go") {
			for _, w := range codeWord.FindAllString(f.text, -1) {
				scripts[w] = true
			}
		}
	}
	for code, where := range codes {
		switch {
		case !codeShape.MatchString(code):
			found = append(found, breach{where, strconv.Quote(code) + " is not snake_case"})
		case !scripts[code]:
			found = append(found, breach{where, code + " is in no script under spec/"})
		}
		if !glossary[code] {
			found = append(found, breach{where, code + " is not in GLOSSARY.md"})
		}
	}
	for code := range glossary {
		if codes[code] == "" {
			found = append(found, breach{"GLOSSARY.md", code + " is explained but nothing refuses with it"})
		}
	}
	return found
}

var codeWord = regexp.MustCompile(`[a-z0-9_]+`)

// tableCodes returns the words in the first column of the table under a
// heading, as `word`; without a heading, of every table.
func tableCodes(text, heading string) map[string]bool {
	out, inside := map[string]bool{}, heading == ""
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			inside = strings.Contains(line, heading)
		}
		if cell, ok := strings.CutPrefix(line, "| `"); inside && ok {
			code, _, _ := strings.Cut(cell, "`")
			out[code] = true
		}
	}
	return out
}

// maker is a function that makes refusals: which of its arguments is the code.
type maker struct {
	room, name string // of the function; method names are matched by name alone
	arg        int
}

// refusals returns every refusal code of non-test code and where it is made.
// A function that hands its own parameter on as the code is a maker too, and
// its callers are read. A code that cannot be read is a breach.
func (t *tree) refusals() (codes map[string]string, unread []breach) {
	codes = map[string]string{}
	consts := t.stringConsts()
	makers := []maker{{"refusal", "New", 0}}
	done := map[maker]bool{}
	for len(makers) > 0 {
		m := makers[0]
		makers = makers[1:]
		if done[m] {
			continue
		}
		done[m] = true
		for _, f := range t.goFiles() {
			if f.isTest() || f.room() == "refusal" {
				continue
			}
			t.eachCode(f, m, func(fn *ast.FuncDecl, code ast.Expr) {
				if s, ok := literal(code, consts[f.room()]); ok {
					codes[s] = firstPlace(codes[s], t.at(code))
				} else if i := parameter(fn, code); i >= 0 {
					makers = append(makers, maker{f.room(), fn.Name.Name, i})
				} else {
					unread = append(unread, breach{t.at(code), "the refusal code is not written here: use a literal or a constant"})
				}
			})
		}
	}
	return codes, unread
}

func firstPlace(old, now string) string {
	if old == "" {
		return now
	}
	places := []string{old, now}
	sort.Strings(places)
	return places[0]
}

// eachCode yields the code expression of each use of a maker in a file, and of
// each composite literal of refusal.Refusal.
func (t *tree) eachCode(f *file, m maker, yield func(fn *ast.FuncDecl, code ast.Expr)) {
	local := ""
	imports(f, func(spec *ast.ImportSpec, p string) {
		if p == refusalPackage {
			local = "refusal"
			if spec.Name != nil {
				local = spec.Name.Name
			}
		}
	})
	for _, d := range f.syntax.Decls {
		fn, _ := d.(*ast.FuncDecl)
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if m.called(f, n.Fun, local) && len(n.Args) > m.arg {
					yield(fn, n.Args[m.arg])
				}
			case *ast.CompositeLit:
				if code := refusalLiteral(n, local); code != nil && m.room == "refusal" {
					yield(fn, code)
				}
			}
			return true
		})
	}
}

// called reports whether the expression names the maker in this file.
func (m maker) called(f *file, fun ast.Expr, refusalName string) bool {
	switch fun := fun.(type) {
	case *ast.Ident:
		return m.room == f.room() && fun.Name == m.name
	case *ast.SelectorExpr:
		if m.room == "refusal" {
			id, ok := fun.X.(*ast.Ident)
			return ok && refusalName != "" && id.Name == refusalName && fun.Sel.Name == m.name
		}
		return m.room == f.room() && fun.Sel.Name == m.name
	}
	return false
}

// refusalLiteral returns the code of a refusal.Refusal{…}, or nil.
func refusalLiteral(lit *ast.CompositeLit, local string) ast.Expr {
	sel, ok := lit.Type.(*ast.SelectorExpr)
	if !ok || local == "" || sel.Sel.Name != "Refusal" {
		return nil
	}
	if id, ok := sel.X.(*ast.Ident); !ok || id.Name != local {
		return nil
	}
	for i, e := range lit.Elts {
		kv, keyed := e.(*ast.KeyValueExpr)
		if keyed {
			if k, ok := kv.Key.(*ast.Ident); ok && k.Name == "Code" {
				return kv.Value
			}
		} else if i == 0 {
			return e
		}
	}
	return nil
}

// literal reads a string literal or a constant of the package.
func literal(e ast.Expr, consts map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.Ident:
		s, ok := consts[e.Name]
		return s, ok
	case *ast.ParenExpr:
		return literal(e.X, consts)
	case *ast.CallExpr: // string(code) of a typed constant
		if id, ok := e.Fun.(*ast.Ident); ok && id.Name == "string" && len(e.Args) == 1 {
			return literal(e.Args[0], consts)
		}
	}
	return "", false
}

// parameter returns which parameter of fn the expression is, or -1.
func parameter(fn *ast.FuncDecl, e ast.Expr) int {
	id, ok := e.(*ast.Ident)
	if !ok || fn == nil {
		return -1
	}
	i := 0
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			if name.Name == id.Name {
				return i
			}
			i++
		}
	}
	return -1
}

// stringConsts returns the string constants of each package.
func (t *tree) stringConsts() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, f := range t.goFiles() {
		for _, d := range f.syntax.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.CONST {
				continue
			}
			for _, s := range gen.Specs {
				spec := s.(*ast.ValueSpec)
				for i, n := range spec.Names {
					if i >= len(spec.Values) {
						break
					}
					if v, ok := literal(spec.Values[i], nil); ok {
						if out[f.room()] == nil {
							out[f.room()] = map[string]string{}
						}
						out[f.room()][n.Name] = v
					}
				}
			}
		}
	}
	return out
}
