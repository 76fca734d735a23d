package web

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/study"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/voice"
	core "steady/voice/study"
)

// usualRecording bounds a recording where the service says nothing: 1 GiB, which
// is more than an hour and a half of uncompressed sound.
const usualRecording = 1 << 30

func (s *Server) mostRecording() int64 { return cmp.Or(s.cfg.Recording, usualRecording) }

// recordingURL is where the recording of a text is.
func recordingURL(study, text string) string {
	return "/studies/" + study + "/texts/" + text + "/recording"
}

// player is the recording of a text for somebody who may hear it; nil where there
// is none for them.
func player(x *core.State, who person.StaffID, text string) *page.Player {
	h := x.Held[text]
	if h == nil || h.Recording == nil || !x.Hears(who, text) {
		return nil
	}
	return &page.Player{URL: recordingURL(x.ID, text), Media: h.Recording.Media}
}

// marksOf gives, for each turn, when it begins in the recording, in milliseconds;
// -1 where no time stands near its beginning.
func marksOf(in *voice.Interview) []int64 {
	out := make([]int64, len(in.Turns))
	before := 0
	for i, t := range in.Turns {
		out[i] = -1
		for _, x := range in.Syncs {
			if x.Pos >= before && x.Pos <= t.Start || out[i] < 0 && x.Pos > t.Start && x.Pos < t.End {
				out[i] = x.At
			}
		}
		before = t.End
	}
	return out
}

// moment is a time of the recording, with where it is played from.
func (p *playing) moment(milli int64) page.Moment {
	if milli < 0 {
		return page.Moment{}
	}
	m := page.Moment{Clock: clockOf(milli)}
	if p.at != "" {
		m.Seconds = strconv.FormatFloat(float64(milli)/1000, 'f', -1, 64)
		m.URL = p.at + "#t=" + m.Seconds
	}
	return m
}

// playing says where the times of a text lead: nowhere without a recording.
type playing struct{ at string }

func playingOf(p *page.Player) *playing {
	if p == nil {
		return &playing{}
	}
	return &playing{p.URL}
}

// recordingPart says what is kept of the sound of a text, and offers to attach or
// delete it.
func (s *Server) recordingPart(x *core.State, who person.StaffID, text string, t typed) page.StudyPart {
	h := x.Held[text]
	at := recordingURL(x.ID, text)
	out := page.StudyPart{ID: "sound", Title: "The recording"}
	r := h.Recording
	if r == nil {
		out.Says = []string{"No recording is kept of this text."}
		who := x.Of(text)
		switch {
		case who == nil:
			out.Says = append(out.Says, "One can be attached once it is said whose interview this is.")
		case !who.Consent().Record:
			out.Says = append(out.Says, who.Label()+" did not agree that one is kept.")
		default:
			out.Forms = []page.SmallForm{s.attachForm(at, t)}
		}
		return out
	}
	out.Says = []string{fmt.Sprintf("%s, %s. It is erased by %s.", soundWords[r.Media], megabytes(r.Bytes),
		dayWords(r.Until))}
	if r.Due(s.today()) {
		out.Says = append(out.Says, "THAT DAY HAS COME: delete the recording now.")
	}
	if !x.Hears(who, text) {
		out.Says = append(out.Says, "Names were taken out of this text and the recording says them: only who holds the key "+
			"table can play it.")
	}
	f := studyForm(at+"/delete", "delete", "Delete the recording", "Delete it for good",
		page.SmallField{ID: "reason", Name: "reason", Label: "Why", Field: t.field("reason"),
			Hint: "For example \"transcribed and checked\". Write no name here."})
	f.Lead = "The text stays. The recording cannot be brought back, and the trail says who deleted it and why."
	f.Open = t.errs["reason"] != "" || t.v.Get("what") == "delete"
	out.Forms = []page.SmallForm{f}
	return out
}

func (s *Server) attachForm(at string, t typed) page.SmallForm {
	until := t.date("until")
	f := studyForm(at, "attach", "Attach the recording", "Attach the recording",
		page.SmallField{ID: "until", Name: "until", Label: "Erased by", Date: &until,
			Hint: "The last day on which it may still be kept, as the ethics approval says. You can delete it before."},
		page.SmallField{ID: "file", Name: "file", Label: "The file", File: true, Field: page.Field{Error: t.errs["file"]},
			Hint: fmt.Sprintf("WAV, MP3, M4A, AAC, OGG or WebM, up to %s. It is sealed as it arrives.",
				megabytes(s.mostRecording()))})
	f.Open = len(t.errs) > 0
	return f
}

