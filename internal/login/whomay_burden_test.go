package login_test

import "steady/clinic"

func init() {
	mayCommands["set_burden_rule"], mayCommands["name_key_worker"] = "....M....", "NP..MR..."
	bodies = append(bodies, clinic.SetBurdenRule{}, clinic.NameKeyWorker{})
}
