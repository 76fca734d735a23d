package clinic

import (
	"fmt"
	"slices"

	"steady/person"
	"steady/refusal"
)

func wordsMissing(text string) *Refusal { return refusal.New("words_missing", selfRule, text) }

func (d *decider) own(body Body) *Refusal {
	switch b := body.(type) {
	case DescribeBetter:
		return d.better(b)
	case TellSide:
		return d.tellSide(b)
	case SetGoal:
		return d.setGoal(b)
	case AddStep:
		return d.addStep(b)
	case MarkStep:
		return d.markStep(b)
	case EndGoal:
		return d.endGoal(b)
	case CheckIn:
		return d.checkIn(b)
	case SeeTo:
		return d.seeTo(b)
	case SaySomething:
		return d.saySomething(b)
	case FollowNote:
		return d.followNote(b)
	case SetOwnPages:
		return d.setOwnPages(b)
	}
	return nil
}

// known finds somebody who has a record here and has not died.
func (d *decider) known(id person.UserID) *Refusal {
	switch w := d.s.Ways[id]; {
	case w == nil:
		return unknownPerson()
	case w.Ended != nil && w.Ended.Ending == EndDied:
		return refusal.New("not_in_treatment", selfRule, "The record says that this person died.")
	}
	return nil
}

func (d *decider) better(b DescribeBetter) *Refusal {
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case b.Still == given(b.Words), b.Still && len(d.s.OwnOf(b.Person).Better) == 0:
		return wordsMissing("Write a few words, or say that the words before are still right.")
	}
	d.say(&BetterDescribed{b})
	return nil
}

func (d *decider) tellSide(b TellSide) *Refusal {
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case b.Side != Gives && b.Side != Takes || b.Words.Ref == "":
		return wordsMissing("Write a few words about what treatment gives, or what it takes.")
	}
	d.say(&SideTold{b})
	return nil
}

// given reports whether an optional text is there.
func given(t *Text) bool { return t != nil && t.Ref != "" }

func (d *decider) setGoal(b SetGoal) *Refusal {
	if no := d.known(b.Person); no != nil {
		return no
	}
	o := d.s.OwnOf(b.Person)
	switch {
	case person.CheckID(b.Goal) != nil || !known(GoalAreas, b.Area) || b.Author != ByPerson && b.Author != Jointly:
		return refusal.New("goal_incomplete", selfRule, "Choose what the goal is about.")
	case b.Words.Ref == "":
		return wordsMissing("Write the goal in a few words.")
	case b.Area == Abstinence && b.Author != ByPerson:
		return refusal.New("goal_theirs", "R-OUT-09",
			"To use no drugs at all is a goal only where the person chooses it: in their words, not together with staff.")
	case o.goal(b.Goal) == nil && len(o.Goals) >= GoalsOpen:
		return refusal.New("goals_many", selfRule, fmt.Sprintf(
			"There are %d goals already: lay one aside first. It is kept, and can be taken up again.", GoalsOpen))
	}
	d.say(&GoalSet{b})
	return nil
}

// goalOf finds an open goal.
func (d *decider) goalOf(id person.UserID, goal string) (*Goal, *Refusal) {
	if no := d.known(id); no != nil {
		return nil, no
	}
	o := d.s.OwnOf(id)
	if g := o.goal(goal); g != nil {
		return g, nil
	}
	return nil, refusal.New("goal_unknown", selfRule, "That goal is not open: look at the list again.")
}

func (d *decider) addStep(b AddStep) *Refusal {
	g, no := d.goalOf(b.Person, b.Goal)
	switch {
	case no != nil:
		return no
	case b.Words.Ref == "":
		return wordsMissing("Write the step in a few words.")
	case len(g.Steps) >= StepsMost:
		return refusal.New("goals_many", selfRule, fmt.Sprintf(
			"This goal has %d steps already. Make a second goal for the next ones.", StepsMost))
	}
	d.say(&StepAdded{b})
	return nil
}

func (d *decider) markStep(b MarkStep) *Refusal {
	g, no := d.goalOf(b.Person, b.Goal)
	switch {
	case no != nil:
		return no
	case b.Step < 1 || b.Step > len(g.Steps) || !known(StepMarks, b.Mark):
		return refusal.New("step_unknown", selfRule, "There is no such step: look at the goal again.")
	}
	d.say(&StepMarked{b})
	return nil
}

func (d *decider) endGoal(b EndGoal) *Refusal {
	switch _, no := d.goalOf(b.Person, b.Goal); {
	case no != nil:
		return no
	case !known(GoalEnds, b.How):
		return refusal.New("goal_incomplete", selfRule, "Choose why the goal is laid aside.")
	}
	d.say(&GoalEnded{b})
	return nil
}

func (d *decider) checkIn(b CheckIn) *Refusal {
	feels := func(f Feeling) bool { return f == "" || known(Feelings, f) }
	much := func(a Amount) bool { return a == "" || known(Amounts, a) }
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case !feels(b.Mood) || !feels(b.Sleep) || !much(b.Pain) || !much(b.Craving) ||
		!slices.Contains([]Ask{AskNothing, AskTalk, AskHelp}, b.Ask):
		return refusal.New("check_in_unknown", selfRule, "One answer is not among those on the page: load it again.")
	case b.Mood == "" && b.Sleep == "" && b.Pain == "" && b.Craving == "" && b.Ask == AskNothing && !given(b.Words):
		return wordsMissing("Answer one question, or write something. You can leave out all the others.")
	}
	d.say(&CheckedIn{b})
	return nil
}

func (d *decider) seeTo(b SeeTo) *Refusal {
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case d.s.OwnOf(b.Person).Asked == nil:
		return refusal.New("not_asked", selfRule,
			"They do not wait to talk with somebody: a colleague may have been there.")
	}
	d.say(&SeenTo{b})
	return nil
}

func (d *decider) setOwnPages(b SetOwnPages) *Refusal {
	if b.AnswerDays < 0 || b.AnswerDays > 366 {
		return refusal.New("own_pages_incomplete", selfRule,
			"Days for an answer: a whole number from 1 to 366, or leave it open.")
	}
	d.say(&OwnPagesSet{b})
	return nil
}
