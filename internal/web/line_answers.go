package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/recovery"
)

// lineSitting is one occasion of one instrument. result is nil where somebody
// would rather not, or where the answers cannot be read any more.
type lineSitting struct {
	lineFact
	*clinic.InstrumentAnswered
	day    moment.Day
	told   []recovery.Told
	result *recovery.Result
	why    string // why there is no result
}

// sittings are those of every instrument that stand, oldest first.
func (d *lineDraw) sittings() map[string][]lineSitting {
	back := map[string]bool{}
	for _, f := range d.x.all {
		if b, ok := f.fact.(*clinic.AnswersTakenBack); ok {
			back[b.Sitting] = true
		}
	}
	out := map[string][]lineSitting{}
	for _, f := range d.x.all {
		if b, ok := f.fact.(*clinic.InstrumentAnswered); ok && !back[b.Sitting] {
			out[b.Instrument] = append(out[b.Instrument], d.sitting(f, b))
		}
	}
	return out
}

// sitting works out what the answers of one occasion come to: it is stored
// nowhere.
func (d *lineDraw) sitting(f lineFact, b *clinic.InstrumentAnswered) lineSitting {
	x := lineSitting{lineFact: f, InstrumentAnswered: b, day: d.z.Day(f.Happened), why: d.w.Rather}
	in := d.st.Instrument(b.Instrument)
	if b.Declined || b.Kept == nil || in == nil {
		return x
	}
	x.why = erased
	text, there := d.n.texts[b.Kept.Ref]
	if !there {
		return x
	}
	a, err := recovery.ParseAnswers([]byte(text))
	if err == nil {
		x.result, err = in.Score(a)
	}
	if err == nil {
		x.told, err = in.Told(a)
	}
	if err != nil {
		x.result, x.why = nil, "("+err.Error()+")"
	}
	return x
}

// topRows are the fields of TOP that stand on the line, each a row of its own:
// they are never added up (R-OUT-02).
var topRows = []struct{ field, key, scale string }{{"OPIUSE", "heroin", "days"}, {"CRAUSE", "crack", "days"},
	{"COCAUSE", "cocaine", "days"}, {"AMPHUSE", "amphetamine", "days"}, {"CANNUSE", "cannabis", "days"},
	{"OTDRGUSE", "other_drug", "days"}, {"ALCUSE", "alcohol", "days"}, {"1h", "tobacco", "days"},
	{"IVDRGUSE", "injecting", "days"}, {"SHARING", "sharing", "yesno"}, {"PHSTAT", "body", "twenty"},
	{"SHOTHEFT", "shops", "days"}, {"DRGSELL", "selling", "days"}, {"OTHTHEFT", "theft", "yesno"},
	{"ASSAULT", "violence", "yesno"}, {"PWORK", "work_days", "days"}, {"EDUCAT", "learning_days", "days"},
	{"ACUTHPBM", "home_lost", "yesno"}, {"HRISK", "home_risk", "yesno"},
	{"PSYHSTAT", "mind", "twenty"}, {"QUALLIFE", "life", "twenty"}}

// crimes are the rows that nobody but the person can know.
var crimes = []string{"shops", "selling", "theft", "violence"}

// scales are the ends of the scales of rows.
var scales = map[string]measure.Milli{"days": 28_000, "twenty": 20_000, "yesno": 1000}

// top are the rows of the Treatment Outcomes Profile.
func (d *lineDraw) top(all map[string][]lineSitting) (out []lineRow) {
	in := d.st.Instrument("top")
	if in == nil {
		return nil
	}
	for _, t := range topRows {
		r := lineRow{key: t.key, title: d.w.Rows[t.key], scale: t.scale, high: scales[t.scale], note: d.w.SelfReport}
		for _, ret := range in.Returns {
			if ret.Field == t.field {
				r.strand = ret.Strand
			}
		}
		if slices.Contains(crimes, t.key) {
			r.title += " (" + d.w.SelfTitle + ")"
			r.note = d.w.Crime
		}
		r.marks = d.marks(all["top"], func(x *recovery.Result) recovery.Value { return x.Scores.Get(t.field) })
		for i := range r.marks {
			if m := &r.marks[i]; m.Known && t.scale == "days" {
				m.Text = d.w.DaysOf(m.Text)
			}
		}
		out = append(out, r)
	}
	return out
}

