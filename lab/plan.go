package lab

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/protocol"
	"steady/register"
)

// plan is a policy put into force: what a replication runs under.
type plan struct {
	house   House
	pack    *protocol.Pack   // for injections
	packs   []*protocol.Pack // that the scenario supplies
	law     *register.Jurisdiction
	zone    moment.Zone
	sites   []Site
	ladder  []Rung // longest in treatment first
	cover   *Cover
	route   protocol.Route
	product *product
	figures map[Key]Parameter
}

// product is a Product whose documents were found.
type product struct {
	Product
	pack  *protocol.Pack
	form  measure.Form
	route protocol.Route
}

// plan applies the rules in order to today's house, and asks the packs and the
// law whether the result may be. Nothing is run.
func (p *Policy) plan(s *Scenario) (*plan, error) {
	figures, err := s.figures()
	if err != nil {
		return nil, err
	}
	pl := &plan{house: s.Today.clone(), figures: figures, route: protocol.IV}
	if pl.zone, err = moment.LoadZone(pl.house.Zone); err != nil {
		return nil, refuse("zone: %v", err)
	}
	if pl.packs, err = s.supplied(); err != nil {
		return nil, err
	}
	if pl.pack, err = pl.find(pl.house.Pack); err != nil {
		return nil, err
	}
	if pl.house.Observation > 0 { // as it is signed here today
		if err := pl.observe(pl.house.Observation, "today"); err != nil {
			return nil, err
		}
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		if err := r.check(); err != nil {
			return nil, err
		}
		if err := pl.apply(r); err != nil {
			return nil, err
		}
	}
	if err := pl.house.check(); err != nil {
		return nil, err
	}
	return pl, pl.lawful()
}

// supplied loads the packs of the scenario, as every pack is loaded.
func (s *Scenario) supplied() (out []*protocol.Pack, err error) {
	for i, b := range s.Packs {
		p, err := protocol.Load(b)
		if err != nil {
			return nil, refuse("supplied pack %d is refused: %v", i+1, err)
		}
		if slices.ContainsFunc(out, func(x *protocol.Pack) bool { return x.ID == p.ID }) {
			return nil, refuse("the pack %s is supplied twice", p.ID)
		}
		out = append(out, p)
	}
	return out, nil
}

// find is the pack of that id: the scenario's, else the built-in one.
func (pl *plan) find(id string) (*protocol.Pack, error) {
	for _, p := range pl.packs {
		if p.ID == id {
			return p, nil
		}
	}
	p, err := protocol.Find(id)
	if err != nil {
		return nil, refuse("%v", err)
	}
	return p, nil
}

// clone copies what rules change.
func (h House) clone() House {
	h.Sessions, h.Windows, h.Shifts = slices.Clone(h.Sessions), slices.Clone(h.Windows), slices.Clone(h.Shifts)
	return h
}

func (pl *plan) apply(r *Rule) (err error) {
	h := &pl.house
	switch r.Kind {
	case RuleHours:
		if len(r.Sessions) > 0 {
			h.Sessions, h.Windows = r.Sessions, nil
		}
		if len(r.Windows) > 0 {
			h.Windows = r.Windows
		}
	case RuleWeekend:
		pl.weekend(r)
	case RuleVisits:
		h.Visits = r.Visits
	case RuleOralCover:
		h.Visits = r.Visits
		pl.cover = r.Cover
	case RuleAccess:
		if r.Style != "" {
			h.Style, h.Slot, h.Every, h.Group = r.Style, r.Slot, r.Every, r.Group
		}
		if r.Times != "" {
			h.Times = r.Times
		}
	case RuleObservation:
		h.Observation = r.Minutes
		return pl.observe(r.Minutes, string(r.Kind))
	case RuleStaff:
		h.Shifts = r.Shifts
	case RuleRoom:
		set(&h.Desks, r.Desks)
		set(&h.Booths, r.Booths)
		set(&h.Places, r.Places)
	case RuleStaffCarry:
		set(&h.PerBooth, r.PerBooth)
		set(&h.PerObserved, r.PerPlace)
	case RuleSite:
		return pl.addSite(r.Site)
	case RuleTakeHome:
		return pl.takeHome(r.Ladder)
	case RuleRoute:
		return pl.otherRoute(r)
	case RulePack:
		if r.Document != "" {
			if pl.pack, err = pl.find(r.Document); err != nil {
				return err
			}
			h.Pack = r.Document
		}
		if len(r.Settings) > 0 {
			return pl.vary(r.Settings, string(r.Kind))
		}
	case RuleLaw:
		h.Law = r.Document
	case RuleParameter:
		return pl.assume(r)
	}
	return nil
}

