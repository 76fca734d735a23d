package web

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"sync"

	"steady/internal/login"
	"steady/internal/study"
	"steady/internal/web/page"
	"steady/moment"
	"steady/voice"
	"steady/voice/qdpx"
	core "steady/voice/study"
	"steady/voice/transcript"
)

// upload is a file that somebody looks at before it is taken in. It is in memory
// alone, one for each person and study, and gone after keepUpload.
type upload struct {
	name  string
	bytes []byte
	at    moment.Instant
}

const keepUpload = 30 * moment.Minute

type uploads struct {
	mu  sync.Mutex
	all map[string]upload
}

func (u *uploads) put(key string, x upload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.all == nil {
		u.all = map[string]upload{}
	}
	for k, old := range u.all {
		if x.at.Since(old.at) > keepUpload {
			delete(u.all, k)
		}
	}
	u.all[key] = x
}

func (u *uploads) get(key string, now moment.Instant) (upload, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	x, ok := u.all[key]
	return x, ok && now.Since(x.at) <= keepUpload
}

func (u *uploads) drop(key string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.all, key)
}

func (s *Server) studyExchange(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawExchange(w, r, st, http.StatusOK, nil, typed{}, nil)
}

// looking is a file that is looked at before it is taken in.
type looking struct {
	name   string
	survey qdpx.Survey
	merge  *core.Comparison // with what the study holds; nil where it holds nothing yet
	as     string           // how positions are counted in every text, as a person said; "" was found out
}

func (s *Server) drawExchange(w http.ResponseWriter, r *http.Request, st *study.Study, status int, prob *page.Problem,
	t typed, look *looking) {
	a, _ := login.Who(r.Context())
	at := "/studies/" + st.ID() + "/exchange"
	v := page.Study{Heading: "In and out", Lead: "Projects of other programs are taken in and given out with every " +
		"coding. " +
		"What could not be read or written is said, item by item."}
	st.View(func(x *core.State) {
		v.Ways = studyWays(x)
		if look != nil {
			v.Parts = append(v.Parts, lookParts(at, look)...)
		}
		if x.Can(a.ID, core.Lead) && look == nil {
			f := studyForm(at, "look", "", "Look at it first", page.SmallField{ID: "file", Name: "file", Label: "A file",
				File: true, Field: page.Field{Error: t.errs["file"]}, Hint: "QDPX or QDC of another program, or a transcript."})
			v.Parts = append(v.Parts, page.StudyPart{ID: "in", Title: "Take a project in", Bare: &f,
				Lead: "A project joins a study that holds no text and no code yet. A copy that somebody worked on elsewhere is " +
					"merged with the study that gave it out. Nothing is recorded by looking."})
		}
		v.Parts = append(v.Parts, outPart(x, at, t))
	})
	l := s.studyLayout(r, v.Heading)
	l.Problem, l.Back = prob, &page.Link{Text: "The study", URL: "/studies/" + st.ID()}
	s.draw(w, r, status, page.StudyPage(l, v))
}

func outPart(x *core.State, at string, t typed) page.StudyPart {
	var kinds []page.Choice
	for _, k := range study.OutputKinds() {
		kinds = append(kinds, page.Choice{Value: k.Ending, Label: k.Ending, Hint: k.Words})
	}
	f := studyForm(at+"/out", "out", "", "Write the file",
		page.SmallField{ID: "kind", Name: "kind", Label: "What", Choices: kinds, Field: t.or("kind", ".qdpx")},
		page.SmallField{ID: "label", Name: "label", Label: "What it is for", Field: t.field("label"),
			Hint: "For example \"second coder, March\". A later withdrawal lists it, and labels of participants are this " +
				"file's own."})
	part := page.StudyPart{ID: "out", Title: "Give a file out", Bare: &f,
		Lead: "The file holds the texts as they are now. Who " +
			"receives it can read every word: names are out of it only where somebody took them out. Recordings never leave."}
	for _, o := range x.Outputs {
		part.Says = append(part.Says, fmt.Sprintf("%s: %s (%s)", dayWords(moment.UTC.Day(o.At)), o.Label.Get(), o.Kind))
	}
	return part
}

