package login_test

import (
	"maps"

	"steady/clinic"
)

func init() {
	ownCommands = append(ownCommands, "ask_review", "answer_review", "pass_review", "give_record")
	bodies = append(bodies, clinic.AskReview{}, clinic.WriteReview{}, clinic.AnswerReview{}, clinic.PassReview{},
		clinic.PlanOnward{}, clinic.WriteEquivalent{}, clinic.GiveRecord{}, clinic.LetOut{})
	maps.Copy(mayCommands, map[string]string{
		"ask_review": "NP...R...", "write_review": "NP...R...", "answer_review": "NP...R...", "pass_review": "NP...R...",
		"plan_onward": "NP...R...", "write_equivalent": ".P.......", "give_record": "NP...R...", "let_out": ".P.......",
	})
}
