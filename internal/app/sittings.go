package app

import (
	"context"
	"encoding/json"
	"fmt"

	"steady/clinic"
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// SittingRead is one sitting with what was answered and what it comes to. Both
// are nil where nothing was answered, where the answers were erased, and where
// they were given to a version that this build does not score.
type SittingRead struct {
	clinic.Sitting
	Seq        int64                // place in the clinical log
	Instrument *recovery.Instrument // as it scores the version answered; nil where none does
	Answers    *recovery.Answers
	Result     *recovery.Result
	Words      string // what they said beside it
	Erased     bool
}

// Sittings reads what a person was asked and answered, newest first, at most
// limit (0 is no limit); with "" that of everybody. What was taken back is left
// out. Scores are worked out now, from the answers: none is stored.
func (h *House) Sittings(ctx context.Context, id person.UserID, limit int) ([]SittingRead, error) {
	list, err := h.sittingRows(ctx, id, limit)
	if err != nil {
		return nil, err
	}
	var refs []clinic.Text
	for _, x := range list {
		for _, t := range []*clinic.Text{x.Kept, x.InstrumentAnswered.Words} {
			if t != nil {
				refs = append(refs, *t)
			}
		}
	}
	texts, err := h.Texts(ctx, refs...)
	if err != nil {
		return nil, err
	}
	err = h.View(func(s *clinic.State) {
		for i := range list {
			x := &list[i]
			x.Instrument = s.InstrumentAt(x.InstrumentAnswered.Instrument, x.Version)
			if t := x.InstrumentAnswered.Words; t != nil {
				x.Words = texts[t.Ref]
			}
			x.read(texts)
		}
	})
	return list, err
}

// read scores the answers that the cabinet still has.
func (x *SittingRead) read(texts map[string]string) {
	if x.Kept == nil {
		return
	}
	text, ok := texts[x.Kept.Ref]
	if x.Erased = !ok; x.Erased || x.Instrument == nil {
		return
	}
	a, err := recovery.ParseAnswers([]byte(text))
	if err != nil {
		return // Decide read the same text: it was written by another program
	}
	if r, err := x.Instrument.Score(a); err == nil {
		x.Answers, x.Result = a, r
	}
}

func (h *House) sittingRows(ctx context.Context, id person.UserID, limit int) (out []SittingRead, err error) {
	back := map[string]bool{}
	err = h.facts(ctx, id, clinic.AnswersTakenBack{}.Kind(), 0, func(r factRow) error {
		var f clinic.AnswersTakenBack
		if err := r.read(&f); err != nil {
			return err
		}
		back[f.Sitting] = true
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = h.facts(ctx, id, clinic.InstrumentAnswered{}.Kind(), limit, func(r factRow) error {
		x := SittingRead{Seq: r.seq}
		if err := r.read(&x.InstrumentAnswered); err != nil {
			return err
		}
		x.At, x.Recorded, x.By = r.happened, r.recorded, r.by
		if !back[x.InstrumentAnswered.Sitting] {
			out = append(out, x)
		}
		return nil
	})
	return out, err
}

// factRow is one row of what happened to people.
type factRow struct {
	seq                int64
	happened, recorded moment.Instant
	by                 person.StaffID
	body               string
}

func (r factRow) read(fact any) error {
	if err := json.Unmarshal([]byte(r.body), fact); err != nil {
		return fmt.Errorf("entry %d cannot be read: %w", r.seq, err)
	}
	return nil
}

// facts calls yield for the rows of one kind, newest first.
func (h *House) facts(ctx context.Context, id person.UserID, kind string, limit int, yield func(factRow) error) error {
	q := Query{Table: TablePerson, Order: []string{"-seq"}, Limit: limit, Where: []any{"kind", kind},
		Cols: []string{"seq", "happened", "recorded", "by_id", "body"}}
	if id != "" {
		q.Where = append([]any{"person", string(id)}, q.Where...)
	}
	rows, err := h.Rows(ctx, q)
	if err != nil {
		return err
	}
	for _, c := range rows {
		var r factRow
		var happened, recorded int64
		var by string
		r.seq, _ = c[0].(int64)
		happened, _ = c[1].(int64)
		recorded, _ = c[2].(int64)
		by, _ = c[3].(string)
		r.body, _ = c[4].(string)
		r.happened, r.recorded, r.by = moment.Instant(happened), moment.Instant(recorded), person.StaffID(by)
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}

// KeepAnswers adds answers to the request's cabinet rows and to its command: the
// one place where both are made, so that they cannot differ.
func (r *Request) KeepAnswers(b clinic.AnswerInstrument, answers string) clinic.AnswerInstrument {
	b.Answers, b.Kept = answers, r.KeepIf(string(b.Person), "answers", answers)
	return b
}
