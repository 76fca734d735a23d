package web

import (
	"fmt"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/moment"
	"steady/register"
)

// storeTitles name the stores at the head of a list.
var storeTitles = map[register.Store]string{register.Safe: "Safe", register.Cabinet: "Cabinet",
	register.Tray: "Tray of the preparation room", register.Quarantine: "Quarantine"}

func storeChoices(but ...register.Store) (out []page.Choice) {
next:
	for _, x := range register.Stores() {
		for _, b := range but {
			if x == b {
				continue next
			}
		}
		out = append(out, page.Choice{Value: string(x), Label: storeTitles[x]})
	}
	return out
}

// lotValue spells ampoules of one batch in one store; cutLot reads it. A batch
// may hold any sign that prints, so it stands last.
func lotValue(id string, store register.Store, batch string) string {
	return id + "|" + string(store) + "|" + batch
}

func cutLot(text string) (id string, store register.Store, batch string) {
	part := strings.SplitN(text, "|", 3)
	if len(part) != 3 {
		return "", "", ""
	}
	return part[0], register.Store(part[1]), part[2]
}

// take reads which sealed ampoules a movement is about, and how many.
func (p *press) take() (t register.Take) {
	t.Page, t.Store, t.Batch = cutLot(p.get("lot"))
	if t.Page == "" {
		p.wrong("lot", "Choose the ampoules.")
	}
	t.Count = measure.Ampoules(p.whole("count", "Whole ampoules", 1, 100_000))
	return t
}

// lotOf is the ampoules that a form was opened for: typed, or in the address.
func (d *stockDraw) lotOf() string {
	if t := d.typed.v.Get("lot"); t != "" {
		return t
	}
	if x := d.q.Get("lot"); x != "" {
		return x
	}
	if id := d.q.Get("page"); id != "" {
		return lotValue(id, register.Store(d.q.Get("store")), d.q.Get("batch"))
	}
	return ""
}

// lot shows the ampoules that a form is about, or offers all that may be meant.
func (d *stockDraw) lot(v *page.StockForm, may func(register.Store) bool) page.FieldGroup {
	g := page.FieldGroup{}
	var offers []page.Choice
	for _, id := range d.st.Accounts.Pages() {
		sh := d.st.Accounts.Sheets[id]
		for _, store := range register.Stores() {
			for _, l := range sh.Lots {
				n := l.At[store]
				if n == 0 || !may(store) {
					continue
				}
				value := lotValue(id, store, l.Batch)
				offers = append(offers, page.Choice{Value: value,
					Label: fmt.Sprintf("%s, batch %s", sh.Product.Heading(), l.Batch),
					Hint:  fmt.Sprintf("%s %s, expires %s", ampouleWords(n), store.Where(), dayWords(l.Expiry))})
				if value == d.lotOf() {
					v.Facts = append(v.Facts, page.Row{Key: "Product", Value: sh.Product.Heading()},
						page.Row{Key: "Batch", Value: l.Batch + ", expires " + dayWords(l.Expiry)},
						page.Row{Key: "By the register", Value: ampouleWords(n) + " " + store.Where()})
					v.Form.Hidden = append(v.Form.Hidden, page.Pair{Name: "lot", Value: value})
				}
			}
		}
	}
	if len(v.Facts) == 0 {
		f := d.pick("lot", "Which ampoules?", "", offers)
		f.Field.Value = d.lotOf()
		g.Fields = append(g.Fields, f)
	}
	if len(offers) == 0 {
		v.Form.Action, v.Notice = "", "There are no ampoules for this by the register."
	}
	return g
}

func inUse(x register.Store) bool  { return x != register.Quarantine }
func anywhere(register.Store) bool { return true }

// lotMarks say what stands against a batch.
func lotMarks(st *clinic.State, l register.Lot, today moment.Day) (out []page.Mark) {
	if _, recalled := st.Stock.Recalled[l.Batch]; recalled {
		out = append(out, page.Mark{Icon: "stop", Word: "recalled"})
	}
	if l.Expiry < today {
		out = append(out, page.Mark{Icon: "stop", Word: "expired"})
	}
	return out
}
