package login

import (
	"maps"

	"steady/person"
)

var (
	asksPeople = who("Who may ask people how they are, and enter what was answered on paper?",
		person.Nurse, person.Prescriber, person.RecoveryWorker)
	choosesAsking = who("Who may choose what is asked, and bring instruments with their licence?", person.Manager)
	seesToAlerts  = who("Who may say what was done about an answer that needed looking at?",
		person.Nurse, person.Prescriber, person.RecoveryWorker)
	followsSupport = who("Who may follow up help beside treatment?",
		person.Nurse, person.Prescriber, person.RecoveryWorker)
	readsAnswers = who("Who may read what people answered about how they are, and how they live?",
		person.Nurse, person.Prescriber, person.RecoveryWorker)
	seesAsking = who("Who may see who is to be asked, and what help was asked for?",
		person.Nurse, person.Prescriber, person.RecoveryWorker, person.Manager)
	raisesSafeguarding = who("Who may raise a safeguarding concern?", person.Nurse, person.Prescriber, person.Pharmacist,
		person.Manager, person.RecoveryWorker)
	seesSafeguarding = who("Who may read safeguarding concerns, and say what was done?", person.Prescriber,
		person.Manager, person.RecoveryWorker)
)

func init() {
	maps.Copy(routes, map[string]Route{
		"GET /asking": may(seesAsking), "POST /asking/alert": may(seesToAlerts),
		"GET /asking/choose": may(choosesAsking), "POST /asking/choose": may(choosesAsking),
		"POST /asking/install": may(choosesAsking), "POST /asking/end": may(choosesAsking),
		"GET /people/{person}/asking": may(readsAnswers), "POST /people/{person}/asking": may(asksPeople),
		"GET /people/{person}/asking/new/{instrument}":  may(asksPeople),
		"POST /people/{person}/asking/new/{instrument}": may(asksPeople),
		"GET /people/{person}/asking/{sitting}":         may(readsAnswers),
		"POST /people/{person}/asking/{sitting}":        may(asksPeople),
		"GET /people/{person}/places":                   may(readsAnswers),
		"GET /people/{person}/wider":                    may(readsAnswers),
		"POST /people/{person}/wider/{what}":            may(followsSupport),
		"GET /people/{person}/safeguarding":             may(raisesSafeguarding),
		"POST /people/{person}/safeguarding":            may(raisesSafeguarding),
		"POST /people/{person}/safeguarding/{concern}":  may(seesSafeguarding),
		"POST /people/{person}/goals/{goal}":            may(asksPeople),
		"GET /people/{person}/goals/{goal}":             may(readsAnswers),

		"GET /me/asked": ownPage, "POST /me/asked": ownPage, "GET /me/asked/{instrument}": ownPage,
		"POST /me/asked/{instrument}": ownPage, "GET /me/wider": ownPage, "POST /me/wider": ownPage,
		"GET /me/goals/{goal}/levels": ownPage, "POST /me/goals/{goal}/levels": ownPage,
	})
	maps.Copy(commands, map[string]Question{
		"install_instrument": choosesAsking, "end_instrument": choosesAsking, "choose_asking": choosesAsking,
		"ask_instrument": asksPeople, "answer_instrument": orOwn(asksPeople), "take_back_answers": orOwn(asksPeople),
		"see_to_alert": seesToAlerts, "scale_goal": keepsOwnWords, "rate_goal": keepsOwnWords,
		"ask_support": orOwn(followsSupport), "move_support": followsSupport,
		"keep_circumstance": orOwn(followsSupport), "tell_life_event": orOwn(followsSupport),
		"raise_safeguarding": raisesSafeguarding, "follow_safeguarding": seesSafeguarding,
	})
}
