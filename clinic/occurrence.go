package clinic

import (
	"fmt"
	"strings"

	"steady/moment"
	"steady/person"
	"steady/register"
)

// Occurrence is one figure of the officer's report of a quarter, with what it
// counts and each thing that it counted (R-REG-39).
type Occurrence struct {
	Title      string
	Definition string
	Lines      []OccurrenceLine
}

// OccurrenceLine is one thing that happened. It names nobody but where the
// concern is about that person.
type OccurrenceLine struct {
	Day    moment.Day
	Page   string // of the register; "" where it is of none
	Text   string
	Words  *Text // what somebody wrote of it, where the report needs it
	Person person.UserID
	Staff  person.StaffID
}

// Occurrences gathers the report of some days from the entries: the clinical log
// first, then the register, each in order.
type Occurrences struct {
	zone     moment.Zone
	from, to moment.Day
	concerns map[string]int // open or closed within the days -> line
	list     [len(occurrenceWords)]Occurrence
}

// The figures of the report, in their order.
const (
	occurConcerns = iota
	occurDifferences
	occurDecided
	occurTold
	occurLost
	occurDestroyed
	occurReturned
	occurAlone
	occurCorrected
)

var occurrenceWords = [...][2]string{
	occurConcerns: {"Concerns", "Concerns about the management or use of controlled drugs that were raised in these " +
		"days, with what was found where they were closed in them."},
	occurDifferences: {"Differences found", "Counts of these days that opened a difference between stock and register."},
	occurDecided: {"Differences closed", "Differences that ended in these days, with the cause: by decision of the " +
		"accountable officer, or because two others counted what the register says."},
	occurTold: {"Differences taken further", "Differences that were taken to the accountable officer at once or to the " +
		"police."},
	occurLost: {"Losses", "Ampoules that broke and drug that was spilt, each before two people, and balances put right " +
		"downwards."},
	occurDestroyed: {"Destructions of stock", "Stock destroyed in the presence of an authorised witness."},
	occurReturned:  {"Returned medicines destroyed", "Medicines that people brought back, destroyed before two people."},
	occurAlone: {"Steps without a second person", "Steps that ask for a second person and were taken without one, where " +
		"the law in force allows it."},
	occurCorrected: {"Amounts corrected", "Doses whose recorded amount was put right afterwards before two people."},
}

// NewOccurrences gathers from one day to another, both included.
func NewOccurrences(zone moment.Zone, from, to moment.Day) *Occurrences {
	x := &Occurrences{zone: zone, from: from, to: to, concerns: map[string]int{}}
	for i, w := range occurrenceWords {
		x.list[i] = Occurrence{Title: w[0], Definition: w[1]}
	}
	return x
}

func (x *Occurrences) add(i int, l OccurrenceLine) { x.list[i].Lines = append(x.list[i].Lines, l) }

// Take gathers one entry.
func (x *Occurrences) Take(e Event) {
	day := x.zone.Day(e.Happened)
	if day < x.from || day > x.to {
		return
	}
	line := func(text string, words *Text) OccurrenceLine {
		return OccurrenceLine{Day: day, Text: text, Words: words}
	}
	switch f := e.Body.(type) {
	case *ConcernRaised:
		l := line("About how drugs are kept, given or recorded", &f.Text)
		if l.Person, l.Staff = f.Person, f.Staff; f.About != AboutPractice {
			l.Text = "About"
		}
		x.concerns[f.Concern] = len(x.list[occurConcerns].Lines)
		x.add(occurConcerns, l)
	case *ConcernClosed:
		l := line("Found and done", &f.Text)
		if i, here := x.concerns[f.Concern]; here {
			l.Person, l.Staff = x.list[occurConcerns].Lines[i].Person, x.list[occurConcerns].Lines[i].Staff
		}
		x.add(occurConcerns, l)
	case *DiscrepancyEscalated:
		l := line("Taken to the accountable officer", &f.Reason)
		if f.To == ToPolice {
			l.Text = "Taken to the police"
		}
		l.Page = f.Page
		x.add(occurTold, l)
	case *DiscrepancyOpened:
		x.add(occurDifferences, OccurrenceLine{Day: day, Page: f.Page,
			Text: fmt.Sprintf("%+d beside what the register says, in ampoules", f.Difference)})
	case *DiscrepancyClosed:
		l := OccurrenceLine{Day: day, Page: f.Page, Text: "Two others counted what the register says"}
		if f.Cause != "" {
			l.Text = "Closed by the accountable officer, cause: " + spaced(string(f.Cause))
		}
		x.add(occurDecided, l)
	case *ReturnedDestroyed:
		x.add(occurReturned, line(fmt.Sprintf("%d units", f.Units), nil))
	case *SecondAbsent:
		x.add(occurAlone, line(Sentence(spaced(f.Of)), &f.Reason))
	case *InjectedCorrected:
		x.add(occurCorrected, line(fmt.Sprintf("From %s to %s", f.Was, f.Given), nil))
	case interface{ RegisterLine() register.Line }:
		x.stock(e, day, f.RegisterLine())
	}
}

func (x *Occurrences) stock(e Event, day moment.Day, l register.Line) {
	line := OccurrenceLine{Day: day, Page: l.Page}
	switch f := e.Body.(type) {
	case *register.Broken:
		line.Text, line.Words = Sentence(f.Says()), &f.Text
		x.add(occurLost, line)
	case *register.Wasted:
		if f.Reason == register.Spilt {
			line.Text = fmt.Sprintf("%s spilt.", -f.Mass)
			x.add(occurLost, line)
		}
	case *register.Settled:
		if f.Ampoules < 0 {
			line.Text = Sentence(f.Says())
			x.add(occurLost, line)
		}
	case *register.Destroyed:
		line.Text = Sentence(f.Says())
		x.add(occurDestroyed, line)
	}
}

// Occurrences answers the figures, and whether there is nothing to report: a nil
// return.
func (x *Occurrences) Occurrences() (list []Occurrence, nothing bool) {
	nothing = true
	for _, o := range x.list {
		nothing = nothing && len(o.Lines) == 0
		list = append(list, o)
	}
	return list, nothing
}

// Quarter is the first and the last day of the calendar quarter of a day: the
// house's own reading, until the law pack names another.
func Quarter(day moment.Day) (first, last moment.Day) {
	y, m, _ := day.Split()
	m -= (m - 1) % 3
	next, month := y, m+3
	if month > 12 {
		next, month = y+1, 1
	}
	return moment.Date(y, m, 1), moment.Date(next, month, 1) - 1
}

// spaced words a code: "missed_entry" is "missed entry".
func spaced(code string) string { return strings.ReplaceAll(code, "_", " ") }
