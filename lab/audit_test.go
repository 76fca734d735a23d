package lab_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"steady/lab"
)

// auditor reads the journals of a run with its own eyes: it takes the bytes as
// the format page says and shares no code with the rules. Amounts are counted in
// micrograms by itself.
type auditor struct {
	t       *testing.T
	next    map[string]int // by log
	last    map[string]time.Time
	visits  map[string]*audited
	booths  map[string]int // of each premises
	inBooth map[string]int
	balance map[string][2]int // ampoules and micrograms, by premises and page
	open    map[string]int    // micrograms drawn and not settled, by visit
	dosed   map[string]time.Time
	doses   int
	mass    map[string]int // given, by premises
	gap     time.Duration
	watch   time.Duration
}

// audited is one visit as the auditor sees it.
type audited struct {
	person, stage  string
	allowed, drawn int
	by             string
	at             time.Time
	limit          int
}

func newAuditor(t *testing.T, gap, watch time.Duration) *auditor {
	return &auditor{t: t, next: map[string]int{}, last: map[string]time.Time{}, visits: map[string]*audited{},
		booths: map[string]int{}, inBooth: map[string]int{}, balance: map[string][2]int{}, open: map[string]int{},
		dosed: map[string]time.Time{}, mass: map[string]int{}, gap: gap, watch: watch}
}

// line is one entry taken apart.
type line struct {
	site, log, kind, by, witness string
	happened, recorded           time.Time
	body                         map[string]any
}

func (a *auditor) read(entry []byte) (l line) {
	parts := bytes.Split(entry, []byte("\n"))
	if len(parts) != 6 || len(parts[5]) != 0 {
		a.t.Fatalf("%d lines: %q", len(parts), entry)
	}
	var seq int
	var command, happened, recorded string
	head := strings.NewReplacer("/", " ").Replace(strings.TrimPrefix(string(parts[0]), "steady/1 "))
	fmt.Sscanf(head, "%s %s %d", &l.site, &l.log, &seq)
	fmt.Sscanf(string(parts[1]), "%s %s", &l.kind, &command)
	fmt.Sscanf(string(parts[2]), "happened %s recorded %s", &happened, &recorded)
	fmt.Sscanf(string(parts[3]), "by %s witness %s", &l.by, &l.witness)
	l.happened, _ = time.Parse(time.RFC3339Nano, happened)
	l.recorded, _ = time.Parse(time.RFC3339Nano, recorded)
	if err := json.Unmarshal(parts[4], &l.body); err != nil {
		a.t.Fatal(err)
	}
	if log := l.site + "/" + l.log; a.next[log] != seq || l.recorded.Before(a.last[log]) {
		a.t.Fatalf("%s: entry %d of %s after %d, %s after %s", log, seq, l.kind, a.next[log], l.recorded, a.last[log])
	} else {
		a.next[log], a.last[log] = seq+1, l.recorded
	}
	return l
}

func (l line) text(name string) string { s, _ := l.body[name].(string); return s }
func (l line) number(name string) int  { n, _ := l.body[name].(float64); return int(n) }

func (a *auditor) see(premises string, entry []byte) {
	l := a.read(entry)
	if l.site != premises {
		a.t.Fatalf("an entry of %s in the journal of %s", l.site, premises)
	}
	if l.log == "register" {
		a.register(l)
		return
	}
	key := l.site + " " + l.text("visit")
	v := a.visits[key]
	from := func(stages ...string) {
		a.t.Helper()
		for _, s := range stages {
			if v != nil && v.stage == s {
				return
			}
		}
		a.t.Fatalf("%s of %s, which is %+v", l.kind, key, v)
	}
	switch l.kind {
	case "premises_opened":
		a.booths[l.site] = l.number("booths")
	case "booked":
		a.visits[key] = &audited{person: l.text("person"), stage: "booked"}
	case "arrived":
		from("booked")
		v.stage = "arrived"
	case "decided":
		from("arrived", "deferred", "decided")
		v.allowed, v.limit = l.number("dose_ug"), l.number("limit_ug")
		v.stage = map[string]string{"ADMINISTER": "decided", "ADMINISTER_MAX": "decided", "DEFER": "deferred",
			"WITHHOLD": "stopped"}[l.text("outcome")]
		if v.stage == "" {
			v.stage = "referred"
		}
	case "answered":
		from("referred")
		a.answered(l, v)
	case "prepared":
		from("decided")
		dose := l.body["dose"].(map[string]any)
		v.stage, v.by, v.drawn = "prepared", l.by, int(dose["ug"].(float64))
		if v.drawn > v.allowed || v.drawn <= 0 {
			a.t.Fatalf("%s: %d prepared of %d allowed", key, v.drawn, v.allowed)
		}
	case "checked":
		from("prepared")
		if l.witness == "-" || l.witness == v.by || l.witness == l.by {
			a.t.Fatalf("%s: prepared by %s, checked by %s and %s", key, v.by, l.by, l.witness)
		}
		v.stage = "checked"
	case "handed_over":
		from("checked")
		v.stage = "booth"
		if a.inBooth[l.site]++; a.inBooth[l.site] > a.booths[l.site] {
			a.t.Fatalf("%s: %d people in %d booths", key, a.inBooth[l.site], a.booths[l.site])
		}
	case "injected":
		from("booth")
		a.injected(l, v, key)
	case "emergency_started":
		v.stage = "emergency"
	case "emergency_ended":
		from("emergency")
		v.stage = "observed"
	case "visit_ended":
		a.ended(l, v, key)
	}
}

