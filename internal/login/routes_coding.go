package login

import "maps"

// codingRoutes answers for the pages on which texts are coded and themes made of
// codes. Which study, and what in it, each study says of its own members.
var codingRoutes = map[string]Route{
	"GET /studies/{study}/texts/{text}/code":              may(worksStudies),
	"POST /studies/{study}/texts/{text}/code":             may(worksStudies),
	"GET /studies/{study}/texts/{text}/code/events":       {Question: worksStudies, Passive: true},
	"POST /studies/{study}/texts/{text}/undo":             may(worksStudies),
	"GET /studies/{study}/texts/{text}/codings/{coding}":  may(worksStudies),
	"POST /studies/{study}/texts/{text}/codings/{coding}": may(worksStudies),
	"GET /studies/{study}/texts/{text}/compare":           may(worksStudies),
	"POST /studies/{study}/texts/{text}/round":            may(worksStudies),
	"GET /studies/{study}/codes":                          may(worksStudies),
	"POST /studies/{study}/codes":                         may(worksStudies),
	"GET /studies/{study}/codes/{code}":                   may(worksStudies),
	"POST /studies/{study}/codes/{code}":                  may(worksStudies),
	"GET /studies/{study}/find":                           may(worksStudies),
	"POST /studies/{study}/find":                          may(worksStudies),
	"GET /studies/{study}/retrieve":                       may(worksStudies),
	"GET /studies/{study}/meetings":                       may(worksStudies),
	"GET /studies/{study}/memos":                          may(worksStudies),
	"POST /studies/{study}/memos":                         may(worksStudies),
	"GET /studies/{study}/themes":                         may(worksStudies),
	"POST /studies/{study}/themes":                        may(worksStudies),
	"GET /studies/{study}/themes/{theme}":                 may(worksStudies),
	"POST /studies/{study}/themes/{theme}":                may(worksStudies),
	"GET /studies/{study}/matrix":                         may(worksStudies),
	"GET /studies/{study}/matrix/{text}/{code}":           may(worksStudies),
	"POST /studies/{study}/matrix/{text}/{code}":          may(worksStudies),
	"GET /studies/{study}/saturation":                     may(worksStudies),
	"GET /studies/{study}/phases":                         may(worksStudies),
	"POST /studies/{study}/phases":                        may(worksStudies),
	"GET /studies/{study}/trail":                          may(worksStudies),
	"GET /studies/{study}/agreement":                      may(worksStudies),
	"POST /studies/{study}/agreement":                     may(worksStudies),
}

func init() { maps.Copy(routes, codingRoutes) }
