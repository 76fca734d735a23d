package steady

import (
	"go/ast"
	"strconv"
	"strings"
)

// floors is the house of design section 3, lowest first. A room may import the
// rooms of lower floors; rooms of one floor do not know each other.
var floors = [][]string{
	{"measure", "moment", "refusal"}, // refusal: docs/decisions/002-refusal-is-a-room.md
	{"person", "journal"},
	{"protocol"},
	{"dosing", "visit", "register", "timetable", "recovery", "voice"},
	{"clinic"},
	{"lab"},
}

// ban forbids an import. Tests are free unless the ban says otherwise.
type ban struct {
	from, imports string // a room and what lies in it; "core" is every room of floors
	why           string
	tests         bool     // holds for tests too
	but           []string // rooms that are free of it
}

// bans are the forbidden imports beside the direction of floors.
var bans = []ban{
	{from: "core", imports: "steady/internal", tests: true,
		why: "a rule that needs the shell, even in its test, cannot run in the lab, the demo and the fault test alike"},
	{from: "core", imports: "steady/cmd", tests: true, why: "the core does not know that it is a program"},
	{from: "core", imports: "os", why: "the core does no I/O: pass the bytes in"},
	{from: "core", imports: "io/ioutil", why: "the core does no I/O: pass the bytes in"},
	{from: "core", imports: "net", why: "the core does no I/O: the shell talks to the world"},
	{from: "core", imports: "database/sql", why: "a rule that lives in SQL is not the rule the lab runs"},
	{from: "core", imports: "log", why: "the core returns what happened; the shell decides what to log"},
	{from: "core", imports: "crypto/rand", why: "randomness is an argument, so that a seed repeats a run"},
	{from: "core", imports: "syscall", why: "the core does no I/O"},
	{from: "core", imports: "unsafe", why: "an amount is never reinterpreted"},
	{from: "core", imports: "testing", why: "test support belongs in _test.go files or in a package of its own"},
	{from: "internal", imports: "steady/cmd", tests: true, why: "the command wires the rooms; no room knows it"},

	{from: "internal/web", imports: "steady/internal/store", why: "a page asks internal/app: the road checks who may"},
	{from: "internal/fhir", imports: "steady/internal/store", why: "a translation asks internal/app, never the store"},
	{from: "internal/ndtms", imports: "steady/internal/store", why: "a translation asks internal/app, never the store"},
	{from: "internal", imports: "steady/internal/store", but: []string{"internal/store"},
		why: "internal/app declares the Store it needs; only cmd/steady chooses one"},
	{from: "internal/app", imports: "steady/internal/web", why: "the road does not know its callers"},
	{from: "internal/app", imports: "steady/internal/demo", why: "the road does not know the invented clinic"},
	{from: "internal/app", imports: "database/sql", why: "the road decides; only internal/store speaks SQL"},
	{from: "internal/web", imports: "database/sql", why: "a page never speaks SQL"},
	{from: "internal", imports: "steady/internal/demo", but: []string{"internal/demo"},
		why: "invented people never reach a real service's code"},
	{from: "internal", imports: "modernc.org/sqlite", but: []string{"internal/store"},
		why: "one room knows the database"},
	{from: "internal", imports: "github.com/jackc/pgx", but: []string{"internal/store", "internal/job"},
		why: "one room knows the database; the lab's replications are spread over one that holds nothing else"},
	{from: "internal", imports: "steady/lab", but: []string{"internal/job", "internal/report/brief",
		"internal/labdesk", "internal/web"},
		why: "the policy lab must not leak into live rules (hazard H14); a test holds that its pages send no command"},
	{from: "internal/labdesk", imports: "steady/internal",
		why: "who runs comparisons knows neither the road nor the clinic's store (hazard H14)"},
	{from: "internal/job", imports: "steady/internal",
		why: "who runs the lab's replications knows neither the road nor the clinic's store (hazard H14)"},
	{from: "internal", imports: "github.com/riverqueue/river", but: []string{"internal/job"},
		why: "one room knows the queue"},
	{from: ".", imports: "net/smtp", tests: true,
		why: "a message on a shared phone tells others that somebody is in treatment: Steady sends none (hazard H17)"},
	{from: ".", imports: "math/rand", but: []string{"lab"}, tests: true,
		why: "its global source cannot be seeded by an argument: use math/rand/v2 with rand.New"},
}

// modules are the only modules from outside that core rooms may link.
var modules = map[string]string{
	"journal": "golang.org/x/mod/", // the Merkle log and signed notes, arithmetic without I/O
}

var importDirection = rule{
	name:  "imports point down",
	why:   "one direction keeps each room readable alone and lets the same rules serve booth, demo, lab and fault test",
	do:    "move the shared word to a lower room, or let clinic bring the two together (floors in tidy_imports_test.go)",
	check: checkDirection,
}

var importBan = rule{
	name:  "forbidden imports",
	why:   "each line of bans in tidy_imports_test.go carries its own reason, repeated below",
	do:    "do it in the room that the reason names, and pass the result in",
	check: checkBans,
}

var coreClock = rule{
	name:  "the core reads no clock",
	why:   "now is read once per command, in the shell; a rule that reads a clock cannot be replayed",
	do:    "take a moment.Instant as an argument",
	check: checkClock,
}

