package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"steady/internal/seal"
	"steady/internal/store"
	"steady/internal/study"
	"steady/moment"
	"steady/voice"
	"steady/voice/qdpx"
	core "steady/voice/study"
)

var voiceImportCommand = command{
	name: "import", summary: "take a project, a code book or a transcript into a study",
	usage: "--data DIR --study NAME [--offsets WORDS] [--json] FILE", run: voiceImport,
	help: `Reads a REFI-QDA project (.qdpx) or code book (.qdc) and records it as the study NAME, which it begins where
there is none. A transcript (.txt, .vtt, .srt, .docx, .odt) joins what the study holds. A study is kept apart from the
clinic in a folder of DIR/studies, with a log, a key and texts of its own. The same file again adds nothing. A copy
that was changed elsewhere is merged by its ids: what is new joins, what differs is said and stays as it is here; the
page In and out lets a person take it.

How positions are counted is found out text by text. --offsets says it instead, for every text, in words with commas
between: code-point, utf-16 or utf-8; crlf=1 or crlf=2; bom=0 or bom=1; exclusive or inclusive. Look at the quotes
that "steady voice inspect" shows first.

Exit codes: 0 recorded, or recorded before; 1 the file is refused, or the study holds another project; 2 the file or
the call cannot be read.`,
}

var voiceExportCommand = command{
	name: "export", summary: "write a study as a project that other programs read",
	usage: "--data DIR --study NAME [--json] OUT", run: voiceExport,
	help: `Writes a REFI-QDA project (.qdpx). Where OUT ends in .qdc: the codes alone; in .csv: every coded passage with
its quote; in .md, .docx or .codes.csv: the code book to read, to print or as a table; in .matrix.csv or .matrix.docx:
the framework matrix. The same study gives the same
bytes. What other programs wrote and Steady does not understand is written back into a project; what could not be
written is said, item by item. Texts of participants have names that say nothing; beyond that nothing is
de-identified: who receives the file can read every word.

Exit codes: 0 written; 1 there is no such study, or it cannot be written; 2 the call cannot be read.`,
}

// studyPlace is where a study is kept.
type studyPlace struct{ data, name *string }

func (c *call) studyFlags() studyPlace {
	return studyPlace{c.flags.String("data", "", ""), c.flags.String("study", "", "")}
}

