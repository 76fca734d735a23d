package plain

import "fmt"

// Times is when somebody comes, and changing it.
type Times struct {
	Title, Today, Tomorrow, None, NotOpen, Usual, Here, Done, Missed, NoTime string
	Change, AskTitle, AskWhen, AskGo, AskHint                                string
	Now                                                                      func(clock string) string
	Free                                                                     func(clock string) string
	NotFree                                                                  func(clock string) string
	Proposed                                                                 func(day string) string
	SavesWeek, CostsWeek                                                     func(minutes int) string
	SameWeek                                                                 string
	Saves, Costs                                                             func(minutes int) string
	Same, NoWay, Take                                                        string
	Others, NoOthers, Keep                                                   string
	Why                                                                      map[string]string
	Moved, Kept                                                              string
	Wait, WaitFrom, WaitTo, WaitGo, WaitHint, Waiting, WaitStop, WaitOn      string
	WaitWords                                                                func(day, from, to string) string
	Offer                                                                    func(day, clock string) string
	OfferUntil                                                               func(clock string) string
	Begins, Later, ComeNow                                                   func(clock string) string
	OfferTake, OfferNo, OfferGone                                            string
	More, Life, LifeHint, Hours, HoursHint, Sheet, SheetHint, Visit          string
	VisitHint, ChooseTime                                                    string
	// What a plan of the whole service would give this person.
	WeekTitle, WeekFits, WeekLook           string
	WeekNow, WeekFirst, WeekPlan, WeekGives func(minutes int) string
}

var englishTimes = Times{
	Title: "My times", Today: "Today", Tomorrow: "Tomorrow", None: "No visit", NotOpen: "We are closed then",
	Usual: "your usual time", Here: "You are here", Done: "You were here", Missed: "You did not come. Are you all right?",
	NoTime: "There is no time for you yet. Ask staff.",
	Change: "Another time?", AskTitle: "Can I come at another time?", AskWhen: "When would you like to come?",
	AskGo: "Ask", AskHint: "Nothing changes until you say yes.",
	Now:       func(clock string) string { return "Your time now is " + clock + "." },
	Free:      func(clock string) string { return "Yes. " + clock + " is free." },
	NotFree:   func(clock string) string { return clock + " does not work." },
	Proposed:  func(day string) string { return "We found new times for you, from " + day + "." },
	SavesWeek: func(n int) string { return "They give you back " + span(n) + " a week." },
	CostsWeek: func(n int) string { return "They take " + span(n) + " more a week. You can say no." },
	SameWeek:  "They take as long as now, and somebody else can come at your time. You can say no.",
	Saves:     func(n int) string { return "It gives you back " + span(n) + " that day." },
	Costs:     func(n int) string { return "It takes " + span(n) + " more of your day." },
	Same:      "It takes as much of your day as now.", NoWay: "We do not know your way here, so it is not counted.",
	Take: "Take this time", Others: "These times are free", NoOthers: "No other time is free in this part of the day.",
	Keep: "Keep my time",
	Why: map[string]string{"closed": "We are not open then.", "gap": "It is too near your other time.",
		"order": "Your two times would change places.", "apart": "That time is not free.",
		"busy":    "You told us that you cannot come then.",
		"skipped": "The clocks change that night.", "slot": "Visits do not start then.", "room": "That time is full.",
		"prepare": "That time is full.", "staff": "That time is full.", "group": "That group is full.",
		"unset": "Times are not changed here yet. Ask staff: they can."},
	Moved: "Done. You have a new time.", Kept: "Your time stays as it is.",
	Wait: "Tell me when a time opens", WaitFrom: "From", WaitTo: "Until", WaitGo: "Wait for a time",
	WaitHint: "You keep your time until a better one opens. Then we hold it for you.",
	Waiting:  "You wait for a better time",
	WaitStop: "Stop waiting", WaitOn: "You are on the list.",
	WaitWords:  func(day, from, to string) string { return day + ", between " + from + " and " + to },
	Offer:      func(day, clock string) string { return "A time is free for you: " + day + ", " + clock + "." },
	Begins:     func(clock string) string { return "We expect to start with you at about " + clock + "." },
	Later:      func(clock string) string { return "It may start at about " + clock + " today." },
	ComeNow:    func(clock string) string { return "If you come now, it may start at about " + clock + "." },
	OfferUntil: func(clock string) string { return "We keep it for you until " + clock + "." },
	OfferTake:  "Take it", OfferNo: "No, thank you", OfferGone: "Nothing changed.",
	More: "More about my time", Life: "What else I do", LifeHint: "Work, children, the way here",
	Hours: "What treatment takes and gives", HoursHint: "My hours, week by week",
	Sheet: "My times on paper", SheetHint: "One sheet to print", Visit: "What happens at a visit",
	VisitHint: "Step by step", ChooseTime: "Choose a time.",
	WeekTitle: "My hours next week", WeekLook: "See what I can change myself",
	WeekFits: "A plan made round everybody takes as many hours of your week as your times now.",
	WeekNow: func(n int) string {
		return "With your times now, treatment takes " + span(n) + " of your week."
	},
	WeekFirst: func(n int) string {
		return "If people chose in the order they came here, it would take " + span(n) + "."
	},
	WeekPlan: func(n int) string {
		return "With that plan it takes " + span(n) + "."
	},
	WeekGives: func(n int) string { return "A plan made round everybody gives you back " + span(n) + "." },
}

// span spells minutes: "25 minutes", "2 hours 5 minutes".
func span(n int) string {
	hours, minutes := n/60, n%60
	switch {
	case hours == 0:
		return count(minutes, "minute")
	case minutes == 0:
		return count(hours, "hour")
	}
	return count(hours, "hour") + " " + count(minutes, "minute")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
