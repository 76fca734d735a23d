package clinic

import (
	"errors"
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/recovery"
	"steady/refusal"
)

// askRule names the order of what is asked: always voluntary, never near a dose.
const askRule = "R-OUT-07"

func (d *decider) recovery(body Body) *Refusal {
	switch b := body.(type) {
	case InstallInstrument:
		return d.installInstrument(b)
	case EndInstrument:
		return d.endInstrument(b)
	case ChooseAsking:
		return d.chooseAsking(b)
	case AskInstrument:
		return d.askInstrument(b)
	case AnswerInstrument:
		return d.answerInstrument(b)
	case TakeBackAnswers:
		return d.takeBackAnswers(b)
	case SeeToAlert:
		return d.seeToAlert(b)
	case ScaleGoal:
		return d.scaleGoal(b)
	case RateGoal:
		return d.rateGoal(b)
	}
	return nil
}

func instrumentUnknown() *Refusal {
	return refusal.New("instrument_unknown", "R-OUT-05", "This service has no such instrument: look at the list again.")
}

// installInstrument takes a scale of the service's own whole, and of a licensed
// copy what is not the holder's: number, date and version.
func (d *decider) installInstrument(b InstallInstrument) *Refusal {
	in, err := recovery.LoadService(b.Document)
	if err != nil {
		return refusal.New("instrument_refused", "R-OUT-05", "This cannot be used: "+err.Error()+".")
	}
	f := &InstrumentInstalled{Instrument: in.ID, Version: in.Version, Class: in.Licence.Class,
		Number: in.Licence.Number, Date: in.Licence.Date}
	switch {
	case in.Licence.Class == recovery.Own:
		f.Document = b.Document
	case in.MayShow() != nil:
		return refusal.New("instrument_refused", "R-OUT-05",
			"This copy has no words in it: load the one that came with the licence.")
	case !given(b.Words):
		return wordsMissing("The words of the licensed copy are missing: choose the file again.")
	default:
		f.Words = b.Words
	}
	d.say(f)
	return nil
}

func (d *decider) endInstrument(b EndInstrument) *Refusal {
	if _, ok := d.s.Recovery.Instruments[b.Instrument]; !ok {
		return instrumentUnknown()
	}
	d.say(&InstrumentEnded{b})
	return nil
}

func (d *decider) chooseAsking(b ChooseAsking) *Refusal {
	seen := map[string]bool{}
	for _, row := range b.Rows {
		switch {
		case d.s.Instrument(row.Instrument) == nil:
			return instrumentUnknown()
		case seen[row.Instrument] || len(row.At) == 0 ||
			slices.ContainsFunc(row.At, func(a AskingAt) bool { return !known(AskingTimes, a) }):
			return refusal.New("asking_incomplete", "R-OUT-15", "Choose for each instrument, once, when it is asked.")
		case row.Self && !d.s.MayShowWords(row.Instrument):
			return d.gated(row.Instrument)
		}
		seen[row.Instrument] = true
	}
	d.say(&AskingChosen{b})
	return nil
}

// gated says why words may not be shown.
func (d *decider) gated(id string) *Refusal {
	return refusal.New("words_gated", "R-OUT-05", fmt.Sprintf(
		"The words of %s may not be shown here: use the holder's own form, and enter the answers with a worker.", id))
}

func (d *decider) askInstrument(b AskInstrument) *Refusal {
	today := d.s.zone.Day(d.now)
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case d.s.Instrument(b.Instrument) == nil:
		return instrumentUnknown()
	case b.Self && !d.s.MayShowWords(b.Instrument):
		return d.gated(b.Instrument)
	case b.Until < today || b.Until > today+366:
		return refusal.New("asking_incomplete", "R-OUT-15", "Write until when it is asked: a day within a year.")
	case len(d.s.StrandsOf(b.Person).Asked) >= askedMost:
		return refusal.New("asked_enough", askRule, "They are asked for enough already: wait until some of it is answered.")
	}
	d.say(&InstrumentAsked{b})
	return nil
}

func (d *decider) answerInstrument(b AnswerInstrument) *Refusal {
	if no := d.known(b.Person); no != nil {
		return no
	}
	in := d.s.Instrument(b.Instrument)
	if in == nil {
		return instrumentUnknown()
	}
	if no := d.mayAnswer(b, in); no != nil {
		return no
	}
	f := &InstrumentAnswered{Sitting: b.Sitting, Person: b.Person, Instrument: b.Instrument, Version: in.Version,
		Language: in.Language, How: b.How, Items: len(in.Items), Declined: b.Declined, Words: b.Words}
	if b.Declined {
		d.say(f)
		return nil
	}
	a, err := recovery.ParseAnswers([]byte(b.Answers))
	if err != nil {
		return refusal.New("answers_unread", "R-OUT-05", "The answers cannot be read: "+err.Error()+".")
	}
	r, err := in.Score(a)
	var impossible *recovery.ImpossibleError
	switch {
	case errors.As(err, &impossible):
		return refusal.New("answer_impossible", "R-OUT-05", fmt.Sprintf("This is no possible answer: %s.", err))
	case err != nil:
		return refusal.New("answers_unread", "R-OUT-05", err.Error()+".")
	}
	f.Kept, f.Given = b.Kept, in.Answered(a)
	for _, x := range r.Alerts {
		f.Alerts = append(f.Alerts, x.Item)
	}
	d.say(f)
	return nil
}

