package login

import "steady/person"

// plansRota is who decides who works when, and who records who is away: the
// reason of an absence is nobody else's business.
var plansRota = who("Who may plan the rota and record who is away?", person.Manager)

func init() {
	for _, kind := range []string{"set_shift_pattern", "end_shift_pattern", "set_rota_rules", "set_rota_member",
		"plan_shifts", "publish_rota", "change_shift", "drop_shift", "assign", "unassign", "swap", "record_absence",
		"withdraw_absence"} {
		commands[kind] = plansRota
	}
}
