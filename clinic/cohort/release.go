package cohort

import (
	"slices"

	"steady/clinic"
	"steady/moment"
	"steady/recovery"
)

// Grace is how many days after its end a month is closed: late entries come
// until then. What is entered later is in no published table of it. The house's own.
const Grace = 28

// Release is what may leave the house of the people who began treatment in one
// block of months. Everybody is in at most one release, it is made from what was
// recorded by fixed instants alone, and so it is the same whenever it is made
// again: no two releases can be subtracted from each other.
type Release struct {
	From, To moment.Day // whole months
	Stays    []*Stay    // for counting; they never leave the house
	Cut      moment.Instant
	People   *int
	Tables   []recovery.Released
	Remain   []MarkRemain
	Groups   []GroupRemain
	Changes  []Changed // at ChangeMark; only those that may be shown have figures
	Due      bool      // whether the changes are due
}

// MarkRemain is how many of a block were still in treatment here after some days.
type MarkRemain struct {
	Days int
	Due  bool // everybody was watched so long, and the entries are closed
	Here *int // nil where it may not be shown
}

// GroupRemain is the same by groups, for the marks at which it may be shown.
type GroupRemain struct {
	Name  string
	Words []string
	Of    []int
	Marks []GroupMark
}

// GroupMark is one mark of it.
type GroupMark struct {
	Days int
	Here []int
}

// ChangeMark is the day after the beginning up to which the last known answer
// counts in a release: three months and the time that a review may be late.
const ChangeMark = 121

// byOf is the start of the day on which everything up to a day is closed.
func (b *Book) byOf(day moment.Day) moment.Instant { return b.Zone.Start(day + Grace + 1) }

// Releases makes every release that is closed at an instant.
func (b *Book) Releases(now moment.Instant, sittings []Sitting, scores Scores) (out []Release) {
	today := b.Zone.Day(now)
	if b.Opened == 0 {
		return nil
	}
	var months []moment.Day
	var began []int
	var stays [][]*Stay
	for m := FirstOfMonth(b.Opened); b.byOf(NextMonth(m)-1) <= now; m = NextMonth(m) {
		last := NextMonth(m) - 1
		list := slices.DeleteFunc(b.Began(m, last), func(s *Stay) bool { return s.Entered >= b.byOf(last) })
		months, began, stays = append(months, m), append(began, len(list)), append(stays, list)
	}
	for _, x := range recovery.Blocks(began) {
		r := Release{From: months[x.First], To: NextMonth(months[x.Last]) - 1}
		r.Cut = b.byOf(r.To)
		for _, list := range stays[x.First : x.Last+1] {
			r.Stays = append(r.Stays, list...)
		}
		b.fill(&r, today, sittings, scores)
		out = append(out, r)
	}
	return out
}

func (b *Book) fill(r *Release, today moment.Day, sittings []Sitting, scores Scores) {
	divisions := b.Divisions(r.Stays, r.Cut)
	r.Due = today >= r.To+ChangeMark+Grace+1
	if r.Due {
		by := b.byOf(r.To + ChangeMark)
		known := slices.DeleteFunc(slices.Clone(sittings), func(x Sitting) bool { return x.Recorded >= by })
		for _, o := range Outcomes() {
			c := b.Change(r.Stays, known, scores, o, func(s *Stay) moment.Day { return b.Zone.Day(s.Admitted) + ChangeMark })
			r.Changes = append(r.Changes, c)
			divisions = append(divisions, recovery.Division{Name: "Known twice: " + o.Words, Groups: []recovery.Group{
				{Name: "Known twice", Count: c.Known}, {Name: "Not known twice", Count: c.NotKnown()}}})
		}
	}
	total, tables, err := recovery.Release(len(r.Stays), divisions)
	if err != nil {
		panic("cohort: a division of a block is not of its people: " + err.Error())
	}
	r.People, r.Tables = total, tables
	r.remain(b, today)
	for i := range r.Changes {
		r.Changes[i].protect()
	}
}

