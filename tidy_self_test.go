package steady

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// broken is a tree that breaks a rule, or stands just inside it.
type broken struct {
	rule  rule
	name  string
	files map[string]string // beside what the rule needs to work at all
	want  []string          // each in a breach; none: the tree is tidy
}

// TestTidyCatches feeds every rule trees that break it and trees that do not.
func TestTidyCatches(t *testing.T) {
	language, err := os.ReadFile(languagePage)
	if err != nil {
		t.Fatal(err)
	}
	fed := map[string]bool{}
	for _, c := range append(append(brokenCode(), brokenShape()...), append(brokenRefusals(), brokenDocs()...)...) {
		fed[c.rule.name] = fed[c.rule.name] || len(c.want) > 0
		t.Run(c.rule.name+"/"+c.name, func(t *testing.T) {
			fsys := fstest.MapFS{languagePage: {Data: language}}
			for name, text := range c.files {
				fsys[name] = &fstest.MapFile{Data: []byte(text)}
			}
			tr, err := loadTree(fsys)
			if err != nil {
				t.Fatal(err)
			}
			expectBreaches(t, c.rule, c.rule.check(tr), c.want)
		})
	}
	for _, r := range rules {
		if !fed[r.name] {
			t.Errorf("no broken tree for the rule %q: a check that cannot fail is a defect", r.name)
		}
	}
}

func expectBreaches(t *testing.T, r rule, found []breach, want []string) {
	t.Helper()
	report := r.report(found)
	if len(found) != len(want) {
		t.Fatalf("%d breaches, want %d\n%s", len(found), len(want), report)
	}
	for _, w := range append(want, r.why, r.do) {
		if !strings.Contains(report, w) {
			t.Errorf("the report does not say %q:\n%s", w, report)
		}
	}
}

// pkg is a Go file of a package named after its folder.
func pkg(body string) string { return "package x\n\n" + body + "\n" }

func brokenCode() []broken {
	return []broken{
		{importDirection, "up", map[string]string{"measure/a.go": pkg(`import _ "steady/dosing"`)},
			[]string{"measure imports dosing, which is not below it"}},
		{importDirection, "siblings", map[string]string{"dosing/a.go": pkg(`import _ "steady/visit"`)},
			[]string{"dosing imports visit"}},
		{importDirection, "inside a room", map[string]string{"register/uk/a.go": pkg(`import _ "steady/visit"`)},
			[]string{"register imports visit"}},
		{importDirection, "a module from outside", map[string]string{
			"visit/a.go": pkg(`import _ "golang.org/x/mod/sumdb/tlog"`)},
			[]string{"visit links golang.org/x/mod/sumdb/tlog"}},
		{importDirection, "down is fine", map[string]string{
			"clinic/a.go":   pkg("import (\n\t_ \"steady/register/uk\"\n\t_ \"steady/refusal\"\n)"),
			"register/a.go": pkg(`import _ "steady/register/uk"`),
			"journal/a.go":  pkg(`import _ "golang.org/x/mod/sumdb/tlog"`)}, nil},
		{importBan, "the core and the shell", map[string]string{
			"clinic/a.go":          pkg(`import _ "steady/internal/app"`),
			"clinic/a_test.go":     pkg(`import _ "steady/internal/store"`),
			"dosing/a.go":          pkg(`import _ "os/exec"`),
			"visit/a.go":           pkg(`import _ "net/http"`),
			"visit/a_test.go":      pkg(`import _ "os"`),
			"person/a.go":          pkg("import (\n\t_ \"math/rand\"\n\t_ \"math/rand/v2\"\n)"),
			"internal/remind/a.go": pkg("import _ \"net/smtp\"")},
			[]string{"steady/internal/app", "steady/internal/store", "os/exec", "net/http", "imports math/rand:",
				"imports net/smtp: a message"}},
		{importBan, "the store's door", map[string]string{
			"internal/web/a.go":             pkg(`import _ "steady/internal/store"`),
			"internal/web/a_test.go":        pkg(`import _ "steady/internal/store"`),
			"internal/login/a.go":           pkg(`import _ "steady/internal/store/sqlite"`),
			"internal/store/storetest/a.go": pkg(`import _ "steady/internal/store"`),
			"cmd/steady/a.go":               pkg(`import _ "steady/internal/store"`)},
			[]string{"the road checks who may", "only cmd/steady chooses one"}},
		{coreClock, "now", map[string]string{
			"clinic/a.go":       pkg("import \"time\"\n\nvar a = time.Now()\nvar b = time.Hour"),
			"visit/a.go":        pkg("import clock \"time\"\n\nvar a = clock.Since"),
			"internal/app/a.go": pkg("import \"time\"\n\nvar a = time.Now()")},
			[]string{"clinic/a.go:5: time.Now", "visit/a.go:5: time.Since"}},
		{coreDice, "the global source", map[string]string{
			"lab/a.go": pkg("import \"math/rand/v2\"\n\nvar a = rand.IntN(6)\nvar b = rand.New(rand.NewPCG(1, 2))")},
			[]string{"lab/a.go:5: rand.IntN"}},
		{reasoned, "no reason", map[string]string{
			dependencyPage: "| module | job |\n|---|---|\n| `example.com/x` | shows |\n",
			"visit/a.go":   pkg("import (\n\t_ \"example.com/x/y\"\n\t_ \"example.com/z\"\n\t_ \"strings\"\n)")},
			[]string{"visit/a.go:5: example.com/z"}},
	}
}

