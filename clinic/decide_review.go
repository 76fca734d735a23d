package clinic

import (
	"fmt"
	"regexp"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/recovery"
	"steady/refusal"
)

// reviewRule names the times and the form of a review: the founding study's
// points 30 and 31, that healing is gradual and a person's own to define.
const reviewRule = "review"

func (d *decider) along(body Body) *Refusal {
	switch b := body.(type) {
	case AskReview:
		return d.askReview(b)
	case WriteReview:
		return d.writeReview(b)
	case AnswerReview:
		return d.answerReview(b)
	case PassReview:
		return d.passReview(b)
	case PlanOnward:
		return d.planOnward(b)
	case WriteEquivalent:
		return d.writeEquivalent(b)
	case GiveRecord:
		return d.giveRecord(b)
	case LetOut:
		return d.letOut(b)
	}
	return nil
}

func (d *decider) askReview(b AskReview) *Refusal {
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case d.s.AlongOf(b.Person).Asked != nil && !given(b.Words):
		return refusal.New("review_asked", reviewRule,
			"A review is asked for already. Write what it should be about, or ask staff when it is.")
	}
	d.say(&ReviewAsked{b})
	return nil
}

func (d *decider) writeReview(b WriteReview) *Refusal {
	if no := d.known(b.Person); no != nil {
		return no
	}
	a := d.s.AlongOf(b.Person)
	switch {
	case person.CheckID(b.Review) != nil:
		return refusal.New("review_unknown", reviewRule, "That review is not open: look at the page again.")
	case a.Open != nil && a.Open.Review != b.Review:
		return refusal.New("review_open", reviewRule,
			"Another review is being written: finish that one, it is for today too.")
	case a.Open == nil && a.Review(b.Review) != nil:
		return refusal.New("review_agreed", reviewRule,
			"Both agreed to this review, and it stays as it is. Begin another one to change the plan.")
	case b.Due != 0 && !d.isReviewDay(b.Person, b.Due):
		return refusal.New("review_day", reviewRule,
			"No review is due on that day: look at the page again, or hold one because it is wanted.")
	case !given(b.Gives) && !given(b.Takes) && !given(b.Talk) && len(b.Plan) == 0:
		return wordsMissing("Write what was said, or one line of the plan.")
	case len(b.Plan) > PlanMost:
		return refusal.New("plan_long", reviewRule,
			fmt.Sprintf("A plan has at most %d lines: keep those that matter most now.", PlanMost))
	}
	for i, x := range b.Plan {
		if x.Words.Ref == "" || !known(PlanDoers, x.Does) {
			return refusal.New("plan_incomplete", reviewRule,
				fmt.Sprintf("Line %d of the plan: write it in a few words, and choose who does it.", i+1))
		}
		if x.Until != 0 && x.Until < d.today() {
			return refusal.New("plan_incomplete", reviewRule,
				fmt.Sprintf("Line %d of the plan: choose a day that is to come, or leave it open.", i+1))
		}
	}
	d.say(&ReviewWritten{b})
	return nil
}

// isReviewDay reports whether a review of somebody is due on a day that no
// review served yet.
func (d *decider) isReviewDay(id person.UserID, day moment.Day) bool {
	w := d.s.Ways[id]
	if w == nil || w.Admitted == 0 || day <= d.s.AlongOf(id).Served {
		return false
	}
	return slices.ContainsFunc(recovery.Occasions(d.s.zone.Day(w.Admitted), day), func(o recovery.Occasion) bool {
		return o.Review && o.Day == day
	})
}

func (d *decider) answerReview(b AnswerReview) *Refusal {
	if no := d.known(b.Person); no != nil {
		return no
	}
	_, self := d.c.By.Self()
	r := d.s.AlongOf(b.Person).Open
	switch {
	case r == nil || r.Review != b.Review:
		return refusal.New("review_unknown", reviewRule, "That review is not open: look at the page again.")
	case r.Rev != b.Rev:
		return refusal.New("review_changed", reviewRule,
			"The review was written anew since you read it: read it again, then answer.")
	case self != (b.How == AgreeOwn), b.How != AgreeOwn && b.How != AgreePaper && b.How != AgreeWorker:
		return refusal.New("review_how", reviewRule,
			"The person agrees on their own pages or on paper, and the worker with their own PIN.")
	case b.Not && !given(b.Words):
		return wordsMissing("Write what is not right: it stands beside the review.")
	case b.How == AgreePaper && b.Not:
		return refusal.New("review_how", reviewRule,
			"Only a signature is taken from paper. What is not right is written into the review.")
	}
	d.say(&ReviewAnswered{b})
	return nil
}

func (d *decider) passReview(b PassReview) *Refusal {
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case b.Due == 0 || b.Due > d.today() || !d.isReviewDay(b.Person, b.Due):
		return refusal.New("review_day", reviewRule,
			"No review is due on that day: look at the page again, or hold one because it is wanted.")
	}
	d.say(&ReviewPassed{b})
	return nil
}

// onwardRule names the founding study's point 4: people did not trust that the
// treatment would last, and were right.
const onwardRule = "continuity"

func (d *decider) planOnward(b PlanOnward) *Refusal {
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case !known(OnwardRoutes, b.Route):
		return refusal.New("onward_incomplete", onwardRule, "Choose how treatment would go on.")
	case b.Receives.Ref == "" || b.Call.Ref == "":
		return refusal.New("onward_incomplete", onwardRule,
			"Name the service that takes over, and who there is rung, with the number.")
	}
	d.say(&OnwardPlanned{b})
	return nil
}

func (d *decider) writeEquivalent(b WriteEquivalent) *Refusal {
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case !d.s.Staff[d.c.By].Has(person.Prescriber):
		return refusal.New("equivalent_prescriber", onwardRule,
			"Only a prescriber writes what would be given by mouth: ask one. Steady computes none.")
	case b.Words.Ref == "":
		return wordsMissing("Write the oral medicine and its dose as you would prescribe them.")
	}
	d.say(&EquivalentWritten{b})
	return nil
}

var sha256Form = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (d *decider) giveRecord(b GiveRecord) *Refusal {
	if no := d.known(b.Person); no != nil {
		return no
	}
	_, self := d.c.By.Self()
	_, how := identityKnown[b.Identity]
	switch {
	case !known(RecordParts, b.What) || !known(RecordTos, b.To) || !sha256Form.MatchString(b.Digest):
		return refusal.New("record_incomplete", onwardRule, "Choose what is handed over, and to whom.")
	case self != (b.To == "self"):
		return refusal.New("record_to", onwardRule,
			"Who takes their own record does so on their own pages; staff hand it to the person or to a service.")
	case b.To == "hand" && !how:
		return refusal.New("record_identity", onwardRule,
			"Say how you made sure who they are before their record is in their hands.")
	case b.To == "service" && !given(b.Receives):
		return refusal.New("record_incomplete", onwardRule, "Name the service that receives it.")
	}
	d.say(&RecordGiven{b})
	return nil
}

// identityKnown are the ways in which staff make sure who somebody is.
var identityKnown = map[string]struct{}{"known": {}, "photo": {}, "born": {}, "card": {}}

func (d *decider) letOut(b LetOut) *Refusal {
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case b.Entry < 0 || b.Entry >= d.s.Clinical || b.Reason.Ref == "":
		return refusal.New("let_out_incomplete", onwardRule,
			"Choose the entry, and write why nobody is harmed when the person has it.")
	}
	d.say(&EntryLetOut{b})
	return nil
}
