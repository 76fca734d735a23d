package spec

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/app"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

func init() {
	for verb, body := range map[string]func(s *script, a args, r *app.Request) clinic.Body{
		"endlicence": endLicence, "endroles": endRoles, "law": law, "adopt": adopt, "trimester": trimester,
	} {
		verbs[verb] = body
	}
}

func acts(a args) (out []person.Act) {
	for _, w := range strings.FieldsFunc(a["acts"], func(r rune) bool { return r == ',' }) {
		out = append(out, person.Act(w))
	}
	return out
}

func endLicence(s *script, a args, r *app.Request) clinic.Body {
	return clinic.EndLicence{Doctor: person.StaffID(a["0"]), Substance: measure.Substance(a.or("for", "diamorphine")),
		Number: a.or("number", "L-1"), On: date(s, a.or("on", "+0")), Reason: r.Keep(a["0"], "reason", a["reason"])}
}

func endRoles(_ *script, a args, r *app.Request) clinic.Body {
	var roles []person.Role
	for _, w := range strings.Split(a["1"], ",") {
		roles = append(roles, person.Role(w))
	}
	return clinic.EndRoles{Staff: person.StaffID(a["0"]), Roles: roles, Reason: r.Keep(a["0"], "reason", a["reason"])}
}

// law installs a jurisdiction pack of the build, or of a file.
func law(s *script, a args, _ *app.Request) clinic.Body {
	if j, err := register.FindJurisdiction(a["0"]); err == nil {
		doc := j.Document()
		if a["edited"] == "yes" {
			doc = append(doc, '\n')
		}
		return clinic.InstallJurisdiction{Document: doc}
	}
	doc, err := os.ReadFile(a["0"])
	if err != nil {
		s.t.Fatal(err)
	}
	return clinic.InstallJurisdiction{Document: doc}
}

// adopt adopts a standard operating procedure: adopt NAME VERSION text=… from=….
func adopt(s *script, a args, _ *app.Request) clinic.Body {
	digest := sha256.Sum256([]byte(a["text"]))
	return clinic.AdoptProcedure{Name: a["0"], Version: a["1"], From: date(s, a.or("from", "+0")),
		Digest: a.or("digest", hex.EncodeToString(digest[:]))}
}

func trimester(_ *script, a args, _ *app.Request) clinic.Body {
	n, _ := strconv.Atoi(a["1"])
	return clinic.ChangeTrimester{Person: person.UserID(a["0"]), Trimester: n}
}

// more reads what a prescription may say beside its doses:
//
//	plan=15,30/45,45   oral=methadone:60mg   supply=instalments:7x1:HO1,HO4   asked=yes cond=… qtc=…
//	home=4:stable,urines (of the drug)   oralhome=2:…   permit=P-1   topup=30mg
func (s *script) more(a args, rx *clinic.Prescription) {
	for i, day := range strings.FieldsFunc(a["plan"], func(r rune) bool { return r == '/' }) {
		step := clinic.PlanStep{Day: date(s, a.or("planfrom", rx.From.String())) + moment.Day(i)}
		for _, w := range strings.Split(day, ",") {
			step.Doses = append(step.Doses, s.mg(w))
		}
		rx.Plan = append(rx.Plan, step)
	}
	if a["topup"] != "" {
		rx.TopUp = s.mg(a["topup"])
	}
	rx.Permit, rx.TakeHome = a["permit"], takeHome(a["home"])
	for _, w := range strings.FieldsFunc(a["oral"], func(r rune) bool { return r == '+' }) {
		drug, dose, _ := strings.Cut(w, ":")
		o := clinic.Oral{Drug: clinic.OralDrug(map[string]string{"srom": "morphine_slow_release"}[drug]),
			Dose: s.mg(dose), Supply: clinic.Supply(strings.ReplaceAll(a.or("supply", "on_site"), " ", "_"))}
		if o.Drug == "" {
			o.Drug = clinic.OralDrug(drug)
		}
		how, rest, parts := strings.Cut(string(o.Supply), ":")
		o.Supply = clinic.Supply(how)
		if parts {
			o.Parts = instalments(rest)
		}
		o.TakeHome = takeHome(a["oralhome"])
		o.Screen.Asked = a["asked"] != "no"
		for _, c := range strings.FieldsFunc(a["cond"], func(r rune) bool { return r == ',' }) {
			o.Screen.Conditions = append(o.Screen.Conditions, strings.ReplaceAll(c, " ", "_"))
		}
		o.Screen.QTc, _ = strconv.Atoi(a["qtc"])
		rx.Oral = append(rx.Oral, o)
	}
}

// instalments reads 7x2:HO1,HO4: seven instalments, one every second day.
func instalments(w string) *register.Instalments {
	times, wording, _ := strings.Cut(w, ":")
	n, every, _ := strings.Cut(times, "x")
	out := &register.Instalments{Wording: strings.FieldsFunc(wording, func(r rune) bool { return r == ',' })}
	out.Count, _ = strconv.Atoi(n)
	out.Every, _ = strconv.Atoi(every)
	return out
}

// takeHome reads 4:stable,urines: four daily doses at once, two conditions met.
func takeHome(w string) *register.TakeHome {
	if w == "" {
		return nil
	}
	days, met, _ := strings.Cut(w, ":")
	out := &register.TakeHome{}
	out.Days, _ = strconv.Atoi(days)
	for _, c := range strings.FieldsFunc(met, func(r rune) bool { return r == ',' }) {
		out.Met = append(out.Met, strings.ReplaceAll(c, " ", "_"))
	}
	return out
}
