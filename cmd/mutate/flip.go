package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// switches is what the flipped package gets beside its own files.
const switches = `
var mutantIsOn = func() int { n, _ := strconv.Atoi(os.Getenv("MUTANT")); return n }()

func mutant(id int) bool { return id == mutantIsOn }

func mutantAnd(id int, x bool, y func() bool) bool {
	if mutant(id) {
		return x || y()
	}
	return x && y()
}

func mutantOr(id int, x bool, y func() bool) bool {
	if mutant(id) {
		return x && y()
	}
	return x || y()
}

type mutantNumber interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

func mutantMore[T mutantNumber](id int, x T) T {
	if mutant(id) {
		return x + 1
	}
	return x
}

func mutantPick[T any](id int, x, flipped T) T {
	if mutant(id) {
		return flipped
	}
	return x
}
`

// flip is one change that can be switched on.
type flip struct {
	where, what string
	survived    bool
}

// flipped is a package with every flip in its text.
type flipped struct {
	dir, name string
	files     map[string]string // by path
	flips     []flip
	imports   map[string]bool
	aliases   map[string]string // of the types that flips mention
	alone     map[ast.Expr]bool // calls whose answer nobody takes

	fset *token.FileSet
	info *types.Info
	pkg  *types.Package
	src  []byte
}

// flipPackage reads a package and flips every file whose name does not match.
func flipPackage(dir string, skip *regexp.Regexp) (*flipped, error) {
	p := &flipped{dir: dir, files: map[string]string{}, fset: token.NewFileSet(), imports: map[string]bool{},
		aliases: map[string]string{}, alone: map[ast.Expr]bool{}}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	source := map[*ast.File][]byte{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(p.fset, path, b, 0)
		if err != nil {
			return nil, err
		}
		files, source[f] = append(files, f), b
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no Go files in %s", dir)
	}
	p.name = files[0].Name.Name
	p.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(p.fset, "source", nil)}
	if p.pkg, err = conf.Check(p.name, p.fset, files, p.info); err != nil {
		return nil, err
	}
	for _, f := range files {
		path := p.fset.Position(f.Pos()).Filename
		if skip != nil && skip.MatchString(filepath.Base(path)) {
			continue
		}
		p.src = source[f]
		p.files[path] = p.text(f, p.fset.File(f.Pos()).Pos(0), p.fset.File(f.Pos()).Pos(len(p.src)))
	}
	return p, nil
}

// text returns the source from one place to another, with the outermost
// expressions of n that can be flipped replaced, and so on inside them.
func (p *flipped) text(n ast.Node, from, to token.Pos) string {
	var b strings.Builder
	at := from
	ast.Inspect(n, func(inner ast.Node) bool {
		if inner == nil || inner == n {
			return true
		}
		if decl, ok := inner.(*ast.GenDecl); ok && (decl.Tok == token.CONST || decl.Tok == token.IMPORT) {
			return false // a constant must stay one; where it is used it is flipped
		}
		if _, ok := inner.(*ast.ArrayType); ok {
			return false
		}
		switch s := inner.(type) {
		case *ast.ExprStmt:
			p.alone[s.X] = true
		case *ast.DeferStmt:
			p.alone[s.Call] = true
		case *ast.GoStmt:
			p.alone[s.Call] = true
		}
		e, ok := inner.(ast.Expr)
		if !ok {
			return true
		}
		if text, ok := p.flip(e); ok {
			b.Write(p.between(at, e.Pos()))
			b.WriteString(text)
			at = e.End()
			return false
		}
		return true
	})
	b.Write(p.between(at, to))
	return b.String()
}

func (p *flipped) between(from, to token.Pos) []byte {
	return p.src[p.fset.Position(from).Offset:p.fset.Position(to).Offset]
}

// inside is the text of an expression with what can be flipped in it flipped,
// itself included.
func (p *flipped) inside(e ast.Expr) string {
	if text, ok := p.flip(e); ok {
		return text
	}
	return p.text(e, e.Pos(), e.End())
}

// number makes the next flip.
func (p *flipped) number(e ast.Expr, what string) int {
	at := p.fset.Position(e.Pos())
	p.flips = append(p.flips, flip{where: fmt.Sprintf("%s:%04d:%03d", at.Filename, at.Line, at.Column), what: what})
	return len(p.flips)
}

// flip writes an expression that can be flipped, or says that it cannot.
func (p *flipped) flip(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return p.flipBinary(e)
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			id := p.number(e, "without the not")
			return fmt.Sprintf("(mutant(%d) != (!(%s)))", id, p.inside(e.X)), true
		}
	case *ast.BasicLit:
		return p.flipNumber(e, e.Kind == token.INT)
	case *ast.Ident:
		return p.flipIdent(e)
	case *ast.CallExpr:
		return p.flipCall(e)
	}
	return "", false
}

// The comparison that a slip of the pen would write instead.
var slips = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
}

