package scenario

import (
	"encoding/json"
	"reflect"

	"steady/lab"
)

// object is a JSON object in the making.
type object = map[string]any

// Schema is the JSON Schema of the file (draft 2020-12), read off the types that
// hold it. What no schema can say, such as lo being at most value, the reader
// says.
func Schema() ([]byte, error) {
	root := schemaOf("", reflect.TypeFor[File](), false)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = "https://steady.example/lab-scenario.schema.json"
	root["title"] = "A question to the policy lab"
	root["$defs"] = object{"figure": schemaOfAnyFigure()}
	b, err := json.MarshalIndent(root, "", "  ")
	return append(b, '\n'), err
}

func schemaOf(name string, t reflect.Type, inList bool) object {
	if t == raw {
		return object{}
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(textual) {
		return object{"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
	}
	switch t.Kind() {
	case reflect.Struct:
		return schemaOfObject(t)
	case reflect.Map:
		return schemaOfMap(t)
	case reflect.Slice:
		list := object{"type": "array", "items": schemaOf(name, t.Elem(), true)}
		if name == "policies" {
			list["minItems"], list["maxItems"] = 2, 6
		}
		return list
	case reflect.String:
		text := object{"type": "string"}
		if words := wordsOf(name, t); len(words) > 0 {
			text["enum"] = words
		}
		return text
	case reflect.Bool:
		return object{"type": "boolean"}
	}
	whole := t.Kind() != reflect.Float64
	number := object{"type": "number"}
	if whole {
		number["type"] = "integer"
	}
	if b, limited := boundOf(name, inList, whole); limited {
		number["minimum"], number["maximum"] = b.lo, b.hi
	}
	return number
}

func schemaOfObject(t reflect.Type) object {
	properties, required := object{}, []string{}
	for _, f := range fields(t) {
		properties[f.name] = schemaOf(f.name, f.typ, false)
		if f.needs {
			required = append(required, f.name)
		}
	}
	return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func schemaOfMap(t reflect.Type) object {
	switch t {
	case figures:
		properties := object{}
		for _, k := range lab.Catalogue() {
			properties[string(k.Key)] = schemaOfFigure(k)
		}
		return object{"type": "object", "properties": properties, "additionalProperties": false}
	case enough:
		properties := object{}
		for _, id := range measures() {
			properties[id] = object{"type": "number", "exclusiveMinimum": 0}
		}
		return object{"type": "object", "properties": properties, "additionalProperties": false}
	}
	return object{"type": "object", "additionalProperties": schemaOf("", t.Elem(), false)}
}

// schemaOfFigure holds a parameter to its unit and to the range of the catalogue,
// beside what every figure is held to.
func schemaOfFigure(k lab.Known) object {
	number := object{"minimum": k.Least, "maximum": k.Most}
	return object{"$ref": "#/$defs/figure", "description": k.Words, "properties": object{
		"unit": object{"const": k.Unit}, "value": number, "lo": number, "hi": number}}
}

// schemaOfAnyFigure is what every figure is held to.
func schemaOfAnyFigure() object {
	o := schemaOfObject(reflect.TypeFor[Figure]())
	o["properties"].(object)["source"] = object{"type": "string", "minLength": 1}
	return o
}
