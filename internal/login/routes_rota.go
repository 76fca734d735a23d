package login

import (
	"maps"

	"steady/person"
)

// plansRota is who decides who works when, and who records who is away: the
// reason of an absence is nobody else's business.
var plansRota = who("Who may plan the rota and record who is away?", person.Manager)

// seesRota is who works shifts, and who plans them.
var seesRota = who("Who may see the rota, their own shifts and how often people meet somebody they know?",
	person.Nurse, person.Prescriber, person.Pharmacist, person.Manager, person.RecoveryWorker)

// rotaRoutes answers for the pages of the rota.
var rotaRoutes = map[string]Route{
	"GET /times/rota":                       may(seesRota),
	"GET /times/rota/mine":                  may(seesRota),
	"GET /times/rota/faces":                 may(seesRota),
	"GET /times/rota/shift/{shift}":         may(seesRota),
	"POST /times/rota/shift/{shift}/{what}": may(plansRota), // each is a command with an answer of its own
	"POST /times/rota/week/{what}":          may(plansRota),
	"GET /times/rota/away":                  may(plansRota),
	"POST /times/rota/away/{what}":          may(plansRota),
	"GET /times/rota/propose":               may(plansRota),
	"POST /times/rota/propose":              may(plansRota),
	"GET /times/rota/settings":              may(plansRota),
	"POST /times/rota/settings/{what}":      may(plansRota),
}

func init() {
	maps.Copy(routes, rotaRoutes)
	for _, kind := range []string{"set_shift_pattern", "end_shift_pattern", "set_rota_rules", "set_rota_member",
		"plan_shifts", "add_shift", "publish_rota", "change_shift", "drop_shift", "assign", "unassign", "swap",
		"record_absence", "withdraw_absence"} {
		commands[kind] = plansRota
	}
}
