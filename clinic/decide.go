package clinic

import (
	"fmt"

	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/register"
	"steady/visit"
)

// Refusal is a command that may not happen, with the rule and the way on.
type Refusal = refusal.Refusal

// Decide answers the events of a command, or a refusal. It reads the state and
// changes nothing. now is the one reading of the clock for this command.
func Decide(s *State, c Command, now moment.Instant) ([]Event, *Refusal) {
	d := decider{s: s, c: c, now: max(now, s.Recorded), run: register.Running{}}
	d.out = make([]Event, 0, usualEvents)
	d.at = c.Happened
	if d.at == 0 || d.at == now {
		d.at = d.now
	}
	if no := d.times(); no != nil {
		return nil, no
	}
	if len(s.Turning) > 0 {
		d.s = s.asOf(d.today())
	}
	if _, open := c.Body.(OpenPremises); !open && s.Premises == "" {
		return nil, refusal.New("not_open", "design 2", "These premises have no journal yet: run steady init first.")
	}
	if no := d.author(); no != nil {
		return nil, no
	}
	if no := d.afterClosing(); no != nil {
		return nil, no
	}
	if no := d.decide(); no != nil {
		return nil, no
	}
	if c.Alone != nil && !d.alone { // a reason is never taken and then lost
		return nil, refusal.New("alone_not_needed", "R-REG-14",
			"This step needs no second person: record it with its own button, without a reason for being alone.")
	}
	return d.out, nil
}

// usualEvents is room for the events of most commands; few have more.
const usualEvents = 3

// decider carries one command through the rules; out grows, the state does not.
type decider struct {
	s   *State
	c   Command
	now moment.Instant // recorded
	at  moment.Instant // happened
	out []Event
	run register.Running
	two bool // the second person was checked
	// alone says that the law let the step go without one
	alone bool
	// late is why it is entered after the deadline, where it is
	late *Text
}

func (d *decider) decide() *Refusal {
	switch b := d.c.Body.(type) {
	case OpenPremises, InstallPack, AddStaff, GrantLicence, EndLicence, EndRoles, InstallJurisdiction,
		AdoptProcedure:
		return d.premises(b)
	case AdmitPerson, Prescribe, PlaceHold, LiftHold, ChangeTrimester:
		return d.people(b)
	case ReferPerson, AssessEligibility, OverrideEligibility, GiveConsent, WithdrawConsent, WriteReasons,
		JoinWaitingList, RecordTransferIn, EndTreatment, RecordFollowUp:
		return d.way(b)
	case PlanDay:
		return d.planDay(b)
	case Book:
		return d.book(b)
	case CloseSession:
		return d.closeSession(b)
	case Arrive, Assess, AskPrescriber, AnswerReferral, Withhold, Decline, Observe, Leave:
		return d.attend(b)
	case Prepare, Check, HandOver, Discard, Administer:
		return d.syringe(b)
	case StartEmergency, EmergencyStep, EndEmergency:
		return d.emergency(b)
	case SetShiftPattern, EndShiftPattern, SetRotaRules, SetRotaMember, PlanShifts, AddShift, PublishRota, ChangeShift,
		DropShift, Assign, Unassign, Swap, RecordAbsence, WithdrawAbsence:
		return d.rota(b)
	case CheckNaloxone:
		return d.checkNaloxone(b)
	case SignBaseline, ConfirmScale, Override, AcknowledgeOverrides, LeaveEarly, AskAfter, CorrectInjected,
		MarkSite:
		return d.gates(b)
	case ReceiveStock, CountStock, NoteRegister, OpenBalance, RaiseRequisition, CloseRequisition, MoveStock, SetAside,
		ReleaseStock, BreakStock, ReturnToSupplier, RecallBatch, LiftRecall, HandCustody, SendStock, BringStock,
		EnterProductCode, EndProductCode:
		return d.stock(b)
	case ExplainDiscrepancy, EscalateDiscrepancy, CloseDiscrepancy:
		return d.discrepancy(b)
	case AuthoriseWitness, RecordExemption, DestroyStock, TakeBack, DestroyReturned:
		return d.destruction(b)
	case MakeSolution, DiscardSolution, PutBack, SupplyTakeHome:
		return d.solutions(b)
	case DisputeEntry, AnswerDispute, ReviewAlone, LinkAccounts, RecordOutage, CloseService:
		return d.second(b)
	case OpenInspection, CloseInspection, RecordReading, WriteInspectorNote:
		return d.inspection(b)
	case RaiseConcern, CloseConcern:
		return d.concern(b)
	case FileProcedure, AcknowledgeProcedure:
		return d.procedure(b)
	case ViewSignals:
		return d.viewSignals(b)
	case EnterLife, EndLife, KeepPair, EndPair, SetTimes:
		return d.lives(b)
	case AskAway, AnswerAway, EndAway:
		return d.aways(b)
	case SetPlanning, KeepTimes, ProposeTimes, AnswerTimes:
		return d.proposals(b)
	case DescribeBetter, TellSide, SetGoal, AddStep, MarkStep, EndGoal, CheckIn, SeeTo,
		SaySomething, FollowNote, SetOwnPages:
		return d.own(b)
	case SetAccess, SetExceptionalDays, EndExceptionalDay, HoldTime, ConfirmTime, ReleaseTime, MoveVisit, SwapTimes,
		CancelVisit, AskBetterTime, EndBetterTime, OfferTimes:
		return d.promise(b)
	case SetBurdenRule, NameKeyWorker:
		return d.burden(b)
	case Correct:
		return d.correct(b)
	}
	return d.further()
}

