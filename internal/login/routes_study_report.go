package login

import "maps"

// The report of a study, and the checklists of what it tells.
func init() {
	maps.Copy(routes, map[string]Route{
		"GET /studies/{study}/report": may(worksStudies), "POST /studies/{study}/report": may(worksStudies),
		"GET /studies/{study}/checklists/{list}":  may(worksStudies),
		"POST /studies/{study}/checklists/{list}": may(worksStudies),
	})
}
