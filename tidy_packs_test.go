package steady

import (
	"encoding/json"
	"slices"
	"strings"
)

// The form of a pack of each kind, and the page that says what each field means.
const (
	packSchema = "docs/reference/dosing-pack.schema.json"
	packPage   = "docs/reference/dosing-packs.md"

	lawSchema = "docs/reference/jurisdiction-pack.schema.json"
	lawPage   = "docs/reference/jurisdiction-packs.md"
)

var packFieldsNamed = rule{
	name:  "every field of a pack is explained",
	why:   "a clinical lead signs what a field does, and an editor offers every field that the schema has",
	do:    "name the field as `field` on " + packPage + " or " + lawPage + " and say what it does and what silence means",
	check: checkPackFields,
}

func checkPackFields(t *tree) []breach {
	return append(fieldsNamed(t, packSchema, packPage), fieldsNamed(t, lawSchema, lawPage)...)
}

func fieldsNamed(t *tree, of, on string) (found []breach) {
	schema, page := t.find(of), t.find(on)
	if schema == nil || page == nil {
		return []breach{{of, "the schema or its page is missing"}}
	}
	var doc any
	if err := json.Unmarshal([]byte(schema.text), &doc); err != nil {
		return []breach{{of, err.Error()}}
	}
	names := schemaNames(doc)
	if len(names) == 0 {
		return []breach{{of, "no properties are found"}}
	}
	for _, name := range names {
		if !strings.Contains(page.text, "`"+name+"`") {
			found = append(found, breach{on, name + " is a field of a pack and is not on the page"})
		}
	}
	return found
}

// schemaNames are the names of all properties that a schema has at any depth,
// each once.
func schemaNames(v any) (names []string) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			names = append(names, schemaNames(x)...)
		}
	case map[string]any:
		for key, x := range v {
			fields, ok := x.(map[string]any)
			if key != "properties" || !ok {
				names = append(names, schemaNames(x)...)
				continue
			}
			for name, of := range fields {
				names = append(append(names, name), schemaNames(of)...)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
