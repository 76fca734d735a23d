// Package steady is the map of the house; it holds no code, only the tests
// that keep the house tidy (tidy_test.go).
//
// Steady is one idea: the clinic is a pure function over a journal.
//
//	clinic.Decide(state, command, now) -> events or a refusal
//	clinic.Apply(state, event)         -> state
//
// The core rooms do no I/O, read no clock and throw no dice. Imports point
// down only:
//
//	measure, moment, refusal             amounts, times, the word "no"
//	person, journal                      who is who; bytes, leaves, proofs
//	protocol                             dosing packs and jurisdictions as data
//	dosing, visit, register              the rule, the attendance, the account
//	timetable, recovery, voice           hours, recovery, what people say
//	clinic                               where the rooms above meet
//	lab                                  the same clinic under other rules
//
// The shell does what the core may not:
//
//	internal/app                         one road for every command
//	internal/store                       SQLite and PostgreSQL
//	internal/seal, internal/login        signed heads; who is at the keyboard
//	internal/web, internal/demo          the screens; an invented clinic
//	cmd/steady                           one binary, wired by hand
//
// Start reading at docs/life-of-a-dose.md, then clinic.
package steady