func set(where *int, n int) {
	if n != 0 {
		*where = n
	}
}

// observe sets the minutes after a dose in the pack.
func (pl *plan) observe(minutes int, rule string) error {
	return pl.vary(map[string]json.RawMessage{"observation_min": json.RawMessage(strconv.Itoa(minutes))}, rule)
}

// weekend replaces windows and shifts of the days that the rule names. A day of
// the weekend without a window in the rule is closed.
func (pl *plan) weekend(r *Rule) {
	h := &pl.house
	workdays, weekend := []int{0, 1, 2, 3, 4}, []int{5, 6}
	var windows []Window
	for _, w := range h.windows() {
		if days := common(w.Days, workdays); len(days) > 0 {
			w.Days = days
			windows = append(windows, w)
		}
	}
	for _, w := range r.Windows {
		if days := common(w.Days, weekend); len(days) > 0 {
			w.Days = days
			windows = append(windows, w)
		}
	}
	h.Windows = windows
	if len(r.Shifts) == 0 {
		return
	}
	var shifts []Shift
	for _, x := range h.Shifts {
		if x.Days = common(x.Days, workdays); len(x.Days) > 0 {
			shifts = append(shifts, x)
		}
	}
	for _, x := range r.Shifts {
		if x.Days = common(x.Days, weekend); len(x.Days) > 0 {
			shifts = append(shifts, x)
		}
	}
	h.Shifts = shifts
}

// common are the days of the one list that are in the other; no days is all.
func common(days, in []int) (out []int) {
	for _, d := range in {
		if len(days) == 0 || slices.Contains(days, d) {
			out = append(out, d)
		}
	}
	return out
}

// windows are the opening hours of the house.
func (h *House) windows() []Window {
	if len(h.Windows) > 0 {
		return h.Windows
	}
	var out []Window
	for i, x := range h.Sessions {
		out = append(out, Window{Days: []int{0, 1, 2, 3, 4, 5, 6}, Session: i, From: x.From, To: x.To})
	}
	return out
}

// vary makes a dosing pack of its own with other settings. It is loaded as every
// pack is: what the loader refuses cannot be tried.
func (pl *plan) vary(settings map[string]json.RawMessage, rule string) error {
	doc := map[string]json.RawMessage{}
	if err := json.Unmarshal(pl.pack.Document(), &doc); err != nil {
		return refuse("pack %s: %v", pl.pack.ID, err)
	}
	basis := map[string]json.RawMessage{}
	if err := json.Unmarshal(doc["basis"], &basis); err != nil {
		return refuse("pack %s: %v", pl.pack.ID, err)
	}
	for name, value := range settings {
		if name == "format" || name == "kind" || name == "substance" {
			return refuse("the setting %q is not one that a policy changes", name)
		}
		doc[name] = value
		if _, told := basis[name]; !told {
			basis[name] = json.RawMessage(`{"rule":"LAB-VARIANT","source":"STEADY","confidence":"S"}`)
		}
	}
	var err error
	if doc["basis"], err = json.Marshal(basis); err != nil {
		return refuse("pack %s: %v", pl.pack.ID, err)
	}
	doc["version"] = json.RawMessage(`"` + strings.TrimSuffix(pl.pack.Version, "-lab") + `-lab"`)
	doc["title"] = json.RawMessage(`"A variant that the policy lab tries"`)
	b, err := json.Marshal(doc)
	if err != nil {
		return refuse("pack %s: %v", pl.pack.ID, err)
	}
	if pl.pack, err = protocol.Load(b); err != nil {
		return refuse("rule %s: the pack %s with these settings is refused: %v", rule, pl.house.Pack, err)
	}
	return nil
}

