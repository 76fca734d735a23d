package steady

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"strings"
	"unicode"
)

var linksResolve = rule{
	name:  "links resolve",
	why:   "a page that points nowhere is a promise broken to the newcomer who follows it",
	do:    "mend the path or the heading after #",
	check: checkLinks,
}

var hazardLog = rule{
	name: "hazards name living tests, and nobody here scores them",
	why: "a control without a test that runs is a hope; and the severity, likelihood and risk of a hazard are the " +
		"judgement of the deploying organisation's clinical safety officer (DCB0129, R-CNF-04), never the developer's",
	do: "name an existing test (TestName or spec/file.txt) or write `none yet` as the control; " +
		"leave the scores to the officer's own copy",
	check: checkHazards,
}

var hazardTable = rule{
	name:  "the hazard table is made from the hazard log",
	why:   "a clinical safety officer reads one page first, and it must say what the log says",
	do:    "run STEADY_UPDATE_DOCS=1 go test . and read the difference",
	check: checkHazardTable,
}

var appendOnly = rule{
	name:  "no statement changes or removes an entry",
	why:   "the journal is corrected by adding: an UPDATE or DELETE of an entry breaks every proof made since",
	do:    "append a correction; only read models, snapshots and the cabinet are ever changed",
	check: checkAppendOnly,
}

var makeTargets = rule{
	name:  "the documented make targets exist",
	why:   "a newcomer copies the command from the page",
	do:    "add the target to the Makefile or mend the page",
	check: checkMakeTargets,
}

var (
	mdLink    = regexp.MustCompile(`!?\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)`)
	mdRefLink = regexp.MustCompile(`(?m)^\[[^\]]+\]:\s+(\S+)`)
	fence     = regexp.MustCompile("(?ms)^\\s*```.*?^\\s*```")
	inline    = regexp.MustCompile("`[^`\n]*`")
)

func checkLinks(t *tree) (found []breach) {
	for _, f := range t.files {
		if path.Ext(f.path) != ".md" {
			continue
		}
		text := inline.ReplaceAllString(fence.ReplaceAllString(f.text, ""), "")
		links := append(mdLink.FindAllStringSubmatch(text, -1), mdRefLink.FindAllStringSubmatch(text, -1)...)
		for _, m := range links {
			if problem := t.followed(f, m[1]); problem != "" {
				found = append(found, breach{f.path, m[1] + ": " + problem})
			}
		}
	}
	return found
}

// followed says what is wrong with a link, or nothing.
func (t *tree) followed(f *file, link string) string {
	if strings.Contains(link, "://") || strings.HasPrefix(link, "mailto:") {
		return ""
	}
	to, anchor, _ := strings.Cut(link, "#")
	target := f
	if to != "" {
		p := path.Join(f.room(), to)
		if t.dirs[p] {
			return ""
		}
		if target = t.find(p); target == nil {
			return "there is no " + p
		}
	}
	if anchor != "" && path.Ext(target.path) == ".md" && !headings(target.text)[anchor] {
		return "there is no heading #" + anchor + " in " + target.path
	}
	return ""
}

// headings returns the anchors of a page, made as the common renderers do.
func headings(text string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(fence.ReplaceAllString(text, "")) {
		if !strings.HasPrefix(line, "#") {
			continue
		}
		var b strings.Builder
		for _, r := range strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "#"))) {
			switch {
			case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
				b.WriteRune(r)
			case r == ' ':
				b.WriteByte('-')
			}
		}
		out[b.String()] = true
	}
	return out
}

// hazardPage is the published hazard log.
const hazardPage = "docs/safety/hazard-log.md"

var (
	hazardHead = regexp.MustCompile(`(?m)^## (H\d{2,3}) .+$`)
	testName   = regexp.MustCompile("`((?:Test|Fuzz)\\w+|spec/[\\w./-]+\\.txt)`")
	scored     = regexp.MustCompile(`(?i)\b(severity|likelihood|risk( score| rating)?)\s*(\||:|=|is\b|of\b)\s*` +
		`(\*\*)?(\d|very (high|low)|high|medium|low|minor|significant|considerable|major|catastrophic|acceptable|unacceptable)`)
	hazardRows = []string{"Cause", "Effect", "Control", "Test", "Severity, likelihood, risk", "Status"}
)

const unscored = "for the deployer's clinical safety officer"

