package page

// OwnTimes is when somebody comes, day by day.
type OwnTimes struct {
	Proposed *OwnProposed
	Days     []OwnDay
	Offers   []OwnOffer
	Waiting  []OwnWaiting
	Doors    []OwnDoor
	Week     *OwnWeekPlan
}

// OwnWeekPlan is what a plan of the whole service would take of somebody's week.
type OwnWeekPlan struct {
	Title string
	Gives string // the sentence that counts
	Says  []string
	Look  Link
}

// OwnDay is one day with its visits.
type OwnDay struct {
	Name   string // "Today", "Tuesday 3 March"
	Visits []OwnVisitTime
}

// OwnVisitTime is one promised or usual time.
type OwnVisitTime struct {
	Clock, Says, URL string
	Name             string // of the part of the day
}

// OwnOffer is a time that is kept for somebody who waits for one.
type OwnOffer struct {
	Text, Until, Saves string
	Take, No           Form
}

// OwnWaiting is a place on the list for a better time.
type OwnWaiting struct {
	Text string
	Stop Form
}

// OwnAskTime asks whether somebody can come at another time, and shows the
// answer. Field: at.
type OwnAskTime struct {
	Day, Now string
	Form     Form
	Choices  []Choice
	At       Pick
	Answer   *OwnTimeAnswer
	Wait     *OwnWait
}

// OwnTimeAnswer is yes, or why not and what else there is.
type OwnTimeAnswer struct {
	Text   string
	Why    []string
	Yes    *OwnTimeOption
	Others []OwnTimeOption
}

// OwnTimeOption is one time to take, with what it gives back or takes.
type OwnTimeOption struct {
	Clock, Saves string
	Form         Form
}

// OwnWait puts somebody on the list for a better time. Fields: from, to.
type OwnWait struct {
	Form     Form
	Choices  []Choice
	From, To Pick
}