// lookParts say what a file holds before it is taken in (V-05, V-06).
func lookParts(at string, k *looking) []page.StudyPart {
	v := k.survey
	texts := &page.StudyTable{Caption: "Texts", None: "No text.", Head: []string{"Text", "Characters", "Passages",
		"How positions are counted"}}
	out := page.StudyPart{ID: "holds", Title: "What " + k.name + " holds", Table: texts,
		Lead: fmt.Sprintf("%s, %s, %s, %s, written by %s.", plural(v.Codes, "code"), plural(v.Users, "coder"),
			plural(v.Selections, "passage"), plural(v.Triples, "coding"), orNotSaid(v.Program))}
	for _, s := range v.Sources {
		how := s.OffsetUnit + ", " + s.End + " end"
		if s.CRLF != nil {
			how += ", a line end as " + strconv.Itoa(*s.CRLF)
		}
		if s.BOM != nil {
			how += ", the byte order mark as " + strconv.Itoa(*s.BOM)
		}
		if s.Doubt != "" {
			how += ". LOOK: " + s.Doubt
		}
		texts.Rows = append(texts.Rows, page.StudyRow{Cells: []string{s.Name, strconv.Itoa(s.Chars),
			strconv.Itoa(s.Selections), how}})
		for _, q := range s.Samples {
			out.Quote = append(out.Quote, page.StudyQuote{Words: q, Where: s.Name})
		}
	}
	out.Quote = out.Quote[:min(len(out.Quote), 12)]
	loss := page.StudyPart{ID: "losses", Title: "What would be lost", Says: v.Losses}
	if len(v.Losses) == 0 {
		loss.Says = []string{"Nothing."}
	}
	again := studyForm(at, "as", "The quotes are wrong: positions are counted in another way", "Show the quotes so",
		page.SmallField{ID: "as", Name: "as", Label: "How this program counts", List: true, Field: page.Field{Value: k.as},
			Choices: dialectChoices()})
	again.Lead = "Choose another way, and look whether the quotes above begin and end with whole words. It holds for " +
		"every text."
	again.Open = k.as != ""
	take := studyForm(at, "take", "", "Take it in")
	take.Form.Hidden = append(take.Form.Hidden, page.Pair{Name: "as", Value: k.as})
	parts := []page.StudyPart{out, loss}
	if k.merge != nil {
		parts = append(parts, mergePart(k.merge))
		if f, more := differField(k.merge.Differs); f != nil {
			take.Fields = append(take.Fields, *f)
			take.Lead = more
		}
	}
	return append(parts, page.StudyPart{ID: "take", Title: "Take it into the study", Forms: []page.SmallForm{again},
		Bare: &take})
}

func dialectChoices() []page.Choice {
	out := []page.Choice{{Value: "", Label: "as it was found out, text by text"}}
	for _, unit := range []string{voice.UnitCodePoint, voice.UnitUTF16, voice.UnitUTF8} {
		for _, line := range []string{"crlf=1", "crlf=2"} {
			for _, mark := range []string{"bom=0", "bom=1"} {
				for _, end := range []string{voice.EndExclusive, voice.EndInclusive} {
					w := unit + "," + line + "," + mark + "," + end
					out = append(out, page.Choice{Value: w, Label: unit + ", a line end as " + line[5:] + ", a mark as " + mark[4:] +
						", " + end + " end"})
				}
			}
		}
	}
	return out
}

