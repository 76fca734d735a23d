package login

import (
	"maps"

	"steady/person"
)

var (
	holdsReviews = who("Who may hold a review with a person, and plan how treatment goes on?",
		person.Nurse, person.Prescriber, person.RecoveryWorker)
	givesRecords = orOwn(who("Who may hand a person their record, or the transfer pack to another service?",
		person.Nurse, person.Prescriber, person.RecoveryWorker))
	letsOut = who("Who may let an entry that is kept back into what a person takes with them?", person.Prescriber)
)

// reviewCommands answers for reviews, continuity plans and what people take
// with them.
var reviewCommands = map[string]Question{
	"ask_review": orOwn(holdsReviews), "write_review": holdsReviews, "answer_review": orOwn(holdsReviews),
	"pass_review": orOwn(holdsReviews), "plan_onward": holdsReviews, "write_equivalent": prescribes,
	"give_record": givesRecords, "let_out": letsOut,
}

func init() { maps.Copy(commands, reviewCommands) }
