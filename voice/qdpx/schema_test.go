package qdpx

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"steady/voice"
	"steady/voice/parcel"
)

// schema is what the published schemas say, read from their files: enough of
// the language for the constructs that the two of them use (V-07).
type schema struct {
	types   map[string]*voice.Element // complex and simple, by name
	content map[string]*regexp.Regexp // of complex types, over "Name," for each child
	root    map[string]string         // type of each global element
}

// builtin are the forms of the schema language's own types.
var builtin = map[string]*regexp.Regexp{
	"xsd:string":   regexp.MustCompile(`(?s)^.*$`),
	"xsd:token":    regexp.MustCompile(`(?s)^.*$`),
	"xsd:boolean":  regexp.MustCompile(`^(true|false|0|1)$`),
	"xsd:integer":  regexp.MustCompile(`^[+-]?\d+$`),
	"xsd:decimal":  regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)$`),
	"xsd:date":     regexp.MustCompile(`^-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$`),
	"xsd:dateTime": regexp.MustCompile(`^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$`),
}

func readSchema(t testing.TB, name string) *schema {
	t.Helper()
	root, err := parcel.Parse(fixture(t, name), false)
	if err != nil {
		t.Fatal(err)
	}
	s := &schema{map[string]*voice.Element{}, map[string]*regexp.Regexp{}, map[string]string{}}
	for i := range root.Kids {
		switch k := &root.Kids[i]; k.Name {
		case "element":
			s.root[k.Get("name")] = k.Get("type")
		case "complexType", "simpleType":
			s.types[k.Get("name")] = k
			s.content[k.Get("name")] = regexp.MustCompile("^" + model(k.Kids) + "$")
		}
	}
	if len(s.types) < 5 {
		t.Fatalf("%s: only %d types read", name, len(s.types))
	}
	return s
}

// model writes a content model as a regular expression.
func model(kids []voice.Element) (out string) {
	for i := range kids {
		k := &kids[i]
		switch k.Name {
		case "element":
			out += "(?:" + k.Get("name") + ",)" + times(k)
		case "sequence":
			out += "(?:" + model(k.Kids) + ")" + times(k)
		case "choice":
			var of []string
			for j := range k.Kids {
				of = append(of, model(k.Kids[j:j+1]))
			}
			out += "(?:" + strings.Join(of, "|") + ")" + times(k)
		}
	}
	return out
}

func times(e *voice.Element) string {
	switch e.Get("minOccurs") + " " + e.Get("maxOccurs") {
	case "0 unbounded":
		return "*"
	case " unbounded", "1 unbounded":
		return "+"
	case "0 ", "0 1":
		return "?"
	}
	return ""
}

// breaches lists where a document is not as the schema says.
func (s *schema) breaches(e *voice.Element) []string {
	typ, ok := s.root[e.Name]
	if !ok {
		return []string{e.Name + " is no root"}
	}
	return s.check(e, typ)
}

func (s *schema) check(e *voice.Element, typ string) (out []string) {
	say := func(format string, a ...any) { out = append(out, e.Name+": "+fmt.Sprintf(format, a...)) }
	def := s.types[typ]
	if def == nil || def.Name == "simpleType" {
		if !s.value(typ, e.Content()) {
			say("%q is no %s", e.Content(), typ)
		}
		return out
	}
	known := map[string]*voice.Element{}
	elements := map[string]string{}
	def.Walk(func(k *voice.Element) {
		if k.Name == "attribute" {
			known[k.Get("name")] = k
		} else if k.Name == "element" {
			elements[k.Get("name")] = k.Get("type")
		}
	})
	for _, a := range e.Attrs {
		if k := known[a.Name]; a.Space == "" && k == nil {
			say("the attribute %s is not known", a.Name)
		} else if a.Space == "" && !s.value(k.Get("type"), a.Value) {
			say("%s is %q, no %s", a.Name, a.Value, k.Get("type"))
		}
	}
	for name, k := range known {
		if k.Get("use") == "required" && !slices.ContainsFunc(e.Attrs, func(a voice.Attr) bool { return a.Name == name }) {
			say("%s is missing", name)
		}
	}
	names := ""
	for i := range e.Kids {
		if k := &e.Kids[i]; k.Name != "" {
			names += k.Name + ","
			if elements[k.Name] != "" {
				out = append(out, s.check(k, elements[k.Name])...)
			}
		}
	}
	if !s.content[typ].MatchString(names) {
		say("holds %s", names)
	}
	return out
}

// value reports whether a text is of a simple type.
func (s *schema) value(typ, text string) bool {
	if form := builtin[typ]; form != nil {
		return form.MatchString(text)
	}
	def := s.types[typ]
	if def == nil {
		return false
	}
	ok := false
	def.Walk(func(k *voice.Element) {
		switch k.Name {
		case "pattern":
			ok = ok || regexp.MustCompile("^(?:"+k.Get("value")+")$").MatchString(text)
		case "enumeration":
			ok = ok || k.Get("value") == text
		}
	})
	return ok
}

// tree is the document inside an export.
func tree(t interface{ Fatal(...any) }, b []byte) *voice.Element {
	a, err := open(b)
	if err != nil {
		t.Fatal(err)
	}
	root, err := parcel.Parse(a.project, false)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestExportsAreValid(t *testing.T) {
	projects, books := readSchema(t, "Project.xsd"), readSchema(t, "Codebook.xsd")
	for _, name := range append(dialects, "spec-example2-atlasti84.qdpx", "spec-example1-codebook.qdc") {
		p := mustRead(t, fixture(t, name)).Project
		if found := projects.breaches(tree(t, mustWrite(t, p).Bytes)); len(found) > 0 {
			t.Errorf("%s as a project: %q", name, found)
		}
		book, err := parcel.Parse(WriteCodebook(p).Bytes, false)
		if err != nil {
			t.Fatal(err)
		}
		if found := books.breaches(book); len(found) > 0 {
			t.Errorf("%s as a code book: %q", name, found)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		x, err := Write(invented(t), "study")
		if err != nil {
			t.Fatal(err)
		}
		if found := projects.breaches(tree(t, x.Bytes)); len(found) > 0 {
			t.Fatalf("%q", found)
		}
	})
}

// A check that cannot fail is no check.
func TestTheSchemaCheckFindsBreaches(t *testing.T) {
	s := readSchema(t, "Project.xsd")
	const id = `guid="00000001-0000-4000-8000-000000000001"`
	for xml, want := range map[string]int{
		`<Project name="p"/>`:                     0,
		`<Project/>`:                              1,
		`<Project name="p" shade="x"/>`:           1,
		`<Project name="p"><Users/></Project>`:    1,
		`<Project name="p"><Nobody/></Project>`:   1,
		`<Project name="p" creationDateTime=""/>`: 1,
		`<Project name="p"><NoteRef targetGUID="x"/><Users><User ` + id + `/></Users></Project>`: 2,
	} {
		root, err := parcel.Parse([]byte(xml), false)
		if err != nil {
			t.Fatal(err)
		}
		if found := s.breaches(root); len(found) != want {
			t.Errorf("%s: %q", xml, found)
		}
	}
}
