package clinic

import (
	"slices"

	"steady/person"
	"steady/refusal"
)

// saySomething keeps what is said to the service. Without a name nothing says
// who said it: no account gives the command, the entry names the day, and it
// moves the clock of the journal no further than the entry before it, so that
// no minute is kept either.
func (d *decider) saySomething(b SaySomething) *Refusal {
	switch {
	case person.CheckID(b.Note) != nil || d.s.Own.Notes[b.Note] != nil || !known(NoteKinds, b.Kind) ||
		b.Reader != "" && b.Reader != ManagerReads:
		return refusal.New("note_incomplete", selfRule,
			"Choose what you want to say: a problem, thanks, an idea or a question.")
	case b.Words.Ref == "":
		return wordsMissing("Write what you want to say.")
	}
	if b.Person != "" {
		if no := d.known(b.Person); no != nil {
			return no
		}
		if d.s.notesOf(func(n *Note) bool { return n.Person == b.Person && n.Stage != NoteClosed }) >= notesOpen {
			return boxFull("You have told us many things that we have not answered yet. Please talk to a worker.")
		}
		d.say(&Said{b})
		return nil
	}
	today := d.s.zone.At(d.s.zone.Day(d.now), 0, 0)
	switch {
	case d.c.By != System || d.c.Happened != 0:
		return refusal.New("note_named", selfRule, "Without a name means without an account and a time: leave both out.")
	case d.s.notesOf(func(n *Note) bool { return n.Person == "" && n.Since == today }) >= unnamedDay,
		d.s.notesOf(func(n *Note) bool { return n.Person == "" && n.Stage != NoteClosed }) >= unnamedOpen:
		return boxFull("The box is full for today. Please talk to a worker, or come back tomorrow.")
	}
	d.at, d.now = today, max(d.s.Recorded, today)
	d.say(&Said{b})
	return nil
}

func boxFull(text string) *Refusal { return refusal.New("box_full", selfRule, text) }

// notesOf counts the notes that fit.
func (s *State) notesOf(fits func(*Note) bool) (n int) {
	for _, x := range s.Own.Notes {
		if fits(x) {
			n++
		}
	}
	return n
}

// followNote moves a note on. A problem and a question are not closed before
// they are answered; an answer may be written again.
func (d *decider) followNote(b FollowNote) *Refusal {
	n := d.s.Own.Notes[b.Note]
	place := func(stage NoteStage) int {
		return slices.IndexFunc(NoteStages, func(c Coded[NoteStage]) bool { return c.Code == stage })
	}
	switch {
	case n == nil:
		return refusal.New("note_unknown", selfRule, "There is no such note: look at the list again.")
	case n.Reader == ManagerReads && !d.s.Staff[d.c.By].Has(person.Manager):
		return refusal.New("note_manager", selfRule, "This note is for the manager to read and to answer.")
	case place(b.Stage) < 0 || place(b.Stage) < place(n.Stage) || b.Stage == n.Stage && b.Stage != NoteAnswered:
		return refusal.New("note_stage", selfRule, "This note is further on already: look at the list again.")
	case b.Stage == NoteAnswered && !given(b.Words):
		return wordsMissing("Write the answer.")
	case b.Stage == NoteClosed && n.Answer == nil && (n.Kind == "complaint" || n.Kind == "question"):
		return refusal.New("note_unanswered", selfRule, "A problem or a question is answered before it is closed.")
	}
	d.say(&NoteFollowed{b})
	return nil
}
