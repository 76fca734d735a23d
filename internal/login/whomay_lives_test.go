package login_test

import (
	"maps"

	"steady/clinic"
)

// mayLifeCommands are the columns of lives and regular times.
var mayLifeCommands = map[string]string{
	"enter_life": "NP...R...", "end_life": "NP...R...", "keep_pair": "NP..MR...", "end_pair": "NP..MR...",
	"set_times": "NP..M....", "ask_away": "NP...R...", "end_away": "NP...R...", "answer_away": ".P.......",
	"set_planning": "NP..M....", "propose_times": "NP..M....", "answer_times": "NP..MR...", "keep_times": "NP..MR...",
}

func init() {
	ownCommands = append(ownCommands, "answer_times", "keep_times")
	maps.Copy(mayCommands, mayLifeCommands)
	maps.Copy(mayRoutes, map[string]string{"GET /times/plan": "NP..MR...", "POST /times/plan/{what}": "NP..MR...",
		"GET /times/lives/{person}": "NP..MR...", "POST /times/lives/{person}/{what}": "NP..MR..."})
	bodies = append(bodies, clinic.EnterLife{}, clinic.EndLife{}, clinic.KeepPair{}, clinic.EndPair{}, clinic.SetTimes{},
		clinic.AskAway{}, clinic.AnswerAway{}, clinic.EndAway{},
		clinic.SetPlanning{}, clinic.ProposeTimes{}, clinic.AnswerTimes{}, clinic.KeepTimes{})
}
