package login

// Route is one row of the who-may table for pages.
type Route struct {
	Question Question
	// Open asks for no sign-in: the sign-in page itself and its assets.
	Open bool
	// WhenLocked is also answered on a locked tablet: unlocking, signing out.
	WhenLocked bool
	// WhenIssued is also answered before a person has replaced the PIN that
	// somebody else issued them.
	WhenIssued bool
	// Passive is what a page does by itself. It does not keep a tablet awake
	// and is no place to return to.
	Passive bool
	// Plain is served without looking at the session, so that it can be cached.
	Plain bool
	// Own is on the side of people's own pages: the session of staff is not
	// looked at, nor that of a person on the other side.
	Own bool
	// Both looks at both, because whoever comes in on one side of a browser
	// leaves the other: signing in, and quick-hide.
	Both bool
}

func may(q Question) Route { return Route{Question: q} }

var (
	open    = Route{Open: true}
	ownSeat = Route{Question: signedIn, WhenLocked: true, WhenIssued: true, Passive: true}
	ownKeys = Route{Question: signedIn, WhenIssued: true}
)

// routes answers for every pattern of the Mux. The web room adds a row here
// for every handler it registers; without one it cannot start.
var routes = map[string]Route{
	// Signing in. The handlers of a locked tablet are the same ones.
	"GET /signin":                 open,
	"POST /signin/pin":            {Open: true, Both: true},
	"POST /signin/passkey/begin":  open,
	"POST /signin/passkey/finish": {Open: true, Both: true},
	"GET /assets/":                {Open: true, Plain: true},
	"POST /signout":               ownSeat,
	"POST /lock":                  ownSeat,
	"GET /keys":                   ownKeys, // one's own PIN and passkeys
	"POST /keys/pin":              ownKeys,
	"POST /keys/passkey/begin":    ownKeys,
	"POST /keys/passkey/finish":   ownKeys,
	"POST /keys/passkey/remove":   ownKeys,
	"POST /confirm/passkey/begin": may(asksSecond),

	// The day.
	"GET /{$}":                      may(signedIn), // to the first page of one's roles
	"GET /board":                    may(seesBoard),
	"GET /board/wall":               may(seesBoard),
	"GET /board/events":             {Question: seesBoard, Passive: true},
	"POST /board/plan":              may(runsDay),
	"POST /board/close":             may(runsDay),
	"GET /visits/{visit}":           may(seesVisit),
	"GET /visits/{visit}/discard":   may(worksVisit),
	"GET /visits/{visit}/label":     may(seesVisit),
	"GET /visits/{visit}/label.pdf": may(seesVisit),
	"GET /visits/{visit}/label.zpl": may(seesVisit),
	"GET /visits/{visit}/events":    {Question: seesVisit, Passive: true},
	"POST /visits/{visit}/{step}":   may(seesVisit), // each step is a command with an answer of its own

	// People.
	"GET /people":                     may(seesPeople),
	"GET /people/{person}":            may(seesPeople),
	"POST /people":                    may(seesPeople), // a search: its answer is the list
	"GET /people/new":                 may(admits),
	"POST /people/new":                may(admits),
	"POST /people/{person}/hold":      may(stopsDoses),
	"POST /people/{person}/lift":      may(prescribes),
	"POST /people/{person}/trimester": may(stopsDoses),
	"POST /people/{person}/book":      may(runsDay),
	"GET /people/{person}/late":       may(correctsRecord),
	"POST /people/{person}/late":      may(correctsRecord),
	"GET /people/{person}/prescribe":  may(prescribes),
	"POST /people/{person}/prescribe": may(prescribes),
	"POST /people/{person}/reasons":   may(refers),
	"GET /referrals":                  may(seesPeople),
	"GET /referrals/new":              may(refers),
	"POST /referrals/new":             may(refers),
	"GET /referrals/{person}":         may(seesPeople),
	"POST /referrals/{person}":        may(refers),
	"GET /referrals/{person}/summary": may(seesPeople),
	"GET /referrals/{person}/{step}":  may(refers), // each step is a command with an answer of its own
	"POST /referrals/{person}/{step}": may(refers),
	"GET /inbox":                      may(answersInbox),
	"GET /safety":                     may(correctsRecord), "POST /safety/{what}": may(correctsRecord),
	"GET /people/{person}/safety": may(correctsRecord), "POST /people/{person}/safety/{what}": may(correctsRecord),
	"GET /worklist":          may(answersInbox),
	"POST /inbox/{referral}": may(answersInbox),

	// Stock and register.
	"GET /register":            may(readsRegister),
	"GET /register/{page}":     may(readsRegister),
	"GET /register/pdf/{page}": may(readsRegister),
	"GET /register/receive":    may(keepsStock),
	"POST /register/receive":   may(keepsStock),
	"GET /register/count":      may(keepsStock),
	"POST /register/count":     may(keepsStock),
	"GET /register/note":       may(notesRegister),
	"POST /register/note":      may(notesRegister),
	"GET /register/export":     may(exportsRegister),
	"GET /register/bundle":     may(exportsRegister),

	// Paper for an outage.
	"GET /continuity":     may(seesPaper),
	"GET /continuity/pdf": may(seesPaper),

	// The end of the service.
	"GET /service/close": may(seesClosing), "POST /service/close": may(closesService),
	"GET /service/close/pdf": may(seesClosing),

	"GET /continuity/catch-up": may(seesPaper), "POST /continuity/outage": may(runsDay),
	"GET /continuity/catch-up/{person}/{day}/{session}":  may(givesDoses),
	"POST /continuity/catch-up/{person}/{day}/{session}": may(givesDoses),

	// Those who look after the register.
	"GET /register/officer":          may(officer),
	"POST /register/officer/alone":   may(officer),
	"GET /procedures":                may(signsProcedures),
	"GET /procedures/text":           may(signsProcedures),
	"POST /procedures":               may(adoptsProcedures),
	"POST /procedures/sign":          may(signsProcedures),
	"GET /register/concern":          may(raisesConcerns),
	"POST /register/concern":         may(raisesConcerns),
	"POST /register/officer/concern": may(officer),
	"GET /register/officer/report":   may(officer),
	"GET /register/officer/signals":  may(officer),
	"POST /register/officer/signals": may(officer),
	"GET /register/dispute":          may(ownEntries),
	"POST /register/dispute":         may(ownEntries),
	"GET /register/disputes":         may(answersDisputes),
	"POST /register/disputes":        may(answersDisputes),

	// Inspections.
	"GET /inspections":          may(opensInspections),
	"POST /inspections":         may(opensInspections),
	"POST /inspections/end":     may(opensInspections),
	"GET /register/inspection":  may(inspects),
	"POST /register/inspection": may(inspects),

	// Staff.
	"GET /staff":                 may(seesStaff),
	"POST /staff":                may(changesStaff),
	"POST /staff/same":           may(changesStaff),
	"POST /staff/licence":        may(grantsLicences),
	"POST /staff/licence/end":    may(grantsLicences),
	"POST /staff/{staff}/roles":  may(changesStaff),
	"POST /staff/{staff}/unlock": may(changesStaff),
	"POST /staff/{staff}/pin":    may(changesStaff),
}
