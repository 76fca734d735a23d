package study

import (
	"fmt"
	"strconv"

	"steady/internal/report/docx"
	"steady/voice"
	"steady/voice/qdpx"
	core "steady/voice/study"
)

// OutputKind is a form in which a study is written to a file.
type OutputKind struct {
	Ending string // with its dot
	Media  string
	Words  string // what it is, for people
	write  func(x *core.State, p *voice.Project) (qdpx.Export, error)
}

// OutputKinds lists the forms.
func OutputKinds() []OutputKind {
	return []OutputKind{
		{".qdpx", "application/zip", "the whole project, for other programs (REFI-QDA)",
			wholeProject},
		{".qdc", "application/xml", "the code book, for other programs (REFI-QDA)",
			func(_ *core.State, p *voice.Project) (qdpx.Export, error) { return qdpx.WriteCodebook(p), nil }},
		{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
			"the code book, for a word processor", codebookDocument},
		{".md", "text/markdown; charset=utf-8", "the code book, as plain text", plain((*voice.Project).CodebookPage)},
		{".codes.csv", "text/csv; charset=utf-8", "the code book, as a table", plain((*voice.Project).CodebookCSV)},
		{".csv", "text/csv; charset=utf-8", "every coded passage with its quote, as a table",
			plain((*voice.Project).Excerpts)},
		{".matrix.csv", "text/csv; charset=utf-8", "the matrix of interviews and codes, as a table", matrixTable},
		{".matrix.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
			"the matrix of interviews and codes, for a word processor", matrixDocument},
	}
}

// wholeProject writes a project. A recording never leaves with it: a voice says
// whose it is, whatever was taken out of the text.
func wholeProject(x *core.State, p *voice.Project) (qdpx.Export, error) {
	out, err := qdpx.Write(p, x.ID)
	for i := range p.Sources {
		if h := x.Held[voice.BareID(p.Sources[i].ID)]; h != nil && h.Recording != nil {
			out.Losses = append(out.Losses,
				fmt.Sprintf("the recording of %q stays in the study and is left out", p.Sources[i].Name))
		}
	}
	return out, err
}

func plain(f func(*voice.Project) []byte) func(*core.State, *voice.Project) (qdpx.Export, error) {
	return func(_ *core.State, p *voice.Project) (qdpx.Export, error) { return qdpx.Export{Bytes: f(p)}, nil }
}

// Output writes a study in the form of an ending; an unknown one is a whole
// project. Label says what the file is for: participants have other labels in
// every output.
func (s *Study) Output(ending, label string) (out qdpx.Export, err error) {
	kind := OutputKinds()[0]
	for _, k := range OutputKinds() {
		if k.Ending == ending {
			kind = k
		}
	}
	s.View(func(x *core.State) { out, err = kind.write(x, x.Exchange(label)) })
	return out, err
}

func codebookDocument(x *core.State, p *voice.Project) (qdpx.Export, error) {
	title := x.About.Title.Get()
	if title == "" {
		title = x.ID
	}
	d := docx.New("Code book: "+title, "en-GB")
	d.Title("Code book: " + title)
	d.Note("Texts come before codings: a code that one person voices counts as much as any.")
	var rows [][]string
	for _, e := range p.Entries() {
		d.Heading(min(e.Code.Depth, 3), e.Code.Name)
		if e.Definition != "" {
			d.Text(e.Definition)
		}
		rows = append(rows, []string{e.Code.Name, e.Parent, strconv.Itoa(e.Texts), strconv.Itoa(e.Codings)})
	}
	d.Heading(1, "How often each code was given")
	d.Table([]string{"Code", "Below", "Texts", "Codings"}, rows)
	b, err := d.Bytes()
	return qdpx.Export{Bytes: b}, err
}
