package steady

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// languagePage holds the word list; it is the rule, and the one exemption.
const languagePage = "docs/reference/language.md"

var kindWords = rule{
	name:  "words respect people",
	why:   "the people it is about read this; a word that shames keeps people away (sources in " + languagePage + ")",
	do:    "use the word that " + languagePage + " gives instead; a proper name goes into its list of names",
	check: checkWords,
}

// shunned is one word or phrase that is not used.
type shunned struct {
	text, instead string
	last          string // its last word in lower case; most texts do not hold it
	screens       bool   // only where people are spoken to or of
	match         *regexp.Regexp
}

// vocabulary is the word list, read from the language page.
type vocabulary struct {
	words []shunned
	cited *strings.Replacer
}

const helpingVerb = `(?:\s+(?:is|are|was|were|be|been|being|has|have|had|repeatedly))?`

var quoted = regexp.MustCompile("`([^`]+)`")

// readVocabulary reads the tables and the list of names of the language page.
func readVocabulary(text string) (v vocabulary, err error) {
	var names []string
	heading := ""
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "## "):
			heading = line
		case strings.HasPrefix(line, "| `"):
			cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
			if len(cells) != 4 {
				return v, fmt.Errorf("a row of the word list has 4 cells: %s", line)
			}
			where := strings.TrimSpace(cells[2])
			if where != "everywhere" && where != "screens" {
				return v, fmt.Errorf("where is everywhere or screens: %s", line)
			}
			for _, m := range quoted.FindAllStringSubmatch(cells[0], -1) {
				last := m[1][strings.LastIndex(m[1], " ")+1:]
				v.words = append(v.words, shunned{text: m[1], instead: strings.TrimSpace(cells[1]),
					last: strings.ToLower(last), screens: where == "screens", match: phrase(m[1])})
			}
		case strings.HasPrefix(heading, "## Names") && strings.HasPrefix(line, "- `"):
			names = append(names, quoted.FindStringSubmatch(line)[1], " ")
		}
	}
	if len(v.words) < 20 {
		return v, fmt.Errorf("only %d words read from %s: the list or its reader is broken", len(v.words), languagePage)
	}
	v.cited = strings.NewReplacer(names...)
	return v, nil
}

// phrase matches whole words; a hyphen, an underscore and an apostrophe join.
func phrase(p string) *regexp.Regexp {
	var parts []string
	for _, w := range strings.Fields(p) {
		parts = append(parts, regexp.QuoteMeta(w))
	}
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pN_-])` + strings.Join(parts, helpingVerb+`\s+`) + `(?:[^\pL\pN_-]|$)`)
}

// spoken reports what of a text is shunned. The word before the text counts
// for phrases only: alone it was seen where it stands.
func (v vocabulary) spoken(before, text string, screen bool) (out []shunned) {
	text = v.cited.Replace(text)
	lower := strings.ToLower(before + " " + text)
	for _, w := range v.words {
		if w.screens && !screen || !strings.Contains(lower, w.last) {
			continue
		}
		across := before != "" && strings.Contains(w.text, " ") && w.match.MatchString(before+" "+text)
		if across || w.match.MatchString(text) {
			out = append(out, w)
		}
	}
	return out
}

// backstage are the rooms whose strings no person meets on a screen or a label.
var backstage = []string{"cmd", "tools", "internal/store", "."}

func checkWords(t *tree) (found []breach) {
	page := t.find(languagePage)
	if page == nil {
		return []breach{{languagePage, "the word list is missing, so no word can be checked"}}
	}
	v, err := readVocabulary(page.text)
	if err != nil {
		return []breach{{languagePage, err.Error()}}
	}
	say := func(where, before, text string, screen bool) {
		for _, w := range v.spoken(before, text, screen) {
			found = append(found, breach{where, fmt.Sprintf("%q: we say %s", w.text, w.instead)})
		}
	}
	for _, f := range t.files {
		switch {
		case f == page || f.text == "":
		case f.syntax != nil:
			if !f.generated() {
				t.eachWord(f, say)
			}
		default:
			pack := path.Ext(f.path) == ".json" && inAny(f.room(), []string{"protocol", "register"})
			screen := pack || path.Ext(f.path) == ".templ"
			f.eachLine(func(where, before, line string) { say(where, before, line, screen) })
		}
	}
	return found
}

// eachLine yields each line with the last word of the line before it, so that
// a phrase is found across a line break.
func (f *file) eachLine(yield func(where, before, line string)) {
	before := ""
	for i, line := range f.lines() {
		yield(fmt.Sprintf("%s:%d", f.path, i+1), before, line)
		before = ""
		if words := strings.Fields(line); len(words) > 0 {
			before = words[len(words)-1]
		}
	}
}

// eachWord yields the string literals of code that runs and the names of tests.
// Literals of tests are free: a test of a word has to spell it.
func (t *tree) eachWord(f *file, yield func(where, before, text string, screen bool)) {
	screen := true
	for _, b := range backstage {
		if f.room() == b || b != "." && in(f.room(), b) {
			screen = false
		}
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Kind == token.STRING && !f.isTest() {
				if s, err := strconv.Unquote(n.Value); err == nil {
					yield(t.at(n), "", s, screen)
				}
			}
		case *ast.FuncDecl:
			if f.isTest() {
				yield(t.at(n), "", splitName(n.Name.Name), false)
			}
		}
		return true
	})
}

// splitName turns TestNobodyIsBlamed into "Test Nobody Is Blamed".
func splitName(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && (unicode.IsUpper(r) || r == '_') {
			b.WriteByte(' ')
		}
		if r != '_' {
			b.WriteRune(r)
		}
	}
	return b.String()
}
