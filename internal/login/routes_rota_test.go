package login_test

import "steady/clinic"

// The rows of the rota, written a second time on purpose.
func init() {
	for _, b := range []clinic.Body{clinic.SetShiftPattern{}, clinic.EndShiftPattern{}, clinic.SetRotaRules{},
		clinic.SetRotaMember{}, clinic.PlanShifts{}, clinic.PublishRota{}, clinic.ChangeShift{}, clinic.DropShift{},
		clinic.Assign{}, clinic.Unassign{}, clinic.Swap{}, clinic.RecordAbsence{}, clinic.WithdrawAbsence{}} {
		bodies = append(bodies, b)
		mayCommands[b.CommandKind()] = "....M...."
	}
}
