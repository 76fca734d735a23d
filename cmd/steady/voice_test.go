package main

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// decode reads one line of JSON.
func decode(t *testing.T, text string) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return m
}

const fourByTwo = "coder,unit,value\nA,1,x\nB,1,x\nA,2,y\nB,2,x\nA,3,y\nB,3,y\nA,4,\nB,4,y\n"

func TestAgreeNominal(t *testing.T) {
	code, out, stderr := steady(fourByTwo, "voice", "agree", "--json", "--kind", "nominal", "-")
	if code != answered || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	a := decode(t, out)
	for _, name := range []string{"percent", "kappa", "pi", "fleiss", "alpha", "ac1", "brennan_prediger"} {
		f := a[name].(map[string]any)
		if f["undefined"] != false || f["value"] == nil || f["interval"] == nil {
			t.Errorf("%s: %v", name, f)
		}
	}
	if v := a["percent"].(map[string]any)["value"].(float64); math.Abs(v-2.0/3) > 1e-12 {
		t.Errorf("percent %v", v)
	}
	// Coincidences: n 6, x 3, y 3, two that differ.
	alpha := a["alpha"].(map[string]any)
	if math.Abs(alpha["do"].(float64)-2.0/6) > 1e-12 || math.Abs(alpha["de"].(float64)-18.0/30) > 1e-12 {
		t.Errorf("alpha %v", alpha)
	}
	if a["missing"] != 1.0 || len(a["disagreements"].([]any)) != 1 {
		t.Errorf("missing %v, disagreements %v", a["missing"], a["disagreements"])
	}
	_, again, _ := steady(fourByTwo, "voice", "agree", "-", "--kind", "nominal", "--json", "--seed", "1")
	if again != out {
		t.Error("the same seed gives another answer")
	}
}

func TestAgreeSaysUndefined(t *testing.T) {
	const same = "coder,unit,value\nA,1,x\nB,1,x\n"
	_, out, _ := steady(same, "voice", "agree", "--kind", "nominal", "--json", "-")
	if f := decode(t, out)["kappa"].(map[string]any); f["undefined"] != true || f["value"] != nil {
		t.Errorf("kappa %v", f)
	}
	_, out, _ = steady(same, "voice", "agree", "--kind", "nominal", "-")
	if !strings.Contains(out, "undefined: only one category is used") {
		t.Error(out)
	}
}