// mayAnswer checks all but the answers themselves.
func (d *decider) mayAnswer(b AnswerInstrument, in *recovery.Instrument) *Refusal {
	_, self := d.c.By.Self()
	alone := b.How == OnKiosk || b.How == OnPhone
	x := d.s.StrandsOf(b.Person)
	switch {
	case person.CheckID(b.Sitting) != nil || !known(HowsAsked, b.How) || self != alone:
		return refusal.New("sitting_incomplete", askRule, "Choose how it was answered: load the page again.")
	case slices.ContainsFunc(x.Sittings, func(t Sitting) bool { return t.InstrumentAnswered.Sitting == b.Sitting }):
		return refusal.New("sitting_incomplete", askRule, "These answers are kept already: load the page again.")
	case b.Version != in.Version:
		return refusal.New("instrument_changed", "R-OUT-05", fmt.Sprintf(
			"This form is version %q, and version %s is in use now: load the page again.", b.Version, in.Version))
	case b.Declined == (b.Answers != "") || b.Declined == given(b.Kept):
		return wordsMissing("Answer at least one question, or say that you would rather not.")
	case alone && !d.s.MayShowWords(b.Instrument):
		return d.gated(b.Instrument)
	case alone && !d.s.MayAnswerAlone(b.Person, b.Instrument):
		return refusal.New("not_offered", askRule, "This is not asked on your own pages. Ask staff if you want to answer it.")
	}
	return nil
}

func (d *decider) takeBackAnswers(b TakeBackAnswers) *Refusal {
	i := slices.IndexFunc(d.s.StrandsOf(b.Person).Sittings, func(t Sitting) bool {
		return t.InstrumentAnswered.Sitting == b.Sitting && !t.Back
	})
	_, self := d.c.By.Self()
	switch {
	case i < 0:
		return refusal.New("sitting_unknown", askRule,
			"These answers are not among the newest, or were taken back already: look again.")
	case !self && !given(b.Words):
		return wordsMissing("Write why these answers do not stand.")
	}
	d.say(&AnswersTakenBack{b})
	return nil
}

func (d *decider) seeToAlert(b SeeToAlert) *Refusal {
	i := slices.IndexFunc(d.s.Recovery.Alerts, func(a AnswerAlert) bool { return a.Sitting == b.Sitting })
	switch {
	case i < 0:
		return refusal.New("alert_unknown", askRule, "Nobody waits for this any more: a colleague may have been there.")
	case !known(AlertsDone, b.Did) || b.Words.Ref == "":
		return wordsMissing("Choose what was done, and write it in a few words.")
	}
	d.say(&AlertSeenTo{b, d.s.Recovery.Alerts[i].Person})
	return nil
}

func (d *decider) scaleGoal(b ScaleGoal) *Refusal {
	_, no := d.goalOf(b.Person, b.Goal)
	switch {
	case no != nil:
		return no
	case len(b.Levels) != 5 || slices.ContainsFunc(b.Levels, func(t Text) bool { return t.Ref == "" }):
		return wordsMissing("Write a few words for each of the five levels.")
	case b.Weight < 1 || b.Weight > GoalWeightMost || b.Baseline < -2 || b.Baseline > 2:
		return refusal.New("level_unknown", "R-OUT-08", fmt.Sprintf(
			"Choose one of the five levels, and how much the goal matters, from 1 to %d.", GoalWeightMost))
	}
	d.say(&GoalScaled{b})
	return nil
}

func (d *decider) rateGoal(b RateGoal) *Refusal {
	g, no := d.goalOf(b.Person, b.Goal)
	switch {
	case no != nil:
		return no
	case g.Scale == nil:
		return refusal.New("level_unknown", "R-OUT-08", "Describe the five levels of this goal first.")
	case b.Level < -2 || b.Level > 2:
		return refusal.New("level_unknown", "R-OUT-08", "Choose one of the five levels.")
	}
	d.say(&GoalRated{b})
	return nil
}

// notBefore is the earliest day that a life can be written down from.
var notBefore = moment.Date(1900, 1, 1)
