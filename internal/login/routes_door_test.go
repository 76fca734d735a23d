package login_test

import "maps"

func init() {
	maps.Copy(mayRoutes, map[string]string{
		"GET /kiosk": ".........", "GET /me/in": ".........", "POST /me/in/code": ".........",
		"POST /me/in/begin": ".........", "POST /me/in/passkey": ".........", "GET /hide": ".........",
		"GET /away": ".........", "GET /me": ".........", "POST /me/here": ".........", "POST /me/still": ".........",
		"GET /me/record": ".........", "GET /me/record/sheet": ".........", "GET /me/record/looked": ".........",
		"GET /me/consents": ".........", "POST /me/consents": ".........", "GET /me/consents/withdraw": ".........",
		"POST /me/consents/withdraw": ".........",
		"GET /people/{person}/door":  "NP..MR...", "POST /people/{person}/door/{what}": "NP..MR...",
		"GET /kiosks": "....M...A", "POST /kiosks": "....M...A", "POST /kiosks/end": "....M...A",
		"GET /keys/looked": "NPHCMRSIA",
		"GET /me/ways":     ".........", "POST /me/ways/code": ".........", "POST /me/ways/begin": ".........",
		"POST /me/ways/phone": ".........", "POST /me/ways/remove": ".........",
		"POST /me/in/secret": ".........", "POST /me/ways/secret": ".........",
		"POST /me/time": ".........", "POST /me/out": ".........",
	})
}
