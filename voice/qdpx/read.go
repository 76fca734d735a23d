package qdpx

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"steady/voice"
	"steady/voice/parcel"
)

// Program is the origin that Steady writes into its own exports. Such a file
// says how it counts, and nothing is guessed.
const Program = "Steady"

// File is a project as read, with what a person should know about the reading.
type File struct {
	Project *voice.Project
	Losses  []string // what could not be read, placed or kept, item by item
}

// Read reads a .qdpx archive or a .qdc code book. A *voice.RefusedError is an
// input that was understood and is not taken (V-10); any other error says that
// it cannot be read, and where.
func Read(b []byte) (*File, error) { return ReadAs(b, nil) }

// ReadAs is Read where a person has said how positions are counted in every
// text; nil finds it out text by text.
func ReadAs(b []byte, as *voice.Dialect) (*File, error) {
	switch {
	case len(b) == 0:
		return nil, errors.New("the file is empty")
	case bytes.HasPrefix(b, []byte("PK")):
		a, err := open(b)
		if err != nil {
			return nil, err
		}
		root, err := parcel.Parse(a.project, false)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.projName, err)
		}
		if !root.Is("Project") {
			return nil, fmt.Errorf("%s: its root is %s, not Project", a.projName, root.Name)
		}
		return interpret(root, a, as)
	case bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))), []byte("<")):
		root, err := parcel.Parse(b, false)
		if err != nil {
			return nil, err
		}
		if root.Is("Project") {
			return nil, voice.Refuse("this is the bare XML of a project: its texts are in the .qdpx archive it came from; " +
				"give that file")
		}
		if !root.Is("CodeBook") {
			return nil, fmt.Errorf("the root of the XML is %s: a code book begins with CodeBook", root.Name)
		}
		return interpretCodebook(root), nil
	}
	return nil, errors.New("the file is neither an archive (.qdpx) nor a code book (.qdc)")
}

// reader turns a tree into a project.
type reader struct {
	a    *archive
	p    *voice.Project
	used map[int]bool // members that texts were made from
	lost []string
	as   *voice.Dialect // how a person says positions are counted; nil finds out
}

func (r *reader) lose(format string, args ...any) {
	r.lost = append(r.lost, fmt.Sprintf(format, args...))
}

func interpretCodebook(root *voice.Element) *File {
	r := &reader{p: &voice.Project{Attrs: root.Attrs, Codebook: true}, a: &archive{}}
	r.codebook(root)
	r.check()
	return &File{r.p, r.lost}
}

func interpret(root *voice.Element, a *archive, as *voice.Dialect) (*File, error) {
	r := &reader{p: &voice.Project{Attrs: root.Attrs}, a: a, used: map[int]bool{}, as: as}
	for i := range root.Kids {
		k := &root.Kids[i]
		switch {
		case k.Is("Users"):
			r.usersOf(k)
		case k.Is("CodeBook"):
			r.codebook(k)
		case k.Is("Sources"):
			for j := range k.Kids {
				if err := r.source(&k.Kids[j]); err != nil {
					return nil, err
				}
			}
		default:
			r.p.Sections = append(r.p.Sections, *k)
		}
	}
	r.members()
	r.check()
	return &File{r.p, r.lost}, nil
}

// split takes the named attributes out; the others are kept.
func split(e *voice.Element, to map[string]*string) (rest []voice.Attr) {
	for _, a := range e.Attrs {
		if p, ok := to[a.Name]; ok && a.Space == "" {
			*p = a.Value
		} else {
			rest = append(rest, a)
		}
	}
	return rest
}

func (r *reader) usersOf(e *voice.Element) {
	for i := range e.Kids {
		k := &e.Kids[i]
		if !k.Is("User") {
			r.lose("%s among the users is not known and is left out", label(k))
			continue
		}
		u := voice.User{Rest: k.Kids}
		u.Attrs = split(k, map[string]*string{"guid": &u.ID, "name": &u.Name})
		r.p.Users = append(r.p.Users, u)
	}
}

func (r *reader) codebook(e *voice.Element) {
	for i := range e.Kids {
		k := &e.Kids[i]
		if !k.Is("Codes") {
			r.p.CodesEnd = append(r.p.CodesEnd, *k)
			continue
		}
		for j := range k.Kids {
			if k.Kids[j].Is("Code") {
				r.code(&k.Kids[j], 1)
			} else {
				r.lose("%s among the codes is not known and is left out", label(&k.Kids[j]))
			}
		}
	}
}