// further decides what goes along with treatment and changes no part of it.
func (d *decider) further() *Refusal {
	switch b := d.c.Body.(type) {
	case AskReview, WriteReview, AnswerReview, PassReview, PlanOnward, WriteEquivalent, GiveRecord, LetOut:
		return d.along(b)
	case InstallInstrument, EndInstrument, ChooseAsking, AskInstrument, AnswerInstrument, TakeBackAnswers, SeeToAlert,
		ScaleGoal, RateGoal:
		return d.recovery(b)
	case AskSupport, MoveSupport, KeepCircumstance, TellLifeEvent, RaiseSafeguarding, FollowSafeguarding:
		return d.wider(b)
	case RecordNational, SetNational, EnterCost, SetFunding:
		return d.national(b)
	}
	return refusal.New("unknown_command", "design 2", "This version of Steady does not know that command.")
}

func (d *decider) say(f Fact) {
	w := person.StaffID("") // only who was asked for and checked is recorded
	if d.two {
		w = person.StaffID(d.c.Witness.By)
	}
	if l, ok := f.(interface{ RegisterLine() register.Line }); ok {
		d.run.Note(l.RegisterLine())
	}
	if l, ok := f.(interface{ EnteredLate(Text) }); ok && d.late != nil {
		l.EnteredLate(*d.late)
	}
	d.out = append(d.out, Event{d.c.ID, d.at, d.now, d.c.By, w, f})
}

// times settles happened against recorded (R-REG-05): never in the future; an
// earlier day is marked; after the deadline of the law in force it needs a
// reason, and what stands in the register is marked late.
func (d *decider) times() *Refusal {
	if d.at > d.now {
		return refusal.New("happened_in_future", "R-REG-05", "That time has not come yet: check the time you wrote.")
	}
	z := d.s.zone
	happened, recorded := z.Day(d.at), z.Day(d.now)
	if happened >= recorded {
		return nil
	}
	if days := d.s.law.EntryDays(); happened < recorded-moment.Day(days) {
		if d.c.Why == nil {
			return refusal.New("late_needs_reason", "R-REG-05", lateWords(days))
		}
		d.late = d.c.Why
	}
	d.say(&RecordedLate{d.c.Why})
	return nil
}

// lateWords say why a reason is asked for.
func lateWords(days int) string {
	when := fmt.Sprintf("more than %d days ago", days)
	switch days {
	case 0:
		when = "before today"
	case 1:
		when = "before yesterday"
	}
	return "This happened " + when + ": write why it is entered only now."
}

