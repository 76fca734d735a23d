package continuity

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/report/sheet"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

// builder makes the parts from one state.
type builder struct {
	s     *clinic.State
	texts map[string]string
	now   moment.Instant
	z     moment.Zone
	o     Options
}

func (b *builder) pack() Pack {
	today := b.z.Day(b.now)
	lines := map[moment.Day][]clinic.PaperLine{}
	for _, day := range []moment.Day{today, today + 1} {
		lines[day] = b.s.Paper(day, b.now)
	}
	p := Pack{Service: b.o.Service, Made: b.now, Zone: b.z,
		Warning: "Holds names: lock it away. Destroy it when a newer one is printed, unused by the end of " +
			dayWords(today+2) + "."}
	p.Facts = append(p.Facts, b.first(), b.comes(today, lines), b.people(lines))
	p.Facts = append(p.Facts, b.limits(lines)...)
	p.Facts = append(p.Facts, b.emergency(), b.calls(), afterwards())
	p.Blank = append(b.visits(), b.registers()...)
	return p
}

// first is the sheet on top: what this is and what it is not.
func (b *builder) first() Part {
	return Part{Title: "When the power or the network is gone", Blocks: []Block{{Text: []string{
		"These sheets say what Steady knew at the time printed at the foot of each. They state facts and give no " +
			"permission. Before every dose on paper: identity, readings, the person's sheet of facts, the limits of the " +
			"signed pack. Where a sheet is silent, a reading is missing, or anything is as under \"Refers or limits\", a " +
			"prescriber decides, and their name, time and answer are written down.",
		"1. Note the time at which the screens went. Take the newest pack; look at its time.",
		"2. Find the person under \"Who comes\" and again under \"Facts\". Doses since this pack was made are not in it: " +
			"look at the visit sheets of today first.",
		"3. One visit sheet for each person and visit. Follow it from the top. Two people sign preparation, check and " +
			"waste at the time, not later.",
		"4. Every ampoule opened and every milligram given or wasted is a line on the register sheet of its product, with " +
			"the balance carried on. One line after the other, nothing erased: a mistake is crossed through once, signed " +
			"and dated.",
		"5. When the screens are back: enter the sheets before anybody is given another dose. The last sheet of facts says " +
			"how.",
		"How to keep this pack: it holds names and what people are given. Lock it away with the keys of the safe. Destroy " +
			"it when a newer one is printed. Sheets that were written on stay locked away until they are entered and both " +
			"people have confirmed; after that they are kept as the service keeps its records.",
	}}}}
}

// comes lists who is expected, by day and session.
func (b *builder) comes(today moment.Day, lines map[moment.Day][]clinic.PaperLine) Part {
	out := Part{Title: "Who comes", Landscape: true, Lines: []string{
		"By the usual or promised time. Somebody may come who is not listed: look under \"Facts\"."}}
	for _, day := range []moment.Day{today, today + 1} {
		which := "Today, " + dayWords(day)
		if day > today {
			which = "Tomorrow, " + dayWords(day)
		}
		for i, x := range b.s.Sessions {
			rows := b.session(lines[day], i)
			block := Block{Heading: fmt.Sprintf("%s: %s, %s to %s", which, x.Name, minuteWords(x.Opens), minuteWords(x.Closes)),
				Cols: []sheet.Col{{Title: "Due", Width: 1.2}, {Title: "Chosen name", Width: 4}, {Title: "Born", Width: 2},
					{Title: "Prescribed", Width: 2.6}, {Title: "At the time of this pack", Width: 4},
					{Title: "Came at", Width: 1.5}, {Title: "Given, mg", Width: 1.5}, {Title: "Visit sheet", Width: 1.5}}, Rows: rows}
			if len(rows) == 0 {
				block.Cols, block.Text = nil, []string{"Nobody is expected."}
			}
			out.Blocks = append(out.Blocks, block)
		}
	}
	return out
}

func (b *builder) session(lines []clinic.PaperLine, session int) (out []sheet.Row) {
	for _, l := range lines {
		if l.Session != session {
			continue
		}
		p := b.s.People[l.Person]
		prescribed := "no order in force: ask a prescriber"
		if l.Rx != nil {
			prescribed = l.Prescribed.String() + " " + routeWords[l.Rx.Route]
			if l.TopUp {
				prescribed += ", top-up"
			}
		}
		out = append(out, sheet.Row{Tall: 9, Cells: []string{b.z.Clock(l.Due), b.name(p), b.born(p), prescribed,
			b.stands(l), "", "", ""}})
	}
	return out
}

