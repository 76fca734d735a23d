package register

import (
	"maps"
	"slices"
	"strings"

	"steady/measure"
)

// Gap is a batch of a transfer between premises whose two halves are not the
// same: it is on its way, or something is missing (R-REG-08).
type Gap struct {
	Transfer, Page, Batch string
	Sent, Brought         measure.Ampoules
}

// Gaps compares what the registers of a service's premises sent and brought,
// and lists what does not net to zero, by transfer. A register that is not given
// looks like stock that is on its way.
func Gaps(all ...*Accounts) (out []Gap) {
	keys := map[string]*Gap{}
	at := func(key string) *Gap {
		if keys[key] == nil {
			p := strings.SplitN(key, "/", 3) // a batch may hold a stroke; the others do not
			keys[key] = &Gap{Transfer: p[0], Page: p[1], Batch: p[2]}
		}
		return keys[key]
	}
	for _, a := range all {
		for key, n := range a.Sent {
			at(key).Sent += n
		}
		for key, n := range a.Brought {
			at(key).Brought += n
		}
	}
	for _, g := range keys {
		if g.Sent != g.Brought {
			out = append(out, *g)
		}
	}
	slices.SortFunc(out, func(x, y Gap) int {
		return strings.Compare(transferOf(x.Transfer, x.Page, x.Batch), transferOf(y.Transfer, y.Page, y.Batch))
	})
	return out
}

// Halves is a copy of the accounts with its halves of transfers and nothing
// else.
func (a *Accounts) Halves() Accounts {
	return Accounts{Sent: maps.Clone(a.Sent), Brought: maps.Clone(a.Brought)}
}
