package web

import (
	"net/url"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/login"
	"steady/internal/web/page"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// wayOn leads from a line of the stock's list to the screen that settles it.
// {page} and {of} in its address are the task's, {store} is where that batch
// lies.
type wayOn struct{ words, to string }

// waysOn has one row for each kind of task that a screen settles. It is shown
// to whom the who-may table lets in.
var waysOn = map[clinic.StockTaskKind]wayOn{
	clinic.StockDiffers:    {"Open the case", "/register/difference?page={page}"},
	clinic.StockRecalled:   {"Set aside", "/register/aside?page={page}&store={store}&batch={of}&why=recalled"},
	clinic.StockExpired:    {"Set aside", "/register/aside?page={page}&store={store}&batch={of}&why=expired"},
	clinic.StockQuarantine: {"Where it lies", "/register/stores"},
	clinic.StockCount:      {"Count", "/register/count?of={of}"},
	clinic.StockWeekly:     {"Count", "/register/count?of={of}"},
	clinic.StockMonthly:    {"Count with a third person", "/register/count?of={of}"},

	clinic.StockReturned:  {"Look at it", "/register/returned"},
	clinic.StockAuthority: {"Destroy, or see what is missing", "/register/destruction"},
	clinic.StockExemption: {"Enter the next one", "/register/destruction/exemption"},
	clinic.StockDispute:   {"Answer it", "/register/disputes"},
	clinic.StockAlone:     {"Look at them", "/register/officer"},

	clinic.StockRequisition: {"Look at it", "/register/requisitions"},
	clinic.StockSolution:    {"Write it off", "/register/solutions/discard?solution={of}"},
}

// link is the way on of a task for somebody, or nil.
func (x wayOn) link(st *clinic.State, t clinic.StockTask, roles []person.Role) *page.Link {
	path, _, _ := strings.Cut(x.to, "?")
	if x.to == "" || !login.MayRoute(roles, "GET "+path) {
		return nil
	}
	return &page.Link{Text: x.words, URL: strings.NewReplacer("{page}", url.QueryEscape(t.Page),
		"{of}", url.QueryEscape(t.Of), "{store}", string(storeOf(st, t))).Replace(x.to)}
}

// storeOf is a store in use where the batch of a task lies.
func storeOf(st *clinic.State, t clinic.StockTask) register.Store {
	if sh := st.Accounts.Sheets[t.Page]; sh != nil {
		for _, l := range sh.Lots {
			for _, x := range register.Stores() {
				if l.Batch == t.Of && l.At[x] > 0 && inUse(x) {
					return x
				}
			}
		}
	}
	return ""
}

// countsDue words the counts of the list, which stand there once for each page
// and are drawn as one line.
var countsDue = map[string]string{"opening": "The opening count is due.", "shift": "The count of the shift is due.",
	"close": "The closing count is due.", "weekly": "The weekly full count is due.",
	"monthly": "The monthly count before a third person is due."}

// waits draws what waits for somebody in the stock: an open difference as a
// warning, everything else as the list, the most pressing first. What waits for
// the reader's own role comes before the rest; a count that is due on several
// pages is one line.
func waits(st *clinic.State, now moment.Instant, roles []person.Role) (warn []page.StockWarning, list []page.Wait) {
	var own, rest []page.Wait
	counts := map[string][]string{} // kind of count -> the pages it is due on
	tasks := st.StockTasks(now)
	heading := func(id string) string {
		if sh := st.Accounts.Sheets[id]; sh != nil {
			return sh.Product.Heading()
		}
		return ""
	}
	for _, t := range tasks {
		if isCount(t) {
			counts[t.Of] = append(counts[t.Of], heading(t.Page))
		}
	}
	for _, t := range tasks {
		w := page.Wait{Text: t.Text, Where: heading(t.Page), Late: t.Late, Way: waysOn[t.Kind].link(st, t, roles)}
		if t.For == person.CDAO {
			w.For = "accountable officer"
		}
		due := counts[t.Of]
		switch {
		case t.Kind == clinic.StockDiffers:
			warn = append(warn, page.StockWarning{Text: w.Where + ": " + t.Text, Way: w.Way})
		case isCount(t) && w.Where != due[0]: // it is in the line of the first page
		case isCount(t):
			w.Text, w.Where = countsDue[t.Of], strings.Join(due, "; ")
			if len(due) > 1 && len(due) == len(st.Accounts.Pages()) {
				w.Where = "every page"
			}
			rest = append(rest, w)
		case t.For != "" && slices.Contains(roles, t.For):
			own = append(own, w)
		default:
			rest = append(rest, w)
		}
	}
	return warn, append(own, rest...)
}

func isCount(t clinic.StockTask) bool {
	return t.Kind == clinic.StockCount || t.Kind == clinic.StockWeekly || t.Kind == clinic.StockMonthly
}