// mostSites is how many sites a policy has beside the first.
const mostSites = 4

func (pl *plan) addSite(x *Site) error {
	switch {
	case len(pl.sites) == mostSites:
		return refuse("a policy has %d sites beside the first at most", mostSites)
	case slices.ContainsFunc(pl.sites, func(o Site) bool { return o.Name == x.Name }):
		return refuse("each site has a name of its own: %q stands twice", x.Name)
	case x.Name == "" || x.Desks < 1 || x.Booths < 1 || x.Places < 1 || len(x.Shifts) == 0:
		return refuse("a second site needs a name, a desk, a booth, a place in observation and staff")
	case x.Share.Source == "" || x.Travel.Source == "" || x.Share.Value <= 0 || x.Share.Value >= 1 || x.Travel.Value < 0:
		return refuse("a second site needs the share of people who come to it (above 0, below 1) and their way to it, of " +
			"the way to the first, each with its source")
	}
	pl.sites = append(pl.sites, *x)
	sum := 0.0
	for _, o := range pl.sites {
		sum += o.Share.Value
	}
	if sum >= 1 {
		return refuse("the shares of people who come to other sites add up to %g: somebody comes to the first", sum)
	}
	return nil
}

func (pl *plan) takeHome(ladder []Rung) error {
	last := -1
	for _, x := range ladder {
		if x.AfterDays <= last || x.Days < 1 {
			return refuse("a ladder goes up: each step after more days in treatment, with 1 or more daily doses")
		}
		last = x.AfterDays
	}
	pl.ladder = slices.Clone(ladder)
	slices.Reverse(pl.ladder)
	return nil
}

// otherRoute finds the pack of another route or product.
func (pl *plan) otherRoute(r *Rule) error {
	route := protocol.Route(r.Route)
	known := []protocol.Route{protocol.IV, protocol.IM, protocol.SC, protocol.Oral, protocol.Nasal}
	if !slices.Contains(known, route) {
		return refuse("the production rules know no route %q: write one of %v", r.Route, known)
	}
	if route == protocol.Nasal && !slices.ContainsFunc(pl.packs, func(p *protocol.Pack) bool {
		return p.Licensed(route) || p.OffLabel(route)
	}) {
		return refuse(nasalNeeds)
	}
	if r.Product == nil {
		if !pl.pack.Licensed(route) && !pl.pack.OffLabel(route) {
			return refuse("the pack %s does not know the route %s", pl.pack.ID, route)
		}
		pl.route = route
		return nil
	}
	x := &product{Product: *r.Product, route: route}
	var err error
	if x.pack, err = pl.find(x.Pack); err != nil {
		return err
	}
	x.form = measure.Form{Substance: x.pack.Form.Substance, Salt: measure.Salt(x.Salt)}
	switch {
	case !x.pack.Takes(x.form):
		return refuse("the pack %s is not written in the salt %q", x.Pack, x.Salt)
	case !x.pack.Licensed(route) && !x.pack.OffLabel(route):
		return refuse("the pack %s does not know the route %s", x.Pack, route)
	case x.Content < 1 || x.Dose.Value <= 0 || x.Dose.Source == "" || x.Share.Source == "" || x.Share.Value <= 0 ||
		x.Share.Value > 1:
		return refuse("a product needs its content, a dose and the share of people who change to it, with their sources")
	}
	pl.product = x
	return nil
}

