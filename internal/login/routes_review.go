package login

import "maps"

// reviewRoutes answers for the line of a life, reviews, continuity plans and what
// people take with them.
var reviewRoutes = map[string]Route{
	"GET /people/{person}/line": may(holdsReviews), "GET /people/{person}/line/{entry}": may(holdsReviews),
	"GET /me/line": ownPage, "GET /me/line/{entry}": ownPage,
}

func init() { maps.Copy(routes, reviewRoutes) }
