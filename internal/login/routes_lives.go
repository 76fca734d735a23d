package login

import "maps"

// lifeRoutes answers for lives and for the planning of a week.
var lifeRoutes = map[string]Route{
	"GET /times/plan":         may(entersTimes),
	"POST /times/plan/{what}": may(entersTimes), // each is a command with an answer of its own
	// Why a time is taken is drawn for who may write it down, and nobody else.
	"GET /times/lives/{person}":         may(entersTimes),
	"POST /times/lives/{person}/{what}": may(entersTimes),
}

func init() { maps.Copy(routes, lifeRoutes) }
