package compare

import (
	"strconv"

	"steady/protocol"
)

// mostEvents is the most that a claim may count: the exact interval adds up as
// many terms.
const mostEvents = 10_000

// ParseClaim reads a claim strictly: malformed text, an unknown field or word, a
// field that is missing or given twice is an error that says where.
func ParseClaim(b []byte) (Claim, error) {
	root, err := protocol.ReadValue("claim", b)
	if err != nil {
		return Claim{}, err
	}
	p := claimReader{}
	c := p.claim(root)
	return c, p.r.Err()
}

type claimReader struct{ r protocol.Reader }

func (p *claimReader) claim(root *protocol.Value) (c Claim) {
	f := p.r.Object(root, "kind", "what", "says", "before", "after")
	if f == nil {
		p.r.Fail("claim", "expected an object")
		return c
	}
	f.Need("kind", "what")
	c.Kind, c.What = f.Word("kind", BeforeAfter, Deaths), f.Text("what")
	if c.Kind == Deaths {
		for _, name := range []string{"says", "before", "after"} {
			if f.Has(name) {
				f.Fail(name, "is for before_after alone")
			}
		}
		return c
	}
	f.Need("says", "before", "after")
	c.Rate = f.Word("says", "count", "rate") == "rate"
	c.Before, c.After = p.period(f, "before"), p.period(f, "after")
	return c
}

func (p *claimReader) period(f *protocol.Fields, name string) (out Period) {
	o := f.Object(name, "events", "person_days", "counted")
	if o == nil {
		return out
	}
	o.Need("events", "counted")
	out.Events = o.Int("events", 0, mostEvents)
	out.Counted = o.Word("counted", Everybody, Stayed)
	if o.Has("person_days") {
		out.PersonDays = number(o, "person_days", 0, 1e9)
	}
	return out
}

// number reads a number within lo and hi.
func number(f *protocol.Fields, name string, lo, hi float64) float64 {
	answers, list := f.Scalars(name)
	if list || len(answers) != 1 || !answers[0].Number {
		f.Fail(name, "expected a number")
		return lo
	}
	x, err := strconv.ParseFloat(answers[0].Text, 64)
	if err != nil || !(lo <= x && x <= hi) {
		f.Fail(name, "is "+answers[0].Text+": write "+Number(lo)+" to "+Number(hi))
		return lo
	}
	return x
}
