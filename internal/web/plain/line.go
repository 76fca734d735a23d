package plain

import (
	"strconv"
	"strings"
)

// Line is how it has been for somebody, along the days.
type Line struct {
	Title, Lead, Key, Table, When, What, NotYet, Happened, Nothing    string
	Physical, Social, Psychological, Treatment                        string
	Spans                                                             map[string]string
	Rows                                                              map[string]string // by the key of a row
	Lows, Highs                                                       map[string]string // what the ends of a scale mean
	SelfReport, Own, Weekly, Hours, Skipped, Rather, NotAsked, Untold string
	Began, Ended, Prescribed, Note, Review, Back, Asked               string
	LeftOut, SelfTitle, Crime, OneQuestion, Answered                  string
	YesNo                                                             map[string]string

	KeyTitle, Few string
	Fold          func(strand string, n int) string
	Brief         func(first, last string) string
	Once          func(text, day string) string

	First  func(text, day string) string
	Last   func(text, day string) string
	Seen   func(n int) string
	Gaps   func(n int) string
	DaysOf func(n string) string
}

var englishLine = Line{
	Title: "How it has been", Lead: "This is your life along the days. It is about you, and about nobody else.",
	Key:   "A full dot is what you said. An empty ring is a day with no answer. Press one to see what was asked.",
	Table: "All of it as a list", When: "When", What: "What was said", NotYet: "Nothing here yet: ",
	LeftOut:  "You left these out: ",
	Happened: "What happened", Nothing: "There is nothing to show yet. It grows as you tell us things.",
	Physical: "My body", Social: "People, home, work and money", Psychological: "How I feel",
	Treatment: "What treatment takes",
	Spans:     map[string]string{"90": "3 months", "365": "A year", "all": "All of it"},
	Rows: map[string]string{
		"heroin": "Street heroin", "crack": "Crack", "cocaine": "Cocaine powder", "amphetamine": "Speed",
		"cannabis": "Cannabis", "other_drug": "Another drug", "alcohol": "Alcohol", "tobacco": "Tobacco",
		"injecting": "Injecting away from here", "sharing": "Sharing needles or spoons", "body": "My health",
		"shops": "Taking from shops", "selling": "Selling drugs", "theft": "Other theft or fraud", "violence": "Violence",
		"mind": "How my mind is", "work_days": "Days of paid work", "learning_days": "Days of learning",
		"home_lost": "No home", "home_risk": "Home at risk", "life": "Quality of life",
		"mood": "Mood", "sleep": "Sleep", "pain": "Pain", "craving": "Craving",
		"sure": "I believe this can work for me", "hours": "Hours a week for treatment",
		"belonging": "I feel part of where I live", "friends": "I get support from friends",
		"energy":  "I have the strength to do what I set myself",
		"housing": "Home", "work": "Work", "income": "Money", "family": "Family", "children": "Children",
		"company": "People to be with", "care": "Hospital, ambulance, illness",
	},
	Lows: map[string]string{"days": "none of 28 days", "feeling": "very bad", "amount": "none", "ten": "0",
		"twenty": "0, poor", "yesno": "no", "agree": "not at all"},
	Highs: map[string]string{"days": "all 28 days", "feeling": "very good", "amount": "very much", "ten": "10",
		"twenty": "20, good", "yesno": "yes", "agree": "very much so"},
	SelfReport: "This is what you said. Nobody else told us.", Own: "In your own words",
	Weekly: "One dot a week: the last of it. Choose 3 months to see each day.",
	Hours:  "The way here, the wait and the visit. Each dot is a month.",
	Untold: "without the way here", Skipped: "This question was left out", Rather: "You would rather not say",
	NotAsked:  "Nobody asked",
	SelfTitle: "your own words", Crime: "This is what you said. Nobody else told us.",
	OneQuestion: "One question by itself.", Answered: "Answered", YesNo: map[string]string{"Y": "Yes", "N": "No"},
	Began: "Treatment began", Ended: "Treatment ended", Prescribed: "New prescription", Note: "Your words",
	Review: "A review you agreed to", Back: "How it has been", Asked: "What was asked, and what you said",
	KeyTitle: "What the marks mean",
	Few:      "These are a few lines of many. Open the parts below to see all of them.",
	Fold:     func(strand string, n int) string { return strand + ": all of it (" + strconv.Itoa(n) + ")" },
	Brief:    func(first, last string) string { return "First " + lowered(first) + ", last " + lowered(last) },
	Once:     func(text, day string) string { return text + ", " + day },

	First: func(text, day string) string { return "First: " + text + ", " + day + "." },
	Last:  func(text, day string) string { return "Last: " + text + ", " + day + "." },
	Seen:  func(n int) string { return strconv.Itoa(n) + " answers." },
	DaysOf: func(n string) string {
		if n == "1" {
			return "1 day"
		}
		return n + " days"
	},
	Gaps: func(n int) string { return strconv.Itoa(n) + " times without one." },
}

// lowered is a value as it stands in a sentence.
func lowered(text string) string {
	return strings.ToLower(text[:min(1, len(text))]) + text[min(1, len(text)):]
}
