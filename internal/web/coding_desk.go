package web

import (
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"

	"steady/internal/study"
	"steady/internal/web/page"
	"steady/person"
	"steady/voice"
	core "steady/voice/study"
)

// partHeader asks for, and marks, an answer that is a part of a page.
const partHeader = "X-Part"

// deskOf is one drawing of a text that is coded.
type deskOf struct {
	*analyst
	i        int // of the source
	blocks   []voice.Block
	passages []voice.Passage // of this text, that may be seen
	lanes    []int
	player   *page.Player
	play     *playing
	marks    []int64 // when each turn begins in the recording
}

// deskIn prepares the text that an address names; nil where there is none.
func (s *Server) deskIn(a *analyst, text string) *deskOf {
	i := a.x.SourceNumber(text)
	if i < 0 || !a.source(i).HasText || a.held(i) == nil {
		return nil
	}
	d := &deskOf{analyst: a, i: i, blocks: s.blocks(a, i), passages: a.x.PassagesOf(i, a.sees)}
	d.lanes = voice.Lanes(d.passages)
	d.player = player(a.x, a.who, a.sourceID(i))
	d.play = playingOf(d.player)
	if in := a.source(i).Interview; in != nil {
		d.marks = marksOf(in)
	}
	return d
}

func (d *deskOf) url() string { return d.textURL(d.i) + "/code" }

// blockURL is where a block is shown, and its sentences can be chosen.
func (d *deskOf) blockURL(no int) string {
	return d.url() + "?from=" + strconv.Itoa(no+1) + "#b" + strconv.Itoa(no+1)
}

// desk shows a text with its codings from the block that is asked for.
func (s *Server) desk(w http.ResponseWriter, r *http.Request, st *study.Study) {
	s.drawDesk(w, r, st, http.StatusOK, page.DeskTools{}, false)
}

// drawDesk draws the whole page, or its window alone for the script that reads
// on. tools holds what a press left in the panel.
func (s *Server) drawDesk(w http.ResponseWriter, r *http.Request, st *study.Study, status int, tools page.DeskTools,
	pressed bool) {
	var v page.Desk
	found := false
	err := s.analysis(r, st, func(a *analyst) {
		d := s.deskIn(a, r.PathValue("text"))
		if d == nil {
			return
		}
		found = true
		choosing := whole(r.FormValue("at"))
		first := whole(r.URL.Query().Get("from"))
		if pressed { // its own field of that name is a sentence
			first = choosing
		}
		v = d.view(max(0, first-1))
		d.tools(&tools, choosing)
		v.Tools = tools
	})
	switch {
	case err != nil:
		s.fault(w, r, err)
	case !found:
		s.noStudy(w, r, "There is no such text in this study.")
	case r.Header.Get(partHeader) != "" && !pressed:
		w.Header().Set(partHeader, "desk")
		s.draw(w, r, status, page.DeskWindow(v.Text))
	default:
		l := s.analysisLayout(r, st, v.Study.Heading, tools.Problem)
		l.Back = &page.Link{Text: "Texts", URL: "/studies/" + st.ID() + "/texts"}
		l.Wide, l.Coding, l.Live = true, true, v.Events
		s.draw(w, r, status, page.DeskPage(l, v))
	}
}

// whole reads a number of an address; 0 where it is none.
func whole(w string) int {
	n, err := strconv.Atoi(strings.TrimSpace(w))
	if err != nil || n < 0 || n > 1<<30 {
		return 0
	}
	return n
}

// view draws the window that begins at a block.
func (d *deskOf) view(first int) page.Desk {
	from, to := voice.Window(d.blocks, min(first, max(0, len(d.blocks)-1)), windowChars)
	v := page.Desk{Study: d.head(d.source(d.i).Name, ""), Events: d.url() + "/events?seen=" + d.sign(),
		Jump: page.DeskJump{Action: d.url(), First: strconv.Itoa(from + 1), Blocks: strconv.Itoa(len(d.blocks))}}
	v.Study.Ways = append(v.Study.Ways, page.Link{Text: "Two coders side by side", URL: d.textURL(d.i) + "/compare"})
	v.Text.Place = fmt.Sprintf("Shown from %d of %d. The rest follows while you read.", from+1, len(d.blocks))
	if from > 0 {
		back := from
		for back > 0 && d.blocks[from-1].End-d.blocks[back-1].Start <= windowChars {
			back--
		}
		v.Text.Earlier = d.url() + "?from=" + strconv.Itoa(min(back, from-1)+1)
	}
	if to < len(d.blocks) {
		v.Text.Later = d.url() + "?from=" + strconv.Itoa(to+1)
	}
	for no := from; no < to; no++ {
		v.Text.Blocks = append(v.Text.Blocks, d.block(no))
	}
	v.Legend = d.legend(from, to)
	v.Keys, v.Player = deskKeys, d.player
	d.round(&v)
	return v
}

