package web

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"

	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/study"
	"steady/internal/web/page"
	"steady/voice"
	core "steady/voice/study"
	"steady/voice/transcript"
)

func (s *Server) studyTexts(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawTexts(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawTexts(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	a, _ := login.Who(r.Context())
	var v page.Study
	st.View(func(x *core.State) {
		list := page.StudyTable{Caption: "Texts", Head: []string{"Text", "Characters", "Turns", "Codings"},
			None: "No text yet: add a transcript below."}
		for i := range x.Project.Sources {
			src := &x.Project.Sources[i]
			turns, codings := "not found", 0
			if src.Interview != nil {
				turns = strconv.Itoa(len(src.Interview.Turns))
			}
			for _, sel := range src.Selections {
				codings += len(sel.Codings)
			}
			row := page.StudyRow{Cells: []string{src.Name, strconv.Itoa(src.Chars), turns, strconv.Itoa(codings)}}
			if src.HasText {
				row.URL = "/studies/" + x.ID + "/texts/" + voice.BareID(src.ID)
			}
			list.Rows = append(list.Rows, row)
		}
		v = page.Study{Heading: "Texts", Ways: studyWays(x), Parts: []page.StudyPart{
			{ID: "list", Title: "Texts of this study", Table: &list}}}
		if late := overdue(x, s.today()); len(late) > 0 {
			v.Warn = "The day has come by which these recordings are erased: " + strings.Join(late, ", ") + "."
		}
		if x.Can(a.ID, core.Lead) {
			f := textForm(x.ID, t)
			v.Parts = append(v.Parts, page.StudyPart{ID: "add", Title: "Add a transcript", Bare: &f})
		}
	})
	l := s.studyLayout(r, "Texts")
	l.Problem, l.Back = prob, &page.Link{Text: "The study", URL: "/studies/" + st.ID()}
	s.draw(w, r, status, page.StudyPage(l, v))
}

func textForm(id string, t typed) page.SmallForm {
	return page.SmallForm{Form: page.Form{Action: "/studies/" + id + "/texts", Command: app.NewCommandID(), Expect: "0"},
		Title: "Add a transcript", Button: "Add the transcript", Fields: []page.SmallField{
			{ID: "file", Name: "file", Label: "A file", File: true, Field: page.Field{Error: t.errs["file"]},
				Hint: "DOCX, ODT, TXT, VTT or SRT. Who speaks and when is found out and can be put right afterwards."},
			{ID: "name", Name: "name", Label: "Or its name, where you type it", Field: t.field("name")},
			{ID: "words", Name: "words", Label: "And the words", Rows: 12, Field: t.field("words"),
				Hint: "Begin each turn with who speaks and a colon, for example \"Interviewer: How was it?\""}}}
}

// upload reads the file of a form, or what was typed in its place.
func (p *press) upload(field, typedName, typedWords string) (name string, b []byte) {
	f, head, err := p.r.FormFile(field)
	switch {
	case err == nil:
		defer f.Close()
		if b, err = io.ReadAll(f); err != nil {
			p.wrong(field, "The file could not be read: choose it again.")
		}
		return filepath.Base(head.Filename), b
	case !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart):
		p.wrong(field, fmt.Sprintf("The file could not be read. It may be larger than %d MB.", maxUpload>>20))
		return "", nil
	case p.get(typedWords) == "":
		p.wrong(field, "Choose a file, or type the words.")
		return "", nil
	}
	return p.need(typedName, "Give the text a name.") + ".txt", []byte(p.r.PostForm.Get(typedWords))
}

func (s *Server) studyAddText(w http.ResponseWriter, r *http.Request, st *study.Study) {
	if err := r.ParseMultipartForm(maxUpload); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		s.drawTexts(w, r, st, http.StatusUnprocessableEntity, &page.Problem{Lines: []page.ProblemLine{{Field: "file",
			Text: fmt.Sprintf("The form could not be read. A file may have up to %d MB.", maxUpload>>20)}}}, typed{})
		return
	}
	p := s.pressed(r)
	name, b := p.upload("file", "name", "words")
	body := core.Import{Content: sha256.Sum256(b)}
	if p.ok() {
		body.Project = p.transcript(name, b)
	}
	p.toStudy(w, st, body, "/studies/"+st.ID()+"/texts", func(prob *page.Problem) {
		s.drawTexts(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// transcript reads a transcript by the ending of its name.
func (p *press) transcript(name string, b []byte) *voice.Project {
	if !transcript.Known(name) {
		p.wrong("file", "A transcript is a DOCX, ODT, TXT, VTT or SRT file.")
		return nil
	}
	t, err := transcript.Read(name, b)
	if err != nil {
		p.wrong("file", "The file cannot be read as a transcript: "+err.Error())
		return nil
	}
	return &voice.Project{Sources: []voice.Source{t.AsSource(name, b)}}
}

func (s *Server) studyText(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawText(w, r, st, http.StatusOK, nil, typed{})
}

func (s *Server) drawText(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed) {
	a, _ := login.Who(r.Context())
	var v page.StudyText
	found := false
	st.View(func(x *core.State) {
		src := x.Source(r.PathValue("text"))
		if src == nil || !src.HasText {
			return
		}
		found = true
		id := voice.BareID(src.ID)
		v.Heading = src.Name
		v.Ways = textWays(x, id, x.Can(a.ID, core.Lead), x.Can(a.ID, core.KeyHolder))
		if len(x.Held[id].Replacements) == 0 {
			v.Warn = "No name was taken out of this text yet."
		}
		v.Player = player(x, a.ID, id)
		v.Turns = turnsOf(src, x.Held[id], playingOf(v.Player))
		v.Parts = append(v.Parts, s.recordingPart(x, a.ID, id, t))
	})
	if !found {
		s.noStudy(w, r, "There is no such text in this study.")
		return
	}
	l := s.studyLayout(r, v.Heading)
	l.Problem, l.Back = prob, &page.Link{Text: "Texts", URL: "/studies/" + st.ID() + "/texts"}
	s.draw(w, r, status, page.StudyTextPage(l, v))
}

// turnsOf cuts a text into its turns, with what stands between them: nothing of
// a text is left out.
func turnsOf(src *voice.Source, held *core.Held, play *playing) (out []page.StudyTurn) {
	at := 0
	put := func(speaker string, start, end int, time page.Moment) {
		if words := held.Quotes.Quote(start, end); strings.TrimSpace(words) != "" {
			out = append(out, page.StudyTurn{ID: "c" + strconv.Itoa(start), Speaker: speaker, Words: words, Time: time})
		}
	}
	if src.Interview != nil {
		marks := marksOf(src.Interview)
		for i, t := range src.Interview.Turns {
			label := src.Interview.Speakers[t.Speaker].Label
			if between := held.Quotes.Quote(at, t.Start); strings.Trim(between, " \t\n:") != label {
				put("", at, t.Start, page.Moment{})
			}
			put(label, t.Start, t.End, play.moment(marks[i]))
			at = t.End
		}
	}
	put("", at, held.Quotes.Len(), page.Moment{})
	return out
}
