package report

import (
	"fmt"
	"strings"

	"steady/measure"
	"steady/moment"
	"steady/register"
)

// content words an entry by its kind. What is obtained and what is supplied is
// on the sides of the law; the rest is an annotation (R-REG-01).
func (d *drawer) content(x *posting, fields map[string]string) content {
	w := d.w
	c := content{side: register.Beside, fields: fields}
	c.fields["date"], c.fields["substance"] = w.instant(d.l.Zone, x.Happened), w.drug(d.product.Form)
	c.fields["strength"], c.fields["form"] = w.mass(d.product.Content), w.presentation(d.product.Presentation)
	switch b := x.fact.(type) {
	case *register.Received:
		d.received(&c, b)
	case *register.Administered:
		c.side, c.says = register.Supplied, []string{w.fill("says.administered")}
		d.supply(x, &c, b.Person, b.Prescriber, b.Licence)
		d.amounts(&c, 0, -b.Mass)
		c.fields["consumed"] = w.mass(-b.Mass)
		d.identity(&c, x.under.form.Identity.Applies)
	case *register.Drawn:
		d.drawn(&c, b)
	case *register.Wasted:
		reason := w.fill("reason." + string(b.Reason))
		c.side, c.says = register.Supplied, []string{w.fill("says.wasted", "mass", w.mass(-b.Mass), "reason", reason)}
		c.fields["to"] = w.fill("to.wasted")
		c.fields["name"] = c.fields["to"]
		d.amounts(&c, 0, -b.Mass)
	case *register.Counted:
		d.counted(&c, b)
	case movement:
		d.moved(x, &c, b)
	}
	return c
}

// identity fills the headings about who collected, where the law has them.
func (d *drawer) identity(c *content, applies string) {
	key := "not_recorded"
	if applies == "not_applicable" {
		key = "not_applicable"
	}
	for _, f := range []string{"collector", "id_requested", "id_provided"} {
		c.fields[f] = d.w.fill(key)
	}
}

func (d *drawer) batch(batch string, expiry moment.Day) string {
	if expiry == 0 {
		return d.w.fill("batch.only", "batch", batch)
	}
	return d.w.fill("batch", "batch", batch, "day", d.w.day(expiry))
}

// packs words the packs that were scanned with a delivery.
func (d *drawer) packs(packs []register.ScannedPacks) string {
	n, serials := 0, []string(nil)
	for _, p := range packs {
		n += p.Count
		serials = append(serials, p.Serials...)
	}
	if len(serials) == 0 {
		return d.w.fill("says.packs", "n", d.w.number(int64(n)))
	}
	return d.w.fill("says.serials", "n", d.w.number(int64(n)), "serials", strings.Join(serials, ", "))
}

func (d *drawer) received(c *content, b *register.Received) {
	w := d.w
	c.side, c.says = register.Obtained, []string{w.fill("says.received")}
	c.fields["from"], c.batch = d.text(b.From), d.batch(b.Batch, b.Expiry)
	if b.Requisition != "" {
		c.says = append(c.says, w.fill("says.requisition", "id", b.Requisition))
	}
	if b.Delivery != nil {
		c.says = append(c.says, d.text(*b.Delivery))
	}
	if b.Noted != nil {
		c.says = append(c.says, w.fill("says.noted", "n", w.number(int64(*b.Noted))))
	}
	if len(b.Packs) > 0 {
		c.says = append(c.says, d.packs(b.Packs))
	}
	if len(b.Mismatch) > 0 {
		var why []string
		for _, m := range b.Mismatch {
			why = append(why, w.fill("mismatch."+m))
		}
		c.says = append(c.says, w.fill("says.mismatch", "why", join(why)))
	}
	if b.Aside != nil {
		c.says = append(c.says, w.fill("says.aside", "text", d.text(*b.Aside)))
	}
	d.amounts(c, b.Ampoules, b.Mass)
}

// drawn is an annotation, save where the law asks what a product was made of.
func (d *drawer) drawn(c *content, b *register.Drawn) {
	w := d.w
	kv := []string{"ampoules", w.ampoules(-b.Ampoules), "mass", w.mass(b.Content)}
	c.batch = d.batch(b.Batch, 0)
	solution, made := register.SolutionOf(b.Visit)
	if !made {
		c.says = []string{w.fill("says.drawn", kv...)}
		return
	}
	c.side, c.says = register.Made, []string{w.fill("says.drawn.solution", append(kv, "id", solution)...)}
	c.fields["product"] = w.fill("product.solution", "id", solution)
	c.fields["quantity"] = w.drug(d.product.Form) + ": " + w.ampoules(-b.Ampoules) + ", " + w.mass(b.Content)
}

