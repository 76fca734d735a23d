package login

import (
	"maps"

	"steady/person"
)

var (
	entersLives = who("Who may write down what treatment is fitted round in somebody's life?",
		person.Nurse, person.Prescriber, person.RecoveryWorker)
	entersTimes = who("Who may write down what somebody answers to proposed times?",
		person.Nurse, person.Prescriber, person.Manager, person.RecoveryWorker)
	keepsPairs = who("Who may keep two people apart or together?",
		person.Nurse, person.Prescriber, person.Manager, person.RecoveryWorker)
	setsTimes = who("Who may set regular times as agreed with the person?",
		person.Nurse, person.Prescriber, person.Manager)
)

// lifeCommands answers for lives and regular times.
var lifeCommands = map[string]Question{
	"enter_life": orOwn(entersLives), "end_life": orOwn(entersLives),
	"keep_pair": keepsPairs, "end_pair": keepsPairs, "set_times": setsTimes,
	"ask_away": orOwn(entersLives), "end_away": orOwn(entersLives), "answer_away": prescribes,
	"set_planning": setsTimes, "propose_times": setsTimes, "answer_times": orOwn(entersTimes),
	"keep_times": orOwn(entersTimes),
}

func init() { maps.Copy(commands, lifeCommands) }
