package study

import (
	"fmt"
	"reflect"
	"strings"

	"steady/voice"
)

// Comparison is a project that another program changed, beside the study that
// holds the same ids (V-11). What is new joins; what differs stays as it is here
// unless a person takes it; nothing that is here goes by itself.
type Comparison struct {
	Known   int          `json:"known"` // ids in both
	Coders  int          `json:"coders"`
	Codes   int          `json:"codes"` // new ones that join, as those around it
	Texts   int          `json:"texts"`
	Codings int          `json:"codings"`
	Notes   int          `json:"notes"` // with cases, sets and links
	Files   int          `json:"files"`
	Alike   int          `json:"alike"`   // codings under other ids that are here already
	Differs []Difference `json:"differs"` // for a person to decide
	Stays   []string     `json:"stays"`   // what differs and stays as it is here

	facts []Fact
}

// Difference is one thing that is not the same here and in the file. It is taken
// by its key; otherwise the study's own stays.
type Difference struct {
	Key   string `json:"key"`
	What  string `json:"what"` // what it is about
	Here  string `json:"here"`
	There string `json:"there"`

	take []Fact
}

// New is how many things join.
func (c *Comparison) New() int {
	return c.Coders + c.Codes + c.Texts + c.Codings + c.Notes + c.Files
}

// merging is the work of one comparison.
type merging struct {
	*Comparison
	s     *State
	p     *voice.Project
	take  map[string]bool
	depth map[string]int // of every code that is there afterwards
	above map[string]string
	paths map[string]string // names of the file's codes
	said  *phrases          // words of who withdrew, where the file still has them
	texts int
	held  int // codings of codes that were taken out of the tree here
}

// Compare sets a project beside the study. Take are the keys of differences of
// which the file's side is taken.
func (s *State) Compare(p *voice.Project, take []string) *Comparison {
	m := &merging{Comparison: &Comparison{}, s: s, p: p, take: map[string]bool{}, depth: map[string]int{},
		above: map[string]string{}, paths: map[string]string{}}
	for _, k := range take {
		m.take[k] = true
	}
	m.withdrawn()
	m.users()
	m.codes()
	for i := range p.Sources {
		m.source(&p.Sources[i])
	}
	m.missingSources()
	m.sections()
	if m.held > 0 {
		m.stays("%d codings of codes that were taken out of the tree here are left out: bring the codes back to have them",
			m.held)
	}
	m.clean()
	return m.Comparison
}

func (m *merging) stays(format string, args ...any) {
	m.Stays = append(m.Stays, fmt.Sprintf(format, args...))
}

func (m *merging) put(f ...Fact) { m.facts = append(m.facts, f...) }

// differs lists something for a person; it answers whether they took it.
func (m *merging) differs(d Difference) {
	m.Differs = append(m.Differs, d)
	if m.take[d.Key] {
		m.put(d.take...)
	}
}

// withdrawn finds texts of people who withdrew: a copy that was made before still
// holds what they said, and nothing of it comes back (V-32).
func (m *merging) withdrawn() {
	n := 0
	for i := range m.p.Sources {
		if src := &m.p.Sources[i]; m.s.withdrawn[voice.BareID(src.ID)] {
			if m.said == nil {
				m.said = newPhrases()
			}
			n++
			m.said.add(src.Text)
		}
	}
	if n > 0 {
		m.stays("%d texts are of people who withdrew: nothing of them comes back, and notes, sets and files of this copy "+
			"are left out as well", n)
	}
}

// clean takes words of who withdrew out of what joins.
func (m *merging) clean() {
	if m.said == nil {
		return
	}
	for _, f := range m.facts {
		for _, t := range f.Texts() {
			if !m.s.othersWords(Row{Field: t.Field}) {
				t.Words, _ = m.said.inJSON(t.Words)
			}
		}
	}
}

func (m *merging) users() {
	here := map[string]bool{}
	for _, u := range m.s.Project.Users {
		here[voice.BareID(u.ID)] = true
	}
	for _, u := range m.p.Users {
		id := voice.BareID(u.ID)
		if here[id] {
			m.Known++
			continue
		}
		here[id] = true
		m.Coders++
		m.put(&Piece{kind: kindUser, ID: opaque(u.ID), Piece: keepJSON("study", "coder", u)})
	}
}

