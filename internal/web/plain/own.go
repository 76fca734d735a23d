package plain

import "fmt"

// Goals is why somebody comes, what getting better means to them, and their
// goals.
type Goals struct {
	Title, Lead                                                  string
	Reasons, ReasonsNone, ReasonsAsk, ReasonsHint, Keep, Earlier string
	Better, BetterNone, BetterAsk, BetterHint, Still             string
	On                                                           func(day string) string
	Goals, GoalsNone, New, NewAsk, NewHint, About                string
	Together, Steps, StepAsk, StepHint, AddStep                  string
	Done, Open, Change, ChangeTitle, ChangeAsk, ChangeKeep       string
	Aside, AsideHint, AsideKeep, AsideList, Again                string
	Areas, Ends, Marks                                           map[string]string
	Kept                                                         string
}

var englishGoals = Goals{
	Title: "My reasons and goals",
	Lead:  "These are your words. You can change them any time. The words from before stay beside them.",

	Reasons: "Why I come", ReasonsNone: "You have not written this yet.",
	ReasonsAsk:  "Why do you come? Use your own words.",
	ReasonsHint: "The staff who look after you can read it.", Keep: "Keep this", Earlier: "What I wrote before",

	Better: "What getting better means to me", BetterNone: "You have not written this yet. There is no wrong answer.",
	BetterAsk:  "What does getting better mean to you?",
	BetterHint: "It can be small. It can change. It is yours.", Still: "This is still right",
	On: func(day string) string { return "You wrote this on " + day },

	Goals: "My goals", GoalsNone: "You have no goals here. You do not need any.", New: "A new goal",
	NewAsk: "What do you want?", NewHint: "One thing, in your own words.", About: "What is it about?",
	Together: "You found this one together with staff.", Steps: "Small steps", StepAsk: "The next small step",
	StepHint: "Something you could do this week.", AddStep: "Add this step", Done: "I have done this",
	Open: "Not done yet", Change: "Change or add a step", ChangeTitle: "One of my goals",
	ChangeAsk: "Say it in other words", ChangeKeep: "Keep these words",
	Aside: "Put this goal away", AsideHint: "It is kept. You can take it up again any time.",
	AsideKeep: "Put it away", AsideList: "Goals I put away", Again: "Take it up again",

	Areas: map[string]string{"home": "A place to live", "people": "Family and friends", "health": "My body",
		"mind": "How I feel", "work": "Work, school, things to do", "money": "Money and papers",
		"street": "Less from the street", "no_drugs": "No drugs at all", "other": "Something else"},
	Ends:  map[string]string{"there": "I am there", "changed": "I want something else now", "rest": "It can rest for now"},
	Marks: map[string]string{"open": "To do", "done": "Done", "left": "Not needed now"},
	Kept:  "Kept. Thank you for telling us.",
}

// Today is how somebody is.
type Today struct {
	Title, Lead, Safe                      string
	Mood, Sleep, Pain, Craving, Skip       string
	Feelings, Amounts                      map[string]string
	Words, WordsHint, Ask, AskNothing      string
	AskTalk, AskTalkHint, AskHelp, Send    string
	AskHelpHint, Thanks, TalkSent, SentTo  string
	HelpSent, HelpKiosk, HelpPhone, Danger string
	Call                                   func(who string) string
	CallUnset, DangerUnset                 string
	Waits                                  func(clock string) string
	AllRight, AllRightDone, Before, None   string
}

var englishToday = Today{
	Title: "How I am today",
	Lead:  "Answer what you like. You can leave out all of it.",
	Safe:  "The staff who look after you can read this. It never changes your dose.",
	Mood:  "How do you feel?", Sleep: "How did you sleep?", Pain: "Do you have pain?",
	Craving: "Do you feel a pull to use more?", Skip: "Leave this out",
	Feelings: map[string]string{"very_bad": "Very bad", "bad": "Bad", "between": "In between", "good": "Good",
		"very_good": "Very good"},
	Amounts: map[string]string{"none": "None", "little": "A little", "some": "Some", "lot": "A lot",
		"very_much": "Very much"},
	Words: "Do you want to say more?", WordsHint: "You do not have to.", Ask: "Do you want to talk to somebody?",
	AskNothing: "No, not today", AskTalk: "Yes, when there is time", AskTalkHint: "Staff see it now.",
	AskHelp: "I need help today", AskHelpHint: "Staff see it now, before all others.", Send: "Send this",
	Thanks: "Thank you for telling us.", TalkSent: "Staff can see that you want to talk.", SentTo: "What happens now",
	HelpSent:  "Staff can see that you need help.",
	HelpKiosk: "Stay here. Somebody will come to you. If nobody comes soon, go to the desk and say it.",
	HelpPhone: "We see this when we are open. If we are closed, nobody sees it now.",
	Danger:    "If you or somebody near you is in danger now, do not wait for us.",
	Call:      func(who string) string { return "Call: " + who }, CallUnset: "Ask at the desk whom to call.",
	DangerUnset: "Call for an ambulance, or ask somebody near you to call.",
	Waits:       func(clock string) string { return "You asked to talk. That was at " + clock + ". Staff can see it." },
	AllRight:    "I am all right now", AllRightDone: "Good to hear. Staff can see it.",
	Before: "How I was before", None: "You have not told us before.",
}

