package login_test

import "maps"

func init() {
	maps.Copy(mayRoutes, map[string]string{
		"GET /kiosk": ".........", "GET /me/in": ".........", "POST /me/in/code": ".........",
		"POST /me/in/begin": ".........", "POST /me/in/passkey": ".........", "GET /hide": ".........",
		"GET /away": ".........", "GET /me": ".........", "POST /me/here": ".........", "POST /me/still": ".........",
		"POST /me/time": ".........", "POST /me/out": ".........",
	})
}