// codes walks the tree of the file.
func (m *merging) codes() {
	for i := range m.s.Project.Codes {
		m.depth[voice.BareID(m.s.Project.Codes[i].ID)] = m.s.Project.Codes[i].Depth
	}
	there := map[string]bool{}
	var line, names []string
	for _, c := range m.p.Codes {
		id, n := voice.BareID(c.ID), max(min(c.Depth-1, len(line)), 0)
		line, names = append(line[:n], id), append(names[:n], c.Name)
		m.paths[id] = strings.Join(names, " › ")
		if there[id] {
			continue
		}
		there[id] = true
		parent := ""
		if n > 0 {
			parent = line[n-1]
		}
		m.above[id] = parent
		m.code(c, id, parent)
	}
	missing := 0
	for i := range m.s.Project.Codes {
		if !there[voice.BareID(m.s.Project.Codes[i].ID)] {
			missing++
		}
	}
	if missing > 0 && m.Known > 0 {
		m.stays("%d codes of the study are not in the file: they stay, with what they were given to", missing)
	}
}

func (m *merging) code(c voice.Code, id, parent string) {
	now := m.s.Code(id)
	if now == nil {
		if m.s.ids[id] && !m.take["back-"+id] {
			m.Known++
			m.differs(Difference{Key: "back-" + id, What: "the code “" + m.paths[id] + "”", Here: "taken out of the tree",
				There: "still there"})
			return
		}
		if _, ok := m.depth[parent]; !ok {
			parent = ""
		}
		c.Depth = m.depth[parent] + 1
		m.depth[id] = c.Depth
		m.Codes++
		m.put(&CodeAdded{ID: id, Parent: parent, By: "", Piece: keepJSON("code-"+id, "code", c)})
		return
	}
	m.Known++
	mine, theirs := describedAs(now), describedAs(&c)
	if mine != theirs {
		e := Entry{Name: c.Name, Definition: description(&c), Folder: !c.Codable, Origin: m.s.EntryOf(id).Origin}
		d := Difference{Key: "code-" + id, What: "the code “" + now.Name + "”", Here: mine, There: theirs,
			take: []Fact{entryWritten(id, e)}}
		if e.Folder && m.s.uses(id) > 0 { // it is given to passages here: it stays a code
			e.Folder = false
			d.take = []Fact{entryWritten(id, e)}
		}
		m.differs(d)
	}
	if at := m.s.Parent(id); at != parent {
		d := Difference{Key: "move-" + id, What: "where the code “" + now.Name + "” stands", Here: m.under(at),
			There: m.under(parent)}
		if f := (&CodeMoved{ID: id, Parent: parent}); f.fits(m.s, nil) && (parent == "" || m.s.Code(parent) != nil) {
			d.take = []Fact{f}
		}
		m.differs(d)
	}
	m.refs(now.Rest, c.Rest, NoteTied{Code: id})
}

func (m *merging) under(parent string) string {
	if parent == "" {
		return "among the first codes"
	}
	if c := m.s.Code(parent); c != nil {
		return "under “" + c.Name + "”"
	}
	return "under “" + m.paths[parent] + "”"
}

// describedAs is what a code says of itself, for comparing.
func describedAs(c *voice.Code) string {
	out := c.Name
	if d := description(c); d != "" {
		out += ": " + d
	}
	if !c.Codable {
		out += " (a folder)"
	}
	return out
}

// refs ties notes to what they are about, where the file has a reference that is
// not here. A reference to a memo that was written here is the study's own.
func (m *merging) refs(here, there []voice.Element, to NoteTied) {
	has := map[string]bool{}
	for i := range here {
		if here[i].Is("NoteRef") {
			has[voice.BareID(here[i].Get("targetGUID"))] = true
		}
	}
	for i := range there {
		id := voice.BareID(there[i].Get("targetGUID"))
		if !there[i].Is("NoteRef") || has[id] || m.s.memo(id) || m.said != nil {
			continue
		}
		has[id] = true
		to.Note = id
		f := to
		m.Notes++
		m.put(&f)
	}
}