func checkHazards(t *tree) (found []breach) {
	page := t.find(hazardPage)
	if page == nil {
		return []breach{{hazardPage, "the hazard log is missing"}}
	}
	tests := t.tests()
	for _, m := range scored.FindAllString(page.text, -1) {
		found = append(found, breach{hazardPage, fmt.Sprintf("%q sets a score", m)})
	}
	heads := hazardHead.FindAllStringSubmatchIndex(page.text, -1)
	if len(heads) == 0 {
		return append(found, breach{hazardPage, "no hazard is listed (## H01 …)"})
	}
	seen := map[string]bool{}
	for i, h := range heads {
		end := len(page.text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		id, body := page.text[h[2]:h[3]], page.text[h[1]:end]
		where := hazardPage + " " + id
		if seen[id] {
			found = append(found, breach{where, "listed twice"})
		}
		seen[id] = true
		for _, problem := range hazardProblems(body, tests) {
			found = append(found, breach{where, problem})
		}
	}
	return found
}

// hazardProblems says what is wrong with one hazard.
func hazardProblems(body string, tests map[string]bool) (out []string) {
	rows := map[string]string{}
	for line := range strings.Lines(body) {
		cells := strings.Split(line, "|")
		if len(cells) >= 4 {
			rows[strings.TrimSpace(cells[1])] = strings.TrimSpace(strings.Join(cells[2:len(cells)-1], "|"))
		}
	}
	for _, r := range hazardRows {
		if rows[r] == "" {
			out = append(out, "no "+r)
		}
	}
	if rows["Severity, likelihood, risk"] != unscored {
		out = append(out, "severity, likelihood and risk are "+unscored)
	}
	named := testName.FindAllStringSubmatch(rows["Test"], -1)
	for _, m := range named {
		if !tests[m[1]] {
			out = append(out, m[1]+" does not exist in the tree")
		}
	}
	switch pending := strings.HasPrefix(rows["Test"], "none yet"); {
	case len(named) == 0 && !pending:
		out = append(out, "the control names no test")
	case pending && rows["Status"] != "open, control not built":
		out = append(out, "a hazard without a test is open, control not built")
	}
	return out
}

// tests are the names of all test functions and the paths of all spec scripts.
func (t *tree) tests() map[string]bool {
	out := map[string]bool{}
	for _, f := range t.files {
		if in(f.room(), "spec") && path.Ext(f.path) == ".txt" {
			out[f.path] = true
		}
		if f.syntax == nil || !f.isTest() {
			continue
		}
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil {
				out[fn.Name.Name] = true
			}
		}
	}
	return out
}

var entryChange = regexp.MustCompile(`(?is)\b(?:DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?|` +
	`UPDATE\s+(?:ONLY\s+)?|DELETE\s+FROM\s+(?:ONLY\s+)?|TRUNCATE\s+(?:TABLE\s+)?|REPLACE\s+INTO\s+)` +
	`["'\x60]?(entry|command|checkpoint)\b`)

func checkAppendOnly(t *tree) (found []breach) {
	for _, f := range t.files {
		// A room of tests, such as storetest, tries what must be refused.
		goCode := f.syntax != nil && !f.isTest() && !strings.HasSuffix(f.room(), "test")
		if !goCode && path.Ext(f.path) != ".sql" {
			continue
		}
		for _, at := range entryChange.FindAllStringIndex(f.text, -1) {
			line := 1 + strings.Count(f.text[:at[0]], "\n")
			statement := strings.Join(strings.Fields(f.text[at[0]:at[1]]), " ")
			found = append(found, breach{fmt.Sprintf("%s:%d", f.path, line), statement})
		}
	}
	return found
}

var (
	makeUse    = regexp.MustCompile("(?:`|^\\s*)make ([a-z][a-z-]*)")
	makeTarget = regexp.MustCompile(`(?m)^([a-z][a-z-]*):`)
)

func checkMakeTargets(t *tree) (found []breach) {
	have := map[string]bool{}
	if f := t.find("Makefile"); f != nil {
		for _, m := range makeTarget.FindAllStringSubmatch(f.text, -1) {
			have[m[1]] = true
		}
	}
	for _, f := range t.files {
		if path.Ext(f.path) != ".md" {
			continue
		}
		for i, line := range f.lines() {
			for _, m := range makeUse.FindAllStringSubmatch(line, -1) {
				if !have[m[1]] {
					found = append(found, breach{fmt.Sprintf("%s:%d", f.path, i+1), "make " + m[1]})
				}
			}
		}
	}
	return found
}