func brokenShape() []broken {
	long := strings.Repeat("\t_ = 0\n", maxFunctionLines)
	return []broken{
		{noFloats, "a dose", map[string]string{
			"dosing/a.go":      pkg("func f(mg float64) bool { return mg > 0.5 }"),
			"dosing/a_test.go": pkg("var f = 0.5"),
			"lab/a.go":         pkg("var f float64")},
			[]string{"float64", "0.5"}},
		{functionLength, "two lines too many", map[string]string{
			"visit/a.go": pkg("func long() {\n" + long + "}"), "visit/b.go": pkg("func fits() {\n" + long[14:] + "}")},
			[]string{"long has 72 lines"}},
		{fileLength, "one line too many", map[string]string{
			"visit/a.go":     "package visit\n" + strings.Repeat("\n", maxFileLines),
			"web/a.templ":    strings.Repeat("x\n", maxFileLines+1),
			"web/a_templ.go": "package web\n" + strings.Repeat("\n", maxFileLines),
			"visit/b.go":     "package visit\n" + strings.Repeat("\n", maxFileLines-1)},
			[]string{"visit/a.go: 501 lines", "web/a.templ: 501 lines"}},
		{lineLength, "one column too many", map[string]string{
			"visit/a.go": "package visit\n\n// " + strings.Repeat("é ", 59) + "\n// " + strings.Repeat("é ", 58) + "\n" +
				"// see https://example.invalid/" + strings.Repeat("x", 120) + "\n"},
			[]string{"visit/a.go:3: 121 characters"}},
		{docSentence, "absent or not a sentence", map[string]string{
			"visit/a.go": "// Package visit is one attendance.\npackage visit\n\nfunc Bare() {}\n\n" +
				"// Half a thought\ntype T int\n\n" +
				"// Whole thought.\nfunc (T) M() {}\n\nfunc (t *T) N() {}\n\ntype hidden int\n\nfunc (hidden) M() {}\n\n" +
				"// The words.\nconst (\n\tA = 1\n\tB = 2\n)\n",
			"dosing/a.go": "// Package dosing decides.\npackage dosing\n\n// A is one.\ntype A int\n\n" +
				"// B is two.\ntype B int\n\n" +
				"// Kind names it.\nfunc (A) Kind() string { return \"a\" }\nfunc (B) Kind() string { return \"b\" }\n",
			"person/a.go": "package person\n"},
			[]string{"Bare has no comment", "T does not end as a sentence", "N has no comment",
				"person has no package comment"}},
		{badNames, "nothing", map[string]string{
			"internal/utils/a.go": pkg(""), "visit/helpers_test.go": pkg(""), "visit/ampoule.go": pkg("")},
			[]string{"internal/utils", "visit/helpers_test.go"}},
		{kindWords, "said aloud", map[string]string{
			"internal/web/a.templ":  "<p>Your test\nwas clean</p>\n<p>The person\nhas failed</p>\n",
			"visit/a.go":            pkg("const a = \"the addict\"\n\n// abuse in a comment is for the reviewer"),
			"visit/a_test.go":       pkg("func TestAddictLeaves() {}"),
			"cmd/steady/a.go":       pkg(`const a = "a clean start; the disk failed"`),
			"docs/a.md":             "Drug abuse, says the Misuse of Drugs Regulations. A clean-up of a clean tree.\n",
			"protocol/packs/a.json": "{\"text\": \"non-compliant\"}\n"},
			[]string{`"clean"`, `"person failed"`, "visit/a.go:3", "visit/a_test.go:3", "docs/a.md:1",
				"protocol/packs/a.json:1"}},
		{kindWords, "allowed", map[string]string{
			"internal/web/a.templ": "<p>The check failed. The clean-up is done. Addiction medicine.</p>\n",
			"visit/a.go":           pkg(`const a = "National Institute on Drug Abuse, reabused_column"`)}, nil},
	}
}