func (d *drawer) counted(c *content, b *register.Counted) {
	w := d.w
	key, diff := "says.counted", b.Difference
	switch {
	case diff < 0:
		key, diff = "says.counted.fewer", -diff
	case diff > 0:
		key = "says.counted.more"
	}
	c.differ = b.Difference != 0
	c.says = []string{w.fill(key, "n", w.number(int64(b.Counted)), "m", w.number(int64(b.Expected)), "d",
		w.number(int64(diff)))}
	if b.Store != "" {
		c.says = append(c.says, w.fill("says.where", "where", d.where(b.Store)))
	}
	if b.Third != nil {
		c.says = append(c.says, w.fill("third", "name", d.staff(b.Third.By)))
	}
}

func (d *drawer) where(s register.Store) string {
	if s == "" {
		s = register.Safe
	}
	return d.w.fill("where." + string(s))
}

// movement is an entry that says its side and its texts itself.
type movement interface {
	Kind() string
	Says() string
	Texts() []register.Text
	Side() register.Side
}

// moved words every movement that is not of the ordinary day.
func (d *drawer) moved(x *posting, c *content, b movement) {
	c.side = b.Side()
	c.says = []string{d.moves(b)}
	for _, t := range b.Texts() {
		c.says = append(c.says, d.text(t))
	}
	sign := measure.Ampoules(1)
	if c.side == register.Supplied {
		sign = -1
	}
	d.amounts(c, sign*x.line.Ampoules, measure.Mass(sign)*x.line.Mass)
	c.fields["to"] = d.w.fill("to." + b.Kind())
	c.fields["name"] = c.fields["to"]
	switch b := b.(type) {
	case *register.BroughtForward:
		c.fields["from"], c.batch = d.text(b.From), d.batch(b.Batch, b.Expiry)
	case *register.Brought:
		c.fields["from"], c.batch = d.elsewhere(b.From), d.batch(b.Batch, b.Expiry)
	case *register.Sent:
		c.fields["to"], c.batch = d.elsewhere(b.To), d.batch(b.Batch, b.Expiry)
		c.fields["name"] = c.fields["to"]
	case *register.SentBack:
		c.fields["to"], c.batch = d.text(b.To), d.batch(b.Batch, 0)
		c.fields["name"] = c.fields["to"]
	case *register.TakenHome:
		d.supply(x, c, b.Person, b.Prescriber, b.Licence)
		c.fields["taken_home"] = c.fields["quantity"]
		c.batch = d.batch(b.Batch, 0)
		d.identity(c, "on")
	case *register.Moved:
		c.batch = d.batch(b.Batch, 0)
	case *register.Broken:
		c.batch = d.batch(b.Batch, 0)
	case *register.Destroyed:
		c.batch = d.batch(b.Batch, 0)
	}
}

// moves says what a movement is: in English as the core says it, in another
// language as its catalogue does.
func (d *drawer) moves(b movement) string {
	key, w := "moves."+b.Kind(), d.w
	if !w.has(key) {
		return b.Says()
	}
	kv := []string{}
	of := func(n measure.Ampoules, batch string, more ...string) {
		kv = append([]string{"n", w.number(int64(n)), "batch", batch}, more...)
	}
	switch b := b.(type) {
	case *register.BroughtForward:
		of(b.Ampoules, b.Batch, "day", w.day(b.Expiry))
	case *register.Moved:
		of(b.Count, b.Batch, "from", d.where(b.From), "to", d.where(b.To))
	case *register.SetAside:
		of(b.Count, b.Batch, "from", d.where(b.From), "why", w.fill("aside."+string(b.Why)))
	case *register.Released:
		of(b.Count, b.Batch, "to", d.where(b.To))
	case *register.Broken:
		of(-b.Ampoules, b.Batch, "from", d.where(b.From))
	case *register.SentBack:
		of(-b.Ampoules, b.Batch)
	case *register.Sent:
		of(-b.Ampoules, b.Batch, "to", b.To, "id", b.Transfer)
	case *register.Brought:
		of(b.Ampoules, b.Batch, "from", b.From, "id", b.Transfer)
	case *register.Destroyed:
		of(-b.Ampoules, b.Batch, "id", b.Authority)
	case *register.TakenHome:
		of(-b.Ampoules, b.Batch, "days", fmt.Sprint(b.Days))
	case *register.Portioned:
		kv = []string{"mass", w.mass(b.Content), "id", b.Solution}
	case *register.Settled:
		if b.Ampoules != 0 {
			key += ".put"
		}
		of(b.Ampoules, b.Batch, "id", w.number(b.Case), "why", w.fill("cause."+string(b.Cause)))
	}
	return w.fill(key, kv...)
}
