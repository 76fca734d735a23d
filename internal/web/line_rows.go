package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/internal/web/plain"
	"steady/measure"
	"steady/moment"
	"steady/recovery"
)

// lineDraw is one drawing of a life along one scale of time.
type lineDraw struct {
	x        *lineFacts
	st       *clinic.State
	n        names
	z        moment.Zone
	now      moment.Instant
	w        plain.Line
	from, to moment.Day
	entry    string // address of an entry, without its number
	hours    string // address of the hours, "" where who looks may not see them
	staff    bool
	scored   bool // a reliable change is said where there is one
}

// long is more days than those on which each check-in has a mark of its own.
const long = 120

// at is the place of a day on the scale.
func (d *lineDraw) at(day moment.Day) page.LineX {
	return page.LineX(300 + 9400*int(day-d.from)/max(int(d.to-d.from), 1))
}

// line draws everything.
func (d *lineDraw) line() page.Line {
	v := page.Line{From: dayWords(d.from), To: dayWords(d.to), Ticks: d.ticks(), Flags: d.flags(),
		Reader: page.LineWords{Key: d.w.Key, Table: d.w.Table, When: d.w.When, What: d.w.What, NotYet: d.w.NotYet,
			LeftOut: d.w.LeftOut, Happened: d.w.Happened, KeyTitle: d.w.KeyTitle, Nothing: d.w.Nothing}}
	rows := map[recovery.Strand][]lineRow{}
	for _, r := range d.rows() {
		rows[r.strand] = append(rows[r.strand], r)
	}
	for _, s := range []struct {
		of    recovery.Strand
		title string
	}{{recovery.Physical, d.w.Physical}, {recovery.Social, d.w.Social}, {recovery.Psychological, d.w.Psychological},
		{"", d.w.Treatment}} {
		out := page.LineStrand{ID: cmp.Or(string(s.of), "treatment"), Title: s.title}
		said := ""
		for _, r := range rows[s.of] {
			switch {
			case len(r.marks)+len(r.bands) == 0:
				out.NotYet = append(out.NotYet, inside(r.title))
				continue
			case len(knownMarks(r.marks))+len(r.bands) == 0:
				out.LeftOut = append(out.LeftOut, inside(r.title))
				continue
			}
			row := d.draw(r)
			if row.Note == said { // once is enough for rows that follow each other
				row.Note = ""
			} else {
				said = row.Note
			}
			out.Rows = append(out.Rows, row)
		}
		out.Leads, out.Fold = d.leads(cmp.Or(string(s.of), "treatment"), rows[s.of]), d.w.Fold(s.title, len(out.Rows))
		v.Strands = append(v.Strands, out)
	}
	return v
}

// leadRows are the rows that the first screen tries to show of each strand, in
// this order, and at most two of them: none stands for the others.
var leadRows = map[string][]string{
	"physical":      {"heroin", "body", "sleep", "pain"},
	"social":        {"belonging", "c-housing", "c-family", "work_days", "friends"},
	"psychological": {"mind", "life", "mood", "energy", "sure"},
	"treatment":     {"hours"},
}

// leads draws the rows of the first screen, low and without links: each of them
// is drawn again with its links beneath.
func (d *lineDraw) leads(strand string, rows []lineRow) (out []page.LineRow) {
	for _, key := range leadRows[strand] {
		i := slices.IndexFunc(rows, func(r lineRow) bool { return r.key == key })
		if i < 0 || len(out) == 2 {
			continue
		}
		r := d.draw(rows[i])
		if len(knownMarks(d.seen(rows[i].marks)))+len(r.Bands) == 0 {
			continue
		}
		r.ID, r.Lead, r.Brief = "lead-"+key, true, d.brief(rows[i], r)
		for j := range r.Points {
			r.Points[j].URL = ""
		}
		out = append(out, r)
	}
	return out
}

// brief is the first and the last known value of what is looked at, in words.
func (d *lineDraw) brief(r lineRow, drawn page.LineRow) string {
	if n := len(drawn.Bands); n > 0 {
		return drawn.Bands[n-1].Text
	}
	known := knownMarks(d.seen(r.marks))
	a, b := known[0], known[len(known)-1]
	if len(known) == 1 {
		return d.w.Once(a.Text, dayWords(a.Day))
	}
	return d.w.Brief(a.Text, b.Text)
}

// inside is a title as it stands in a sentence.
func inside(title string) string {
	if strings.HasPrefix(title, "I ") {
		return "“" + title + "”"
	}
	return strings.ToLower(title[:1]) + title[1:]
}

// ticks are at most six days with a name, at the beginning of a month.
func (d *lineDraw) ticks() (out []page.LineTick) {
	months := max(1, int(d.to-d.from)/30)
	step := 1
	for _, step = range []int{1, 2, 3, 6, 12, 24, 60} {
		if months/step < 6 {
			break
		}
	}
	y, m, _ := d.from.Split()
	for k := 0; ; k++ {
		day := moment.Date(y, m+1+k, 1)
		if day > d.to {
			return out
		}
		if _, month, _ := day.Split(); step >= 12 && month != 1 || step < 12 && (month-1)%step != 0 {
			continue
		}
		if x := d.at(day); x > 500 && x < 9500 {
			out = append(out, page.LineTick{At: x, Text: moment.UTC.In(moment.UTC.At(day, 12, 0)).Format("Jan 06")})
		}
	}
}

// lineRow is one row before it is drawn.
type lineRow struct {
	key, title string
	strand     recovery.Strand
	scale      string // of the words of its ends
	low, high  measure.Milli
	marks      []recovery.Mark
	bands      []lineHeld
	note, says string
	flat       bool
	url        string // where a mark without an entry leads
}

