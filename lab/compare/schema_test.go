package compare

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The published schema of a result takes what the program writes, with every
// part filled, and refuses what Parse refuses.
func TestResultSchema(t *testing.T) {
	b, err := os.ReadFile("../../docs/reference/lab-result.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("r.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("r.json")
	if err != nil {
		t.Fatal(err)
	}
	c := world{4}.compare(t, 22)
	c.Study.Policies[0].Rules = []Rule{}
	c.Study.Policies[1].Rules = []Rule{{Text: "open longer", Ruling: Habit, Needs: "the service itself", Source: "made " +
		"up"}}
	if len(c.Enough) == 0 || len(c.Tornados) == 0 || len(c.Flips) == 0 || len(c.Warnings) == 0 {
		t.Fatal("the comparison of the test has an empty part")
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("the schema refuses a result: %v", err)
	}
	root := v.(map[string]any)
	for name := range root {
		left := map[string]any{}
		for k, x := range root {
			if k != name {
				left[k] = x
			}
		}
		if schema.Validate(left) == nil {
			t.Errorf("the schema takes a result without %s", name)
		}
	}
	root["nonsuch"] = true
	if schema.Validate(root) == nil {
		t.Error("the schema takes a field that does not exist")
	}
}
