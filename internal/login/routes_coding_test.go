package login_test

import "maps"

// Researchers code texts and nobody else does.
func init() {
	maps.Copy(mayRoutes, map[string]string{
		"GET /studies/{study}/texts/{text}/code":              "......S..",
		"POST /studies/{study}/texts/{text}/code":             "......S..",
		"GET /studies/{study}/texts/{text}/code/events":       "......S..",
		"POST /studies/{study}/texts/{text}/undo":             "......S..",
		"GET /studies/{study}/texts/{text}/codings/{coding}":  "......S..",
		"POST /studies/{study}/texts/{text}/codings/{coding}": "......S..",
		"GET /studies/{study}/texts/{text}/compare":           "......S..",
		"POST /studies/{study}/texts/{text}/round":            "......S..",
		"GET /studies/{study}/codes":                          "......S..",
		"POST /studies/{study}/codes":                         "......S..",
		"GET /studies/{study}/codes/{code}":                   "......S..",
		"POST /studies/{study}/codes/{code}":                  "......S..",
		"GET /studies/{study}/find":                           "......S..",
		"POST /studies/{study}/find":                          "......S..",
		"GET /studies/{study}/retrieve":                       "......S..",
		"GET /studies/{study}/meetings":                       "......S..",
		"GET /studies/{study}/memos":                          "......S..",
		"POST /studies/{study}/memos":                         "......S..",
		"GET /studies/{study}/themes":                         "......S..",
		"POST /studies/{study}/themes":                        "......S..",
		"GET /studies/{study}/themes/{theme}":                 "......S..",
		"POST /studies/{study}/themes/{theme}":                "......S..",
		"GET /studies/{study}/matrix":                         "......S..",
		"GET /studies/{study}/matrix/{text}/{code}":           "......S..",
		"POST /studies/{study}/matrix/{text}/{code}":          "......S..",
		"GET /studies/{study}/saturation":                     "......S..",
		"GET /studies/{study}/phases":                         "......S..",
		"POST /studies/{study}/phases":                        "......S..",
		"GET /studies/{study}/trail":                          "......S..",
		"GET /studies/{study}/agreement":                      "......S..",
		"POST /studies/{study}/agreement":                     "......S..",
	})
}