// readUpload reads a project, a code book or a transcript.
func readUpload(name string, b []byte, as string) (*qdpx.File, error) {
	if transcript.Known(name) {
		t, err := transcript.Read(name, b)
		if err != nil {
			return nil, err
		}
		return &qdpx.File{Project: &voice.Project{Sources: []voice.Source{t.AsSource(name, b)}}}, nil
	}
	if as == "" {
		return qdpx.Read(b)
	}
	d, err := qdpx.ParseDialect(as)
	if err != nil {
		return nil, err
	}
	return qdpx.ReadAs(b, &d)
}

func (s *Server) studyExchangePress(w http.ResponseWriter, r *http.Request, st *study.Study) {
	if err := r.ParseMultipartForm(maxUpload); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		s.drawExchange(w, r, st, http.StatusUnprocessableEntity, &page.Problem{Lines: []page.ProblemLine{{Field: "file",
			Text: fmt.Sprintf("The form could not be read. A file may have up to %d MB.", maxUpload>>20)}}}, typed{}, nil)
		return
	}
	p := s.pressed(r)
	key := st.ID() + "/" + string(p.req.Command.By)
	again := func(prob *page.Problem, look *looking) {
		s.drawExchange(w, r, st, http.StatusUnprocessableEntity, prob, p.typed(), look)
	}
	x, held := s.uploads.get(key, s.house.Now())
	if p.get("what") == "look" {
		x, held = p.uploaded("file"), true
		x.at = s.house.Now()
	}
	if !held {
		p.wrong("file", "The file is not held any more: choose it again.")
	}
	var f *qdpx.File
	if p.ok() {
		var err error
		if f, err = readUpload(x.name, x.bytes, p.get("as")); err != nil {
			p.wrong("file", "The file cannot be taken: "+err.Error())
		}
	}
	if !p.ok() {
		prob, _ := p.problem(nil)
		again(prob, nil)
		return
	}
	look := &looking{name: x.name, survey: f.Survey(), as: p.get("as")}
	st.View(func(x *core.State) { look.merge = x.Joins(f.Project) })
	if p.get("what") != "take" {
		s.uploads.put(key, x)
		s.drawExchange(w, r, st, http.StatusOK, nil, typed{}, look)
		return
	}
	body := core.Import{Project: f.Project, Content: sha256.Sum256(x.bytes),
		Take: p.r.PostForm["take"]}
	p.toStudy(w, st, body, "/studies/"+st.ID(), func(prob *page.Problem) { again(prob, look) })
	s.uploads.drop(key)
}

// uploaded reads the file of a form.
func (p *press) uploaded(field string) (x upload) {
	f, head, err := p.r.FormFile(field)
	if err != nil {
		p.wrong(field, "Choose a file.")
		return x
	}
	defer f.Close()
	if x.bytes, err = io.ReadAll(f); err != nil {
		p.wrong(field, "The file could not be read: choose it again.")
	}
	x.name = filepath.Base(head.Filename)
	return x
}

func (s *Server) studyOut(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	var kind *study.OutputKind
	for _, k := range study.OutputKinds() {
		if k.Ending == p.get("kind") {
			kind = &k
		}
	}
	if kind == nil {
		p.wrong("kind", "Choose what is to be written.")
	}
	label := p.need("label", "Write what the file is for: a later withdrawal lists it.")
	fail := func(err error) {
		prob, known := p.problem(err)
		if !known {
			s.fault(w, r, err)
			return
		}
		s.drawExchange(w, r, st, http.StatusUnprocessableEntity, prob, p.typed(), nil)
	}
	if !p.ok() {
		fail(nil)
		return
	}
	c := core.Command{ID: p.req.Command.ID, By: p.req.Command.By,
		Body: core.RecordOutput{Kind: kind.Ending, Label: label, Level: core.Working}}
	if _, err := st.Do(r.Context(), c); err != nil { // nothing leaves before it is recorded
		fail(err)
		return
	}
	out, err := st.Output(kind.Ending, label)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	page.SetHeaders(w.Header())
	w.Header().Set("Content-Type", kind.Media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+st.ID()+kind.Ending+`"`)
	w.Write(out.Bytes)
}
