package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/register"
)

// plainHeadings are those of a page whose law has none.
var plainHeadings = []register.Heading{{Side: register.Obtained, Field: "date"},
	{Side: register.Obtained, Field: "from"}, {Side: register.Obtained, Field: "quantity"},
	{Side: register.Supplied, Field: "date"},
	{Side: register.Supplied, Field: "to"}, {Side: register.Supplied, Field: "authority"},
	{Side: register.Supplied, Field: "quantity"}, {Side: register.Beside, Field: "batch"},
	{Side: register.Beside, Field: "by"}, {Side: register.Beside, Field: "second"},
	{Side: register.Beside, Field: "recorded"}, {Side: register.Beside, Field: "balance_ampoules"},
	{Side: register.Beside, Field: "balance_mass"}}

func (d *drawer) headings(s *standing) []register.Heading {
	if s.plain {
		return plainHeadings
	}
	return s.form.Headings
}

func (d *drawer) heading(s *standing, h register.Heading) string {
	if s.plain {
		return d.w.fill("plain." + h.Field)
	}
	return d.label(s, h.Labels)
}

func balance(field string) bool { return field == "balance_ampoules" || field == "balance_mass" }

// columns are the headings that have a column of their own: all of a side, and
// the balances. The other annotations stand beneath the line.
func (d *drawer) columns(s *standing) (out []Column) {
	for _, side := range []register.Side{register.Obtained, register.Made, register.Supplied, register.Beside} {
		for _, h := range d.headings(s) {
			off := register.IdentityHeading(h.Field) && s.form.Identity.Applies == "off"
			if h.Side != side || off || side == register.Beside && !balance(h.Field) {
				continue
			}
			out = append(out, Column{side, h.Field, d.heading(s, h), h.Statutory})
		}
	}
	return out
}

// content is what an entry has to say, before it is put under headings.
type content struct {
	side   register.Side
	fields map[string]string
	says   []string
	batch  string
	differ bool
}

// line words one entry. An entry of a side that its law has no heading for is
// an annotation: it is never left out.
// fields is room to work in.
func (d *drawer) line(x *posting, cols []Column, fields map[string]string) Line {
	w, z := d.w, d.l.Zone
	clear(fields)
	c := d.content(x, fields)
	if !slices.ContainsFunc(cols, func(k Column) bool { return k.Side == c.side }) {
		c.side = register.Beside
	}
	l := Line{No: x.Seq, Side: c.side, Date: w.instant(z, x.Happened), Says: join(c.says),
		Balance: w.number(int64(x.line.BalanceAmpoules)), Mass: w.mass(x.line.BalanceMass), Differs: c.differ, By: x.By,
		Witness: x.Witness,
		Before: w.fill("carry", "ampoules", w.ampoules(x.line.BalanceAmpoules-x.line.Ampoules), "mass",
			w.mass(x.line.BalanceMass-x.line.Mass))}
	l.Cells = make([]string, 0, len(cols))
	for _, col := range cols {
		cell := c.fields[col.Field]
		switch {
		case col.Field == "balance_ampoules":
			cell = l.Balance
		case col.Field == "balance_mass":
			cell = l.Mass
		case col.Side != c.side:
			cell = ""
		}
		l.Cells = append(l.Cells, cell)
	}
	l.Late = d.late(x)
	for _, h := range d.headings(x.under) {
		if h.Side == register.Beside && !balance(h.Field) {
			if t := d.beside(x, h.Field, c.batch); t != "" {
				l.Beside = append(l.Beside, Pair{d.heading(x.under, h), t})
			}
		}
	}
	form := w.fill("note")
	if k := x.under.form.Correction; k != "" {
		form = w.fill("note." + k)
	}
	for _, n := range d.under[x.Seq] {
		l.Notes = append(l.Notes, w.fill("note.line", "form", form, "no", w.number(x.Seq), "at", w.instant(z, n.Happened),
			"text", d.text(n.fact.(*register.Noted).Text), "by", d.staff(n.By), "seq", w.number(n.Seq)))
	}
	return l
}

