package qdpx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"steady/voice"
	"steady/voice/parcel"
)

// Export is a written project with what could not be written, item by item.
type Export struct {
	Bytes  []byte
	Losses []string
}

// order is the sequence in which the standard's schema wants the children of an
// element (section 2.2 of the voice facts); others follow.
var order = map[string][]string{
	"Project": {"Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs", "Description",
		"NoteRef"},
	"CodeBook":           {"Codes", "Sets"},
	"Code":               {"Description", "NoteRef", "Code"},
	"TextSource":         {"Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"},
	"PlainTextSelection": {"Description", "Coding", "NoteRef"},
	"Coding":             {"CodeRef", "NoteRef"},
}

// containers must not be empty by the schema: an empty one is not written.
var containers = []string{"Users", "CodeBook", "Codes", "Variables", "Cases", "Sources", "Notes", "Links", "Sets",
	"Graphs"}

// arrange puts children in the schema's order and drops empty containers.
func arrange(e *voice.Element) *voice.Element {
	e.Kids = slices.DeleteFunc(e.Kids, func(k voice.Element) bool {
		return k.Space == "" && len(k.Kids) == 0 && slices.Contains(containers, k.Name)
	})
	rank := func(k voice.Element) int {
		if i := slices.Index(order[e.Name], k.Name); i >= 0 && k.Space == "" {
			return i
		}
		return len(order[e.Name])
	}
	slices.SortStableFunc(e.Kids, func(a, b voice.Element) int { return cmp.Compare(rank(a), rank(b)) })
	return e
}

// set is a list of the typed attributes that come first.
func set(pairs ...string) (out []voice.Attr) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, voice.Attr{Name: pairs[i], Value: pairs[i+1]})
	}
	return out
}

// unless adds an attribute where it has a value.
func unless(attrs []voice.Attr, name, value string) []voice.Attr {
	if value == "" {
		return attrs
	}
	return append(attrs, voice.Attr{Name: name, Value: value})
}

// writer builds the tree of a project.
type writer struct {
	p     *voice.Project
	files map[string][]byte // to pack, by name
	taken map[string]string // names in use, by their lower case
	lost  []string
}

func (w *writer) lose(format string, args ...any) {
	w.lost = append(w.lost, fmt.Sprintf(format, args...))
}

// Write makes a .qdpx archive. The same project gives the same bytes. Positions
// are code points of texts with LF and without a mark, ends exclusive; origin
// says that Steady wrote it. Name is used where the project has none.
func Write(p *voice.Project, name string) (Export, error) {
	w := &writer{p: p, files: map[string][]byte{}, taken: map[string]string{}}
	for _, m := range p.Members {
		w.keep(m)
	}
	root := &voice.Element{Name: "Project", Attrs: set("name", cmp.Or(p.Get("name"), name, "project"), "origin", Program)}
	if !p.Codebook {
		root.Attrs = append(root.Attrs, kept(p.Attrs, "name", "origin")...)
	}
	root.Kids = append(root.Kids, voice.Element{Name: "Users", Kids: w.users()},
		*arrange(&voice.Element{Name: "CodeBook", Kids: w.codebook()}), voice.Element{Name: "Sources", Kids: w.sources()})
	root.Kids = append(root.Kids, p.Sections...)
	document := printXML(arrange(root), projectSpace)
	b, err := packUp(document, w.files)
	return Export{b, w.lost}, err
}

// WriteCodebook makes a .qdc file of the codes alone.
func WriteCodebook(p *voice.Project) Export {
	w := &writer{p: p}
	root := &voice.Element{Name: "CodeBook", Kids: w.codebook()}
	if p.Codebook {
		root.Attrs = kept(p.Attrs)
	} else {
		root.Attrs = set("origin", Program)
		w.lose("a code book holds codes only: coders, texts and codings are left out")
	}
	root.Walk(func(e *voice.Element) { // in a code book a code has no note (section 2.2)
		if e.Is("Code") {
			n := len(e.Kids)
			e.Kids = slices.DeleteFunc(e.Kids, func(k voice.Element) bool { return k.Is("NoteRef") })
			if n != len(e.Kids) {
				w.lose("the code %q is written without its %d memos", e.Get("name"), n-len(e.Kids))
			}
		}
	})
	return Export{printXML(arrange(root), codebookSpace), w.lost}
}

// kept are the attributes that are written as they came. Where a schema lies is
// the old document's.
func kept(attrs []voice.Attr, but ...string) (out []voice.Attr) {
	for _, a := range attrs {
		if a.Space != schemaSpace && (a.Space != "" || !slices.Contains(but, a.Name)) {
			out = append(out, a)
		}
	}
	return out
}

// keep packs a member under the lower-case folder, whatever it came in.
func (w *writer) keep(m voice.Member) {
	name := m.Name
	if folder, base, ok := strings.Cut(name, "/"); ok && strings.EqualFold(folder, "sources") {
		name = "sources/" + base
	}
	w.files[name] = m.Bytes
	w.taken[strings.ToLower(name)] = name
}

func (w *writer) users() (out []voice.Element) {
	for _, u := range w.p.Users {
		out = append(out, voice.Element{Name: "User", Attrs: append(set("guid", u.ID, "name", u.Name), u.Attrs...),
			Kids: u.Rest})
	}
	return out
}