// deskKeys are the keys of the text, as its help says them.
var deskKeys = []page.Row{{Key: "← →", Value: "the word before, the next word"},
	{Key: "↑ ↓", Value: "the sentence before, the next sentence"},
	{Key: "Shift and an arrow", Value: "more, or less, from where you began"}, {Key: "t", Value: "the whole passage"},
	{Key: "Enter", Value: "to the code; Enter there codes, Ctrl and Enter makes a new code, Escape goes back"},
	{Key: ".", Value: "the code you used last"}, {Key: "i", Value: "a code in their words"},
	{Key: "u", Value: "take the last one back"}, {Key: "Escape", Value: "choose nothing"}}

// block draws one block with what is coded in it.
func (d *deskOf) block(no int) page.DeskBlock {
	b := &d.blocks[no]
	out := page.DeskBlock{No: strconv.Itoa(no + 1), Start: strconv.Itoa(b.Start), URL: d.url() + "?from=" +
		strconv.Itoa(no+1) + "&at=" +
		strconv.Itoa(no+1) + "#desk-panel"}
	d.speaker(&out, no)
	words := d.held(d.i).Quotes.Quote(b.Start, b.End)
	units := make([]string, len(b.Sentences))
	for i, start := range b.Sentences {
		units[i] = strconv.Itoa(voice.ToUTF16(words, start-b.Start))
	}
	out.Sentences = strings.Join(units, " ")
	var here []voice.Passage
	for i, p := range d.passages {
		if p.Start >= b.End || p.End <= b.Start {
			continue
		}
		here = append(here, p)
		out.Lanes = max(out.Lanes, d.lanes[i]+1)
		from := (max(p.Start, b.Start) - b.Start) * 1000 / (b.End - b.Start)
		to := (min(p.End, b.End) - b.Start) * 1000 / (b.End - b.Start)
		out.Stripes = append(out.Stripes, page.DeskStripe{Lane: d.lanes[i], From: from, To: max(to, from+8),
			Style: d.look[p.Code].style, Title: d.codeName(p.Code)})
	}
	out.Parts = d.parts(b, here)
	sort.SliceStable(here, func(i, j int) bool { return here[i].Start < here[j].Start })
	for _, p := range here {
		out.Marks = append(out.Marks, d.listed(b, p))
	}
	return out
}

// speaker says who begins to speak in a block, and when.
func (d *deskOf) speaker(out *page.DeskBlock, no int) {
	in, b := d.source(d.i).Interview, &d.blocks[no]
	if in == nil || b.Turn == voice.NoTurn || no > 0 && d.blocks[no-1].Turn == b.Turn || b.Turn >= len(in.Turns) {
		return
	}
	t := in.Turns[b.Turn]
	if t.Speaker < len(in.Speakers) {
		out.Who = in.Speakers[t.Speaker].Label
	}
	out.Time = d.play.moment(d.marks[b.Turn])
}

