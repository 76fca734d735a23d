package login_test

import (
	"maps"

	"steady/clinic"
)

func init() {
	bodies = append(bodies, clinic.InstallInstrument{}, clinic.EndInstrument{}, clinic.ChooseAsking{},
		clinic.AskInstrument{}, clinic.AnswerInstrument{}, clinic.TakeBackAnswers{}, clinic.SeeToAlert{},
		clinic.ScaleGoal{}, clinic.RateGoal{}, clinic.AskSupport{}, clinic.MoveSupport{}, clinic.KeepCircumstance{},
		clinic.TellLifeEvent{}, clinic.RaiseSafeguarding{}, clinic.FollowSafeguarding{})
	ownCommands = append(ownCommands, "answer_instrument", "take_back_answers", "scale_goal", "rate_goal", "ask_support",
		"keep_circumstance", "tell_life_event")
	maps.Copy(mayRoutes, map[string]string{
		"GET /asking": "NP..MR...", "POST /asking/alert": "NP...R...",
		"GET /asking/choose": "....M....", "POST /asking/choose": "....M....", "POST /asking/install": "....M....",
		"POST /asking/end": "....M....", "GET /people/{person}/asking": "NP...R...",
		"POST /people/{person}/asking":                  "NP...R...",
		"GET /people/{person}/asking/new/{instrument}":  "NP...R...",
		"POST /people/{person}/asking/new/{instrument}": "NP...R...",
		"GET /people/{person}/asking/{sitting}":         "NP...R...",
		"POST /people/{person}/asking/{sitting}":        "NP...R...", "GET /people/{person}/places": "NP...R...",
		"GET /people/{person}/wider": "NP...R...", "POST /people/{person}/wider/{what}": "NP...R...",
		"GET /people/{person}/safeguarding": "NPH.MR...", "POST /people/{person}/safeguarding": "NPH.MR...",
		"POST /people/{person}/safeguarding/{concern}": ".P..MR...",
		"POST /people/{person}/goals/{goal}":           "NP...R...", "GET /people/{person}/goals/{goal}": "NP...R...",
		"GET /me/asked": ".........", "POST /me/asked": ".........", "GET /me/asked/{instrument}": ".........",
		"POST /me/asked/{instrument}": ".........", "GET /me/wider": ".........", "POST /me/wider": ".........",
		"GET /me/goals/{goal}/levels": ".........", "POST /me/goals/{goal}/levels": ".........",
	})
	maps.Copy(mayCommands, map[string]string{
		"install_instrument": "....M....", "end_instrument": "....M....", "choose_asking": "....M....",
		"ask_instrument": "NP...R...", "answer_instrument": "NP...R...", "take_back_answers": "NP...R...",
		"see_to_alert": "NP...R...", "scale_goal": "NP...R...", "rate_goal": "NP...R...",
		"ask_support": "NP...R...", "move_support": "NP...R...", "keep_circumstance": "NP...R...",
		"tell_life_event": "NP...R...", "raise_safeguarding": "NPH.MR...", "follow_safeguarding": ".P..MR...",
	})
}
