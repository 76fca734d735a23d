package web

import (
	"net/http"
	"slices"
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/measure"
	"steady/register"
)

// scannedAtVisit takes a press that a scanner made: what was scanned is held to
// what is on record, and the page comes back with it. Nothing is recorded; ok is
// false where the press is one of a person. What a scan means is the core's.
func (s *Server) scannedAtVisit(w http.ResponseWriter, r *http.Request, step string, p *press) (ok bool) {
	var no *clinic.Refusal
	t, field := p.typed(), "label"
	switch confirms := p.get("pin2") != "" || p.get("passkey") != ""; {
	case step == "prepare" && p.get("scan") != "":
		field = "scan"
		no = s.packScanned(p, t)
	case (step == "check" || step == "give") && p.get("label") != "" && !confirms:
		no = s.labelScanned(p, t)
	default:
		return false
	}
	t.v.Del(field)
	if no == nil {
		s.drawVisit(w, r, http.StatusOK, nil, t)
		return true
	}
	prob, _ := p.problem(no)
	prob.Title, prob.Lines[0].Field = "Stop: not this one", field
	prob.Lines[0].Way = codeWay(r, no, p.get(field))
	t.errs[field] = no.Sentence
	s.drawVisit(w, r, http.StatusUnprocessableEntity, prob, t)
	return true
}

// packScanned puts the ampoules of a scanned pack into the form of a dose.
func (s *Server) packScanned(p *press, t typed) (no *clinic.Refusal) {
	codes := append(slices.Clone(t.v["scanned"]), p.get("scan"))
	if strings.HasPrefix(p.get("ampoules"), ofSolution) {
		codes = codes[len(codes)-1:] // what was scanned before was the solution
	}
	s.house.View(func(st *clinic.State) {
		v := st.Visits[p.visit()]
		dose, may := allowed(v)
		if !may {
			return // the page says what became of the visit
		}
		id, of, refused := st.ReadSolution(v, dose, p.get("scan"), s.house.Now())
		if no = refused; of && no == nil {
			t.v["scanned"] = []string{p.get("scan")}
			t.v.Set("ampoules", ofSolution+id)
		}
		if of {
			return
		}
		var x clinic.ScannedDose
		if x, no = st.ScanForDose(v, chosen(st, v, dose, t, s.house.Now()), codes, s.house.Now()); no == nil {
			t.v["scanned"] = codes
			t.v.Set("ampoules", spellPicks(x.Picks))
		}
	})
	return no
}

// labelScanned reads the label of a syringe; a label that fits is kept for the
// press that follows.
func (s *Server) labelScanned(p *press, t typed) (no *clinic.Refusal) {
	s.house.View(func(st *clinic.State) {
		if v := st.Visits[p.visit()]; v != nil {
			_, no = st.ReadLabel(v, p.get("label"))
		}
	})
	t.v.Del("labelled")
	if no == nil {
		t.v.Set("labelled", p.get("label"))
	}
	return no
}

// labelled is what was read off the label: in this press, or by the scan before
// it.
func (p *press) labelled() string {
	if x := p.get("label"); x != "" {
		return x
	}
	return p.get("labelled")
}

// seenLabel carries a label that was read along in a form, and says so.
func (d *drawing) seenLabel(f *page.Form) string {
	read := d.typed.v.Get("labelled")
	if read == "" {
		return ""
	}
	f.Hidden = append(f.Hidden, page.Pair{Name: "labelled", Value: read})
	return "The label is read: it is of this syringe, prepared at " + d.z.Clock(d.v.PreparedAt) + " for " +
		d.n.person(d.v.Person) + "."
}

// seenPacks are the ampoules chosen whose pack was scanned; the codes go along in
// the form.
func (d *drawing) seenPacks(f *page.Form, picks []register.Pick) []register.Pick {
	x, no := d.st.ScanForDose(d.v, picks, d.typed.v["scanned"], d.now)
	if no != nil || !slices.Equal(x.Picks, picks) {
		return nil
	}
	d.scannedAlong(f)
	return x.Seen
}

// seenSolution reports whether the label of a solution was scanned for the dose;
// the code goes along in the form.
func (d *drawing) seenSolution(f *page.Form, id string, dose measure.Mass) bool {
	codes := d.typed.v["scanned"]
	if len(codes) != 1 || d.typed.v.Get("ampoules") != ofSolution+id {
		return false
	}
	read, is, no := d.st.ReadSolution(d.v, dose, codes[0], d.now)
	if no != nil || !is || read != id {
		return false
	}
	d.scannedAlong(f)
	return true
}

func (d *drawing) scannedAlong(f *page.Form) {
	for _, c := range d.typed.v["scanned"] {
		f.Hidden = append(f.Hidden, page.Pair{Name: "scanned", Value: c})
	}
}
