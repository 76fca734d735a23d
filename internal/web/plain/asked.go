package plain

import "fmt"

// Asked is the questions that wait for somebody, and what they answered.
type Asked struct {
	Title, Lead, Safe, None                           string
	Count                                             func(n int) string
	Waits                                             func(n int) string
	Open, Skip, Number, Week, Total, TotalHint, Looks string
	Words, Send, Decline, Kept, Declined              string
	Mine, MineNone, On, Take, TakeHint, Taken         string
	Shown, NotAnswered                                string
	Alert, AlertKiosk, AlertPhone, AlertDanger        string
	Nothing, Impossible, Changed                      string
}

var englishAsked = Asked{
	Title: "Questions for you",
	Lead:  "You can skip any question. You can skip all of them.",
	Safe:  "The staff who look after you can read your answers. Your dose stays the same, whatever you say.",
	None:  "No questions wait for you.",
	Count: func(n int) string {
		if n == 1 {
			return "1 short question"
		}
		return fmt.Sprintf("%d short questions", n)
	},
	Waits: func(n int) string {
		if n == 1 {
			return "1 short question waits for you. You may skip it."
		}
		return fmt.Sprintf("%d short questions wait for you. You may skip any.", n)
	},
	Open: "Look at the questions", Skip: "Skip this one", Number: "A number from %d to %d. Leave it empty to skip.",
	Week: "Week", Total: "Or all days",
	TotalHint: "How many days in each of the last 4 weeks? Leave out what you do not know.",
	Looks:     "I looked and saw nothing", Words: "Do you want to say more?", Send: "Send my answers",
	Decline: "I would rather not answer", Kept: "Thank you. We have your answers.",
	Declined: "That is fine. Nobody will ask you why.",
	Mine:     "What I answered before", MineNone: "Nothing yet.", On: "You answered on", Take: "Take these answers back",
	TakeHint: "They then count for nothing.", Taken: "We took them back.", Shown: "Show my answers",
	NotAnswered: "You did not want to answer.",
	Alert:       "Thank you for telling us. Somebody will talk with you today.",
	AlertKiosk:  "Stay here. Somebody will come to you. If nobody comes soon, go to the desk and say it.",
	AlertPhone:  "We see this when we are open. If we are closed, nobody sees it now.",
	AlertDanger: "If you are in danger now, do not wait for us.",
	Nothing:     "Answer one question, or say that you would rather not.",
	Impossible:  "One answer cannot be. Look at it again.", Changed: "The questions changed. Load the page again.",
}

// Wider is help with other things, how somebody lives, and what happened.
type Wider struct {
	Title, Lead, Help, HelpNone, Ask, AskWhat, AskWords, AskSend, Kept string
	Lives, LivesHint, Is, Since, Keep, Told, Unknown                   string
	Happened, HappenedHint, What, Day, DayHint, Rough, RoughNo, RoughY string
	Words, WordsHint, NotSaid, ChooseHelp, ChooseIs, ChooseWhat        string
	Kinds, Stages, Parts, Answers, Events                              map[string]string
}

