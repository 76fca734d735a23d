package clinic

import (
	"steady/moment"
	"steady/visit"
)

// DayTimes is one day of promised times against what it can hold.
type DayTimes struct {
	Day     moment.Day
	Closed  bool // the service does not open
	Windows []WindowTimes
	Outside []SlotTime // times that lie in no window, which nobody moved when the hours changed
	Nobody  []TimeNotFound
}

// WindowTimes is one window of a day with its slots or groups in order; an open
// window has one.
type WindowTimes struct {
	AccessWindow
	Unset []string // what is not set, so that Steady promises nothing in it by itself
	Slots []DaySlot
}

// DaySlot is what begins and what is there at one time of the day.
type DaySlot struct {
	At      moment.Instant
	Times   []SlotTime
	InBooth int
	InWatch int
	Over    []Broken // what does not fit
}

// SlotTime is a promised or a held time; with neither it is the usual time of
// a day that is not planned yet.
type SlotTime struct {
	PromisedTime
	Stage visit.Stage // "" is not planned yet, or held
	Until moment.Instant
	Offer bool
}

// DayTimes lists the times of a day, window by window and slot by slot.
func (s *State) DayTimes(day moment.Day, now moment.Instant) DayTimes {
	k := s.bookOf(day, now)
	out := DayTimes{Day: day, Closed: len(k.hours) == 0}
	for _, u := range s.Booking.Unplaced {
		if u.Day == day {
			out.Nobody = append(out.Nobody, u)
		}
	}
	for _, w := range k.hours {
		out.Windows = append(out.Windows, WindowTimes{AccessWindow: w, Unset: s.Unset(day, w), Slots: k.slotsOf(w)})
	}
	for _, x := range k.taken {
		if _, inside := k.windowAt(x.Due); !inside {
			out.Outside = append(out.Outside, k.slotTime(x))
		}
	}
	return out
}

// slotsOf cuts a window into slots or groups and fills in who comes.
func (k *dayBook) slotsOf(w AccessWindow) (out []DaySlot) {
	step := w.To - w.From
	switch {
	case w.Style == AccessGroup && w.Every > 0:
		step = w.Every
	case w.Style == AccessBooked && k.access.Slot > 0:
		step = k.access.Slot
	}
	for m := w.From; m < w.To; m += step {
		for _, at := range k.s.zone.Times(k.day, m/60, m%60) {
			out = append(out, DaySlot{At: at})
		}
	}
	for i := range out {
		end := k.s.at(k.day, w.To)
		if i+1 < len(out) {
			end = out[i+1].At
		}
		for _, x := range k.taken {
			if out[i].At <= x.Due && x.Due < end {
				out[i].Times = append(out[i].Times, k.slotTime(x))
			}
		}
		k.weigh(w, &out[i])
	}
	return out
}

func (k *dayBook) slotTime(x PromisedTime) SlotTime {
	t := SlotTime{PromisedTime: x}
	if h, ok := k.s.HeldFor(x.Visit, k.now); ok && h.Due == x.Due {
		t.Until, t.Offer = h.Until, h.Want != ""
	} else if v := k.s.Visits[x.Visit]; v != nil {
		t.Stage = v.Stage
	}
	return t
}

// weigh says what a slot holds against what it can.
func (k *dayBook) weigh(w AccessWindow, slot *DaySlot) {
	say := func(r BookingRule, text string) { slot.Over = append(slot.Over, Broken{r, text}) }
	if w.Style == AccessGroup && w.Group > 0 && len(slot.Times) > w.Group {
		say(RuleGroup, "more than the group is for")
	}
	l, at := k.ledger(), k.counts(slot.At)
	if l == nil || at < 0 {
		return
	}
	slot.InBooth, slot.InWatch = l.Present(at)
	if w.Style != AccessBooked || len(k.s.Unset(k.day, w)) > 0 {
		return
	}
	for _, b := range l.Breaches() {
		if b.Minute == at-at%k.access.Slot {
			r := ruleOfLedger[b.Rule]
			say(r, r.Words())
		}
	}
}
