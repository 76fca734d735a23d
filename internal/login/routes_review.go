package login

import "maps"

// reviewRoutes answers for the line of a life, reviews, continuity plans and what
// people take with them.
var reviewRoutes = map[string]Route{
	"GET /people/{person}/line": may(holdsReviews), "GET /people/{person}/line/{entry}": may(holdsReviews),
	"GET /people/{person}/onward": may(seesPeople), "POST /people/{person}/onward/{what}": may(holdsReviews),
	"GET /people/{person}/take": may(holdsReviews), "POST /people/{person}/take": may(holdsReviews),
	"POST /people/{person}/take/let": may(letsOut), "GET /reviews/packs": may(looksAtWay),
	"GET /me/take": ownPage, "POST /me/take": ownPage,
	"GET /reviews": may(holdsReviews), "GET /people/{person}/review": may(holdsReviews),
	"POST /people/{person}/review/{what}":        may(holdsReviews),
	"GET /people/{person}/review/{review}":       may(holdsReviews),
	"GET /people/{person}/review/{review}/sheet": may(holdsReviews),
	"GET /me/review":                             ownPage,
	"POST /me/review/{what}":                     ownPage, "GET /me/review/{review}": ownPage,
	"GET /me/review/{review}/sheet": ownPage,
	"GET /me/line":                  ownPage, "GET /me/line/{entry}": ownPage,
}

func init() { maps.Copy(routes, reviewRoutes) }
