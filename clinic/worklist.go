package clinic

import (
	"fmt"
	"sort"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

// TaskKind is what a line of the prescriber's work list is about.
type TaskKind string

// The kinds of tasks, the most pressing first.
const (
	TaskReferral   TaskKind = "referral"     // the engine or a nurse asks
	TaskTalk       TaskKind = "talk"         // asked to talk, and nobody was with them yet
	TaskAlert      TaskKind = "alert"        // an answer that somebody looks at today, and nobody has yet
	TaskNoOrder    TaskKind = "no_order"     // in treatment without a prescription in force
	TaskHold       TaskKind = "hold"         // a hold order to look at again
	TaskAway       TaskKind = "away"         // days away that somebody asks for
	TaskReview     TaskKind = "review"       // the review of a prescription
	TaskEnding     TaskKind = "ending"       // a prescription that ends
	TaskLicence    TaskKind = "licence"      // a licence that ends
	TaskDose       TaskKind = "dose"         // the doses given changed
	TaskAttendance TaskKind = "attendance"   // more sessions missed than before
	TaskReadings   TaskKind = "readings"     // more sedation after doses than before
	TaskOral       TaskKind = "oral_is_over" // the instalments of an oral drug are over
	TaskBurden     TaskKind = "burden"       // a week that took more of a life than those before
	TaskWeek       TaskKind = "week"         // a week of human decisions that nobody looked at
)

// Task is one line of the work list. Text is a sentence without a name: the
// page puts the name before it.
type Task struct {
	Kind   TaskKind
	Person person.UserID  // "" for a licence or a week
	Staff  person.StaffID // the doctor of a licence; a key worker, "" where nobody is named
	Visit  string         // of a referral
	Week   moment.Day     // the Monday of a week of human decisions
	Text   string
	Rule   string
	Late   bool // its day has passed
	Step   int  // of ExpirySteps, for what ends; else 0
}

// How far the list looks. These are the house's own choices for what to show;
// no rule of dosing depends on them.
const (
	reviewAhead = 14 // days
	endingAhead = 14
	spell       = 7 // days that are compared with as many before
)

// WorkListDays is how many days back the list compares, today with them.
const WorkListDays = 2 * spell

// WorkList is what waits for a prescriber or a key worker at an instant, the
// most pressing first. Absent names the days on which each person did not come to
// a session, visits are theirs of the last days (BurdenLookBack); the state does
// not keep them.
func (s *State) WorkList(at moment.Instant, absent map[person.UserID][]moment.Day,
	visits map[person.UserID][]KeptVisit) (out []Task) {
	today := s.zone.Day(at)
	for _, v := range s.visitsInOrder() {
		if v.Stage == visit.Referred && v.Referral != nil {
			out = append(out, Task{Kind: TaskReferral, Person: v.Person, Visit: v.ID, Rule: v.Referral.Rule,
				Text: "An answer is needed before a dose can be given: asked at " + s.zone.Clock(v.ReferredAt) + "."})
		}
	}
	for _, a := range s.Recovery.Alerts {
		day := s.zone.Day(a.Recorded)
		out = append(out, Task{Kind: TaskAlert, Person: a.Person, Rule: askRule, Late: day < today,
			Text: "An answer needs looking at today: it is here since " + s.zone.Clock(a.Recorded) + ", " + words(day) +
				", and nobody has said what was done."})
	}
	for _, id := range s.AskedInOrder() {
		x := s.Own.People[id].Asked
		text := "Asked to talk at "
		if x.Ask == AskHelp {
			text = "Asked for help at "
		}
		out = append(out, Task{Kind: TaskTalk, Person: id, Text: text + s.zone.Clock(x.Since) + ", " +
			words(s.zone.Day(x.Since)) + ". Nobody has said yet that somebody was with them."})
	}
	for _, id := range s.peopleInOrder() {
		p := s.People[id]
		if s.inTreatment(id) != nil {
			continue
		}
		out = append(out, s.holdTasks(p, today)...)
		out = append(out, s.awayTasks(id, today)...)
		out = append(out, s.orderTasks(p, today)...)
		out = append(out, s.changeTasks(p, today, absent[id])...)
		out = append(out, s.burdenTask(id, visits[id], today)...)
	}
	out = append(out, s.licenceTasks(today)...)
	out = append(out, s.weekTasks(today)...)
	rank := map[TaskKind]int{}
	for i, k := range []TaskKind{TaskAlert, TaskTalk, TaskReferral, TaskNoOrder,
		TaskHold, TaskAway, TaskReview, TaskEnding, TaskLicence, TaskOral,
		TaskWeek, TaskReadings, TaskAttendance, TaskDose, TaskBurden} {
		rank[k] = i
	}
	sort.SliceStable(out, func(i, j int) bool { return rank[out[i].Kind] < rank[out[j].Kind] })
	return out
}

// holdTasks: a hold without a day to look again is always on the list.
func (s *State) holdTasks(p *Person, today moment.Day) (out []Task) {
	for _, h := range p.Holds {
		t := Task{Kind: TaskHold, Person: p.Person, Rule: h.Rule,
			Text: "Doses are on hold until a prescriber has reviewed."}
		switch {
		case h.Recheck > today:
			continue
		case h.Recheck != 0:
			t.Late = h.Recheck < today
			t.Text = fmt.Sprintf("The hold order was to be looked at again on %s.", words(h.Recheck))
		}
		out = append(out, t)
	}
	return out
}

func (s *State) orderTasks(p *Person, today moment.Day) (out []Task) {
	o := p.OrderOn(today)
	task := func(kind TaskKind, rule string, late bool, text string, a ...any) {
		out = append(out, Task{Kind: kind, Person: p.Person, Rule: rule, Late: late, Text: fmt.Sprintf(text, a...)})
	}
	switch next := p.Pending(today); {
	case o == nil && next == nil:
		task(TaskNoOrder, "E-ORD-01", false, "There is no prescription: no dose can be given.")
		return out
	case o == nil:
		return nil
	case o.Ends < today && (next == nil || next.From > today):
		task(TaskNoOrder, "clinical-protocol 9", true, "The prescription ended on %s: no dose can be given.",
			words(o.Ends))
		return out
	}
	if _, no := s.licence(o.By, o.Form.Substance, person.Administers, today); no != nil {
		task(TaskNoOrder, no.Rule, true, "%s No dose can be given.", no.Sentence)
	}
	if next := p.Pending(today); next != nil {
		return out // what follows is written
	}
	if o.Review <= today+reviewAhead {
		verb := "is due"
		if o.Review < today {
			verb = "was due"
		}
		task(TaskReview, "clinical-protocol 9", o.Review < today, "The review of the prescription %s on %s.", verb,
			words(o.Review))
	}
	if o.Ends <= today+endingAhead {
		task(TaskEnding, "clinical-protocol 9", false, "The prescription ends after %s and nothing follows it.",
			words(o.Ends))
	}
	for _, x := range o.Oral {
		if x.Parts == nil {
			continue
		}
		if last := o.From + moment.Day(x.Parts.Count*x.Parts.Every) - 1; last <= today {
			task(TaskOral, "R-REG-21", last < today, "The instalments of %s cover the days until %s.", x.Drug, words(last))
		}
	}
	return out
}

// licenceTasks: a licence that ends soon and that no other one follows.
func (s *State) licenceTasks(today moment.Day) (out []Task) {
	for _, l := range s.lastLicences(today) {
		left := int(l.To - today)
		if left < 0 || expiryStep(left) == 0 {
			continue
		}
		n := 0
		for _, p := range s.People {
			if k := len(p.Orders); k > 0 && p.Orders[k-1].By == l.Doctor && p.Orders[k-1].Ends > l.To &&
				p.Orders[k-1].Form.Substance == l.Substance {
				n++
			}
		}
		text := fmt.Sprintf("The licence for %s, no. %s, %s", l.Substance, l.Number, endsWords(l.To, left))
		if n > 0 {
			text += fmt.Sprintf(" Prescriptions under it that go on longer: %d.", n)
		}
		out = append(out, Task{Kind: TaskLicence, Staff: l.Doctor, Text: text, Rule: "R-REG-19",
			Step: expiryStep(left)})
	}
	return out
}

// weekTasks: a week that is over and in which people decided otherwise than the
// rules is looked at by a prescriber who made none of the decisions. A second
// week without that is late.
func (s *State) weekTasks(today moment.Day) (out []Task) {
	for _, monday := range s.Weeks() {
		n := len(s.HumanDecisions(monday))
		if monday+7 > today || s.Acknowledged[monday.String()] == n {
			continue
		}
		out = append(out, Task{Kind: TaskWeek, Week: monday, Rule: "E-ORD-03", Late: monday+14 <= today,
			Text: fmt.Sprintf("Doses given otherwise than the rules answered, in the week from %s: %d.", words(monday), n)})
	}
	return out
}

// changeTasks compares the last days with as many before: a fact beside a
// fact, and no score. What the state no longer keeps is not compared.
func (s *State) changeTasks(p *Person, today moment.Day, absent []moment.Day) (out []Task) {
	var most [2]measure.Mass
	var sedation [2]int
	var rescued [2]bool
	for _, d := range p.Past {
		i := spellOf(s.zone.Day(d.At), today)
		if i < 0 || d.Given == 0 {
			continue
		}
		most[i], sedation[i] = max(most[i], d.Given), max(sedation[i], sedated(d.POSS))
		rescued[i] = rescued[i] || d.Naloxone || d.Oxygen
	}
	add := func(kind TaskKind, text string, a ...any) {
		out = append(out, Task{Kind: kind, Person: p.Person, Text: fmt.Sprintf(text, a...)})
	}
	if most[0] > 0 && most[1] > 0 && most[0] != most[1] {
		add(TaskDose, "The largest dose was %s in the last %d days, %s in the %d before.", most[0], spell, most[1], spell)
	}
	if sedation[0] > max(sedation[1], 1) && most[1] > 0 {
		add(TaskReadings, "The deepest sedation after a dose was POSS %d in the last %d days, POSS %d in the %d before.",
			sedation[0], spell, max(sedation[1], 1), spell)
	}
	if rescued[0] && !rescued[1] {
		add(TaskReadings, "Oxygen or naloxone was needed after a dose in the last %d days.", spell)
	}
	var missed [2]int
	for _, day := range absent {
		if i := spellOf(day, today); i >= 0 {
			missed[i]++
		}
	}
	if missed[0] > missed[1] {
		add(TaskAttendance, "Sessions not attended: %d in the last %d days, %d in the %d before.", missed[0], spell,
			missed[1], spell)
	}
	return out
}

// spellOf is 0 for the last days with today, 1 for as many before, else -1.
func spellOf(day, today moment.Day) int {
	switch n := int(today - day); {
	case n < 0 || n >= 2*spell:
		return -1
	case n < spell:
		return 0
	}
	return 1
}

// sedated orders the sedation scores; what is acceptable without drowsiness is 1
// (P-POSS-01).
func sedated(p protocol.POSS) int {
	switch p {
	case protocol.POSS4:
		return 4
	case protocol.POSS3:
		return 3
	case protocol.POSS2:
		return 2
	}
	return 1
}

// words spells a day for people: "3 March 2026".
func words(d moment.Day) string {
	y, m, day := d.Split()
	months := [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September",
		"October", "November", "December"}
	return fmt.Sprintf("%d %s %d", day, months[m-1], y)
}