func (r *reader) code(e *voice.Element, depth int) {
	c := voice.Code{Depth: depth}
	codable := ""
	c.Attrs = split(e, map[string]*string{"guid": &c.ID, "name": &c.Name, "isCodable": &codable})
	c.Codable = codable == "true" || codable == "1"
	at := len(r.p.Codes)
	r.p.Codes = append(r.p.Codes, c)
	for i := range e.Kids {
		if e.Kids[i].Is("Code") {
			r.code(&e.Kids[i], depth+1)
		} else {
			r.p.Codes[at].Rest = append(r.p.Codes[at].Rest, e.Kids[i])
		}
	}
}

// source reads a text source; one of another kind is kept whole.
func (r *reader) source(e *voice.Element) error {
	s := voice.Source{Dialect: voice.Own}
	if !e.Is("TextSource") {
		s.ID, s.Name, s.Other = e.Get("guid"), e.Get("name"), e
		r.p.Sources = append(r.p.Sources, s)
		n := 0
		e.Walk(func(k *voice.Element) {
			if strings.HasSuffix(k.Name, "Selection") {
				n++
			}
		})
		r.lose("%s is kept as it came, with %d selections, and written back; its codings are not shown", label(e), n)
		return nil
	}
	s.Attrs = split(e, map[string]*string{"guid": &s.ID, "name": &s.Name, "plainTextPath": &s.Path})
	var inline *string
	var picks []*voice.Element
	for i := range e.Kids {
		switch k := &e.Kids[i]; {
		case k.Is("PlainTextContent"):
			text := k.Content()
			inline = &text
		case k.Is("PlainTextSelection"):
			picks = append(picks, k)
		case k.Is("Coding"):
			r.codingOf(k, &s.Codings, &s.Rest, s.Name)
		default:
			s.Rest = append(s.Rest, *k)
		}
	}
	raw, err := r.text(&s, inline)
	if err != nil {
		return fmt.Errorf("the text of %q: %w", s.Name, err)
	}
	r.selections(&s, raw, picks)
	r.p.Sources = append(r.p.Sources, s)
	return nil
}

// text finds the plain text of a source: inside the XML, or in the archive.
func (r *reader) text(s *voice.Source, inline *string) (*rawText, error) {
	b, ok := r.member(s.Path)
	switch {
	case ok:
	case inline != nil:
		b = []byte(*inline)
		if s.Path != "" {
			r.lose("the file %s of %q is missing: the text inside the project is taken", s.Path, s.Name)
		}
		s.Path = ""
	default:
		r.lose("the text of %q is not in the archive (%s): its selections keep their numbers and have no quote", s.Name,
			orNothing(s.Path))
		return nil, nil
	}
	raw, err := newRaw(b)
	if err != nil {
		return nil, err
	}
	s.HasText, s.Text, s.Chars = true, raw.text, len(raw.runes)
	return raw, nil
}

func orNothing(p string) string {
	if p == "" {
		return "no path is given"
	}
	return p
}