var coreDice = rule{
	name:  "no global randomness",
	why:   "a run must be repeatable from its seed",
	do:    "take a *rand.Rand made by rand.New(rand.NewPCG(seed, …)) as an argument",
	check: checkDice,
}

// dependencyPage gives the reason for each module.
const dependencyPage = "docs/decisions/008-dependencies.md"

var reasoned = rule{
	name:  "every module has a reason",
	why:   "a dependency is like a member of staff: it is taken on for a named job, and it can do harm",
	do:    "give its job and its licence a row in " + dependencyPage + ", or do without it",
	check: checkReasons,
}

// checkReasons looks at what is imported, not at go.mod, which lists more.
func checkReasons(t *tree) (found []breach) {
	given := map[string]bool{}
	if page := t.find(dependencyPage); page != nil {
		given = tableCodes(page.text, "")
	}
	seen := map[string]bool{}
	for _, f := range t.goFiles() {
		imports(f, func(spec *ast.ImportSpec, p string) {
			first, _, _ := strings.Cut(p, "/")
			if !strings.Contains(first, ".") || seen[p] {
				return
			}
			seen[p] = true
			for m := range given {
				if in(p, m) {
					return
				}
			}
			found = append(found, breach{t.at(spec), p})
		})
	}
	return found
}

// floorOf returns the floor and room of a folder; ok is false outside the core.
func floorOf(dir string) (floor int, room string, ok bool) {
	for i, rooms := range floors {
		for _, r := range rooms {
			if in(dir, r) {
				return i, r, true
			}
		}
	}
	return 0, "", false
}

// imports calls yield for each import of a file.
func imports(f *file, yield func(spec *ast.ImportSpec, path string)) {
	for _, spec := range f.syntax.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			yield(spec, p)
		}
	}
}

func checkDirection(t *tree) (found []breach) {
	for _, f := range t.goFiles() {
		floor, room, ok := floorOf(f.room())
		if !ok || f.isTest() {
			continue
		}
		imports(f, func(spec *ast.ImportSpec, p string) {
			if dir, ours := strings.CutPrefix(p, "steady/"); ours {
				to, target, core := floorOf(dir)
				if core && target != room && to >= floor {
					found = append(found, breach{t.at(spec), room + " imports " + target + ", which is not below it"})
				}
				return
			}
			first, _, _ := strings.Cut(p, "/")
			allowed := modules[room]
			if strings.Contains(first, ".") && (allowed == "" || !strings.HasPrefix(p, allowed)) {
				found = append(found, breach{t.at(spec), room + " links " + p + ": add it to modules with a reason, or do without"})
			}
		})
	}
	return found
}

func checkBans(t *tree) (found []breach) {
	for _, f := range t.goFiles() {
		imports(f, func(spec *ast.ImportSpec, p string) {
			for _, b := range bans {
				if b.holds(f) && in(p, b.imports) && p != "math/rand/v2" { // v2: checkDice
					found = append(found, breach{t.at(spec), f.room() + " imports " + p + ": " + b.why})
					return
				}
			}
		})
	}
	return found
}

// holds reports whether the ban is about this file.
func (b ban) holds(f *file) bool {
	if f.isTest() && !b.tests {
		return false
	}
	for _, free := range b.but {
		if in(f.room(), free) {
			return false
		}
	}
	if b.from == "core" {
		_, _, core := floorOf(f.room())
		return core
	}
	return b.from == "." || in(f.room(), b.from)
}

// calls yields each selector pkg.Name of a file where pkg is that import.
func calls(f *file, importPath string, yield func(sel *ast.SelectorExpr)) {
	local := ""
	imports(f, func(spec *ast.ImportSpec, p string) {
		if p != importPath {
			return
		}
		local = p[strings.LastIndex(p, "/")+1:]
		if local == "v2" {
			local = "rand"
		}
		if spec.Name != nil {
			local = spec.Name.Name
		}
	})
	if local == "" {
		return
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == local {
				yield(sel)
			}
		}
		return true
	})
}

// clocks are the functions of package time that read or wait for the clock.
var clocks = map[string]bool{"Now": true, "Since": true, "Until": true, "Sleep": true, "After": true,
	"AfterFunc": true, "Tick": true, "NewTicker": true, "NewTimer": true}

func checkClock(t *tree) (found []breach) {
	for _, f := range t.goFiles() {
		if _, _, core := floorOf(f.room()); !core || f.isTest() {
			continue
		}
		calls(f, "time", func(sel *ast.SelectorExpr) {
			if clocks[sel.Sel.Name] {
				found = append(found, breach{t.at(sel), "time." + sel.Sel.Name})
			}
		})
	}
	return found
}

// seeded are the names of math/rand/v2 that take their source as an argument.
var seeded = map[string]bool{"New": true, "NewPCG": true, "NewChaCha8": true, "NewZipf": true, "Rand": true,
	"Source": true, "PCG": true, "ChaCha8": true, "Zipf": true}

// checkDice looks at the whole tree, tests too: a random test prints its seed,
// which the global source does not have.
func checkDice(t *tree) (found []breach) {
	for _, f := range t.goFiles() {
		calls(f, "math/rand/v2", func(sel *ast.SelectorExpr) {
			if !seeded[sel.Sel.Name] {
				found = append(found, breach{t.at(sel), "rand." + sel.Sel.Name + " uses the global source"})
			}
		})
	}
	return found
}