func (w *writer) codebook() []voice.Element {
	codes, _ := nest(w.p.Codes, 1)
	out := []voice.Element{{Name: "Codes", Kids: codes}}
	return append(out, w.p.CodesEnd...)
}

// nest makes the tree of the codes that are depth deep or deeper, and returns
// how many it took.
func nest(codes []voice.Code, depth int) (out []voice.Element, n int) {
	for n < len(codes) && codes[n].Depth >= depth {
		c := codes[n]
		e := voice.Element{Name: "Code", Kids: slices.Clone(c.Rest), Attrs: append(set("guid", c.ID, "name", c.Name,
			"isCodable", strconv.FormatBool(c.Codable)), c.Attrs...)}
		below, taken := nest(codes[n+1:], c.Depth+1)
		e.Kids = append(e.Kids, below...)
		out = append(out, *arrange(&e))
		n += 1 + taken
	}
	return out, n
}

func (w *writer) sources() (out []voice.Element) {
	for i := range w.p.Sources {
		s := &w.p.Sources[i]
		if s.Other != nil {
			out = append(out, *s.Other)
			continue
		}
		if s.Interview != nil && len(s.Interview.Turns)+len(s.Interview.Syncs) > 0 {
			w.lose("the %d turns and %d times of %q have no place in a text of the format and are left out",
				len(s.Interview.Turns), len(s.Interview.Syncs), s.Name)
		}
		e := voice.Element{Name: "TextSource", Kids: slices.Clone(s.Rest)}
		e.Attrs = append(unless(set("guid", s.ID, "name", s.Name), "plainTextPath", w.path(s)), s.Attrs...)
		for j := range s.Selections {
			if sel := &s.Selections[j]; w.misread(s, sel) {
				w.lose("the selection %d to %d of %q was outside its text and is left out", sel.Start, sel.End, s.Name)
			} else {
				e.Kids = append(e.Kids, w.selection(s, sel))
			}
		}
		e.Kids = append(e.Kids, codings(s.Codings)...)
		out = append(out, *arrange(&e))
	}
	return out
}

// misread reports whether a selection that has no place would be given one by
// whoever reads the export: its numbers were counted in another way.
func (w *writer) misread(s *voice.Source, sel *voice.Selection) bool {
	return s.HasText && !sel.Placed && sel.Start >= 0 && sel.Start <= sel.End &&
		sel.End <= len([]rune(s.Text))
}

func (w *writer) selection(s *voice.Source, sel *voice.Selection) voice.Element {
	e := voice.Element{Name: "PlainTextSelection", Kids: append(slices.Clone(sel.Rest), codings(sel.Codings)...)}
	e.Attrs = set("guid", sel.ID, "name", sel.Name, "startPosition", strconv.Itoa(sel.Start), "endPosition",
		strconv.Itoa(sel.End))
	e.Attrs = append(unless(e.Attrs, "creatingUser", sel.User), sel.Attrs...)
	return *arrange(&e)
}

func codings(list []voice.Coding) (out []voice.Element) {
	for _, c := range list {
		e := voice.Element{Name: "Coding", Kids: append([]voice.Element{{Name: "CodeRef",
			Attrs: set("targetGUID", c.Code)}}, c.Rest...)}
		e.Attrs = append(unless(set("guid", c.ID), "creatingUser", c.User), c.Attrs...)
		out = append(out, *arrange(&e))
	}
	return out
}

// guid is the form of the standard's ids, without braces.
var guid = regexp.MustCompile(`^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`)

// path packs the text of a source and returns how the project refers to it. A
// text that did not come with the project stays missing.
func (w *writer) path(s *voice.Source) string {
	if !s.HasText {
		return s.Path
	}
	text := s.Text
	if strings.HasPrefix(text, "\ufeff") {
		text = "\ufeff" + text // a reader takes the first one for a byte order mark
	}
	var names []string
	if base := path.Base(strings.ReplaceAll(s.Path, `\`, "/")); strings.HasSuffix(strings.ToLower(base), ".txt") &&
		parcel.CheckName(base) == nil {
		names = append(names, base)
	}
	if id := voice.BareID(s.ID); guid.MatchString(id) {
		names = append(names, id+".txt")
	}
	for n := 1; ; n++ {
		for _, name := range names {
			full := "sources/" + name
			had, ok := w.taken[strings.ToLower(full)]
			if !ok {
				w.taken[strings.ToLower(full)] = full
				w.files[full] = []byte(text)
				had = full
			}
			if string(w.files[had]) == text {
				return "internal://" + strings.TrimPrefix(had, "sources/")
			}
		}
		names = []string{fmt.Sprintf("text-%d.txt", n)}
	}
}

// packUp writes an archive: the project first, then the files in order of their
// names, deflated, without times of day.
func packUp(document []byte, files map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.DefaultCompression)
	})
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range append([]string{"project.qde"}, names...) {
		content := files[name]
		if name == "project.qde" {
			content = document
		}
		if len(content) > parcel.MaxEntry {
			return nil, voice.Refuse("%q is over the limit of %d bytes for one file", name, parcel.MaxEntry)
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = f.Write(content)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
