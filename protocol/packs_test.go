package protocol

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaFile = "../docs/reference/dosing-pack.schema.json"

// Every pack of the build loads; which are drafts is part of the contract.
func TestBuiltinPacks(t *testing.T) {
	want := map[string]string{"ch-iv": "signed", "ch-oral": "signed", "ca-hm": "signed", "nl-caps": "signed",
		"de": "signed", "au-meth": "signed", "uk-draft": "draft"}
	for _, p := range Builtin() {
		if p.Status() != want[p.ID] {
			t.Errorf("pack %s is %s (missing %v), want %s", p.ID, p.Status(), p.Missing, want[p.ID])
		}
		delete(want, p.ID)
	}
	for id := range want {
		t.Errorf("pack %s is not there", id)
	}
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	b, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("pack.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("pack.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The published schema takes every pack and knows every field that the loader
// knows, and no other.
func TestSchemaAndLoaderAgree(t *testing.T) {
	s := schema(t)
	for _, p := range Builtin() {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(p.Document()))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
		doc.(map[string]any)["cap_week_mg"] = 1
		if s.Validate(doc) == nil {
			t.Errorf("%s: the schema takes a field that the loader refuses", p.ID)
		}
	}
	b, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var parts struct {
		Properties map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(b, &parts); err != nil {
		t.Fatal(err)
	}
	same(t, "fields", parts.Properties, packFields)
	same(t, "settings", parts.Properties["basis"].Properties, settings)
}

func same[V any](t *testing.T, what string, schema map[string]V, loader []string) {
	t.Helper()
	for _, name := range loader {
		if _, ok := schema[name]; !ok {
			t.Errorf("%s: the schema lacks %s", what, name)
		}
	}
	for name := range schema {
		if !slices.Contains(loader, name) {
			t.Errorf("%s: the loader lacks %s", what, name)
		}
	}
}

// Every pack says in words what its draft lacks or that it is to be signed.
func TestPacksAreToBeSignedLocally(t *testing.T) {
	p, err := Find("ch-iv")
	if err != nil || !strings.Contains(p.Approver, "clinical lead signs") {
		t.Errorf("ch-iv: %q, %v", p.Approver, err)
	}
	if _, err := Find("nowhere"); err == nil || !strings.Contains(err.Error(), "ch-iv, ch-oral, de") {
		t.Errorf("an unknown pack gives %v, which should name those there are", err)
	}
}

func unmarshalled(t *testing.T, b []byte) any {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
