package web

import (
	"net/http"
	"net/url"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/measure"
	"steady/register"
)

var toDestruction = page.Link{Text: "Destroy stock", URL: "/register/destruction"}

// destructionPage shows what leads to a destruction: what lies in quarantine,
// who may witness it until when, and what of the list does not hold yet.
func (s *Server) destructionPage(w http.ResponseWriter, r *http.Request) {
	v := page.Destruction{Returned: page.Link{Text: "Returned medicines", URL: "/register/returned"}}
	err := s.with(r.Context(), nil, func(st *clinic.State, n names) {
		d := &drawing{s: s, st: st, n: n, now: s.house.Now(), z: st.Zone(), actor: actorOf(r)}
		v.Exemption = page.Row{Key: "Waste exemption", Value: "None is entered, so nothing may be denatured here."}
		if x := st.Stock.Exemption; x != nil {
			v.Exemption.Value = "No. " + x.Number + ", until " + dayWords(x.To)
			if x.To < d.z.Day(d.now) {
				v.Exemption.Value += ". It has ended."
			}
		}
		v.Enter = d.way("Enter the waste exemption", "/register/destruction/exemption")
		v.Authorise = d.way("Authorise a witness", "/register/destruction/witness")
		v.Aside = d.way("Where it lies, and set aside", "/register/stores")
		for _, x := range d.inQuarantine() {
			v.Waiting = append(v.Waiting, page.DestroyLot{Product: st.Accounts.Sheets[x.Page].Product.Heading(),
				Batch: x.Batch, Count: ampouleWords(x.Count)})
		}
		for _, x := range st.StockTasks(d.now) {
			if x.Kind == clinic.StockAuthority {
				v.Authorities = append(v.Authorities, d.authority(st.Stock.Authorities[x.Of]))
			}
		}
	})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	l := s.layout(r, "Destroy stock")
	l.Back = &toRegister
	s.draw(w, r, http.StatusOK, page.DestructionPage(l, v))
}

// way leads somewhere, for whom the who-may table lets in.
func (d *drawing) way(words, to string) *page.Link {
	u, _ := url.Parse(to)
	if u == nil || u.Path != "" && !login.MayRoute(d.actor.Roles, "GET "+u.Path) {
		return nil
	}
	return &page.Link{Text: words, URL: to}
}

// inQuarantine are the batches that lie in quarantine, whole.
func (d *drawing) inQuarantine() (out []register.Take) {
	for _, id := range d.st.Accounts.Pages() {
		for _, l := range d.st.Accounts.Sheets[id].Lots {
			if n := l.At[register.Quarantine]; n > 0 {
				out = append(out, register.Take{Page: id, Batch: l.Batch, Count: n})
			}
		}
	}
	return out
}

// coverage is what an authority still covers and what of it is in quarantine.
func (d *drawing) coverage(a *clinic.Authority) (out []register.Take) {
	here := map[string]measure.Ampoules{}
	for _, x := range d.inQuarantine() {
		here[lotValue(x.Page, "", x.Batch)] = x.Count
	}
	for _, x := range a.Items {
		x.Store, x.Count = "", min(a.Left(x.Page, x.Batch), here[lotValue(x.Page, "", x.Batch)])
		if x.Count > 0 {
			out = append(out, x)
		}
	}
	return out
}

func (d *drawing) takeWords(x register.Take) string {
	text := ampouleWords(x.Count) + " of batch " + x.Batch
	if sh := d.st.Accounts.Sheets[x.Page]; sh != nil {
		text += ", " + sh.Product.Heading()
	}
	return text
}

func (d *drawing) authority(a *clinic.Authority) page.AuthorityView {
	items := d.coverage(a)
	v := page.AuthorityView{Ref: a.Ref, Rows: []page.Row{{Key: "Witness", Value: d.n.staff(a.Witness)},
		{Key: "Holds", Value: "from " + dayWords(a.From) + " to " + dayWords(a.To)}}}
	for _, x := range items {
		v.Rows = append(v.Rows, page.Row{Key: "Covers, in quarantine", Value: d.takeWords(x)})
	}
	// The kits are counted by whoever destroys, when they do.
	v.Checks = d.preflight(clinic.DestroyStock{Authority: a.Ref, Items: items, Kits: true})
	v.Checks = v.Checks[:len(v.Checks)-1]
	v.Way = d.way("Destroy with this witness", "/register/destroy?authority="+url.QueryEscape(a.Ref))
	return v
}

// preflight is the core's own list before a destruction (R-REG-29), with the
// way on for each line that does not hold.
func (d *drawing) preflight(b clinic.DestroyStock) (out []page.CheckLine) {
	for _, x := range d.st.DestroyPreflight(b, d.now) {
		l := page.CheckLine{Text: x.Text, Met: x.No == nil}
		if x.No != nil {
			l.Why, l.Rule, l.Way = x.No.Sentence, x.No.Rule, d.wayFrom(x.No.Code, b)
		}
		out = append(out, l)
	}
	return out
}

// wayFrom leads from a line of the list that does not hold to the screen where
// it is settled.
func (d *drawing) wayFrom(code string, b clinic.DestroyStock) *page.Link {
	switch code {
	case "destruction_barred":
		for _, id := range d.st.Accounts.Pages() {
			if d.st.Accounts.Sheets[id].Open != nil {
				return d.way("Open the case", caseURL(id))
			}
		}
	case "authority_unknown", "authority_ended":
		return d.way("Authorise a witness", "/register/destruction/witness")
	case "not_in_authority":
		return d.way("Where it lies", "/register/stores")
	case "count_first":
		for _, x := range b.Items {
			if sh := d.st.Accounts.Sheets[x.Page]; sh != nil && (sh.Good == nil || sh.Good.Seq < sh.Last) {
				return d.way("Count the page", "/register/count?of="+ordinary+"&page="+url.QueryEscape(x.Page))
			}
		}
	case "exemption_ended":
		return d.way("Enter the waste exemption", "/register/destruction/exemption")
	case "kits_missing":
		return d.way("Confirm it below", "#kits")
	}
	return nil
}