// stands says how far a visit had come, and what a reader must not overlook.
func (b *builder) stands(l clinic.PaperLine) string {
	text := "not come yet"
	v := l.Visit
	switch {
	case v == nil || v.Stage == visit.Booked:
	case v.Stage == visit.Ended:
		text = "ended " + b.z.Clock(v.EndedAt) + ": " + endWords[v.Ending]
	default:
		text = stageWords[v.Stage] + " since " + b.z.Clock(v.LastAt)
	}
	if v != nil && v.Injected != nil {
		text += fmt.Sprintf("; %s given %s", v.Injected.Given, b.z.Clock(v.InjectedAt))
	}
	if v != nil && v.Syringe != nil {
		text += fmt.Sprintf("; a syringe of %s is open", v.Syringe.Dose.Mass)
	}
	switch over := v != nil && v.Stage == visit.Ended; {
	case !over && len(b.s.People[l.Person].Holds) > 0:
		text = "ON HOLD, see facts; " + text
	case !over && len(l.Standing) > 0:
		text += "; see facts"
	}
	return text
}

// people states each expected person's facts once, by name.
func (b *builder) people(lines map[moment.Day][]clinic.PaperLine) Part {
	out := Part{Title: "Facts of each person", Landscape: true, Lines: []string{
		"As Steady knew them at the time at the foot. Every dose and every session without a dose since then changes them."}}
	first := map[person.UserID]clinic.PaperLine{}
	standing := map[person.UserID][]string{}
	for _, day := range slices.Sorted(maps.Keys(lines)) {
		for _, l := range lines[day] {
			if _, known := first[l.Person]; !known {
				first[l.Person] = l
			}
			for _, f := range l.Standing {
				text := f.Text + " (" + f.Rule + ")"
				if !slices.Contains(standing[l.Person], text) {
					standing[l.Person] = append(standing[l.Person], text)
				}
			}
		}
	}
	ids := slices.Collect(maps.Keys(first))
	slices.SortFunc(ids, func(x, y person.UserID) int {
		if c := strings.Compare(strings.ToLower(b.name(b.s.People[x])), strings.ToLower(b.name(b.s.People[y]))); c != 0 {
			return c
		}
		return strings.Compare(string(x), string(y))
	})
	block := Block{Cols: []sheet.Col{{Title: "Chosen name, born", Width: 3}, {Title: "Prescription", Width: 3.6},
		{Title: "Last dose; missed since", Width: 2.6}, {Title: "Holds, allergies, own limits", Width: 3},
		{Title: "Refers or limits, as things stood", Width: 5}}}
	for _, id := range ids {
		p := b.s.People[id]
		stands := strings.Join(standing[id], "\n")
		if stands == "" {
			stands = "Nothing that was known then. The readings of the visit and the limits of the pack decide."
		}
		block.Rows = append(block.Rows, sheet.Row{Cells: []string{b.name(p) + "\nborn " + b.born(p), b.order(first[id]),
			b.last(p, first[id]), b.own(p), stands}})
	}
	if len(ids) == 0 {
		block = Block{Text: []string{"Nobody is expected today or tomorrow."}}
	}
	out.Blocks = []Block{block}
	return out
}

func (b *builder) name(p *clinic.Person) string { return b.text(&p.Name) }

func (b *builder) born(p *clinic.Person) string {
	t := b.text(p.Born)
	if t == "" {
		return "not held"
	}
	if d, err := moment.ParseDay(t); err == nil {
		return shortDay(d)
	}
	return t
}

func (b *builder) text(t *clinic.Text) string {
	if t == nil {
		return ""
	}
	if s, ok := b.texts[t.Ref]; ok {
		return s
	}
	return "(erased)"
}

// order spells the prescription of a line's day.
func (b *builder) order(l clinic.PaperLine) string {
	rx := l.Rx
	if rx == nil {
		return "No order is in force: no dose without a prescriber."
	}
	var doses []string
	for _, m := range rx.Doses {
		doses = append(doses, m.Milligrams())
	}
	out := []string{strings.Join(doses, " + ") + " mg " + routeWords[rx.Route],
		fmt.Sprintf("at most %s at once, %s a day", rx.CapSingle, rx.CapDay), rx.Form.String(),
		"ends " + shortDay(rx.Ends) + ", pack " + rx.Pack}
	if rx.TopUp > 0 {
		out = append(out, "top-up "+rx.TopUp.String())
	}
	if len(rx.Plan) > 0 {
		out = append(out, "in titration by a plan")
	}
	for _, o := range rx.Oral {
		out = append(out, "beside it "+o.Drug.String()+" "+o.Dose.String()+" a day by mouth")
	}
	return strings.Join(out, "\n")
}

