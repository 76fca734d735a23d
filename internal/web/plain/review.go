package plain

// Review is looking back together, and the plan that both keep.
type Review struct {
	Title, Lead, Read, Yes, No, NoAsk, Before, Hint, About, AboutAsk, Want, NotNow, Held, None string
	Gives, Costs, Talked, Plan, NoPlan, Nothing, Better, Goals, Print, Said, Kept, Done        string
	NextTime, TheirsNot, OursNot, Due                                                          string
	Doers                                                                                      map[string]string

	Of, Ours                                    func(name, day string) string
	Theirs, Paper, Until, Next, DueOn, AskedFor func(day string) string
}

var englishReview = Review{
	Title: "Looking back together", Lead: "You and a worker look at how it goes. You make a plan that both of you keep.",
	Read: "This is what was written. Is it right?", Yes: "Yes, I agree", No: "It is not right",
	NoAsk: "What is not right?", Before: "Before we meet", Hint: "You do not have to write anything.",
	About: "What I want to talk about", AboutAsk: "What do you want to talk about?",
	Want: "I want to meet for this", NotNow: "Not now. Ask me next time", Held: "What we planned before",
	None:  "There is nothing here yet.",
	Gives: "What it gives me", Costs: "What it costs me", Talked: "What else we talked about", Plan: "Our plan",
	NoPlan: "We needed no plan.", Nothing: "Nothing was written.", Better: "What getting better means to me",
	Goals: "My goals", Print: "Print it on one sheet", Said: "What I wrote beside it", Kept: "Kept. Thank you.",
	Done: "Thank you. Your answer is kept.", NextTime: "We look at it next time.",
	TheirsNot: "I have not agreed yet.", OursNot: "The worker has not agreed yet.",
	Due:   "It is time to look back together. You can also wait.",
	Doers: map[string]string{"person": "I do it", "service": "The service does it", "both": "We do it together"},
	Of:    func(name, day string) string { return name + ": what we said on " + day },
	Ours:  func(name, day string) string { return name + " agreed on " + day + "." },
	Theirs: func(day string) string {
		return "I agreed on my own pages on " + day + "."
	},
	Paper:    func(day string) string { return "I signed this on paper on " + day + "." },
	Until:    func(day string) string { return "We look at it on " + day + "." },
	Next:     func(day string) string { return "We look back again on " + day + ", or when I want." },
	DueOn:    func(day string) string { return "It is time to look back together, since " + day + "." },
	AskedFor: func(day string) string { return "You asked for this on " + day + "." },
}
