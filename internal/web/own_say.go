package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/person"
)

func (s *Server) ownSayPage(w http.ResponseWriter, r *http.Request) {
	s.drawOwnSay(w, r, http.StatusOK, nil, typed{}, saying{sent: r.URL.Query().Get("sent") != ""})
}

// saying is what was just done on the page.
type saying struct {
	sent bool   // with a name
	code string // of a note without one
	look string // the number whose note is shown
}

func (s *Server) drawOwnSay(w http.ResponseWriter, r *http.Request, status int, prob *page.Problem, t typed, x saying) {
	var v page.OwnSay
	texts := func(st *clinic.State, who person.UserID) (out []clinic.Text) {
		for _, n := range st.NotesInOrder(true) {
			if n.Person == who || x.look != "" && n.Note == noteOf(x.look) {
				out = append(out, n.Words)
				if n.Answer != nil {
					out = append(out, *n.Answer)
				}
			}
		}
		return out
	}
	err := s.drawMine(r, t, texts, func(m *mine) { v = m.say(x) })
	if err != nil {
		s.ownFault(w, r, err)
		return
	}
	v.Here = s.peopleSay(r.Context())
	l := s.ownLayout(r, s.words(r).Say.Title)
	l.Problem = prob
	s.ownDraw(w, r, status, page.OwnSayingPage(l, v))
}

func (m *mine) say(x saying) page.OwnSay {
	w, t := m.w.Say, m.typed
	v := page.OwnSay{Kind: t.pick("kind"), Words: t.field("words"), Named: t.pick("named"), Signed: m.who != "",
		Manager: t.v.Get("reader") != "", Code: spell(x.code), Sent: x.sent, Number: t.field("number"),
		Look: page.Form{Action: "/me/say/look", Command: "look", Expect: "own"},
		Form: page.Form{Action: "/me/say", Command: t.command(), Expect: "own"}}
	key := t.v.Get("key")
	if key == "" {
		key = noteCode()
	}
	v.Form.Hidden = []page.Pair{{Name: "key", Value: key}}
	for _, k := range clinic.NoteKinds {
		v.Kinds = append(v.Kinds, page.Choice{Value: string(k.Code), Label: w.Kinds[string(k.Code)]})
	}
	list := m.st.NotesInOrder(true)
	for i := len(list) - 1; i >= 0; i-- {
		n := list[i]
		if m.who != "" && n.Person == m.who {
			v.Mine = append(v.Mine, m.note(n))
		}
		if x.look != "" && n.Person == "" && n.Note == noteOf(x.look) {
			found := m.note(n)
			v.Found = &found
		}
	}
	return v
}

// note draws one note with its stages.
func (m *mine) note(n *clinic.Note) page.OwnNote {
	v := page.OwnNote{Kind: m.w.Say.Kinds[string(n.Kind)], When: dayWords(m.z.Day(n.Since)), Words: m.n.of(n.Words),
		Answer: m.n.opt(n.Answer), Manager: n.Reader == clinic.ManagerReads}
	past := true
	for _, x := range clinic.NoteStages {
		now := x.Code == n.Stage
		if now {
			past = false
		}
		v.Stages = append(v.Stages, page.OwnStage{Text: m.w.Say.Stages[string(x.Code)], Past: past, Now: now})
	}
	return v
}

// ownSayPress keeps a note: with a name as the person, without one as nobody.
func (s *Server) ownSayPress(w http.ResponseWriter, r *http.Request) {
	p, x := s.pressed(r), saying{}
	words := s.words(r).Say
	kind := clinic.NoteKind(p.need("kind", words.ChooseKind))
	text := p.need("words", words.WriteWords)
	named := p.get("named")
	if _, signed := login.WhoOwn(r.Context()); !signed {
		named = "no"
	} else if named != "yes" && named != "no" {
		p.wrong("named", words.ChooseName)
	}
	b := clinic.SaySomething{Kind: kind}
	if p.get("reader") == string(clinic.ManagerReads) {
		b.Reader = clinic.ManagerReads
	}
	again := func(prob *page.Problem) {
		s.drawOwnSay(w, r, http.StatusUnprocessableEntity, prob, p.typed(), saying{})
	}
	if named == "yes" {
		b.Person, b.Note = p.self(), "n-"+p.req.Command.ID
		b.Words = p.keep(b.Note, "said", text)
		p.ownFinish(w, b, "/me/say?sent=1", again)
		return
	}
	x.code = p.get("key")
	if len(digits(x.code)) != codeDigits { // the page makes it; another one would be easy to guess
		x.code = noteCode()
	}
	if p.ok() {
		p.nobody(x.code)
		b.Note = noteOf(x.code)
		b.Words = p.keep(b.Note, "said", text)
	}
	var err error
	if p.ok() {
		_, err = p.send(b)
	}
	switch prob, known := p.problem(err); {
	case !known:
		s.ownFault(w, r, err)
	case prob != nil:
		again(prob)
	default:
		s.drawOwnSay(w, r, http.StatusOK, nil, typed{}, x)
	}
}

// nobody makes the request one that nobody gave: no account, and an id that
// says nothing of when the page was drawn. The same page pressed twice is still
// recorded once.
func (p *press) nobody(code string) {
	sum := sha256.Sum256([]byte("steady/note command/1\n" + digits(code)))
	p.req = app.Request{Command: clinic.Command{ID: hex.EncodeToString(sum[:16]), By: clinic.System}}
}

// ownSayLook shows the note of a number to whoever has it.
func (s *Server) ownSayLook(w http.ResponseWriter, r *http.Request) {
	p := s.pressed(r)
	number, found := digits(p.get("number")), false
	s.house.View(func(st *clinic.State) {
		n := st.Own.Notes[noteOf(number)]
		found = n != nil && n.Person == ""
	})
	if !found {
		p.wrong("number", s.words(r).Say.LookNone)
		prob, _ := p.problem(nil)
		s.drawOwnSay(w, r, http.StatusUnprocessableEntity, prob, p.typed(), saying{})
		return
	}
	s.drawOwnSay(w, r, http.StatusOK, nil, typed{}, saying{look: number})
}

// codeDigits is how long the number of a note is: too many to be guessed.
const codeDigits = 16

// noteCode makes the number of a note. It is shown to who writes the note and
// kept nowhere.
func noteCode() string {
	var b [8]byte
	rand.Read(b[:]) // never fails (crypto/rand)
	return fmt.Sprintf("%016d", binary.BigEndian.Uint64(b[:])%1e16)
}

// noteOf is the id of the note with that number: the number cannot be found
// from it.
func noteOf(code string) string {
	sum := sha256.Sum256([]byte("steady/note/1\n" + digits(code)))
	return "n-" + hex.EncodeToString(sum[:16])
}

// digits leaves out everything that is no digit.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// spell writes a number in groups of four.
func spell(code string) (out string) {
	for i := 0; i+4 <= len(code); i += 4 {
		out += " " + code[i:i+4]
	}
	return strings.TrimSpace(out)
}
