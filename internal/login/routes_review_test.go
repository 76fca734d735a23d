package login_test

import "maps"

func init() {
	for _, x := range []string{"GET /me/line", "GET /me/line/{entry}",
		"GET /me/review", "GET /me/take", "POST /me/take", "POST /me/review/{what}",
		"GET /me/review/{review}", "GET /me/review/{review}/sheet"} {
		mayRoutes[x] = "........." // staff have no place here
	}
	maps.Copy(mayRoutes, map[string]string{
		"GET /people/{person}/onward": "NPH..R...", "POST /people/{person}/onward/{what}": "NP...R...",
		"GET /people/{person}/take": "NP...R...", "POST /people/{person}/take": "NP...R...",
		"POST /people/{person}/take/let": ".P.......", "GET /reviews/packs": "NP.......",
		"GET /reviews": "NP...R...", "GET /people/{person}/review": "NP...R...",
		"POST /people/{person}/review/{what}": "NP...R...", "GET /people/{person}/review/{review}": "NP...R...",
		"GET /people/{person}/review/{review}/sheet": "NP...R...",
		"GET /people/{person}/line":                  "NP...R...", "GET /people/{person}/line/{entry}": "NP...R...",
	})
}
