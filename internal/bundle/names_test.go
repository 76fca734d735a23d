package bundle

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// TestBundleNamesPeople: the pages name the person supplied and the author of
// each entry in the time of the service (R-REG-03, R-REG-09); who was erased
// stands by number and is said to be; who is not mentioned is left out.
func TestBundleNamesPeople(t *testing.T) {
	s, export := filled(t)
	b := bundled(t, s, export)
	const want = `{
  "format": "steady-names/1",
  "made": "2026-03-29T17:00:00.000000Z",
  "zone": "Europe/London",
  "service": "Example service",
  "staff": {
    "s-1": "Ada <Nurse>",
    "s-3": "Dr Quill"
  },
  "people": {
    "u-1": {
      "name": "Robin & Co",
      "address": "no fixed abode"
    }
  }
}
`
	if got := content(t, b, namesName); got != want {
		t.Errorf("names.json: %s", got)
	}
	html := content(t, b, indexName)
	for _, says := range []string{"Robin &amp; Co, no fixed abode", "Ada &lt;Nurse&gt;", "Dr Quill", "u-2 (gelöscht)",
		"s-2 (erased)", "29 March 2026, 02:00", "29.03.2026, 02:04", "in the time of <b>Europe/London</b>",
		"<b>names.json</b>",
		"because a name can be erased and so stands outside the proof"} {
		if !strings.Contains(html, says) {
			t.Errorf("the index does not say %q", says)
		}
	}
	if strings.Contains(html, "u-2 (gelöscht), ") || strings.Contains(html, "UTC") {
		t.Error("the index gives an address to who was erased, or another zone")
	}
	if x, err := check(s, b); err != nil || x.Staff != 2 || x.People != 1 {
		t.Errorf("%+v %v", x, err)
	}
}

// TestBundleNamesAreSigned: other names than the signed ones, names that the
// register does not mention, and another spelling are refused, naming the file.
func TestBundleNamesAreSigned(t *testing.T) {
	s, export := filled(t)
	good := content(t, bundled(t, s, export), namesName)
	for name, c := range map[string]struct {
		given  string
		signed bool
		why    string
	}{
		"as they are":   {good, true, ""},
		"not signed":    {strings.Replace(good, "Dr Quill", "Dr Quirk", 1), false, "signed has another"},
		"one too many":  {strings.Replace(good, `"s-3"`, `"s-2x": "X",`+"\n    "+`"s-3"`, 1), true, "does not mention"},
		"other names":   {strings.Replace(good, "Dr Quill", "Dr Quirk", 1), true, "index.html was changed"},
		"another zone":  {strings.Replace(good, "London", "Paris", 1), true, "changed: it is not what"},
		"no zone":       {strings.Replace(good, "Europe/London", "Local", 1), true, "is not a time zone"},
		"a field more":  {strings.Replace(good, `"zone"`, `"x": 1, "zone"`, 1), true, "unknown field"},
		"a key twice":   {strings.Replace(good, `"s-3"`, `"s-1": "Ada <Nurse>",`+"\n    "+`"s-3"`, 1), true, "one spelling"},
		"another order": {strings.Replace(good, "  \"format\": \"steady-names/1\",\n", "", 1), true, "its format"},
		"more after it": {good + "{}\n", true, "one spelling"},
		"another case":  {strings.Replace(good, `"zone"`, `"Zone"`, 1), true, "one spelling"},
		"empty name":    {strings.Replace(good, "Dr Quill", "", 1), true, "empty"},
		"no staff":      {good[:strings.Index(good, `  "staff"`)] + `  "people": {}` + "\n}\n", true, "missing"},
	} {
		b, err := remake(bytes.NewReader(export), readNames(t))
		if err != nil {
			t.Fatal(err)
		}
		if c.signed {
			b.files[2] = newFile(namesName, []byte(c.given))
		}
		list, err := note.Sign(&note.Note{Text: b.list(Drawing())}, s.key.Signer())
		if err != nil {
			t.Fatal(err)
		}
		b.files[2] = newFile(namesName, []byte(c.given))
		var out bytes.Buffer
		if err := b.zip(&out, list); err != nil {
			t.Fatal(err)
		}
		_, err = check(s, out.Bytes())
		if (err == nil) != (c.why == "") || err != nil && (!strings.Contains(err.Error(), c.why) ||
			!strings.Contains(err.Error(), namesName) && name != "other names" && name != "another zone") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBundleRefusesBadNames: what a reader would refuse is not written.
func TestBundleRefusesBadNames(t *testing.T) {
	s, export := filled(t)
	for name, change := range map[string]func(n *Names){
		"zone": func(n *Names) { n.Zone = "Nowhere/At all" },
		"made": func(n *Names) { n.Made = "today" },
		"id":   func(n *Names) { n.Staff[""] = "X" },
	} {
		n := named()
		change(&n)
		var b bytes.Buffer
		if err := Write(&b, bytes.NewReader(export), n, s.key); err == nil || b.Len() > 0 {
			t.Errorf("%s: written", name)
		}
	}
}

// FuzzParseNames: what is read is written the same.
func FuzzParseNames(f *testing.F) {
	n := named()
	n.Format = namesFormat
	raw, err := n.bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"format":"steady-names/1","staff":{"a":"b","a":"c"}} x`))
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := parseNames(b)
		if err != nil {
			return
		}
		if again, err := n.bytes(); err != nil || !bytes.Equal(again, b) {
			t.Errorf("%q is read and written as %q: %v", b, again, err)
		}
	})
}
