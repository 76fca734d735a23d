package timetable

// The wire types give the fields of hat-sched/1 their order and their names.

type wire struct {
	Format    string       `json:"format"`
	Name      string       `json:"name"`
	Seed      string       `json:"seed,omitempty"`
	Synthetic bool         `json:"synthetic"`
	SlotMin   int          `json:"slot_min"`
	Days      int          `json:"days"`
	Rules     wireRules    `json:"rules"`
	Sites     []wireSite   `json:"sites"`
	Apart     [][2]string  `json:"apart"`
	Together  [][3]any     `json:"together"`
	People    []wirePerson `json:"people"`
}

type wireRules struct {
	BoothMin    int `json:"booth_min"`
	ObsMin      int `json:"obs_min"`
	RNMin       int `json:"rn_min"`
	PrepPerPair int `json:"prep_per_pair"`
	WBooth      int `json:"w_booth"`
	WObs        int `json:"w_obs"`
	WPrep       int `json:"w_prep"`
	WStaff      int `json:"w_staff"`
	MissCost    int `json:"miss_cost"`
	UsualTol    int `json:"usual_tol"`
	FairW       int `json:"fair_w"`
}

type wireSite struct {
	ID     string       `json:"id"`
	Open   [][][2]int   `json:"open"`
	Booths [][][3]int   `json:"booths"`
	Obs    [][][3]int   `json:"obs"`
	Staff  *wireStaff   `json:"staff,omitempty"`
	Shifts *[]wireShift `json:"shifts,omitempty"`
}

type wireStaff struct {
	RN [][][3]int `json:"rn"`
	SW [][][3]int `json:"sw"`
}

type wireShift struct {
	ID   string `json:"id"`
	Role string `json:"role"`
	Day  int    `json:"day"`
	From int    `json:"from"`
	To   int    `json:"to"`
	Cost int    `json:"cost"`
	Max  int    `json:"max"`
}

type wireReach struct {
	Site   string  `json:"site"`
	Travel int     `json:"travel"`
	Bus    *[3]int `json:"bus,omitempty"`
}

type wirePerson struct {
	ID     string      `json:"id"`
	Doses  int         `json:"doses"`
	GapMin int         `json:"gap_min"`
	GapMax int         `json:"gap_max"`
	Sites  []wireReach `json:"sites"`
	Busy   [][3]int    `json:"busy"`
	Pref   [][2]int    `json:"pref"`
	WPref  int         `json:"w_pref"`
	Usual  []*int      `json:"usual"`
	WUsual int         `json:"w_usual"`
	Block  int         `json:"block"`
}

func newWire(in *Instance) wire {
	w := wire{Format: Format, Name: in.Name, Seed: in.Seed, Synthetic: in.Synthetic, SlotMin: in.SlotMin,
		Days: in.Days, Rules: wireRules(in.Rules), Sites: []wireSite{}, Apart: [][2]string{}, Together: [][3]any{},
		People: []wirePerson{}}
	for _, s := range in.Sites {
		w.Sites = append(w.Sites, newWireSite(s))
	}
	for _, p := range in.Apart {
		w.Apart = append(w.Apart, [2]string{p.A, p.B})
	}
	for _, t := range in.Together {
		w.Together = append(w.Together, [3]any{t.A, t.B, t.Within})
	}
	for _, p := range in.People {
		w.People = append(w.People, newWirePerson(p))
	}
	return w
}

func newWireSite(s Site) wireSite {
	w := wireSite{ID: s.ID, Open: [][][2]int{}, Booths: wireSteps(s.Booths), Obs: wireSteps(s.Obs)}
	for _, day := range s.Open {
		spans := [][2]int{}
		for _, span := range day {
			spans = append(spans, [2]int{span.From, span.To})
		}
		w.Open = append(w.Open, spans)
	}
	if s.Shifts == nil {
		w.Staff = &wireStaff{RN: wireSteps(s.Staff.RN), SW: wireSteps(s.Staff.SW)}
		return w
	}
	shifts := []wireShift{}
	for _, h := range s.Shifts {
		shifts = append(shifts, wireShift(h))
	}
	w.Shifts = &shifts
	return w
}

func wireSteps(days [][]Step) [][][3]int {
	out := [][][3]int{}
	for _, day := range days {
		steps := [][3]int{}
		for _, s := range day {
			steps = append(steps, [3]int{s.From, s.To, s.Value})
		}
		out = append(out, steps)
	}
	return out
}

func newWirePerson(p Person) wirePerson {
	w := wirePerson{ID: p.ID, Doses: p.Doses, GapMin: p.GapMin, GapMax: p.GapMax, Sites: []wireReach{},
		Busy: [][3]int{}, Pref: [][2]int{}, WPref: p.WPref, Usual: wireStarts(p.Usual), WUsual: p.WUsual, Block: p.Block}
	for _, r := range p.Sites {
		reach := wireReach{Site: r.Site, Travel: r.Travel}
		if r.Bus != nil {
			reach.Bus = &[3]int{r.Bus.Period, r.Bus.Arrive, r.Bus.Leave}
		}
		w.Sites = append(w.Sites, reach)
	}
	for _, b := range p.Busy {
		w.Busy = append(w.Busy, [3]int{b.Day, b.From, b.To})
	}
	for _, s := range p.Pref {
		w.Pref = append(w.Pref, [2]int{s.From, s.To})
	}
	return w
}

// wireStarts writes None as null.
func wireStarts(starts []int) []*int {
	if starts == nil {
		return nil
	}
	out := make([]*int, len(starts))
	for i, s := range starts {
		if s != None {
			out[i] = &s
		}
	}
	return out
}
