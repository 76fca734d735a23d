package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/moment"
	"steady/visit"
)

// packCode is the square code of a pack of the batch that a pick is of.
func (s *site) packCode(page, batch string) (out string) {
	s.t.Helper()
	s.view(func(st *clinic.State) {
		sh := st.Accounts.Sheets[page]
		for _, l := range sh.Lots {
			if l.Batch == batch {
				y, m, d := l.Expiry.Split()
				out = fmt.Sprintf("(01)%s(17)%02d%02d%02d(10)%s(21)P1", demo.ProductCodes[sh.Product.Content], y%100, m, d, batch)
			}
		}
	})
	return out
}

// labelCode is what a scanner reads off the label of a visit's syringe.
func (s *site) labelCode(id string) (out string) {
	s.view(func(st *clinic.State) {
		if x, ok := clinic.LabelOf(st.Visits[id]); ok {
			out = "]d2" + x.Code().Scan()
		}
	})
	return out
}

// TestScanAtEveryStop: packs, label, label again; six presses of a person, as
// many scans as there are things to scan, and what does not belong is refused at
// once with nothing recorded.
func TestScanAtEveryStop(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.arrived(c)
	c.get("/visits/" + v + "/label").status(http.StatusNotFound).says("a label exists once it is recorded as prepared")
	c.get("/visits/" + v + "/label.zpl").status(http.StatusNotFound)
	c.get("/visits/" + v + "/label.pdf").status(http.StatusNotFound)
	c.press(c.get("/visits/"+v), at(v, "assess"), wellBefore...)

	form := c.get("/visits/"+v).says("Scan the packs you open", "in the safe").silent("pack scanned")
	picks := strings.Split(form.form(at(v, "prepare")).Get("ampoules"), "|")
	clinical := s.clinicalSize()
	c.press(form, at(v, "prepare"), "scan", "(01)02001234500012(17)280331(10)ELSEWHERE").status(422).
		says("Stop: not this one", "R-REG-18").silent("pack scanned")
	c.press(form, at(v, "prepare"), "scan", "nonsense").status(422).says("not the square code of an ampoule pack")
	for i, k := range picks {
		part := strings.Split(k, ":")
		form = c.press(form, at(v, "prepare"), "scan", s.packCode(part[0], part[1])).status(200)
		if n := strings.Count(form.text(), "pack scanned"); n != i+1 {
			t.Fatalf("%d packs are ticked after %d were scanned", n, i+1)
		}
	}
	if s.clinicalSize() != clinical {
		t.Error("a scan alone was recorded")
	}
	c.press(form, at(v, "prepare")).leads("/visits/" + v)
	s.view(func(st *clinic.State) {
		if got := st.Visits[v].Syringe.Scanned; len(got) != len(picks) {
			t.Errorf("scanned %v of %v", got, picks)
		}
	})

	read := s.labelCode(v)
	other := strings.Replace(read, ".", ".0", 1)[:len(read)]
	form = c.get("/visits/" + v)
	c.press(form, at(v, "check"), "label", other).status(422).says("Stop: not this one", "an older syringe of this visit")
	form = c.press(form, at(v, "check"), "label", read).status(200).says("The label is read: it is of this syringe")
	if s.stage(v) != visit.Prepared {
		t.Fatal("a scan alone checked the syringe")
	}
	c.press(form, at(v, "check"), both()...).leads("/visits/" + v)
	if s.stage(v) != visit.InBooth {
		t.Fatalf("the visit stands at %s", s.stage(v))
	}
	s.clock.Pass(moment.Minute)
	form = c.get("/visits/" + v).says("Scan the label on the syringe")
	give := []string{"taken", "full", "site", "left_forearm"}
	again := c.press(form, at(v, "give"), append(give, "label", "(01)02001234500012")...).status(422).
		says("This is the code of an ampoule pack")
	if got := again.form(at(v, "give")); got.Get("site") != "left_forearm" || got.Get("label") != "" {
		t.Error("what was chosen is lost, or the scan is kept:", got)
	}
	form = c.press(form, at(v, "give"), append(give, "label", read)...).status(200).says("The label is read")
	if s.stage(v) != visit.InBooth {
		t.Fatal("a scan alone recorded the dose as given")
	}
	c.press(form, at(v, "give")).leads("/visits/" + v)
	s.view(func(st *clinic.State) {
		if in := st.Visits[v].Injected; in == nil || !in.Scanned {
			t.Errorf("the scan in the booth is not on record: %+v", in)
		}
	})
	c.get("/visits/" + v + "/label").status(http.StatusNotFound)
}

