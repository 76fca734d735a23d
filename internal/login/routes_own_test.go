package login_test

import (
	"maps"

	"steady/clinic"
)

func init() {
	bodies = append(bodies, clinic.DescribeBetter{}, clinic.TellSide{}, clinic.SetGoal{}, clinic.AddStep{},
		clinic.MarkStep{}, clinic.EndGoal{}, clinic.CheckIn{}, clinic.SeeTo{}, clinic.SaySomething{}, clinic.FollowNote{},
		clinic.SetOwnPages{})
	ownCommands = append(ownCommands, "describe_better", "tell_side", "set_goal", "add_step", "mark_step", "end_goal",
		"check_in",
		"see_to", "say_something")
	maps.Copy(mayRoutes, map[string]string{"GET /said": "N...MR...", "POST /said/{note}": "N...MR...",
		"GET /said/words": "....M....", "POST /said/words": "....M....", "POST /people/{person}/own": "NP...R...",
		"GET /people/{person}/sheet": "NPH..R..."})
	for _, x := range []string{"GET /me/goals", "POST /me/goals", "GET /me/goals/{goal}", "POST /me/goals/{goal}",
		"GET /me/today", "POST /me/today", "POST /me/today/right", "GET /me/say", "POST /me/say", "POST /me/say/look",
		"GET /me/life/plan", "POST /me/life/plan", "POST /me/times/answer",
		"GET /me/life", "POST /me/life", "POST /me/life/way", "POST /me/life/over", "GET /me/hours", "POST /me/hours",
		"GET /me/sheet", "GET /me/visit", "GET /me/times", "POST /me/times/offer", "POST /me/times/stop",
		"GET /me/times/{day}/{session}",
		"POST /me/times/{day}/{session}", "POST /me/times/{day}/{session}/take", "POST /me/times/{day}/{session}/wait"} {
		mayRoutes[x] = "........." // staff have no place here
	}
	maps.Copy(mayCommands, map[string]string{
		"describe_better": "NP...R...", "tell_side": "NP...R...",
		"set_goal": "NP...R...", "add_step": "NP...R...", "mark_step": "NP...R...",
		"end_goal": "NP...R...", "check_in": "NP...R...", "see_to": "NP...R...", "say_something": "N...MR...",
		"follow_note": "N...MR...", "set_own_pages": "....M....",
	})
}