// protect takes away what may not be shown of a change: fewer than five people,
// and the row of those still here where the few who left could be worked out
// from both rows.
func (c *Changed) protect() {
	if c.Known < recovery.Smallest {
		c.All = nil
	}
	if c.Still < recovery.Smallest || c.Known-c.Still < recovery.Smallest {
		c.OfThose = nil
	}
}

func (r *Release) remain(b *Book, today moment.Day) {
	here := func(list []*Stay, mark int) (n int) {
		by := b.byOf(r.To + moment.Day(mark))
		for _, s := range list {
			if s.Ended == 0 || s.EndSaid >= by || b.Zone.Day(s.Ended)-b.Zone.Day(s.Admitted) >= moment.Day(mark) {
				n++
			}
		}
		return n
	}
	var due []int
	for _, m := range Marks() {
		x := MarkRemain{Days: m, Due: today >= r.To+moment.Day(m)+Grace+1}
		if x.Due {
			due = append(due, m)
		}
		r.Remain = append(r.Remain, x)
	}
	var counts []int
	for _, m := range due {
		counts = append(counts, here(r.Stays, m))
	}
	for i, n := range recovery.Remaining(len(r.Stays), counts) {
		r.Remain[i].Here = n
	}
	for _, d := range b.dividers(r.Cut)[:2] { // age and sex
		g := GroupRemain{Name: d.name}
		split := make([][]*Stay, len(d.words))
		for _, s := range r.Stays {
			split[d.of(s)] = append(split[d.of(s)], s)
		}
		var marks [][]int
		for i, list := range split {
			g.Words, g.Of = append(g.Words, d.words[i]), append(g.Of, len(list))
			var line []int
			for _, m := range due {
				line = append(line, here(list, m))
			}
			marks = append(marks, line)
		}
		for i, shown := range recovery.RemainingOf(g.Of, marks) {
			if shown && r.Remain[i].Here != nil {
				m := GroupMark{Days: due[i]}
				for _, line := range marks {
					m.Here = append(m.Here, line[i])
				}
				g.Marks = append(g.Marks, m)
			}
		}
		r.Groups = append(r.Groups, g)
	}
}

// divider divides people in two. More groups, or one of those of whom something
// is not known, would be empty in most services: a group of nobody is a small one
// and takes the whole table with it.
type divider struct {
	name  string
	words []string
	of    func(*Stay) int
}

// dividers are the fixed divisions, from what was recorded by an instant. None is
// added for one report: a choice of divisions would be a choice of what can be
// worked out.
func (b *Book) dividers(by moment.Instant) []divider {
	told := func(s *Stay) clinic.RecordNational {
		if t := b.NationalAsOf(s.Person, by); t != nil {
			return t.RecordNational
		}
		return clinic.RecordNational{}
	}
	return []divider{
		{"Age when treatment began", []string{"Under 45", "45 and over, or not known"}, func(s *Stay) int {
			return second(s.Age == 0 || s.Age >= 45)
		}},
		{"Sex, as told", []string{"Female", "Male, or not told"},
			func(s *Stay) int { return second(told(s).Sex != "female") }},
		{"Ethnic group, as told", []string{"White", "All other groups, or not told"}, func(s *Stay) int {
			e := told(s).Ethnic
			return second(e == "" || e > "C")
		}},
		{"Who referred", []string{"Themselves, friends, family, outreach, housing",
			"Services of health and justice, and others"},
			func(s *Stay) int { return second(!slices.Contains(nearSources, s.Source)) }},
	}
}

var nearSources = []clinic.Source{"self", "peer", "family", "outreach", "hostel"}

// second is the index of the second group where something holds.
func second(is bool) int {
	if is {
		return 1
	}
	return 0
}

// Divisions divides some people in the fixed ways, from what was recorded by an
// instant.
func (b *Book) Divisions(stays []*Stay, by moment.Instant) (out []recovery.Division) {
	for _, d := range b.dividers(by) {
		x := recovery.Division{Name: d.name}
		for _, w := range d.words {
			x.Groups = append(x.Groups, recovery.Group{Name: w})
		}
		for _, s := range stays {
			x.Groups[d.of(s)].Count++
		}
		out = append(out, x)
	}
	return out
}
