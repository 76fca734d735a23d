package commissioner

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// invented is a service in which people begin and leave over a year, with a dose
// a day each and now and then naloxone.
func invented(t *testing.T) Input {
	t.Helper()
	b := cohort.New()
	first := moment.Date(2026, 1, 1)
	at := func(days int) moment.Instant { return moment.UTC.At(first+moment.Day(days), 12, 0) }
	take := func(days int, f clinic.Fact) {
		b.Take(clinic.Event{Happened: at(days), Recorded: at(days), By: "n1", Body: f})
	}
	take(0, &clinic.PremisesOpened{OpenPremises: clinic.OpenPremises{Premises: "p", Zone: "Etc/UTC"}})
	in := map[int]int{} // who, until which day
	for d := range 360 {
		if d%6 == 0 && d < 240 {
			i := d / 6
			id := person.UserID(fmt.Sprintf("u%02d", i))
			take(d, &clinic.PersonReferred{ReferPerson: clinic.ReferPerson{Person: id,
				Source: []clinic.Source{"self", "gp"}[i%2]}})
			take(d, &clinic.EligibilityDecided{Person: id, Outcome: "ELIGIBLE", Answers: clinic.Criteria{Age: 30 + 2*i%30}})
			take(d, &clinic.Consented{GiveConsent: clinic.GiveConsent{Person: id}})
			take(d, &clinic.PersonAdmitted{AdmitPerson: clinic.AdmitPerson{Person: id}})
			in[i] = d + 20 + i*37%300
		}
		for i := range 40 {
			end, there := in[i]
			id := person.UserID(fmt.Sprintf("u%02d", i))
			if !there {
				continue
			}
			if d == end {
				delete(in, i)
				take(d, &clinic.TreatmentEnded{EndTreatment: clinic.EndTreatment{Person: id, Ending: "own_wish"}})
				continue
			}
			v := fmt.Sprintf("v%d-%d", i, d)
			take(d, &clinic.Booked{Visit: v, Person: id, Day: first + moment.Day(d)})
			take(d, &clinic.Injected{Visit: v, Given: measure.Milligram})
			if (i+d)%29 == 0 {
				take(d, &clinic.EmergencyActed{Visit: v, Act: clinic.ActNaloxone})
			}
			take(d, &clinic.VisitEnded{Visit: v, Ending: "left_well"})
		}
	}
	return Input{Service: "an invented service", Book: b, Now: at(360),
		Scores: func(cohort.Sitting) recovery.Scores { return nil }}
}

func cells(p *Pack, yield func(table string, head, row []string)) {
	for _, s := range p.Sections {
		for _, t := range s.Tables {
			for _, r := range t.Rows {
				yield(t.Name, t.Head, r)
			}
		}
	}
}

// No count of people or events below 5 stands in any table, and there are tables.
func TestNoSmallNumber(t *testing.T) {
	p, err := Make(invented(t))
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	cells(p, func(table string, head, row []string) {
		for i, h := range head {
			switch h {
			case "People", "People in treatment", "Doses", "Visits promised", "Met", "Of", "Known twice", "Not known":
				if n, err := strconv.Atoi(row[i]); err == nil {
					if shown++; n < recovery.Smallest {
						t.Errorf("%s: %s is %d in %v", table, h, n, row)
					}
				}
			}
		}
	})
	if shown < 60 {
		t.Errorf("only %d numbers are shown", shown)
	}
}

// Whoever has two reports has nothing to subtract: what stands in both is the
// same, line by line, whatever months and whenever they were made.
func TestTwoReportsAgree(t *testing.T) {
	in := invented(t)
	all, err := Make(in)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]string{}
	key := func(table string, row []string) string {
		n := map[string]int{"began": 3, "remain": 3, "change": 3, "safety": 2}[table]
		return table + "|" + strings.Join(row[:max(n, 1)], "|")
	}
	cells(all, func(table string, _, row []string) { lines[key(table, row)] = strings.Join(row, "|") })
	for m := 1; m <= 8; m++ {
		part := in
		part.From, part.To = moment.Date(2026, m, 1), cohort.NextMonth(moment.Date(2026, m+1, 1))-1
		p, err := Make(part)
		if err != nil {
			t.Fatal(err)
		}
		same := 0
		cells(p, func(table string, _, row []string) {
			if row[0] == "each" { // of these months alone: its counts are hidden
				return
			}
			was, ok := lines[key(table, row)]
			if ok && was != strings.Join(row, "|") {
				t.Errorf("months %d and %d: %v was %s", m, m+1, row, was)
			}
			if ok {
				same++
			}
		})
		if same < 4 {
			t.Errorf("months %d and %d share %d lines with the whole", m, m+1, same)
		}
	}
	for _, wrong := range []Input{{From: moment.Date(2026, 2, 2)}, {To: moment.Date(2026, 2, 27)},
		{From: moment.Date(2027, 2, 1)}} {
		x := in
		x.From, x.To = wrong.From, wrong.To
		if _, err := Make(x); err == nil {
			t.Errorf("%s to %s was told", x.From, x.To)
		}
	}
}

// Cost that is not set is said to be not set; quotes stand only where they were
// released; the same report gives the same bytes.
func TestWhatIsNotThereIsSaid(t *testing.T) {
	in := invented(t)
	p, err := Make(in)
	if err != nil {
		t.Fatal(err)
	}
	words := p.definitions()
	for _, want := range []string{"the cost is not set", "How many places are paid for is not set",
		"Nobody has released anything",
		"There is no comparison group"} {
		if !strings.Contains(words, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	in.Quotes = []Quote{{"=1+1", "Time"}}
	from := moment.Date(2026, 1, 1)
	for _, k := range clinic.CostKinds[:2] {
		in.Book.Take(clinic.Event{Happened: in.Now, Recorded: in.Now, Body: &clinic.CostEntered{EnterCost: clinic.EnterCost{
			Kind: k.Code, From: from, To: from.AddMonths(12) - 1, Pence: 36_500_00}}})
	}
	if p, err = Make(in); err != nil {
		t.Fatal(err)
	}
	files, err := p.Tables()
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, f := range files {
		all += f.Name + "\n" + string(f.CSV)
	}
	for _, want := range []string{"\nTime,'=1+1\n",
		"staff, medicines; not set: building and equipment, everything else", "2026-03,6200,"} {
		if !strings.Contains(all, want) {
			t.Errorf("the tables do not hold %q", want)
		}
	}
	var one, two bytes.Buffer
	if err := p.WritePDF(&one); err != nil {
		t.Fatal(err)
	}
	if err := p.WritePDF(&two); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Errorf("another PDF of the same report (%v)", err)
	}
	one.Reset()
	if err := p.WriteZip(&one); err != nil || one.Len() == 0 {
		t.Errorf("%v", err)
	}
}