// Say is something said to the service.
type Say struct {
	Title, Lead, What, Words, WordsHint, Send, Who      string
	Kinds, Stages                                       map[string]string
	Named, NamedHint, Unnamed, UnnamedHint              string
	Manager, ManagerHint                                string
	Means, MeansOne, MeansTwo, MeansThree, MeansFour    string
	Help                                                string
	Sent, SentNamed, SentUnnamed, Code, CodeHint        string
	Mine, MineNone, Answer, Answered, ForManager        string
	Look, LookAsk, LookHint, LookGo, LookNone, NoAnswer string
	ChooseKind, ChooseName, WriteWords                  string
	Here, HereLead                                      string
}

var englishSay = Say{
	Title: "Say something", Lead: "Tell us what is good and what is not. It changes nothing in how we treat you.",
	What: "What do you want to say?", Words: "Your words", WordsHint: "Short or long, as you like.", Send: "Send this",
	Who: "Do you want to give your name?",
	Kinds: map[string]string{"complaint": "Something is wrong", "thanks": "Thank you", "idea": "I have an idea",
		"question": "I have a question"},
	Stages: map[string]string{"said": "Sent", "read": "Read by staff", "looking": "Being looked at",
		"answered": "Answered", "closed": "Finished"},
	Named: "With my name", NamedHint: "The answer comes to this page.",
	Unnamed: "Without my name", UnnamedHint: "You get a number. With it you can read the answer.",
	Manager: "Only the manager may read this", ManagerHint: "Choose this if it is about a person who works here.",
	Means:    "What “without my name” means",
	MeansOne: "We keep your words and the day. We do not keep who you are or what time it was.",
	MeansTwo: "The number is not written down here. If you lose it, nobody can find it.",
	MeansThree: "We cannot hide what your words tell. Leave out names and places if you do not want to be known. " +
		"Staff may also have seen you here.",
	MeansFour: "Each day we take only some messages without a name. Then the box is full until the next day.",
	Help:      "Do you need help today? Do not use this page. Tell staff, or use the page How I am.",
	Sent:      "Thank you. We have it.", SentNamed: "You can see here what becomes of it.",
	SentUnnamed: "Nobody can see that it was you.", Code: "Your number",
	CodeHint: "Write it down now. It is shown only once.",
	Mine:     "What I told you", MineNone: "Nothing yet.", Answer: "The answer", Answered: "Staff wrote:",
	ForManager: "For the manager only", Look: "Read an answer with a number", LookAsk: "Type the number you got",
	LookHint: "It has 16 numbers.", LookGo: "Look", LookNone: "This number opens nothing. Check it and type it again.",
	NoAnswer: "There is no answer yet.", ChooseKind: "Choose what you want to say.",
	ChooseName: "Choose if you want to give your name.", WriteWords: "Write what you want to say.",
	Here:     "What people here say",
	HereLead: "People told us this in talks for a study. They said that we may show it. We do not say who it was.",
}

// Visit is what happens at a visit.
type Visit struct {
	Title, Lead, Ask string
	Steps            []VisitStep
	About            func(minutes int) string
	Stop, StopText   string
}

// VisitStep is one step of a visit. Key is booth or watch where the service may
// have set how long it takes.
type VisitStep struct{ Key, Picture, Name, Text string }

var englishVisit = Visit{
	Title: "What happens at a visit", Lead: "Six steps. You can ask us at every one.",
	Ask: "How long? Ask us.",
	Steps: []VisitStep{
		{"come", "door", "You come in", "Tell us your name. We look who is next."},
		{"check", "talk", "We ask how you are", "We count your breath and look how awake you are."},
		{"ready", "two", "Two people get it ready", "One makes it ready. The other checks it."},
		{"booth", "booth", "You take it", "You sit in a room of your own. A nurse is near."},
		{"watch", "chair", "You rest", "We stay with you and see that you are well."},
		{"go", "leave", "You go", "We tell you your next time."},
	},
	About: func(n int) string {
		if n == 1 {
			return "About 1 minute"
		}
		return fmt.Sprintf("About %d minutes", n)
	},
	Stop: "You can say stop", StopText: "You can say no at any step. You can have somebody with you. Just ask.",
}
