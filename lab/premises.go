package lab

import (
	"crypto/sha256"
	"hash"
	"strconv"

	"steady/clinic"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// premises is one site of the run: a journal of its own under the production
// rules, and the lines, rooms and staff that the rules do not know of.
type premises struct {
	run     *run
	n       int // of the run's sites
	name    string
	st      *clinic.State
	sum     hash.Hash // of the bytes of the journal
	entries int64
	buf     []byte // of the last entry
	body    []byte // of the last body
	sent    int    // commands

	journalID string // of the premises in its journal

	desks, booths, places int // all of them
	shifts                []Shift
	windows               []Window
	onShift               []present        // today
	opens, closes         []moment.Instant // of each session of today; 0 where it does not open
	pool                  pool
	lines                 lines
	open                  []*attend // in the house
	mass                  balance
	batch                 int
	taken                 map[slot]int  // regular times that people have
	visitors              []*attend     // of today, in the order of coming
	lateBy                []moment.Span // of each session of today
	atStart               pool          // as it stood when counting began
	sojourns              int64         // microseconds, of all visits
}

// Staff of every invented premises. Everybody is invented.
const (
	doctorA person.StaffID = "dr-1"
	doctorB person.StaffID = "dr-2"
)

// nurses is enough names for any shift that a scenario may have.
const nurses = 12

func nurse(i int) person.StaffID { return nurseNames[i%nurses] }

var nurseNames = func() (out [nurses]person.StaffID) {
	for i := range out {
		out[i] = person.StaffID("n-" + strconv.Itoa(i+1))
	}
	return out
}()

// word is the one text of the lab's cabinet: nobody wrote any of it.
var word = clinic.Text{Ref: "lab", Digest: journal.Digest([]byte("the lab has no cabinet"), "invented")}

func textRef() *clinic.Text { return &word }

// command gives a command to the rules at an instant, keeps the bytes of what
// they answer and folds it. witness "" is nobody.
func (h *premises) command(at moment.Instant, by, witness person.StaffID, b clinic.Body) *clinic.Refusal {
	h.sent++
	c := clinic.Command{ID: "lab-" + strconv.Itoa(h.sent), By: by, Body: b}
	if witness != "" {
		c.Witness = &clinic.Confirmation{By: string(witness), Method: "lab",
			Digest: clinic.Digest(clinic.WitnessText(h.st, c))}
	}
	events, no := clinic.Decide(h.st, c, at)
	if no != nil {
		return no
	}
	for _, e := range events {
		h.keep(e)
		h.mass.saw(h.run, e.Body)
		h.st.Apply(e)
	}
	return nil
}

// must is command for what the rules cannot refuse while the lab is right.
func (h *premises) must(at moment.Instant, by, witness person.StaffID, b clinic.Body) {
	if h.run.err != nil {
		return
	}
	if no := h.command(at, by, witness, b); no != nil {
		h.run.fail("%s is refused: %s (%s) %s", b.CommandKind(), no.Code, no.Rule, no.Sentence)
	}
}

// keep adds an event's bytes to the digest of the journal.
func (h *premises) keep(e clinic.Event) {
	h.entries++
	if !h.run.spell {
		return
	}
	seq := h.st.Clinical
	if clinic.LogOf(e.Body) == journal.Register {
		seq = h.st.Register
	}
	entry, err := clinic.EncodeIn(h.body, h.journalID, e, seq)
	if err == nil {
		h.body = entry.Body
		h.buf, err = entry.AppendBytes(h.buf[:0])
	}
	if err != nil {
		h.run.fail("%v", err)
		return
	}
	h.sum.Write(h.buf)
	if h.run.show != nil {
		h.run.show(h.journalID, h.buf)
	}
}

// setUp opens the sites of the run.
func (r *run) setUp() error {
	ho := &r.pl.house
	first := &premises{run: r, desks: ho.Desks, booths: ho.Booths, places: ho.Places, shifts: ho.Shifts,
		windows: ho.windows()}
	r.sites = append(r.sites, first)
	for i := range r.pl.sites {
		x := &r.pl.sites[i]
		h := &premises{run: r, n: i + 1, name: x.Name, desks: x.Desks, booths: x.Booths, places: x.Places,
			shifts: x.Shifts, windows: first.windows}
		if len(x.Windows) > 0 {
			h.windows = x.Windows
		}
		r.sites = append(r.sites, h)
	}
	r.now = r.zone.At(r.s.Start, 3, 0)
	for _, h := range r.sites {
		h.begin()
	}
	r.populate()
	return r.err
}

// begin opens one premises: packs, staff, licences, access, stock.
func (h *premises) begin() {
	r := h.run
	h.st, h.sum, h.mass = clinic.New(), sha256.New(), balance{}
	h.journalID = "lab-" + strconv.Itoa(h.n+1)
	h.taken = map[slot]int{}
	h.pool.begin(&r.pl.house)
	ho, at := &r.pl.house, r.now
	var sessions []clinic.Session
	for _, x := range ho.Sessions {
		sessions = append(sessions, clinic.Session{Name: x.Name, Opens: x.From, Closes: x.To})
	}
	h.must(at, clinic.System, "", clinic.OpenPremises{Premises: h.journalID, Zone: ho.Zone,
		Booths: h.booths, Sessions: sessions, Invented: true})
	h.must(at, clinic.System, "", clinic.InstallPack{Document: r.pl.pack.Document()})
	if x := r.pl.product; x != nil && x.pack.ID != r.pl.pack.ID {
		h.must(at, clinic.System, "", clinic.InstallPack{Document: x.pack.Document()})
	}
	if r.pl.law != nil {
		h.must(at, clinic.System, "", clinic.InstallJurisdiction{Document: r.pl.law.Document()})
	}
	for i := range nurses {
		h.must(at, clinic.System, "", clinic.AddStaff{Staff: nurse(i), Roles: []person.Role{person.Nurse}, Name: word})
	}
	for _, id := range []person.StaffID{doctorA, doctorB} {
		h.must(at, clinic.System, "", clinic.AddStaff{Staff: id, Roles: []person.Role{person.Prescriber}, Name: word})
		h.must(at, clinic.System, "", clinic.GrantLicence{Doctor: id, Substance: r.pl.pack.Form.Substance,
			Number: "INVENTED", From: r.s.Start - 1, To: r.last + 400, Acts: person.Acts()})
	}
	h.must(at, nurse(0), "", clinic.SetAccess{From: r.s.Start, Access: h.access()})
	h.restock()
}

// access is the week of the site as the service would set it.
func (h *premises) access() clinic.Access {
	ho := &h.run.pl.house
	a := clinic.Access{Slot: ho.Slot}
	if clinic.AccessStyle(ho.Style) != clinic.AccessOpen { // no time is promised at which there is no time for the visit
		a.Booth, a.Watch = h.run.stages(ho.Slot)
	}
	for day := range 7 {
		for _, w := range h.windows {
			if !on(w.Days, moment.Day(day+1)) {
				continue
			}
			x := clinic.AccessWindow{Session: w.Session, From: w.From, To: w.To, Style: clinic.AccessStyle(ho.Style),
				Booths: h.booths, Places: h.places}
			if x.Style == clinic.AccessGroup {
				x.Every, x.Group = ho.Every, ho.Group
			}
			a.Week = append(a.Week, clinic.WeekWindow{Weekday: day, AccessWindow: x})
		}
	}
	return a
}

// contents are the ampoules that the invented supplier has, by the published
// sizes of the British product.
var contents = []measure.Mass{100, 30, 10, 5}

// restock keeps enough for some weeks. How much a service keeps is no part of
// any result. The register counts ampoules; a tablet is one with its content.
func (h *premises) restock() {
	r := h.run
	day := r.zone.Day(r.now)
	receive := func(form measure.Form, content measure.Mass, n measure.Ampoules) {
		h.batch++
		h.must(r.now, nurse(0), nurse(1), clinic.ReceiveStock{Product: register.Product{Form: form, Content: content,
			Presentation: "ampoule"}, Batch: "LAB" + strconv.Itoa(h.batch), Expiry: day + 700, Ampoules: n, From: word,
			Delivery: textRef()})
	}
	people := measure.Ampoules(r.s.Population.Places)
	for _, mg := range contents {
		if content := mg * measure.Milligram; h.inStock(r.pl.pack.Form, content) < 40*people {
			receive(r.pl.pack.Form, content, 160*people)
		}
	}
	if x := r.pl.product; x != nil {
		content := measure.Mass(x.Content) * measure.Milligram
		if h.inStock(x.form, content) < 100*people {
			receive(x.form, content, 400*people)
		}
	}
}

func (h *premises) inStock(form measure.Form, content measure.Mass) (n measure.Ampoules) {
	for _, x := range h.st.Accounts.Sheets {
		if x.Product.Form == form && x.Product.Content == content {
			n += x.Ampoules
		}
	}
	return n
}
