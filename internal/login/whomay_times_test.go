package login_test

import "steady/clinic"

// The rows of promised times, written a second time on purpose.
func init() {
	for row, list := range map[string][]clinic.Body{
		"....M....": {clinic.SetAccess{}, clinic.SetExceptionalDays{}, clinic.EndExceptionalDay{}},
		"NP..MR...": {clinic.HoldTime{}, clinic.ConfirmTime{}, clinic.ReleaseTime{}, clinic.MoveVisit{},
			clinic.SwapTimes{}, clinic.CancelVisit{}, clinic.AskBetterTime{}, clinic.EndBetterTime{},
			clinic.OfferTimes{}},
	} {
		for _, b := range list {
			bodies = append(bodies, b)
			mayCommands[b.CommandKind()] = row
		}
	}
	ownCommands = append(ownCommands, "hold_time", "confirm_time", "release_time", "move_visit",
		"ask_better_time", "end_better_time")
}
