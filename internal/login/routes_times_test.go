package login_test

import "maps"

func init() {
	maps.Copy(mayRoutes, map[string]string{"GET /times": "NPH.MR...", "GET /times/ask": "NP..MR...",
		"GET /times/access": "NPH.MR...", "POST /times/day/{step}": "NP..MR...", "POST /times/access/{what}": "....M...."})
}
