package app

import (
	"bytes"

	"steady/clinic"
	"steady/register"
)

// ReturnedMedicines stands for a person in the rows of TablePerson that are the
// record of returned medicines, which is kept apart from the register
// (R-REG-31). It is nobody's id.
const ReturnedMedicines = "-returned"

// Safeguarding stands before the id of a person in the rows of TablePerson that
// are the record of concerns about them, which is on a page of its own. It is
// the beginning of nobody's id.
const Safeguarding = "-safeguarding-"

// The read models. Rows are derived from entries alone, so they can be dropped
// and made again (Rebuild).
const (
	TableRegister = "register_line"
	TableVisits   = "visit_row"
	TablePerson   = "person_event"
)

var registerCols = []string{"seq", "page", "kind", "happened", "recorded", "by_id", "witness_id", "ampoules", "mass",
	"balance_ampoules", "balance_mass", "person", "visit", "target", "body"}

var visitCols = []string{"visit", "person", "day", "session", "due", "stage", "arrived", "ended", "outcome",
	"prescribed", "given"}

// movingCols are those that change after the booking. None is in an index, so
// a step of a visit rewrites one row and nothing else.
var movingCols = append([]string{"visit"}, visitCols[5:]...)

var personCols = []string{"seq", "person", "visit", "kind", "happened", "recorded", "by_id", "body"}

// project returns the read model rows of one event that was just applied, and
// the visit whose row it changed ("" for none).
func project(s *clinic.State, e clinic.Event, seq int64, raw []byte) ([]Row, string) {
	body := bodyOf(raw)
	if l, ok := e.Body.(interface{ RegisterLine() register.Line }); ok {
		return []Row{registerRow(l.RegisterLine(), e, seq, body)}, ""
	}
	if _, ok := e.Body.(register.Standing); ok {
		return []Row{registerRow(register.Line{}, e, seq, body)}, ""
	}
	who, visit := clinic.About(s, e.Body)
	row := func(who string) Row {
		return Row{TablePerson, personCols, []any{seq, who, visit, e.Body.Kind(), int64(e.Happened),
			int64(e.Recorded), string(e.By), body}}
	}
	var rows []Row
	if who != "" {
		rows = append(rows, row(string(who)))
	}
	switch e.Body.(type) {
	case *clinic.TakenBack, *clinic.ReturnedDestroyed:
		rows = append(rows, row(ReturnedMedicines))
	}
	if about := clinic.SafeguardingOf(e.Body); about != "" {
		rows = append(rows, row(Safeguarding+string(about)))
	}
	return rows, visit
}

func registerRow(l register.Line, e clinic.Event, seq int64, body string) Row {
	person, visit := "", ""
	var target any
	switch b := e.Body.(type) {
	case *register.Administered:
		person, visit = b.Person, b.Visit
	case *register.Drawn:
		visit = b.Visit
	case *register.Wasted:
		visit = b.Visit
	case *register.Portioned:
		visit = b.Visit
	case *register.TakenHome:
		person = b.Person
	case *register.Noted:
		target = b.Target
	}
	return Row{TableRegister, registerCols, []any{seq, l.Page, e.Body.Kind(), int64(e.Happened), int64(e.Recorded),
		string(e.By), string(e.Witness), int64(l.Ampoules), int64(l.Mass), int64(l.BalanceAmpoules),
		int64(l.BalanceMass), person, visit, target, body}}
}

// visitRow is the whole row, or the part of it that moves after the booking.
func visitRow(s *clinic.State, v *clinic.Visit, whole bool) Row {
	var outcome string
	var prescribed, given int64
	if v.Decision != nil {
		outcome = string(v.Decision.Outcome)
	}
	if v.Ending != "" {
		outcome = string(v.Ending)
	}
	if v.Injected != nil {
		prescribed, given = int64(v.Injected.Prescribed), int64(v.Injected.Given)
	}
	moving := []any{string(v.Stage), int64(v.Arrived), int64(v.EndedAt), outcome, prescribed, given}
	if !whole {
		return Row{TableVisits, movingCols, append([]any{v.ID}, moving...)}
	}
	return Row{TableVisits, visitCols, append([]any{v.ID, string(v.Person), v.Day.String(),
		s.Sessions[v.Session].Name, int64(v.Due)}, moving...)}
}

// bodyOf returns the JSON line of exact entry bytes.
func bodyOf(raw []byte) string {
	raw = bytes.TrimSuffix(raw, []byte("\n"))
	return string(raw[bytes.LastIndexByte(raw, '\n')+1:])
}
