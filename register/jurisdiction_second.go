package register

import (
	"steady/protocol"
)

// AloneRow lets one kind of step be taken without a second person, with a
// reason, where there is none to be had (R-REG-14).
type AloneRow struct {
	Movement string // command kind
	Basis    protocol.Basis
}

// aloneMovements are the steps that a pack may name. The check of a syringe, a
// destruction and a hand-over of keys are never among them.
var aloneMovements = []string{"discard", "administer", "receive_stock", "count_stock", "move_stock", "set_aside",
	"break_stock", "take_back", "discard_solution"}

// MayLackSecond reports whether the pack lets a step be taken without a second
// person, and by which rule. Without a signed pack, or without a row, it does not.
func (j *Jurisdiction) MayLackSecond(movement string) (protocol.Basis, bool) {
	if j != nil && !j.Draft() {
		for _, r := range j.Alone {
			if r.Movement == movement {
				return r.Basis, true
			}
		}
	}
	return protocol.Basis{}, false
}

func (l *lawLoader) alone() {
	for _, f := range l.f.Objects("second_absent", "movement", "rule", "source", "confidence") {
		f.Need("movement")
		l.j.Alone = append(l.j.Alone, AloneRow{f.Word("movement", aloneMovements...), l.basis(f)})
	}
}