// clockOf is a time of a recording.
func clockOf(milli int64) string {
	s := milli / 1000
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

// parts cuts the words of a block where a coding begins or ends.
func (d *deskOf) parts(b *voice.Block, here []voice.Passage) (out []page.DeskPart) {
	q := d.held(d.i).Quotes
	for _, seg := range voice.Segments(here, b.Start, b.End) {
		part := page.DeskPart{Words: q.Quote(seg.Start, seg.End), Deep: len(seg.Over)}
		var letters []string
		for _, i := range seg.Over {
			if here[i].Start == seg.Start {
				letters = append(letters, d.mark(here[i].Code).Letters)
			}
		}
		slices.Sort(letters)
		part.Letters = strings.Join(slices.Compact(letters), " ")
		out = append(out, part)
	}
	return out
}

// listed is a coding as the list below a block shows it.
func (d *deskOf) listed(b *voice.Block, p voice.Passage) page.DeskMark {
	m := d.mark(p.Code)
	m.Coder, m.URL = d.coder(p.Coder), d.textURL(d.i)+"/codings/"+p.ID
	q := d.held(d.i).Quotes
	m.Words = short(q.Quote(max(p.Start, b.Start), min(p.End, b.End, max(p.Start, b.Start)+120)), 48)
	switch above, below := p.Start < b.Start, p.End > b.End; {
	case above && below:
		m.From = "begins above, goes on below"
	case above:
		m.From = "begins above"
	case below:
		m.From = "goes on below"
	}
	return m
}

func (d *deskOf) legend(from, to int) (out []page.DeskMark) {
	if from >= to {
		return nil
	}
	seen := map[string]bool{}
	for _, p := range voice.Within(d.passages, d.blocks[from].Start, d.blocks[to-1].End) {
		if !seen[p.Code] {
			seen[p.Code] = true
			out = append(out, d.mark(p.Code))
		}
	}
	slices.SortFunc(out, func(a, b page.DeskMark) int { return strings.Compare(a.Code, b.Code) })
	return out
}

// tools fills the panel. choosing is the block whose sentences are to be chosen
// without a script, from 1; 0 none.
func (d *deskOf) tools(t *page.DeskTools, choosing int) {
	t.Version = strconv.Itoa(d.held(d.i).Version)
	f := d.form(d.url(), "")
	f.Hidden = nil
	t.Form = f
	t.Codes = d.codeNames()
	t.Last = d.lastCode()
	if choosing > 0 && choosing <= len(d.blocks) {
		t.Form.Hidden = []page.Pair{{Name: "at", Value: strconv.Itoa(choosing)}}
		d.sentences(t, choosing-1)
	}
	c := core.Command{By: d.who}
	if seq := d.x.CanUndo(c); seq >= 0 {
		f := page.Form{Action: d.textURL(d.i) + "/undo", Command: t.Form.Command + "-u", Expect: strconv.FormatInt(seq, 10)}
		t.Undo, t.UndoSays = &f, "Take back: "+d.did(seq)
	}
	if seq := d.x.CanRedo(c); seq >= 0 {
		f := page.Form{Action: d.textURL(d.i) + "/undo", Command: t.Form.Command + "-r", Expect: strconv.FormatInt(seq, 10),
			Hidden: []page.Pair{{Name: "again", Value: "yes"}}}
		t.Redo, t.RedoSays = &f, "Do again what was taken back"
	}
}

// sentences offers those of a block and of the two after it.
func (d *deskOf) sentences(t *page.DeskTools, no int) {
	q := d.held(d.i).Quotes
	for k := no; k < min(no+3, len(d.blocks)); k++ {
		b := &d.blocks[k]
		for i := range b.Sentences {
			start, end := b.Sentence(i)
			label := fmt.Sprintf("%d.%d %s", k+1, i+1, short(q.Quote(start, end), 70))
			t.From = append(t.From, page.Choice{Value: strconv.Itoa(start), Label: label})
			t.To = append(t.To, page.Choice{Value: strconv.Itoa(end), Label: label})
		}
	}
}

// did says what an entry of the trail did.
func (d *deskOf) did(seq int64) string {
	for i := len(d.x.Analysis.Trail) - 1; i >= 0; i-- {
		if e := d.x.Analysis.Trail[i]; e.Seq == seq {
			return d.says(e.Fact)
		}
	}
	return "what you did last"
}

// lastCode is the code that somebody gave last.
func (d *deskOf) lastCode() string {
	for i := len(d.x.Analysis.Trail) - 1; i >= 0; i-- {
		e := d.x.Analysis.Trail[i]
		if f, ok := e.Fact.(*core.PassageCoded); ok && e.By == d.who {
			return d.look[f.Code].path
		}
	}
	return ""
}

// round says whether the text is coded blind, and offers what can be done about
// it.
func (d *deskOf) round(v *page.Desk) {
	id := d.sourceID(d.i)
	r := d.x.Analysis.Rounds[id]
	to := d.textURL(d.i) + "/round"
	switch {
	case r != nil && r.Open() && slices.Contains(r.Coders, d.who) && !r.Done[d.who]:
		v.Notes = append(v.Notes, "You code this text blind: you see your own codings alone until everybody is done.")
		v.Round = append(v.Round, page.SmallForm{Title: "I am done with this text", Form: d.form(to, "done"),
			Lead:   "Once all coders are done, each sees the codings of the others and you compare them.",
			Button: "I am done"})
	case r != nil && r.Open() && slices.Contains(r.Coders, d.who):
		v.Notes = append(v.Notes, "You are done with this text. The codings of the others show once they are done too.")
	case r != nil && r.Open():
		v.Notes = append(v.Notes, "This text is being coded blind by others: their codings show once all of them are done.")
	}
	if r != nil && r.Open() && d.x.Can(d.who, core.Lead) {
		v.Round = append(v.Round, page.SmallForm{Title: "End it for somebody who has left", Button: "They are done",
			Form: d.form(to, "done"), Fields: []page.SmallField{{ID: "round-coder", Name: "coder", Label: "Who", List: true,
				Choices: d.people(r.Coders)}}})
	}
	if (r == nil || !r.Open()) && d.x.Can(d.who, core.Lead) && d.x.About.Approach.Agreement() {
		v.Round = append(v.Round, page.SmallForm{Title: "Let two or more code this text blind", Button: "Begin",
			Form: d.form(to, "open"), Lead: "Each of them sees their own codings alone, and no counts, until all are done.",
			Fields: []page.SmallField{{ID: "round-coders", Name: "coders", Label: "Who", Many: true,
				Choices: d.people(d.x.MembersInOrder())}}})
	}
}

func (a *analyst) people(ids []person.StaffID) (out []page.Choice) {
	for _, id := range ids {
		out = append(out, page.Choice{Value: string(id), Label: a.n.staff(id)})
	}
	return out
}
