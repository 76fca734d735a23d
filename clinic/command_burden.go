package clinic

import (
	"steady/person"
	"steady/refusal"
	"steady/timetable"
)

// What is done about the minutes of life that treatment takes.
type (
	// SetBurdenRule says from when on a person's week has grown heavier: a
	// setting of the service. Both figures 0 ask nothing.
	SetBurdenRule struct {
		Rule timetable.RiseRule `json:"rule"`
	}
	// NameKeyWorker says who of the staff is a person's key worker; "" is nobody.
	NameKeyWorker struct {
		Person person.UserID  `json:"person"`
		Staff  person.StaffID `json:"staff,omitempty"`
	}
)

// CommandKind names the command in the who-may table.
func (SetBurdenRule) CommandKind() string { return "set_burden_rule" }
func (NameKeyWorker) CommandKind() string { return "name_key_worker" }

// Facts of the measure of burden.
type (
	// BurdenRuleSet is the rule from now on.
	BurdenRuleSet struct{ SetBurdenRule }
	// KeyWorkerNamed is who a person's key worker is from now on.
	KeyWorkerNamed struct{ NameKeyWorker }
)

// Kind names of the clinical log.
func (BurdenRuleSet) Kind() string  { return "burden_rule_set" }
func (KeyWorkerNamed) Kind() string { return "key_worker_named" }

// newBurdenFacts makes one empty fact of each kind, for the table of the codec.
func newBurdenFacts() []func() Fact { return []func() Fact{mk[BurdenRuleSet], mk[KeyWorkerNamed]} }

// burdenFact is a fact that changes the room of burden and nothing else.
type burdenFact interface{ applyBurden(r *BurdenRoom) }

// BurdenRoom is what the service set about burden, and who looks after whom.
type BurdenRoom struct {
	Rule       timetable.RiseRule               `json:"rule,omitzero"`
	KeyWorkers map[person.UserID]person.StaffID `json:"key_workers,omitempty"`
}

func (f *BurdenRuleSet) applyBurden(r *BurdenRoom) { r.Rule = f.Rule }

func (f *KeyWorkerNamed) applyBurden(r *BurdenRoom) {
	if f.Staff == "" {
		delete(r.KeyWorkers, f.Person)
		return
	}
	keep(&r.KeyWorkers, f.Person, f.Staff)
}

// The longest look back and the largest rise that can be meant.
const (
	mostRiseWeeks = 26
	weekMinutes   = 7 * dayMinutes
)

// burdenRule names what the measure is kept for; no published rule is behind it.
const burdenRule = "burden"

func (d *decider) burden(body Body) *Refusal {
	switch b := body.(type) {
	case SetBurdenRule:
		off := b.Rule == timetable.RiseRule{}
		if !off && (b.Rule.Weeks < 1 || b.Rule.Weeks > mostRiseWeeks || b.Rule.Minutes < 1 || b.Rule.Minutes > weekMinutes) {
			return refusal.New("burden_rule_wrong", burdenRule,
				"Write 1 to 26 earlier weeks and the minutes a week that are a rise, or leave both empty to ask nothing.")
		}
		d.say(&BurdenRuleSet{b})
	case NameKeyWorker:
		if d.s.People[b.Person] == nil {
			return unknownPerson()
		}
		if b.Staff != "" {
			if no := d.knownStaff(b.Staff); no != nil {
				return no
			}
			if len(d.s.Staff[b.Staff].Roles) == 0 {
				return refusal.New("unknown_staff", burdenRule, "Choose somebody who works here.")
			}
		}
		d.say(&KeyWorkerNamed{b})
	}
	return nil
}

// KeyWorker is a person's key worker; "" where nobody is named, or who was named
// no longer works here.
func (s *State) KeyWorker(id person.UserID) person.StaffID {
	who := s.Burden.KeyWorkers[id]
	if st := s.Staff[who]; st == nil || len(st.Roles) == 0 {
		return ""
	}
	return who
}
