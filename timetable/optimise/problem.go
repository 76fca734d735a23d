package optimise

import (
	"slices"
	"sort"

	"steady/timetable"
)

// maxDoses is the most visits of a person's day.
const maxDoses = 3

// problem is an instance compiled for search: people and sites by number, and
// for each person and day the menu of everything that they can do.
type problem struct {
	in     *timetable.Instance
	people []person
	kept   map[promise]timetable.PersonDay // nil: nothing is promised
	days   []day
}

type person struct {
	own   int // cheapest week, alone in the clinic
	doses int
}

// day is one day of the problem. The days share people and fairness only.
type day struct {
	n      int
	cells  []cell // where a visit can start; cell 0 stands for no visit
	houses []house
	menus  []menu  // by person
	own    []int   // by person: the cheapest day alone, whatever the house can hold
	blocks []block // people who are priced together; each person is in one
	rules  []rule  // pairs, for the search
	pick   []int   // by house: the staffing, where it was decided
	rota   int     // what that costs
}

// cell is one start at one site.
type cell struct {
	site, slot int
}

// menu is what a person can do on a day, cheapest first.
type menu []pattern

// pattern is one way through a day: what it costs and the cells it uses, by
// dose; 0 is a missed dose. moved is 1 where it is not what was promised.
type pattern struct {
	cost  int32
	moved int32
	cells [maxDoses]int32
}

// block is one person, or two whose pair rule is kept exactly in the bound.
type block struct {
	a, b int // b is -1 for one person
	rule int // index into rules, for two
}

// rule is a pair of people who must keep apart or come together.
type rule struct {
	a, b     int
	together bool
	within   int // minutes; for people apart the stay
	doses    int // that both are prescribed
}

// compile enumerates every pattern of every person.
func compile(in *timetable.Instance, promised *timetable.Plan) (*problem, error) {
	p := &problem{in: in, kept: promises(promised), people: make([]person, len(in.People)), days: make([]day, in.Days)}
	sites := map[string]int{}
	for i, s := range in.Sites {
		sites[s.ID] = i
	}
	failed := make([]error, in.Days)
	parallel(in.Days, func(k int) { p.days[k], failed[k] = p.day(k, sites) })
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	for i := range p.people {
		p.people[i].doses = in.People[i].Doses
		for d := range p.days {
			p.people[i].own += p.days[d].own[i]
		}
	}
	return p, nil
}

func (p *problem) day(n int, sites map[string]int) (day, error) {
	d := day{n: n, cells: []cell{{site: -1}}, menus: make([]menu, len(p.in.People)),
		own: make([]int, len(p.in.People))}
	index := make([][]int32, len(p.in.Sites)) // by site and slot: the cell
	every := make([][]int32, len(p.in.Sites)) // the same as if the house held anybody
	for s := range p.in.Sites {
		index[s] = make([]int32, minutesOfDay/p.in.SlotMin+1)
		h, err := newHouse(p.in, s, n)
		if err != nil {
			return day{}, err
		}
		every[s] = h.anybody(len(index[s]))
		h.first = len(d.cells)
		for t := range h.slots {
			if h.top[t] > 0 {
				index[s][h.from+t] = int32(len(d.cells))
				d.cells = append(d.cells, cell{s, h.from + t})
				h.cellSlot = append(h.cellSlot, t)
			}
		}
		d.houses = append(d.houses, h)
	}
	tight := slices.ContainsFunc(d.houses, func(h house) bool { return h.tight })
	for i := range p.in.People {
		d.menus[i] = p.menu(i, n, sites, index)
		d.own[i] = int(d.menus[i][0].cost)
		if tight {
			d.own[i] = int(p.menu(i, n, sites, every)[0].cost)
		}
	}
	d.pair(p.in)
	return d, nil
}

// menu enumerates the patterns of one person's day, cheapest first; equal
// costs stay in the order of sites and starts.
func (p *problem) menu(i, n int, sites map[string]int, index [][]int32) menu {
	who := &p.in.People[i]
	out := menu{{cost: int32(who.Doses * p.in.Rules.MissCost)}}
	for r := range who.Sites {
		w := newWalk(p.in, who, &who.Sites[r], n, index[sites[who.Sites[r].Site]])
		out = w.patterns(out)
	}
	p.mark(out, who, n, index, sites)
	sort.SliceStable(out, func(a, b int) bool { return out[a].cost < out[b].cost })
	return out
}

// pair finds the blocks: each person is alone or in one pair whose rule the
// bound keeps exactly. Where somebody is in several pairs the others are left
// out of the bound, which stays a bound, and are kept by the search.
func (d *day) pair(in *timetable.Instance) {
	number := map[string]int{}
	for i, p := range in.People {
		number[p.ID] = i
	}
	both := func(a, b string, together bool, within int) rule {
		i, j := number[a], number[b]
		return rule{i, j, together, within, min(in.People[i].Doses, in.People[j].Doses)}
	}
	for _, t := range in.Together {
		d.rules = append(d.rules, both(t.A, t.B, true, t.Within))
	}
	for _, t := range in.Apart {
		d.rules = append(d.rules, both(t.A, t.B, false, in.Rules.Stay()))
	}
	in2 := make([]bool, len(in.People))
	for k, r := range d.rules {
		if !in2[r.a] && !in2[r.b] {
			in2[r.a], in2[r.b] = true, true
			d.blocks = append(d.blocks, block{r.a, r.b, k})
		}
	}
	for i := range in.People {
		if !in2[i] {
			d.blocks = append(d.blocks, block{i, -1, -1})
		}
	}
}

// fits reports whether two patterns keep a pair rule.
func (d *day) fits(r *rule, a, b *pattern, slotMin int) bool {
	if r.together {
		return d.matched(r, a, b, slotMin)
	}
	for _, x := range a.cells {
		for _, y := range b.cells {
			if x == 0 || y == 0 || d.cells[x].site != d.cells[y].site {
				continue
			}
			gap := (d.cells[x].slot - d.cells[y].slot) * slotMin
			if gap < r.within && -gap < r.within {
				return false
			}
		}
	}
	return true
}

func (d *day) matched(r *rule, a, b *pattern, slotMin int) bool {
	for k := range r.doses {
		x, y := a.cells[k], b.cells[k]
		if (x == 0) != (y == 0) {
			return false
		}
		gap := (d.cells[x].slot - d.cells[y].slot) * slotMin
		if x != 0 && (gap > r.within || -gap > r.within) {
			return false
		}
	}
	return true
}
