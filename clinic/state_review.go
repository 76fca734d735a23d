package clinic

import (
	"cmp"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// Along is what goes along with one person's treatment beside the doses: their
// reviews, and what happens if this service cannot go on for them.
type Along struct {
	Asked *ReviewWish `json:"asked,omitempty"` // a review is wanted; nil where not
	Open  *Review     `json:"open,omitempty"`  // written, and not agreed by both
	Held  []Review    `json:"held,omitempty"`  // agreed by both, newest last, at most reviewsKept
	// Served is the latest day with a review due that was held, or let pass.
	Served moment.Day  `json:"served,omitempty"`
	Onward *OnwardPlan `json:"onward,omitempty"`
}

// ReviewWish is a review that somebody wants.
type ReviewWish struct {
	Since moment.Instant `json:"since"`
	Words []OwnReasons   `json:"words,omitempty"` // newest last, at most reasonsKept
}

// Review is one review as it is written now, with who agreed to it.
type Review struct {
	WriteReview
	Began  moment.Instant `json:"began"`
	At     moment.Instant `json:"at"` // written so
	By     person.StaffID `json:"by"`
	Rev    int            `json:"rev"`              // counts the writings
	Theirs *Agreement     `json:"theirs,omitempty"` // of the person; nil is none yet
	Ours   *Agreement     `json:"ours,omitempty"`   // of the worker
	// Said is what the person wrote beside it, about this writing or one before:
	// it is not lost when the review is written anew. Newest last.
	Said []OwnReasons `json:"said,omitempty"`
}

// Agreement is one of the two agreeing, or saying that it is not right.
type Agreement struct {
	AnswerReview
	At moment.Instant `json:"at"`
	By person.StaffID `json:"by"`
}

// Agreed reports whether both agreed.
func (r *Review) Agreed() bool {
	return r != nil && r.Theirs != nil && !r.Theirs.Not && r.Ours != nil && !r.Ours.Not
}

// reviewsKept is how many agreed reviews of one person the state keeps; the
// journal keeps all.
const reviewsKept = 8

// AlongOf is what goes along with a person's treatment; empty where nothing does.
func (s *State) AlongOf(id person.UserID) Along {
	if a := s.Own.Along[id]; a != nil {
		return *a
	}
	return Along{}
}

// Review finds the open review, or one that both agreed to; nil where there is
// none of that id.
func (a Along) Review(id string) *Review {
	if a.Open != nil && a.Open.Review == id {
		return a.Open
	}
	if i := slices.IndexFunc(a.Held, func(r Review) bool { return r.Review == id }); i >= 0 {
		return &a.Held[i]
	}
	return nil
}

// DueReview is a review that somebody waits for.
type DueReview struct {
	Person person.UserID
	Due    moment.Day     // 0: wanted, and none is due
	Passed []moment.Day   // days before Due that had none either: this one serves them
	Asked  moment.Instant // when the person asked; 0 is not
	Open   bool           // one is being written
	Next   moment.Day     // the day after this one
}

// ReviewDue says what reviews somebody in treatment waits for; ok is false where
// they wait for none.
func (s *State) ReviewDue(id person.UserID, today moment.Day) (d DueReview, ok bool) {
	d.Person = id
	w, a := s.Ways[id], s.AlongOf(id)
	if w == nil || w.Ended != nil || w.Admitted == 0 {
		return d, false
	}
	start := s.zone.Day(w.Admitted)
	for _, o := range recovery.Occasions(start, today.AddYears(1)) {
		switch {
		case !o.Review || o.Day <= a.Served:
		case o.Day > today:
			if d.Next == 0 {
				d.Next = o.Day
			}
		default:
			if d.Due != 0 {
				d.Passed = append(d.Passed, d.Due)
			}
			d.Due = o.Day
		}
	}
	if a.Asked != nil {
		d.Asked = a.Asked.Since
	}
	d.Open = a.Open != nil
	return d, d.Due != 0 || d.Asked != 0 || d.Open
}

// ReviewsDue lists who waits for a review: who asked for one first, then whose
// day is longest past.
func (s *State) ReviewsDue(today moment.Day) (out []DueReview) {
	for _, id := range s.peopleInOrder() {
		if d, ok := s.ReviewDue(id, today); ok {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b DueReview) int {
		if x, y := a.Asked != 0, b.Asked != 0; x != y {
			if x {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Asked, b.Asked), cmp.Compare(never(a.Due), never(b.Due)))
	})
	return out
}

// never puts what is not due behind every day.
func never(d moment.Day) moment.Day {
	if d == 0 {
		return moment.Date(9999, 12, 31)
	}
	return d
}

// WithoutOnward lists who is in treatment and has no continuity plan, or one
// whose oral equivalent no prescriber wrote for the prescription in force.
func (s *State) WithoutOnward() (none, old []person.UserID) {
	for _, id := range s.peopleInOrder() {
		if s.inTreatment(id) != nil {
			continue
		}
		switch o := s.AlongOf(id).Onward; {
		case o == nil || o.At == 0:
			none = append(none, id)
		case s.EquivalentOld(id):
			old = append(old, id)
		}
	}
	return none, old
}

// EquivalentOld reports whether somebody's oral equivalent is missing or was
// written for a prescription before the one in force.
func (s *State) EquivalentOld(id person.UserID) bool {
	o, p := s.AlongOf(id).Onward, s.People[id]
	return p != nil && p.Rx != nil && (o == nil || o.Equivalent == nil || o.EquivalentRx != p.RxCount)
}

// along opens what goes along with a person's treatment.
func (s *State) along(id person.UserID) *Along {
	if s.Own.Along[id] == nil {
		keep(&s.Own.Along, id, &Along{})
	}
	return s.Own.Along[id]
}

func (f *ReviewAsked) applyOwn(s *State, e Event) {
	a := s.along(f.Person)
	if a.Asked == nil {
		a.Asked = &ReviewWish{Since: e.Happened}
	}
	if f.Words != nil {
		a.Asked.Words = newest(append(a.Asked.Words, OwnReasons{e.Happened, *f.Words}), reasonsKept)
	}
}

func (f *ReviewWritten) applyOwn(s *State, e Event) {
	a := s.along(f.Person)
	r := Review{WriteReview: f.WriteReview, Began: e.Happened, At: e.Happened, By: e.By, Rev: 1}
	if a.Open != nil && a.Open.Review == f.Review {
		r.Began, r.Rev, r.Said = a.Open.Began, a.Open.Rev+1, a.Open.Said
	}
	a.Open = &r
}

func (f *ReviewAnswered) applyOwn(s *State, e Event) {
	a := s.along(f.Person)
	r := a.Open
	x := &Agreement{f.AnswerReview, e.Happened, e.By}
	if f.How == AgreeWorker {
		r.Ours = x
	} else {
		r.Theirs = x
	}
	if f.How == AgreeOwn && f.Words != nil {
		r.Said = newest(append(r.Said, OwnReasons{e.Happened, *f.Words}), reasonsKept)
	}
	if !r.Agreed() {
		return
	}
	a.Held = newest(append(a.Held, *r), reviewsKept)
	a.Served = max(a.Served, r.Due)
	a.Open, a.Asked = nil, nil
}

func (f *ReviewPassed) applyOwn(s *State, _ Event) {
	a := s.along(f.Person)
	a.Served = max(a.Served, f.Due)
}

func (f *OnwardPlanned) applyOwn(s *State, e Event) {
	o := s.onward(f.Person)
	o.PlanOnward, o.At, o.By = f.PlanOnward, e.Happened, e.By
}

func (f *EquivalentWritten) applyOwn(s *State, e Event) {
	o := s.onward(f.Person)
	words := f.Words
	o.Equivalent, o.EquivalentAt, o.EquivalentBy = &words, e.Happened, e.By
	if p := s.People[f.Person]; p != nil {
		o.EquivalentRx = p.RxCount
	}
}

func (s *State) onward(id person.UserID) *OnwardPlan {
	a := s.along(id)
	if a.Onward == nil {
		a.Onward = &OnwardPlan{}
	}
	return a.Onward
}

// applyOwn changes nothing: what left the service is for the journal to tell.
func (f *RecordGiven) applyOwn(*State, Event) {}

// applyOwn changes nothing: the export reads it where it reads the entry.
func (f *EntryLetOut) applyOwn(*State, Event) {}
