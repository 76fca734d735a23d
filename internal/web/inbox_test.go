package web_test

import (
	"net/url"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

func reading(n int64) *measure.Milli {
	m := measure.Milli(n * 1000)
	return &m
}

// comes brings a booked visit to the point where readings are taken.
func (s *site) comes() (id string, who person.UserID) {
	s.t.Helper()
	id = s.visitAt(visit.Booked)
	r := request("arrive-"+id, demo.NurseA)
	r.Command.Body = clinic.Arrive{Visit: id}
	s.must(r)
	s.view(func(st *clinic.State) { who = st.Visits[id].Person })
	return id, who
}

// referred has a nurse take readings and ask the prescriber in their own words.
func (s *site) referred(question string) (id string, who person.UserID) {
	s.t.Helper()
	id, who = s.comes()
	r := request("assess-"+id, demo.NurseA)
	r.Command.Body = clinic.Assess{Visit: id, Identity: "known", Readings: protocol.Assessment{POSS: protocol.POSS1,
		RR: reading(14), SpO2: reading(98), Pulse: reading(70), Consciousness: "A", Alcohol: reading(0)}}
	s.must(r)
	r = request("ask-"+id, demo.NurseA)
	r.Command.Body = clinic.AskPrescriber{Visit: id, Question: r.Keep(string(who), "question", question)}
	s.must(r)
	return id, who
}

// TestInboxAnswers: a question in the nurse's words, the dose preset to what
// the rules allow, and the answer that lets the nurse go on.
func TestInboxAnswers(t *testing.T) {
	s := newSite(t)
	id, _ := s.referred("They had a bad night. Is half enough?")
	c := s.signIn(demo.DoctorA)
	c.get("/board").says("Inbox 1 waiting")
	page := c.get("/inbox").status(200).says("They had a bad night. Is half enough?", "Asked 09:12 by Amara (nurse)",
		"Give the dose below", "Take the readings again", "No dose this session", "At most", "Prescribed", "Last doses")
	form := page.form("/inbox/" + id)
	if m, err := measure.ParseMilligrams(form.Get("dose_mg")); err != nil || m <= 0 {
		t.Errorf("the dose is preset to %q", form.Get("dose_mg"))
	}
	c.press(page, "/inbox/"+id).status(422).says("Choose an answer")
	again := c.press(page, "/inbox/"+id, "choice", "give", "dose_mg", "9000", "reason", "A try.").status(422).
		says("The most the rules allow now is")
	if got := again.form("/inbox/" + id); got.Get("dose_mg") != "9000" || got.Get("reason") != "A try." ||
		got.Get("choice") != "give" {
		t.Error("what was typed is lost:", got)
	}
	done := c.press(page, "/inbox/"+id, "choice", "give", "dose_mg", "20", "reason", "Half of it, then see.").
		leads("/inbox?no=")
	c.get(done.to).says("Recorded, no.", "No question is waiting", "Answered today", "give 20 mg", "Half of it, then see.")
	s.signIn(demo.NurseA).get("/visits/"+id).status(200).says("GIVE 20 mg", "Half of it, then see.")
}

// TestInboxOfARule: where a rule asked, the page gives its words, its id and
// its source; without a limit no dose is offered.
func TestInboxOfARule(t *testing.T) {
	s := newSite(t)
	id, _ := s.comes()
	r := request("assess-"+id, demo.NurseA)
	r.Command.Body = clinic.Assess{Visit: id, Identity: "known", Readings: protocol.Assessment{POSS: protocol.POSS1,
		RR: reading(14), SpO2: reading(98), Pulse: reading(70), Consciousness: "A", AlcoholRefuse: true}}
	s.must(r)
	var rule string
	s.view(func(st *clinic.State) {
		if v := st.Visits[id]; v.Stage != visit.Referred {
			t.Fatalf("the pack does not ask the prescriber when the alcohol test is declined: %s", v.Stage)
		} else {
			rule = v.Referral.Rule
		}
	})
	s.signIn(demo.DoctorA).get("/inbox").status(200).says("Rule "+rule, "Source:", "test declined")
}

// TestInboxAfterAnAbsence: the prescriber sees what was missed, how the rules
// come to the amount, and the oral drug beside it. Without a signed figure for
// the absence no dose is filled in: the usual one is not one press away.
func TestInboxAfterAnAbsence(t *testing.T) {
	s := newSite(t)
	s.clock.Pass(24 * moment.Hour)
	c := s.signIn(demo.NurseD)
	c.press(c.get("/board"), "/board/plan")
	var id string
	s.view(func(st *clinic.State) {
		for v, x := range st.Visits {
			if p := st.People[x.Person]; x.Stage == visit.Booked && len(p.Holds) == 0 && len(p.Rx.Oral) > 0 &&
				st.MissedBefore(p, x.Day, x.Session).Days > 0 && x.Day == st.Zone().Day(s.house.Now()) && x.Session == 0 {
				id = v
			}
		}
	})
	if id == "" {
		t.Fatal("nobody with an oral drug missed a whole day")
	}
	r := request("arrive-"+id, demo.NurseA)
	r.Command.Body = clinic.Arrive{Visit: id}
	s.must(r)
	r = request("assess-"+id, demo.NurseA)
	r.Command.Body = clinic.Assess{Visit: id, Identity: "known", Readings: protocol.Assessment{POSS: protocol.POSS1,
		RR: reading(14), SpO2: reading(98), Pulse: reading(70), Consciousness: "A", Alcohol: reading(0)}}
	s.must(r)
	doctor := s.signIn(demo.DoctorA)
	page := doctor.get("/inbox").status(200).says("How the rules come to the amount", "S-MISS-INJ (STEADY)",
		"E-TITR-12", "with 1 whole day", "whatever the cause", "Beside it", "At most")
	if typed := page.form("/inbox/" + id).Get("dose_mg"); typed != "" {
		t.Errorf("after an absence the dose is filled in as %q", typed)
	}
	doctor.press(page, "/inbox/"+id, "choice", "give", "reason", "seen, lower").status(422)
	doctor.press(doctor.get("/inbox"), "/inbox/"+id, "choice", "give", "dose_mg", "5", "reason", "seen, lower").
		leads("/inbox")
}

// TestHoldAndLift: a nurse places a hold, the prescriber sees it in the inbox,
// cannot give past it, and lifts it with a reason.
func TestHoldAndLift(t *testing.T) {
	s := newSite(t)
	id, who := s.referred("May they have it?")
	nurse, at := s.signIn(demo.NurseA), "/people/"+string(who)
	page := nurse.get(at).status(200).says("Hold orders", "None in force").silent("Lift the hold")
	nurse.press(page, at+"/hold").status(422).says("Write why doses are on hold")
	nurse.press(page, at+"/hold", "words", "No dose until the X-ray is read.").leads(at)
	nurse.get(at).says("No dose until the X-ray is read.",
		"Doses on hold: See the prescriber first: No dose until the X-ray is read.")
	nurse.post(at+"/lift", "reason", "Read.").status(403)

	c := s.signIn(demo.DoctorA)
	box := c.get("/inbox").status(200).says("Doses on hold", "No dose until the X-ray is read.")
	if strings.Contains(box.body, `name="dose_mg"`) {
		t.Error("a dose is offered while a hold is in force")
	}
	c.press(box, at+"/lift").status(422).says("Write in one line why the hold ends")
	c.press(box, at+"/lift", "reason", "It is read and well.").leads("/inbox")
	if got := c.get("/inbox").silent("Lift the hold").form("/inbox/" + id); !got.Has("dose_mg") {
		t.Error("no dose is offered once the hold is lifted")
	}
	c.get(at).says("Hold lifted: It is read and well.")
}

// TestPersonPage: what is in force, who says so, what was given and what
// happened, newest first, with numbers.
func TestPersonPage(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	c.get("/people/u-01").status(200).says("Jo", "11 April 1979", "None known", "Prescription in force",
		"Prescribed by Dr Okafor under licence INVENTED-1", "In force until", "Doses given", "180 mg", "What happened",
		"Checked by a second person", "Injected", "no. ").silent("Write a new prescription")
	c.get("/people/u-03").says("penicillin")
	c.get("/people/nobody").status(404)
	if more := c.get("/people/u-01?more=1").status(200); strings.Count(more.body, "times__line") <=
		strings.Count(c.get("/people/u-01").body, "times__line") {
		t.Error("more shows no more")
	}
	s.signIn("s-rowan").get("/people/u-01").status(200).silent("/people/u-01/hold", "/people/u-01/late")
}

// TestSearchIsPosted: a name that is looked for never stands in an address.
func TestSearchIsPosted(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	page := c.get("/people").status(200).says("People", "Jo", "Sam", "Born 11 April 1979",
		"Enter a person already in treatment")
	if strings.Contains(page.body, `method="get"`) {
		t.Error("the search puts a name into the address")
	}
	c.press(page, "/people", "q", "sa").status(200).says("Sam").silent(">Jo<")
	c.press(page, "/people", "q", "nobody of this name").says("Nobody of that name")
}

// TestCorrection: the old entry stays; both times are shown; an entry of
// somebody else is refused.
func TestCorrection(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	at := "/people/u-01"
	list := c.get(at)
	i := strings.Index(list.body, at+"/late?no=")
	no, _, _ := strings.Cut(list.body[i+len(at+"/late?no="):], `"`)
	page := c.get(at+"/late?no="+no).status(200).says("Correct an entry", "The old entry stays", "no. ")
	c.press(page, at+"/late").status(422).says("Write what is right")
	c.press(page, at+"/late", "words", "It was the left arm.", "happened_time", "25:10", "happened[day]", "1",
		"happened[month]", "3", "happened[year]", "2026").status(422).says("write hours and minutes")
	c.press(page, at+"/late", "words", "It was the left arm.", "happened_time", "9.10", "happened[day]", "27",
		"happened[month]", "2", "happened[year]", "2026").status(422).says("write why it is entered only now")
	done := c.press(page, at+"/late", "words", "It was the left arm.", "happened_time", "09:10", "happened[day]", "1",
		"happened[month]", "3", "happened[year]", "2026").leads(at + "?no=")
	c.get(done.to).says("It was the left arm.", "Correction to no.", "Sun 1 Mar, 09:10", "recorded 09:12")
	c.post("/people/u-02/late", "command", "x", "no", no, "words", "Not theirs.").status(422).
		says("There is no entry of this number about this person")
	c.get("/people/u-02/late?no=" + no).status(200).says("Number of the entry")
}

// TestBook: a walk-in is booked once, however often the button is pressed.
func TestBook(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	at := "/people/u-01"
	page := c.get(at)
	c.press(page, at+"/book", "session", "0", "time", "later").status(422).says("write hours and minutes")
	to := c.press(page, at+"/book", "session", "1", "time", "15:20").leads("/visits/w-").to
	again := c.press(page, at+"/book", "session", "1", "time", "15:20").leads("/visits/w-").to
	if strings.Split(again, "?")[0] != strings.Split(to, "?")[0] {
		t.Error("pressed twice, booked twice:", to, again)
	}
	c.press(page, at+"/book", "session", "1", "time", "15:30").status(422).says("already sent with other content")
	c.get(to).status(200).says("15:20")
}

func admitted(more ...string) []string {
	return append([]string{"name", "River", "born[day]", "5", "born[month]", "6", "born[year]", "1985",
		"allergies", "nuts", "time_0", "09:30", "time_1", "", "trimester", "0",
		"already", "In treatment here since 2024."}, more...)
}

// TestAdmitAndPrescribe: a record is opened, a prescription is refused without
// a licence, and written under one.
func TestAdmitAndPrescribe(t *testing.T) {
	s := newSite(t)
	nurse := s.signIn(demo.NurseA)
	form := nurse.get("/people/new").status(200).says("Enter a person already in treatment",
		"Chosen name", "Morning", "Afternoon")
	again := nurse.press(form, "/people/new", changed(admitted(), "time_0", "23:00")...).status(422).
		says("must lie in the session")
	if got := again.form("/people/new"); got.Get("name") != "River" || got.Get("born[year]") != "1985" {
		t.Error("what was typed is lost:", got)
	}
	nurse.press(form, "/people/new", changed(admitted(), "born[year]", "")...).status(422).says("Date of birth: write day")
	to := nurse.press(form, "/people/new", admitted()...).leads("/people/u-").to
	at, _, _ := strings.Cut(to, "?")
	nurse.get(to).status(200).says("River", "5 June 1985", "nuts", "usually 09:30",
		"no dose can be given until a prescriber has written one")
	nurse.get(at + "/prescribe").status(403)

	s.hire("s-new-doctor", person.Prescriber)
	c := s.signIn("s-new-doctor")
	page := c.get(at+"/prescribe").status(200).says("Prescribe for River", "Dose of the Morning session", "ch-iv")
	refused := c.press(page, at+"/prescribe", order()...).status(422).
		says("No licence for diamorphine in force", "R-REG-19")
	if got := refused.form(at + "/prescribe"); got.Get("dose_1") != "40" || got.Get("ends[month]") != "6" ||
		got.Get("salt_form") != "diamorphine/hydrochloride-monohydrate" {
		t.Error("what was typed is lost:", got)
	}
	c = s.signIn(demo.DoctorA)
	page = c.get(at + "/prescribe")
	c.press(page, at+"/prescribe", changed(order(), "dose_1", "lots")...).status(422).says("write milligrams with digits")
	c.press(page, at+"/prescribe", changed(order(), "ends[year]", "2025")...).status(422).says("in that order")
	told := c.press(page, at+"/prescribe", order()...).status(200).says("The rules find nothing against it",
		"Sign the prescription", "Nothing is recorded until it is signed")
	c.press(told, at+"/prescribe", "dose_1", "45").status(200).says("What is written has changed since they answered")
	c.get(at).says("no dose can be given until a prescriber has written one")
	c.press(told, at+"/prescribe").leads(at)
	c.get(at).says("40 mg i.v.", "Prescribed by Dr Okafor under licence INVENTED-1", "30 June 2026")
}

func order() []string {
	return []string{"salt_form", "diamorphine/hydrochloride-monohydrate", "route", "iv", "dose_1", "40",
		"cap_single", "60", "cap_day", "120", "increment", "5", "pack", "ch-iv",
		"review[day]", "1", "review[month]", "6", "review[year]", "2026",
		"ends[day]", "30", "ends[month]", "6", "ends[year]", "2026"}
}

// TestChallenge: much more than the last tolerated dose needs a second
// prescriber, who confirms on the same page what it says.
func TestChallenge(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.DoctorA)
	at := "/people/u-03/prescribe"
	page := c.get(at).status(200).says("In force now", "150")
	big := append(order(), "dose_2", "400")
	for name, v := range map[string]string{"dose_1": "400", "cap_single": "400", "cap_day": "800"} {
		big = changed(big, name, v)
	}
	asked := c.press(page, at, append(big, "reason", "They ask for more.")...).status(200)
	asked.says("a second prescriber confirms", "Prescribe together", "dose 1: 400 mg", "Dr Lind").silent("Amara")
	c.press(asked, at, "second", string(demo.DoctorB), "pin2", "111222").status(422).
		says("does not fit", "Prescribe together")
	s.clock.Pass(2 * moment.Second)
	c.press(asked, at, "dose_1", "390", "second", string(demo.DoctorB), "pin2", onePIN).status(200).
		says("What is written has changed since they answered", "dose 1: 390 mg")
	c.press(asked, at, "second", string(demo.DoctorB), "pin2", onePIN).leads("/people/u-03")
	c.get("/people/u-03").says("400 + 400 mg")
}

// TestFreeTextStaysOut: what people write reaches the cabinet and no address.
func TestFreeTextStaysOut(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	const words = "only-in-the-cabinet"
	done := c.press(c.get("/people/u-02"), "/people/u-02/hold", "words", words).leads("/people/u-02")
	if u, err := url.Parse(done.to); err != nil || strings.Contains(u.String(), words) {
		t.Error("free text in an address:", done.to)
	}
	s.view(func(st *clinic.State) {
		b, err := st.Snapshot()
		if err != nil || strings.Contains(string(b), words) {
			t.Error("free text in the state")
		}
	})
}