func brokenRefusals() []broken {
	const use = "import \"steady/refusal\"\n\n"
	spec, page := "x  -> refused too_soon\n", "## Refusal codes\n\n| code | meaning |\n|---|---|\n| `too_soon` | wait |\n"
	return []broken{
		{refusalCodes, "nowhere", map[string]string{
			"visit/a.go":  pkg(use + `var a = refusal.New("wrong_step", "R", "s")`),
			"GLOSSARY.md": page, "spec/clinic/a.txt": spec},
			[]string{"wrong_step is in no script", "wrong_step is not in GLOSSARY.md", "too_soon is explained but nothing"}},
		{refusalCodes, "shown and explained", map[string]string{
			"visit/a.go":  pkg(use + `var a = refusal.New("too_soon", "R", "s")`),
			"GLOSSARY.md": page, "spec/clinic/a.txt": spec}, nil},
		{refusalCodes, "through a maker, a constant and a literal", map[string]string{
			"visit/a.go": pkg(use + "const c = \"by_const\"\n\n" +
				"func no(rule, code string) *refusal.Refusal { return refusal.New(code, rule, \"s\") }\n\n" +
				"var a, b, d = no(\"R\", \"by_maker\"), no(\"R\", c), refusal.Refusal{Code: \"by_literal\"}"),
			"GLOSSARY.md":       strings.ReplaceAll(page, "too_soon", "by_const"),
			"spec/clinic/a.txt": "by_const by_literal"},
			[]string{"by_maker is in no script", "by_maker is not in", "by_literal is not in"}},
		{refusalCodes, "cannot be read", map[string]string{
			"visit/a.go": pkg(use + "var codes []string\n\nvar a = refusal.New(codes[0], \"R\", \"s\")")},
			[]string{"the refusal code is not written here"}},
		{refusalCodes, "spelled oddly", map[string]string{
			"visit/a.go":  pkg(use + `var a = refusal.New("Too-Soon", "R", "s")`),
			"GLOSSARY.md": strings.ReplaceAll(page, "too_soon", "Too-Soon")},
			[]string{"not snake_case"}},
	}
}

func brokenDocs() []broken {
	hazard := "## H01 wrong person\n\n| | |\n|---|---|\n| Cause | c |\n| Effect | e |\n| Control | c |\n" +
		"| Test | `TestThere` |\n" +
		"| Severity, likelihood, risk | " + unscored + " |\n| Status | open |\n"
	test := pkg("func TestThere() {}")
	return []broken{
		{linksResolve, "nowhere", map[string]string{
			"docs/a.md": "# One two\n[a](b.md) [c](#one-two) [d](#three) [e](../README.md)\n" +
				"[f](https://example.invalid) `[g](h.md)`\n" +
				"```\n[i](j.md)\n```\n", "README.md": "x"},
			[]string{"there is no docs/b.md", "no heading #three"}},
		{hazardLog, "a test that is gone", map[string]string{hazardPage: hazard}, []string{"TestThere does not exist"}},
		{hazardLog, "scored by us", map[string]string{"visit/a_test.go": test,
			hazardPage: strings.Replace(hazard, unscored, "severity: 5", 1)},
			[]string{"sets a score", "severity, likelihood and risk are"}},
		{hazardLog, "scored in prose", map[string]string{"visit/a_test.go": test,
			hazardPage: hazard + "\nThe risk is low.\n"},
			[]string{`"risk is low" sets a score`}},
		{hazardLog, "no test", map[string]string{hazardPage: strings.Replace(hazard, "`TestThere`", "we looked", 1)},
			[]string{"the control names no test"}},
		{hazardLog, "a hope called closed", map[string]string{
			hazardPage: strings.Replace(hazard, "`TestThere`", "none yet", 1)},
			[]string{"a hazard without a test is open"}},
		{hazardLog, "missing", nil, []string{"the hazard log is missing"}},
		{hazardLog, "in order", map[string]string{"visit/a_test.go": test, hazardPage: hazard}, nil},
		{hazardTable, "out of step", map[string]string{hazardPage: hazard, tablePage: "# Hazard table\n"},
			[]string{"is not what the hazard log says"}},
		{hazardTable, "in step", map[string]string{hazardPage: hazard, tablePage: makeHazardTable(hazard)}, nil},
		{appendOnly, "rewriting", map[string]string{
			"internal/store/a.go": pkg("const a = `DELETE FROM entry WHERE seq = $1`\n\n" +
				"const b = `DELETE FROM secrets`"),
			"internal/store/b.sql":          "update\n  only entry set bytes = '';\n",
			"internal/store/a_test.go":      pkg("const a = `DELETE FROM entry`"),
			"internal/store/storetest/a.go": pkg("const a = `DELETE FROM entry`")},
			[]string{"DELETE FROM entry", "update only entry"}},
		{packFieldsNamed, "not explained", map[string]string{packPage: "`gap_min` and gap\n", lawPage: "`id`\n",
			lawSchema:  `{"properties": {"id": {}, "by": {}}}`,
			packSchema: `{"properties": {"gap_min": {"anyOf": [{"properties": {"gap": {}}}]}}}`}, []string{"gap is a field",
			"by is a field"}},
		{packFieldsNamed, "explained", map[string]string{packPage: "`gap_min`, `gap`\n", lawPage: "`id`\n",
			lawSchema:  `{"properties": {"id": {}}}`,
			packSchema: `{"$defs": {"x": {"properties": {"gap_min": {}, "gap": {}}}}}`}, nil},
		{makeTargets, "promised", map[string]string{
			"README.md": "Run `make test`, then\n\n    make bench\n", "Makefile": "test:\n\ttrue\n"},
			[]string{"README.md:3: make bench"}},
	}
}
