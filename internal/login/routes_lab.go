package login

import (
	"maps"

	"steady/person"
)

// The policy lab holds nobody's data: everybody in it is simulated. Whoever works
// here may see what a rule would do to people's days; whoever answers for a rule
// (or studies it) may ask. The inspector gets the brief, on paper.
var (
	seesLab = who("Who may see what the policy lab found?", person.Nurse, person.Prescriber, person.Pharmacist,
		person.CDAO, person.Manager, person.RecoveryWorker, person.Researcher)
	asksLab = who("Who may put a question to the policy lab, and stop it?", person.Prescriber, person.Pharmacist,
		person.CDAO, person.Manager, person.Researcher)
)

var labRoutes = map[string]Route{
	"GET /lab":                              may(seesLab),
	"GET /lab/runs/{run}":                   may(seesLab),
	"GET /lab/runs/{run}/events":            {Question: seesLab, Passive: true},
	"GET /lab/runs/{run}/measure/{measure}": may(seesLab),
	"GET /lab/runs/{run}/inputs":            may(seesLab),
	"GET /lab/runs/{run}/day":               may(seesLab),
	"GET /lab/runs/{run}/file/{file}":       may(seesLab),
	"POST /lab/runs/{run}":                  may(asksLab),
	"GET /lab/new":                          may(asksLab),
	"POST /lab/new":                         may(asksLab),
	"GET /lab/questions/{question}":         may(asksLab),
	"GET /lab/questions/{question}/{part}":  may(asksLab),
	"POST /lab/questions/{question}/{part}": may(asksLab),
}

func init() { maps.Copy(routes, labRoutes) }
