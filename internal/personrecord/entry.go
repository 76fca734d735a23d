package personrecord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"steady/clinic"
	"steady/recovery"
)

// entry words one entry; in is false where it is kept back.
func (m *making) entry(x row) (e Entry, in bool, err error) {
	of, known := parts[x.kind]
	_, self := x.by.Self()
	switch {
	case m.let[x.seq] || self:
		of = given
	case !known || of == kept:
		return e, false, nil
	}
	e = Entry{No: x.seq, Kind: x.kind, Happened: m.time(x.happened), Recorded: m.time(x.recorded), By: m.name(x.by)}
	if e.Facts, err = m.facts(x.body, of == bare); err != nil {
		return e, false, fmt.Errorf("entry %d: %w", x.seq, err)
	}
	if x.kind == (clinic.InstrumentAnswered{}).Kind() {
		err = m.answers(&e, x)
	}
	return e, true, err
}

// facts are the JSON of an entry with its texts in the place of their references,
// and nobody else in treatment in it.
func (m *making) facts(body []byte, withoutWords bool) (json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	return json.Marshal(m.walk(v, withoutWords))
}

func (m *making) walk(v any, withoutWords bool) any {
	switch x := v.(type) {
	case map[string]any:
		if ref, is := textRef(x); is {
			if withoutWords {
				return wordsKept
			}
			return m.text(clinic.Text{Ref: ref})
		}
		for k, y := range x {
			x[k] = m.walk(y, withoutWords && !slices.Contains(theirs, k))
		}
		return x
	case []any:
		for i := range x {
			x[i] = m.walk(x[i], withoutWords)
		}
		return x
	case string:
		if m.mentions(x) {
			return "(somebody else)"
		}
	}
	return v
}

// theirs are the fields that nobody but the person is the source of.
var theirs = []string{"name", "born", "address"}

// textRef reports whether an object of an entry refers to a text of the cabinet.
func textRef(x map[string]any) (ref string, is bool) {
	ref, is = x["ref"].(string)
	_, digest := x["digest"].(string)
	return ref, is && digest && len(x) == 2
}

// refsIn lists the texts that an entry refers to.
func refsIn(body []byte) (out []string) {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return nil // it is read again, and the fault told, where it is worded
	}
	var walk func(any)
	walk = func(v any) {
		switch x := v.(type) {
		case map[string]any:
			if ref, is := textRef(x); is {
				out = append(out, ref)
				return
			}
			for _, y := range x {
				walk(y)
			}
		case []any:
			for _, y := range x {
				walk(y)
			}
		}
	}
	walk(v)
	return out
}

// answers adds the questions of a sitting with what was answered, and what they
// come to. Words that may not be shown are not in it; what was answered is.
func (m *making) answers(e *Entry, x row) error {
	var f clinic.InstrumentAnswered
	if err := json.Unmarshal(x.body, &f); err != nil {
		return fmt.Errorf("entry %d: %w", x.seq, err)
	}
	in := m.find(f.Instrument)
	if f.Kept == nil || in == nil {
		return nil
	}
	text, there := m.texts[f.Kept.Ref]
	if !there {
		return nil
	}
	a, err := recovery.ParseAnswers([]byte(text))
	if err != nil {
		return nil // as it was kept it stands in the facts
	}
	told, err := in.Told(a)
	if err != nil {
		return nil
	}
	for _, t := range told {
		y := Answer{Item: t.Item.ID, Answer: t.Answer, Asked: t.Item.About}
		if in.MayShow() == nil {
			y.Asked = t.Item.Text
		}
		e.Answers = append(e.Answers, y)
	}
	if r, err := in.Score(a); err == nil {
		e.Scores = r.Scores
	}
	return nil
}
