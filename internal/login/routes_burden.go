package login

import (
	"maps"

	"steady/person"
)

// seesBurden is who may see what treatment takes of people's weeks, without
// names: the names on the page are for those who may see records.
var seesBurden = who("Who may see the hours that treatment takes, of everybody together?",
	person.Nurse, person.Prescriber, person.Pharmacist, person.Manager, person.RecoveryWorker)

var burdenRoutes = map[string]Route{
	"GET /times/burden":                     may(seesBurden),
	"POST /times/burden":                    may(setsBurden),
	"GET /times/burden/{person}":            may(seesPeople),
	"POST /times/burden/{person}/keyworker": may(namesKey),
}

func init() { maps.Copy(routes, burdenRoutes) }
