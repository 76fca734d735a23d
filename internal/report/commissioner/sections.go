package commissioner

import (
	"fmt"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/recovery"
)

func (d *drawing) about() Section {
	return Section{Title: "What this is", Says: []string{
		"This report is made by one command from the record of the service. It holds no name, no date of birth and no " +
			"single " +
			"person's figure.",
		fmt.Sprintf("Months are told whole, and only once they are closed, %d days after their end. People who began "+
			"treatment are "+
			"told in blocks of months of at least %d people; everybody is in one block, and a block is the same in every "+
			"report. "+
			"Fewer than 5 people, or 5 events, are hidden, with as many more numbers as it takes that none can be worked out.",
			cohort.Grace, recovery.BlockSize),
		"Each figure has its definition beside it. Intervals are 95 %. There is no comparison group in this record: " +
			"nothing here " +
			"proves what caused a change.",
	}}
}

// share prints a share with its interval; where it, or what is left, is fewer
// than 5, it is hidden.
func share(k, n int) string {
	if k < recovery.Smallest || n-k < recovery.Smallest && n != k {
		return hidden
	}
	p, low, high, err := recovery.Proportion(k, n)
	if err != nil {
		return hidden
	}
	return fmt.Sprintf("%.0f %% (%.0f to %.0f)", 100*p, 100*low, 100*high)
}

// some is a number that is not small.
func some(n int) string {
	if n < recovery.Smallest {
		return hidden
	}
	return strconv.Itoa(n)
}

func (d *drawing) capacity() Section {
	s := Section{Title: "Capacity", Says: []string{"People in treatment: the mean over the days of the month, to " +
		"the nearest whole " +
		"person. Attendance: of the visits that were promised and not cancelled, those to which people came."}}
	f := d.Book.Funding
	switch {
	case f.Places == 0:
		s.Says = append(s.Says, "How many places are paid for is not set.")
	case f.Until == 0:
		s.Says = append(s.Says, fmt.Sprintf("Places that are paid for: %d.", f.Places))
	default:
		s.Says = append(s.Says, fmt.Sprintf("Places that are paid for: %d, until %s.", f.Places, f.Until))
	}
	t := Table{Name: "capacity", Caption: "Capacity, month by month",
		Head: []string{"Month", "People in treatment", "Doses", "Visits promised", "Attendance (95 % interval)"},
		Wide: []float64{2, 2, 2, 2, 3}, Right: []bool{false, true, true, true, true}}
	for _, p := range d.parts {
		row := []string{cohort.MonthName(p.First), hidden, hidden, hidden, hidden}
		days := int(p.Last-p.First) + 1
		if mean := (p.PersonDays + days/2) / days; mean >= recovery.Smallest && p.People >= recovery.Smallest {
			row = []string{row[0], strconv.Itoa(mean), some(p.Doses), some(p.Promised), share(p.Came, p.Promised)}
		}
		t.Rows = append(t.Rows, row)
	}
	s.Tables = []Table{t}
	return s
}