var englishWider = Wider{
	Title: "Help and my life", Lead: "Tell us only what you want to tell. You can leave out all of it.",
	Help: "Help I asked for", HelpNone: "You have not asked for anything.", Ask: "Ask for help with something",
	AskWhat: "What do you need help with?", AskWords: "Say more, if you like", AskSend: "Ask for this",
	Kept: "Thank you. We have it.", Lives: "How I live", LivesHint: "This helps us see what makes life hard or easy.",
	Is: "What is true now?", Since: "Since when?", Keep: "Keep this", Told: "Change something",
	Unknown:  "You have not said",
	Happened: "What happened to me", HappenedHint: "Good things count too.", What: "What happened?", Day: "On which day?",
	DayHint: "Leave it empty for today.", Rough: "Do you know the day?", RoughNo: "Yes, that day", RoughY: "About then",
	Words: "In your words", WordsHint: "You do not have to.", NotSaid: "I would rather not say",
	ChooseHelp: "Choose what you need help with.", ChooseIs: "Choose what is true now.",
	ChooseWhat: "Choose what happened.",
	Kinds: map[string]string{"wound": "A wound or sore place", "hepatitis_b": "Hepatitis B", "hepatitis_c": "Hepatitis C",
		"hiv": "HIV", "vaccine": "Another jab", "gp": "A doctor", "dentist": "My teeth", "mental_health": "My mind",
		"housing": "A place to live", "benefits": "Money or debts", "papers": "My papers", "work": "Work or school",
		"family": "My family", "legal": "Court or the law", "peer": "People like me", "other": "Something else"},
	Stages: map[string]string{"asked": "We know of it", "sent": "Sent on", "seen": "They have seen it", "done": "Done",
		"declined": "You did not want it", "unmet": "We could not get it"},
	Parts: map[string]string{"housing": "Home", "work": "Work", "income": "Money", "family": "Family",
		"children": "Children", "company": "People to be with"},
	Answers: map[string]string{"housing:own": "A home of my own", "housing:family": "With family or friends",
		"housing:supported": "A home with support", "housing:hostel": "A hostel", "housing:unsettled": "Here and there",
		"housing:street": "On the street", "housing:custody": "In prison", "housing:other": "Something else",
		"work:paid": "Paid work", "work:some": "Work now and then", "work:voluntary": "Work without pay",
		"work:study": "I am learning", "work:looking": "I look for work", "work:caring": "I care for somebody",
		"work:not_now": "I cannot work now", "work:retired": "I have retired", "work:other": "Something else",
		"income:wages": "Pay from work", "income:benefits": "Benefits", "income:both": "Pay and benefits",
		"income:waiting": "I wait for benefits", "income:none": "No money", "income:other": "Something else",
		"family:often": "We meet or talk every week", "family:sometimes": "Now and then", "family:rarely": "Not often",
		"family:none": "Not at all", "family:unwanted": "Not at all, and I want none",
		"children:together": "My children live with me", "children:contact": "I see my children",
		"children:no_contact": "I do not see my children", "children:none": "I have no children",
		"company:many": "I have a few people", "company:few": "I have one or two people", "company:none": "I have nobody"},
	Events: map[string]string{"home": "I have a new home", "home_lost": "I lost my home",
		"work":      "I began work or a course",
		"work_over": "My work or course ended", "contact": "I am in touch with somebody again",
		"parted": "Somebody and I parted", "birth": "A child was born", "death": "Somebody died",
		"harm": "Somebody hurt me", "arrest": "I was arrested", "court": "I was in court", "custody": "I went to prison",
		"released": "I came out of prison", "money": "Money came or stopped", "emergency": "I went to A and E",
		"hospital": "I was in hospital", "ambulance": "An ambulance came", "overdose": "I had an overdose",
		"illness": "I was ill", "good": "Something good", "other": "Something else"},
}

// Levels is a goal on five levels.
type Levels struct {
	Title, Lead, Base, Weight, WeightHint, Keep, Link, Now, Mark, Kept, Here string
	Ask                                                                      []string // much less to much more
	Write, Choose                                                            string
	Weights                                                                  []string // 1 to 5
}

var englishLevels = Levels{
	Title: "Steps of this goal, from far to near",
	Lead:  "Say what you would see at each of the five. Use your own words. A few words are enough.",
	Ask: []string{"Much less than I hope for", "Less than I hope for", "What I hope for", "More than I hope for",
		"Much more than I hope for"},
	Base: "Where are you now?", Weight: "How much does this goal matter to you?", WeightHint: "Next to your other goals.",
	Keep: "Keep these five", Link: "Say how near you are", Now: "Where are you with it now?", Mark: "This is where I am",
	Kept: "Kept. It is there for you to look at, and for nobody to mark.", Here: "You are here",
	Write: "Write a few words for each of the five.", Choose: "Choose one of the five.",
	Weights: []string{"A little", "Some", "Quite a lot", "A lot", "Most of all"},
}
