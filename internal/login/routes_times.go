package login

import (
	"maps"

	"steady/person"
)

var seesTimes = who("Who may see when people come?",
	person.Nurse, person.Prescriber, person.Pharmacist, person.Manager, person.RecoveryWorker)

// timesRoutes answers for the pages of promised times and of how people come.
var timesRoutes = map[string]Route{
	"GET /times": may(seesTimes), "GET /times/ask": may(movesTimes), "GET /times/access": may(seesTimes),
	"POST /times/day/{step}":    may(movesTimes), // each step is a command with an answer of its own
	"POST /times/access/{what}": may(setsAccess),
}

func init() { maps.Copy(routes, timesRoutes) }
