package plain

import "fmt"

// Door is coming in, the first page, and leaving.
type Door struct {
	Welcome, CardAsk, CardHint, PhoneAsk, CodeLabel, Go, Clear, Back      string
	NoCard, PhoneNone, UsePhone, OtherWay                                 string
	Hide, HideHint, Finish, Still, StillStay, MoreTime, MoreTimeHint      string
	Hello                                                                 func(name string) string
	Doors, Times, Goals, Today, Record, Say, Back2                        string
	TimesHint, GoalsHint, TodayHint, RecordHint, SayHint                  string
	Here, HereHint, HereDone                                              string
	HereOpen                                                              func(due string) string
	HereNotNow, Over, Wrong, Missing                                      string
	Fault                                                                 func(id string) string
	Wait                                                                  func(seconds int) string
	Denials                                                               map[string]string
	Ways, WaysHint, ThisPhone, ThisPhoneHint, AddPhone, PhoneAdded        string
	NewCode, NewCodeHint, CodeOnce                                        string
	CodeUntil                                                             func(clock string) string
	Phone, PhoneTake                                                      string
	PhoneSince                                                            func(day string) string
	NoPhones, Problem, Time, Skip, ShowCode                               string
	CodeHint, SecretAsk, SecretHint, SecretForgot, SecretTitle, SecretWhy string
	SecretNew, SecretKeep, SecretNone                                     string
	PhoneWait, PhoneCannot, PhoneUnused                                   string
}

var englishDoor = Door{
	Welcome: "Welcome", CardAsk: "Type the numbers on your card",
	CardHint:  "The card has 12 numbers. A code from staff has 8.",
	PhoneAsk:  "Open your pages",
	CodeLabel: "Your numbers", Go: "Open", Clear: "Clear", Back: "Back one",
	NoCard:    "No card? Ask staff. They can open this for you.",
	PhoneNone: "First time on this phone? Ask staff for a code.",
	UsePhone:  "Open with this phone", OtherWay: "Or type a code from staff",
	Hide: "Hide this", HideHint: "You can also press the Escape key twice.", Finish: "Finish",
	Still: "Are you still here? This page will close soon.", StillStay: "I am still here",
	MoreTime: "I need more time", MoreTimeHint: "The page then stays open for 3 minutes.",
	Hello: func(name string) string { return "Hello " + name },
	Doors: "Where do you want to go?", Times: "My times", Goals: "My reasons and goals", Today: "How I am",
	Record: "My record", Say: "Say something", Back2: "All my pages",
	TimesHint: "When you come, and changing it", GoalsHint: "What you want, in your words",
	TodayHint: "Tell us how you are today", RecordHint: "What is written about you, and who read it",
	SayHint: "Thanks, an idea, or something wrong",
	Here:    "I am here", HereHint: "Press this. Staff will see that you have come.",
	HereDone:   "Staff can see that you are here. Take a seat.",
	HereOpen:   func(due string) string { return "Your time is " + due + "." },
	HereNotNow: "You have no time to come in now. Ask staff.",
	Over:       "You have finished. Nothing is left on this screen.",
	Wrong:      "That did not work", Missing: "This page is not here. Go back and try again.",
	Fault: func(id string) string {
		return "Something went wrong. It is not your fault. Nothing was saved. Tell staff this number: " + id
	},
	Wait: func(n int) string {
		if n == 1 {
			return "Wait 1 second. Then try again."
		}
		return fmt.Sprintf("Wait %d seconds. Then try again.", n)
	},
	Denials: map[string]string{
		"code_wrong":      "These numbers open nothing. Check them. If it is your card, ask staff for a new one.",
		"code_typed":      "One number is not right. Look at the card and type it again.",
		"code_length":     "A card has 12 numbers. A code from staff has 8. Type all of them.",
		"card_locked":     "This card is locked. Ask staff for a new one.",
		"card_kiosk_only": "A card works only on the screen at the service. Ask staff for a code for your phone.",
		"prompt_expired":  "That took too long. Press the button again.",
		"passkey_refused": "This phone could not open your pages. Try again. If it goes on, ask staff for a code.",
		"passkey_taken":   "This phone opens pages already.",
		"proof_old":       "That took too long. Ask staff for a new code.",
		"not_signed_in":   "You are not signed in. Start again.",
		"phone_at_kiosk":  "This screen is for everybody. Use your own phone.",
		"phones_full":     "Five phones open your pages. Take one away first.",
		"secret_wrong":    "These are not your secret numbers. Try again, or ask staff.",
		"secret_simple":   "Choose 4 to 8 numbers that nobody could guess. Not a year, and not 1234.",
		"passkey_gone":    "This phone is not on the list any more.",
		"sign_in_unknown": "These numbers open nothing. Ask staff.",
	},
	Ways:          "Ways to open my pages",
	WaysHint:      "Only you should use these. Tell staff at once if you lose your card or phone.",
	ThisPhone:     "Open my pages with this phone",
	ThisPhoneHint: "You unlock it as you always do. Only do this on a phone that is yours alone.",
	AddPhone:      "Use this phone from now on", PhoneAdded: "This phone opens your pages now.",
	NewCode: "Use my own phone", NewCodeHint: "You get 8 numbers. Type them on your phone.",
	CodeOnce:  "Type these numbers on your phone. They work once.",
	CodeUntil: func(clock string) string { return "They work until " + clock + "." },
	Phone:     "A phone", PhoneTake: "Take this phone away",
	PhoneSince: func(day string) string { return "since " + day },
	NoPhones:   "No phone opens your pages.", Problem: "There is a problem", Time: "The time",
	CodeHint:  "A code from staff has 8 numbers.",
	SecretAsk: "Your secret numbers", SecretHint: "The ones you chose. They are not on your card.",
	SecretForgot: "Forgot them? Ask staff. They can take them away.",
	SecretTitle:  "Secret numbers with my card",
	SecretWhy:    "Then the card alone opens nothing. You need both.",
	SecretNew:    "Choose 4 to 8 numbers", SecretKeep: "Save my numbers", SecretNone: "Go without them",
	Skip: "Skip to the page", ShowCode: "Show the numbers",
	PhoneWait: "Wait for your phone to ask you", PhoneCannot: "This phone cannot do that. Ask staff for a code.",
	PhoneUnused: "Your phone was not used. Try again, or ask staff for a code.",
}
