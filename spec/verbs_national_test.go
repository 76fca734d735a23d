package spec

import (
	"fmt"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
)

func init() {
	verbs["national"], verbs["nationalcodes"] = recordNational, setNational
	verbs["cost"], verbs["funding"] = enterCost, setFunding
}

// national p1 yes initials=AB sex=male drugs=heroin,crack first=19
func recordNational(_ *script, a args, r *app.Request) clinic.Body {
	b := clinic.RecordNational{Person: person.UserID(a["0"]), Agrees: clinic.SendAnswer(a["1"]),
		Initials: r.KeepIf(a["0"], "initials", a["initials"]), Postcode: r.KeepIf(a["0"], "postcode", a["postcode"]),
		Sex: clinic.Sex(a["sex"]), Ethnic: clinic.Ethnic(a["ethnic"]), Nation: a["nation"],
		Route: clinic.UsedBy(a["route"]), Injects: clinic.Injects(a["injects"]),
		Housing: clinic.HousingNeed(a["housing"]), Children: clinic.ChildrenLive(a["children"])}
	b.FirstUse, _ = strconv.Atoi(a["first"])
	for _, d := range strings.Split(a["drugs"], ",") {
		if d != "" {
			b.Drugs = append(b.Drugs, clinic.Drug(d))
		}
	}
	return b
}

// nationalcodes A123
func setNational(_ *script, a args, _ *app.Request) clinic.Body {
	return clinic.SetNational{Agency: a["0"], Area: a["area"], Local: a["authority"]}
}

// cost staff 2026-01-01 2026-03-31 pounds=1000
func enterCost(_ *script, a args, r *app.Request) clinic.Body {
	from, _ := moment.ParseDay(a["1"])
	to, _ := moment.ParseDay(a["2"])
	pounds, _ := strconv.ParseInt(a["pounds"], 10, 64)
	b := clinic.EnterCost{Kind: clinic.CostKind(a["0"]), From: from, To: to, Pence: pounds * 100}
	if a["where"] != "" {
		b.Where = r.Keep("service", "cost", a["where"])
	}
	return b
}

// funding 15 until=2027-03-31
func setFunding(_ *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["0"])
	until, _ := moment.ParseDay(a["until"])
	return clinic.SetFunding{Places: n, Until: until}
}

// lookNational answers "agrees p1", what somebody said to the return, and
// "costs", what was entered.
func (s *script) lookNational(verb string, a args) (string, bool) {
	r := s.e.state().Reports
	switch verb {
	case "agrees":
		if n := r.People[person.UserID(a["0"])]; n != nil {
			return string(n.Agrees), true
		}
		return "not asked", true
	case "costs":
		var out []string
		for _, c := range r.Costs {
			out = append(out, fmt.Sprintf("%s %s %d", c.From, c.Kind, c.Pence/100))
		}
		return strings.Join(append(out, fmt.Sprintf("%d places", r.Funding.Places)), ", "), true
	}
	return "", false
}
