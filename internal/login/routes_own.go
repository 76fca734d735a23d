package login

import (
	"maps"

	"steady/person"
)

// The questions of the person's own pages and of what is said to the service.
var (
	keepsOwnWords = orOwn(who("Who may write down what a person says of themself?",
		person.Nurse, person.Prescriber, person.RecoveryWorker))
	seesTo       = orOwn(who("Who may say that they talked with somebody who asked for it?", keepsOwnWords.Roles[:3]...))
	answersNotes = who("Who may read what people say to the service, and answer?",
		person.Nurse, person.Manager, person.RecoveryWorker)
	setsOwnPages = who("Who may set what the service says on people's own pages?", person.Manager)
)

// ownRoutes answers for the pages of staff about what people say.
var ownRoutes = map[string]Route{
	"GET /said": may(answersNotes), "POST /said/{note}": may(answersNotes),
	"GET /said/words": may(setsOwnPages), "POST /said/words": may(setsOwnPages),
	"POST /people/{person}/own": may(refers),

	"GET /me/goals": ownPage, "POST /me/goals": ownPage, "GET /me/goals/{goal}": ownPage, "POST /me/goals/{goal}": ownPage,
	"GET /me/today": ownPage, "POST /me/today": ownPage, "POST /me/today/right": ownPage,
	"GET /me/say": ownPage, "POST /me/say": ownPage, "POST /me/say/look": ownPage, "GET /me/visit": ownPage,
	"GET /me/life": ownPage, "POST /me/life": ownPage, "POST /me/life/way": ownPage, "POST /me/life/over": ownPage,
	"GET /me/life/plan": ownPage, "POST /me/life/plan": ownPage, "POST /me/times/answer": ownPage,
	"GET /me/hours": ownPage, "POST /me/hours": ownPage, "GET /me/sheet": ownPage,
	"GET /people/{person}/sheet": may(seesPeople),
	"GET /me/times":              ownPage, "POST /me/times/offer": ownPage, "POST /me/times/stop": ownPage,
	"GET /me/times/{day}/{session}": ownPage, "POST /me/times/{day}/{session}": ownPage,
	"POST /me/times/{day}/{session}/take": ownPage, "POST /me/times/{day}/{session}/wait": ownPage,
}

func init() {
	maps.Copy(routes, ownRoutes)
	maps.Copy(commands, map[string]Question{
		"describe_better": keepsOwnWords, "set_goal": keepsOwnWords, "tell_side": keepsOwnWords, "add_step": keepsOwnWords,
		"mark_step": keepsOwnWords, "end_goal": keepsOwnWords, "check_in": keepsOwnWords, "see_to": seesTo,
		"say_something": orOwn(answersNotes), "follow_note": answersNotes, "set_own_pages": setsOwnPages,
	})
}