// member finds a file of the archive by the path a project gives, in any case.
// Files elsewhere are never opened (V-13).
func (r *reader) member(p string) ([]byte, bool) {
	lower := strings.ToLower(p)
	if p == "" || strings.HasPrefix(lower, "relative:") || strings.HasPrefix(lower, "absolute:") {
		return nil, false
	}
	name := path.Base(strings.TrimPrefix(strings.ReplaceAll(lower, `\`, "/"), "internal://"))
	i, ok := r.a.byName[name]
	if !ok {
		return nil, false
	}
	r.used[i] = true
	return r.a.members[i].Bytes, true
}

func (r *reader) codingOf(e *voice.Element, to *[]voice.Coding, orElse *[]voice.Element, where string) {
	c := voice.Coding{}
	c.Attrs = split(e, map[string]*string{"guid": &c.ID, "creatingUser": &c.User})
	found := false
	for i := range e.Kids {
		if k := &e.Kids[i]; k.Is("CodeRef") && !found {
			found, c.Code = true, k.Get("targetGUID")
		} else {
			c.Rest = append(c.Rest, *k)
		}
	}
	if !found {
		r.lose("a coding in %q names no code: it is kept as it came and not shown", where)
		*orElse = append(*orElse, *e)
		return
	}
	*to = append(*to, c)
}

// selections reads the passages of a text and places them.
func (r *reader) selections(s *voice.Source, raw *rawText, picks []*voice.Element) {
	var spans []span
	for _, e := range picks {
		start, err1 := strconv.Atoi(strings.TrimSpace(e.Get("startPosition")))
		end, err2 := strconv.Atoi(strings.TrimSpace(e.Get("endPosition")))
		if err1 != nil || err2 != nil {
			r.lose("a selection in %q has no two whole numbers: it is kept as it came and not shown", s.Name)
			s.Rest = append(s.Rest, *e)
			continue
		}
		spans = append(spans, span{start, end, e.Get("name")})
		sel := voice.Selection{Start: start, End: end}
		var from, to string
		sel.Attrs = split(e, map[string]*string{"guid": &sel.ID, "name": &sel.Name, "creatingUser": &sel.User,
			"startPosition": &from, "endPosition": &to})
		for i := range e.Kids {
			if k := &e.Kids[i]; k.Is("Coding") {
				r.codingOf(k, &sel.Codings, &sel.Rest, s.Name)
			} else {
				sel.Rest = append(sel.Rest, *k)
			}
		}
		s.Selections = append(s.Selections, sel)
	}
	if raw == nil {
		return
	}
	if r.as != nil {
		s.Dialect = raw.fit(*r.as)
	} else {
		s.Dialect = raw.detect(r.p.Get("origin"), spans)
	}
	if s.Dialect.Doubt != "" {
		r.lose("positions in %q are read as %s, but %s", s.Name, words(s.Dialect), s.Dialect.Doubt)
	}
	off := raw.offsets(s.Dialect)
	for i := range s.Selections {
		sel := &s.Selections[i]
		start, end, ok := raw.place(off, s.Dialect, spans[i])
		if !ok || start == end && spans[i].start != spans[i].end {
			r.lose("the selection %d to %d in %q lies outside the text or inside a character: it keeps its numbers",
				sel.Start, sel.End, s.Name)
			continue
		}
		sel.Start, sel.End, sel.Placed = start, end, true
	}
}

// members keeps the files that no text was made from, or that something kept
// as it came refers to as well.
func (r *reader) members() {
	var referred []string
	note := func(e *voice.Element) {
		for _, a := range e.Attrs {
			if strings.HasSuffix(strings.ToLower(a.Name), "path") {
				referred = append(referred, strings.ToLower(path.Base(a.Value)))
			}
		}
	}
	for i := range r.p.Sources {
		if s := &r.p.Sources[i]; s.Other != nil {
			s.Other.Walk(note)
		}
	}
	for i := range r.p.Sections {
		r.p.Sections[i].Walk(note)
	}
	for i, m := range r.a.members {
		if !r.used[i] || slices.Contains(referred, strings.ToLower(path.Base(m.Name))) {
			r.p.Members = append(r.p.Members, m)
		}
	}
	for _, name := range r.a.left {
		r.lose("%s is larger than %d bytes and is not kept", name, maxKept)
	}
}

// check lists what the project refers to and does not hold.
func (r *reader) check() {
	codes, users := map[string]bool{}, map[string]bool{}
	for _, c := range r.p.Codes {
		codes[voice.BareID(c.ID)] = true
	}
	for _, u := range r.p.Users {
		users[voice.BareID(u.ID)] = true
	}
	noCode, noUser := 0, 0
	look := func(list []voice.Coding) {
		for _, c := range list {
			if !codes[voice.BareID(c.Code)] {
				noCode++
			}
			if c.User != "" && !users[voice.BareID(c.User)] {
				noUser++
			}
		}
	}
	for i := range r.p.Sources {
		look(r.p.Sources[i].Codings)
		for j := range r.p.Sources[i].Selections {
			look(r.p.Sources[i].Selections[j].Codings)
		}
	}
	if noCode > 0 {
		r.lose("%d codings name a code that the project does not hold: they are kept", noCode)
	}
	if noUser > 0 {
		r.lose("%d codings name a coder that the project does not hold: they are kept", noUser)
	}
}

// label names an element for a person.
func label(e *voice.Element) string {
	name := e.Name
	if name == "" {
		return "loose text"
	}
	if n := e.Get("name"); n != "" {
		name += fmt.Sprintf(" %q", n)
	}
	return name
}