func (d *drawing) cost() Section {
	s := Section{Title: "Cost", Says: []string{"Pounds as entered by the service. A person-year is 365 days in " +
		"treatment of one " +
		"person. A figure is told only where what was entered covers every day of the month."}}
	t := Table{Name: "cost", Caption: "Cost, month by month", Head: []string{"Month", "Pounds", "Made up of",
		"Person-years", "Pounds for each person-year"}, Wide: []float64{2, 2, 4, 2, 3},
		Right: []bool{false, true, false, true, true}}
	known := false
	for _, p := range d.parts {
		c := d.Book.CostOf(p.First, p.Last)
		row := []string{cohort.MonthName(p.First), "not set", "-", hidden, "not set"}
		if p.People >= recovery.Smallest {
			row[3] = fmt.Sprintf("%.2f", float64(p.PersonDays)/365)
		}
		if c.Known() {
			known = true
			row[1], row[2] = strconv.FormatInt((c.Pence+50)/100, 10), words(clinic.CostKinds, c.Kinds)
			if len(c.Unset) > 0 {
				row[2] += "; not set: " + words(clinic.CostKinds, c.Unset)
			}
			row[4] = hidden
			if per, ok := cohort.PerPersonYear(c.Pence, p.PersonDays); ok && p.People >= recovery.Smallest {
				row[4] = strconv.FormatInt(per, 10)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	if !known {
		s.Says = append(s.Says, "The service has not entered what any of these months cost: the cost is not set, and "+
			"nothing is "+
			"assumed in its place.")
		return s
	}
	s.Tables = []Table{t}
	return s
}

func (d *drawing) people() Section {
	s := Section{Title: "Who began treatment",
		Says: []string{"Of each block, in fixed divisions. Sex and ethnic group are as people " +
			"told them for the national return; who did not is with the second group."}}
	t := Table{Name: "began", Caption: "People who began treatment", Head: []string{"Began", "Division",
		"Group", "People"},
		Wide: []float64{3, 3, 5, 2}, Right: []bool{false, false, false, true}}
	for _, r := range d.releases {
		if r.People != nil {
			t.Rows = append(t.Rows, []string{block(r), "Everybody", "", strconv.Itoa(*r.People)})
		}
		for _, div := range r.Tables[:min(4, len(r.Tables))] {
			for _, g := range div.Groups {
				n := hidden
				if g.Count != nil {
					n = strconv.Itoa(*g.Count)
				}
				t.Rows = append(t.Rows, []string{block(r), div.Name, g.Name, n})
			}
		}
	}
	return s.orNone(t, d)
}

// orNone adds the table, or says that no block is closed in these months.
func (s Section) orNone(t Table, d *drawing) Section {
	if len(d.releases) == 0 {
		s.Says = append(s.Says, fmt.Sprintf("No block of at least %d people closed in these months.", recovery.BlockSize))
		return s
	}
	s.Tables = append(s.Tables, t)
	return s
}

func (d *drawing) remain() Section {
	s := Section{Title: "Who remains", Says: []string{"Still at this service: treatment here has not ended, in " +
		"whatever way, death " +
		"included. Published figures also use \"on the assigned drug\" and \"in any treatment\": they are not to be " +
		"compared " +
		"with these. The interval is Wilson's."}}
	t := Table{Name: "remain", Caption: "Still in treatment here", Head: []string{"Began", "After",
		"Group", "People", "Of",
		"Share (95 % interval)"}, Wide: []float64{3, 2, 4, 2, 2, 3}, Right: []bool{false, false, false, true, true, true}}
	for _, r := range d.releases {
		for _, m := range r.Remain {
			row := []string{block(r), fmt.Sprintf("%d days", m.Days), "Everybody", "not due yet",
				strconv.Itoa(len(r.Stays)), "-"}
			switch {
			case m.Here != nil:
				p, low, high, _ := recovery.Proportion(*m.Here, len(r.Stays))
				row[3], row[5] = strconv.Itoa(*m.Here), fmt.Sprintf("%.0f %% (%.0f to %.0f)", 100*p, 100*low, 100*high)
			case m.Due:
				row[3], row[5] = hidden, hidden
			}
			t.Rows = append(t.Rows, row)
		}
		for _, g := range r.Groups {
			for _, m := range g.Marks {
				for i, w := range g.Words {
					p, low, high, _ := recovery.Proportion(m.Here[i], g.Of[i])
					t.Rows = append(t.Rows, []string{block(r), fmt.Sprintf("%d days", m.Days), w, strconv.Itoa(m.Here[i]),
						strconv.Itoa(g.Of[i]), fmt.Sprintf("%.0f %% (%.0f to %.0f)", 100*p, 100*low, 100*high)})
				}
			}
		}
	}
	s.Says = append(s.Says, "Hidden: fewer than 5 had left since the last number shown, or fewer than 5 remain.")
	return s.orNone(t, d)
}

func (d *drawing) change() Section {
	s := Section{Title: "How people changed", Says: []string{
		fmt.Sprintf("Each person with themselves: the first answer within %d days of the beginning, and the last "+
			"known one up to %d "+
			"days after it. Of all who began, then of those still in treatment. The interval is Student's t of the paired "+
			"differences. Who is not known twice is not guessed. Those still in treatment have a line of their own where "+
			"at least "+
			"5 who left are known too: else the few could be worked out from both lines.",
			cohort.FirstWithin, cohort.ChangeMark),
		"Crime is self-report: an audit of 200 such forms found most answers far too low (Luty 2009)."}}
	t := Table{Name: "change", Caption: "Change from the beginning", Head: []string{"Began", "What", "Of", "Known twice",
		"Not known", "Mean change (95 % interval)"}, Wide: []float64{3, 5, 3, 2, 2, 4},
		Right: []bool{false, false, false, true, true, true}}
	for _, r := range d.releases {
		if !r.Due {
			s.Says = append(s.Says, fmt.Sprintf("Of %s it is not due yet: the last of them must have been in treatment "+
				"%d days, and "+
				"late entries must be in.", block(r), cohort.ChangeMark))
			continue
		}
		for i, c := range r.Changes {
			known, not := hidden, hidden
			if k := r.Tables[4+i]; k.Groups[0].Count != nil {
				known, not = strconv.Itoa(*k.Groups[0].Count), strconv.Itoa(*k.Groups[1].Count)
			}
			t.Rows = append(t.Rows, []string{block(r), c.Words + ", " + c.Unit, "all who began", known, not, changeWords(c.All)})
			if c.OfThose != nil {
				t.Rows = append(t.Rows, []string{block(r), c.Words, "still here", hidden, hidden, changeWords(c.OfThose)})
			}
		}
	}
	if len(t.Rows) == 0 && len(d.releases) > 0 {
		return s
	}
	return s.orNone(t, d)
}

func changeWords(c *recovery.PairedChange) string {
	if c == nil {
		return hidden
	}
	return fmt.Sprintf("%+.1f (%+.1f to %+.1f)", c.Mean, c.Lower, c.Upper)
}

func (d *drawing) hours() Section {
	s := Section{Title: "Hours of life that treatment takes",
		Says: []string{"From coming in to leaving, as recorded: the middle " +
			"week of each person in the month, then the middle of these people. The way here and home comes on top. No " +
			"published " +
			"baseline exists."}}
	t := Table{Name: "hours", Caption: "Time inside the service, a week", Head: []string{"Month",
		"A quarter up to", "Half up to",
		"Three quarters up to"}, Wide: []float64{2, 3, 3, 3}, Right: []bool{false, true, true, true}}
	for _, m := range d.months {
		row := []string{cohort.MonthName(m), hidden, hidden, hidden}
		monday := m + (7-dayOf(m.Weekday()))%7 // the first whole week
		x := clinic.MiddleWeeks(d.Weeks, monday, cohort.NextMonth(m)-7, true)
		if len(x) >= recovery.Smallest {
			low, mid, high := spread(x)
			row[1], row[2], row[3] = clinic.HoursWords(low), clinic.HoursWords(mid), clinic.HoursWords(high)
		}
		t.Rows = append(t.Rows, row)
	}
	s.Tables = []Table{t}
	return s
}

func (d *drawing) safety() Section {
	s := Section{Title: "Safety", Says: []string{"Doses after which a definition was met, of all doses of the " +
		"month. Published rates " +
		"differ more than tenfold because definitions do: a figure is only to be compared with one of the same " +
		"definition, and " +
		"none of these is the rate of harm. Fewer than 5 are not told apart, none included; then the rate is said to " +
		"lie below " +
		"the upper limit of 4."}}
	t := Table{Name: "safety", Caption: "After a dose, by definition", Head: []string{"Month",
		"Definition", "Doses", "Met",
		"Of 1,000 doses (95 % interval)"}, Wide: []float64{2, 6, 2, 2, 4}, Right: []bool{false, false, true, true, true}}
	for i, def := range clinic.Definitions() {
		if row, ok := d.rare(i, def); ok {
			t.Rows = append(t.Rows, row)
			continue
		}
		for _, p := range d.parts {
			row := []string{cohort.MonthName(p.First), def.Words + " [" + def.Source + "]", hidden, "fewer than 5", hidden}
			if p.People >= recovery.Smallest && p.Doses >= recovery.Smallest {
				row[2] = strconv.Itoa(p.Doses)
				if n := p.Met[i]; n >= recovery.Smallest {
					r, _ := recovery.RateOf(n, float64(p.Doses)/1000)
					row[3], row[4] = strconv.Itoa(n), fmt.Sprintf("%.1f (%.1f to %.1f)", r.Per, r.Lower, r.Upper)
				} else if r, err := recovery.RateOf(recovery.Smallest-1, float64(p.Doses)/1000); err == nil {
					row[4] = fmt.Sprintf("below %.1f", r.Upper)
				}
			}
			t.Rows = append(t.Rows, row)
		}
	}
	s.Tables = []Table{t}
	return s
}

// rare is one line for a definition that was met fewer than 5 times in each month.
func (d *drawing) rare(i int, def clinic.Definition) (row []string, ok bool) {
	doses, least := 0, 0
	for _, p := range d.parts {
		if p.Met[i] >= recovery.Smallest {
			return nil, false
		}
		if p.People < recovery.Smallest || p.Doses < recovery.Smallest {
			continue
		}
		doses += p.Doses
		if least == 0 || p.Doses < least {
			least = p.Doses
		}
	}
	r, err := recovery.RateOf(recovery.Smallest-1, float64(least)/1000)
	if err != nil {
		return []string{"each", def.Words + " [" + def.Source + "]", hidden, hidden, hidden}, true
	}
	return []string{"each", def.Words + " [" + def.Source + "]", strconv.Itoa(doses) + " in all",
		"fewer than 5 in each month", fmt.Sprintf("below %.1f in each month", r.Upper)}, true
}

func (d *drawing) voices() Section {
	s := Section{Title: "What people say"}
	if len(d.Quotes) == 0 {
		s.Says = []string{"Nobody has released anything that they said, so nothing is quoted here."}
		return s
	}
	s.Says = []string{"In their own words, released by each of them for publishing."}
	t := Table{Name: "voices", Caption: "Released words", Head: []string{"About", "Words"},
		Wide: []float64{2, 7}, Right: []bool{false, false}}
	for _, q := range d.Quotes {
		t.Rows = append(t.Rows, []string{q.About, strings.TrimSpace(q.Words)})
	}
	s.Tables = []Table{t}
	return s
}

func (d *drawing) limits() Section {
	return Section{Title: "What this report cannot say", Says: []string{
		"Whether people would have been better or worse elsewhere: there is no comparison group.",
		"What became of people after they left, beyond the times they were reached.",
		"Whether treatment, a place to live or something else made a difference: circumstances change at the same time.",
		"Crime as the police see it: only what people say of themselves is in this record.",
		"Single numbers below 5, by design. A second report cut another way would let them be worked out: ask for " +
			"another figure, " +
			"not for another cut.",
	}}
}