func (p studyPlace) check() error {
	switch {
	case *p.data == "":
		return errors.New("say where the data is: --data DIR")
	case *p.name == "":
		return errors.New("say which study: --study NAME")
	case len(*p.name) > 200 || strings.ContainsAny(*p.name, `/\`) || strings.ContainsFunc(*p.name, unicode.IsControl):
		return fmt.Errorf("%q cannot name a study: write letters, digits, spaces and hyphens", *p.name)
	}
	return nil
}

// id is the study's name as the log spells it. A name of other letters gets a
// suffix of its own, so that two names are never one study.
func (p studyPlace) id() string {
	if study.IDPattern.MatchString(*p.name) {
		return *p.name
	}
	var b strings.Builder
	for _, c := range strings.ToLower(*p.name) {
		if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') && b.Len() < 40 {
			b.WriteRune(c)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
			b.WriteByte('-')
		}
	}
	sum := sha256.Sum256([]byte(*p.name))
	return strings.TrimLeft(fmt.Sprintf("%s-%x", strings.Trim(b.String(), "-"), sum[:4]), "-")
}

// open opens the study with its store; create begins it where it is absent.
func (p studyPlace) open(ctx context.Context, clock func() moment.Instant, create bool) (*study.Study, io.Closer,
	error) {
	dir := filepath.Join(*p.data, "studies", p.id())
	db, err := store.OpenSQLite(ctx, dir)
	if create && errors.Is(err, store.ErrNoStore) {
		db, err = store.CreateSQLite(ctx, dir)
	} else if errors.Is(err, store.ErrNoStore) {
		return nil, nil, fmt.Errorf("%w %q in %s: check the spelling, or import a project", study.ErrNone, p.id(),
			*p.data)
	}
	if err != nil {
		return nil, nil, err
	}
	key, err := p.key(ctx, db, filepath.Join(dir, "keys"), create)
	apart := filepath.Join(*p.data, "study-keys", p.id())
	var s *study.Study
	var who *store.DB
	if err == nil {
		who, err = store.OpenSQLite(ctx, apart)
	}
	if errors.Is(err, store.ErrNoStore) {
		who, err = store.CreateSQLite(ctx, apart)
	}
	if err == nil {
		s, err = study.Open(ctx, study.Config{Store: db, ID: p.id(), Sealer: key, Clock: clock, Keys: who,
			Folders: []string{dir, apart}, Recordings: filepath.Join(apart, "recordings")})
	}
	both := closers{db}
	if who != nil {
		both = append(both, who)
	}
	if err != nil {
		return nil, nil, errors.Join(err, both.Close())
	}
	return s, both, nil
}

// closers are closed together.
type closers []io.Closer

// Close implements io.Closer.
func (c closers) Close() (err error) {
	for _, x := range c {
		err = errors.Join(err, x.Close())
	}
	return err
}

// key reads the study's key. One is made only while its log is empty.
func (p studyPlace) key(ctx context.Context, db *store.DB, dir string, create bool) (*seal.Key, error) {
	key, err := seal.Load(dir, p.id())
	if !create || !errors.Is(err, seal.ErrNoKey) {
		return key, err
	}
	heads, herr := db.Heads(ctx, p.id())
	if herr != nil || heads.Clinical > 0 {
		return nil, errors.Join(err, herr)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return seal.Create(dir, p.id())
}

// imported is the JSON of "steady voice import".
type imported struct {
	Study string `json:"study"`
	Added bool   `json:"added"` // false: the same file was imported before
	// Merged is how a copy of what the study holds was merged; absent otherwise.
	Merged *core.Comparison `json:"merged,omitempty"`
	qdpx.Survey
}

// voiceImport is "steady voice import".
func voiceImport(c *call) int {
	p := c.studyFlags()
	offsets := c.flags.String("offsets", "", "")
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	err := p.check()
	var as *voice.Dialect
	if err == nil && *offsets != "" {
		as = new(voice.Dialect)
		*as, err = qdpx.ParseDialect(*offsets)
	}
	var b []byte
	if err == nil {
		b, err = c.readLarge(c.operands[0])
	}
	var f *qdpx.File
	if err == nil {
		f, err = readProject(c.operands[0], b, as)
	}
	if err != nil {
		c.complain(err)
		return voiceExit(err)
	}
	added, merged, err := p.take(f.Project, b)
	if err != nil {
		c.complain(err)
		return refused
	}
	if *asJSON {
		err = c.writeLine(imported{p.id(), added, merged, f.Survey()})
	} else {
		if !added {
			fmt.Fprintf(c.out, "The study %s holds this file already: nothing is added.\n", p.id())
		}
		if merged != nil && added {
			c.printMerged(merged)
		}
		c.printSurvey(f.Survey())
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	return answered
}

// take records a project read from content.
func (p studyPlace) take(project *voice.Project, content []byte) (added bool, merged *core.Comparison,
	err error) {
	ctx := context.Background()
	s, db, err := p.open(ctx, wallClock, true)
	if err != nil {
		return false, nil, err
	}
	s.View(func(x *core.State) { merged = x.Joins(project) })
	added, err = s.Import(ctx, "", project, sha256.Sum256(content))
	return added, merged, errors.Join(err, db.Close())
}

// printMerged says how a copy was merged, and what was left as it is here.
func (c *call) printMerged(m *core.Comparison) {
	fmt.Fprintf(c.out, "Merged with what the study holds: %d codings, %d codes, %d texts, %d coders, %d notes and %d "+
		"files are new.\n", m.Codings, m.Codes, m.Texts, m.Coders, m.Notes, m.Files)
	for _, d := range m.Differs {
		fmt.Fprintf(c.out, "differs: %s. Here: %s. In the file: %s. The study's stays.\n", d.What, d.Here, d.There)
	}
	for _, x := range m.Stays {
		fmt.Fprintln(c.out, "note:", x)
	}
}

// exported is the JSON of "steady voice export".
type exported struct {
	Study  string   `json:"study"`
	Bytes  int      `json:"bytes"`
	Erased int      `json:"erased"` // recorded pieces whose text was erased
	Losses []string `json:"losses"`
}

// voiceExport is "steady voice export".
func voiceExport(c *call) int {
	p := c.studyFlags()
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	if err := p.check(); err != nil {
		c.complain(err)
		return unreadable
	}
	out := c.operands[0]
	ending := strings.ToLower(filepath.Ext(out))
	for _, k := range study.OutputKinds() { // one may end in another
		if strings.HasSuffix(strings.ToLower(out), k.Ending) && len(k.Ending) > len(ending) {
			ending = k.Ending
		}
	}
	x, erased, err := p.give(ending)
	if err == nil {
		err = writeWhole(out, bytesInto(x.Bytes))
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	if *asJSON {
		err = c.writeLine(exported{p.id(), len(x.Bytes), erased, orNone(x.Losses)})
	} else {
		fmt.Fprintf(c.out, "%d bytes, written to %s\n", len(x.Bytes), out)
		for _, l := range x.Losses {
			fmt.Fprintln(c.out, "note:", l)
		}
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	return answered
}

// give reads the study and writes it in the way that the ending asks for.
func (p studyPlace) give(ending string) (x qdpx.Export, erased int, err error) {
	ctx := context.Background()
	s, db, err := p.open(ctx, wallClock, false)
	if err != nil {
		return x, 0, err
	}
	if s.Project() == nil {
		err = study.ErrEmpty
	} else {
		x, err = s.Output(ending, "command line")
	}
	return x, s.Erased(), errors.Join(err, db.Close())
}