// lineHeld is something that held from a day on.
type lineHeld struct {
	from  moment.Day
	text  string
	entry int64
}

// seen are the marks between the days that are looked at.
func (d *lineDraw) seen(marks []recovery.Mark) (out []recovery.Mark) {
	for _, m := range marks {
		if m.Day >= d.from && m.Day <= d.to {
			out = append(out, m)
		}
	}
	return out
}

func (d *lineDraw) url(r lineRow, entry int64) string {
	if entry < 0 {
		return r.url
	}
	return fmt.Sprintf("%s%d", d.entry, entry)
}

// draw makes a row into what the page draws.
func (d *lineDraw) draw(r lineRow) page.LineRow {
	out := page.LineRow{ID: "row-" + r.key, Title: r.title, Note: r.note, Says: r.says, Flat: r.flat,
		Low: d.w.Lows[r.scale], High: d.w.Highs[r.scale]}
	if out.High == "" && !r.flat {
		out.Low, out.High = r.low.String(), r.high.String()
	}
	marks := d.seen(r.marks)
	y := func(m recovery.Mark) int {
		if !m.Known {
			return 0
		}
		return int((m.Value - r.low) * 1000 / max(r.high-r.low, 1))
	}
	gaps := 0
	for _, m := range marks {
		p := page.LinePoint{X: d.at(m.Day), Y: y(m), Kind: "known", When: dayWords(m.Day), Text: m.Text,
			URL: d.url(r, m.Entry)}
		if !m.Known {
			p.Kind = "unknown"
			gaps++
		}
		out.Points = append(out.Points, p)
	}
	if !r.flat {
		for _, j := range recovery.Joins(marks) {
			a, b := out.Points[j.From], out.Points[j.To]
			out.Joins = append(out.Joins, page.LineJoin{X1: a.X, X2: b.X, Y1: a.Y, Y2: b.Y})
		}
	}
	d.hold(r, &out)
	out.Desc = d.w.Seen(len(marks) - gaps + len(out.Bands))
	if gaps > 0 {
		out.Desc += " " + d.w.Gaps(gaps)
	}
	if known := knownMarks(r.marks); len(known) > 1 && out.Says == "" && !r.flat {
		a, b := known[0], known[len(known)-1]
		out.Says = d.w.First(a.Text, dayWords(a.Day)) + " " + d.w.Last(b.Text, dayWords(b.Day))
	}
	return out
}

func knownMarks(marks []recovery.Mark) (out []recovery.Mark) {
	for _, m := range marks {
		if m.Known {
			out = append(out, m)
		}
	}
	return out
}

// hold draws what held from one day to the next word of it, as far as it lies in
// what is looked at.
func (d *lineDraw) hold(r lineRow, out *page.LineRow) {
	for i, b := range r.bands {
		until := d.to
		when := dayWords(b.from)
		if i+1 < len(r.bands) {
			until = r.bands[i+1].from
			when += " – " + dayWords(until-1)
		}
		if until <= d.from || b.from > d.to {
			continue
		}
		out.Bands = append(out.Bands, page.LineBand{X1: d.at(max(b.from, d.from)), X2: d.at(until), Text: b.text, When: when,
			URL: d.url(r, b.entry), Pale: i%2 == 1})
	}
}

// flags are what happened: to treatment, in life, and in the person's own words.
func (d *lineDraw) flags() page.LineRow {
	out := page.LineRow{ID: "row-flags", Title: d.w.Happened, Flat: true}
	for _, f := range d.x.all {
		kind, text := d.flag(f)
		day := d.z.Day(f.Happened)
		if told, ok := lifeDay(f.fact); ok {
			day = told
		}
		if text == "" || day < d.from || day > d.to {
			continue
		}
		out.Points = append(out.Points, page.LinePoint{X: d.at(day), Kind: kind, When: dayWords(day), Text: text,
			URL: fmt.Sprintf("%s%d", d.entry, f.Seq)})
	}
	slices.SortStableFunc(out.Points, func(a, b page.LinePoint) int { return cmp.Compare(a.X, b.X) })
	out.Desc = d.w.Nothing
	if len(out.Points) > 0 {
		out.Desc = d.w.Seen(len(out.Points))
	}
	return out
}

// flag says what a fact is as a flag; no text is none.
func (d *lineDraw) flag(f lineFact) (kind, text string) {
	switch b := f.fact.(type) {
	case *clinic.PersonAdmitted:
		return "treatment", d.w.Began
	case *clinic.TreatmentEnded:
		return "treatment", d.w.Ended
	case *clinic.Prescribed:
		return "treatment", d.w.Prescribed + ": " + doses(&b.Prescription)
	case *clinic.BetterDescribed:
		if b.Words != nil {
			return "word", d.w.Note + ": " + d.n.of(*b.Words)
		}
	case *clinic.SideTold:
		return "word", d.w.Note + ": " + d.n.of(b.Words)
	case *clinic.CheckedIn:
		if b.Words != nil {
			return "word", d.w.Note + ": " + d.n.of(*b.Words)
		}
	case *clinic.LifeEventTold:
		w, _ := clinic.LifeEventOf(b.TellLifeEvent.Kind)
		return "life", with(w.Words, d.n.opt(b.Words))
	case *clinic.ReviewAnswered:
		if b.How != clinic.AgreeWorker && !b.Not {
			return "word", d.w.Review
		}
	}
	return "", ""
}