// marks are one value of each sitting, and the occasions that have none.
func (d *lineDraw) marks(list []lineSitting, of func(*recovery.Result) recovery.Value) (out []recovery.Mark) {
	if len(list) == 0 {
		return nil
	}
	var days []moment.Day
	for _, x := range list {
		days = append(days, x.day)
		m := recovery.Mark{Day: x.day, Entry: x.Seq, Text: x.why}
		if x.result != nil {
			v := of(x.result)
			m.Text = d.w.Skipped
			if m.Known = v.Known; v.Known {
				m.Value, m.Text = v.Number, v.String()
			}
			if v.Word == "Y" || v.Word == "N" {
				m.Value, m.Text = map[string]measure.Milli{"Y": 1000}[v.Word], d.w.YesNo[v.Word]
			}
		}
		out = append(out, m)
	}
	for _, day := range recovery.NotAsked(d.due(list[0].Instrument), days) {
		out = append(out, recovery.Mark{Day: day, Text: d.w.NotAsked, Entry: -1})
	}
	slices.SortStableFunc(out, func(a, b recovery.Mark) int { return int(a.Day - b.Day) })
	return out
}

// due are the days on which the service asks an instrument, as it chose to now.
func (d *lineDraw) due(instrument string) (out []moment.Day) {
	w := d.st.Ways[d.x.who]
	i := slices.IndexFunc(d.st.Recovery.Asking, func(a clinic.Asking) bool { return a.Instrument == instrument })
	if i < 0 || w == nil || w.Admitted == 0 {
		return nil
	}
	at := d.st.Recovery.Asking[i].At
	for _, o := range recovery.Occasions(d.z.Day(w.Admitted), d.z.Day(d.now)) {
		if o.Ask && slices.Contains(at, clinic.AtAsk) || o.TOP && slices.Contains(at, clinic.AtTOP) ||
			o.Review && slices.Contains(at, clinic.AtReview) {
			out = append(out, o.Day)
		}
	}
	return out
}

// totals are the other instruments, each with its own total where it has one and
// belongs to one strand. An instrument across the strands has no row of a total:
// it would be one number for a life.
func (d *lineDraw) totals(all map[string][]lineSitting) (out []lineRow) {
	for _, in := range d.st.InstrumentsInOrder() {
		list := all[in.ID]
		if in.ID == "top" || len(list) == 0 {
			continue
		}
		r := lineRow{key: "i-" + in.ID, title: in.Title, strand: in.Strand, note: d.w.SelfReport}
		switch {
		case in.Method == recovery.NoTotal:
			out = append(out, d.returns(in, list)...)
			continue
		case in.Strand == "":
			r.flat, r.strand = true, recovery.Psychological
			r.marks = d.marks(list, func(x *recovery.Result) recovery.Value {
				return recovery.Value{Known: true, Word: d.w.Answered}
			})
		default:
			r.low, r.high = in.Range()
			r.marks = d.marks(list, func(x *recovery.Result) recovery.Value { return x.Scores.Get("total") })
			if d.scored {
				r.says = scoreChange(in, list)
				r.note += " " + in.Cites() + "."
			}
		}
		out = append(out, r)
	}
	return append(out, d.single(all["barc-10"])...)
}

// returns are the answers of an instrument without a total, each a row of its own.
func (d *lineDraw) returns(in *recovery.Instrument, list []lineSitting) (out []lineRow) {
	for _, x := range in.Returns {
		r := lineRow{key: "i-" + in.ID + "-" + strings.ToLower(x.Field), title: in.Title, strand: cmp.Or(x.Strand, in.Strand),
			note: d.w.SelfReport, flat: true}
		r.strand = cmp.Or(r.strand, recovery.Physical)
		for _, it := range in.Items {
			if len(x.Items) != 1 || it.ID != x.Items[0] {
				continue
			}
			if len(in.Returns) > 1 {
				r.title += ": " + cmp.Or(it.About, it.Text)
			}
			if it.Kind == recovery.Scale {
				r.flat, r.low = false, measure.Milli(it.Values[0])*1000
				r.high = measure.Milli(it.Values[len(it.Values)-1]) * 1000
			}
		}
		r.marks = d.marks(list, func(res *recovery.Result) recovery.Value { return res.Scores.Get(x.Field) })
		out = append(out, r)
	}
	return out
}

