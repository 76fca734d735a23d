package login

import (
	"slices"

	"steady/person"
)

// own is who may do for themself what staff do not do for them.
var own = who("Who may do this? The person, for themself.", person.ServiceUser)

// orOwn is a question of staff that a person may answer with yes for themself
// too. That it is about themself is for the core to say (clinic.ByThemself).
func orOwn(q Question) Question {
	return Question{q.Text + " The person too, for themself.", append(slices.Clone(q.Roles), person.ServiceUser)}
}
