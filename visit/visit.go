// Package visit is one attendance as a state machine: which step may follow
// which. It knows nothing of doses or stock; clinic asks it first.
package visit

import "steady/refusal"

// Stage is where a visit stands.
type Stage string

// The stages of a visit. The ordinary way is Booked to Ended downwards.
const (
	Booked    Stage = "booked"
	Arrived   Stage = "arrived"
	Assessed  Stage = "assessed" // identity confirmed, readings taken, outcome not yet known
	Deferred  Stage = "deferred" // not yet: the protocol names a time
	Referred  Stage = "referred" // the prescriber decides
	Stopped   Stage = "stopped"  // the protocol withholds this session
	Decided   Stage = "decided"  // a dose may be prepared
	Prepared  Stage = "prepared"
	Checked   Stage = "checked"
	InBooth   Stage = "booth"
	Observed  Stage = "observation"
	Emergency Stage = "emergency"
	Ended     Stage = "ended"
)

// Step is what is about to happen to a visit.
type Step string

// The steps. Each is one command of clinic.
const (
	Arrive     Step = "arrive"
	Assess     Step = "assess"
	Ask        Step = "ask_prescriber"
	Answer     Step = "answer_referral"
	Override   Step = "override"
	Prepare    Step = "prepare"
	Check      Step = "check"
	HandOver   Step = "hand_over"
	Discard    Step = "discard"
	PutBack    Step = "put_back" // ampoules chosen and not opened
	Give       Step = "administer"
	Observe    Step = "observe"
	Leave      Step = "leave"
	LeaveEarly Step = "leave_early"
	Withhold   Step = "withhold"
	Decline    Step = "decline"
	Absent     Step = "did_not_attend"
	Alarm      Step = "start_emergency"
	AlarmStep  Step = "emergency_step"
	AlarmEnd   Step = "end_emergency"
)

// Ending is how a visit closed.
type Ending string

// The endings. All but LeftWell without a dose count as a missed session
// (E-MISS-01), whatever the cause.
const (
	LeftWell     Ending = "left_well"
	LeftBefore   Ending = "left_early" // after a dose, not released: somebody follows it up
	Withheld     Ending = "withheld"
	Declined     Ending = "declined"
	DidNotAttend Ending = "did_not_attend"
	ToHospital   Ending = "hospital"
	Cancelled    Ending = "cancelled" // treatment ended before the promised time
)

var allowed = map[Step][]Stage{
	Arrive:     {Booked},
	Assess:     {Arrived, Deferred, Decided},
	Ask:        {Arrived, Deferred, Stopped, Decided},
	Answer:     {Referred},
	Override:   {Referred},
	Prepare:    {Decided},
	Check:      {Prepared},
	HandOver:   {Checked},
	PutBack:    {Prepared},
	Discard:    {Prepared, Checked, InBooth, Emergency},
	Give:       {InBooth, Emergency},
	Observe:    {Observed, Arrived, Deferred, Stopped, Referred, Decided, Prepared, Checked, InBooth, Emergency},
	Leave:      {Observed},
	LeaveEarly: {Observed},
	Withhold:   {Arrived, Deferred, Referred, Stopped, Decided},
	Decline:    {Booked, Arrived, Deferred, Referred, Decided},
	Absent:     {Booked},
	Alarm: {Booked, Arrived, Deferred, Referred, Stopped, Decided, Prepared, Checked, InBooth, Observed,
		Ended}, // somebody may collapse at the door, or after leaving the booth
	AlarmStep: {Emergency},
	AlarmEnd:  {Emergency},
}

var way = map[Stage]string{
	Booked:    "Record the arrival first.",
	Arrived:   "Take the readings and press CHECK next.",
	Deferred:  "Wait until the time shown, then take the readings again.",
	Referred:  "The prescriber has been asked; the answer comes to this page.",
	Stopped:   "The protocol withholds this session: withhold, or ask the prescriber.",
	Decided:   "Prepare the dose next.",
	Prepared:  "A second person checks the syringe next, or it is discarded with a witness.",
	Checked:   "Hand the syringe over next, or discard it with a witness.",
	InBooth:   "Record what was injected next.",
	Observed:  "Keep observing; the person leaves when the clock opens.",
	Emergency: "An emergency is under way: record its steps, then its end.",
	Ended:     "This visit has ended: add a correction instead.",
}

// Next says whether the step may follow the stage. It answers nil, or the
// refusal wrong_step with the way on.
func Next(stage Stage, step Step) *refusal.Refusal {
	for _, s := range allowed[step] {
		if s == stage {
			return nil
		}
	}
	return refusal.New("wrong_step", "visit order", "Not at this point of the visit. "+way[stage])
}

// May reports whether the step may follow the stage; screens use it to offer
// only what can happen.
func May(stage Stage, step Step) bool { return Next(stage, step) == nil }
