package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

// prescribeView starts from the prescription in force, so that what does not
// change is not typed again. Review, end and plan are always written anew, and
// contraindications are always asked anew.
func prescribeView(st *clinic.State, n names, id string, t typed, today moment.Day) page.Prescribe {
	p, rx := st.People[person.UserID(id)], clinic.Prescription{}
	if p.Rx != nil {
		rx = *p.Rx
	}
	started := today
	if rx.Started != 0 {
		started = min(rx.Started, today)
	}
	v := page.Prescribe{Form: page.Form{Action: "/people/" + id + "/prescribe", Command: t.command()},
		Who: page.Link{Text: n.person(person.UserID(id)), URL: "/people/" + id}, Forms: formChoices(),
		SaltForm: t.pick("salt_form"), Route: t.pick("route"), Pack: t.pick("pack"),
		CapSingle: t.mg("cap_single", rx.CapSingle), CapDay: t.mg("cap_day", rx.CapDay),
		Increment: t.mg("increment", rx.Increment), TopUp: t.mg("topup", rx.TopUp),
		Started: t.dateOr("started", started), From: t.dateOr("from", today), Review: t.date("review"),
		Ends: t.date("ends"), Plan: t.field("plan")}
	if p.Rx != nil {
		v.Now = rxRows(p.Rx)
		v.Change = rx.Ends >= today
	}
	if o := p.Pending(today); o != nil {
		v.Next = "Another one is to begin on " + dayWords(o.From) + "; from its first day on this one takes its place."
		v.Change = true
	}
	if t.v == nil && p.Rx != nil {
		v.SaltForm.Value, v.Route.Value, v.Pack.Value = formValue(rx.Form), string(rx.Route), rx.Pack
	}
	for _, r := range []protocol.Route{protocol.IV, protocol.IM, protocol.SC, protocol.Oral} {
		v.Routes = append(v.Routes, page.Choice{Value: string(r), Label: routeWords[r]})
	}
	visits := visitsOfDay(st, p, today)
	for i, label := range visits {
		var was measure.Mass
		if i < len(rx.Doses) {
			was = rx.Doses[i]
		}
		name := "dose_" + strconv.Itoa(i+1)
		v.Doses = append(v.Doses, page.NamedField{Name: name, Label: label, Field: t.mg(name, was)})
	}
	v.PlanHint = fmt.Sprintf("Milligrams of the %s of that day, in order, for example: %s. After the last line the doses "+
		"above hold.", plural(len(visits), "visit"), strings.TrimSuffix(strings.Repeat("15, ", len(visits)), ", "))
	v.Packs = packChoices(st)
	if t.v == nil && len(v.Packs) == 1 {
		v.Pack.Value = v.Packs[0].Value
	}
	prescribeLaw(&v, st, rx, t)
	v.Oral = oralView(st, rx, t)
	return v
}

// mg is a field of milligrams as typed, or an amount to begin with.
func (t typed) mg(name string, m measure.Mass) page.Field {
	if m == 0 {
		return t.field(name)
	}
	return t.or(name, m.Milligrams())
}

// prescribeLaw asks what the jurisdiction asks, and offers what it allows.
func prescribeLaw(v *page.Prescribe, st *clinic.State, rx clinic.Prescription, t typed) {
	law := st.LawPack()
	v.Law = "No jurisdiction pack is in force here: every drug needs a licence, nothing is taken home, nothing is " +
		"dispensed elsewhere."
	if law == nil {
		return
	}
	v.Law = "Jurisdiction pack " + law.ID + ", version " + law.Version + "."
	if r, need := law.Requires("patient_permit"); need {
		f := t.or("permit", rx.Permit)
		v.Permit = &page.NamedField{Name: "permit", Label: clinic.Sentence(r.Words), Hint: r.Basis.Rule, Field: f}
	}
	home := page.HomeForm{Days: t.field("home_days"), Met: t.picks("home")}
	for _, row := range law.TakeHomes {
		if row.Days == 0 {
			continue
		}
		for _, c := range row.Requires {
			if !slices.ContainsFunc(home.Conditions, func(x page.Choice) bool { return x.Value == c.Code }) {
				home.Conditions = append(home.Conditions, page.Choice{Value: c.Code, Label: c.Words})
			}
		}
	}
	if len(home.Conditions) > 0 {
		v.Home = &home
	}
}

