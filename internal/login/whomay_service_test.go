package login_test

import "steady/clinic"

func init() {
	mayCommands["record_national"] = "NP...R..."
	for _, kind := range []string{"set_national", "enter_cost", "set_funding"} {
		mayCommands[kind] = "....M...."
	}
	bodies = append(bodies, clinic.RecordNational{}, clinic.SetNational{}, clinic.EnterCost{}, clinic.SetFunding{})
}
