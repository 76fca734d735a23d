package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const (
	schemaPath  = "../../docs/reference/lab-scenario.schema.json"
	examplePath = "../../docs/reference/lab-scenario.json"
)

func example(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile(examplePath)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The published schema is what the types say. STEADY_UPDATE_SCHEMA=1 writes it.
func TestSchemaIsFresh(t *testing.T) {
	want, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("STEADY_UPDATE_SCHEMA") == "1" {
		if err := os.WriteFile(schemaPath, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaPath)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the types say (%v): STEADY_UPDATE_SCHEMA=1 writes it; read the diff", schemaPath, err)
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	b, err := os.ReadFile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("s.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("s.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// spoiling is one way to spoil a value of the example.
type spoiling struct {
	name  string
	spoil func(v any) (any, bool)
}

var spoilings = []spoiling{
	{"another type", func(v any) (any, bool) {
		if _, text := v.(string); text {
			return 3.5, true
		}
		return "three", true
	}},
	{"null", func(any) (any, bool) { return nil, true }},
	{"a word that does not exist", func(v any) (any, bool) { _, text := v.(string); return "nonsuch", text }},
	{"below every range", func(v any) (any, bool) { _, n := v.(json.Number); return json.Number("-100000"), n }},
	{"above every range", func(v any) (any, bool) { _, n := v.(json.Number); return json.Number("1e30"), n }},
	{"half of one", func(v any) (any, bool) { _, n := v.(json.Number); return json.Number("0.5"), n }},
	{"a field more", func(v any) (any, bool) {
		o, ok := v.(map[string]any)
		if !ok {
			return nil, false
		}
		return with(o, "nonsuch", json.Number("1")), true
	}},
}

func with(o map[string]any, name string, v any) map[string]any {
	out := map[string]any{}
	for k, x := range o {
		out[k] = x
	}
	out[name] = v
	return out
}

// places lists every place of a document, with how to write there.
func places(path string, v any, set func(any), visit func(path string, v any, set func(any))) {
	visit(path, v, set)
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			places(path+"."+k, x, func(n any) { v[k] = n }, visit)
		}
	case []any:
		for i, x := range v {
			places(fmt.Sprintf("%s[%d]", path, i), x, func(n any) { v[i] = n }, visit)
		}
	}
}

// readerOnly are refusals that no schema can say: how values stand to each other.
var readerOnly = []string{"outside its own range", "no id twice", "holds", "an interval needs", "figure of your own",
	"gives no figure", "or 2 or more"}

// The reader and the schema agree on every place of the example spoilt in every
// way, and on every field left out, save for what no schema can say.
func TestSchemaAndReaderAgree(t *testing.T) {
	s := compiled(t)
	root := decode(t, example(t))
	if err := s.Validate(root); err != nil {
		t.Fatalf("the schema refuses the example: %v", err)
	}
	tried := 0
	judge := func(what string) {
		tried++
		b, err := json.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		_, readErr := Parse(b)
		schemaErr := s.Validate(root)
		if (readErr == nil) != (schemaErr == nil) && !(readErr != nil && slices.ContainsFunc(readerOnly, func(w string) bool {
			return strings.Contains(readErr.Error(), w)
		})) {
			t.Errorf("%s: the reader says %v, the schema %v", what, readErr, schemaErr)
		}
	}
	places("scenario", root, func(v any) {}, func(path string, v any, set func(any)) {
		if path == "scenario" || strings.Contains(path, ".settings.") {
			return
		}
		for _, x := range spoilings {
			if n, ok := x.spoil(v); ok {
				set(n)
				judge(path + ": " + x.name)
			}
		}
		set(v)
		if o, ok := v.(map[string]any); ok {
			for k, old := range o {
				delete(o, k)
				judge(path + " without " + k)
				o[k] = old
			}
		}
	})
	if tried < 1500 {
		t.Fatalf("only %d spoilt documents were tried", tried)
	}
}

func decode(t testing.TB, b []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