func (p *flipped) flipBinary(e *ast.BinaryExpr) (string, bool) {
	if p.info.Types[e].Value != nil {
		return "", false // a constant expression: its numbers are flipped
	}
	switch e.Op {
	case token.EQL, token.NEQ:
		id := p.number(e, "the opposite of "+e.Op.String())
		return fmt.Sprintf("(mutant(%d) != (%s %s %s))", id, p.inside(e.X), e.Op, p.inside(e.Y)), true
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		id := p.number(e, e.Op.String()+" becomes "+slips[e.Op].String())
		opposite := p.number(e, "the opposite of "+e.Op.String())
		x, y := p.inside(e.X), p.inside(e.Y)
		return fmt.Sprintf("(mutant(%d) != (mutant(%d) && (%s %s %s) || !mutant(%d) && (%s %s %s)))", opposite,
			id, x, slips[e.Op], y, id, x, e.Op, y), true
	case token.LAND, token.LOR:
		name, other := "mutantAnd", "||"
		if e.Op == token.LOR {
			name, other = "mutantOr", "&&"
		}
		id := p.number(e, e.Op.String()+" becomes "+other)
		return fmt.Sprintf("%s(%d, %s, func() bool { return %s })", name, id, p.inside(e.X), p.inside(e.Y)), true
	case token.ADD, token.SUB:
		t, ok := p.integer(e)
		if !ok {
			return "", false
		}
		other := token.SUB
		if e.Op == token.SUB {
			other = token.ADD
		}
		id := p.number(e, e.Op.String()+" becomes "+other.String())
		x, y := p.inside(e.X), p.inside(e.Y)
		return fmt.Sprintf("mutantPick[%s](%d, (%s) %s (%s), (%s) %s (%s))", t, id, x, e.Op, y, x, other, y), true
	}
	return "", false
}

// flipNumber adds one to a whole number.
func (p *flipped) flipNumber(e ast.Expr, whole bool) (string, bool) {
	t, ok := p.integer(e)
	if !whole || !ok {
		return "", false
	}
	id := p.number(e, "one more than "+string(p.between(e.Pos(), e.End())))
	return fmt.Sprintf("mutantMore[%s](%d, %s)", t, id, p.between(e.Pos(), e.End())), true
}

// flipIdent flips true, false and the numbers that have a name in this
// package; a name that only counts (iota) is no number.
func (p *flipped) flipIdent(e *ast.Ident) (string, bool) {
	object := p.info.Uses[e]
	if object == types.Universe.Lookup("true") || object == types.Universe.Lookup("false") {
		id := p.number(e, "the opposite of "+e.Name)
		return fmt.Sprintf("(mutant(%d) != %s)", id, e.Name), true
	}
	c, ok := object.(*types.Const)
	if !ok || c.Pkg() != p.pkg || strings.HasPrefix(e.Name, "stage") || strings.HasPrefix(e.Name, "measured") ||
		strings.HasPrefix(e.Name, "kind") {
		return "", false
	}
	return p.flipNumber(e, true)
}

// flipCall turns min into max and back, and negates what answers yes or no.
func (p *flipped) flipCall(e *ast.CallExpr) (string, bool) {
	name, ok := e.Fun.(*ast.Ident)
	if ok && p.info.Types[e].Value == nil && (p.info.Uses[name] == types.Universe.Lookup("min") ||
		p.info.Uses[name] == types.Universe.Lookup("max")) {
		other := "max"
		if name.Name == "max" {
			other = "min"
		}
		var list []string
		for _, a := range e.Args {
			list = append(list, p.inside(a))
		}
		id := p.number(e, name.Name+" becomes "+other)
		args := strings.Join(list, ", ")
		return fmt.Sprintf("mutantPick(%d, %s(%s), %s(%s))", id, name.Name, args, other, args), true
	}
	if t, ok := p.info.Types[e]; ok && !p.alone[e] && !p.info.Types[e.Fun].IsType() && t.Type == types.Typ[types.Bool] {
		id := p.number(e, "the opposite of the answer")
		return fmt.Sprintf("(mutant(%d) != %s)", id, p.text(e, e.Pos(), e.End())), true
	}
	return "", false
}

// integer returns the name of a whole-number type as the package writes it.
func (p *flipped) integer(e ast.Expr) (string, bool) {
	t := p.info.Types[e].Type
	if t == nil {
		return "", false
	}
	b, ok := t.Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsInteger == 0 || b.Info()&types.IsUntyped != 0 {
		return "", false
	}
	text := types.TypeString(t, func(other *types.Package) string {
		if other == p.pkg {
			return ""
		}
		p.imports[other.Path()] = true
		return other.Name()
	})
	if p.aliases[text] == "" {
		p.aliases[text] = fmt.Sprintf("mutantType%d", len(p.aliases))
	}
	return p.aliases[text], true
}

// extra is the file that the flipped package gets beside its own: the
// switches, and a name for each type that a flip mentions.
func (p *flipped) extra() string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n\nimport (\n\t\"os\"\n\t\"strconv\"\n", p.name)
	for _, path := range slices.Sorted(maps.Keys(p.imports)) {
		fmt.Fprintf(&b, "\t%q\n", path)
	}
	b.WriteString(")\n\n")
	for _, text := range slices.Sorted(maps.Keys(p.aliases)) {
		fmt.Fprintf(&b, "type %s = %s\n", p.aliases[text], text)
	}
	return b.String() + switches
}