func oralView(st *clinic.State, rx clinic.Prescription, t typed) page.OralForm {
	v := page.OralForm{Drug: t.pick("oral"), Dose: t.field("oral_dose"), Supply: t.pick("oral_supply"),
		Count: t.field("parts_count"), Every: t.field("parts_every"), Wording: t.picks("wording"),
		Asked: t.v.Get("asked") == "yes", Present: t.picks("conditions"), QTc: t.field("qtc"),
		Drugs: []page.Choice{{Value: "none", Label: "None"},
			{Value: string(clinic.OralMethadone), Label: clinic.Sentence(clinic.OralMethadone.String())},
			{Value: string(clinic.OralMorphine), Label: clinic.Sentence(clinic.OralMorphine.String())}},
		Supplies: []page.Choice{{Value: string(clinic.SupplyOnSite), Label: "At the visit, seen to be taken"}}}
	for i := range v.Drugs {
		v.Drugs[i].Label = strings.TrimSuffix(v.Drugs[i].Label, ".")
	}
	v.Conditions = besideConditions(st)
	if law := st.LawPack(); law != nil && law.InstalmentDays.Value > 0 {
		v.Supplies = append(v.Supplies, page.Choice{Value: string(clinic.SupplyInstalments),
			Label: "By a pharmacy, in instalments"})
		for _, w := range law.Wordings {
			v.Wordings = append(v.Wordings, page.Choice{Value: w.Code, Label: w.Code, Hint: w.Meaning})
		}
	}
	if t.v == nil && len(rx.Oral) > 0 {
		o := rx.Oral[0]
		v.Drug.Value, v.Dose.Value, v.Supply.Value = string(o.Drug), o.Dose.Milligrams(), string(o.Supply)
		if o.Parts != nil {
			v.Count.Value, v.Every.Value = strconv.Itoa(o.Parts.Count), strconv.Itoa(o.Parts.Every)
			v.Wording.Values = o.Parts.Wording
		}
	}
	if v.Drug.Value == "" {
		v.Drug.Value = "none"
	}
	if v.Supply.Value == "" {
		v.Supply.Value = string(clinic.SupplyOnSite)
	}
	v.Open = v.Drug.Value != "none" || v.Dose.Value != "" || v.Dose.Error != "" || v.Drug.Error != ""
	return v
}

// besideConditions are what the packs in force ask about before an oral drug,
// each once.
func besideConditions(st *clinic.State) (out []page.Choice) {
	for _, c := range packChoices(st) {
		pack := st.Pack(c.Value)
		if pack == nil {
			continue
		}
		for _, row := range pack.Beside {
			for _, h := range row.Holds {
				if !slices.ContainsFunc(out, func(x page.Choice) bool { return x.Value == h.Flag }) {
					out = append(out, page.Choice{Value: h.Flag, Label: h.Words})
				}
			}
		}
	}
	return out
}

// visitsOfDay names the doses of a day: one for each session attended.
func visitsOfDay(st *clinic.State, p *clinic.Person, day moment.Day) (out []string) {
	for i, x := range st.Sessions {
		if p.Attends(day, i) {
			out = append(out, "Dose of the "+x.Name+" session")
		}
	}
	if len(out) == 0 {
		out = []string{"Dose of the day"}
	}
	return out
}

func packChoices(st *clinic.State) (out []page.Choice) {
	ids := make([]string, 0, len(st.Packs))
	for id := range st.Packs {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		c := page.Choice{Value: id, Label: id + ", version " + st.Packs[id].Version}
		if p := st.Pack(id); p != nil {
			c.Hint = p.Title
		}
		out = append(out, c)
	}
	return out
}

// dateOr is the date as typed, or a day to begin with.
func (t typed) dateOr(name string, d moment.Day) page.DateFields {
	if t.v != nil {
		return t.date(name)
	}
	y, m, day := d.Split()
	return page.DateFields{Day: strconv.Itoa(day), Month: strconv.Itoa(m), Year: strconv.Itoa(y)}
}
