package plain

import (
	"strings"
	"time"
)

// Record is what is written about somebody, who read it, and what they agreed to.
type Record struct {
	Title, Lead, Now, Past, None, Older, Print, Sheet, SheetNote, Backed string
	Rx                                                                   func(doses, until string) string
	RxNone, RxEnded, HoldsNone                                           string
	HoldSince                                                            func(day string) string
	Day                                                                  func(time.Time) string
	Came, Given                                                          func(what string) string
	Part                                                                 func(got, of string) string
	NothingIn                                                            string
	Corrected                                                            func(got string) string
	And                                                                  func([]string) string
	Outcomes                                                             map[string]string
	Until                                                                func(clock string) string
	Endings                                                              map[string]string
	Holds                                                                map[string]string
	Hold, HoldByRule, HoldEnds, Admitted, Prescribed, Emergency          string
	Naloxone, Consented, NoMore, Answered                                string
	AnswerChoices                                                        map[string]string
	By                                                                   func(name string) string
	Whys                                                                 []Why
	WhyElse                                                              string
	RuleTitle, RuleShown, RuleNot, RuleAsk                               string

	Looked, LookedLead, LookedNone, LookedLists, LookedStaff string
	LookedAt                                                 func(who, page string) string
	Pages                                                    []Why
	PageElse                                                 string
	DoorTitle                                                string
	DoorEvents                                               map[string]string

	Consent, ConsentLead, ConsentNone, ConsentNeeded, ConsentMore, ConsentKeep string
	ConsentSince                                                               func(day string) string
	ConsentOff                                                                 func(day string) string
	Withdraw, WithdrawWhat, WithdrawSure, WithdrawNo, Withdrawn, Kept          string
	WithdrawLines                                                              []string
	WithdrawWords                                                              string
	Country                                                                    string
	CountryYes, CountryNo                                                      func(day string) []string
}

// Why is plain words for everything whose name begins so; the longest fits.
type Why struct{ Prefix, Text string }

// Of finds the words for a name among them, or those for anything else.
func Of(list []Why, name, otherwise string) string {
	best := Why{Text: otherwise}
	for _, w := range list {
		if strings.HasPrefix(name, w.Prefix) && len(w.Prefix) > len(best.Prefix) {
			best = w
		}
	}
	return best.Text
}

