package login

import (
	"maps"
	"slices"

	"steady/person"
)

// worksStudies is who may open the research studies. Which of them, and what in
// it, each study says of its own members (V-04).
var worksStudies = who("Who may work in research studies?", person.Researcher)

// clinicalRoles are the roles that meet people in treatment or read their
// records. Who holds one of them and works in studies too needs the service's
// word: whoever treats a person does not read what they said to a researcher.
var clinicalRoles = []person.Role{person.Nurse, person.Prescriber, person.Pharmacist, person.Manager,
	person.RecoveryWorker, person.CDAO, person.Inspector}

// TreatsToo reports whether somebody in these roles has a part in the clinic
// beside that in research.
func TreatsToo(roles []person.Role) bool {
	return slices.ContainsFunc(roles, func(r person.Role) bool { return slices.Contains(clinicalRoles, r) })
}

var studyRoutes = map[string]Route{
	"GET /studies": may(worksStudies), "POST /studies": may(worksStudies),
	"GET /studies/{study}": may(worksStudies), "POST /studies/{study}": may(worksStudies),
	"GET /studies/{study}/events": {Question: worksStudies, Passive: true},
	"GET /studies/{study}/texts":  may(worksStudies), "POST /studies/{study}/texts": may(worksStudies),
	"GET /studies/{study}/texts/{text}":                   may(worksStudies),
	"GET /studies/{study}/texts/{text}/recording":         {Question: worksStudies, Passive: true},
	"POST /studies/{study}/texts/{text}/recording":        may(worksStudies),
	"POST /studies/{study}/texts/{text}/recording/delete": may(worksStudies),
	"GET /studies/{study}/texts/{text}/correct":           may(worksStudies),
	"POST /studies/{study}/texts/{text}/correct":          may(worksStudies),
	"GET /studies/{study}/texts/{text}/names":             may(worksStudies),
	"POST /studies/{study}/texts/{text}/names":            may(worksStudies),
	"GET /studies/{study}/participants":                   may(worksStudies),
	"POST /studies/{study}/participants":                  may(worksStudies),
	"GET /studies/{study}/participants/{who}":             may(worksStudies),
	"POST /studies/{study}/participants/{who}":            may(worksStudies),
	"GET /studies/{study}/participants/{who}/removal":     may(worksStudies),
	"GET /studies/{study}/quotes":                         may(worksStudies),
	"POST /studies/{study}/quotes":                        may(worksStudies),
	"GET /studies/{study}/quotes/new":                     may(worksStudies),
	"POST /studies/{study}/quotes/new":                    may(worksStudies),
	"GET /studies/{study}/outcomes":                       may(worksStudies),
	"GET /studies/{study}/guide":                          may(worksStudies),
	"POST /studies/{study}/guide":                         may(worksStudies),
	"GET /studies/{study}/exchange":                       may(worksStudies),
	"POST /studies/{study}/exchange":                      may(worksStudies),
	"POST /studies/{study}/exchange/out":                  may(worksStudies),
}

func init() { maps.Copy(routes, studyRoutes) }
