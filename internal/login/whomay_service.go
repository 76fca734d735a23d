package login

import (
	"maps"

	"steady/person"
)

var (
	recordsNational = who("Who may write down what the national return asks of somebody?",
		person.Nurse, person.Prescriber, person.RecoveryWorker)
	setsReports = who("Who may enter costs, places and the service's codes for reports?", person.Manager)
)

var (
	seesService = who("Who may see the figures of the service, of everybody together?",
		person.Nurse, person.Prescriber, person.Pharmacist, person.Manager, person.RecoveryWorker)
	takesReport = who("Who may take the report for funders?", person.Prescriber, person.Manager)
)

var serviceRoutes = map[string]Route{
	"GET /service": may(seesService), "GET /service/change": may(seesService), "GET /service/weeks": may(seesService),
	"GET /service/way": may(seesService), "GET /service/groups": may(seesService),
	"GET /service/compare":            may(seesService),
	"GET /service/national":           may(recordsNational),
	"GET /service/national/{person}":  may(recordsNational),
	"POST /service/national/{person}": may(recordsNational),
	"GET /service/settings":           may(setsReports), "POST /service/settings/{what}": may(setsReports),
	"GET /service/report": may(takesReport), "GET /service/report/pdf": may(takesReport),
	"GET /service/report/tables": may(takesReport),
}

// nationalCommands answers for what a service tells others of itself.
var nationalCommands = map[string]Question{"record_national": recordsNational, "set_national": setsReports,
	"enter_cost": setsReports, "set_funding": setsReports}

func init() {
	maps.Copy(commands, nationalCommands)
	maps.Copy(routes, serviceRoutes)
}