// single are the questions of BARC-10 about belonging, friends and strength, each
// by itself.
func (d *lineDraw) single(list []lineSitting) (out []lineRow) {
	for _, x := range []struct {
		item, key string
		strand    recovery.Strand
	}{{"4", "belonging", recovery.Social}, {"5", "friends", recovery.Social}, {"3", "energy", recovery.Psychological}} {
		r := lineRow{key: x.key, title: d.w.Rows[x.key], strand: x.strand, scale: "agree", low: 1000, high: 6000,
			note: d.w.OneQuestion}
		for _, t := range list {
			m := recovery.Mark{Day: t.day, Entry: t.Seq, Text: t.why}
			for _, told := range t.told {
				if told.Item.ID != x.item {
					continue
				}
				m.Known, m.Text = told.Known, d.w.Skipped
				if told.Known {
					m.Value, m.Text = told.Number(), told.Answer
				}
			}
			r.marks = append(r.marks, m)
		}
		out = append(out, r)
	}
	return out
}

// scoreChange says what lies between the first and the last known total, for
// staff: the difference, and whether it is more than the instrument's own error,
// where a published reliability says so (R-OUT-10, R-OUT-11).
func scoreChange(in *recovery.Instrument, list []lineSitting) string {
	var known []lineSitting
	for _, x := range list {
		if x.result != nil && x.result.Scores.Get("total").Known {
			known = append(known, x)
		}
	}
	if len(known) < 2 {
		return ""
	}
	a, b := known[0], known[len(known)-1]
	c := in.Compare(a.result, b.result)
	text := fmt.Sprintf("From %s on %s to %s on %s. ", a.result.Scores.Get("total"), dayWords(a.day),
		b.result.Scores.Get("total"), dayWords(b.day))
	x := c.Reliable
	switch {
	case x == nil:
		return text + "Whether that is more than the questionnaire's own error is not known: " + c.Why + "."
	case x.Reliable && x.Direction != "same":
		text += "That is more than the questionnaire's own error, in the direction that counts as " + x.Direction + ". "
	default:
		text += "That is within the questionnaire's own error: it may be no change at all. "
	}
	if x.Index.Known {
		text += fmt.Sprintf("Reliable change index %s; beyond 1.96 either way is reliable. Standard deviation %s, "+
			"reliability %s (%s, which is not the same as asking twice)", x.Index, x.SD, x.R, x.Kind)
		if x.Kind == "retest" {
			text = strings.TrimSuffix(text, ", which is not the same as asking twice)") + ")"
		}
		if x.Population != "" {
			text += ", in " + x.Population
		}
		text += ". "
	} else {
		text += fmt.Sprintf("The smallest reliable difference is published as %s. ", x.Limit)
	}
	return text + "Source: " + x.Source + "."
}

// openedAnswers shows every question of a sitting with what was answered, in the
// instrument's own words where they may be shown.
func (d *lineDraw) openedAnswers(v *page.LineEntry, f lineFact, b *clinic.InstrumentAnswered) {
	in := d.st.Instrument(b.Instrument)
	if in == nil {
		v.Lead = b.Instrument
		return
	}
	v.Title, v.Words = in.Title, d.n.opt(b.Words)
	x := d.sitting(f, b)
	if x.result == nil {
		v.Lead = x.why
		return
	}
	shown := in.MayShow() == nil
	if v.Lead = in.Instruction; !shown {
		v.Lead = ""
	}
	for _, t := range x.told {
		key, answer := cmp.Or(t.Item.About, t.Item.ID), t.Answer
		if shown {
			key = cmp.Or(t.Item.Text, key)
		}
		if !t.Known && !d.staff {
			answer = d.w.Skipped
		}
		v.Rows = append(v.Rows, page.Row{Key: key, Value: answer})
	}
	if d.staff {
		if total := x.result.Scores.Get("total"); in.Method != recovery.NoTotal {
			v.Rows = append(v.Rows, page.Row{Key: "Total", Value: total.String() + " " + x.result.Band})
		}
		v.Note = in.Cites()
	}
	if shown && in.Licence.Notice != "" {
		v.Note = strings.TrimSpace(v.Note + " " + in.Licence.Notice)
	}
}

func (d *lineDraw) circumstance(b *clinic.CircumstanceKept) string {
	c, ok := clinic.CircumstanceOf(b.KeepCircumstance.Kind)
	if !ok || b.Is == clinic.NotSaid {
		return d.w.Rather
	}
	return clinic.WordsOf(c.Words, b.Is)
}
