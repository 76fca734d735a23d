package login_test

import "maps"

func init() {
	for _, x := range []string{"GET /me/line", "GET /me/line/{entry}"} {
		mayRoutes[x] = "........." // staff have no place here
	}
	maps.Copy(mayRoutes, map[string]string{
		"GET /people/{person}/line": "NP...R...", "GET /people/{person}/line/{entry}": "NP...R...",
	})
}