func TestAgreeSpans(t *testing.T) {
	code, out, stderr := steady("", "voice", "agree", "--kind", "spans", "testdata/voice/krippendorff2004.csv",
		"--length", "300", "--json")
	if code != answered {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	a := decode(t, out)
	if v := a["alpha_u"].(map[string]any)["value"].(float64); math.Abs(v-.8591) > .0005 {
		t.Errorf("alpha_u %v", v)
	}
	c := a["codes"].([]any)[0].(map[string]any)
	u := c["alpha_u"].(map[string]any)
	if c["code"] != "c" || math.Abs(u["do"].(float64)-.01444) > 5e-6 || math.Abs(u["de"].(float64)-.05322) > 5e-6 {
		t.Errorf("%v", c)
	}
}

func TestAgreeExitCodes(t *testing.T) {
	const head = "coder,code,start,length\n"
	for _, c := range []struct {
		in   string
		args string
		code int
	}{
		{head + "A,c,0,5\n", "--kind spans --length 4", refused},
		{head + "A,c,-1,5\n", "--kind spans --length 10", refused},
		{head + "A,c,0,0\n", "--kind spans --length 10", refused},
		{head + "A,c,0,x\n", "--kind spans --length 10", unreadable},
		{head + "A,c,0,5\n", "--kind spans", unreadable},
		{head + "A,c,0,5\n", "--kind spans --length 9 --touching melt", unreadable},
		{head + "A,c,0,5\n", "--kind nominal", unreadable},
		{fourByTwo, "--kind ordinal", unreadable},
		{fourByTwo + "A,1,y\n", "--kind nominal", refused},
		{"", "--kind nominal", unreadable},
		{"coder,unit,value,colour\n", "--kind nominal", unreadable},
		{head + "A,c,0,5\n", "--kind spans --length 9 --coders A,B", answered},
	} {
		code, out, stderr := steady(c.in, append([]string{"voice", "agree", "--json", "-"}, strings.Fields(c.args)...)...)
		if code != c.code || (code == answered) != (out != "") || (code == answered) != (stderr == "") ||
			strings.Count(stderr, "\n") > 1 {
			t.Errorf("%q %s: exit %d, %q, %q", c.in, c.args, code, out, stderr)
		}
	}
}

const fixtures = "../../voice/qdpx/testdata/"

func TestInspect(t *testing.T) {
	code, out, stderr := steady("", "voice", "inspect", fixtures+"synthetic-dialect-utf16-crlf-bom.qdpx", "--json")
	if code != answered || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	a := decode(t, out)
	source := a["sources"].([]any)[0].(map[string]any)
	if source["offset_unit"] != "utf-16" || source["crlf"] != 2.0 || source["bom"] != 0.0 ||
		source["end"] != "exclusive" || source["chars"] != 405.0 || a["triples"] != 7.0 || len(a["losses"].([]any)) != 0 {
		t.Errorf("%v", a)
	}
	if _, words, _ := steady("", "voice", "inspect", fixtures+"synthetic-dialect-utf16-crlf-bom.qdpx"); !strings.Contains(
		words, "counted by utf-16") {
		t.Error(words)
	}
	code, out, stderr = steady("", "voice", "inspect", "--json", fixtures+"spec-example1-codebook.qdc")
	if a := decode(t, out); code != answered || stderr != "" || a["codes"] != 6.0 || a["sources"] == nil {
		t.Errorf("exit %d: %v", code, a)
	}
}

func TestInspectExitCodes(t *testing.T) {
	for in, want := range map[string]int{"": unreadable, "words": unreadable, "<CodeBook>": unreadable,
		"<!DOCTYPE a><CodeBook/>": refused, "<Project/>": refused, "<CodeBook/>": answered, "PK\x03\x04": unreadable} {
		if code, out, stderr := steady(in, "voice", "inspect", "--json", "-"); code != want ||
			(code == answered) != (out != "") || strings.Count(stderr, "\n") > 1 {
			t.Errorf("%q: exit %d, %q, %q", in, code, out, stderr)
		}
	}
}

// Import, export, and inspect again: nothing of the project is lost, and the
// same study gives the same bytes.
func TestStudyRoundTrip(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"synthetic-dialect-utf16-crlf-bom", "synthetic-dialect-codepoint-crlf1",
		"spec-example2-atlasti84"} {
		for _, turn := range []string{"a", "b"} { // a second data folder
			data := filepath.Join(dir, turn)
			code, out, stderr := steady("", "voice", "import", fixtures+name+".qdpx", "--data", data, "--study", name)
			if code != answered || !strings.Contains(out, "quotes") {
				t.Fatalf("%s: exit %d: %s", name, code, stderr)
			}
			code, _, stderr = steady("", "voice", "export", "--data", data, "--study", name,
				filepath.Join(dir, name+turn+".qdpx"))
			if code != answered {
				t.Fatalf("%s: exit %d: %s", name, code, stderr)
			}
		}
		_, before, _ := steady("", "voice", "inspect", "--json", fixtures+name+".qdpx")
		_, after, _ := steady("", "voice", "inspect", "--json", filepath.Join(dir, name+"a.qdpx"))
		x, y := decode(t, before), decode(t, after)
		for _, field := range []string{"codes", "roots", "depth", "codable", "users", "selections", "ranges", "triples",
			"text_sha256", "quotes_sha256", "other_sources"} {
			if x[field] != y[field] {
				t.Errorf("%s: %s was %v and is %v", name, field, x[field], y[field])
			}
		}
		one, err1 := os.ReadFile(filepath.Join(dir, name+"a.qdpx"))
		two, err2 := os.ReadFile(filepath.Join(dir, name+"b.qdpx"))
		if err1 != nil || err2 != nil || !bytes.Equal(one, two) {
			t.Errorf("%s: two exports of one project differ", name)
		}
	}
}