// nasalNeeds says what stands between a question and the nasal route.
const nasalNeeds = "no route through the nose can be tried as it stands: Swiss centres give it off label, no dosing " +
	"text of it could be read, and no conversion from injections was published, so no pack here has it. What is " +
	"missing is a signed pack of this service (author and approver) for the nasal route alone, with single and daily " +
	"ceilings, visits a day, rows for the first day and for how a dose may rise, a row of observation_routes for nasal, " +
	"and the source of each. Put its document under packs in the scenario, or install it at the service: then the rules " +
	"run by it"

// assume changes a parameter: what the policy is assumed to do to people's lives.
func (pl *plan) assume(r *Rule) error {
	for _, k := range Catalogue() {
		if k.Key != r.Parameter {
			continue
		}
		if r.Figure == nil {
			return refuse("rule parameter: write the figure with its range and source")
		}
		if err := k.takes(*r.Figure); err != nil {
			return err
		}
		pl.figures[k.Key] = *r.Figure
		return nil
	}
	return refuse("there is no parameter %q", r.Parameter)
}

// lawful asks the law and the packs for what the policy needs of them.
func (pl *plan) lawful() error {
	if pl.house.Law != "" {
		law, err := register.FindJurisdiction(pl.house.Law)
		if err != nil {
			return refuse("%v", err)
		}
		pl.law = law
	}
	packs := []*protocol.Pack{pl.pack}
	if pl.product != nil {
		packs = append(packs, pl.product.pack)
	}
	for _, p := range packs {
		if p.Draft() {
			return refuse("the pack %s is a draft: nobody signed %s, so it gives no dose and nothing can be tried under it",
				p.ID, strings.Join(p.Missing, ", "))
		}
	}
	for _, x := range pl.ladder {
		form, route := pl.pack.Form, pl.route
		if pl.product != nil {
			form, route = pl.product.form, pl.product.route
		}
		if no := pl.law.MayTakeHome(form.Substance, route, register.TakeHome{Days: x.Days, Met: pl.met()}); no != nil {
			return refuse("doses taken home: %s", no.Sentence)
		}
	}
	return pl.coverAllowed()
}

// coverAllowed asks for the oral medicine beside fewer visits.
func (pl *plan) coverAllowed() error {
	c := pl.cover
	if c == nil {
		return nil
	}
	drug := clinic.OralDrug(c.Drug)
	row := pl.pack.BesideFor(measure.Form{Substance: drug.Substance()})
	switch {
	case drug.Substance() == "":
		return refuse("the oral medicine is methadone or morphine_slow_release")
	case row == nil:
		return refuse("the pack %s names no %s beside the injections", pl.pack.ID, drug)
	case c.Dose.Value <= 0 || c.Dose.Source == "":
		return refuse("the oral dose is a prescriber's: write it with a range and where it comes from")
	case c.Supply != string(clinic.SupplyOnSite) && c.Supply != string(clinic.SupplyInstalments):
		return refuse("the oral medicine is supplied on_site or by instalments")
	}
	if c.Supply == string(clinic.SupplyInstalments) {
		if no := pl.law.MayDispense(instalments()); no != nil {
			return refuse("oral medicine by instalments: %s", no.Sentence)
		}
	}
	return nil
}

// instalments are daily ones over two weeks, the most that R-REG-21 allows in
// England.
func instalments() register.Instalments { return register.Instalments{Count: 14, Every: 1} }

// met are all conditions that the law asks for: who is taken to meet them is the
// scenario's share of people (StableShare).
func (pl *plan) met() (out []string) {
	if pl.law == nil {
		return nil
	}
	for _, row := range pl.law.TakeHomes {
		for _, c := range row.Requires {
			if !slices.Contains(out, c.Code) {
				out = append(out, c.Code)
			}
		}
	}
	return out
}