var soundWords = map[string]string{"audio/wav": "A WAV recording", "audio/mpeg": "An MP3 recording",
	"audio/aac": "An AAC recording", "audio/mp4": "An M4A recording", "audio/ogg": "An OGG recording",
	"audio/webm": "A WebM recording"}

func megabytes(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt(max(n>>10, 1), 10) + " kB"
	}
	return strconv.FormatInt(n>>20, 10) + " MB"
}

// studySound plays the recording of a text, from any place of it.
func (s *Server) studySound(w http.ResponseWriter, r *http.Request, st *study.Study) {
	a, _ := login.Who(r.Context())
	text := voice.BareID(r.PathValue("text"))
	sound, about, err := st.Sound(r.Context(), func(x *core.State) bool { return x.Hears(a.ID, text) }, text)
	if study.IsNotHeard(err) {
		s.noStudy(w, r, "There is no recording that you may play.")
		return
	}
	if err != nil {
		s.fault(w, r, err)
		return
	}
	defer sound.Close()
	page.SetHeaders(w.Header())
	w.Header().Set("Content-Type", about.Media)
	w.Header().Set("Content-Disposition", "inline")
	http.ServeContent(w, r, "", about.At.Time(), sound)
}

// studyAttach takes a recording in. Its fields come first and the file last, so
// that the file is sealed as it arrives and no part of it lies in a file of its
// own before.
func (s *Server) studyAttach(w http.ResponseWriter, r *http.Request, st *study.Study) {
	text := voice.BareID(r.PathValue("text"))
	file, err := fieldsFirst(r, "file")
	p := s.pressed(r)
	switch {
	case err != nil:
		p.wrong("file", "The form could not be read: load the page again.")
	case file == nil || file.FileName() == "":
		p.wrong("file", "Choose a file.")
	}
	body := core.KeepRecording{Source: text, Until: p.date("until", "Erased by")}
	again := func(prob *page.Problem) {
		s.drawText(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	}
	var res study.Result
	err = nil
	if p.ok() {
		c := core.Command{ID: p.req.Command.ID, By: p.req.Command.By, Body: body}
		res, err = st.Attach(r.Context(), c, file, s.mostRecording())
	}
	switch prob, known := p.problem(err); {
	case !known:
		s.fault(w, r, err)
	case prob != nil:
		again(prob)
	default:
		p.on(w, "/studies/"+st.ID()+"/texts/"+text, app.Result{Already: res.Already,
			From: app.Heads{Clinical: res.From}, To: app.Heads{Clinical: res.To}})
	}
}

// fieldsFirst reads the fields of a form up to its file, which it gives unread;
// nil where there is none.
func fieldsFirst(r *http.Request, name string) (*multipart.Part, error) {
	r.Form, r.PostForm = url.Values{}, url.Values{}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	for n := 0; n < 64; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if part.FormName() == name {
			return part, nil
		}
		b, err := io.ReadAll(io.LimitReader(part, 1<<16))
		if err != nil {
			return nil, err
		}
		r.PostForm.Add(part.FormName(), string(b))
		r.Form.Add(part.FormName(), string(b))
	}
	return nil, errors.New("a form of too many fields")
}

func (s *Server) studyErase(w http.ResponseWriter, r *http.Request, st *study.Study) {
	p := s.pressed(r)
	text := voice.BareID(r.PathValue("text"))
	body := core.EraseRecording{Source: text,
		Reason: p.need("reason", "Write why the recording is deleted, for example \"transcribed and checked\".")}
	p.toStudy(w, st, body, "/studies/"+st.ID()+"/texts/"+text, func(prob *page.Problem) {
		s.drawText(w, r, st, http.StatusUnprocessableEntity, prob, p.typed())
	})
}

// isRecording reports whether a request carries a recording.
func isRecording(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/studies/") &&
		strings.HasSuffix(r.URL.Path, "/recording")
}

// saysOfSound words what the trail says of recordings.
func (a *analyst) saysOfSound(f core.Fact) string {
	switch f := f.(type) {
	case *core.RecordingKept:
		return "recording of " + a.textName(f.Source) + " kept until " + dayWords(f.Until)
	case *core.RecordingErased:
		if f.Why == "consent" {
			return "recording of " + a.textName(f.Source) + " erased: they agree to it no more"
		}
		return with("recording of "+a.textName(f.Source)+" deleted", f.Reason.Get())
	}
	return ""
}

// overdue lists the texts whose recordings ought to be gone.
func overdue(x *core.State, today moment.Day) (out []string) {
	for i := range x.Project.Sources {
		src := &x.Project.Sources[i]
		if h := x.Held[voice.BareID(src.ID)]; h != nil && h.Recording != nil && h.Recording.Due(today) {
			out = append(out, src.Name)
		}
	}
	return out
}