func (b *builder) last(p *clinic.Person, l clinic.PaperLine) string {
	d, ok := p.LastDose()
	if !ok {
		return "No dose on record: the next is a first dose."
	}
	text := b.z.In(d.At).Format("Mon 2 Jan, 15:04") + "\n" + d.Given.String() + " " + routeWords[d.Route]
	if d.Naloxone {
		text += "\nan emergency followed"
	}
	return text + "\nmissed since: " + strconv.Itoa(l.Missed.Sessions)
}

// own are holds, allergies and what a clinician signed for this person.
func (b *builder) own(p *clinic.Person) string {
	var out []string
	for _, h := range p.Holds {
		text := "ON HOLD: no dose before a prescriber has reviewed"
		if why := b.text(h.Reason); why != "" {
			text += ": " + why
		} else if h.Rule != "" {
			text += " (" + h.Rule + ")"
		}
		out = append(out, text)
	}
	if a := b.text(p.Allergies); a != "" {
		out = append(out, "Allergies: "+a)
	} else {
		out = append(out, "Allergies: none on record")
	}
	if x := p.Baseline; x != nil && b.z.Day(b.now) <= x.Until {
		text := "Signed baseline until " + dayWords(x.Until) + ":"
		if x.SpO2 != nil {
			text += " SpO2 " + x.SpO2.String() + " %"
		}
		if x.RR != nil {
			text += " breaths " + x.RR.String() + " a minute"
		}
		out = append(out, text)
	}
	if p.SpO2Scale == 2 {
		out = append(out, "NEWS2 oxygen scale 2")
	}
	if p.Trimester > 0 {
		out = append(out, fmt.Sprintf("Pregnant, trimester %d", p.Trimester))
	}
	if len(p.Infected) > 0 {
		out = append(out, "Do not use: "+strings.ReplaceAll(strings.Join(p.Infected, ", "), "_", " "))
	}
	return strings.Join(out, "\n")
}

// limits spell the signed packs that the listed orders are under.
func (b *builder) limits(lines map[moment.Day][]clinic.PaperLine) (out []Part) {
	used := map[string]bool{}
	for _, day := range lines {
		for _, l := range day {
			if l.Rx != nil {
				used[l.Rx.Pack] = true
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(used)) {
		pack := b.s.Pack(id)
		if pack == nil {
			continue
		}
		block := Block{Cols: []sheet.Col{{Title: "What the pack says", Width: 8}, {Title: "Rule", Width: 2}}}
		for _, x := range pack.Explain() {
			if strings.HasPrefix(x.Rule, "E-PACK-02") || strings.HasPrefix(x.Text, "Admission") {
				continue
			}
			text := x.Text
			if x.Unset {
				text = "NOT SET: " + text
			}
			block.Rows = append(block.Rows, sheet.Row{Cells: []string{text, x.Rule}})
		}
		out = append(out, Part{Title: "The limits of the pack " + pack.ID + ", version " + pack.Version,
			Lines:  []string{"A dose above a limit is not given by anybody. Where the pack is silent a prescriber decides."},
			Blocks: []Block{block}})
	}
	return out
}

var routeWords = map[protocol.Route]string{protocol.IV: "i.v.", protocol.IM: "i.m.", protocol.SC: "s.c.",
	protocol.Oral: "by mouth"}

var stageWords = map[visit.Stage]string{visit.Arrived: "here", visit.Assessed: "read", visit.Deferred: "waits",
	visit.Referred: "PRESCRIBER ASKED", visit.Stopped: "no dose this session", visit.Decided: "decided, not prepared",
	visit.Prepared: "prepared, not checked", visit.Checked: "checked, not handed over", visit.InBooth: "IN THE BOOTH",
	visit.Observed: "under observation", visit.Emergency: "EMERGENCY"}

var endWords = map[visit.Ending]string{visit.LeftWell: "left well", visit.LeftBefore: "left before they were released",
	visit.Withheld: "dose withheld", visit.Declined: "did not want the dose", visit.DidNotAttend: "did not come",
	visit.ToHospital: "went to hospital", visit.Cancelled: "cancelled"}

func dayWords(d moment.Day) string {
	return moment.UTC.In(moment.UTC.Start(d)).Format("Monday 2 January 2006")
}

// shortDay spells a day where there is little room.
func shortDay(d moment.Day) string { return moment.UTC.In(moment.UTC.Start(d)).Format("2 Jan 2006") }

func minuteWords(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }
