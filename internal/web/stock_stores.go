package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/register"
)

// storesPage shows where every batch lies; the stores add up to the page.
func (s *Server) storesPage(w http.ResponseWriter, r *http.Request) {
	v := page.Stores{Ways: waysTo(actorOf(r), "/register/bring", "/register/keys", "/register/recall")}
	if login.MayRoute(actorOf(r).Roles, "POST /register/move") {
		v.Two = "Each movement needs a second person, who confirms it."
	}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		d := drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r)}
		held := map[string]measure.Ampoules{}
		for _, x := range st.Visits {
			if x.Syringe != nil && x.CheckedBy == "" {
				for _, k := range x.Syringe.Picks {
					held[k.Page] += k.Count
				}
			}
		}
		for _, id := range st.Accounts.Pages() {
			sh := st.Accounts.Sheets[id]
			p := page.StorePage{Heading: sh.Product.Heading(), URL: "/register/" + id, Stores: d.shelves(id, sh)}
			var sum []string
			for _, x := range register.Stores() {
				if n := sh.InStore(x); n > 0 {
					sum = append(sum, fmt.Sprintf("%s %s", x, thousands(fmt.Sprint(int64(n)))))
				}
			}
			p.Sum = strings.Join(sum, " + ") + " = " + ampouleWords(sh.Ampoules) +
				", the balance of the page"
			if len(sum) == 0 {
				p.Sum = "None: the balance of the page is " + ampouleWords(sh.Ampoules)
			}
			if n := held[id]; n > 0 {
				p.Held = fmt.Sprintf("Of these %s: in a syringe that nobody has checked yet.", ampouleWords(n))
			}
			v.Pages = append(v.Pages, p)
		}
		v.Keys = d.keyRows()
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Where it lies")
	l.Back = &toRegister
	s.draw(w, r, http.StatusOK, page.StoresPage(l, v))
}

func (d *drawing) shelves(id string, sh *register.Sheet) (out []page.StoreShelf) {
	for _, store := range register.Stores() {
		x := page.StoreShelf{Name: storeTitles[store], Total: ampouleWords(sh.InStore(store))}
		for _, l := range sh.Lots {
			if n := l.At[store]; n > 0 {
				may := "Move or take out"
				if store == register.Quarantine {
					may = "Release or take out"
				}
				x.Lots = append(x.Lots, page.StoreLot{Batch: l.Batch, Expiry: "expires " + dayWords(l.Expiry), May: may,
					Count: ampouleWords(n), Marks: lotMarks(d.st, l, d.z.Day(d.now)), Ways: d.lotWays(id, store, l.Batch)})
			}
		}
		if len(x.Lots) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// lotWays are what the person who looks may do with a batch in a store.
func (d *drawing) lotWays(id string, store register.Store, batch string) (out []page.Link) {
	q := "?" + url.Values{"page": {id}, "store": {string(store)}, "batch": {batch}}.Encode()
	use := []page.Link{{Text: "Move to another store", URL: "/register/move"},
		{Text: "Set aside into quarantine", URL: "/register/aside"}, {Text: "Send to other premises", URL: "/register/send"}}
	if store == register.Quarantine {
		use = []page.Link{{Text: "Release from quarantine", URL: "/register/release"}}
	}
	for _, x := range append(use, page.Link{Text: "Return to the supplier", URL: "/register/return"},
		page.Link{Text: "Broken", URL: "/register/broken"}) {
		if login.MayRoute(d.actor.Roles, "POST "+x.URL) {
			out = append(out, page.Link{Text: x.Text, URL: x.URL + q})
		}
	}
	return out
}

// keyRows say who holds the keys of each store, and since when.
func (d *drawing) keyRows() (out []page.Row) {
	for _, x := range register.Stores() {
		words := "nobody has been entered"
		if k, held := d.st.Stock.Custody[x]; held {
			words = d.n.staff(k.Staff) + ", since " + stamp(d.z, d.now, k.Since)
		}
		out = append(out, page.Row{Key: storeTitles[x], Value: words})
	}
	return out
}
