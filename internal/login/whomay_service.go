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

// nationalCommands answers for what a service tells others of itself.
var nationalCommands = map[string]Question{"record_national": recordsNational, "set_national": setsReports,
	"enter_cost": setsReports, "set_funding": setsReports}

func init() { maps.Copy(commands, nationalCommands) }
