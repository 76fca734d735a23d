package login_test

import "steady/clinic"

func init() {
	mayCommands["record_national"] = "NP...R..."
	for _, kind := range []string{"set_national", "enter_cost", "set_funding"} {
		mayCommands[kind] = "....M...."
	}
	for _, path := range []string{"", "/change", "/weeks", "/way", "/groups", "/compare"} {
		mayRoutes["GET /service"+path] = "NPH.MR..."
	}
	for _, path := range []string{"GET /service/national", "GET /service/national/{person}",
		"POST /service/national/{person}"} {
		mayRoutes[path] = "NP...R..."
	}
	mayRoutes["GET /service/settings"], mayRoutes["POST /service/settings/{what}"] = "....M....", "....M...."
	for _, path := range []string{"", "/pdf", "/tables"} {
		mayRoutes["GET /service/report"+path] = ".P..M...."
	}
	bodies = append(bodies, clinic.RecordNational{}, clinic.SetNational{}, clinic.EnterCost{}, clinic.SetFunding{})
}
