package personrecord

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"
)

// Schema is the JSON Schema of a record (docs/reference/person-export.md).
//
//go:embed person-record.schema.json
var Schema []byte

//go:embed record.html
var page string

// pair is one fact of an entry for people to read.
type pair struct{ Key, Value string }

var readable = template.Must(template.New("record").Funcs(template.FuncMap{
	"day":   func(t string) string { return spell(t, "2 January 2006") },
	"at":    func(t string) string { return spell(t, "Monday 2 January 2006, 15:04") },
	"words": func(kind string) string { return capital(strings.ReplaceAll(kind, "_", " ")) },
	"lines": func(b json.RawMessage) []pair { return lines(b) },
}).Parse(page))

func spell(text, form string) string {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return t.Format(form)
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// HTML writes the record as a page that any browser shows, without a script and
// without anything from elsewhere.
func (r *Record) HTML(w io.Writer) error { return readable.Execute(w, r) }

// lines spells the facts of an entry, nested ones with their way; ids and
// signatures say nothing to people and are left to the JSON.
func lines(b json.RawMessage) (out []pair) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var v map[string]any
	if dec.Decode(&v) != nil {
		return nil
	}
	var walk func(way string, v any)
	walk = func(way string, v any) {
		switch x := v.(type) {
		case map[string]any:
			keys := make([]string, 0, len(x))
			for k := range x {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			for _, k := range keys {
				if !slices.Contains(unread, k) {
					walk(strings.TrimSpace(way+" "+strings.ReplaceAll(k, "_", " ")), x[k])
				}
			}
		case []any:
			for i, y := range x {
				walk(fmt.Sprintf("%s %d", way, i+1), y)
			}
		case nil:
		default:
			out = append(out, pair{capital(way), fmt.Sprint(x)})
		}
	}
	walk("", v)
	return out
}

// unread are the fields that say nothing to people: ids, digests, signatures.
var unread = []string{"person", "visit", "signed", "digest", "evidence", "goal", "note", "sitting", "review", "pack",
	"part", "command", "support", "event"}

const readme = `This is everything that a service of heroin assisted treatment holds about one
person and may give them, as the person asked for it.

record.html   to read, in any browser
record.json   the same for a computer
schema.json   what the fields of record.json are, as a JSON Schema

What is never in it stands in both files. Keep it safe, or delete it: whoever
has it can read it.
`

// Zip writes the record as one file with the page, the JSON and its schema. The
// same record gives the same bytes.
func (r *Record) Zip(w io.Writer) error {
	raw, err := r.Bytes()
	if err != nil {
		return err
	}
	var html bytes.Buffer
	if err := r.HTML(&html); err != nil {
		return err
	}
	return pack(w, []entryFile{{"README.txt", []byte(readme)}, {"record.html", html.Bytes()}, {"record.json", raw},
		{"schema.json", Schema}})
}

// entryFile is one file of a zip.
type entryFile struct {
	name    string
	content []byte
}

func pack(w io.Writer, files []entryFile) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		// No time stands in it, so that the same content gives the same bytes.
		x, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate})
		if err == nil {
			_, err = x.Write(f.content)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}