func (s *site) clinicalSize() (n int64) {
	s.view(func(st *clinic.State) { n = st.Clinical })
	return n
}

// TestScannedLabelHandsOver: where the syringe waits for a booth, the scan of its
// label is the press.
func TestScannedLabelHandsOver(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.visitAt(visit.Prepared)
	r := request("check-only", demo.NurseA)
	r.Command.Body = clinic.Check{Visit: v}
	s.view(func(st *clinic.State) {
		by := demo.NurseB
		if st.Visits[v].PreparedBy == by {
			by = demo.NurseC
		}
		r.Command.Witness = &clinic.Confirmation{By: string(by), Method: "pin",
			Digest: clinic.Digest(clinic.WitnessText(st, r.Command))}
	})
	s.must(r)
	form := c.get("/visits/" + v)
	c.press(form, at(v, "handover"), "label", "(91)v-other.0123456789abcdef").status(422).says("another visit")
	c.press(form, at(v, "handover"), "label", s.labelCode(v)).leads("/visits/" + v)
	if s.stage(v) != visit.InBooth {
		t.Errorf("the visit stands at %s", s.stage(v))
	}
}

// TestLabelFiles: the label as page, PDF and ZPL, of a syringe and of a solution;
// each twice the same.
func TestLabelFiles(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v, solution := s.visitAt(visit.Prepared), s.made(c)
	for at, words := range map[string][]string{
		"/visits/" + v + "/label": {"checked by", "^FD" + s.name(v)},
		"/register/solutions/" + solution + "/label": {"use by 11:00", "75 mg in 1 ml", "water for injections, batch W1",
			"^FD_192" + solution + "."},
	} {
		view := c.get(at).status(200).says("Label as PDF", "For a label printer")
		if !strings.Contains(view.body, `class="label__code"`) || !strings.Contains(view.body, "Square code: (9") {
			t.Error(at, "draws no square code")
		}
		zpl := c.get(at + ".zpl").status(200)
		for _, w := range words {
			if !strings.Contains(zpl.body, w) {
				t.Errorf("%s.zpl does not say %q:\n%s", at, w, zpl.body)
			}
		}
		pdf := c.get(at + ".pdf").status(200)
		if !strings.HasPrefix(pdf.body, "%PDF-") || c.get(at+".pdf").body != pdf.body || c.get(at+".zpl").body != zpl.body {
			t.Error(at, "is not the same file twice")
		}
	}
	c.get("/register/solutions").says("Print the label")
	c.get("/register/solutions/none/label.pdf").status(http.StatusNotFound)
}

// name is the chosen name of the person of a visit, as a label has it.
func (s *site) name(v string) string {
	c := s.signIn(demo.NurseA).get("/visits/" + v + "/label").status(200)
	_, rest, _ := strings.Cut(c.text(), " For ")
	name, _, _ := strings.Cut(rest, " Code ")
	return name
}

// TestScannedSolutionIsChosen: the label of a solution chooses it for the dose,
// and choosing otherwise afterwards leaves nobody stuck.
func TestScannedSolutionIsChosen(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	solution, v := s.made(c), s.arrived(c)
	c.press(c.get("/visits/"+v), at(v, "assess"), wellBefore...)
	read := ""
	s.view(func(st *clinic.State) { read = "]d2" + st.Stock.Solutions[solution].Code().Scan() })
	form := c.get("/visits/" + v)
	ampoules := form.form(at(v, "prepare")).Get("ampoules")
	c.press(form, at(v, "prepare"), "scan", read+"0").status(422).says("not of that solution as it was made")
	form = c.press(form, at(v, "prepare"), "scan", read).status(200).says("label scanned")
	if got := form.form(at(v, "prepare")); got.Get("ampoules") != "solution:"+solution || got.Get("scanned") != read {
		t.Fatal("the solution is not chosen:", got)
	}
	again := c.press(form, at(v, "prepare"), "ampoules", ampoules).status(422)
	if got := again.form(at(v, "prepare")); got.Get("scanned") != "" {
		t.Error("a scan that no longer fits stays in the form:", got)
	}
	c.press(form, at(v, "prepare")).leads("/visits/" + v)
	s.view(func(st *clinic.State) {
		if y := st.Visits[v].Syringe; y == nil || y.Solution != solution || len(y.Scanned) != 1 {
			t.Errorf("prepared %+v", y)
		}
	})
}