// beside words an annotation under one of the service's own headings.
func (d *drawer) beside(x *posting, field, batch string) string {
	switch field {
	case "batch":
		return batch
	case "by":
		return d.staff(x.By)
	case "second":
		if (x.Witness == "" || x.Witness == "-") && register.AsksForTwo(x.fact) {
			return d.w.fill("second.none")
		}
		return d.staff(x.Witness)
	case "recorded":
		if x.Recorded.Since(x.Happened) >= moment.Minute {
			return d.w.instant(d.l.Zone, x.Recorded)
		}
	}
	return ""
}

// late words an entry that was made after the deadline of its law (R-REG-05).
func (d *drawer) late(x *posting) string {
	z := d.l.Zone
	kv := []string{"happened", d.w.date(z, x.Happened), "recorded", d.w.date(z, x.Recorded)}
	if x.line.Late != nil {
		return d.w.fill("late", append(kv, "why", d.text(*x.line.Late))...)
	}
	if z.Day(x.Happened) < z.Day(x.Recorded)-moment.Day(x.under.law.EntryDays()) {
		return d.w.fill("late.none", kv...)
	}
	return ""
}

// text is a text of the cabinet, or that it was erased.
func (d *drawer) text(t journal.TextRef) string {
	if d.l.Text != nil {
		if s, kept := d.l.Text(t); kept {
			return s
		}
	}
	return d.w.fill("erased")
}

func (d *drawer) staff(id string) string {
	switch {
	case id == "" || id == "-":
		return ""
	case d.l.Staff == nil:
		return id
	}
	if name := d.l.Staff(id); name != "" {
		return name
	}
	return d.gone(id)
}

// gone is an id whose name was erased.
func (d *drawer) gone(id string) string { return id + " " + d.w.fill("erased") }

// person is name and address of a person; no address is said to be none.
func (d *drawer) person(id string) (name, both string) {
	name, address := id, ""
	if d.l.Person != nil {
		if name, address = d.l.Person(id); name == "" {
			return d.gone(id), d.gone(id)
		}
	}
	if address == "" {
		address = d.w.fill("no_address")
	}
	return name, name + ", " + address
}

func (d *drawer) elsewhere(premises string) string {
	if d.l.Elsewhere != nil {
		premises = d.l.Elsewhere(premises)
	}
	return d.w.fill("of_premises", "name", premises)
}

func join(says []string) string { return strings.Join(says, "; ") }

// initials are the first letters of a name.
func initials(name string) string {
	var out strings.Builder
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		r, _ := utf8.DecodeRuneInString(word)
		out.WriteRune(unicode.ToUpper(r))
	}
	return out.String()
}

// amounts are the fields that say how much went in or out.
func (d *drawer) amounts(c *content, n measure.Ampoules, m measure.Mass) {
	qty := d.w.mass(m)
	if n != 0 {
		qty = d.w.ampoules(n) + ", " + qty
	}
	c.fields["quantity"] = qty
	c.fields["drug"] = fmt.Sprintf("%s: %s", d.w.drug(d.product.Form), qty)
}

// supply fills what every supply says: the drug, who it went to, by whom it may.
func (d *drawer) supply(x *posting, c *content, to, doctor, licence string) {
	name, both := d.person(to)
	c.fields["to"], c.fields["name"] = both, name
	prescriber := d.staff(doctor)
	c.fields["prescriber"] = prescriber
	c.fields["authority"] = d.w.fill("authority.none", "doctor", prescriber)
	if licence != "" {
		c.fields["authority"] = d.w.fill("authority", "doctor", prescriber, "licence", licence)
	}
	by := d.staff(x.By)
	c.fields["initials"] = initials(by)
	if by == d.gone(x.By) {
		c.fields["initials"] = by // nobody has initials whose name is gone
	}
}
