package login

import (
	"maps"

	"steady/person"
)

var (
	// ownPage is a page that a person opens for themself.
	ownPage = Route{Question: own, Own: true}
	// ownOpen is before anybody is signed in on that side.
	ownOpen = Route{Open: true, Own: true}
	// ownIn is coming in, or leaving at once: it ends the other side too.
	ownIn = Route{Open: true, Own: true, Both: true}

	letsIn = who("Who may let people into their own pages: cards, codes that work once, phones?",
		person.Nurse, person.Prescriber, person.RecoveryWorker, person.Manager)
	keepsKiosks = who("Who may make a screen a kiosk?", person.Manager, person.Admin)
)

// doorRoutes answers for the entrance of people's own pages, and for what staff
// do about it.
var doorRoutes = map[string]Route{
	"GET /kiosk":                        ownOpen,
	"GET /me/in":                        ownOpen,
	"POST /me/in/code":                  ownIn,
	"POST /me/in/secret":                ownIn,
	"POST /me/ways/secret":              ownPage,
	"POST /me/in/begin":                 ownOpen,
	"POST /me/in/passkey":               ownIn,
	"GET /hide":                         ownIn, // a plain link: it ends what this browser has open
	"GET /away":                         ownOpen,
	"GET /me/ways":                      ownPage,
	"POST /me/ways/code":                ownPage,
	"POST /me/ways/begin":               ownPage,
	"POST /me/ways/phone":               ownPage,
	"POST /me/ways/remove":              ownPage,
	"GET /me/record":                    ownPage,
	"GET /me/record/sheet":              ownPage,
	"GET /me/record/looked":             ownPage,
	"GET /me/consents":                  ownPage,
	"POST /me/consents":                 ownPage,
	"GET /me/consents/withdraw":         ownPage,
	"POST /me/consents/withdraw":        ownPage,
	"GET /people/{person}/door":         may(letsIn),
	"POST /people/{person}/door/{what}": may(letsIn), // each step is recorded in the sign-in trail
	"GET /kiosks":                       {Question: keepsKiosks, Both: true},
	"POST /kiosks":                      may(keepsKiosks),
	"POST /kiosks/end":                  may(keepsKiosks),
	"GET /keys/looked":                  may(signedIn),
	"GET /me":                           ownPage,
	"POST /me/here":                     ownPage,
	"POST /me/still":                    ownPage, // somebody touched the screen
	"POST /me/time":                     ownPage,
	"POST /me/out":                      ownPage,
}

func init() { maps.Copy(routes, doorRoutes) }