// visit finds the visit of a step, asks whether the step may follow, and
// refuses a stale page or a time before the step that came last.
func (d *decider) visit(id string, step visit.Step) (*Visit, *Refusal) {
	v := d.s.Visits[id]
	if v == nil {
		return nil, refusal.New("unknown_visit", "visit order", "There is no such visit today: go back to the board.")
	}
	if no := visit.Next(v.Stage, step); no != nil && !d.cameAfterAll(v, step) {
		return nil, no
	}
	if d.c.Expect != 0 && d.c.Expect != v.Rev && step != visit.Alarm && step != visit.AlarmStep {
		return nil, refusal.New("stale_page", "visit order", fmt.Sprintf(
			"This visit changed at %s while your page was open: look again, then press once more.",
			d.s.zone.Clock(v.LastAt)))
	}
	after := v.LastAt
	if v.Stage == visit.Booked || d.cameAfterAll(v, step) {
		after = 0 // no step came before: a time may be promised, or closed, after the person came
	}
	if step == visit.AlarmStep {
		after = v.Alarm.Since // acts come first and are written after, in any order (P-OD-04)
	}
	if d.at < after {
		return nil, refusal.New("out_of_order", "R-REG-05", fmt.Sprintf(
			"The step before this one happened at %s: write a time after it.", d.s.zone.Clock(after)))
	}
	return v, nil
}

// cameAfterAll reports whether an arrival is written down late at a visit that
// was closed as not attended: the paper of an outage says otherwise (R-REG-05).
func (d *decider) cameAfterAll(v *Visit, step visit.Step) bool {
	return step == visit.Arrive && v.Stage == visit.Ended && v.Ending == visit.DidNotAttend && d.at < v.EndedAt
}

// twoPeople checks the second person: another one, of a registered profession,
// who signed exactly what this command shows (E-PREP-09, R-REG-14).
func (d *decider) twoPeople(others ...person.StaffID) *Refusal {
	if d.c.Witness == nil && d.c.Alone != nil {
		return d.standAlone()
	}
	w := d.signed().By
	for _, o := range append(others, d.c.By) {
		if no := register.TwoPersons(string(o), w); no != nil {
			return no
		}
		if d.s.SameHuman(o, person.StaffID(w)) {
			return refusal.New("same_human", "R-REG-14",
				"These two accounts belong to one person: ask a colleague to confirm.")
		}
	}
	kept, no := d.mayConfirm(*d.c.Witness)
	if no != nil {
		return no
	}
	d.c.Witness, d.two = &kept, true
	return nil
}

// mayConfirm checks one confirmation, by whom and of what, and returns it as it
// is kept: with the text, for a digest alone could not be compared with
// anything years later.
func (d *decider) mayConfirm(c Confirmation) (Confirmation, *Refusal) {
	if !d.s.Staff[person.StaffID(c.By)].Has(person.Nurse, person.Prescriber, person.Pharmacist, person.CDAO) {
		return c, refusal.New("witness_role", "E-PREP-09",
			"The second person must be a nurse, prescriber, pharmacist or accountable officer of this service.")
	}
	return d.sawThis(c)
}

// sawThis checks that somebody signed exactly what this command shows, and
// returns the confirmation with the text.
func (d *decider) sawThis(c Confirmation) (Confirmation, *Refusal) {
	c.Shown = WitnessText(d.s, d.c)
	if c.Digest != Digest(c.Shown) {
		return c, refusal.New("shown_differs", "R-REG-14",
			"What was confirmed is not what would be recorded: show it to the second person again.")
	}
	return c, nil
}

func (d *decider) today() moment.Day { return d.s.zone.Day(d.at) }

func (d *decider) correct(b Correct) *Refusal {
	if b.Target < 0 || b.Target >= d.s.Clinical || b.Text.Ref == "" {
		return refusal.New("correction_incomplete", "design 2",
			"Choose the entry that is corrected and write what is right.")
	}
	d.say(&Corrected{b.Target, b.Person, b.Text})
	return nil
}