var englishRecord = Record{
	Title: "My record", Lead: "This is what is written about you.",
	Now: "Now", Past: "What happened", None: "Nothing is written for these days.",
	Older: "Show more days", Print: "Print this", Sheet: "On one page, to print",
	SheetNote: "This page is yours. Keep it safe, or tear it up.", Backed: "Back to my record",
	Rx: func(doses, until string) string {
		return "You may have " + doses + " each day, until " + until + "."
	},
	RxNone:    "Nothing is prescribed for you now. Ask staff.",
	RxEnded:   "Your prescription has ended. Ask staff about the next one.",
	HoldsNone: "Nothing stops your dose now.",
	HoldSince: func(day string) string { return "Since " + day + ". Staff will talk with you about it." },
	Day:       func(t time.Time) string { return t.Format("Monday 2 January") },
	Came:      func(clock string) string { return clock },
	Given:     func(what string) string { return "You had " + what + "." },
	Part:      func(got, of string) string { return "You had " + got + " of " + of + "." },
	NothingIn: "Nothing went in.",
	And: func(list []string) string {
		if n := len(list); n > 1 {
			return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
		}
		return strings.Join(list, "")
	},
	Corrected: func(got string) string { return "This was put right: you had " + got + "." },
	Outcomes: map[string]string{
		"ADMINISTER": "Your dose was fine to have.", "ADMINISTER_MAX": "You could have a bit less than the full dose.",
		"DEFER": "It was too soon.", "REFER_PRESCRIBER": "The prescriber was asked first.",
		"WITHHOLD": "It was not safe to have a dose then.", "EMERGENCY": "You needed help at once.",
		"INVALID_RX": "The prescription had to be put right first.",
	},
	Until: func(clock string) string { return "You could have it from " + clock + "." },
	Endings: map[string]string{
		"left_well": "You were well when you left.", "left_early": "You left before the last check.",
		"withheld": "There was no dose at this visit, to keep you safe.", "declined": "You did not want a dose.",
		"did_not_attend": "You were not here this time.", "hospital": "You went to hospital.",
		"cancelled": "This time was called off.",
	},
	Holds: map[string]string{
		"review": "The prescriber wants to see you first.", "head_injury": "Because of your head injury.",
		"acute_abdomen": "Because of the pain in your belly.", "maoi": "Because of another medicine you take.",
		"breathing_problem": "Because of your breathing.", "other_illness": "Because you were ill.",
		"treated_elsewhere": "Because you were looked after in another place.", "own_wish": "Because you asked for it.",
		"": "Ask staff why. They will tell you.",
	},
	Hold: "Your doses were stopped for now.", HoldByRule: "A safety rule stopped your doses for now.",
	HoldEnds: "Your doses could start again.", Admitted: "Your treatment here began.",
	Prescribed: "A prescription was written for you:", Emergency: "Staff gave you help at once.",
	Naloxone:  "You were given naloxone, so that you breathed well.",
	Consented: "You said yes to how it works here.", NoMore: "You took back your yes.",
	Answered: "The prescriber looked at it.",
	AnswerChoices: map[string]string{"give": "You could have a dose.", "reassess": "Staff looked at how you were again.",
		"withhold": "The prescriber said: no dose this time, to keep you safe."},
	By: func(name string) string { return "Written by " + name },
	Whys: []Why{
		{"P-TITR-03", "There must be some time between two doses."}, {"S-GAP", "There must be some time between two doses."},
		{"P-TITR", "At the start a dose goes up in small steps."}, {"E-TITR", "A dose goes up in small steps."},
		{"P-CAP", "There is a most that is safe at one time."}, {"S-CAP-SINGLE", "There is a most that is safe at one time."},
		{"S-CAP-DAY", "There is a most that is safe in one day."}, {"E-CAP", "There is a most that is safe."},
		{"E-MISS", "You had time away. After that your body can take less."},
		{"S-MISS", "You had time away. After that your body can take less."},
		{"P-MM", "You had time away. After that your body can take less."},
		{"NEWS", "It went by your breathing, your pulse and how awake you were."},
		{"P-NEWS", "It went by your breathing, your pulse and how awake you were."},
		{"S-SPO2", "There was not enough oxygen in your blood."}, {"S-RR", "Your breathing was slow."},
		{"P-RESP", "It was about your breathing."}, {"E-POSS", "You were very sleepy."}, {"POSS", "You were very sleepy."},
		{"S-ALC", "There was alcohol in your breath."}, {"P-PRE-01", "You were very sleepy, or had taken something else."},
		{"P-PRE", "It went by how you were before the dose."}, {"E-COWS", "It went by how you felt without a dose."},
		{"S-NDAY", "You had all the doses of that day."}, {"P-HM-03", "There are rules for an extra dose."},
		{"P-SITE", "It was about the place on your body."}, {"E-SITE", "It was about the place on your body."},
		{"P-OD", "You had needed help before."}, {"E-OD", "You had needed help before."},
		{"consent", "You had taken back your yes."},
	},
	WhyElse:   "A safety rule said so. Staff can tell you more.",
	RuleTitle: "What is on this page, and what is not",
	RuleShown: "Here are your doses, what was decided and why, what is stopped, and who read it.",
	RuleNot:   "Not here: notes in the words of staff, and anything about other people.",
	RuleAsk: "You may ask to read those too. Somebody looks first that nothing about others is in them. " +
		"Ask any of the staff.",

	Looked: "Who read my record", LookedLead: "Each time staff open a page about you it is written down.",
	LookedNone:  "Nobody has opened a page about you yet.",
	LookedStaff: "Staff",
	LookedLists: "Lists with many names, like the list of the day, are not in here.",
	LookedAt:    func(who, page string) string { return who + " opened " + page + "." },
	Pages: []Why{
		{"/people/{person}/prescribe", "your prescription"}, {"/people/{person}/safety", "your safety page"},
		{"/people/{person}", "your page"},
		{"/people/{person}/door", "how your pages are opened"}, {"/visits/{visit}", "one of your visits"},
		{"/visits/{visit}/label", "the label of a dose of yours"}, {"/referrals/", "how you came to us"},
		{"/people/{person}/line", "how it has been for you"}, {"/people/{person}/review", "your review"},
		{"/people/{person}/onward", "how treatment would go on"}, {"/people/{person}/take", "what you take with you"},
		{"/times/", "your times"}, {"/continuity/", "a paper page about you"}, {"/recovery/", "your goals and how you are"},
	},
	PageElse: "a page about you", DoorTitle: "Your card and your phones",
	DoorEvents: map[string]string{
		"card_issued": "You got a card.", "card_blocked": "Your card was blocked.",
		"card_wrong": "Somebody typed wrong numbers for your card.", "card_locked": "Your card was locked.",
		"code_issued": "A code was made to open your pages.", "signed_in_card": "Your pages were opened with your card.",
		"signed_in_code":    "Your pages were opened with a code.",
		"signed_in_passkey": "Your pages were opened with a phone.", "passkey_added": "A phone was added.",
		"passkey_removed": "A phone was taken away.", "passkey_doubtful": "A phone did not work as it should.",
		"signed_out": "Your pages were closed.", "secret_set": "You chose secret numbers.",
		"secret_ended": "The secret numbers were taken away.",
	},

	Consent: "What I agreed to", ConsentLead: "You can change your mind at any time.",
	ConsentNone: "Nothing is agreed now. Talk with staff.", ConsentNeeded: "Treatment here needs these.",
	ConsentMore: "These are up to you. Treatment goes on either way.", ConsentKeep: "Save what I ticked",
	ConsentSince: func(day string) string { return "You said yes on " + day + "." },
	ConsentOff:   func(day string) string { return "You took back your yes on " + day + "." },
	Country:      "The count of the country",
	CountryYes: func(day string) []string {
		return []string{"You said yes on " + day + ": parts of your record may be sent to the count of the country, " +
			"without your name.", "You can say no at any time. Tell staff. Treatment goes on either way."}
	},
	CountryNo: func(day string) []string {
		return []string{"You said no on " + day + ". Your record is not sent to the count of the country.",
			"Your first letters and a part of your postcode were for it alone: they are erased here. " +
				"Safety copies from before hold them until they are replaced.",
			"What was sent before stays sent. Treatment goes on either way."}
	},
	Withdraw: "I want to take back my yes", WithdrawWhat: "Take back my yes",
	WithdrawSure: "Yes, take it back", WithdrawNo: "No, go back",
	Withdrawn: "It is written down. Please talk with staff now.",
	Kept:      "It is saved.",
	WithdrawLines: []string{"Your doses stop as soon as you press this.",
		"Stopping all at once can make you feel very ill.",
		"Staff will ask you how you are. You can say yes again with them.",
		"You can also talk first, and decide later."},
	WithdrawWords: "Do you want to say why? You do not have to.",
}
