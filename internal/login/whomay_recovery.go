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
	raisesSafeguarding = who("Who may raise a safeguarding concern?", person.Nurse, person.Prescriber, person.Pharmacist,
		person.Manager, person.RecoveryWorker)
	seesSafeguarding = who("Who may read safeguarding concerns, and say what was done?", person.Prescriber,
		person.Manager, person.RecoveryWorker)
)

func init() {
	maps.Copy(commands, map[string]Question{
		"install_instrument": choosesAsking, "end_instrument": choosesAsking, "choose_asking": choosesAsking,
		"ask_instrument": asksPeople, "answer_instrument": orOwn(asksPeople), "take_back_answers": orOwn(asksPeople),
		"see_to_alert": seesToAlerts, "scale_goal": keepsOwnWords, "rate_goal": keepsOwnWords,
		"ask_support": orOwn(followsSupport), "move_support": followsSupport,
		"keep_circumstance": orOwn(followsSupport), "tell_life_event": orOwn(followsSupport),
		"raise_safeguarding": raisesSafeguarding, "follow_safeguarding": seesSafeguarding,
	})
}
