package study

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"steady/internal/store"
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/voice"
	core "steady/voice/study"
)

var rewrite = flag.Bool("rewrite", false, "write what happens into the scripts of spec/study; read every changed line")

// script is one run of a script: a study on SQLite, opened again at its end.
type script struct {
	t       *testing.T
	study   *Study
	line    int
	aliases map[string]string
}

// words are the arguments of a line, key=value, with _ for a space.
type words map[string]string

func (w words) text(key string) string { return strings.ReplaceAll(w[key], "_", " ") }
func (w words) whole(key string) int {
	n, _ := strconv.Atoi(w[key])
	return n
}

// verbs make the command of a line; a file that adds commands adds to it.
var verbs = map[string]func(x *script, w words) core.Body{
	"open": func(_ *script, w words) core.Body {
		return core.OpenStudy{Title: w.text("title"), Approach: core.Approach(w["approach"])}
	},
	"member": func(_ *script, w words) core.Body {
		return core.SetMember{Staff: person.StaffID(w["who"]), End: w["part"] == "end",
			Rights: core.Rights{Lead: strings.Contains(w["part"], "lead"), KeyHolder: strings.Contains(w["part"], "keys")}}
	},
	"text": func(_ *script, w words) core.Body {
		t := &voice.Transcript{Text: w.text("says")}
		src := t.AsSource(w.text("name"), []byte(t.Text))
		return core.Import{Project: &voice.Project{Sources: []voice.Source{src}}, Content: sha256.Sum256([]byte(t.Text))}
	},
	"book": func(_ *script, w words) core.Body {
		return core.Import{Content: sha256.Sum256([]byte(w["code"])), Project: &voice.Project{
			Codes: []voice.Code{{ID: "00000000-0000-4000-8000-000000000001", Name: w.text("code"), Depth: 1, Codable: true}}}}
	},
	"code": func(_ *script, w words) core.Body {
		return core.AddCode{Name: w.text("name"), Parent: w["below"], Folder: w["folder"] == "yes"}
	},
	"mark": func(_ *script, w words) core.Body {
		start, end, _ := strings.Cut(w["at"], "-")
		from, _ := strconv.Atoi(start)
		to, _ := strconv.Atoi(end)
		v := 1
		if w["version"] != "" {
			v = w.whole("version")
		}
		return core.Code{Source: w["text"], Version: v, Start: from, End: to, Code: w["code"]}
	},
	"unmark": func(_ *script, w words) core.Body { return core.Uncode{Source: w["text"], Coding: w["coding"]} },
	"memo": func(_ *script, w words) core.Body {
		return core.WriteMemo{Memo: w["memo"], Rev: int64(w.whole("saw")), Kind: core.MemoKind(w["kind"]),
			On: core.Anchor{What: w["on"], ID: w["id"], In: w["in"]}, Text: w.text("says")}
	},
}

// do runs a line and says what happened.
func (x *script) do(line string) string {
	x.line++
	fields := strings.Fields(line)
	if len(fields) < 2 || verbs[fields[1]] == nil {
		x.t.Fatalf("line %q: who, then one of the verbs", line)
	}
	w := words{}
	for _, f := range fields[2:] {
		key, value, _ := strings.Cut(f, "=")
		if name, ok := strings.CutPrefix(value, "$"); ok {
			value = x.aliases[name]
		}
		w[key] = value
	}
	c := core.Command{ID: fmt.Sprintf("line-%d", x.line), By: person.StaffID(strings.TrimPrefix(fields[0], "-")),
		Body: verbs[fields[1]](x, w)}
	if id := w["again"]; id != "" {
		c.ID = "line-" + id
	}
	do := x.study.Do
	if _, ok := c.Body.(core.Withdraw); ok {
		do = x.study.Withdraw
	}
	r, err := do(context.Background(), c)
	no := (*refusal.Refusal)(nil)
	switch {
	case errors.As(err, &no):
		return fmt.Sprintf("refused %s (%s) %s", no.Code, no.Rule, no.Sentence)
	case err != nil:
		x.t.Fatalf("line %q: %v", line, err)
	case r.Already:
		return "recorded before"
	}
	if name := w["as"]; name != "" {
		x.alias(name, c)
	}
	var kinds []string
	events, _, err := x.study.read(context.Background(), r.To)
	if err != nil {
		x.t.Fatal(err)
	}
	for _, e := range events[r.From:] {
		kinds = append(kinds, strings.TrimPrefix(e.Fact.EventKind(), "study_"))
	}
	return strings.Join(kinds, "; ")
}

// alias names what a command made.
func (x *script) alias(name string, c core.Command) {
	switch b := c.Body.(type) {
	case core.Import:
		x.aliases[name] = b.Project.Sources[0].ID
	case core.Code:
		x.aliases[name] = c.NewID("script", 1)
	default:
		x.aliases[name] = c.NewID("script", 0)
	}
}

// TestSpec runs the scripts of spec/study on SQLite, and folds each study again
// from its log at the end: it is the one that was in memory.
func TestSpec(t *testing.T) {
	files, err := filepath.Glob("../../spec/study/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) { runScript(t, f) })
	}
}

func runScript(t *testing.T, file string) {
	db, err := store.CreateSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	cfg := Config{Store: db, ID: "script", Sealer: unsigned{}, Clock: func() moment.Instant { return start }}
	s, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	x := &script{t: t, study: s, aliases: map[string]string{}}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(b)) {
		say, want, ok := strings.Cut(strings.TrimRight(line, "\n"), "->")
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			out.WriteString(line)
			continue
		}
		got := x.do(say)
		if ok && strings.TrimSpace(want) != got && !*rewrite {
			t.Errorf("%s\n got %s\nwant %s", strings.TrimSpace(say), got, strings.TrimSpace(want))
		}
		fmt.Fprintf(&out, "%-72s -> %s\n", strings.TrimRight(say, " "), got)
	}
	if *rewrite {
		if err := os.WriteFile(file, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if same(t, s) != same(t, again) {
		t.Errorf("in memory\n%s\nfrom the log\n%s", same(t, s), same(t, again))
	}
}

// same is what can be compared of a state.
func same(t *testing.T, s *Study) (out string) {
	t.Helper()
	s.View(func(x *core.State) {
		project, err := json.Marshal(x.Project)
		if err != nil {
			t.Fatal(err)
		}
		out = fmt.Sprintf("%d %v %q %q %q %s %v %v", x.Size, x.Begun, x.About.Title.Get(), x.About.Aims.Get(),
			x.About.Approach, project, x.Members, x.Coders)
		for i := range x.Project.Sources {
			selections, err := json.Marshal(x.Project.Sources[i].Selections)
			if err != nil {
				t.Fatal(err)
			}
			out += fmt.Sprintf("\n%q %s", x.Project.Sources[i].Text, selections)
		}
		for _, m := range x.Memos {
			out += fmt.Sprintf("\n%s %s %v %q", m.ID, m.Kind, m.On, m.Text.Get())
		}
		out += sameAnalysis(x)
	})
	return out
}
