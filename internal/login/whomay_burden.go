package login

import (
	"maps"

	"steady/person"
)

var (
	setsBurden = who("Who may set what counts as a heavier week?", person.Manager)
	namesKey   = who("Who may name somebody's key worker?",
		person.Nurse, person.Prescriber, person.RecoveryWorker)
)

// burdenCommands answers for the minutes of life that treatment takes.
var burdenCommands = map[string]Question{"set_burden_rule": setsBurden, "name_key_worker": namesKey}

func init() { maps.Copy(commands, burdenCommands) }