// memo reports whether a note is a memo of this study.
func (s *State) memo(id string) bool {
	for _, x := range s.Memos {
		if voice.SameID(x.ID, id) {
			return true
		}
	}
	return false
}

func (m *merging) missingSources() {
	there := map[string]bool{}
	for i := range m.p.Sources {
		there[voice.BareID(m.p.Sources[i].ID)] = true
	}
	missing := 0
	for i := range m.s.Project.Sources {
		if !there[voice.BareID(m.s.Project.Sources[i].ID)] {
			missing++
		}
	}
	if missing > 0 && m.Known > 0 && len(m.p.Sources) > 0 {
		m.stays("%d texts of the study are not in the file: they stay", missing)
	}
}

// sections merges what stands beside codes and texts: notes, cases, sets, links.
func (m *merging) sections() {
	if m.said != nil {
		return
	}
	here, plain := m.elements()
	for i := range m.p.Sections {
		e := m.p.Sections[i]
		if len(e.Kids) == 0 || e.Is("NoteRef") || e.Is("Description") {
			if b := keepJSON("", "", e).Words; !plain[b] && !m.s.memo(e.Get("targetGUID")) {
				plain[b] = true
				m.Notes++
				m.put(&Piece{kind: kindSection, Piece: keepJSON("study", "section", e)})
			}
			continue
		}
		fresh := e
		fresh.Kids = nil
		for _, k := range e.Kids {
			id := voice.BareID(k.Get("guid"))
			old, ok := here[id]
			switch {
			case id == "" && plain[keepJSON("", "", k).Words]:
			case id == "" || !ok:
				here[id] = nil
				plain[keepJSON("", "", k).Words] = true
				fresh.Kids = append(fresh.Kids, k)
			case old != nil && !reflect.DeepEqual(*old, k):
				m.Known++
				m.stays("%s %q is not the same in the file: the study's stays", k.Name, k.Get("name"))
			default:
				m.Known++
			}
		}
		if len(fresh.Kids) > 0 {
			m.Notes += len(fresh.Kids)
			m.put(&SectionMerged{Piece: keepJSON("study", "section", fresh)})
		}
	}
	m.files()
}

// elements are the parts of the project by their ids, and those without one. What
// an export makes of memos, themes and participants is known too: it is written
// from the study, and has no element of its own here.
func (m *merging) elements() (here map[string]*voice.Element, plain map[string]bool) {
	here, plain = map[string]*voice.Element{}, map[string]bool{}
	for i := range m.s.Project.Sections {
		e := &m.s.Project.Sections[i]
		plain[keepJSON("", "", e).Words] = true
		for j := range e.Kids {
			k := &e.Kids[j]
			if id := voice.BareID(k.Get("guid")); id != "" {
				here[id] = k
			} else {
				plain[keepJSON("", "", k).Words] = true
			}
		}
	}
	for _, x := range m.s.Memos {
		here[voice.BareID(x.ID)] = nil
	}
	for _, t := range m.s.Analysis.Themes {
		here[voice.BareID(t.ID)] = nil
	}
	labels := []string{"command line"}
	for _, o := range m.s.Outputs {
		labels = append(labels, o.Label.Get())
	}
	for _, label := range labels {
		for _, who := range m.s.Participants {
			here[uuid("steady/study-case/1", m.s.ID, label, who.ID)] = nil
		}
	}
	return here, plain
}

func (m *merging) files() {
	here := map[string][]byte{}
	for _, f := range m.s.Project.Members {
		here[strings.ToLower(f.Name)] = f.Bytes
	}
	for _, f := range m.p.Members {
		old, ok := here[strings.ToLower(f.Name)]
		switch {
		case !ok:
			m.Files++
			m.put(&Piece{kind: kindMember, Piece: keepJSON("study", "file", f)})
		case string(old) != string(f.Bytes):
			m.stays("the file %s is not the same: the study's stays", f.Name)
		}
	}
}
