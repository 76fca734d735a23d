package login_test

import "steady/clinic"

// The rows of the rota, written a second time on purpose.
func init() {
	for _, b := range []clinic.Body{clinic.SetShiftPattern{}, clinic.EndShiftPattern{}, clinic.SetRotaRules{},
		clinic.SetRotaMember{}, clinic.PlanShifts{}, clinic.AddShift{}, clinic.PublishRota{},
		clinic.ChangeShift{}, clinic.DropShift{},
		clinic.Assign{}, clinic.Unassign{}, clinic.Swap{}, clinic.RecordAbsence{}, clinic.WithdrawAbsence{}} {
		bodies = append(bodies, b)
		mayCommands[b.CommandKind()] = "....M...."
	}
	for _, page := range []string{"", "/mine", "/faces", "/shift/{shift}"} {
		mayRoutes["GET /times/rota"+page] = "NPH.MR..."
	}
	for _, page := range []string{"GET /times/rota/away", "POST /times/rota/away/{what}", "GET /times/rota/propose",
		"POST /times/rota/propose", "GET /times/rota/settings", "POST /times/rota/settings/{what}",
		"POST /times/rota/week/{what}", "POST /times/rota/shift/{shift}/{what}"} {
		mayRoutes[page] = "....M...."
	}
}
