package login

import "maps"

// countRoutes answers for the pages of counts, differences and destruction.
var countRoutes = map[string]Route{
	"GET /register/counted":            may(readsRegister),
	"GET /register/difference":         may(readsRegister),
	"POST /register/difference/{step}": may(notesRegister), // each step is a command with an answer of its own
}

func init() { maps.Copy(routes, countRoutes) }
