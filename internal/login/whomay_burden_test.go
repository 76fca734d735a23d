package login_test

import "steady/clinic"

func init() {
	mayCommands["set_burden_rule"], mayCommands["name_key_worker"] = "....M....", "NP...R..."
	mayRoutes["GET /times/burden"], mayRoutes["POST /times/burden"] = "NPH.MR...", "....M...."
	mayRoutes["GET /times/burden/{person}"] = "NPH..R..."
	mayRoutes["POST /times/burden/{person}/keyworker"] = "NP...R..."
	bodies = append(bodies, clinic.SetBurdenRule{}, clinic.NameKeyWorker{})
}