func (a *auditor) answered(l line, v *audited) {
	switch l.text("choice") {
	case "give":
		if ug := l.number("dose_ug"); ug > v.limit {
			a.t.Fatalf("a prescriber gave %d, and the rules allowed %d", ug, v.limit)
		} else {
			v.allowed, v.stage = ug, "decided"
		}
	case "reassess":
		v.stage = "arrived"
	default:
		v.stage = "stopped"
	}
}

func (a *auditor) injected(l line, v *audited, key string) {
	a.inBooth[l.site]--
	given := l.number("given_ug")
	if given > v.drawn {
		a.t.Fatalf("%s: %d of %d went in", key, given, v.drawn)
	}
	who := l.site + " " + v.person
	if last, ok := a.dosed[who]; ok && given > 0 && l.happened.Sub(last) < a.gap {
		a.t.Fatalf("%s: %s after the dose before", key, l.happened.Sub(last))
	}
	if given > 0 {
		a.dosed[who] = l.happened
		a.doses++
		a.mass[l.site] -= given // the register says it again
	}
	if a.open[key] != 0 {
		a.t.Fatalf("%s: %d is neither given nor wasted", key, a.open[key])
	}
	v.stage, v.at = "observed", l.happened
}

func (a *auditor) ended(l line, v *audited, key string) {
	switch how := l.text("ending"); how {
	case "left_well":
		if v.stage != "observed" || l.happened.Sub(v.at) < a.watch {
			a.t.Fatalf("%s left %s after the dose, from %s", key, l.happened.Sub(v.at), v.stage)
		}
	case "did_not_attend", "cancelled":
		if v.stage != "booked" {
			a.t.Fatalf("%s: %s from %s", key, how, v.stage)
		}
	default:
		if v.drawn != 0 && v.at.IsZero() {
			a.t.Fatalf("%s: %s, and a syringe was drawn", key, how)
		}
	}
	v.stage = "ended"
}

// register adds the entry to its page and holds the page's own balance to it.
func (a *auditor) register(l line) {
	if l.kind == "law_in_force" || l.kind == "procedure_in_force" {
		return
	}
	page := l.site + " " + l.text("page")
	b := a.balance[page]
	b[0] += l.number("ampoules")
	b[1] += l.number("mass_ug")
	if b[0] != l.number("balance_ampoules") || b[1] != l.number("balance_mass_ug") || b[0] < 0 || b[1] < 0 {
		a.t.Fatalf("%s: %v, and the entry says %v", page, b, l.body)
	}
	a.balance[page] = b
	key := l.site + " " + l.text("visit")
	switch l.kind {
	case "drawn":
		a.open[key] += l.number("content_ug")
	case "administered":
		a.open[key] += l.number("mass_ug")
		a.mass[l.site] -= l.number("mass_ug")
	case "wasted":
		a.open[key] += l.number("mass_ug")
		if l.witness == "-" || l.witness == l.by {
			a.t.Fatalf("%s: wasted by %s before %s", key, l.by, l.witness)
		}
	}
}

// TestTheAuditorReadsTheJournals has every kind of policy's journals read by the
// auditor.
func TestTheAuditorReadsTheJournals(t *testing.T) {
	for _, p := range policies() {
		watch := 30 * time.Minute
		if p.ID == "watch" {
			watch = 20 * time.Minute
		}
		a := newAuditor(t, 30*time.Minute, watch)
		r, err := lab.Journals(month(), &p, 0, a.see)
		if err != nil {
			t.Fatalf("%s: %v", p.ID, err)
		}
		if a.doses < r.Doses.OnSite || a.doses == 0 {
			t.Errorf("%s: the auditor saw %d doses, the record counts %d", p.ID, a.doses, r.Doses.OnSite)
		}
		for site, left := range a.mass {
			if left != 0 {
				t.Errorf("%s, %s: the register and the visits differ by %d micrograms given", p.ID, site, left)
			}
		}
		for key, v := range a.visits {
			if v.stage != "ended" {
				t.Errorf("%s: visit %s is %s at the end", p.ID, key, v.stage)
			}
		}
	}
}
