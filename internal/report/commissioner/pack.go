// Package commissioner makes the report that a service gives to those who pay for
// it: dated, without names, each figure with its definition and its uncertainty,
// and with small numbers hidden so that no two tables, and no two reports, can be
// subtracted from each other. It is made from the journal alone: the same
// position and months give the same tables.
package commissioner

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/moment"
	"steady/person"
)

// Quote is something that somebody said and released for publishing.
type Quote struct {
	Words string
	About string // what it was said about, in the researcher's words
}

// Voices is where released quotes come from: the studies of the service. Only
// what the person released is among them, without names.
type Voices interface {
	Released(ctx context.Context) ([]Quote, error)
}

// Input is what a report is made from.
type Input struct {
	Service  string
	Book     *cohort.Book
	Scores   cohort.Scores
	Weeks    map[person.UserID][]clinic.BurdenWeek // what treatment took of people's weeks
	Quotes   []Quote
	Now      moment.Instant
	From, To moment.Day // first day of the first month and last day of the last; 0 is all that is closed
}

// Pack is a report.
type Pack struct {
	Title    string
	Lines    []string // beneath the title
	Foot     string
	Made     moment.Instant
	Sections []Section
}

// Section is one part of it.
type Section struct {
	Title  string
	Says   []string
	Tables []Table
}

// Table is one table; Name is the file that it becomes.
type Table struct {
	Name, Caption string
	Head          []string
	Wide          []float64 // of the columns on paper, in parts of the whole
	Right         []bool    // columns of figures
	Rows          [][]string
}

// hidden stands for a number that may not be shown.
const hidden = "hidden"

// Months lists the whole months of a book that are closed at an instant. A report
// is made of these alone: other days could be subtracted from them.
func Months(b *cohort.Book, now moment.Instant) (out []moment.Day) {
	if b.Opened == 0 {
		return nil
	}
	today := b.Zone.Day(now)
	for m := cohort.FirstOfMonth(b.Opened); cohort.NextMonth(m)-1+cohort.Grace < today; m = cohort.NextMonth(m) {
		out = append(out, m)
	}
	return out
}

// Make makes the report. It returns an error where the days asked for are not
// whole months that are closed.
func Make(in Input) (*Pack, error) {
	months := Months(in.Book, in.Now)
	if len(months) == 0 {
		return nil, fmt.Errorf("no month is closed yet: a month closes %d days after its end, so that late entries are in it",
			cohort.Grace)
	}
	from, to := months[0], cohort.NextMonth(months[len(months)-1])-1
	if in.From != 0 {
		if cohort.FirstOfMonth(in.From) != in.From {
			return nil, fmt.Errorf("%s is not the first of a month: only whole months are told", in.From)
		}
		from = max(from, in.From)
	}
	if in.To != 0 {
		if cohort.FirstOfMonth(in.To+1) != in.To+1 {
			return nil, fmt.Errorf("%s is not the last of a month: only whole months are told", in.To)
		}
		to = min(to, in.To)
	}
	months = slices.DeleteFunc(months, func(m moment.Day) bool { return m < from || cohort.NextMonth(m)-1 > to })
	if len(months) == 0 {
		return nil, fmt.Errorf("no month from %s to %s is closed", in.From, in.To)
	}
	d := &drawing{Input: in, months: months, parts: in.Book.Parts(from, to, cohort.NextMonth)}
	for _, r := range in.Book.Releases(in.Now, in.Book.Sittings, in.Scores) {
		if r.To >= from && r.To <= to {
			d.releases = append(d.releases, r)
		}
	}
	p := &Pack{Title: "Report of " + in.Service, Made: in.Now,
		Lines: []string{fmt.Sprintf("%s to %s, in whole months", from, to),
			fmt.Sprintf("Made on %s from entry %d of the journal", in.Book.Zone.Day(in.Now), in.Book.Position)},
		Foot: "No names. Fewer than 5 are hidden. Figures of these pages may not be put beside others without their " +
			"definitions."}
	if in.Book.Invented {
		p.Lines = append(p.Lines, "Everybody and every figure in it is invented.")
	}
	p.Sections = []Section{d.about(), d.capacity(), d.cost(), d.people(), d.remain(), d.change(), d.hours(), d.safety(),
		d.voices(), d.limits()}
	return p, nil
}

// drawing is a report in the making.
type drawing struct {
	Input
	months   []moment.Day
	parts    []cohort.Part
	releases []cohort.Release
}

// block names a block of months.
func block(r cohort.Release) string {
	if cohort.MonthName(r.From) == cohort.MonthName(r.To) {
		return cohort.MonthName(r.From)
	}
	return cohort.MonthName(r.From) + " to " + cohort.MonthName(r.To)
}

func words[T ~string](list []clinic.Coded[T], codes []T) string {
	var out []string
	for _, c := range codes {
		out = append(out, strings.ToLower(clinic.WordsOf(list, c)))
	}
	return strings.Join(out, ", ")
}
