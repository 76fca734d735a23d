package web_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/seal"
	"steady/internal/web/browsertest"
	"steady/moment"
	"steady/person"
	"steady/register"
	"steady/visit"
)

// emptied ends every visit and treatment and sends all stock back.
func (s *site) emptied() {
	s.t.Helper()
	s.settle()
	s.clock.Pass(time12)
	var people []person.UserID
	var open []string
	s.view(func(st *clinic.State) {
		for id := range st.People {
			people = append(people, id)
		}
		for _, v := range st.VisitsInOrder() {
			if v.Stage != visit.Ended && v.Stage != visit.Booked {
				open = append(open, v.ID)
			}
		}
	})
	for _, id := range open {
		s.endVisit(id)
	}
	for _, p := range people {
		r := request("end-"+string(p), demo.NurseA)
		to, how := r.Keep(string(p), "to", "north"), r.Keep(string(p), "how", "by letter")
		var day moment.Day
		s.view(func(st *clinic.State) { day = st.Zone().Day(s.clock.Now()) })
		r.Command.Body = clinic.EndTreatment{Person: p, Ending: clinic.EndTransfer, To: &to, How: &how, FollowUp: day + 30}
		if _, err := s.house.Do(s.t.Context(), r); err != nil && !strings.Contains(err.Error(), "ended on") {
			s.t.Fatal(err)
		}
	}
	var waits []string
	s.view(func(st *clinic.State) {
		for id := range st.Stock.Requisitions {
			waits = append(waits, id)
		}
	})
	for _, id := range waits {
		r := request("end-"+id, demo.Pharmacist)
		r.Command.Body = clinic.CloseRequisition{Requisition: id, Reason: r.Keep("register", "reason", "we close")}
		s.must(r)
	}
	s.sendAll()
}

const time12 = 12 * moment.Hour

// endVisit ends a visit that is under way, whatever its stage.
func (s *site) endVisit(id string) {
	s.t.Helper()
	for i := range 3 {
		var v clinic.Visit
		s.view(func(st *clinic.State) { v = *st.Visits[id] })
		r := request("end-"+id+string(rune('a'+i)), demo.NurseA)
		switch v.Stage {
		case visit.Ended:
			return
		case visit.InBooth:
			r.Command.Body = clinic.Administer{Visit: id, Given: v.Syringe.Dose.Mass, Route: "iv", Site: "left_forearm",
				Attempts: 1}
		case visit.Observed:
			r.Command.Body = clinic.LeaveEarly{Visit: id, Reason: r.Keep(string(v.Person), "reason", "left")}
		case visit.Emergency:
			r.Command.Body = clinic.EndEmergency{Visit: id, Hospital: true}
		default:
			r.Command.Body = clinic.Withhold{Visit: id, Reason: r.Keep(string(v.Person), "reason", "we close")}
		}
		s.must(r)
	}
}

// sendAll sends every ampoule back, two people together.
func (s *site) sendAll() {
	s.t.Helper()
	var takes []register.Take
	s.view(func(st *clinic.State) {
		for _, id := range st.Accounts.Pages() {
			for _, l := range st.Accounts.Sheets[id].Lots {
				for store, n := range l.At {
					takes = append(takes, register.Take{Page: id, Batch: l.Batch, Store: store, Count: n})
				}
			}
		}
	})
	for i, x := range takes {
		r := request("send-"+string(rune('a'+i)), demo.NurseA)
		r.Command.Body = clinic.ReturnToSupplier{Take: x, To: r.Keep("register", "supplier", "the supplier"),
			Why: r.Keep("register", "reason", "we close")}
		s.view(func(st *clinic.State) {
			r.Command.Witness = &clinic.Confirmation{By: string(demo.NurseB), Method: "pin",
				Digest: clinic.Digest(clinic.WitnessText(st, r.Command))}
		})
		s.must(r)
	}
}

// TestCloseTheService: the list says what is left and nobody can press before it
// holds; then the service closes, the page and the document prove that every
// page is at zero, and the file proves it without the service (R-REG-10).
func TestCloseTheService(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	c := s.signIn("s-boss")
	page := c.get("/service/close").status(200).says("not yet", "Nobody is in treatment here", "Every balance is zero",
		"ampoules and")
	page.silent(`action="/service/close"`)
	c.post("/service/close", "command", "early", "successor", "the trust").status(422).
		says("Somebody is still in treatment")
	c.get("/service/close/pdf").status(200).says("not yet")
	s.emptied()
	c = s.signIn("s-boss")
	page = c.get("/service/close").status(200).says("holds", "Close the service for good").silent("not yet")
	c.press(page, "/service/close").status(422).says("Write who keeps the register")
	c.press(page, "/service/close", "successor", "The North Trust").leads("/service/close")
	c.get("/service/close").status(200).says("This service has closed", "Every page is at zero at the signed head",
		"0 ampoules, 0 mg").silent(`action="/service/close"`)
	if a := c.get("/service/close/pdf").status(200); !strings.HasPrefix(a.body, "%PDF-") {
		t.Errorf("the document begins %.8q", a.body)
	}
	n := s.signIn(demo.NurseA)
	r := request("after", demo.NurseA)
	r.Command.Body = clinic.PlanDay{Day: moment.Date(2026, 3, 3)}
	if _, err := s.house.Do(t.Context(), r); err == nil || !strings.Contains(err.Error(), "has closed") {
		t.Errorf("a day is planned after closing: %v", err)
	}
	n.get("/service/close").status(403)
	s.signIn("s-iris").get("/service/close").status(200).says("This service has closed")
	s.fileAtZero()
}

// fileAtZero verifies the final export from its bytes alone.
func (s *site) fileAtZero() {
	s.t.Helper()
	ctx := s.t.Context()
	heads, err := s.house.Store().Heads(ctx, "test")
	must(s.t, err)
	var file bytes.Buffer
	_, err = seal.WriteExport(&file, seal.Export{Premises: "test", Holder: "Invented clinic", Size: heads.Register,
		Made: s.clock.Now(), Key: s.key}, app.RegisterSource{Ctx: ctx, Store: s.house.Store(), Premises: "test"})
	must(s.t, err)
	rep, err := seal.VerifyExport(&file, seal.Options{Key: s.key.Public()})
	must(s.t, err)
	for _, p := range rep.Pages {
		if p.Ampoules != 0 || p.MassUg != 0 {
			s.t.Errorf("%s: %d ampoules, %d µg in the final file", p.Page, p.Ampoules, p.MassUg)
		}
	}
}

// TestBrowserClosing holds the list and the proof to axe-core at both widths.
func TestBrowserClosing(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.signIn("s-boss")
	w.open("/service/close")
	w.look("55-closing")
	s.emptied()
	w.signIn("s-boss")
	w.open("/service/close")
	w.look("56-closing-may")
	w.fill("/service/close", "successor", "The North Trust")
	w.press("/service/close", "for good")
	w.says("This service has closed")
	w.look("57-closed")
}