func TestStudyKeepsOneProject(t *testing.T) {
	data := t.TempDir()
	into := func(file string, more ...string) (int, string, string) {
		args := []string{"voice", "import", fixtures + file, "--data", data, "--study", "One study"}
		return steady("", append(args, more...)...)
	}
	code, _, stderr := steady("", "voice", "export", "--data", data, "--study", "One study", filepath.Join(data, "x.qdpx"))
	if code != refused || !strings.Contains(stderr, "no study") {
		t.Errorf("an absent study: exit %d, %s", code, stderr)
	}
	if code, _, stderr := into("spec-example1-codebook.qdc"); code != answered {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	if code, out, _ := into("spec-example1-codebook.qdc", "--json"); code != answered || decode(t, out)["added"] != false {
		t.Errorf("the same file again: exit %d, %s", code, out)
	}
	if code, _, stderr := into(dialectFile); code != refused || !strings.Contains(stderr, "already holds") {
		t.Errorf("another project: exit %d, %s", code, stderr)
	}
	out := filepath.Join(data, "codes.qdc")
	if code, _, stderr := steady("", "voice", "export", "--data", data, "--study", "One study", out); code != answered {
		t.Errorf("exit %d: %s", code, stderr)
	}
	if _, text, _ := steady("", "voice", "inspect", "--json", out); decode(t, text)["codes"] != 6.0 {
		t.Error(text)
	}
	if code, _, _ := steady("", "voice", "export", "--data", data, "--study", "one-study", out); code != refused {
		t.Error("another name is another study")
	}
	for _, ending := range []string{".csv", ".md"} {
		file := filepath.Join(data, "out"+ending)
		code, _, stderr := steady("", "voice", "export", "--data", data, "--study", "One study", file)
		if b, err := os.ReadFile(file); code != answered || err != nil || len(b) == 0 {
			t.Errorf("%s: exit %d, %s, %v", ending, code, stderr, err)
		}
	}
	for _, args := range [][]string{{"--study", "x"}, {"--data", data}, {"--data", data, "--study", "../x"},
		{"--data", data, "--study", "x", "--offsets", "bytes"}} {
		if code, _, stderr := steady("", append([]string{"voice", "import", fixtures + dialectFile}, args...)...); code !=
			unreadable || stderr == "" {
			t.Errorf("%v: exit %d, %s", args, code, stderr)
		}
	}
}

const dialectFile = "synthetic-dialect-utf16-crlf-bom.qdpx"

func TestTranscriptsJoinAStudy(t *testing.T) {
	data := t.TempDir()
	file := filepath.Join(data, "V08.txt") // invented words
	const words = "Researcher: What brought you here?\nV08: A walk 👍🏽.\nResearcher: And now?\nV08: Two buses.\n"
	if err := os.WriteFile(file, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	_, out, _ := steady("", "voice", "inspect", "--json", file)
	source := decode(t, out)["sources"].([]any)[0].(map[string]any)
	if source["turns"] != 4.0 || len(source["speakers"].([]any)) != 2 {
		t.Errorf("%v", source)
	}
	for i, name := range []string{fixtures + dialectFile, file, file} {
		code, out, stderr := steady("", "voice", "import", "--json", name, "--data", data, "--study", "s")
		if code != answered || decode(t, out)["added"] != (i < 2) {
			t.Fatalf("%s: exit %d: %s%s", name, code, out, stderr)
		}
	}
	project := filepath.Join(data, "s.qdpx")
	if code, out, stderr := steady("", "voice", "export", "--data", data, "--study", "s", project); code != answered ||
		!strings.Contains(out, "have no place") {
		t.Fatalf("exit %d: %s%s", code, out, stderr)
	}
	_, out, _ = steady("", "voice", "inspect", "--json", project)
	a := decode(t, out)
	second := a["sources"].([]any)[1].(map[string]any)
	if second["name"] != "V08.txt" || second["chars"] != float64(len([]rune(words))) || a["triples"] != 7.0 {
		t.Errorf("%v", a)
	}
}
