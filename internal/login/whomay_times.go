package login

import "steady/person"

var (
	setsAccess = who("Who may say how people come, and on which days the service is closed?", person.Manager)
	movesTimes = who("Who may promise another time?", person.Nurse, person.Prescriber, person.Manager,
		person.RecoveryWorker)
)

func init() {
	for _, kind := range []string{"set_access", "set_exceptional_days", "end_exceptional_day"} {
		commands[kind] = setsAccess
	}
	for _, kind := range []string{"hold_time", "confirm_time", "release_time", "move_visit", "ask_better_time",
		"end_better_time"} {
		commands[kind] = orOwn(movesTimes)
	}
	for _, kind := range []string{"swap_times", "cancel_visit", "offer_times"} {
		commands[kind] = movesTimes
	}
}
