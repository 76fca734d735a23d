package dosing

import (
	"strconv"

	"steady/measure"
	"steady/protocol"
)

// beside answers whether an oral medicine may be prescribed beside the
// injections: the pack's own row for it says up to how much and against which
// conditions (P-ORALCO-01 to P-ORALCO-04, P-CAP-03). A ceiling that the row
// leaves unset is the prescription's own.
func (e *engine) beside(row *protocol.Beside) {
	e.draft()
	rx := &e.c.Prescription
	day, ok := e.besideDay()
	if !ok {
		return
	}
	if rx.Route != protocol.Oral {
		e.invalid(row.Basis, row.Form.String()+" beside the injections is taken by mouth")
	}
	e.within(day, rx.CapDay, engineering("S-CAP-DAY"), "a day", "its own ceiling")
	e.within(day, row.CapDay, row.Basis, "a day", "the pack's ceiling")
	for _, flag := range e.c.Assessment.Flags {
		e.besideFlag(row, flag)
	}
	e.besideQTc(row)
	if e.d.Outcome == "" {
		e.find(stagePrescription, Info, row.Basis, day.String()+" of "+rx.Form.String()+" a day beside the injections")
	}
}

// besideDay is the day's total, where the prescription is whole.
func (e *engine) besideDay() (day measure.Mass, ok bool) {
	rx := &e.c.Prescription
	doses := rx.Doses
	ok = rx.PerDay >= 0 && rx.PerDay <= maxVisits
	if ok && len(doses) == 0 {
		for range max(rx.PerDay, 1) {
			doses = append(doses, rx.Dose)
		}
	}
	for _, m := range doses {
		ok = ok && m > 0 && possible(m)
		day = sum(day, m)
	}
	if !ok {
		e.invalid(engineering("E-ORD-01"), "the prescription names no dose, or an impossible one")
	}
	return day, ok
}

// besideFlag looks a coded condition up among the row's contraindications. One
// that the row does not know is the prescriber's to judge.
func (e *engine) besideFlag(row *protocol.Beside, flag string) {
	for i := range row.Holds {
		h := &row.Holds[i]
		switch {
		case h.Flag != flag:
		case h.Withhold:
			e.invalid(h.Basis, "contraindicated: "+h.Words)
			return
		case h.Advise:
			e.find(stagePrescription, Advise, h.Basis, "caution: "+h.Words)
			return
		default:
			e.refer(stagePrescription, h.Basis, h.Words+": the prescriber decides")
			return
		}
	}
	e.refer(stagePrescription, preDose, "the sign "+strconv.Quote(flag)+
		" is not known to the pack: the prescriber decides")
}

// besideQTc is the heart's part of P-ORALCO-04: from the row's figure on a
// specialist is asked. No reading is no reading: it is said, and nothing waits
// for it (section 9 of the protocol reference).
func (e *engine) besideQTc(row *protocol.Beside) {
	b := published("P-ORALCO-04", "CA-OAT")
	switch q := e.c.Person.QTc; {
	case row.QTc == 0:
	case q == nil:
		e.find(stagePrescription, Advise, b,
			"no QTc is recorded: an ECG where there are two or more QT drugs or a risk")
	case *q >= measure.Milli(row.QTc)*1000:
		e.refer(stagePrescription, b, "QTc "+q.String()+" ms, from "+strconv.Itoa(row.QTc)+
			" ms on a specialist is asked first")
	}
}

// Conversion is a first dose that follows from a dose of methadone, for a
// prescriber to confirm (P-ORALCO-02). Masses are of the new substance a day.
type Conversion struct {
	First, FinalFrom, FinalTo measure.Mass
	Words                     string
}

// FromMethadone calculates where to start a medicine from so much methadone a
// day. ok is false where the row has no rule for it; nothing may then be
// proposed. The row's ceiling of a day bounds every figure (E-ORD-02).
func FromMethadone(row *protocol.Beside, methadone measure.Mass) (c Conversion, ok bool) {
	if row == nil || row.FromMethadone == nil || methadone <= 0 || methadone > measure.MaxMass/100 {
		return Conversion{}, false
	}
	by := row.FromMethadone
	times := func(n int) measure.Mass { return lower(methadone*measure.Mass(n), row.CapDay) }
	c = Conversion{First: times(by.FirstTimes), FinalFrom: times(by.FinalFrom), FinalTo: times(by.FinalTo)}
	c.Words = "start at " + strconv.Itoa(by.FirstTimes) + " times " + methadone.String() + ": " + c.First.String() +
		" a day; usually " + strconv.Itoa(by.FinalFrom) + " to " + strconv.Itoa(by.FinalTo) +
		" times in the end, raised by " +
		by.StepFrom.String() + " to " + by.StepTo.String() + " every " + strconv.Itoa(by.EveryHours) +
		" hours. The prescriber confirms (" + by.Basis.Rule + ")"
	return c, true
}
